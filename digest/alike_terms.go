package digest

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
	"github.com/kljensen/snowball/english"
	"golang.org/x/text/unicode/norm"
)

// lexicon turns the words of questions into terms: one term for all words that
// mean the same. It remembers every word's, as stemming is what takes the time.
type lexicon struct {
	stems  []string
	common []bool               // of each term: it says little
	number map[string]int       // stem → its term
	known  map[string]int       // word as written → its term, or none
	pairs  map[uint64]int       // two terms that stand together → the term of both
	phrase map[[2]string]string // two stems → the stem they stand for
	same   map[string]string    // word or stem → the stem that stands for it
	empty  map[string]bool
	little map[string]bool // stems that say little
	label  map[string]bool
	write  *strings.Replacer
}

func newLexicon() *lexicon {
	x := &lexicon{
		number: make(map[string]int, 1024), known: make(map[string]int, 1024), pairs: make(map[uint64]int, 4096),
		phrase: make(map[[2]string]string), same: make(map[string]string), empty: set(emptyWords),
		little: make(map[string]bool), label: set(labels), write: strings.NewReplacer(asWritten()...),
	}
	for i, word := range strings.Fields(numberWords) {
		if !x.empty[word] { // "one" is hardly ever a number
			x.same[word] = strconv.Itoa(i)
		}
	}
	for line := range strings.Lines(sameWords) {
		fields := strings.Fields(line)
		for _, word := range fields {
			x.same[stem(word)] = stem(fields[0])
		}
	}
	for word := range strings.FieldsSeq(commonWords) {
		x.little[x.meaning(word)] = true
	}
	for line := range strings.Lines(phrases) {
		if f := strings.Fields(line); len(f) == 3 {
			x.phrase[[2]string{x.meaning(f[0]), x.meaning(f[1])}] = x.meaning(f[2])
		}
	}
	return x
}

func set(words string) map[string]bool {
	all := make(map[string]bool)
	for word := range strings.FieldsSeq(words) {
		all[word] = true
	}
	return all
}

func stem(word string) string { return english.Stem(word, true) }

// meaning gives the stem that stands for a word in lower case.
func (x *lexicon) meaning(word string) string {
	if digits, ok := x.same[word]; ok {
		return digits
	}
	stem := stem(british(word))
	if other, ok := x.same[stem]; ok {
		return other
	}
	return stem
}

// british writes an American word the British way, as far as endings go.
func british(word string) string {
	for _, ending := range []string{"ize", "izing", "ization", "yze", "yzing"} {
		if start, ok := strings.CutSuffix(strings.TrimRight(word, "srd"), ending); ok && len(start) > 2 {
			return start + strings.Replace(ending, "z", "s", 1)
		}
	}
	switch word {
	case "center", "centers":
		return "centre"
	case "program", "programs":
		return "programme"
	case "labor":
		return "labour"
	}
	return word
}

// term gives a word's term, or none.
func (x *lexicon) term(word string) int {
	if first, _ := utf8.DecodeRuneInString(word); !unicode.IsLetter(first) && !unicode.IsNumber(first) {
		return none
	}
	if n, ok := x.known[word]; ok {
		return n
	}
	lower := strings.ReplaceAll(strings.ToLower(word), "’", "'")
	lower, _, _ = strings.Cut(lower, "'") // council's, don't, we'd
	n := none
	if _, counts := x.same[lower]; counts || lower != "" && !x.empty[lower] && lower != "don" && lower != "can" {
		n = x.take(x.meaning(plainNumber(lower)))
	}
	x.known[word] = n
	return n
}

// take gives the term of a stem, which is new or not.
func (x *lexicon) take(stem string) int {
	n, ok := x.number[stem]
	if !ok {
		n = x.add(stem, x.little[stem])
		x.number[stem] = n
	}
	return n
}

func (x *lexicon) add(stem string, little bool) int {
	x.stems, x.common = append(x.stems, stem), append(x.common, little)
	return len(x.stems) - 1
}

// pair gives the term of two terms that stand together.
func (x *lexicon) pair(a, b int) int {
	key := uint64(a)<<32 | uint64(b)
	n, ok := x.pairs[key]
	if !ok {
		n = x.add("", x.common[a] && x.common[b])
		x.pairs[key] = n
	}
	return n
}

// plainNumber writes 2,400 as 2400, and 10.0 as 10.
func plainNumber(word string) string {
	if word[0] < '0' || word[0] > '9' {
		return word
	}
	word = strings.ReplaceAll(word, ",", "")
	if whole, rest, ok := strings.Cut(word, "."); ok && strings.Trim(rest, "0") == "" {
		return whole
	}
	return word
}

// sentence is a sentence of a question: its terms, and the words they are in.
type sentence struct {
	terms []int
	words []string
	asks  bool // it has a question mark, or asks for something
}

// read gives the sentences of a text, and what parts of the draft or the
// procedure it names, such as "lot 2".
func (x *lexicon) read(text string) (all []sentence, names []string) {
	var now sentence
	finish := func() {
		if len(now.terms) > 0 {
			all = append(all, now)
		}
		now = sentence{}
	}
	label := ""
	for tokens := words.FromString(x.write.Replace(norm.NFKC.String(text))); tokens.Next(); {
		switch word := tokens.Value(); word {
		case " ", "\u00a0":
		case "?":
			now.asks = true
			finish()
		case ".", "!", ";", "\n", "\r\n", "\"", "“", "”":
			finish()
		default:
			lower := strings.ToLower(word)
			if mark := markOf(lower); mark != "" && label != "" {
				names = append(names, label+" "+mark)
			}
			if label = strings.TrimSuffix(lower, "s"); !x.label[label] {
				label = ""
			}
			now.asks = now.asks || asking(lower)
			x.say(&now, word)
		}
	}
	finish()
	return all, names
}

// say adds a word to a sentence; two that are a phrase become one term.
func (x *lexicon) say(s *sentence, word string) {
	n := x.term(word)
	if n == none {
		return
	}
	if last := len(s.terms) - 1; last >= 0 {
		if one, ok := x.phrase[[2]string{x.stems[s.terms[last]], x.stems[n]}]; ok {
			s.terms[last], s.words[last] = x.take(one), s.words[last]+" "+word
			return
		}
	}
	s.terms, s.words = append(s.terms, n), append(s.words, word)
}

// asking says whether a word asks for something where there may be no question
// mark.
func asking(word string) bool {
	return slices.Contains([]string{"please", "confirm", "clarify", "advise", "elaborate", "request", "kindly"}, word)
}

// markOf reads what may stand after a label: a number, in Roman digits too, or
// one letter. Otherwise it is empty.
func markOf(word string) string {
	if i := slices.Index([]string{"i", "ii", "iii", "iv", "v"}, word); i >= 0 {
		return strconv.Itoa(i + 1)
	}
	if len(word) == 1 && 'b' <= word[0] && word[0] <= 'z' || word[0] >= '0' && word[0] <= '9' {
		return plainNumber(word)
	}
	return ""
}
