package engagement

import (
	"strings"
	"time"
)

// AboutPart is one of the settings that everybody asked reads in the first message.
type AboutPart string

// The parts. Those of Buyer and Title change only in records of before.
const (
	AboutContact    AboutPart = "contact"
	AboutPurposes   AboutPart = "purposes"
	AboutPrivacy    AboutPart = "privacy"
	AboutSafetyLine AboutPart = "safetyLine"
	AboutBuyer      AboutPart = "buyer"
	AboutTitle      AboutPart = "title"
)

// AboutChange is another value of one part. Purposes stand with a space between them;
// empty: nothing is said.
type AboutChange struct {
	Part     AboutPart
	From, To string
}

func (a *AboutChange) fields(c *codec) {
	text(c, "part", &a.Part)
	text(c, "from", &a.From)
	text(c, "to", &a.To)
}

// AboutWanted says that everybody is to be told of these changes, and of no other any
// more, with a release that waits. They are so once that is sent; a number to ring is so
// already.
type AboutWanted struct {
	Release string
	Changes []AboutChange
	By      Person
}

// Kind is the kind of the fact.
func (AboutWanted) Kind() string { return "about.wanted" }

func (f AboutWanted) fields(c *codec) Fact {
	text(c, "release", &f.Release)
	list(c, "changes", &f.Changes, braced((*AboutChange).fields))
	text(c, "by", &f.By)
	return f
}

func (f AboutWanted) apply(s *State, _ time.Time) {
	if r := s.releaseAt(f.Release); r != nil && r.Waiting() && r.Of == Abouts {
		s.ahead.about = f
	}
}

// AboutMoved is one change after the opening of what everybody read, and when it came
// to be so.
type AboutMoved struct {
	AboutChange
	At      time.Time
	By      Person // who changed it, or wrote what was sent
	Release string // with which everybody was told; empty: it was so before anybody was
}

func (m *AboutMoved) fields(c *codec) {
	m.AboutChange.fields(c)
	c.instant("at", &m.At)
	text(c, "by", &m.By)
	text(c, "release", &m.Release)
}

// AboutMoves gives what changed of it since the opening, in order.
func (s *State) AboutMoves() []AboutMoved { return s.ahead.abouts }

// AboutOf gives what a release changes, or changed; nil: nothing.
func (s *State) AboutOf(release string) []AboutChange {
	switch {
	case release == "":
		return nil
	case s.ahead.about.Release == release:
		return s.ahead.about.Changes
	}
	var all []AboutChange
	for _, m := range s.ahead.abouts {
		if m.Release == release {
			all = append(all, m.AboutChange)
		}
	}
	return all
}

// aboutMoves records a change that is so at once.
func (s *State) aboutMoves(part AboutPart, from string, to *string, by Person, at time.Time) {
	if to == nil || *to == from || s.stage == Preparing || s.OpenedAt().IsZero() {
		return
	}
	s.ahead.abouts = append(s.ahead.abouts, AboutMoved{AboutChange: AboutChange{Part: part, From: from, To: *to}, At: at, By: by})
}

// aboutSent makes so what everybody was told.
func (s *State) aboutSent(r Release, at time.Time) {
	f := s.ahead.about
	if f.Release != r.ID {
		return
	}
	s.ahead.about = AboutWanted{}
	for _, change := range f.Changes {
		switch change.Part {
		case AboutContact:
			s.about.Contact = change.To
		case AboutPrivacy:
			s.about.Privacy = change.To
		case AboutPurposes:
			s.about.Purposes = purposesIn(change.To)
		case AboutSafetyLine: // is so already
			s.lineTold(change.To, r.ID)
			continue
		case AboutBuyer, AboutTitle:
			continue
		}
		s.ahead.abouts = append(s.ahead.abouts, AboutMoved{AboutChange: change, At: at, By: f.By, Release: r.ID})
	}
}

// lineTold notes with which release people were told of a number to ring.
func (s *State) lineTold(number, release string) {
	for i := range s.ahead.abouts {
		if m := &s.ahead.abouts[i]; m.Part == AboutSafetyLine && m.To == number && m.Release == "" {
			m.Release = release
		}
	}
}

// purposesIn reads purposes with a space between them.
func purposesIn(said string) []Purpose {
	var all []Purpose
	for word := range strings.FieldsSeq(said) {
		all = append(all, Purpose(word))
	}
	return all
}

// purposesSaid is the other way round.
func purposesSaid(all []Purpose) string {
	words := make([]string, len(all))
	for i, p := range sortedPurposes(all) {
		words[i] = string(p)
	}
	return strings.Join(words, " ")
}
