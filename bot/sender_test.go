package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"soundings/journal"
)

// finding is a scribe that can be asked what it posted, and edit it.
type finding struct {
	scribe
	keys  map[string]string // part key → id
	looks int
}

func (a *finding) Send(ctx context.Context, p Part) (string, error) {
	id, err := a.scribe.Send(ctx, p)
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.keys == nil {
		a.keys = map[string]string{}
	}
	if a.next > 0 { // posted, whatever was said of it
		a.keys[p.Key] = fmt.Sprintf("m%d", a.next)
	}
	return id, err
}

func (a *finding) Find(_ context.Context, _ Address, key string) (string, bool, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.looks++
	id, ok := a.keys[key]
	return id, ok, nil
}

// editing is a scribe that can edit what it posted.
type editing struct {
	scribe
	edits []string
}

func (a *editing) Edit(_ context.Context, id string, p Part) error {
	if a.fail != nil {
		if err := a.fail(p, 1); err != nil {
			return err
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.edits = append(a.edits, id+" "+p.Blocks[0].Text.Markdown)
	return nil
}

func receipts(t *testing.T, s *service, key string) (all []Receipt) {
	t.Helper()
	s.mu.Lock()
	d := s.open("toys")
	s.mu.Unlock()
	if _, err := d.deliver(t.Context(), &request{ask: func(f *fold) { all = f.messages.Receipts(key) }}); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestOrderHoldsThroughFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &scribe{fail: func(p Part, try int) error {
			if p.Blocks[0].Text.Markdown == "b" && try < 4 {
				return &SendError{Reason: Transient, Err: errors.New("502")}
			}
			return nil
		}}
		s := start(t, toyOptions(t, journal.NewMemory()), a)
		defer s.stop()
		s.say(t, said(0, "new toys"))
		for i, word := range []string{"a", "b", "c"} {
			s.say(t, said(i+1, "tell "+word))
		}
		if err := s.Quiet(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"a", "b", "c"}, a.all()["r"]); diff != "" {
			t.Errorf("posted (-want +got):\n%s", diff)
		}
	})
}

func TestAFailureIsRecordedAndTheNextGoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &scribe{fail: func(p Part, _ int) error {
			if p.Blocks[0].Text.Markdown == "a" {
				return &SendError{Reason: Denied, Err: errors.New("is_archived")}
			}
			return nil
		}}
		s := start(t, toyOptions(t, journal.NewMemory()), a)
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "release a"))
		s.say(t, said(2, "release b"))
		if err := s.Quiet(t.Context()); err != nil {
			t.Fatal(err)
		}
		got := receipts(t, s, "release:a")
		if len(got) != 1 || got[0].State != Failed || got[0].Why == "" {
			t.Errorf("receipts %+v, want one that failed and says why", got)
		}
		if got := receipts(t, s, "release:b"); got[0].State != Sent {
			t.Errorf("receipts %+v, want sent", got)
		}
	})
}

// What may have been posted is asked for where that is possible, repeated
// where it does no harm, and shown as doubtful where it would.
func TestUnsure(t *testing.T) {
	lost := &SendError{Reason: Transient, Unsure: true, Err: errors.New("connection reset")}
	once := func(p Part) error {
		if p.Number == 1 && p.Blocks[0].Text.Markdown == "x" {
			return lost
		}
		return nil
	}
	for _, c := range []struct {
		name, class string
		finder      bool
		posts       int
		state       PartState
	}{
		{"a digest that cannot be asked for", "digest", false, 1, Doubtful},
		{"a digest that can", "digest", true, 1, Sent},
		{"a notice that can be asked for", "tell", true, 1, Sent},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var a Adapter = &scribe{after: once}
				posts := a.(*scribe).all
				if c.finder {
					f := &finding{scribe: scribe{after: once}}
					a, posts = f, f.all
				}
				s := start(t, toyOptions(t, journal.NewMemory()), a)
				defer s.stop()
				s.say(t, said(0, "new toys"))
				s.say(t, said(1, c.class+" x"))
				if err := s.Quiet(t.Context()); err != nil {
					t.Fatal(err)
				}
				key := map[string]string{"digest": "digest:x", "tell": "notice:x"}[c.class]
				if got := receipts(t, s, key); got[0].State != c.state || len(posts()["r"]) != c.posts {
					t.Errorf("%s, posted %d times; want %s, %d", got[0].State, len(posts()["r"]), c.state, c.posts)
				}
			})
		})
	}
}

