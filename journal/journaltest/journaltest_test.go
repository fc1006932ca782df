package journaltest_test

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"soundings/journal"
	"soundings/journal/journaltest"
)

// faults break one rule each; caught is the case that must fail.
var faults = []struct {
	name, caught string
	broken       func(f *faulty)
}{
	{"appends the part of a batch that fits", "append/all or none", func(f *faulty) {
		f.append = func(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error) {
			head, err := f.Store.Append(ctx, stream, after, recs...)
			if errors.Is(err, journal.ErrTooLarge) && len(recs) > 1 {
				return f.Append(ctx, stream, after, recs[:len(recs)-1]...)
			}
			return head, err
		}
	}},
	{"appends a batch record by record", "read/while appending", func(f *faulty) {
		f.append = func(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error) {
			var err error
			for _, r := range recs {
				if after, err = f.Store.Append(ctx, stream, after, r); err != nil {
					return after, err
				}
				time.Sleep(time.Microsecond)
			}
			return after, nil
		}
	}},
	{"ignores the head's hash", "append/diverged hash", func(f *faulty) {
		f.append = func(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error) {
			if now := end(f.Store, stream); now.Seq == after.Seq {
				after = now
			}
			return f.Store.Append(ctx, stream, after, recs...)
		}
	}},
	{"looks at the hash at the end only", "append/diverged below the end", func(f *faulty) {
		f.append = func(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error) {
			if end(f.Store, stream).Seq > after.Seq {
				return journal.Head{}, journal.ErrConflict
			}
			return f.Store.Append(ctx, stream, after, recs...)
		}
	}},
	{"appends wherever the stream ends", "append/conflict", appendsAnywhere},
	{"appends beyond the end", "append/diverged shorter", appendsAnywhere},
	{"tells no conflict from divergence", "append/conflict", func(f *faulty) {
		f.append = func(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error) {
			head, err := f.Store.Append(ctx, stream, after, recs...)
			if errors.Is(err, journal.ErrConflict) {
				err = journal.ErrDiverged
			}
			return head, err
		}
	}},
	{"compares first and appends later", "writers/one wins", func(f *faulty) {
		f.append = func(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error) {
			if end(f.Store, stream).Seq > after.Seq {
				return journal.Head{}, journal.ErrConflict
			}
			time.Sleep(time.Millisecond)
			return f.Store.Append(ctx, stream, end(f.Store, stream), recs...)
		}
	}},
	{"tries a conflict again by itself", "writers/one stream", func(f *faulty) {
		f.append = func(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error) {
			head, err := f.Store.Append(ctx, stream, after, recs...)
			if errors.Is(err, journal.ErrConflict) {
				_, _ = f.Store.Append(ctx, stream, end(f.Store, stream), recs...)
			}
			return head, err
		}
	}},
	{"confirms what it did not store", "writers/one stream", func(f *faulty) {
		f.append = func(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error) {
			head, err := f.Store.Append(ctx, stream, after, recs...)
			if errors.Is(err, journal.ErrConflict) {
				return end(f.Store, stream), nil
			}
			return head, err
		}
	}},
	{"keeps the caller's bytes", "append/keeps no reference", func(f *faulty) {
		var kept []journal.Record
		f.append = func(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error) {
			kept = append(kept, recs...)
			return f.Store.Append(ctx, stream, after, recs...)
		}
		f.read = func(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error] {
			return altered(f.Store.Read(ctx, stream, after), func(r journal.Record) (journal.Record, bool) {
				r.Data = kept[r.Seq-1].Data
				return r, true
			})
		}
	}},
	{"ignores a cancelled context", "append/cancelled", func(f *faulty) {
		f.append = func(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error) {
			return f.Store.Append(context.WithoutCancel(ctx), stream, after, recs...)
		}
	}},
	{"does not check a barrier", "barrier/wrong head", func(f *faulty) {
		f.append = func(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error) {
			if len(recs) == 0 {
				return after, nil
			}
			return f.Store.Append(ctx, stream, after, recs...)
		}
	}},
	{"makes a stream of a barrier", "barrier/empty stream", func(f *faulty) {
		f.append = func(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error) {
			if len(recs) == 0 {
				recs = []journal.Record{{}}
			}
			return f.Store.Append(ctx, stream, after, recs...)
		}
	}},
	{"gives nil for a record without bytes", "append/payloads", readsEach(func(r journal.Record) (journal.Record, bool) {
		if len(r.Data) == 0 {
			r.Data = nil
		}
		return r, true
	})},
	{"ends a record at its first zero byte", "append/payloads", readsEach(func(r journal.Record) (journal.Record, bool) {
		r.Data, _, _ = bytes.Cut(r.Data, []byte{0})
		return r, true
	})},
	{"makes valid text of a record", "append/payloads", readsEach(func(r journal.Record) (journal.Record, bool) {
		r.Data = bytes.ToValidUTF8(r.Data, []byte("\uFFFD"))
		return r, true
	})},
	{"forgets a record between two pages", "read/many", readsEach(func(r journal.Record) (journal.Record, bool) {
		return r, r.Seq != 1024
	})},
	{"reads from the place, not after it", "read/after", func(f *faulty) {
		f.read = func(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error] {
			return f.Store.Read(ctx, stream, max(after, 1)-1)
		}
	}},
	{"reads out of order", "append/chains", func(f *faulty) {
		f.read = func(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error] {
			return func(yield func(journal.Record, error) bool) {
				var recs []journal.Record
				for r, err := range f.Store.Read(ctx, stream, after) {
					if err != nil {
						yield(r, err)
						return
					}
					recs = append(recs, r)
				}
				slices.Reverse(recs)
				for _, r := range recs {
					if !yield(r, nil) {
						return
					}
				}
			}
		}
	}},
	{"reads on with a cancelled context", "read/cancelled", func(f *faulty) {
		f.read = func(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error] {
			return f.Store.Read(context.WithoutCancel(ctx), stream, after)
		}
	}},
	{"does not sort its streams", "streams/sorted", func(f *faulty) {
		f.streams = func(ctx context.Context) iter.Seq2[string, error] {
			return func(yield func(string, error) bool) {
				var names []string
				for name, err := range f.Store.Streams(ctx) {
					if err != nil {
						yield("", err)
						return
					}
					names = append(names, name)
				}
				slices.Reverse(names)
				for _, name := range names {
					if !yield(name, nil) {
						return
					}
				}
			}
		}
	}},
	{"loses the last record when reopened", "life/reopen", func(f *faulty) {
		last := end(f.Store, "s").Seq
		f.read = func(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error] {
			return altered(f.Store.Read(ctx, stream, after), func(r journal.Record) (journal.Record, bool) {
				return r, last == 0 || r.Seq != last
			})
		}
	}},
	{"works after Close", "life/close", func(f *faulty) { f.close = func() error { return nil } }},
	{"fails when closed twice", "life/close", func(f *faulty) {
		closed := false
		f.close = func() error {
			if closed {
				return journal.ErrClosed
			}
			closed = true
			return f.Store.Close()
		}
	}},
	{"misses what comes while a watch starts", "watch/during the start", func(f *faulty) {
		f.watch = func(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error] {
			return func(yield func(journal.Record, error) bool) {
				for r, err := range f.Store.Read(ctx, stream, after) {
					if !yield(r, err) || err != nil {
						return
					}
				}
				for r, err := range f.Store.Watch(ctx, stream, end(f.Store, stream).Seq) {
					if !yield(r, err) {
						return
					}
				}
			}
		}
	}},
	{"watches only what it appended itself", "watch/another store", func(f *faulty) {
		var mu sync.Mutex
		var own journal.Seq
		f.append = func(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error) {
			mu.Lock()
			defer mu.Unlock()
			head, err := f.Store.Append(ctx, stream, after, recs...)
			own = head.Seq
			return head, err
		}
		f.watch = func(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error] {
			return altered(f.Store.Watch(ctx, stream, after), func(r journal.Record) (journal.Record, bool) {
				mu.Lock()
				defer mu.Unlock()
				return r, r.Seq <= own
			})
		}
	}},
	{"watches a record twice", "watch/old and new", func(f *faulty) {
		f.watch = func(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error] {
			return func(yield func(journal.Record, error) bool) {
				for r, err := range f.Store.Watch(ctx, stream, after) {
					if !yield(r, err) || r.Seq == 2 && !yield(r, err) {
						return
					}
				}
			}
		}
	}},
	{"watches from the end when the place is beyond it", "watch/beyond the end", func(f *faulty) {
		f.watch = func(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error] {
			return f.Store.Watch(ctx, stream, min(after, end(f.Store, stream).Seq))
		}
	}},
	{"ends a watch without an error", "watch/ends", func(f *faulty) {
		f.watch = func(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error] {
			return func(yield func(journal.Record, error) bool) {
				for r, err := range f.Store.Watch(ctx, stream, after) {
					if err != nil || !yield(r, nil) {
						return
					}
				}
			}
		}
	}},
	{"leases for ever", "lease/runs out", func(f *faulty) {
		f.lease = func(ctx context.Context, name string, ttl time.Duration) (journal.Lease, error) {
			if ttl < time.Millisecond {
				return f.Store.Lease(ctx, name, ttl)
			}
			return f.Store.Lease(ctx, name, 1000*time.Hour)
		}
	}},
	{"leases for less than was asked", "lease/runs out", func(f *faulty) {
		f.lease = func(ctx context.Context, name string, ttl time.Duration) (journal.Lease, error) {
			return f.Store.Lease(ctx, name, ttl/2)
		}
	}},
	{"leases to everyone", "lease/taken", func(f *faulty) {
		f.lease = func(ctx context.Context, name string, ttl time.Duration) (journal.Lease, error) {
			lease, err := f.Store.Lease(ctx, name, ttl)
			if errors.Is(err, journal.ErrTaken) {
				return fake{}, nil
			}
			return lease, err
		}
	}},
	{"renews a lease without doing so", "lease/renewed", leasesAs(func(lease journal.Lease) fake {
		return fake{release: lease.Release}
	})},
	{"renews a lease that passed on", "lease/passed on", leasesAs(func(lease journal.Lease) fake {
		return fake{release: lease.Release, renew: func(ctx context.Context, ttl time.Duration) error {
			if err := lease.Renew(ctx, ttl); !errors.Is(err, journal.ErrTaken) {
				return err
			}
			return nil
		}}
	})},
	{"renews a lease that was released", "lease/released", leasesAs(func(lease journal.Lease) fake {
		return fake{release: lease.Release, renew: func(ctx context.Context, ttl time.Duration) error {
			if err := lease.Renew(ctx, ttl); !errors.Is(err, journal.ErrTaken) {
				return err
			}
			return nil
		}}
	})},
	{"releases whoever holds the lease", "lease/released", func(f *faulty) {
		var now journal.Lease
		f.lease = func(ctx context.Context, name string, ttl time.Duration) (journal.Lease, error) {
			lease, err := f.Store.Lease(ctx, name, ttl)
			if err != nil {
				return nil, err
			}
			now = lease
			return fake{renew: lease.Renew, release: func(ctx context.Context) error { return now.Release(ctx) }}, nil
		}
	}},
	{"loads a snapshot of another version", "snapshot/another version", func(f *faulty) {
		version := ""
		f.save = func(ctx context.Context, stream string, s journal.Snapshot) error {
			version = s.Version
			return f.Store.SaveSnapshot(ctx, stream, s)
		}
		f.load = func(ctx context.Context, stream, _ string) (journal.Snapshot, bool, error) {
			return f.Store.LoadSnapshot(ctx, stream, version)
		}
	}},
	{"loads a snapshot of another head", "snapshot/another head", func(f *faulty) {
		var saved journal.Snapshot
		f.save = func(ctx context.Context, stream string, s journal.Snapshot) error {
			saved = s
			return f.Store.SaveSnapshot(ctx, stream, s)
		}
		f.load = func(ctx context.Context, stream, version string) (journal.Snapshot, bool, error) {
			// It looks at the place alone.
			return saved, saved.Version == version && saved.Head.Seq <= end(f.Store, stream).Seq, nil
		}
	}},
	{"does not look at the bytes of a blob", "blob/corrupted", func(f *faulty) {
		f.blob = func(ctx context.Context, h journal.Hash) ([]byte, error) {
			data, err := f.Store.Blob(ctx, h)
			if bytes.Equal(data, []byte("a file")) {
				data[0]++
			}
			return data, err
		}
	}},
	{"gives no error for a blob that is not there", "blob/not found", func(f *faulty) {
		f.blob = func(ctx context.Context, h journal.Hash) ([]byte, error) {
			data, err := f.Store.Blob(ctx, h)
			if errors.Is(err, journal.ErrNotFound) {
				return nil, nil
			}
			return data, err
		}
	}},
	{"swaps without comparing", "cell/conflict", func(f *faulty) {
		f.swap = func(ctx context.Context, name string, _, replacement []byte) error {
			old, err := f.Cell(ctx, name)
			if errors.Is(err, journal.ErrNotFound) {
				old = nil
			}
			return f.Store.Swap(ctx, name, old, replacement)
		}
	}},
	{"takes an empty cell for none", "cell/life", func(f *faulty) {
		f.swap = func(ctx context.Context, name string, old, replacement []byte) error {
			if len(replacement) == 0 {
				replacement = nil
			}
			return f.Store.Swap(ctx, name, old, replacement)
		}
	}},
	{"compares a cell first and swaps later", "cell/concurrent", func(f *faulty) {
		f.swap = func(ctx context.Context, name string, old, replacement []byte) error {
			now, err := f.Cell(ctx, name)
			if err != nil && old != nil || !bytes.Equal(now, old) {
				return journal.ErrConflict
			}
			time.Sleep(time.Millisecond)
			if now, err = f.Cell(ctx, name); err != nil {
				now = nil
			}
			return f.Store.Swap(ctx, name, now, replacement)
		}
	}},
}

