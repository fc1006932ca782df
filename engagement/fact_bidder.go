package engagement

import (
	"slices"
	"strings"
	"time"
)

// BidderWanted says that somebody is to be admitted to the dialogue that goes on, or
// to be taken out of it. Why stands in its release; it is so once that is sent.
type BidderWanted struct {
	Organisation string   // empty: the newcomer
	Newcomer     Newcomer // who was not asked before
	In           bool     // it is admitted; otherwise it is taken out
	Release      string
	By           Person
}

// Kind is the kind of the fact.
func (BidderWanted) Kind() string { return "bidder.wanted" }

func (f BidderWanted) fields(c *codec) Fact {
	text(c, "org", &f.Organisation)
	c.object("new", func() { f.Newcomer.fields(c) })
	c.truth("in", &f.In)
	text(c, "release", &f.Release)
	text(c, "by", &f.By)
	return f
}

func (f BidderWanted) apply(s *State, _ time.Time) {
	if r := s.releaseAt(f.Release); r == nil || !r.Waiting() || r.Of != Bidders {
		return
	}
	s.ahead.wanted = append(slices.DeleteFunc(s.ahead.wanted, f.replaces), f)
}

// replaces says whether f takes the place of what was wanted before.
func (f BidderWanted) replaces(before BidderWanted) bool {
	return before.Release == f.Release || before.Organisation == f.Organisation && before.called() == f.called()
}

// called is the newcomer's name, as names are compared.
func (f BidderWanted) called() string { return strings.ToLower(strings.TrimSpace(f.Newcomer.Name)) }

func (f *BidderWanted) snapshot(c *codec) { *f = f.fields(c).(BidderWanted) }

// BidderMoved is somebody who was admitted to the dialogue after it had begun, or
// taken out of it.
type BidderMoved struct {
	BidderWanted
	At time.Time
}

func (m *BidderMoved) snapshot(c *codec) {
	m.BidderWanted = m.fields(c).(BidderWanted)
	c.instant("at", &m.At)
}

// BidderOf gives the bidder whom a release admits or takes out, or did; false: none.
func (s *State) BidderOf(release string) (BidderWanted, bool) {
	for _, f := range s.ahead.wanted {
		if f.Release == release {
			return f, true
		}
	}
	for _, m := range s.ahead.bidders {
		if m.Release == release {
			return m.BidderWanted, true
		}
	}
	return BidderWanted{}, false
}

// BiddersMoved gives who was admitted or taken out while the dialogue went on.
func (s *State) BiddersMoved() []BidderMoved { return s.ahead.bidders }

// TakenOut says whether an organisation was in the dialogue and is not any more.
func (s *State) TakenOut(organisation string) bool {
	return !s.Admitted(organisation) && slices.ContainsFunc(s.ahead.bidders, func(m BidderMoved) bool { return m.Organisation == organisation })
}

// bidderSent does what a release says of a bidder.
func (s *State) bidderSent(release string, at time.Time) {
	for _, f := range s.ahead.wanted {
		if f.Release == release {
			s.ahead.bidders = append(s.ahead.bidders, BidderMoved{f, at})
			if f.In {
				s.takesPart(f.Organisation, at)
			}
		}
	}
	s.bidderDropped(release)
}

func (s *State) bidderDropped(release string) {
	s.ahead.wanted = slices.DeleteFunc(s.ahead.wanted, func(f BidderWanted) bool { return f.Release == release })
}
