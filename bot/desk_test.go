package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"soundings/journal"
)

func TestDeskDecidesInOrderAndAnswersAfterTheCommit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := journal.NewMemory()
		s := start(t, toyOptions(t, store), &scribe{})
		defer s.stop()
		s.say(t, said(0, "new toys"))
		for i := range 10 {
			if got, want := s.say(t, said(i+1, "add word")), fmt.Sprint(i+1); got != want {
				t.Errorf("answer %d = %q, want %q", i, got, want)
			}
		}
		if got := countFacts(t, store, "toys")["toy.added"]; got != 10 {
			t.Errorf("%d words recorded, want 10", got)
		}
	})
}

func TestTenThousandAtOnce(t *testing.T) {
	store := &counting{Store: journal.NewMemory()}
	s := start(t, toyOptions(t, store), &scribe{})
	defer s.stop()
	s.say(t, said(0, "new toys"))
	const n = 10_000
	var all sync.WaitGroup
	var answers sync.Map
	for i := range n {
		all.Go(func() {
			answer, err := s.Deliver(t.Context(), said(i+1, "add word"))
			if err != nil {
				t.Error(err)
			}
			if _, twice := answers.LoadOrStore(answerWords(answer), i); twice {
				t.Errorf("%q was answered to two events", answerWords(answer))
			}
		})
	}
	all.Wait()
	if got := countFacts(t, store, "toys")["toy.added"]; got != n {
		t.Errorf("%d words recorded, want %d", got, n)
	}
	if got := store.count(); got > n/2 {
		t.Errorf("%d commits for %d events: they were not batched", got, n)
	}
}

// counting counts the appends, each of which takes a while, as on a disk.
type counting struct {
	journal.Store
	mu sync.Mutex
	n  int
}

func (c *counting) Append(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error) {
	c.mu.Lock()
	c.n++
	c.mu.Unlock()
	<-time.After(time.Millisecond)
	return c.Store.Append(ctx, stream, after, recs...)
}

func (c *counting) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n
}

func TestRedeliveryDecidesToNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := journal.NewMemory()
		o := toyOptions(t, store)
		s := start(t, o, &scribe{})
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "add one"))
		s.say(t, said(2, "add two"))
		for range 3 {
			if got := s.say(t, said(1, "add one")); got != "2" {
				t.Errorf("redelivered: answer %q, want the state as it is, 2", got)
			}
		}
		s.stop()
		s = start(t, o, &scribe{})
		defer s.stop()
		s.say(t, said(1, "add one"))
		if got := countFacts(t, store, "toys")["toy.added"]; got != 2 {
			t.Errorf("%d words recorded after a restart, want 2", got)
		}
		// A domain that wants to record for an old event all the same is
		// stopped, and its event answered.
		s.say(t, said(3, "stubborn x"))
		if got := s.say(t, said(3, "stubborn x")); got != "sorry" {
			t.Errorf("answer %q, want sorry", got)
		}
		if got := countFacts(t, store, "toys")["toy.added"]; got != 3 {
			t.Errorf("%d words recorded, want 3", got)
		}
	})
}

func TestAnEventThatPanicsIsSetAside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := journal.NewMemory()
		s := start(t, toyOptions(t, store), &scribe{})
		defer s.stop()
		s.say(t, said(0, "new toys"))
		var all sync.WaitGroup
		for i := range 40 {
			text := "add word"
			switch i % 10 {
			case 3:
				text = "boom secret-words"
			case 7:
				text = "fail secret-words"
			}
			all.Go(func() {
				answer, err := s.Deliver(t.Context(), said(i+1, text))
				if err != nil {
					t.Error(err)
				}
				if got := answerWords(answer); (got == "sorry") != (text != "add word") {
					t.Errorf("%q answered %q", text, got)
				}
			})
		}
		all.Wait()
		got := countFacts(t, store, "toys")
		if got["toy.added"] != 32 || got["event.set_aside"] != 8 {
			t.Errorf("facts %v, want 32 words and 8 events set aside", got)
		}
		if log := s.log.text(); strings.Contains(log, "secret-words") {
			t.Errorf("what was written stands in the log:\n%s", log)
		}
	})
}

