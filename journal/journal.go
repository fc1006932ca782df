// Package journal is the append-only record that everything else is folded
// from. It keeps opaque records in named streams, chained by hash, and knows
// nothing of facts, engagements or platforms.
//
// A stream has one writer at a time in the ordinary case, but nothing relies
// on it: every Append says which head it builds on, and the store compares
// and appends in one atomic, durable step. Whoever comes second gets
// [ErrConflict], reads the tail and decides again.
//
// Beside [Journal] stand five small contracts that a store may also keep:
// [Watcher], [Leaser], [Snapshots], [Blobs] and [Vault]. Package journaltest
// holds the one suite that every store must pass.
package journal

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"time"
)

// Seq is a record's place in its stream. The first record is 1; 0 is the
// place before it.
type Seq uint64

// Hash is a SHA-256 sum.
type Hash [sha256.Size]byte

// String gives h in lower-case hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Head is how far a stream goes: the place of its last record and the hash
// chained over all of them. The zero Head is an empty stream.
type Head struct {
	Seq  Seq
	Hash Hash
}

// Next is the head after data is appended to a stream that ends at h. The
// chain is SHA-256 over the hash before, the place as eight big-endian bytes,
// and the data, so that a changed, dropped, swapped or added record shows.
func (h Head) Next(data []byte) Head {
	sum := sha256.New()
	var seq [8]byte
	binary.BigEndian.PutUint64(seq[:], uint64(h.Seq)+1)
	sum.Write(h.Hash[:])
	sum.Write(seq[:])
	sum.Write(data)
	next := Head{Seq: h.Seq + 1}
	sum.Sum(next.Hash[:0])
	return next
}

// Record is one entry of a stream. Data is opaque and may be empty, but is
// never nil when read. Append takes Data alone and ignores the other fields.
type Record struct {
	Seq  Seq
	Hash Hash // the chain's hash up to and with this record, as stored
	Data []byte
}

// Head is the head of the stream that ends with r.
func (r Record) Head() Head { return Head{Seq: r.Seq, Hash: r.Hash} }

// Errors that callers tell apart with errors.Is.
var (
	// ErrConflict: the stream is longer than the head that Append was given.
	// Read the tail: the records may be another writer's, or one's own from
	// a try whose confirmation was lost.
	ErrConflict = errors.New("stream has moved on")
	// ErrDiverged: the stream is shorter than the head, or its hash there
	// differs however long it is, as after a failover that lost records.
	// Drop all that was folded and read from the start.
	ErrDiverged = errors.New("stream has diverged")
	// ErrUnavailable: the store cannot do it now (disk full, connection gone,
	// too few replicas). Nothing was acknowledged; it may still have been
	// stored, so read the tail before trying again.
	ErrUnavailable = errors.New("journal unavailable")
	// ErrTooLarge: a record or blob is over MaxRecord or MaxBlob.
	ErrTooLarge = errors.New("too large")
	// ErrTaken: the lease is held by someone else, or is no longer ours.
	ErrTaken = errors.New("lease is taken")
	// ErrNotFound: no such blob or vault cell.
	ErrNotFound = errors.New("not found")
	// ErrBadName: a stream, lease or cell name that CheckName refuses.
	ErrBadName = errors.New("bad name")
	// ErrClosed: the store was closed.
	ErrClosed = errors.New("store is closed")
)

// Limits in bytes. They keep one caller from taking the store's memory.
const (
	MaxRecord = 16 << 20
	MaxBlob   = 64 << 20
	MaxName   = 200
)

// CheckName says whether name may be used for a stream, lease or cell:
// 1 to MaxName bytes of ASCII letters, digits and "-_./:". Braces are left
// out because Redis reads a hash tag in them.
func CheckName(name string) error {
	if name == "" || len(name) > MaxName {
		return fmt.Errorf("name of %d bytes: %w", len(name), ErrBadName)
	}
	for _, c := range []byte(name) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		case c == '-', c == '_', c == '.', c == '/', c == ':':
		default:
			return fmt.Errorf("name %q: %w", name, ErrBadName)
		}
	}
	return nil
}

// CheckAppend says whether a store may append recs to the named stream at
// all: every store asks it first.
func CheckAppend(stream string, recs []Record) error {
	if err := CheckName(stream); err != nil {
		return fmt.Errorf("append: %w", err)
	}
	for _, r := range recs {
		if len(r.Data) > MaxRecord {
			return fmt.Errorf("append to %s: record of %d bytes: %w", stream, len(r.Data), ErrTooLarge)
		}
	}
	return nil
}

