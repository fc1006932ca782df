package engagement

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// decideFair draws a wish about who may read what, and what came in by other ways.
func decideFair(t *rapid.T, s *State, now time.Time, person Person, section int, words string) ([]Fact, *Refusal) {
	organisation := fmt.Sprint("O", section+1)
	switch rapid.IntRange(0, 13).Draw(t, "fair") {
	case 13:
		if section > 1 {
			return s.TakeOwner(person)
		}
		return s.NameOwner(OwnerNamed{Person: person, By: s.About().Owner})
	case 12:
		return s.Cross(SpeakerCrossed{Organisation: organisation, Person: person, Mistaken: section > 1})
	case 0, 1:
		return s.DeclareInterest(InterestDeclared{Person: person, About: words, Sections: []int{section}})
	case 2:
		return s.ClearInterest(InterestCleared{Person: person, Reason: words, By: "P1"})
	case 3:
		return s.SettleLinks(LinksSettled{Organisation: organisation, Reason: words, By: person})
	case 4:
		return s.TakeDuty(DutyTaken{Duty: rapid.SampledFrom([]Duty{DutyInterests, DutySafety}).Draw(t, "duty"), Person: person, By: "P1"})
	case 5:
		return s.TakeNote(now, NoteTaken{Organisation: organisation, Section: section, Stance: Cautious, Words: words, How: ByPhone, On: now, By: "P1"})
	case 6:
		how := rapid.SampledFrom([]NoteEnd{NoteConfirmed, NoteCorrected, NoteDenied}).Draw(t, "end")
		return s.SettleNote(now, NoteSettled{ID: fmt.Sprint("M", section), How: how, Person: person}, "", words)
	case 7:
		return s.EnterAnswer(now, ResponseGiven{Organisation: organisation, Section: section, Stance: Cautious, How: ByPaper, For: words, By: "P1"})
	case 8:
		return s.Link(OrganisationsLinked{Organisations: []string{"O1", organisation}, On: section > 1, Why: words, By: "P1"})
	case 9:
		return s.RaiseSafety(SafetyRaised{Organisation: organisation, Person: person, Text: words})
	case 10:
		return s.TakeSafety(SafetyTaken{ID: fmt.Sprint("S", section), By: person})
	}
	if section > 2 {
		return s.ReadNames(1, person)
	}
	return s.PutPlainly(noon, SectionPlain{Section: section, Text: words, By: "P1"})
}

// step applies what a rule gave, and says where the person then stands.
func step(t *testing.T, s *State, at time.Time, p Person) func([]Fact, *Refusal) InterestState {
	return func(facts []Fact, refusal *Refusal) InterestState {
		t.Helper()
		if refusal != nil {
			t.Fatalf("refused: %+v", refusal)
		}
		for _, f := range facts {
			s.Apply(at, f)
		}
		_, state := s.InterestOf(p)
		return state
	}
}

