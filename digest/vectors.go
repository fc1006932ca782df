package digest

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
	"github.com/kljensen/snowball/english"

	"soundings/engagement"
)

// vector says how much each term of a passage tells it from the other
// passages (TF-IDF), in the order of terms, of length one; or it is empty.
type vector []weighted

type weighted struct {
	term   int
	weight float64
}

// vocabulary numbers the stems it meets. It remembers each word's, as stemming
// is what takes the time.
type vocabulary struct {
	terms map[string]int // stem → term
	known map[string]int // word → term, or none
	found []int          // the terms of one text, kept for the next
}

// none is the term of a word that tells nothing.
const none = -1

// vectors sets the vector of each passage, against all of them.
func (v *vocabulary) vectors(all []passage) {
	if v.known == nil {
		v.terms, v.known = make(map[string]int), make(map[string]int)
	}
	for i := range all {
		all[i].vector = v.counts(all[i].words)
	}
	in := make([]int, len(v.terms)) // how many passages a term is in
	for _, p := range all {
		for _, w := range p.vector {
			in[w.term]++
		}
	}
	for _, p := range all {
		var sum float64
		for i, w := range p.vector {
			weight := w.weight * (1 + math.Log(float64(1+len(all))/float64(1+in[w.term])))
			p.vector[i].weight = weight
			sum += weight * weight
		}
		for i := range p.vector {
			p.vector[i].weight /= math.Sqrt(sum)
		}
	}
}

// counts gives how often each term is in the text.
func (v *vocabulary) counts(text string) vector {
	terms := v.found[:0]
	for tokens := words.FromString(text); tokens.Next(); {
		if term := v.term(tokens.Value()); term != none {
			terms = append(terms, term)
		}
	}
	v.found = terms
	slices.Sort(terms)
	counted := make(vector, 0, len(terms))
	for i, term := range terms {
		if i > 0 && terms[i-1] == term {
			counted[len(counted)-1].weight++
			continue
		}
		counted = append(counted, weighted{term, 1})
	}
	return counted
}

// term gives the number of a word's stem.
func (v *vocabulary) term(word string) int {
	if first, _ := utf8.DecodeRuneInString(word); !unicode.IsLetter(first) && !unicode.IsNumber(first) {
		return none
	}
	if term, ok := v.known[word]; ok {
		return term
	}
	term := none
	if lower := strings.ToLower(word); !isCommon(lower) {
		stem := english.Stem(lower, false)
		number, ok := v.terms[stem]
		if !ok {
			number = len(v.terms)
			v.terms[stem] = number
		}
		term = number
	}
	v.known[word] = term
	return term
}

// isCommon says whether a word is one of the few that are in every text. Words
// such as "not" and "can't" stay: here they tell something.
func isCommon(word string) bool {
	switch word {
	case "a", "an", "the", "and", "or", "but", "if", "of", "to", "in", "on", "at", "by", "for", "with", "from",
		"as", "is", "are", "was", "were", "be", "been", "it", "its", "this", "that", "these", "those",
		"we", "our", "us", "you", "your", "they", "their", "i", "my", "he", "she", "them",
		"would", "will", "have", "has", "had", "do", "does", "so", "than", "then", "there":
		return true
	}
	return false
}

// dot is how near two vectors of length one are, from 0 to 1.
func (a vector) dot(b vector) float64 {
	var sum float64
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].term < b[j].term:
			i++
		case a[i].term > b[j].term:
			j++
		default:
			sum += a[i].weight * b[j].weight
			i++
			j++
		}
	}
	return sum
}

// direction is a sum of vectors, by term.
type direction []float64

// centroid gives the middle of what the passages say, of length one. How much
// a passage counts is the weight of its stance; one without weight, such as
// those who would go along, counts as the least.
func centroid(passages []passage, weights engagement.Weights) direction {
	var sum direction
	for _, p := range passages {
		counts := float64(max(1, weightOf(p.response.Stance, weights)))
		for _, w := range p.vector {
			for len(sum) <= w.term {
				sum = append(sum, 0)
			}
			sum[w.term] += counts * w.weight
		}
	}
	var square float64
	for _, weight := range sum {
		square += weight * weight
	}
	if square == 0 {
		return nil
	}
	for i := range sum {
		sum[i] /= math.Sqrt(square)
	}
	return sum
}

// near is how near a passage is to the middle, from 0 to 1.
func (d direction) near(v vector) float64 {
	var sum float64
	for _, w := range v {
		if w.term < len(d) {
			sum += d[w.term] * w.weight
		}
	}
	return sum
}
