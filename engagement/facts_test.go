package engagement

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// full gives, for every kind, a fact with every field set. TestGolden fails for
// a kind that is missing here.
func full() map[string]Fact {
	tally := Tally{
		Optimistic: 1, Excited: 2, Cautious: 3, Unachievable: 4, Unclear: 5, Pass: 6,
		WithoutReason: 7, Sensitive: 8, Stale: 9,
	}
	facts := []Fact{
		EngagementCreated{
			Slug: "digital-care", Title: "Digital care at home", Buyer: "Westmere County Council",
			Contact: "digitalcare@westmere.example", Zone: "Europe/London", Room: "test:team", By: "P1",
		},
		EngagementSet{
			Title: new("Care"), Buyer: new("Westmere"), Contact: new(""),
			Purposes: []Purpose{Requirements, Capacity}, Opening: new(noon),
			Closing: new(noon.Add(90*time.Minute + 5*time.Millisecond)), By: "P1",
		},
		StageChanged{To: Talking, Reason: "ready\nat last", By: "P1"},
		DraftImported{
			File: "draft.md", Blob: "sha256:00", Notes: 2, By: "P1",
			Sections: []ImportedSection{{
				ID: 1, Number: "1.2", Title: "How we pay", Path: []string{"Part A", "Money"},
				Text: "We *don't* know\tyet: \"fair\" \\ <b>", Standing: Exploring, Ask: "Which result?", Minutes: 4,
			}, {ID: 2, Title: "Equipment"}},
		},
		SectionMarked{Section: 1, Standing: new(Fixed), Priority: new(false), Ask: new("Why?"), By: "P1"},
		OrganisationInvited{
			ID: "O1", Name: "Tidewell – “Care” 护理", OfKind: SmallFirm, Current: true, Users: true,
			Room: "test:tidewell", By: "P1",
		},
		OrganisationChanged{
			Organisation: "O1", Name: new("Tidewell Ltd"), OfKind: new(LargeFirm),
			Current: new(true), Room: new(Room("")), By: "P1",
		},
		ParticipantJoined{Person: "P7", Organisation: "O1"},
		OrganisationStepped{Organisation: "O1", Person: "P7", Reason: "the required technology", Category: Technology},
		OrganisationReturned{Organisation: "O1", Person: "P7"},
		ResponseGiven{
			ID: "R1", Organisation: "O1", Person: "P7", Section: 1, Revision: 2, Stance: Unachievable,
			Words: "Not in \"nine\" months \U0001F9EA\x01.", Quotable: true, Sensitive: true, Why: "our costs", StopsBid: BidMight,
		},
		QuestionAsked{ID: "Q1", Organisation: "O1", Person: "P7", Section: 1, Text: "How many people?"},
		ScheduleSet{
			Digest: "fridays 16:00", Zone: "Europe/London", WorkingDays: true, Except: []string{"2026-12-24"}, By: "P1",
		},
		DigestMade{
			ID: "D1", Slot: noon, From: noon.Add(-time.Hour), To: noon.Add(time.Second), OnDemand: true, By: "P1",
			Sections: []SectionThen{{Section: 1, Revision: 2, Rank: 1, Tally: tally}, {Section: 2}},
			Answered: []string{"O1", "O4"},
			Weights:  Weights{Unachievable: 100, Cautious: 50, Unclear: 51, Optimistic: 1, Excited: -1},
		},
		DeclarationMade{
			Organisation: "O1", Person: "P7", Role: "operations", MaySpeak: true, Links: true, About: "my brother works for you",
		},
		OrganisationContact{Organisation: "O1", Person: "P9", On: true, By: "P1"},
		OrganisationRemoved{Organisation: "O1", By: "P1"},
		ClosingAnswered{
			ID: "C1", Organisation: "O1", Person: "P7", Working: "Weekly calls.", Needs: "Staff numbers.",
			Partner: PartnerLeads, ShowName: true, Bid: BidDepends, Reason: "the payment terms",
		},
		LateAsked{
			ID: "L1", Organisation: "O1", Person: "P7", Section: 1, Stance: Unachievable, Words: "Too late.",
			Quotable: true, Sensitive: true, Why: "our costs", StopsBid: BidMight, For: "my mother",
		},
		LateSettled{ID: "L1", Accepted: true, By: "P1"},
		EntryMarked{Entry: "R1", Person: "P7", How: TakenBack},
		OrganisationRoom{Organisation: "O1", Room: "test:tidewell-chat", On: true, By: "P1"},
		OrganisationTeam{Organisation: "O1", Team: "h:tidewell", On: true, By: "P1"},
		RoomMoved{From: "test:tidewell", To: "test:tidewell-2"},
		TableSet{Room: "test:table", On: true, Open: true, By: "P1"},
		ReleaseMade{
			ID: "N1", Of: Answers, Title: "Two answers", Text: "*No.*\nNot yet.", Sections: []int{5, 6}, Questions: []string{"Q1", "Q2"},
			Due: noon.Add(time.Hour), By: "P1",
		},
		ReleaseEdited{ID: "N1", Title: "An answer", Text: "No.", By: "P2"},
		ReleaseFiles{Release: "N1", Files: []ReleasedFile{{Name: "the \"plan\".pdf", Blob: "sha256:ab", Size: 12, File: "F5"}}, By: "P1"},
		ReleaseApproved{ID: "N1", By: "P2", Due: noon.Add(time.Hour), Why: "the depot has moved", Enough: true},
		ReleaseHeld{ID: "N1", On: true, By: "P1", Due: noon},
		ReleaseReach{ID: "N1", Users: ReachAll, By: "P1"},
		ReleaseDropped{ID: "N1", By: "P1", Why: "said by phone"},
		ReleaseSent{ID: "N1", Slot: noon, Hash: "sha256:00", Content: "[\"{}\"]", Plain: "[]"},
		SecondOff{Wanted: true, By: "P1"},
		EndWanted{Wanted: true, Hash: "8f3a", By: "P1"},
		OpenWanted{Hash: "8f3a", By: "P1"},
		SlotsSet{Slots: "tue thu 10:00", Zone: "Europe/London", By: "P1"},
		QuestionMerged{Question: "Q2", Into: "Q1", By: "P1"},
		QuestionUnmerged{Question: "Q2", By: "P1"},
		QuestionsApart{Questions: []string{"Q1", "Q2"}, By: "P1"},
		QuestionWorded{Question: "Q1", Text: "How many people use it?", By: "P1"},
		QuestionAnswered{Questions: []string{"Q1", "Q2"}, Text: "2,412 on 1 May.", Wont: true, Release: "N1", By: "P1"},
		NeedPut{ID: "Q2", Organisation: "O1", Person: "P7", Needs: "the \"staff\" list", Text: "How many staff?", By: "P1"},
		QuestionTakenBack{Question: "Q1", Person: "P7"},
		QuestionConfided{ID: "K1", Organisation: "O1", Person: "P7", Section: 1, Text: "May our \"silent\" alarm be used?"},
		SectionRevised{
			Section: 1, Revision: 2, Title: "Equipment", Text: "Four kinds.", Standing: Open, Ask: "Which?", Minutes: 3, Reason: "\"compatible\" with what?",
			Because: []string{"R1", "Q1"}, Material: true, Rule: "any word", Release: "N1", By: "P1",
		},
		SectionAdded{
			Section: ImportedSection{ID: 7, Number: "7", Title: "Leaving", Path: []string{"Part B"}, Text: "How it ends.", Standing: Exploring, Ask: "When?", Minutes: 1},
			After:   6, Reason: "asked for", Because: []string{"Q1"}, Release: "N1", By: "P1",
		},
		SectionRemoved{Section: 2, Reason: "said twice", Because: []string{"R1"}, Release: "N1", By: "P1"},
		ReplySaid{Section: 1, Verdict: SaidThinking, Reason: "We are rewriting this.", Until: noon, By: "P1"},
		InquiryMade{
			ID: "Q3", Release: "N2", Section: 1, Text: "Would you share \"one\"?", Plain: "Would two be fine?", Choices: []string{"Yes", "No"},
			To: []string{"O1", "O4"}, Stance: Unachievable, By: "P1",
		},
		InquiryWorded{ID: "Q3", Section: 1, Text: "Would you share?", Plain: "Would two?", Choices: []string{"Yes", "No"}, To: []string{"O1"}, By: "P1"},
		InquiryAnswered{
			ID: "W1", Inquiry: "Q3", Organisation: "O1", Person: "P7", Choice: 2, Words: "Not in the north.", Quotable: true, Sensitive: true, Why: "our costs",
			For: "my mother",
		},
		InquirySettled{Inquiry: "Q3", Outcome: OutcomeChanged, Text: "You may share.", Section: 1, Revision: 2, Release: "N3", By: "P1"},
		PrioritiesSet{Sections: []Priority{{Section: 1, Why: "people wait on the floor"}, {Section: 2}}, Release: "N4", By: "P1"},
		NoticePlanned{At: noon.Add(time.Hour), By: "P1"},
		NoticeGiven{Reference: "2025/S 000-041270", Link: "https://find.example/Notice/041270-2025", Release: "N5", By: "P1"},
		ClosingWanted{Closing: noon.Add(24 * time.Hour), Release: "N6", By: "P1"},
		AboutWanted{Release: "N6", Changes: []AboutChange{{Part: AboutContact, From: "Dana", To: "\"Ed\""}, {Part: AboutPrivacy, To: "https://w.example/p"}}, By: "P1"},
		StageTold{To: Closed, Readers: ReadSilent, Hash: "sha256:00", Content: "[\"{}\"]"},
		ReopeningWanted{Closing: noon.Add(48 * time.Hour), Release: "N6", By: "P1"},
		DialogueDrafted{
			Reference: "2025/S 000-041270", Link: "https://find.example/", Admitted: []string{"O1", "O3"},
			Newcomers: []Newcomer{{Name: "Foxglove \"Care\"", OfKind: LargeFirm, Current: true, Contacts: []Person{"P9"}}},
			Why:       "they did not meet the conditions", Release: "N7", By: "P1",
		},
		DialogueRoom{Organisation: "O1", Room: "test:dialogue-tidewell", On: true, By: "P1"},
		BidderWanted{Organisation: "O3", Newcomer: Newcomer{Name: "Ledbury \"Data\"", OfKind: SmallFirm, Current: true, Contacts: []Person{"P9"}}, In: true, Release: "N9", By: "P2"},
		SurveyAnswered{ID: "V1", Worth: Yes, Fair: Partly, Why: "some were rung", Next: "start \"sooner\"", Organisation: "O1", Person: "P7"},
		FileNoted{About: AboutAdvantage, Text: "No: all had the same.", By: "P1"},
		MarketWorded{Identifier: new("ocds-1"), Subject: new("\"Care\" at home"), Events: new(""), By: "P1"},
		MarketPublished{
			Reference: "2025/S 000-030001", Link: "https://find.example/Notice/1", By: "P1",
			Says: MarketNotice{
				Buyer: "Westmere", Title: "Care", Identifier: "ocds-1", Subject: "Care at home", Events: "12 June, Town Hall",
				Purposes: []Purpose{Requirements, Contract}, Closing: noon.Add(time.Hour),
			},
		},
		DutyTaken{Duty: DutySafety, Person: "P9", By: "P1", Mail: true},
		InterestDeclared{Person: "P1", Links: true, About: "my \"brother\" works there", Organisations: []string{"O1", "O2"}, Sections: []int{1, 2}, Withdrawn: true},
		InterestCleared{Person: "P1", Reason: "no role in the award", By: "P2"},
		LinksSettled{Organisation: "O1", Reason: "in parks, no part in this", By: "P1"},
		NoteTaken{
			ID: "M1", Organisation: "O1", Section: 1, Revision: 2, Stance: Cautious, Words: "Nobody will \"sign\".", How: ByPhone, On: noon, Who: "their director", By: "P1",
		},
		NoteSettled{ID: "M1", How: NoteCorrected, Person: "P7", Response: "R2"},
		NamesRead{Section: 1, Entries: []string{"R1", "R2"}, By: "P1"},
		MemberStepped{Person: "P8", Organisation: "O1", Back: true},
		OwnerNamed{Person: "P2", By: "P1"},
		OwnerTaken{Person: "P2", From: "P1"},
		SpeakerCrossed{Organisation: "O2", From: "O1", Person: "P7", Mistaken: true},
		TimeEnough{Organisations: []string{"O2"}, Closing: noon, Why: "it knows the draft", By: "P1"},
		LinkWanted{Organisations: []string{"O1", "O2"}, On: true, Why: "same parent", By: "P1"},
		LinkDisputed{Organisation: "O1", Person: "P7", Why: "we were sold in May"},
		OrganisationsLinked{Organisations: []string{"O1", "O2"}, On: true, Why: "same parent", By: "P1"},
		SafetyRaised{ID: "S1", Organisation: "O1", Person: "P7", Text: "She has not answered for two days.", To: "P9"},
		SafetyTaken{ID: "S1", By: "P1"},
		PlainPrepared{Section: 1, Text: "When you press your alarm", Ask: "Is a minute soon enough?", Release: "N1", By: "P1"},
		SectionPlain{Section: 1, Revision: 2, Text: "When you press your alarm", By: "P1"},
		TableSaid{ID: "T1", Room: "test:table", Organisation: "O1", Person: "P7", Section: 1, Text: "We \"share\" one."},
		SensitiveUnshown{Reading: 1, By: "P1"},
		SensitiveRead{Section: 1, Entries: []string{"R1", "L1"}, By: "P1"},
		ToldOne{ID: "A1", Organisation: "O1", Person: "P1", Section: 1, Text: "It is five years.", File: "F1", Message: "17.1"},
		ToldChanged{ID: "A1", How: Edited, Text: "It is six years.", By: "P1"},
		ToldAsked{ID: "A1", By: "P1"},
		ToldDrafted{ID: "A1", Release: "N1", By: "P1"},
		ToldClaimed{ID: "A1", About: "the time of a call", By: "P1"},
		ToldSettled{ID: "A1", How: ToldEveryone, By: "P1"},
		FileShared{ID: "F1", Organisation: "O1", Person: "P7", Home: true, Section: 1, Name: "plan \"B\".pdf", Blob: "00ff", Size: 12},
	}
	byKind := make(map[string]Fact)
	for _, f := range facts {
		byKind[f.Kind()] = f
	}
	return byKind
}