// A link keeps its person from reading until somebody else has weighed it, and is
// asked about anew when what it is about changes.
func TestAnInterestIsWeighedByAnother(t *testing.T) {
	s := talking(t)
	owner, ana := s.About().Owner, Person("P8")
	if state := step(t, s, noon, ana)(s.DeclareInterest(InterestDeclared{Person: ana, About: "my brother works at tidewell", Sections: []int{2}})); state != InterestWaits || state.Reads() {
		t.Fatalf("with a link the state is %q", state)
	}
	if d, _ := s.InterestOf(ana); !slices.Equal(d.Organisations, []string{"O1"}) {
		t.Errorf("the words name %v, want Tidewell", d.Organisations)
	}
	if state := step(t, s, noon, ana)(s.DeclareInterest(InterestDeclared{Person: ana})); state != InterestWaits {
		t.Errorf("with the link taken back unweighed the state is %q", state)
	}
	step(t, s, noon, ana)(s.DeclareInterest(InterestDeclared{Person: ana, About: "my brother works at tidewell", Sections: []int{2}}))
	for by, want := range map[Person]Code{ana: NotYoursToWeigh, "P9": NotYoursToWeigh, owner: DeclareFirst} {
		if _, r := s.ClearInterest(InterestCleared{Person: ana, By: by}); r == nil || r.Code != want {
			t.Errorf("cleared by %s: %+v, want %s", by, r, want)
		}
	}
	step(t, s, noon, owner)(s.DeclareInterest(InterestDeclared{Person: owner}))
	if _, r := s.ClearInterest(InterestCleared{Person: ana, By: owner}); r == nil || r.Code != Missing {
		t.Errorf("cleared by the owner, who has declared, without a reason: %+v", r)
	}
	if state := step(t, s, noon, ana)(s.ClearInterest(InterestCleared{Person: ana, Reason: "no role in the award", By: owner})); !state.Reads() {
		t.Fatalf("once it is cleared the state is %q", state)
	}
	step(t, s, noon, ana)(s.StepBack(OrganisationStepped{Organisation: "O1", Person: "P7"}))
	if state := step(t, s, noon.Add(time.Hour), ana)(s.ComeBack(noon, OrganisationReturned{Organisation: "O1", Person: "P7"})); state != InterestAgain {
		t.Errorf("once Tidewell is back the state is %q", state)
	}
	again := InterestDeclared{Person: ana, About: "my brother works at tidewell", Sections: []int{2}}
	if state := step(t, s, noon.Add(2*time.Hour), ana)(s.DeclareInterest(again)); state != InterestWaits {
		t.Errorf("declared anew the state is %q", state)
	}
	rewritten(t, s, "Who pays, and when.", false)
	if _, state := s.InterestOf(ana); state == NoInterest {
		t.Errorf("with another text the state is %q", state)
	}
}

// What the owner declares is weighed by whoever looks after that, or, if nobody
// else does, by anybody who may read.
func TestWhoWeighsWhatTheOwnerDeclares(t *testing.T) {
	s := talking(t)
	owner := s.About().Owner
	step(t, s, noon, owner)(s.DeclareInterest(InterestDeclared{Person: owner, About: "I own shares in it"}))
	if s.Weighs("P8", owner) {
		t.Error("somebody who declared nothing weighs it")
	}
	step(t, s, noon, "P8")(s.DeclareInterest(InterestDeclared{Person: "P8"}))
	if !s.Weighs("P8", owner) {
		t.Error("nobody can weigh it")
	}
	step(t, s, noon, "P9")(s.TakeDuty(DutyTaken{Duty: DutyInterests, Person: "P9", By: "P9"}))
	if s.Weighs("P8", owner) || s.Weighs("P9", owner) || !s.TheirsToWeigh("P9", owner) {
		t.Error("somebody who was named weighs it before having declared, or somebody else does")
	}
	step(t, s, noon, "P9")(s.DeclareInterest(InterestDeclared{Person: "P9"}))
	if s.Weighs("P8", owner) || !s.Weighs("P9", owner) || s.Weighs(owner, owner) {
		t.Error("it is not weighed by whoever was named, and by them alone")
	}
}

