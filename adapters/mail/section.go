package mail

import (
	"strings"

	"soundings/bot"
)

// section is one block as both forms of a mail show it. One of its fields is
// set, or Paragraphs with Small.
type section struct {
	Paragraphs []bot.Paragraph
	Small      bool
	Quote      *bot.Quote
	Facts      []bot.Pair
	Table      *bot.Table
	Items      []item
	There      []string // buttons for which one has to open the page
	Links      []bot.Button
}

// item is one line of a list to work through.
type item struct {
	Label, Hint string
	Status      []bot.Span
}

func sectionOf(b bot.Block) section {
	switch {
	case b.Text != nil:
		return section{Paragraphs: paragraphs(b.Text.Markdown), Small: b.Text.Small}
	case b.Quote != nil:
		return section{Quote: &bot.Quote{Words: strings.TrimSpace(clean(b.Quote.Words)), By: line(b.Quote.By)}}
	case b.Facts != nil:
		return section{Facts: facts(b.Facts)}
	case b.Table != nil:
		return section{Table: table(*b.Table)}
	case b.Image != nil:
		return section{Paragraphs: paragraphs(bot.EscapeMarkdown(line(b.Image.Alt))), Small: true}
	case b.Items != nil:
		return section{Items: items(b.Items)}
	default:
		return buttons(b.Buttons)
	}
}

func paragraphs(markdown string) []bot.Paragraph {
	all := bot.ParseMarkdown(markdown)
	for i := range all {
		for k := range all[i].Spans {
			s := &all[i].Spans[k]
			s.Text, s.Link = clean(s.Text), link(s.Link)
		}
	}
	return all
}

func facts(pairs []bot.Pair) []bot.Pair {
	clear := make([]bot.Pair, len(pairs))
	for i, p := range pairs {
		clear[i] = bot.Pair{Label: line(p.Label), Value: line(p.Value)}
	}
	return clear
}

func table(t bot.Table) *bot.Table {
	clear := &bot.Table{Head: cells(t.Head)}
	for _, row := range t.Rows {
		clear.Rows = append(clear.Rows, cells(row))
	}
	return clear
}

func cells(row []string) []string {
	clear := make([]string, len(row))
	for i, cell := range row {
		clear[i] = line(cell)
	}
	return clear
}

func items(all []bot.Item) []item {
	clear := make([]item, len(all))
	for i, it := range all {
		clear[i] = item{Label: line(it.Label), Hint: line(it.Hint)}
		for _, p := range paragraphs(it.Status) {
			clear[i].Status = append(clear[i].Status, p.Spans...)
		}
	}
	return clear
}

// buttons makes links of those that are links. What else could be pressed is
// named, and one link leads to where it can be.
func buttons(all []bot.Button) section {
	var s section
	for _, b := range all {
		b.Label = line(b.Label)
		switch {
		case link(b.URL) != "":
			s.Links = append(s.Links, bot.Button{Label: b.Label, URL: link(b.URL)})
		case b.URL != "":
			s.There = append(s.There, line(b.Label+" "+b.URL))
		default:
			s.There = append(s.There, b.Label)
		}
	}
	return s
}

// needsPage gives what one has to open the page for, or "".
func (s section) needsPage() string {
	if len(s.There) > 0 {
		return s.There[0]
	}
	if len(s.Items) > 0 {
		return s.Items[0].Label
	}
	return ""
}

// linksTo says whether there is a link to an address that begins so.
func (s section) linksTo(begin string) bool {
	for _, b := range s.Links {
		if strings.HasPrefix(b.URL, begin) {
			return true
		}
	}
	for _, p := range s.Paragraphs {
		for _, span := range p.Spans {
			if span.Link != "" && strings.HasPrefix(span.Link, begin) {
				return true
			}
		}
	}
	return false
}
