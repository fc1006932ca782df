package slack

import (
	"strings"
	"unicode"

	"github.com/slack-go/slack"

	"soundings/bot"
)

// richText gives paragraphs as elements of rich text: sections and lists.
func richText(paragraphs []bot.Paragraph) []slack.RichTextElement {
	r := &rich{}
	for i, p := range paragraphs {
		r.paragraph(p, i+1 < len(paragraphs))
	}
	return r.elements
}

// rich gathers elements of rich text.
type rich struct {
	elements []slack.RichTextElement
	list     *slack.RichTextList // that is being gathered
	size     int                 // of the items in it
	cuts     []int               // where a block may end
}

func (r *rich) paragraph(p bot.Paragraph, more bool) {
	switch p.Kind {
	case bot.Bullet:
		r.listed(slack.RTEListBullet, p)
		return
	case bot.Numbered:
		r.listed(slack.RTEListOrdered, p)
		return
	case bot.Heading, bot.Plain:
	}
	r.list = nil
	elements := spans(p.Spans, p.Kind == bot.Heading)
	if more {
		elements = append(elements, plainRun("\n"))
	}
	if len(r.elements) > 0 {
		if _, afterSection := r.elements[len(r.elements)-1].(*slack.RichTextSection); afterSection {
			elements = append([]slack.RichTextSectionElement{plainRun("\n")}, elements...)
		}
	}
	r.elements = append(r.elements, section(elements...))
}

func (r *rich) listed(style slack.RichTextListElementType, p bot.Paragraph) {
	if r.list == nil || r.list.Style != style {
		r.list = slack.NewRichTextList(style, 0)
		if n := number(p.Number); style == slack.RTEListOrdered && n > 1 {
			r.list.Offset = n - 1
		}
		r.elements = append(r.elements, r.list)
	}
	r.list.Elements = append(r.list.Elements, section(spans(p.Spans, false)...))
}

func number(digits string) int {
	n := 0
	for _, d := range digits {
		if d < '0' || d > '9' || n > 1_000_000 {
			return 0
		}
		n = n*10 + int(d-'0')
	}
	return n
}

// item adds a line of a list to work through. What waits for the reader is bold.
func (r *rich) item(i bot.Item) {
	elements := []slack.RichTextSectionElement{plainRun(clean(i.Label))}
	if i.Tone == bot.ToDo || i.Tone == bot.Attention {
		elements[0] = bold(clean(i.Label))
	}
	if hint := clean(i.Hint); hint != "" {
		elements = append(elements, plainRun(" · "+hint))
	}
	if status := runs(bot.ParseMarkdown(i.Status)); len(status) > 0 {
		elements = append(append(elements, plainRun(" · ")), status...)
	}
	size := units(i.Label) + units(i.Hint) + units(i.Status) + 8
	if r.list == nil || r.size+size > 2500 {
		if r.list != nil {
			r.cuts = append(r.cuts, len(r.elements))
		}
		r.list, r.size = slack.NewRichTextList(slack.RTEListBullet, 0), 0
		r.elements = append(r.elements, r.list)
	}
	r.size += size
	r.list.Elements = append(r.list.Elements, section(elements...))
}

// sections gives the elements as blocks that are not too long.
func (r *rich) sections() [][]slack.RichTextElement {
	var all [][]slack.RichTextElement
	from := 0
	for _, to := range append(r.cuts, len(r.elements)) {
		if to > from {
			all = append(all, r.elements[from:to])
		}
		from = to
	}
	return all
}

func section(elements ...slack.RichTextSectionElement) *slack.RichTextSection {
	return slack.NewRichTextSection(elements...)
}

func plainRun(text string) slack.RichTextSectionElement {
	return slack.NewRichTextSectionTextElement(text, nil)
}

func bold(text string) slack.RichTextSectionElement {
	return slack.NewRichTextSectionTextElement(text, &slack.RichTextSectionTextStyle{Bold: true})
}

// runs gives paragraphs as one run of text, for where only one line fits.
func runs(paragraphs []bot.Paragraph) []slack.RichTextSectionElement {
	var all []slack.RichTextSectionElement
	for i, p := range paragraphs {
		if i > 0 {
			all = append(all, plainRun("\n"))
		}
		all = append(all, spans(p.Spans, false)...)
	}
	return all
}

func spans(all []bot.Span, heading bool) []slack.RichTextSectionElement {
	var elements []slack.RichTextSectionElement
	for _, s := range all {
		var style *slack.RichTextSectionTextStyle
		if s.Bold || s.Italic || heading {
			style = &slack.RichTextSectionTextStyle{Bold: s.Bold || heading, Italic: s.Italic}
		}
		text := s.Text
		if text == "" {
			continue
		}
		if s.Link != "" {
			elements = append(elements, slack.NewRichTextSectionLinkElement(s.Link, text, style))
			continue
		}
		elements = append(elements, slack.NewRichTextSectionTextElement(text, style))
	}
	return elements
}

// clean is plain text without signs that act on whoever reads it.
func clean(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD")))
}

// quiet gives paragraphs in Slack's own markup; not ok: some of the words would
// be read as markup themselves.
func quiet(paragraphs []bot.Paragraph) (text string, ok bool) {
	var out strings.Builder
	for i, p := range paragraphs {
		if i > 0 {
			out.WriteByte('\n')
		}
		switch p.Kind {
		case bot.Bullet:
			out.WriteString("• ")
		case bot.Numbered:
			out.WriteString(p.Number + ". ")
		case bot.Heading, bot.Plain:
		}
		for _, s := range p.Spans {
			if strings.ContainsAny(s.Text, "*_~`") || strings.ContainsAny(s.Link, "|<> ") || s.Link != "" && strings.ContainsAny(s.Text, "|") {
				return "", false
			}
			out.WriteString(mrkdwn(s))
		}
	}
	return out.String(), units(out.String()) <= 3000
}

func mrkdwn(s bot.Span) string {
	text := escape(s.Text)
	mark := ""
	switch {
	case s.Bold:
		mark = "*"
	case s.Italic:
		mark = "_"
	}
	if s.Link != "" {
		text = "<" + escape(s.Link) + "|" + text + ">"
	}
	if mark == "" || strings.TrimSpace(s.Text) == "" {
		return text
	}
	inner := strings.TrimSpace(text)
	before, after, _ := strings.Cut(text, inner)
	return before + mark + inner + mark + after
}

// escape is text in which Slack finds no markup of links, people or channels.
func escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}