// A note is in no count until the supplier says that it is theirs.
func TestANoteBecomesAnAnswerWhenItIsConfirmed(t *testing.T) {
	take := func(s *State) {
		step(t, s, noon, "P1")(s.TakeNote(noon, NoteTaken{Organisation: "O1", Section: 1, Stance: Cautious, Words: "two at night", How: ByPhone, On: noon, By: "P1"}))
	}
	settle := func(s *State, how NoteEnd, words string) {
		step(t, s, noon.Add(time.Hour), "P7")(s.SettleNote(noon, NoteSettled{ID: "M1", How: how, Person: "P7"}, "", words))
	}
	for _, test := range []struct {
		how         NoteEnd
		words, want string
	}{{NoteConfirmed, "", "two at night"}, {NoteCorrected, "three at night", "three at night"}, {NoteDenied, "", ""}} {
		s := talking(t)
		take(s)
		if s.Response(1, "O1", "P7") != nil {
			t.Fatal("a note is counted before anybody confirmed it")
		}
		settle(s, test.how, test.words)
		got := ""
		if r := s.Response(1, "O1", "P7"); r != nil {
			got = r.Words
		}
		if n, _ := s.NoteOf("M1"); got != test.want || n.End != test.how || (n.Response != "") != (test.want != "") {
			t.Errorf("%s: the answer reads %q, want %q; the note is %+v", test.how, got, test.want, n)
		}
	}
	s := talking(t)
	take(s)
	s.Apply(noon.Add(time.Minute), ResponseGiven{ID: "R1", Organisation: "O1", Person: "P7", Section: 1, Revision: 1, Stance: Optimistic})
	settle(s, NoteConfirmed, "")
	if r := s.Response(1, "O1", "P7"); r.ID != "R1" {
		t.Errorf("a note took the place of an answer that came after it: %+v", r)
	}
}

// Who is entered under the same name is the same voice.
func TestAnswersOnPaper(t *testing.T) {
	s := talking(t)
	for _, name := range []string{"Joy K.", "joy k", "Sid"} {
		step(t, s, noon, "P1")(s.EnterAnswer(noon, ResponseGiven{Organisation: "O2", Section: 1, Stance: Cautious, Words: name, How: ByPaper, For: name, By: "P1"}))
	}
	if all := s.Responses(1); len(all) != 2 || all[0].How != ByPaper || all[0].By != "P1" {
		t.Errorf("there are %d voices, want 2", len(all))
	}
	if _, r := s.EnterAnswer(noon, ResponseGiven{Organisation: "O1", Section: 1, Stance: Cautious, How: ByPaper, For: "Joy", By: "P1"}); r == nil || r.Code != NotAsked {
		t.Errorf("for a supplier: %+v", r)
	}
}

// Suppliers that are linked have one voice, the latest.
func TestLinkedSuppliersHaveOneVoice(t *testing.T) {
	s := with(talking(t), OrganisationInvited{ID: "O3", Name: "Kindred", OfKind: Charity}, OrganisationInvited{ID: "O4", Name: "Alder", OfKind: SmallFirm})
	for i, id := range []string{"O3", "O1", "O4"} {
		s.Apply(noon.Add(time.Duration(i)*time.Minute), ResponseGiven{ID: fmt.Sprint("R", i+1), Organisation: id, Person: "P7", Section: 1, Revision: 1, Stance: Cautious})
	}
	voices := func() (ids []string) {
		for _, r := range s.Voices(1) {
			ids = append(ids, r.Organisation)
		}
		return ids
	}
	link := OrganisationsLinked{Organisations: []string{"O3", "O1"}, On: true, Why: "same parent", By: "P1"}
	step(t, s, noon, "P1")(s.Link(link))
	if facts, refusal := s.Link(link); facts != nil || refusal != nil || len(voices()) != 3 {
		t.Errorf("one person alone: %v, %v, and the voices are %v", facts, refusal, voices())
	}
	if _, refusal := s.Dispute(LinkDisputed{Organisation: "O1", Person: "P7", Why: "sold"}); refusal == nil || refusal.Code != NotLinked {
		t.Errorf("disputed before it is so: %+v", refusal)
	}
	link.By = "P2"
	step(t, s, noon, "P2")(s.Link(link))
	step(t, s, noon, "P7")(s.Dispute(LinkDisputed{Organisation: "O1", Person: "P7", Why: "sold"}))
	if all := s.Linkings(); len(all) != 1 || all[0].Wanted != "P1" || all[0].By != "P2" || len(s.LinksWanted()) != 0 || len(s.Disputes()) != 1 {
		t.Errorf("the record has %+v, %+v and %+v", all, s.LinksWanted(), s.Disputes())
	}
	if got := voices(); !slices.Equal(got, []string{"O1", "O4"}) || s.CountedAs("O3") != "O1" || s.VoiceOf(1, "O3").ID != "R2" {
		t.Errorf("linked, the voices are %v", got)
	}
	link.On = false
	step(t, s, noon, "P1")(s.Link(link))
	if got := voices(); len(got) != 3 {
		t.Errorf("not linked any more, the voices are %v", got)
	}
}

