package engagement

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

const usual = "The form takes nine months. If you hold the agreement and we join it, this worry goes: " +
	"we have done it so with two other councils, and it took longer than the work itself."

// stored is a fact as the record keeps it.
type stored struct {
	kind string
	data []byte
}

// record gives what a real engagement's record is made of: the given number of
// organisations, each answering every section, some twice, with questions.
func record(t testing.TB, organisations, sections int) []stored {
	t.Helper()
	var all []stored
	add := func(f Fact) { all = append(all, stored{f.Kind(), encode(t, f)}) }
	add(full()["engagement.created"])
	draft := DraftImported{}
	for i := range sections {
		draft.Sections = append(draft.Sections, ImportedSection{ID: i + 1, Title: "Section", Text: strings.Repeat(usual, 5)})
	}
	add(draft)
	for i := range organisations {
		add(OrganisationInvited{ID: fmt.Sprint("O", i+1), Name: fmt.Sprint("Firm ", i), OfKind: SmallFirm})
	}
	add(StageChanged{To: Talking})
	given, asked := 0, 0
	for i := range organisations {
		organisation, person := fmt.Sprint("O", i+1), Person(fmt.Sprint("P", i+1))
		add(ParticipantJoined{Person: person, Organisation: organisation})
		for section := range sections {
			for range 1 + (i+section)%5/4 {
				given++
				words := usual
				if given%7 == 0 {
					words = "First:\n\n" + usual
				}
				add(ResponseGiven{
					ID: fmt.Sprint("R", given), Organisation: organisation, Person: person, Section: section + 1,
					Revision: 1, Stance: Stances()[given%6], Words: words, Quotable: given%3 == 0,
				})
			}
			if (i+section)%10 == 0 {
				asked++
				add(QuestionAsked{
					ID: fmt.Sprint("Q", asked), Organisation: organisation, Person: person, Section: section + 1,
					Text: "How many staff transfer, and on what terms?",
				})
			}
		}
	}
	return all
}

func replay(t testing.TB, facts []stored) *State {
	t.Helper()
	s := new(State)
	for i, fact := range facts {
		f, err := Decode(fact.kind, fact.data)
		if err != nil {
			t.Fatal(err)
		}
		s.Apply(noon.Add(time.Duration(i)*time.Second), f)
	}
	return s
}

// BenchmarkReplay is Decode and Apply, per fact.
func BenchmarkReplay(b *testing.B) {
	facts := record(b, 50, 20)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		replay(b, facts)
		n += len(facts)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/fact")
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "facts/s")
}

// BenchmarkLoad is a snapshot of 500 organisations × 40 sections.
func BenchmarkLoad(b *testing.B) {
	data := save(b, replay(b, record(b, 500, 40)))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Load([]byte(data)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSave(b *testing.B) {
	s := replay(b, record(b, 500, 40))
	for b.Loop() {
		save(b, s)
	}
}

// A response takes at most 2 KB beside its words, so that 100 engagements with
// 50 organisations and 20 sections fit in memory.
func TestMemoryPerResponse(t *testing.T) {
	const organisations, sections = 50, 20
	facts := record(t, organisations, sections)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	s := replay(t, facts)
	runtime.GC()
	runtime.ReadMemStats(&after)
	perResponse := (after.HeapAlloc - before.HeapAlloc) / (organisations * sections)
	if perResponse > 2000+uint64(len(usual)) {
		t.Errorf("%d bytes per response, of which %d are words", perResponse, len(usual))
	}
	t.Logf("%d bytes per response", perResponse)
	runtime.KeepAlive(s)
	runtime.KeepAlive(facts)
}
