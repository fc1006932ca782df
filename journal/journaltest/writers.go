package journaltest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"soundings/journal"
)

func writersCases() []Case {
	return []Case{
		{"one stream", writersOneStream},
		{"one stream, two stores", writersTwoStores},
		{"many streams", writersManyStreams},
		{"one wins", writersOneWins},
	}
}

// insist appends data, reading the tail after each conflict.
func insist(ctx context.Context, j journal.Journal, stream string, data ...string) error {
	var head journal.Head
	for {
		_, err := j.Append(ctx, stream, head, records(data...)...)
		if !errors.Is(err, journal.ErrConflict) {
			return err
		}
		for r, err := range j.Read(ctx, stream, head.Seq) {
			if err != nil {
				return err
			}
			head = r.Head()
		}
	}
}

func writersOneStream(ctx context.Context, tb TB, h Harness) { compete(ctx, tb, h.Store, h.Store) }

func writersTwoStores(ctx context.Context, tb TB, h Harness) {
	if !h.Shared {
		tb.Skipf("this store is for one process at a time")
	}
	compete(ctx, tb, h.Store, other(tb, h))
}

// compete lets writers on two stores append to one stream until all are
// through, and checks that nothing was lost, doubled or torn.
func compete(ctx context.Context, tb TB, stores ...journal.Store) {
	const writers, each = 8, 10
	together(writers, func(w int) {
		for i := range each {
			text := fmt.Sprintf("%d.%d", w, i)
			if err := insist(ctx, stores[w%len(stores)], "s", text+"a", text+"b"); err != nil {
				tb.Errorf("Append by writer %d = %v, want nil", w, err)
				return
			}
		}
	})
	var head journal.Head
	var pairs []string
	recs := read(ctx, tb, stores[0], "s", 0)
	for i, r := range recs {
		if head = head.Next(r.Data); r.Head() != head {
			tb.Fatalf("record %d breaks the chain", i+1)
		}
		text := string(r.Data)
		if i%2 == 0 {
			pairs = append(pairs, strings.TrimSuffix(text, "a"))
		} else if text != pairs[len(pairs)-1]+"b" {
			tb.Fatalf("record %d is %q, in the middle of another's batch", i+1, text)
		}
	}
	slices.Sort(pairs)
	if unique := slices.Compact(slices.Clone(pairs)); len(pairs) != writers*each || len(unique) != len(pairs) {
		tb.Errorf("the stream has %d batches, %d of them different, want %d", len(pairs), len(unique), writers*each)
	}
}

func writersManyStreams(ctx context.Context, tb TB, h Harness) {
	const writers, each = 16, 15
	name := func(w int) string { return fmt.Sprintf("s%02d", w) }
	together(writers, func(w int) {
		var head journal.Head
		var err error
		for _, text := range numbered(each) {
			if head, err = h.Store.Append(ctx, name(w), head, records(name(w)+text)...); err != nil {
				tb.Errorf("Append to %s = %v, want nil", name(w), err)
				return
			}
			// A neighbour with a stale head must not disturb this one.
			stale := journal.Head{Seq: 1 << 20, Hash: head.Hash}
			if _, err := h.Store.Append(ctx, name(w), stale, records("x")...); !errors.Is(err, journal.ErrDiverged) {
				tb.Errorf("Append beyond the end of %s = %v, want %v", name(w), err, journal.ErrDiverged)
			}
		}
	})
	for w := range writers {
		texts := numbered(each)
		for i := range texts {
			texts[i] = name(w) + texts[i]
		}
		holds(ctx, tb, h.Store, name(w), texts...)
	}
}

// writersOneWins sends the same place at once: exactly one may have it.
func writersOneWins(ctx context.Context, tb TB, h Harness) {
	var head journal.Head
	for round := range 20 {
		won := make(chan journal.Head, 8)
		together(8, func(i int) {
			next, err := h.Store.Append(ctx, "s", head, records(fmt.Sprintf("%d.%d", round, i))...)
			switch {
			case err == nil:
				won <- next
			case !errors.Is(err, journal.ErrConflict):
				tb.Errorf("Append = %v, want nil or %v", err, journal.ErrConflict)
			}
		})
		if len(won) != 1 {
			tb.Fatalf("%d writers got place %d, want 1", len(won), round+1)
		}
		head = <-won
	}
	if recs := read(ctx, tb, h.Store, "s", 0); len(recs) != 20 || recs[19].Head() != head {
		tb.Errorf("the stream has %d records, want 20", len(recs))
	}
}
