package engagement

import (
	"slices"
	"testing"
)

// decided applies what a rule gives, or says how it refused.
func decided(s *State) func(facts []Fact, refusal *Refusal) Code {
	return func(facts []Fact, refusal *Refusal) Code {
		for _, f := range facts {
			s.Apply(noon, f)
		}
		if refusal != nil {
			return refusal.Code
		}
		return ""
	}
}

// asked is an engagement with two organisations, of which the second has no
// room.
func asked(t *testing.T) (*State, func(facts []Fact, refusal *Refusal) Code) {
	t.Helper()
	s := new(State)
	do := decided(s)
	created := full()["engagement.created"].(EngagementCreated)
	for i, code := range []Code{
		do(s.Create(created)),
		do(s.Invite(OrganisationInvited{Name: "Alder", OfKind: SmallFirm, Room: "web:alder"})),
		do(s.Invite(OrganisationInvited{Name: "Birch", OfKind: SmallFirm})),
	} {
		if code != "" {
			t.Fatalf("step %d refused: %s", i, code)
		}
	}
	return s, do
}

// A room is of one organisation and of nothing else; an organisation may have
// several, and finds itself in each.
func TestSeveralRooms(t *testing.T) {
	s, do := asked(t)
	for _, step := range []struct {
		fact OrganisationRoom
		want Code
	}{
		{OrganisationRoom{Organisation: "O1", Room: "chat:1", On: true}, ""},
		{OrganisationRoom{Organisation: "O2", Room: "chat:1", On: true}, RoomTaken},
		{OrganisationRoom{Organisation: "O2", Room: "test:team", On: true}, RoomTaken},
		{OrganisationRoom{Organisation: "O2", Room: "chat:2", On: true}, ""},
		{OrganisationRoom{Organisation: "O9", Room: "chat:3", On: true}, UnknownOrganisation},
		{OrganisationRoom{Organisation: "O1", On: true}, Missing},
	} {
		if code := do(s.TakeRoom(step.fact)); code != step.want {
			t.Errorf("TakeRoom(%+v): %q, want %q", step.fact, code, step.want)
		}
	}
	for room, want := range map[Room]string{"web:alder": "O1", "chat:1": "O1", "chat:2": "O2", "chat:3": "", "": ""} {
		if o, _ := s.OrganisationIn(room); o.ID != want {
			t.Errorf("OrganisationIn(%q) = %q, want %q", room, o.ID, want)
		}
	}
	before, _ := s.Organisation("O1")
	do(s.TakeRoom(OrganisationRoom{Organisation: "O1", Room: "web:alder"}))
	after, _ := s.Organisation("O1")
	if got := after.Rooms(); !slices.Equal(got, []Room{"chat:1"}) || after.Room != "chat:1" {
		t.Errorf("without its first room it has %v", got)
	}
	if got := before.Rooms(); !slices.Equal(got, []Room{"web:alder", "chat:1"}) {
		t.Errorf("the copy of before has %v", got)
	}
	do(s.TakeRoom(OrganisationRoom{Organisation: "O1", Room: "chat:1"}))
	if o, _ := s.Organisation("O1"); o.Rooms() != nil {
		t.Errorf("without any room it has %v", o.Rooms())
	}
}

// A room that a platform gave a new id stays whose it was.
func TestARoomThatMoves(t *testing.T) {
	s, do := asked(t)
	do(s.TakeRoom(OrganisationRoom{Organisation: "O1", Room: "chat:1", On: true}))
	do(s.SetTable(TableSet{Room: "chat:9", On: true}))
	for from, to := range map[Room]Room{"chat:1": "chat:1b", "chat:9": "chat:9b", "test:team": "test:team-b"} {
		if code := do(s.Move(RoomMoved{From: from, To: to})); code != "" {
			t.Errorf("move %s: %s", from, code)
		}
	}
	o, _ := s.OrganisationIn("chat:1b")
	_, table := s.TableIn("chat:9b")
	if o.ID != "O1" || !table || s.About().Room != "test:team-b" {
		t.Errorf("after the moves: %q, %v, %q", o.ID, table, s.About().Room)
	}
	if code := do(s.Move(RoomMoved{From: "chat:1b", To: "chat:9b"})); code != RoomTaken {
		t.Errorf("to a room that is used: %q", code)
	}
	if facts, refusal := s.Move(RoomMoved{From: "chat:77", To: "chat:78"}); facts != nil || refusal != nil {
		t.Errorf("a room of nobody: %v, %v", facts, refusal)
	}
}

// A team speaks for one organisation.
func TestTeams(t *testing.T) {
	s, do := asked(t)
	if code := do(s.Recognise(OrganisationTeam{Organisation: "O1", Team: "h:a", On: true})); code != "" {
		t.Fatal(code)
	}
	if code := do(s.Recognise(OrganisationTeam{Organisation: "O2", Team: "h:a", On: true})); code != TeamTaken {
		t.Errorf("for another organisation: %q", code)
	}
	do(s.Recognise(OrganisationTeam{Organisation: "O2", Team: "h:b"}))
	if o, _ := s.Organisation("O2"); !o.IsStranger("h:b") || o.HasTeam("h:b") || o.IsStranger("") {
		t.Errorf("refused it is %+v", o)
	}
	do(s.Recognise(OrganisationTeam{Organisation: "O2", Team: "h:b", On: true}))
	if o, ok := s.OrganisationOfTeam("h:b"); !ok || o.ID != "O2" || o.IsStranger("h:b") {
		t.Errorf("after all it is of %+v", o)
	}
	if _, ok := s.OrganisationOfTeam(""); ok {
		t.Error("no team speaks for somebody")
	}
}

// What is said at a round table is counted and in no tally, and only where that
// was agreed.
func TestRoundTable(t *testing.T) {
	s, do := asked(t)
	section := ImportedSection{Title: "One"}
	do(s.Import(DraftImported{Sections: []ImportedSection{section}}))
	closing := noon.AddDate(0, 0, 7)
	do(s.Set(noon, EngagementSet{Closing: &closing}))
	do(s.Open(noon, "P1"))
	if code := do(s.SetTable(TableSet{Room: "web:alder", On: true})); code != RoomTaken {
		t.Errorf("in an own room: %q", code)
	}
	do(s.SetTable(TableSet{Room: "chat:9", On: true}))
	if code := do(s.TakeRoom(OrganisationRoom{Organisation: "O2", Room: "chat:9", On: true})); code != RoomIsTable {
		t.Errorf("a round table as an own room: %q", code)
	}
	said := TableSaid{Room: "chat:9", Person: "P7", Section: 1, Text: "We could share one."}
	if code := do(s.SayOpenly(noon, said)); code != NotAsked {
		t.Errorf("where it is not agreed: %q", code)
	}
	do(s.SetTable(TableSet{Room: "chat:9", On: true, Open: true}))
	if code := do(s.SayOpenly(noon, said)); code != "" {
		t.Error(code)
	}
	if table, _ := s.TableIn("chat:9"); table.Said != 1 || s.SaidOpenly() != 1 || len(s.Responses(1)) != 0 {
		t.Errorf("said %d, in all %d, answers %d", table.Said, s.SaidOpenly(), len(s.Responses(1)))
	}
	do(s.SetTable(TableSet{Room: "chat:9"}))
	if len(s.Tables()) != 0 || s.SaidOpenly() != 1 {
		t.Errorf("after it: %v, %d", s.Tables(), s.SaidOpenly())
	}
}
