package app

import (
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// checked runs the check with more settings than a test has by itself.
func checked(t *testing.T, dir string, more map[string]string) (code int, out string) {
	t.Helper()
	stdout, stderr := &output{}, &output{}
	e := environment(dir, "", stdout, stderr)
	before := e.Getenv
	e.Getenv = func(key string) (string, bool) {
		if v, ok := more[key]; ok {
			return v, true
		}
		return before(key)
	}
	code = Main(t.Context(), []string{"check"}, e)
	if said := stderr.String(); said != "" {
		t.Errorf("check wrote to stderr: %s", said)
	}
	return code, stdout.String()
}

func wantLines(t *testing.T, got string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains(got, line) {
			t.Errorf("%q is missing in\n%s", line, got)
		}
	}
}

func TestCheckBeforeTheFirstStart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	code, out := checked(t, dir, nil)
	wantLines(t, out, "which the first start makes", "the first start makes "+filepath.Join(dir, "key"), "Mail: not set up", "\nNothing is wrong.\n")
	if code != 0 {
		t.Errorf("check = %d, want 0", code)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("check made the data folder")
	}
}

func TestCheckOfWhatWasPlayed(t *testing.T) {
	dir := played(t)
	code, out := checked(t, dir, nil)
	wantLines(t, out, "right  Journal: embedded", "1 engagement, no service is using it", "right  Root key", "right  Checkpoint key", "Nothing is wrong.")
	if code != 0 {
		t.Errorf("check = %d, want 0", code)
	}
}

func TestCheckNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = busy.Close() }()
	wrong := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }
	elsewhere := httptest.NewServer(http.HandlerFunc(wrong))
	defer elsewhere.Close()
	tests := map[string]struct {
		spoil func(t *testing.T, dir string)
		more  map[string]string
		want  []string
	}{
		"a damaged journal": {
			spoil: func(t *testing.T, dir string) {
				write(t, journalPath(dir), "this is no database at all, whatever its name says")
			},
			want: []string{"wrong  Journal: it can't be read", "Restore the folder from its last copy"},
		},
		"a key that others can read": {
			spoil: func(t *testing.T, dir string) {
				if err := os.Chmod(filepath.Join(dir, "key"), 0o644); err != nil { //nolint:gosec // what the check is to find
					t.Fatal(err)
				}
			},
			want: []string{"wrong  Root key", "chmod 600"},
		},
		"a file for a folder": {
			more: map[string]string{"SOUNDINGS_DATA": filepath.Join(write(t, filepath.Join(t.TempDir(), "data"), "x"))},
			want: []string{"wrong  Journal", "is a file, not a folder"},
		},
		"an address in use": {
			more: map[string]string{"SOUNDINGS_LISTEN": busy.Addr().String()},
			want: []string{"wrong  Address: the service can't listen", "set listen to another address"},
		},
		"Redis that is not there": {
			more: map[string]string{"SOUNDINGS_REDIS_URL": "redis://127.0.0.1:1"},
			want: []string{"wrong  Journal: Redis does not answer", "See that it runs"},
		},
		"settings": {
			more: map[string]string{"SOUNDINGS_TIMEZONE": "Mars/Olympus", "SOUNDINGS_REDIS_WAIT": "12"},
			want: []string{"wrong  Settings: SOUNDINGS_TIMEZONE: timezone", "Write for example \"Europe/London\".", "2 things are wrong"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := played(t)
			if test.spoil != nil {
				test.spoil(t, dir)
			}
			code, out := checked(t, dir, test.more)
			wantLines(t, out, test.want...)
			if code != 1 {
				t.Errorf("check = %d, want 1", code)
			}
		})
	}
}

// write makes a file and gives its name.
func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestCheckAlive(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" {
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	settings := map[string]string{"SOUNDINGS_LISTEN": strings.TrimPrefix(server.URL, "http://")}
	ask := func() int {
		e := environment(t.TempDir(), "", &output{}, &output{})
		before := e.Getenv
		e.Getenv = func(key string) (string, bool) {
			if v, ok := settings[key]; ok {
				return v, true
			}
			return before(key)
		}
		return Main(t.Context(), []string{"check", "--alive"}, e)
	}
	if code := ask(); code != 0 {
		t.Errorf("check --alive beside a service = %d, want 0", code)
	}
	server.Close()
	if code := ask(); code != 1 {
		t.Errorf("check --alive without a service = %d, want 1", code)
	}
}
