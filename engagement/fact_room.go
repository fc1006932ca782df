package engagement

import (
	"slices"
	"time"
)

// OrganisationRoom gives an organisation a room beside those it has, or takes
// one away from it. What goes to its room goes to all of them.
type OrganisationRoom struct {
	Organisation string
	Room         Room
	On           bool
	By           Person // who said so; empty: the platform alone
}

// Kind is the kind of the fact.
func (OrganisationRoom) Kind() string { return "organisation.room" }

func (f OrganisationRoom) fields(c *codec) Fact {
	text(c, "org", &f.Organisation)
	text(c, "room", &f.Room)
	c.truth("on", &f.On)
	text(c, "by", &f.By)
	return f
}

func (f OrganisationRoom) apply(s *State, _ time.Time) {
	i, ok := s.organisationAt[f.Organisation]
	if !ok || f.Room == "" {
		return
	}
	rooms := without(s.organisations[i].Rooms(), f.Room)
	if f.On {
		if s.organisations[i].HasRoom(f.Room) {
			return
		}
		rooms = append(rooms, f.Room)
	}
	s.organisations[i].setRooms(rooms)
}

// Rooms gives all its rooms, the first first; nil if it has none.
func (o Organisation) Rooms() []Room {
	if o.Room == "" {
		return nil
	}
	return append([]Room{o.Room}, o.Further...)
}

// HasRoom says whether the room is one of its own, or its room in the dialogue.
func (o Organisation) HasRoom(room Room) bool {
	return room != "" && (o.Room == room || slices.Contains(o.Further, room) || slices.Contains(o.Bidding, room))
}

// setRooms replaces the rooms: whoever has a copy of the organisation keeps
// what was true then.
func (o *Organisation) setRooms(rooms []Room) {
	o.Room, o.Further = "", nil
	if len(rooms) > 0 {
		o.Room = rooms[0]
	}
	if len(rooms) > 1 {
		o.Further = rooms[1:]
	}
}

// without gives all but one, in a list of its own.
func without[T comparable](all []T, one T) []T {
	var rest []T
	for _, each := range all {
		if each != one {
			rest = append(rest, each)
		}
	}
	return rest
}

// RoomMoved says that a room is another from now on, as when a platform gives it
// a new id. Whoever had it has the new one.
type RoomMoved struct {
	From, To Room
}

// Kind is the kind of the fact.
func (RoomMoved) Kind() string { return "engagement.moved" }

func (f RoomMoved) fields(c *codec) Fact {
	text(c, "from", &f.From)
	text(c, "to", &f.To)
	return f
}

func (f RoomMoved) apply(s *State, _ time.Time) {
	if f.From == "" || f.To == "" || s.used(f.To) {
		return
	}
	if s.about.Room == f.From {
		s.about.Room = f.To
	}
	for i, o := range s.organisations {
		rooms := o.Rooms()
		if k := slices.Index(rooms, f.From); k >= 0 {
			rooms[k] = f.To
			s.organisations[i].setRooms(rooms)
		}
		if k := slices.Index(o.Bidding, f.From); k >= 0 {
			s.organisations[i].Bidding = slices.Clone(o.Bidding)
			s.organisations[i].Bidding[k] = f.To
		}
	}
	for i, table := range s.tables {
		if table.Room == f.From {
			s.tables[i].Room = f.To
		}
	}
}

// OrganisationTeam says whether those whom a platform knows as of one team (a
// workspace, a tenant) speak for the organisation.
type OrganisationTeam struct {
	Organisation string
	Team         string // a keyed hash, never the platform's id
	On           bool
	By           Person // who said so; empty: it follows from who accepted the invitation
}

// Kind is the kind of the fact.
func (OrganisationTeam) Kind() string { return "organisation.team" }

func (f OrganisationTeam) fields(c *codec) Fact {
	text(c, "org", &f.Organisation)
	text(c, "team", &f.Team)
	c.truth("on", &f.On)
	text(c, "by", &f.By)
	return f
}

func (f OrganisationTeam) apply(s *State, _ time.Time) {
	i, ok := s.organisationAt[f.Organisation]
	if !ok || f.Team == "" {
		return
	}
	o := &s.organisations[i]
	o.Teams, o.Strangers = without(o.Teams, f.Team), without(o.Strangers, f.Team)
	if f.On {
		o.Teams = append(o.Teams, f.Team)
	} else {
		o.Strangers = append(o.Strangers, f.Team)
	}
}
