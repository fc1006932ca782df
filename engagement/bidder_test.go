package engagement

import "testing"

// agreed has what was wanted of a bidder go out.
func agreed(t *testing.T, s *State, f BidderWanted, why string) {
	t.Helper()
	facts, r := s.WantBidder(f, why)
	if r != nil || len(facts) != 2 {
		t.Fatalf("WantBidder(%+v): %v, %+v", f, facts, r)
	}
	id := facts[1].(BidderWanted).Release
	with(s, facts...)
	approved, r := s.Approve(noon, ReleaseApproved{ID: id, By: "P1", Why: "it is decided"})
	if r != nil {
		t.Fatal(r)
	}
	sent, r := with(s, approved...).Send(ReleaseSent{ID: id})
	if r != nil {
		t.Fatal(r)
	}
	with(s, sent...)
}

// Who is admitted late, taken out, and admitted again is in the dialogue exactly while
// that is so; nothing counts before it was sent.
func TestBiddersComeAndGo(t *testing.T) {
	s := in(t, Dialogue)
	with(s, DialogueRoom{Organisation: "O1", Room: "dialogue:tidewell", On: true})
	before := len(s.Bidders())
	step := func(who string, admitted bool, rooms int) {
		t.Helper()
		o, _ := s.Organisation(who)
		if s.Admitted(who) != admitted || len(s.RoomsNow(o)) != rooms || s.TakenOut(who) == admitted && who == "O1" {
			t.Errorf("%s: admitted %t, in %v, taken out %t; want %t and %d rooms", who, s.Admitted(who), s.RoomsNow(o), s.TakenOut(who), admitted, rooms)
		}
	}
	step("O1", true, 1)
	facts, _ := s.WantBidder(BidderWanted{Organisation: "O1", By: "P1"}, "it withdrew")
	with(s, facts...)
	step("O1", true, 1) // nobody has agreed yet
	with(s, ReleaseDropped{ID: facts[1].(BidderWanted).Release})
	agreed(t, s, BidderWanted{Organisation: "O1", By: "P1"}, "it withdrew")
	step("O1", false, 0)
	if !s.ReadOnly("dialogue:tidewell") {
		t.Error("its room of the dialogue takes more")
	}
	if _, r := s.Answer(noon, ResponseGiven{Organisation: "O1", Person: "P7", Section: 1, Stance: Cautious, Words: "w"}); r == nil || r.Code != NotAdmitted {
		t.Errorf("it answers: %+v", r)
	}
	agreed(t, s, BidderWanted{Organisation: "O1", In: true, By: "P1"}, "after a review")
	step("O1", true, 1)

	agreed(t, s, BidderWanted{Newcomer: Newcomer{Name: "Ledbury", OfKind: SmallFirm}, In: true, By: "P1"}, "after a review")
	last := s.Organisations()[len(s.Organisations())-1]
	if last.Name != "Ledbury" || !last.Newcomer || !s.Admitted(last.ID) || len(s.Bidders()) != before+1 {
		t.Errorf("the newcomer is %+v, of %d bidders", last, len(s.Bidders()))
	}
	with(s, DialogueRoom{Organisation: last.ID, Room: "dialogue:ledbury", On: true})
	agreed(t, s, BidderWanted{Organisation: last.ID, By: "P1"}, "excluded")
	step(last.ID, false, 0)
	with(s, StageChanged{To: Closed})
	step(last.ID, false, 1) // it has no other room in which to hear how it ended
}

func TestWhatCantBeWantedOfABidder(t *testing.T) {
	s := in(t, Dialogue)
	agreed(t, s, BidderWanted{Organisation: "O3", By: "P1"}, "it withdrew")
	for _, c := range []struct {
		name string
		want BidderWanted
		why  string
		code Code
	}{
		{"one that is in", BidderWanted{Organisation: "O1", In: true, By: "P1"}, "why", AdmittedAlready},
		{"out with one that is not in", BidderWanted{Organisation: "O3", By: "P1"}, "why", NoBidder},
		{"nobody", BidderWanted{Organisation: "O99", In: true, By: "P1"}, "why", UnknownOrganisation},
		{"out with nobody", BidderWanted{By: "P1"}, "why", UnknownOrganisation},
		{"a name that is taken", BidderWanted{Newcomer: Newcomer{Name: "Foxglove", OfKind: SmallFirm}, In: true, By: "P1"}, "why", NameTaken},
		{"people who use services", BidderWanted{Newcomer: Newcomer{Name: "Elders", OfKind: UsersGroup}, In: true, By: "P1"}, "why", Invalid},
		{"no reason", BidderWanted{Organisation: "O1", By: "P1"}, " ", Missing},
	} {
		if facts, r := s.WantBidder(c.want, c.why); r == nil || r.Code != c.code {
			t.Errorf("%s: %v, %+v, want %q", c.name, facts, r, c.code)
		}
	}
	facts, _ := s.WantBidder(BidderWanted{Organisation: "O1", By: "P1"}, "it withdrew")
	with(s, facts...)
	if again, r := s.WantBidder(BidderWanted{Organisation: "O1", By: "P2"}, "it withdrew"); again != nil || r != nil {
		t.Errorf("the same again: %v, %+v", again, r)
	}
	other, r := s.WantBidder(BidderWanted{Organisation: "O1", By: "P2"}, "it was excluded")
	if edited, ok := other[0].(ReleaseEdited); r != nil || !ok || edited.ID != facts[1].(BidderWanted).Release {
		t.Errorf("another reason: %v, %+v; want the one that waits to say it", other, r)
	}
}
