package draft

import (
	"fmt"
	"strings"
	"testing"
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

func TestRealDraftsAreMatched(t *testing.T) {
	for _, test := range []struct{ old, proposed string }{
		{"eis-modernization/v15.md", "eis-modernization/v30.md"},
		{"eis-modernization/v30.md", "eis-modernization/v60.md"},
		{"eis-modernization/v15.md", "eis-modernization/v60.md"},
		{"fedramp-dashboard/draft.md", "fedramp-dashboard/final.md"},
	} {
		for _, most := range []int{0, 400} {
			t.Run(fmt.Sprintf("%s to %s, %d", test.old, test.proposed, most), func(t *testing.T) {
				var p [2]Proposal
				for k, name := range []string{test.old, test.proposed} {
					d, err := ParseMarkdown(readSpec(t, name))
					if err != nil {
						t.Fatalf("ParseMarkdown: %v", err)
					}
					p[k] = d.Propose(Options{Least: most, Most: most})
				}
				old := held(p[0].Sections)
				matches, err := MatchSections(old, p[1].Sections)
				if err != nil {
					t.Fatalf("MatchSections: %v", err)
				}
				t.Logf("\n%s", verdicts(old, p[1].Sections, matches))
			})
		}
	}
}
