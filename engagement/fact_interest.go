package engagement

import "time"

// Duty is something that one named person of the team looks after.
type Duty string

// The duties.
const (
	DutyInterests Duty = "interests" // weighs what others of the team declare
	DutySafety    Duty = "safety"    // is told at once if somebody may not be safe
)

// Valid says whether d is one of the duties.
func (d Duty) Valid() bool { return d == DutyInterests || d == DutySafety }

// DutyTaken names who looks after something. The latest counts.
type DutyTaken struct {
	Duty   Duty
	Person Person
	By     Person
	Mail   bool   // they are reached by mail, and not where the team talks
	At     Person // at whose mail address they are told, too; empty: at none
}

// Kind is the kind of the fact.
func (DutyTaken) Kind() string { return "duty.taken" }

func (f DutyTaken) fields(c *codec) Fact {
	text(c, "duty", &f.Duty)
	text(c, "person", &f.Person)
	text(c, "by", &f.By)
	c.truth("mail", &f.Mail)
	text(c, "at", &f.At)
	return f
}

func (f DutyTaken) apply(s *State, _ time.Time) {
	if !f.Duty.Valid() || f.Person == "" {
		return
	}
	for i := range s.fair.duties {
		if s.fair.duties[i].Duty == f.Duty {
			s.fair.duties[i] = f
			return
		}
	}
	s.fair.duties = append(s.fair.duties, f)
}

// InterestDeclared says whether somebody of the team has a link to anybody who is
// asked. A later one of the same person takes its place, and what was said of the
// one before no longer counts.
type InterestDeclared struct {
	Person        Person
	Links         bool
	About         string   // those links, in their own words
	Organisations []string // to which there are any, as far as they are asked
	Sections      []int    // which they concern; empty: not said
	// Withdrawn: there were links before, and now there are none; that is weighed,
	// too, or whoever has one could read on by saying so.
	Withdrawn bool
}

// Kind is the kind of the fact.
func (InterestDeclared) Kind() string { return "interest.declared" }

func (f InterestDeclared) fields(c *codec) Fact {
	text(c, "person", &f.Person)
	c.truth("links", &f.Links)
	text(c, "about", &f.About)
	list(c, "orgs", &f.Organisations, textElement)
	list(c, "sections", &f.Sections, numberElement)
	c.truth("withdrawn", &f.Withdrawn)
	return f
}

func (f InterestDeclared) apply(s *State, at time.Time) {
	if f.Person == "" {
		return
	}
	now := Interest{InterestDeclared: f, Declared: at}
	for i := range s.fair.interests {
		if s.fair.interests[i].Person == f.Person {
			s.fair.before = append(s.fair.before, s.fair.interests[i])
			s.fair.interests[i] = now
			return
		}
	}
	s.fair.interests = append(s.fair.interests, now)
}

// InterestCleared says why somebody of the team may read what suppliers say,
// whatever they declared.
type InterestCleared struct {
	Person Person
	Reason string
	By     Person
}

// Kind is the kind of the fact.
func (InterestCleared) Kind() string { return "interest.cleared" }

func (f InterestCleared) fields(c *codec) Fact {
	text(c, "person", &f.Person)
	text(c, "reason", &f.Reason)
	text(c, "by", &f.By)
	return f
}

func (f InterestCleared) apply(s *State, at time.Time) {
	for i := range s.fair.interests {
		if d := &s.fair.interests[i]; d.Person == f.Person && (d.Links || d.Withdrawn) {
			d.Cleared, d.Reason, d.By = at, f.Reason, f.By
		}
	}
}

// Interest is what somebody of the team declared last, and what was said of it.
type Interest struct {
	InterestDeclared
	Declared time.Time
	Cleared  time.Time // zero: not
	Reason   string
	By       Person
}

// snapshot is its form in a snapshot.
func (d *Interest) snapshot(c *codec) {
	d.InterestDeclared = d.fields(c).(InterestDeclared)
	c.instant("declared", &d.Declared)
	c.instant("cleared", &d.Cleared)
	text(c, "reason", &d.Reason)
	text(c, "by", &d.By)
}

// LinksSettled says what the team makes of the links that somebody declared who
// speaks for an organisation. Whatever is declared after it is new.
type LinksSettled struct {
	Organisation string
	Reason       string
	By           Person
}

// Kind is the kind of the fact.
func (LinksSettled) Kind() string { return "links.settled" }

func (f LinksSettled) fields(c *codec) Fact {
	text(c, "org", &f.Organisation)
	text(c, "reason", &f.Reason)
	text(c, "by", &f.By)
	return f
}

func (f LinksSettled) apply(s *State, at time.Time) {
	if _, known := s.organisationAt[f.Organisation]; !known {
		return
	}
	now := settledLinks{LinksSettled: f, at: at}
	for i := range s.fair.settled {
		if s.fair.settled[i].Organisation == f.Organisation {
			s.fair.settled[i] = now
			return
		}
	}
	s.fair.settled = append(s.fair.settled, now)
}

// settledLinks is what was made of an organisation's links, and when.
type settledLinks struct {
	LinksSettled
	at time.Time
}

func (l *settledLinks) snapshot(c *codec) {
	l.LinksSettled = l.fields(c).(LinksSettled)
	c.instant("at", &l.at)
}
