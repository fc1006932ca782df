package digest

import (
	"cmp"
	"slices"
	"time"
)

const (
	// AlikeFrom is the score from which two questions are suggested as one.
	AlikeFrom = 0.26
	// AnsweredFrom is the same for an answered question that is offered for a
	// new one. It is lower, as who asks sees at once whether it fits.
	AnsweredFrom = 0.20
	// SameWordsFrom is the share of common pieces of five letters from which
	// two questions are in nearly the same words.
	SameWordsFrom = 0.5
	// MostShared is how many words are named that questions share.
	MostShared = 5
	// MostAnswered is how many answered questions are offered for a new one.
	MostAnswered = 3
)

// Asked is a question as far as likeness goes.
type Asked struct {
	ID       string
	Section  int // 0: on no section
	Text     string
	At       time.Time // when it was asked
	Answered bool
	Into     string   // the id of the question that a person merged it into; empty: none
	Apart    []string // the ids of questions of which a person said that they are others
}

// Alike is a suggestion that questions are one, for a person to decide.
type Alike struct {
	Questions []string // ids, in the order in which they were asked
	// Score is how alike they are, from 0 to 1; of more than two, the mean of
	// all pairs.
	Score float64
	// SameWords: they are in nearly the same words, each with another of them.
	SameWords bool
	// Shared are words that at least two of them share, those that say most
	// first, as the first of them wrote them. Empty where they are the same to
	// the letter and have none that says anything.
	Shared []string
}

// LookAlike suggests groups of questions that may be one, the most alike first
// and then as they were asked. A question is in at most one group; in each
// group at least one waits. Questions that a person has merged count as one,
// under the id of the one they were merged into: what any of them says is
// compared, and they are not suggested again. Of questions that a person said
// are others, no two are in one group. The order in which questions are
// given does not matter; ids are unique. No question or one gives nil.
func LookAlike(questions []Asked) []Alike {
	g := newGroups(questions)
	g.join()
	var all []Alike
	for _, members := range g.members {
		if len(members) > 1 {
			all = append(all, g.suggestion(members))
		}
	}
	slices.SortStableFunc(all, func(a, b Alike) int { return cmp.Compare(b.Score, a.Score) })
	return all
}

// AnsweredBefore gives the answered questions most like a new one, each as a
// suggestion of its own with the one id, the most alike first. What was merged
// into an answered question counts as that. None is alike: nil.
func AnsweredBefore(question Asked, others []Asked) []Alike {
	question.Into, question.Answered = "", false
	all := slices.DeleteFunc(slices.Clone(others), func(q Asked) bool { return q.ID == question.ID })
	g := newGroups(append(all, question))
	at := slices.IndexFunc(g.heads, func(i int) bool { return g.questions[i].ID == question.ID })
	var found []Alike
	for other := range g.heads {
		if g.isAnswered(other) && g.of(at, other).score >= AnsweredFrom {
			alike := g.suggestion([]int{min(at, other), max(at, other)})
			alike.Questions = []string{g.questions[g.heads[other]].ID}
			found = append(found, alike)
		}
	}
	slices.SortStableFunc(found, func(a, b Alike) int { return cmp.Compare(b.Score, a.Score) })
	return found[:min(len(found), MostAnswered)]
}

// groups joins questions that are alike. Merged questions are one here, called
// a head, by the place of the one they were merged into.
type groups struct {
	likeness

	questions []Asked // as they were asked
	heads     []int   // places in questions
	merged    [][]int // of each head, the places of all that were merged, itself first
	headOf    []int   // of each question, its place in heads
	pairs     map[[2]int]pairing
	members   [][]int // heads in each group, in order; a group that was joined to another is empty
	group     []int   // of each head
}

// newGroups reads all questions; each head is a group of its own.
func newGroups(questions []Asked) *groups {
	g := &groups{questions: slices.Clone(questions), pairs: make(map[[2]int]pairing)}
	slices.SortStableFunc(g.questions, func(a, b Asked) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
	})
	g.likeness = *newLikeness(g.questions)
	first := heads(g.questions)
	g.headOf = make([]int, len(first))
	for i, head := range first {
		if i == head {
			g.headOf[i] = len(g.heads)
			g.members, g.group = append(g.members, []int{len(g.heads)}), append(g.group, len(g.heads))
			g.heads, g.merged = append(g.heads, i), append(g.merged, []int{i})
		}
	}
	for i, head := range first {
		if i != head {
			g.headOf[i] = g.headOf[head]
			g.merged[g.headOf[i]] = append(g.merged[g.headOf[i]], i)
		}
	}
	return g
}

// heads gives, of each question, the place of the one that it was merged into
// in the end. One that was merged into an unknown one, or in a circle, stays
// by itself.
func heads(questions []Asked) []int {
	at := make(map[string]int, len(questions))
	for i, q := range questions {
		at[q.ID] = i
	}
	all := make([]int, len(questions))
	for i := range questions {
		head := i
		for range questions {
			next, ok := at[questions[head].Into]
			if questions[head].Into == "" || !ok {
				break
			}
			head = next
		}
		if into, ok := at[questions[head].Into]; ok && questions[head].Into != "" && into != head {
			head = i // in a circle
		}
		all[i] = head
	}
	return all
}
