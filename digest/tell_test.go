package digest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"soundings/engagement"
)

// suppliersMarket is a market with digests for suppliers, and the counts that
// they were shown.
type suppliersMarket struct {
	*market

	shown    []Shown
	releases int
}

// tell makes a digest for suppliers and keeps what it showed.
func (m *suppliersMarket) tell() Told {
	m.later(time.Hour)
	told := TellSuppliers(&m.state, m.shown, m.now)
	m.keep(told)
	m.later(time.Hour)
	return told
}

func (m *suppliersMarket) keep(told Told) {
	m.shown = nil
	for _, s := range told.Sections {
		if s.Count != nil {
			m.shown = append(m.shown, *s.Count)
		}
	}
}

// revise sends another text of a section to everybody.
func (m *suppliersMarket) revise(section int, material bool) {
	m.t.Helper()
	before, _ := m.state.Section(section)
	m.releases++
	id := fmt.Sprint("N", m.releases)
	m.happen(engagement.ReleaseMade{ID: id, Of: engagement.Changes})
	m.happen(engagement.SectionRevised{
		Section: section, Revision: before.Revision + 1, Title: before.Title, Standing: before.Standing, Material: material, Release: id,
	})
	m.happen(engagement.ReleaseSent{ID: id})
	if after, _ := m.state.Section(section); after.Revision != before.Revision+1 {
		m.t.Fatalf("section %d has revision %d", section, after.Revision)
	}
}

// answers has organisations, from one on, say something of the section as it
// reads.
func (m *suppliersMarket) answers(section, from int, stances ...engagement.Stance) {
	m.t.Helper()
	s, _ := m.state.Section(section)
	for i, stance := range stances {
		m.later(time.Minute)
		m.say(fmt.Sprint("O", from+i), section, stance, "", func(f *engagement.ResponseGiven) { f.Revision = s.Revision })
	}
}

// asTold writes what suppliers are told of a section, and the reason.
func asTold(s SectionTold) string {
	var text strings.Builder
	switch {
	case s.Count == nil:
		text.WriteString("nothing")
	case s.Fresh:
		fmt.Fprintf(&text, "%d and %d", s.Count.Positive, s.Count.Worried)
	default:
		fmt.Fprintf(&text, "still %d and %d", s.Count.Positive, s.Count.Worried)
	}
	if s.Why != NothingWithheld {
		fmt.Fprintf(&text, " (%s)", s.Why)
	}
	return text.String()
}

func newSuppliersMarket(t testing.TB, organisations int) *suppliersMarket {
	m := &suppliersMarket{market: newMarket(t, 2)}
	m.invite(engagement.SmallFirm, organisations)
	return m
}

