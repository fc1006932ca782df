package conversations

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"soundings/engagement"
)

// maxHead is how much of a text is looked at to find out what is meant, in
// bytes. Commands are short; what follows them is taken as it is.
const maxHead = 400

// line is something a person typed: as it was, and folded so that commands in
// it can be recognised whatever the case, the quotes and the spaces.
type line struct {
	raw  string // from the first character that counts
	norm string // lower case, straight quotes and dashes, single spaces, nothing invisible
	at   []int  // for each byte of norm, and its end, where it stands in raw
}

// readLine folds text, without a mention of the bot at its start.
func readLine(text string) line {
	l := fold(strings.TrimFunc(text, blank))
	for {
		rest, ok := l.cutMention()
		if !ok {
			return l
		}
		l = rest
	}
}

// fold folds the beginning of raw.
func fold(raw string) line {
	l := line{raw: raw}
	var norm strings.Builder
	spaced := true
	for i, r := range raw {
		if norm.Len() >= maxHead {
			break
		}
		switch {
		case unicode.IsSpace(r):
			if !spaced {
				norm.WriteByte(' ')
				l.at = append(l.at, i)
			}
			spaced = true
			continue
		case invisible(r):
			continue
		}
		spaced = false
		before := norm.Len()
		norm.WriteRune(unfancy(unicode.ToLower(r)))
		for range norm.Len() - before {
			l.at = append(l.at, i)
		}
	}
	l.norm = strings.TrimRight(norm.String(), " ")
	end := len(raw)
	if norm.Len() >= maxHead && len(l.norm) < len(l.at) {
		end = l.at[len(l.norm)]
	}
	l.at = append(l.at[:len(l.norm)], end)
	return l
}

// blank says whether r may be trimmed from the ends of a text.
func blank(r rune) bool { return unicode.IsSpace(r) || invisible(r) }

// invisible says whether r is nothing that a person sees: control characters,
// zero-width and bidirectional marks, variation selectors.
func invisible(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector) && !unicode.IsSpace(r)
}

// unfancy gives the plain character that somebody meant.
func unfancy(r rune) rune {
	switch r {
	case '‘', '’', '‚', '‛', '′', '`', '´':
		return '\''
	case '“', '”', '„', '‟', '″', '«', '»':
		return '"'
	case '‐', '‑', '‒', '–', '—', '−':
		return '-'
	case '：':
		return ':'
	}
	if r >= '０' && r <= '９' {
		return r - '０' + '0'
	}
	return r
}

// empty says whether nothing is left.
func (l line) empty() bool { return l.norm == "" }

// words is what is left, as it was typed.
func (l line) words() string { return strings.TrimFunc(l.raw, blank) }

// skip drops the first n bytes of norm and the punctuation that sets off what
// comes next.
func (l line) skip(n int) line {
	for n < len(l.norm) && strings.IndexByte(" :,-.;=)", l.norm[n]) >= 0 {
		n++
	}
	return fold(strings.TrimLeftFunc(l.raw[l.at[n]:], blank))
}

// cut drops phrase from the start, if it stands there as whole words.
func (l line) cut(phrase string) (line, bool) {
	if !strings.HasPrefix(l.norm, phrase) || !l.boundary(len(phrase)) {
		return l, false
	}
	return l.skip(len(phrase)), true
}

// cutAny drops the longest of the phrases that stands at the start.
func (l line) cutAny(phrases ...string) (line, bool) {
	best := ""
	for _, phrase := range phrases {
		if len(phrase) > len(best) && strings.HasPrefix(l.norm, phrase) && l.boundary(len(phrase)) {
			best = phrase
		}
	}
	if best == "" {
		return l, false
	}
	return l.skip(len(best)), true
}

// boundary says whether a word ends before the byte n of norm.
func (l line) boundary(n int) bool {
	if n >= len(l.norm) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(l.norm[n:])
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\''
}

// firstWord is the first word of norm.
func (l line) firstWord() string {
	word, _, _ := strings.Cut(l.norm, " ")
	return strings.Trim(word, ":,-.;!?\"'")
}

