package sqlite_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"soundings/journal"
	"soundings/journal/sqlite"
)

func TestSecondServiceIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "soundings.db")
	first := open(t, path)
	_, err := sqlite.Open(t.Context(), sqlite.Options{Path: path})
	want := fmt.Sprintf("open journal %s: another service is using this journal: process %d holds %s.lock. "+
		"Stop it first, or give this one a data folder of its own", path, os.Getpid(), path)
	if !errors.Is(err, sqlite.ErrLocked) || err.Error() != want {
		t.Errorf("Open of a journal in use = %v, want %s", err, want)
	}
	head, err := first.Append(t.Context(), "s", journal.Head{}, journal.Record{Data: []byte("a")})
	if err != nil {
		t.Errorf("Append after another was refused = %v, want nil", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := open(t, path)
	if got, err := second.Append(t.Context(), "s", head); err != nil || got != head {
		t.Errorf("Append without records by the next service = %v, %v, want %v", got, err, head)
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestLockIsFreeAfterAFailedOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "soundings.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("this is no database ", 300)), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		_, err := sqlite.Open(t.Context(), sqlite.Options{Path: path})
		if err == nil || errors.Is(err, sqlite.ErrLocked) || !strings.Contains(err.Error(), "the database file is damaged") {
			t.Errorf("Open of a file that is no database = %v, want an error that says so", err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	for name, c := range map[string]struct{ query, want string }{
		"a newer schema":   {"PRAGMA user_version = 2", "schema 2, this program knows 1: it was written by a newer version of this program: use that one"},
		"another database": {"CREATE TABLE other (x)", "it is a database, but not a journal"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "soundings.db")
			alter(t, path, c.query)
			_, err := sqlite.Open(t.Context(), sqlite.Options{Path: path})
			if err == nil || !strings.HasSuffix(err.Error(), c.want) {
				t.Errorf("Open = %v, want %q", err, c.want)
			}
			_, err = sqlite.OpenReader(t.Context(), sqlite.Options{Path: path})
			if err == nil || !strings.HasSuffix(err.Error(), c.want) {
				t.Errorf("OpenReader = %v, want %q", err, c.want)
			}
		})
	}
}

func TestFilesAreForTheOwnerAlone(t *testing.T) {
	// The folder is made, and what stands in its name means nothing to SQLite.
	path := filepath.Join(t.TempDir(), "Adult & social?mode=memory#50%", "soundings.db")
	store := open(t, path)
	defer func() { _ = store.Close() }()
	if _, err := store.Append(t.Context(), "s", journal.Head{}, journal.Record{}); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"", "-wal", "-shm", ".lock"} {
		info, err := os.Stat(path + suffix)
		if err != nil {
			t.Error(err)
		} else if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("%s has mode %v, want -rw-------", filepath.Base(path+suffix), mode)
		}
	}
}
