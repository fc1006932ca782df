// Package sqlite keeps the journal in one SQLite file, for a service that
// runs as a single process. It knows nothing of what the records mean.
//
// The file is readable with the sqlite3 tool while the service runs:
//
//	sqlite3 -readonly soundings.db "SELECT seq, data FROM records WHERE stream = 'digital-care'"
//
// One goroutine writes. All calls that wait for it, of whatever stream, share
// one transaction and so one flush to disk; each has a savepoint, so that one
// that is refused leaves the others alone. A commit that fails confirms
// nothing to anyone.
//
// Leases are kept in memory: the lock file sees to it that there is one
// process to take them. Readers in other processes are welcome; they see new
// records within a quarter of a second when they watch.
package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	modernc "modernc.org/sqlite"

	"soundings/journal"
)

// ErrReadOnly is the answer of a store from OpenReader to all that writes.
var ErrReadOnly = errors.New("journal was opened for reading only")

// Options say which file, and how.
type Options struct {
	// Path of the database. Beside it stand Path-wal and Path-shm, which
	// belong to it, and Path.lock.
	Path string
	// Driver opens connections; nil is the usual one. Tests put faults here.
	Driver driver.Driver
}

// Store is a journal.Store in one SQLite file.
type Store struct {
	path   string
	pool   *sql.DB // for reading
	read   reads
	writer *writer // nil in a reader
	lock   *Lock   // nil in a reader
	turns  journal.Turns
	tails  tails
	poll   time.Duration // how often a watch looks by itself; 0 for never

	mu      sync.Mutex // guards closed and the beginning of calls
	closed  bool
	calls   sync.WaitGroup
	closing chan struct{}
	once    sync.Once
}

var _ journal.Store = (*Store)(nil)

// Open takes the lock and opens the database, which it creates, with its
// folder and for its owner alone, if there is none. A database of a newer program is refused, as is
// one that is not a journal.
func Open(ctx context.Context, o Options) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(o.Path), 0o700); err != nil {
		return nil, fmt.Errorf("open journal %s: %w", o.Path, err)
	}
	lock, err := TakeLock(o.Path + ".lock")
	if err != nil {
		return nil, fmt.Errorf("open journal %s: %w", o.Path, err)
	}
	store, err := open(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("open journal %s: %w", o.Path, errors.Join(err, lock.Release()))
	}
	store.lock = lock
	return store, nil
}

func open(ctx context.Context, o Options) (*Store, error) {
	file, err := os.OpenFile(o.Path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	db, err := connect(o, "mode=rw", busyTimeout, "journal_mode(WAL)", "synchronous(FULL)", "secure_delete(ON)")
	if err != nil {
		return nil, err
	}
	writer, err := newWriter(ctx, db)
	if err != nil {
		return nil, err
	}
	store, err := openPool(ctx, o)
	if err != nil {
		return nil, errors.Join(err, writer.close())
	}
	store.writer = writer
	writer.start(context.WithoutCancel(ctx), store.tails.grow)
	return store, nil
}

// OpenReader opens an existing database for reading, whether or not a service
// writes it at the same time. Whatever would write gives ErrReadOnly.
func OpenReader(ctx context.Context, o Options) (*Store, error) {
	if _, err := os.Stat(o.Path); err != nil {
		return nil, fmt.Errorf("open journal to read: %w", err)
	}
	store, err := openPool(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("open journal %s to read: %w", o.Path, err)
	}
	store.poll = 250 * time.Millisecond
	return store, nil
}

// openPool makes a store that can read.
func openPool(ctx context.Context, o Options) (*Store, error) {
	pool, err := connect(o, "mode=ro", "busy_timeout(5000)", "query_only(ON)")
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(4)
	store := &Store{path: o.Path, pool: pool, closing: make(chan struct{})}
	if err := checkSchema(ctx, pool); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	if store.read, err = prepareReads(ctx, pool); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return store, nil
}

// connect gives a pool of connections, each with the pragmas.
func connect(o Options, mode string, pragmas ...string) (*sql.DB, error) {
	absolute, err := filepath.Abs(o.Path)
	if err != nil {
		return nil, err
	}
	query := strings.Join(append([]string{mode}, pragmas...), "&_pragma=")
	name := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(absolute), RawQuery: query}
	through := o.Driver
	if through == nil {
		through = &modernc.Driver{}
	}
	return sql.OpenDB(connector{name: name.String(), driver: through}), nil
}

// connector opens one database through one driver, without a registry.
type connector struct {
	name   string
	driver driver.Driver
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.name) }

func (c connector) Driver() driver.Driver { return c.driver }

// Lease takes the named turn, among the callers of this process.
func (s *Store) Lease(ctx context.Context, name string, ttl time.Duration) (journal.Lease, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, fmt.Errorf("lease %s: %w", name, err)
	}
	defer leave()
	if s.writer == nil {
		return nil, fmt.Errorf("lease %s: %w", name, ErrReadOnly)
	}
	return s.turns.Lease(ctx, name, ttl)
}

// enter begins a call, which ends with leave. Close waits for it.
func (s *Store) enter(ctx context.Context) (leave func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, journal.ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.calls.Add(1)
	return s.calls.Done, nil
}

// Close waits for calls under way, writes the log back into the database and
// gives up the lock.
func (s *Store) Close() error {
	var err error
	s.once.Do(func() {
		s.mu.Lock()
		s.closed = true
		close(s.closing)
		s.mu.Unlock()
		s.calls.Wait()
		err = s.pool.Close()
		if s.writer != nil {
			err = errors.Join(err, s.writer.close(), s.lock.Release())
		}
	})
	if err != nil {
		return fmt.Errorf("close journal %s: %w", s.path, err)
	}
	return nil
}
