package draft

import (
	"slices"
	"sort"
)

// pair says that something at a on the old side stands for what is at b on
// the new side.
type pair struct{ a, b int }

// aligner pairs what two sequences have in common, in order. It counts what
// it compares and stops at a limit, so that no input takes long, and the same
// input gives the same pairs on every machine.
type aligner struct {
	left int // comparisons that are left
}

// Limits in comparisons.
const (
	effortLimit = 60_000_000
	tableLimit  = 1_000_000 // of one table
	nesting     = 12        // how often what lies between anchors is anchored again
)

// spend takes n comparisons, if as many are left.
func (l *aligner) spend(n int) bool {
	if n > l.left {
		return false
	}
	l.left -= n
	return true
}

// align pairs equal keys of a and b in order, so that the pairs weigh as much
// as can be; equal neighbours weigh one more. Where that would be too much
// work it goes by keys that both have once. Weights are positive.
func (l *aligner) align(a, b []int, weight func(key int) int) []pair {
	return l.alignWithin(a, b, pair{}, weight, nesting, nil)
}

// alignWithin aligns a and b, which begin at from, and adds to pairs.
func (l *aligner) alignWithin(a, b []int, from pair, weight func(int) int, deep int, pairs []pair) []pair {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		pairs = append(pairs, pair{from.a + head, from.b + head})
		head++
	}
	a, b, from = a[head:], b[head:], pair{from.a + head, from.b + head}
	tail := 0
	for tail < len(a) && tail < len(b) && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	end := pair{from.a + len(a) - tail, from.b + len(b) - tail}
	a, b = a[:len(a)-tail], b[:len(b)-tail]
	switch cells := len(a) * len(b); {
	case cells == 0:
	case cells <= tableLimit && l.spend(cells):
		pairs = append(pairs, table(a, b, from, weight)...)
	case deep > 0 && l.spend(len(a)+len(b)):
		last := pair{}
		anchors := append(anchor(a, b), pair{len(a), len(b)})
		if len(anchors) == 1 {
			break
		}
		for _, p := range anchors {
			at := pair{from.a + last.a, from.b + last.b}
			pairs = l.alignWithin(a[last.a:p.a], b[last.b:p.b], at, weight, deep-1, pairs)
			if p.a < len(a) {
				pairs = append(pairs, pair{from.a + p.a, from.b + p.b})
			}
			last = pair{p.a + 1, p.b + 1}
		}
	}
	for i := range tail {
		pairs = append(pairs, pair{end.a + i, end.b + i})
	}
	return pairs
}

// table finds the heaviest pairs by looking at all of them. Of two as heavy,
// it pairs what comes first.
func table(a, b []int, from pair, weight func(int) int) []pair {
	width := len(b) + 1
	best := make([]int32, (len(a)+1)*width)   // of a[i:] and b[j:]
	paired := make([]int32, (len(a)+1)*width) // if a[i] and b[j] are paired
	for i, key := range slices.Backward(a) {
		for j, other := range slices.Backward(b) {
			at := i*width + j
			best[at] = max(best[at+width], best[at+1])
			if key != other {
				continue
			}
			next := at + width + 1
			paired[at] = int32(2*weight(key)) + max(best[next], goOn(paired[next]))
			best[at] = max(best[at], paired[at])
		}
	}
	var pairs []pair
	i, j, follows := 0, 0, false
	for i < len(a) && j < len(b) {
		at := i*width + j
		switch {
		case paired[at] > 0 && (paired[at] == best[at] || follows && goOn(paired[at]) >= best[at]):
			pairs = append(pairs, pair{from.a + i, from.b + j})
			i, j, follows = i+1, j+1, true
			continue
		case best[at+width] == best[at]:
			i++
		default:
			j++
		}
		follows = false
	}
	return pairs
}

// goOn is what a pair weighs that follows another at once.
func goOn(weight int32) int32 {
	if weight == 0 {
		return 0
	}
	return weight + 1
}

// anchor pairs the keys that are in a and in b once, as many as are in the
// same order.
func anchor(a, b []int) []pair {
	const twice = -1
	at := map[int]pair{}
	for i, key := range a {
		if _, known := at[key]; known {
			at[key] = pair{twice, twice}
			continue
		}
		at[key] = pair{i, len(b)}
	}
	for j, key := range b {
		switch p, known := at[key]; {
		case !known || p.a == twice:
		case p.b < len(b):
			at[key] = pair{twice, twice}
		default:
			at[key] = pair{p.a, j}
		}
	}
	var once []pair
	for _, key := range a {
		if p := at[key]; p.a != twice && p.b < len(b) {
			once = append(once, p)
		}
	}
	return rising(once)
}

// rising gives the longest run of pairs of which both sides rise. The pairs
// are in the order of a.
func rising(pairs []pair) []pair {
	var ends []int // index of the last pair of the best run of each length
	before := make([]int, len(pairs))
	for i, p := range pairs {
		n := sort.Search(len(ends), func(k int) bool { return pairs[ends[k]].b >= p.b })
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	if len(ends) == 0 {
		return nil
	}
	var run []pair
	for i := ends[len(ends)-1]; i >= 0; i = before[i] {
		run = append(run, pairs[i])
	}
	slices.Reverse(run)
	return run
}
