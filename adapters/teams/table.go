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

// How wide things are in a table, in tenths of a letter.
const (
	letter, boldLetter = 10, 12
	margins            = 22          // left and right in every cell
	mostWord           = 20 * letter // of a column's longest word, which is not to be broken
	mostCell           = 60 * letter // of its longest cell
)

// columns gives a table's columns, each as wide as what stands in it needs: room for
// its longest word, and a part of what its longest cell is longer than that. One of
// numbers is narrow, one of people's own words is wide.
func columns(t bot.Table) []element {
	all := make([]element, len(t.Head))
	for i, head := range t.Head {
		word, cell := longest(head)*boldLetter, 0
		for _, row := range t.Rows {
			words := cellText(row[i])
			cell = max(cell, utf8.RuneCountInString(words)*letter)
			word = max(word, longest(words)*letter)
		}
		word = min(word, mostWord)
		all[i] = element{"width": margins + word + max(0, min(cell, mostCell)-word)/8}
	}
	return all
}

// longest is how many letters the longest word has.
func longest(text string) int {
	n := 0
	for w := range strings.FieldsSeq(text) {
		n = max(n, utf8.RuneCountInString(w))
	}
	return n
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
