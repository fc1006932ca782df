package journaltest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"strconv"

	"soundings/journal"
)

func snapshotCases() []Case {
	return []Case{
		{"latest", snapshotLatest},
		{"another version", snapshotVersion},
		{"another head", snapshotHead},
		{"refused", snapshotRefused},
	}
}

func blobCases() []Case {
	return []Case{
		{"kept", blobKept},
		{"not found", blobNotFound},
		{"corrupted", blobCorrupted},
		{"refused", blobRefused},
	}
}

func cellCases() []Case {
	return []Case{
		{"life", cellLife},
		{"conflict", cellConflict},
		{"concurrent", cellConcurrent},
		{"refused", cellRefused},
	}
}

// loads checks what LoadSnapshot gives; nil want is none.
func loads(ctx context.Context, tb TB, s journal.Snapshots, stream, version string, want *journal.Snapshot) {
	tb.Helper()
	got, ok, err := s.LoadSnapshot(ctx, stream, version)
	wantsOK(tb, "LoadSnapshot", err)
	if ok != (want != nil) {
		tb.Fatalf("LoadSnapshot(%s, %q) has one: %v, want %v", stream, version, ok, want != nil)
	}
	if want != nil && (got.Head != want.Head || got.Version != want.Version || !bytes.Equal(got.Data, want.Data)) {
		tb.Errorf("LoadSnapshot(%s, %q) = %d %q %s, want %d %q %s", stream, version,
			got.Head.Seq, got.Version, show(got.Data), want.Head.Seq, want.Version, show(want.Data))
	}
}

func snapshotLatest(ctx context.Context, tb TB, h Harness) {
	loads(ctx, tb, h.Store, "s", "1", nil)
	head := fill(ctx, tb, h.Store, "s", journal.Head{}, "a", "b")
	one := journal.Snapshot{Head: head, Version: "1", Data: []byte("state\x00\xff of b")}
	wantsOK(tb, "SaveSnapshot", h.Store.SaveSnapshot(ctx, "s", one))
	loads(ctx, tb, h.Store, "s", "1", &one)
	loads(ctx, tb, h.Store, "other", "1", nil)
	next := fill(ctx, tb, h.Store, "s", head, "c")
	loads(ctx, tb, h.Store, "s", "1", &one) // the stream may be ahead of it
	two := journal.Snapshot{Head: next, Version: "1", Data: big(3 << 20)}
	wantsOK(tb, "SaveSnapshot", h.Store.SaveSnapshot(ctx, "s", two))
	loads(ctx, tb, h.Store, "s", "1", &two)
	empty := journal.Snapshot{Head: head, Version: ""}
	wantsOK(tb, "SaveSnapshot without data", h.Store.SaveSnapshot(ctx, "s", empty))
	loads(ctx, tb, h.Store, "s", "", &empty)
	loads(ctx, tb, h.Store, "s", "1", nil) // there is one snapshot of a stream
}

func snapshotVersion(ctx context.Context, tb TB, h Harness) {
	head := fill(ctx, tb, h.Store, "s", journal.Head{}, "a")
	wantsOK(tb, "SaveSnapshot", h.Store.SaveSnapshot(ctx, "s", journal.Snapshot{Head: head, Version: "1"}))
	for _, version := range []string{"2", "", "1 ", "01"} {
		loads(ctx, tb, h.Store, "s", version, nil)
	}
}

func snapshotHead(ctx context.Context, tb TB, h Harness) {
	one := fill(ctx, tb, h.Store, "s", journal.Head{}, "a")
	two := fill(ctx, tb, h.Store, "s", one, "b")
	for what, head := range map[string]journal.Head{
		"no record":        {},
		"another hash":     {Seq: 2, Hash: one.Hash},
		"another place":    {Seq: 1, Hash: two.Hash},
		"beyond the end":   two.Next([]byte("c")),
		"another history":  journal.Head{}.Next([]byte("x")),
		"hash of no place": {Hash: two.Hash},
	} {
		s := journal.Snapshot{Head: head, Version: "1", Data: []byte("x")}
		wantsOK(tb, "SaveSnapshot", h.Store.SaveSnapshot(ctx, "s", s))
		if _, ok, err := h.Store.LoadSnapshot(ctx, "s", "1"); ok || err != nil {
			tb.Errorf("LoadSnapshot with the head of %s = %v, %v, want none", what, ok, err)
		}
	}
	s := journal.Snapshot{Head: one, Version: "1", Data: []byte("x")}
	wantsOK(tb, "SaveSnapshot", h.Store.SaveSnapshot(ctx, "unborn", s))
	loads(ctx, tb, h.Store, "unborn", "1", nil)
}

