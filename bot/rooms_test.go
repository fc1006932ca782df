package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"soundings/journal"
)

// standing gives what stands in a room as lines: key, words, and what else is
// worth knowing.
func (s *service) standing(t *testing.T, room Address, after int64, most int) []string {
	t.Helper()
	shown, err := s.Messages(t.Context(), room, after, most)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, m := range shown {
		var words []string
		for _, b := range m.Blocks {
			words = append(words, b.Text.Markdown)
		}
		line := m.Key + ": " + strings.Join(words, " ")
		if m.For != "" {
			line += " (for " + m.For + ")"
		}
		if !m.Edited.IsZero() {
			line += " (edited)"
		}
		if m.Thread != "" {
			line += " (under " + m.Thread + ")"
		}
		lines = append(lines, line)
	}
	return lines
}

func (s *service) quiet(t *testing.T) {
	t.Helper()
	if err := s.Quiet(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// The same stands in a room before and after a restart, from a snapshot or from
// the whole record.
func TestWhatStandsInARoom(t *testing.T) {
	for name, every := range map[string]int{"from a snapshot": 1, "from the record": 1000} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := journal.NewMemory()
				o := toyOptions(t, store)
				o.SnapshotEvery = every
				a := &scribe{caps: Caps{MaxChars: 200, MaxText: 200}}
				s := start(t, o, a)
				long := strings.TrimSpace(strings.Repeat("seven of nine have answered. ", 12))
				s.say(t, said(0, "new toys"))
				s.say(t, said(1, "list "+long))
				s.say(t, said(2, "tell hello"))
				s.say(t, said(3, "greet x"))
				s.say(t, said(4, "whisper psst"))
				s.say(t, said(5, "under notice:hello"))
				s.quiet(t)
				want := []string{
					"list: " + long, "notice:hello: hello", "greet: hello Ana", "psst: psst (for P9)",
					"under notice:hello: notice:hello (under notice:hello)",
				}
				if diff := cmp.Diff(want, s.standing(t, room("r"), 0, 0)); diff != "" {
					t.Errorf("what stands in the room (-want +got):\n%s", diff)
				}
				before, err := s.Messages(t.Context(), room("r"), 0, 0)
				if err != nil {
					t.Fatal(err)
				}
				last := before[len(before)-1].N

				s.say(t, said(6, "list short")) // fewer parts: the others are covered
				s.say(t, said(7, "list shorter"))
				s.quiet(t)
				s.stop()
				s = start(t, o, a)
				defer s.stop()
				want[0] = "list: shorter (edited)" // asked for before the bot has begun
				for _, c := range []struct {
					name  string
					after int64
					most  int
					want  []string
				}{
					{"all", 0, 0, want},
					{"what is new since then", last, 0, want[:1]},
					{"the latest two", 0, 2, want[3:]},
					{"more than there are", -1, 99, want},
					{"nothing is new", 1 << 40, 0, nil},
				} {
					if diff := cmp.Diff(c.want, s.standing(t, room("r"), c.after, c.most)); diff != "" {
						t.Errorf("%s (-want +got):\n%s", c.name, diff)
					}
				}
				if got := s.standing(t, room("elsewhere"), 0, 0); got != nil {
					t.Errorf("in a room that nobody knows: %q", got)
				}
				after, err := s.Messages(t.Context(), room("r"), 0, 0)
				if err != nil {
					t.Fatal(err)
				}
				if after[0].N <= last || !after[0].Time.Equal(before[0].Time) || after[1].N != before[1].N {
					t.Errorf("an edited message is %+v, it was %+v", after[0], before[0])
				}
			})
		})
	}
}

func TestRoomsOfSeveralEngagements(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := start(t, toyOptions(t, journal.NewMemory()), &scribe{})
		defer s.stop()
		s.say(t, in("a", 0, "new toys"))
		s.say(t, in("b", 1, "new games"))
		s.say(t, in("b", 2, "invite a"))
		say := func(id int, engagement, text string) {
			time.Sleep(time.Second)
			ev := in("a", id, text)
			ev.Engagement = engagement
			s.say(t, ev)
		}
		say(3, "toys", "tell one")
		say(4, "games", "tell two")
		say(5, "toys", "tell three")
		s.quiet(t)
		want := []string{"notice:one: one", "notice:two: two", "notice:three: three"}
		if diff := cmp.Diff(want, s.standing(t, room("a"), 0, 0)); diff != "" {
			t.Errorf("in the order in which it was posted (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(want[2:], s.standing(t, room("a"), 0, 1)); diff != "" {
			t.Errorf("the latest (-want +got):\n%s", diff)
		}
	})
}

func TestWatchingARoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := start(t, toyOptions(t, journal.NewMemory()), &scribe{})
		defer s.stop()
		if err := s.Watch(t.Context(), room("r"), func() {}); !errors.Is(err, journal.ErrNotFound) {
			t.Errorf("Watch of a room that nobody knows = %v, want ErrNotFound", err)
		}
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "invite other"))
		ctx, cancel := context.WithCancel(t.Context())
		n, ended := 0, make(chan error, 1)
		go func() { ended <- s.Watch(ctx, room("r"), func() { n++ }) }()
		synctest.Wait()
		if n != 1 {
			t.Errorf("told %d times at once, want once: something may have come before", n)
		}
		elsewhere := in("other", 2, "tell elsewhere")
		for i, c := range []struct {
			name string
			ev   Event
			want int
		}{
			{"a message", said(3, "tell hello"), 2},
			{"the list", said(4, "list one"), 3},
			{"its edit", said(5, "list two"), 4},
			{"a fact of the domain", said(6, "add one"), 4},
			{"another room", elsewhere, 4},
		} {
			s.say(t, c.ev)
			s.quiet(t)
			synctest.Wait()
			if n != c.want {
				t.Errorf("%d, %s: told %d times, want %d", i, c.name, n, c.want)
			}
		}
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("Watch = %v when nobody watches any more", err)
		}
	})
}

// back is a report that a message came back.
func back(id int, where Address, original, why string) Event {
	return Event{ID: fmt.Sprintf("fake:back%d", id), Kind: Returned, Room: where, Original: original, Text: why}
}

// gaps gives the engagement's gaps as lines.
func (s *service) gaps(t *testing.T) []string {
	t.Helper()
	<-s.Ready()
	var lines []string
	ask := func(f *fold) {
		for _, g := range f.messages.Gaps() {
			lines = append(lines, fmt.Sprintf("%s in %s %s: %s", g.Key, g.Room.Key(), g.State, g.Why))
		}
	}
	if _, err := s.decide(t.Context(), "toys", &request{ask: ask}); err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestAMessageThatComesBackIsAGap(t *testing.T) {
	for name, every := range map[string]int{"from a snapshot": 1, "from the record": 1000} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := journal.NewMemory()
				o := toyOptions(t, store)
				o.SnapshotEvery = every
				s := start(t, o, &scribe{})
				s.say(t, said(0, "new toys"))
				s.say(t, said(1, "release one")) // m1
				s.say(t, said(2, "release two")) // m2
				s.quiet(t)
				const why = "the address does not exist (5.1.1)"
				for i, ev := range []Event{
					back(1, room("r"), "m1", why), back(1, room("r"), "m1", why), // delivered again
					back(2, room("r"), "m1", "again"),        // another report of the same
					back(3, room("r"), "m77", "not ours"),    // of a message that is not ours
					back(4, room("r"), "", "nothing"),        // of none
					back(5, room("other"), "m2", "not here"), // in a room that it did not go to
				} {
					if _, err := s.Deliver(t.Context(), ev); err != nil {
						t.Errorf("report %d: %v", i, err)
					}
				}
				want := []string{"release:one in fake:r failed: " + why}
				if diff := cmp.Diff(want, s.gaps(t)); diff != "" {
					t.Errorf("gaps (-want +got):\n%s", diff)
				}
				if got := countFacts(t, store, "toys")[kindReturned]; got != 1 {
					t.Errorf("%d facts say that it came back, want 1", got)
				}
				s.stop()
				s = start(t, o, &scribe{})
				defer s.stop()
				if diff := cmp.Diff(want, s.gaps(t)); diff != "" {
					t.Errorf("gaps after a restart (-want +got):\n%s", diff)
				}
				if got := s.standing(t, room("r"), 0, 0); len(got) != 2 {
					t.Errorf("what came back stands no longer in the room: %q", got)
				}
			})
		})
	}
}