// People who use services are asked when they can read what they are asked.
func TestPlainWordsComeFirst(t *testing.T) {
	s := with(talking(t), StageChanged{To: Preparing})
	s.Apply(noon, DraftImported{Sections: []ImportedSection{{ID: 1, Title: "A", Plain: "a"}, {ID: 2, Title: "B"}}})
	_, r := s.Invite(OrganisationInvited{Name: "Elders", OfKind: UsersGroup})
	if r == nil || r.Code != PlainMissing || r.Section != 2 || r.Have != 1 {
		t.Errorf("invited without plain words: %+v", r)
	}
	if _, r = s.Open(noon, "P1"); r == nil || r.Code != PlainMissing {
		t.Errorf("opened without plain words: %+v", r)
	}
	step(t, s, noon, "P1")(s.PutPlainly(noon, SectionPlain{Section: 2, Text: "b", By: "P1"}))
	if _, r = s.Open(noon, "P1"); r != nil {
		t.Errorf("with plain words: %+v", r)
	}
}

// What came later is stored behind what was there before, and read back.
func TestLaterFieldsOfOlderKinds(t *testing.T) {
	for _, f := range []Fact{
		OrganisationStepped{Organisation: "O1", Person: "P7", Category: Technology, Section: 6},
		ResponseGiven{ID: "R1", Organisation: "O2", Section: 1, Stance: Cautious, For: "Joy", How: ByPaper, By: "P1"},
		DraftImported{Sections: []ImportedSection{{ID: 1, Title: "A", Plain: "in plain words"}}},
		EngagementSet{By: "P1", Privacy: new("https://westmere.example/privacy"), SafetyLine: new("01632 960 100")},
		SectionPlain{Section: 1, Revision: 2, Text: "in plain words", By: "P1", Ask: "Soon enough?"},
		SectionRevised{Section: 1, Revision: 2, Title: "A", Reason: "b", By: "P1", Plain: "in plain words", PlainReason: "so that you see it"},
		SectionAdded{Section: ImportedSection{ID: 2, Title: "B"}, Reason: "b", By: "P1", PlainReason: "you asked"},
		SectionRemoved{Section: 2, Reason: "b", By: "P1", PlainReason: "it was said twice"},
		InquirySettled{Inquiry: "Q1", Outcome: OutcomeMet, Text: "so it is", By: "P1", Plain: "in plain words"},
	} {
		data := encode(t, f)
		back, err := Decode(f.Kind(), data)
		if diff := cmp.Diff(f, back); err != nil || diff != "" {
			t.Errorf("%s reads back otherwise (%v):\n%s", data, err, diff)
		}
	}
}

// Why the time of somebody who was asked later is enough holds as long as they have no
// less.
func TestTimeThatIsEnough(t *testing.T) {
	s := talking(t)
	do := made(t, s)
	later := closing.Add(48 * time.Hour)
	with(s, EngagementSet{Closing: &later})
	if _, refusal := s.HoldEnough(TimeEnough{Organisations: []string{"O1"}, By: "P1"}); refusal == nil || refusal.Code != Missing {
		t.Errorf("without a reason: %+v", refusal)
	}
	do(s.HoldEnough(TimeEnough{Organisations: []string{"O1"}, Why: "it knows the draft", By: "P1"}))
	if facts, refusal := s.HoldEnough(TimeEnough{Organisations: []string{"O1"}, Why: "it knows the draft", By: "P2"}); facts != nil || refusal != nil {
		t.Errorf("the same again gives %v, %v", facts, refusal)
	}
	for _, test := range []struct {
		closing time.Time
		holds   bool
	}{{later.Add(time.Hour), true}, {closing, false}} {
		with(s, EngagementSet{Closing: &test.closing})
		if said, ok := s.EnoughFor("O1"); ok != test.holds || said.Why != "it knows the draft" {
			t.Errorf("with answers until %s it is %v, %+v", test.closing, ok, said)
		}
	}
	if _, ok := s.EnoughFor("O2"); ok {
		t.Error("it holds for another, too")
	}
}

