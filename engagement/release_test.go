package engagement

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// decideRelease draws one wish about what goes to everybody.
func decideRelease(t *rapid.T, s *State, now time.Time, person Person, section int, words string) ([]Fact, *Refusal) {
	id := fmt.Sprint("N", rapid.IntRange(1, 5).Draw(t, "release"))
	question := fmt.Sprint("Q", rapid.IntRange(1, 4).Draw(t, "question"))
	other := fmt.Sprint("Q", rapid.IntRange(1, 4).Draw(t, "other question"))
	due := now.Add(time.Duration(rapid.IntRange(0, 5).Draw(t, "due")) * time.Hour)
	switch rapid.IntRange(0, 17).Draw(t, "release wish") {
	case 0:
		return s.MakeRelease(ReleaseMade{Of: News, Title: "News", Text: words, Due: due, By: person})
	case 1:
		return s.EditRelease(ReleaseEdited{ID: id, Title: "Edited", Text: "Other words.", By: person})
	case 2, 3:
		return s.Approve(now, ReleaseApproved{ID: id, By: person, Due: due})
	case 4:
		return s.Hold(ReleaseHeld{ID: id, On: section > 1, By: person})
	case 5:
		return s.Drop(ReleaseDropped{ID: id, By: person, Why: words})
	case 6, 7:
		return s.Send(ReleaseSent{ID: id, Slot: now, Hash: "h", Content: words})
	case 8:
		return s.Merge(QuestionMerged{Question: question, Into: other, By: person})
	case 9:
		return s.Unmerge(QuestionUnmerged{Question: question, By: person})
	case 10:
		return s.DraftAnswer(QuestionAnswered{Questions: []string{question, other}, Text: words, Wont: section == 1, By: person}, due)
	case 11:
		return s.Word(QuestionWorded{Question: question, Text: words, By: person})
	case 12:
		return s.Part(QuestionsApart{Questions: []string{question, other}, By: person})
	case 13:
		return s.Say(now, ReplySaid{Section: section, Verdict: SaidKept, Reason: words, By: person, Plain: words})
	case 14:
		return s.Rework(ReleaseMade{Due: due, By: person}, SectionAdded{Section: ImportedSection{Title: "More"}, After: section, Reason: words}, SectionRemoved{Section: section, Reason: words})
	case 15:
		return s.Set(now, EngagementSet{Second: new(section > 2), By: person})
	case 16:
		return s.TakeBack(QuestionTakenBack{Question: question, Person: person})
	}
	return s.Rework(ReleaseMade{Due: due, By: person}, SectionRevised{
		Section: section, Title: "Rewritten", Text: fmt.Sprint(words, now.Unix()), Standing: Open, Reason: "asked", Material: section > 1,
	})
}

// readable is all of a state that anybody outside the team may come to read.
func readable(s *State) []string {
	var all []string
	for _, x := range s.Sections() {
		all = append(all, fmt.Sprint(x.ID, x.Title, x.Text, x.Standing, x.Ask, x.Minutes, x.Revision, x.Material, x.Revised))
	}
	for _, q := range s.Questions() {
		all = append(all, fmt.Sprint(q.ID, q.Answered))
	}
	for _, q := range s.Inquiries() {
		if !q.Asked.IsZero() {
			all = append(all, fmt.Sprint(q.ID, q.Text, q.Choices, q.Asked, q.Settled))
		}
	}
	all = append(all, fmt.Sprint(s.Priorities()))
	for _, r := range s.Sent() {
		all = append(all, fmt.Sprint(r.ID, r.Nth, r.Sent, r.Hash, r.Content, r.Plain))
	}
	return all
}

// Nothing that is prepared shows before its release is sent, whatever else is
// done; and what was sent is never changed, and stays in its order.
func TestNothingShowsBeforeItIsSent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := new(State)
		for _, h := range history(t) {
			before, sent := readable(s), s.Sent()
			if set, ok := h.fact.(PrioritiesSet); ok && set.Release == "" && s.Stage() != Preparing {
				t.Fatalf("%+v shows at once", set)
			}
			s.Apply(h.at, h.fact)
			switch h.fact.(type) {
			case ReleaseMade, ReleaseEdited, ReleaseApproved, ReleaseHeld, ReleaseReach, ReleaseDropped, QuestionUnmerged, QuestionsApart,
				QuestionWorded, QuestionAnswered, SectionRevised, SectionAdded, SectionRemoved, ReplySaid, SlotsSet,
				InquiryMade, InquiryWorded, InquirySettled:
				if diff := cmp.Diff(before, readable(s)); diff != "" {
					t.Fatalf("%s can be read already (-before +after):\n%s", h.fact.Kind(), diff)
				}
			}
			now := s.Sent()
			if len(now) < len(sent) || len(sent) > 0 && !cmp.Equal(sent, now[:len(sent)]) {
				t.Fatalf("%s changed what was sent (-before +after):\n%s", h.fact.Kind(), cmp.Diff(sent, now))
			}
		}
	})
}

