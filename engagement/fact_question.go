package engagement

import (
	"slices"
	"time"
)

// QuestionMerged says that two questions are one: what answers the other
// answers this one, too.
type QuestionMerged struct {
	Question string
	Into     string
	By       Person
}

// Kind is the kind of the fact.
func (QuestionMerged) Kind() string { return "question.merged" }

func (f QuestionMerged) fields(c *codec) Fact {
	text(c, "question", &f.Question)
	text(c, "into", &f.Into)
	text(c, "by", &f.By)
	return f
}

func (f QuestionMerged) apply(s *State, at time.Time) {
	q, into := s.questionAt(f.Question), s.questionAt(f.Into)
	if q == nil || into == nil || q.ID == into.ID || into.Into != "" || !q.Answered.IsZero() {
		return
	}
	for i := range s.questions {
		if other := &s.questions[i]; other.ID == q.ID || other.Into == q.ID {
			other.Into = into.ID
			other.Release = ""
			if !into.Answered.IsZero() {
				other.Answered = at
			}
		}
	}
}

// QuestionUnmerged parts a question from the one it was merged into.
type QuestionUnmerged struct {
	Question string
	By       Person
}

// Kind is the kind of the fact.
func (QuestionUnmerged) Kind() string { return "question.unmerged" }

func (f QuestionUnmerged) fields(c *codec) Fact {
	text(c, "question", &f.Question)
	text(c, "by", &f.By)
	return f
}

func (f QuestionUnmerged) apply(s *State, _ time.Time) {
	if q := s.questionAt(f.Question); q != nil && q.Answered.IsZero() {
		q.Into = ""
	}
}

// QuestionsApart says that questions that look alike are not.
type QuestionsApart struct {
	Questions []string
	By        Person
}

// Kind is the kind of the fact.
func (QuestionsApart) Kind() string { return "questions.apart" }

func (f QuestionsApart) fields(c *codec) Fact {
	list(c, "questions", &f.Questions, textElement)
	text(c, "by", &f.By)
	return f
}

func (f QuestionsApart) apply(s *State, _ time.Time) {
	for i := range s.questions {
		q := &s.questions[i]
		if !slices.Contains(f.Questions, q.ID) {
			continue
		}
		for _, other := range f.Questions {
			if other != q.ID && !slices.Contains(q.Apart, other) {
				q.Apart = append(slices.Clone(q.Apart), other)
			}
		}
	}
}

// QuestionWorded puts a question in the words in which everybody reads it. What
// was asked stays.
type QuestionWorded struct {
	Question string
	Text     string
	By       Person
}

// Kind is the kind of the fact.
func (QuestionWorded) Kind() string { return "question.worded" }

func (f QuestionWorded) fields(c *codec) Fact {
	text(c, "question", &f.Question)
	text(c, "text", &f.Text)
	text(c, "by", &f.By)
	return f
}

func (f QuestionWorded) apply(s *State, _ time.Time) {
	if q := s.questionAt(f.Question); q != nil {
		q.Worded = f.Text
	}
}

// QuestionAnswered is an answer as it is drafted. It is given when its release
// is sent.
type QuestionAnswered struct {
	Questions []string // not those that are merged into one of them
	Text      string
	Wont      bool   // it will not be answered, and Text says why
	Release   string // that carries it
	By        Person
}

// Kind is the kind of the fact.
func (QuestionAnswered) Kind() string { return "question.answered" }

func (f QuestionAnswered) fields(c *codec) Fact {
	list(c, "questions", &f.Questions, textElement)
	text(c, "text", &f.Text)
	c.truth("wont", &f.Wont)
	text(c, "release", &f.Release)
	text(c, "by", &f.By)
	return f
}

func (f QuestionAnswered) apply(s *State, _ time.Time) {
	for _, id := range f.Questions {
		if q := s.questionAt(id); q != nil && q.Answered.IsZero() && q.Into == "" {
			q.Answer, q.Wont, q.Release = f.Text, f.Wont, f.Release
		}
	}
}

// questionAt gives the question with the id, to be changed; nil: there is none.
func (s *State) questionAt(id string) *Question {
	for i := range s.questions {
		if s.questions[i].ID == id {
			return &s.questions[i]
		}
	}
	return nil
}

// answerGiven says that a question, and all that were merged into it, has its
// answer.
func (s *State) answerGiven(id string, at time.Time) {
	for i := range s.questions {
		if q := &s.questions[i]; (q.ID == id || q.Into == id) && q.Answered.IsZero() {
			q.Answered = at
		}
	}
}
