package engagement

import (
	"slices"
	"time"
)

// ClosingAnswered is what a supplier says to the last questions, all of them
// optional and for the buying team alone. A later one of the same organisation
// takes its place, and carries everything.
type ClosingAnswered struct {
	ID           string // "C2" is the second
	Organisation string
	Person       Person
	Working      string // how to work together in the first six months
	Needs        string // what it would need to know that only the current provider knows
	Partner      Partnering
	ShowName     bool // its name may be shown to others who agree to the same
	Bid          Likelihood
	Reason       string // the first reason for that
}

// Kind is the kind of the fact.
func (ClosingAnswered) Kind() string { return "closing.answered" }

func (f ClosingAnswered) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "org", &f.Organisation)
	text(c, "person", &f.Person)
	text(c, "working", &f.Working)
	text(c, "needs", &f.Needs)
	text(c, "partner", &f.Partner)
	c.truth("name", &f.ShowName)
	text(c, "bid", &f.Bid)
	text(c, "reason", &f.Reason)
	return f
}

func (f ClosingAnswered) apply(s *State, at time.Time) {
	if _, known := s.organisationAt[f.Organisation]; !known || !takeID(&s.closed, 'C', f.ID) {
		return
	}
	said := LastWords{ClosingAnswered: f, At: at}
	for i := range s.lastWords {
		if before := s.lastWords[i]; before.Organisation == f.Organisation {
			said.Listed = listed(before.Listed, before.ShowName, f.ShowName, at)
			s.lastWords[i] = said
			return
		}
	}
	said.Listed = listed(nil, false, f.ShowName, at)
	s.lastWords = append(s.lastWords, said)
}

// listed gives the times in which a name was shown, when from now on it is or is not.
func listed(before []Listed, was, is bool, at time.Time) []Listed {
	switch {
	case is && !was:
		return append(slices.Clone(before), Listed{From: at})
	case was && !is:
		now := slices.Clone(before)
		now[len(now)-1].Until = at
		return now
	}
	return before
}
