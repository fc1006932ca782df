package draft

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// matched is a section of either side while it is matched.
type matched struct {
	number, title, path string
	titleWords          []string
	text                string
	words               int   // in text
	same                int   // equal for texts that are equal up to white space
	total               int   // weight of all its runs
	partner             int   // of the other side, or -1
	others              []int // of the other side, if it is split or merged
}

// take gives what matching looks at of a section. texts numbers the texts met.
func take(texts map[string]int, number, title string, path []string, text string) matched {
	const longest = 40 // words of a title that count
	plain := strings.Join(strings.Fields(text), " ")
	if _, known := texts[plain]; !known {
		texts[plain] = len(texts)
	}
	titleWords := plainWords(title)
	return matched{
		number: number, title: title, path: strings.Join(path, "\n"), titleWords: titleWords[:min(len(titleWords), longest)],
		text: text, same: texts[plain], partner: -1,
	}
}

// plainWords gives the words of text in small letters.
func plainWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !isSolid(r) && !unicode.Is(unicode.M, r) })
}

// matcher matches sections.
type matcher struct {
	old, new []matched
	shared   []int // weight of the runs that an old and a new section share
	moved    []int // of these, what neither has in common with a section it is matched with
	runs     [2][]wordRun
	steps    int // how often two sections were seen to share a run
}

// between gives the place of an old and a new section in tables of pairs.
func (m *matcher) between(i, j int) int { return i*len(m.new) + j }

// wordRun is a run of words in a section.
type wordRun struct {
	hash    uint64
	section int
	count   int
}

const (
	runWords   = 3
	runWeight  = 5040      // of a run that one section has
	commonRun  = 16        // sections: what more of them have tells nothing
	mostRuns   = 1_000_000 // looked at on each side; of longer drafts only every other, every fourth… is
	hashOffset = 14695981039346656037
	hashPrime  = 1099511628211
)

// share works out how much each old section shares with each new one.
func (m *matcher) share() {
	m.shared = make([]int, len(m.old)*len(m.new))
	size := 0
	for _, side := range [][]matched{m.old, m.new} {
		bytes := 0
		for _, s := range side {
			bytes += len(s.text)
		}
		size = max(size, bytes)
	}
	const perWord = 5 // bytes, at least
	mask := uint64(1)
	for ; size/perWord/int(mask) > mostRuns; mask *= 2 {
	}
	m.runs = [2][]wordRun{runsOf(m.old, mask-1), runsOf(m.new, mask-1)}
	m.eachRun(m.count)
}

// eachRun calls do with each run that few enough sections have: those of the
// old ones that have it, and of the new.
func (m *matcher) eachRun(do func(a, b []wordRun, weight int)) {
	old, fresh := m.runs[0], m.runs[1]
	for len(old) > 0 || len(fresh) > 0 {
		var a, b []wordRun
		a, b, old, fresh = nextRun(old, fresh)
		if most := max(len(a), len(b)); most <= commonRun {
			do(a, b, runWeight/most)
		}
	}
}

// nextRun takes the runs with the least hash from both lists.
func nextRun(old, fresh []wordRun) (a, b, oldRest, freshRest []wordRun) {
	hash := uint64(0)
	switch {
	case len(fresh) == 0 || len(old) > 0 && old[0].hash <= fresh[0].hash:
		hash = old[0].hash
	default:
		hash = fresh[0].hash
	}
	n, k := 0, 0
	for n < len(old) && old[n].hash == hash {
		n++
	}
	for k < len(fresh) && fresh[k].hash == hash {
		k++
	}
	return old[:n], fresh[:k], old[n:], fresh[k:]
}

// count counts one run that is in the sections of a and b.
func (m *matcher) count(a, b []wordRun, weight int) {
	for _, x := range a {
		m.old[x.section].total += weight * x.count
	}
	for _, y := range b {
		m.new[y.section].total += weight * y.count
	}
	for _, x := range a {
		for _, y := range b {
			m.steps++
			m.shared[m.between(x.section, y.section)] += weight * min(x.count, y.count)
		}
	}
}

