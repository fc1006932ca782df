package sqlite

import (
	"context"
	"iter"
	"sync"
	"time"

	"soundings/journal"
)

// A page of records is read at a time, so that no reader holds the database
// while its caller works. Pages end at whichever comes first. The first is small,
// as many callers want one record.
const (
	firstRecords = 8
	pageRecords  = 1024
	pageBytes    = 4 << 20
)

// Read yields the records after the given place.
func (s *Store) Read(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error] {
	return func(yield func(journal.Record, error) bool) {
		until, err := s.end(ctx, stream)
		if err == nil {
			_, err = s.pages(ctx, stream, after, until, yield)
		}
		if err != nil {
			yield(journal.Record{}, errorf("read", stream, err))
		}
	}
}

// end is where a stream ends now.
func (s *Store) end(ctx context.Context, stream string) (journal.Seq, error) {
	if err := journal.CheckName(stream); err != nil {
		return 0, err
	}
	leave, err := s.enter(ctx)
	if err != nil {
		return 0, err
	}
	defer leave()
	head, err := headOf(s.read.last.QueryRowContext(ctx, stream))
	return head.Seq, unavailable(err)
}

// pages yields records page by page, and says how far it came. It returns
// without an error when the caller stops; until is then not reached.
func (s *Store) pages(
	ctx context.Context, stream string, after, until journal.Seq, yield func(journal.Record, error) bool,
) (journal.Seq, error) {
	for most := firstRecords; after < until; most = min(8*most, pageRecords) {
		page, err := s.page(ctx, stream, after, until, most)
		if err != nil || len(page) == 0 {
			return after, err
		}
		for _, r := range page {
			if err := ctx.Err(); err != nil {
				return after, err
			}
			if !yield(r, nil) {
				return after, nil
			}
			after = r.Seq
		}
	}
	return after, nil
}

// page reads the next records.
func (s *Store) page(ctx context.Context, stream string, after, until journal.Seq, most int) (page []journal.Record, err error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	rows, err := s.read.page.QueryContext(ctx, stream, int64(after), int64(until), most)
	if err != nil {
		return nil, unavailable(err)
	}
	defer func() {
		if closing := rows.Close(); err == nil {
			err = unavailable(closing)
		}
	}()
	for size := 0; size < pageBytes && rows.Next(); {
		r := journal.Record{Data: []byte{}}
		var hash []byte
		if err := rows.Scan(&r.Seq, &hash, &r.Data); err != nil {
			return nil, unavailable(err)
		}
		if r.Data == nil { // a row that was altered
			r.Data = []byte{}
		}
		copy(r.Hash[:], hash)
		size += len(r.Data)
		page = append(page, r)
	}
	return page, unavailable(rows.Err())
}

// streamsQuery leaps from each name to the next, whatever lies between.
const streamsQuery = `
WITH RECURSIVE names (name) AS (
	SELECT min(stream) FROM records
	UNION ALL
	SELECT (SELECT min(stream) FROM records WHERE stream > name) FROM names WHERE name IS NOT NULL
)
SELECT name FROM names WHERE name IS NOT NULL`

// Streams yields the names of all streams.
func (s *Store) Streams(ctx context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		names, err := s.names(ctx)
		if err != nil {
			yield("", errorf("list", "streams", err))
			return
		}
		for _, name := range names {
			if !yield(name, nil) {
				return
			}
		}
	}
}

func (s *Store) names(ctx context.Context) (names []string, err error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	rows, err := s.read.streams.QueryContext(ctx)
	if err != nil {
		return nil, unavailable(err)
	}
	defer func() {
		if closing := rows.Close(); err == nil {
			err = unavailable(closing)
		}
	}()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, unavailable(err)
		}
		names = append(names, name)
	}
	return names, unavailable(rows.Err())
}

// Watch yields the records after the given place and waits for more.
func (s *Store) Watch(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error] {
	return func(yield func(journal.Record, error) bool) {
		if err := journal.CheckName(stream); err != nil {
			yield(journal.Record{}, errorf("watch", stream, err))
			return
		}
		stopped := false
		each := func(r journal.Record, err error) bool {
			stopped = !yield(r, err)
			return !stopped
		}
		for {
			grown := s.tails.wait(stream) // before looking, so that nothing falls between
			until, err := s.end(ctx, stream)
			if err == nil {
				after, err = s.pages(ctx, stream, after, until, each)
			}
			switch {
			case stopped:
				return
			case err != nil:
				yield(journal.Record{}, errorf("watch", stream, err))
				return
			}
			s.pause(ctx, grown)
		}
	}
}

// pause waits until the stream may have grown. A reader cannot be told by
// another process; it looks from time to time.
func (s *Store) pause(ctx context.Context, grown <-chan struct{}) {
	var poll <-chan time.Time
	if s.poll > 0 {
		timer := time.NewTimer(s.poll)
		defer timer.Stop()
		poll = timer.C
	}
	select {
	case <-grown:
	case <-poll:
	case <-s.closing:
	case <-ctx.Done():
	}
}

// tails tells who waits for a stream that it has grown.
type tails struct {
	mu      sync.Mutex
	waiting map[string]chan struct{}
}

// wait gives what is closed when the stream grows.
func (t *tails) wait(stream string) <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.waiting == nil {
		t.waiting = make(map[string]chan struct{})
	}
	grown := t.waiting[stream]
	if grown == nil {
		grown = make(chan struct{})
		t.waiting[stream] = grown
	}
	return grown
}

func (t *tails) grow(stream string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if grown := t.waiting[stream]; grown != nil {
		close(grown)
		delete(t.waiting, stream)
	}
}
