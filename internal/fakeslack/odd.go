package fakeslack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// Deliver sends an inner event of any kind, as Slack would: in an envelope, with
// retries. It is not checked against anything.
func (s *Slack) Deliver(ctx context.Context, inner json.RawMessage) error {
	var decoded obj
	if err := json.Unmarshal(inner, &decoded); err != nil {
		return fmt.Errorf("deliver: %w", err)
	}
	s.mu.Lock()
	ev := s.event(nil, Home, decoded)
	s.mu.Unlock()
	return s.deliver(ctx, ev)
}

// DeliverRaw sends a whole envelope once, as it is.
func (s *Slack) DeliverRaw(ctx context.Context, envelope json.RawMessage) (Reply, error) {
	var decoded obj
	if err := json.Unmarshal(envelope, &decoded); err != nil {
		return Reply{}, fmt.Errorf("deliver: %w", err)
	}
	return s.send(ctx, request{kind: "events_api", payload: decoded}).reply("deliver")
}

// Redeliver sends the last request once more, of whatever kind, as Slack does
// that missed the acknowledgement.
func (s *Slack) Redeliver(ctx context.Context) (Reply, error) {
	s.mu.Lock()
	if s.last == nil {
		s.mu.Unlock()
		return Reply{}, errors.New("redeliver: nothing was delivered yet")
	}
	r := *s.last
	s.mu.Unlock()
	r.retry, r.reason = r.retry+1, "http_timeout"
	return s.send(ctx, r).reply("redeliver")
}

// Verify asks the app for the challenge with which an address for events is
// confirmed, and says whether it gave it back.
func (s *Slack) Verify(ctx context.Context) error {
	s.mu.Lock()
	challenge := s.id("challenge-")
	s.mu.Unlock()
	payload := obj{"token": "verification", "challenge": challenge, "type": "url_verification"}
	reply, err := s.send(ctx, request{kind: "events_api", payload: payload}).reply("verify")
	if err != nil {
		return err
	}
	var given struct{ Challenge string }
	if json.Unmarshal(reply.Body, &given) != nil {
		given.Challenge = string(reply.Body)
	}
	if given.Challenge != challenge {
		return fmt.Errorf("verify: the app answered %q, not the challenge", reply.Body)
	}
	return nil
}

// Revoke takes the bot's token back.
func (s *Slack) Revoke(ctx context.Context) error {
	s.mu.Lock()
	s.revoked = "token_revoked"
	ev := s.event(nil, Home, obj{"type": "tokens_revoked", "tokens": obj{"oauth": []any{}, "bot": []any{Bot}}})
	s.mu.Unlock()
	return s.deliver(ctx, ev)
}

// Uninstall removes the app: its tokens end.
func (s *Slack) Uninstall(ctx context.Context) error {
	s.mu.Lock()
	s.revoked = "account_inactive"
	ev := s.event(nil, Home, obj{"type": "app_uninstalled"})
	s.mu.Unlock()
	return s.deliver(ctx, ev)
}

// Reinstall makes the bot's token valid again, after Revoke or Uninstall.
func (s *Slack) Reinstall() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked = ""
}

// RateLimitApp tells the app that events are withheld because there are too many.
func (s *Slack) RateLimitApp(ctx context.Context) (Reply, error) {
	payload := obj{
		"token": "verification", "type": "app_rate_limited", "team_id": Home, "api_app_id": App,
		"minute_rate_limited": s.o.Now().Unix() / 60 * 60,
	}
	return s.send(ctx, request{kind: "events_api", payload: payload}).reply("tell of the limit")
}

// Forge posts a body to the app's address for events, with the headers of a good
// signature changed as forge says. It is for what must be refused.
func (s *Slack) Forge(ctx context.Context, body []byte, forge map[string]string) (Reply, error) {
	s.mu.Lock()
	target := s.app.events
	s.mu.Unlock()
	header := s.Sign(body)
	header.Set("Content-Type", "application/json")
	for key, value := range forge {
		header.Set(key, value)
	}
	a := s.sendRaw(ctx, target, header, body)
	return Reply{Status: a.status, Body: a.body}, a.err
}
