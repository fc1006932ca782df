package engagement

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// happened is a fact and when it happened.
type happened struct {
	at   time.Time
	fact Fact
}

// decide draws one wish and gives what the rules make of it.
func decide(t *rapid.T, s *State, now time.Time) ([]Fact, *Refusal) {
	organisation := rapid.SampledFrom([]string{"O1", "O2", "O3", "O4", "O9"}).Draw(t, "organisation")
	person := rapid.SampledFrom([]Person{"P1", "P2", "P3", "P4", "P5"}).Draw(t, "person")
	section := rapid.IntRange(0, 4).Draw(t, "section")
	words := rapid.SampledFrom([]string{"", "our supplier won't sign", "who pays \"that\"?\n"}).Draw(t, "words")
	wish := rapid.IntRange(0, 128).Draw(t, "wish")
	switch wish {
	case 0:
		closing := now.Add(time.Duration(rapid.IntRange(-5, 300).Draw(t, "hours")) * time.Hour)
		return s.Set(now, EngagementSet{Closing: &closing, By: "P1"})
	case 1:
		n := rapid.IntRange(1, 3).Draw(t, "sections")
		f := DraftImported{File: "draft.md", By: "P1"}
		for i := range n {
			f.Sections = append(f.Sections, ImportedSection{Title: fmt.Sprint("Section ", i), Standing: Fixed, Plain: "as it is"})
		}
		return s.Import(f)
	case 2:
		standing := rapid.SampledFrom([]Standing{Fixed, Open, Exploring}).Draw(t, "standing")
		return s.Mark(SectionMarked{Section: section, Standing: &standing, Priority: new(true)})
	case 3, 4:
		kind := rapid.SampledFrom(OrganisationKinds()).Draw(t, "kind")
		name := rapid.SampledFrom([]string{"Tidewell", "Kindred", "Ledbury", "Elders"}).Draw(t, "name")
		return s.Invite(OrganisationInvited{Name: name, OfKind: kind, Room: Room("room:" + name)})
	case 5, 6:
		return s.Open(now, "P1")
	case 7:
		return s.Change(OrganisationChanged{Organisation: organisation, Name: new(words)})
	case 8:
		return s.StepBack(OrganisationStepped{Organisation: organisation, Person: person, Reason: words, Category: Terms})
	case 9, 10:
		return s.ComeBack(now, OrganisationReturned{Organisation: organisation, Person: person})
	case 11:
		return s.Plan(ScheduleSet{Digest: words, Zone: "Europe/London", WorkingDays: section > 1})
	case 12:
		f := DigestMade{Slot: now, From: now.Add(-time.Hour), To: now, OnDemand: section > 1, Answered: []string{"O1"}}
		return s.MakeDigest(f)
	case 13:
		return s.Pause("P1", words)
	case 14:
		return s.AddWords(now, organisation, person, section, words)
	case 15, 16:
		return s.Ask(now, QuestionAsked{Organisation: organisation, Person: person, Section: section, Text: words})
	case 18:
		return s.Remove(OrganisationRemoved{Organisation: organisation, By: "P1"})
	case 19:
		return s.Contact(OrganisationContact{Organisation: organisation, Person: person, On: section > 1, By: "P1"})
	case 44:
		return s.PutNeed(fmt.Sprint("C", section), words, person)
	case 43:
		return s.Confide(now, QuestionConfided{Organisation: organisation, Person: person, Section: section, Text: words})
	case 17:
		return s.Join(ParticipantJoined{Person: person, Organisation: organisation})
	case 20:
		return s.Declare(now, DeclarationMade{Organisation: organisation, Person: person, Role: words, MaySpeak: section > 1})
	case 21:
		return s.Contact(OrganisationContact{Organisation: organisation, Person: person, On: section > 1})
	case 22:
		bid := rapid.SampledFrom(Likelihoods()).Draw(t, "bid")
		return s.SayLast(now, ClosingAnswered{Organisation: organisation, Person: person, Bid: bid, Reason: words, ShowName: section > 2})
	case 23:
		return s.AskLate(now, LateAsked{Organisation: organisation, Person: person, Section: section, Stance: Unclear, Words: words})
	case 24:
		return s.SettleLate(LateSettled{ID: fmt.Sprint("L", section), Accepted: person == "P1", Reason: words})
	case 25:
		return s.MarkEntry(EntryMarked{Entry: fmt.Sprint("R", section), Person: person, How: Edited})
	case 26:
		return s.Close("P1", words)
	case 27, 28:
		room := rapid.SampledFrom([]Room{"room:Tidewell", "room:Kindred", "chat:1", "chat:2", "team"}).Draw(t, "room")
		return s.TakeRoom(OrganisationRoom{Organisation: organisation, Room: room, On: section > 1})
	case 29:
		return s.Move(RoomMoved{From: "chat:1", To: rapid.SampledFrom([]Room{"chat:2", "chat:3"}).Draw(t, "to")})
	case 30:
		return s.Recognise(OrganisationTeam{Organisation: organisation, Team: "h:" + string(person), On: section > 1})
	case 31:
		return s.SetTable(TableSet{Room: rapid.SampledFrom([]Room{"chat:1", "chat:3"}).Draw(t, "table"), On: section > 0, Open: section > 2})
	case 32:
		return s.SayOpenly(now, TableSaid{Room: "chat:3", Organisation: organisation, Person: person, Section: section, Text: words})
	case 33:
		return s.ReadSensitive(section, person)
	case 34:
		return s.TellOne(ToldOne{Organisation: organisation, Person: person, Section: section, Text: words, Message: "m" + words})
	case 35:
		return s.ChangeTold(ToldChanged{ID: fmt.Sprint("A", section), How: rapid.SampledFrom([]Mark{Edited, TakenBack}).Draw(t, "how"), Text: words, By: person})
	case 36:
		return s.AskTold(ToldAsked{ID: fmt.Sprint("A", section), By: person})
	case 37:
		return s.SettleTold(ToldSettled{ID: fmt.Sprint("A", section), How: ToldPractical, By: person, About: words})
	case 39:
		return s.DraftTold(ToldDrafted{ID: fmt.Sprint("A", section), Release: "N1", By: person})
	case 40:
		return s.AnswerTo(now, rapid.IntRange(0, 3).Draw(t, "revision"), ResponseGiven{
			Organisation: organisation, Person: person, Section: section, Words: words, Stance: rapid.SampledFrom(Stances()).Draw(t, "stance"),
		})
	case 41:
		return s.SetSecond(now, rapid.Bool().Draw(t, "second"), person)
	case 42:
		return s.NotShown(section, person), nil
	case 38:
		return s.ShareFile(now, FileShared{Organisation: organisation, Person: person, Home: person == "P1", Section: section, Name: words, Blob: "00"})
	}
	if wish > 115 {
		return decideFair(t, s, now, person, section, words)
	}
	if wish > 100 {
		return decideStage(t, s, now, organisation, person, section, words)
	}
	if wish > 72 {
		return decideInquiry(t, s, now, person, section, words)
	}
	if wish > 52 {
		return decideRelease(t, s, now, person, section, words)
	}
	if rapid.IntRange(0, 4).Draw(t, "privately") == 0 {
		return s.AddPrivately(now, organisation, person, section, words, "our costs")
	}
	return s.Answer(now, ResponseGiven{
		Organisation: organisation, Person: person, Section: section, Words: words,
		Stance: rapid.SampledFrom(Stances()).Draw(t, "stance"), Sensitive: section == 2, Quotable: true,
	})
}

