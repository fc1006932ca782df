package redis_test

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/internal/redistest"
	"soundings/internal/secret"
	"soundings/journal"
	"soundings/journal/redis"
)

// A cluster of two gets its slots moved while the store is open. A stream is
// served before, amid and after the move, and Streams sees both servers.
func TestClusterMovesASlot(t *testing.T) {
	t.Parallel()
	from := startCluster(t)
	to := redistest.Start(t, "--cluster-enabled", "yes")
	host, port, _ := net.SplitHostPort(to.Addr)
	from.Do("CLUSTER MEET " + host + " " + port)
	to.Await("cluster_known_nodes:2", "CLUSTER INFO")
	to.Await("cluster_state:ok", "CLUSTER INFO")
	store := open(t, redis.Options{URL: secret.New("redis+cluster://" + from.Addr)})
	if _, err := redis.Open(t.Context(), at(from)); err == nil || !strings.Contains(err.Error(), "redis+cluster://") {
		t.Errorf("Open of a cluster's server alone: %v, want what to write", err)
	}
	head := add(t, store, "moving", journal.Head{}, "a")
	add(t, store, "staying", journal.Head{}, "a")

	slot := from.Do("CLUSTER KEYSLOT {soundings:moving}:log")
	fromID, toID := from.Do("CLUSTER MYID"), to.Do("CLUSTER MYID")
	to.Do(fmt.Sprintf("CLUSTER SETSLOT %s IMPORTING %s", slot, fromID))
	from.Do(fmt.Sprintf("CLUSTER SETSLOT %s MIGRATING %s", slot, toID))
	head = add(t, store, "moving", head, "while nothing has moved")
	move := func(key string) {
		from.Do(fmt.Sprintf("MIGRATE %s %s {soundings:moving}:%s 0 1000", host, port, key))
	}
	move("begun")
	_, err := store.Append(t.Context(), "moving", head, records("with one key here and one there")...)
	wantUnavailable(t, "Append while its keys are apart", err)
	move("log")

	head = add(t, store, "moving", head, "while the slot is on its way")
	for _, server := range []*redistest.Server{to, from} {
		server.Do(fmt.Sprintf("CLUSTER SETSLOT %s NODE %s", slot, toID))
	}
	head = add(t, store, "moving", head, "after the move")
	if got := whole(t, store, "moving"); got != head || head.Seq != 4 {
		t.Errorf("the stream ends at %d, want 4 records", got.Seq)
	}
	var names []string
	for name, err := range store.Streams(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if !slices.Equal(names, []string{"moving", "staying"}) {
		t.Errorf("Streams = %q, want those of both servers", names)
	}
	if findings, err := store.Check(t.Context()); err != nil || !strings.Contains(fmt.Sprint(findings), from.Addr) ||
		!strings.Contains(fmt.Sprint(findings), to.Addr) {
		t.Errorf("Check = %v, %v, want findings on both servers", findings, err)
	}
}

// Sentinels promote the replica when the master dies. What a replica had to
// confirm is all there, and the store goes on by itself.
func TestSentinelsPromoteTheReplica(t *testing.T) {
	server := redistest.Start(t)
	replica := server.StartReplica()
	sentinel := server.StartSentinel("mine")
	store := open(t, redis.Options{
		URL: secret.New("redis+sentinel://" + sentinel.Addr + "/mine"), Wait: 1, WaitTimeout: 20 * time.Second,
	})
	head := add(t, store, "engagement", journal.Head{}, "a", "b")
	server.Kill()
	_, err := store.Append(t.Context(), "engagement", head, records("c")...)
	wantUnavailable(t, "Append while there is no master", err)
	replica.Await("role:master", "INFO replication")
	next := redistest.Start(t) // so that there is somebody to confirm
	host, port, _ := net.SplitHostPort(replica.Addr)
	next.Do("REPLICAOF " + host + " " + port)
	next.Await("master_link_status:up", "INFO replication")

	for try := range 200 {
		after, err := store.Append(t.Context(), "engagement", head, records("d")...)
		switch {
		case err == nil:
			if got := whole(t, store, "engagement"); got != after || head.Seq < 2 {
				t.Errorf("the stream ends at %d, want %d", got.Seq, after.Seq)
			}
			return
		case errors.Is(err, journal.ErrConflict): // an earlier try was stored
			head = whole(t, store, "engagement")
		case !errors.Is(err, journal.ErrUnavailable):
			t.Fatalf("try %d: %v", try, err)
		}
		<-time.After(50 * time.Millisecond)
	}
	t.Error("the store did not find the new master")
}
