package engagement

import "testing"

// Whoever has heard nothing can be taken out; the others keep their numbers,
// and a number is not given twice.
func TestRemovingAnOrganisation(t *testing.T) {
	var s State
	apply := func(facts []Fact, refusal *Refusal) {
		t.Helper()
		if refusal != nil {
			t.Fatalf("refused: %+v", refusal)
		}
		for _, f := range facts {
			s.Apply(noon, f)
		}
	}
	apply(s.Create(full()["engagement.created"].(EngagementCreated)))
	for _, name := range []string{"Alder", "Birch", "Cedar"} {
		apply(s.Invite(OrganisationInvited{Name: name, OfKind: SmallFirm, Room: Room("test:" + name)}))
	}
	apply(s.Join(ParticipantJoined{Person: "P7", Organisation: "O2"}))
	for _, o := range []string{"O1", "O2"} {
		apply(s.ShareFile(noon, FileShared{Organisation: o, Person: "P1", Home: true, Name: "plan.pdf", Blob: "00ff", Size: 12}))
	}
	apply(s.Remove(OrganisationRemoved{Organisation: "O2", By: "P1"}))
	if _, there := s.OrganisationIn("test:Birch"); there || s.SpeaksFor("P7", "O2") || len(s.Participants()) != 0 {
		t.Error("Birch is still there")
	}
	if files := s.Files(); len(files) != 1 || files[0].Organisation != "O1" {
		t.Errorf("once Birch is out the files are %+v, want that of Alder alone", files)
	}
	if o, ok := s.OrganisationIn("test:Cedar"); !ok || o.ID != "O3" {
		t.Errorf("Cedar is %+v", o)
	}
	apply(s.Invite(OrganisationInvited{Name: "Birch", OfKind: SmallFirm, Room: "test:Birch"}))
	if o, _ := s.OrganisationIn("test:Birch"); o.ID != "O4" {
		t.Errorf("invited again Birch is %s", o.ID)
	}
	if _, refusal := s.Remove(OrganisationRemoved{Organisation: "O2"}); refusal == nil || refusal.Code != UnknownOrganisation {
		t.Errorf("removed again: %+v", refusal)
	}
	s.Apply(noon, StageChanged{To: Talking})
	if _, refusal := s.Remove(OrganisationRemoved{Organisation: "O1"}); refusal == nil || refusal.Code != AlreadyOpen {
		t.Errorf("removed once it is open: %+v", refusal)
	}
}
