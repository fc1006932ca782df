package slack

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/slack-go/slack"

	"soundings/bot"
)

// openRoom makes a private channel, invites people into it, and tells what it is
// called. Asked again, it finds the one that it made.
func (a *Adapter) openRoom(ctx context.Context, p bot.Part, o bot.Opening) (string, error) {
	c, err := a.makeChannel(ctx, channelName(o.Name, p.Engagement+o.Key), topicOf(p.Engagement, o.Key))
	if err != nil {
		return "", sendError(err)
	}
	if p.For != "" {
		if _, err := a.api.InviteUsersToConversationContext(ctx, c.ID, p.For); err != nil && !refusedWith(err, "already_in_channel") {
			return "", sendError(err)
		}
	}
	if err := a.invite(ctx, c.ID, o.People); err != nil {
		return "", sendError(err)
	}
	ev := bot.Event{
		ID: Name + ":opened:" + c.ID, Kind: bot.Changed, Action: bot.RoomOpened,
		Room: at(c.ID), Value: o.Key, Text: c.Name, Engagement: p.Engagement,
	}
	if _, err := a.o.Deliver(ctx, ev); err != nil {
		return "", &bot.SendError{Reason: bot.Transient, Err: fmt.Errorf("tell of the room: %w", err)}
	}
	return c.ID, nil
}

// makeChannel makes a channel, or finds the one that was made for the same
// purpose. A name that is taken for something else gets a number.
func (a *Adapter) makeChannel(ctx context.Context, name, topic string) (*slack.Channel, error) {
	if c, err := a.findChannel(ctx, topic); c != nil || err != nil {
		return c, err
	}
	for n := 1; ; n++ {
		called := name
		if n > 1 {
			called = fmt.Sprintf("%s-%d", cutName(name, 76), n)
		}
		c, err := a.api.CreateConversationContext(ctx, slack.CreateConversationParams{ChannelName: called, IsPrivate: true})
		if refusedWith(err, "name_taken") && n < 20 {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("make channel: %w", err)
		}
		if _, err := a.api.SetTopicOfConversationContext(ctx, c.ID, topic); err != nil {
			return nil, fmt.Errorf("set topic: %w", err)
		}
		return c, nil
	}
}

// findChannel looks among our own channels for the one with that topic.
func (a *Adapter) findChannel(ctx context.Context, topic string) (*slack.Channel, error) {
	for cursor := ""; ; {
		channels, next, err := a.api.GetConversationsForUserContext(ctx, &slack.GetConversationsForUserParameters{
			Types: []string{"private_channel"}, Limit: 200, Cursor: cursor, ExcludeArchived: true,
		})
		if err != nil {
			return nil, fmt.Errorf("look for channel: %w", err)
		}
		for i := range channels {
			if channels[i].Topic.Value == topic {
				return &channels[i], nil
			}
		}
		if cursor = next; cursor == "" {
			return nil, nil //nolint:nilnil // there is none, and that is no error
		}
	}
}

// invite asks people of another organisation into a channel, with the right to
// press buttons.
func (a *Adapter) invite(ctx context.Context, channel string, people []string) error {
	if a.o.Contact == nil {
		return nil
	}
	limited := false
	for _, person := range people {
		address, err := a.o.Contact(ctx, person)
		if err != nil {
			return &bot.SendError{Reason: bot.Transient, Err: errors.New("an address could not be looked up")}
		}
		if address == "" {
			continue
		}
		_, _, err = a.api.InviteSharedToConversationContext(ctx, slack.InviteSharedToConversationParams{
			ChannelID: channel, Emails: []string{address}, ExternalLimited: &limited,
		})
		if err != nil && !refusedWith(err, "already_in_channel", "already_invited", "user_already_in_channel") {
			return fmt.Errorf("invite: %w", err)
		}
	}
	return nil
}

func refusedWith(err error, codes ...string) bool {
	e, ok := errors.AsType[slack.SlackErrorResponse](err)
	for _, code := range codes {
		if ok && e.Err == code {
			return true
		}
	}
	return false
}

// topicOf is what tells a channel of ours from any other, and people what it is.
func topicOf(engagement, key string) string {
	return fmt.Sprintf("Soundings · %s · %s", engagement, strings.TrimPrefix(key, "+"))
}

// channelName makes a name that Slack takes: small letters, digits and hyphens,
// 80 at most. A name of which nothing is left is called after other.
func channelName(name, other string) string {
	var out strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			out.WriteRune(r)
		case r == '\'' || r == '’':
		case out.Len() > 0 && !strings.HasSuffix(out.String(), "-"):
			out.WriteByte('-')
		}
	}
	made := strings.Trim(cutName(out.String(), 80), "-")
	if made == "" && other != "" {
		return channelName("soundings "+other, "")
	}
	return made
}

func cutName(name string, most int) string {
	runes := []rune(name)
	return strings.Trim(string(runes[:min(len(runes), most)]), "-")
}
