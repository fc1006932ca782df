package sqlite_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"soundings/journal"
)

// fact is about as long as a fact is.
var fact = []byte(`{"kind":"response.given","time":"2025-06-10T09:30:00Z","cause":"Ev08MFMKH6","data":{"section":"6","revision":2,"stance":"risk","organisation":"tidewell","participant":"P7","words":"The form takes nine months."}}`)

// BenchmarkAppend compares 64 streams that append at once through the one
// writer with the same number of single transactions, each flushed by itself,
// as plain use of database/sql has it.
func BenchmarkAppend(b *testing.B) {
	const streams = 64
	store := open(b, filepath.Join(b.TempDir(), "soundings.db"))
	b.Cleanup(func() { _ = store.Close() })
	plain := plainTable(b)
	var grouped, single, ratio []float64
	for b.Loop() { // in turns, so that both meet what else the machine does
		together := perSecond(b, streams, 100, func(ctx context.Context, stream string) func() error {
			var head journal.Head
			for r, err := range store.Read(ctx, stream, 0) {
				if err != nil {
					b.Fatal(err)
				}
				head = r.Head()
			}
			return func() (err error) {
				head, err = store.Append(ctx, stream, head, journal.Record{Data: fact})
				return err
			}
		})
		apart := perSecond(b, streams, 25, func(ctx context.Context, stream string) func() error {
			return func() error {
				hash := sha256.Sum256(fact)
				_, err := plain.ExecContext(ctx, "INSERT INTO records SELECT ?1, coalesce(max(seq), 0) + 1, ?2, ?3 FROM records WHERE stream = ?1",
					stream, hash[:], string(fact))
				return err
			}
		})
		grouped, single, ratio = append(grouped, together), append(single, apart), append(ratio, together/apart)
	}
	b.ReportMetric(median(grouped), "grouped/s")
	b.ReportMetric(median(single), "single/s")
	b.ReportMetric(median(ratio), "ratio")
}

func median(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}

// plainTable is a database with the same settings and no writer before it.
func plainTable(b *testing.B) *sql.DB {
	path := filepath.Join(b.TempDir(), "plain.db")
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)")
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	b.Cleanup(func() { _ = db.Close() })
	const table = "CREATE TABLE records (stream TEXT, seq INTEGER, hash BLOB, data, PRIMARY KEY (stream, seq)) WITHOUT ROWID"
	if _, err := db.ExecContext(b.Context(), table); err != nil {
		b.Fatal(err)
	}
	return db
}

// perSecond runs each call of every stream, the streams side by side.
func perSecond(b *testing.B, streams, each int, prepare func(ctx context.Context, stream string) func() error) float64 {
	b.Helper()
	calls := make([]func() error, streams)
	for i := range calls {
		calls[i] = prepare(b.Context(), fmt.Sprintf("engagement-%02d", i))
	}
	start := time.Now()
	var wait sync.WaitGroup
	for _, call := range calls {
		wait.Go(func() {
			for range each {
				if err := call(); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
	return float64(streams*each) / time.Since(start).Seconds()
}

// BenchmarkRead folds nothing: it is what reading alone costs.
func BenchmarkRead(b *testing.B) {
	store := open(b, filepath.Join(b.TempDir(), "soundings.db"))
	b.Cleanup(func() { _ = store.Close() })
	const records = 50_000
	recs := make([]journal.Record, records)
	for i := range recs {
		recs[i].Data = fact
	}
	if _, err := store.Append(b.Context(), "s", journal.Head{}, recs...); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(records * len(fact)))
	for b.Loop() {
		n := 0
		for _, err := range store.Read(b.Context(), "s", 0) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != records {
			b.Fatalf("read %d records, want %d", n, records)
		}
	}
	b.ReportMetric(records*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}
