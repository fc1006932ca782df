package page

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// scrollingFrom is the number of columns from which a table may be wider than
// a telephone, and so is made a region that the keyboard can scroll.
const scrollingFrom = 3

// What the templates ask of the parts.

// Tagged says whether the status stands out as a tag.
func (t Task) Tagged() bool { return t.Tone != Quiet && t.Tone != Done }

// OpenButton is the button that opens a task, with the label of the task.
func (t Task) OpenButton() Button {
	b := *t.Action
	b.Label, b.Kind = t.Label, Plain
	return b
}

// Figure says whether a column has figures.
func (t Table) Figure(column int) bool { return slices.Contains(t.Figures, column) }

// Scrolls says whether the table may be wider than the page.
func (t Table) Scrolls() bool { return len(t.Head) >= scrollingFrom }

// Lines are the paragraphs of the words.
func (q Quote) Lines() []string {
	var lines []string
	for l := range strings.Lines(q.Words) {
		if l = strings.TrimSpace(l); l != "" {
			lines = append(lines, l)
		}
	}
	return lines
}

// ID is made of what is shown: two of the same need not differ.
func (c CopyLink) ID() string {
	sum := sha256.Sum256([]byte(c.Label + "\x00" + c.URL))
	return "copy-" + hex.EncodeToString(sum[:6])
}

// mostLines is how high a list to copy may be; a longer one scrolls.
const mostLines = 10

// Lines is how high the list is.
func (c CopyList) Lines() int { return min(len(c.Items), mostLines) }

// Shown is the time as people read it.
func (m Message) Shown() string {
	if m.When != "" || m.At.IsZero() {
		return m.When
	}
	return m.At.Format("Mon 2 January, 15:04")
}

// Stamp is the time as programs read it, or "".
func (m Message) Stamp() string {
	if m.At.IsZero() {
		return ""
	}
	return m.At.Format(time.RFC3339)
}

// HasUpload says whether the form sends a file.
func (f Form) HasUpload() bool {
	return slices.ContainsFunc(f.Fields, func(field Field) bool { return field.Kind == Upload })
}

// Answers says whether a button's answer is put beneath the row.
func (b Buttons) Answers() bool {
	return slices.ContainsFunc(b.Items, func(item Button) bool { return item.InPlace })
}