// findMoved works out how much text went from one section to another that it
// is not matched with: what is neither where it was nor was where it is.
func (m *matcher) findMoved() {
	m.moved = make([]int, len(m.shared))
	m.eachRun(func(a, b []wordRun, weight int) {
		var came []wordRun // new sections that have it from elsewhere
		for _, y := range b {
			if !slices.ContainsFunc(a, func(x wordRun) bool { return m.together(x.section, y.section) }) {
				came = append(came, y)
			}
		}
		for _, x := range a {
			if slices.ContainsFunc(b, func(y wordRun) bool { return m.together(x.section, y.section) }) {
				continue
			}
			for _, y := range came {
				m.moved[m.between(x.section, y.section)] += weight * min(x.count, y.count)
			}
		}
	})
}

// together reports whether old section i and new section j are in one match.
func (m *matcher) together(i, j int) bool { return m.old[i].partner == j || m.new[j].partner == i }

// runsOf gives the runs of all sections whose hash has none of the bits of
// mask, sorted, each once for each section. A text shorter than a run is one.
func runsOf(sections []matched, mask uint64) []wordRun {
	var all []wordRun
	for i, s := range sections {
		var hashes []uint64
		for _, word := range plainWords(s.text) {
			hashes = append(hashes, hashWord(word))
		}
		sections[i].words = len(hashes)
		for k := 0; k+runWords <= len(hashes) || k == 0 && len(hashes) > 0; k++ {
			hash := uint64(hashOffset)
			for _, h := range hashes[k:min(k+runWords, len(hashes))] {
				hash = (hash ^ h) * hashPrime
				hash ^= hash >> 29
			}
			if hash&mask == 0 {
				all = append(all, wordRun{hash, i, 1})
			}
		}
	}
	slices.SortFunc(all, func(a, b wordRun) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.section, b.section))
	})
	kept := all[:0]
	for _, r := range all {
		if n := len(kept); n > 0 && kept[n-1].hash == r.hash && kept[n-1].section == r.section {
			kept[n-1].count++
			continue
		}
		kept = append(kept, r)
	}
	return kept
}

// hashWord gives the FNV-1a hash of word.
func hashWord(word string) uint64 {
	hash := uint64(hashOffset)
	for i := range len(word) {
		hash = (hash ^ uint64(word[i])) * hashPrime
	}
	return hash
}

// shortText is how many words a text has that says little by itself.
const shortText = 10

// alike says, of a thousand, how alike two sections are: three quarters for
// the text, one for the title; half and half where a text is short.
func (m *matcher) alike(i, j int) int {
	text, title := m.textAlike(i, j), m.titleAlike(i, j)
	if min(m.old[i].words, m.new[j].words) < shortText {
		return (text + title) / 2
	}
	return (3*text + title) / 4
}

// textAlike says, of a thousand, how much of both texts is in both.
func (m *matcher) textAlike(i, j int) int {
	a, b := &m.old[i], &m.new[j]
	if a.same == b.same {
		return 1000
	}
	return share(2*m.shared[m.between(i, j)], a.total+b.total, 1000)
}

// titleAlike says, of a thousand, how many words of both titles are in both.
func (m *matcher) titleAlike(i, j int) int {
	a, b := m.old[i].titleWords, m.new[j].titleWords
	if slices.Equal(a, b) {
		return 1000
	}
	same, left := 0, slices.Clone(b)
	for _, word := range a {
		if k := slices.Index(left, word); k >= 0 {
			left = slices.Delete(left, k, k+1)
			same++
		}
	}
	return share(2*same, len(a)+len(b), 1000)
}

// share gives how many n is if all were of; 0 of nothing.
func share(n, all, of int) int {
	if all == 0 {
		return 0
	}
	return n * of / all
}

// shareOf gives what old section i and new section j have in common.
func (m *matcher) shareOf(i, j int) Share {
	a, b := &m.old[i], &m.new[j]
	s := m.shareFrom(m.shared, i, j)
	if a.same == b.same {
		s.OfOld, s.OfNew = 100, 100
	}
	return s
}

// shareFrom gives what two sections have in common by a table of weights.
func (m *matcher) shareFrom(table []int, i, j int) Share {
	a, b := &m.old[i], &m.new[j]
	return Share{
		Old: i, New: j,
		OfOld: share(table[m.between(i, j)], a.total, 100), OfNew: share(table[m.between(i, j)], b.total, 100),
		SameTitle:  slices.Equal(a.titleWords, b.titleWords),
		SameNumber: a.number == b.number && a.number != "",
	}
}