func TestADueEventThatPanicsIsSetAside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := journal.NewMemory()
		s := start(t, toyOptions(t, store), &scribe{})
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "add clockbomb"))
		s.say(t, said(2, "tick 1h"))
		time.Sleep(90 * time.Minute)
		synctest.Wait()
		if got := countFacts(t, store, "toys"); got["event.set_aside"] != 1 || got["toy.ticked"] != 0 {
			t.Errorf("facts %v, want one event set aside", got)
		}
		if got := s.say(t, said(3, "add more")); got != "2" {
			t.Errorf("the desk answers %q, want 2", got)
		}
	})
}

func TestTheClockDecidesWhatIsDueAndMakesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := journal.NewMemory()
		o := toyOptions(t, store)
		s := start(t, o, &scribe{})
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "tick 1h"))
		time.Sleep(3*time.Hour + time.Second)
		synctest.Wait()
		if got := countFacts(t, store, "toys")["toy.ticked"]; got != 3 {
			t.Errorf("after 3 h: %d ticks, want 3", got)
		}
		s.stop()
		time.Sleep(4 * time.Hour)
		s = start(t, o, &scribe{})
		defer s.stop()
		synctest.Wait()
		time.Sleep(time.Second)
		synctest.Wait()
		if got := countFacts(t, store, "toys")["toy.ticked"]; got != 7 {
			t.Errorf("after 4 h out of service: %d ticks, want 7", got)
		}
	})
}

// moody is a store that can fail.
type moody struct {
	journal.Store
	mu   sync.Mutex
	fail func(stored bool) error // asked before (false) and after (true) an append
}

func (m *moody) Append(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error) {
	m.mu.Lock()
	fail := m.fail
	m.mu.Unlock()
	if fail != nil {
		if err := fail(false); err != nil {
			return journal.Head{}, err
		}
	}
	head, err := m.Store.Append(ctx, stream, after, recs...)
	if fail != nil && err == nil {
		if err := fail(true); err != nil {
			return journal.Head{}, err
		}
	}
	return head, err
}

func (m *moody) set(fail func(bool) error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fail = fail
}

func TestJournalAway(t *testing.T) {
	for _, stored := range []bool{false, true} {
		t.Run(fmt.Sprintf("stored=%v", stored), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := &moody{Store: journal.NewMemory()}
				s := start(t, toyOptions(t, store), &scribe{})
				defer s.stop()
				s.say(t, said(0, "new toys"))
				store.set(func(after bool) error {
					if after == stored {
						return fmt.Errorf("no space: %w", journal.ErrUnavailable)
					}
					return nil
				})
				if _, err := s.Deliver(t.Context(), said(1, "add one")); !errors.Is(err, ErrNotNow) {
					t.Errorf("Deliver = %v, want ErrNotNow", err)
				}
				store.set(nil)
				// The platform sends it again, and again.
				for range 2 {
					if got := s.say(t, said(1, "add one")); got != "1" {
						t.Errorf("answer %q, want 1", got)
					}
				}
				if got := countFacts(t, store, "toys")["toy.added"]; got != 1 {
					t.Errorf("%d words recorded, want 1", got)
				}
			})
		})
	}
}

func TestAnotherWriterIsNoticed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := journal.NewMemory()
		s := start(t, toyOptions(t, store), &scribe{})
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "add one"))
		appendAsAnother(t, store, "toy.added", `"two"`)
		if got := s.say(t, said(2, "add three")); got != "3" {
			t.Errorf("answer %q, want 3: what the other wrote must count", got)
		}
	})
}

