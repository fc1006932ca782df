package slack_test

import (
	"context"
	"testing"
	"testing/synctest"
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
	for _, m := range []mode{byHTTP, bySocket} {
		for _, c := range adaptertest.Cases() {
			t.Run(string(m)+"/"+c.Name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					c.Test(t, func(deliver bot.Deliver) *adaptertest.Subject { return subject(newHouse(t, m, deliver)) })
				})
			})
		}
	}
}

// subject is a house as the suite sees it.
func subject(h *house) *adaptertest.Subject {
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
			_, err := h.Redeliver(ctx)
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
}
