package teams

import (
	"slices"
	"strings"
	"unicode/utf8"

	"soundings/bot"
)

// mostColumns is how many columns can be read side by side; more become lines.
const mostColumns = 6

// table adds a table, or, where it would not be read as one, its rows as lines.
func (r *rendering) table(t bot.Table) {
	uneven := slices.ContainsFunc(t.Rows, func(row []string) bool { return len(row) != len(t.Head) })
	if r.tight || uneven || len(t.Head) == 0 || len(t.Head) > mostColumns {
		r.rows(t)
		return
	}
	rows := []element{tableRow(t.Head, func(e element) element { return e.with("weight", "Bolder") })}
	for _, row := range t.Rows {
		rows = append(rows, tableRow(row, plainly))
	}
	r.add(element{"type": "Table", "columns": columns(t), "firstRowAsHeader": true, "rows": rows})
}

// How much of what stands in a column counts for how wide it is.
const (
	mostWord = 20 // of its longest word, which is not to be broken
	mostCell = 60 // of its longest cell
	margins  = 4  // left and right of every cell
)

// columns gives a table's columns, each as wide as what stands in it needs: one of
// numbers is narrow, one of people's own words is wide.
func columns(t bot.Table) []element {
	all := make([]element, len(t.Head))
	for i, head := range t.Head {
		word, cell := 0, 0
		for w := range strings.FieldsSeq(head) {
			word = max(word, (utf8.RuneCountInString(w)*5+3)/4) // it is bold
		}
		for _, row := range t.Rows {
			words := cellText(row[i])
			cell = max(cell, utf8.RuneCountInString(words))
			for w := range strings.FieldsSeq(words) {
				word = max(word, utf8.RuneCountInString(w))
			}
		}
		word = min(word, mostWord)
		all[i] = element{"width": word + max(0, min(cell, mostCell)-word)/4 + margins}
	}
	return all
}

func tableRow(words []string, style func(element) element) element {
	cells := make([]element, len(words))
	for i, w := range words {
		cells[i] = element{"type": "TableCell", "items": []element{richText(style(run(cellText(w))))}}
	}
	return element{"type": "TableRow", "cells": cells}
}

func cellText(words string) string {
	if words = oneLine(words); words != "" {
		return words
	}
	return "–"
}

// rows adds a table line by line: "How we pay: Answered 7".
func (r *rendering) rows(t bot.Table) {
	if head := oneLine(strings.Join(t.Head, " · ")); head != "" {
		r.add(richText(run(head).with("italic", true)))
	}
	for _, row := range t.Rows {
		var line []element
		for i, words := range row {
			switch {
			case i == 0:
				line = append(line, bold(cellText(words)))
			case i < len(t.Head) && oneLine(t.Head[i]) != "":
				line = append(line, run(separator(i)+oneLine(t.Head[i])+" "+cellText(words)))
			default:
				line = append(line, run(separator(i)+cellText(words)))
			}
		}
		r.lines("Small", [][]element{line})
	}
}

func separator(i int) string {
	if i == 1 {
		return ": "
	}
	return " · "
}
