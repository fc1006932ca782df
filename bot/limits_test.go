package bot

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"soundings/journal"
)

func TestRateLimitIsObeyed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var at []time.Duration
		var mu sync.Mutex
		a := &scribe{
			caps: Caps{Every: time.Second},
			fail: func(p Part, try int) error {
				if p.Blocks[0].Text.Markdown == "b" && try == 1 {
					return &SendError{Reason: Limited, Wait: 30 * time.Second, Err: errors.New("429")}
				}
				mu.Lock()
				defer mu.Unlock()
				at = append(at, time.Since(began).Round(time.Second))
				return nil
			},
		}
		s := start(t, toyOptions(t, journal.NewMemory()), a)
		defer s.stop()
		s.say(t, said(0, "new toys"))
		for i, word := range []string{"a", "b", "c"} {
			s.say(t, said(i+1, "tell "+word))
		}
		if err := s.Quiet(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(at) != 3 || at[1] < 31*time.Second || at[2]-at[1] < time.Second {
			t.Errorf("posted after %v, want the second 30 s after it was refused, and the third a second later", at)
		}
	})
}

// A platform that says "too fast" means all of us, not one room.
func TestALimitHoldsForAllRooms(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		a := &scribe{fail: func(p Part, try int) error {
			if p.To.Room == "r" && try == 1 {
				return &SendError{Reason: Limited, Wait: 30 * time.Second, Err: errors.New("429")}
			}
			if took := time.Since(began); took < 30*time.Second {
				t.Errorf("posted to %s after %v, want 30 s", p.To.Room, took)
			}
			return nil
		}}
		s := start(t, toyOptions(t, journal.NewMemory()), a)
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, in("q", 1, "new games"))
		s.say(t, said(2, "tell a"))
		synctest.Wait()
		s.say(t, in("q", 3, "tell b"))
		if err := s.Quiet(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := a.all(); len(got["r"]) != 1 || len(got["q"]) != 1 {
			t.Errorf("posted %v, want one in each room", got)
		}
	})
}

// The waits between tries double, and are remembered when the turn passes.
func TestBackoffDoubles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var at []time.Duration
		a := &scribe{fail: func(_ Part, try int) error {
			at = append(at, time.Since(began).Round(time.Second))
			if try < 6 {
				return &SendError{Reason: Transient, Err: errors.New("502")}
			}
			return nil
		}}
		o := toyOptions(t, journal.NewMemory())
		o.Replicated = true
		s := start(t, o, a)
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "tell a"))
		if err := s.Quiet(t.Context()); err != nil {
			t.Fatal(err)
		}
		for i, least := range []time.Duration{0, 1, 3, 7, 15, 31} {
			if i >= len(at) || at[i] < least*time.Second || at[i] > (least+5)*time.Second {
				t.Errorf("tried after %v, want 0, 1, 3, 7, 15 and 31 s or little later", at)
				break
			}
		}
	})
}

// Many rooms are served at once, but no more than the platform allows.
func TestRoomsServedAtOnceAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := make(chan struct{})
		var mu sync.Mutex
		now, most := 0, 0
		a := &scribe{caps: Caps{Concurrent: 3}, fail: func(Part, int) error {
			mu.Lock()
			now++
			most = max(most, now)
			mu.Unlock()
			<-gate
			mu.Lock()
			now--
			mu.Unlock()
			return nil
		}}
		s := start(t, toyOptions(t, journal.NewMemory()), a)
		defer s.stop()
		for i := range 10 {
			s.say(t, in(fmt.Sprint(i), 2*i, fmt.Sprintf("new e%d", i)))
			s.say(t, in(fmt.Sprint(i), 2*i+1, "tell x"))
		}
		synctest.Wait()
		close(gate)
		if err := s.Quiet(t.Context()); err != nil {
			t.Fatal(err)
		}
		if most != 3 {
			t.Errorf("%d rooms were served at once, want 3", most)
		}
	})
}
