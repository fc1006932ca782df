package bot

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"soundings/journal"
)

// What may or may not have been posted is told to the domain each time, and sent again
// only if somebody says that it did not arrive: then once, also if the service
// stops in between.
func TestSomebodyLooksForWhatIsInDoubt(t *testing.T) {
	for _, c := range []struct {
		name, says string
		restart    bool
		posts      int
	}{
		{"it arrived", "arrived", false, 1},
		{"it did not", "again", false, 2},
		{"it did not, found after a restart", "again", true, 2},
		{"nobody looks", "add", true, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				lost := true
				a := &scribe{after: func(Part) error {
					if lost {
						return &SendError{Reason: Transient, Unsure: true, Err: errors.New("connection reset")}
					}
					return nil
				}}
				h := &heard{}
				o := toyOptions(t, journal.NewMemory())
				o.NewDomain = func(string) Domain { return listening{&toy{}, h} }
				o.SnapshotEvery = 2
				s := start(t, o, a)
				s.say(t, said(0, "new toys"))
				s.say(t, said(1, "release x"))
				quiet(t, s)
				if got := h.all(); len(got) != 1 || got[0] != "doubtful r:  the platform did not say whether it was posted" {
					t.Fatalf("heard %q", got)
				}
				lost = false
				if c.restart {
					s.stop()
					s = start(t, o, a)
				}
				for i := range 2 { // twice does no more than once
					s.say(t, said(10+i, c.says+" release:x"))
					quiet(t, s)
				}
				s.stop()
				s = start(t, o, a)
				defer func() { s.stop() }()
				quiet(t, s)
				want := Sent
				if c.says == "add" {
					want = Doubtful
				}
				if got := receipts(t, s, "release:x")[0]; got.State != want || got.Why != "" && want == Sent {
					t.Errorf("it is %s %q, want %s", got.State, got.Why, want)
				}
				if n := len(a.all()["r"]); n != c.posts {
					t.Errorf("posted %d times, want %d", n, c.posts)
				}
			})
		})
	}
}

func quiet(t *testing.T, s *service) {
	t.Helper()
	<-s.Ready()
	if err := s.Quiet(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// A service that stopped while it posted tells its domain as soon as it is back, and
// once more if it stops again while that is sent again.
func TestStoppedWhilePosting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, h := &moody{Store: journal.NewMemory()}, &heard{}
		a := &scribe{after: func(Part) error {
			store.set(func(bool) error { return journal.ErrUnavailable })
			return nil
		}}
		o := toyOptions(t, store)
		o.Patience = time.Millisecond
		o.NewDomain = func(string) Domain { return listening{&toy{}, h} }
		s := start(t, o, a)
		s.say(t, said(0, "new toys"))
		for i, text := range []string{"release x", "again release:x"} {
			s.say(t, said(i+1, text))
			synctest.Wait()
			s.stop()
			store.set(nil)
			s = start(t, o, a)
			quiet(t, s)
		}
		defer func() { s.stop() }()
		want := strings.Repeat("doubtful r:  the service stopped while it was being sent\n", 2)
		if got := strings.Join(h.all(), "\n") + "\n"; got != want {
			t.Errorf("heard\n%swant\n%s", got, want)
		}
		if n := len(a.all()["r"]); n != 2 {
			t.Errorf("posted %d times, want twice: at first, and when somebody asked for it", n)
		}
	})
}

// Nobody can look for a message that is unknown, or is in no doubt.
func TestNothingToLookFor(t *testing.T) {
	m := newMessages()
	m.due(messageDue{Key: "k", Class: Release, To: []Address{room("r")}, Counts: map[string]int{"fake": 1}}, 1, noon)
	for _, l := range []looked{{Key: "k"}, {Key: "none"}, {Key: "k", Room: 3}, {Key: "k", Room: -1}} {
		m.looked(l)
	}
	if n := len(m.queues[room("r").Key()]); n != 1 {
		t.Errorf("%d parts wait, want the one", n)
	}
}
