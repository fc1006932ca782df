package engagement

import (
	"strings"
	"time"
)

// Import takes a draft, in place of the one before it. The sections' ids are
// given here, 1 and on; a section without standing is open to change.
func (s *State) Import(f DraftImported) ([]Fact, *Refusal) {
	if r := firstOf(s.preparing(), short(FieldFile, f.File, MostShort)); r != nil {
		return nil, r
	}
	switch n := len(f.Sections); {
	case n == 0:
		return nil, &Refusal{Code: NoSections}
	case n > MostSections:
		return nil, &Refusal{Code: TooMany, Field: FieldSections, Have: n, Most: MostSections}
	}
	sections := make([]ImportedSection, len(f.Sections))
	for i, section := range f.Sections {
		section.ID = i + 1
		if section.Standing == "" {
			section.Standing = Open
		}
		if r := section.check(); r != nil {
			r.Section = section.ID
			return nil, r
		}
		sections[i] = section
	}
	f.Sections = sections
	return []Fact{f}, nil
}

func (s ImportedSection) check() *Refusal {
	if !s.Standing.Valid() {
		return &Refusal{Code: Invalid, Field: FieldStanding}
	}
	return firstOf(
		filled(FieldSectionTitle, s.Title, MostTitle), short(FieldSectionTitle, s.Number, MostTitle),
		short(FieldSectionTitle, strings.Join(s.Path, " "), MostSectionText),
		short(FieldSectionText, s.Text, MostSectionText), short(FieldAsk, s.Ask, MostAsk), short(FieldPlain, s.Plain, MostSectionText),
	)
}

// Mark marks a section. Standing and what is asked are part of what suppliers
// answer, so they stand once the engagement is open; from then on what matters
// most is a release: see [State.Prioritise].
func (s *State) Mark(f SectionMarked) ([]Fact, *Refusal) {
	if r := s.notClosed(); r != nil {
		return nil, r
	}
	section, ok := s.Section(f.Section)
	if !ok {
		return nil, &Refusal{Code: UnknownSection, Section: f.Section}
	}
	if f.Standing != nil && !f.Standing.Valid() {
		return nil, &Refusal{Code: Invalid, Field: FieldStanding, Section: f.Section}
	}
	if r := given(FieldAsk, f.Ask, MostAsk); r != nil {
		return nil, r
	}
	changesText := f.Standing != nil && *f.Standing != section.Standing || f.Ask != nil && *f.Ask != section.Ask
	if !changesText && (f.Priority == nil || *f.Priority == section.Priority) {
		return nil, nil
	}
	if r := s.preparing(); r != nil {
		return nil, r
	}
	return []Fact{f}, nil
}

// Invite adds an organisation, until the engagement is paused or closed. One
// of the kind users' group has a voice for each member.
func (s *State) Invite(f OrganisationInvited) ([]Fact, *Refusal) {
	if r := s.May(DoInvite); r != nil {
		return nil, r
	}
	if n := len(s.organisations); n >= MostOrganisations {
		return nil, &Refusal{Code: TooMany, Field: FieldOrganisations, Have: n + 1, Most: MostOrganisations}
	}
	if !f.OfKind.Valid() {
		return nil, &Refusal{Code: Invalid, Field: FieldKind}
	}
	if r := firstOf(filled(FieldName, f.Name, MostName), s.free("", f.Name, f.Room)); r != nil {
		return nil, r
	}
	if f.OfKind == UsersGroup {
		if r := s.plainFirst(); r != nil {
			return nil, r
		}
	}
	f.ID = nextID(s.invited, "O")
	f.Users = f.OfKind == UsersGroup
	f.Current = !f.Users && (f.Current || f.OfKind == CurrentProvider)
	return []Fact{f}, nil
}

