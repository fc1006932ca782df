package draft

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// biddingTitles gives the titles of the sections that look like instructions
// to bidders.
func biddingTitles(p Proposal) []string {
	var titles []string
	for _, s := range p.Sections {
		if s.Bidding {
			titles = append(titles, s.Title)
		}
	}
	return titles
}

func TestInstructionsToBiddersAreSetApart(t *testing.T) {
	wanted := "We want alarms answered within a minute, day and night, by a person who knows the home. " + many(60)
	signs := "The tenderer must sign each page of the tender. A bidder who does not sign will have the bid rejected, and no tender may be changed."
	for _, test := range []struct {
		name, source string
		want         []string
	}{
		{"by title", "# Vision\n" + wanted + "\n# Instructions to tenderers\n" + many(50) + "\n# Form of tender\n" + many(30) + "\n# Non-collusion certificate\nx\n", []string{"Instructions to tenderers", "Form of tender", "Non-collusion certificate"}},
		{"by the title above", "# Vision\n" + wanted + "\n# Submission instructions\n\n## Fonts\n" + many(40) + "\n## Paper\n" + many(30), []string{"Fonts", "Paper"}},
		{"by its words", "# Vision\n" + wanted + "\n# Signing\n" + signs, []string{"Signing"}},
		{"deadlines", "# Vision\n" + wanted + "\n# Deadline for receipt of proposals\nNoon.\n# Procurement timetable\nMay.\n", []string{"Deadline for receipt of proposals", "Procurement timetable"}},
		{"how a winner is chosen is not", "# Vision\n" + wanted + "\n# Award criteria\n" + signs, nil},
		{"nor what is wanted", "# Vision\n" + wanted + "\n# Tender loving care\nWe tender to their needs.\n# Supplier responsibilities\nSuppliers train their staff.\n", nil},
		{"nor anything where bidding is what all is about", "# Vision\nWe hope.\n# Instructions to bidders\n" + many(300), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := propose(t, test.source)
			if diff := cmp.Diff(test.want, biddingTitles(p)); diff != "" {
				t.Errorf("bidding (-want +got):\n%s%s", diff, describe(p))
			}
			if got, want := slices.Contains(kindsOf(p), NoteBidding), test.want != nil; got != want {
				t.Errorf("note on bidding %v, want %v", got, want)
			}
		})
	}
}

func TestWhatIsWantedIsNotHiddenAmongInstructions(t *testing.T) {
	var source strings.Builder
	for i := range 20 {
		fmt.Fprintf(&source, "# %d. Service %d\n\n%s\n\n", i+1, i+1, many(300))
	}
	source.WriteString("# 21. General\n\n## 21.1 Staff\n\n" + many(200) + "\n\n## 21.2 Bid format\n\n" + many(200) + "\n\n## 21.3 Return of bids\n\n" + many(200) + "\n\n")
	source.WriteString("# 22. Debarment\n\n" + many(400) + "\n")
	p := propose(t, source.String())
	want := []string{"General: Bid format; Return of bids", "Debarment"}
	if diff := cmp.Diff(want, biddingTitles(p)); diff != "" {
		t.Errorf("bidding (-want +got):\n%s%s", diff, describe(p))
	}
	note := p.Notes[len(p.Notes)-1]
	if want := `"General: Bid format; Return of bids" and "Debarment" look like instructions to bidders or forms to sign. Suppliers need not comment on them: leaving them out saves each of them 8 minutes.`; note.Text != want {
		t.Errorf("note %q, want %q", note.Text, want)
	}
}

func TestAnyOutlineWithInstructionsIsGroupedWithinBounds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := Options{Least: rapid.IntRange(0, 10).Draw(rt, "least"), Most: rapid.IntRange(0, 20).Draw(rt, "most")}
		digit := rapid.SampledFrom([]string{"3", "5", "0"}).Draw(rt, "digit")
		source := strings.ReplaceAll(outline().Draw(rt, "outline"), digit+"\n", digit+" debarment\n")
		d, err := ParseMarkdown([]byte(source))
		if err != nil {
			rt.Fatalf("ParseMarkdown: %v", err)
		}
		p := d.Propose(o)
		checkProposal(rt, d, p, o)
		checkOrder(rt, p)
	})
}

func TestTheSampleHasNoInstructionsToBidders(t *testing.T) {
	for _, name := range []string{"fedramp-dashboard/draft.md", "fedramp-dashboard/final.md"} {
		d, err := ParseMarkdown(readSpec(t, name))
		if err != nil {
			t.Fatalf("ParseMarkdown: %v", err)
		}
		if got := biddingTitles(d.Propose(Options{})); got != nil {
			t.Errorf("%s: %q look like instructions to bidders, want none", name, got)
		}
	}
}
