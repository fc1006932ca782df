package adaptertest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"soundings/adapters/adaptertest"
	"soundings/bot"
	"soundings/journal"
)

// crier is a domain that releases to every room what somebody tells it.
type crier struct{ rooms []bot.Address }

func (crier) Apply(bot.Fact) error                         { return nil }
func (crier) Due(time.Time) (due []bot.Event, n time.Time) { return nil, time.Time{} }
func (crier) Save() ([]byte, error)                        { return []byte("{}"), nil }
func (crier) Load([]byte) error                            { return nil }

func (c crier) Decide(ev bot.Event, tx *bot.Tx) error {
	switch {
	case ev.Text == "gaps":
		var keys []string
		for _, r := range tx.Messages().Gaps() {
			keys = append(keys, r.Key+" "+r.Room.Room)
		}
		tx.Answer(bot.Answer{Note: &bot.Message{Title: strings.Join(keys, ",")}})
		return nil
	case ev.Again, ev.Kind == bot.Changed: // such as that nobody can tell what was posted
		return nil
	case ev.Text == "begin":
		return tx.Link(ev.Room, true)
	}
	return tx.Post(bot.Message{Key: ev.Text, Class: bot.Release, To: c.rooms, Blocks: []bot.Block{bot.Say(ev.Text)}})
}

// strangers is bot.People without names.
type strangers struct{}

func (strangers) Person(_ context.Context, _ string, s bot.Sender) (string, error) { return s.ID, nil }

func (strangers) Known(_ context.Context, _ string, s bot.Sender) (string, error) { return s.ID, nil }
func (strangers) Hash(id string) string                                           { return id }
func (strangers) Resolve(_ context.Context, text string) (string, error)          { return text, nil }

func (strangers) Direct(context.Context, string, string) (string, error) { return "", nil }

// town is a platform with a service that comes and goes.
type town struct {
	*adaptertest.Platform
	store   journal.Store
	options bot.Options
	can     []adaptertest.Ability
}

func newTown(t *testing.T, can ...adaptertest.Ability) *town {
	signer, _, err := journal.CheckpointKey(bytes.Repeat([]byte{1}, 32), "town")
	if err != nil {
		t.Fatal(err)
	}
	w := &town{
		Platform: adaptertest.NewPlatform("fake", bot.Caps{Every: time.Second}), store: journal.NewMemory(), can: can,
	}
	var rooms []bot.Address
	for i := range 5 {
		rooms = append(rooms, w.Room(fmt.Sprint("room", i)))
	}
	w.options = bot.Options{
		Store: w.store, People: strangers{}, Signer: signer, Now: time.Now, Version: "1", Patience: 10 * time.Millisecond,
		NewDomain: func(string) bot.Domain { return crier{rooms} },
		Lobby:     func(bot.Event, func(string) bool) (string, bot.Answer) { return "town", bot.Answer{} },
		Log:       slog.New(slog.DiscardHandler),
	}
	return w
}

// start starts a service and gives what stops it.
func (w *town) start(t *testing.T) (*bot.Bot, func()) {
	b := bot.New(w.options)
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() {
		if err := b.Run(ctx, w.Adapter(b.Deliver, w.can...)); err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	return b, func() { cancel(); running.Wait() }
}

// trouble judges calls at random.
func trouble(r *rand.Rand) func(bot.Part, int) *bot.SendError {
	cause := errors.New("trouble")
	return func(bot.Part, int) *bot.SendError {
		switch r.IntN(8) {
		case 0:
			return &bot.SendError{Reason: bot.Transient, Err: cause}
		case 1:
			return &bot.SendError{Reason: bot.Transient, Unsure: true, Err: cause}
		case 2:
			return &bot.SendError{Reason: bot.Limited, Wait: time.Minute, Err: cause}
		default:
			return nil
		}
	}
}

// A platform that fails, redelivers and refuses what comes too soon, and a
// service that is restarted in between: every room gets every release once and
// in order, or it is known which it may lack.
func TestEveryRoomGetsEveryReleaseOnce(t *testing.T) {
	for seed := range uint64(8) {
		for name, can := range map[string][]adaptertest.Ability{"asked": {adaptertest.CanFind}, "not asked": nil} {
			t.Run(fmt.Sprintf("%s %d", name, seed), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { releaseAmidTrouble(t, newTown(t, can...), seed) })
			})
		}
	}
}

func releaseAmidTrouble(t *testing.T, w *town, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 1))
	w.Limit(time.Second)
	w.RedeliverEach(1)
	w.FailWhen(trouble(r))
	var want []string
	var stop func()
	for round := range 4 {
		_, stop = w.start(t)
		if round == 0 {
			if _, err := w.Say(t.Context(), "square", "crier", "begin"); err != nil {
				t.Fatal(err)
			}
		}
		for i := range 5 {
			text := fmt.Sprintf("release %d", round*5+i)
			want = append(want, text)
			if _, err := w.Say(t.Context(), "square", "crier", text); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Duration(seed) * time.Second)
		stop()
	}
	b, stop := w.start(t)
	defer stop()
	<-b.Ready()
	if err := b.Quiet(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.check(t, want)
}

// check looks at what stands in the rooms. A message that may be missing is a
// gap that is known.
func (w *town) check(t *testing.T, want []string) {
	answer, err := w.Say(t.Context(), "square", "crier", "gaps")
	if err != nil {
		t.Fatal(err)
	}
	gaps := strings.Split(answer.Note.Title, ",")
	for i := range 5 {
		room := fmt.Sprint("room", i)
		var got, all []string
		for _, post := range w.Posts(room) {
			got = append(got, post.Text())
		}
		for _, text := range want {
			if slices.Contains(got, text) || !slices.Contains(gaps, text+" "+room) {
				all = append(all, text)
			}
		}
		if !slices.Equal(got, all) {
			t.Errorf("%s has %q, want %q", room, got, all)
		}
	}
	if len(w.can) > 0 && answer.Note.Title != "" {
		t.Errorf("gaps %q on a platform that can be asked", gaps)
	}
	if n := w.Overlaps(); n > 0 {
		t.Errorf("%d calls overlapped in one room", n)
	}
}
