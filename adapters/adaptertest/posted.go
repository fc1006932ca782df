package adaptertest

import (
	"strings"

	"soundings/bot"
)

// Posted is a message of the bot as it stands in a room.
type Posted struct {
	bot.Part
	ID    string
	Edits int // how often it was edited
}

// Text gives all that people read of the message, without its looks: one line
// for each line, button labels in square brackets.
func (p Posted) Text() string { return TextOf(p.Title, p.Blocks) }

// TextOf gives the words of blocks under a title, without their looks.
func TextOf(title string, blocks []bot.Block) string {
	var lines []string
	add := func(s string) {
		if s != "" {
			lines = append(lines, s)
		}
	}
	add(title)
	for _, b := range blocks {
		switch {
		case b.Text != nil:
			for _, p := range bot.ParseMarkdown(b.Text.Markdown) {
				add(p.Words())
			}
		case b.Quote != nil:
			add(b.Quote.Words)
			add(b.Quote.By)
		case b.Table != nil:
			add(strings.Join(b.Table.Head, " | "))
			for _, row := range b.Table.Rows {
				add(strings.Join(row, " | "))
			}
		case b.Image != nil:
			add(b.Image.Alt)
		}
		for _, pair := range b.Facts {
			add(pair.Label + ": " + pair.Value)
		}
		var labels []string
		for _, button := range b.Buttons {
			labels = append(labels, "["+button.Label+"]")
		}
		add(strings.Join(labels, " "))
	}
	return strings.Join(lines, "\n")
}
