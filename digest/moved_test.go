package digest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"soundings/engagement"
)

// movedIn writes what moved, section by section.
func movedIn(d Digest) []string {
	var all []string
	for _, m := range d.Moved {
		line := fmt.Sprint(m.Section, ":")
		if !m.Revised.IsZero() {
			line += fmt.Sprintf(" revised, %d of %d again;", m.Again, m.Before)
		}
		for _, c := range m.Changes {
			line += fmt.Sprintf(" %s to %s %s;", c.From, c.To, strings.Join(c.Facts, " "))
		}
		if m.Across != nil {
			line += fmt.Sprintf(" of %d to both texts:", m.Across.Both)
			for _, c := range m.Across.Changes {
				line += fmt.Sprintf(" %s to %s %s;", c.From, c.To, strings.Join(c.Facts, " "))
			}
		}
		all = append(all, line)
	}
	return all
}

// What counts is what a voice said in the digest before, and what it says now:
// neither steps in between nor words added later.
func TestWhatMoved(t *testing.T) {
	m := newMarket(t, 3)
	m.invite(engagement.SmallFirm, 6)
	m.tally(1, unclear, unclear, unclear, cant, works)
	m.tally(2, works, risk)
	m.later(time.Hour)
	if first := m.make(); first.Moved != nil {
		t.Errorf("in the first digest %v moved", movedIn(first))
	}
	m.made(m.make())
	m.later(time.Hour)

	m.say("O1", 1, works, "")                // R8
	m.say("O2", 1, cant, "")                 // on the way to
	m.say("O2", 1, works, "")                // R10
	m.say("O3", 1, risk, "")                 // R11
	m.say("O3", 1, risk, "Now it is a risk") // R12
	m.say("O4", 1, works, "")                // there
	m.say("O4", 1, cant, "")                 // and back
	m.say("O5", 1, works, "More words")      // the same
	m.say("O6", 1, cant, "")                 // for the first time
	m.later(time.Hour)
	d := m.make()
	want := []string{"1: unclear to optimistic R8 R10; unclear to cautious R12;"}
	if diff := cmp.Diff(want, movedIn(d)); diff != "" {
		t.Errorf("moved (-want +got):\n%s", diff)
	}
	m.made(d)
	m.later(time.Hour)
	if d := m.make(); d.Moved != nil || !d.NothingNew {
		t.Errorf("afterwards %v moved", movedIn(d))
	}
}

// A text that changed is told, with how many of those who had answered it have
// answered again.
func TestRevisedSections(t *testing.T) {
	m := newMarket(t, 1)
	m.invite(engagement.SmallFirm, 5)
	m.tally(1, times(4, unclear)...)
	m.later(time.Hour)
	m.made(m.make())
	m.later(time.Hour)
	m.happen(engagement.ReleaseMade{ID: "N1", Of: engagement.Changes, Sections: []int{1}})
	m.happen(engagement.SectionRevised{Section: 1, Revision: 2, Title: "1", Text: "Another text.", Standing: engagement.Open, Material: true, Release: "N1"})
	m.happen(engagement.ReleaseSent{ID: "N1"})
	for i := range 4 {
		m.say(fmt.Sprint("O", i+1), 1, works, "", func(f *engagement.ResponseGiven) { f.Revision = min(i+1, 2) })
	}
	m.later(time.Hour)
	want := []string{"1: revised, 3 of 4 again; unclear to optimistic R5; of 3 to both texts: unclear to optimistic R6 R7 R8;"}
	if diff := cmp.Diff(want, movedIn(m.make())); diff != "" {
		t.Errorf("moved (-want +got):\n%s", diff)
	}
	m.made(m.make())
	m.later(time.Hour)
	m.say("O1", 1, risk, "", func(f *engagement.ResponseGiven) { f.Revision = 2 })
	m.say("O5", 1, risk, "", func(f *engagement.ResponseGiven) { f.Revision = 2 }) // for the first time
	group := m.invite(engagement.UsersGroup, 1)[0]
	m.say(group, 1, works, "", func(f *engagement.ResponseGiven) { f.Revision = 1 })
	m.say(group, 1, cant, "", func(f *engagement.ResponseGiven) { f.Revision = 2 }) // no supplier
	m.later(time.Hour)
	want = []string{"1: of 4 to both texts: optimistic to cautious R9; unclear to optimistic R6 R7 R8;"}
	if diff := cmp.Diff(want, movedIn(m.make())); diff != "" {
		t.Errorf("in the digest after that (-want +got):\n%s", diff)
	}
	m.made(m.make())
	m.later(time.Hour)
	if d := m.make(); d.Moved != nil {
		t.Errorf("with nothing said since, %v moved", movedIn(d))
	}
}

