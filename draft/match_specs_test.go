package draft

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// held gives proposed sections as suppliers would have them.
func held(sections []Section) []Held {
	var old []Held
	for i, s := range sections {
		old = append(old, Held{ID: i + 1, Number: s.Number, Title: s.Title, Path: s.Path, Text: s.Text})
	}
	return old
}

// verdicts gives matches as a table, one line each.
func verdicts(old []Held, proposed []Section, matches []Match) string {
	var out strings.Builder
	for _, m := range matches {
		var from, to []string
		for _, i := range m.Old {
			from = append(from, fmt.Sprintf("%d:%s %s", i, old[i].Number, old[i].Title))
		}
		for _, j := range m.New {
			to = append(to, fmt.Sprintf("%d:%s %s", j, proposed[j].Number, proposed[j].Title))
		}
		fmt.Fprintf(&out, "%-8s %-8s %-4s %s => %s", m.Verdict, m.Confidence, flagsOf(m), strings.Join(from, " + "), strings.Join(to, " + "))
		for _, s := range m.Why {
			fmt.Fprintf(&out, " {%d/%d}", s.OfOld, s.OfNew)
		}
		for _, s := range m.Elsewhere {
			fmt.Fprintf(&out, " [%d>%d %d/%d]", s.Old, s.New, s.OfOld, s.OfNew)
		}
		out.WriteString("\n")
	}
	return out.String()
}

// TestRealDraftsAreMatched pins how many sections of the real drafts got which
// verdict. Both drafts were read beside each other to see that it is right.
// With -v it gives the whole list.
func TestRealDraftsAreMatched(t *testing.T) {
	const fine = 400 // sections: each heading with text is one
	for _, test := range []struct {
		old, proposed string
		most          int
		want          map[Verdict]int
	}{
		{"eis-modernization/v15.md", "eis-modernization/v30.md", 0, map[Verdict]int{VerdictSame: 8, VerdictChanged: 7, VerdictNew: 3}},
		{"eis-modernization/v30.md", "eis-modernization/v60.md", 0, map[Verdict]int{VerdictSame: 6, VerdictChanged: 12}},
		{"eis-modernization/v15.md", "eis-modernization/v60.md", 0, map[Verdict]int{VerdictSame: 6, VerdictChanged: 9, VerdictNew: 3}},
		{"fedramp-dashboard/draft.md", "fedramp-dashboard/final.md", 0, map[Verdict]int{VerdictSame: 4, VerdictChanged: 8}},
		{
			"eis-modernization/v15.md", "eis-modernization/v30.md", fine,
			map[Verdict]int{VerdictSame: 108, VerdictChanged: 13, VerdictNew: 5},
		},
		{
			"eis-modernization/v30.md", "eis-modernization/v60.md", fine,
			map[Verdict]int{VerdictSame: 98, VerdictChanged: 26, VerdictRenamed: 2, VerdictNew: 5},
		},
		{
			"eis-modernization/v15.md", "eis-modernization/v60.md", fine,
			map[Verdict]int{VerdictSame: 95, VerdictChanged: 24, VerdictRenamed: 2, VerdictNew: 10},
		},
		{
			"fedramp-dashboard/draft.md", "fedramp-dashboard/final.md", fine,
			map[Verdict]int{VerdictSame: 24, VerdictChanged: 11, VerdictRenamed: 1, VerdictSplit: 1},
		},
	} {
		t.Run(fmt.Sprintf("%s to %s, %d", test.old, test.proposed, test.most), func(t *testing.T) {
			old, proposed := held(specSections(t, test.old, test.most)), specSections(t, test.proposed, test.most)
			matches := match(t, old, proposed)
			got := map[Verdict]int{}
			for _, m := range matches {
				got[m.Verdict]++
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s", diff)
			}
			t.Logf("\n%s", verdicts(old, proposed, matches))
		})
	}
}

// specSections gives the sections of a real draft, at most so many.
func specSections(t *testing.T, name string, most int) []Section {
	t.Helper()
	d, err := ParseMarkdown(readSpec(t, name))
	if err != nil {
		t.Fatalf("ParseMarkdown: %v", err)
	}
	return d.Propose(Options{Least: most, Most: most}).Sections
}

func TestRealSectionsAreFoundAgainInAnyOrder(t *testing.T) {
	// All are put in another order, numbered anew and called otherwise, and
	// every eighth word is another.
	sections := specSections(t, "eis-modernization/v60.md", 400)
	old := held(sections)
	order := rand.New(rand.NewPCG(1, 2)).Perm(len(sections))
	proposed := make([]Section, len(sections))
	for i, s := range sections {
		words := strings.Fields(s.Text)
		for k := 7; k < len(words); k += 8 {
			words[k] = "otherwise"
		}
		proposed[order[i]] = Section{Number: fmt.Sprint(order[i] + 1), Title: fmt.Sprint("Heading ", order[i]), Text: strings.Join(words, " ")}
	}
	right, certain, wrong := 0, 0, 0
	for _, m := range match(t, old, proposed) {
		switch {
		case len(m.Old) == 1 && len(m.New) == 1 && order[m.Old[0]] == m.New[0]:
			right++
		case m.Confidence == Sure && len(m.Old) > 0 && len(m.New) > 0:
			certain++
			wrong++
		default:
			wrong++
		}
	}
	t.Logf("%d of %d found again, %d verdicts wrong, %d of them sure", right, len(sections), wrong, certain)
	if right*100 < 90*len(sections) || certain > 0 {
		t.Errorf("%d of %d found again and %d wrong ones sure; want nine in ten and none", right, len(sections), certain)
	}
}

func TestDifferencesOfRealDraftsGiveThemBack(t *testing.T) {
	old, proposed := held(specSections(t, "fedramp-dashboard/draft.md", 0)), specSections(t, "fedramp-dashboard/final.md", 0)
	matches := match(t, old, proposed)
	renumbered := Renumbered(old, proposed, matches)
	for _, m := range matches {
		if len(m.Old) != 1 || len(m.New) != 1 {
			continue
		}
		before, after := old[m.Old[0]].Text, proposed[m.New[0]].Text
		d := Compare(before, after)
		checkDifference(t, d, before, after)
		if j := Material(d, renumbered); j.Material && !m.TextChanged {
			t.Errorf("%s is material by %q though its text is the same", proposed[m.New[0]].Title, j.Rule)
		}
	}
}
