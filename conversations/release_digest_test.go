package conversations

import (
	"fmt"
	"testing"

	"soundings/digest"
	"soundings/engagement"
)

// A count that stood in a digest which was not sent was shown to nobody: the next
// one goes by the last that was.
func TestACountIsShownOnceItIsSent(t *testing.T) {
	m := &turn{Domain: New("care", Settings{}).(*Domain), now: moment(t, "2026-06-01 09:00")}
	happen := func(facts ...engagement.Fact) {
		for _, f := range facts {
			m.state.Apply(m.now, f)
		}
		m.now = m.now.AddDate(0, 0, 1)
	}
	happen(
		engagement.EngagementCreated{Slug: "care", Title: "Care", Zone: "Europe/London", By: "P1"},
		engagement.DraftImported{Sections: []engagement.ImportedSection{{ID: 1, Title: "One", Standing: engagement.Open}}},
		engagement.StageChanged{To: engagement.Talking},
	)
	for i := range 10 {
		happen(engagement.OrganisationInvited{ID: fmt.Sprint("O", i+1), Name: fmt.Sprint("Firm ", i+1), OfKind: engagement.SmallFirm})
	}
	answered := 0
	both := func(n int) { // as many more on each side
		for range 2 * n {
			answered++
			stance := []engagement.Stance{engagement.Optimistic, engagement.Cautious}[answered%2]
			happen(engagement.ResponseGiven{ID: fmt.Sprint("R", answered), Organisation: fmt.Sprint("O", answered), Person: "P9", Section: 1, Revision: 1, Stance: stance})
		}
		happen(engagement.ReplySaid{Section: 1, Verdict: engagement.SaidKept, Reason: fmt.Sprint("reason ", answered), By: "P1"})
	}
	counts := func(when string, each int) outDigest {
		t.Helper()
		out, ok := m.composeOutDigest()
		if !ok || len(out.Counts) != 1 || out.Counts[0].Positive != each || out.Counts[0].Worried != each {
			t.Errorf("%s it counts %+v, want %d on each side", when, out.Counts, each)
		}
		return out
	}
	put := func(id string, out outDigest) {
		out.Release = id
		m.releases.out[id] = out
		happen(engagement.ReleaseMade{ID: id, Of: engagement.DigestForAll, By: "P1"})
	}
	both(3)
	put("N1", counts("at first", 3))
	both(1)
	counts("while one waits", 4)
	happen(engagement.ReleaseDropped{ID: "N1", By: "P1"})
	put("N2", counts("once that was dropped", 4))
	if shown := m.shownCounts(); len(shown) > 0 {
		t.Errorf("before any was sent, %v are shown", shown)
	}
	happen(engagement.ReleaseApproved{ID: "N2", By: "P1", Enough: true, Due: m.now}, engagement.ReleaseSent{ID: "N2", Hash: "h"})
	if shown := m.shownCounts(); len(shown) != 1 || shown[0] != (digest.Shown{Section: 1, At: m.releases.out["N2"].At, Positive: 4, Worried: 4, Answered: 8}) {
		t.Errorf("once it was sent, %+v are shown", shown)
	}
	both(1)
	counts("with one more on each side since it was sent", 4)
}
