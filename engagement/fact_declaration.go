package engagement

import "time"

// DeclarationMade says who somebody is that speaks for an organisation. A later
// one of the same person takes its place.
type DeclarationMade struct {
	Organisation string
	Person       Person
	Role         string // such as "operations manager"
	MaySpeak     bool   // says that they may speak for the organisation
	Links        bool   // there are links to the buyer that should be known
	About        string // those links, in their own words
}

// Kind is the kind of the fact.
func (DeclarationMade) Kind() string { return "declaration.made" }

func (f DeclarationMade) fields(c *codec) Fact {
	text(c, "org", &f.Organisation)
	text(c, "person", &f.Person)
	text(c, "role", &f.Role)
	c.truth("speaks", &f.MaySpeak)
	c.truth("links", &f.Links)
	text(c, "about", &f.About)
	return f
}

func (f DeclarationMade) apply(s *State, at time.Time) {
	if _, known := s.organisationAt[f.Organisation]; !known || f.Person == "" {
		return
	}
	made := Declaration{
		Organisation: f.Organisation, Person: f.Person, Role: f.Role, MaySpeak: f.MaySpeak,
		Links: f.Links, About: f.About, Made: at,
	}
	for i := range s.declarations {
		if d := &s.declarations[i]; d.Organisation == f.Organisation && d.Person == f.Person {
			*d = made
			return
		}
	}
	s.declarations = append(s.declarations, made)
}

// OrganisationContact says that a person is reached by mail for an
// organisation, or no longer is.
type OrganisationContact struct {
	Organisation string
	Person       Person
	On           bool
	By           Person // who said so; empty: the person alone
}

// Kind is the kind of the fact.
func (OrganisationContact) Kind() string { return "organisation.contact" }

func (f OrganisationContact) fields(c *codec) Fact {
	text(c, "org", &f.Organisation)
	text(c, "person", &f.Person)
	c.truth("on", &f.On)
	text(c, "by", &f.By)
	return f
}

func (f OrganisationContact) apply(s *State, _ time.Time) {
	i, ok := s.organisationAt[f.Organisation]
	if !ok || f.Person == "" {
		return
	}
	// The list is replaced, not changed: whoever has a copy of the
	// organisation keeps what was true then.
	var contacts []Person
	for _, p := range s.organisations[i].Contacts {
		if p != f.Person {
			contacts = append(contacts, p)
		}
	}
	if f.On {
		contacts = append(contacts, f.Person)
	}
	s.organisations[i].Contacts = contacts
}
