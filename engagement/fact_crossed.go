package engagement

import (
	"slices"
	"time"
)

// SpeakerCrossed says that somebody who has spoken for one organisation opened the
// room of another, and what they said of it. A later one of the same person there
// takes its place; all of them stay on the record.
type SpeakerCrossed struct {
	Organisation string // whose room it is
	From         string // for which they had spoken
	Person       Person
	Mistaken     bool // the way in came to them by mistake; else they speak for it, too
}

// Kind is the kind of the fact.
func (SpeakerCrossed) Kind() string { return "speaker.crossed" }

func (f SpeakerCrossed) fields(c *codec) Fact {
	text(c, "org", &f.Organisation)
	text(c, "from", &f.From)
	text(c, "person", &f.Person)
	c.truth("mistaken", &f.Mistaken)
	return f
}

func (f SpeakerCrossed) apply(s *State, at time.Time) {
	s.fair.crossings = append(s.fair.crossings, Crossing{f, at})
}

// Crossing is one of those, and when it was said.
type Crossing struct {
	SpeakerCrossed
	At time.Time
}

func (x *Crossing) snapshot(c *codec) {
	x.SpeakerCrossed = x.fields(c).(SpeakerCrossed)
	c.instant("at", &x.At)
}

// Crossings gives all of them, the oldest first.
func (s *State) Crossings() []Crossing { return s.fair.crossings }

// crossing is what the person said last of the organisation's room.
func (s *State) crossing(p Person, organisation string) (Crossing, bool) {
	for _, x := range slices.Backward(s.fair.crossings) {
		if x.Person == p && x.Organisation == organisation {
			return x, true
		}
	}
	return Crossing{}, false
}

// Elsewhere gives the organisation for which somebody has spoken who is in the room
// of another and is to be shown nothing of it yet; false: they may read on. Who speaks
// for a supplier has no voice among people who use the service, whatever they say.
func (s *State) Elsewhere(p Person, organisation string) (Organisation, bool) {
	here, ok := s.Organisation(organisation)
	if !ok || p == "" {
		return Organisation{}, false
	}
	if x, said := s.crossing(p, organisation); !here.Users && (said && !x.Mistaken || !said && s.SpeaksFor(p, organisation)) {
		return Organisation{}, false
	}
	for _, o := range s.organisations {
		x, said := s.crossing(p, o.ID)
		speaks := s.SpeaksFor(p, o.ID) || said && !x.Mistaken
		settled := here.Users && o.Users && s.SpeaksFor(p, organisation)
		if o.ID != organisation && speaks && !settled {
			return o, true
		}
	}
	return Organisation{}, false
}

// Cross takes what somebody says of another organisation's room that they opened.
// The same again gives no facts.
func (s *State) Cross(f SpeakerCrossed) ([]Fact, *Refusal) {
	if r := firstOf(s.exists(), named(f.Person)); r != nil {
		return nil, r
	}
	here, ok := s.Organisation(f.Organisation)
	if !ok {
		return nil, &Refusal{Code: UnknownOrganisation, Organisation: f.Organisation}
	}
	from, elsewhere := s.Elsewhere(f.Person, f.Organisation)
	if !elsewhere {
		return nil, nil
	}
	if here.Users && !f.Mistaken && !from.Users {
		return nil, &Refusal{Code: NotAsked, Organisation: here.ID}
	}
	if x, said := s.crossing(f.Person, f.Organisation); said && x.Mistaken == f.Mistaken {
		return nil, nil
	}
	f.From = from.ID
	return []Fact{f}, nil
}
