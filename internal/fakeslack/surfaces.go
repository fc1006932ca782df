package fakeslack

import (
	"context"
	"fmt"
)

// Close lets a person leave the window on top. The app hears of it where the
// view has notify_on_close.
func (s *Slack) Close(ctx context.Context, user, viewID string) error {
	return s.leaveViews(ctx, user, viewID, false)
}

// CloseAll lets a person leave all windows of the app at once.
func (s *Slack) CloseAll(ctx context.Context, user string) error {
	return s.leaveViews(ctx, user, "", true)
}

func (s *Slack) leaveViews(ctx context.Context, user, viewID string, cleared bool) error {
	s.mu.Lock()
	top, err := s.seen(user, viewID)
	if err != nil {
		s.mu.Unlock()
		return fmt.Errorf("close as %s: %w", user, err)
	}
	gone := []*view{top}
	if cleared || flag(top.def, "clear_on_close") {
		gone = append([]*view(nil), s.stacks[user]...)
	}
	var payloads []obj
	for _, v := range gone {
		if flag(v.def, "notify_on_close") {
			payload := s.interaction("view_closed", user, v.team)
			payload["view"], payload["is_cleared"] = s.viewJSON(v), cleared
			payloads = append(payloads, payload)
		}
	}
	for _, v := range gone {
		s.closeTop(v)
	}
	s.mu.Unlock()
	for _, payload := range payloads {
		if _, err := s.interact(ctx, "close", payload); err != nil {
			return err
		}
	}
	return nil
}

// OpenHome lets a person open the app's Home.
func (s *Slack) OpenHome(ctx context.Context, user string) error {
	s.mu.Lock()
	inner := obj{"type": "app_home_opened", "user": user, "channel": s.direct(user).ID, "tab": "home"}
	if v := s.homes[user]; v != nil {
		inner["view"] = s.viewJSON(v)
	}
	ev := s.event(nil, s.teamOf(user), inner)
	s.mu.Unlock()
	return s.deliver(ctx, ev)
}

// Shortcut lets a person use a shortcut of the app: on the message with that
// timestamp, or without channel and ts a global one.
func (s *Slack) Shortcut(ctx context.Context, user, channel, ts, callback string) (Reply, error) {
	s.mu.Lock()
	in := s.channels[channel]
	if s.limited(in, user) || (channel == "" && s.external(user)) || (in != nil && !in.has(user)) {
		s.mu.Unlock()
		return Reply{}, fmt.Errorf("use shortcut %s as %s: %w", callback, user, ErrRefused)
	}
	payload := s.interaction("shortcut", user, s.teamOf(user))
	if channel != "" {
		var m *Message
		if in != nil {
			m = in.find(ts)
		}
		if m == nil || m.Deleted {
			s.mu.Unlock()
			return Reply{}, fmt.Errorf("use shortcut %s as %s: there is no such message", callback, user)
		}
		payload = s.interaction("message_action", user, Home)
		payload["message"], payload["message_ts"] = s.messageJSON(m, true), m.TS
		payload["channel"] = obj{"id": in.ID, "name": in.seen()}
		payload["response_url"] = s.respondTo(in.ID, user, nil)
	}
	payload["callback_id"], payload["action_ts"], payload["trigger_id"] = callback, s.ts(), s.trigger(user, "")
	s.mu.Unlock()
	return s.interact(ctx, "use shortcut "+callback, payload)
}