// Change corrects what is known of an organisation. A users' group stays one,
// and no other becomes one: their voices count differently.
func (s *State) Change(f OrganisationChanged) ([]Fact, *Refusal) {
	if r := s.notClosed(); r != nil {
		return nil, r
	}
	organisation, ok := s.Organisation(f.Organisation)
	if !ok {
		return nil, &Refusal{Code: UnknownOrganisation, Organisation: f.Organisation}
	}
	if f.OfKind != nil && (!f.OfKind.Valid() || (*f.OfKind == UsersGroup) != organisation.Users) {
		return nil, &Refusal{Code: Invalid, Field: FieldKind, Organisation: f.Organisation}
	}
	name, room := organisation.Name, organisation.Room
	assign(&name, f.Name)
	assign(&room, f.Room)
	if r := firstOf(filled(FieldName, name, MostName), s.free(f.Organisation, name, room)); r != nil {
		return nil, r
	}
	return []Fact{f}, nil
}

// free refuses a name or a room that somebody else has: two firms in one room
// would read each other's answers.
func (s *State) free(organisation, name string, room Room) *Refusal {
	if room != "" && room == s.about.Room {
		return &Refusal{Code: RoomTaken}
	}
	if _, table := s.TableIn(room); table {
		return &Refusal{Code: RoomIsTable}
	}
	for _, other := range s.organisations {
		switch {
		case other.ID == organisation:
		case name != "" && strings.EqualFold(strings.TrimSpace(other.Name), strings.TrimSpace(name)):
			return &Refusal{Code: NameTaken, Organisation: other.ID}
		case other.HasRoom(room):
			return &Refusal{Code: RoomTaken, Organisation: other.ID}
		}
	}
	return nil
}

// Join lets a person speak for an organisation, until the engagement is
// closed.
func (s *State) Join(f ParticipantJoined) ([]Fact, *Refusal) {
	if r := firstOf(s.notClosed(), named(f.Person)); r != nil {
		return nil, r
	}
	if _, ok := s.Organisation(f.Organisation); !ok {
		return nil, &Refusal{Code: UnknownOrganisation, Organisation: f.Organisation}
	}
	return s.joining(f.Person, f.Organisation), nil
}

// joining gives the fact that the person joined, unless it did before.
func (s *State) joining(person Person, organisation string) []Fact {
	if s.SpeaksFor(person, organisation) {
		return nil
	}
	return []Fact{ParticipantJoined{Person: person, Organisation: organisation}}
}

// speaking is joining for somebody who says something: whoever stepped back alone
// takes part again with it.
func (s *State) speaking(person Person, organisation string) []Fact {
	if !s.SteppedAlone(person, organisation).IsZero() {
		return []Fact{MemberStepped{Person: person, Organisation: organisation, Back: true}}
	}
	return s.joining(person, organisation)
}

// StepBack takes an organisation out, as long as the engagement is not closed.
func (s *State) StepBack(f OrganisationStepped) ([]Fact, *Refusal) {
	if r := firstOf(s.May(DoStep), named(f.Person), short(FieldReason, f.Reason, MostReason)); r != nil {
		return nil, r
	}
	if _, ok := s.Section(f.Section); !ok {
		f.Section = 0
	}
	organisation, ok := s.Organisation(f.Organisation)
	switch {
	case !ok:
		return nil, &Refusal{Code: UnknownOrganisation, Organisation: f.Organisation}
	case !f.Category.Valid():
		return nil, &Refusal{Code: Invalid, Field: FieldCategory}
	case organisation.SteppedBack():
		return nil, nil
	}
	return append(s.joining(f.Person, f.Organisation), f), nil
}

// ComeBack brings it in again, while answers are taken.
func (s *State) ComeBack(now time.Time, f OrganisationReturned) ([]Fact, *Refusal) {
	if r := firstOf(s.Accepts(now), named(f.Person)); r != nil {
		return nil, r
	}
	organisation, ok := s.Organisation(f.Organisation)
	switch {
	case !ok:
		return nil, &Refusal{Code: UnknownOrganisation, Organisation: f.Organisation}
	case !organisation.SteppedBack():
		return nil, &Refusal{Code: NotSteppedBack, Organisation: f.Organisation}
	}
	return append(s.speaking(f.Person, f.Organisation), f), nil
}
