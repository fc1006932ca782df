package sqlite

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"

	"soundings/journal"
)

// SaveSnapshot keeps snapshot as the stream's latest.
func (s *Store) SaveSnapshot(ctx context.Context, stream string, snapshot journal.Snapshot) error {
	if err := journal.CheckName(stream); err != nil {
		return fmt.Errorf("save snapshot: %w", err)
	}
	data := blob(snapshot.Data)
	err := s.ask(ctx, &request{do: func(ctx context.Context, write writes) error {
		_, err := write.snapshot.ExecContext(ctx, stream,
			int64(snapshot.Head.Seq), snapshot.Head.Hash[:], snapshot.Version, data)
		return err
	}})
	return errorf("save snapshot of", stream, err)
}

// LoadSnapshot gives the stream's latest snapshot if it fits.
func (s *Store) LoadSnapshot(ctx context.Context, stream, version string) (journal.Snapshot, bool, error) {
	if err := journal.CheckName(stream); err != nil {
		return journal.Snapshot{}, false, fmt.Errorf("load snapshot: %w", err)
	}
	leave, err := s.enter(ctx)
	if err != nil {
		return journal.Snapshot{}, false, errorf("load snapshot of", stream, err)
	}
	defer leave()
	var found journal.Snapshot
	var seq int64
	var hash []byte
	err = s.read.snapshot.QueryRowContext(ctx, stream).Scan(&seq, &hash, &found.Version, &found.Data)
	if errors.Is(err, sql.ErrNoRows) {
		return journal.Snapshot{}, false, nil
	}
	if err != nil {
		return journal.Snapshot{}, false, errorf("load snapshot of", stream, unavailable(err))
	}
	found.Head.Seq = journal.Seq(seq)
	copy(found.Head.Hash[:], hash)
	fits, err := hasHead(ctx, s.read.record, stream, found.Head)
	if err != nil || !fits || found.Version != version {
		return journal.Snapshot{}, false, errorf("load snapshot of", stream, unavailable(err))
	}
	return found, true, nil
}

// PutBlob stores data and returns its hash.
func (s *Store) PutBlob(ctx context.Context, data []byte) (journal.Hash, error) {
	if len(data) > journal.MaxBlob {
		return journal.Hash{}, fmt.Errorf("put blob of %d bytes: %w", len(data), journal.ErrTooLarge)
	}
	hash := journal.Hash(sha256.Sum256(data))
	data = blob(data)
	err := s.ask(ctx, &request{do: func(ctx context.Context, write writes) error {
		_, err := write.blob.ExecContext(ctx, hash[:], data)
		return err
	}})
	if err != nil {
		return journal.Hash{}, errorf("put blob", hash.String(), err)
	}
	return hash, nil
}

// Blob returns the data of that hash.
func (s *Store) Blob(ctx context.Context, h journal.Hash) ([]byte, error) {
	data, err := s.bytes(ctx, func() *sql.Row { return s.read.blob.QueryRowContext(ctx, h[:]) })
	if err == nil && journal.Hash(sha256.Sum256(data)) != h {
		err = errors.New("its bytes were altered in the store")
	}
	if err != nil {
		return nil, errorf("get blob", h.String(), err)
	}
	return data, nil
}

// Cell returns the bytes kept under name.
func (s *Store) Cell(ctx context.Context, name string) ([]byte, error) {
	if err := journal.CheckName(name); err != nil {
		return nil, fmt.Errorf("read cell: %w", err)
	}
	data, err := s.bytes(ctx, func() *sql.Row { return s.read.cell.QueryRowContext(ctx, name) })
	return data, errorf("read cell", name, err)
}

// bytes reads a row of one column, or ErrNotFound.
func (s *Store) bytes(ctx context.Context, query func() *sql.Row) ([]byte, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	var data []byte
	err = query().Scan(&data)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, journal.ErrNotFound
	case err != nil:
		return nil, unavailable(err)
	}
	return blob(data), nil // of no bytes the driver makes nil
}

// Swap replaces the cell's bytes if they are still old. Replaced and removed
// bytes are overwritten in the database and, before Swap returns, cut from
// its log; where another process reads just then, the log follows within
// seconds.
func (s *Store) Swap(ctx context.Context, name string, old, replacement []byte) error {
	if err := journal.CheckName(name); err != nil {
		return fmt.Errorf("swap cell: %w", err)
	}
	old, replacement = bytes.Clone(old), bytes.Clone(replacement)
	err := s.ask(ctx, &request{scrubs: old != nil, do: func(ctx context.Context, write writes) error {
		var now []byte
		err := write.cell.QueryRowContext(ctx, name).Scan(&now)
		missing := errors.Is(err, sql.ErrNoRows)
		switch {
		case err != nil && !missing:
			return err
		case missing != (old == nil) || !bytes.Equal(now, old):
			return journal.ErrConflict
		case replacement != nil:
			_, err = write.setCell.ExecContext(ctx, name, replacement)
		case !missing:
			_, err = write.removeCell.ExecContext(ctx, name)
		default: // there was none, and there shall be none
			err = nil
		}
		return err
	}})
	return errorf("swap cell", name, err)
}

// blob copies data for a column that is never null.
func blob(data []byte) []byte { return append([]byte{}, data...) }
