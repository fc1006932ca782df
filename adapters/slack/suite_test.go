package slack_test

import (
	"context"
	"testing"
	"time"

	"soundings/adapters/adaptertest"
	"soundings/bot"
	"soundings/internal/fakeslack"
)

// failing is how Slack fails, by what it means.
func failing(reason bot.Reason) fakeslack.Fault {
	return map[bot.Reason]fakeslack.Fault{
		bot.Transient: {Status: 502}, bot.Limited: {Status: 429, RetryAfter: 3 * time.Second},
		bot.Denied: {Error: "is_archived"}, bot.Rejected: {Error: "msg_blocks_too_long"},
	}[reason]
}

func TestSuite(t *testing.T) {
	for name, socket := range map[string]bool{"http": false, "socket": true} {
		t.Run(name, func(t *testing.T) {
			adaptertest.Run(t, func(t *testing.T, deliver bot.Deliver) *adaptertest.Subject {
				h := newHouse(t, deliver, socket)
				h.Retries(nil)
				return &adaptertest.Subject{
					Adapter: h.Adapter,
					Room:    bot.Address{Adapter: "slack", Room: tidewellRoom}, Closed: bot.Address{Adapter: "slack", Room: elsewhere},
					Secrets: []string{botToken, signing, appToken},
					Read:    func(room bot.Address) []string { return h.said(room.Room) },
					Say: func(ctx context.Context, text string) error {
						_, err := h.Say(ctx, ana, tidewellRoom, text)
						return err
					},
					Redeliver: func(ctx context.Context) error {
						_, err := h.Slack.Redeliver(ctx)
						return err
					},
					Break: func(reason bot.Reason) { h.Fail("chat.postMessage", 1, failing(reason)) },
					Hang: func() func() {
						release := make(chan struct{})
						h.Fail("chat.postMessage", -1, fakeslack.Fault{Hang: release})
						return func() { close(release) }
					},
					Alarms: h.Alarms,
				}
			})
		})
	}
}