// Who has spoken for one organisation is asked before they read another's room. Among
// people who use the service nobody has a voice who speaks for a supplier, and what
// somebody took for a mistake they can still put right.
func TestWhoSpeaksElsewhere(t *testing.T) {
	s := talking(t)
	do := made(t, s)
	with(s,
		OrganisationInvited{ID: "O7", Name: "Birch", OfKind: Charity, Room: "test:birch"},
		OrganisationInvited{ID: "O8", Name: "Alarm Users", Users: true, Room: "test:users"},
		OrganisationInvited{ID: "O9", Name: "Other Users", Users: true, Room: "test:others"},
		ParticipantJoined{Person: "P7", Organisation: "O7"},
		ParticipantJoined{Person: "P8", Organisation: "O8"},
	)
	stands := func(person Person, organisation, want string) {
		t.Helper()
		if from, _ := s.Elsewhere(person, organisation); from.ID != want {
			t.Errorf("%s in the room of %s has spoken for %q, want %q", person, organisation, from.ID, want)
		}
	}
	stands("P7", "O7", "")
	stands("P7", "O1", "O7")
	stands("P7", "O8", "O7")
	stands("P8", "O1", "O8")
	stands("P8", "O9", "O8")
	stands("P6", "O1", "")
	do(s.Cross(SpeakerCrossed{Organisation: "O1", Person: "P7", Mistaken: true}))
	stands("P7", "O1", "O7")
	do(s.Cross(SpeakerCrossed{Organisation: "O1", Person: "P7"}))
	stands("P7", "O1", "")
	if _, refusal := s.Cross(SpeakerCrossed{Organisation: "O8", Person: "P7"}); refusal == nil || refusal.Code != NotAsked {
		t.Errorf("who speaks for a supplier speaks for people who use the service, too: %+v", refusal)
	}
	do(s.Cross(SpeakerCrossed{Organisation: "O1", Person: "P8"}))
	stands("P8", "O1", "")
	stands("P8", "O8", "O1")
	if all := s.Crossings(); len(all) != 3 || all[2].From != "O8" {
		t.Errorf("on the record: %+v", all)
	}
}

// Who owns it is handed over by two: the owner names somebody, and they take it.
func TestTheOwnerHandsOver(t *testing.T) {
	s := talking(t)
	do := made(t, s)
	before := s.About().Owner
	if _, refusal := s.NameOwner(OwnerNamed{Person: "P8", By: "P7"}); refusal == nil {
		t.Error("whoever is not the owner names one")
	}
	if _, refusal := s.TakeOwner("P8"); refusal == nil {
		t.Error("somebody takes it whom nobody named")
	}
	do(s.NameOwner(OwnerNamed{Person: "P8", By: before}))
	if s.About().Owner != before {
		t.Errorf("named, and the owner already: %s", s.About().Owner)
	}
	do(s.TakeOwner("P8"))
	if all := s.HandedOver(); s.About().Owner != "P8" || len(all) != 1 || all[0].From != before {
		t.Errorf("taken, the owner is %s: %+v", s.About().Owner, all)
	}
	if _, refusal := s.TakeOwner("P8"); refusal == nil {
		t.Error("it is taken twice")
	}
}
