package digest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"soundings/engagement"
)

// given gives answers with the ids R1, R2 and so on.
func given(all ...Answer) []Answer {
	for i := range all {
		all[i].ID = fmt.Sprint("R", i+1)
	}
	return all
}

func TestHowAnswersMovedBetweenTexts(t *testing.T) {
	answers := given(
		Answer{Organisation: "O1", Revision: 1, Stance: unclear},
		Answer{Organisation: "O2", Revision: 1, Stance: unclear},
		Answer{Organisation: "O3", Revision: 1, Stance: cant},
		Answer{Organisation: "O4", Revision: 1, Stance: works}, // never again
		Answer{Organisation: "O2", Revision: 2, Stance: risk},  // a text between, that need not be looked at
		Answer{Organisation: "O1", Revision: 3, Stance: cant},  // on the way
		Answer{Organisation: "O1", Revision: 3, Stance: works},
		Answer{Organisation: "O2", Revision: 3, Stance: works},
		Answer{Organisation: "O3", Revision: 4, Stance: cant},
		Answer{Organisation: "O5", Revision: 3, Stance: pass}, // for the first time
		Answer{Organisation: "O3", Revision: 4, Stance: "no stance"},
	)
	for _, test := range []struct {
		from, to int
		want     Across
	}{
		{1, 3, Across{
			From: 1, To: 3, Both: 3,
			Before: engagement.Tally{Unclear: 1, Cautious: 1, Unachievable: 1},
			After:  engagement.Tally{Optimistic: 2, Unachievable: 1},
			Changes: []Change{
				{From: risk, To: works, Facts: []string{"R8"}},
				{From: unclear, To: works, Facts: []string{"R7"}},
			},
		}},
		{2, 3, Across{
			From: 2, To: 3, Both: 1,
			Before: engagement.Tally{Cautious: 1}, After: engagement.Tally{Optimistic: 1},
			Changes: []Change{{From: risk, To: works, Facts: []string{"R8"}}},
		}},
		{4, 5, Across{From: 4, To: 5}},
	} {
		got := AcrossTexts(answers, test.from, test.to)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("AcrossTexts(…, %d, %d) (-want +got):\n%s", test.from, test.to, diff)
		}
	}
}
