package conversations_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"soundings/bot"
	"soundings/conversations"
	"soundings/docs/sample"
	"soundings/journal"
)

// void is a platform on which nobody reads.
type void struct{ n atomic.Int64 }

func (*void) Name() string { return "console" }
func (*void) Caps() bot.Caps {
	return bot.Caps{Buttons: true, Tables: true, Threads: true, Private: true}
}
func (*void) Run(ctx context.Context) error { <-ctx.Done(); return nil }

func (v *void) Send(context.Context, bot.Part) (string, error) {
	return fmt.Sprint("m", v.n.Add(1)), nil
}

func (*void) Edit(context.Context, string, bot.Part) error { return nil }

// BenchmarkAnswer is one answer with words, from delivery to the durable
// facts in memory, with its reply and the list of 12 sections.
func BenchmarkAnswer(b *testing.B) {
	signer, _, err := journal.CheckpointKey(bytes.Repeat([]byte{1}, 32), "soundings")
	if err != nil {
		b.Fatal(err)
	}
	service := bot.New(bot.Options{
		Store: journal.NewMemory(), People: &neighbours{}, Signer: signer, Now: time.Now, Version: conversations.Version,
		NewDomain: func(name string) bot.Domain {
			return conversations.New(name, conversations.Settings{Buyer: sample.Buyer, Contact: sample.Contact})
		},
		Lobby: conversations.Lobby, Which: conversations.Which, Intake: conversations.Intake, Sorry: conversations.Sorry(),
		Opener: func(string, bot.Sender) bool { return true }, Log: slog.New(slog.DiscardHandler),
	})
	ctx, cancel := context.WithCancel(b.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = service.Run(ctx, &void{}) })
	defer running.Wait()
	defer cancel()
	var n atomic.Int64
	say := func(room, person, text string) {
		_, err := service.Deliver(ctx, bot.Event{
			ID: fmt.Sprint("e", n.Add(1)), Kind: bot.Said, Room: bot.Address{Adapter: "console", Room: room}, Text: text,
			Message: fmt.Sprint("t", n.Load()), Sender: bot.Sender{ID: person, Name: person, Home: room == "team"},
		})
		if err != nil {
			b.Error(err)
		}
	}
	say("team", "dana", "new Care")
	draft := "import\n# Care\n"
	for i := range 12 {
		draft += fmt.Sprintf("\n## Section %d\n\n%s\n", i+1, "A paragraph of text that says what is wanted, and why.")
	}
	for _, text := range []string{draft, "closes 31 December 2999", "preview"} {
		say("team", "dana", text)
	}
	for i := range 50 {
		say("team", "dana", fmt.Sprintf("invite Firm %d, small firm", i))
	}
	say("team", "dana", "preview")
	say("team", "dana", "open now")
	say("team", "dana", "I declare: no interest")
	stances := []string{"works", "risk", "can't"}
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := int(n.Add(1))
			say(fmt.Sprintf("firm-%d", i%50), fmt.Sprintf("ana-%d", i%50), fmt.Sprintf("%d %s: our words on this, version %d", i%12+1, stances[i%3], i))
		}
	})
}
