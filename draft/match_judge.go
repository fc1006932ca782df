package draft

import "slices"

// matches gives all that was found, each section once.
func (m *matcher) matches() []Match {
	var all []Match
	for i := range m.old {
		old := &m.old[i]
		if old.partner < 0 {
			all = append(all, Match{Verdict: VerdictGone, Old: []int{i}})
			continue
		}
		fresh := &m.new[old.partner]
		if fresh.partner != i {
			continue // merged: it is in the match of the first
		}
		match := Match{Old: append([]int{i}, fresh.others...), New: append([]int{old.partner}, old.others...)}
		slices.Sort(match.Old)
		slices.Sort(match.New)
		all = append(all, match)
	}
	for j := range m.new {
		if m.new[j].partner < 0 {
			all = append(all, Match{Verdict: VerdictNew, New: []int{j}})
		}
	}
	slices.SortStableFunc(all, func(a, b Match) int { return firstOf(a.Old) - firstOf(b.Old) })
	moved := movedIn(all)
	for k := range all {
		m.describe(&all[k], moved[k])
	}
	return inReadingOrder(all)
}

// firstOf gives the first of places, or a place after all.
func firstOf(places []int) int {
	if len(places) == 0 {
		return MaxSections
	}
	return places[0]
}

// movedIn reports which of the matches, in the order of the old list, are out
// of order in the new one: as few as can be.
func movedIn(all []Match) []bool {
	var pairs []pair
	moved := make([]bool, len(all))
	for k, match := range all {
		if len(match.Old) > 0 && len(match.New) > 0 {
			pairs = append(pairs, pair{k, match.New[0]})
			moved[k] = true
		}
	}
	for _, p := range rising(pairs) {
		moved[p.a] = false
	}
	return moved
}

// describe fills in what match says beyond its sections.
func (m *matcher) describe(match *Match, moved bool) {
	match.Moved = moved
	for _, i := range match.Old {
		for _, j := range match.New {
			match.Why = append(match.Why, m.shareOf(i, j))
		}
	}
	match.Elsewhere = m.elsewhere(match)
	switch {
	case len(match.Old) == 0 || len(match.New) == 0:
		match.Confidence = m.sureAlone(match)
	case len(match.New) > 1:
		match.Verdict, match.TextChanged = VerdictSplit, true
		match.Confidence = sureParts(match, func(s Share) int { return s.OfNew })
	case len(match.Old) > 1:
		match.Verdict, match.TextChanged = VerdictMerged, true
		match.Confidence = sureParts(match, func(s Share) int { return s.OfOld })
	default:
		m.describePair(match)
	}
}

// describePair says what changed between one and one.
func (m *matcher) describePair(match *Match) {
	i, j := match.Old[0], match.New[0]
	a, b := &m.old[i], &m.new[j]
	match.TextChanged = a.same != b.same
	match.Renamed = !slices.Equal(a.titleWords, b.titleWords)
	match.Renumbered = a.number != b.number
	switch {
	case match.TextChanged:
		match.Verdict = VerdictChanged
	case match.Renamed:
		match.Verdict = VerdictRenamed
	case match.Moved:
		match.Verdict = VerdictMoved
	default:
		match.Verdict = VerdictSame
	}
	match.Confidence = m.surePair(i, j)
}

// surePair says how sure it is that new section j is old section i: by how
// alike they are, and by how much less alike the next best is.
func (m *matcher) surePair(i, j int) Confidence {
	const sureAlike, sureLead, likelyAlike, likelyLead = 650, 200, 400, 100
	own, rival := m.alike(i, j), 0
	for k := range m.new {
		if k != j {
			rival = max(rival, m.alike(i, k))
		}
	}
	for k := range m.old {
		if k != i {
			rival = max(rival, m.alike(k, j))
		}
	}
	switch {
	case own >= sureAlike && own-rival >= sureLead, own == 1000 && rival < 1000:
		return Sure
	case own >= likelyAlike && own-rival >= likelyLead:
		return Likely
	}
	return Doubtful
}

// sureParts says how sure a split or merger is: by the part with the least in
// common with the whole.
func sureParts(match *Match, of func(Share) int) Confidence {
	const sure, likely = 80, 60
	least := 100
	for _, s := range match.Why {
		least = min(least, of(s))
	}
	switch {
	case least >= sure:
		return Sure
	case least >= likely:
		return Likely
	}
	return Doubtful
}

// sureAlone says how sure it is that a section is new or gone: by how much of
// it is on the other side.
func (m *matcher) sureAlone(match *Match) Confidence {
	const sure, likely = 15, 35
	most := 0
	for _, s := range match.Elsewhere {
		if len(match.Old) == 0 {
			most = max(most, s.OfNew)
			continue
		}
		most = max(most, s.OfOld)
	}
	switch {
	case most < sure:
		return Sure
	case most < likely:
		return Likely
	}
	return Doubtful
}

// elsewhere gives the sections outside match that got a tenth or more of the
// text of one in it, or that are a tenth of it.
func (m *matcher) elsewhere(match *Match) []Share {
	const tenth = 10
	var all []Share
	add := func(i, j int) {
		s := m.shareFrom(m.moved, i, j)
		if max(s.OfOld, s.OfNew) >= tenth && m.moved[m.between(i, j)] >= fewRuns*runWeight {
			all = append(all, s)
		}
	}
	for _, i := range match.Old {
		for j := range m.new {
			if !slices.Contains(match.New, j) {
				add(i, j)
			}
		}
	}
	for _, j := range match.New {
		for i := range m.old {
			if !slices.Contains(match.Old, i) {
				add(i, j)
			}
		}
	}
	return all
}

// inReadingOrder puts matches, which are in the order of the old list, in the
// order of the new one. What is gone comes after what was before it.
func inReadingOrder(all []Match) []Match {
	keys := make([]int, len(all))
	last := -1
	for k, match := range all {
		if len(match.New) > 0 {
			last = match.New[0]
		}
		keys[k] = last
	}
	order := make([]int, len(all))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(x, y int) int { return keys[x] - keys[y] })
	sorted := make([]Match, len(all))
	for n, k := range order {
		sorted[n] = all[k]
	}
	return sorted
}
