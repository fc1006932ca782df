package digest

import (
	"time"

	"soundings/engagement"
)

// When suppliers are told a count, and when another one.
const (
	// EnoughToTell is how many organisations must have answered: anything at
	// all, and the section.
	EnoughToTell = 5
	// EachSideToTell is how many of them must be on each side.
	EachSideToTell = 3
	// GrowthToTell is by how many each side must have grown since the count that
	// was shown before, and that by organisations that had not answered then. So
	// at least two new answers on each side have come.
	GrowthToTell = 2
)

// Shown is a count that suppliers were shown: on the one side those for whom
// the section works or who could go further, on the other those who see a risk,
// can't do it or find it not clear. Those without a view are in neither.
type Shown struct {
	Section  int
	At       time.Time // when it was taken: what was said by then is in it
	Positive int
	Worried  int
	// Answered is how many organisations had answered the text by then, those
	// without a view too. It is for the next count, and not for suppliers.
	Answered int
}

// Told is what suppliers may be told in figures. There is nothing of kinds in
// it, nor of how many take part, answered or stepped back.
type Told struct {
	Sections []SectionTold // all, in the order of the draft
	// Quotes says whether they may be given quotes: not as long as few have
	// answered anything.
	Quotes bool
}

// SectionTold is what suppliers may be told of one section.
type SectionTold struct {
	Section int
	// Count is the count to show, nil if there is none. One that is not fresh is
	// what they were shown before, to the figure, and must be dated.
	Count *Shown
	Fresh bool
	Facts []string // the responses under a fresh count, in the order of organisations
	// Why there is no count, or no fresh one. It is for the buying team:
	// suppliers must read the same whatever the reason is, as the reason tells
	// how the sides stand.
	Why Withheld
}

// Withheld says why suppliers are told no count, or no fresh one.
type Withheld string

// The reasons.
const (
	NothingWithheld Withheld = ""         // the count is fresh
	FewTakePart     Withheld = "few"      // too few organisations have answered anything
	FewAnswered     Withheld = "answered" // too few have answered the section as it reads
	OneSided        Withheld = "side"     // one side is too small
	FewNew          Withheld = "new"      // too little is new since the count that was shown
)

// TellSuppliers gives what suppliers may be told in figures as the state
// stands at now. Shown are the counts that they were last shown, at most one
// of each section; where a digest was never sent, its counts do not belong
// there, as nobody saw them. Only suppliers count, one voice each, with their
// latest answer; where a text has changed so that it is to be looked at again,
// answers to the one before it do not count, and its count is not shown again.
//
// The rule defends every single answer against one supplier who has seen every
// digest, knows its own answers and who takes part, and knows of everybody
// else, too, whether they answered, or answered again, between one fresh count
// and the next. Whatever any other said, there is another course of things in
// which it said something else and every digest reads the same; the tests look
// for that course. It is why two new answers are not enough: both on one side,
// they would show what both said. And why growth by changed minds does not
// count: with two more on each side and three new organisations, somebody who
// answered again had no view before. Where anybody has no view, at least one who
// came must be without one: a newcomer without a view knows that it is not among
// the new views, and would see that these are one too many.
//
// It does not defend against suppliers who tell each other what they said. A
// count tells any group of them the sum of the rest, and so what each of the
// rest said once these are of one mind. Four of five learn nothing, as five
// never have three on each side. Four of six learn what the other two said if
// those are the rest of one side; two who are all that a side has grown by learn
// what the others said who answered since. Nor does it defend against one who
// knows on which day everybody answered: to such a one it tells something that
// a count was not shown last week.
func TellSuppliers(s *engagement.State, shown []Shown, now time.Time) Told {
	return tell(s, shown, now, GrowthToTell)
}

// tell is TellSuppliers for a given growth of each side.
func tell(s *engagement.State, shown []Shown, now time.Time, growth int) Told {
	heard := 0
	for _, o := range s.Counted() {
		if !o.Users && !o.Answered.IsZero() {
			heard++
		}
	}
	told := Told{Quotes: heard >= EnoughToTell}
	for _, section := range s.Sections() {
		if !told.Quotes {
			told.Sections = append(told.Sections, SectionTold{Section: section.ID, Why: FewTakePart})
			continue
		}
		var before *Shown
		for i := range shown {
			if shown[i].Section == section.ID {
				before = &shown[i]
			}
		}
		if asked, again := section.AskedAgain(); before != nil && again && !asked.Before(before.At) {
			before = nil // of another text: none of it counts any more
		}
		told.Sections = append(told.Sections, countToTell(s, section.ID, before, now, growth))
	}
	return told
}

// countToTell counts one section. Before is the count of the same text that
// suppliers were shown, nil if there is none.
func countToTell(s *engagement.State, section int, before *Shown, now time.Time, growth int) SectionTold {
	count := Shown{Section: section, At: now}
	told := SectionTold{Section: section}
	for _, r := range s.Voices(section) {
		if r.IsUser() || s.Stale(r) {
			continue
		}
		count.Answered++
		told.Facts = append(told.Facts, r.ID)
		switch {
		case r.Stance.Positive():
			count.Positive++
		case r.Stance.Worried():
			count.Worried++
		}
	}
	told.Why = withheld(count, before, growth)
	if told.Why != NothingWithheld {
		return SectionTold{Section: section, Count: before, Why: told.Why}
	}
	told.Count, told.Fresh = &count, true
	return told
}

// withheld says why a count is not to be shown.
func withheld(count Shown, before *Shown, growth int) Withheld {
	switch {
	case count.Answered < EnoughToTell:
		return FewAnswered
	case min(count.Positive, count.Worried) < EachSideToTell:
		return OneSided
	case before == nil:
		return NothingWithheld
	}
	positive, worried := count.Positive-before.Positive, count.Worried-before.Worried
	most := count.Answered - before.Answered
	if count.noView() > 0 || before.noView() > 0 {
		most-- // one of those who came may know that it has no view
	}
	if min(positive, worried) < growth || positive+worried > most {
		return FewNew
	}
	return NothingWithheld
}

// noView is how many answered without a view.
func (s *Shown) noView() int { return s.Answered - s.Positive - s.Worried }
