package journaltest

import (
	"context"
	"errors"
	"fmt"

	"soundings/journal"
)

func watchCases() []Case {
	return []Case{
		{"old and new", watchOldAndNew},
		{"during the start", watchDuringStart},
		{"concurrent", watchConcurrent},
		{"another store", watchAnotherStore},
		{"beyond the end", watchBeyond},
		{"stops early", watchStopped},
		{"ends", watchEnds},
		{"cancelled", watchCancelled},
	}
}

// pairs runs a watch in the background until it ends.
func pairs(ctx context.Context, w journal.Watcher, stream string, after journal.Seq) <-chan pair {
	out := make(chan pair)
	watch := w.Watch(ctx, stream, after)
	go func() {
		defer close(out)
		for r, err := range watch {
			select {
			case out <- pair{r, err}:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

type pair struct {
	journal.Record
	err error
}

// expect takes a record of each text from a watch, chained after head.
func expect(ctx context.Context, tb TB, watch <-chan pair, head journal.Head, texts ...string) journal.Head {
	tb.Helper()
	for _, text := range texts {
		select {
		case p, ok := <-watch:
			if !ok || p.err != nil {
				tb.Fatalf("Watch ended (%v) before record %d", p.err, head.Seq+1)
			}
			head = chained(tb, "watch", []journal.Record{p.Record}, head, text)
		case <-ctx.Done():
			tb.Fatalf("Watch has not yielded record %d", head.Seq+1)
		}
	}
	return head
}

func watchOldAndNew(ctx context.Context, tb TB, h Harness) {
	ctx, cancel := context.WithCancel(ctx)
	tb.Cleanup(cancel)
	watch := pairs(ctx, h.Store, "s", 0)
	first := fill(ctx, tb, h.Store, "s", journal.Head{}, "a", "b") // the stream began after the watch
	head := expect(ctx, tb, watch, journal.Head{}, "a", "b")
	late := pairs(ctx, h.Store, "s", 2)
	fill(ctx, tb, h.Store, "other", journal.Head{}, "x")
	fill(ctx, tb, h.Store, "s", head, "c", "d")
	expect(ctx, tb, watch, head, "c", "d")
	expect(ctx, tb, late, first, "c", "d")
}

// watchDuringStart appends when the watch has just yielded what was there.
func watchDuringStart(ctx context.Context, tb TB, h Harness) {
	head := fill(ctx, tb, h.Store, "s", journal.Head{}, "1")
	var seen journal.Head
	for r, err := range h.Store.Watch(ctx, "s", 0) {
		if err != nil {
			tb.Fatalf("Watch ended (%v) before record %d", err, seen.Seq+1)
		}
		seen = chained(tb, "watch", []journal.Record{r}, seen, fmt.Sprint(seen.Seq+1))
		if seen.Seq == 5 {
			break
		}
		if head.Seq == seen.Seq {
			head = fill(ctx, tb, h.Store, "s", head, fmt.Sprint(head.Seq+1), fmt.Sprint(head.Seq+2))
		}
	}
}

// watchConcurrent starts watches while a writer appends.
func watchConcurrent(ctx context.Context, tb TB, h Harness) {
	ctx, cancel := context.WithCancel(ctx)
	tb.Cleanup(cancel)
	const watchers, total = 6, 40
	texts := numbered(total)
	together(watchers+1, func(i int) {
		if i == watchers {
			var head journal.Head
			var err error
			for _, text := range texts {
				if head, err = h.Store.Append(ctx, "s", head, records(text)...); err != nil {
					tb.Errorf("Append = %v, want nil", err)
					return
				}
			}
			return
		}
		var head journal.Head
		for r, err := range h.Store.Watch(ctx, "s", 0) {
			if err != nil {
				tb.Errorf("Watch ended (%v) before record %d", err, head.Seq+1)
				return
			}
			if head = head.Next([]byte(texts[head.Seq])); r.Head() != head {
				tb.Errorf("Watch yields %d %q, want %d", r.Seq, r.Data, head.Seq)
				return
			}
			if head.Seq == total {
				return
			}
		}
		tb.Errorf("Watch ended without an error after record %d", head.Seq)
	})
}

func watchAnotherStore(ctx context.Context, tb TB, h Harness) {
	if !h.Shared {
		tb.Skipf("this store is for one process at a time")
	}
	ctx, cancel := context.WithCancel(ctx)
	tb.Cleanup(cancel)
	again := other(tb, h)
	there := pairs(ctx, again, "s", 0)
	here := pairs(ctx, h.Store, "s", 0)
	head := fill(ctx, tb, h.Store, "s", journal.Head{}, "a")
	expect(ctx, tb, there, journal.Head{}, "a")
	next := fill(ctx, tb, again, "s", head, "b", "c")
	expect(ctx, tb, there, head, "b", "c")
	if got := expect(ctx, tb, here, journal.Head{}, "a", "b", "c"); got != next {
		tb.Errorf("Watch reached %v, want %v", got, next)
	}
}

// watchBeyond watches from a place that the stream has not reached, beside
// another watch that shows when each record was there to be seen.
func watchBeyond(ctx context.Context, tb TB, h Harness) {
	ctx, cancel := context.WithCancel(ctx)
	tb.Cleanup(cancel)
	beyond := pairs(ctx, h.Store, "s", 3)
	all := pairs(ctx, h.Store, "s", 0)
	var head, seen journal.Head
	for _, text := range []string{"a", "b", "c"} {
		head = fill(ctx, tb, h.Store, "s", head, text)
		seen = expect(ctx, tb, all, seen, text)
	}
	fill(ctx, tb, h.Store, "s", head, "d")
	expect(ctx, tb, beyond, head, "d")
}

// watchStopped stops many watches early.
func watchStopped(ctx context.Context, tb TB, h Harness) {
	fill(ctx, tb, h.Store, "s", journal.Head{}, "a")
	for range 50 { // one that held something would run out of it
		if r, err, _ := first(h.Store.Watch(ctx, "s", 0)); r.Seq != 1 || err != nil {
			tb.Fatalf("Watch yields %d, %v first, want 1", r.Seq, err)
		}
	}
}

// watchEnds ends a watch that waits, by its context or by Close, and wants
// one error and then the end.
func watchEnds(ctx context.Context, tb TB, h Harness) {
	head := fill(ctx, tb, h.Store, "s", journal.Head{}, "a")
	within, cancel := context.WithCancel(ctx)
	tb.Cleanup(cancel)
	cancelled := errorsAfter(ctx, h.Store.Watch(within, "s", 0), cancel)
	if len(cancelled) != 1 || !errors.Is(cancelled[0], context.Canceled) {
		tb.Errorf("Watch, cancelled, ended with %v, want %v", cancelled, context.Canceled)
	}
	watch := pairs(ctx, h.Store, "s", 0)
	expect(ctx, tb, watch, journal.Head{}, "a")
	wantsOK(tb, "Close during a watch", h.Store.Close())
	select {
	case p, ok := <-watch:
		if !ok || p.err == nil {
			tb.Errorf("Watch, closed, yields %d, %v, want an error", p.Seq, p.err)
		}
	case <-ctx.Done():
		tb.Fatalf("Watch after %d did not end when its store was closed", head.Seq)
	}
}

// errorsAfter runs a watch, calls f at the first record, and gives the errors.
func errorsAfter(ctx context.Context, watch func(func(journal.Record, error) bool), f func()) []error {
	var errs []error
	for _, err := range watch {
		if err != nil {
			errs = append(errs, err)
		} else {
			f()
		}
		if ctx.Err() != nil {
			break
		}
	}
	return errs
}

func watchCancelled(ctx context.Context, tb TB, h Harness) {
	fill(ctx, tb, h.Store, "s", journal.Head{}, "a")
	_, err, _ := first(h.Store.Watch(done(ctx), "s", 0))
	wants(tb, "Watch with a cancelled context", err, context.Canceled)
}
