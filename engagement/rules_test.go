package engagement

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// with gives the state after more facts.
func with(s *State, facts ...Fact) *State {
	for _, f := range facts {
		s.Apply(noon, f)
	}
	return s
}

var (
	closing   = time.Date(2026, 7, 1, 16, 0, 0, 0, time.UTC)
	cautious  = ResponseGiven{Organisation: "O1", Person: "P7", Section: 1, Stance: Cautious}
	question  = QuestionAsked{Organisation: "O1", Person: "P7", Text: "How many?"}
	stepped   = OrganisationStepped{Organisation: "O1", Person: "P7"}
	newcomer  = OrganisationInvited{Name: "Kindred", OfKind: Charity, Room: "room:kindred"}
	beginning = EngagementCreated{Slug: "x", Title: "X", Buyer: "Westmere", Contact: "Dana", By: "P1"}
)

func answer(change func(*ResponseGiven)) func(*State) ([]Fact, *Refusal) {
	return func(s *State) ([]Fact, *Refusal) {
		f := cautious
		change(&f)
		return s.Answer(noon, f)
	}
}

func TestRefusals(t *testing.T) {
	preparing := func(t *testing.T) *State { return with(new(State), beginning) }
	open := func(t *testing.T) *State { return talking(t) }
	paused := func(t *testing.T) *State { return with(talking(t), StageChanged{To: Paused}) }
	closed := func(t *testing.T) *State { return with(talking(t), StageChanged{To: Closed}) }
	gone := func(t *testing.T) *State { return with(talking(t), stepped) }
	nothing := func(*testing.T) *State { return new(State) }

	tests := []struct {
		name  string
		state func(*testing.T) *State
		wish  func(*State) ([]Fact, *Refusal)
		want  Refusal
	}{
		{"create twice", open, func(s *State) ([]Fact, *Refusal) { return s.Create(beginning) }, Refusal{Code: AlreadyThere}},
		{"create without slug", nothing, func(s *State) ([]Fact, *Refusal) { return s.Create(EngagementCreated{Slug: " "}) }, Refusal{Code: Missing, Field: FieldSlug}},
		{"create by nobody", nothing, func(s *State) ([]Fact, *Refusal) { return s.Create(EngagementCreated{Slug: "x", Title: "X"}) }, Refusal{Code: Missing, Field: FieldPerson}},
		{"title too long", nothing, func(s *State) ([]Fact, *Refusal) {
			return s.Create(EngagementCreated{Slug: "x", Title: strings.Repeat("é", 201), By: "P1"})
		}, Refusal{Code: TooLong, Field: FieldTitle, Have: 201, Most: 200}},

		{"set before creation", nothing, func(s *State) ([]Fact, *Refusal) { return s.Set(noon, EngagementSet{}) }, Refusal{Code: NotThere}},
		{"closing now", open, func(s *State) ([]Fact, *Refusal) { return s.Set(noon, EngagementSet{Closing: &noon}) }, Refusal{Code: ClosingPassed, At: noon}},
		{"closing before opening", preparing, func(s *State) ([]Fact, *Refusal) {
			return s.Set(noon, EngagementSet{Opening: new(closing.Add(time.Hour)), Closing: &closing})
		}, Refusal{Code: ClosingPassed, At: closing}},
		{"open end once open", open, func(s *State) ([]Fact, *Refusal) { return s.Set(noon, EngagementSet{Closing: &time.Time{}}) }, Refusal{Code: NoClosing}},
		{"empty title", open, func(s *State) ([]Fact, *Refusal) { return s.Set(noon, EngagementSet{Title: new("")}) }, Refusal{Code: Missing, Field: FieldTitle}},
		{"long contact", open, func(s *State) ([]Fact, *Refusal) {
			return s.Set(noon, EngagementSet{Contact: new(strings.Repeat("x", 300))})
		}, Refusal{Code: TooLong, Field: FieldContact, Have: 300, Most: 200}},
		{"no such purpose", open, func(s *State) ([]Fact, *Refusal) { return s.Set(noon, EngagementSet{Purposes: []Purpose{"fun"}}) }, Refusal{Code: Invalid, Field: FieldPurposes}},

		{"import nothing", preparing, func(s *State) ([]Fact, *Refusal) { return s.Import(DraftImported{}) }, Refusal{Code: NoSections}},
		{"import when open", open, func(s *State) ([]Fact, *Refusal) { return s.Import(DraftImported{}) }, Refusal{Code: AlreadyOpen, Stage: Talking}},
		{"import too many", preparing, func(s *State) ([]Fact, *Refusal) {
			return s.Import(DraftImported{Sections: make([]ImportedSection, 201)})
		}, Refusal{Code: TooMany, Field: FieldSections, Have: 201, Most: 200}},
		{"import without title", preparing, func(s *State) ([]Fact, *Refusal) {
			return s.Import(DraftImported{Sections: []ImportedSection{{Title: "A"}, {}}})
		}, Refusal{Code: Missing, Field: FieldSectionTitle, Section: 2}},
		{"import odd standing", preparing, func(s *State) ([]Fact, *Refusal) {
			return s.Import(DraftImported{Sections: []ImportedSection{{Title: "A", Standing: "firm"}}})
		}, Refusal{Code: Invalid, Field: FieldStanding, Section: 1}},
		{"mark unknown", open, func(s *State) ([]Fact, *Refusal) { return s.Mark(SectionMarked{Section: 9}) }, Refusal{Code: UnknownSection, Section: 9}},
		{"fix when open", open, func(s *State) ([]Fact, *Refusal) {
			return s.Mark(SectionMarked{Section: 2, Standing: new(Fixed)})
		}, Refusal{Code: AlreadyOpen, Stage: Talking}},
		{"mark odd standing", open, func(s *State) ([]Fact, *Refusal) {
			return s.Mark(SectionMarked{Section: 2, Standing: new(Standing("firm"))})
		}, Refusal{Code: Invalid, Field: FieldStanding, Section: 2}},

		{"invite without name", open, func(s *State) ([]Fact, *Refusal) { return s.Invite(OrganisationInvited{OfKind: Charity}) }, Refusal{Code: Missing, Field: FieldName}},
		{"invite odd kind", open, func(s *State) ([]Fact, *Refusal) { return s.Invite(OrganisationInvited{Name: "A"}) }, Refusal{Code: Invalid, Field: FieldKind}},
		{"invite long name", open, func(s *State) ([]Fact, *Refusal) {
			return s.Invite(OrganisationInvited{Name: strings.Repeat("a", 81), OfKind: Charity})
		}, Refusal{Code: TooLong, Field: FieldName, Have: 81, Most: 80}},
		{"invite twice", open, func(s *State) ([]Fact, *Refusal) {
			return s.Invite(OrganisationInvited{Name: " tideWELL", OfKind: Charity})
		}, Refusal{Code: NameTaken, Organisation: "O1"}},
		{"invite into another's room", open, func(s *State) ([]Fact, *Refusal) {
			return s.Invite(OrganisationInvited{Name: "Kindred", OfKind: Charity, Room: "room:tidewell"})
		}, Refusal{Code: RoomTaken, Organisation: "O1"}},
		{"invite into the team's room", open, func(s *State) ([]Fact, *Refusal) {
			return s.Invite(OrganisationInvited{Name: "Kindred", OfKind: Charity, Room: "test:team"})
		}, Refusal{Code: RoomTaken}},
		{"invite when paused", paused, func(s *State) ([]Fact, *Refusal) { return s.Invite(newcomer) }, Refusal{Code: NowPaused, Stage: Paused}},
		{"invite when closed", closed, func(s *State) ([]Fact, *Refusal) { return s.Invite(newcomer) }, Refusal{Code: NowClosed, Stage: Closed}},
		{"change unknown", open, func(s *State) ([]Fact, *Refusal) { return s.Change(OrganisationChanged{Organisation: "O9"}) }, Refusal{Code: UnknownOrganisation, Organisation: "O9"}},
		{"change into users", open, func(s *State) ([]Fact, *Refusal) {
			return s.Change(OrganisationChanged{Organisation: "O1", OfKind: new(UsersGroup)})
		}, Refusal{Code: Invalid, Field: FieldKind, Organisation: "O1"}},
		{"join nothing", open, func(s *State) ([]Fact, *Refusal) { return s.Join(ParticipantJoined{Person: "P1"}) }, Refusal{Code: UnknownOrganisation}},

		{"open nothing", nothing, func(s *State) ([]Fact, *Refusal) { return s.Open(noon, "P1") }, Refusal{Code: NotThere}},
		{"open twice", open, func(s *State) ([]Fact, *Refusal) { return s.Open(noon, "P1") }, Refusal{Code: WrongStage, Stage: Talking}},
		{"open without sections", preparing, func(s *State) ([]Fact, *Refusal) { return s.Open(noon, "P1") }, Refusal{Code: NoSections}},
		{"open for nobody", func(t *testing.T) *State { return with(preparing(t), full()["draft.imported"]) }, func(s *State) ([]Fact, *Refusal) { return s.Open(noon, "P1") }, Refusal{Code: NoOrganisations}},
		{"open without who asks", func(t *testing.T) *State {
			return with(preparing(t), full()["draft.imported"], full()["organisation.invited"], EngagementSet{Buyer: new("")})
		}, func(s *State) ([]Fact, *Refusal) { return s.Open(noon, "P1") }, Refusal{Code: NoBuyer}},
		{"open without whom to turn to", func(t *testing.T) *State {
			return with(preparing(t), full()["draft.imported"], full()["organisation.invited"], EngagementSet{Contact: new("")})
		}, func(s *State) ([]Fact, *Refusal) { return s.Open(noon, "P1") }, Refusal{Code: NoContact}},
		{"another title once people were told it", func(t *testing.T) *State { return talking(t) }, func(s *State) ([]Fact, *Refusal) {
			return s.Set(noon, EngagementSet{Title: new("Another")})
		}, Refusal{Code: AlreadyOpen, Field: FieldTitle}},
		{"nobody asks once open", open, func(s *State) ([]Fact, *Refusal) { return s.Set(noon, EngagementSet{Buyer: new(" ")}) }, Refusal{Code: Missing, Field: FieldBuyer}},
		{"nobody to turn to once open", open, func(s *State) ([]Fact, *Refusal) { return s.Set(noon, EngagementSet{Contact: new("")}) }, Refusal{Code: Missing, Field: FieldContact}},
		{"open without end", func(t *testing.T) *State {
			return with(preparing(t), full()["draft.imported"], full()["organisation.invited"])
		}, func(s *State) ([]Fact, *Refusal) { return s.Open(noon, "P1") }, Refusal{Code: NoClosing}},
		{"open after closing", func(t *testing.T) *State {
			return with(preparing(t), full()["draft.imported"], full()["organisation.invited"], EngagementSet{Closing: &closing})
		}, func(s *State) ([]Fact, *Refusal) { return s.Open(closing, "P1") }, Refusal{Code: ClosingPassed, At: closing}},
		{"pause while preparing", preparing, func(s *State) ([]Fact, *Refusal) { return s.Pause("P1", "") }, Refusal{Code: WrongStage, Stage: Preparing}},
		{"close nothing", nothing, func(s *State) ([]Fact, *Refusal) { return s.Close("P1", "") }, Refusal{Code: NotThere}},
		{"long reason", open, func(s *State) ([]Fact, *Refusal) { return s.Close("P1", strings.Repeat("x", 1001)) }, Refusal{Code: TooLong, Field: FieldReason, Have: 1001, Most: 1000}},

		{"answer while preparing", preparing, answer(func(*ResponseGiven) {}), Refusal{Code: NotOpenYet, Stage: Preparing}},
		{"answer when paused", paused, answer(func(*ResponseGiven) {}), Refusal{Code: NowPaused, Stage: Paused}},
		{"answer when closed", closed, answer(func(*ResponseGiven) {}), Refusal{Code: NowClosed, Stage: Closed}},
		{"answer at the closing time", open, func(s *State) ([]Fact, *Refusal) { return s.Answer(closing, cautious) }, Refusal{Code: NowClosed, Stage: Talking, At: closing}},
		{"answer after stepping back", gone, answer(func(*ResponseGiven) {}), Refusal{Code: SteppedBack, Organisation: "O1", At: noon}},
		{"answer for nobody", open, answer(func(f *ResponseGiven) { f.Organisation = "O9" }), Refusal{Code: UnknownOrganisation, Organisation: "O9"}},
		{"answer by nobody", open, answer(func(f *ResponseGiven) { f.Person = "" }), Refusal{Code: Missing, Field: FieldPerson}},
		{"answer to no section", open, answer(func(f *ResponseGiven) { f.Section = 9 }), Refusal{Code: UnknownSection, Section: 9}},
		{"no stance", open, answer(func(f *ResponseGiven) { f.Stance = "" }), Refusal{Code: Missing, Field: FieldStance}},
		{"odd stance", open, answer(func(f *ResponseGiven) { f.Stance = "happy" }), Refusal{Code: Invalid, Field: FieldStance}},
		{"odd bid", open, answer(func(f *ResponseGiven) { f.StopsBid = "never" }), Refusal{Code: Invalid, Field: FieldStopsBid}},
		{"bid not asked for a risk", open, answer(func(f *ResponseGiven) { f.StopsBid = BidStops }), Refusal{Code: NotAsked, Field: FieldStopsBid, Section: 1}},
		{"bid not asked where open", open, answer(func(f *ResponseGiven) { f.Section, f.Stance, f.StopsBid = 2, Unachievable, BidStops }), Refusal{Code: NotAsked, Field: FieldStopsBid, Section: 2}},
		{"words too long", open, answer(func(f *ResponseGiven) { f.Words = strings.Repeat("ü", 4001) }), Refusal{Code: TooLong, Field: FieldWords, Have: 4001, Most: 4000}},
		{"words not text", open, answer(func(f *ResponseGiven) { f.Words = "a\xff" }), Refusal{Code: Invalid, Field: FieldWords}},
		{"add to nothing", open, func(s *State) ([]Fact, *Refusal) { return s.AddWords(noon, "O1", "P7", 1, "more") }, Refusal{Code: NoAnswer, Section: 1, Organisation: "O1"}},
		{"add nothing", func(t *testing.T) *State { return with(talking(t), full()["response.given"]) }, func(s *State) ([]Fact, *Refusal) { return s.AddWords(noon, "O1", "P7", 1, " ") }, Refusal{Code: Missing, Field: FieldWords}},
		{"add to no section", open, func(s *State) ([]Fact, *Refusal) { return s.AddWords(noon, "O1", "P7", 0, "more") }, Refusal{Code: UnknownSection}},
		{"ask nothing", open, func(s *State) ([]Fact, *Refusal) { return s.Ask(noon, QuestionAsked{Organisation: "O1", Person: "P7"}) }, Refusal{Code: Missing, Field: FieldQuestion}},
		{"ask at length", open, func(s *State) ([]Fact, *Refusal) {
			return s.Ask(noon, QuestionAsked{Organisation: "O1", Person: "P7", Text: strings.Repeat("?", 2001)})
		}, Refusal{Code: TooLong, Field: FieldQuestion, Have: 2001, Most: 2000}},
		{"ask on no section", open, func(s *State) ([]Fact, *Refusal) {
			return s.Ask(noon, QuestionAsked{Organisation: "O1", Person: "P7", Text: "?", Section: 9})
		}, Refusal{Code: UnknownSection, Section: 9}},
		{"ask when closed", closed, func(s *State) ([]Fact, *Refusal) { return s.Ask(noon, question) }, Refusal{Code: NowClosed, Stage: Closed}},
		{"step back when closed", closed, func(s *State) ([]Fact, *Refusal) { return s.StepBack(stepped) }, Refusal{Code: NowClosed, Stage: Closed}},
		{"step back, odd reason", open, func(s *State) ([]Fact, *Refusal) {
			return s.StepBack(OrganisationStepped{Organisation: "O1", Person: "P7", Category: "weather"})
		}, Refusal{Code: Invalid, Field: FieldCategory}},
		{"come back without having gone", open, func(s *State) ([]Fact, *Refusal) {
			return s.ComeBack(noon, OrganisationReturned{Organisation: "O1", Person: "P7"})
		}, Refusal{Code: NotSteppedBack, Organisation: "O1"}},
		{"come back too late", gone, func(s *State) ([]Fact, *Refusal) {
			return s.ComeBack(closing, OrganisationReturned{Organisation: "O1", Person: "P7"})
		}, Refusal{Code: NowClosed, Stage: Talking, At: closing}},
		{"plan too many exceptions", open, func(s *State) ([]Fact, *Refusal) { return s.Plan(ScheduleSet{Except: make([]string, 101)}) }, Refusal{Code: TooMany, Field: FieldDigest, Have: 101, Most: 100}},
		{"digest twice", func(t *testing.T) *State { return with(talking(t), DigestMade{ID: "D1", Slot: noon}) }, func(s *State) ([]Fact, *Refusal) { return s.MakeDigest(DigestMade{Slot: noon}) }, Refusal{Code: AlreadyMade, At: noon}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			facts, refusal := test.wish(test.state(t))
			if refusal == nil {
				t.Fatalf("not refused: %+v", facts)
			}
			if diff := cmp.Diff(test.want, *refusal); diff != "" || facts != nil {
				t.Errorf("refusal (-want +got):\n%sfacts: %v", diff, facts)
			}
		})
	}
}

