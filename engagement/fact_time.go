package engagement

import (
	"slices"
	"time"
)

// TimeEnough says why those who were asked after the opening have time enough, though
// they have less than the others.
type TimeEnough struct {
	Organisations []string
	Closing       time.Time // until when they had it then
	Why           string
	By            Person
}

// Kind is the kind of the fact.
func (TimeEnough) Kind() string { return "time.enough" }

func (f TimeEnough) fields(c *codec) Fact {
	list(c, "orgs", &f.Organisations, textElement)
	c.moment("closing", &f.Closing)
	text(c, "why", &f.Why)
	text(c, "by", &f.By)
	return f
}

func (f TimeEnough) apply(s *State, at time.Time) {
	f.Closing = toMillisecond(f.Closing)
	s.fair.enough = append(s.fair.enough, Enough{f, at})
}

// Enough is what was said of that, and when.
type Enough struct {
	TimeEnough
	At time.Time
}

func (e *Enough) snapshot(c *codec) {
	e.TimeEnough = e.fields(c).(TimeEnough)
	c.instant("at", &e.At)
}

// HoldEnough records why the time of those who were asked after the opening is enough.
// The same again gives no facts.
func (s *State) HoldEnough(f TimeEnough) ([]Fact, *Refusal) {
	if r := firstOf(s.opened(), s.notClosed(), named(f.By), filled(FieldReason, f.Why, MostReason)); r != nil {
		return nil, r
	}
	if len(f.Organisations) == 0 {
		return nil, &Refusal{Code: Missing, Field: FieldOrganisations}
	}
	again := true
	for _, id := range f.Organisations {
		if _, ok := s.Organisation(id); !ok {
			return nil, &Refusal{Code: UnknownOrganisation, Organisation: id}
		}
		said, held := s.EnoughFor(id)
		again = again && held && said.Why == f.Why
	}
	if again {
		return nil, nil
	}
	f.Closing = s.about.Closing
	return []Fact{f}, nil
}

// EnoughFor gives why an organisation has time enough; false: nobody has said so, or it
// has less since.
func (s *State) EnoughFor(organisation string) (Enough, bool) {
	for _, e := range slices.Backward(s.fair.enough) {
		if slices.Contains(e.Organisations, organisation) {
			return e, !s.about.Closing.Before(e.Closing)
		}
	}
	return Enough{}, false
}
