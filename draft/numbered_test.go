package draft

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDraftsWithoutHeadingStylesAreGroupedByTheirNumbers(t *testing.T) {
	for _, test := range []struct {
		name  string
		lines []string // of a file in which nothing is marked as a heading
		want  []string
	}{
		{
			"figures and their parts",
			[]string{"1. Vision", "We hope.", "1.1 For whom", "For all.", "1.1.1 Where", "Here.", "2. Payment", "We pay."},
			[]string{"1|Vision|", "1.1|For whom|Vision", "1.1.1|Where|Vision/For whom", "2|Payment|"},
		},
		{
			"sections by name",
			[]string{"Section 1 Vision", "We hope.", "Section 2: Payment", "We pay.", "Section 3", "We move."},
			[]string{"1|Vision|", "2|Payment|", "3|3|"},
		},
		{
			"parts with figures in them",
			[]string{"Part A Service", "1. Alarms", "We answer.", "2. Repairs", "We mend.", "Part B Terms", "3. Payment", "We pay.", "4. Moving", "We move."},
			[]string{"1|Alarms|Part A: Service", "2|Repairs|Part A: Service", "3|Payment|Part B: Terms", "4|Moving|Part B: Terms"},
		},
		{
			"lots",
			[]string{"Lot 1 – Equipment", "Alarms.", "Lot 2 – Answering", "Calls.", "LOT 3: VISITS", "Homes."},
			[]string{"Lot 1|Equipment|", "Lot 2|Answering|", "Lot 3|Visits|"},
		},
		{
			"letters in brackets",
			[]string{"(a) Vision", "We hope.", "(b) Payment", "We pay.", "(c) Moving", "We move."},
			[]string{"(a)|Vision|", "(b)|Payment|", "(c)|Moving|"},
		},
		{
			"letters under figures are a list",
			[]string{"1. Vision", "We hope for:", "(a) Calm", "(b) Care", "2. Payment", "We pay.", "3. Moving", "We move."},
			[]string{"1|Vision|", "2|Payment|", "3|Moving|"},
		},
		{
			"letters of a list",
			[]string{"We need:", "(a) Alarms", "(b) Repairs", "(c) Visits", "and that is all."},
			[]string{"|Part 1|"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var word strings.Builder
			for _, line := range test.lines {
				word.WriteString(para("", line))
			}
			for format, data := range map[string][]byte{
				"Word":     pack(t, word.String(), nil),
				"Markdown": []byte(strings.Join(test.lines, "\n\n")),
			} {
				d, err := Parse(data)
				if err != nil {
					t.Fatalf("Parse %s: %v", format, err)
				}
				p := d.Propose(Options{})
				checkProposal(t, d, p, Options{})
				if diff := cmp.Diff(test.want, outlineOf(p)); diff != "" {
					t.Errorf("%s: sections (-want +got):\n%s%s", format, diff, describe(p))
				}
			}
		})
	}
}
