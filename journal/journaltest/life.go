package journaltest

import (
	"context"

	"soundings/journal"
)

func lifeCases() []Case {
	return []Case{
		{"reopen", lifeReopen},
		{"two stores", lifeTwoStores},
		{"close", lifeClose},
	}
}

// lifeReopen closes the store and opens its data again.
func lifeReopen(ctx context.Context, tb TB, h Harness) {
	texts := numbered(20)
	head := fill(ctx, tb, h.Store, "s", journal.Head{}, texts...)
	fill(ctx, tb, h.Store, "t", journal.Head{}, "x")
	snapshot := journal.Snapshot{Head: head, Version: "1", Data: []byte("state")}
	wantsOK(tb, "SaveSnapshot", h.Store.SaveSnapshot(ctx, "s", snapshot))
	blob, err := h.Store.PutBlob(ctx, []byte("a file"))
	wantsOK(tb, "PutBlob", err)
	wantsOK(tb, "Swap", h.Store.Swap(ctx, "c", nil, []byte("one")))
	wantsOK(tb, "Swap", h.Store.Swap(ctx, "gone", nil, []byte("one")))
	wantsOK(tb, "Swap", h.Store.Swap(ctx, "gone", []byte("one"), nil))
	wantsOK(tb, "Close", h.Store.Close())

	h.Shared = true // it is closed already
	again := other(tb, h)
	if got := holds(ctx, tb, again, "s", texts...); got != head {
		tb.Errorf("the stream ends at %v after reopening, want %v", got, head)
	}
	holds(ctx, tb, again, "t", "x")
	loads(ctx, tb, again, "s", "1", &snapshot)
	data, err := again.Blob(ctx, blob)
	wantsOK(tb, "Blob", err)
	same(tb, "Blob", data, []byte("a file"))
	cell(ctx, tb, again, "c", []byte("one"))
	cell(ctx, tb, again, "gone", nil)
	got, err := again.Append(ctx, "s", head)
	if err != nil || got != head {
		tb.Errorf("Append without records after reopening = %d, %v, want %d", got.Seq, err, head.Seq)
	}
	fill(ctx, tb, again, "s", head, "next")
	holds(ctx, tb, again, "s", append(texts, "next")...)
}

// lifeTwoStores checks that two stores on the same data see each other at once.
func lifeTwoStores(ctx context.Context, tb TB, h Harness) {
	if !h.Shared {
		tb.Skipf("this store is for one process at a time")
	}
	again := other(tb, h)
	head := fill(ctx, tb, h.Store, "s", journal.Head{}, "a")
	holds(ctx, tb, again, "s", "a")
	_, err := again.Append(ctx, "s", journal.Head{}, records("x")...)
	wants(tb, "Append after a stale head, in the other store", err, journal.ErrConflict)
	next := fill(ctx, tb, again, "s", head, "b")
	_, err = h.Store.Append(ctx, "s", head, records("x")...)
	wants(tb, "Append after a head that the other store moved", err, journal.ErrConflict)
	fill(ctx, tb, h.Store, "s", next, "c")
	holds(ctx, tb, again, "s", "a", "b", "c")
	wantsOK(tb, "Swap", h.Store.Swap(ctx, "c", nil, []byte("one")))
	wants(tb, "Swap, in the other store", again.Swap(ctx, "c", nil, []byte("x")), journal.ErrConflict)
	wantsOK(tb, "Swap, in the other store", again.Swap(ctx, "c", []byte("one"), nil))
	cell(ctx, tb, h.Store, "c", nil)
}

// lifeClose calls everything on a store that is closed.
func lifeClose(ctx context.Context, tb TB, h Harness) {
	head := fill(ctx, tb, h.Store, "s", journal.Head{}, "a")
	wantsOK(tb, "Close", h.Store.Close())
	wantsOK(tb, "Close again", h.Store.Close())
	calls := map[string]func() error{
		"Append":            func() error { _, err := h.Store.Append(ctx, "s", head, records("b")...); return err },
		"Append of nothing": func() error { _, err := h.Store.Append(ctx, "s", head); return err },
		"Read":              func() error { _, err, _ := first(h.Store.Read(ctx, "s", 0)); return err },
		"Streams":           func() error { _, err, _ := first(h.Store.Streams(ctx)); return err },
		"Watch":             func() error { _, err, _ := first(h.Store.Watch(ctx, "s", 0)); return err },
		"Lease":             func() error { _, err := h.Store.Lease(ctx, "turn", long); return err },
		"SaveSnapshot":      func() error { return h.Store.SaveSnapshot(ctx, "s", journal.Snapshot{Head: head}) },
		"LoadSnapshot":      func() error { _, _, err := h.Store.LoadSnapshot(ctx, "s", ""); return err },
		"PutBlob":           func() error { _, err := h.Store.PutBlob(ctx, []byte("x")); return err },
		"Blob":              func() error { _, err := h.Store.Blob(ctx, journal.Hash{}); return err },
		"Cell":              func() error { _, err := h.Store.Cell(ctx, "c"); return err },
		"Swap":              func() error { return h.Store.Swap(ctx, "c", nil, []byte("x")) },
	}
	for name, call := range calls {
		if err := call(); err == nil {
			tb.Errorf("%s after Close = nil, want an error", name)
		}
	}
}
