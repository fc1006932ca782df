package engagement

import (
	"slices"
	"time"
)

// OrganisationRemoved takes an organisation out again, which can be done while
// the engagement is being prepared: it has heard nothing yet.
type OrganisationRemoved struct {
	Organisation string
	By           Person
}

// Kind is the kind of the fact.
func (OrganisationRemoved) Kind() string { return "organisation.removed" }

func (f OrganisationRemoved) fields(c *codec) Fact {
	text(c, "org", &f.Organisation)
	text(c, "by", &f.By)
	return f
}

func (f OrganisationRemoved) apply(s *State, _ time.Time) {
	i, ok := s.organisationAt[f.Organisation]
	if !ok || s.stage != Preparing || s.given > 0 {
		return // whoever has answered stays
	}
	s.participants = slices.DeleteFunc(slices.Clone(s.participants), func(p Participant) bool {
		if p.Organisation != f.Organisation {
			return false
		}
		delete(s.speaks, Participation{p.Person, p.Organisation})
		return true
	})
	rest := slices.Delete(slices.Clone(s.organisations), i, i+1)
	s.organisations, s.organisationAt = nil, nil
	for _, o := range rest {
		s.addOrganisation(o)
	}
}

// Remove takes an organisation out, while preparing.
func (s *State) Remove(f OrganisationRemoved) ([]Fact, *Refusal) {
	if r := s.preparing(); r != nil {
		return nil, r
	}
	if _, ok := s.Organisation(f.Organisation); !ok {
		return nil, &Refusal{Code: UnknownOrganisation, Organisation: f.Organisation}
	}
	return []Fact{f}, nil
}
