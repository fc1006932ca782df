package draft

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// many gives n words on one line.
func many(n int) string { return strings.TrimSpace(strings.Repeat("word ", n)) }

// times gives what make gives for 1 to n.
func times(n int, make func(i int) string) string {
	var out strings.Builder
	for i := range n {
		out.WriteString(make(i + 1))
	}
	return out.String()
}

func TestALongPartIsSplit(t *testing.T) {
	short := "# Vision\n\nWe hope.\n\n# Payment\n\nWe pay.\n\n# Appendix E\n\n"
	for _, test := range []struct {
		name, source string
		want         []string
	}{
		{
			"between paragraphs", short + times(9, func(int) string { return many(400) + "\n\n" }),
			[]string{"|Vision|", "|Payment|", "Appendix E|Appendix E|", "Appendix E|Appendix E (continued)|Appendix E", "Appendix E|Appendix E (continued)|Appendix E", "Appendix E|Appendix E (continued)|Appendix E"},
		},
		{
			"between items", short + times(60, func(i int) string { return fmt.Sprintf("%d. item %s\n", i, many(40)) }),
			[]string{"|Vision|", "|Payment|", "Appendix E|Appendix E|", "Appendix E|Appendix E (continued)|Appendix E", "Appendix E|Appendix E (continued)|Appendix E"},
		},
		{
			"within one item", short + "- all of it\n\n" + times(30, func(int) string { return "  " + many(80) + "\n\n" }),
			[]string{"|Vision|", "|Payment|", "Appendix E|Appendix E|", "Appendix E|Appendix E (continued)|Appendix E", "Appendix E|Appendix E (continued)|Appendix E"},
		},
		{
			"between rows", short + "| What | How |\n|---|---|\n" + times(60, func(i int) string { return fmt.Sprintf("| row %d | %s |\n", i, many(40)) }),
			[]string{"|Vision|", "|Payment|", "Appendix E|Appendix E|", "Appendix E|Appendix E (continued)|Appendix E", "Appendix E|Appendix E (continued)|Appendix E"},
		},
		{
			"by its numbers", short + times(4, func(i int) string { return fmt.Sprintf("%d.1 Clause number %d\n\n%s\n\n", i, i, many(500)) }),
			[]string{"|Vision|", "|Payment|", "1.1|Clause number 1|Appendix E", "2.1|Clause number 2|Appendix E", "3.1|Clause number 3|Appendix E", "4.1|Clause number 4|Appendix E"},
		},
		{
			"by bold lines", short + "As follows.\n\n" + times(4, func(i int) string { return fmt.Sprintf("**Clause number %d**\n\n%s\n\n", i, many(500)) }),
			[]string{"|Vision|", "|Payment|", "Appendix E|Appendix E|", "|Clause number 1|Appendix E", "|Clause number 2|Appendix E", "|Clause number 3|Appendix E", "|Clause number 4|Appendix E"},
		},
		{
			"not where there is nowhere to cut", short + many(3000),
			[]string{"|Vision|", "|Payment|", "Appendix E|Appendix E|"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := propose(t, test.source)
			if diff := cmp.Diff(test.want, outlineOf(p)); diff != "" {
				t.Errorf("sections (-want +got):\n%s", diff)
			}
			for _, s := range p.Sections {
				if len(test.want) > 3 && s.Minutes > 8 {
					t.Errorf("%s %s takes %d minutes, want at most 8", s.Number, s.Title, s.Minutes)
				}
			}
			if got, want := slices.Contains(kindsOf(p), NoteStructure), len(test.want) > 3; got != want {
				t.Errorf("note on structure %v, want %v\n%s", got, want, describe(p))
			}
		})
	}
}

func TestEachPieceOfALongTableHasItsHead(t *testing.T) {
	p := propose(t, "# A\n\na\n\n# B\n\nb\n\n# C\n\n| What | How |\n|---|---|\n"+times(60, func(i int) string { return fmt.Sprintf("| row %d | %s |\n", i, many(40)) }))
	for _, s := range p.Sections[2:] {
		if !strings.HasPrefix(s.Text, "| What | How |\n| --- | --- |\n| row ") {
			t.Errorf("%q starts %.60q, want the head of the table", s.Title, s.Text)
		}
	}
}

func TestWhatGoesOnKeepsItsStanding(t *testing.T) {
	p := propose(t, "# A\n\na\n\n# B\n\nb\n\n# C\nStanding: fixed\nMost want to know: why?\n\n"+times(9, func(int) string { return many(400) + "\n\n" }))
	for i, s := range p.Sections[2:] {
		if s.Standing != standingFixed || (s.Ask != "") != (i == 0) {
			t.Errorf("%q is %q and asks %q; want fixed, and the question once", s.Title, s.Standing, s.Ask)
		}
	}
}

func FuzzBreakBlock(f *testing.F) {
	f.Add("- a b c\n  - d\n\n  e f\n- g h", 2)
	f.Add("1. a\n\n   b c\n\n       d\n\n   e\n2. f", 1)
	f.Add("| a | b |\n| --- | --- |\n| c | d |\n| e | f |", 1)
	f.Fuzz(func(t *testing.T, source string, size int) {
		d, err := ParseMarkdown([]byte(source))
		if err != nil {
			return
		}
		for _, b := range d.blocks {
			pieces := breakBlock(b, max(1, size))
			var have []string
			for i, piece := range pieces {
				checkHarmless(t, piece.text)
				said := tokens(piece.text)
				if head := strings.Split(b.text, "\n"); i > 0 && strings.HasPrefix(b.text, "| ") {
					said = said[len(tokens(head[0]+head[1])):]
				}
				have = append(have, said...)
			}
			if got, want := strings.Join(have, " "), strings.Join(tokens(b.text), " "); b.kind != heading && got != want {
				t.Errorf("%q was broken into %q", want, got)
			}
		}
	})
}
