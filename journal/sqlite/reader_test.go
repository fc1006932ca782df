package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"soundings/journal"
	"soundings/journal/sqlite"
)

// texts gives a stream's records as text.
func texts(t testing.TB, j journal.Journal, stream string) []string {
	t.Helper()
	var all []string
	for r, err := range j.Read(t.Context(), stream, 0) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(r.Data))
	}
	return all
}

func TestReaderBesideTheService(t *testing.T) {
	path := filepath.Join(t.TempDir(), "soundings.db")
	if _, err := sqlite.OpenReader(t.Context(), sqlite.Options{Path: path}); err == nil {
		t.Error("OpenReader of no file = nil, want an error")
	}
	store := open(t, path)
	head, err := store.Append(t.Context(), "s", journal.Head{}, journal.Record{Data: []byte("a")})
	if err != nil {
		t.Fatal(err)
	}
	reader := openReader(t, path)
	if got := texts(t, reader, "s"); !slices.Equal(got, []string{"a"}) {
		t.Errorf("the reader sees %q, want a", got)
	}

	// What the service appends reaches a watch of the reader, whose own
	// calls go on beside it.
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var seen []string
	for r, err := range reader.Watch(ctx, "s", 0) {
		if err != nil {
			t.Fatalf("Watch by the reader = %v after %q", err, seen)
		}
		if seen = append(seen, string(r.Data)); len(seen) == 3 {
			break
		}
		if head, err = store.Append(ctx, "s", head, journal.Record{Data: fmt.Append(nil, len(seen))}); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"a", "1", "2"}; !slices.Equal(seen, want) {
		t.Errorf("Watch by the reader yields %q, want %q", seen, want)
	}

	if err := store.Close(); err != nil { // the reader stays, and so does what it reads
		t.Fatal(err)
	}
	if got := texts(t, reader, "s"); len(got) != 3 {
		t.Errorf("the reader sees %q after the service ended, want all three", got)
	}
	if got := texts(t, openReader(t, path), "s"); len(got) != 3 {
		t.Errorf("a reader without a service sees %q, want all three", got)
	}
}

func openReader(t *testing.T, path string) *sqlite.Store {
	t.Helper()
	reader, err := sqlite.OpenReader(t.Context(), sqlite.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := reader.Close(); err != nil {
			t.Error(err)
		}
	})
	return reader
}

func TestReaderWritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "soundings.db")
	store := open(t, path)
	defer func() { _ = store.Close() }()
	if err := store.Swap(t.Context(), "c", nil, []byte("x")); err != nil {
		t.Fatal(err)
	}
	reader := openReader(t, path)
	ctx := t.Context()
	for name, call := range map[string]func() error{
		"Append":       func() error { _, err := reader.Append(ctx, "s", journal.Head{}, journal.Record{}); return err },
		"PutBlob":      func() error { _, err := reader.PutBlob(ctx, []byte("x")); return err },
		"SaveSnapshot": func() error { return reader.SaveSnapshot(ctx, "s", journal.Snapshot{}) },
		"Swap":         func() error { return reader.Swap(ctx, "c", []byte("x"), nil) },
		"Lease":        func() error { _, err := reader.Lease(ctx, "turn", time.Minute); return err },
	} {
		if err := call(); !errors.Is(err, sqlite.ErrReadOnly) {
			t.Errorf("%s by a reader = %v, want %v", name, err, sqlite.ErrReadOnly)
		}
	}
	if data, err := reader.Cell(ctx, "c"); err != nil || string(data) != "x" {
		t.Errorf("Cell by a reader = %q, %v, want x", data, err)
	}
}

// TestReadableWithTheTool keeps the promise that the record can be read
// without this program.
func TestReadableWithTheTool(t *testing.T) {
	tool, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Skip("the sqlite3 tool is not installed: apt-get install sqlite3")
	}
	path := filepath.Join(t.TempDir(), "soundings.db")
	store := open(t, path)
	defer func() { _ = store.Close() }()
	if _, err := store.Append(t.Context(), "digital-care", journal.Head{},
		journal.Record{Data: []byte(`{"kind":"stage.changed"}`)}, journal.Record{Data: []byte("\xff\x00")}); err != nil {
		t.Fatal(err)
	}
	const query = "SELECT stream, seq, typeof(data), iif(typeof(data) = 'text', data, hex(data)) FROM records ORDER BY seq"
	out, err := exec.CommandContext(t.Context(), tool, "-readonly", path, query).CombinedOutput()
	const want = "digital-care|1|text|{\"kind\":\"stage.changed\"}\ndigital-care|2|blob|FF00\n"
	if err != nil || string(out) != want {
		t.Errorf("sqlite3 says %q, %v, want %q", out, err, want)
	}
}
