package engagement

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// decideInquiry draws one wish about what the team asks.
func decideInquiry(t *rapid.T, s *State, now time.Time, person Person, section int, words string) ([]Fact, *Refusal) {
	id := "Q9"
	if all := s.Inquiries(); len(all) > 0 {
		id = rapid.SampledFrom(all).Draw(t, "inquiry").ID
	}
	organisation := rapid.SampledFrom([]string{"O1", "O2", "O3", "O4"}).Draw(t, "asked")
	due := now.Add(time.Hour)
	switch rapid.IntRange(0, 15).Draw(t, "inquiry wish") {
	case 0, 1:
		return s.Inquire(InquiryMade{Section: section, Text: words, Choices: []string{"Yes", "No"}, By: person}, due)
	case 2, 3:
		stance, alike := s.Alike(section, organisation)
		return s.Inquire(InquiryMade{Section: section, Text: "How?", To: alike, Stance: stance, By: person}, due)
	case 4:
		q, _ := s.Inquiry(id)
		return s.Reword(InquiryWorded{ID: id, Section: q.Section, Text: "In other words?", To: q.To, By: person})
	case 5, 6:
		return s.AnswerInquiry(now, InquiryAnswered{
			Inquiry: id, Organisation: organisation, Person: person, Choice: section, Words: words, Sensitive: section == 2, Quotable: true,
		})
	case 7:
		outcome := rapid.SampledFrom([]Outcome{OutcomeMet, OutcomeChanged, OutcomeDiffer}).Draw(t, "outcome")
		return s.Settle(InquirySettled{Inquiry: id, Outcome: outcome, Text: words, By: person}, due)
	case 8:
		return s.Prioritise(PrioritiesSet{Sections: []Priority{{Section: section, Why: words}}, By: person}, due)
	case 9:
		return s.ReadInquiry(id, person)
	}
	for _, r := range s.Waits() {
		switch {
		case r.Of != Inquiries && r.Of != Outcomes && r.Of != Matters:
		case r.Ready():
			return s.Send(ReleaseSent{ID: r.ID, Hash: "h", Content: words})
		default:
			return s.Approve(now, ReleaseApproved{ID: r.ID, By: person, Why: "now"})
		}
	}
	return nil, nil
}

// sending agrees to a release and sends it.
func sending(t *testing.T, s *State, id string) {
	t.Helper()
	do := made(t, s)
	do(s.Approve(noon, ReleaseApproved{ID: id, By: "P1", Why: "now"}))
	do(s.Send(ReleaseSent{ID: id, Hash: "h", Content: "c"}))
}

func TestAQuestionIsAskedWhenItIsSent(t *testing.T) {
	s := talking(t)
	do := made(t, s)
	do(s.Inquire(InquiryMade{Text: "Would you share one?", Choices: []string{"Yes", "No"}, By: "P1"}, closing))
	said := InquiryAnswered{Inquiry: "Q1", Organisation: "O1", Person: "P7", Choice: 2, Words: "Our costs.", Sensitive: true, Quotable: true}
	if _, refusal := s.AnswerInquiry(noon, said); refusal == nil || refusal.Code != UnknownQuestion {
		t.Errorf("answered before it was asked: %+v", refusal)
	}
	do(s.EditRelease(ReleaseEdited{ID: "N1", Text: "Would you share a centre?", By: "P2"}))
	if q, _ := s.Inquiry("Q1"); q.Text != "Would you share a centre?" || len(q.Choices) != 2 {
		t.Errorf("edited it is %+v", q)
	}
	sending(t, s, "N1")
	do(s.AnswerInquiry(noon, said))
	if facts, refusal := s.AnswerInquiry(noon, InquiryAnswered{Inquiry: "Q1", Organisation: "O1", Person: "P8", Choice: 2, Words: "Our costs.", Sensitive: true}); facts != nil || refusal != nil {
		t.Errorf("a colleague who says the same gives %v, %+v", facts, refusal)
	}
	said.Words = "Not in the north."
	do(s.AnswerInquiry(noon, said))
	q, _ := s.Inquiry("Q1")
	if len(q.Answers) != 1 || q.Answers[0].ID != "W2" || q.Answers[0].Quotable || !q.Waits() {
		t.Errorf("answered twice it is %+v", q)
	}
}