// An answer is stale if and only if a material text of its section was sent
// after the revision that it is on.
func TestStaleByTheStatedRuleAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := new(State)
		material := map[int]int{} // section → its last material revision that was sent
		waits := map[int]SectionRevised{}
		for _, h := range history(t) {
			s.Apply(h.at, h.fact)
			switch f := h.fact.(type) {
			case SectionRevised:
				waits[f.Section] = f
			case SectionRemoved:
				delete(waits, f.Section)
			case ReleaseDropped:
				for id, w := range waits {
					if w.Release == f.ID {
						delete(waits, id)
					}
				}
			case ReleaseSent:
				for id, w := range waits {
					if w.Release != f.ID {
						continue
					}
					if w.Material {
						material[id] = w.Revision
					}
					delete(waits, id)
				}
			}
		}
		for _, section := range s.Sections() {
			for _, r := range s.Responses(section.ID) {
				if got, want := s.Stale(r), r.Revision < material[section.ID]; got != want {
					t.Fatalf("Stale(%s on revision %d of %d) = %t, want %t: the last material one is %d", r.ID, r.Revision, section.Revision, got, want, material[section.ID])
				}
			}
		}
	})
}

// made applies what a rule gave.
func made(t *testing.T, s *State) func([]Fact, *Refusal) {
	return func(facts []Fact, refusal *Refusal) {
		t.Helper()
		if refusal != nil {
			t.Fatalf("refused: %+v", refusal)
		}
		with(s, facts...)
	}
}

func TestAnAnswerIsGivenWhenItIsSent(t *testing.T) {
	s := talking(t)
	do := made(t, s)
	for _, asked := range []string{"How many people?", "How many users?", "Who pays?"} {
		do(s.Ask(noon, QuestionAsked{Organisation: "O1", Person: "P7", Text: asked}))
	}
	do(s.Merge(QuestionMerged{Question: "Q2", Into: "Q1", By: "P1"}))
	do(s.DraftAnswer(QuestionAnswered{Questions: []string{"Q2"}, Text: "2,412", By: "P1"}, noon.Add(time.Hour)))
	waiting := func() (ids []string) {
		for _, q := range s.Questions() {
			if q.Waiting() {
				ids = append(ids, q.ID)
			}
		}
		return ids
	}
	if got := waiting(); !slices.Equal(got, []string{"Q3"}) {
		t.Errorf("%v wait, want Q3", got)
	}
	if _, refusal := s.Send(ReleaseSent{ID: "N1"}); refusal == nil || refusal.Code != NotApproved {
		t.Errorf("sent before anybody agreed: %+v", refusal)
	}
	do(s.Approve(noon, ReleaseApproved{ID: "N1", By: "P1", Due: noon.Add(time.Hour)}))
	if q, _ := s.Question("Q1"); !q.Answered.IsZero() {
		t.Error("Q1 is answered before its release was sent")
	}
	do(s.Send(ReleaseSent{ID: "N1", Hash: "h", Content: "c"}))
	for _, id := range []string{"Q1", "Q2"} {
		if q, _ := s.Question(id); !q.Answered.Equal(noon) {
			t.Errorf("%s was answered at %v, want %v", id, q.Answered, noon)
		}
	}
	do(s.Merge(QuestionMerged{Question: "Q3", Into: "Q2", By: "P1"}))
	if q, _ := s.Question("Q3"); q.Into != "Q1" || q.Answered.IsZero() {
		t.Errorf("merged into one that is answered it is %+v", q)
	}
	if _, refusal := s.Approve(noon, ReleaseApproved{ID: "N1", By: "P1", Due: noon.Add(time.Hour)}); refusal == nil || refusal.Code != ReleaseOver || !refusal.At.Equal(noon) {
		t.Errorf("agreed to what was sent: %+v", refusal)
	}
}