// history draws what rules decide, one wish after another, from creation on.
func history(t *rapid.T) []happened {
	var s State
	var all []happened
	now := noon
	take := func(facts []Fact) {
		for _, f := range facts {
			all = append(all, happened{now, f})
			s.Apply(now, f)
		}
	}
	facts, refusal := s.Create(full()["engagement.created"].(EngagementCreated))
	if refusal != nil {
		t.Fatalf("Create refused: %+v", refusal)
	}
	take(facts)
	closing := noon.Add(400 * time.Hour)
	take([]Fact{
		EngagementSet{Closing: &closing},
		DraftImported{Sections: []ImportedSection{{ID: 1, Title: "A", Plain: "a"}, {ID: 2, Title: "B", Plain: "b"}, {ID: 3, Title: "C", Plain: "c"}}},
		OrganisationInvited{ID: "O1", Name: "Alder", OfKind: SmallFirm},
		OrganisationInvited{ID: "O2", Name: "Users", OfKind: UsersGroup, Users: true},
	})
	if rapid.Bool().Draw(t, "open") {
		take([]Fact{
			OrganisationInvited{ID: "O3", Name: "Birch", OfKind: Charity}, OrganisationInvited{ID: "O4", Name: "Cedar", OfKind: LargeFirm}, StageChanged{To: Talking},
		})
	}
	for range rapid.IntRange(0, 60).Draw(t, "wishes") {
		now = now.Add(time.Duration(rapid.IntRange(0, 7_200_000).Draw(t, "later")) * time.Millisecond)
		facts, refusal := decide(t, &s, now)
		if refusal != nil && len(facts) > 0 {
			t.Fatalf("facts %v beside refusal %+v", facts, refusal)
		}
		take(facts)
	}
	return all
}

