package journaltest

import (
	"context"
	"fmt"
	"slices"

	"soundings/journal"
)

func readCases() []Case {
	return []Case{
		{"after", readAfter},
		{"missing stream", readMissing},
		{"many", readMany},
		{"stops early", readStopsEarly},
		{"while appending", readWhileAppending},
		{"cancelled", readCancelled},
	}
}

func streamsCases() []Case {
	return []Case{
		{"sorted", streamsSorted},
		{"stops early", streamsStopEarly},
		{"cancelled", streamsCancelled},
	}
}

func readAfter(ctx context.Context, tb TB, h Harness) {
	fill(ctx, tb, h.Store, "s", journal.Head{}, "a", "b", "c")
	two := journal.Head{}.Next([]byte("a")).Next([]byte("b"))
	chained(tb, "s", read(ctx, tb, h.Store, "s", 2), two, "c")
	for _, after := range []journal.Seq{3, 4, 1 << 40, 1<<64 - 1} {
		if recs := read(ctx, tb, h.Store, "s", after); len(recs) > 0 {
			tb.Errorf("Read(s, %d) yields %d records, want none", after, len(recs))
		}
	}
}

func readMissing(ctx context.Context, tb TB, h Harness) {
	holds(ctx, tb, h.Store, "none")
	if name, err, ok := first(h.Store.Streams(ctx)); ok {
		tb.Errorf("Streams after reading yields %q, %v, want nothing", name, err)
	}
}

// numbered gives n texts that differ.
func numbered(n int) []string {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = fmt.Sprintf("record %d", i+1)
	}
	return texts
}

// readMany reads more than any store will fetch in one go.
func readMany(ctx context.Context, tb TB, h Harness) {
	texts := numbered(3000)
	var head journal.Head
	for part := range slices.Chunk(texts, 700) {
		head = fill(ctx, tb, h.Store, "s", head, part...)
	}
	if got := holds(ctx, tb, h.Store, "s", texts...); got != head {
		tb.Errorf("the stream ends at %d, want %d", got.Seq, head.Seq)
	}
}

func readStopsEarly(ctx context.Context, tb TB, h Harness) {
	head := fill(ctx, tb, h.Store, "s", journal.Head{}, numbered(300)...)
	for range 50 { // one that held something would run out of it
		r, err, ok := first(h.Store.Read(ctx, "s", 100))
		if !ok || err != nil || r.Seq != 101 {
			tb.Fatalf("Read(s, 100) yields %d, %v first, want 101", r.Seq, err)
		}
	}
	for r, err := range h.Store.Read(ctx, "s", 0) {
		wantsOK(tb, "Read", err)
		if r.Seq == 1 {
			fill(ctx, tb, h.Store, "s", head, "within") // reading blocks no writer
		}
	}
	holds(ctx, tb, h.Store, "s", append(numbered(300), "within")...)
}

// readWhileAppending checks that a reader sees a whole prefix, batches whole.
func readWhileAppending(ctx context.Context, tb TB, h Harness) {
	const batches, size = 60, 5
	together(2, func(i int) {
		if i == 0 {
			var head journal.Head
			var err error
			for range batches {
				if head, err = h.Store.Append(ctx, "s", head, records(numbered(size)...)...); err != nil {
					tb.Errorf("Append = %v, want nil", err)
					return
				}
			}
			return
		}
		for last := 0; last < batches*size && ctx.Err() == nil; {
			var head journal.Head
			for r, err := range h.Store.Read(ctx, "s", 0) {
				if err != nil {
					tb.Errorf("Read = %v, want nil", err)
					return
				}
				if head = head.Next(r.Data); r.Head() != head {
					tb.Errorf("Read yields %d, want %d", r.Seq, head.Seq)
					return
				}
			}
			if int(head.Seq) < last || head.Seq%size != 0 {
				tb.Errorf("Read ended at %d, after it had reached %d; batches have %d", head.Seq, last, size)
				return
			}
			last = int(head.Seq)
		}
	})
}

func readCancelled(ctx context.Context, tb TB, h Harness) {
	fill(ctx, tb, h.Store, "s", journal.Head{}, "a", "b")
	n := 0
	for _, err := range h.Store.Read(done(ctx), "s", 0) {
		n++
		wants(tb, "Read with a cancelled context", err, context.Canceled)
	}
	if n != 1 {
		tb.Errorf("Read with a cancelled context yields %d pairs, want 1", n)
	}
}

func streamNames(ctx context.Context, tb TB, j journal.Journal) []string {
	tb.Helper()
	var names []string
	for name, err := range j.Streams(ctx) {
		wantsOK(tb, "Streams", err)
		names = append(names, name)
	}
	return names
}

func streamsSorted(ctx context.Context, tb TB, h Harness) {
	if names := streamNames(ctx, tb, h.Store); len(names) > 0 {
		tb.Fatalf("Streams of an empty store = %q, want none", names)
	}
	want := []string{"b", "a", "Z", "a/b", "a:b", "a-b", "10", "9", "directory"}
	for _, name := range want {
		head := fill(ctx, tb, h.Store, name, journal.Head{}, "x")
		fill(ctx, tb, h.Store, name, head, "y")
	}
	_, err := h.Store.Append(ctx, "refused", journal.Head{Seq: 1}, records("x")...)
	wants(tb, "Append beyond the end", err, journal.ErrDiverged)
	wantsOK(tb, "SaveSnapshot", h.Store.SaveSnapshot(ctx, "snapshot-only", journal.Snapshot{Version: "1"}))
	slices.Sort(want)
	if got := streamNames(ctx, tb, h.Store); !slices.Equal(got, want) {
		tb.Errorf("Streams = %q, want %q", got, want)
	}
}

func streamsStopEarly(ctx context.Context, tb TB, h Harness) {
	for i := range 30 {
		fill(ctx, tb, h.Store, fmt.Sprintf("s%02d", i), journal.Head{}, "x")
	}
	for range 50 {
		if name, err, _ := first(h.Store.Streams(ctx)); name != "s00" || err != nil {
			tb.Fatalf("Streams yields %q, %v first, want s00", name, err)
		}
	}
	for name, err := range h.Store.Streams(ctx) {
		wantsOK(tb, "Streams", err)
		fill(ctx, tb, h.Store, name, journal.Head{}.Next([]byte("x")), "y") // listing blocks no writer
	}
}

func streamsCancelled(ctx context.Context, tb TB, h Harness) {
	fill(ctx, tb, h.Store, "s", journal.Head{}, "a")
	_, err, _ := first(h.Store.Streams(done(ctx)))
	wants(tb, "Streams with a cancelled context", err, context.Canceled)
}
