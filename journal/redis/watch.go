package redis

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"soundings/journal"
)

// blockTime is how long one XREAD waits in Redis. It bounds how long a
// connection outlives its watch, and how late a quiet divergence is seen.
const blockTime = time.Second

// Watch yields the records after the given place and waits for more, on a
// connection of its own. It ends with ErrUnavailable when the connection
// fails: watch again after the last record that came. It ends with
// ErrDiverged when the stream no longer continues what was yielded, as after
// a failover.
func (s *Store) Watch(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error] {
	return func(yield func(journal.Record, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		tail := &tail{store: s, stream: stream, doing: "watch " + stream, head: journal.Head{Seq: after}}
		for {
			records, err := tail.wait(ctx)
			for _, r := range records {
				if ctx.Err() != nil {
					err = fmt.Errorf("%s: %w", tail.doing, ctx.Err())
					break
				}
				if !yield(r, nil) {
					return
				}
			}
			if err != nil {
				yield(journal.Record{}, err)
				return
			}
		}
	}
}

// tail is how far one watch has come.
type tail struct {
	store  *Store
	stream string
	doing  string
	head   journal.Head // of the last record read
	seen   bool         // there was one, so the hash is known
}

// wait gives the records that came since the last call, maybe none. It
// returns as soon as ctx or the store ends, and leaves the XREAD under way to
// run out behind it.
func (t *tail) wait(ctx context.Context) ([]journal.Record, error) {
	leave, err := t.store.enterNamed(ctx, t.stream)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.doing, err)
	}
	type page struct {
		entries []goredis.XMessage
		err     error
	}
	pages := make(chan page, 1)
	from := entryID(t.head.Seq)
	go func() {
		defer leave()
		entries, err := t.store.block(ctx, t.stream, from)
		pages <- page{entries, err}
	}()
	select {
	case got := <-pages:
		if got.err != nil {
			return nil, t.store.failed(ctx, t.doing, got.err)
		}
		if len(got.entries) == 0 {
			return nil, t.checkHead(ctx)
		}
		return t.take(got.entries)
	case <-ctx.Done():
		return nil, fmt.Errorf("%s: %w", t.doing, ctx.Err())
	case <-t.store.done:
		return nil, fmt.Errorf("%s: %w", t.doing, journal.ErrClosed)
	}
}

// block waits for entries after the given id, up to blockTime.
func (s *Store) block(ctx context.Context, stream, from string) ([]goredis.XMessage, error) {
	streams, err := s.patient.XRead(ctx, &goredis.XReadArgs{
		Streams: []string{s.key(stream, "log"), from}, Count: firstPage, Block: blockTime,
	}).Result()
	if errors.Is(err, goredis.Nil) || err == nil && len(streams) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return streams[0].Messages, nil
}

// take gives the records of entries as far as they continue what was read.
func (t *tail) take(entries []goredis.XMessage) ([]journal.Record, error) {
	records, err := readEntries(entries, t.head.Seq)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.doing, err)
	}
	for i, r := range records {
		if r.Seq != t.head.Seq+1 || t.seen && t.head.Next(r.Data) != r.Head() {
			return records[:i], fmt.Errorf("%s at %d: %w", t.doing, r.Seq, journal.ErrDiverged)
		}
		t.head, t.seen = r.Head(), true
	}
	return records, nil
}

// checkHead says whether the stream still is as long as what was read from
// it: XREAD alone would wait in silence until a shorter one has caught up.
func (t *tail) checkHead(ctx context.Context) error {
	if !t.seen {
		return nil
	}
	leave, err := t.store.enter(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", t.doing, err)
	}
	defer leave()
	entries, err := t.store.quick.XRevRangeN(ctx, t.store.key(t.stream, "log"), "+", "-", 1).Result()
	if err != nil {
		return t.store.failed(ctx, t.doing, err)
	}
	records, err := readEntries(entries, 0)
	if err != nil {
		return fmt.Errorf("%s: %w", t.doing, err)
	}
	var last journal.Head // of an empty stream
	if len(records) > 0 {
		last = records[len(records)-1].Head()
	}
	if last.Seq < t.head.Seq || last.Seq == t.head.Seq && last != t.head {
		return fmt.Errorf("%s: it ends at %d, before %d: %w", t.doing, last.Seq, t.head.Seq, journal.ErrDiverged)
	}
	return nil
}
