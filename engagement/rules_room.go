package engagement

import "time"

// TakeRoom gives an organisation one more room, or takes one away, until the
// engagement is closed. A room is of one organisation, and of nothing else.
func (s *State) TakeRoom(f OrganisationRoom) ([]Fact, *Refusal) {
	if r := firstOf(s.notClosed(), filled(FieldRoom, string(f.Room), MostRoom)); r != nil {
		return nil, r
	}
	o, ok := s.Organisation(f.Organisation)
	if !ok {
		return nil, &Refusal{Code: UnknownOrganisation, Organisation: f.Organisation}
	}
	if o.HasRoom(f.Room) == f.On {
		return nil, nil
	}
	if n := len(o.Rooms()); f.On && n >= MostRooms {
		return nil, &Refusal{Code: TooMany, Field: FieldRooms, Have: n + 1, Most: MostRooms}
	}
	if r := s.free(f.Organisation, o.Name, f.Room); f.On && r != nil {
		return nil, r
	}
	return []Fact{f}, nil
}

// Move says that a room is another from now on, whatever the stage: platforms
// do not ask. The new one must be of nobody else.
func (s *State) Move(f RoomMoved) ([]Fact, *Refusal) {
	switch {
	case !s.Exists():
		return nil, &Refusal{Code: NotThere}
	case f.From == f.To || !s.used(f.From):
		return nil, nil
	case s.used(f.To):
		return nil, &Refusal{Code: RoomTaken}
	}
	if r := filled(FieldRoom, string(f.To), MostRoom); r != nil {
		return nil, r
	}
	return []Fact{f}, nil
}

// Recognise says whether a team speaks for an organisation. One that speaks for
// another organisation of the engagement does not.
func (s *State) Recognise(f OrganisationTeam) ([]Fact, *Refusal) {
	if r := firstOf(s.notClosed(), filled(FieldTeam, f.Team, MostShort)); r != nil {
		return nil, r
	}
	o, ok := s.Organisation(f.Organisation)
	if !ok {
		return nil, &Refusal{Code: UnknownOrganisation, Organisation: f.Organisation}
	}
	if other, taken := s.OrganisationOfTeam(f.Team); f.On && taken && other.ID != o.ID {
		return nil, &Refusal{Code: TeamTaken, Organisation: other.ID}
	}
	if f.On && o.HasTeam(f.Team) || !f.On && o.IsStranger(f.Team) {
		return nil, nil
	}
	return []Fact{f}, nil
}

// SetTable makes a room a round table, or none any more. It must be nobody's
// own.
func (s *State) SetTable(f TableSet) ([]Fact, *Refusal) {
	if r := firstOf(s.notClosed(), filled(FieldRoom, string(f.Room), MostRoom)); r != nil {
		return nil, r
	}
	table, there := s.TableIn(f.Room)
	switch {
	case !f.On && !there, f.On && there && table.Open == f.Open:
		return nil, nil
	case !there:
		if r := s.free("", "", f.Room); r != nil {
			return nil, r
		}
	}
	return []Fact{f}, nil
}

// SayOpenly records what was said at a round table where that is done, as long
// as answers are taken.
func (s *State) SayOpenly(now time.Time, f TableSaid) ([]Fact, *Refusal) {
	if r := firstOf(s.Accepts(now), named(f.Person), filled(FieldWords, f.Text, MostWords)); r != nil {
		return nil, r
	}
	if table, ok := s.TableIn(f.Room); !ok || !table.Open {
		return nil, &Refusal{Code: NotAsked, Field: FieldWords}
	}
	if _, ok := s.Section(f.Section); !ok {
		f.Section = 0
	}
	f.ID = nextID(s.saidOpenly, "T")
	return []Fact{f}, nil
}
