package draft

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// label is a heading's own text, taken apart.
type label struct {
	number string // as people would cite it: "3", "5.9.1", "Appendix A", "(b)"; or empty
	places []int  // the parts of a decimal number: 5.9.1 is 5, 9, 1 and 1.0 is 1; nil for other numbers
	bare   bool   // a plain number without a stop, which may as well be part of the title
	title  string // what is left, clean; empty where there is only a number
}

// The forms of numbering. Each has the number first and the rest last.
var (
	decimalNumber = regexp.MustCompile(`^(\d{1,3}(?:\.\d{1,3})+)[.:)]?(?:\s+|$)(.*)$`)
	stoppedNumber = regexp.MustCompile(`^(\d{1,3})[.:)](?:\s+|$)(.*)$`)
	bareNumber    = regexp.MustCompile(`^(\d{1,2})\s+(\p{Lu}.*)$`)
	bracketLetter = regexp.MustCompile(`^(\(?(?:[a-zA-Z]|[ivxlIVXL]{1,6}|\d{1,3})\))(?:\s+|$)(.*)$`)
	stoppedLetter = regexp.MustCompile(`^([A-Z]|[IVXL]{1,6})\.(?:\s+|$)(.*)$`)
	namedDecimal  = regexp.MustCompile(`(?i)^(?:(?:section|sect?|clause)(?:\.\s*|\s+)|§\s*)(\d{1,3}(?:\.\d{1,3})*)[.:)]*(?:\s+|$)(.*)$`)
	namedPart     = regexp.MustCompile(`^(?i:(part|chapter|article|appendix|annexe?|schedule|exhibit|attachment|volume|section|lot|phase))\s+(\d{1,3}(?:\.\d{1,3})*|[A-Z]|[IVXL]{1,6})[.:)]*(?:\s+|$)(.*)$`)
	pageNumber    = regexp.MustCompile(`(?:\.{3,}\s*|…\s*|\t+\s*| {3,}|\s+_{3,}\s*)\d{1,4}\s*$`)
	onlyPage      = regexp.MustCompile(`(?i)^(?:[-–—]\s*)?(?:page\s+)?\d{1,4}(?:\s+of\s+\d{1,4})?(?:\s*[-–—])?$`)
)

// parseLabel takes the plain text of a heading apart. Tabs and runs of spaces
// must still be in it, since a page number is known by them.
func parseLabel(plain string) label {
	text := strings.Join(strings.Fields(pageNumber.ReplaceAllString(plain, "")), " ")
	if m := namedDecimal.FindStringSubmatch(text); m != nil {
		return label{number: m[1], places: placesOf(m[1]), title: cleanTitle(m[2])}
	}
	if m := namedPart.FindStringSubmatch(text); m != nil {
		return label{number: capital(m[1]) + " " + m[2], title: cleanTitle(m[3])}
	}
	for _, form := range []*regexp.Regexp{decimalNumber, stoppedNumber} {
		if m := form.FindStringSubmatch(text); m != nil {
			return label{number: m[1], places: placesOf(m[1]), title: cleanTitle(m[2])}
		}
	}
	for _, form := range []*regexp.Regexp{bracketLetter, stoppedLetter} {
		if m := form.FindStringSubmatch(text); m != nil {
			return label{number: m[1], title: cleanTitle(m[2])}
		}
	}
	if m := bareNumber.FindStringSubmatch(text); m != nil {
		return label{number: m[1], places: placesOf(m[1]), bare: true, title: cleanTitle(m[2])}
	}
	return label{title: cleanTitle(text)}
}

// unnumbered gives l with a bare number put back where it may have come from:
// "24 hour cover" is a title.
func (l label) unnumbered() label {
	return label{title: cleanTitle(l.number + " " + l.title)}
}

// placesOf gives the parts of a decimal number. A last part of zero names the
// whole, so 1.0 is 1.
func placesOf(number string) []int {
	var places []int
	for part := range strings.SplitSeq(number, ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil
		}
		places = append(places, n)
	}
	for len(places) > 1 && places[len(places)-1] == 0 {
		places = places[:len(places)-1]
	}
	return places
}

// capital gives word with a capital first and the rest small.
func capital(word string) string {
	r, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r)) + strings.ToLower(word[size:])
}

// cleanTitle takes from a title what is not part of it: dashes and colons
// around it, a single stop at its end.
func cleanTitle(title string) string {
	title = strings.TrimLeft(title, " -–—:.\t")
	title = strings.TrimRight(title, " :;-–—\t")
	if strings.HasSuffix(title, ".") && strings.Count(title, ".") == 1 {
		title = strings.TrimSuffix(title, ".")
	}
	return strings.TrimSpace(title)
}

// shorten cuts title to at most most characters, at a word where it can.
func shorten(title string, most int) string {
	runes := []rune(title)
	if len(runes) <= most {
		return title
	}
	runes = runes[:most-1]
	for i := len(runes) - 1; i > most/2; i-- {
		if unicode.IsSpace(runes[i]) {
			runes = runes[:i]
			break
		}
	}
	return strings.TrimRight(string(runes), " ,;:-–—(") + "…"
}

// name is how a heading is called: its title, or its number where it has no
// title, or nothing.
func (l label) name() string {
	if l.title != "" {
		return l.title
	}
	return l.number
}

// called is name with what the number says in words: "Lot 2: Answering".
func (l label) called() string {
	if kind, _, named := strings.Cut(l.number, " "); named && l.title != "" && startsCapital(kind) {
		return l.number + ": " + l.title
	}
	return l.name()
}
