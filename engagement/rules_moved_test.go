package engagement

import (
	"testing"
	"time"
)

// Whoever agreed to what waits agreed to its words and to its time: either of them
// given anew has to be agreed to again.
func TestAnotherTimeIsAgreedToAgain(t *testing.T) {
	const why = "two firms were away"
	for _, moves := range []struct {
		name string
		of   *State
		to   func(s *State, at time.Time, why string) ([]Fact, *Refusal)
	}{
		{"closing", talking(t), func(s *State, at time.Time, why string) ([]Fact, *Refusal) {
			return s.MoveClosing(noon, ClosingWanted{Closing: at, By: "P1"}, why)
		}},
		{"reopening", in(t, Closed), func(s *State, at time.Time, why string) ([]Fact, *Refusal) {
			return s.Reopen(noon, ReopeningWanted{Closing: at, By: "P1"}, why)
		}},
	} {
		t.Run(moves.name, func(t *testing.T) {
			s, at := moves.of, noon.AddDate(0, 2, 0)
			agreed := func() bool {
				for _, r := range s.Waits() {
					return !r.Approved.IsZero()
				}
				t.Fatal("nothing waits")
				return false
			}
			moved := func(at time.Time, why string) []Fact {
				facts, r := moves.to(s, at, why)
				if r != nil {
					t.Fatal(r)
				}
				with(s, facts...)
				return facts
			}
			agree := func() {
				facts, r := s.Approve(noon, ReleaseApproved{ID: s.Waits()[0].ID, By: "P1", Why: "at once"})
				if r != nil {
					t.Fatal(r)
				}
				if with(s, facts...); !agreed() {
					t.Fatal("it is not agreed to")
				}
			}
			moved(at, why)
			agree()
			if facts := moved(at, why); facts != nil || !agreed() {
				t.Errorf("the same again recorded %+v", facts)
			}
			if moved(at.Add(time.Hour), why); agreed() {
				t.Error("another time is agreed to as soon as it is said")
			}
			agree()
			if moved(at.Add(time.Hour), "three were"); agreed() {
				t.Error("other words are agreed to as soon as they are said")
			}
		})
	}
}
