package engagement

import (
	"slices"
	"time"
)

// SafetyRaised says that somebody fears for somebody's safety, and wants it passed
// on now. The words stand here and with whoever is told, and nowhere else.
type SafetyRaised struct {
	ID           string // "S1"
	Organisation string
	Person       Person
	Text         string
	To           Person // who was told
	Room         Room   // in which it was written
	Mail         Person // at whose mail address they want to hear who sees to it; empty: at none
}

// Kind is the kind of the fact.
func (SafetyRaised) Kind() string { return "safety.raised" }

func (f SafetyRaised) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "org", &f.Organisation)
	text(c, "person", &f.Person)
	text(c, "text", &f.Text)
	text(c, "to", &f.To)
	text(c, "room", &f.Room)
	text(c, "mail", &f.Mail)
	return f
}

func (f SafetyRaised) apply(s *State, at time.Time) {
	if _, known := s.organisationAt[f.Organisation]; !known || !takeID(&s.fair.lastFear, 'S', f.ID) {
		return
	}
	s.fair.fears = append(s.fair.fears, Fear{SafetyRaised: f, Raised: at})
}

// SafetyTaken says that somebody of the team sees to it.
type SafetyTaken struct {
	ID string
	By Person
}

// Kind is the kind of the fact.
func (SafetyTaken) Kind() string { return "safety.taken" }

func (f SafetyTaken) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "by", &f.By)
	return f
}

func (f SafetyTaken) apply(s *State, at time.Time) {
	for i := range s.fair.fears {
		if n := &s.fair.fears[i]; n.ID == f.ID && n.Waiting() {
			n.Taken, n.By = at, f.By
			return
		}
	}
}

// Fear is a fear for somebody's safety, and who sees to it.
type Fear struct {
	SafetyRaised
	Raised time.Time
	Taken  time.Time // zero: nobody has said that they see to it
	By     Person
}

// Waiting says whether nobody has said that they see to it.
func (f Fear) Waiting() bool { return f.Taken.IsZero() }

// snapshot is its form in a snapshot.
func (f *Fear) snapshot(c *codec) {
	f.SafetyRaised = f.fields(c).(SafetyRaised)
	c.instant("raised", &f.Raised)
	c.instant("taken", &f.Taken)
	text(c, "by", &f.By)
}

// Fears gives all of them in their order.
func (s *State) Fears() []Fear { return s.fair.fears }

// FearOf gives the one with the id.
func (s *State) FearOf(id string) (Fear, bool) {
	i := slices.IndexFunc(s.fair.fears, func(f Fear) bool { return f.ID == id })
	if i < 0 {
		return Fear{}, false
	}
	return s.fair.fears[i], true
}

// RaiseSafety takes a fear for somebody's safety, at whatever stage, whoever has
// stepped back: it is passed on to who looks after that.
func (s *State) RaiseSafety(f SafetyRaised) ([]Fact, *Refusal) {
	if r := firstOf(s.exists(), named(f.Person), filled(FieldWords, f.Text, MostWords)); r != nil {
		return nil, r
	}
	if _, ok := s.Organisation(f.Organisation); !ok {
		return nil, &Refusal{Code: UnknownOrganisation, Organisation: f.Organisation}
	}
	f.To = s.DutyOf(DutySafety)
	f.ID = nextID(s.fair.lastFear, "S")
	return []Fact{f}, nil
}

// TakeSafety records that somebody sees to it; the first counts.
func (s *State) TakeSafety(f SafetyTaken) ([]Fact, *Refusal) {
	if r := named(f.By); r != nil {
		return nil, r
	}
	switch fear, ok := s.FearOf(f.ID); {
	case !ok:
		return nil, &Refusal{Code: UnknownFear}
	case !fear.Waiting():
		return nil, nil
	}
	return []Fact{f}, nil
}
