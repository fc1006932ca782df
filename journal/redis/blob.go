package redis

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"

	goredis "github.com/redis/go-redis/v9"

	"soundings/journal"
)

// PutBlob stores data under its hash. What is there already is written again,
// so that the replicas' confirmation is of this call too.
func (s *Store) PutBlob(ctx context.Context, data []byte) (journal.Hash, error) {
	if len(data) > journal.MaxBlob {
		return journal.Hash{}, fmt.Errorf("put blob of %d bytes: %w", len(data), journal.ErrTooLarge)
	}
	leave, err := s.enter(ctx)
	if err != nil {
		return journal.Hash{}, fmt.Errorf("put blob: %w", err)
	}
	defer leave()
	h := journal.Hash(sha256.Sum256(data))
	blob := &write{script: s.scripts.set, keys: []string{s.loose("blob", h.String())}, args: []any{append([]byte{}, data...)}}
	if _, err := s.submitAlone(ctx, blob); err != nil {
		return journal.Hash{}, s.failed(ctx, "put blob", err)
	}
	return h, nil
}

// Blob returns the data of that hash.
func (s *Store) Blob(ctx context.Context, h journal.Hash) ([]byte, error) {
	doing := "get blob " + h.String()
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	defer leave()
	data, err := s.patient.Get(ctx, s.loose("blob", h.String())).Bytes()
	if errors.Is(err, goredis.Nil) {
		return nil, fmt.Errorf("%s: %w", doing, journal.ErrNotFound)
	}
	if err != nil {
		return nil, s.failed(ctx, doing, err)
	}
	if sum := sha256.Sum256(data); !bytes.Equal(sum[:], h[:]) {
		return nil, fmt.Errorf("%s: what is stored has another hash", doing)
	}
	return data, nil
}
