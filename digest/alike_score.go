package digest

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// What weighs how much in the likeness of two questions. docs/method.md tells
// how these were chosen; the tests measure them.
const (
	besideAsking = 0.8   // a sentence that asks nothing, beside one that does
	weightOfPair = 0.3   // two words that stand together
	rareShare    = 0.005 // of all questions anywhere, how many have a word
	commonShare  = 0.1   // the same of one of commonWords
	elsewhere    = 30    // how many questions from anywhere are counted beside those that are here
	ofContained  = 0.5   // how much it counts that a short question is in a longer one
	littleMass   = 3     // that what is contained must be more than a word or two
	otherNames   = 0.5   // where they name different lots, annexes, …
	otherSection = 0.9   // where they are on different sections
)

// readQuestion is a question as looking for likeness has read it.
type readQuestion struct {
	section int
	plain   string // letters and digits alone, in lower case
	vector  vector
	words   []string // of each term in vector, as it was written; empty: a pair
	names   []string
	mass    float64 // the square of the vector's length
	pieces  []uint64
}

// likeness compares questions with each other.
type likeness struct {
	all  []readQuestion
	with [][]posting    // of each term, the questions that have it
	text map[string]int // plain → the first question with that text
	dots []float64      // for the use of near
}

// posting says how heavy a term is in a question.
type posting struct {
	question int
	weight   float64
}

func newLikeness(questions []Asked) *likeness {
	l := &likeness{all: make([]readQuestion, len(questions)), text: make(map[string]int), dots: make([]float64, len(questions))}
	x := newLexicon()
	for i, q := range questions {
		sentences, names := x.read(q.Text)
		l.all[i] = readQuestion{section: q.Section, plain: plain(q.Text), names: names}
		if _, ok := l.text[l.all[i].plain]; !ok {
			l.text[l.all[i].plain] = i
		}
		l.all[i].weigh(x, sentences)
	}
	in := make([]int, len(x.stems))
	for _, q := range l.all {
		for _, w := range q.vector {
			in[w.term]++
		}
	}
	l.with = make([][]posting, len(x.stems))
	for i := range l.all {
		q := &l.all[i]
		for j, w := range q.vector {
			q.vector[j].weight *= rarity(in[w.term], len(questions), x.common[w.term])
			q.mass += q.vector[j].weight * q.vector[j].weight
			l.with[w.term] = append(l.with[w.term], posting{i, q.vector[j].weight})
		}
	}
	return l
}

// near gives, of the questions before one, those that may be so much alike that
// they are suggested; score tells. They come in their order.
func (l *likeness) near(i int) []int {
	q := &l.all[i]
	for _, w := range q.vector {
		for _, p := range l.with[w.term] {
			if p.question >= i {
				break
			}
			l.dots[p.question] += w.weight * p.weight
		}
	}
	var found []int
	for j := range i {
		if l.dots[j] > 0 && nearness(l.dots[j], q.mass, l.all[j].mass) >= AlikeFrom/2 || j == l.text[q.plain] {
			found = append(found, j)
		}
		l.dots[j] = 0
	}
	return found
}

// weigh sets what a question says: each term as heavy as the sentence it
// weighs most in.
func (q *readQuestion) weigh(x *lexicon, sentences []sentence) {
	asks := slices.ContainsFunc(sentences, func(s sentence) bool { return s.asks })
	type said struct {
		weighted

		at   int
		word string
	}
	n := 0
	for _, s := range sentences {
		n += 2 * len(s.terms)
	}
	all := make([]said, 0, n)
	for _, s := range sentences {
		weight := 1.0
		if asks && !s.asks {
			weight = besideAsking
		}
		for i, term := range s.terms {
			all = append(all, said{weighted{term, weight}, len(all), s.words[i]})
			if i > 0 && s.terms[i-1] != term {
				all = append(all, said{weighted{x.pair(s.terms[i-1], term), weight * weightOfPair}, len(all), ""})
			}
		}
	}
	slices.SortFunc(all, func(a, b said) int {
		return cmp.Or(cmp.Compare(a.term, b.term), cmp.Compare(b.weight, a.weight), cmp.Compare(a.at, b.at))
	})
	q.vector, q.words = make(vector, 0, n), make([]string, 0, n)
	for i, s := range all {
		if i > 0 && all[i-1].term == s.term {
			continue
		}
		q.vector, q.words = append(q.vector, s.weighted), append(q.words, s.word)
	}
}

// rarity is how much a term says, at most about 1: the fewer questions have
// it, the more. Few questions say little about that, so that questions from
// elsewhere are imagined beside them.
func rarity(in, of int, common bool) float64 {
	share := rareShare
	if common {
		share = commonShare
	}
	all := float64(of + elsewhere)
	return math.Log(1+all/(float64(in)+elsewhere*share)) / math.Log(1+all/(1+elsewhere*rareShare))
}

// score is how alike two questions are, from 0 to 1, and whether they are in
// nearly the same words.
func (l *likeness) score(i, j int) (score float64, same bool) {
	a, b := &l.all[i], &l.all[j]
	if a.plain == b.plain {
		return 1, true
	}
	score = nearness(a.vector.dot(b.vector), a.mass, b.mass)
	if score == 0 {
		return 0, false
	}
	if contradict(a.names, b.names) {
		return score * otherNames, false
	}
	if score >= AlikeFrom/2 {
		if wording := overlap(a.shingles(), b.shingles()); wording >= SameWordsFrom {
			score, same = max(score, wording), true
		}
	}
	if a.section != b.section && a.section != 0 && b.section != 0 {
		score *= otherSection
	}
	return score, same
}

// nearness is how near two questions are whose vectors have that product and
// those masses: the angle between them, and how much of the shorter is in the
// longer.
func nearness(dot, a, b float64) float64 {
	if dot == 0 {
		return 0
	}
	smaller := min(a, b)
	contained := min(1, dot/smaller) * smaller / (smaller + littleMass)
	return (1-ofContained)*dot/math.Sqrt(a*b) + ofContained*contained
}

// contradict says whether both name a lot, an annex or the like, and never the
// same.
func contradict(a, b []string) bool {
	for _, one := range a {
		label, _, _ := strings.Cut(one, " ")
		other := false
		for _, two := range b {
			if one == two {
				other = false
				break
			}
			other = other || strings.HasPrefix(two, label+" ")
		}
		if other {
			return true
		}
	}
	return false
}

// plain gives the letters and digits of a text, in lower case.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(text))
}

// shingle is how many letters a piece of a text has.
const shingle = 5

// shingles gives the pieces of a text, each once, in the order of their hashes.
func (q *readQuestion) shingles() []uint64 {
	if q.pieces != nil {
		return q.pieces
	}
	q.pieces = []uint64{}
	runes := []rune(q.plain)
	for i := range max(1, len(runes)-shingle+1) {
		q.pieces = append(q.pieces, hash(runes[i:min(len(runes), i+shingle)]))
	}
	slices.Sort(q.pieces)
	q.pieces = slices.Compact(q.pieces)
	return q.pieces
}

// hash mixes a few letters into a number (FNV-1a): the same everywhere and
// always.
func hash(runes []rune) uint64 {
	sum := uint64(14695981039346656037)
	for _, r := range runes {
		sum = (sum ^ uint64(r)) * 1099511628211
	}
	return sum
}

// overlap is the share that two sorted sets have in common (Jaccard), from 0 to
// 1.
func overlap(a, b []uint64) float64 {
	common := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			common, i, j = common+1, i+1, j+1
		}
	}
	return float64(common) / float64(max(1, len(a)+len(b)-common))
}
