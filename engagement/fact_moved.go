package engagement

import "time"

// ClosingWanted says that answers are to be taken until another time than everybody
// was told. Why stands in its release; it is so once that is sent.
type ClosingWanted struct {
	Closing time.Time
	Release string
	By      Person
}

// Kind is the kind of the fact.
func (ClosingWanted) Kind() string { return "closing.wanted" }

func (f ClosingWanted) fields(c *codec) Fact {
	c.moment("closing", &f.Closing)
	text(c, "release", &f.Release)
	text(c, "by", &f.By)
	return f
}

func (f ClosingWanted) apply(s *State, _ time.Time) {
	if r := s.releaseAt(f.Release); r != nil && r.Waiting() && r.Of == Closings {
		f.Closing = toMillisecond(f.Closing)
		s.ahead.closing = f
	}
}

// ClosingMoved is one move of the closing time that everybody was told of.
type ClosingMoved struct {
	From, To time.Time
	Release  string
}

func (m *ClosingMoved) fields(c *codec) {
	c.instant("from", &m.From)
	c.instant("to", &m.To)
	text(c, "release", &m.Release)
}

// ClosingOf gives the move that a release is, or was; false: it is none.
func (s *State) ClosingOf(release string) (ClosingMoved, bool) {
	if w := s.ahead.closing; release != "" && w.Release == release {
		return ClosingMoved{From: s.about.Closing, To: w.Closing, Release: release}, true
	}
	for _, m := range s.ahead.moves {
		if m.Release == release {
			return m, true
		}
	}
	return ClosingMoved{}, false
}
