package draft

import (
	"regexp"
	"strings"
)

// starred is where an item begins in a paragraph that was a list before
// something ran its lines together, as converters do with "include:\n* one".
var (
	starred      = regexp.MustCompile(`\s+(?:\\\*|[•▪●])\s+`)
	firstStarred = regexp.MustCompile(`^(?:\\\*|[•▪●])\s+`)
)

// leastStarred is how many items make a list of such a paragraph.
const leastStarred = 2

// withLists gives paragraphs with starred items run together as lists again.
// Not a word is changed; only the stars go.
func withLists(blocks []block) []block {
	var out []block
	for _, b := range blocks {
		out = append(out, b.asList()...)
	}
	return out
}

func (b block) asList() []block {
	if b.kind != paragraph || strings.Contains(b.text, "\n") {
		return []block{b}
	}
	pieces := starred.Split(b.text, -1)
	lead := ""
	if firstStarred.MatchString(pieces[0]) {
		pieces[0] = firstStarred.ReplaceAllString(pieces[0], "") // the paragraph begins with an item
	} else {
		lead, pieces = pieces[0], pieces[1:]
	}
	if len(pieces) < leastStarred {
		return []block{b}
	}
	list := b
	list.kind, list.text, list.plain, list.bold = other, "- "+strings.Join(pieces, "\n- "), "", false
	if lead == "" {
		return []block{list}
	}
	intro := b
	intro.text, intro.words = lead, len(strings.Fields(lead))
	list.words = max(0, b.words-intro.words)
	return []block{intro, list}
}
