package bot

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"soundings/journal"
)

// in is an event in a room.
func in(name string, id int, text string) Event {
	ev := said(id, text)
	ev.Room = room(name)
	return ev
}

func TestWhichOfSeveralEngagements(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := start(t, toyOptions(t, journal.NewMemory()), &scribe{})
		defer s.stop()
		s.say(t, in("a", 0, "new toys"))
		s.say(t, in("b", 1, "new games"))
		s.say(t, in("a", 2, "add one"))
		s.say(t, in("a", 3, "tell hello")) // m1 is a message of toys in room a
		if err := s.Quiet(t.Context()); err != nil {
			t.Fatal(err)
		}
		// games comes to room a too.
		bring := in("b", 4, "invite a")
		s.say(t, bring)

		button := in("a", 6, "ask")
		button.Engagement = "games"
		foreign := in("a", 7, "ask")
		foreign.Engagement = "secret"
		thread := in("a", 8, "ask")
		thread.Thread = "m1"
		unknown := in("a", 9, "ask")
		unknown.Thread = "m77"
		for _, c := range []struct {
			name, want string
			ev         Event
		}{
			{"nothing says which", "which? toys, games", in("a", 5, "ask")},
			{"a button names it", "0", button},
			{"a hint at an engagement that is not in the room", "which? toys, games", foreign},
			{"in the thread of its message", "2", thread},
			{"in somebody else's thread", "which? toys, games", unknown},
		} {
			if got := s.say(t, c.ev); got != c.want {
				t.Errorf("%s: %q, want %q", c.name, got, c.want)
			}
		}

		s.say(t, func() Event { ev := in("a", 10, "shut"); ev.Engagement = "toys"; return ev }())
		for _, c := range []struct {
			name, want string
			ev         Event
		}{
			{"only one is open", "0", in("a", 11, "ask")},
			{"an old button of the other", "2", func() Event { ev := in("a", 12, "ask"); ev.Engagement = "toys"; return ev }()},
			{"an old thread of the other", "2", func() Event { ev := in("a", 13, "ask"); ev.Thread = "m1"; return ev }()},
		} {
			if got := s.say(t, c.ev); got != c.want {
				t.Errorf("toys shut, %s: %q, want %q", c.name, got, c.want)
			}
		}
	})
}

func TestADamagedEngagementLeavesTheOthersOfItsRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := journal.NewMemory()
		s := start(t, toyOptions(t, store), &scribe{})
		defer s.stop()
		s.say(t, in("a", 0, "new toys"))
		s.say(t, in("b", 1, "new games"))
		s.say(t, in("b", 2, "invite a"))
		s.say(t, func() Event { ev := in("a", 3, "tell hello"); ev.Engagement = "games"; return ev }())
		if err := s.Quiet(t.Context()); err != nil {
			t.Fatal(err)
		}
		appendAsAnother(t, store, "toy.added", `"poison"`)
		damaged := in("a", 6, "add one")
		damaged.Engagement = "toys"
		if _, err := s.Deliver(t.Context(), damaged); !errors.Is(err, ErrNotNow) {
			t.Errorf("the damaged engagement answers %v, want ErrNotNow", err)
		}
		thread := in("a", 4, "ask")
		thread.Thread = "m1"
		if got := s.say(t, thread); got != "1" {
			t.Errorf("the other engagement's thread answers %q, want 1", got)
		}
		thread.ID, thread.Thread = "fake:5", "m77"
		if _, err := s.Deliver(t.Context(), thread); !errors.Is(err, ErrNotNow) {
			t.Errorf("a thread that may be the damaged one's: %v, want ErrNotNow", err)
		}
	})
}

// Slack sends an event again after three seconds, whether or not the first is
// still under way.
func TestAnEngagementIsOpenedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &gated{Store: journal.NewMemory(), gate: make(chan struct{})}
		s := start(t, numbered(t, store), &scribe{})
		defer s.stop()
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() {
				if _, err := s.Deliver(t.Context(), said(0, "new toys")); err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		close(store.gate)
		all.Wait()
		if got := engagementsOf(t, store); got != "toys" {
			t.Errorf("one event opened %s, want toys", got)
		}
		s.say(t, in("q", 1, "new toys"))
		if got := engagementsOf(t, store); got != "toys toys-2" {
			t.Errorf("another event of the same name opened %s, want toys-2", got)
		}
	})
}

