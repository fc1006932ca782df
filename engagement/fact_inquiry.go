package engagement

import (
	"slices"
	"time"
)

// InquiryMade is a question that the team wants to ask, of everybody or of those
// who said the like. It is asked when its release is sent.
type InquiryMade struct {
	ID      string // "Q7": numbered together with the questions of suppliers
	Release string // that carries it
	Section int    // 0: on no section
	Text    string
	Plain   string   // the same for people who use services; empty: in the same words
	Choices []string // to choose one of; none: words alone
	To      []string // organisations; none: everybody
	Stance  Stance   // what those in To said of the section
	By      Person
}

// Kind is the kind of the fact.
func (InquiryMade) Kind() string { return "inquiry.made" }

func (f InquiryMade) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "release", &f.Release)
	c.number("section", &f.Section)
	text(c, "text", &f.Text)
	text(c, "plain", &f.Plain)
	list(c, "choices", &f.Choices, textElement)
	list(c, "to", &f.To, textElement)
	text(c, "stance", &f.Stance)
	text(c, "by", &f.By)
	return f
}

func (f InquiryMade) apply(s *State, at time.Time) {
	if !takeID(&s.asked, 'Q', f.ID) {
		return
	}
	s.inquiring.all = append(s.inquiring.all, Inquiry{InquiryMade: f, Made: at})
}

// InquiryWorded gives a question that was not asked yet other words, or others
// who are asked.
type InquiryWorded struct {
	ID      string
	Section int
	Text    string
	Plain   string
	Choices []string
	To      []string
	By      Person
}

// Kind is the kind of the fact.
func (InquiryWorded) Kind() string { return "inquiry.worded" }

func (f InquiryWorded) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	c.number("section", &f.Section)
	text(c, "text", &f.Text)
	text(c, "plain", &f.Plain)
	list(c, "choices", &f.Choices, textElement)
	list(c, "to", &f.To, textElement)
	text(c, "by", &f.By)
	return f
}

func (f InquiryWorded) apply(s *State, _ time.Time) {
	if q := s.inquiryAt(f.ID); q != nil && q.Asked.IsZero() && !q.Dropped {
		q.Section, q.Text, q.Plain, q.Choices, q.To = f.Section, f.Text, f.Plain, f.Choices, f.To
	}
}

// InquiryAnswered is what one voice says to a question of the team's. It takes
// the place of what that voice said before.
type InquiryAnswered struct {
	ID           string // "W1" is the first
	Inquiry      string
	Organisation string
	Person       Person
	Choice       int // from 1; 0: none
	Words        string
	Quotable     bool
	Sensitive    bool
	Why          string // it is sensitive
	For          string // whom a member of a users' group answers for
}

// Kind is the kind of the fact.
func (InquiryAnswered) Kind() string { return "inquiry.answered" }

func (f InquiryAnswered) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "inquiry", &f.Inquiry)
	text(c, "org", &f.Organisation)
	text(c, "person", &f.Person)
	c.number("choice", &f.Choice)
	text(c, "words", &f.Words)
	c.truth("quotable", &f.Quotable)
	c.truth("sensitive", &f.Sensitive)
	text(c, "why", &f.Why)
	text(c, "for", &f.For)
	return f
}

func (f InquiryAnswered) apply(s *State, at time.Time) {
	q := s.inquiryAt(f.Inquiry)
	place, known := s.organisationAt[f.Organisation]
	if q == nil || !known || q.Asked.IsZero() || !takeID(&s.inquiring.answered, 'W', f.ID) {
		return
	}
	q.Answers = slices.Clone(q.Answers)
	f.Organisation = s.organisations[place].ID
	now := InquiryAnswer{InquiryAnswered: f, At: at, users: s.organisations[place].Users}
	for i, before := range q.Answers {
		if before.sameVoice(now) {
			q.Answers[i] = now
			return
		}
	}
	q.Answers = append(q.Answers, now)
}

// InquirySettled says what came of a question of the team's. It is drafted, and
// counts once its release is sent.
type InquirySettled struct {
	Inquiry  string
	Outcome  Outcome
	Text     string
	Section  int // that was changed because of it
	Revision int // the text that it got
	Release  string
	By       Person
	Plain    string // the text in plain words; empty: it has none
}

// Kind is the kind of the fact.
func (InquirySettled) Kind() string { return "inquiry.settled" }

func (f InquirySettled) fields(c *codec) Fact {
	text(c, "inquiry", &f.Inquiry)
	text(c, "outcome", &f.Outcome)
	text(c, "text", &f.Text)
	c.number("section", &f.Section)
	c.number("revision", &f.Revision)
	text(c, "release", &f.Release)
	text(c, "by", &f.By)
	text(c, "plain", &f.Plain)
	return f
}

func (f InquirySettled) apply(s *State, _ time.Time) {
	q := s.inquiryAt(f.Inquiry)
	if q != nil && !q.Asked.IsZero() && q.Settled.IsZero() && f.Outcome.Valid() {
		q.Came = f
	}
}

// PrioritiesSet says which sections matter most to the buyer. Without a release
// it is so at once, which can be while the engagement is prepared; otherwise when
// that is sent.
type PrioritiesSet struct {
	Sections []Priority
	Release  string
	By       Person
}

// Priority is a section that matters most, and why.
type Priority struct {
	Section int
	Why     string
}

func (p *Priority) fields(c *codec) {
	c.number("section", &p.Section)
	text(c, "why", &p.Why)
}

// Kind is the kind of the fact.
func (PrioritiesSet) Kind() string { return "priorities.set" }

func (f PrioritiesSet) fields(c *codec) Fact {
	list(c, "sections", &f.Sections, braced((*Priority).fields))
	text(c, "release", &f.Release)
	text(c, "by", &f.By)
	return f
}

func (f PrioritiesSet) apply(s *State, _ time.Time) {
	if f.Release == "" {
		s.prioritise(f.Sections)
		return
	}
	if r := s.releaseAt(f.Release); r != nil && r.Waiting() {
		s.inquiring.priorities = f
	}
}

// prioritise makes these the sections that matter most.
func (s *State) prioritise(chosen []Priority) {
	for i := range s.sections {
		section := &s.sections[i]
		section.Priority, section.Matters = false, ""
		for _, p := range chosen {
			if p.Section == section.ID {
				section.Priority, section.Matters = true, p.Why
			}
		}
	}
}
