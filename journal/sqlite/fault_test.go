package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	modernc "modernc.org/sqlite"

	"soundings/journal"
	"soundings/journal/sqlite"
)

// faults is a driver that lets a test fail statements of the real one.
type faults struct {
	modernc.Driver
	mu   sync.Mutex
	fail func(query string) (before, after error)
}

// set says which statements fail, before or after they were carried out.
func (f *faults) set(fail func(query string) (before, after error)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fail = fail
}

func (f *faults) ask(query string) (before, after error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fail == nil {
		return nil, nil
	}
	return f.fail(query)
}

func (f *faults) Open(name string) (driver.Conn, error) {
	conn, err := f.Driver.Open(name)
	return &faultyConn{Conn: conn, faults: f}, err
}

type faultyConn struct {
	driver.Conn
	faults *faults
}

func (c *faultyConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if before, _ := c.faults.ask(query); before != nil {
		return nil, before
	}
	return c.Conn.(driver.ExecerContext).ExecContext(ctx, query, args)
}

func (c *faultyConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	return c.Conn.(driver.QueryerContext).QueryContext(ctx, query, args)
}

func (c *faultyConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	stmt, err := c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, query)
	return &faultyStmt{Stmt: stmt, query: query, faults: c.faults}, err
}

type faultyStmt struct {
	driver.Stmt
	query  string
	faults *faults
}

func (s *faultyStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	before, after := s.faults.ask(s.query)
	if before != nil {
		return nil, before
	}
	result, err := s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
	return result, errors.Join(err, after)
}

func (s *faultyStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
}

func openFaulty(t *testing.T) (*sqlite.Store, *faults, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "soundings.db")
	faults := &faults{}
	store, err := sqlite.Open(t.Context(), sqlite.Options{Path: path, Driver: faults})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		faults.set(nil)
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return store, faults, path
}

// appendAll appends a record to each of n streams at once and gives the errors.
func appendAll(t *testing.T, store *sqlite.Store, n int, data []byte) []error {
	t.Helper()
	errs := make([]error, n)
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() {
			_, errs[i] = store.Append(t.Context(), fmt.Sprintf("s%02d", i), journal.Head{}, journal.Record{Data: data})
		})
	}
	wait.Wait()
	return errs
}

var errDisk = errors.New("the disk said no")

func TestFailedCommitConfirmsNothing(t *testing.T) {
	for name, fault := range map[string]func(query string) (before, after error){
		"not stored": func(query string) (before, after error) {
			if query == "COMMIT" {
				return errDisk, nil
			}
			return nil, nil
		},
		"stored, but the confirmation is lost": func(query string) (before, after error) {
			if query == "COMMIT" {
				return nil, errDisk
			}
			return nil, nil
		},
		"no transaction can begin": func(query string) (before, after error) {
			if query == "BEGIN IMMEDIATE" {
				return errDisk, nil
			}
			return nil, nil
		},
		"nor can the database be opened again": func(query string) (before, after error) {
			if strings.HasPrefix(query, "BEGIN IMMEDIATE") {
				return errDisk, nil
			}
			return nil, nil
		},
		"nor can it be rolled back": func(query string) (before, after error) {
			if query == "COMMIT" || query == "ROLLBACK" {
				return errDisk, nil
			}
			return nil, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			store, faults, _ := openFaulty(t)
			faults.set(fault)
			for i, err := range appendAll(t, store, 16, []byte("a")) {
				if !errors.Is(err, journal.ErrUnavailable) || !errors.Is(err, errDisk) {
					t.Errorf("Append %d = %v, want %v", i, err, journal.ErrUnavailable)
				}
			}
			faults.set(nil) // it goes on by itself
			for i := range 16 {
				stream := fmt.Sprintf("s%02d", i)
				var head journal.Head
				for r, err := range store.Read(t.Context(), stream, 0) {
					if err != nil {
						t.Fatal(err)
					}
					head = r.Head()
				}
				if _, err := store.Append(t.Context(), stream, head, journal.Record{Data: []byte("b")}); err != nil {
					t.Errorf("Append after the fault = %v, want nil", err)
				}
			}
		})
	}
}

