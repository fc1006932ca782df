package engagement

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	declared = DeclarationMade{Organisation: "O1", Person: "P7", Role: "operations"}
	lastly   = ClosingAnswered{Organisation: "O1", Person: "P7", Bid: BidDepends, Reason: "the terms"}
	tooLate  = LateAsked{Organisation: "O1", Person: "P7", Section: 1, Stance: Cautious, Words: "Late."}
)

// ended is talking, after the close, with one answer that came late.
func ended(t *testing.T) *State {
	late := tooLate
	late.ID = "L1"
	return with(talking(t), StageChanged{To: Closed}, late)
}

func TestVoiceRefusals(t *testing.T) {
	long := strings.Repeat("x", 4001)
	tests := []struct {
		name  string
		state func(*testing.T) *State
		wish  func(*State) ([]Fact, *Refusal)
		want  Refusal
	}{
		{"declare when closed", ended, func(s *State) ([]Fact, *Refusal) { return s.Declare(noon, declared) }, Refusal{Code: NowClosed, Stage: Closed}},
		{"declare in a users' group", func(t *testing.T) *State { return talking(t) }, func(s *State) ([]Fact, *Refusal) {
			return s.Declare(noon, DeclarationMade{Organisation: "O2", Person: "P7", Role: "neighbour"})
		}, Refusal{Code: NotAsked, Field: FieldRole, Organisation: "O2"}},
		{"a long role", func(t *testing.T) *State { return talking(t) }, func(s *State) ([]Fact, *Refusal) {
			return s.Declare(noon, DeclarationMade{Organisation: "O1", Person: "P7", Role: long})
		}, Refusal{Code: TooLong, Field: FieldRole, Have: 4001, Most: 80}},
		{"nobody declares", func(t *testing.T) *State { return talking(t) }, func(s *State) ([]Fact, *Refusal) {
			return s.Declare(noon, DeclarationMade{Organisation: "O1", Role: "boss"})
		}, Refusal{Code: Missing, Field: FieldPerson}},

		{"a contact of nobody", func(t *testing.T) *State { return talking(t) }, func(s *State) ([]Fact, *Refusal) {
			return s.Contact(OrganisationContact{Organisation: "O9", Person: "P9", On: true})
		}, Refusal{Code: UnknownOrganisation, Organisation: "O9"}},
		{"a contact who is nobody", func(t *testing.T) *State { return talking(t) }, func(s *State) ([]Fact, *Refusal) {
			return s.Contact(OrganisationContact{Organisation: "O1", On: true})
		}, Refusal{Code: Missing, Field: FieldPerson}},

		{"last words of users", func(t *testing.T) *State { return talking(t) }, func(s *State) ([]Fact, *Refusal) {
			return s.SayLast(noon, ClosingAnswered{Organisation: "O2", Person: "P7", Bid: BidNo})
		}, Refusal{Code: NotAsked, Field: FieldBid, Organisation: "O2"}},
		{"an odd bid", func(t *testing.T) *State { return talking(t) }, func(s *State) ([]Fact, *Refusal) {
			return s.SayLast(noon, ClosingAnswered{Organisation: "O1", Person: "P7", Bid: "perhaps"})
		}, Refusal{Code: Invalid, Field: FieldBid}},
		{"an odd partner", func(t *testing.T) *State { return talking(t) }, func(s *State) ([]Fact, *Refusal) {
			return s.SayLast(noon, ClosingAnswered{Organisation: "O1", Person: "P7", Partner: "both"})
		}, Refusal{Code: Invalid, Field: FieldPartner}},
		{"long last words", func(t *testing.T) *State { return talking(t) }, func(s *State) ([]Fact, *Refusal) {
			return s.SayLast(noon, ClosingAnswered{Organisation: "O1", Person: "P7", Working: long})
		}, Refusal{Code: TooLong, Field: FieldWorking, Have: 4001, Most: 2000}},
		{"a name for other firms, in the dialogue", func(t *testing.T) *State { return in(t, Dialogue) }, func(s *State) ([]Fact, *Refusal) {
			return s.SayLast(noon, ClosingAnswered{Organisation: "O1", Person: "P7", ShowName: true})
		}, Refusal{Code: NowDialogue, Stage: Dialogue, Field: FieldPartner}},
		{"last words when closed", ended, func(s *State) ([]Fact, *Refusal) { return s.SayLast(noon, lastly) }, Refusal{Code: NowClosed, Stage: Closed}},

		{"late while open", func(t *testing.T) *State { return talking(t) }, func(s *State) ([]Fact, *Refusal) { return s.AskLate(noon, tooLate) }, Refusal{Code: NotClosedYet}},
		{"late while paused", func(t *testing.T) *State { return with(talking(t), StageChanged{To: Paused}) }, func(s *State) ([]Fact, *Refusal) { return s.AskLate(noon, tooLate) }, Refusal{Code: NowPaused, Stage: Paused}},
		{"late where it never opened", func(t *testing.T) *State { return with(new(State), beginning, StageChanged{To: Closed}) }, func(s *State) ([]Fact, *Refusal) { return s.AskLate(noon, tooLate) }, Refusal{Code: NowClosed, Stage: Closed}},
		{"late on no section", ended, func(s *State) ([]Fact, *Refusal) {
			return s.AskLate(noon, LateAsked{Organisation: "O1", Person: "P7", Section: 9, Stance: Pass})
		}, Refusal{Code: UnknownSection, Section: 9}},
		{"late without a view", ended, func(s *State) ([]Fact, *Refusal) {
			return s.AskLate(noon, LateAsked{Organisation: "O1", Person: "P7", Section: 1})
		}, Refusal{Code: Missing, Field: FieldStance}},
		{"late at length", ended, func(s *State) ([]Fact, *Refusal) {
			return s.AskLate(noon, LateAsked{Organisation: "O1", Person: "P7", Section: 1, Stance: Pass, Words: long})
		}, Refusal{Code: TooLong, Field: FieldWords, Have: 4001, Most: 4000}},
		{"late after stepping back", func(t *testing.T) *State { return with(talking(t), stepped, StageChanged{To: Closed}) }, func(s *State) ([]Fact, *Refusal) { return s.AskLate(noon, tooLate) }, Refusal{Code: SteppedBack, Organisation: "O1", At: noon}},
		{"settle what is not there", ended, func(s *State) ([]Fact, *Refusal) { return s.SettleLate(LateSettled{ID: "L2"}) }, Refusal{Code: UnknownLate, Field: FieldLate}},
		{"leave it out without a reason", ended, func(s *State) ([]Fact, *Refusal) { return s.SettleLate(LateSettled{ID: "L1"}) }, Refusal{Code: Missing, Field: FieldReason}},
		{"settle twice", func(t *testing.T) *State { return with(ended(t), LateSettled{ID: "L1"}) }, func(s *State) ([]Fact, *Refusal) { return s.SettleLate(LateSettled{ID: "L1", Accepted: true}) }, Refusal{Code: UnknownLate, Field: FieldLate}},

		{"mark nothing", ended, func(s *State) ([]Fact, *Refusal) { return s.MarkEntry(EntryMarked{How: Edited}) }, Refusal{Code: NoAnswer}},
		{"an odd mark", ended, func(s *State) ([]Fact, *Refusal) { return s.MarkEntry(EntryMarked{Entry: "R1", How: "burnt"}) }, Refusal{Code: Invalid}},
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

// What each wish gives, and that the same wish gives nothing once it is so.
func TestVoiceRulesFillIn(t *testing.T) {
	joined := ParticipantJoined{Person: "P7", Organisation: "O1"}
	tests := []struct {
		name  string
		state *State
		wish  func(*State) ([]Fact, *Refusal)
		want  []Fact
	}{
		{"whoever declares joins, and links named are links", talking(t), func(s *State) ([]Fact, *Refusal) {
			return s.Declare(noon, DeclarationMade{Organisation: "O1", Person: "P7", Role: "boss", About: "my brother"})
		}, []Fact{joined, DeclarationMade{Organisation: "O1", Person: "P7", Role: "boss", Links: true, About: "my brother"}}},
		{"a contact", talking(t), func(s *State) ([]Fact, *Refusal) {
			return s.Contact(OrganisationContact{Organisation: "O1", Person: "P9", On: true})
		}, []Fact{OrganisationContact{Organisation: "O1", Person: "P9", On: true}}},
		{"last words have a number", with(talking(t), joined), func(s *State) ([]Fact, *Refusal) { return s.SayLast(noon, lastly) }, []Fact{
			ClosingAnswered{ID: "C1", Organisation: "O1", Person: "P7", Bid: BidDepends, Reason: "the terms"},
		}},
		{"a late answer waits, and is not quotable if sensitive", with(talking(t), StageChanged{To: Closed}), func(s *State) ([]Fact, *Refusal) {
			f := tooLate
			f.Quotable, f.Sensitive = true, true
			return s.AskLate(noon, f)
		}, []Fact{LateAsked{ID: "L1", Organisation: "O1", Person: "P7", Section: 1, Stance: Cautious, Words: "Late.", Sensitive: true}}},
		{"an accepted one is an answer", ended(t), func(s *State) ([]Fact, *Refusal) {
			return s.SettleLate(LateSettled{ID: "L1", Accepted: true, By: "P1"})
		}, []Fact{
			joined,
			LateSettled{ID: "L1", Accepted: true, By: "P1"},
			ResponseGiven{ID: "R1", Organisation: "O1", Person: "P7", Section: 1, Revision: 1, Stance: Cautious, Words: "Late.", Late: true},
		}},
		{"one that is left out is none", ended(t), func(s *State) ([]Fact, *Refusal) {
			return s.SettleLate(LateSettled{ID: "L1", By: "P1", Reason: "too late"})
		}, []Fact{LateSettled{ID: "L1", By: "P1", Reason: "too late"}}},
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
			if again, _ := test.wish(with(test.state, facts...)); again != nil {
				t.Errorf("again it gives %v", again)
			}
		})
	}
}

