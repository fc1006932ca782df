package bot

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"

	"soundings/journal"
)

// openHouse has one room that many can read.
type openHouse struct {
	*scribe
	all []string
	err error
}

func (o *openHouse) Onlookers(_ context.Context, a Address) ([]string, error) {
	if a.Room != "wide" {
		return nil, nil
	}
	return o.all, o.err
}

// seeing is a domain that sees who reads along.
type seeing struct {
	*toy
	seen *[][]string
}

func (s seeing) Decide(ev Event, tx *Tx) error {
	*s.seen = append(*s.seen, ev.Onlookers)
	return s.toy.Decide(ev, tx)
}

// Whoever decides an event knows who reads along in its room, by keyed hashes, in one
// order and each once. While nobody can tell, nothing is taken.
func TestOnlookersAreKnown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen [][]string
		o := toyOptions(t, journal.NewMemory())
		o.NewDomain = func(string) Domain { return seeing{&toy{}, &seen} }
		a := &openHouse{scribe: &scribe{}, all: []string{"tidewell", "brook", "tidewell"}}
		s := start(t, o, a)
		defer s.stop()
		s.say(t, in("wide", 0, "new toys"))
		s.say(t, in("wide", 1, "invite narrow"))
		s.say(t, in("wide", 2, "add x"))
		s.say(t, in("narrow", 3, "add y"))
		want := [][]string{nil, {"h:fake:brook", "h:fake:tidewell"}, {"h:fake:brook", "h:fake:tidewell"}, nil} // the first opens it
		if !slices.EqualFunc(seen, want, slices.Equal) {
			t.Errorf("seen %v, want %v", seen, want)
		}
		a.err = errors.New("away")
		if _, err := s.Deliver(t.Context(), in("wide", 4, "add z")); !errors.Is(err, ErrNotNow) {
			t.Errorf("while nobody can tell who reads it: %v, want not now", err)
		}
		if !s.Linked(room("narrow")) || s.Linked(room("nowhere")) {
			t.Errorf("linked: %v %v", s.Linked(room("narrow")), s.Linked(room("nowhere")))
		}
	})
}

// What is one organisation's own and can't be posted, as others read the room, is
// refused for good, and the domain hears why; it is told of its rooms' messages too.
func TestOwnIsRefusedInACrowd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &heard{}
		a := &scribe{fail: func(p Part, _ int) error {
			if p.Own {
				return &SendError{Reason: Crowded, Err: errors.New("several read it")}
			}
			return nil
		}}
		o := toyOptions(t, journal.NewMemory())
		o.NewDomain = func(string) Domain { return listening{&toy{}, h} }
		s := start(t, o, a)
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "own x"))
		s.say(t, said(2, "tell y"))
		quiet(t, s)
		if got := h.all(); len(got) != 2 || got[0] != "failing r: crowded several organisations can read that place" {
			t.Errorf("heard %q", got)
		}
		if got := receipts(t, s, "own:x")[0]; got.State != Failed {
			t.Errorf("it is %s", got.State)
		}
		var keys []string
		if _, err := s.decide(t.Context(), "toys", &request{ask: func(f *fold) { keys = f.messages.In(room("r")) }}); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(keys, []string{"own:x", "notice:y"}) {
			t.Errorf("in the room are %v", keys)
		}
	})
}
