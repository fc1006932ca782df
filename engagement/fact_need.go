package engagement

import (
	"slices"
	"time"
)

// NeedPut makes a question, in words of the team's, of what a supplier said that it
// needs to know. It is answered to everybody like any other.
type NeedPut struct {
	ID           string // of the question: "Q3"
	Organisation string // that needs to know it
	Person       Person // who said so for it
	Needs        string // in the supplier's words, which the team alone reads
	Text         string // as everybody reads it
	By           Person
}

// Kind is the kind of the fact.
func (NeedPut) Kind() string { return "need.put" }

func (f NeedPut) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "org", &f.Organisation)
	text(c, "person", &f.Person)
	text(c, "needs", &f.Needs)
	text(c, "text", &f.Text)
	text(c, "by", &f.By)
	return f
}

func (f NeedPut) apply(s *State, at time.Time) {
	place, known := s.organisationAt[f.Organisation]
	if !known || !takeID(&s.asked, 'Q', f.ID) {
		return
	}
	s.questions = append(s.questions, Question{
		ID: f.ID, Organisation: s.organisations[place].ID, Person: f.Person,
		Text: f.Text, Worded: f.Text, Asked: at, Need: f.Needs, PutBy: f.By,
	})
}

// PutNeed makes a question of what a supplier said that it needs to know; answer is the
// id of what it said to the last questions. One that was made of the same words gives no
// facts.
func (s *State) PutNeed(answer, question string, by Person) ([]Fact, *Refusal) {
	if r := firstOf(s.May(DoTell), named(by), filled(FieldQuestion, question, MostQuestion)); r != nil {
		return nil, r
	}
	for _, said := range s.lastWords {
		if said.ID != answer || said.Needs == "" {
			continue
		}
		if _, put := s.NeedOf(said); put {
			return nil, nil
		}
		return []Fact{NeedPut{
			ID: nextID(s.asked, "Q"), Organisation: said.Organisation, Person: said.Person, Needs: said.Needs, Text: question, By: by,
		}}, nil
	}
	return nil, &Refusal{Code: UnknownQuestion, Question: answer}
}

// NeedOf gives the question that was made of what a supplier needs to know now; false:
// none was.
func (s *State) NeedOf(said LastWords) (Question, bool) {
	i := slices.IndexFunc(s.questions, func(q Question) bool {
		return q.Need != "" && q.Organisation == said.Organisation && q.Need == said.Needs
	})
	if i < 0 {
		return Question{}, false
	}
	return s.questions[i], true
}

// NeedsOpen counts the suppliers that need to know something to which nobody has an
// answer.
func (s *State) NeedsOpen() int {
	n := 0
	for _, said := range s.lastWords {
		if said.Needs == "" || s.isUsers(said.Organisation) {
			continue
		}
		if q, put := s.NeedOf(said); !put || q.Answered.IsZero() {
			n++
		}
	}
	return n
}
