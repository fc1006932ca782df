package engagement

import "slices"

// Tables gives the round tables, in the order in which they were set.
func (s *State) Tables() []Table { return s.tables }

// TableIn gives the round table that the room is; false: it is none.
func (s *State) TableIn(room Room) (Table, bool) {
	for _, table := range s.tables {
		if table.Room == room && room != "" {
			return table, true
		}
	}
	return Table{}, false
}

// SaidOpenly counts what was recorded as said at round tables, those that are
// none any more included.
func (s *State) SaidOpenly() int { return s.saidOpenly }

// OrganisationOfTeam gives the organisation for which a team speaks.
func (s *State) OrganisationOfTeam(team string) (Organisation, bool) {
	for _, o := range s.organisations {
		if o.HasTeam(team) {
			return o, true
		}
	}
	return Organisation{}, false
}

// HasTeam says whether the team speaks for the organisation.
func (o Organisation) HasTeam(team string) bool { return team != "" && slices.Contains(o.Teams, team) }

// IsStranger says whether somebody said that the team does not speak for it.
func (o Organisation) IsStranger(team string) bool {
	return team != "" && slices.Contains(o.Strangers, team)
}

// used says whether a room is anybody's: the commissioning room, an
// organisation's own, or a round table.
func (s *State) used(room Room) bool {
	if room == "" {
		return false
	}
	_, own := s.OrganisationIn(room)
	_, table := s.TableIn(room)
	return own || table || room == s.about.Room
}