func appendsAnywhere(f *faulty) {
	f.append = func(ctx context.Context, stream string, _ journal.Head, recs ...journal.Record) (journal.Head, error) {
		return f.Store.Append(ctx, stream, end(f.Store, stream), recs...)
	}
}

func readsEach(alter func(r journal.Record) (journal.Record, bool)) func(f *faulty) {
	return func(f *faulty) {
		f.read = func(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error] {
			return altered(f.Store.Read(ctx, stream, after), alter)
		}
	}
}

func leasesAs(as func(lease journal.Lease) fake) func(f *faulty) {
	return func(f *faulty) {
		f.lease = func(ctx context.Context, name string, ttl time.Duration) (journal.Lease, error) {
			lease, err := f.Store.Lease(ctx, name, ttl)
			if err != nil {
				return nil, err
			}
			return as(lease), nil
		}
	}
}

// fake is a lease that does what it was given, or nothing.
type fake struct {
	renew   func(ctx context.Context, ttl time.Duration) error
	release func(ctx context.Context) error
}

func (l fake) Renew(ctx context.Context, ttl time.Duration) error {
	if l.renew == nil {
		return ctx.Err()
	}
	return l.renew(ctx, ttl)
}

func (l fake) Release(ctx context.Context) error {
	if l.release == nil {
		return nil
	}
	return l.release(ctx)
}

// TestSuiteCatches runs, for every fault, the case that must catch it. Fake
// time makes waiting in vain cheap.
func TestSuiteCatches(t *testing.T) {
	cases := make(map[string]journaltest.Case)
	for _, c := range journaltest.Cases() {
		cases[c.Name] = c
	}
	for _, fault := range faults {
		t.Run(fault.name, func(t *testing.T) {
			c, ok := cases[fault.caught]
			if !ok {
				t.Fatalf("there is no case %q", fault.caught)
			}
			for _, want := range []bool{false, true} { // without the fault, and with it
				synctest.Test(t, func(t *testing.T) {
					h := harness(func(f *faulty) {
						if want {
							fault.broken(f)
						}
					})
					if want {
						h.Corrupt = func(journaltest.TB, journal.Hash) {} // the fault does it
					}
					var seen recorder
					seen.run(t.Context(), c, h)
					if failed := len(seen.failures) > 0; failed != want {
						t.Errorf("case %q failed: %v, want %v; with fault: %v; it said %q", c.Name, failed, want, want, seen.failures)
					}
					if want && len(seen.failures) > 0 {
						t.Logf("%s: %s", c.Name, seen.failures[0])
					}
				})
			}
		})
	}
}
