package engagement

import (
	"slices"
	"time"
)

// NamesRead says that somebody of the buying team had themselves told who said
// what of a section. Each time is a fact.
type NamesRead struct {
	Section int
	Entries []string // ids of the responses whose givers were named
	By      Person
}

// Kind is the kind of the fact.
func (NamesRead) Kind() string { return "names.read" }

func (f NamesRead) fields(c *codec) Fact {
	c.number("section", &f.Section)
	list(c, "entries", &f.Entries, textElement)
	text(c, "by", &f.By)
	return f
}

func (f NamesRead) apply(s *State, at time.Time) {
	if f.By != "" && len(f.Entries) > 0 {
		s.fair.naming = append(s.fair.naming, Naming{NamesRead: f, At: at})
	}
}

// Naming is one time that somebody had themselves told who said what.
type Naming struct {
	NamesRead
	At time.Time
}

// snapshot is its form in a snapshot.
func (n *Naming) snapshot(c *codec) {
	n.NamesRead = n.fields(c).(NamesRead)
	c.instant("at", &n.At)
}

// Namings gives every time that somebody had themselves told who said what, in
// order.
func (s *State) Namings() []Naming { return s.fair.naming }

// ReadNames records that somebody of the team is told who said what of a section.
// Nobody said anything: no facts.
func (s *State) ReadNames(section int, by Person) ([]Fact, *Refusal) {
	if _, _, ok := s.EverSection(section); !ok {
		return nil, &Refusal{Code: UnknownSection, Section: section}
	}
	if r := named(by); r != nil {
		return nil, r
	}
	f := NamesRead{Section: section, By: by}
	for _, r := range s.Responses(section) {
		if !r.IsUser() {
			f.Entries = append(f.Entries, r.ID)
		}
	}
	if len(f.Entries) == 0 {
		return nil, nil
	}
	return []Fact{f}, nil
}

// OrganisationsLinked says that suppliers are one where they are counted, or no
// longer are: they have the same parent, or are in one consortium.
type OrganisationsLinked struct {
	Organisations []string
	On            bool
	Why           string
	By            Person
	Wanted        Person // who wanted it first, and By agreed; it came later
}

// Kind is the kind of the fact.
func (OrganisationsLinked) Kind() string { return "organisations.linked" }

func (f OrganisationsLinked) fields(c *codec) Fact {
	list(c, "orgs", &f.Organisations, textElement)
	c.truth("on", &f.On)
	text(c, "why", &f.Why)
	text(c, "by", &f.By)
	text(c, "wanted", &f.Wanted)
	return f
}

func (f OrganisationsLinked) apply(s *State, at time.Time) {
	s.fair.wanted = dropLinks(s.fair.wanted, f.Organisations)
	s.fair.linkings = append(s.fair.linkings, Linking{f, at})
	var kept []OrganisationsLinked
	for _, l := range s.fair.linked {
		if !slices.ContainsFunc(l.Organisations, func(id string) bool { return slices.Contains(f.Organisations, id) }) {
			kept = append(kept, l)
		}
	}
	known := true
	for _, id := range f.Organisations {
		_, ok := s.organisationAt[id]
		known = known && ok
	}
	if f.On && known && len(f.Organisations) > 1 {
		kept = append(kept, f)
	}
	s.fair.linked = kept
}