func TestWhatCameOfAQuestion(t *testing.T) {
	s := talking(t)
	do := made(t, s)
	do(s.Inquire(InquiryMade{Section: 1, Text: "How long?", By: "P1"}, closing))
	sending(t, s, "N1")
	changed := InquirySettled{Inquiry: "Q1", Outcome: OutcomeChanged, Text: "Two minutes now.", By: "P1"}
	if _, refusal := s.Settle(changed, closing); refusal == nil || refusal.Code != NotChanged {
		t.Errorf("changed, without a change: %+v", refusal)
	}
	do(s.Rework(ReleaseMade{Due: closing, By: "P1"}, SectionRevised{Section: 1, Title: "Soon", Text: "Two minutes.", Standing: Fixed, Reason: "asked"}))
	do(s.Settle(changed, closing))
	do(s.Approve(noon, ReleaseApproved{ID: "N3", By: "P1", Why: "now"}))
	if _, refusal := s.Send(ReleaseSent{ID: "N3"}); refusal == nil || refusal.Code != ChangeWaits || refusal.Release != "N2" {
		t.Errorf("said before the change was: %+v", refusal)
	}
	do(s.Drop(ReleaseDropped{ID: "N3", By: "P1"}))
	if q, _ := s.Inquiry("Q1"); !q.Waits() {
		t.Errorf("dropped again it is %+v", q)
	}
	do(s.Settle(changed, closing))
	do(s.Approve(noon, ReleaseApproved{ID: "N2", By: "P1", Why: "now"}))
	s.Apply(noon.Add(time.Hour), ReleaseSent{ID: "N2", Hash: "h"})
	sending(t, s, "N4")
	q, _ := s.Inquiry("Q1")
	if q.Open() || q.Came.Section != 1 || q.Came.Revision != 2 {
		t.Errorf("settled it is %+v", q)
	}
	if _, refusal := s.AnswerInquiry(noon, InquiryAnswered{Inquiry: "Q1", Organisation: "O1", Person: "P7", Words: "Late."}); refusal == nil || refusal.Code != InquiryOver {
		t.Errorf("answered when it was over: %+v", refusal)
	}
}

// asking is a history in which the team asks much, and suppliers say one of two
// things of two sections.
func asking(t *rapid.T) []happened {
	var s State
	var all []happened
	now := noon
	take := func(facts []Fact) {
		for _, f := range facts {
			all = append(all, happened{now, f})
			s.Apply(now, f)
		}
	}
	take([]Fact{
		full()["engagement.created"],
		EngagementSet{Closing: &closing},
		DraftImported{Sections: []ImportedSection{{ID: 1, Title: "A"}, {ID: 2, Title: "B"}}},
		OrganisationInvited{ID: "O1", Name: "Alder", OfKind: SmallFirm},
		OrganisationInvited{ID: "O2", Name: "Users", OfKind: UsersGroup, Users: true},
		OrganisationInvited{ID: "O3", Name: "Birch", OfKind: Charity},
		OrganisationInvited{ID: "O4", Name: "Cedar", OfKind: LargeFirm},
		StageChanged{To: Talking},
	})
	for range rapid.IntRange(10, 60).Draw(t, "wishes") {
		now = now.Add(time.Minute)
		person := rapid.SampledFrom([]Person{"P1", "P2"}).Draw(t, "person")
		section := rapid.IntRange(1, 2).Draw(t, "section")
		var facts []Fact
		if rapid.IntRange(0, 3).Draw(t, "answers") == 0 {
			facts, _ = s.Answer(now, ResponseGiven{
				Organisation: rapid.SampledFrom([]string{"O1", "O3", "O4"}).Draw(t, "organisation"), Person: person, Section: section,
				Stance: rapid.SampledFrom([]Stance{Cautious, Optimistic}).Draw(t, "stance"),
			})
		} else {
			facts, _ = decideInquiry(t, &s, now, person, section, "what of it?")
		}
		take(facts)
	}
	return all
}

