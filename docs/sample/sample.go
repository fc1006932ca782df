// Package sample is the sample specification and the conversations played on
// it: a council's draft for digital care at home, invented for this project. It
// knows nothing of what reads it.
package sample

import (
	"embed"
	"io/fs"
)

//go:embed digital-care.md demo.script
var files embed.FS

// Names of the files.
const (
	Draft = "digital-care.md" // the draft, in Markdown
	Demo  = "demo.script"     // a transcript: what the simulated people do
)

// Buyer and Contact are the council, and whom suppliers turn to, in conversations that
// name none: they tell of something else.
const (
	Buyer   = "Westmere County Council"
	Contact = "Dana Ellery, digitalcare@westmere.example, 01632 960 123"
)

// Files gives the files by those names.
func Files() fs.FS { return files }
