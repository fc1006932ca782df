package engagement

import "time"

// SecondOff says that somebody wants it ended that a second person agrees to what
// goes to everybody, or no longer wants that. It ends when another person wants
// it, too.
type SecondOff struct {
	Wanted bool
	By     Person
}

// Kind is the kind of the fact.
func (SecondOff) Kind() string { return "second.off" }

func (f SecondOff) fields(c *codec) Fact {
	c.truth("wanted", &f.Wanted)
	text(c, "by", &f.By)
	return f
}

func (f SecondOff) apply(s *State, _ time.Time) {
	s.about.SecondOff = ""
	if f.Wanted && s.about.Second {
		s.about.SecondOff = f.By
	}
}

// SetSecond says whether a second person agrees to what goes to everybody. One
// person begins that; two end it, since whoever would send alone would end it
// first: the first only wants it, which the facts say.
func (s *State) SetSecond(now time.Time, on bool, by Person) ([]Fact, *Refusal) {
	if r := firstOf(s.notClosed(), named(by)); r != nil {
		return nil, r
	}
	wanted := s.about.SecondOff
	switch {
	case on && s.about.Second && wanted != "":
		return []Fact{SecondOff{By: by}}, nil
	case !on && s.about.Second && wanted == "":
		return []Fact{SecondOff{Wanted: true, By: by}}, nil
	}
	return s.Set(now, EngagementSet{Second: &on, By: by})
}

// mayEndSecond refuses where the second person is ended by one alone.
func (s *State) mayEndSecond(f EngagementSet) *Refusal {
	if f.Second == nil || *f.Second || !s.about.Second || s.about.SecondOff != "" && s.about.SecondOff != f.By {
		return nil
	}
	return &Refusal{Code: SecondToEnd}
}

// SecondMoved is that a second person was wanted from then on for what goes to
// everybody, or no more.
type SecondMoved struct {
	At     time.Time
	On     bool
	By     Person
	Wanted Person // who wanted it off, where By agreed to that
}

func (m *SecondMoved) fields(c *codec) {
	c.instant("at", &m.At)
	c.truth("on", &m.On)
	text(c, "by", &m.By)
	text(c, "wanted", &m.Wanted)
}

// SecondMoves gives when a second person was wanted, in order.
func (s *State) SecondMoves() []SecondMoved { return s.ahead.seconds }

// secondMoves says whether a second person is wanted from now on.
func (s *State) secondMoves(f EngagementSet, at time.Time) {
	if f.Second == nil {
		return
	}
	if *f.Second != s.about.Second {
		moved := SecondMoved{At: at, On: *f.Second, By: f.By}
		if !moved.On {
			moved.Wanted = s.about.SecondOff
		}
		s.ahead.seconds = append(s.ahead.seconds, moved)
	}
	s.about.Second, s.about.SecondOff = *f.Second, ""
}