// The service dies between a post and its record; another one takes over.
func TestKilledBetweenPostAndRecord(t *testing.T) {
	for _, c := range []struct {
		name, class string
		finder      bool
		posts       int
		state       PartState
	}{
		{"digest, cannot be asked for", "digest", false, 1, Doubtful},
		{"digest, can be asked for", "digest", true, 1, Sent},
		{"notice, cannot be asked for", "tell", false, 2, Sent},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := &moody{Store: journal.NewMemory()}
				dead := func(Part) error {
					store.set(func(bool) error { return journal.ErrUnavailable })
					return nil
				}
				plain := &scribe{after: dead}
				able := &finding{scribe: scribe{after: dead}}
				var a Adapter = plain
				if c.finder {
					a = able
				}
				o := toyOptions(t, store)
				o.Patience = time.Millisecond
				s := start(t, o, a)
				s.say(t, said(0, "new toys"))
				s.say(t, said(1, c.class+" x"))
				synctest.Wait()
				s.stop()
				store.set(nil)
				plain.after, able.after = nil, nil
				s = start(t, o, a)
				defer s.stop()
				<-s.Ready()
				if err := s.Quiet(t.Context()); err != nil {
					t.Fatal(err)
				}
				key := map[string]string{"digest": "digest:x", "tell": "notice:x"}[c.class]
				posts := len(plain.all()["r"]) + len(able.all()["r"])
				if got := receipts(t, s, key); got[0].State != c.state || posts != c.posts {
					t.Errorf("%s, posted %d times; want %s, %d", got[0].State, posts, c.state, c.posts)
				}
			})
		})
	}
}

func TestOnlyTheNewestWaitingEditIsSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := make(chan struct{})
		a := &editing{}
		a.fail = func(p Part, _ int) error {
			if p.Blocks[0].Text.Markdown == "l1" {
				<-gate
			}
			return nil
		}
		s := start(t, toyOptions(t, journal.NewMemory()), a)
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "list l0"))
		if err := s.Quiet(t.Context()); err != nil {
			t.Fatal(err)
		}
		for i := 1; i < 6; i++ {
			s.say(t, said(i+1, fmt.Sprintf("list l%d", i)))
		}
		close(gate)
		if err := s.Quiet(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"m1 l1", "m1 l5"}, a.edits); diff != "" {
			t.Errorf("edits (-want +got):\n%s", diff)
		}
		if got := a.all()["r"]; len(got) != 1 {
			t.Errorf("posted %q, want the first list alone", got)
		}
	})
}

func TestRoomsDoNotWaitForEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hang := make(chan struct{})
		a := &scribe{fail: func(p Part, _ int) error {
			if p.To.Room == "r" {
				<-hang
			}
			return nil
		}}
		s := start(t, toyOptions(t, journal.NewMemory()), a)
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, Event{ID: "fake:q0", Kind: Said, Room: room("q"), Text: "new games"})
		s.say(t, said(1, "tell stuck"))
		s.say(t, Event{ID: "fake:q1", Kind: Said, Room: room("q"), Text: "tell free"})
		synctest.Wait()
		if got := a.all(); !slices.Equal(got["q"], []string{"free"}) || len(got["r"]) != 0 {
			t.Errorf("posted %v, want the free room served", got)
		}
		close(hang)
	})
}

func TestAHangingOrPanickingPlatformIsTriedAgain(t *testing.T) {
	for _, trouble := range []string{"hang", "panic", "plain error"} {
		t.Run(trouble, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := &scribe{}
				a.fail = func(_ Part, try int) error {
					switch {
					case try > 2:
						return nil
					case trouble == "hang":
						time.Sleep(31 * time.Second) // past the time-out
						return nil
					case trouble == "panic":
						panic("nil map")
					}
					return errors.New("unheard of")
				}
				s := start(t, toyOptions(t, journal.NewMemory()), a)
				defer s.stop()
				s.say(t, said(0, "new toys"))
				s.say(t, said(1, "tell a"))
				if err := s.Quiet(t.Context()); err != nil {
					t.Fatal(err)
				}
				if got := a.all()["r"]; len(got) != 1 {
					t.Errorf("posted %q, want it once", got)
				}
			})
		})
	}
}

func TestGivesUpAfterADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		a := &scribe{fail: func(Part, int) error { return &SendError{Reason: Transient, Err: errors.New("502")} }}
		s := start(t, toyOptions(t, journal.NewMemory()), a)
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "release a"))
		if err := s.Quiet(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := receipts(t, s, "release:a"); got[0].State != Failed || time.Since(began) < 24*time.Hour {
			t.Errorf("%+v after %v, want failed after a day", got, time.Since(began))
		}
	})
}

func TestAnAdapterThatIsGoneIsAGap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := journal.NewMemory()
		o := toyOptions(t, store)
		s := start(t, o) // no adapters
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "release a"))
		if err := s.Quiet(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := receipts(t, s, "release:a"); got[0].State != Failed {
			t.Errorf("%+v, want failed", got)
		}
	})
}