func TestADroppedAnswerWaitsAgain(t *testing.T) {
	s := talking(t)
	do := made(t, s)
	do(s.Ask(noon, question))
	do(s.DraftAnswer(QuestionAnswered{Questions: []string{"Q1"}, Text: "No.", By: "P1"}, closing))
	do(s.Drop(ReleaseDropped{ID: "N1", By: "P1"}))
	if q, _ := s.Question("Q1"); !q.Waiting() || q.Answer != "" {
		t.Errorf("Q1 = %+v, want it to wait again", q)
	}
}

func TestASecondPersonAgrees(t *testing.T) {
	s := talking(t)
	do := made(t, s)
	due := noon.Add(time.Hour)
	do(s.Set(noon, EngagementSet{Second: new(true), By: "P1"}))
	do(s.MakeRelease(ReleaseMade{Of: News, Text: "The depot has moved.", Due: due, By: "P1"}))
	do(s.Approve(noon, ReleaseApproved{ID: "N1", By: "P1", Due: due}))
	if r, _ := s.Release("N1"); r.Ready() || r.Wanted != "P1" {
		t.Errorf("after its author alone it is %+v", r)
	}
	if _, refusal := s.Approve(noon, ReleaseApproved{ID: "N1", By: "P1", Due: due}); refusal == nil || refusal.Code != SecondNeeded {
		t.Errorf("the author twice: %+v", refusal)
	}
	do(s.Approve(noon, ReleaseApproved{ID: "N1", By: "P2", Due: due}))
	if r, _ := s.Release("N1"); !r.Ready() {
		t.Errorf("after a second person it is %+v", r)
	}
	do(s.EditRelease(ReleaseEdited{ID: "N1", Text: "It has moved to Ledbury.", By: "P2"}))
	if r, _ := s.Release("N1"); r.Ready() || r.Wanted != "" {
		t.Errorf("edited since it is %+v", r)
	}
	do(s.Hold(ReleaseHeld{ID: "N1", On: true, By: "P1"}))
	if _, refusal := s.Approve(noon, ReleaseApproved{ID: "N1", By: "P3"}); refusal == nil || refusal.Field != FieldReason {
		t.Errorf("at once without a reason: %+v", refusal)
	}
	do(s.Approve(noon, ReleaseApproved{ID: "N1", By: "P3", Why: "they visit it tomorrow"}))
	if len(s.DueNow(noon)) != 0 {
		t.Error("what is held is due")
	}
	do(s.Hold(ReleaseHeld{ID: "N1", By: "P1"}))
	if len(s.DueNow(noon)) != 1 {
		t.Error("what is to go at once is not due")
	}
}

func TestAChangeShowsFromItsRelease(t *testing.T) {
	s := talking(t)
	do := made(t, s)
	do(s.Answer(noon, cautious))
	change := SectionRevised{Section: 1, Title: "Answer soon", Text: "Two minutes.", Standing: Fixed, Reason: "one was too short", Because: []string{"R1"}, Material: true}
	do(s.Rework(ReleaseMade{Due: noon.Add(time.Hour), By: "P1"}, change,
		SectionAdded{Section: ImportedSection{Title: "Leaving"}, After: 1, Reason: "asked for"},
		SectionAdded{Section: ImportedSection{Title: "After that"}, After: 1, Reason: "asked for"}, SectionRemoved{Section: 2, Reason: "said twice"}))
	if _, refusal := s.Rework(ReleaseMade{By: "P1"}, change, SectionRemoved{Section: 2, Reason: "x"}); refusal == nil || refusal.Code != ChangeWaits {
		t.Errorf("another change beside it: %+v", refusal)
	}
	change.Text = "Ninety seconds."
	do(s.Rework(ReleaseMade{By: "P1"}, change))
	if section, _ := s.Section(1); section.Revision != 1 || len(s.Sections()) != 2 || s.Stale(s.Response(1, "O1", "P7")) {
		t.Errorf("before it is sent: %+v", s.Sections())
	}
	do(s.Approve(noon, ReleaseApproved{ID: "N1", By: "P1", Due: noon.Add(time.Hour)}))
	do(s.Send(ReleaseSent{ID: "N1", Hash: "h"}))
	section, _ := s.Section(1)
	if section.Text != "Ninety seconds." || section.Revision != 2 || section.Release != "N1" || !s.Stale(s.Response(1, "O1", "P7")) {
		t.Errorf("after it is sent: %+v", section)
	}
	if was, ok := section.Was(1); !ok || was.Title != "Answer in a minute" {
		t.Errorf("Was(1) = %+v", was)
	}
	var order []int
	for _, x := range s.Sections() {
		order = append(order, x.ID)
	}
	if !slices.Equal(order, []int{1, 3, 4}) || len(s.Gone()) != 1 || len(s.Prepared("")) != 0 {
		t.Errorf("sections %v, gone %v, prepared %v", order, s.Gone(), s.Prepared(""))
	}
	do(s.Answer(noon, ResponseGiven{Organisation: "O1", Person: "P7", Section: 1, Stance: Optimistic}))
	if s.Stale(s.Response(1, "O1", "P7")) {
		t.Error("an answer to the new text is stale")
	}
	small := SectionRevised{Section: 1, Title: "Answer soon", Text: "90 seconds.", Standing: Fixed, Reason: "shorter"}
	do(s.Rework(ReleaseMade{By: "P1"}, small))
	do(s.Approve(noon, ReleaseApproved{ID: "N2", By: "P1", Why: "now"}))
	do(s.Send(ReleaseSent{ID: "N2", Hash: "h"}))
	if s.Stale(s.Response(1, "O1", "P7")) {
		t.Error("a change that is not material asks again")
	}
	if facts, refusal := s.Rework(ReleaseMade{By: "P1"}, small); refusal != nil || facts != nil {
		t.Errorf("the same text again gives %v, %+v", facts, refusal)
	}
}