// TestOneFailureLeavesTheOthers: what one request alone cannot store does not
// stop those that share its transaction.
func TestOneFailureLeavesTheOthers(t *testing.T) {
	store, _, _ := openFaulty(t)
	if err := store.LimitPages(t.Context(), 40); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	wait.Go(func() {
		_, err := store.Append(t.Context(), "big", journal.Head{}, journal.Record{Data: make([]byte, 1<<20)})
		if !errors.Is(err, journal.ErrUnavailable) {
			t.Errorf("Append of more than fits = %v, want %v", err, journal.ErrUnavailable)
		}
	})
	for i, err := range appendAll(t, store, 16, []byte("small")) {
		if err != nil {
			t.Errorf("Append %d beside it = %v, want nil", i, err)
		}
	}
	wait.Wait()
}

func TestFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "soundings.db")
	store := open(t, path)
	defer func() { _ = store.Close() }()
	if err := store.LimitPages(t.Context(), 100); err != nil {
		t.Fatal(err)
	}
	var head journal.Head
	var stored int
	record := journal.Record{Data: bytes.Repeat([]byte("x"), 1000)}
	for {
		next, err := store.Append(t.Context(), "s", head, record)
		if err != nil {
			if !errors.Is(err, journal.ErrUnavailable) || !strings.Contains(err.Error(), "no room left on the disk") {
				t.Fatalf("Append on a full disk = %v, want %v and why", err, journal.ErrUnavailable)
			}
			break
		}
		head = next
		stored++
	}
	if _, err := store.PutBlob(t.Context(), make([]byte, 1<<20)); !errors.Is(err, journal.ErrUnavailable) {
		t.Errorf("PutBlob on a full disk = %v, want %v", err, journal.ErrUnavailable)
	}
	if got, err := journal.Verify(t.Context(), store, "s", journal.Head{}); err != nil || got != head || stored < 50 {
		t.Errorf("after %d appends Verify = %d, %v, want %d", stored, got.Seq, err, head.Seq)
	}
	if err := store.LimitPages(t.Context(), 0); err != nil { // somebody made room
		t.Fatal(err)
	}
	if _, err := store.Append(t.Context(), "s", head, record); err != nil {
		t.Errorf("Append with room again = %v, want nil", err)
	}
}

// TestSwapLeavesNoTrace looks into the files for what was replaced and
// removed, while the store is open.
func TestSwapLeavesNoTrace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "soundings.db")
	store := open(t, path)
	secret := []byte("Ana Whitlock, 01632 960 100")
	large := bytes.Repeat(secret, 1000)
	swap := func(name string, old, replacement []byte) {
		t.Helper()
		if err := store.Swap(t.Context(), name, old, replacement); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 50 { // the cell has neighbours on its page
		swap(fmt.Sprintf("n%02d", i), nil, []byte("a neighbour"))
	}
	swap("a", nil, secret)
	swap("b", nil, large)
	if !traces(t, path, secret) {
		t.Fatal("the files do not hold what was stored: the test looks in the wrong place")
	}
	swap("a", secret, []byte("erased"))
	swap("b", large, nil)
	if traces(t, path, secret) {
		t.Error("the files still hold what was replaced and removed")
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if traces(t, path, secret) {
		t.Error("the files still hold what was replaced and removed, after Close")
	}
	if _, err := os.Stat(path + "-wal"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after Close the log is still there: %v", err)
	}
}

// TestSwapLeavesNoTraceOnceReadersAreGone: a reader keeps the log from being
// cut while it reads, and not after.
func TestSwapLeavesNoTraceOnceReadersAreGone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "soundings.db")
	store := open(t, path)
	defer func() { _ = store.Close() }()
	secret := []byte("Ana Whitlock, 01632 960 100")
	if err := store.Swap(t.Context(), "a", nil, secret); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var cells int
	if err := tx.QueryRowContext(t.Context(), "SELECT count(*) FROM cells").Scan(&cells); err != nil || cells != 1 {
		t.Fatalf("a reader sees %d cells, %v, want 1", cells, err)
	}
	if err := store.Swap(t.Context(), "a", secret, nil); err != nil {
		t.Errorf("Swap beside a reader = %v, want nil", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	deadline := time.After(20 * time.Second)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for traces(t, path, secret) {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatal("the files still hold what was removed, though the reader is gone")
		}
	}
}

// traces says whether any file of the store holds text.
func traces(t *testing.T, path string, text []byte) bool {
	t.Helper()
	files, err := filepath.Glob(path + "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, text) {
			return true
		}
	}
	return false
}
