package console

import (
	"context"
	"testing"

	"soundings/adapters/adaptertest"
	"soundings/bot"
)

func TestSuite(t *testing.T) {
	adaptertest.Run(t, func(_ *testing.T, deliver bot.Deliver) *adaptertest.Subject {
		terminal := NewTerminal("t", nil)
		a := New(terminal, deliver)
		return &adaptertest.Subject{
			Adapter: a,
			Room:    bot.Address{Adapter: Name, Room: "acme"},
			Read: func(room bot.Address) []string {
				terminal.mu.Lock()
				defer terminal.mu.Unlock()
				var texts []string
				for _, m := range terminal.messages {
					if m.room == room.Room && m.from == "" {
						texts = append(texts, m.text)
					}
				}
				return texts
			},
			Say: func(ctx context.Context, text string) error {
				return terminal.Say(ctx, "acme", "ana", "", text, "")
			},
			Redeliver: terminal.Redeliver,
			Crowd:     func(n int) { terminal.Onlook("acme", []string{"acme", "brook", "moor"}[:n]...) },
		}
	})
}
