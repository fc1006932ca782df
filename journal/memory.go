package journal

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"
)

// Memory is a Store that keeps everything in memory, for tests and for
// trying things out. It passes the same suite as the durable ones.
type Memory struct {
	kept   *kept
	closed chan struct{}
	once   sync.Once
}

var _ Store = (*Memory)(nil)

// kept is what all handles on one memory share.
type kept struct {
	mu        sync.Mutex
	streams   map[string]*stream
	snapshots map[string]Snapshot
	blobs     map[Hash][]byte
	cells     map[string][]byte
	turns     Turns
}

// stream has no records while it is only watched.
type stream struct {
	records []Record
	grown   chan struct{} // closed, and replaced, when records are added
}

// NewMemory makes an empty store.
func NewMemory() *Memory {
	return handle(&kept{
		streams:   make(map[string]*stream),
		snapshots: make(map[string]Snapshot),
		blobs:     make(map[Hash][]byte),
		cells:     make(map[string][]byte),
	})
}

func handle(k *kept) *Memory { return &Memory{kept: k, closed: make(chan struct{})} }

// Open gives another handle on the same memory, as another process would
// have on a shared store. Each handle is closed by itself, and the memory
// outlives them all: opening again after Close is a restart.
func (m *Memory) Open() *Memory { return handle(m.kept) }

// Append adds recs after the given head.
func (m *Memory) Append(ctx context.Context, name string, after Head, recs ...Record) (Head, error) {
	if err := CheckAppend(name, recs); err != nil {
		return Head{}, err
	}
	if err := m.enter(ctx); err != nil {
		return Head{}, fmt.Errorf("append to %s: %w", name, err)
	}
	m.kept.mu.Lock()
	defer m.kept.mu.Unlock()
	at := m.kept.stream(name)
	if err := at.compare(after); err != nil {
		return Head{}, fmt.Errorf("append to %s after %d: %w", name, after.Seq, err)
	}
	if len(recs) == 0 {
		return after, nil
	}
	head := after
	for _, r := range recs {
		head = head.Next(r.Data)
		at.records = append(at.records, Record{Seq: head.Seq, Hash: head.Hash, Data: clone(r.Data)})
	}
	close(at.grown)
	at.grown = make(chan struct{})
	return head, nil
}

// Read yields the records after the given place.
func (m *Memory) Read(ctx context.Context, name string, after Seq) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		if err := m.enterNamed(ctx, name); err != nil {
			yield(Record{}, fmt.Errorf("read %s: %w", name, err))
			return
		}
		records, _ := m.kept.after(name, after)
		for _, r := range records {
			if err := m.enter(ctx); err != nil {
				yield(Record{}, fmt.Errorf("read %s: %w", name, err))
				return
			}
			r.Data = clone(r.Data)
			if !yield(r, nil) {
				return
			}
		}
	}
}

// Streams yields the names of all streams.
func (m *Memory) Streams(ctx context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		if err := m.enter(ctx); err != nil {
			yield("", fmt.Errorf("list streams: %w", err))
			return
		}
		for _, name := range m.kept.names() {
			if !yield(name, nil) {
				return
			}
		}
	}
}

// Watch yields the records after the given place and waits for more.
func (m *Memory) Watch(ctx context.Context, name string, after Seq) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		if err := CheckName(name); err != nil {
			yield(Record{}, fmt.Errorf("watch %s: %w", name, err))
			return
		}
		for {
			records, grown := m.kept.after(name, after)
			for _, r := range records {
				if err := m.enter(ctx); err != nil {
					yield(Record{}, fmt.Errorf("watch %s: %w", name, err))
					return
				}
				after = r.Seq
				r.Data = clone(r.Data)
				if !yield(r, nil) {
					return
				}
			}
			select {
			case <-grown:
			case <-ctx.Done():
			case <-m.closed:
			}
			if err := m.enter(ctx); err != nil {
				yield(Record{}, fmt.Errorf("watch %s: %w", name, err))
				return
			}
		}
	}
}

// Close ends this handle.
func (m *Memory) Close() error {
	m.once.Do(func() { close(m.closed) })
	return nil
}

// enter says whether a call may begin.
func (m *Memory) enter(ctx context.Context) error {
	select {
	case <-m.closed:
		return ErrClosed
	default:
		return ctx.Err()
	}
}

func (m *Memory) enterNamed(ctx context.Context, name string) error {
	if err := CheckName(name); err != nil {
		return err
	}
	return m.enter(ctx)
}

// stream gives the named stream, which may still be without records; mu is
// held.
func (k *kept) stream(name string) *stream {
	s := k.streams[name]
	if s == nil {
		s = &stream{grown: make(chan struct{})}
		k.streams[name] = s
	}
	return s
}

// after gives the records after a place and what is closed when there are
// more. Records once there never change.
func (k *kept) after(name string, place Seq) ([]Record, <-chan struct{}) {
	k.mu.Lock()
	defer k.mu.Unlock()
	s := k.stream(name)
	return s.records[min(place, Seq(len(s.records))):], s.grown
}

func (k *kept) names() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	names := slices.Sorted(maps.Keys(k.streams))
	return slices.DeleteFunc(names, func(name string) bool { return len(k.streams[name].records) == 0 })
}

// compare says whether the stream ends at head.
func (s *stream) compare(head Head) error {
	switch last := Seq(len(s.records)); {
	case head.Seq == 0 && head != Head{}, head.Seq > 0 && !s.has(head):
		return ErrDiverged
	case head.Seq < last:
		return ErrConflict
	}
	return nil
}

// has says whether the stream has a record with exactly this head.
func (s *stream) has(head Head) bool {
	return head.Seq > 0 && head.Seq <= Seq(len(s.records)) && s.records[head.Seq-1].Head() == head
}

// clone copies data; of nil it makes no bytes that are not nil.
func clone(data []byte) []byte { return append([]byte{}, data...) }