func snapshotRefused(ctx context.Context, tb TB, h Harness) {
	for _, name := range badNames() {
		wants(tb, "SaveSnapshot of a bad name", h.Store.SaveSnapshot(ctx, name, journal.Snapshot{}), journal.ErrBadName)
		_, _, err := h.Store.LoadSnapshot(ctx, name, "1")
		wants(tb, "LoadSnapshot of a bad name", err, journal.ErrBadName)
	}
	head := fill(ctx, tb, h.Store, "s", journal.Head{}, "a")
	err := h.Store.SaveSnapshot(done(ctx), "s", journal.Snapshot{Head: head, Version: "1"})
	wants(tb, "SaveSnapshot with a cancelled context", err, context.Canceled)
	_, _, err = h.Store.LoadSnapshot(done(ctx), "s", "1")
	wants(tb, "LoadSnapshot with a cancelled context", err, context.Canceled)
	loads(ctx, tb, h.Store, "s", "1", nil)
}

func blobKept(ctx context.Context, tb TB, h Harness) {
	for _, data := range [][]byte{[]byte("a\x00b"), nil, {0xff}, big(10_000_000)} {
		for range 2 {
			hash, err := h.Store.PutBlob(ctx, data)
			wantsOK(tb, "PutBlob", err)
			if want := journal.Hash(sha256.Sum256(data)); hash != want {
				tb.Errorf("PutBlob(%s) = %v, want %v", show(data), hash, want)
			}
			got, err := h.Store.Blob(ctx, hash)
			wantsOK(tb, "Blob", err)
			same(tb, "Blob", got, data)
			if len(got) > 0 {
				got[0]++ // is the caller's
			}
		}
	}
}

func blobNotFound(ctx context.Context, tb TB, h Harness) {
	_, err := h.Store.Blob(ctx, journal.Hash{1})
	wants(tb, "Blob of no such hash", err, journal.ErrNotFound)
}

func blobCorrupted(ctx context.Context, tb TB, h Harness) {
	if h.Corrupt == nil {
		tb.Skipf("this store gives a test no way to alter a blob")
	}
	hash, err := h.Store.PutBlob(ctx, []byte("a file"))
	wantsOK(tb, "PutBlob", err)
	h.Corrupt(tb, hash)
	if data, err := h.Store.Blob(ctx, hash); err == nil || errors.Is(err, journal.ErrNotFound) {
		tb.Errorf("Blob of altered bytes = %s, %v, want an error that is not %v", show(data), err, journal.ErrNotFound)
	}
}

func blobRefused(ctx context.Context, tb TB, h Harness) {
	_, err := h.Store.PutBlob(ctx, make([]byte, journal.MaxBlob+1))
	wants(tb, "PutBlob of MaxBlob+1 bytes", err, journal.ErrTooLarge)
	_, err = h.Store.PutBlob(done(ctx), []byte("x"))
	wants(tb, "PutBlob with a cancelled context", err, context.Canceled)
	hash := journal.Hash(sha256.Sum256([]byte("x")))
	_, err = h.Store.Blob(ctx, hash)
	wants(tb, "Blob that was not put", err, journal.ErrNotFound)
	_, err = h.Store.Blob(done(ctx), hash)
	wants(tb, "Blob with a cancelled context", err, context.Canceled)
}