func fold(s *State, facts []happened) *State {
	for _, h := range facts {
		s.Apply(h.at, h.fact)
	}
	return s
}

func save(t testing.TB, s *State) string {
	t.Helper()
	data, err := s.Save()
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// saved is save for rapid, whose T is not a testing.TB.
func saved(t *rapid.T, s *State) string {
	data, err := s.Save()
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// A snapshot and the facts after it give what all the facts give, wherever the
// snapshots were taken; and what Load gives, works on like what was saved.
func TestSnapshotsChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := history(t)
		want := saved(t, fold(new(State), facts))
		s := new(State)
		for rest := facts; len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "batch")
			fold(s, rest[:n])
			rest = rest[n:]
			before := saved(t, s)
			loaded, err := Load([]byte(before))
			if err != nil {
				t.Fatalf("Load(%s): %v", before, err)
			}
			if again := saved(t, loaded); again != before {
				t.Fatalf("Save(Load(x)) (-x +got):\n%s", cmp.Diff(before, again))
			}
			s = loaded
		}
		if got := saved(t, s); got != want {
			t.Fatalf("in batches (-at once +in batches):\n%s", cmp.Diff(want, got))
		}
	})
}

// What has an id counts once, however late it comes again.
func TestRepeatsChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := history(t)
		want := saved(t, fold(new(State), facts))
		s := new(State)
		for i, h := range facts {
			s.Apply(h.at, h.fact)
			again := facts[rapid.IntRange(0, i).Draw(t, "again")].fact
			switch again.(type) {
			case ResponseGiven, QuestionAsked, OrganisationInvited, DigestMade, ParticipantJoined, EngagementCreated,
				ClosingAnswered, LateAsked, LateSettled, ReleaseMade, ReleaseSent, SectionAdded:
				s.Apply(h.at, again)
			}
		}
		if got := saved(t, s); got != want {
			t.Fatalf("with repeats (-without +with):\n%s", cmp.Diff(want, got))
		}
	})
}

// Facts in an order that no rule gives fold without harm, and what they fold
// into can be saved.
func TestAnyOrderFolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := history(t)
		for _, f := range full() {
			facts = append(facts, happened{noon, f})
		}
		for _, f := range blanks() {
			facts = append(facts, happened{time.Time{}, f})
		}
		s := fold(new(State), rapid.Permutation(facts).Draw(t, "order"))
		loaded, err := Load([]byte(saved(t, s)))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := saved(t, loaded), saved(t, s); got != want {
			t.Fatalf("Save(Load(x)) (-x +got):\n%s", cmp.Diff(want, got))
		}
	})
}

