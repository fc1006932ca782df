package slack

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"soundings/bot"
)

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

// quiet gives paragraphs as quiet text: plain where they have no looks, else in
// Slack's own markup. Not ok: some of the words would be read as markup themselves.
func quiet(paragraphs []bot.Paragraph) (text, kind string, ok bool) {
	q := &quietly{kind: slack.PlainTextType}
	for _, p := range paragraphs {
		for _, s := range p.Spans {
			if s.Bold || s.Italic || s.Link != "" {
				q.kind = slack.MarkdownType
			}
		}
	}
	for i, p := range paragraphs {
		if i > 0 {
			q.out.WriteByte('\n')
		}
		switch p.Kind {
		case bot.Bullet:
			q.out.WriteString("• ")
		case bot.Numbered:
			q.out.WriteString(p.Number + ". ")
		case bot.Heading, bot.Plain:
		}
		for j, s := range p.Spans {
			next := ""
			if j+1 < len(p.Spans) {
				next = p.Spans[j+1].Text
			}
			if !q.span(s, next) {
				return "", "", false
			}
		}
	}
	text = strings.TrimSpace(q.out.String())
	return text, q.kind, units(text) <= mostContext
}

// mostContext is how long quiet text may be.
const mostContext = 2000

type quietly struct {
	kind string
	out  strings.Builder
	last rune // that was written
}

// obeyed finds what Slack reads as markup or as the name of a picture.
var obeyed = regexp.MustCompile("[*_~`<>|]|:[\\w+-]+:")

// span adds a span; next is what follows it. Marks that stand against a letter are
// none for Slack.
func (q *quietly) span(s bot.Span, next string) bool {
	text := visible(s.Text)
	if q.kind == slack.PlainTextType {
		q.out.WriteString(text)
		return true
	}
	inner := strings.TrimSpace(text)
	if obeyed.MatchString(text) || s.Link != "" && (inner == "" || strings.ContainsAny(s.Link, "|<> \n")) {
		return false
	}
	marked := (s.Bold || s.Italic) && inner != ""
	before, after, _ := strings.Cut(text, inner)
	first, _ := utf8.DecodeRuneInString(after + next)
	if marked && (isWord(q.last) && before == "" || isWord(first)) || s.Bold && s.Italic {
		return false
	}
	q.out.WriteString(before + mrkdwn(s, inner) + after)
	if text != "" {
		q.last, _ = utf8.DecodeLastRuneInString(text)
	}
	return true
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// mrkdwn gives the words of a span, which have no space at their ends, in Slack's
// own markup.
func mrkdwn(s bot.Span, inner string) string {
	text := escape(inner)
	if s.Link != "" {
		text = "<" + escape(s.Link) + "|" + text + ">"
	}
	switch {
	case inner == "":
		return ""
	case s.Bold:
		return "*" + text + "*"
	case s.Italic:
		return "_" + text + "_"
	}
	return text
}

// escape is text in which Slack finds no markup of links, people or channels.
func escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}
