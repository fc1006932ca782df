package fakeslack

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
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

// EditMessage lets a person change their message.
func (s *Slack) EditMessage(ctx context.Context, user, channel, ts, text string) error {
	s.mu.Lock()
	in, m, err := s.mine(user, channel, ts)
	if err != nil {
		s.mu.Unlock()
		return fmt.Errorf("edit as %s in %s: %w", user, channel, err)
	}
	before := s.messageJSON(m, true)
	m.Text = typed(text)
	block := written(m.Text)
	block["block_id"] = s.id("b")
	m.Blocks, m.Edited, m.editedBy, m.editedTS = marshal([]any{block}), m.Edited+1, user, s.ts()
	s.touch()
	ev := s.changedEvent(in, m, before)
	s.mu.Unlock()
	return s.deliver(ctx, ev)
}

// DeleteMessage lets a person take their message back.
func (s *Slack) DeleteMessage(ctx context.Context, user, channel, ts string) error {
	s.mu.Lock()
	in, m, err := s.mine(user, channel, ts)
	if err != nil {
		s.mu.Unlock()
		return fmt.Errorf("delete as %s in %s: %w", user, channel, err)
	}
	ev := s.remove(in, m)
	s.mu.Unlock()
	return s.deliver(ctx, ev)
}

// mine gives a message of that person.
func (s *Slack) mine(user, where, ts string) (*channel, *Message, error) {
	in := s.channels[where]
	if in == nil {
		return nil, nil, ErrRefused
	}
	m := in.find(ts)
	if m == nil || m.Deleted || m.User != user {
		return nil, nil, ErrRefused
	}
	return in, m, nil
}

// React lets a person put a reaction, such as "thumbsup", to a message.
func (s *Slack) React(ctx context.Context, user, channel, ts, name string) error {
	s.mu.Lock()
	in := s.channels[channel]
	var m *Message
	if in != nil {
		m = in.find(ts)
	}
	if m == nil || m.Deleted || !in.has(user) {
		s.mu.Unlock()
		return fmt.Errorf("react as %s in %s: %w", user, channel, ErrRefused)
	}
	if !slices.Contains(m.Reactions, name) {
		m.Reactions = append(m.Reactions, name)
	}
	ev := s.reactionEvent(in, m, user, name)
	s.touch()
	s.mu.Unlock()
	return s.deliver(ctx, ev)
}

// Reply is how the app answered what somebody did.
type Reply struct {
	Status int
	Body   []byte
	// Message is what the acknowledgement of a command showed, to that person alone
	// (For is set) or to the channel; nil if nothing.
	Message *Message
}

// Command lets a person type a slash command, such as "/soundings". Slack refuses
// it to members of other workspaces. An error that is not ErrRefused says that
// the app did not acknowledge.
func (s *Slack) Command(ctx context.Context, user, channel, command, text string) (Reply, error) {
	s.mu.Lock()
	in := s.channels[channel]
	if in == nil || !in.has(user) || s.users[user] == nil || s.external(user) || !s.has("commands") {
		s.mu.Unlock()
		return Reply{}, fmt.Errorf("type %s as %s in %s: %w", command, user, channel, ErrRefused)
	}
	name := in.Name
	if in.Private && in.with == "" {
		name = "privategroup"
	}
	form := url.Values{
		"token": {"verification"}, "team_id": {Home}, "team_domain": {s.teams[Home].domain}, "channel_id": {channel},
		"channel_name": {name}, "user_id": {user}, "user_name": {s.users[user].Name}, "command": {command}, "text": {typed(text)},
		"api_app_id": {App}, "is_enterprise_install": {"false"}, "response_url": {s.respondTo(channel, user, nil)},
		"trigger_id": {s.trigger(user, "")},
	}
	s.mu.Unlock()
	payload := obj{}
	for key := range form {
		payload[key] = form.Get(key)
	}
	a := s.send(ctx, request{kind: "slash_commands", payload: payload, form: form})
	reply, err := a.reply("type " + command)
	if err == nil {
		reply.Message = s.acknowledged(channel, user, a)
	}
	return reply, err
}

// reply is the answer as callers get it.
func (a answer) reply(doing string) (Reply, error) {
	reply := Reply{Status: a.status, Body: a.body}
	if !a.ok() {
		return reply, fmt.Errorf("%s: %w", doing, a.failure())
	}
	return reply, nil
}