// What rules decide is folded as it was stored: nothing in a fact is lost.
func TestStoredFactsFoldTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := history(t)
		want := saved(t, fold(new(State), facts))
		s := new(State)
		for _, h := range facts {
			data, err := Encode(h.fact)
			if err != nil {
				t.Fatal(err)
			}
			f, err := Decode(h.fact.Kind(), data)
			if err != nil {
				t.Fatal(err)
			}
			s.Apply(h.at, f)
		}
		if got := saved(t, s); got != want {
			t.Fatalf("from the stored form (-facts +stored):\n%s", cmp.Diff(want, got))
		}
	})
}

func TestLoadRefuses(t *testing.T) {
	good := save(t, talking(t))
	for name, data := range map[string]string{
		"nothing": "", "cut off": good[:len(good)/2], "more behind": good + "x", "another form": `{"stages":[]}`,
		"a voice of nobody": `{"about":{},"schedule":{},"draft":{},"voices":[{"id":"R1","org":"O7","section":1}]}`,
	} {
		if _, err := Load([]byte(data)); err == nil {
			t.Errorf("%s: loaded without error", name)
		}
	}
}

func TestOneVoicePerOrganisation(t *testing.T) {
	s := talking(t)
	say := func(organisation string, person Person, stance Stance) {
		t.Helper()
		facts, refusal := s.Answer(noon, ResponseGiven{
			Organisation: organisation, Person: person, Section: 1, Stance: stance, Words: string(person),
		})
		if refusal != nil {
			t.Fatalf("refused: %+v", refusal)
		}
		for _, f := range facts {
			s.Apply(noon, f)
		}
	}
	say("O2", "P9", Optimistic) // users: each is a voice
	say("O1", "P1", Cautious)
	say("O2", "P8", Unclear)
	say("O1", "P2", Unachievable) // a colleague: the latest counts
	say("O2", "P9", Excited)

	var got []string
	for _, r := range s.Responses(1) {
		got = append(got, fmt.Sprint(r.ID, " ", r.Organisation, " ", r.Person, " ", r.Stance, " before ", r.Before, " ", r.Versions))
	}
	want := []string{
		"R4 O1 P2 unachievable before cautious 2",
		"R3 O2 P8 unclear before  1",
		"R5 O2 P9 excited before optimistic 2",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Responses(1) (-want +got):\n%s", diff)
	}
	if r := s.Response(1, "O2", "P9"); r == nil || r.ID != "R5" {
		t.Errorf("Response of P9 = %+v, want R5", r)
	}
	if r := s.Response(1, "O1", "P77"); r == nil || r.ID != "R4" {
		t.Errorf("Response of O1, asked by a colleague = %+v, want R4", r)
	}
	if r := s.Response(1, "O2", "P77"); r != nil {
		t.Errorf("Response of a member who said nothing = %+v, want none", r)
	}
	if got := s.Answered("O1", ""); got != 1 {
		t.Errorf("Answered(O1) = %d, want 1", got)
	}
	if got := s.Given(); got != 5 {
		t.Errorf("Given = %d, want 5", got)
	}
}

// talking gives an engagement that is open until 1 July: sections 1 (fixed)
// and 2, a small firm O1 and a users' group O2.
func talking(t testing.TB) *State {
	t.Helper()
	s := new(State)
	closing := time.Date(2026, 7, 1, 16, 0, 0, 0, time.UTC)
	for _, f := range []Fact{
		full()["engagement.created"],
		EngagementSet{Closing: &closing},
		DraftImported{Sections: []ImportedSection{
			{ID: 1, Title: "Answer in a minute", Standing: Fixed, Plain: "Somebody answers."}, {ID: 2, Title: "How we pay", Standing: Exploring, Plain: "Who pays."},
		}},
		OrganisationInvited{ID: "O1", Name: "Tidewell", OfKind: SmallFirm, Room: "room:tidewell"},
		OrganisationInvited{ID: "O2", Name: "People with alarms", OfKind: UsersGroup, Users: true},
		StageChanged{To: Talking},
	} {
		s.Apply(noon.Add(-time.Hour), f)
	}
	return s
}
