package mail

import (
	"strings"

	"soundings/bot"
)

// The words that both forms of every mail have.
const (
	thereWords  = "You can do this on your page"
	pageWords   = "Open your page"
	pageKeep    = "The link is for you. It lets whoever has it in, so pass it on only to a colleague."
	whyWords    = "It went to you because you were asked for your view, or a colleague gave your address. We write usually at most twice a week; what can't wait comes at once. Replies to this mail are not recorded as answers."
	askedWords  = "It went to you because somebody, probably you, asked for it with this address. Replies to it are not read."
	fewerWords  = "Fewer of these"
	fromWords   = "This mail is from"
	signatureOf = "-- " // what mail programs know as the end of the words
)

// text is the mail as plain text. Lines are as long as a paragraph: mail
// programs wrap them to the window, which a phone needs.
func (l letter) text() string {
	var parts []string
	add := func(text string) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	add(l.Title)
	for _, s := range l.Sections {
		add(s.text())
	}
	if l.Page != "" {
		add(pageWords + ": " + l.Page + "\n" + pageKeep)
	}
	add(signatureOf + "\n" + fromWords + " " + l.Sender + ". " + l.Why)
	if l.Fewer != "" {
		parts[len(parts)-1] += "\n" + fewerWords + ": " + l.Fewer
	}
	return strings.Join(parts, "\n\n") + "\n"
}

func (s section) text() string {
	var lines []string
	switch {
	case s.Quote != nil:
		return s.quoteText()
	case s.Facts != nil:
		for _, p := range s.Facts {
			lines = append(lines, p.Label+": "+p.Value)
		}
	case s.Table != nil:
		lines = tableText(*s.Table)
	case s.Items != nil:
		for _, i := range s.Items {
			lines = append(lines, "- "+joined(" · ", i.Label, i.Hint, spansText(i.Status)))
		}
	case s.There != nil || s.Links != nil:
		if len(s.There) > 0 {
			lines = append(lines, thereWords+": "+strings.Join(s.There, " · "))
		}
		for _, b := range s.Links {
			lines = append(lines, b.Label+": "+b.URL)
		}
	default:
		return paragraphsText(s.Paragraphs)
	}
	return strings.Join(lines, "\n")
}

// quoteText sets somebody's words in a little, without the sign with which a
// mail program would hide them.
func (s section) quoteText() string {
	text := "    “" + strings.ReplaceAll(s.Quote.Words, "\n", "\n    ") + "”"
	if s.Quote.By != "" {
		text += " (" + s.Quote.By + ")"
	}
	return text
}

// tableText gives a table row by row, with the head's label before each cell:
// columns would fall apart in most mail programs.
func tableText(t bot.Table) []string {
	var lines []string
	for _, row := range t.Rows {
		var parts []string
		for i, cell := range row {
			if i < len(t.Head) && t.Head[i] != "" {
				cell = t.Head[i] + ": " + cell
			}
			parts = append(parts, cell)
		}
		lines = append(lines, "- "+strings.Join(parts, " · "))
	}
	if lines == nil {
		lines = []string{strings.Join(t.Head, " · ")}
	}
	return lines
}

func paragraphsText(all []bot.Paragraph) string {
	var out strings.Builder
	for i, p := range all {
		item := p.Kind == bot.Bullet || p.Kind == bot.Numbered
		switch {
		case i == 0:
		case item && all[i-1].Kind == p.Kind:
			out.WriteString("\n")
		default:
			out.WriteString("\n\n")
		}
		switch p.Kind {
		case bot.Bullet:
			out.WriteString("- ")
		case bot.Numbered:
			out.WriteString(p.Number + ". ")
		case bot.Heading, bot.Plain:
		}
		out.WriteString(spansText(p.Spans))
	}
	return out.String()
}

func spansText(spans []bot.Span) string {
	var out strings.Builder
	for _, s := range spans {
		out.WriteString(s.Text)
		if s.Link != "" && s.Link != s.Text && s.Link != "mailto:"+s.Text {
			out.WriteString(" (" + s.Link + ")")
		}
	}
	return out.String()
}

// joined joins what is not empty.
func joined(with string, parts ...string) string {
	var some []string
	for _, p := range parts {
		if p != "" {
			some = append(some, p)
		}
	}
	return strings.Join(some, with)
}
