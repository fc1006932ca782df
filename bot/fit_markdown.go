package bot

import (
	"regexp"
	"strings"
	"unicode"
)

// ParagraphKind says what a paragraph is.
type ParagraphKind int

// The kinds of paragraph.
const (
	Plain ParagraphKind = iota
	Heading
	Bullet
	Numbered
)

// Paragraph is one paragraph, heading or list item of a Text. A line break
// within it stands in a span as "\n".
type Paragraph struct {
	Kind   ParagraphKind
	Number string // of a numbered item, as it was written
	Spans  []Span
}

// Span is a run of words that look alike. Link is where they lead to: always
// http, https or mailto, or "".
type Span struct {
	Text         string
	Bold, Italic bool
	Link         string
}

// ParseMarkdown reads the Markdown that a Text may hold. Adapters render what
// it returns, so that a message says the same on every platform, whatever the
// platform's own markup: what is not in the subset is plain text. It takes any
// input. Paragraphs without words are left out.
func ParseMarkdown(markdown string) []Paragraph {
	var paragraphs []Paragraph
	for _, p := range sources(markdown) {
		if spans := spansOf(tokenise(p.text)); len(spans) > 0 {
			paragraphs = append(paragraphs, Paragraph{Kind: p.kind, Number: p.number, Spans: spans})
		}
	}
	return paragraphs
}

// Words gives the paragraph's text without its looks.
func (p Paragraph) Words() string {
	var out strings.Builder
	for _, s := range p.Spans {
		out.WriteString(s.Text)
	}
	return out.String()
}

// EscapeMarkdown gives plain text as Markdown that means nothing but that
// text. Line breaks stay.
func EscapeMarkdown(text string) string {
	lines := strings.Split(toUTF8(text), "\n")
	for i, line := range lines {
		var out strings.Builder
		for _, r := range strings.TrimLeft(line, " \t\r") {
			if strings.ContainsRune("\\`*_[]<>~|&", r) {
				out.WriteByte('\\')
			}
			out.WriteRune(r)
		}
		lines[i] = escapeStart(out.String())
	}
	return strings.Join(lines, "\n")
}

// source is a paragraph before its spans are read.
type source struct {
	kind   ParagraphKind
	number string
	text   string // Markdown without the mark that makes it a heading or an item
}

// prefix is the mark that makes it a heading or an item.
func (s source) prefix() string {
	switch s.kind {
	case Heading:
		return "## "
	case Bullet:
		return "- "
	case Numbered:
		return s.number + ". "
	case Plain:
	}
	return ""
}

// opening matches the mark at the start of a heading or an item.
var opening = regexp.MustCompile(`^(?:(#{1,6})|([-*+])|(\d{1,9})[.)])[ \t]+`)

// sources cuts a text into paragraphs.
func sources(markdown string) []source {
	var all []source
	open := false // may the next line go on with the last paragraph?
	for line := range strings.SplitSeq(toUTF8(markdown), "\n") {
		line = strings.TrimFunc(line, unicode.IsSpace)
		if line == "" {
			open = false
			continue
		}
		if m := opening.FindStringSubmatch(line); m != nil {
			s := source{kind: Bullet, text: line[len(m[0]):]}
			switch {
			case m[1] != "":
				s.kind = Heading
			case m[3] != "":
				s.kind, s.number = Numbered, m[3]
			}
			all, open = append(all, s), s.kind != Heading
			continue
		}
		if open {
			all[len(all)-1].text += "\n" + line
			continue
		}
		all, open = append(all, source{text: line}), true
	}
	return all
}

// escapeStart keeps the start of a line from being read as a heading or item.
func escapeStart(line string) string {
	m := opening.FindStringSubmatchIndex(line + " ")
	switch {
	case m == nil:
		return line
	case m[6] >= 0:
		return line[:m[7]] + `\` + line[m[7]:]
	default:
		return `\` + line
	}
}

// toUTF8 gives text as valid UTF-8 without signs that show nothing but act on
// whoever reads them: control characters, and those that turn the direction of
// all that follows.
func toUTF8(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// spansOf makes spans of tokens; nil if there is nothing to read.
func spansOf(tokens []token) []Span {
	var spans []Span
	var looks Span // of the words that are being gathered
	var bold, italic int
	var text strings.Builder
	visible := false
	flush := func() {
		if text.Len() > 0 {
			looks.Text = text.String()
			spans = append(spans, looks)
		}
		text.Reset()
	}
	var link string
	for _, t := range tokens {
		step := 1
		if t.role == closes {
			step = -1
		}
		switch {
		case t.role == prose:
			visible = visible || strings.TrimSpace(t.src) != ""
			now := Span{Bold: bold > 0, Italic: italic > 0, Link: link}
			if !sameLooks(looks, now) {
				flush()
			}
			looks = now
			text.WriteString(unescape(t.src))
		case t.link != "" && t.role == opens:
			link = t.link
		case t.link != "":
			link = ""
		case t.width == 2:
			bold += step
		default:
			italic += step
		}
	}
	if flush(); !visible {
		return nil
	}
	return spans
}

func sameLooks(a, b Span) bool {
	return a.Bold == b.Bold && a.Italic == b.Italic && a.Link == b.Link
}
