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
		return "", a.notOpened(err, "Slack does not let Soundings make a private channel")
	}
	if p.For != "" {
		if _, err := a.api.InviteUsersToConversationContext(ctx, c.ID, p.For); err != nil && !refusedWith(err, "already_in_channel") {
			return "", a.notOpened(err, "there is a channel, #"+c.Name+", but Slack does not let Soundings invite a colleague into it")
		}
	}
	if err := a.invite(ctx, c.ID, o.People); err != nil {
		return "", a.notOpened(err, "there is a channel, #"+c.Name+", but Slack does not let Soundings invite other organisations: in Slack, invite them there yourself")
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

// notOpened is why a room could not be opened, with what people are told where
// it is Slack that refused for good.
func (a *Adapter) notOpened(err error, plain string) error {
	e := a.failed(err)
	refused, code := errors.AsType[slack.SlackErrorResponse](err)
	switch {
	case e.Reason == bot.Limited || !code:
		return e
	case lockedOut(refused.Err) || refused.Err == "missing_scope":
		return e // which says it better
	case passing(refused.Err):
		return e
	case refused.Err == "name_taken":
		plain = fmt.Sprintf("there are %d channels of that name already, which may be archived ones: in Slack, make one yourself", mostOfAName)
	}
	return &bot.SendError{Reason: bot.Denied, Plain: plain, Err: e.Err}
}

// mostOfAName is how many channels may have the same name, but for a number.
const mostOfAName = 20

// makeChannel makes a channel, or finds the one that was made for the same
// purpose. A name that is taken for something else gets a number.
func (a *Adapter) makeChannel(ctx context.Context, name, topic string) (*slack.Channel, error) {
	made, begun, err := a.findChannel(ctx, topic)
	if made != nil || err != nil {
		return made, err
	}
	for n := 1; ; n++ {
		called := name
		if n > 1 {
			called = fmt.Sprintf("%s-%d", cutName(name, 76), n)
		}
		c, there := begun[called]
		if !there {
			c, err = a.api.CreateConversationContext(ctx, slack.CreateConversationParams{ChannelName: called, IsPrivate: true})
		}
		if refusedWith(err, "name_taken") && n < mostOfAName {
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

// findChannel looks among our own channels for the one with that topic; nil:
// there is none. Begun are those, by name, that we made and got no further with.
func (a *Adapter) findChannel(ctx context.Context, topic string) (made *slack.Channel, begun map[string]*slack.Channel, err error) {
	me, err := a.people.self(ctx)
	if err != nil {
		return nil, nil, err
	}
	begun = map[string]*slack.Channel{}
	for cursor := ""; ; {
		channels, next, err := a.api.GetConversationsForUserContext(ctx, &slack.GetConversationsForUserParameters{
			Types: []string{"private_channel"}, Limit: 200, Cursor: cursor, ExcludeArchived: true,
		})
		if err != nil {
			return nil, nil, fmt.Errorf("look for channel: %w", err)
		}
		for i := range channels {
			c := &channels[i]
			switch {
			case c.Topic.Value == topic:
				return c, nil, nil
			case c.Topic.Value == "" && c.Creator == me.user:
				begun[c.Name] = c
			}
		}
		if cursor = next; cursor == "" {
			return nil, begun, nil
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
		case unicode.In(r, unicode.Ll, unicode.Lo) || r >= '0' && r <= '9':
			out.WriteRune(r)
		case r == '\'' || r == '’':
		case out.Len() > 0 && !strings.HasSuffix(out.String(), "-"):
			out.WriteByte('-')
		}
	}
	made := cutName(out.String(), 80)
	if made == "" && other != "" {
		return channelName("soundings "+other, "")
	}
	return made
}

func cutName(name string, most int) string {
	runes := []rune(name)
	return strings.Trim(string(runes[:min(len(runes), most)]), "-")
}