// cell checks what a cell has; nil want is no cell.
func cell(ctx context.Context, tb TB, v journal.Vault, name string, want []byte) {
	tb.Helper()
	got, err := v.Cell(ctx, name)
	if want == nil {
		wants(tb, "Cell that is not there", err, journal.ErrNotFound)
		return
	}
	wantsOK(tb, "Cell", err)
	same(tb, "Cell", got, want)
	if got == nil {
		tb.Errorf("Cell that is there = nil, want bytes")
	}
}

func cellLife(ctx context.Context, tb TB, h Harness) {
	cell(ctx, tb, h.Store, "c", nil)
	steps := [][]byte{nil, []byte("one"), []byte("two\x00\xff"), {}, big(70_000), nil, []byte("again"), nil, nil}
	wantsOK(tb, "Swap beside it", h.Store.Swap(ctx, "c/other", nil, []byte("other")))
	for i, next := range steps[1:] {
		replacement := bytes.Clone(next)
		wantsOK(tb, "Swap", h.Store.Swap(ctx, "c", steps[i], replacement))
		if len(replacement) > 0 {
			replacement[0]++ // is the caller's
		}
		cell(ctx, tb, h.Store, "c", next)
	}
	cell(ctx, tb, h.Store, "c/other", []byte("other"))
}

func cellConflict(ctx context.Context, tb TB, h Harness) {
	swaps := func(what string, old, replacement []byte) {
		tb.Helper()
		wants(tb, "Swap of "+what, h.Store.Swap(ctx, "c", old, replacement), journal.ErrConflict)
	}
	swaps("bytes for no cell", []byte("old"), []byte("x"))
	swaps("an empty cell for no cell", []byte{}, []byte("x"))
	swaps("bytes for no cell, to remove", []byte("old"), nil)
	cell(ctx, tb, h.Store, "c", nil)
	wantsOK(tb, "Swap", h.Store.Swap(ctx, "c", nil, []byte("now")))
	swaps("nothing for a cell", nil, []byte("x"))
	swaps("nothing for a cell, to remove", nil, nil)
	swaps("other bytes", []byte("old"), []byte("x"))
	swaps("other bytes, to remove", []byte("no"), nil)
	swaps("an empty cell for bytes", []byte{}, []byte("x"))
	cell(ctx, tb, h.Store, "c", []byte("now"))
	wantsOK(tb, "Swap to empty", h.Store.Swap(ctx, "c", []byte("now"), []byte{}))
	swaps("nothing for an empty cell", nil, []byte("x"))
	cell(ctx, tb, h.Store, "c", []byte{})
}

// cellConcurrent counts in a cell.
func cellConcurrent(ctx context.Context, tb TB, h Harness) {
	const writers, each = 6, 10
	together(writers, func(int) {
		for n := 0; n < each; {
			old, err := h.Store.Cell(ctx, "c")
			if err != nil && !errors.Is(err, journal.ErrNotFound) {
				tb.Errorf("Cell = %v, want nil", err)
				return
			}
			count, _ := strconv.Atoi(string(old))
			switch err := h.Store.Swap(ctx, "c", old, []byte(strconv.Itoa(count+1))); {
			case err == nil:
				n++
			case !errors.Is(err, journal.ErrConflict):
				tb.Errorf("Swap = %v, want nil or %v", err, journal.ErrConflict)
				return
			}
		}
	})
	cell(ctx, tb, h.Store, "c", []byte(strconv.Itoa(writers*each)))
}

func cellRefused(ctx context.Context, tb TB, h Harness) {
	for _, name := range badNames() {
		wants(tb, "Swap of a bad name", h.Store.Swap(ctx, name, nil, []byte("x")), journal.ErrBadName)
		_, err := h.Store.Cell(ctx, name)
		wants(tb, "Cell of a bad name", err, journal.ErrBadName)
	}
	wants(tb, "Swap with a cancelled context", h.Store.Swap(done(ctx), "c", nil, []byte("x")), context.Canceled)
	cell(ctx, tb, h.Store, "c", nil)
	_, err := h.Store.Cell(done(ctx), "c")
	wants(tb, "Cell with a cancelled context", err, context.Canceled)
}
