package sqlite_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"soundings/journal"
	"soundings/journal/sqlite"
)

const (
	crashVariable = "SOUNDINGS_TEST_CRASH_JOURNAL"
	crashStreams  = 8
)

func TestMain(m *testing.M) {
	if path := os.Getenv(crashVariable); path != "" {
		appendUntilKilled(path)
		return
	}
	os.Exit(m.Run())
}

// appendUntilKilled is the child: it appends to several streams and says on
// standard output what was acknowledged, once it was.
func appendUntilKilled(path string) {
	ctx := context.Background()
	store, err := sqlite.Open(ctx, sqlite.Options{Path: path})
	if err != nil {
		fmt.Println("error", err)
		return
	}
	var wait sync.WaitGroup
	for i := range crashStreams {
		wait.Go(func() {
			stream := fmt.Sprintf("s%d", i)
			head, err := journal.Verify(ctx, store, stream, journal.Head{})
			for err == nil {
				head, err = store.Append(ctx, stream, head, journal.Record{Data: fact}, journal.Record{Data: fact})
				if err == nil {
					_, err = fmt.Printf("%s %d\n", stream, head.Seq) // one write each
				}
			}
			fmt.Println("error", err)
		})
	}
	wait.Wait()
}

// TestKilled kills a service that appends, twenty times on the same file:
// all that was acknowledged is there, and the chain is whole.
func TestKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "soundings.db")
	acknowledged := make(map[string]journal.Seq)
	rounds := 20
	if testing.Short() {
		rounds = 4 // a process that is killed has no race detector
	}
	for round := range rounds {
		child := exec.CommandContext(t.Context(), os.Args[0])
		child.Env = append(os.Environ(), crashVariable+"="+path)
		killDuringAppends(t, child, 50+37*round, acknowledged)
		if round%2 == 0 { // whoever comes first has to make sense of the log
			allThere(t, openReader(t, path), acknowledged)
		}
		store := open(t, path)
		allThere(t, store, acknowledged)
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
		if t.Failed() {
			return
		}
	}
	if len(acknowledged) != crashStreams {
		t.Errorf("%d streams were acknowledged, want %d", len(acknowledged), crashStreams)
	}
}

// allThere checks that every stream is whole, goes at least as far as was
// acknowledged, and ends with a whole pair.
func allThere(t *testing.T, store journal.Journal, acknowledged map[string]journal.Seq) {
	t.Helper()
	for stream, seq := range acknowledged {
		head, err := journal.Verify(t.Context(), store, stream, journal.Head{})
		if err != nil || head.Seq < seq || head.Seq%2 != 0 {
			t.Errorf("%s ends at %d, %v; acknowledged were %d, in pairs", stream, head.Seq, err, seq)
		}
	}
}

// killDuringAppends lets the child run for a number of acknowledgements,
// kills it, and notes all that it acknowledged until then.
func killDuringAppends(t *testing.T, child *exec.Cmd, after int, acknowledged map[string]journal.Seq) {
	t.Helper()
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ {
		stream, seq, _ := strings.Cut(lines.Text(), " ")
		place, err := strconv.ParseUint(seq, 10, 64)
		if err != nil {
			t.Errorf("the child says %q", lines.Text())
			break
		}
		acknowledged[stream] = max(acknowledged[stream], journal.Seq(place))
		if n == after {
			if err := child.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	_ = child.Wait() // it was killed
}