// appendAsAnother writes a fact as another service would.
func appendAsAnother(t *testing.T, store journal.Journal, kind, data string) {
	t.Helper()
	var head journal.Head
	for r, err := range store.Read(t.Context(), streamPrefix+"toys", 0) {
		if err != nil {
			t.Fatal(err)
		}
		head = r.Head()
	}
	record := journal.Record{Data: Encode(Fact{Kind: kind, Time: time.Now(), Data: []byte(data)})}
	if _, err := store.Append(t.Context(), streamPrefix+"toys", head, record); err != nil {
		t.Fatal(err)
	}
}

func TestUnknownKindAnswersNotNow(t *testing.T) {
	for _, kind := range []string{"toy.unheard", "message.unheard"} {
		synctest.Test(t, func(t *testing.T) {
			store := journal.NewMemory()
			s := start(t, toyOptions(t, store), &scribe{})
			defer s.stop()
			s.say(t, said(0, "new toys"))
			s.say(t, Event{ID: "fake:x", Kind: Said, Room: room("q"), Text: "new other"})
			appendAsAnother(t, store, kind, `{}`)
			for i := range 3 {
				if _, err := s.Deliver(t.Context(), said(i+1, "add one")); !errors.Is(err, ErrNotNow) {
					t.Errorf("%s: Deliver = %v, want ErrNotNow", kind, err)
				}
			}
			other := Event{ID: "fake:y", Kind: Said, Room: room("q"), Text: "add one"}
			if got := s.say(t, other); got != "1" {
				t.Errorf("%s: the other engagement answers %q, want 1", kind, got)
			}
		})
	}
}

func TestAPoisonedRecordStopsOneEngagementAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := journal.NewMemory()
		s := start(t, toyOptions(t, store), &scribe{})
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, Event{ID: "fake:x", Kind: Said, Room: room("q"), Text: "new other"})
		appendAsAnother(t, store, "toy.added", `"poison"`)
		if _, err := s.Deliver(t.Context(), said(1, "add one")); !errors.Is(err, ErrNotNow) {
			t.Errorf("Deliver = %v, want ErrNotNow", err)
		}
		if got := s.say(t, Event{ID: "fake:y", Kind: Said, Room: room("q"), Text: "add one"}); got != "1" {
			t.Errorf("the other engagement answers %q, want 1", got)
		}
		if log := s.log.text(); strings.Contains(log, "poison") {
			t.Errorf("what stands in the record stands in the log:\n%s", log)
		}
	})
}

func TestRooms(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := journal.NewMemory()
		o := toyOptions(t, store)
		s := start(t, o, &scribe{})
		if got := s.say(t, said(0, "hello")); got != "nothing here" {
			t.Errorf("in no engagement: %q", got)
		}
		s.say(t, said(1, "new toys"))
		s.stop()
		s = start(t, o, &scribe{})
		defer s.stop()
		if got := s.say(t, said(3, "add one")); got != "1" {
			t.Errorf("after a restart the room is not found: %q", got)
		}
		s.say(t, said(4, "shut"))
		if got := s.say(t, said(5, "add two")); got != "2" {
			t.Errorf("a room that is shut finds its last engagement: %q", got)
		}
	})
}

func TestPlaceholdersFromOutsideAreDisarmed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := journal.NewMemory()
		a := &scribe{}
		s := start(t, toyOptions(t, store), a)
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "tell who is {person:P7}\x00\xff?"))
		if err := s.Quiet(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got, want := a.all()["r"][0], "who is {person :P7}\uFFFD?"; got != want {
			t.Errorf("posted %q, want %q", got, want)
		}
	})
}

func TestStoppedBotTakesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := start(t, toyOptions(t, journal.NewMemory()), &scribe{})
		s.say(t, said(0, "new toys"))
		s.stop()
		if _, err := s.Deliver(t.Context(), said(1, "add one")); !errors.Is(err, ErrNotNow) {
			t.Errorf("Deliver = %v, want ErrNotNow", err)
		}
	})
}
