package console

import (
	"slices"
	"strings"

	"github.com/rivo/uniseg"

	"soundings/bot"
)

// Columns of a table stand two blanks apart. One that has to give way to the
// others keeps a word or two.
const (
	gap         = 2
	leastColumn = 18
)

// renderTable sets a table in columns. Where it is too wide, its widest
// columns break their cells into lines; with too many columns even for that it
// becomes a list.
func renderTable(t bot.Table) string {
	rows := make([][]string, 0, len(t.Rows)+1)
	for _, row := range append([][]string{t.Head}, t.Rows...) {
		if len(row) > len(t.Head) {
			return renderList(t)
		}
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = strings.Join(strings.Fields(plain(cell)), " ")
		}
		rows = append(rows, cells)
	}
	widths := columnWidths(rows, len(t.Head))
	if !narrow(widths) {
		return renderList(t)
	}
	var lines []string
	for _, row := range rows {
		lines = append(lines, renderRow(row, widths)...)
	}
	return strings.Join(lines, "\n")
}

func columnWidths(rows [][]string, columns int) []int {
	widths := make([]int, columns)
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], uniseg.StringWidth(cell))
		}
	}
	return widths
}

// narrow takes from the widest columns until the row fits, and says whether
// it can.
func narrow(widths []int) bool {
	total := -gap
	for _, w := range widths {
		total += w + gap
	}
	for total > width {
		widest := slices.Index(widths, slices.Max(widths))
		if widths[widest] <= leastColumn {
			return false
		}
		widths[widest]--
		total--
	}
	return true
}

// renderRow sets one row, which takes as many lines as its longest cell.
func renderRow(row []string, widths []int) []string {
	var lines []string
	cells := make([][]string, len(row))
	most := 0
	for i, cell := range row {
		cells[i] = strings.Split(wrapTo(cell, widths[i], "", ""), "\n")
		most = max(most, len(cells[i]))
	}
	for k := range most {
		var line strings.Builder
		for i := range row {
			cell := ""
			if k < len(cells[i]) {
				cell = cells[i][k]
			}
			line.WriteString(cell)
			line.WriteString(strings.Repeat(" ", max(0, widths[i]-uniseg.StringWidth(cell))+gap))
		}
		lines = append(lines, strings.TrimRight(line.String(), " "))
	}
	return lines
}

// renderList says the same as a list.
func renderList(t bot.Table) string {
	var items []string
	for _, piece := range bot.Fit("", []bot.Block{{Table: &t}}, bot.Caps{}) {
		for _, b := range piece.Blocks {
			items = append(items, renderBlock(b))
		}
	}
	return strings.Join(items, "\n")
}