// What happened, the state tells again; the latest of each counts.
func TestVoicesAreRead(t *testing.T) {
	s := with(
		talking(t), declared,
		DeclarationMade{Organisation: "O1", Person: "P7", Role: "boss", MaySpeak: true},
		OrganisationContact{Organisation: "O1", Person: "P9", On: true}, OrganisationContact{Organisation: "O1", Person: "P8", On: true},
		ClosingAnswered{ID: "C1", Organisation: "O1", Person: "P7", Bid: BidNo},
		ClosingAnswered{ID: "C2", Organisation: "O1", Person: "P8", Bid: BidLikely, Reason: "it is our field"},
		ClosingAnswered{ID: "C1", Organisation: "O1", Person: "P7", Bid: BidNo},
		EntryMarked{Entry: "R4", How: Edited}, EntryMarked{Entry: "R4", How: TakenBack},
	)
	before, _ := s.Organisation("O1")
	with(s, OrganisationContact{Organisation: "O1", Person: "P9"})
	after, _ := s.Organisation("O1")
	if got := fmt.Sprint(before.Contacts, after.Contacts, after.HasContact("P9")); got != "[P9 P8] [P8] false" {
		t.Errorf("contacts before and after: %s", got)
	}
	if d, ok := s.Declaration("O1", "P7"); !ok || d.Role != "boss" || !d.MaySpeak || len(s.Declarations()) != 1 {
		t.Errorf("declarations %+v", s.Declarations())
	}
	if _, ok := s.Declaration("O1", "P8"); ok {
		t.Error("P8 has declared nothing")
	}
	if diff := cmp.Diff(map[Likelihood]int{BidLikely: 1}, s.WouldBid()); diff != "" {
		t.Errorf("would bid (-want +got):\n%s", diff)
	}
	if w, ok := s.LastWordsOf("O1"); !ok || w.ID != "C2" || w.Reason != "it is our field" || !w.At.Equal(noon) || len(s.AllLastWords()) != 1 {
		t.Errorf("last words %+v", s.AllLastWords())
	}
	if s.MarkOf("R4") != TakenBack || s.MarkOf("R5") != NoMark {
		t.Errorf("marks of R4 and R5: %q, %q", s.MarkOf("R4"), s.MarkOf("R5"))
	}
	e := with(ended(t), LateSettled{ID: "L1", Accepted: true, By: "P1"})
	if l, ok := e.LateAnswer("L1"); !ok || l.Waiting() || !l.Accepted || l.By != "P1" || len(e.LateAnswers()) != 1 {
		t.Errorf("late answers %+v", e.LateAnswers())
	}
}

