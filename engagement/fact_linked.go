package engagement

import (
	"slices"
	"time"
)

// LinkWanted says that somebody would have suppliers counted as one, or no longer
// would. They are once another person wants it, too.
type LinkWanted struct {
	Organisations []string
	On            bool
	Why           string
	By            Person
}

// Kind is the kind of the fact.
func (LinkWanted) Kind() string { return "link.wanted" }

func (f LinkWanted) fields(c *codec) Fact {
	list(c, "orgs", &f.Organisations, textElement)
	c.truth("on", &f.On)
	text(c, "why", &f.Why)
	text(c, "by", &f.By)
	return f
}

func (f LinkWanted) apply(s *State, _ time.Time) {
	s.fair.wanted = dropLinks(s.fair.wanted, f.Organisations)
	if f.On {
		s.fair.wanted = append(s.fair.wanted, f)
	}
}

// dropLinks leaves out those in which any of the organisations is.
func dropLinks(all []LinkWanted, organisations []string) []LinkWanted {
	return slices.DeleteFunc(slices.Clone(all), func(l LinkWanted) bool {
		return slices.ContainsFunc(l.Organisations, func(id string) bool { return slices.Contains(organisations, id) })
	})
}

// LinkDisputed is what a supplier says against being counted as one with others. It
// changes no count: the team decides.
type LinkDisputed struct {
	Organisation string
	Person       Person
	Why          string
}

// Kind is the kind of the fact.
func (LinkDisputed) Kind() string { return "link.disputed" }

func (f LinkDisputed) fields(c *codec) Fact {
	text(c, "org", &f.Organisation)
	text(c, "person", &f.Person)
	text(c, "why", &f.Why)
	return f
}

func (f LinkDisputed) apply(s *State, at time.Time) {
	s.fair.disputes = append(s.fair.disputes, Dispute{f, at})
}

// Dispute is one of these, and when it was said.
type Dispute struct {
	LinkDisputed
	At time.Time
}

func (d *Dispute) snapshot(c *codec) {
	d.LinkDisputed = d.fields(c).(LinkDisputed)
	c.instant("at", &d.At)
}

// Linking is one time that suppliers were counted as one, or for themselves again.
type Linking struct {
	OrganisationsLinked
	At time.Time
}

func (l *Linking) snapshot(c *codec) {
	l.OrganisationsLinked = l.fields(c).(OrganisationsLinked)
	c.instant("at", &l.At)
}

// Linkings gives all of them, oldest first.
func (s *State) Linkings() []Linking { return s.fair.linkings }

// LinksWanted gives those that wait for a second person.
func (s *State) LinksWanted() []LinkWanted { return s.fair.wanted }

// Disputes gives what suppliers said against being counted as one, oldest first.
func (s *State) Disputes() []Dispute { return s.fair.disputes }

// Dispute takes what a supplier says against it, as long as it is counted so. The same
// again gives no facts.
func (s *State) Dispute(f LinkDisputed) ([]Fact, *Refusal) {
	if r := firstOf(s.exists(), named(f.Person), filled(FieldReason, f.Why, MostReason)); r != nil {
		return nil, r
	}
	if !s.isLinked(f.Organisation) {
		return nil, &Refusal{Code: NotLinked, Organisation: f.Organisation}
	}
	for _, d := range s.fair.disputes {
		if d.Organisation == f.Organisation && d.Why == f.Why {
			return nil, nil
		}
	}
	return []Fact{f}, nil
}

// wantLink has a second person agree: the first only wants it, which the facts say.
func (s *State) wantLink(f OrganisationsLinked) []Fact {
	for _, w := range s.fair.wanted {
		if !slices.Equal(w.Organisations, f.Organisations) || w.Why != f.Why {
			continue
		}
		if w.By == f.By {
			return nil
		}
		f.Wanted = w.By
		return []Fact{f}
	}
	return []Fact{LinkWanted{Organisations: f.Organisations, On: true, Why: f.Why, By: f.By}}
}