// Whatever happens, what is asked of some is asked of all who say the like when it
// is sent; nobody else answers it, or anything before it was asked; and nothing of
// any question shows before its release.
func TestSomeAreAskedOnlyWithTheirLike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := new(State)
		for _, h := range asking(t) {
			before, open := readable(s), s.Stage() == Talking
			switch f := h.fact.(type) {
			case ReleaseSent:
				if q, ok := s.InquiryOf(f.ID); ok && q.Release == f.ID && len(q.To) > 0 && !slices.Equal(q.To, s.Saying(q.Section, q.Stance)) {
					t.Fatalf("%s asks %v, while %v say the like", q.ID, q.To, s.Saying(q.Section, q.Stance))
				}
			case InquiryAnswered:
				q, _ := s.Inquiry(f.Inquiry)
				if o, _ := s.Organisation(f.Organisation); !q.Open() || !q.Concerns(o) {
					t.Fatalf("%s answers %+v", f.Organisation, q)
				}
			}
			s.Apply(h.at, h.fact)
			if _, sent := h.fact.(ReleaseSent); open && !sent {
				if diff := cmp.Diff(before, readable(s)); diff != "" {
					t.Fatalf("%s shows at once (-before +after):\n%s", h.fact.Kind(), diff)
				}
			}
		}
		want := saved(t, s)
		loaded, err := Load([]byte(want))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, saved(t, loaded)); diff != "" {
			t.Fatalf("Save(Load(x)) (-x +got):\n%s", diff)
		}
	})
}

// Whoever said the like is asked the same: nobody can be left out, and nobody
// else learns of it.
func TestWhoeverSaidTheLikeIsAskedTheSame(t *testing.T) {
	s := talking(t)
	do := made(t, s)
	with(s, OrganisationInvited{ID: "O8", Name: "Kindred", OfKind: Charity}, OrganisationInvited{ID: "O9", Name: "Ledbury", OfKind: LargeFirm})
	for id, stance := range map[string]Stance{"O1": Cautious, "O8": Optimistic, "O9": Cautious} {
		do(s.Answer(noon, ResponseGiven{Organisation: id, Person: "P7", Section: 1, Stance: stance}))
	}
	stance, alike := s.Alike(1, "O9")
	if stance != Cautious || !slices.Equal(alike, []string{"O1", "O9"}) {
		t.Fatalf("Alike = %s, %v", stance, alike)
	}
	for _, to := range [][]string{{"O9"}, {"O8", "O9"}, {"O5"}, nil} {
		if _, refusal := s.Inquire(InquiryMade{Section: 1, Text: "Whose risk?", To: to, Stance: Cautious, By: "P1"}, closing); refusal == nil || refusal.Code != NotAlike {
			t.Errorf("asking %v: %+v", to, refusal)
		}
	}
	if _, refusal := s.Inquire(InquiryMade{Section: 1, Text: "Whose risk?", To: []string{"O8"}, Stance: Optimistic, By: "P1"}, closing); refusal == nil || refusal.Code != AlikeAlone {
		t.Errorf("asking one alone: %+v", refusal)
	}
	do(s.Inquire(InquiryMade{Section: 1, Text: "Whose risk?", To: alike, Stance: stance, By: "P1"}, closing))
	do(s.Approve(noon, ReleaseApproved{ID: "N1", By: "P1", Why: "now"}))
	do(s.Answer(noon, ResponseGiven{Organisation: "O8", Person: "P7", Section: 1, Stance: Cautious}))
	if _, refusal := s.Send(ReleaseSent{ID: "N1"}); refusal == nil || refusal.Code != NotAlike {
		t.Errorf("sent while one more says the like: %+v", refusal)
	}
	do(s.Answer(noon, ResponseGiven{Organisation: "O8", Person: "P7", Section: 1, Stance: Optimistic}))
	sending(t, s, "N1")
	if _, refusal := s.AnswerInquiry(noon, InquiryAnswered{Inquiry: "Q1", Organisation: "O8", Person: "P7", Words: "Ours."}); refusal == nil || refusal.Code != UnknownQuestion {
		t.Errorf("answered by one who was not asked: %+v", refusal)
	}
	do(s.AnswerInquiry(noon, InquiryAnswered{Inquiry: "Q1", Organisation: "O1", Person: "P7", Words: "Ours."}))
}

