package draft

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// specsFolder has real drafts of public buyers. They are not ours to copy, so
// only counts and times are written down here.
const specsFolder = "../../shared/data/specs"

// readSpec reads one of the real drafts, or skips the test where they are
// absent.
func readSpec(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(specsFolder, name))
	if err != nil {
		t.Skipf("real draft %s is not here: %v", name, err)
	}
	return data
}

// describe gives a proposal's outline, for a failed test to show.
func describe(p Proposal) string {
	var out strings.Builder
	for _, s := range p.Sections {
		out.WriteString(strings.Join([]string{"  ", s.Number, s.Title, strings.Join(s.Path, " / "), s.Standing, "\n"}, " | "))
	}
	for _, n := range p.Notes {
		out.WriteString("  - " + n.Text + "\n")
	}
	return out.String()
}

func TestRealDraftsAreGroupedIntoAnswerableSections(t *testing.T) {
	for _, test := range []struct {
		name              string
		sections, minutes int
		longest           int // minutes of the longest section that is to be answered
		notes             []NoteKind
	}{
		{"eis-modernization/v15.md", 15, 100, 7, []NoteKind{NotePicture, NoteHTML, NoteLink, NoteContents, NoteStructure, NoteBidding}},
		{"eis-modernization/v30.md", 18, 117, 8, []NoteKind{NotePicture, NoteHTML, NoteLink, NoteContents, NoteStructure, NoteBidding}},
		{"eis-modernization/v60.md", 18, 122, 8, []NoteKind{NotePicture, NoteHTML, NoteLink, NoteContents, NoteStructure, NoteBidding}},
		{"fedramp-dashboard/draft.md", 12, 45, 5, nil},
		{"fedramp-dashboard/final.md", 12, 45, 5, []NoteKind{NoteLink, NoteTitlePage, NoteEmpty}},
		{"search-unification/rfp.md", 18, 123, 8, []NoteKind{NotePicture, NoteHTML, NoteLink, NoteContents, NoteStructure, NoteBidding}},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, err := ParseMarkdown(readSpec(t, test.name))
			if err != nil {
				t.Fatalf("ParseMarkdown: %v", err)
			}
			p := d.Propose(Options{})
			longest := 0
			for _, s := range p.Sections {
				if !s.Bidding {
					longest = max(longest, s.Minutes)
				}
			}
			if len(p.Sections) != test.sections || p.Minutes != test.minutes || longest != test.longest {
				t.Errorf("%d sections, %d minutes, longest %d; want %d, %d, %d\n%s", len(p.Sections), p.Minutes, longest,
					test.sections, test.minutes, test.longest, describe(p))
			}
			if kinds := kindsOf(p); !slices.Equal(kinds, test.notes) {
				t.Errorf("notes %v, want %v", kinds, test.notes)
			}
			checkProposal(t, d, p, Options{})
		})
	}
}

func TestRealDraftsKeepTheirTopLevel(t *testing.T) {
	// Each heading of the outermost level is a section, is above one, or is
	// joined to a neighbour because there is next to nothing under it.
	d, err := ParseMarkdown(readSpec(t, "fedramp-dashboard/draft.md"))
	if err != nil {
		t.Fatalf("ParseMarkdown: %v", err)
	}
	tops := map[string]bool{}
	for _, s := range d.Propose(Options{}).Sections {
		top, _, _ := strings.Cut(s.Number, ".")
		tops[top] = true
	}
	for _, want := range []string{"1", "2", "3", "4", "5", "6", "7"} {
		if !tops[want] {
			t.Errorf("no section under %s", want)
		}
	}
}

func BenchmarkRealDraft(b *testing.B) {
	data, err := os.ReadFile(filepath.Join(specsFolder, "eis-modernization/v60.md"))
	if err != nil {
		b.Skipf("real draft is not here: %v", err)
	}
	benchmark(b, data)
}

func BenchmarkManyHeadings(b *testing.B) {
	var draft strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&draft, "%s %d.%d Heading\n\n%s\n\n", "##"[i%2:], i/20+1, i%20, strings.Repeat("word ", 50))
	}
	benchmark(b, []byte(draft.String()))
}

// benchmark reads and groups data.
func benchmark(b *testing.B, data []byte) {
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		d, err := ParseMarkdown(data)
		if err != nil {
			b.Fatalf("ParseMarkdown: %v", err)
		}
		d.Propose(Options{})
	}
}
