package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"soundings/journal"
)

// row is a record as its table takes it.
type row struct {
	seq  int64
	hash []byte
	data any // string or []byte
}

// Append adds recs after the given head, in the next transaction.
func (s *Store) Append(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error) {
	if err := journal.CheckAppend(stream, recs); err != nil {
		return journal.Head{}, err
	}
	// Hashing and copying are done here, where calls run side by side.
	head := after
	rows := make([]row, len(recs))
	for i, r := range recs {
		head = head.Next(r.Data)
		rows[i] = row{seq: int64(head.Seq), hash: bytes.Clone(head.Hash[:]), data: stored(r.Data)}
	}
	request := &request{do: func(ctx context.Context, write writes) error {
		if err := compare(ctx, write, stream, after); err != nil {
			return err
		}
		for _, row := range rows {
			if _, err := write.insert.ExecContext(ctx, stream, row.seq, row.hash, row.data); err != nil {
				return err
			}
		}
		return nil
	}}
	if len(recs) > 0 {
		request.stream = stream
	}
	if err := s.ask(ctx, request); err != nil {
		return journal.Head{}, fmt.Errorf("append to %s after %d: %w", stream, after.Seq, err)
	}
	return head, nil
}

// ask hands a request to the writer.
func (s *Store) ask(ctx context.Context, r *request) error {
	leave, err := s.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	if s.writer == nil {
		return ErrReadOnly
	}
	return s.writer.ask(ctx, r)
}

// compare says whether the stream ends at head.
func compare(ctx context.Context, write writes, stream string, head journal.Head) error {
	last, err := headOf(write.last.QueryRowContext(ctx, stream))
	if err != nil || last == head {
		return err
	}
	if head.Seq < last.Seq {
		known, err := hasHead(ctx, write.record, stream, head)
		switch {
		case err != nil:
			return err
		case known || head == journal.Head{}:
			return journal.ErrConflict
		}
	}
	return journal.ErrDiverged
}

// headOf reads a head; that of no row is the zero Head.
func headOf(r *sql.Row) (journal.Head, error) {
	var head journal.Head
	var hash []byte
	if err := r.Scan(&head.Seq, &hash); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return journal.Head{}, err
	}
	copy(head.Hash[:], hash)
	return head, nil
}

// hasHead says whether the stream has a record with exactly that head.
func hasHead(ctx context.Context, record *sql.Stmt, stream string, head journal.Head) (bool, error) {
	if head.Seq > maxSeq {
		return false, nil
	}
	var hash []byte
	err := record.QueryRowContext(ctx, stream, int64(head.Seq)).Scan(&hash)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil && bytes.Equal(hash, head.Hash[:]), err
}

// maxSeq is the largest integer of SQLite.
const maxSeq = 1<<63 - 1

// stored gives data the form in which the sqlite3 tool shows as much of it as
// it can. SQLite's functions on text stop at a zero byte.
func stored(data []byte) any {
	if text := string(data); utf8.ValidString(text) && !strings.Contains(text, "\x00") {
		return text
	}
	return bytes.Clone(data)
}
