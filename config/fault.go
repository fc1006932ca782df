package config

import (
	"fmt"
	"strings"
)

// Error is everything that is wrong with the settings.
type Error struct{ Faults []Fault }

// Fault is one thing that is wrong.
type Fault struct {
	Source  string // "soundings.yaml:4" or the variable; "" where it was not set
	Key     string // "" where it is the file that is wrong
	Text    string // no secret is in it
	Example string // of what to write; may be ""
}

// Error gives the faults, a line each.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("read settings: ")
	for i, fault := range e.Faults {
		if len(e.Faults) > 1 {
			if i == 0 {
				fmt.Fprintf(&b, "%d faults", len(e.Faults))
			}
			b.WriteString("\n  ")
		}
		b.WriteString(fault.String())
	}
	return b.String()
}

// String gives the fault in one line.
func (f Fault) String() string {
	var parts []string
	for _, part := range []string{f.Source, f.Key, f.Text} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	line := strings.Join(parts, ": ")
	if f.Example != "" {
		line += "; for example " + f.Example
	}
	return line
}

func (e *Error) add(source, key, text, example string) {
	e.Faults = append(e.Faults, Fault{Source: source, Key: key, Text: text, Example: example})
}

// about says whether there is a fault of that key already, so that one wrong
// value is not told twice.
func (e *Error) about(key string) bool {
	for _, fault := range e.Faults {
		if fault.Key == key {
			return true
		}
	}
	return false
}
