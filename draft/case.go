package draft

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordForms counts how the words of a draft are written in its running text:
// by the word in small letters, then by form. Titles in capitals are written
// like that, as only the text tells an acronym or a name from a word.
type wordForms map[string]map[string]int

// letterRun is a word for the purpose of capitals: letters and digits, with
// apostrophes within.
var letterRun = regexp.MustCompile(`[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*`)

// maxForms bounds the memory that counting takes. No language has as many
// words as a file made to have them.
const maxForms = 50_000

// formsOf counts the words of blocks. Headings say nothing, nor do lines
// that are all in capitals.
func formsOf(blocks []block) wordForms {
	forms := wordForms{}
	for _, b := range blocks {
		if b.kind == heading {
			continue
		}
		for line := range strings.SplitSeq(b.text, "\n") {
			if allCapitals(line) {
				continue
			}
			forms.add(line)
		}
	}
	return forms
}

// add counts the words of line. A capital at the start of a sentence, a cell
// or emphasis says nothing.
func (f wordForms) add(line string) {
	const longest = 40
	before := 0
	for _, at := range letterRun.FindAllStringIndex(line, -1) {
		word := line[at[0]:at[1]]
		starts := before == 0 || strings.TrimSpace(line[before:at[0]]) != ""
		before = at[1]
		if len(word) > longest || starts && isCapitalised(word) {
			continue
		}
		key := strings.ToLower(word)
		if f[key] == nil {
			if len(f) >= maxForms {
				continue
			}
			f[key] = map[string]int{}
		}
		f[key][word]++
	}
}

// isCapitalised reports whether word is a capital followed by small letters.
func isCapitalised(word string) bool {
	_, size := utf8.DecodeRuneInString(word)
	return startsCapital(word) && word[size:] == strings.ToLower(word[size:])
}

// allCapitals reports whether text has letters and none of them is small.
func allCapitals(text string) bool {
	return strings.ToUpper(text) == text && strings.IndexFunc(text, unicode.IsUpper) >= 0
}

// calm gives the headings of parts that are all in capitals in sentence case.
func calm(parts []part, forms wordForms) {
	for i := range parts {
		p := &parts[i]
		calmer := forms.sentence(p.label.title)
		if calmer == p.label.title {
			continue
		}
		if at := strings.LastIndex(p.plain, p.label.title); at >= 0 {
			p.plain = p.plain[:at] + calmer + p.plain[at+len(p.label.title):]
		}
		p.label.title = calmer
	}
}

// sentence gives a title that is all in capitals in sentence case, and any
// other as it is. A title of one short word may be an acronym and stays,
// unless the text has it in small letters.
func (f wordForms) sentence(title string) string {
	if !allCapitals(title) {
		return title
	}
	runs := letterRun.FindAllStringIndex(title, -1)
	var out strings.Builder
	last := 0
	for i, at := range runs {
		out.WriteString(title[last:at[0]])
		last = at[1]
		word := title[at[0]:at[1]]
		enclosed := at[0] > 0 && title[at[0]-1] == '(' && at[1] < len(title) && title[at[1]] == ')'
		before := ""
		if i > 0 {
			before = title[runs[i-1][0]:runs[i-1][1]]
		}
		written := f.written(word, before, len(runs) == 1 || enclosed)
		if i == 0 && written == strings.ToLower(written) {
			written = upperFirst(written)
		}
		out.WriteString(written)
	}
	out.WriteString(title[last:])
	return out.String()
}

// upperFirst gives word with its first letter as a capital.
func upperFirst(word string) string {
	r, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r)) + word[size:]
}

// How long an acronym usually is, and how long it is at most, in letters.
const (
	shortWord   = 4
	longAcronym = 6
)

// written gives a word that stands in capitals as the text has it most often.
// Where the text does not have it, acronyms are known by a list, by digits,
// by having no vowel, and by standing alone while being short.
func (f wordForms) written(word, before string, alone bool) string {
	lower := strings.ToLower(word)
	if keepsCapitals(word, before) {
		return word
	}
	best, most := lower, f[lower][lower]
	seen := most > 0
	for form, n := range f[lower] {
		// What is written small anywhere is a name only where that is rare, and
		// no acronym is long.
		if utf8.RuneCountInString(form) > longAcronym && allCapitals(form) || isCapitalised(form) && most > 0 && n < 3*f[lower][lower] {
			continue
		}
		seen = true
		if n > most || n == most && best != lower && form < best {
			best, most = form, n
		}
	}
	if seen {
		return best
	}
	if alone && utf8.RuneCountInString(word) <= shortWord || isAcronym(lower) || !strings.ContainsAny(lower, "aeiouyàâäáåæéèêëíîïóôöøúûü") {
		return word
	}
	return lower
}

// lettered are the words that a single letter follows as a name.
var lettered = regexp.MustCompile(`(?i)^(part|lot|appendix|annexe?|schedule|option|band|category|phase|section|exhibit|form|table|class|grade|stage|route|package)$`)

// romanFigure is a Roman number, up to 39, that is not also a word.
var romanFigure = regexp.MustCompile(`^X{0,3}(?:I|II|III|IV|V|VI|VII|VIII|IX|X)$`)

// keepsCapitals reports whether word is not a word but a figure, or the name
// of the thing before it.
func keepsCapitals(word, before string) bool {
	switch {
	case strings.ContainsFunc(word, unicode.IsDigit), romanFigure.MatchString(word):
		return true
	case len(word) == 1:
		return word != "A" || lettered.MatchString(before)
	}
	return word == "IT" && before == ""
}

// isAcronym knows what public buyers write in capitals, in small letters.
// Those that are also words are left to the text.
func isAcronym(lower string) bool {
	switch lower {
	case "nhs", "nice", "cqc", "icb", "ics", "gp", "gps", "a&e", "adass", "ofsted", "tupe", "gdpr", "dpia", "ukgdpr", "foi", "eir",
		"uk", "eu", "usa", "gb", "vat", "hmrc", "dhsc", "dfe", "defra", "ico", "hse", "hr", "ict", "ai", "api", "apis", "saas", "paas", "iaas",
		"kpi", "kpis", "sla", "slas", "itt", "psq", "pqq", "rfp", "rfq", "rfi", "itb", "eoi", "sme", "smes", "vcse", "lgps", "dbs", "ppe", "iso", "ce",
		"wcag", "qa", "qasp", "sow", "pws", "hipaa", "phi", "ehr", "emr", "ftp", "url", "urls", "pdf", "csv", "xml", "html", "sql", "ui", "ux", "faq", "faqs":
		return true
	}
	return false
}
