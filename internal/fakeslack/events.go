package fakeslack

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// event is something that the app hears of, if it subscribed to it.
type event struct {
	kind    string
	channel string // where, "" if in none
	payload obj    // the whole envelope
}

// micros reads a message timestamp, as microseconds.
func micros(ts string) int64 {
	seconds, fraction, _ := strings.Cut(ts, ".")
	whole, _ := strconv.ParseInt(seconds, 10, 64)
	part, _ := strconv.ParseInt((fraction + "000000")[:6], 10, 64)
	return whole*1e6 + part
}

// event wraps an inner event as the Events API sends it. team is where it
// happened; the lock is held.
func (s *Slack) event(in *channel, team string, inner obj) event {
	if inner["event_ts"] == nil {
		inner["event_ts"] = s.ts()
	}
	kind := str(inner, "type")
	ev := event{kind: kind, payload: obj{
		"token": "verification", "team_id": team, "context_team_id": Home, "context_enterprise_id": nil, "api_app_id": App,
		"event": inner, "type": "event_callback", "event_id": s.id("Ev"), "event_time": micros(inner["event_ts"].(string)) / 1e6,
		"authorizations": []any{obj{
			"enterprise_id": nil, "team_id": Home, "user_id": Bot, "is_bot": true, "is_enterprise_install": false,
		}},
		"is_ext_shared_channel": in != nil && in.shared(),
		"event_context":         "4-" + s.id("ctx"),
	}}
	if in != nil {
		ev.channel = in.ID
	}
	return ev
}

// messageEvent says that there is a message.
func (s *Slack) messageEvent(in *channel, m *Message) event {
	inner := s.messageJSON(m, true)
	inner["channel"], inner["channel_type"], inner["event_ts"] = in.ID, in.kind(), m.TS
	s.putSource(inner, in, m.User)
	return s.event(in, s.teamOf(m.User), inner)
}

// putSource adds what events of shared channels say of people from elsewhere.
func (s *Slack) putSource(inner obj, in *channel, user string) {
	u := s.users[user]
	if u == nil || !in.shared() || u.Team == Home {
		return
	}
	inner["user_team"], inner["source_team"], inner["user_profile"] = u.Team, u.Team, s.profileJSON(u)
}

func (s *Slack) teamOf(user string) string {
	if u := s.users[user]; u != nil {
		return u.Team
	}
	return Home
}

// changedEvent says that a message is not what it was.
func (s *Slack) changedEvent(in *channel, m *Message, before obj) event {
	message := s.messageJSON(m, true)
	s.putSource(message, in, m.User)
	at := s.ts()
	return s.event(in, s.teamOf(m.User), obj{
		"type": "message", "subtype": "message_changed", "hidden": true, "message": message, "previous_message": before,
		"channel": in.ID, "channel_type": in.kind(), "ts": at, "event_ts": at,
	})
}

// deletedEvent says that a message is gone.
func (s *Slack) deletedEvent(in *channel, m *Message, before obj) event {
	at := s.ts()
	return s.event(in, s.teamOf(m.User), obj{
		"type": "message", "subtype": "message_deleted", "hidden": true, "deleted_ts": m.TS, "previous_message": before,
		"channel": in.ID, "channel_type": in.kind(), "ts": at, "event_ts": at,
	})
}

// hears says whether the app is told of an event: it subscribed to it, and is in
// the channel where it happened.
func (s *Slack) hears(ev event) bool {
	if s.o.Events != nil && !slices.Contains(s.o.Events, ev.kind) {
		return false
	}
	c := s.channels[ev.channel]
	return c == nil || c.has(Bot) || strings.HasPrefix(ev.kind, "channel_") || strings.HasPrefix(ev.kind, "group_")
}

// deliver sends an event to the app, and again while it is not acknowledged,
// three times at most. Without an app, or if the app does not hear of it, nothing
// is sent.
func (s *Slack) deliver(ctx context.Context, ev event) error {
	s.mu.Lock()
	skip := !s.hears(ev) || !s.reachable()
	retry := s.retry
	s.mu.Unlock()
	if skip {
		return nil
	}
	r := request{kind: "events_api", payload: ev.payload}
	for n := 0; ; n++ {
		a := s.send(ctx, r)
		if a.ok() {
			return nil
		}
		r.retry, r.reason = n+1, a.reason()
		if n == 3 || a.header.Get("X-Slack-No-Retry") == "1" {
			return fmt.Errorf("deliver %s: %w after %d attempts", ev.kind, a.failure(), n+1)
		}
		if err := s.pause(ctx, retry, n+1); err != nil {
			return fmt.Errorf("deliver %s: %w", ev.kind, err)
		}
	}
}

// Retries says when Slack repeats what was not acknowledged: the n-th time, from
// 1 to 3, once wait(n) gives something; nil channels mean at once. Without a call
// all three come at once; Slack's own are at once, after one and after five minutes.
func (s *Slack) Retries(wait func(n int) <-chan time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.retry = wait
}

func (s *Slack) pause(ctx context.Context, wait func(n int) <-chan time.Time, n int) error {
	if wait == nil {
		return ctx.Err()
	}
	until := wait(n)
	if until == nil {
		return ctx.Err()
	}
	select {
	case <-until:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-s.life.Done():
		return s.life.Err()
	}
}

// noHeader is for answers without headers.
func noHeader() http.Header { return http.Header{} }
