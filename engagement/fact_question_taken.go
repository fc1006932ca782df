package engagement

import (
	"slices"
	"time"
)

// QuestionTakenBack says that whoever asked a question wants no answer to it any more.
// It stays on the record, waits for nobody, and is one with no other. An answer that
// was drafted to it goes on for those whose questions were one with it.
type QuestionTakenBack struct {
	Question string
	Person   Person
}

// Kind is the kind of the fact.
func (QuestionTakenBack) Kind() string { return "question.takenback" }

func (f QuestionTakenBack) fields(c *codec) Fact {
	text(c, "question", &f.Question)
	text(c, "person", &f.Person)
	return f
}

func (f QuestionTakenBack) apply(s *State, at time.Time) {
	q := s.questionAt(f.Question)
	if q == nil || !q.Answered.IsZero() || !q.TakenBack.IsZero() {
		return
	}
	heir := ""
	for i := range s.questions {
		other := &s.questions[i]
		switch {
		case other.Into != q.ID:
		case heir == "":
			heir = other.ID
			other.Into, other.Release, other.Answer, other.Wont = "", q.Release, q.Answer, q.Wont
		default:
			other.Into = heir
		}
	}
	if r := s.releaseAt(q.Release); r != nil && r.Waiting() {
		r.goesWithout(q.ID, heir, at)
	}
	q.TakenBack, q.Into, q.Release, q.Answer, q.Wont = at, "", "", "", false
}

// goesWithout takes a question out of what a release answers, and puts the one that
// takes its place, if there is one. Whoever agreed has to agree anew; if nothing is
// left to answer it is dropped.
func (r *Release) goesWithout(question, heir string, at time.Time) {
	var left []string
	for _, id := range r.Questions {
		switch {
		case id != question:
			left = append(left, id)
		case heir != "":
			left = append(left, heir)
		}
	}
	if len(left) == 0 {
		r.Dropped = at
		return
	}
	r.Questions = left
	r.Wanted, r.Approved, r.Approver, r.Why = "", time.Time{}, "", ""
}

// TakeBack takes a question back, for whoever asked it: anybody of a supplier, and of a
// group of people who use services the one who did. It can be done until everybody
// has an answer. One that is taken back already gives no facts.
func (s *State) TakeBack(f QuestionTakenBack) ([]Fact, *Refusal) {
	if r := firstOf(s.May(DoStep), named(f.Person)); r != nil {
		return nil, r
	}
	q, ok := s.Question(f.Question)
	switch {
	case !ok || q.Need != "" || !s.SpeaksFor(f.Person, q.Organisation) || s.isUsers(q.Organisation) && q.Person != f.Person:
		return nil, &Refusal{Code: UnknownQuestion, Question: f.Question} // the same whether others asked it or nobody did
	case !q.TakenBack.IsZero():
		return nil, nil
	}
	if _, refusal := s.unanswered(q.ID); refusal != nil {
		return nil, refusal
	}
	return []Fact{f}, nil
}

// QuestionConfided is what somebody asks the buying team in confidence. Nobody can
// answer it here, since an answer goes to everybody with its question.
type QuestionConfided struct {
	ID           string // "K1" is the first
	Organisation string
	Person       Person
	Section      int // 0: on no section
	Text         string
}

// Kind is the kind of the fact.
func (QuestionConfided) Kind() string { return "question.confided" }

func (f QuestionConfided) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "org", &f.Organisation)
	text(c, "person", &f.Person)
	c.number("section", &f.Section)
	text(c, "text", &f.Text)
	return f
}

func (f QuestionConfided) apply(s *State, at time.Time) {
	if _, known := s.organisationAt[f.Organisation]; known && takeID(&s.apart.lastConfided, 'K', f.ID) {
		s.apart.confided = append(s.apart.confided, Confided{QuestionConfided: f, At: at})
	}
}

// Confided is one question that the buying team alone reads.
type Confided struct {
	QuestionConfided
	At time.Time
}

// snapshot is its form in a snapshot.
func (q *Confided) snapshot(c *codec) {
	q.QuestionConfided = q.fields(c).(QuestionConfided)
	c.instant("at", &q.At)
}

// Confided gives what was asked in confidence, in order.
func (s *State) Confided() []Confided { return s.apart.confided }

// ConfidedOn gives what was asked in confidence on a section; 0: on none.
func (s *State) ConfidedOn(section int) []Confided {
	return slices.DeleteFunc(slices.Clone(s.apart.confided), func(q Confided) bool { return q.Section != section })
}

// Confide asks the buying team in confidence.
func (s *State) Confide(now time.Time, f QuestionConfided) ([]Fact, *Refusal) {
	if r := s.mayAsk(now, QuestionAsked{Organisation: f.Organisation, Person: f.Person, Section: f.Section, Text: f.Text}); r != nil {
		return nil, r
	}
	f.ID = nextID(s.apart.lastConfided, "K")
	return append(s.speaking(f.Person, f.Organisation), f), nil
}

// ReadConfided records that somebody of the team reads what was asked in confidence on
// no section. Nothing was: no facts.
func (s *State) ReadConfided(by Person) ([]Fact, *Refusal) {
	if r := named(by); r != nil {
		return nil, r
	}
	f := SensitiveRead{By: by}
	for _, q := range s.ConfidedOn(0) {
		f.Entries = append(f.Entries, q.ID)
	}
	if len(f.Entries) == 0 {
		return nil, nil
	}
	return []Fact{f}, nil
}

// ConfidedUnread counts what was asked in confidence and nobody has read.
func (s *State) ConfidedUnread() int {
	n := 0
	for _, q := range s.apart.confided {
		if !s.WasRead(q.ID) {
			n++
		}
	}
	return n
}

// ReadersOfConfided counts the people who have read any of what was asked in confidence
// on no section.
func (s *State) ReadersOfConfided() int {
	now := make(map[string]bool)
	for _, q := range s.ConfidedOn(0) {
		now[q.ID] = true
	}
	return s.readers(now)
}
