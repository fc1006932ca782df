package conversations

import (
	"strings"
	"unicode"

	"soundings/bot"
)

// plain gives text that people typed so that it can stand in a line of
// Markdown and be nothing but text: no link, heading, mention or emphasis, and
// one line.
func plain(text string) string {
	var out strings.Builder
	for _, r := range oneLine(text) {
		if strings.ContainsRune("\\`*_[]<>~|&", r) || out.Len() == 0 && strings.ContainsRune("#+-=", r) {
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
}

// oneLine gives text as one line without what nobody sees.
func oneLine(text string) string {
	visible := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case invisible(r):
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(visible), " ")
}

// cell gives text for a table's cell: plain text on one line.
func cell(text string) string { return oneLine(text) }

// specification gives a section's Markdown as blocks: tables as tables, the
// rest in the subset that every platform can show.
func specification(markdown string) []bot.Block {
	var blocks []bot.Block
	var text []string
	flush := func() {
		if s := strings.TrimSpace(strings.Join(text, "\n")); s != "" {
			blocks = append(blocks, bot.Say(s))
		}
		text = nil
	}
	lines := strings.Split(markdown, "\n")
	for i := 0; i < len(lines); i++ {
		if n := tableLines(lines[i:]); n > 0 {
			flush()
			blocks = append(blocks, bot.Block{Table: tableOf(lines[i : i+n])})
			i += n - 1
			continue
		}
		line := simple(lines[i])
		// A list that follows its introduction at once is still a list.
		if item(line) && len(text) > 0 && text[len(text)-1] != "" && !item(text[len(text)-1]) && !strings.HasPrefix(line, " ") {
			text = append(text, "")
		}
		text = append(text, line)
	}
	flush()
	return blocks
}

// item says whether a line is an item of a list, or goes on with one.
func item(line string) bool {
	if strings.HasPrefix(line, " ") || strings.HasPrefix(line, "- ") {
		return true
	}
	digits := strings.TrimLeft(line, "0123456789")
	return len(digits) < len(line) && len(line)-len(digits) < 4 && strings.HasPrefix(digits, ". ")
}

// simple brings one line to the subset: headings of one level, one mark for
// the items of lists.
func simple(line string) string {
	if heading := strings.TrimLeft(line, "#"); len(heading) < len(line) && strings.HasPrefix(heading, " ") {
		return "##" + heading
	}
	trimmed := strings.TrimLeft(line, " ")
	if strings.HasPrefix(trimmed, "* ") || strings.HasPrefix(trimmed, "+ ") {
		return line[:len(line)-len(trimmed)] + "-" + trimmed[1:]
	}
	return line
}

// tableLines is how many of the lines, from the first, make a table; 0: none.
func tableLines(lines []string) int {
	if len(lines) < 2 || !strings.HasPrefix(strings.TrimSpace(lines[0]), "|") || !ruler(lines[1]) {
		return 0
	}
	n := 2
	for n < len(lines) && strings.HasPrefix(strings.TrimSpace(lines[n]), "|") {
		n++
	}
	return n
}

// ruler says whether a line sets a table's head off from its rows.
func ruler(line string) bool {
	line = strings.TrimSpace(line)
	return strings.HasPrefix(line, "|") && strings.Contains(line, "-") && strings.Trim(line, "|-: ") == ""
}

func tableOf(lines []string) *bot.Table {
	table := &bot.Table{Head: cells(lines[0])}
	for _, line := range lines[2:] {
		row := cells(line)
		for len(row) < len(table.Head) {
			row = append(row, "")
		}
		// Cells too many are kept with the last.
		if extra := len(table.Head); len(row) > extra && extra > 0 {
			row = append(row[:extra-1:extra-1], strings.Join(row[extra-1:], " "))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// cells splits a line of a Markdown table.
func cells(line string) []string {
	line = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(line), "|"), "|")
	line = strings.ReplaceAll(line, `\|`, "\x00")
	parts := strings.Split(line, "|")
	for i, part := range parts {
		part = strings.ReplaceAll(part, "\x00", "|")
		parts[i] = cell(unmarked(part))
	}
	return parts
}

// unmarked takes the commonest marks out of Markdown that has to be shown as
// plain text.
func unmarked(markdown string) string {
	return strings.NewReplacer("**", "", "`", "", `\*`, "*", `\_`, "_", `\[`, "[", `\]`, "]", `\<`, "<", `\>`, ">").Replace(markdown)
}
