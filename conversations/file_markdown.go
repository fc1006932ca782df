package conversations

import (
	"strings"

	"soundings/bot"
)

// asMarkdown writes what somebody could be shown as one text, with tables as they
// are usual in Markdown. Buttons are left out.
func asMarkdown(title string, blocks []bot.Block) string {
	return "# " + plain(title) + "\n" + markdownOf(blocks)
}

// markdownOf is asMarkdown without a title.
func markdownOf(blocks []bot.Block) string {
	var b strings.Builder
	for _, block := range blocks {
		switch {
		case block.Text != nil:
			b.WriteString("\n" + strings.TrimSpace(block.Text.Markdown) + "\n")
		case block.Quote != nil:
			b.WriteString("\n> " + strings.ReplaceAll(plain(block.Quote.Words), "\n", "\n> ") + "\n")
		case block.Facts != nil:
			b.WriteString("\n")
			for _, p := range block.Facts {
				b.WriteString("- **" + plain(p.Label) + ":** " + tableText(p.Value) + "\n")
			}
		case block.Table != nil:
			b.WriteString("\n")
			row := func(cells []string) {
				for _, c := range cells {
					b.WriteString("| " + tableText(c) + " ")
				}
				b.WriteString("|\n")
			}
			row(block.Table.Head)
			b.WriteString(strings.Repeat("|---", len(block.Table.Head)) + "|\n")
			for _, cells := range block.Table.Rows {
				row(cells)
			}
		}
	}
	return b.String()
}

// tableText is a cell, in which nothing ends it.
func tableText(text string) string {
	return strings.ReplaceAll(oneLine(text), "|", "\\|")
}
