package bot

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"soundings/journal"
)

// listening is a domain that hears what becomes of its rooms.
type listening struct {
	*toy
	heard *heard
}

type heard struct {
	mu   sync.Mutex
	said []string
}

func (h *heard) all() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.said)
}

func (l listening) Decide(ev Event, tx *Tx) error {
	if ev.Kind != Changed {
		return l.toy.Decide(ev, tx)
	}
	l.heard.mu.Lock()
	l.heard.said = append(l.heard.said, strings.TrimSpace(fmt.Sprintf("%s %s: %s %s", ev.Action, ev.Room.Room, ev.Value, ev.Text)))
	l.heard.mu.Unlock()
	return tx.Record("toy.added", []byte(`"told"`))
}

// Takes takes what is said to be for the first word that it keeps.
func (l listening) Takes(ev Event) bool {
	return len(l.Words) > 0 && strings.HasSuffix(ev.Text, "for "+l.Words[0])
}

// A room that can't be posted in any more is told once, however many messages
// fail there, across a restart too, and once more when something arrives.
func TestARoomThatFailsIsToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, h := journal.NewMemory(), &heard{}
		denied := true
		a := &scribe{fail: func(p Part, _ int) error {
			if denied && p.To.Room == "r" {
				return &SendError{Reason: Denied, Plain: "the channel is archived", Err: errors.New("is_archived")}
			}
			return nil
		}}
		o := toyOptions(t, store)
		o.NewDomain = func(string) Domain { return listening{&toy{}, h} }
		o.SnapshotEvery = 3
		s := start(t, o, a)
		s.say(t, said(0, "new toys"))
		for i, text := range []string{"tell a", "tell b", "whisper c", "release d"} {
			s.say(t, said(i+1, text))
			synctest.Wait()
		}
		s.stop()
		s = start(t, o, a)
		defer func() { s.stop() }()
		s.say(t, said(6, "tell e"))
		synctest.Wait()
		if got, want := strings.Join(h.all(), "\n"), "failing r: denied the channel is archived"; got != want {
			t.Errorf("heard\n%s\nwant\n%s", got, want)
		}
		denied = false
		s.say(t, said(7, "tell f"))
		s.say(t, said(8, "tell g"))
		synctest.Wait()
		if got := h.all(); len(got) != 2 || got[1] != "reached r:" {
			t.Errorf("heard %q", got)
		}
	})
}

// What the desk says of a room is decided like anything else: where that panics,
// it is set aside, and nobody is kept waiting.
func TestAFailingRoomStopsNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := toyOptions(t, journal.NewMemory())
		o.NewDomain = func(string) Domain { return deaf{&toy{}} }
		s := start(t, o, &scribe{fail: func(Part, int) error {
			return &SendError{Reason: Rejected, Err: errors.New("no")}
		}})
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "tell a"))
		synctest.Wait()
		if got := s.say(t, said(2, "add b")); got != "2" {
			t.Errorf("the desk answers %q, want 2", got)
		}
	})
}

// deaf panics at what becomes of a room.
type deaf struct{ *toy }

func (d deaf) Decide(ev Event, tx *Tx) error {
	if ev.Kind == Changed {
		panic("deaf")
	}
	return d.toy.Decide(ev, tx)
}

// A room that was asked for finds who asked for it, by the key that stood for it.
func TestAnOpenedRoomFindsItsEngagement(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &heard{}
		o := toyOptions(t, journal.NewMemory())
		o.NewDomain = func(string) Domain { return listening{&toy{}, h} }
		s := start(t, o, &scribe{})
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "invite +toys.O1"))
		s.say(t, in("other", 2, "new others"))
		ev := Event{ID: "fake:made", Kind: Changed, Action: RoomOpened, Room: room("C9"), Value: "+toys.O1", Text: "tidewell"}
		if _, err := s.Deliver(t.Context(), ev); err != nil {
			t.Fatal(err)
		}
		if got := h.all(); len(got) != 1 || got[0] != "opened C9: +toys.O1 tidewell" {
			t.Errorf("heard %q", got)
		}
	})
}

// In a room of no engagement, one that would take what is said gets it; of
// several somebody asks which; and nobody is asked where it is not that sort of
// event.
func TestTakers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := toyOptions(t, journal.NewMemory())
		o.NewDomain = func(string) Domain { return listening{&toy{}, &heard{}} }
		o.Takes = func(ev Event) bool { return strings.HasPrefix(ev.Text, "add ") }
		s := start(t, o, &scribe{})
		defer s.stop()
		for i, name := range []string{"a", "b", "c"} {
			s.say(t, in(name, 10*i, "new "+name))
			s.say(t, in(name, 10*i+1, "add "+map[string]string{"a": "one", "b": "two", "c": "two"}[name]))
		}
		for i, test := range []struct{ text, want string }{
			{"add x for one", "2"},           // decided by the one that takes it
			{"add x for two", "which? b, c"}, // two would
			{"add x for three", "nothing here"},
			{"tell x for one", "nothing here"},
		} {
			if got := s.say(t, in("elsewhere", 100+i, test.text)); got != test.want {
				t.Errorf("%q: %q, want %q", test.text, got, test.want)
			}
		}
	})
}

// A room that could not be made fails like one that can't be posted in, whoever
// was to be in it; what one person alone was to see says nothing of a room.
func TestWhatCountsAsAFailingRoom(t *testing.T) {
	for name, test := range map[string]struct {
		due  messageDue
		want bool
	}{
		"an opening, with a colleague": {messageDue{For: "P1", Class: Notice, To: []Address{room("+toys.O1")}}, true},
		"a notice":                     {messageDue{Class: Notice, To: []Address{room("r")}}, true},
		"for one person alone":         {messageDue{For: "P1", Class: Notice, To: []Address{room("r")}}, false},
		"an answer":                    {messageDue{Class: Reply, To: []Address{room("r")}}, false},
	} {
		m := newMessages()
		test.due.Key, test.due.Counts = "k", map[string]int{"fake": 1}
		m.due(test.due, 1, time.Time{})
		m.settled(Failed, settled{Items: []settledItem{{Key: "k"}}}, time.Time{})
		if got := m.failing[test.due.To[0].Key()]; got != test.want {
			t.Errorf("%s: failing %v, want %v", name, got, test.want)
		}
	}
}
