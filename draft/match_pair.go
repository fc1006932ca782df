package draft

import (
	"cmp"
	"slices"
)

// What two sections must share, of a thousand or of a hundred.
const (
	leastAlike = 250 // to be matched, as alike counts it
	mostlyIn   = 50  // of one that is in the other
	nearlyNone = 50  // of the text, as alike counts it: then the titles must be the only ones of their name
	fewRuns    = 4   // runs in common that may be chance
)

// candidate is an old and a new section that could be matched.
type candidate struct {
	i, j  int
	alike int
	tie   int // what decides between two as alike
	far   int // how far apart their places are
}

// candidates gives all pairs that could be matched, the best first.
func (m *matcher) candidates() []candidate {
	var all []candidate
	olds, news := countTitles(m.old), countTitles(m.new)
	for i := range m.old {
		for j := range m.new {
			a, b := &m.old[i], &m.new[j]
			c := candidate{i: i, j: j, alike: m.alike(i, j), far: max(i*len(m.new)-j*len(m.old), j*len(m.old)-i*len(m.new))}
			s := m.shareOf(i, j)
			mostly := max(s.OfOld, s.OfNew) >= mostlyIn && m.shared[m.between(i, j)] >= fewRuns*runWeight
			short := min(a.words, b.words) < shortText && m.titleAlike(i, j) == 0
			if c.alike < leastAlike && !mostly || short {
				continue
			}
			if m.textAlike(i, j) < nearlyNone && !mostly && (!s.SameTitle || olds[folded(a.title)] > 1 || news[folded(b.title)] > 1) {
				continue
			}
			if s.SameNumber {
				c.tie++
			}
			if a.path == b.path {
				c.tie += 2
			}
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(-cmp.Compare(a.alike, b.alike), -cmp.Compare(a.tie, b.tie), cmp.Compare(a.far, b.far),
			cmp.Compare(a.i, b.i), cmp.Compare(a.j, b.j))
	})
	return all
}

// countTitles counts how many sections have each title.
func countTitles(sections []matched) map[string]int {
	n := map[string]int{}
	for _, s := range sections {
		n[folded(s.title)]++
	}
	return n
}

// pairUp matches one with one, the most alike first.
func (m *matcher) pairUp() {
	for _, c := range m.candidates() {
		if m.old[c.i].partner < 0 && m.new[c.j].partner < 0 {
			m.old[c.i].partner, m.new[c.j].partner = c.j, c.i
		}
	}
}

// attach adds what is left over to the section that has most of it: a new
// section to the old one that is split, an old one to the new one that it was
// merged into. None is both.
func (m *matcher) attach() {
	var all []candidate
	for i := range m.old {
		for j := range m.new {
			if (m.old[i].partner < 0) == (m.new[j].partner < 0) {
				continue
			}
			s := m.shareOf(i, j)
			in := s.OfNew
			if m.old[i].partner < 0 {
				in = s.OfOld
			}
			if n := m.shared[m.between(i, j)]; in >= mostlyIn && n >= fewRuns*runWeight {
				all = append(all, candidate{i: i, j: j, alike: n})
			}
		}
	}
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(-cmp.Compare(a.alike, b.alike), cmp.Compare(a.i, b.i), cmp.Compare(a.j, b.j))
	})
	for _, c := range all {
		old, fresh := &m.old[c.i], &m.new[c.j]
		switch {
		case fresh.partner < 0 && len(m.new[old.partner].others) == 0:
			fresh.partner = c.i
			old.others = append(old.others, c.j)
		case old.partner < 0 && len(m.old[fresh.partner].others) == 0:
			old.partner = c.j
			fresh.others = append(fresh.others, c.i)
		}
	}
}

// fillPlaces matches what is left over at the same place: between the same two
// neighbours, which are matched one with one, if the titles share a word.
func (m *matcher) fillPlaces() {
	for i := range m.old {
		if m.old[i].partner >= 0 {
			continue
		}
		j := 0
		if i > 0 {
			if j = m.alonePartner(i-1) + 1; j == 0 {
				continue
			}
		}
		end := len(m.new)
		if i+1 < len(m.old) {
			end = m.alonePartner(i + 1)
		}
		if end == j+1 && m.new[j].partner < 0 && sharesWord(m.old[i].titleWords, m.new[j].titleWords) {
			m.old[i].partner, m.new[j].partner = j, i
		}
	}
}

// alonePartner gives the new section that old section i alone is matched with
// and that is matched with it alone, or -1.
func (m *matcher) alonePartner(i int) int {
	j := m.old[i].partner
	if j < 0 || m.new[j].partner != i || len(m.old[i].others)+len(m.new[j].others) > 0 {
		return -1
	}
	return j
}

// sharesWord reports whether two titles have a word in common that says
// something.
func sharesWord(a, b []string) bool {
	const shortest = 4 // letters
	return slices.ContainsFunc(a, func(word string) bool { return len(word) >= shortest && slices.Contains(b, word) })
}
