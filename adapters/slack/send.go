package slack

import (
	"context"
	"errors"

	"github.com/slack-go/slack"

	"soundings/bot"
)

// keyEvent is the type of the metadata in which a message keeps the key of its
// part, so that it can be found again.
const keyEvent = "soundings_part"

// Send implements bot.Adapter.
func (a *Adapter) Send(ctx context.Context, p bot.Part) (string, error) {
	if a.gone.Load() {
		return "", gone()
	}
	id, err := a.send(ctx, p)
	if err != nil {
		return "", a.failed(err)
	}
	a.shut.Store(false)
	return id, nil
}

func (a *Adapter) send(ctx context.Context, p bot.Part) (string, error) {
	if o, ok := p.Opening(); ok {
		return a.openRoom(ctx, p, o)
	}
	if p.For != "" {
		return a.alone(ctx, p)
	}
	channel := p.To.Room
	if p.Home {
		others, err := a.rooms.others(ctx, channel)
		if err != nil {
			return "", err
		}
		if others {
			return "", &bot.SendError{
				Reason: bot.Denied, Err: errors.New("others than the organisation's full members are in the channel"),
				Plain: "others than full members of your organisation can read that channel, so nothing of the team's is posted there",
			}
		}
	}
	root := ""
	options := append(a.content(p), withKey(p))
	if p.Thread != "" {
		root = thread(p.Thread)
		options = append(options, slack.MsgOptionTS(root))
	}
	_, ts, err := a.api.PostMessageContext(ctx, channel, options...)
	if err != nil {
		a.roots.doubt(p, root, err)
		return "", err
	}
	if p.Class == bot.Standing && p.Number <= 1 && root == "" {
		a.later(ctx, "pin", func(ctx context.Context) error {
			return a.api.AddPinContext(ctx, channel, slack.NewRefToMessage(channel, ts))
		})
	}
	return messageID(ts, root), nil
}

// alone writes to one person: to them directly, or, where Slack does not let us,
// so that only they see it in the room.
func (a *Adapter) alone(ctx context.Context, p bot.Part) (string, error) {
	channel, err := a.direct(ctx, p.For)
	if err == nil {
		var ts string
		if _, ts, err = a.api.PostMessageContext(ctx, channel, append(a.content(p), withKey(p))...); err == nil {
			return messageID(ts, ""), nil
		}
	}
	if e := failure(err); e.Reason != bot.Denied {
		return "", err
	}
	ts, err := a.api.PostEphemeralContext(ctx, p.To.Room, p.For, a.content(p)...)
	if err != nil {
		return "", err
	}
	return messageID(ts, ""), nil
}

// direct gives the conversation with one person.
func (a *Adapter) direct(ctx context.Context, user string) (string, error) {
	c, _, _, err := a.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}})
	if err != nil {
		return "", err
	}
	return c.ID, nil
}

// Edit implements bot.Editor.
func (a *Adapter) Edit(ctx context.Context, id string, p bot.Part) error {
	if a.gone.Load() {
		return gone()
	}
	channel := p.To.Room
	if p.For != "" {
		var err error
		if channel, err = a.direct(ctx, p.For); err != nil {
			return a.failed(err)
		}
	}
	if _, _, _, err := a.api.UpdateMessageContext(ctx, channel, timestamp(id), append(a.content(p), withKey(p))...); err != nil {
		return a.failed(err)
	}
	a.shut.Store(false)
	return nil
}

// withKey keeps the key of a part in its message.
func withKey(p bot.Part) slack.MsgOption {
	return slack.MsgOptionMetadata(slack.SlackMetadata{EventType: keyEvent, EventPayload: map[string]any{"key": p.Key}})
}

// content gives what a part says as options of a call.
func (a *Adapter) content(p bot.Part) []slack.MsgOption {
	return options(partOf(p.Engagement, p.Title, p.Blocks))
}

func options(p notePart) []slack.MsgOption {
	return []slack.MsgOption{
		slack.MsgOptionText(p.text, false), slack.MsgOptionBlocks(p.blocks...),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
	}
}

func gone() *bot.SendError {
	return &bot.SendError{Reason: bot.Denied, Err: errRemoved, Plain: removedPlain}
}