// Journal keeps streams of records. Methods may be called concurrently. A
// call whose context is done before it begins does nothing and gives the
// context's error. Bytes that were passed in are not kept, and those that
// come out are the caller's.
type Journal interface {
	// Append adds recs after head, all or none, and returns the new head once
	// they are durable. A stream comes into being with its first record.
	//
	// Without records it is a barrier: it returns head when the stream ends
	// there and everything up to it is durable, by the same confirmation that
	// a write would have needed.
	//
	// Errors: ErrConflict, ErrDiverged, ErrTooLarge, ErrBadName: nothing was
	// stored. ErrUnavailable or the context's error: it is not known whether
	// the records were stored; read the tail.
	Append(ctx context.Context, stream string, after Head, recs ...Record) (Head, error)

	// Read yields the records after the given place, in order, as far as the
	// stream went at some moment during the call. A stream that does not
	// exist yields nothing. After an error it yields no more. Read gives
	// what is stored; checking the chain is the reader's part (see Verify).
	Read(ctx context.Context, stream string, after Seq) iter.Seq2[Record, error]

	// Streams yields the names of all streams, sorted, each once.
	Streams(ctx context.Context) iter.Seq2[string, error]
}

// Watcher follows a stream.
type Watcher interface {
	// Watch yields the records after the given place and then waits for more,
	// until ctx is done (it then yields ctx's error and ends) or the caller
	// stops. Every record is yielded once, in order, whichever process
	// appended it. The stream need not exist yet.
	Watch(ctx context.Context, stream string, after Seq) iter.Seq2[Record, error]
}

// Leaser hands out turns.
type Leaser interface {
	// Lease takes the named turn for ttl (less than a millisecond is an
	// error) if it is free or has run out, else returns ErrTaken at once. A
	// lease is advice: what makes two writers harmless is Append's comparison.
	Lease(ctx context.Context, name string, ttl time.Duration) (Lease, error)
}

// Lease is a turn that is held.
type Lease interface {
	// Renew holds the turn for ttl from now; ErrTaken if it has passed to
	// someone else or was released. If it ran out and nobody took it, either
	// may be the answer.
	Renew(ctx context.Context, ttl time.Duration) error
	// Release gives the turn back. Releasing again, or after it passed to
	// someone else, does nothing.
	Release(ctx context.Context) error
}

// Snapshot is a fold's state at a head. Version names the code that made it.
type Snapshot struct {
	Head    Head
	Version string
	Data    []byte
}

// Snapshots is a cache: losing one costs time, never truth.
type Snapshots interface {
	// SaveSnapshot keeps s as the stream's latest, replacing the one before.
	SaveSnapshot(ctx context.Context, stream string, s Snapshot) error
	// LoadSnapshot gives the stream's latest snapshot if its version is the
	// one asked for and the stream has a record with exactly its head; in
	// every other case ok is false. Err is for a store that cannot answer.
	LoadSnapshot(ctx context.Context, stream, version string) (s Snapshot, ok bool, err error)
}

// Blobs keeps files by the SHA-256 of their content.
type Blobs interface {
	// PutBlob stores data durably and returns its hash. Storing it again does
	// nothing.
	PutBlob(ctx context.Context, data []byte) (Hash, error)
	// Blob returns the data of that hash, or ErrNotFound. What is returned
	// has that hash: a store that finds otherwise returns an error.
	Blob(ctx context.Context, h Hash) ([]byte, error)
}

// Vault keeps small mutable cells outside the streams, for what must be
// possible to destroy. It sees sealed bytes alone; package journal/vault
// seals and opens them.
type Vault interface {
	// Cell returns the bytes kept under name, or ErrNotFound.
	Cell(ctx context.Context, name string) ([]byte, error)
	// Swap replaces the cell's bytes if they are still old; nil old means
	// that there must be no such cell, nil new removes it; no bytes that are
	// not nil are an empty cell. Removed and
	// replaced bytes are gone from the store's files as far as the store can
	// see to it. It is durable when it returns. ErrConflict: the cell differs.
	Swap(ctx context.Context, name string, old, new []byte) error
}

// Store is a journal with all that stands beside it.
type Store interface {
	Journal
	Watcher
	Leaser
	Snapshots
	Blobs
	Vault
	// Close releases the store. It waits for calls under way, but ends a
	// Watch with an error; later calls return an error. Closing again does
	// nothing.
	Close() error
}
