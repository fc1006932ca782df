package bot

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"soundings/journal"
)

// BenchmarkDeliver decides events of 64 engagements at once over a store in
// memory: what the desk itself costs.
func BenchmarkDeliver(b *testing.B) {
	o := toyOptions(b, journal.NewMemory())
	bot := New(o)
	ctx, cancel := context.WithCancel(b.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = bot.Run(ctx, &scribe{}) })
	defer running.Wait()
	defer cancel()
	const engagements = 64
	for i := range engagements {
		ev := Event{ID: fmt.Sprint("new", i), Kind: Said, Room: room(fmt.Sprint(i)), Text: fmt.Sprint("new e", i)}
		if _, err := bot.Deliver(ctx, ev); err != nil {
			b.Fatal(err)
		}
	}
	var next atomic.Int64
	b.ReportAllocs()
	b.SetParallelism(engagements)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			n := next.Add(1)
			ev := Event{ID: fmt.Sprint("ev", n), Kind: Said, Room: room(fmt.Sprint(n % engagements)), Text: "add word"}
			if _, err := bot.Deliver(ctx, ev); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// BenchmarkFold folds facts from their stored form, with the toy domain: the
// envelope, the chain, the tree and the causes.
func BenchmarkFold(b *testing.B) {
	records := make([]journal.Record, 10_000)
	var head journal.Head
	for i := range records {
		data := Encode(Fact{Kind: "toy.added", Time: noon, Cause: fmt.Sprint("fake:", i), Data: []byte(`"word"`)})
		head = head.Next(data)
		records[i] = journal.Record{Seq: head.Seq, Hash: head.Hash, Data: data}
	}
	b.ReportAllocs()
	for b.Loop() {
		f := newFold(&toy{})
		for _, r := range records {
			if err := f.record(r); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(records)*b.N)/b.Elapsed().Seconds(), "facts/s")
}
