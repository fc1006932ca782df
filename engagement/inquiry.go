package engagement

import (
	"slices"
	"time"
)

// inquiring is what the team asks, and what it says of what matters most to it.
type inquiring struct {
	all        []Inquiry
	answered   int           // the last number of an answer
	priorities PrioritiesSet // that waits for its release; none where that is empty
}

// Inquiry is a question of the team's: to everybody, or to those who said the
// like.
type Inquiry struct {
	InquiryMade
	Made    time.Time
	Asked   time.Time // when everybody who is asked had it; zero: not yet
	Dropped bool      // it never was
	Firms   bool      // people who use services are not asked, as the team said
	Answers []InquiryAnswer
	Came    InquirySettled // of it, as drafted; no outcome: nobody has said
	Settled time.Time      // when everybody had that; zero: it is open
}

// Open says whether it was asked, and nobody has been told what came of it.
func (q Inquiry) Open() bool { return !q.Asked.IsZero() && q.Settled.IsZero() }

// Waits says whether it was asked and nobody has drafted what came of it.
func (q Inquiry) Waits() bool { return q.Open() && !q.Came.Outcome.Valid() }

// Concerns says whether the organisation is asked.
func (q Inquiry) Concerns(o Organisation) bool {
	return (!q.Firms || !o.Users) && (len(q.To) == 0 || slices.Contains(q.To, o.ID))
}

// ChoicesFor gives the choices that suppliers, or people who use services, have:
// whoever is asked in words of their own answers with words alone.
func (q Inquiry) ChoicesFor(users bool) []string {
	if users && q.Plain != "" {
		return nil
	}
	return q.Choices
}

// Choice gives the words of a choice, from 1; empty: there is none such.
func (q Inquiry) Choice(n int) string {
	if n < 1 || n > len(q.Choices) {
		return ""
	}
	return q.Choices[n-1]
}

// Answer gives what a voice said; the person counts in a users' group only.
func (q Inquiry) Answer(organisation string, person Person) (InquiryAnswer, bool) {
	for _, a := range q.Answers {
		if a.Organisation == organisation && (!a.users || a.Person == person) {
			return a, true
		}
	}
	return InquiryAnswer{}, false
}

// Sensitive counts the answers that are commercially sensitive now.
func (q Inquiry) Sensitive() int {
	n := 0
	q.sensitive(func(string) { n++ })
	return n
}

func (q Inquiry) sensitive(each func(id string)) {
	for _, a := range q.Answers {
		if a.Sensitive {
			each(a.ID)
		}
	}
}

// Heard says whether an organisation, or one of Counted, has said anything of the
// draft: of a section, or to a question of the team's.
func (s *State) Heard(o Organisation) bool {
	return !o.Answered.IsZero() || slices.ContainsFunc(s.Inquiries(), func(q Inquiry) bool {
		return slices.ContainsFunc(q.Answers, func(a InquiryAnswer) bool { return a.Organisation == o.ID || s.CountedAs(a.Organisation) == o.ID })
	})
}

// InquiryAnswer is the latest that one voice said to a question of the team's.
type InquiryAnswer struct {
	InquiryAnswered
	At time.Time

	users bool // one of several voices of its organisation
}

// IsUser says whether it is that of a member of a users' group.
func (a InquiryAnswer) IsUser() bool { return a.users }

func (a InquiryAnswer) sameVoice(b InquiryAnswer) bool {
	return a.Organisation == b.Organisation && (!a.users || a.Person == b.Person)
}

// Outcome says what came of a question of the team's.
type Outcome string

// The outcomes.
const (
	OutcomeMet     Outcome = "met"     // what was asked about is met
	OutcomeChanged Outcome = "changed" // the text is another now
	OutcomeDiffer  Outcome = "differ"  // the two sides agree to differ
)

// Valid says whether o is one of the outcomes.
func (o Outcome) Valid() bool { return o == OutcomeMet || o == OutcomeChanged || o == OutcomeDiffer }

// Inquiries gives what the team asks, or means to, in the order in which it was
// made; what was dropped before it was asked is left out.
func (s *State) Inquiries() []Inquiry {
	var all []Inquiry
	for _, q := range s.inquiring.all {
		if !q.Dropped {
			all = append(all, q)
		}
	}
	return all
}

// Inquiry gives the one with the id, unless it was dropped.
func (s *State) Inquiry(id string) (Inquiry, bool) {
	if q := s.inquiryAt(id); q != nil && !q.Dropped {
		return *q, true
	}
	return Inquiry{}, false
}

