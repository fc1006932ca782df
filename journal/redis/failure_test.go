package redis_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/google/go-cmp/cmp"

	"soundings/internal/redistest"
	"soundings/internal/secret"
	"soundings/journal"
	"soundings/journal/redis"
)

// Whatever was acknowledged before the power went is there afterwards, and
// the store goes on by itself.
func TestAcknowledgedRecordsOutliveAKill(t *testing.T) {
	t.Parallel()
	const streams = 8
	server := redistest.Start(t)
	store := open(t, at(server))
	for round := range 3 {
		acknowledged := make([]journal.Head, streams)
		written := make(chan bool, 1)
		var wait sync.WaitGroup
		for i := range streams {
			wait.Go(func() {
				name := fmt.Sprint("round", round, "/stream", i)
				for {
					head, err := store.Append(t.Context(), name, acknowledged[i], records("a", "b")...)
					if err != nil {
						wantUnavailable(t, "Append to a killed server", err)
						return
					}
					acknowledged[i] = head
					if head.Seq == 20 {
						select {
						case written <- true:
						default:
						}
					}
				}
			})
		}
		<-written
		server.Kill()
		wait.Wait()
		server.Restart()
		for i, want := range acknowledged {
			name := fmt.Sprint("round", round, "/stream", i)
			if got := hashAt(t, store, name, want.Seq); got != want.Hash {
				t.Errorf("%s: record %d was acknowledged and is not there", name, want.Seq)
			}
			if tail := whole(t, store, name); tail.Seq%2 != 0 {
				t.Errorf("%s has %d records, want whole pairs", name, tail.Seq)
			}
		}
	}
}

// hashAt gives the hash of one record, zero if it is not there.
func hashAt(t *testing.T, store *redis.Store, name string, seq journal.Seq) journal.Hash {
	t.Helper()
	if seq == 0 {
		return journal.Hash{}
	}
	for r, err := range store.Read(t.Context(), name, seq-1) {
		if err != nil {
			t.Fatalf("Read: %v", err)
		}
		return r.Hash
	}
	return journal.Hash{}
}

// A replica that does not answer keeps writes and barriers from being
// acknowledged; what was stored meanwhile is confirmed by a barrier later.
func TestReplicaMustConfirm(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	replica := server.StartReplica()
	options := at(server)
	options.Wait, options.WaitTimeout = 1, 20*time.Second
	patient := open(t, options) // for what has to succeed, on a slow machine too
	options.WaitTimeout = 200 * time.Millisecond
	store := open(t, options)
	head := add(t, patient, "engagement", journal.Head{}, "a")
	if got := replica.Do("XLEN {soundings:engagement}:log"); got != "1" {
		t.Errorf("the replica has %s records when one was acknowledged", got)
	}

	server.AwaitReplicas()
	replica.Pause()
	// It confirmed all there is: only something new can show that it is gone.
	_, err := store.Append(t.Context(), "engagement", head)
	wantUnavailable(t, "barrier while the replica is paused", err)
	_, err = store.Append(t.Context(), "engagement", head, records("b")...)
	wantUnavailable(t, "Append while the replica is paused", err)
	if want := "0 of 1"; err != nil && !strings.Contains(err.Error(), want) {
		t.Errorf("Append while the replica is paused: %v, want %q", err, want)
	}
	stored := head.Next([]byte("b"))
	for name, at := range map[string]journal.Head{"engagement": stored, "empty": {}} {
		_, err := store.Append(t.Context(), name, at)
		wantUnavailable(t, "barrier of "+name+" while the replica is paused", err)
	}
	wantUnavailable(t, "Swap while the replica is paused", store.Swap(t.Context(), "cell", nil, []byte("x")))
	_, err = store.PutBlob(t.Context(), []byte("file"))
	wantUnavailable(t, "PutBlob while the replica is paused", err)
	if _, err := store.Append(t.Context(), "engagement", head, records("c")...); !errors.Is(err, journal.ErrConflict) {
		t.Errorf("Append after the old head: %v, want ErrConflict", err)
	}

	replica.Continue()
	if got, err := patient.Append(t.Context(), "engagement", stored); err != nil || got != stored {
		t.Errorf("barrier after the replica went on = %d, %v, want %d", got.Seq, err, stored.Seq)
	}
	if got := replica.Do("XLEN {soundings:engagement}:log"); got != "2" {
		t.Errorf("the replica has %s records when two were confirmed", got)
	}
	add(t, patient, "engagement", stored, "c")
	server.Do("CONFIG SET min-replicas-to-write 3")
	_, err = store.Append(t.Context(), "other", journal.Head{}, records("a")...)
	wantUnavailable(t, "Append with too few replicas for the server (NOREPLICAS)", err)
	if got := texts(t, store, "other", 0); len(got) != 0 {
		t.Errorf("what was refused is stored: %q", got)
	}
}

