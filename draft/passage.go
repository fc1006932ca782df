package draft

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Form is what a passage is.
type Form string

// The forms of passages.
const (
	FormSentence Form = "sentence"
	FormItem     Form = "item" // a sentence of a list item
	FormHeading  Form = "heading"
	FormRow      Form = "row" // of a table
	FormCode     Form = "code"
)

// unit is a sentence or what is compared like one.
type unit struct {
	form   Form
	tokens []token
}

// cutUnits cuts Markdown into units. Their texts, one after another, are the
// text.
func cutUnits(text string) []unit {
	var units []unit
	for _, s := range cutSegments(text) {
		tokens := s.tokens()
		if s.form != FormSentence && s.form != FormItem {
			units = append(units, unit{form: s.form, tokens: tokens})
			continue
		}
		from := 0
		for i := range tokens {
			if i+1 == len(tokens) || endsSentence(tokens, from, i) {
				units = append(units, unit{form: s.form, tokens: tokens[from : i+1]})
				from = i + 1
			}
		}
	}
	return units
}

// cutLines cuts text into its lines, which are units of one token.
func cutLines(text string) []unit {
	var units []unit
	for line := range strings.Lines(text) {
		body := strings.TrimRightFunc(line, unicode.IsSpace)
		units = append(units, unit{form: FormSentence, tokens: []token{{kind: lineToken, text: body, gap: line[len(body):]}}})
	}
	return units
}

// cutBoth cuts two texts in the same way: into lines if one of them is longer
// than any section that can be matched.
func cutBoth(before, after string) (old, fresh []unit) {
	cut := cutUnits
	if max(len(before), len(after)) > MaxSectionText {
		cut = cutLines
	}
	return cut(before), cut(after)
}

// segment is a paragraph, an item, or a line that stands for itself, with the
// empty lines after it.
type segment struct {
	form Form
	text string
}

// The beginnings of lines.
var (
	quoteMarks  = regexp.MustCompile(`^[ \t]*(?:>[ \t]*)*`)
	itemMark    = regexp.MustCompile(`^(?:[-*+]|\d{1,9}[.)])(?:[ \t]|\r?\n|$)`)
	headingMark = regexp.MustCompile(`^#{1,6}(?:[ \t]|\r?\n|$)`)
	fenceMark   = regexp.MustCompile("^(?:`{3,}|~{3,})")
	tableMarks  = regexp.MustCompile(`^[|\s:-]*-[|\s:-]*$`)
)

// cutSegments cuts text at the lines that begin something.
func cutSegments(text string) []segment {
	var segments []segment
	open, fence := false, ""
	start, end := 0, 0 // of the segment that goes on
	for line := range strings.Lines(text) {
		end += len(line)
		marks := quoteMarks.FindString(line)
		rest := line[len(marks):]
		form, more := FormSentence, false // more: the next line may go on with it
		mark := fenceMark.FindString(rest)
		switch {
		case fence != "":
			form = FormCode
			if strings.HasPrefix(mark, fence) {
				fence = ""
			}
		case mark != "":
			form, fence = FormCode, mark
		case strings.TrimSpace(rest) == "":
			open = false
			if last := len(segments) - 1; last >= 0 {
				segments[last].text = text[start:end]
				continue
			}
		case headingMark.MatchString(rest):
			form = FormHeading
		case rest[0] == '|':
			form = FormRow
		case itemMark.MatchString(rest):
			form, more = FormItem, true
		case open:
			segments[len(segments)-1].text = text[start:end]
			continue
		default:
			more = true
		}
		segments = append(segments, segment{form: form, text: line})
		start, open = end-len(line), more
	}
	return segments
}

// What may number a heading, an item or a clause, with the space after it.
// The last capital letter is where the text begins.
var (
	listLead    = regexp.MustCompile(`^(?:>[ \t]*)+|^(?:[-*+]|#{1,6}|\d{1,9}[.)])[ \t]+`)
	clauseLead  = regexp.MustCompile(`^(?:\(?(?:\d{1,3}(?:\.\d{1,3}){0,5}|[A-Za-z]|[ivxIVX]{1,5})\\?[.)]+)[ \t]+`)
	decimalLead = regexp.MustCompile(`^(\d{1,3}(?:\.\d{1,3}){1,5})[ \t]+\p{Lu}[\p{Ll} ]`)
	headingLead = regexp.MustCompile(`^(?:(?i:sect?\.|section|clause|part|chapter|article|appendix|annexe?|schedule|lot)[ \t]+)?(?:\d{1,3}(?:\.\d{1,3}){0,5}|[A-Z]|[IVX]{1,5})[.:)]*[ \t]+`)
)

