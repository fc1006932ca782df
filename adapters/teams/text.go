package teams

import (
	"html"
	"regexp"
	"strings"
	"unicode"
)

// mention is somebody who is named in a message: the text by which that is done,
// and what they are called; "" is us.
type mention struct{ text, name string }

// mentions reads who is named in an activity.
func mentions(o object, me string) []mention {
	var all []mention
	for _, e := range o.list("entities") {
		if e.text("type") != "mention" {
			continue
		}
		m := mention{text: e.text("text"), name: clean(e.in("mentioned").text("name"))}
		if id := e.in("mentioned").text("id"); id != "" && id == me {
			m.name = ""
		} else if m.name == "" {
			m.name = clean(tags.ReplaceAllString(m.text, ""))
		}
		if m.text != "" {
			all = append(all, m)
		}
	}
	return all
}

// tags are marks of HTML that Teams may write: those that it names, and no others,
// so that "a <b and c> d" stays as it was.
var tags = regexp.MustCompile(`(?i)</?(?:at|p|div|span|br|b|strong|i|em|u|s|strike|a|ul|ol|li|blockquote|pre|code|h[1-6]|table|tbody|thead|tr|td|th|img|attachment|emoji|systemeventmessage|hr|font|codeblock)(?:\s[^<>]*)?/?>`)

// lineTags are those that end a line, cellTags those that end a cell.
var (
	lineTags = regexp.MustCompile(`(?i)<(?:br|hr)(?:\s[^<>]*)?/?>|</(?:p|div|li|tr|h[1-6]|blockquote|pre|table)>`)
	cellTags = regexp.MustCompile(`(?i)</t[dh]>\s*<t[dh](?:\s[^<>]*)?>`)
	manyGaps = regexp.MustCompile(`\n{3,}`)
)

// plainWords gives what somebody wrote as plain text: without marks, with people
// called by their names, and without us, of whom told says whether we were named.
// Marked: it may hold marks of HTML; else Teams escapes signs and marks mentions
// alone.
func plainWords(text string, marked bool, named []mention) (words string, told bool) {
	for _, m := range named {
		if !strings.Contains(text, m.text) {
			continue
		}
		if m.name == "" {
			told = true
			text = strings.NewReplacer(m.text+" ", "", m.text+"&nbsp;", "", m.text, "").Replace(text)
			continue
		}
		text = strings.ReplaceAll(text, m.text, "@"+html.EscapeString(m.name))
	}
	if marked {
		text = strings.NewReplacer("\r\n", " ", "\n", " ").Replace(text)
		text = cellTags.ReplaceAllString(text, " | ")
		text = lineTags.ReplaceAllString(text, "\n")
		text = tags.ReplaceAllString(text, "")
	} else {
		text = atTags.ReplaceAllString(text, "")
	}
	text = strings.ReplaceAll(html.UnescapeString(text), "\u00a0", " ")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.TrimSpace(manyGaps.ReplaceAllString(clean(text), "\n\n")), told
}

// atTags are the marks of a mention that no entity tells of.
var atTags = regexp.MustCompile(`(?i)</?at(?:\s[^<>]*)?>`)

// visible is text without signs that act on whoever reads it.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// clean is visible text without space at its ends.
func clean(text string) string { return strings.TrimSpace(visible(text)) }

// oneLine is text as one line.
func oneLine(text string) string { return strings.Join(strings.Fields(visible(text)), " ") }
