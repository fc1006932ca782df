package sqlite_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"soundings/journal"
	"soundings/journal/journaltest"
	"soundings/journal/sqlite"
)

func TestStore(t *testing.T) {
	journaltest.Run(t, func(t *testing.T) journaltest.Harness {
		path := filepath.Join(t.TempDir(), "soundings.db")
		return journaltest.Harness{
			Store: open(t, path),
			Open:  func(journaltest.TB) journal.Store { return open(t, path) },
			Corrupt: func(_ journaltest.TB, h journal.Hash) {
				alter(t, path, "UPDATE blobs SET data = 'other' WHERE hash = ?", h[:])
			},
		}
	})
}

// open opens a store that the test closes.
func open(t testing.TB, path string) *sqlite.Store {
	t.Helper()
	store, err := sqlite.Open(t.Context(), sqlite.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// alter runs SQL on the database as somebody with the sqlite3 tool could.
func alter(t testing.TB, path, query string, args ...any) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), query, args...); err != nil {
		t.Errorf("%s: %v", query, err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}
