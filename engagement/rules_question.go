package engagement

import (
	"slices"
	"time"
)

// Merge makes a question one with another. Where that was answered, this one is
// answered with it.
func (s *State) Merge(f QuestionMerged) ([]Fact, *Refusal) {
	if r := s.opened(); r != nil {
		return nil, r
	}
	q, refusal := s.unanswered(f.Question)
	if refusal != nil {
		return nil, refusal
	}
	into, ok := s.Question(f.Into)
	if !ok {
		return nil, &Refusal{Code: UnknownQuestion, Question: f.Into}
	}
	if !into.TakenBack.IsZero() {
		return nil, &Refusal{Code: QuestionTaken, Question: into.ID, At: into.TakenBack}
	}
	if into.Into != "" {
		into, _ = s.Question(into.Into)
	}
	switch {
	case into.ID == q.Into || into.ID == q.ID:
		return nil, nil
	case q.Release != "":
		return nil, &Refusal{Code: AnswerWaits, Question: q.ID, Release: q.Release}
	}
	f.Into = into.ID
	return append([]Fact{f}, s.touched(into.Release, f.By)...), nil
}

// Unmerge parts a question from the one it was merged into.
func (s *State) Unmerge(f QuestionUnmerged) ([]Fact, *Refusal) {
	q, refusal := s.unanswered(f.Question)
	if refusal != nil {
		return nil, refusal
	}
	if q.Into == "" {
		return nil, nil
	}
	into, _ := s.Question(q.Into)
	return append([]Fact{f}, s.touched(into.Release, f.By)...), nil
}

// Part says that questions which look alike are not.
func (s *State) Part(f QuestionsApart) ([]Fact, *Refusal) {
	if len(f.Questions) < 2 {
		return nil, &Refusal{Code: Missing, Field: FieldQuestion}
	}
	apart := true
	for _, id := range f.Questions {
		q, ok := s.Question(id)
		if !ok {
			return nil, &Refusal{Code: UnknownQuestion, Question: id}
		}
		for _, other := range f.Questions {
			apart = apart && (other == id || slices.Contains(q.Apart, other))
		}
	}
	if apart {
		return nil, nil
	}
	return []Fact{f}, nil
}

// Word puts a question in the words in which everybody reads it. The words in which
// it was asked are a choice as well, once: nobody has to agree anew for them.
func (s *State) Word(f QuestionWorded) ([]Fact, *Refusal) {
	q, refusal := s.unanswered(f.Question)
	if refusal != nil {
		return nil, refusal
	}
	if r := filled(FieldQuestion, f.Text, MostQuestion); r != nil {
		return nil, r
	}
	if q.ForAll() == f.Text {
		if q.Worded == "" {
			return []Fact{f}, nil
		}
		return nil, nil
	}
	return append([]Fact{f}, s.touched(q.Release, f.By)...), nil
}

// DraftAnswer answers a question, and those merged into it, in the words in
// which everybody reads it; with Wont it says why it is not answered. The answer
// waits as a release that goes with the slot. One that waits already gets the
// other words.
func (s *State) DraftAnswer(f QuestionAnswered, due time.Time) ([]Fact, *Refusal) {
	if r := firstOf(s.opened(), named(f.By), filled(FieldAnswer, f.Text, MostNews)); r != nil {
		return nil, r
	}
	var roots []string
	waits := ""
	for _, id := range f.Questions {
		q, refusal := s.unanswered(id)
		if refusal != nil {
			return nil, refusal
		}
		if q.Into != "" {
			q, _ = s.Question(q.Into)
		}
		if q.Release != "" {
			waits = q.Release
		}
		if !slices.Contains(roots, q.ID) {
			roots = append(roots, q.ID)
		}
	}
	if len(roots) == 0 {
		return nil, &Refusal{Code: Missing, Field: FieldQuestion}
	}
	if waits != "" {
		return s.answerAnew(f, waits)
	}
	f.Questions, f.Release = roots, nextID(s.released, "N")
	return []Fact{ReleaseMade{ID: f.Release, Of: Answers, Text: f.Text, Questions: roots, Due: due, By: f.By}, f}, nil
}

// Correct puts right an answer that everybody has, to a question and all that it
// answered with it: a release like any other, that goes with the slot. One that waits
// already gets the other words. What was sent stays as it was sent.
func (s *State) Correct(f QuestionAnswered, due time.Time) ([]Fact, *Refusal) {
	if r := firstOf(s.MayCarry(Answers), named(f.By), filled(FieldAnswer, f.Text, MostNews)); r != nil {
		return nil, r
	}
	first, refusal := s.answerSent(f.Questions)
	switch {
	case refusal != nil:
		return nil, refusal
	case len(f.Questions) == 0:
		return nil, &Refusal{Code: Missing, Field: FieldQuestion}
	}
	for _, r := range s.releases {
		if r.Corrects != first.ID || !r.Waiting() {
			continue
		}
		if r.Text == f.Text {
			return nil, nil
		}
		return []Fact{ReleaseEdited{ID: r.ID, Title: r.Title, Text: f.Text, By: f.By}}, nil
	}
	if q, _ := s.Question(first.Questions[0]); q.Answer == f.Text && !q.Wont {
		return nil, nil
	}
	return []Fact{ReleaseMade{ID: nextID(s.released, "N"), Of: Answers, Text: f.Text, Questions: first.Questions, Due: due, By: f.By}}, nil
}

// answerSent gives the release that answered all of these questions.
func (s *State) answerSent(ids []string) (Release, *Refusal) {
	var first Release
	for _, id := range ids {
		q, ok := s.Question(id)
		if q.Into != "" {
			q, _ = s.Question(q.Into)
		}
		r, sent := s.Release(q.Release)
		if !ok || !sent || q.Answered.IsZero() || first.ID != "" && first.ID != r.ID {
			return Release{}, &Refusal{Code: UnknownQuestion, Question: id}
		}
		first = r
	}
	return first, nil
}

// Corrections gives what put right the answer of a release, in the order in which it
// was sent; none: nothing did.
func (s *State) Corrections(release string) []Release {
	return slices.DeleteFunc(s.Sent(), func(r Release) bool { return r.Corrects != release || release == "" })
}

// answerAnew gives an answer that waits other words.
func (s *State) answerAnew(f QuestionAnswered, release string) ([]Fact, *Refusal) {
	r, refusal := s.waiting(release)
	if refusal != nil {
		return nil, refusal
	}
	before, _ := s.Question(r.Questions[0])
	if r.Text == f.Text && before.Wont == f.Wont {
		return nil, nil
	}
	f.Questions, f.Release = r.Questions, release
	return []Fact{ReleaseEdited{ID: release, Title: r.Title, Text: f.Text, By: f.By}, f}, nil
}

// unanswered gives a question to which nobody has an answer yet.
func (s *State) unanswered(id string) (Question, *Refusal) {
	q, ok := s.Question(id)
	switch {
	case !ok:
		return q, &Refusal{Code: UnknownQuestion, Question: id}
	case !q.Answered.IsZero():
		return q, &Refusal{Code: AlreadyAnswered, Question: id, At: q.Answered}
	case !q.TakenBack.IsZero():
		return q, &Refusal{Code: QuestionTaken, Question: id, At: q.TakenBack}
	}
	return q, nil
}

// touched says that a release which waits carries something else now, so that
// whoever agreed has to agree anew; none: there is no such release.
func (s *State) touched(release string, by Person) []Fact {
	r, ok := s.Release(release)
	if !ok || !r.Waiting() {
		return nil
	}
	return []Fact{ReleaseEdited{ID: r.ID, Title: r.Title, Text: r.Text, By: by}}
}