// The answer is lost after the script ran. The record is then in doubt, and
// trying again says so: the conflict is with our own records.
func TestLostAnswer(t *testing.T) {
	server := redistest.Start(t)
	proxy := startProxy(t, server.Addr)
	store := open(t, redis.Options{URL: secret.New("redis://" + proxy.addr)})
	head := add(t, store, "engagement", journal.Head{}, "a")

	proxy.loseAnswer("evalsha")
	_, err := store.Append(t.Context(), "engagement", head, records("b", "c")...)
	wantUnavailable(t, "Append whose answer is lost", err)
	_, err = store.Append(t.Context(), "engagement", head, records("b", "c")...)
	if !errors.Is(err, journal.ErrConflict) {
		t.Errorf("Append again: %v, want ErrConflict", err)
	}
	if got, want := texts(t, store, "engagement", head.Seq), []string{"b", "c"}; !slices.Equal(got, want) {
		t.Errorf("the tail is %q, want our own %q, once", got, want)
	}
}

// After a failover that lost records the stream is shorter, or has others in
// their place.
func TestFailoverThatLostRecords(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	replica := server.StartReplica()
	old := open(t, at(server))
	first := add(t, old, "engagement", journal.Head{}, "a")
	replica.Await("1", "XLEN {soundings:engagement}:log")
	replica.Do("REPLICAOF NO ONE")
	second := add(t, old, "engagement", first, "b")

	now := open(t, at(replica))
	if _, err := now.Append(t.Context(), "engagement", second, records("c")...); !errors.Is(err, journal.ErrDiverged) {
		t.Errorf("Append after a lost record: %v, want ErrDiverged", err)
	}
	if _, err := now.Append(t.Context(), "engagement", second); !errors.Is(err, journal.ErrDiverged) {
		t.Errorf("barrier after a lost record: %v, want ErrDiverged", err)
	}
	add(t, now, "engagement", first, "another b", "c")
	if _, err := now.Append(t.Context(), "engagement", second, records("c")...); !errors.Is(err, journal.ErrDiverged) {
		t.Errorf("Append after a record that is another now: %v, want ErrDiverged", err)
	}
	if err := now.SaveSnapshot(t.Context(), "engagement", journal.Snapshot{Head: second, Version: "1"}); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := now.LoadSnapshot(t.Context(), "engagement", "1"); ok || err != nil {
		t.Errorf("LoadSnapshot of a record that is another now = %t, %v, want none", ok, err)
	}
}

// A watch says so when the stream no longer continues what it yielded:
// replaced by another, by a shorter, or gone.
func TestWatchSeesDivergence(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		now  []string // what the stream says after the failover
	}{
		{"shorter", []string{"a"}},
		{"as long, another", []string{"a", "x"}},
		{"longer, another", []string{"a", "x", "y"}},
		{"gone", nil},
	}
	server := redistest.Start(t)
	for i, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			store := open(t, at(server))
			name := fmt.Sprint("engagement", i)
			add(t, store, name, journal.Head{}, "a", "b")
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			seen := 0
			for r, err := range store.Watch(ctx, name, 0) {
				if err != nil {
					if !errors.Is(err, journal.ErrDiverged) {
						t.Errorf("Watch ends with %v, want ErrDiverged", err)
					}
					break
				}
				if seen++; seen > 2 {
					t.Errorf("Watch yields %d %q, which does not continue what came before", r.Seq, r.Data)
				}
				if seen == 2 {
					server.Do(fmt.Sprintf("DEL {soundings:%s}:log {soundings:%s}:begun", name, name))
					if len(test.now) > 0 {
						add(t, store, name, journal.Head{}, test.now...)
					}
				}
			}
		})
	}
}

