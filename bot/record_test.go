package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"soundings/journal"
)

// What an event was decided to be before is told again only when the journal
// confirms that it has it: before, it may have been lost in a failover.
func TestARedeliveredEventIsAnsweredAfterABarrier(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &moody{Store: journal.NewMemory()}
		s := start(t, toyOptions(t, store), &scribe{})
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "add one"))
		store.set(func(bool) error { return journal.ErrUnavailable })
		if _, err := s.Deliver(t.Context(), said(1, "add one")); !errors.Is(err, ErrNotNow) {
			t.Errorf("Deliver = %v, want ErrNotNow", err)
		}
		store.set(nil)
	})
}

// forged is a store whose snapshots or records are not what was stored.
type forged struct {
	journal.Store
	snapshot func(journal.Snapshot) journal.Snapshot
	record   func(journal.Record) journal.Record
}

func (f *forged) LoadSnapshot(ctx context.Context, stream, version string) (journal.Snapshot, bool, error) {
	s, ok, err := f.Store.LoadSnapshot(ctx, stream, version)
	if f.snapshot != nil && ok {
		s = f.snapshot(s)
	}
	return s, ok, err
}

func (f *forged) Read(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error] {
	return func(yield func(journal.Record, error) bool) {
		for r, err := range f.Store.Read(ctx, stream, after) {
			if f.record != nil && err == nil {
				r = f.record(r)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func TestForgeriesAreNoticed(t *testing.T) {
	for _, c := range []struct {
		name, want string // "" is ErrNotNow
		forge      func(t *testing.T, f *forged)
	}{
		{"a snapshot at another head", "3", func(t *testing.T, f *forged) {
			var earlier journal.Head
			n := 0
			for r, err := range f.Store.Read(t.Context(), streamPrefix+"toys", 0) {
				if err != nil {
					t.Fatal(err)
				}
				if n++; n == 2 {
					earlier = r.Head()
				}
			}
			f.snapshot = func(s journal.Snapshot) journal.Snapshot { s.Head = earlier; return s }
		}},
		{"a snapshot that is cut short", "3", func(_ *testing.T, f *forged) {
			f.snapshot = func(s journal.Snapshot) journal.Snapshot { s.Data = s.Data[:len(s.Data)/2]; return s }
		}},
		{"a record that was altered", "", func(_ *testing.T, f *forged) {
			f.snapshot = func(s journal.Snapshot) journal.Snapshot { s.Data = nil; return s }
			f.record = func(r journal.Record) journal.Record {
				r.Data = bytes.Replace(r.Data, []byte("one"), []byte("two"), 1)
				return r
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := &forged{Store: journal.NewMemory()}
				o := toyOptions(t, store)
				s := start(t, o, &scribe{})
				s.say(t, said(0, "new toys"))
				for i := range 3 {
					s.say(t, said(i+1, "add one"))
				}
				s.stop()
				c.forge(t, store)
				s = start(t, o, &scribe{})
				defer s.stop()
				answer, err := s.Deliver(t.Context(), said(9, "ask"))
				if got := answerWords(answer); got != c.want || errors.Is(err, ErrNotNow) != (c.want == "") {
					t.Errorf("answer %q, %v; want %q", got, err, c.want)
				}
			})
		})
	}
}

func TestWhatTheRecordGets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := journal.NewMemory()
		o := toyOptions(t, store)
		o.SnapshotEvery = 3
		var threads []string
		a := &scribe{fail: func(p Part, _ int) error { threads = append(threads, p.Thread); return nil }}
		s := start(t, o, a)
		defer s.stop()
		for i, text := range []string{"new toys", "tell a", "tell a", "under notice:a", "under m77", "greet x"} {
			s.say(t, said(i, text))
			if err := s.Quiet(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if got := countFacts(t, store, "toys")["message.due"]; got != 4 {
			t.Errorf("%d messages due, want 4: the same key once", got)
		}
		if got := a.all()["r"]; got[len(got)-1] != "hello Ana" {
			t.Errorf("posted %q, want the name put in last", got)
		}
		if diff := cmp.Diff([]string{"", "m1", "m77", ""}, threads); diff != "" {
			t.Errorf("threads (-want +got):\n%s", diff)
		}
		if _, ok, err := store.LoadSnapshot(t.Context(), streamPrefix+"toys", foldVersion+"/toy1"); !ok || err != nil {
			t.Errorf("LoadSnapshot = %v, %v; want one saved while the service works", ok, err)
		}
		if got := s.say(t, said(9, "foreign x")); got != "sorry" {
			t.Errorf("a domain that records a fact of the bot's own: %q, want sorry", got)
		}
	})
}

func TestSnapshotPlusTailIsReplay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := journal.NewMemory()
		o := toyOptions(t, store)
		o.SnapshotEvery = 3
		for round := range 4 {
			a := &scribe{}
			s := start(t, o, a)
			if round == 0 {
				s.say(t, said(0, "new toys"))
			}
			for i := range 5 {
				id := round*100 + i + 1
				s.say(t, said(id, fmt.Sprintf("tell w%d", id)))
				s.say(t, said(id+50, fmt.Sprintf("list l%d", id)))
			}
			if err := s.Quiet(t.Context()); err != nil {
				t.Fatal(err)
			}
			s.stop()
		}
		replayed := newFold(&toy{})
		for r, err := range store.Read(t.Context(), streamPrefix+"toys", 0) {
			if err != nil {
				t.Fatal(err)
			}
			if err := replayed.record(r); err != nil {
				t.Fatal(err)
			}
		}
		snapshot, ok, err := store.LoadSnapshot(t.Context(), streamPrefix+"toys", foldVersion+"/toy1")
		if err != nil || !ok {
			t.Fatalf("LoadSnapshot = %v, %v", ok, err)
		}
		if snapshot.Head != replayed.head {
			t.Fatalf("the last snapshot is at %d, the record at %d", snapshot.Head.Seq, replayed.head.Seq)
		}
		data, err := replayed.save()
		if err != nil {
			t.Fatal(err)
		}
		if string(data) != string(snapshot.Data) {
			t.Errorf("the snapshot differs from a replay:\n%s\n%s", snapshot.Data, data)
		}
	})
}

func TestCheckpointCoversTheRecordBeforeIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := journal.NewMemory()
		s := start(t, toyOptions(t, store), &scribe{})
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "add one"))
		s.say(t, said(2, "sign"))
		var tree journal.Tree
		for r, err := range store.Read(t.Context(), streamPrefix+"toys", 0) {
			if err != nil {
				t.Fatal(err)
			}
			f, err := Decode(r.Data)
			if err != nil {
				t.Fatal(err)
			}
			if f.Kind == kindCheckpoint {
				var c checkpointed
				if err := unmarshal(f, &c); err != nil {
					t.Fatal(err)
				}
				if c.Size != tree.Size() || c.Root != tree.Root().String() {
					t.Errorf("checkpoint of %d entries, root %s; the record has %d, %v", c.Size, c.Root, tree.Size(), tree.Root())
				}
				return
			}
			tree.Append(r.Data)
		}
		t.Error("no checkpoint recorded")
	})
}
