package redis

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"

	goredis "github.com/redis/go-redis/v9"

	"soundings/journal"
)

const (
	// firstPage is how many records are read before their size is known, and
	// pageBytes what a page should have once it is.
	firstPage = 8
	maxPage   = 2000
	pageBytes = 4 << 20
	// scanPage is how many keys a server looks at in one step of a SCAN.
	scanPage = 1000
)

// Read yields the records after the given place, a page at a time.
func (s *Store) Read(ctx context.Context, stream string, after journal.Seq) iter.Seq2[journal.Record, error] {
	return func(yield func(journal.Record, error) bool) {
		doing := "read " + stream
		count := int64(firstPage)
		for {
			records, more, err := s.page(ctx, doing, stream, after, count)
			if err != nil {
				yield(journal.Record{}, err)
				return
			}
			for _, r := range records {
				if err := ctx.Err(); err != nil {
					yield(journal.Record{}, fmt.Errorf("%s: %w", doing, err))
					return
				}
				if !yield(r, nil) {
					return
				}
				after = r.Seq
			}
			if !more {
				return
			}
			count = nextPage(records)
		}
	}
}

// page reads the records of up to count entries after the given place, and says
// whether there may be more.
func (s *Store) page(ctx context.Context, doing, stream string, after journal.Seq, count int64) (records []journal.Record, more bool, err error) {
	leave, err := s.enterNamed(ctx, stream)
	if err != nil {
		return nil, false, fmt.Errorf("%s: %w", doing, err)
	}
	defer leave()
	if after == math.MaxUint64 {
		return nil, false, nil
	}
	entries, err := s.quick.XRangeN(ctx, s.key(stream, "log"), entryID(after+1), "+", count).Result()
	if err != nil {
		return nil, false, s.failed(ctx, doing, err)
	}
	records, err = readEntries(entries, after)
	if err != nil {
		return nil, false, fmt.Errorf("%s: %w", doing, err)
	}
	return records, int64(len(entries)) == count, nil
}

// entryWith gives the records of the entry that has the one at seq, nothing
// where the stream is shorter.
func (s *Store) entryWith(ctx context.Context, stream string, seq journal.Seq) ([]journal.Record, error) {
	entries, err := s.quick.XRangeN(ctx, s.key(stream, "log"), entryID(seq), "+", 1).Result()
	if err != nil {
		return nil, err
	}
	return readEntries(entries, 0)
}

// nextPage is how many records like these make a good page.
func nextPage(records []journal.Record) int64 {
	size := 0
	for _, r := range records {
		size += len(r.Data) + len(r.Hash)
	}
	return int64(min(maxPage, max(1, pageBytes*len(records)/max(1, size))))
}

// Streams yields the names of all streams. They are found by their keys, on
// every server: a list kept beside them could differ from them after a crash
// or failover, and in a cluster could not be written in one step with them.
// It costs a look at every key, and is meant for start and inspection. While
// a cluster moves slots between servers a stream on its way may be missed.
func (s *Store) Streams(ctx context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		names, err := s.streams(ctx)
		if err != nil {
			yield("", err)
			return
		}
		for _, name := range names {
			if !yield(name, nil) {
				return
			}
		}
	}
}

func (s *Store) streams(ctx context.Context) ([]string, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, fmt.Errorf("list streams: %w", err)
	}
	defer leave()
	before, after, _ := strings.Cut(s.key("*", "log"), "*")
	var names []string
	err = masters(ctx, s.quick, func(node *goredis.Client) error {
		keys := node.ScanType(ctx, 0, before+"*"+after, scanPage, "stream").Iterator()
		for keys.Next(ctx) {
			names = append(names, strings.TrimSuffix(strings.TrimPrefix(keys.Val(), before), after))
		}
		return keys.Err()
	})
	if err != nil && !errors.Is(err, goredis.Nil) {
		return nil, s.failed(ctx, "list streams", err)
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}
