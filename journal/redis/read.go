package redis

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
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
			records, err := s.page(ctx, doing, stream, after, count)
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
			if int64(len(records)) < count {
				return
			}
			count = nextPage(records)
		}
	}
}

// page reads up to count records after the given place.
func (s *Store) page(ctx context.Context, doing, stream string, after journal.Seq, count int64) ([]journal.Record, error) {
	leave, err := s.enterNamed(ctx, stream)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	defer leave()
	if after == math.MaxUint64 {
		return nil, nil
	}
	entries, err := s.quick.XRangeN(ctx, s.key(stream, "log"), entryID(after+1), "+", count).Result()
	if err != nil {
		return nil, s.failed(ctx, doing, err)
	}
	records, err := readEntries(entries)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	return records, nil
}

// nextPage is how many records like these make a good page.
func nextPage(records []journal.Record) int64 {
	size := 0
	for _, r := range records {
		size += len(r.Data) + len(r.Hash)
	}
	return int64(min(maxPage, max(1, pageBytes*len(records)/max(1, size))))
}

func entryID(seq journal.Seq) string { return strconv.FormatUint(uint64(seq), 10) + "-0" }

func readEntries(entries []goredis.XMessage) ([]journal.Record, error) {
	records := make([]journal.Record, len(entries))
	for i, entry := range entries {
		number, tail, _ := strings.Cut(entry.ID, "-")
		seq, err := strconv.ParseUint(number, 10, 64)
		hash, isHash := entry.Values["h"].(string)
		data, isData := entry.Values["d"].(string)
		if err != nil || tail != "0" || !isHash || !isData || len(hash) != len(journal.Hash{}) {
			return nil, fmt.Errorf("entry %s is not one of ours: %w", entry.ID, errDamaged)
		}
		records[i] = journal.Record{Seq: journal.Seq(seq), Hash: journal.Hash([]byte(hash)), Data: []byte(data)}
	}
	return records, nil
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
