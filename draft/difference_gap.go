package draft

import (
	"slices"
	"strings"
)

// gapLimit is how many pairs of units are looked at between two that are
// sure. Beyond it none is paired there.
const gapLimit = 10_000

// bag is the words of a unit, as sorted numbers.
type bag struct {
	words []int
	form  Form
}

// pairGap pairs what lies between from and to, in order: first, from either
// end, what has the same words but is cut into sentences otherwise.
func (c *comparison) pairGap(from, to pair) []group {
	n, m := to.a-from.a, to.b-from.b
	if n <= 0 || m <= 0 {
		return alone(nil, group{from.a, max(to.a, from.a), from.b, max(to.b, from.b)})
	}
	old, fresh := c.words(c.old[from.a:to.a]), c.words(c.new[from.b:to.b])
	groups := sameWords(old, fresh, from)
	if last := len(groups) - 1; last >= 0 {
		from = pair{groups[last].aTo, groups[last].bTo}
		old, fresh = old[len(old)-(to.a-from.a):], fresh[len(fresh)-(to.b-from.b):]
	}
	slices.Reverse(old)
	slices.Reverse(fresh)
	var tail []group
	end := to
	for _, g := range sameWords(reversed(old), reversed(fresh), pair{}) {
		tail = append(tail, group{to.a - g.aTo, to.a - g.a, to.b - g.bTo, to.b - g.b})
		end = pair{to.a - g.aTo, to.b - g.bTo}
	}
	slices.Reverse(tail)
	return append(append(groups, c.pairAlike(from, end)...), tail...)
}

// words gives the words of each unit, as numbers.
func (c *comparison) words(units []unit) [][]int {
	words := make([][]int, len(units))
	for i, u := range units {
		for _, t := range u.tokens {
			if t.says() {
				words[i] = append(words[i], c.id(strings.ToLower(t.text)))
			}
		}
	}
	return words
}

// reversed turns the words of each unit round.
func reversed(units [][]int) [][]int {
	for _, words := range units {
		slices.Reverse(words)
	}
	return units
}

// sameWords gives groups from the beginning of old and fresh, which begin at
// from, as long as the words are the same.
func sameWords(old, fresh [][]int, from pair) []group {
	var groups []group
	at, next := pair{}, pair{}
	var a, b []int // words that are not yet seen on the other side
	for {
		if len(a) == 0 && len(b) == 0 && next != at {
			groups = append(groups, group{from.a + at.a, from.a + next.a, from.b + at.b, from.b + next.b})
			at = next
		}
		if len(a) == 0 && next.a < len(old) {
			a = old[next.a]
			next.a++
		}
		if len(b) == 0 && next.b < len(fresh) {
			b = fresh[next.b]
			next.b++
		}
		for len(a) > 0 && len(b) > 0 {
			if a[0] != b[0] {
				return groups
			}
			a, b = a[1:], b[1:]
		}
		if len(a) > 0 && next.b == len(fresh) || len(b) > 0 && next.a == len(old) || next == at {
			return groups
		}
	}
}

// pairAlike pairs what lies between from and to, in order, so that as many
// words as can be are in pairs: one with one, or two with one where the two
// read as one. What has no like stands alone.
func (c *comparison) pairAlike(from, to pair) []group {
	n, m := to.a-from.a, to.b-from.b
	if n == 0 || m == 0 || n*m > gapLimit {
		return alone(nil, group{from.a, to.a, from.b, to.b})
	}
	g := gap{old: c.bags(c.old[from.a:to.a]), new: c.bags(c.new[from.b:to.b])}
	if !c.spend(g.work()) {
		return alone(nil, group{from.a, to.a, from.b, to.b})
	}
	g.fill()
	var groups []group
	at := pair{}
	for at.a < n || at.b < m {
		step := g.steps[at.a*(m+1)+at.b]
		next := group{from.a + at.a, from.a + at.a + step.a, from.b + at.b, from.b + at.b + step.b}
		groups = append(groups, next)
		at = pair{at.a + step.a, at.b + step.b}
	}
	return groups
}

// alone adds each unit of g as a group of its own: the old ones first.
func alone(groups []group, g group) []group {
	for i := g.a; i < g.aTo; i++ {
		groups = append(groups, group{i, i + 1, g.b, g.b})
	}
	for j := g.b; j < g.bTo; j++ {
		groups = append(groups, group{g.aTo, g.aTo, j, j + 1})
	}
	return groups
}

