package draft

import (
	"regexp"
	"strings"
)

// delimiterRow is the line under the first row of a table.
var delimiterRow = regexp.MustCompile(`^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$`)

// maxColumns is the widest table that is kept as one.
const maxColumns = 40

// findTable parts the lines of a paragraph into what comes before a table and
// the table. Without a table all lines come before it. A first row and a line
// under it of different widths are taken for a table, as their author did.
func findTable(lines []string) (before, table []string) {
	for i := 1; i < len(lines); i++ {
		if !strings.Contains(lines[i], "|") || !strings.Contains(lines[i-1], "|") || !delimiterRow.MatchString(lines[i]) {
			continue
		}
		columns := max(len(splitCells(lines[i])), len(splitCells(lines[i-1])))
		if columns > 1 && columns <= maxColumns {
			return lines[:i-1], lines[i-1:]
		}
	}
	return lines, nil
}

// splitCells gives the cells of one row of a table.
func splitCells(row string) []string {
	row = strings.TrimSpace(row)
	row = strings.TrimPrefix(row, "|")
	if strings.HasSuffix(row, "|") && !strings.HasSuffix(row, `\|`) {
		row = strings.TrimSuffix(row, "|")
	}
	var cells []string
	start := 0
	for i := range len(row) {
		if row[i] == '|' && (i == 0 || row[i-1] != '\\') {
			cells = append(cells, row[start:i])
			start = i + 1
		}
	}
	return append(cells, row[start:])
}

// writeTable writes the rows of lines, the second of which is the delimiter
// row. Cells beyond the first row's width are kept in the last cell.
func (r *markdownReader) writeTable(w *blockWriter, lines []string) {
	columns := max(len(splitCells(lines[0])), len(splitCells(lines[1])))
	var rows [][]string
	before := w.words
	for i, line := range lines {
		if i == 1 {
			continue
		}
		cells := splitCells(line)
		if len(cells) > columns {
			cells[columns-1] = strings.Join(cells[columns-1:], " ")
			cells = cells[:columns]
		}
		row := make([]string, len(cells))
		for j, cell := range cells {
			p := r.paragraph([]string{strings.ReplaceAll(cell, `\|`, "|")}, true)
			row[j], _ = p.markdown()
			w.words += words(p.text())
		}
		rows = append(rows, row)
	}
	if w.words > before {
		w.paragraph(tableText(rows, columns))
	}
}

// tableText gives rows as a Markdown table of so many columns, its first row
// as the head. Rows and columns without any text are left out.
func tableText(rows [][]string, columns int) string {
	var out strings.Builder
	for i, row := range rows {
		if i > 0 && strings.Join(row, "") == "" {
			continue
		}
		out.WriteByte('|')
		for column := range columns {
			cell := ""
			if column < len(row) {
				cell = row[column]
			}
			out.WriteString(" " + cell + " |")
		}
		out.WriteByte('\n')
		if i == 0 {
			out.WriteString("|" + strings.Repeat(" --- |", columns) + "\n")
		}
	}
	return strings.TrimSuffix(out.String(), "\n")
}
