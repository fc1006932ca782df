package redis_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"soundings/internal/redistest"
	"soundings/journal"
)

// The appends of 64 desks, each with a stream of its own, against 64 clients
// that write one entry or value at a time with go-redis, on the same server,
// with the same fsync policy and, where there are replicas, with the same
// WAIT. They take turns in short rounds, since a machine is not equally fast
// for long; the ratio is the median of the rounds.
func BenchmarkAppend(b *testing.B) {
	for _, policy := range []string{"always", "everysec"} {
		for _, replicas := range []int{0, 1} {
			b.Run(fmt.Sprintf("appendfsync=%s/replicas=%d", policy, replicas), func(b *testing.B) {
				benchmarkAppend(b, policy, replicas)
			})
		}
	}
}

const (
	desks = 64
	round = 40 // writes of each desk
)

func benchmarkAppend(b *testing.B, policy string, replicas int) {
	server := redistest.Start(b, "--appendfsync", policy)
	for range replicas {
		server.StartReplica("--appendfsync", policy)
	}
	options := at(server)
	options.Wait = replicas
	store := open(b, options)
	raw := goredis.NewClient(&goredis.Options{Addr: server.Addr, PoolSize: desks, Protocol: 2, PipelinePoolSize: -1})
	defer raw.Close()
	ctx := context.Background()
	data := []byte(strings.Repeat("x", 300))
	heads := make([]journal.Head, desks)

	single := func(args ...any) error {
		if replicas == 0 {
			return raw.Do(ctx, args...).Err()
		}
		pipe := raw.Pipeline()
		pipe.Do(ctx, args...)
		pipe.Do(ctx, "wait", replicas, 5000)
		_, err := pipe.Exec(ctx)
		return err
	}
	xadd := func(desk int) error { return single("xadd", fmt.Sprint("raw", desk), "*", "d", data) }
	set := func(desk int) error { return single("set", fmt.Sprint("value", desk), data) }
	add := func(desk int) (err error) {
		heads[desk], err = store.Append(ctx, fmt.Sprint("engagement", desk), heads[desk], journal.Record{Data: data})
		return err
	}
	var took time.Duration
	var toXADD, toSET []float64
	for b.Loop() {
		entries, values, appends := timeRound(b, xadd), timeRound(b, set), timeRound(b, add)
		took += appends
		toXADD = append(toXADD, float64(entries)/float64(appends))
		toSET = append(toSET, float64(values)/float64(appends))
	}
	b.ReportMetric(float64(desks*round*b.N)/took.Seconds(), "appends/s")
	b.ReportMetric(median(toXADD), "ratio-to-XADD")
	b.ReportMetric(median(toSET), "ratio-to-SET")
}

// timeRound lets all desks do their writes at once.
func timeRound(b *testing.B, do func(desk int) error) time.Duration {
	start := time.Now()
	var wait sync.WaitGroup
	for desk := range desks {
		wait.Go(func() {
			for range round {
				if err := do(desk); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
	return time.Since(start)
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// Reading a long stream from its start, as a desk does without a snapshot.
func BenchmarkRead(b *testing.B) {
	server := redistest.Start(b, "--appendfsync", "everysec")
	store := open(b, at(server))
	const count = 50_000
	batch := make([]journal.Record, 1000)
	for i := range batch {
		batch[i].Data = []byte(strings.Repeat("x", 300))
	}
	var head journal.Head
	for range count / len(batch) {
		var err error
		if head, err = store.Append(b.Context(), "engagement", head, batch...); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		seen := 0
		for _, err := range store.Read(b.Context(), "engagement", 0) {
			if err != nil {
				b.Fatal(err)
			}
			seen++
		}
		if seen != count {
			b.Fatalf("read %d records, want %d", seen, count)
		}
	}
	b.ReportMetric(float64(count*b.N)/b.Elapsed().Seconds(), "records/s")
}