func TestTheRoomIsLinkedAfterACrash(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &unlisted{Store: journal.NewMemory()}
		store.on.Store(true)
		o := numbered(t, store)
		s := start(t, o, &scribe{})
		s.say(t, said(0, "new toys"))
		s.say(t, said(0, "new toys")) // redelivered before the room is known
		s.stop()
		store.on.Store(false)
		lagging := &gated{Store: store, gate: make(chan struct{})}
		o.Store = lagging
		s = start(t, o, &scribe{})
		defer s.stop()
		var all sync.WaitGroup
		all.Go(func() { s.say(t, said(0, "new toys")) }) // again, before the record is folded
		synctest.Wait()
		close(lagging.gate)
		all.Wait()
		if got := s.say(t, said(1, "add one")); got != "1" {
			t.Errorf("answer %q, want 1: the room was not found again", got)
		}
		if got := engagementsOf(t, store); got != "toys" {
			t.Errorf("the redelivered event opened %s, want toys alone", got)
		}
	})
}

// Two replicas: what one opens the other hears of, even in a room that it
// knows for another engagement, and one name is never used for two.
func TestAnotherReplicasRoomsAreFollowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := journal.NewMemory()
		o := numbered(t, store)
		o.Replicated = true
		one, two := start(t, o, &scribe{}), start(t, o, &scribe{})
		defer one.stop()
		defer two.stop()
		one.say(t, in("a", 0, "new toys"))
		if got := two.say(t, in("a", 1, "add one")); got != "1" {
			t.Errorf("the other replica answers %q, want 1", got)
		}
		one.say(t, in("b", 2, "new games"))
		one.say(t, in("b", 3, "invite a"))
		synctest.Wait()
		if got := two.say(t, in("a", 4, "ask")); got != "which? toys, games" {
			t.Errorf("the other replica answers %q, want it to ask which", got)
		}
		if got := two.say(t, in("c", 5, "new games")); got != "0" {
			t.Errorf("answer %q, want 0", got)
		}
		if got := engagementsOf(t, store); got != "games games-2 toys" {
			t.Errorf("opened %s, want games-2 beside games", got)
		}
	})
}

func TestADirectoryThatLostItsEndIsReadAfresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDirectory(journal.NewMemory(), time.Now)
		links := func(names ...string) (all []roomLinked) {
			for _, name := range names {
				all = append(all, roomLinked{Room: room(name), Open: true})
			}
			return all
		}
		if err := d.link(t.Context(), "toys", links("a", "b", "c")); err != nil {
			t.Fatal(err)
		}
		d.store = journal.NewMemory() // a failover that lost them all
		if err := d.link(t.Context(), "games", links("a")); err != nil {
			t.Fatalf("link = %v", err)
		}
		linked, _ := d.engagements(room("a"))
		if fmt.Sprint(linked) != "[games]" {
			t.Errorf("the room has %v, want games alone until the others link theirs again", linked)
		}
	})
}

// A replica may not know yet what another has just opened.
func TestOneNameIsNeverUsedTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := journal.NewMemory()
		cut := &unlisted{Store: store}
		cut.on.Store(true)
		first := numbered(t, cut)
		first.Replicated = true
		second := numbered(t, store)
		second.Replicated = true
		one, two := start(t, first, &scribe{}), start(t, second, &scribe{})
		defer one.stop()
		defer two.stop()
		one.say(t, in("a", 0, "new toys"))
		two.say(t, in("b", 1, "new toys"))
		if got := engagementsOf(t, store); got != "toys toys-2" {
			t.Errorf("opened %s, want one for each", got)
		}
	})
}

// numbered makes options whose lobby numbers the names that are taken.
func numbered(t *testing.T, store journal.Store) Options {
	o := toyOptions(t, store)
	lobby := o.Lobby
	o.Lobby = func(ev Event, taken func(string) bool) (string, Answer) {
		name, answer := lobby(ev, taken)
		free := name
		for n := 2; name != "" && taken(free); n++ {
			free = fmt.Sprintf("%s-%d", name, n)
		}
		return free, answer
	}
	return o
}

func engagementsOf(t *testing.T, store journal.Store) string {
	t.Helper()
	var names []string
	for stream, err := range store.Streams(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if name, ok := strings.CutPrefix(stream, streamPrefix); ok {
			names = append(names, name)
		}
	}
	return strings.Join(names, " ")
}

// gated is a store whose appends, and reads of engagements, wait for the gate.
type gated struct {
	journal.Store
	gate chan struct{}
}

func (g *gated) Append(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error) {
	<-g.gate
	return g.Store.Append(ctx, stream, after, recs...)
}

func (g *gated) Read(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error] {
	if strings.HasPrefix(stream, streamPrefix) {
		<-g.gate
	}
	return g.Store.Read(ctx, stream, after)
}

// unlisted is a store that does not take what the directory adds while on.
type unlisted struct {
	journal.Store
	on atomic.Bool
}

func (u *unlisted) Append(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error) {
	if u.on.Load() && stream == directoryStream {
		return journal.Head{}, journal.ErrUnavailable
	}
	return u.Store.Append(ctx, stream, after, recs...)
}
