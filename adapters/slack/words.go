package slack

import (
	"strings"

	"soundings/bot"
)

// mostWords is how much of a message stands in its plain text, which is what
// notifications show and screen readers read: Slack takes 4,000 characters of it
// when a message is changed.
const mostWords = 4000

// words gives what a message says without its looks, escaped.
func words(title string, blocks []bot.Block) string {
	w := &wording{}
	w.add(title)
	for _, b := range blocks {
		w.block(b)
	}
	text := escape(clean(strings.Join(w.lines, "\n")))
	for most := mostWords; units(text) > mostWords; most -= 100 {
		text = escape(cut(clean(strings.Join(w.lines, "\n")), most))
	}
	return text
}

type wording struct{ lines []string }

func (w *wording) add(words ...string) {
	if line := strings.Join(strings.Fields(strings.Join(words, " ")), " "); line != "" {
		w.lines = append(w.lines, line)
	}
}

func (w *wording) block(b bot.Block) {
	switch {
	case b.Text != nil:
		for _, p := range bot.ParseMarkdown(b.Text.Markdown) {
			w.add(p.Words())
		}
	case b.Quote != nil:
		w.add("“"+b.Quote.Words+"”", b.Quote.By)
	case b.Table != nil:
		for _, row := range b.Table.Rows {
			w.add(strings.Join(row, ", "))
		}
	case b.Image != nil:
		w.add(b.Image.Alt)
	}
	for _, f := range b.Facts {
		w.add(f.Label+":", f.Value)
	}
	for _, i := range b.Items {
		line := []string{i.Label, i.Hint}
		for _, p := range bot.ParseMarkdown(i.Status) {
			line = append(line, p.Words())
		}
		w.add(line...)
	}
}
