package draft

import (
	"slices"
	"strings"
)

// hunk is tokens [a:aTo] that became tokens [b:bTo], or are the same.
type hunk struct {
	a, aTo, b, bTo int
	kept           bool
}

// script is how tokens became others: hunks one after another, in turns kept
// and changed.
type script struct {
	old, new []token
	hunks    []hunk
}

// compareWords tells how the words of one passage changed.
func (c *comparison) compareWords(before, after []token) (Change, []Run) {
	s := script{old: before, new: after}
	same := saying(before) == saying(after) || countSaying(before)+countSaying(after) == 0
	s.set(c.align(c.tokenKeys(before), c.tokenKeys(after), c.tokenWeight(before)))
	if !same {
		s.absorb()
		s.slide()
	}
	runs := s.runs()
	switch {
	case len(runs) == 0 || len(runs) == 1 && runs[0].Kind == Kept:
		return ChangeNone, runs
	case same:
		return ChangeSlight, runs
	case s.muchChanged():
		return ChangeWhole, []Run{runOf(Removed, before), runOf(Added, after)}
	}
	return ChangeWords, runs
}

// tokenKeys gives a number for each token, the same whether it is written with
// capitals or not.
func (c *comparison) tokenKeys(tokens []token) []int {
	keys := make([]int, len(tokens))
	for i, t := range tokens {
		keys[i] = c.id(strings.ToLower(t.text))
	}
	return keys
}

// tokenWeight says how much it is worth to keep a token: words that carry
// meaning most, marks least.
func (c *comparison) tokenWeight(tokens []token) func(int) int {
	weights := map[int]int{}
	for _, t := range tokens {
		weight := 4
		switch {
		case !t.says():
			weight = 1
		case isSmall(canonical(t.text)):
			weight = 2
		}
		weights[c.id(strings.ToLower(t.text))] = weight
	}
	return func(key int) int { return max(1, weights[key]) }
}

// set makes hunks of pairs.
func (s *script) set(pairs []pair) {
	at := pair{}
	for _, p := range append(pairs, pair{len(s.old), len(s.new)}) {
		if p.a > at.a || p.b > at.b {
			s.add(hunk{a: at.a, aTo: p.a, b: at.b, bTo: p.b})
		}
		if p.a < len(s.old) {
			s.add(hunk{a: p.a, aTo: p.a + 1, b: p.b, bTo: p.b + 1, kept: true})
		}
		at = pair{p.a + 1, p.b + 1}
	}
}

// add appends h, joined to the last hunk if that is of the same kind.
func (s *script) add(h hunk) {
	if last := len(s.hunks) - 1; last >= 0 && s.hunks[last].kept == h.kept {
		s.hunks[last].aTo, s.hunks[last].bTo = h.aTo, h.bTo
		return
	}
	s.hunks = append(s.hunks, h)
}

// size counts the words of a change.
func (s *script) size(h hunk) int {
	return max(countSaying(s.old[h.a:h.aTo]), countSaying(s.new[h.b:h.bTo]))
}

// absorb makes changes of what was kept between two changes that are each at
// least as long: nobody would read it as kept.
func (s *script) absorb() {
	all := s.hunks
	s.hunks = nil
	sizes := make([]int, 0, len(all)) // of s.hunks
	for _, h := range all {
		s.hunks, sizes = append(s.hunks, h), append(sizes, s.size(h))
		for n := len(s.hunks); n >= 3 && !s.hunks[n-1].kept; n = len(s.hunks) {
			island := s.hunks[n-2]
			if sizes[n-2] > min(sizes[n-3], sizes[n-1]) || s.hasCell(island) {
				break
			}
			s.hunks[n-3].aTo, s.hunks[n-3].bTo = s.hunks[n-1].aTo, s.hunks[n-1].bTo
			sizes[n-3] += sizes[n-2] + sizes[n-1]
			s.hunks, sizes = s.hunks[:n-2], sizes[:n-2]
		}
	}
}

// hasCell reports whether h goes over from one cell of a table to another.
func (s *script) hasCell(h hunk) bool {
	for _, t := range s.old[h.a:h.aTo] {
		if t.kind == cellToken {
			return true
		}
	}
	return false
}