// The counts that suppliers see, digest by digest.
func TestWhatSuppliersAreTold(t *testing.T) {
	type step struct {
		answers  string // of organisations from the first that has not answered on; "3:" before it: from the third on
		material string // "yes" or "no": the text is changed before
		want     string
	}
	for _, test := range []struct {
		name  string
		steps []step
	}{
		{"four", []step{{"wwrr", "", "nothing (few)"}}},
		{"five", []step{{"wwfcu", "", "nothing (side)"}}},
		{"six, three on each side", []step{{"wwfrcu", "", "3 and 3"}}},
		{"those without a view are on no side", []step{{"wwrrnn", "", "nothing (side)"}, {"wr", "", "3 and 3"}}},
		{"nobody can't", []step{{"wwwwwwwrr", "", "nothing (side)"}, {"r", "", "7 and 3"}}},
		{"one more changes nothing", []step{{"wwwrrr", "", "3 and 3"}, {"w", "", "still 3 and 3 (new)"}}},
		{"two more on one side", []step{{"wwwrrr", "", "3 and 3"}, {"ww", "", "still 3 and 3 (new)"}, {"ww", "", "still 3 and 3 (new)"}}},
		{"two more on each side", []step{{"wwwrrr", "", "3 and 3"}, {"wr", "", "still 3 and 3 (new)"}, {"wr", "", "5 and 5"}}},
		{"what was shown last counts", []step{
			{"wwwrrr", "", "3 and 3"}, {"wwrr", "", "5 and 5"}, {"wr", "", "still 5 and 5 (new)"}, {"wr", "", "7 and 7"},
		}},
		{"one who changes its mind", []step{{"wwwwrrr", "", "4 and 3"}, {"1:r", "", "still 4 and 3 (new)"}}},
		{"growth by one who had no view", []step{{"wwwrrrn", "", "3 and 3"}, {"7:wwrr", "", "still 3 and 3 (new)"}, {"n", "", "still 3 and 3 (new)"}, {"n", "", "5 and 5"}}},
		{"a newcomer without a view, and nobody who had none", []step{{"wwwrrr", "", "3 and 3"}, {"wwrr", "", "5 and 5"}, {"wwrrn", "", "7 and 7"}}},
		{"a side that becomes too small", []step{{"wwwrrr", "", "3 and 3"}, {"1:rr", "", "still 3 and 3 (side)"}}},
		{"a text that is to be looked at again", []step{
			{"wwwrrr", "", "3 and 3"}, {"", "yes", "nothing (answered)"}, {"1:wwww", "", "nothing (answered)"}, {"5:rrr", "", "4 and 3"},
		}},
		{"a slip of the pen put right", []step{{"wwwrrr", "", "3 and 3"}, {"w", "no", "still 3 and 3 (new)"}, {"wrr", "", "5 and 5"}}},
		{"all who were counted answer again", []step{{"wwwrrr", "", "3 and 3"}, {"1:rrrwww", "", "still 3 and 3 (new)"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := newSuppliersMarket(t, 20)
			next := 1
			for i, step := range test.steps {
				if step.material != "" {
					m.revise(1, step.material == "yes")
				}
				from, letters := next, step.answers
				if len(letters) > 1 && letters[1] == ':' {
					from, letters = int(letters[0]-'0'), letters[2:]
				}
				for j := range letters {
					stance, _ := stanceAt(letters, j)
					m.answers(1, from+j, stance)
				}
				next = max(next, from+len(letters))
				if got := asTold(m.tell().Sections[0]); got != step.want {
					t.Errorf("digest %d: %s, want %s", i+1, got, step.want)
				}
			}
		})
	}
}

// Only suppliers count, each section has its own count, and what was said of
// another section helps only with how many answered anything.
func TestWhoCountsForSuppliers(t *testing.T) {
	m := newSuppliersMarket(t, 7)
	m.invite(engagement.UsersGroup, 1) // O8
	for i := range 6 {
		m.say(fmt.Sprintf("O8 P%d", i), 1, works, "")
		m.say(fmt.Sprintf("O8 P%d", i), 2, risk, "")
	}
	if told := m.tell(); told.Quotes || asTold(told.Sections[0]) != "nothing (few)" {
		t.Errorf("with people who use services alone: quotes %v, %s", told.Quotes, asTold(told.Sections[0]))
	}
	m.answers(2, 1, works, works, works, risk, risk, risk, pass)
	m.answers(1, 1, works)
	told := m.tell()
	got := []string{asTold(told.Sections[0]), asTold(told.Sections[1])}
	if diff := cmp.Diff([]string{"nothing (answered)", "3 and 3"}, got); diff != "" || !told.Quotes {
		t.Errorf("quotes %v, told (-want +got):\n%s", told.Quotes, diff)
	}
	want := SectionTold{
		Section: 2, Fresh: true,
		Count: &Shown{Section: 2, At: m.now.Add(-time.Hour), Positive: 3, Worried: 3, Answered: 7},
		Facts: []string{"R13", "R14", "R15", "R16", "R17", "R18", "R19"},
	}
	if diff := cmp.Diff(want, told.Sections[1]); diff != "" {
		t.Errorf("section 2 (-want +got):\n%s", diff)
	}
}
