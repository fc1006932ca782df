package draft

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// sampleSections are the sections of the sample draft.
func sampleSections(t testing.TB) []Section {
	t.Helper()
	data, err := os.ReadFile("../docs/sample/digital-care.md")
	if err != nil {
		t.Fatalf("read sample: %v", err)
	}
	d, err := ParseMarkdown(data)
	if err != nil {
		t.Fatalf("ParseMarkdown: %v", err)
	}
	return d.Propose(Options{}).Sections
}

// match matches or fails the test, and checks what always holds.
func match(t testing.TB, old []Held, proposed []Section) []Match {
	t.Helper()
	matches, err := MatchSections(old, proposed)
	if err != nil {
		t.Fatalf("MatchSections: %v", err)
	}
	checkMatches(t, old, proposed, matches)
	return matches
}

// outcome is what a test says of a match.
type outcome struct {
	verdict  Verdict
	old, new []int
	flags    string // of TextChanged, Renamed, Renumbered, Moved
}

// outcomes gives the matches that are not the same.
func outcomes(matches []Match) []outcome {
	var all []outcome
	for _, m := range matches {
		if m.Verdict != VerdictSame {
			all = append(all, outcome{m.Verdict, m.Old, m.New, flagsOf(m)})
		}
	}
	return all
}

// flagsOf gives a letter for each flag of m.
func flagsOf(m Match) string {
	flags := ""
	for _, f := range []struct {
		on     bool
		letter string
	}{{m.TextChanged, "T"}, {m.Renamed, "R"}, {m.Renumbered, "N"}, {m.Moved, "M"}} {
		if f.on {
			flags += f.letter
		}
	}
	return flags
}

// half cuts a text at a paragraph near its middle.
func half(text string) (first, second string) {
	at := len(text)/3 + strings.Index(text[len(text)/3:], "\n\n")
	return text[:at], text[at+2:]
}

func TestWhatWasDoneToASectionIsFound(t *testing.T) {
	fresh := Section{Title: "Carbon", Number: "99", Text: "Report each year how much carbon the vans of the service give off, and what you do to make that less."}
	for _, test := range []struct {
		name string
		edit func(s []Section) []Section
		want []outcome
	}{
		{"nothing", func(s []Section) []Section { return s }, nil},
		{"white space", func(s []Section) []Section {
			s[3].Text = strings.ReplaceAll(s[3].Text, " ", "  ") + "\n\n"
			return s
		}, nil},
		{"a word", func(s []Section) []Section {
			s[3].Text = strings.Replace(s[3].Text, "60 seconds", "90 seconds", 1)
			return s
		}, []outcome{{VerdictChanged, []int{3}, []int{3}, "T"}}},
		{"a title", func(s []Section) []Section {
			s[5].Title = "Something else altogether"
			return s
		}, []outcome{{VerdictRenamed, []int{5}, []int{5}, "R"}}},
		{"a title and the text", func(s []Section) []Section {
			s[5].Title, s[5].Text = "Something else altogether", s[5].Text+"\n\nThis sentence was not there before now."
			return s
		}, []outcome{{VerdictChanged, []int{5}, []int{5}, "TR"}}},
		{"a place", func(s []Section) []Section {
			return append(append(append([]Section{}, s[:2]...), s[3:]...), s[2])
		}, []outcome{{VerdictMoved, []int{2}, []int{11}, "M"}}},
		{"a new section before all, the others numbered anew", func(s []Section) []Section {
			for i := range s {
				s[i].Number = fmt.Sprint(i + 2)
			}
			return append([]Section{fresh}, s...)
		}, []outcome{{VerdictNew, nil, []int{0}, ""}}},
		{"a section left out", func(s []Section) []Section {
			return append(s[:4], s[5:]...)
		}, []outcome{{VerdictGone, []int{4}, nil, ""}}},
		{"one for another", func(s []Section) []Section {
			s[4] = fresh
			return s
		}, []outcome{{VerdictGone, []int{4}, nil, ""}, {VerdictNew, nil, []int{4}, ""}}},
		{"split", func(s []Section) []Section {
			first, second := half(s[6].Text)
			s[6].Text = first
			return append(append(append([]Section{}, s[:7]...), Section{Title: "More of it", Text: second}), s[7:]...)
		}, []outcome{{VerdictSplit, []int{6}, []int{6, 7}, "T"}}},
		{"merged", func(s []Section) []Section {
			s[6].Text += "\n\n" + s[7].Text
			return append(s[:7], s[8:]...)
		}, []outcome{{VerdictMerged, []int{6, 7}, []int{6}, "T"}}},
		{"rewritten under its title", func(s []Section) []Section {
			s[6].Text = fresh.Text
			return s
		}, []outcome{{VerdictChanged, []int{6}, []int{6}, "T"}}},
		{"text moved from one to another", func(s []Section) []Section {
			first, second := half(s[6].Text)
			s[6].Text = first
			s[9].Text += "\n\n" + second
			return s
		}, []outcome{{VerdictChanged, []int{6}, []int{6}, "T"}, {VerdictChanged, []int{9}, []int{9}, "T"}}},
		{"titles swapped", func(s []Section) []Section {
			s[6].Title, s[9].Title = s[9].Title, s[6].Title
			return s
		}, []outcome{{VerdictRenamed, []int{6}, []int{6}, "R"}, {VerdictRenamed, []int{9}, []int{9}, "R"}}},
		{"another text under nearly its title", func(s []Section) []Section {
			s[4].Title, s[4].Text = "The equipment we bring", fresh.Text
			return s
		}, []outcome{{VerdictChanged, []int{4}, []int{4}, "TR"}}},
		{"a title with a short text", func(s []Section) []Section {
			s[6].Text = "To be confirmed."
			return s
		}, []outcome{{VerdictChanged, []int{6}, []int{6}, "T"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			old := held(sampleSections(t))
			proposed := test.edit(sampleSections(t))
			matches := match(t, old, proposed)
			var got []outcome
			for _, o := range outcomes(matches) {
				if o.flags != "N" {
					got = append(got, o)
				}
			}
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(outcome{}), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("outcomes (-want +got):\n%s\n%s", diff, verdicts(old, proposed, matches))
			}
		})
	}
}

