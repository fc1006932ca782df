package journal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"time"
)

// Lease takes the named turn.
func (m *Memory) Lease(ctx context.Context, name string, ttl time.Duration) (Lease, error) {
	if err := m.enter(ctx); err != nil {
		return nil, fmt.Errorf("lease %s: %w", name, err)
	}
	return m.kept.turns.Lease(ctx, name, ttl)
}

// SaveSnapshot keeps s as the stream's latest.
func (m *Memory) SaveSnapshot(ctx context.Context, name string, s Snapshot) error {
	if err := m.enterNamed(ctx, name); err != nil {
		return fmt.Errorf("save snapshot of %s: %w", name, err)
	}
	m.kept.mu.Lock()
	defer m.kept.mu.Unlock()
	s.Data = clone(s.Data)
	m.kept.snapshots[name] = s
	return nil
}

// LoadSnapshot gives the stream's latest snapshot if it fits.
func (m *Memory) LoadSnapshot(ctx context.Context, name, version string) (Snapshot, bool, error) {
	if err := m.enterNamed(ctx, name); err != nil {
		return Snapshot{}, false, fmt.Errorf("load snapshot of %s: %w", name, err)
	}
	m.kept.mu.Lock()
	defer m.kept.mu.Unlock()
	s, ok := m.kept.snapshots[name]
	if !ok || s.Version != version || !m.kept.stream(name).has(s.Head) {
		return Snapshot{}, false, nil
	}
	s.Data = clone(s.Data)
	return s, true, nil
}

// PutBlob stores data and returns its hash.
func (m *Memory) PutBlob(ctx context.Context, data []byte) (Hash, error) {
	if len(data) > MaxBlob {
		return Hash{}, fmt.Errorf("put blob of %d bytes: %w", len(data), ErrTooLarge)
	}
	if err := m.enter(ctx); err != nil {
		return Hash{}, fmt.Errorf("put blob: %w", err)
	}
	h := Hash(sha256.Sum256(data))
	m.kept.mu.Lock()
	defer m.kept.mu.Unlock()
	m.kept.blobs[h] = clone(data)
	return h, nil
}

// Blob returns the data of that hash.
func (m *Memory) Blob(ctx context.Context, h Hash) ([]byte, error) {
	if err := m.enter(ctx); err != nil {
		return nil, fmt.Errorf("get blob %v: %w", h, err)
	}
	m.kept.mu.Lock()
	defer m.kept.mu.Unlock()
	data, ok := m.kept.blobs[h]
	if !ok {
		return nil, fmt.Errorf("get blob %v: %w", h, ErrNotFound)
	}
	return clone(data), nil
}

// Cell returns the bytes kept under name.
func (m *Memory) Cell(ctx context.Context, name string) ([]byte, error) {
	if err := m.enterNamed(ctx, name); err != nil {
		return nil, fmt.Errorf("read cell %s: %w", name, err)
	}
	m.kept.mu.Lock()
	defer m.kept.mu.Unlock()
	data, ok := m.kept.cells[name]
	if !ok {
		return nil, fmt.Errorf("read cell %s: %w", name, ErrNotFound)
	}
	return clone(data), nil
}

// Swap replaces the cell's bytes if they are still old.
func (m *Memory) Swap(ctx context.Context, name string, old, replacement []byte) error {
	if err := m.enterNamed(ctx, name); err != nil {
		return fmt.Errorf("swap cell %s: %w", name, err)
	}
	m.kept.mu.Lock()
	defer m.kept.mu.Unlock()
	now, ok := m.kept.cells[name]
	if ok != (old != nil) || !bytes.Equal(now, old) {
		return fmt.Errorf("swap cell %s: %w", name, ErrConflict)
	}
	if replacement == nil {
		delete(m.kept.cells, name)
	} else {
		m.kept.cells[name] = clone(replacement)
	}
	return nil
}
