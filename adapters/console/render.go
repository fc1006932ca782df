package console

import (
	"strings"

	"github.com/rivo/uniseg"

	"soundings/bot"
)

// width is how many columns wide a line may be.
const width = 96

// render gives a message as plain text, every block of it.
func render(title string, blocks []bot.Block) string {
	var parts []string
	if title != "" {
		parts = append(parts, wrap(plain(title), "# ", "  "))
	}
	for _, b := range blocks {
		if text := renderBlock(b); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "\n\n")
}

func renderBlock(b bot.Block) string {
	switch {
	case b.Text != nil:
		return renderText(b.Text.Markdown)
	case b.Quote != nil:
		by := ""
		if b.Quote.By != "" {
			by = " (" + b.Quote.By + ")"
		}
		return wrap("“"+plain(b.Quote.Words)+"”"+plain(by), "  ", "  ")
	case len(b.Facts) > 0:
		lines := make([]string, len(b.Facts))
		for i, pair := range b.Facts {
			lines[i] = wrap(plain(pair.Label)+": "+plain(pair.Value), "", "  ")
		}
		return strings.Join(lines, "\n")
	case b.Table != nil:
		return renderTable(*b.Table)
	case b.Image != nil:
		return wrap("(picture: "+plain(b.Image.Alt)+")", "", "")
	case len(b.Buttons) > 0:
		return renderButtons(b.Buttons)
	}
	return ""
}

// renderText keeps the words; bold ones, which are often what one types, stand
// between asterisks.
func renderText(markdown string) string {
	var out strings.Builder
	before := bot.Plain
	for i, p := range bot.ParseMarkdown(markdown) {
		if i > 0 {
			out.WriteString("\n")
			if p.Kind != before || (p.Kind != bot.Bullet && p.Kind != bot.Numbered) {
				out.WriteString("\n")
			}
		}
		before = p.Kind
		first, further := "", ""
		switch p.Kind {
		case bot.Heading:
			first = "## "
		case bot.Bullet:
			first, further = "- ", "  "
		case bot.Numbered:
			first, further = p.Number+". ", "   "
		case bot.Plain:
		}
		out.WriteString(wrap(spans(p.Spans), first, further))
	}
	return out.String()
}

func spans(all []bot.Span) string {
	var out strings.Builder
	for _, s := range all {
		if s.Bold {
			out.WriteString("*" + plain(s.Text) + "*")
		} else {
			out.WriteString(plain(s.Text))
		}
		if s.Link != "" && s.Link != s.Text && s.Link != "mailto:"+s.Text {
			out.WriteString(" (" + plain(s.Link) + ")")
		}
	}
	return out.String()
}

func renderButtons(buttons []bot.Button) string {
	labels := make([]string, len(buttons))
	for i, b := range buttons {
		labels[i] = "[" + plain(b.Label) + "]"
		if b.URL != "" {
			labels[i] += " " + plain(b.URL)
		}
	}
	return wrap(strings.Join(labels, " "), "", "")
}

// wrap breaks lines at blanks, and nowhere else: a long address stays whole.
func wrap(text, first, further string) string { return wrapTo(text, width, first, further) }

func wrapTo(text string, width int, first, further string) string {
	var out strings.Builder
	for i, paragraph := range strings.Split(text, "\n") {
		lead := first
		if i > 0 {
			out.WriteString("\n")
			lead = further
		}
		out.WriteString(lead)
		at := uniseg.StringWidth(lead)
		for k, word := range strings.Split(paragraph, " ") {
			n := uniseg.StringWidth(word)
			if k > 0 {
				if at+1+n > width {
					out.WriteString("\n" + further)
					at = uniseg.StringWidth(further)
				} else {
					out.WriteString(" ")
					at++
				}
			}
			out.WriteString(word)
			at += n
		}
	}
	return out.String()
}

// plain keeps what people wrote from doing anything to a terminal: control
// characters and those that turn the direction of text become blanks.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r < 0x20, r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return ' '
		}
		return r
	}, s)
}
