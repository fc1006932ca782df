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

// Files gives the files by those names.
func Files() fs.FS { return files }
