package journaltest

import (
	"context"
	"errors"

	"soundings/journal"
)

func appendCases() []Case {
	return []Case{
		{"chains", appendChains},
		{"ignores other fields", appendIgnoresFields},
		{"keeps no reference", appendKeepsNoReference},
		{"all or none", appendAllOrNone},
		{"conflict", appendConflict},
		{"diverged shorter", appendDivergedShorter},
		{"diverged hash", appendDivergedHash},
		{"diverged below the end", appendDivergedBelow},
		{"payloads", appendPayloads},
		{"large payload", appendLarge},
		{"too large", appendTooLarge},
		{"bad name", appendBadName},
		{"cancelled", appendCancelled},
	}
}

func barrierCases() []Case {
	return []Case{
		{"at the end", barrierAtEnd},
		{"empty stream", barrierEmpty},
		{"wrong head", barrierWrong},
		{"cancelled", barrierCancelled},
	}
}

func appendChains(ctx context.Context, tb TB, h Harness) {
	one := fill(ctx, tb, h.Store, "s", journal.Head{}, "a")
	three := fill(ctx, tb, h.Store, "s", one, "b", "c")
	if got := holds(ctx, tb, h.Store, "s", "a", "b", "c"); got != three {
		tb.Errorf("Append returned %v, but the stream ends at %v", three, got)
	}
}

func appendIgnoresFields(ctx context.Context, tb TB, h Harness) {
	rec := journal.Record{Seq: 9, Hash: journal.Hash{9}, Data: []byte("a")}
	head, err := h.Store.Append(ctx, "s", journal.Head{}, rec)
	wantsOK(tb, "Append", err)
	if got := holds(ctx, tb, h.Store, "s", "a"); got != head {
		tb.Errorf("Append = %v, want %v", head, got)
	}
}

func appendKeepsNoReference(ctx context.Context, tb TB, h Harness) {
	recs := records("a", "b")
	_, err := h.Store.Append(ctx, "s", journal.Head{}, recs...)
	wantsOK(tb, "Append", err)
	recs[0].Data[0] = 'x'
	for _, r := range read(ctx, tb, h.Store, "s", 0) {
		r.Data[0] = 'y'
	}
	holds(ctx, tb, h.Store, "s", "a", "b")
}

// appendAllOrNone gives batches that can be refused at their end only.
func appendAllOrNone(ctx context.Context, tb TB, h Harness) {
	head := fill(ctx, tb, h.Store, "s", journal.Head{}, "a", "b", "c")
	batch := append(records("d", "e"), journal.Record{Data: make([]byte, journal.MaxRecord+1)})
	_, err := h.Store.Append(ctx, "s", head, batch...)
	wants(tb, "Append of a batch with a record that is too large", err, journal.ErrTooLarge)
	stale := journal.Head{}.Next([]byte("a"))
	_, err = h.Store.Append(ctx, "s", stale, records("x", "y")...)
	wants(tb, "Append of a batch after a stale head", err, journal.ErrConflict)
	holds(ctx, tb, h.Store, "s", "a", "b", "c")
	fill(ctx, tb, h.Store, "s", head, "d", "e")
	holds(ctx, tb, h.Store, "s", "a", "b", "c", "d", "e")
}

func appendConflict(ctx context.Context, tb TB, h Harness) {
	one := fill(ctx, tb, h.Store, "s", journal.Head{}, "a")
	fill(ctx, tb, h.Store, "s", one, "b")
	for _, stale := range []journal.Head{{}, one} {
		_, err := h.Store.Append(ctx, "s", stale, records("x")...)
		wants(tb, "Append after a stale head", err, journal.ErrConflict)
	}
	holds(ctx, tb, h.Store, "s", "a", "b")
}

func appendDivergedShorter(ctx context.Context, tb TB, h Harness) {
	one := fill(ctx, tb, h.Store, "s", journal.Head{}, "a")
	for stream, head := range map[string]journal.Head{"s": one.Next([]byte("b")), "none": one} {
		_, err := h.Store.Append(ctx, stream, head, records("x")...)
		wants(tb, "Append beyond the end of "+stream, err, journal.ErrDiverged)
	}
	holds(ctx, tb, h.Store, "s", "a")
	holds(ctx, tb, h.Store, "none")
}

func appendDivergedHash(ctx context.Context, tb TB, h Harness) {
	fill(ctx, tb, h.Store, "s", journal.Head{}, "a", "b")
	wrong := journal.Head{}.Next([]byte("a")).Next([]byte("c"))
	_, err := h.Store.Append(ctx, "s", wrong, records("x")...)
	wants(tb, "Append after the end with another hash", err, journal.ErrDiverged)
	holds(ctx, tb, h.Store, "s", "a", "b")
}

// appendDivergedBelow tells a stale head from one that never was.
func appendDivergedBelow(ctx context.Context, tb TB, h Harness) {
	fill(ctx, tb, h.Store, "s", journal.Head{}, "a", "b", "c")
	never := journal.Head{}.Next([]byte("z"))
	for _, head := range []journal.Head{never, {Hash: journal.Hash{1}}} {
		_, err := h.Store.Append(ctx, "s", head, records("x")...)
		wants(tb, "Append after a head that the stream never had", err, journal.ErrDiverged)
	}
	holds(ctx, tb, h.Store, "s", "a", "b", "c")
}

