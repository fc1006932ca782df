package app

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"testing"
	"time"

	"soundings/bot"
	"soundings/conversations"
	"soundings/docs/sample"
	"soundings/journal"
	"soundings/journal/sqlite"
)

// forgetful is a store without snapshots: what is read is folded in full.
type forgetful struct{ journal.Store }

func (forgetful) LoadSnapshot(context.Context, string, string) (journal.Snapshot, bool, error) {
	return journal.Snapshot{}, false, nil
}
func (forgetful) Close() error { return nil }

// market is engagements with organisations that have answered everything.
type market struct{ engagements, organisations, sections int }

// benchService starts a service on a store.
func benchService(b *testing.B, store journal.Store, adapter bot.Adapter) *Service {
	b.Helper()
	k := testKeys(b)
	s, err := Start(b.Context(), Parts{
		Store: store, Key: k.root, Signer: k.signer, Now: time.Now,
		Adapters: func(bot.Deliver) []bot.Adapter { return []bot.Adapter{adapter} },
		Settings: conversations.Settings{Buyer: sample.Buyer, Contact: sample.Contact, Zone: "Europe/London"}, SnapshotEvery: 1 << 30,
		Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// fill lets the market speak.
func (m market) fill(b *testing.B, s *Service) {
	b.Helper()
	draft := "import\n"
	for i := range m.sections {
		draft += fmt.Sprintf("# Part %d of the service\nPeople stay safe at home, and somebody answers when they call.\n", i+1)
	}
	deliver := func(id, room, text string, who bot.Sender) {
		ev := bot.Event{ID: id, Kind: bot.Said, Text: text, Room: bot.Address{Adapter: "console", Room: room}, Sender: who}
		if _, err := s.Bot().Deliver(b.Context(), ev); err != nil {
			b.Error(err)
		}
	}
	var all sync.WaitGroup
	for e := range m.engagements {
		all.Go(func() {
			steps := []string{fmt.Sprint("new Care ", e), draft, fmt.Sprintf("closes 1 December %d", time.Now().Year()+2)}
			for o := range m.organisations {
				steps = append(steps, fmt.Sprintf("invite Firm %d, small firm in #e%d-o%d", o, e, o))
			}
			steps = append(steps, "preview", "open now")
			for i, text := range steps {
				deliver(fmt.Sprint("prepare", e, "-", i), fmt.Sprint("team", e), text, dana)
			}
			for o := range m.organisations {
				who := bot.Sender{ID: fmt.Sprint("ana", e, "-", o), Name: "Ana", Team: fmt.Sprint(o)}
				for i := range m.sections {
					text := fmt.Sprintf("%d %s: because the form takes %d months and nobody has told us who pays for it", i+1, []string{"risk", "works", "can't", "unclear", "further"}[(i+o)%5], i)
					deliver(fmt.Sprint("say", e, "-", o, "-", i), fmt.Sprintf("e%d-o%d", e, o), text, who)
				}
			}
		})
	}
	all.Wait()
	if err := s.Bot().Quiet(b.Context()); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkReplay folds one engagement of 200 organisations and 40 sections
// from its first fact, with all three folds, as after a crash without a
// snapshot.
func BenchmarkReplay(b *testing.B) {
	store := journal.NewMemory()
	s := benchService(b, forgetful{store}, &board{})
	market{1, 200, 40}.fill(b, s)
	if err := s.Stop(b.Context()); err != nil {
		b.Fatal(err)
	}
	facts := 0
	for r, err := range store.Read(b.Context(), streamOf("care-0"), 0) {
		if err != nil {
			b.Fatal(err)
		}
		facts = int(r.Seq)
	}
	if facts == 0 {
		b.Fatal("no facts")
	}
	b.ResetTimer()
	for b.Loop() {
		s := benchService(b, forgetful{store}, &board{})
		if err := s.Bot().Quiet(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := s.Stop(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(facts*b.N)/b.Elapsed().Seconds(), "facts/s")
}

// BenchmarkMemory tells what 100 engagements of 50 organisations weigh that
// have each answered 20 sections: in use after a collection, without a store.
func BenchmarkMemory(b *testing.B) {
	store, err := sqlite.Open(b.Context(), sqlite.Options{Path: journalPath(b.TempDir())})
	if err != nil {
		b.Fatal(err)
	}
	s := benchService(b, store, &blackboard{})
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		market{100, 50, 20}.fill(b, s)
		runtime.GC()
		runtime.ReadMemStats(&after)
	}
	b.ReportMetric(float64(after.HeapInuse-before.HeapInuse)/1e6, "MB")
	b.ReportMetric(0, "ns/op")
	if err := s.Stop(b.Context()); err != nil {
		b.Fatal(err)
	}
}

// blackboard is a platform that keeps nothing.
type blackboard struct{ board }

func (*blackboard) Send(_ context.Context, p bot.Part) (string, error) { return p.Key, nil }