// Whatever a server answers instead of doing it, nothing is stored and the
// error says that it may be tried again.
func TestRefusals(t *testing.T) {
	server := miniredis.RunT(t)
	store := open(t, redis.Options{URL: secret.New("redis://" + server.Addr())})
	for _, reply := range []string{
		"LOADING Redis is loading the dataset in memory",
		"READONLY You can't write against a read only replica.",
		"MISCONF Errors writing to the AOF file: No space left on device",
		"OOM command not allowed when used memory > 'maxmemory'.",
		"NOREPLICAS Not enough good replicas to write.",
		"MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
		"CLUSTERDOWN The cluster is down", "TRYAGAIN Multiple keys request during rehashing of slot",
		"MOVED 1 127.0.0.1:1", "ASK 1 127.0.0.1:1", "BUSY Redis is busy running a script.", "NOSCRIPT No matching script.",
		"NOAUTH Authentication required.", "NOPERM this user has no permissions", "ERR max number of clients reached",
	} {
		server.SetError(reply)
		for verb, err := range everyCall(t.Context(), store) {
			wantUnavailable(t, verb+" answered by "+reply, err)
		}
	}
	server.SetError("")
	for name, err := range store.Streams(t.Context()) {
		t.Errorf("there is a stream %q, %v, of what was refused", name, err)
	}
}

// everyCall makes each call of a store that goes to the server.
func everyCall(ctx context.Context, store *redis.Store) map[string]error {
	errs := make(map[string]error)
	_, errs["Append"] = store.Append(ctx, "engagement", journal.Head{}, records("a")...)
	for _, errs["Read"] = range store.Read(ctx, "engagement", 0) {
	}
	for _, errs["Streams"] = range store.Streams(ctx) {
	}
	for _, errs["Watch"] = range store.Watch(ctx, "engagement", 0) {
		break
	}
	_, errs["Lease"] = store.Lease(ctx, "turn", time.Minute)
	errs["SaveSnapshot"] = store.SaveSnapshot(ctx, "engagement", journal.Snapshot{})
	_, _, errs["LoadSnapshot"] = store.LoadSnapshot(ctx, "engagement", "1")
	_, errs["PutBlob"] = store.PutBlob(ctx, []byte("file"))
	_, errs["Blob"] = store.Blob(ctx, journal.Hash{})
	_, errs["Cell"] = store.Cell(ctx, "cell")
	errs["Swap"] = store.Swap(ctx, "cell", nil, []byte("x"))
	_, errs["Check"] = store.Check(ctx)
	return errs
}

// What real servers refuse, they refuse before the script has done anything.
func TestRefusalsOfARealServer(t *testing.T) {
	tests := []struct{ name, before, after string }{
		{"memory is full", "CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0"},
		{"it became a replica", "REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE"},
		{"too few replicas", "CONFIG SET min-replicas-to-write 1", "CONFIG SET min-replicas-to-write 0"},
	}
	server := redistest.Start(t)
	store := open(t, at(server))
	head := add(t, store, "engagement", journal.Head{}, "a")
	for _, test := range tests {
		server.Do(test.before)
		_, err := store.Append(t.Context(), "engagement", head, records("b", "c")...)
		wantUnavailable(t, test.name, err)
		server.Do(test.after)
		head = add(t, store, "engagement", head, test.name)
	}
	want := []string{"a", tests[0].name, tests[1].name, tests[2].name}
	if diff := cmp.Diff(want, texts(t, store, "engagement", 0)); diff != "" {
		t.Errorf("the stream (-want +got):\n%s", diff)
	}
}

// Keys that were removed or evicted are neither a conflict nor a failover:
// nothing is built on what is left.
func TestDamage(t *testing.T) {
	for _, command := range []string{
		"DEL {soundings:engagement}:log", "XDEL {soundings:engagement}:log 2-0",
		"XADD {soundings:engagement}:log 9-0 h x d y", "XADD {soundings:engagement}:log 9-1 h x d y",
	} {
		t.Run(command, func(t *testing.T) {
			server := redistest.Start(t)
			store := open(t, at(server))
			head := add(t, store, "engagement", journal.Head{}, "a", "b")
			server.Do(command)
			_, err := store.Append(t.Context(), "engagement", head, records("c")...)
			if err == nil || errors.Is(err, journal.ErrConflict) || errors.Is(err, journal.ErrDiverged) ||
				!strings.Contains(err.Error(), "is not what was written") {
				t.Errorf("Append: %v, want that it is not what was written", err)
			}
		})
	}
}

func TestNoErrorShowsThePassword(t *testing.T) {
	const password = "hunter2-marker"
	server := redistest.Start(t)
	server.Do("CONFIG SET requirepass " + password)
	store := open(t, redis.Options{URL: secret.New("redis://:" + password + "@" + server.Addr)})
	add(t, store, "engagement", journal.Head{}, "a")
	server.Kill()
	for verb, err := range everyCall(t.Context(), store) {
		wantUnavailable(t, verb, err)
		if err != nil && strings.Contains(err.Error(), password) {
			t.Errorf("%s: the error shows the password: %v", verb, err)
		}
	}
	imitation := miniredis.RunT(t)
	for _, reply := range []string{
		"ERR unknown command 'AUTH', with args beginning with: '" + password + "'",
		"WRONGPASS " + password, "ERR wrong number of arguments for " + password,
	} {
		imitation.SetError(reply)
		_, err := redis.Open(t.Context(), redis.Options{URL: secret.New("redis://:" + password + "@" + imitation.Addr())})
		wantUnavailable(t, "Open", err)
		if err != nil && strings.Contains(err.Error(), password) {
			t.Errorf("Open: the error shows the password: %v", err)
		}
	}
}