func TestRulesFillIn(t *testing.T) {
	answered := func(t *testing.T) *State {
		return with(talking(t), ParticipantJoined{Person: "P7", Organisation: "O1"}, ResponseGiven{
			ID: "R1", Organisation: "O1", Person: "P7", Section: 1, Revision: 1, Stance: Cautious, Words: "Late.",
		})
	}
	tests := []struct {
		name  string
		state *State
		wish  func(*State) ([]Fact, *Refusal)
		want  []Fact
	}{
		{"the first answer joins", talking(t), func(s *State) ([]Fact, *Refusal) {
			return s.Answer(noon, ResponseGiven{Organisation: "O1", Person: "P7", Section: 1, Stance: Cautious, Quotable: true, Sensitive: true, Revision: 7})
		}, []Fact{
			ParticipantJoined{Person: "P7", Organisation: "O1"},
			ResponseGiven{ID: "R1", Organisation: "O1", Person: "P7", Section: 1, Revision: 1, Stance: Cautious, Sensitive: true},
		}},
		{"words are added as a new response", answered(t), func(s *State) ([]Fact, *Refusal) {
			return s.AddWords(noon, "O1", "P8", 1, "And dear.")
		}, []Fact{
			ParticipantJoined{Person: "P8", Organisation: "O1"},
			ResponseGiven{ID: "R2", Organisation: "O1", Person: "P8", Section: 1, Revision: 1, Stance: Cautious, Words: "Late.\n\nAnd dear."},
		}},
		{"the same answer again", answered(t), func(s *State) ([]Fact, *Refusal) {
			return s.Answer(noon, ResponseGiven{Organisation: "O1", Person: "P8", Section: 1, Stance: Cautious, Words: "Late."})
		}, nil},
		{"a question", answered(t), func(s *State) ([]Fact, *Refusal) { return s.Ask(noon, question) }, []Fact{
			QuestionAsked{ID: "Q1", Organisation: "O1", Person: "P7", Text: "How many?"},
		}},
		{"a users' group", talking(t), func(s *State) ([]Fact, *Refusal) {
			return s.Invite(OrganisationInvited{Name: "Elders", OfKind: UsersGroup, Current: true})
		}, []Fact{OrganisationInvited{ID: "O3", Name: "Elders", OfKind: UsersGroup, Users: true}}},
		{"the current provider", talking(t), func(s *State) ([]Fact, *Refusal) {
			return s.Invite(OrganisationInvited{Name: "Incumbent", OfKind: CurrentProvider})
		}, []Fact{OrganisationInvited{ID: "O3", Name: "Incumbent", OfKind: CurrentProvider, Current: true}}},
		{"stepping back twice", with(answered(t), stepped), func(s *State) ([]Fact, *Refusal) { return s.StepBack(stepped) }, nil},
		{"a priority while talking", talking(t), func(s *State) ([]Fact, *Refusal) {
			return s.Prioritise(PrioritiesSet{Sections: []Priority{{1, "people wait"}}, By: "P1"}, closing)
		}, []Fact{
			ReleaseMade{ID: "N1", Of: Matters, Due: closing, By: "P1"},
			PrioritiesSet{Sections: []Priority{{1, "people wait"}}, Release: "N1", By: "P1"},
		}},
		{"a mark that is there", talking(t), func(s *State) ([]Fact, *Refusal) {
			return s.Mark(SectionMarked{Section: 1, Standing: new(Fixed)})
		}, nil},
		{"nothing to set", talking(t), func(s *State) ([]Fact, *Refusal) { return s.Set(noon, EngagementSet{By: "P1"}) }, nil},
		{"pausing twice", with(talking(t), StageChanged{To: Paused}), func(s *State) ([]Fact, *Refusal) { return s.Pause("P1", "") }, nil},
		{"talking again", with(talking(t), StageChanged{To: Paused}), func(s *State) ([]Fact, *Refusal) {
			return s.Reopen(noon, ReopeningWanted{Closing: closing, By: "P1"}, "too soon")
		}, []Fact{ReleaseMade{ID: "N1", Of: Reopenings, Text: "too soon", By: "P1"}, ReopeningWanted{Closing: closing, Release: "N1", By: "P1"}}},
		{"closing twice", with(talking(t), StageChanged{To: Closed}), func(s *State) ([]Fact, *Refusal) { return s.Close("P1", "") }, nil},
		{"the same plan", with(talking(t), ScheduleSet{Digest: "fridays 16:00"}), func(s *State) ([]Fact, *Refusal) { return s.Plan(ScheduleSet{Digest: "fridays 16:00", By: "P2"}) }, nil},
		{"a digest on demand, whenever", with(talking(t), DigestMade{ID: "D1", Slot: closing}), func(s *State) ([]Fact, *Refusal) {
			return s.MakeDigest(DigestMade{Slot: noon, OnDemand: true})
		}, []Fact{DigestMade{ID: "D2", Slot: noon, OnDemand: true}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			facts, refusal := test.wish(test.state)
			if refusal != nil {
				t.Fatalf("refused: %+v", refusal)
			}
			if diff := cmp.Diff(test.want, facts); diff != "" {
				t.Errorf("facts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestImportNumbersSections(t *testing.T) {
	s := with(new(State), beginning)
	facts, refusal := s.Import(DraftImported{Sections: []ImportedSection{{ID: 9, Title: "A"}, {Title: "B", Standing: Fixed}}})
	if refusal != nil {
		t.Fatalf("refused: %+v", refusal)
	}
	with(s, facts...)
	want := []Section{
		{ID: 1, Title: "A", Standing: Open, Revision: 1, Revised: noon},
		{ID: 2, Title: "B", Standing: Fixed, Revision: 1, Revised: noon},
	}
	if diff := cmp.Diff(want, s.Sections()); diff != "" {
		t.Errorf("Sections (-want +got):\n%s", diff)
	}
}

// Stepping back keeps the answers; coming back lifts it.
func TestStepBackAndComeBack(t *testing.T) {
	s := with(talking(t), full()["response.given"], stepped)
	if o, _ := s.Organisation("O1"); !o.SteppedBack() || s.Response(1, "O1", "P7") == nil {
		t.Errorf("after stepping back: %+v, response %v", o, s.Response(1, "O1", "P7"))
	}
	facts, refusal := s.ComeBack(noon, OrganisationReturned{Organisation: "O1", Person: "P7"})
	if refusal != nil {
		t.Fatalf("refused: %+v", refusal)
	}
	if o, _ := with(s, facts...).Organisation("O1"); o.SteppedBack() || !o.Returned.Equal(noon) {
		t.Errorf("after coming back: %+v", o)
	}
}

func TestWhoSpeaks(t *testing.T) {
	s := with(talking(t), ParticipantJoined{Person: "P7", Organisation: "O1"}, ParticipantJoined{Person: "P7", Organisation: "O2"})
	if o, ok := s.OrganisationOf("P7"); !ok || o.ID != "O2" {
		t.Errorf("OrganisationOf(P7) = %s, %t, want the last joined, O2", o.ID, ok)
	}
	if !s.SpeaksFor("P7", "O1") || s.SpeaksFor("P8", "O1") {
		t.Error("SpeaksFor is wrong for P7 or P8")
	}
	if o, ok := s.OrganisationIn("room:tidewell"); !ok || o.ID != "O1" {
		t.Errorf("OrganisationIn(room:tidewell) = %s, %t, want O1", o.ID, ok)
	}
	if o, ok := s.OrganisationIn(""); ok {
		t.Errorf("OrganisationIn(no room) = %s, want none", o.ID)
	}
}
