package engagement

import (
	"slices"
	"testing"
	"time"
)

// What everybody has read changes in front of everybody, and the record has both; a
// number to ring is so at once.
func TestWhatEverybodyReadChangesInFrontOfThem(t *testing.T) {
	s := with(talking(t), OrganisationInvited{ID: "O9", Name: "Elders", OfKind: UsersGroup, Users: true})
	was := s.About().Contact
	tell := func(f EngagementSet) {
		t.Helper()
		f.By = "P2"
		facts, r := s.TellAbout(noon, noon.Add(time.Hour), f)
		if r != nil {
			t.Fatalf("TellAbout(%+v): %+v", f, r)
		}
		with(s, facts...)
	}
	tell(EngagementSet{Contact: new("Ed"), SafetyLine: new("01632 960 100")})
	if got := s.About(); got.Contact != was || got.SafetyLine != "01632 960 100" {
		t.Errorf("before it is sent: %q, %q", got.Contact, got.SafetyLine)
	}
	tell(EngagementSet{Contact: new("Erin")})
	waits := s.Waits()
	if len(waits) != 1 || waits[0].Of != Abouts {
		t.Fatalf("waits: %+v", waits)
	}
	want := []AboutChange{{AboutContact, was, "Erin"}, {AboutSafetyLine, "", "01632 960 100"}}
	if got := s.AboutOf(waits[0].ID); !slices.Equal(got, want) {
		t.Errorf("it tells %+v, want %+v", got, want)
	}
	with(s, ReleaseApproved{ID: waits[0].ID, By: "P1", Enough: true}, ReleaseSent{ID: waits[0].ID})
	if got := s.About().Contact; got != "Erin" {
		t.Errorf("once it is sent: %q", got)
	}
	moves := s.AboutMoves()
	if len(moves) != 2 || moves[0].AboutChange != want[1] || moves[0].Release != waits[0].ID || moves[1].AboutChange != want[0] || moves[1].Release != waits[0].ID {
		t.Errorf("on the record: %+v", moves)
	}
	tell(EngagementSet{Contact: new("Dana")})
	tell(EngagementSet{Contact: new("Erin")})
	if got := s.Waits(); len(got) != 0 {
		t.Errorf("as it was again, and still waits: %+v", got)
	}
	for _, number := range []string{"0", "ring 99"} {
		if _, r := s.TellAbout(noon, noon, EngagementSet{SafetyLine: &number, By: "P2"}); r == nil || r.Field != FieldSafetyLine {
			t.Errorf("TellAbout(%q) = %+v, want a refusal", number, r)
		}
	}
	if _, r := s.Set(noon, EngagementSet{Contact: new("Zed")}); r == nil || r.Code != AlreadyOpen {
		t.Errorf("set in silence: %+v", r)
	}
}