// What came later is in no stored form where it is not set.
func TestLateAndForAreKept(t *testing.T) {
	f := ResponseGiven{ID: "R1", Stance: Pass, Late: true, For: "my mother"}
	data := encode(t, f)
	if want := `{"id":"R1","stance":"pass","late":true,"for":"my mother"}`; string(data) != want {
		t.Errorf("Encode = %s, want %s", data, want)
	}
	if back, err := Decode(f.Kind(), data); err != nil || back != Fact(f) {
		t.Errorf("Decode = %+v, %v", back, err)
	}
	out := LateSettled{ID: "L1", By: "P1", Reason: "too late"}
	data = encode(t, out)
	if want := `{"id":"L1","by":"P1","reason":"too late"}`; string(data) != want {
		t.Errorf("Encode = %s, want %s", data, want)
	}
	if back, err := Decode(out.Kind(), data); err != nil || back != Fact(out) {
		t.Errorf("Decode = %+v, %v", back, err)
	}
	s := with(talking(t), ResponseGiven{ID: "R1", Organisation: "O2", Person: "P7", Section: 1, Stance: Pass, Late: true, For: "my mother"})
	r := s.Response(1, "O2", "P7")
	if again := r.Again(); !r.Late || r.For != "my mother" || again.For != "my mother" || again.Late {
		t.Errorf("response %+v, again %+v", r, again)
	}
}