// is says whether the whole line is one of the phrases, courtesies and
// punctuation aside.
func (l line) is(phrases ...string) bool {
	norm := strings.Trim(l.norm, " .!?,;:\"'")
	norm = strings.TrimSuffix(norm, " please")
	norm = strings.TrimPrefix(norm, "please ")
	norm = strings.TrimRight(norm, ",. ")
	return slices.Contains(phrases, norm)
}

// cutMention drops a mention of the bot from the start, however the platform
// writes it.
func (l line) cutMention() (line, bool) {
	if rest, ok := l.cutAny("@soundings", "/soundings", "<at>soundings</at>"); ok {
		return rest, true
	}
	if strings.HasPrefix(l.norm, "<@") {
		if end := strings.IndexByte(l.norm, '>'); end > 0 && end < 40 {
			return l.skip(end + 1), true
		}
	}
	return l, false
}

// cutNumber drops a section's number from the start: "6", "#6", "section 6".
// A number that goes on, such as 6.2, 6th or 24/7, is none.
func (l line) cutNumber() (line, int, bool) {
	rest := l
	for _, word := range []string{"on", "for", "section", "sections", "part", "sec", "no", "number"} {
		next, ok := rest.cut(word)
		if !ok {
			continue
		}
		rest = next
		if after, n, spelt := rest.cutSpelt(); spelt && len(word) > 3 {
			return after, n, true
		}
	}
	digits := strings.TrimPrefix(rest.norm, "#")
	start := len(rest.norm) - len(digits)
	n, i := 0, 0
	for i < len(digits) && digits[i] >= '0' && digits[i] <= '9' && i < 6 {
		n = n*10 + int(digits[i]-'0')
		i++
	}
	if i == 0 || i == 6 || !rest.numberEnds(start+i) {
		return l, 0, false
	}
	return rest.skip(start + i), n, true
}

// cutSpelt drops a number that is written out. It counts only behind a word
// such as "section", since "one" and "two" begin many sentences.
func (l line) cutSpelt() (line, int, bool) {
	for i, word := range []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"} {
		if rest, ok := l.cut(word); ok {
			return rest, i + 1, true
		}
	}
	return l, 0, false
}

// numberEnds says whether a number that ends before byte n is a whole one.
func (l line) numberEnds(n int) bool {
	if !l.boundary(n) {
		return false
	}
	if n >= len(l.norm) {
		return true
	}
	if strings.IndexByte("/%", l.norm[n]) >= 0 {
		return false
	}
	digit := n+1 < len(l.norm) && l.norm[n+1] >= '0' && l.norm[n+1] <= '9'
	return !digit || strings.IndexByte(".:,-", l.norm[n]) < 0
}

// sectionRange is "1-5" and "1 to 5".
var sectionRange = regexp.MustCompile(`^(?:sections? )?(\d{1,2}) ?(?:-|to) ?(\d{1,2})(?:[ :,.;=]|$)`)

// cutRange drops a range of section numbers from the start.
func (l line) cutRange() (from, to int, rest line, ok bool) {
	found := sectionRange.FindStringSubmatch(l.norm)
	if found == nil {
		return 0, 0, l, false
	}
	from, _ = strconv.Atoi(found[1]) // two digits
	to, _ = strconv.Atoi(found[2])
	return from, to, l.skip(len(strings.TrimRight(found[0], " :,.;="))), from < to
}

// numbers reads a list of section numbers, such as "4, 6 and 10", to the end
// or to the first colon.
func (l line) numbers() (list []int, rest line, ok bool) {
	rest = l
	for !rest.empty() && len(list) <= engagement.MostSections {
		before := rest
		if from, to, next, ok := rest.cutRange(); ok {
			for n := from; n <= to; n++ {
				list = append(list, n)
			}
			rest, _ = next.cutAny("and", "&")
			continue
		}
		next, n, found := rest.cutNumber()
		if !found {
			return list, before, len(list) > 0
		}
		list = append(list, n)
		rest = next
		if after, joined := rest.cutAny("and", "&", "to be"); joined {
			rest = after
		}
	}
	return list, rest, len(list) > 0
}
