package journaltest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"

	"soundings/journal"
)

// records makes a record of each text.
func records(texts ...string) []journal.Record {
	recs := make([]journal.Record, len(texts))
	for i, text := range texts {
		recs[i] = journal.Record{Data: []byte(text)}
	}
	return recs
}

// fill appends a record of each text to the stream and returns its head.
func fill(ctx context.Context, tb TB, j journal.Journal, stream string, after journal.Head, texts ...string) journal.Head {
	tb.Helper()
	head, err := j.Append(ctx, stream, after, records(texts...)...)
	if err != nil {
		tb.Fatalf("Append(%s, %d, %q) = %v, want nil", stream, after.Seq, texts, err)
	}
	return head
}

// read gives all records after a place.
func read(ctx context.Context, tb TB, j journal.Journal, stream string, after journal.Seq) []journal.Record {
	tb.Helper()
	var recs []journal.Record
	for r, err := range j.Read(ctx, stream, after) {
		if err != nil {
			tb.Fatalf("Read(%s, %d) = %v, want nil", stream, after, err)
		}
		recs = append(recs, r)
	}
	return recs
}

// holds checks that the stream is exactly a record of each text, chained.
func holds(ctx context.Context, tb TB, j journal.Journal, stream string, texts ...string) journal.Head {
	tb.Helper()
	return chained(tb, stream, read(ctx, tb, j, stream, 0), journal.Head{}, texts...)
}

// chained checks that recs are a record of each text, chained after head.
func chained(tb TB, stream string, recs []journal.Record, head journal.Head, texts ...string) journal.Head {
	tb.Helper()
	if len(recs) != len(texts) {
		tb.Fatalf("%s has %d records after %d, want %d", stream, len(recs), head.Seq, len(texts))
	}
	for i, r := range recs {
		if r.Data == nil || string(r.Data) != texts[i] {
			tb.Fatalf("%s record %d is %s, want %s", stream, head.Seq+1, show(r.Data), show([]byte(texts[i])))
		}
		head = head.Next(r.Data)
		if r.Head() != head {
			tb.Fatalf("%s record %d says it is %d %v, want %d %v", stream, i+1, r.Seq, r.Hash, head.Seq, head.Hash)
		}
	}
	return head
}

// show gives data for a message, short.
func show(data []byte) string {
	switch {
	case data == nil:
		return "nil"
	case len(data) > 64:
		return fmt.Sprintf("%q… (%d bytes)", data[:64], len(data))
	}
	return fmt.Sprintf("%q", data)
}

// wants checks an error by errors.Is.
func wants(tb TB, call string, err, want error) {
	tb.Helper()
	if !errors.Is(err, want) {
		tb.Errorf("%s = %v, want %v", call, err, want)
	}
}

// wantsOK ends the case on an error.
func wantsOK(tb TB, call string, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatalf("%s = %v, want nil", call, err)
	}
}

// other gives a second store on the data of h, closed with the case. Where
// the data is not shared, it closes h.Store first.
func other(tb TB, h Harness) journal.Store {
	tb.Helper()
	if !h.Shared {
		wantsOK(tb, "Close", h.Store.Close())
	}
	again := h.Open(tb)
	tb.Cleanup(func() {
		if err := again.Close(); err != nil {
			tb.Errorf("Close = %v, want nil", err)
		}
	})
	return again
}

// first runs an iteration to its first pair.
func first[T any](seq func(func(T, error) bool)) (value T, err error, ok bool) {
	for value, err := range seq {
		return value, err, true
	}
	return value, nil, false
}

// together runs f for 0 to n-1 at the same time and waits for all.
func together(n int, f func(i int)) {
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() { f(i) })
	}
	wait.Wait()
}

// big gives n bytes that do not repeat with a short period.
func big(n int) []byte {
	data := make([]byte, n)
	state := uint32(1)
	for i := range data {
		state = state*1664525 + 1013904223
		data[i] = byte(state >> 24)
	}
	return data
}

func same(tb TB, what string, got, want []byte) {
	tb.Helper()
	if !bytes.Equal(got, want) {
		tb.Errorf("%s = %s, want %s", what, show(got), show(want))
	}
}