func appendPayloads(ctx context.Context, tb TB, h Harness) {
	texts := []string{"", "\x00", "a\x00b", "\xff\xfe", "naïve – ☂", "{\"a\":1}\n", " ", "''\"\\", "123", "\xed\xa0\x80"}
	head := fill(ctx, tb, h.Store, "s", journal.Head{}, texts...)
	head, err := h.Store.Append(ctx, "s", head, journal.Record{})
	wantsOK(tb, "Append of nil Data", err)
	if got := holds(ctx, tb, h.Store, "s", append(texts, "")...); got != head {
		tb.Errorf("Append = %v, want %v", head, got)
	}
}

func appendLarge(ctx context.Context, tb TB, h Harness) {
	text := string(big(10_000_000))
	head := fill(ctx, tb, h.Store, "s", journal.Head{}, text)
	fill(ctx, tb, h.Store, "s", head, "after")
	holds(ctx, tb, h.Store, "s", text, "after")
}

func appendTooLarge(ctx context.Context, tb TB, h Harness) {
	_, err := h.Store.Append(ctx, "s", journal.Head{}, journal.Record{Data: make([]byte, journal.MaxRecord+1)})
	wants(tb, "Append of MaxRecord+1 bytes", err, journal.ErrTooLarge)
	holds(ctx, tb, h.Store, "s")
}

func badNames() []string {
	long := make([]byte, journal.MaxName+1)
	for i := range long {
		long[i] = 'a'
	}
	return []string{"", "a b", "{s}", "é", "a\nb", string(long)}
}

func appendBadName(ctx context.Context, tb TB, h Harness) {
	for _, name := range badNames() {
		_, err := h.Store.Append(ctx, name, journal.Head{}, records("x")...)
		wants(tb, "Append to a bad name", err, journal.ErrBadName)
		_, err, _ = first(h.Store.Read(ctx, name, 0))
		wants(tb, "Read of a bad name", err, journal.ErrBadName)
		_, err, _ = first(h.Store.Watch(ctx, name, 0))
		wants(tb, "Watch of a bad name", err, journal.ErrBadName)
	}
	for _, name := range []string{"a", "A-z_0.9/x:y", badNames()[5][1:]} {
		fill(ctx, tb, h.Store, name, journal.Head{}, "x")
		holds(ctx, tb, h.Store, name, "x")
	}
}

// done gives a context that is cancelled already.
func done(ctx context.Context) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	return ctx
}

func appendCancelled(ctx context.Context, tb TB, h Harness) {
	head := fill(ctx, tb, h.Store, "s", journal.Head{}, "a")
	_, err := h.Store.Append(done(ctx), "s", head, records("x")...)
	wants(tb, "Append with a cancelled context", err, context.Canceled)
	holds(ctx, tb, h.Store, "s", "a")
}

func barrierAtEnd(ctx context.Context, tb TB, h Harness) {
	head := fill(ctx, tb, h.Store, "s", journal.Head{}, "a", "b")
	got, err := h.Store.Append(ctx, "s", head)
	wantsOK(tb, "Append without records", err)
	if got != head {
		tb.Errorf("Append without records = %v, want %v", got, head)
	}
	holds(ctx, tb, h.Store, "s", "a", "b")
	fill(ctx, tb, h.Store, "s", got, "c") // the barrier left the head usable
}

func barrierEmpty(ctx context.Context, tb TB, h Harness) {
	got, err := h.Store.Append(ctx, "s", journal.Head{})
	if err != nil || got != (journal.Head{}) {
		tb.Errorf("Append without records to no stream = %v, %v, want the zero Head", got, err)
	}
	if name, err, ok := first(h.Store.Streams(ctx)); ok {
		tb.Errorf("Streams after a barrier yields %q, %v, want nothing", name, err)
	}
}

func barrierWrong(ctx context.Context, tb TB, h Harness) {
	one := fill(ctx, tb, h.Store, "s", journal.Head{}, "a")
	two := fill(ctx, tb, h.Store, "s", one, "b")
	for _, c := range []struct {
		what   string
		stream string
		head   journal.Head
		want   error
	}{
		{"a stale head", "s", one, journal.ErrConflict},
		{"the zero head", "s", journal.Head{}, journal.ErrConflict},
		{"a longer head", "s", two.Next([]byte("c")), journal.ErrDiverged},
		{"another hash", "s", one.Next([]byte("x")), journal.ErrDiverged},
		{"a head of no stream", "none", one, journal.ErrDiverged},
	} {
		_, err := h.Store.Append(ctx, c.stream, c.head)
		wants(tb, "Append without records at "+c.what, err, c.want)
	}
}

func barrierCancelled(ctx context.Context, tb TB, h Harness) {
	head := fill(ctx, tb, h.Store, "s", journal.Head{}, "a")
	if _, err := h.Store.Append(done(ctx), "s", head); !errors.Is(err, context.Canceled) {
		tb.Errorf("Append without records, cancelled = %v, want %v", err, context.Canceled)
	}
}
