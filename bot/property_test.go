package bot

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"soundings/journal"
)

// workbench decides events in batches, as a desk does, without its goroutine.
type workbench struct {
	store *journal.Memory
	fold  *fold
	at    time.Time
}

func (w *workbench) batch(t *rapid.T, o *Options, events []Event) {
	b := &batch{
		fold: w.fold, engagement: "toys", signer: o.Signer, now: w.at, after: w.fold.head,
		caps: func(string) Caps { return Caps{} },
	}
	for _, ev := range events {
		if _, err := b.decide(&ev); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.commit(t.Context(), w.store, streamPrefix+"toys", true); err != nil {
		t.Fatal(err)
	}
}

func (w *workbench) save(t *rapid.T) []byte {
	data, err := w.fold.save()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// drawEvents draws what people do, each thing once.
func drawEvents(t *rapid.T) []Event {
	verbs := rapid.SampledFrom([]string{"add", "tell", "release", "digest", "list", "sign", "ask", "new"})
	events := make([]Event, rapid.IntRange(1, 30).Draw(t, "events"))
	for i := range events {
		word := rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "word")
		events[i] = said(i, verbs.Draw(t, "verb")+" "+word)
	}
	return events
}

func TestBatchesAndDuplicatesChangeNothing(t *testing.T) {
	o := toyOptions(t, nil)
	rapid.Check(t, func(t *rapid.T) {
		events := drawEvents(t)
		fresh := func() *workbench {
			return &workbench{store: journal.NewMemory(), fold: newFold(&toy{}), at: noon}
		}
		one := fresh()
		for _, ev := range events {
			one.batch(t, &o, []Event{ev})
		}
		// The same in batches of any size, each event delivered again any
		// number of times after it was first.
		other := fresh()
		for i := 0; i < len(events); {
			n := rapid.IntRange(1, len(events)-i).Draw(t, "batch")
			var several []Event
			for _, ev := range events[i : i+n] {
				several = append(several, ev)
				if rapid.Bool().Draw(t, "again") {
					several = append(several, several[rapid.IntRange(0, len(several)-1).Draw(t, "which")])
				}
			}
			if i > 0 && rapid.Bool().Draw(t, "old") {
				several = append(several, events[rapid.IntRange(0, i-1).Draw(t, "old one")])
			}
			other.batch(t, &o, several)
			i += n
			if rapid.Bool().Draw(t, "restart") {
				loaded := newFold(&toy{})
				if err := loaded.load(other.save(t)); err != nil {
					t.Fatal(err)
				}
				loaded.head = other.fold.head
				other.fold = loaded
			}
		}
		if one.fold.head != other.fold.head {
			t.Fatalf("the records differ: %d and %d entries", one.fold.head.Seq, other.fold.head.Seq)
		}
		if a, b := one.save(t), other.save(t); !bytes.Equal(a, b) {
			t.Fatalf("the states differ:\n%s\n%s", a, b)
		}
	})
}

func TestSnapshotAnywherePlusTailIsReplay(t *testing.T) {
	o := toyOptions(t, nil)
	rapid.Check(t, func(t *rapid.T) {
		w := &workbench{store: journal.NewMemory(), fold: newFold(&toy{}), at: noon}
		events := drawEvents(t)
		cut := rapid.IntRange(0, len(events)).Draw(t, "cut")
		w.batch(t, &o, events[:cut])
		snapshot, head := w.save(t), w.fold.head
		w.at = w.at.Add(time.Hour)
		w.batch(t, &o, events[cut:])

		loaded := newFold(&toy{})
		if err := loaded.load(snapshot); err != nil {
			t.Fatal(err)
		}
		loaded.head = head
		for r, err := range w.store.Read(t.Context(), streamPrefix+"toys", head.Seq) {
			if err != nil {
				t.Fatal(err)
			}
			if err := loaded.record(r); err != nil {
				t.Fatal(err)
			}
		}
		again := &workbench{fold: loaded}
		if a, b := w.save(t), again.save(t); !bytes.Equal(a, b) {
			t.Fatalf("snapshot at %d plus tail differs from the whole:\n%s\n%s", head.Seq, a, b)
		}
	})
}

func TestFactTimeNeverRunsBack(t *testing.T) {
	d := &desk{options: &Options{Now: func() time.Time { return noon.Add(-time.Hour) }}, fold: newFold(&toy{})}
	d.fold.last = noon
	if got := d.begin().now; !got.Equal(noon) {
		t.Errorf("facts an hour before the last are dated %v, want %v", got, noon)
	}
}

func FuzzLoad(f *testing.F) {
	full := newFold(&toy{Words: []string{"a"}})
	full.messages.due(messageDue{Key: "k", Class: Digest, To: []Address{room("r")}, Counts: map[string]int{"fake": 1}, Parts: []byte(`{"fake":[{}]}`)}, 1, noon)
	data, err := full.save()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(_ *testing.T, data []byte) {
		_ = safely(func() error { return newFold(&toy{}).load(data) }) // an error, never more
	})
}

func ExampleAddress_Key() {
	fmt.Println(Address{Adapter: "slack", Room: "T1/C2", Ref: "whatever"}.Key())
	// Output: slack:T1/C2
}
