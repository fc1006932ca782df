package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// version of the schema, kept as the database's user_version. Release N of
// the program reads version N+1 before release N+1 writes it.
const version = 1

// schema is for people with the sqlite3 tool, too. Data is text where it is
// valid UTF-8 without a zero byte, so that the tool shows it, else a blob;
// its column has no type, so that SQLite leaves it as it is. A stream's rows
// lie together, and its end is its last row: there is no second place that
// could say otherwise.
const schema = `
CREATE TABLE IF NOT EXISTS records (
	stream TEXT NOT NULL,
	seq INTEGER NOT NULL,
	hash BLOB NOT NULL,
	data NOT NULL,
	PRIMARY KEY (stream, seq)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS snapshots (
	stream TEXT PRIMARY KEY NOT NULL,
	seq INTEGER NOT NULL,
	hash BLOB NOT NULL,
	version TEXT NOT NULL,
	data BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS blobs (
	hash BLOB PRIMARY KEY NOT NULL,
	data BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS cells (
	name TEXT PRIMARY KEY NOT NULL,
	data BLOB NOT NULL
);
`

// Errors of a database that is not ours to open.
var (
	errNewer   = errors.New("it was written by a newer version of this program: use that one")
	errEmpty   = errors.New("it holds no journal yet: start the service once")
	errForeign = errors.New("it is a database, but not a journal")
)

type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// schemaVersion is 0 for an empty file.
func schemaVersion(ctx context.Context, db querier) (int, error) {
	var found, tables int
	row := db.QueryRowContext(ctx, "SELECT user_version, (SELECT count(*) FROM sqlite_schema) FROM pragma_user_version")
	if err := row.Scan(&found, &tables); err != nil {
		return 0, unavailable(err)
	}
	switch {
	case found > version:
		return 0, fmt.Errorf("schema %d, this program knows %d: %w", found, version, errNewer)
	case found == 0 && tables > 0:
		return 0, errForeign
	}
	return found, nil
}

// checkSchema refuses what cannot be read.
func checkSchema(ctx context.Context, db querier) error {
	found, err := schemaVersion(ctx, db)
	if err == nil && found == 0 {
		err = errEmpty
	}
	return err
}

// createSchema brings the database to this version. It writes even where
// nothing changes: a service that was killed may have left a transaction that
// was written but not flushed, and this commit flushes the log with all that
// is in it. From then on whatever can be read is durable.
func createSchema(ctx context.Context, conn *sql.Conn) error {
	if _, err := schemaVersion(ctx, conn); err != nil {
		return err
	}
	script := fmt.Sprintf("BEGIN IMMEDIATE; %s PRAGMA user_version = %d; COMMIT", schema, version)
	if _, err := conn.ExecContext(ctx, script); err != nil {
		return fmt.Errorf("create tables: %w", unavailable(err))
	}
	return nil
}
