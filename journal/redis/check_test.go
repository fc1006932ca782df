package redis_test

import (
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"soundings/internal/redistest"
	"soundings/internal/secret"
	"soundings/journal/redis"
)

func TestCheck(t *testing.T) {
	good := []string{
		"ok: The append-only file is synced with each write.",
		"ok: When memory is full, writes are refused and nothing is thrown away.",
		"ok: 0 replicas are connected, 0 have to confirm.",
		"ok: Its clock differs",
		"ok: Version ",
	}
	tests := []struct {
		name   string
		config string // CONFIG SET what
		wait   int
		ahead  time.Duration
		want   []string
	}{
		{"all in order", "appendfsync always", 0, 0, good},
		{"synced each second", "appendfsync everysec", 0, 0, []string{"warn: The append-only file is synced each second"}},
		{"synced at leisure", "appendfsync no", 0, 0, []string{"fail: The append-only file is synced when the system likes"}},
		{"no file", "appendonly no", 0, 0, []string{"fail: No append-only file is kept"}},
		{"evicting", "maxmemory-policy allkeys-lru", 0, 0, []string{"fail: When memory is full, parts of the record are thrown away (maxmemory-policy allkeys-lru)."}},
		{"too few replicas", "appendfsync always", 1, 0, []string{"fail: 0 replicas are connected, and redis_wait asks for 1"}},
		{"clock a little off", "appendfsync always", 0, time.Minute, []string{"warn: Its clock differs from ours by"}},
		{"clock far off", "appendfsync always", 0, -3 * time.Minute, []string{"fail: Its clock differs from ours by"}},
	}
	server := redistest.Start(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server.Do("CONFIG SET appendonly yes appendfsync always maxmemory-policy noeviction")
			server.Do("CONFIG SET " + test.config)
			options := at(server)
			options.Wait = test.wait
			options.Now = func() time.Time { return time.Now().Add(test.ahead) }
			got := check(t, open(t, options))
			for _, want := range test.want {
				if !strings.Contains(got, "\n"+want) {
					t.Errorf("Check says\n%swant %q", got, want)
				}
			}
		})
	}
}

func TestCheckReplicas(t *testing.T) {
	server := redistest.Start(t)
	server.StartReplica()
	for wait, want := range []string{
		"warn: 1 replicas are connected, but none has to confirm", "ok: 1 replicas are connected, 1 have to confirm.",
	} {
		options := at(server)
		options.Wait = wait
		if got := check(t, open(t, options)); !strings.Contains(got, want) {
			t.Errorf("Check with redis_wait %d says\n%swant %q", wait, got, want)
		}
	}
}

// What a server does not tell is said, and is no error.
func TestCheckWhereSettingsAreNotTold(t *testing.T) {
	store := open(t, redis.Options{URL: secret.New("redis://" + miniredis.RunT(t).Addr())})
	got := check(t, store)
	for _, want := range []string{"(appendonly) could not be read.", "(maxmemory-policy) could not be read."} {
		if !strings.Contains(got, want) {
			t.Errorf("Check says\n%swant %q", got, want)
		}
	}
}

// check gives the findings, a line each, without where they are.
func check(t *testing.T, store *redis.Store) string {
	t.Helper()
	findings, err := store.Check(t.Context())
	if err != nil {
		t.Fatalf("Check: %v", err)
	}
	text := "\n"
	for _, f := range findings {
		if f.Level != redis.OK && f.Do == "" {
			t.Errorf("%v: does not say what to do", f)
		}
		text += strings.Replace(f.String(), "Redis "+f.Where+": ", "", 1) + "\n"
	}
	return text
}

func TestCheckWithoutAServer(t *testing.T) {
	server := redistest.Start(t)
	store := open(t, at(server))
	server.Kill()
	_, err := store.Check(t.Context())
	wantUnavailable(t, "Check", err)
}