func TestWhatMattersMostIsARelease(t *testing.T) {
	s := with(new(State), beginning)
	do := made(t, s)
	with(s, DraftImported{Sections: []ImportedSection{{ID: 1, Title: "A"}, {ID: 2, Title: "B"}}}, OrganisationInvited{ID: "O1", Name: "Alder", OfKind: SmallFirm})
	with(s, EngagementSet{Closing: &closing})
	do(s.Prioritise(PrioritiesSet{Sections: []Priority{{Section: 2}}}, closing))
	if got := s.Priorities(); len(got) != 1 || got[0].Section != 2 {
		t.Errorf("while preparing %v", got)
	}
	do(s.Open(noon, "P1"))
	first := []Priority{{Section: 1, Why: "people wait on the floor"}}
	if _, refusal := s.Prioritise(PrioritiesSet{Sections: []Priority{{Section: 1}}, By: "P1"}, closing); refusal == nil || refusal.Field != FieldWhy || refusal.Section != 1 {
		t.Errorf("without a reason: %+v", refusal)
	}
	if _, refusal := s.Prioritise(PrioritiesSet{Sections: make([]Priority, 6), By: "P1"}, closing); refusal == nil || refusal.Code != TooMany {
		t.Errorf("six: %+v", refusal)
	}
	do(s.Prioritise(PrioritiesSet{Sections: first, By: "P1"}, closing))
	do(s.Prioritise(PrioritiesSet{By: "P1"}, closing))
	do(s.Prioritise(PrioritiesSet{Sections: first, By: "P1"}, closing))
	if got := s.Priorities(); len(got) != 1 || got[0].Section != 2 || len(s.Waits()) != 1 {
		t.Errorf("before it is sent %v, with %v waiting", got, s.Waits())
	}
	sending(t, s, "N1")
	if diff := cmp.Diff(first, s.Priorities()); diff != "" {
		t.Errorf("once it is sent (-want +got):\n%s", diff)
	}
	if facts, refusal := s.Prioritise(PrioritiesSet{Sections: first, By: "P1"}, closing); facts != nil || refusal != nil {
		t.Errorf("the same again gives %v, %+v", facts, refusal)
	}
}

func TestRefusedInquiries(t *testing.T) {
	for name, test := range map[string]struct {
		wish InquiryMade
		want Refusal
	}{
		"no words":         {InquiryMade{By: "P1"}, Refusal{Code: Missing, Field: FieldQuestion}},
		"nobody":           {InquiryMade{Text: "x"}, Refusal{Code: Missing, Field: FieldPerson}},
		"no such section":  {InquiryMade{Text: "x", Section: 9, By: "P1"}, Refusal{Code: UnknownSection, Section: 9}},
		"one choice":       {InquiryMade{Text: "x", Choices: []string{"Yes"}, By: "P1"}, Refusal{Code: Invalid, Field: FieldChoices}},
		"the same choice":  {InquiryMade{Text: "x", Choices: []string{"Yes", "yes"}, By: "P1"}, Refusal{Code: Invalid, Field: FieldChoices}},
		"an empty choice":  {InquiryMade{Text: "x", Choices: []string{"Yes", " "}, By: "P1"}, Refusal{Code: Missing, Field: FieldChoices}},
		"too many choices": {InquiryMade{Text: "x", Choices: []string{"1", "2", "3", "4", "5"}, By: "P1"}, Refusal{Code: TooMany, Field: FieldChoices, Have: 5, Most: 4}},
	} {
		t.Run(name, func(t *testing.T) {
			facts, refusal := talking(t).Inquire(test.wish, closing)
			if refusal == nil {
				t.Fatalf("allowed: %v", facts)
			}
			if diff := cmp.Diff(test.want, *refusal); diff != "" {
				t.Errorf("refusal (-want +got):\n%s", diff)
			}
		})
	}
	if _, refusal := with(talking(t), StageChanged{To: Paused}).Inquire(InquiryMade{Text: "x", By: "P1"}, closing); refusal == nil || refusal.Code != NowPaused {
		t.Errorf("asked while paused: %+v", refusal)
	}
}
