package engagement

import "time"

// LateAsked is an answer that came after the close, kept until the
// commissioner accepts it late or leaves it out.
type LateAsked struct {
	ID           string // "L1" is the first
	Organisation string
	Person       Person
	Section      int
	Stance       Stance
	Words        string
	Quotable     bool
	Sensitive    bool
	Why          string
	StopsBid     Bidding
	For          string // whom a member of a users' group answers for
	Inquiry      string // a question of the team's, which it answers in place of a section
	Choice       int    // one of its choices
}

// Kind is the kind of the fact.
func (LateAsked) Kind() string { return "late.asked" }

func (f LateAsked) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "org", &f.Organisation)
	text(c, "person", &f.Person)
	c.number("section", &f.Section)
	text(c, "stance", &f.Stance)
	text(c, "words", &f.Words)
	c.truth("quotable", &f.Quotable)
	c.truth("sensitive", &f.Sensitive)
	text(c, "why", &f.Why)
	text(c, "stops", &f.StopsBid)
	text(c, "for", &f.For)
	text(c, "inquiry", &f.Inquiry)
	c.number("choice", &f.Choice)
	return f
}

func (f LateAsked) apply(s *State, at time.Time) {
	_, known := s.organisationAt[f.Organisation]
	_, there := s.sectionAt[f.Section]
	if f.Inquiry != "" {
		_, there = s.Inquiry(f.Inquiry)
	}
	if !known || !there || !takeID(&s.lateAsked, 'L', f.ID) {
		return
	}
	s.late = append(s.late, Late{LateAsked: f, Asked: at})
}

// LateSettled says what became of a late answer.
type LateSettled struct {
	ID       string // of the LateAsked
	Accepted bool
	By       Person
	Reason   string // whoever gave it reads it where it is left out
}

// Kind is the kind of the fact.
func (LateSettled) Kind() string { return "late.settled" }

func (f LateSettled) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	c.truth("accepted", &f.Accepted)
	text(c, "by", &f.By)
	text(c, "reason", &f.Reason)
	return f
}

func (f LateSettled) apply(s *State, at time.Time) {
	for i := range s.late {
		if l := &s.late[i]; l.ID == f.ID && l.Waiting() {
			l.Settled, l.Accepted, l.By, l.Reason = at, f.Accepted, f.By, f.Reason
			return
		}
	}
}

// EntryMarked says that the message behind an answer or a question was changed
// or taken back on the platform. What was recorded stays.
type EntryMarked struct {
	Entry  string // the response's or the question's id
	Person Person
	How    Mark
}

// Kind is the kind of the fact.
func (EntryMarked) Kind() string { return "entry.marked" }

func (f EntryMarked) fields(c *codec) Fact {
	text(c, "entry", &f.Entry)
	text(c, "person", &f.Person)
	text(c, "how", &f.How)
	return f
}

func (f EntryMarked) apply(s *State, _ time.Time) {
	if f.Entry == "" || !f.How.Valid() || f.How == NoMark {
		return
	}
	if s.marks == nil {
		s.marks = make(map[string]Mark)
	}
	s.marks[f.Entry] = f.How
}