// bags gives the words of units: those that carry meaning, or all where there
// are no others. No more than the first few hundred count.
func (c *comparison) bags(units []unit) []bag {
	const most = 400
	bags := make([]bag, len(units))
	for i, u := range units {
		var all, carrying []int
		for _, t := range u.tokens {
			if !t.says() {
				continue
			}
			word := canonical(t.text)
			if t.kind == linkToken {
				word = leadsTo(t.text)
			}
			if all = append(all, c.id(word)); !isSmall(word) {
				carrying = append(carrying, c.id(word))
			}
			if len(all) == most {
				break
			}
		}
		if len(carrying) == 0 {
			carrying = all
		}
		slices.Sort(carrying)
		bags[i] = bag{words: carrying, form: u.form}
	}
	return bags
}

// fits reports whether two units could be one before and after the change.
func (b bag) fits(other bag) bool {
	return b.flows() && other.flows() || b.form == other.form
}

// flows reports whether b is a sentence, in an item or not.
func (b bag) flows() bool { return b.form == FormSentence || b.form == FormItem }

// with gives both as one.
func (b bag) with(next bag) bag {
	words := append(slices.Clone(b.words), next.words...)
	slices.Sort(words)
	return bag{words: words, form: b.form}
}

// shared counts the words of both.
func (b bag) shared(other bag) int {
	n, i, j := 0, 0, 0
	for i < len(b.words) && j < len(other.words) {
		switch {
		case b.words[i] < other.words[j]:
			i++
		case b.words[i] > other.words[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// gap is what lies between two pairs that are sure.
type gap struct {
	old, new []bag
	best     []int
	steps    []pair // how many units to take next on either side
}

// work is how many comparisons of words it takes at most.
func (g *gap) work() int {
	words := 0
	for _, b := range g.old {
		words += len(b.words) * len(g.new)
	}
	for _, b := range g.new {
		words += len(b.words) * len(g.old)
	}
	return 3 * words
}

// What two units must share to be paired: two fifths of their words, or seven
// tenths where two became one.
const (
	alikeShare  = 40
	joinedShare = 70
)

// fill finds the best step from every place, from the end backwards.
func (g *gap) fill() {
	n, m := len(g.old), len(g.new)
	g.best = make([]int, (n+1)*(m+1))
	g.steps = make([]pair, (n+1)*(m+1))
	for i := n; i >= 0; i-- {
		for j := m; j >= 0; j-- {
			if i == n && j == m {
				continue
			}
			g.fillAt(i, j)
		}
	}
}

// fillAt finds the best step at old unit i and new unit j.
func (g *gap) fillAt(i, j int) {
	n, m := len(g.old), len(g.new)
	at := i*(m+1) + j
	g.best[at] = -1
	try := func(step pair, value int) {
		if value += g.best[at+step.a*(m+1)+step.b]; value > g.best[at] {
			g.best[at], g.steps[at] = value, step
		}
	}
	if i < n && j < m && g.old[i].fits(g.new[j]) {
		one := g.value(g.old[i], g.new[j], alikeShare)
		if one > 0 {
			try(pair{1, 1}, one)
		}
		const dearer = 2 // what joining must bring beyond a pair of one and one
		if i+1 < n && g.old[i].flows() && g.old[i+1].flows() {
			if two := g.value(g.old[i].with(g.old[i+1]), g.new[j], joinedShare); two > one+dearer {
				try(pair{2, 1}, two-dearer)
			}
		}
		if j+1 < m && g.new[j].flows() && g.new[j+1].flows() {
			if two := g.value(g.old[i], g.new[j].with(g.new[j+1]), joinedShare); two > one+dearer {
				try(pair{1, 2}, two-dearer)
			}
		}
	}
	if i < n {
		try(pair{1, 0}, 0)
	}
	if j < m {
		try(pair{0, 1}, 0)
	}
}

// value is what pairing a and b is worth: the words that they share, if these
// are at least so many in a hundred of all.
func (g *gap) value(a, b bag, least int) int {
	shared, all := a.shared(b), len(a.words)+len(b.words)
	if 2*shared*100 < least*all {
		return 0
	}
	return 2 * shared
}
