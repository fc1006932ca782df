package draft

import (
	"cmp"
	"slices"
)

// span is a run of parts that becomes one section: parts[from:to].
type span struct {
	from, to int
	words    int
	hasText  bool // there is more in it than headings
}

// join gives s and next as one.
func (s span) join(next span) span {
	return span{from: s.from, to: next.to, words: s.words + next.words, hasText: s.hasText || next.hasText}
}

// grouping cuts an outline into spans.
type grouping struct {
	parts   []part
	options Options
}

// Sizes in words that the grouping aims at.
const (
	tinyWords = 60   // a section below this is joined to its neighbour where there are enough
	hugeWords = 2000 // about ten minutes of reading, which is more than a sitting
	halfWords = 120  // no section is split into less than this
)

// spans cuts the outline: as the draft has it where that gives few enough
// sections; otherwise at the deepest level that does, joined where too many
// or tiny, split where too few or much larger than the others.
func (g grouping) spans() []span {
	whole := g.cut(func(i int) bool { return g.parts[i].hasText() || g.parts[i].depth == 0 })
	if asIs := g.mergeEmpty(whole); len(asIs) <= g.options.Most {
		return asIs
	}
	depth := 0
	for g.countTo(depth+1) <= g.options.Most {
		depth++
	}
	spans := g.cut(func(i int) bool { return g.parts[i].depth <= depth })
	spans = g.mergeEmpty(spans)
	spans = g.chunk(spans)
	for len(spans) > g.options.Most {
		spans = g.join(spans, g.weakest(spans, true))
	}
	spans = g.joinTiny(spans)
	spans = g.splitLarge(spans)
	return g.balance(spans)
}

// countTo counts the sections if all headings down to depth made one.
func (g grouping) countTo(depth int) int {
	n := 0
	for i := range g.parts {
		if g.parts[i].depth <= depth {
			n++
		}
	}
	if n == len(g.parts) {
		return n + g.options.Most // deeper would change nothing
	}
	return n
}

// cut starts a span at each part that starts says begins one.
func (g grouping) cut(starts func(i int) bool) []span {
	var spans []span
	for i := range g.parts {
		s := g.spanOf(i, i+1)
		if last := len(spans) - 1; last >= 0 && !starts(i) {
			spans[last] = spans[last].join(s)
			continue
		}
		spans = append(spans, s)
	}
	return spans
}

// mergeEmpty joins spans without text to the next one if they are its
// heading, and otherwise to the one before.
func (g grouping) mergeEmpty(spans []span) []span {
	var kept []span
	for i, s := range spans {
		leads := i+1 < len(spans) && (g.parts[spans[i+1].from].depth > g.parts[s.from].depth || len(kept) == 0)
		switch {
		case s.hasText:
			kept = append(kept, s)
		case leads:
			spans[i+1] = s.join(spans[i+1])
		case len(kept) > 0:
			kept[len(kept)-1] = kept[len(kept)-1].join(s)
		default:
			kept = append(kept, s)
		}
	}
	return kept
}

// chunk joins neighbours when there are so many that comparing all of them
// over and over would take long.
func (g grouping) chunk(spans []span) []span {
	const many = 600
	if len(spans) <= many {
		return spans
	}
	total := 0
	for _, s := range spans {
		total += s.words
	}
	var kept []span
	for _, s := range spans {
		if n := len(kept); n > 0 && kept[n-1].words < total/many+1 {
			kept[n-1] = kept[n-1].join(s)
			continue
		}
		kept = append(kept, s)
	}
	return kept
}

// weakest gives the index of the span that is best joined to the one before
// it: across the deepest boundary, then the least in words. Without force it
// gives only one of which a side is tiny, or -1.
func (g grouping) weakest(spans []span, force bool) int {
	best := -1
	for i := 1; i < len(spans); i++ {
		if !force && min(spans[i-1].words, spans[i].words) >= tinyWords {
			continue
		}
		if best < 0 || g.weaker(spans, i, best) {
			best = i
		}
	}
	return best
}

// weaker reports whether the boundary before span i is weaker than that
// before span k.
func (g grouping) weaker(spans []span, i, k int) bool {
	if d, e := g.parts[spans[i].from].depth, g.parts[spans[k].from].depth; d != e {
		return d > e
	}
	return spans[i-1].words+spans[i].words < spans[k-1].words+spans[k].words
}

// join joins span i to the one before it.
func (g grouping) join(spans []span, i int) []span {
	spans[i-1] = spans[i-1].join(spans[i])
	return slices.Delete(spans, i, i+1)
}

// joinTiny joins tiny spans while more than the least are left.
func (g grouping) joinTiny(spans []span) []span {
	for len(spans) > g.options.Least {
		i := g.weakest(spans, false)
		if i < 0 {
			break
		}
		spans = g.join(spans, i)
	}
	return spans
}

// balance makes room for splitting what is still huge by joining neighbours
// under one heading, as long as that makes nothing as large.
func (g grouping) balance(spans []span) []span {
	for range g.options.Most {
		largest := slices.MaxFunc(spans, func(a, b span) int { return cmp.Compare(a.words, b.words) })
		i := g.weakest(spans, true)
		if i < 0 || largest.words < hugeWords || g.middle(largest) == 0 || g.parts[spans[i].from].depth == 0 ||
			(spans[i-1].words+spans[i].words)*2 > largest.words {
			break
		}
		spans = g.splitLarge(g.join(spans, i))
	}
	return spans
}

// splitLarge splits the largest spans: while there are too few, and while one
// is much larger than the rest and there is room.
func (g grouping) splitLarge(spans []span) []span {
	total := 0
	for _, s := range spans {
		total += s.words
	}
	ideal := total * 2 / (g.options.Least + g.options.Most)
	whole := map[span]bool{} // spans that cannot be split
	for len(spans) < g.options.Most {
		largest := -1
		for i, s := range spans {
			if !whole[s] && (largest < 0 || s.words > spans[largest].words) {
				largest = i
			}
		}
		if largest < 0 {
			break
		}
		s := spans[largest]
		if len(spans) >= g.options.Least && s.words < max(ideal*7/4, 3*halfWords) && s.words < hugeWords {
			break
		}
		at := g.middle(s)
		if at == 0 {
			whole[s] = true
			continue
		}
		first, second := g.spanOf(s.from, at), g.spanOf(at, s.to)
		spans = slices.Replace(spans, largest, largest+1, first, second)
	}
	return spans
}

// spanOf gives parts[from:to] as a span.
func (g grouping) spanOf(from, to int) span {
	s := span{from: from, to: to}
	for i := from; i < to; i++ {
		s.words += g.parts[i].words
		s.hasText = s.hasText || g.parts[i].hasText()
	}
	return s
}

// middle gives where s is best split: at one of its outermost headings,
// nearest to half of its words; 0 where neither side would be worth a
// section.
func (g grouping) middle(s span) int {
	outermost := 1 << 30
	for i := s.from + 1; i < s.to; i++ {
		outermost = min(outermost, g.parts[i].depth)
	}
	best, distance, before := 0, 1<<30, 0
	for i := s.from; i < s.to; i++ {
		after := s.words - before
		if i > s.from && g.parts[i].depth == outermost && min(before, after) >= halfWords {
			if d := max(before-after, after-before); d < distance {
				best, distance = i, d
			}
		}
		before += g.parts[i].words
	}
	return best
}