// A caller whose context ends does not wait for a server that hangs, and what
// it gave may be written over at once.
func TestCancelledWhileTheServerHangs(t *testing.T) {
	server := redistest.Start(t)
	store := open(t, at(server))
	add(t, store, "other", journal.Head{}, "a")
	server.Pause()
	data := []byte("a")
	var wait sync.WaitGroup
	for i := range 3 {
		wait.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			_, err := store.Append(ctx, fmt.Sprint("engagement", i), journal.Head{}, journal.Record{Data: data})
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("Append = %v, want the context's error", err)
			}
		})
	}
	wait.Wait()
	data[0] = 'x'
	server.Continue()
	for i := range 3 {
		name := fmt.Sprint("engagement", i)
		if head := whole(t, store, name); head.Seq > 1 {
			t.Errorf("%s has %d records, want at most one", name, head.Seq)
		}
		if got := texts(t, store, name, 0); len(got) == 1 && got[0] != "a" {
			t.Errorf("%s says %q, want what was given", name, got)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	for want, options := range map[string]redis.Options{
		"it has to begin with redis://": {URL: secret.New("localhost")},
		"bad name":                      {URL: secret.New("redis://localhost"), Prefix: "a{b}"},
		"cannot wait for -1 replicas":   {URL: secret.New("redis://localhost"), Wait: -1},
		"journal unavailable":           {URL: secret.New("redis://127.0.0.1:1")},
	} {
		_, err := redis.Open(t.Context(), options)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Open: %v, want %q", err, want)
		}
	}
}

func TestPrefixesDoNotMix(t *testing.T) {
	server := redistest.Start(t)
	one, two := at(server), at(server)
	two.Prefix = "soundings2"
	a, b := open(t, one), open(t, two)
	add(t, a, "engagement", journal.Head{}, "a")
	add(t, b, "engagement", journal.Head{}, "b")
	add(t, b, "second", journal.Head{}, "b")
	var names []string
	for name, err := range a.Streams(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if got := texts(t, a, "engagement", 0); !slices.Equal(got, []string{"a"}) || !slices.Equal(names, []string{"engagement"}) {
		t.Errorf("with one prefix: streams %q, the first says %q", names, got)
	}
}

func TestBatchThatIsTooLarge(t *testing.T) {
	t.Parallel()
	store := open(t, redis.Options{URL: secret.New("redis://" + miniredis.RunT(t).Addr())})
	record := journal.Record{Data: make([]byte, journal.MaxRecord)}
	_, err := store.Append(t.Context(), "engagement", journal.Head{}, slices.Repeat([]journal.Record{record}, redis.MaxBatch/journal.MaxRecord+1)...)
	if !errors.Is(err, journal.ErrTooLarge) {
		t.Errorf("Append of more than MaxBatch: %v, want ErrTooLarge", err)
	}
}

// A removed cell does not stay behind in the append-only file.
func TestRemovedCellLeavesTheFile(t *testing.T) {
	const marker = "sealed-bytes-marker"
	server := redistest.Start(t)
	store := open(t, at(server))
	if err := store.Swap(t.Context(), "cell", nil, []byte(marker)); err != nil {
		t.Fatal(err)
	}
	if !inFiles(t, server, marker) {
		t.Fatal("a cell that was just written is not in the server's files: the test looks in the wrong place")
	}
	if err := store.Swap(t.Context(), "cell", []byte(marker), nil); err != nil {
		t.Fatal(err)
	}
	server.Await("aof_rewrite_in_progress:0", "INFO persistence")
	for range 100 { // the old file is removed in the background
		if !inFiles(t, server, marker) {
			return
		}
		server.Do("PING")
		<-time.After(20 * time.Millisecond)
	}
	t.Error("the removed cell is still in the server's files")
}

// inFiles says whether any file of the server has the text in it.
func inFiles(t *testing.T, server *redistest.Server, text string) bool {
	t.Helper()
	found := false
	err := filepath.WalkDir(server.Dir, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		found = found || bytes.Contains(data, []byte(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
