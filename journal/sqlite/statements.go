package sqlite

import (
	"context"
	"database/sql"
	"errors"

	modernc "modernc.org/sqlite"
	code "modernc.org/sqlite/lib"

	"soundings/journal"
)

// reads are the prepared statements of the pool.
type reads struct {
	page, streams, last, record, snapshot, blob, cell *sql.Stmt
}

// writes are the prepared statements of the writer's connection.
type writes struct {
	begin, commit, rollback, savepoint, rollbackTo, release *sql.Stmt

	last, record, insert      *sql.Stmt
	snapshot, blob            *sql.Stmt
	cell, setCell, removeCell *sql.Stmt
}

// close ends the statements. A connection does not end its own, and SQLite
// keeps one open, with its locks, as long as it has any.
func (w *writes) close() {
	for _, one := range w.all() {
		if statement := *one.into; statement != nil {
			_ = statement.Close()
		}
	}
	*w = writes{}
}

func (w *writes) all() []preparation {
	return []preparation{
		{&w.begin, "BEGIN IMMEDIATE"},
		{&w.commit, "COMMIT"},
		{&w.rollback, "ROLLBACK"},
		{&w.savepoint, "SAVEPOINT one"},
		{&w.rollbackTo, "ROLLBACK TO one"},
		{&w.release, "RELEASE one"},
		{&w.last, lastQuery},
		{&w.record, recordQuery},
		{&w.insert, "INSERT INTO records (stream, seq, hash, data) VALUES (?, ?, ?, ?)"},
		{&w.snapshot, "INSERT OR REPLACE INTO snapshots (stream, seq, hash, version, data) VALUES (?, ?, ?, ?, ?)"},
		{&w.blob, "INSERT INTO blobs (hash, data) VALUES (?, ?) ON CONFLICT DO NOTHING"},
		{&w.cell, cellQuery},
		{&w.setCell, "INSERT OR REPLACE INTO cells (name, data) VALUES (?, ?)"},
		{&w.removeCell, "DELETE FROM cells WHERE name = ?"},
	}
}

const (
	lastQuery   = "SELECT seq, hash FROM records WHERE stream = ? ORDER BY seq DESC LIMIT 1"
	recordQuery = "SELECT hash FROM records WHERE stream = ? AND seq = ?"
	cellQuery   = "SELECT data FROM cells WHERE name = ?"
)

// preparer is a *sql.DB or a *sql.Conn.
type preparer interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

type preparation struct {
	into  **sql.Stmt
	query string
}

func prepare(ctx context.Context, p preparer, all ...preparation) error {
	for _, one := range all {
		statement, err := p.PrepareContext(ctx, one.query)
		if err != nil {
			return unavailable(err)
		}
		*one.into = statement
	}
	return nil
}

func prepareReads(ctx context.Context, pool *sql.DB) (r reads, err error) {
	return r, prepare(ctx, pool,
		preparation{&r.page, "SELECT seq, hash, data FROM records WHERE stream = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?"},
		preparation{&r.last, lastQuery},
		preparation{&r.record, recordQuery},
		preparation{&r.snapshot, "SELECT seq, hash, version, data FROM snapshots WHERE stream = ?"},
		preparation{&r.streams, streamsQuery},
		preparation{&r.blob, "SELECT data FROM blobs WHERE hash = ?"},
		preparation{&r.cell, cellQuery},
	)
}

// unavailable says of a failure of the database that it is one, and why in
// words that help whoever reads the log.
func unavailable(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.Is(err, journal.ErrUnavailable):
		return err
	}
	return &failure{cause: err}
}

// failure is an error of the database.
type failure struct{ cause error }

func (f *failure) Error() string {
	text := journal.ErrUnavailable.Error()
	if from, ok := errors.AsType[*modernc.Error](f.cause); ok {
		switch from.Code() & 0xff { // the rest is detail
		case code.SQLITE_FULL:
			text += ": no room left on the disk"
		case code.SQLITE_IOERR:
			text += ": the disk reports an error"
		case code.SQLITE_BUSY:
			text += ": another program holds the database"
		case code.SQLITE_READONLY, code.SQLITE_PERM, code.SQLITE_CANTOPEN:
			text += ": the database or its folder may not be written"
		case code.SQLITE_CORRUPT, code.SQLITE_NOTADB:
			text += ": the database file is damaged"
		}
	}
	return text + ": " + f.cause.Error()
}

func (f *failure) Unwrap() []error { return []error{journal.ErrUnavailable, f.cause} }
