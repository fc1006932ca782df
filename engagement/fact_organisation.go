package engagement

import "time"

// OrganisationInvited adds an organisation that is asked.
type OrganisationInvited struct {
	ID      string // "O3" is the third
	Name    string
	OfKind  OrganisationKind
	Current bool // provides the service now, of whatever kind it is
	Users   bool // a group of people who use services: each member is a voice
	Room    Room // its own room; empty: none yet
	By      Person
}

// Kind is the kind of the fact.
func (OrganisationInvited) Kind() string { return "organisation.invited" }

func (f OrganisationInvited) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "name", &f.Name)
	text(c, "kind", &f.OfKind)
	c.truth("current", &f.Current)
	c.truth("users", &f.Users)
	text(c, "room", &f.Room)
	text(c, "by", &f.By)
	return f
}

func (f OrganisationInvited) apply(s *State, at time.Time) {
	if !takeID(&s.invited, 'O', f.ID) {
		return
	}
	s.addOrganisation(Organisation{
		ID: f.ID, Name: f.Name, Kind: f.OfKind, Current: f.Current, Users: f.Users, Room: f.Room,
		Invited: at, Newcomer: s.stage == Dialogue, By: f.By,
	})
}

// OrganisationChanged corrects what is known of an organisation; a nil value
// stays as it is.
type OrganisationChanged struct {
	Organisation string
	Name         *string
	OfKind       *OrganisationKind
	Current      *bool
	Room         *Room
	By           Person
}

// Kind is the kind of the fact.
func (OrganisationChanged) Kind() string { return "organisation.changed" }

func (f OrganisationChanged) fields(c *codec) Fact {
	text(c, "org", &f.Organisation)
	optional(c, "name", &f.Name, textElement)
	optional(c, "kind", &f.OfKind, textElement)
	optional(c, "current", &f.Current, truthElement)
	optional(c, "room", &f.Room, textElement)
	text(c, "by", &f.By)
	return f
}

func (f OrganisationChanged) apply(s *State, _ time.Time) {
	i, ok := s.organisationAt[f.Organisation]
	if !ok {
		return
	}
	organisation := &s.organisations[i]
	assign(&organisation.Name, f.Name)
	assign(&organisation.Kind, f.OfKind)
	assign(&organisation.Current, f.Current)
	assign(&organisation.Room, f.Room)
}

// ParticipantJoined says that a person speaks for an organisation. One may
// speak for several.
type ParticipantJoined struct {
	Person       Person
	Organisation string
}

// Kind is the kind of the fact.
func (ParticipantJoined) Kind() string { return "participant.joined" }

func (f ParticipantJoined) fields(c *codec) Fact {
	text(c, "person", &f.Person)
	text(c, "org", &f.Organisation)
	return f
}

func (f ParticipantJoined) apply(s *State, at time.Time) {
	i, ok := s.organisationAt[f.Organisation]
	if !ok || f.Person == "" || s.SpeaksFor(f.Person, f.Organisation) {
		return
	}
	organisation := &s.organisations[i]
	if organisation.Joined.IsZero() {
		organisation.Joined = at
	}
	s.addParticipant(Participant{Person: f.Person, Organisation: organisation.ID, Joined: at})
}

// OrganisationStepped says that an organisation steps back. Its answers stay.
type OrganisationStepped struct {
	Organisation string
	Person       Person
	Reason       string // in its own words
	Category     StepReason
	Section      int // that it is about; 0: none is named
}

// Kind is the kind of the fact.
func (OrganisationStepped) Kind() string { return "organisation.stepped" }

func (f OrganisationStepped) fields(c *codec) Fact {
	text(c, "org", &f.Organisation)
	text(c, "person", &f.Person)
	text(c, "reason", &f.Reason)
	text(c, "category", &f.Category)
	c.number("section", &f.Section)
	return f
}

func (f OrganisationStepped) apply(s *State, at time.Time) {
	i, ok := s.organisationAt[f.Organisation]
	if !ok || s.organisations[i].SteppedBack() {
		return
	}
	s.organisations[i].Step = Step{At: at, Person: f.Person, Reason: f.Reason, Category: f.Category, Section: f.Section}
}

// OrganisationReturned says that an organisation that stepped back is there
// again.
type OrganisationReturned struct {
	Organisation string
	Person       Person
}

// Kind is the kind of the fact.
func (OrganisationReturned) Kind() string { return "organisation.returned" }

func (f OrganisationReturned) fields(c *codec) Fact {
	text(c, "org", &f.Organisation)
	text(c, "person", &f.Person)
	return f
}

func (f OrganisationReturned) apply(s *State, at time.Time) { s.takesPart(f.Organisation, at) }

// takesPart lets an organisation that stepped back take part again: it came back, or
// was admitted to the dialogue.
func (s *State) takesPart(organisation string, at time.Time) {
	i, ok := s.organisationAt[organisation]
	if !ok || !s.organisations[i].SteppedBack() {
		return
	}
	s.organisations[i].Step = Step{}
	s.organisations[i].Returned = at
}