// InquiryOf gives the question that a release asks, or the one of which it says
// what came of it.
func (s *State) InquiryOf(release string) (Inquiry, bool) {
	for _, q := range s.inquiring.all {
		if release != "" && (q.Release == release || q.Came.Release == release) {
			return q, true
		}
	}
	return Inquiry{}, false
}

// AskedOf gives to whom alone a release goes; none: to everybody.
func (s *State) AskedOf(release string) []string {
	for _, q := range s.inquiring.all {
		if q.Release == release {
			return q.To
		}
	}
	return nil
}

// ReadersOfInquiry counts the people who have read what is sensitive among the
// answers to a question of the team's now, or some of it.
func (s *State) ReadersOfInquiry(q Inquiry) int {
	now := make(map[string]bool)
	q.sensitive(func(id string) { now[id] = true })
	return s.readers(now)
}

// Alike gives what an organisation says of a section, and all suppliers that say
// the same of it, that one among them, in the order in which they were invited;
// none: it has not answered that, or is a users' group.
func (s *State) Alike(section int, organisation string) (Stance, []string) {
	for _, r := range s.Responses(section) {
		if r.Organisation == organisation && !r.IsUser() {
			return r.Stance, s.Saying(section, r.Stance)
		}
	}
	return "", nil
}

// Saying gives the suppliers that say this of a section, in the order in which
// they were invited.
func (s *State) Saying(section int, stance Stance) []string {
	var all []string
	for _, r := range s.Responses(section) {
		if r.Stance == stance && !r.IsUser() {
			all = append(all, r.Organisation)
		}
	}
	return all
}

// PrioritiesWaiting gives what is to matter most once its release is sent; false:
// none waits.
func (s *State) PrioritiesWaiting() (PrioritiesSet, bool) {
	return s.inquiring.priorities, s.inquiring.priorities.Release != ""
}

// Priorities gives the sections that matter most, in the order of the draft.
func (s *State) Priorities() []Priority {
	var all []Priority
	for _, section := range s.sections {
		if section.Priority {
			all = append(all, Priority{section.ID, section.Matters})
		}
	}
	return all
}

// inquiryAt gives the question with the id, to be changed; nil: there is none.
func (s *State) inquiryAt(id string) *Inquiry {
	for i := range s.inquiring.all {
		if s.inquiring.all[i].ID == id {
			return &s.inquiring.all[i]
		}
	}
	return nil
}

// inquirySent does what a release that was sent asks, or says of a question, or
// of what matters most.
func (s *State) inquirySent(release string, at time.Time) {
	for i := range s.inquiring.all {
		q := &s.inquiring.all[i]
		switch {
		case q.Release == release && q.Asked.IsZero():
			q.Asked = at
		case q.Came.Release == release && q.Settled.IsZero():
			q.Settled = at
		}
	}
	if s.inquiring.priorities.Release == release {
		s.prioritise(s.inquiring.priorities.Sections)
		s.inquiring.priorities = PrioritiesSet{}
	}
}

// inquiryDropped undoes what a release was to ask or to say.
func (s *State) inquiryDropped(release string) {
	for i := range s.inquiring.all {
		q := &s.inquiring.all[i]
		switch {
		case q.Release == release:
			q.Dropped = true
		case q.Came.Release == release:
			q.Came = InquirySettled{}
		}
	}
	if s.inquiring.priorities.Release == release {
		s.inquiring.priorities = PrioritiesSet{}
	}
}

func (i *inquiring) fields(c *codec) {
	list(c, "all", &i.all, braced((*Inquiry).snapshot))
	c.number("answered", &i.answered)
	c.object("priorities", func() { i.priorities = i.priorities.fields(c).(PrioritiesSet) })
}

func (q *Inquiry) snapshot(c *codec) {
	q.InquiryMade = q.fields(c).(InquiryMade)
	c.instant("made", &q.Made)
	c.instant("asked", &q.Asked)
	c.truth("dropped", &q.Dropped)
	list(c, "answers", &q.Answers, braced((*InquiryAnswer).snapshot))
	c.object("came", func() { q.Came = q.Came.fields(c).(InquirySettled) })
	c.instant("settled", &q.Settled)
	c.truth("firms", &q.Firms)
}

func (a *InquiryAnswer) snapshot(c *codec) {
	a.InquiryAnswered = a.fields(c).(InquiryAnswered)
	c.instant("at", &a.At)
	c.truth("users", &a.users)
}