// A digest that was made before voices were kept tells of no moves.
func TestVoicesThatAreNotKnown(t *testing.T) {
	m := newMarket(t, 1)
	m.invite(engagement.SmallFirm, 5)
	m.tally(1, times(5, cant)...)
	made := m.make().Made(m.now, "")
	made.ID = "D1"
	made.Sections[0].Voices = "x"
	m.happen(made)
	m.later(time.Hour)
	m.say("O1", 1, works, "")
	m.say("O2", 1, works, "")
	m.later(time.Hour)
	if d := m.make(); d.Moved != nil {
		t.Errorf("moved: %v", movedIn(d))
	}
}

// What every voice said is kept with the digest, and comes back from the
// record.
func TestVoicesAreRecorded(t *testing.T) {
	m := newMarket(t, 2)
	m.invite(engagement.SmallFirm, 8)
	m.tally(1, works, further, risk, cant, unclear, pass)
	m.say("O8", 2, works, "")
	made := m.make().Made(m.now, "")
	var voices []string
	for _, s := range made.Sections {
		voices = append(voices, s.Voices)
	}
	if diff := cmp.Diff([]string{"wfrcun-", "------w"}, voices); diff != "" {
		t.Errorf("voices (-want +got):\n%s", diff)
	}
	data, err := engagement.Encode(made)
	if err != nil {
		t.Fatal(err)
	}
	back, err := engagement.Decode(made.Kind(), data)
	if diff := cmp.Diff(engagement.Fact(made), back); err != nil || diff != "" {
		t.Errorf("from the record (-want +got): %v\n%s", err, diff)
	}
}

func TestWhoCameBack(t *testing.T) {
	m := newMarket(t, 1)
	m.invite(engagement.Charity, 2)
	m.happen(engagement.OrganisationStepped{Organisation: "O1"})
	m.later(time.Hour)
	m.happen(engagement.OrganisationReturned{Organisation: "O1"})
	returned := m.now
	m.later(time.Hour)
	want := []Returned{{Organisation: "O1", Kind: engagement.Charity, At: returned}}
	if diff := cmp.Diff(want, m.make().Returned); diff != "" {
		t.Errorf("returned (-want +got):\n%s", diff)
	}
	m.happen(engagement.OrganisationStepped{Organisation: "O1"})
	m.later(time.Hour)
	if d := m.make(); d.Returned != nil || len(d.Stepped) != 1 {
		t.Errorf("returned %v, stepped back %v, want only that it stepped back", d.Returned, d.Stepped)
	}
}

// Whether they would bid: of each supplier what it said last, and none that
// said nothing of that.
func TestWouldTheyBid(t *testing.T) {
	m := newMarket(t, 1)
	m.invite(engagement.SmallFirm, 6)
	for i, said := range []struct {
		who string
		bid engagement.Likelihood
	}{
		{"O1", engagement.BidNo},
		{"O2", engagement.BidDepends},
		{"O3", engagement.BidUnlikely},
		{"O4", engagement.BidUnsaid},
		{"O5", engagement.BidDepends},
		{"O6", engagement.BidNo},
		{"O1", engagement.BidLikely},
	} {
		m.happen(engagement.ClosingAnswered{ID: fmt.Sprint("C", i+1), Organisation: said.who, Bid: said.bid, Working: "Weekly."})
	}
	m.later(time.Hour)
	d := m.make()
	want := WouldBid{Likely: 1, Depends: 2, Unlikely: 1, No: 1, Facts: []string{"C7", "C2", "C3", "C5", "C6"}}
	if diff := cmp.Diff(want, d.WouldBid); diff != "" || d.WouldBid.Said() != 5 {
		t.Errorf("would bid (-want +got), %d said:\n%s", d.WouldBid.Said(), diff)
	}
	if d.News.LastWords != 6 {
		t.Errorf("news = %+v, want last words of 6", d.News)
	}
}
