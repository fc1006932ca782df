package fakeslack

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
)

// Press lets a person press what has that label on a message that they see in
// the channel, ephemeral or not: a button, or an option of a menu (overflow,
// select, radio buttons, checkboxes). Without ts it is the newest message that
// has it. An error that is not ErrRefused says that nothing has that label, or
// that the app did not acknowledge.
func (s *Slack) Press(ctx context.Context, user, channel, ts, label string) (Reply, error) {
	s.mu.Lock()
	in := s.channels[channel]
	if in == nil || !in.has(user) {
		s.mu.Unlock()
		return Reply{}, fmt.Errorf("press %q as %s in %s: %w", label, user, channel, ErrRefused)
	}
	m, p, picked := s.pressable(in, user, ts, label)
	if m == nil {
		s.mu.Unlock()
		return Reply{}, fmt.Errorf("press %q as %s in %s: no message there has that", label, user, channel)
	}
	if s.limited(in, user) {
		s.mu.Unlock()
		return Reply{}, fmt.Errorf("press %q as %s in %s: %w", label, user, channel, ErrRefused)
	}
	payload := s.messageAction(in, m, user, s.action(p, pressed(p, picked)), pressed(p, picked), p)
	s.mu.Unlock()
	return s.interact(ctx, "press "+label, payload)
}

// limited says whether somebody may only post.
func (s *Slack) limited(in *channel, user string) bool {
	u := s.users[user]
	return u == nil || u.PostOnly || (in != nil && in.postOnly[user])
}

// pressable finds the newest message with that label that somebody sees.
func (s *Slack) pressable(in *channel, user, ts, label string) (*Message, place, obj) {
	var all []*Message
	for _, m := range in.messages {
		if !m.Deleted {
			all = append(all, m)
		}
	}
	for _, m := range s.whispers {
		if m.Channel == in.ID && m.For == user {
			all = append(all, m)
		}
	}
	slices.SortStableFunc(all, func(a, b *Message) int { return int(micros(a.TS) - micros(b.TS)) })
	for _, m := range slices.Backward(all) {
		if ts != "" && m.TS != ts {
			continue
		}
		if p, picked, ok := findPress(decodeBlocks(m.Blocks), label); ok {
			return m, p, picked
		}
	}
	return nil, place{}, nil
}

// pressed is what stands in an element after an option of it was picked; nil for
// a button.
func pressed(p place, picked obj) obj {
	switch {
	case picked == nil:
		return nil
	case p.kind() == "checkboxes" || p.kind() == "multi_static_select":
		return obj{"type": p.kind(), "selected_options": []any{picked}}
	default:
		return obj{"type": p.kind(), "selected_option": picked}
	}
}

// action is the entry of a payload that says what was done: value is what now
// stands in the element, nil for a button.
func (s *Slack) action(p place, value obj) obj {
	a := obj{"type": p.kind(), "action_id": p.actionID(), "block_id": p.blockID(), "action_ts": s.ts()}
	for _, key := range []string{"text", "value", "style", "placeholder"} {
		if given, ok := p.element[key]; ok && (p.kind() == "button" || key == "placeholder") {
			a[key] = given
		}
	}
	maps.Copy(a, value)
	return a
}

// messageAction is the payload of something done on a message. Ephemeral ones
// are not in it.
func (s *Slack) messageAction(in *channel, m *Message, user string, action, value obj, p place) obj {
	values := obj{}
	for _, other := range places(decodeBlocks(m.Blocks)) {
		if !stateful(other.kind()) {
			continue
		}
		stands := initial(other.element)
		if value != nil && other.blockID() == p.blockID() && other.actionID() == p.actionID() {
			stands = value
		}
		block := sub(values, other.blockID())
		if block == nil {
			block = obj{}
			values[other.blockID()] = block
		}
		block[other.actionID()] = stands
	}
	payload := s.interaction("block_actions", user, Home)
	container := obj{"type": "message", "message_ts": m.TS, "channel_id": in.ID, "is_ephemeral": m.For != ""}
	if m.ThreadTS != "" {
		container["thread_ts"] = m.ThreadTS
	}
	payload["container"], payload["channel"] = container, obj{"id": in.ID, "name": in.seen()}
	payload["trigger_id"], payload["response_url"] = s.trigger(user, ""), s.respondTo(in.ID, user, m)
	payload["state"], payload["actions"] = obj{"values": values}, []any{action}
	if m.For == "" {
		payload["message"] = s.messageJSON(m, true)
	}
	return payload
}

// seen is what payloads call a channel.
func (c *channel) seen() string {
	switch {
	case c.with != "":
		return "directmessage"
	case c.Private:
		return "privategroup"
	}
	return c.Name
}

// interaction begins a payload. team is the workspace that it names: the one that
// installed the app for what is done on messages, the person's own for windows.
func (s *Slack) interaction(kind, user, team string) obj {
	u := s.users[user]
	if u == nil {
		u = &User{ID: user, Team: Home, Name: user}
	}
	domain := ""
	if t := s.teams[team]; t != nil {
		domain = t.domain
	}
	return obj{
		"type": kind, "user": obj{"id": u.ID, "username": u.Name, "name": u.Name, "team_id": u.Team},
		"team": obj{"id": team, "domain": domain}, "api_app_id": App, "token": "verification",
		"enterprise": nil, "is_enterprise_install": false,
	}
}

// interact sends a payload and gives the app's answer.
func (s *Slack) interact(ctx context.Context, doing string, payload obj) (Reply, error) {
	r := request{kind: "interactive", payload: payload, form: url.Values{"payload": {string(marshal(payload))}}}
	return s.send(ctx, r).reply(doing)
}