// Taking a section out takes nothing that was said of it: it stays readable, also from a
// snapshot, and nothing more can be said of it.
func TestWhatWasSaidOfASectionStays(t *testing.T) {
	s := talking(t)
	do := made(t, s)
	said := cautious
	said.Section, said.Sensitive, said.Words = 2, true, "four per cent is our margin"
	do(s.Answer(noon, said))
	do(s.Rework(ReleaseMade{By: "P1"}, SectionRemoved{Section: 2, Reason: "said twice"}))
	do(s.Approve(noon, ReleaseApproved{ID: "N1", By: "P1", Why: "now"}))
	do(s.Send(ReleaseSent{ID: "N1", Hash: "h"}))
	data, err := s.Save()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Load(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []*State{s, again} {
		r := s.Response(2, "O1", "P7")
		if _, gone, ok := s.EverSection(2); r == nil || r.Words != said.Words || !gone || !ok || len(s.Responses(2)) != 1 {
			t.Fatalf("of what was taken out there is %+v; gone %v, known %v", r, gone, ok)
		}
		if facts, refusal := s.ReadSensitive(2, "P1"); len(facts) != 1 || refusal != nil || s.SensitiveUnread() != 1 {
			t.Errorf("it is read as %v, %+v; %d unread", facts, refusal, s.SensitiveUnread())
		}
		if facts, refusal := s.ReadNames(2, "P1"); len(facts) != 1 || refusal != nil {
			t.Errorf("its names are read as %v, %+v", facts, refusal)
		}
		if _, refusal := s.Answer(noon, said); refusal == nil || refusal.Code != UnknownSection {
			t.Errorf("it is answered again: %+v", refusal)
		}
	}
}

// An answer that everybody has is put right by one more: the question has the new words,
// its first answer stays what it was, and a correction that is dropped leaves no trace.
func TestAnAnswerIsPutRight(t *testing.T) {
	s := talking(t)
	do := made(t, s)
	do(s.Ask(noon, QuestionAsked{Organisation: "O1", Person: "P7", Text: "How many?"}))
	f := QuestionAnswered{Questions: []string{"Q1"}, Text: "40", By: "P1"}
	if _, refusal := s.Correct(f, noon); refusal == nil {
		t.Error("what nobody has is put right")
	}
	do(s.DraftAnswer(f, noon))
	do(s.Approve(noon, ReleaseApproved{ID: "N1", By: "P1", Why: "now"}))
	do(s.Send(ReleaseSent{ID: "N1", Hash: "h"}))
	if facts, refusal := s.Correct(f, noon); len(facts) != 0 || refusal != nil {
		t.Errorf("the same words put right: %v, %+v", facts, refusal)
	}
	f.Text = "104"
	do(s.Correct(f, noon))
	do(s.Drop(ReleaseDropped{ID: "N2", By: "P1"}))
	if q, _ := s.Question("Q1"); q.Release != "N1" || q.Answer != "40" || q.Answered.IsZero() {
		t.Errorf("after the correction was dropped: %+v", q)
	}
	do(s.Correct(f, noon))
	do(s.EditRelease(ReleaseEdited{ID: "N3", Text: "140", By: "P1"}))
	do(s.Approve(noon, ReleaseApproved{ID: "N3", By: "P1", Why: "now"}))
	do(s.Send(ReleaseSent{ID: "N3", Hash: "h"}))
	q, _ := s.Question("Q1")
	if all := s.Corrections("N1"); q.Answer != "140" || q.Release != "N1" || len(all) != 1 || all[0].ID != "N3" {
		t.Errorf("put right it is %+v, by %+v", q, all)
	}
	if first, _ := s.Release("N1"); first.Text != "40" {
		t.Errorf("the first answer is %q by now", first.Text)
	}
}

func TestRefusedReleases(t *testing.T) {
	late := noon.Add(time.Hour)
	for name, test := range map[string]struct {
		wish func(*State) ([]Fact, *Refusal)
		want Refusal
	}{
		"before opening": {func(*State) ([]Fact, *Refusal) {
			return with(new(State), beginning).MakeRelease(ReleaseMade{Of: News, Text: "x", By: "P1"})
		}, Refusal{Code: NotOpenYet, Stage: Preparing}},
		"no words":        {func(s *State) ([]Fact, *Refusal) { return s.MakeRelease(ReleaseMade{Of: News, By: "P1"}) }, Refusal{Code: Missing, Field: FieldNews}},
		"no such kind":    {func(s *State) ([]Fact, *Refusal) { return s.MakeRelease(ReleaseMade{Of: "x", By: "P1"}) }, Refusal{Code: Invalid, Field: FieldRelease}},
		"no such release": {func(s *State) ([]Fact, *Refusal) { return s.Hold(ReleaseHeld{ID: "N9", On: true}) }, Refusal{Code: UnknownRelease, Release: "N9"}},
		"no reach": {func(s *State) ([]Fact, *Refusal) {
			with(s, ReleaseMade{ID: "N1", Of: News, Text: "x", By: "P1"})
			return s.ReachUsers(ReleaseReach{ID: "N1", By: "P1"})
		}, Refusal{Code: Invalid, Field: FieldRelease, Release: "N1"}},
		"no such question": {func(s *State) ([]Fact, *Refusal) {
			return s.DraftAnswer(QuestionAnswered{Questions: []string{"Q9"}, Text: "x", By: "P1"}, late)
		}, Refusal{Code: UnknownQuestion, Question: "Q9"}},
		"an empty answer": {func(s *State) ([]Fact, *Refusal) {
			return s.DraftAnswer(QuestionAnswered{Questions: []string{"Q9"}, By: "P1"}, late)
		}, Refusal{Code: Missing, Field: FieldAnswer}},
		"no reason": {func(s *State) ([]Fact, *Refusal) {
			return s.Rework(ReleaseMade{By: "P1"}, SectionRevised{Section: 1, Title: "x", Standing: Open})
		}, Refusal{Code: Missing, Field: FieldReason, Section: 1}},
		"no such section": {func(s *State) ([]Fact, *Refusal) { return s.Rework(ReleaseMade{By: "P1"}, SectionRemoved{Section: 9}) }, Refusal{Code: UnknownSection, Section: 9}},
		"change when paused": {func(s *State) ([]Fact, *Refusal) {
			return with(s, StageChanged{To: Paused}).Rework(ReleaseMade{By: "P1"}, SectionRemoved{Section: 1})
		}, Refusal{Code: NowPaused, Stage: Paused}},
		"no verdict": {func(s *State) ([]Fact, *Refusal) { return s.Say(noon, ReplySaid{Section: 1, By: "P1"}) }, Refusal{Code: Invalid, Field: FieldVerdict}},
		"no slots":   {func(s *State) ([]Fact, *Refusal) { return s.SetSlots(SlotsSet{}) }, Refusal{Code: Missing, Field: FieldSlots}},
		"in the past": {func(s *State) ([]Fact, *Refusal) {
			with(s, ReleaseMade{ID: "N1", Of: News, Text: "x"})
			return s.Approve(noon, ReleaseApproved{ID: "N1", By: "P1", Due: noon})
		}, Refusal{Code: Invalid, Field: FieldDue, At: noon}},
	} {
		t.Run(name, func(t *testing.T) {
			facts, refusal := test.wish(talking(t))
			if refusal == nil {
				t.Fatalf("allowed: %v", facts)
			}
			if diff := cmp.Diff(test.want, *refusal); diff != "" {
				t.Errorf("refusal (-want +got):\n%s", diff)
			}
		})
	}
}
