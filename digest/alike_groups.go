package digest

import (
	"cmp"
	"slices"
)

// pairing is how alike two heads are, and by which questions of theirs.
type pairing struct {
	score      float64
	same       bool
	apart      bool // a person said that they are others; then the score is 0
	one, other int
}

// apart says whether a person said that two questions are others.
func (g *groups) apart(i, j int) bool {
	a, b := g.questions[i], g.questions[j]
	return slices.Contains(a.Apart, b.ID) || slices.Contains(b.Apart, a.ID)
}

// of gives how alike two heads are: as much as the two most alike of their
// questions.
func (g *groups) of(a, b int) pairing {
	key := [2]int{min(a, b), max(a, b)}
	best, ok := g.pairs[key]
	if ok {
		return best
	}
	for _, i := range g.merged[key[0]] {
		for _, j := range g.merged[key[1]] {
			if g.apart(i, j) {
				best = pairing{apart: true}
				g.pairs[key] = best
				return best
			}
			if score, same := g.score(i, j); score > best.score {
				best = pairing{score: score, same: same, one: i, other: j}
			}
		}
	}
	g.pairs[key] = best
	return best
}

// pairOf is two heads, the earlier first.
type pairOf struct {
	a, b  int
	score float64
}

// join puts those together that are alike, the most alike first. Two groups
// become one where two of them are alike and all of them are on the whole.
func (g *groups) join() {
	var pairs []pairOf
	seen := make(map[[2]int]bool)
	for i := range g.questions {
		for _, j := range g.near(i) {
			a, b := min(g.headOf[i], g.headOf[j]), max(g.headOf[i], g.headOf[j])
			if key := [2]int{a, b}; a != b && !seen[key] {
				seen[key] = true
			} else {
				continue
			}
			if g.isAnswered(a) && g.isAnswered(b) {
				continue
			}
			if score := g.of(a, b).score; score >= AlikeFrom {
				pairs = append(pairs, pairOf{a, b, score})
			}
		}
	}
	slices.SortFunc(pairs, func(x, y pairOf) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	for _, p := range pairs {
		one, other := g.group[p.a], g.group[p.b]
		if one != other && g.mean(g.members[one], g.members[other]) >= groupFrom {
			one, other = min(one, other), max(one, other)
			for _, head := range g.members[other] {
				g.group[head] = one
			}
			g.members[one] = append(g.members[one], g.members[other]...)
			slices.Sort(g.members[one])
			g.members[other] = nil
		}
	}
}

func (g *groups) isAnswered(head int) bool { return g.questions[g.heads[head]].Answered }

// groupFrom is how alike two groups must be on the whole.
const groupFrom = 0.8 * AlikeFrom

// mean is how alike the members of two groups are, over all pairs; 0 if any of
// them must stay apart.
func (g *groups) mean(some, others []int) float64 {
	var sum float64
	for _, a := range some {
		for _, b := range others {
			pair := g.of(a, b)
			if pair.apart {
				return 0
			}
			sum += pair.score
		}
	}
	return sum / float64(len(some)*len(others))
}

// suggestion tells of a group.
func (g *groups) suggestion(members []int) Alike {
	var s Alike
	var sum float64
	says := make(map[int]float64) // term → how much it says that it is shared
	same := make(map[int]bool)
	for i, b := range members {
		s.Questions = append(s.Questions, g.questions[g.heads[b]].ID)
		for _, a := range members[:i] {
			pair := g.of(a, b)
			sum += pair.score
			if pair.same {
				same[a], same[b] = true, true
			}
			if pair.score > 0 {
				sharing(g.all[pair.one].vector, g.all[pair.other].vector, says)
			}
		}
	}
	s.Score = sum * 2 / float64(len(members)*(len(members)-1))
	s.SameWords = len(same) == len(members)
	s.Shared = g.shared(members, says)
	return s
}

// sharing adds up how much the terms say that two questions share.
func sharing(a, b vector, says map[int]float64) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].term < b[j].term:
			i++
		case a[i].term > b[j].term:
			j++
		default:
			says[a[i].term] += a[i].weight * b[j].weight
			i, j = i+1, j+1
		}
	}
}

// shared gives the words for the terms that say most.
func (g *groups) shared(members []int, says map[int]float64) []string {
	type word struct {
		text string
		says float64
		term int
	}
	var all []word
	named := make(map[int]bool)
	for _, head := range members {
		for _, i := range g.merged[head] {
			for j, w := range g.all[i].vector {
				if text := g.all[i].words[j]; text != "" && says[w.term] > 0 && !named[w.term] {
					named[w.term] = true
					all = append(all, word{text, says[w.term], w.term})
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b word) int { return cmp.Or(cmp.Compare(b.says, a.says), cmp.Compare(a.term, b.term)) })
	var texts []string
	for _, w := range all[:min(len(all), MostShared)] {
		texts = append(texts, w.text)
	}
	return texts
}