// tokens gives what the segment is made of.
func (s segment) tokens() []token {
	text := s.text
	var tokens []token
	lead := func(n int) {
		body := strings.TrimRightFunc(text[:n], unicode.IsSpace)
		tokens = append(tokens, token{kind: leadToken, text: body, gap: text[len(body):n]})
		text = text[n:]
	}
	if n := spaceLength(text); n > 0 {
		lead(n)
	}
	if s.form == FormRow && tableMarks.MatchString(text) {
		body := strings.TrimRightFunc(text, unicode.IsSpace)
		return append(tokens, token{kind: lookToken, text: body, gap: text[len(body):]})
	}
	if s.form != FormCode && s.form != FormRow {
		for n := len(listLead.FindString(text)); n > 0; n = len(listLead.FindString(text)) {
			lead(n)
		}
		if n := numberLength(text, s.form); n > 0 {
			lead(n)
		}
	}
	tokens = append(tokens, scan(text, s.form == FormCode)...)
	for i := range tokens {
		switch {
		case s.form == FormRow && tokens[i].text == "|":
			tokens[i].kind = cellToken // between two cells, or at the edge
			if i == 0 || i == len(tokens)-1 || tokens[i-1].text == "" {
				tokens[i].kind = leadToken
			}
		case i > 0 && strings.Contains(tokens[i-1].gap, "\n") && strings.Trim(tokens[i].text, ">") == "":
			tokens[i].kind = leadToken
		}
	}
	return tokens
}

// numberLength gives how many bytes at the start of text number it.
func numberLength(text string, form Form) int {
	if n := len(clauseLead.FindString(text)); n > 0 {
		return n
	}
	if form == FormHeading {
		return len(headingLead.FindString(text))
	}
	m := decimalLead.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	n := len(m[1]) + spaceLength(text[len(m[1]):])
	if strings.HasPrefix(text[n:], "Million") || strings.HasPrefix(text[n:], "Billion") {
		return 0
	}
	return n
}

// endsSentence reports whether a sentence that began at from ends with token
// i, which is not the last.
func endsSentence(tokens []token, from, i int) bool {
	t := tokens[i]
	if strings.Contains(t.gap, "  \n") || strings.Contains(t.gap, "\n") && t.text == `\` {
		return true // a broken line
	}
	if t.gap == "" || t.kind != stopToken && t.kind != lookToken {
		return false
	}
	end := i
	for end > from && (tokens[end].kind == lookToken || isCloser(tokens[end].text)) && tokens[end-1].gap == "" {
		end--
	}
	switch tokens[end].text {
	case "!", "?", "…", "...", `\!`:
	case ".":
		if end > from && shortened(tokens[end-1].text) {
			return false
		}
	default:
		return false
	}
	return begins(tokens[i+1:])
}

// isCloser reports whether text ends a quotation or bracket.
func isCloser(text string) bool {
	return slices.Contains([]string{`"`, "”", "’", "'", ")", "]", `\"`, "»"}, text)
}

// begins reports whether tokens could begin a sentence: with a capital, a
// figure or a link, after whatever opens it.
func begins(tokens []token) bool {
	const openers = 5 // marks before the first word
	for _, t := range tokens[:min(len(tokens), openers)] {
		if t.says() {
			r, _ := utf8.DecodeRuneInString(t.text)
			return t.kind != wordToken || !unicode.IsLower(r)
		}
	}
	return false
}

// shortened reports whether a full stop after word does not end a sentence.
func shortened(word string) bool {
	if r, n := utf8.DecodeRuneInString(word); n == len(word) {
		return unicode.IsUpper(r)
	}
	switch strings.ToLower(word) {
	case "e.g", "i.e", "eg", "ie", "cf", "vs", "no", "nos", "st", "mr", "mrs", "ms", "dr", "prof", "fig", "sec", "sect", "para",
		"art", "inc", "ltd", "approx", "u.s", "ref", "vol", "dept":
		return true
	}
	return false
}
