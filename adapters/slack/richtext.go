package slack

import (
	"github.com/slack-go/slack"

	"soundings/bot"
)

// richText gives paragraphs as elements of rich text: sections and lists.
func richText(paragraphs []bot.Paragraph) []slack.RichTextElement {
	r := &rich{}
	for _, p := range paragraphs {
		r.paragraph(p)
	}
	return r.elements
}

// rich gathers elements of rich text.
type rich struct {
	elements []slack.RichTextElement
	list     *slack.RichTextList // that is being gathered
	size     int                 // of the items in it
	cuts     []int               // where a block may end
	gap      string              // before the next paragraph
}

func (r *rich) paragraph(p bot.Paragraph) {
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
	if len(r.elements) > 0 {
		// Slack writes paragraphs into one section, with an empty line between them.
		if before, ok := r.elements[len(r.elements)-1].(*slack.RichTextSection); ok {
			before.Elements = append(append(before.Elements, plainRun(r.gap)), elements...)
			r.gap = gapAfter(p.Kind)
			return
		}
	}
	r.gap = gapAfter(p.Kind)
	r.elements = append(r.elements, section(elements...))
}

// gapAfter parts a paragraph from the next: a heading stands right above it.
func gapAfter(kind bot.ParagraphKind) string {
	if kind == bot.Heading {
		return "\n"
	}
	return "\n\n"
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

// section makes a section: Slack takes neither an empty one nor empty text in it.
func section(elements ...slack.RichTextSectionElement) *slack.RichTextSection {
	var some []slack.RichTextSectionElement
	for _, e := range elements {
		if text, ok := e.(*slack.RichTextSectionTextElement); !ok || text.Text != "" {
			some = append(some, e)
		}
	}
	if len(some) == 0 {
		some = append(some, plainRun(" "))
	}
	return slack.NewRichTextSection(some...)
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
		text := visible(s.Text)
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
