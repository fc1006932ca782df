package slack

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

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
	if o, ok := p.Opening(); ok {
		return a.openRoom(ctx, p, o)
	}
	channel := p.To.Room
	if p.Home {
		shared, err := a.rooms.connected(ctx, channel)
		if err != nil {
			return "", sendError(err)
		}
		if shared {
			return "", &bot.SendError{
				Reason: bot.Denied, Err: errors.New("the channel is shared with another organisation"),
				Plain: "another organisation can read that channel, so nothing of the team's is posted there",
			}
		}
	}
	if p.For != "" {
		return a.alone(ctx, p)
	}
	options := append(a.content(p), slack.MsgOptionMetadata(slack.SlackMetadata{EventType: keyEvent, EventPayload: map[string]any{"key": p.Key}}))
	if p.Thread != "" {
		options = append(options, slack.MsgOptionTS(thread(p.Thread)))
	}
	_, ts, err := a.api.PostMessageContext(ctx, channel, options...)
	if err != nil {
		return "", sendError(err)
	}
	root := ""
	if p.Thread != "" {
		root = thread(p.Thread)
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
	metadata := slack.MsgOptionMetadata(slack.SlackMetadata{EventType: keyEvent, EventPayload: map[string]any{"key": p.Key}})
	c, _, _, err := a.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{p.For}})
	if err == nil {
		var ts string
		if _, ts, err = a.api.PostMessageContext(ctx, c.ID, append(a.content(p), metadata)...); err == nil {
			return messageID(ts, ""), nil
		}
	}
	if e := failure(err); e.Reason == bot.Limited || e.Reason == bot.Transient {
		return "", e
	}
	ts, err := a.api.PostEphemeralContext(ctx, p.To.Room, p.For, a.content(p)...)
	if err != nil {
		return "", sendError(err)
	}
	return messageID(ts, ""), nil
}

// content gives what a part says as options of a call.
func (a *Adapter) content(p bot.Part) []slack.MsgOption {
	r := &rendering{engagement: p.Engagement}
	r.title(p.Title)
	r.all(p.Blocks)
	return contentOf(r.blocks, words(p.Title, p.Blocks))
}

func contentOf(blocks []slack.Block, text string) []slack.MsgOption {
	return []slack.MsgOption{
		slack.MsgOptionText(text, false), slack.MsgOptionBlocks(blocks...),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
	}
}

// Edit implements bot.Editor.
func (a *Adapter) Edit(ctx context.Context, id string, p bot.Part) error {
	if a.gone.Load() {
		return gone()
	}
	_, _, _, err := a.api.UpdateMessageContext(ctx, p.To.Room, timestamp(id), append(a.content(p),
		slack.MsgOptionMetadata(slack.SlackMetadata{EventType: keyEvent, EventPayload: map[string]any{"key": p.Key}}))...)
	if err != nil {
		return sendError(err)
	}
	return nil
}

// lookBack is how far Find looks: longer than a message is tried for.
const lookBack = 48 * time.Hour

// Find implements bot.Finder: it reads what was posted in the room, and in the
// threads that were added to, within the last two days.
func (a *Adapter) Find(ctx context.Context, to bot.Address, key string) (string, bool, error) {
	oldest := strconv.FormatInt(a.o.Now().Add(-lookBack).Unix(), 10)
	for cursor := ""; ; {
		page, err := a.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
			ChannelID: to.Room, Cursor: cursor, Limit: 200, Oldest: oldest, IncludeAllMetadata: true,
		})
		if err != nil {
			return "", false, sendError(err)
		}
		for i := range page.Messages {
			m := &page.Messages[i]
			if hasKey(m, key) {
				return messageID(m.Timestamp, m.ThreadTimestamp), true, nil
			}
			if m.ReplyCount == 0 {
				continue
			}
			id, ok, err := a.findReply(ctx, to.Room, m.Timestamp, oldest, key)
			if ok || err != nil {
				return id, ok, err
			}
		}
		if cursor = page.ResponseMetaData.NextCursor; cursor == "" || !page.HasMore {
			return "", false, nil
		}
	}
}

func (a *Adapter) findReply(ctx context.Context, channel, root, oldest, key string) (string, bool, error) {
	for cursor := ""; ; {
		messages, more, next, err := a.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: channel, Timestamp: root, Cursor: cursor, Limit: 200, Oldest: oldest, IncludeAllMetadata: true,
		})
		if err != nil {
			return "", false, sendError(err)
		}
		for i := range messages {
			if hasKey(&messages[i], key) {
				return messageID(messages[i].Timestamp, root), true, nil
			}
		}
		if cursor = next; cursor == "" || !more {
			return "", false, nil
		}
	}
}

func hasKey(m *slack.Message, key string) bool {
	return m.Metadata.EventType == keyEvent && m.Metadata.EventPayload["key"] == key
}

// sendError is failure as an error.
func sendError(err error) error {
	if e, ok := errors.AsType[*bot.SendError](err); ok {
		return e
	}
	return failure(err)
}

func gone() *bot.SendError {
	return &bot.SendError{Reason: bot.Denied, Err: errRemoved, Plain: "Slack does not let Soundings in any more: whoever looks after it has to install it again"}
}

// mostWords is how much of a message stands in its plain text, which is what
// notifications show and some screen readers read.
const mostWords = 3500

// words gives what a message says without its looks, escaped.
func words(title string, blocks []bot.Block) string {
	var lines []string
	add := func(format string, args ...any) {
		if line := strings.TrimSpace(fmt.Sprintf(format, args...)); line != "" {
			lines = append(lines, line)
		}
	}
	add("%s", title)
	for _, b := range blocks {
		switch {
		case b.Text != nil:
			for _, p := range bot.ParseMarkdown(b.Text.Markdown) {
				add("%s", p.Words())
			}
		case b.Quote != nil:
			add("“%s” %s", b.Quote.Words, b.Quote.By)
		case b.Table != nil:
			for _, row := range b.Table.Rows {
				add("%s", strings.Join(row, ", "))
			}
		case b.Image != nil:
			add("%s", b.Image.Alt)
		}
		for _, f := range b.Facts {
			add("%s: %s", f.Label, f.Value)
		}
		for _, i := range b.Items {
			add("%s %s", i.Label, i.Hint)
		}
	}
	return escape(cut(clean(strings.Join(lines, "\n")), mostWords))
}
