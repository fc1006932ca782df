package engagement

import (
	"slices"
	"testing"
	"time"
)

// read is the plain words of the first section, and what is asked of it.
func read(s *State) [2]string {
	section, _ := s.Section(1)
	return [2]string{section.Plain, section.PlainAsk}
}

// withReaders is an engagement in which people who use services read plain words.
func withReaders(t *testing.T) *State {
	t.Helper()
	s := with(talking(t), StageChanged{To: Preparing})
	made(t, s)(s.PutPlainly(noon, SectionPlain{Section: 1, Text: "before", By: "P1"}))
	if got := read(s); got != [2]string{"before"} {
		t.Fatalf("before the opening the words are %q, want those that were given", got)
	}
	return with(s, StageChanged{To: Talking})
}

// goes has somebody agree to a release, and sends it.
func goes(t *testing.T, s *State, id string) {
	t.Helper()
	do := made(t, s)
	do(s.Approve(noon, ReleaseApproved{ID: id, By: "P1", Due: noon.Add(time.Hour)}))
	do(s.Send(ReleaseSent{ID: id, Hash: id, Plain: "said"}))
}

// Other plain words are read once their release is sent, all that wait in one.
func TestPlainWordsWaitForTheirRelease(t *testing.T) {
	s := withReaders(t)
	do := made(t, s)
	do(s.PutPlainly(noon, SectionPlain{Section: 1, Text: "after", Ask: "soon?", By: "P1"}))
	do(s.PutPlainly(noon, SectionPlain{Section: 2, Text: "two", By: "P1"}))
	waits := s.Waits()
	if len(waits) != 1 || waits[0].Of != Plainly || !slices.Equal(waits[0].Sections, []int{1, 2}) {
		t.Fatalf("what waits is %+v, want one release of both sections", waits)
	}
	if got := read(s); got != [2]string{"before"} {
		t.Errorf("before they are sent the words are %q", got)
	}
	if again, r := s.PutPlainly(noon, SectionPlain{Section: 1, Text: "after", Ask: "soon?", By: "P1"}); len(again) != 0 || r != nil {
		t.Errorf("the same words again give %v, %v", again, r)
	}
	goes(t, s, waits[0].ID)
	if got := read(s); got != [2]string{"after", "soon?"} {
		t.Errorf("once they are sent the words are %q", got)
	}
	if _, still := s.PlainFor(1); still {
		t.Error("they wait though they were sent")
	}
}

// Dropped, they are as if they had not been given.
func TestDroppedPlainWords(t *testing.T) {
	s := withReaders(t)
	do := made(t, s)
	do(s.PutPlainly(noon, SectionPlain{Section: 1, Text: "after", By: "P1"}))
	do(s.Drop(ReleaseDropped{ID: s.Waits()[0].ID, By: "P1"}))
	if _, still := s.PlainFor(1); still || read(s) != [2]string{"before"} {
		t.Errorf("dropped they still wait: %v; the words are %q", still, read(s))
	}
}

// A change of their section takes them along, and what is asked after it goes with it.
func TestAChangeTakesPlainWordsAlong(t *testing.T) {
	s := withReaders(t)
	do := made(t, s)
	do(s.PutPlainly(noon, SectionPlain{Section: 1, Text: "after", Ask: "soon?", By: "P1"}))
	do(s.PutPlainly(noon, SectionPlain{Section: 2, Text: "two", By: "P1"}))
	alone := s.Waits()[0].ID
	do(s.Rework(ReleaseMade{Due: closing, By: "P1"}, SectionRevised{Section: 1, Title: "A", Text: "Other.", Standing: Open, Reason: "asked", Material: true}))
	p, _ := s.PreparedFor(1)
	if r, _ := s.Release(alone); p.Plain != "after" || !slices.Equal(r.Sections, []int{2}) || !r.Waiting() {
		t.Fatalf("the change reads %q in plain words, and %+v is left", p.Plain, r)
	}
	do(s.PutPlainly(noon, SectionPlain{Section: 1, Text: "after", Ask: "soon enough?", By: "P1"}))
	goes(t, s, p.Release)
	if got := read(s); got != [2]string{"after", "soon enough?"} {
		t.Errorf("once the change is sent the words are %q", got)
	}
	do(s.Rework(ReleaseMade{Due: closing, By: "P1"}, SectionRemoved{Section: 2, Reason: "not needed"}))
	if r, _ := s.Release(alone); r.Waiting() {
		t.Error("a release without any section still waits")
	}
	if _, r := s.PutPlainly(noon, SectionPlain{Section: 1, Text: "", By: "P1"}); r == nil || r.Code != Missing {
		t.Errorf("no words at all give %+v, want that they are missing", r)
	}
	s.Apply(noon, StageChanged{To: Paused})
	if _, r := s.PutPlainly(noon, SectionPlain{Section: 1, Text: "later", By: "P1"}); r == nil || r.Code != NowPaused {
		t.Errorf("while it is paused other words give %+v", r)
	}
}
