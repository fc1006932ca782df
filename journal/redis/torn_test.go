package redis_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	goredis "github.com/redis/go-redis/v9"

	"soundings/internal/redistest"
	"soundings/journal"
)

// A server that is killed while it writes its file leaves a part of what it
// wrote last, wherever that ends. What is acknowledged afterwards outlives the
// next restart all the same.
func TestTornFile(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		last func(t *testing.T, server *redistest.Server, j journal.Journal, head journal.Head) // what is torn
	}{
		{"an append", func(t *testing.T, _ *redistest.Server, j journal.Journal, head journal.Head) {
			add(t, j, "engagement", head, "torn 1", "torn 2")
		}},
		{"somebody's transaction", func(t *testing.T, server *redistest.Server, _ journal.Journal, _ journal.Head) {
			raw := goredis.NewClient(&goredis.Options{Addr: server.Addr})
			defer raw.Close()
			err := goredis.NewScript("redis.call('SET', KEYS[1], 'a') redis.call('SET', KEYS[2], 'b')").
				Eval(t.Context(), raw, []string{"soundings:lease:one", "soundings:lease:two"}).Err()
			if err != nil && !errors.Is(err, goredis.Nil) {
				t.Fatal(err)
			}
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := redistest.Start(t)
			store := open(t, at(server))
			want := []string{"a", "b"}
			head := add(t, store, "engagement", journal.Head{}, want...)
			before := fileSize(t, server)
			test.last(t, server, store, head)
			whole := fileSize(t, server)
			server.Kill()
			file, err := os.ReadFile(incremental(t, server))
			if err != nil {
				t.Fatal(err)
			}
			const cuts = 12
			for i := range cuts {
				cut := before + 1 + (whole-before-1)*i/cuts
				if err := os.WriteFile(incremental(t, server), file[:cut], 0o600); err != nil {
					t.Fatal(err)
				}
				server.Restart()
				add(t, store, "engagement", add(t, store, "engagement", head, "c", "d"), "e")
				server.Kill()
				server.Restart()
				if got, want := texts(t, store, "engagement", 0), append(slices.Clone(want), "c", "d", "e"); !slices.Equal(got, want) {
					t.Errorf("torn after %d of %d bytes, the stream says %q, want %q", cut-before, whole-before, got, want)
				}
				server.Kill()
			}
		})
	}
}

// incremental is the file that the server adds to.
func incremental(t *testing.T, server *redistest.Server) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(server.Dir, "appendonlydir", "*.incr.aof"))
	if err != nil || len(files) != 1 {
		t.Fatalf("the server's incremental files: %q, %v, want one", files, err)
	}
	return files[0]
}

func fileSize(t *testing.T, server *redistest.Server) int {
	t.Helper()
	info, err := os.Stat(incremental(t, server))
	if err != nil {
		t.Fatal(err)
	}
	return int(info.Size())
}
