package engagement

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// rewritten gives section 1 another text, at once.
func rewritten(t *testing.T, s *State, text string, material bool, because ...string) {
	t.Helper()
	do := made(t, s)
	do(s.Rework(ReleaseMade{Due: closing, By: "P1"}, SectionRevised{
		Section: 1, Title: "A", Text: text, Standing: Open, Reason: "asked", Material: material, Because: because,
	}))
	id := s.Releases()[len(s.Releases())-1].ID
	do(s.Approve(noon, ReleaseApproved{ID: id, By: "P1", Due: noon.Add(time.Hour)}))
	do(s.Send(ReleaseSent{ID: id, Hash: id, Content: text}))
}

func TestWhatWasSaidOfTextsBefore(t *testing.T) {
	s := talking(t)
	do := made(t, s)
	say := func(stance Stance) {
		do(s.Answer(noon, ResponseGiven{Organisation: "O1", Person: "P7", Section: 1, Stance: stance}))
	}
	standing := func() (int, Stance, []SaidBefore) {
		r := s.Response(1, "O1", "")
		return r.Revision, r.Stance, r.Earlier
	}
	want := func(when string, revision int, stance Stance, earlier ...SaidBefore) {
		t.Helper()
		r, said, before := standing()
		if diff := cmp.Diff(earlier, before); r != revision || said != stance || diff != "" {
			t.Errorf("%s it stands as %s on %d, want %s on %d; before (-want +got):\n%s", when, said, r, stance, revision, diff)
		}
	}
	say(Unclear)
	say(Cautious)
	want("answered twice,", 1, Cautious)
	rewritten(t, s, "Another text.", true)
	say(Optimistic)
	want("answered anew,", 2, Optimistic, SaidBefore{ID: "R2", Revision: 1, Stance: Cautious})

	do(s.AnswerTo(noon, 1, ResponseGiven{Organisation: "O1", Person: "P7", Section: 1, Stance: Unachievable}))
	want("with a word on the text before,", 2, Optimistic, SaidBefore{ID: "R4", Revision: 1, Stance: Unachievable})
	do(s.AnswerTo(noon, 2, ResponseGiven{Organisation: "O1", Person: "P7", Section: 1, Stance: Excited}))
	want("with another answer,", 2, Excited, SaidBefore{ID: "R4", Revision: 1, Stance: Unachievable})

	rewritten(t, s, "The same text, spelt right.", false)
	do(s.AnswerTo(noon, 2, ResponseGiven{Organisation: "O1", Person: "P7", Section: 1, Stance: Pass}))
	want("where nobody was asked again,", 2, Pass, SaidBefore{ID: "R4", Revision: 1, Stance: Unachievable})
	if _, refusal := s.AnswerTo(noon, 4, cautious); refusal == nil || refusal.Code != UnknownSection {
		t.Errorf("to a text that there never was: %+v", refusal)
	}
}

// What a change rests on is known for good, whatever the voices say afterwards;
// sensitive words are in none of it.
func TestSourcesOfAChange(t *testing.T) {
	s := talking(t)
	do := made(t, s)
	do(s.Answer(noon, ResponseGiven{Organisation: "O1", Person: "P7", Section: 1, Stance: Unclear, Words: "Which?"}))
	do(s.Answer(noon, ResponseGiven{Organisation: "O2", Person: "P8", Section: 1, Stance: Cautious, Words: "our margin", Sensitive: true}))
	do(s.Ask(noon, question))
	rewritten(t, s, "Another text.", true, "R1", "R2", "Q1", "R9")
	do(s.Answer(noon, ResponseGiven{Organisation: "O1", Person: "P7", Section: 1, Stance: Optimistic}))
	section, _ := s.Section(1)
	want := []Source{
		{ID: "R1", Organisation: "O1", Person: "P7", Words: "Which?"},
		{ID: "R2", Organisation: "O2", Person: "P8"},
		{ID: "Q1", Organisation: "O1", Person: "P7", Words: "How many?"},
	}
	if diff := cmp.Diff(want, section.Sources); diff != "" {
		t.Errorf("it rests on (-want +got):\n%s", diff)
	}
	rewritten(t, s, "A third text.", true)
	section, _ = s.Section(1)
	if was, _ := section.Was(2); len(section.Sources) != 0 || len(was.Sources) != 3 {
		t.Errorf("the text after it rests on %v, and it on %v", section.Sources, was.Sources)
	}
}

// Whoever would send alone would first end that somebody else has to agree.
func TestTwoEndTheSecondPerson(t *testing.T) {
	s := talking(t)
	do := made(t, s)
	alone := func(by Person) {
		t.Helper()
		if facts, refusal := s.SetSecond(noon, false, by); refusal == nil || refusal.Code != SecondToEnd {
			t.Errorf("%s alone ends it: %v, %+v", by, facts, refusal)
		}
	}
	do(s.SetSecond(noon, true, "P1"))
	if _, refusal := s.Set(noon, EngagementSet{Second: new(false), By: "P1"}); refusal == nil || refusal.Code != SecondToEnd {
		t.Errorf("as a setting among others: %+v", refusal)
	}
	do(s.SetSecond(noon, false, "P1"))
	if about := s.About(); !about.Second || about.SecondOff != "P1" {
		t.Errorf("one wants it: %+v", about)
	}
	alone("P1")
	do(s.SetSecond(noon, true, "P2")) // takes it back
	do(s.SetSecond(noon, false, "P2"))
	alone("P2")
	do(s.SetSecond(noon, false, "P1"))
	if about := s.About(); about.Second || about.SecondOff != "" {
		t.Errorf("two want it: %+v", about)
	}
	if facts, refusal := s.SetSecond(noon, false, "P1"); len(facts) > 0 || refusal != nil {
		t.Errorf("off already: %v, %+v", facts, refusal)
	}
}