// slide moves what was only added or only removed to where a person would
// mark it: of "the hub [and the] hub" or "the [hub and the] hub", the one that
// begins after a stop, or ends with one, or begins with a small word.
func (s *script) slide() {
	for k := 1; k+1 < len(s.hunks); k++ {
		h := s.hunks[k]
		switch {
		case h.kept:
		case h.a == h.aTo:
			by := bestShift(s.new, h.b, h.bTo, s.hunks[k-1].bTo-s.hunks[k-1].b, s.hunks[k+1].bTo-s.hunks[k+1].b)
			s.shift(k, by)
		case h.b == h.bTo:
			by := bestShift(s.old, h.a, h.aTo, s.hunks[k-1].aTo-s.hunks[k-1].a, s.hunks[k+1].aTo-s.hunks[k+1].a)
			s.shift(k, by)
		}
	}
}

// shift moves the change k by tokens to the right, or to the left.
func (s *script) shift(k, by int) {
	for _, at := range []*int{
		&s.hunks[k-1].aTo, &s.hunks[k-1].bTo, &s.hunks[k].a, &s.hunks[k].b,
		&s.hunks[k].aTo, &s.hunks[k].bTo, &s.hunks[k+1].a, &s.hunks[k+1].b,
	} {
		*at += by
	}
}

// bestShift gives by how many tokens, at most before to the left or after to
// the right, tokens[from:to] is best moved. At least one token stays kept on
// either side.
func bestShift(tokens []token, from, to, before, after int) int {
	const far = 40
	best, most := 0, fit(tokens, from, to)
	for by := -1; -by < before && -by <= far && tokens[from+by].text == tokens[to+by].text; by-- {
		if n := fit(tokens, from+by, to+by); n > most {
			best, most = by, n
		}
	}
	for by := 1; by < after && by <= far && tokens[from+by-1].text == tokens[to+by-1].text; by++ {
		if n := fit(tokens, from+by, to+by); n > most {
			best, most = by, n
		}
	}
	return best
}

// fit says how well tokens[from:to] reads as one change.
func fit(tokens []token, from, to int) int {
	n := 0
	if from == 0 || tokens[from-1].kind == stopToken {
		n += 4
	}
	if tokens[to-1].kind == stopToken && tokens[from].kind != stopToken {
		n += 3
	}
	if first := canonical(tokens[from].text); isSmall(first) {
		n += 2
	}
	if tokens[from].kind == stopToken && tokens[to-1].kind != stopToken {
		n += 3 // ", and the hub"
	}
	return n
}

// muchChanged reports whether more than half of the words changed, or the
// changes are too many to follow.
func (s *script) muchChanged() bool {
	const many = 6
	changed, changes := 0, 0
	for _, h := range s.hunks {
		if !h.kept {
			changed += s.size(h)
			changes++
		}
	}
	return 2*changed > max(countSaying(s.old), countSaying(s.new)) || changes > many
}

// runs gives the hunks as runs. Where only the capitals of a word or the white
// space after it changed, these are runs of their own.
func (s *script) runs() []Run {
	var r runs
	for _, h := range s.hunks {
		if !h.kept {
			r.add(Removed, s.old[h.a:h.aTo])
			r.add(Added, s.new[h.b:h.bTo])
			continue
		}
		from := h.a
		for i := h.a; i < h.aTo; i++ {
			before, after := s.old[i], s.new[h.b+i-h.a]
			if before.gap == after.gap && before.text == after.text {
				continue
			}
			r.add(Kept, s.old[from:i])
			from = i + 1
			if before.text != after.text {
				r.add(Removed, []token{before})
				r.add(Added, []token{after})
				continue
			}
			r.add(Kept, []token{{kind: before.kind, text: before.text}})
			r.add(Removed, []token{{kind: leadToken, gap: before.gap}})
			r.add(Added, []token{{kind: leadToken, gap: after.gap}})
		}
		r.add(Kept, s.old[from:h.aTo])
	}
	return r.all()
}

// runs is runs in the making.
type runs struct {
	kinds  []RunKind
	tokens [][]token
}

// add adds tokens, unless there is nothing in them.
func (r *runs) add(kind RunKind, tokens []token) {
	if len(tokens) == 0 || len(tokens) == 1 && tokens[0].text == "" && tokens[0].gap == "" {
		return
	}
	if last := len(r.kinds) - 1; last >= 0 && r.kinds[last] == kind {
		r.tokens[last] = append(slices.Clip(r.tokens[last]), tokens...)
		return
	}
	r.kinds, r.tokens = append(r.kinds, kind), append(r.tokens, tokens)
}

// all gives the runs.
func (r *runs) all() []Run {
	all := make([]Run, len(r.kinds))
	for i, kind := range r.kinds {
		all[i] = runOf(kind, r.tokens[i])
	}
	return all
}