func TestTextThatMovedIsSeenOnBothSides(t *testing.T) {
	old := held(sampleSections(t))
	proposed := sampleSections(t)
	first, second := half(proposed[6].Text)
	proposed[6].Text = first
	proposed[9].Text += "\n\n" + second
	for _, m := range match(t, old, proposed) {
		changed := m.Old[0] == 6 || m.Old[0] == 9
		if (len(m.Elsewhere) == 1) != changed {
			t.Errorf("section %d shares text with %v", m.Old[0], m.Elsewhere)
		}
		if changed && (m.Elsewhere[0].Old != 6 || m.Elsewhere[0].New != 9 || m.Elsewhere[0].OfOld < 30) {
			t.Errorf("section %d: %+v, want a third of 6 or more in 9", m.Old[0], m.Elsewhere[0])
		}
	}
}

func TestEqualTextsUnderEqualTitlesKeepTheirOrder(t *testing.T) {
	var old []Held
	var proposed []Section
	for i := range 30 {
		old = append(old, Held{Title: "General", Number: fmt.Sprint(i), Text: "To be confirmed."})
		proposed = append(proposed, Section{Title: "General", Number: fmt.Sprint(i), Text: "To be confirmed."})
	}
	for _, m := range match(t, old, proposed) {
		if m.Verdict != VerdictSame || m.Old[0] != m.New[0] || m.Confidence == Sure {
			t.Errorf("%+v, want the same, in order and not sure", m)
		}
	}
}

func TestNumbersThatChangedAreTold(t *testing.T) {
	old := []Held{
		{Number: "5", Title: "Moving", Text: "### 5.1 Out\n\nHow people move out of the home that they were in.\n\n### 5.2 In\n\nHow they move in."},
		{Number: "7", Title: "Paying", Text: "How the council pays each month for what was done in it."},
	}
	proposed := []Section{
		{Number: "1", Title: "New", Text: "Something that nobody has seen before in this draft."},
		{Number: "6", Title: "Moving", Text: "### 6.1 Out\n\nHow people move out of the home that they were in.\n\n### 6.2 In\n\nHow they move in."},
		{Number: "7", Title: "Paying", Text: "How the council pays each month for what was done in it."},
	}
	want := map[string]string{"5": "6", "5.1": "6.1", "5.2": "6.2"}
	if diff := cmp.Diff(want, Renumbered(old, proposed, match(t, old, proposed))); diff != "" {
		t.Errorf("Renumbered (-want +got):\n%s", diff)
	}
}

func TestTooMuchToMatchIsRefused(t *testing.T) {
	many := make([]Section, MaxSections+1)
	large := []Section{{Title: "a", Text: strings.Repeat("a", MaxSectionText+1)}}
	for name, side := range map[string][]Section{"sections": many, "text": large} {
		t.Run(name, func(t *testing.T) {
			for _, try := range []func() ([]Match, error){
				func() ([]Match, error) { return MatchSections(held(side), nil) },
				func() ([]Match, error) { return MatchSections(nil, side) },
			} {
				var known *Error
				if got, err := try(); !errors.As(err, &known) || known.Code != TooLarge || got != nil {
					t.Errorf("MatchSections: %v, %v; want too_large", got, err)
				}
			}
		})
	}
}

// checkMatches checks that every section is in one match, and that each match
// says what it is.
func checkMatches(t reporter, old []Held, proposed []Section, matches []Match) {
	t.Helper()
	seen := [2][]int{make([]int, len(old)), make([]int, len(proposed))}
	last := -1
	for _, m := range matches {
		for _, i := range m.Old {
			seen[0][i]++
		}
		for _, j := range m.New {
			seen[1][j]++
		}
		if len(m.New) > 0 {
			if m.New[0] <= last {
				t.Errorf("match of %v comes after %d", m.New, last)
			}
			last = m.New[0]
		}
		n, k := len(m.Old), len(m.New)
		ok := map[Verdict]bool{
			VerdictSplit: n == 1 && k > 1, VerdictMerged: n > 1 && k == 1, VerdictNew: n == 0 && k == 1, VerdictGone: n == 1 && k == 0,
			VerdictSame:    n == 1 && k == 1 && !m.TextChanged && !m.Renamed && !m.Moved,
			VerdictMoved:   n == 1 && k == 1 && !m.TextChanged && !m.Renamed && m.Moved,
			VerdictRenamed: n == 1 && k == 1 && !m.TextChanged && m.Renamed,
			VerdictChanged: n == 1 && k == 1 && m.TextChanged,
		}[m.Verdict]
		if !ok || m.Confidence == "" || len(m.Why) != n*k {
			t.Errorf("match %+v does not fit together", m)
		}
	}
	for side, counts := range seen {
		for i, n := range counts {
			if n != 1 {
				t.Errorf("section %d of side %d is in %d matches", i, side, n)
			}
		}
	}
}
