package draft

import "slices"

// span is a run of parts that becomes one section: parts[from:to].
type span struct {
	from, to int
	words    int
	bidding  int  // words that say how to bid
	hasText  bool // there is more in it than headings
}

// join gives s and next as one.
func (s span) join(next span) span {
	return span{from: s.from, to: next.to, words: s.words + next.words, bidding: s.bidding + next.bidding, hasText: s.hasText || next.hasText}
}

// grouping cuts an outline into spans.
type grouping struct {
	parts   []part
	options Options
	settled bool // each part is a section
}

// Sizes in words that the grouping aims at.
const (
	tinyWords = 60 // a section below this is joined to its neighbour where there are enough
	hugeWords = longWords
	halfWords = 120 // no section is split into less than this
)

// spans cuts the outline: as the draft has it where that gives few enough
// sections; otherwise at the deepest level that does, joined where too many
// or tiny, split where too few or much larger than the others.
func (g grouping) spans() []span {
	if g.settled {
		return g.cut(func(int) bool { return true })
	}
	whole := g.cut(func(i int) bool { return g.parts[i].hasText() || g.parts[i].depth == 0 })
	if asIs := g.mergeEmpty(whole); len(asIs) <= g.options.Most {
		return asIs
	}
	depth := 0
	for g.countTo(depth+1) <= g.options.Most {
		depth++
	}
	spans := g.cut(func(i int) bool { return g.parts[i].depth <= depth })
	spans = g.apart(g.mergeEmpty(spans))
	spans = g.chunk(spans)
	spans = g.fit(spans)
	spans = g.joinTiny(spans)
	spans = g.splitLarge(spans)
	return g.fit(g.balance(spans))
}

// countTo counts the sections that suppliers are meant to answer if all
// headings down to depth made one. Deeper than the deepest is too many.
func (g grouping) countTo(depth int) int {
	n, deeper := 0, false
	for i := range g.parts {
		if g.parts[i].depth <= depth && !g.parts[i].bidding {
			n++
		}
		deeper = deeper || g.parts[i].depth > depth
	}
	if !deeper {
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
// it, of those that may be: not hiding how to bid among what is wanted, across
// the deepest boundary, then the least in words; or -1.
func (g grouping) weakest(spans []span, may func(i int) bool) int {
	best := -1
	for i := 1; i < len(spans); i++ {
		if may(i) && (best < 0 || g.weaker(spans, i, best)) {
			best = i
		}
	}
	return best
}

// weaker reports whether the boundary before span i is weaker than that
// before span k.
func (g grouping) weaker(spans []span, i, k int) bool {
	if m, n := mixes(spans, i), mixes(spans, k); m != n {
		return n
	}
	if d, e := g.parts[spans[i].from].depth, g.parts[spans[k].from].depth; d != e {
		return d > e
	}
	return spans[i-1].weight()+spans[i].weight() < spans[k-1].weight()+spans[k].weight()
}

// join joins span i to the one before it.
func (g grouping) join(spans []span, i int) []span {
	spans[i-1] = spans[i-1].join(spans[i])
	return slices.Delete(spans, i, i+1)
}

// joinTiny joins tiny spans while more than the least are left.
func (g grouping) joinTiny(spans []span) []span {
	for len(spans) > g.options.Least {
		i := g.weakest(spans, func(i int) bool { return min(spans[i-1].words, spans[i].words) < tinyWords })
		if i < 0 {
			break
		}
		spans = g.join(spans, i)
	}
	return spans
}

// balance makes room for splitting what is still long, by joining neighbours
// under one heading, or that say how to bid, as long as that makes nothing as
// long.
func (g grouping) balance(spans []span) []span {
	for range g.options.Most {
		longest := span{}
		for _, s := range spans {
			if s.weight() > longest.weight() && g.middle(s) != 0 {
				longest = s
			}
		}
		i := g.lightest(spans)
		if longest.weight() < hugeWords || i < 0 || spans[i-1].weight()+spans[i].weight() >= min(longest.weight(), hugeWords*3/2) {
			break
		}
		spans = g.splitLarge(g.join(spans, i))
	}
	return spans
}

// lightest gives the lightest two neighbours that could be one section
// without hiding anything: the second of them, or -1.
func (g grouping) lightest(spans []span) int {
	best := -1
	for i := 1; i < len(spans); i++ {
		inner := g.parts[spans[i].from].depth > 0
		if mixes(spans, i) || !inner && !spans[i].isBidding() {
			continue
		}
		if best < 0 || spans[i-1].weight()+spans[i].weight() < spans[best-1].weight()+spans[best].weight() {
			best = i
		}
	}
	return best
}

// splitLarge splits the largest spans: while there are too few, and while one
// is much larger than the rest and there is room.
func (g grouping) splitLarge(spans []span) []span {
	total := 0
	for _, s := range spans {
		total += s.weight()
	}
	ideal := total * 2 / (g.options.Least + g.options.Most)
	whole := map[span]bool{} // spans that cannot be split
	for len(spans)-biddingIn(spans) < g.options.Most {
		largest := -1
		for i, s := range spans {
			if !whole[s] && !s.isBidding() && (largest < 0 || s.weight() > spans[largest].weight()) {
				largest = i
			}
		}
		if largest < 0 {
			break
		}
		s := spans[largest]
		if len(spans) >= g.options.Least && s.weight() < max(ideal*7/4, 3*halfWords) && s.weight() < hugeWords {
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
		if g.parts[i].bidding {
			s.bidding += g.parts[i].words
		}
		s.hasText = s.hasText || g.parts[i].hasText()
	}
	return s
}

// middle gives where s is best split: at one of its outermost headings that
// leave enough on both sides, nearest to half of its words; 0 where neither
// side would be worth a section.
func (g grouping) middle(s span) int {
	best, depth, distance, before := 0, 1<<30, 1<<30, 0
	for i := s.from; i < s.to; i++ {
		after := s.words - before
		if d := max(before-after, after-before); i > s.from && min(before, after) >= halfWords &&
			(g.parts[i].depth < depth || g.parts[i].depth == depth && d < distance) {
			best, depth, distance = i, g.parts[i].depth, d
		}
		before += g.parts[i].words
	}
	return best
}

// outermostIn gives the depth of the outermost headings in s after its first.
func (g grouping) outermostIn(s span) int {
	outermost := 1 << 30
	for i := s.from + 1; i < s.to; i++ {
		outermost = min(outermost, g.parts[i].depth)
	}
	return outermost
}
