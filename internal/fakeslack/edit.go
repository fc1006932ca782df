package fakeslack

import (
	"context"
	"fmt"
	"slices"
)

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
