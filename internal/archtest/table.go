package archtest

import (
	"path"
	"slices"
	"strings"
)

// Row says what the packages on its left may import of ours. Both sides are
// package paths within the module, with commas between them; "*" stands for
// any one name within a path.
type Row struct {
	Packages string
	Imports  string // or one of the words below
}

// The words that may stand in Row.Imports.
const (
	Nothing         = "nothing"
	EverythingAbove = "everything above"    // all packages of the rows before it
	WhatTheyNeed    = "what they need only" // anything; and no product code may import them
)

// Table is the plan of the module's imports: non-test files only, because
// tests may import anything. A package is under the row of tests and fakes
// first, then under the row that names it, then under one with a star.
type Table []Row

// Soundings is the table of this module. To let a package import another, or
// to add a package, change it here and say why in a decision record.
func Soundings() Table {
	return Table{
		{"journal, engagement, draft", Nothing},
		{"internal/secret, internal/page, internal/chat, internal/transcript, docs/sample", Nothing},
		{"config", "internal/secret"},
		{"bot", "journal, internal/secret"},
		{"digest, report", "engagement"},
		{"conversations", "bot, engagement, digest, report, draft"},
		{"adapters/*", "bot, internal/secret, internal/chat"},
		{"adapters/web", "bot, internal/secret, internal/page"},
		{"dashboard", "engagement, digest, report, internal/page"},
		{"journal/*", "journal, internal/secret"},
		{"app", EverythingAbove},
		{"cmd/soundings", "app"},
		{"*test, adapters/*test, journal/*test, internal/*test, internal/fake*, internal/cmd/*", WhatTheyNeed},
	}
}

// row finds the row of a package, or -1.
func (t Table) row(pkg string) int {
	exact, starred := -1, -1
	for i, r := range t {
		for _, pattern := range list(r.Packages) {
			switch ok, _ := path.Match(pattern, pkg); {
			case !ok:
			case r.Imports == WhatTheyNeed:
				return i
			case pattern == pkg:
				exact = i
			default:
				starred = i
			}
		}
	}
	if exact >= 0 {
		return exact
	}
	return starred
}

// helper says whether the package is for tests, and so not for the product.
func (t Table) helper(pkg string) bool {
	row := t.row(pkg)
	return row >= 0 && t[row].Imports == WhatTheyNeed
}

// may says whether a package under row may import target.
func (t Table) may(row int, target string) bool {
	switch imports := t[row].Imports; imports {
	case Nothing:
		return false
	case WhatTheyNeed:
		return true
	case EverythingAbove:
		at := t.row(target)
		return at >= 0 && at < row
	default:
		return slices.Contains(list(imports), target)
	}
}

func list(words string) []string {
	parts := strings.Split(words, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}
