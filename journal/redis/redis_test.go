package redis_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	goredis "github.com/redis/go-redis/v9"

	"soundings/internal/redistest"
	"soundings/internal/secret"
	"soundings/journal"
	"soundings/journal/journaltest"
	"soundings/journal/redis"
)

// The suite runs on a real server that syncs each write.
func TestSuite(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	runSuite(t, server.Addr, redis.Options{URL: secret.New("redis://" + server.Addr)}, nil)
}

// It runs with replicas confirming every write, too.
func TestSuiteWithReplica(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	server.StartReplica()
	runSuite(t, server.Addr, redis.Options{
		URL: secret.New("redis://" + server.Addr), Wait: 1, WaitTimeout: 20 * time.Second, // the suite stores large files
	}, nil)
}

// And on a cluster: one server that has all slots, so that keys must share a
// slot wherever a script touches several, and redirection is followed.
func TestSuiteInCluster(t *testing.T) {
	t.Parallel()
	server := startCluster(t)
	runSuite(t, server.Addr, redis.Options{URL: secret.New("redis+cluster://" + server.Addr)}, nil)
}

// An imitation in this process shows that the commands used are the common
// ones. Its WAIT waits for nothing, so that is left to real servers.
func TestSuiteOnMiniredis(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	runSuite(t, server.Addr(), redis.Options{URL: secret.New("redis://" + server.Addr())}, server.FastForward)
}

// runSuite gives each case a prefix of its own on one server.
func runSuite(t *testing.T, addr string, options redis.Options, advance func(time.Duration)) {
	raw := goredis.NewClient(&goredis.Options{Addr: addr})
	t.Cleanup(func() { raw.Close() })
	var number atomic.Int64
	journaltest.Run(t, func(t *testing.T) journaltest.Harness {
		options := options
		options.Prefix = fmt.Sprintf("test%d", number.Add(1))
		open := func(tb journaltest.TB) journal.Store {
			store, err := redis.Open(context.Background(), options)
			if err != nil {
				tb.Fatalf("Open: %v", err)
			}
			return store
		}
		return journaltest.Harness{
			Store: open(t), Open: open, Shared: true, Advance: advance,
			Corrupt: func(tb journaltest.TB, h journal.Hash) {
				if err := raw.Append(context.Background(), options.Prefix+":blob:"+h.String(), "x").Err(); err != nil {
					tb.Fatalf("corrupt: %v", err)
				}
			},
		}
	})
}

func startCluster(t testing.TB) *redistest.Server {
	t.Helper()
	server := redistest.Start(t, "--cluster-enabled", "yes")
	server.Do("CLUSTER ADDSLOTSRANGE 0 16383")
	server.Await("cluster_state:ok", "CLUSTER INFO")
	return server
}

func open(t testing.TB, options redis.Options) *redis.Store {
	t.Helper()
	store, err := redis.Open(t.Context(), options)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return store
}

func at(server *redistest.Server) redis.Options {
	return redis.Options{URL: secret.New("redis://" + server.Addr)}
}

// add appends one record for each text.
func add(t testing.TB, j journal.Journal, stream string, after journal.Head, texts ...string) journal.Head {
	t.Helper()
	head, err := j.Append(t.Context(), stream, after, records(texts...)...)
	if err != nil {
		t.Fatalf("Append after %d: %v", after.Seq, err)
	}
	return head
}

func records(texts ...string) []journal.Record {
	recs := make([]journal.Record, len(texts))
	for i, text := range texts {
		recs[i].Data = []byte(text)
	}
	return recs
}

// texts gives what a stream says after a place.
func texts(t testing.TB, j journal.Journal, stream string, after journal.Seq) []string {
	t.Helper()
	var all []string
	for r, err := range j.Read(t.Context(), stream, after) {
		if err != nil {
			t.Fatalf("Read: %v", err)
		}
		all = append(all, string(r.Data))
	}
	return all
}

func wantUnavailable(t testing.TB, doing string, err error) {
	t.Helper()
	if !errors.Is(err, journal.ErrUnavailable) {
		t.Errorf("%s: %v, want ErrUnavailable", doing, err)
	}
}

// whole checks a stream's chain and gives where it ends.
func whole(t testing.TB, j journal.Journal, stream string) (head journal.Head) {
	t.Helper()
	for r, err := range j.Read(t.Context(), stream, 0) {
		if err != nil {
			t.Fatalf("Read: %v", err)
		}
		if head = head.Next(r.Data); head != r.Head() {
			t.Fatalf("the chain of %s breaks at %d", stream, r.Seq)
		}
	}
	return head
}
