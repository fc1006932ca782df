package draft

import "strings"

// part is one heading with the text directly under it, up to the next heading.
type part struct {
	label  label
	plain  string // the heading as it stands in the draft; empty before the first heading
	level  int    // as marked in the file, mended by numbering
	depth  int    // in the outline: 0 is outermost
	body   []block
	mark   mark // what the author says of the section itself
	words  int  // of the heading and the body
	parent int  // index of the part it belongs to, or -1
	end    int  // index after the last part under it

	continued bool // it goes on with the part it belongs to
	bidding   bool // it says how to bid, not what is wanted
}

// hasText reports whether there is more than a heading.
func (p *part) hasText() bool { return len(p.body) > 0 }

// partsOf cuts blocks at their headings. The first part is what comes before
// the first heading, if there is anything.
func partsOf(blocks []block) []part {
	var parts []part
	for _, b := range blocks {
		if b.kind == heading {
			parts = append(parts, part{label: parseLabel(b.plain), plain: b.plain, level: b.level, words: b.words, parent: -1})
			continue
		}
		if len(parts) == 0 {
			parts = append(parts, part{level: 1, parent: -1})
		}
		last := &parts[len(parts)-1]
		last.body = append(last.body, b)
		last.words += b.words
	}
	return parts
}

// settleBare decides whether plain numbers without a stop are numbers or
// belong to their titles: they are numbers if at least three headings of
// their level have one and they rise.
func settleBare(parts []part) {
	byLevel := map[int][]int{}
	for i := range parts {
		if parts[i].label.bare {
			byLevel[parts[i].level] = append(byLevel[parts[i].level], i)
		}
	}
	for _, indices := range byLevel {
		rising := len(indices) >= 3
		for k := 1; k < len(indices) && rising; k++ {
			rising = parts[indices[k]].label.places[0] > parts[indices[k-1]].label.places[0]
		}
		if rising {
			continue
		}
		for _, i := range indices {
			parts[i].label = parts[i].label.unnumbered()
		}
	}
}

// mendLevels gives headings the level that their decimal numbers say where
// the marks in the file say otherwise: "## 5.9.1" is under "## 5.9".
func mendLevels(parts []part) {
	const deepest = 8
	var tally [deepest + 1]map[int]int
	for i := range parts {
		if d := len(parts[i].label.places); d > 0 && d <= deepest {
			if tally[d] == nil {
				tally[d] = map[int]int{}
			}
			tally[d][parts[i].level]++
		}
	}
	var levels [deepest + 1]int
	above := 0
	for d := 1; d <= deepest; d++ {
		if tally[d] == nil {
			levels[d] = above + 1
			continue
		}
		levels[d] = max(mostCommon(tally[d]), above+1)
		above = levels[d]
	}
	for i := range parts {
		if d := len(parts[i].label.places); d > 0 && d <= deepest && hasLeader(parts, i, d) {
			parts[i].level = levels[d]
		}
	}
}

// hasLeader reports whether part i belongs to the run of decimal numbers: it
// is of the outermost form, or the part before it with a shorter number leads
// to it. The "2.1" of an annex that has its own numbering does not count.
func hasLeader(parts []part, i, d int) bool {
	if d == 1 {
		return true
	}
	const far = 400 // headings to look back
	for k := i - 1; k >= 0 && k > i-far; k-- {
		places := parts[k].label.places
		if len(places) == 0 {
			continue
		}
		return places[0] == parts[i].label.places[0]
	}
	return true
}

// mostCommon gives the level with the highest count, the outer one of two.
func mostCommon(tally map[int]int) int {
	best, most := 0, 0
	for level, n := range tally {
		if n > most || n == most && level < best {
			best, most = level, n
		}
	}
	return best
}

// nest works out depth, parent and end of each part from the levels. Levels
// that the draft jumps over do not count.
func nest(parts []part) {
	var open []int
	for i := range parts {
		for len(open) > 0 && parts[open[len(open)-1]].level >= parts[i].level {
			parts[open[len(open)-1]].end = i
			open = open[:len(open)-1]
		}
		parts[i].depth, parts[i].parent = len(open), -1
		if len(open) > 0 {
			parts[i].parent = open[len(open)-1]
		}
		open = append(open, i)
	}
	for _, i := range open {
		parts[i].end = len(parts)
	}
}

// folded gives a title for comparing: small letters, single spaces.
func folded(title string) string {
	return strings.ToLower(strings.Join(strings.Fields(title), " "))
}
