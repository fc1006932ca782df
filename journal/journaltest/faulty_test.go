package journaltest_test

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"sync"
	"time"

	"soundings/journal"
	"soundings/journal/journaltest"
)

// faulty is a store in which some methods were replaced by worse ones.
type faulty struct {
	journal.Store
	append  func(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error)
	read    func(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error]
	streams func(ctx context.Context) iter.Seq2[string, error]
	watch   func(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error]
	lease   func(ctx context.Context, name string, ttl time.Duration) (journal.Lease, error)
	load    func(ctx context.Context, stream, version string) (journal.Snapshot, bool, error)
	save    func(ctx context.Context, stream string, s journal.Snapshot) error
	put     func(ctx context.Context, data []byte) (journal.Hash, error)
	blob    func(ctx context.Context, h journal.Hash) ([]byte, error)
	cell    func(ctx context.Context, name string) ([]byte, error)
	swap    func(ctx context.Context, name string, old, replacement []byte) error
	close   func() error
}

// sound gives a faulty store without a fault.
func sound(s journal.Store) *faulty {
	return &faulty{
		Store: s, append: s.Append, read: s.Read, streams: s.Streams, watch: s.Watch, lease: s.Lease,
		load: s.LoadSnapshot, save: s.SaveSnapshot, put: s.PutBlob, blob: s.Blob, cell: s.Cell, swap: s.Swap, close: s.Close,
	}
}

func (f *faulty) Append(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error) {
	return f.append(ctx, stream, after, recs...)
}

func (f *faulty) Read(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error] {
	return f.read(ctx, stream, after)
}

func (f *faulty) Streams(ctx context.Context) iter.Seq2[string, error] { return f.streams(ctx) }

func (f *faulty) Watch(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error] {
	return f.watch(ctx, stream, after)
}

func (f *faulty) Lease(ctx context.Context, name string, ttl time.Duration) (journal.Lease, error) {
	return f.lease(ctx, name, ttl)
}

func (f *faulty) LoadSnapshot(ctx context.Context, stream, version string) (journal.Snapshot, bool, error) {
	return f.load(ctx, stream, version)
}

func (f *faulty) SaveSnapshot(ctx context.Context, stream string, s journal.Snapshot) error {
	return f.save(ctx, stream, s)
}

func (f *faulty) PutBlob(ctx context.Context, data []byte) (journal.Hash, error) {
	return f.put(ctx, data)
}

func (f *faulty) Blob(ctx context.Context, h journal.Hash) ([]byte, error) { return f.blob(ctx, h) }

func (f *faulty) Cell(ctx context.Context, name string) ([]byte, error) { return f.cell(ctx, name) }

func (f *faulty) Swap(ctx context.Context, name string, old, replacement []byte) error {
	return f.swap(ctx, name, old, replacement)
}

func (f *faulty) Close() error { return f.close() }

// harness gives a memory whose every handle has the fault; broken is handed
// the handle and changes its methods.
func harness(broken func(f *faulty)) journaltest.Harness {
	memory := journal.NewMemory()
	first := sound(memory)
	broken(first)
	return journaltest.Harness{
		Store:  first,
		Shared: true,
		Open: func(journaltest.TB) journal.Store {
			again := sound(memory.Open())
			broken(again)
			return again
		},
	}
}

// end is where a stream ends in truth.
func end(s journal.Store, stream string) journal.Head {
	var head journal.Head
	for r, err := range s.Read(context.Background(), stream, 0) {
		if err != nil {
			break
		}
		head = r.Head()
	}
	return head
}

// altered maps the records that a read or watch yields; keep false drops one.
func altered(
	seq iter.Seq2[journal.Record, error], f func(r journal.Record) (out journal.Record, keep bool),
) iter.Seq2[journal.Record, error] {
	return func(yield func(journal.Record, error) bool) {
		for r, err := range seq {
			keep := true
			if err == nil {
				r, keep = f(r)
			}
			if keep && !yield(r, err) {
				return
			}
		}
	}
}

// recorder is a test that only notes what happens to it.
type recorder struct {
	mu       sync.Mutex
	failures []string
	skipped  bool
	cleanups []func()
}

var _ journaltest.TB = (*recorder)(nil)

func (r *recorder) Helper() {}

func (r *recorder) Cleanup(f func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cleanups = append(r.cleanups, f)
}

func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

func (r *recorder) Skipf(string, ...any) {
	r.skipped = true
	runtime.Goexit()
}

// run checks one case, in a goroutine that the case may end.
func (r *recorder) run(ctx context.Context, c journaltest.Case, h journaltest.Harness) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer func() {
			for _, cleanup := range slices.Backward(r.cleanups) {
				cleanup()
			}
		}()
		journaltest.Check(ctx, r, c, h)
	}()
	<-ended
}
