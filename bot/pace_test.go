package bot

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"soundings/journal"
)

func TestNobodyIsFasterThanTheirPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := journal.NewMemory()
		o := toyOptions(t, store)
		o.PersonPace = Pace{PerSecond: 2, Burst: 5}
		o.Slow = Answer{Note: &Message{Blocks: []Block{Say("slowly, please")}}}
		s := start(t, o, &scribe{})
		defer s.stop()
		s.say(t, said(0, "new toys"))
		for i := range 10 {
			want := "slowly, please"
			if i < 4 {
				want = fmt.Sprint(i + 1)
			}
			if got := s.say(t, said(i+1, "add word")); got != want {
				t.Errorf("event %d of one person: %q, want %q", i+1, got, want)
			}
		}
		other := said(20, "add word")
		other.Sender.ID = "ben"
		if got := s.say(t, other); got != "5" {
			t.Errorf("somebody else in the room hears %q, want 5", got)
		}
		// What is no question must not be lost: the platform brings it again.
		edit := said(21, "add word")
		edit.Kind = Edited
		if _, err := s.Deliver(t.Context(), edit); !errors.Is(err, ErrNotNow) {
			t.Errorf("an edit beyond the pace: %v, want ErrNotNow", err)
		}
		time.Sleep(time.Second)
		for i, want := range []string{"6", "7", "slowly, please"} {
			if got := s.say(t, said(30+i, "add word")); got != want {
				t.Errorf("a second later: %q, want %q", got, want)
			}
		}
		if got := countFacts(t, store, "toys")["toy.added"]; got != 7 {
			t.Errorf("%d words recorded, want 7", got)
		}
		if got := s.Stats().Counts()[Count{"events", "fake", "slowed"}]; got != 8 {
			t.Errorf("%d events counted as too fast, want 8", got)
		}
	})
}

func TestNoRoomIsFasterThanItsPace(t *testing.T) {
	p := pace{rooms: paceOf(Pace{PerSecond: 1, Burst: 3})}
	allowed := 0
	for i := range 10 {
		ev := said(i, "x")
		ev.Sender.ID = fmt.Sprint("person", i)
		if p.allows(ev, noon) {
			allowed++
		}
	}
	if allowed != 3 {
		t.Errorf("%d events of ten people in one room allowed at once, want 3", allowed)
	}
	if elsewhere := (Event{Room: room("q"), Sender: Sender{ID: "person1"}}); !p.allows(elsewhere, noon) {
		t.Error("another room has to wait for it")
	}
}

func TestIdleLimitersAreForgotten(t *testing.T) {
	l := newLimiters(1, 2)
	for i := range 3 * maxLimiters {
		at := noon.Add(time.Duration(i) * time.Second)
		l.allow(fmt.Sprint(i), at)
	}
	if got := len(l.byKey); got > maxLimiters {
		t.Errorf("%d limiters kept, want at most %d", got, maxLimiters)
	}
	l = newLimiters(1, 2)
	for i := range 3 * maxLimiters {
		l.allow(fmt.Sprint(i), noon)
	}
	if l.allow("0", noon); l.allow("0", noon) {
		t.Error("a limiter in use was forgotten")
	}
}
