package fakeslack

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// ErrRefused is for what Slack itself does not let somebody do; nothing reaches
// the app.
var ErrRefused = errors.New("slack does not allow it")

// SayOption adds something to what somebody says.
type SayOption func(*Message)

// InThread makes it a reply in the thread of the message with that timestamp.
func InThread(ts string) SayOption { return func(m *Message) { m.ThreadTS = ts } }

// WithFile attaches a file.
func WithFile(name string, content []byte) SayOption {
	return func(m *Message) {
		m.Files = append(m.Files, File{Name: name, Content: content})
		m.Subtype = "file_share"
	}
}

// Say lets a person write in a channel (or the direct conversation with the bot)
// what they type: "@soundings" becomes a mention, <@U1> stays one. It returns
// once the app acknowledged; the error says that it did not, or that the person
// cannot post there. The message stands in either case but the last.
func (s *Slack) Say(ctx context.Context, user, channel, text string, options ...SayOption) (ts string, err error) {
	s.mu.Lock()
	in := s.channels[channel]
	if in == nil || !in.has(user) || in.archived {
		s.mu.Unlock()
		return "", fmt.Errorf("say as %s in %s: %w", user, channel, ErrRefused)
	}
	m := &Message{Channel: channel, User: user, Text: typed(text), clientID: s.id("client-")}
	for _, option := range options {
		option(m)
	}
	thread, err := threadOf(in, m.ThreadTS)
	if err != nil {
		s.mu.Unlock()
		return "", fmt.Errorf("say as %s in %s: %w", user, channel, err)
	}
	m.ThreadTS, m.TS = thread, s.ts()
	for i := range m.Files {
		m.Files[i] = s.keep(m.Files[i], user)
	}
	if text != "" {
		block := written(m.Text)
		block["block_id"] = s.id("b")
		m.Blocks = marshal([]any{block})
	}
	s.add(in, m)
	events := []event{s.messageEvent(in, m)}
	if in.with == "" && strings.Contains(m.Text, "<@"+Bot+">") {
		events = append(events, s.mentionEvent(in, m))
	}
	s.mu.Unlock()
	return m.TS, s.deliverAll(ctx, events)
}

// Mention is Say with the bot mentioned first.
func (s *Slack) Mention(ctx context.Context, user, channel, text string, options ...SayOption) (ts string, err error) {
	return s.Say(ctx, user, channel, strings.TrimSpace("@"+BotName+" "+text), options...)
}

// deliverAll delivers all events, whatever becomes of each.
func (s *Slack) deliverAll(ctx context.Context, events []event) error {
	var failed []error
	for _, ev := range events {
		failed = append(failed, s.deliver(ctx, ev))
	}
	return errors.Join(failed...)
}

func (s *Slack) mentionEvent(in *channel, m *Message) event {
	inner := s.messageJSON(m, false)
	inner["type"], inner["channel"], inner["event_ts"] = "app_mention", in.ID, m.TS
	delete(inner, "subtype")
	s.putSource(inner, in, m.User)
	return s.event(in, s.teamOf(m.User), inner)
}

// typed is text as Slack keeps it: escaped but for mentions.
func typed(text string) string {
	text = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
	text = mention.ReplaceAllString(text, "<$1>")
	return strings.ReplaceAll(text, "@"+BotName, "<@"+Bot+">")
}