// The golden files are the stored form of each kind for ever: a full fact, then
// an empty one. If this test fails the code is wrong, not the file; -update is
// for new kinds.
func TestGolden(t *testing.T) {
	facts := full()
	for _, blank := range blanks() {
		t.Run(blank.Kind(), func(t *testing.T) {
			f, ok := facts[blank.Kind()]
			if !ok {
				t.Fatal("no example of this kind in full()")
			}
			path := filepath.Join("testdata", "facts", blank.Kind()+".json")
			got := append(append(encode(t, f), '\n'), append(encode(t, blank), '\n')...)
			if _, err := os.Stat(path); *update && err != nil {
				if err := os.WriteFile(path, got, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatalf("every kind needs a golden file: %v", err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("the stored form changed (-golden +now):\n%s", diff)
			}
			for i, line := range bytes.Split(bytes.TrimSpace(want), []byte("\n")) {
				back, err := Decode(blank.Kind(), line)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff([]Fact{f, blank}[i], back); diff != "" {
					t.Errorf("Decode(golden) (-want +got):\n%s", diff)
				}
			}
		})
	}
}

// Each kind has one name and one place in the list.
func TestKindsAreDistinct(t *testing.T) {
	seen := make(map[string]bool)
	for _, blank := range blanks() {
		if seen[blank.Kind()] {
			t.Errorf("two kinds are called %s", blank.Kind())
		}
		seen[blank.Kind()] = true
	}
	entries, err := os.ReadDir(filepath.Join("testdata", "facts"))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if kind := strings.TrimSuffix(entry.Name(), ".json"); !seen[kind] {
			t.Errorf("%s was once stored, and is not read any more", kind)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	tests := []struct {
		name, kind, data, want string
		unknown                bool
	}{
		{"unknown kind", "response.taken", `{}`, `decode "response.taken": unknown kind of fact`, true},
		{"new field at the end", "participant.joined", `{"person":"P1","org":"O1","since":3}`, "new field at byte 25", true},
		{"new field alone", "participant.joined", `{"since":3}`, "new field at byte 1", true},
		{"order", "participant.joined", `{"org":"O1","person":"P1"}`, "unknown kind of fact: new field", true},
		{"nothing", "participant.joined", ``, `ends where '{' was expected`, false},
		{"cut off", "participant.joined", `{"person":"P1`, "text does not end", false},
		{"cut off after a field", "participant.joined", `{"person":"P1"`, `ends where '}' was expected`, false},
		{"more behind", "participant.joined", `{"person":"P1"} `, "something after the end", false},
		{"number for text", "participant.joined", `{"person":1}`, "no text here", false},
		{"text for number", "section.marked", `{"section":"1"}`, "no whole number here", false},
		{"huge number", "section.marked", `{"section":99999999999999999999}`, "no whole number here", false},
		{"no truth", "section.marked", `{"priority":yes}`, "neither true nor false", false},
		{"no time", "engagement.set", `{"closing":"soon"}`, "no time here", false},
		{"year below zero", "engagement.set", `{"closing":"0000-01-01T00:00:00+05:00"}`, "no time here", false},
		{"empty list", "engagement.set", `{"purposes":[]}`, "no text here", false},
		{"list does not end", "engagement.set", `{"purposes":["a"`, "expected", false},
		{"half a pair", "participant.joined", `{"person":"\ud83d!"}`, "escape makes no sense", false},
		{"odd escape", "participant.joined", `{"person":"\x"}`, "escape makes no sense", false},
		{"control character", "participant.joined", "{\"person\":\"a\nb\"}", "control character", false},
		{"not UTF-8", "participant.joined", "{\"person\":\"\xff\"}", "not UTF-8", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, err := Decode(test.kind, []byte(test.data))
			if err == nil {
				t.Fatalf("Decode = %+v, want an error with %q", f, test.want)
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("error = %q, want it to say %q", err, test.want)
			}
			if errors.Is(err, ErrUnknownKind) != test.unknown {
				t.Errorf("errors.Is(%q, ErrUnknownKind) = %t, want %t", err, !test.unknown, test.unknown)
			}
		})
	}
}

func TestDecodeReadsEveryEscape(t *testing.T) {
	f, err := Decode("participant.joined", []byte(`{"person":"a\"\\\/\n\t\r\b\f\u00e9\ud83d\ude00z"}`))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := f.(ParticipantJoined).Person, Person("a\"\\/\n\t\r\b\fé\U0001F600z"); got != want {
		t.Errorf("person = %q, want %q", got, want)
	}
}

func TestEncodeMendsBrokenText(t *testing.T) {
	got := string(encode(t, ParticipantJoined{Person: "a\xffb\xf0\x9fc"}))
	if want := "{\"person\":\"a\uFFFDb\uFFFD\uFFFDc\"}"; got != want {
		t.Errorf("Encode = %s, want %s", got, want)
	}
}

func TestEncodeRefusesAYearWithoutForm(t *testing.T) {
	_, err := Encode(DigestMade{Slot: time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err == nil || !strings.Contains(err.Error(), "no form for the year 12000") {
		t.Errorf("error = %v", err)
	}
}

// Whatever is in it, a fact reads back as it was written.
func TestResponsesReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := ResponseGiven{
			ID: rapid.String().Draw(t, "id"), Organisation: rapid.String().Draw(t, "org"),
			Section: rapid.Int().Draw(t, "section"), Words: rapid.String().Draw(t, "words"),
			Why: rapid.String().Draw(t, "why"), Sensitive: rapid.Bool().Draw(t, "sensitive"), Private: rapid.String().Draw(t, "private"),
			PrivateWhy: rapid.String().Draw(t, "private why"), PrivateBy: Person(rapid.String().Draw(t, "by")),
		}
		data, err := Encode(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Decode(want.Kind(), data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(Fact(want), got); diff != "" {
			t.Fatalf("Decode(Encode(f)) (-want +got):\n%s", diff)
		}
	})
}

// Words for the buying team alone came later: an answer without them is stored as
// ever, one with them under names of their own.
func TestHowPrivateWordsAreStored(t *testing.T) {
	f := ResponseGiven{ID: "R2", Section: 1, Words: "Not alone.", Private: "A night centre.", PrivateWhy: "not announced", PrivateBy: "P8"}
	want := `{"id":"R2","section":1,"words":"Not alone.","private":"A night centre.","private_why":"not announced","private_by":"P8"}`
	if got := string(encode(t, f)); got != want {
		t.Errorf("Encode = %s, want %s", got, want)
	}
}

// Whatever bytes come, Decode gives an error or a fact; a fact has one stored
// form and can be folded.
func FuzzDecode(f *testing.F) {
	for kind, fact := range full() {
		data, err := Encode(fact)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(kind, data)
	}
	f.Fuzz(func(t *testing.T, kind string, data []byte) {
		fact, err := Decode(kind, data)
		if err != nil {
			return
		}
		again := encode(t, fact)
		back, err := Decode(kind, again)
		if err != nil {
			t.Fatalf("Decode(Encode(Decode(%q))): %v", data, err)
		}
		if third := encode(t, back); !bytes.Equal(again, third) {
			t.Fatalf("two stored forms of one fact:\n%s\n%s", again, third)
		}
		var s State
		s.Apply(noon, EngagementCreated{Slug: "x"})
		s.Apply(noon, fact)
		s.Apply(noon, fact)
	})
}

func encode(t testing.TB, f Fact) []byte {
	t.Helper()
	data, err := Encode(f)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
