package redis

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	goredis "github.com/redis/go-redis/v9"

	"soundings/journal"
)

// MaxSnapshot is how many bytes a snapshot may have, as one value of Redis.
const MaxSnapshot = 256 << 20

// snapshotForm begins every snapshot. Another form is no snapshot to us.
const snapshotForm = 1

// SaveSnapshot keeps snapshot as the stream's latest. It is not confirmed by
// replicas: it is a cache.
func (s *Store) SaveSnapshot(ctx context.Context, stream string, snapshot journal.Snapshot) error {
	doing := "save snapshot of " + stream
	leave, err := s.enterNamed(ctx, stream)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	defer leave()
	if len(snapshot.Data) > MaxSnapshot {
		return fmt.Errorf("%s of %d bytes: %w", doing, len(snapshot.Data), journal.ErrTooLarge)
	}
	if err := s.patient.Set(ctx, s.key(stream, "snapshot"), encodeSnapshot(snapshot), 0).Err(); err != nil {
		return s.failed(ctx, doing, err)
	}
	return nil
}

// LoadSnapshot gives the stream's latest snapshot if its version is the one
// asked for and the stream has its head.
func (s *Store) LoadSnapshot(ctx context.Context, stream, version string) (journal.Snapshot, bool, error) {
	doing := "load snapshot of " + stream
	leave, err := s.enterNamed(ctx, stream)
	if err != nil {
		return journal.Snapshot{}, false, fmt.Errorf("%s: %w", doing, err)
	}
	defer leave()
	data, err := s.patient.Get(ctx, s.key(stream, "snapshot")).Bytes()
	if errors.Is(err, goredis.Nil) {
		return journal.Snapshot{}, false, nil
	}
	if err != nil {
		return journal.Snapshot{}, false, s.failed(ctx, doing, err)
	}
	snapshot, ok := decodeSnapshot(data)
	if !ok || snapshot.Version != version {
		return journal.Snapshot{}, false, nil
	}
	records, err := s.entryWith(ctx, stream, snapshot.Head.Seq)
	if err != nil && !errors.Is(err, errDamaged) {
		return journal.Snapshot{}, false, s.failed(ctx, doing, err)
	}
	for _, r := range records {
		if r.Head() == snapshot.Head {
			return snapshot, true, nil
		}
	}
	return journal.Snapshot{}, false, nil
}

// encodeSnapshot puts the form, the head, the version's length and the
// version before the data.
func encodeSnapshot(s journal.Snapshot) []byte {
	out := make([]byte, 0, 1+8+len(s.Head.Hash)+binary.MaxVarintLen64+len(s.Version)+len(s.Data))
	out = append(out, snapshotForm)
	out = binary.BigEndian.AppendUint64(out, uint64(s.Head.Seq))
	out = append(out, s.Head.Hash[:]...)
	out = binary.AppendUvarint(out, uint64(len(s.Version)))
	out = append(out, s.Version...)
	return append(out, s.Data...)
}

func decodeSnapshot(data []byte) (s journal.Snapshot, ok bool) {
	const fixed = 1 + 8 + len(s.Head.Hash)
	if len(data) < fixed || data[0] != snapshotForm {
		return s, false
	}
	s.Head.Seq = journal.Seq(binary.BigEndian.Uint64(data[1:]))
	copy(s.Head.Hash[:], data[9:fixed])
	length, width := binary.Uvarint(data[fixed:])
	rest := data[fixed:]
	if width <= 0 || length > uint64(len(rest)-width) {
		return journal.Snapshot{}, false
	}
	s.Version, s.Data = string(rest[width:width+int(length)]), rest[width+int(length):]
	return s, true
}
