package engagement

import (
	"slices"
	"time"
)

// TableSet makes a room a round table, in which several organisations read what
// goes to everyone, or makes it none any more.
type TableSet struct {
	Room Room
	On   bool
	Open bool // what is said in its threads is recorded as said in the open
	By   Person
}

// Kind is the kind of the fact.
func (TableSet) Kind() string { return "table.set" }

func (f TableSet) fields(c *codec) Fact {
	text(c, "room", &f.Room)
	c.truth("on", &f.On)
	c.truth("open", &f.Open)
	text(c, "by", &f.By)
	return f
}

func (f TableSet) apply(s *State, at time.Time) {
	i := slices.IndexFunc(s.tables, func(t Table) bool { return t.Room == f.Room })
	switch {
	case f.Room == "" || i < 0 && (!f.On || s.used(f.Room)):
	case !f.On:
		s.tables = slices.Delete(slices.Clone(s.tables), i, i+1)
	case i < 0:
		s.tables = append(s.tables, Table{Room: f.Room, Open: f.Open, Set: at})
	default:
		s.tables[i].Open = f.Open
	}
}

// Table is one round table.
type Table struct {
	Room Room
	Open bool // what is said in its threads is recorded
	Set  time.Time
	Said int // how much was recorded so
}

// fields is its form in a snapshot.
func (t *Table) fields(c *codec) {
	text(c, "room", &t.Room)
	c.truth("open", &t.Open)
	c.instant("set", &t.Set)
	c.number("said", &t.Said)
}

// TableSaid is something that was said at a round table, for all there to read.
// It is no answer and in no tally.
type TableSaid struct {
	ID           string // "T1"
	Room         Room
	Organisation string // empty: it is not known for whom
	Person       Person
	Section      int // 0: none in particular
	Text         string
}

// Kind is the kind of the fact.
func (TableSaid) Kind() string { return "table.said" }

func (f TableSaid) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "room", &f.Room)
	text(c, "org", &f.Organisation)
	text(c, "person", &f.Person)
	c.number("section", &f.Section)
	text(c, "text", &f.Text)
	return f
}

func (f TableSaid) apply(s *State, _ time.Time) {
	if !takeID(&s.saidOpenly, 'T', f.ID) {
		return
	}
	for i, table := range s.tables {
		if table.Room == f.Room {
			s.tables[i].Said++
		}
	}
}
