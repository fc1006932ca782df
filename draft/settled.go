package draft

import (
	"fmt"
	"strings"
)

// maxSettled is how many sections a file may have that says it needs no
// grouping. With more it is grouped like any other.
const maxSettled = 100

// settledParts gives the sections of a file that WriteWord wrote, as they
// were: each heading of the first level is one, with its number before a tab.
// What stands before them is left out, with a note. There are none where the
// file is another.
func (d *Document) settledParts() (title string, parts []part, notes []Note) {
	if !d.settled {
		return "", nil, nil
	}
	var front []part
	for _, p := range partsOf(d.blocks) {
		switch {
		case p.plain != "" && p.level == 1:
			number, name, found := strings.Cut(p.plain, "\t")
			if !found {
				number, name = "", p.plain
			}
			p.label = label{number: strings.TrimSpace(number), title: strings.TrimSpace(name)}
			parts = append(parts, p)
		case len(parts) > 0: // a title among the sections
			last := &parts[len(parts)-1]
			last.body = append(last.body, block{kind: paragraph, text: escape(p.plain), words: words(p.plain)})
			last.body = append(last.body, p.body...)
			last.words += p.words
		default:
			if title == "" {
				title = p.plain
			}
			front = append(front, p)
		}
	}
	if len(parts) > maxSettled {
		return "", nil, nil
	}
	if left := textOf(front); left != "" && folded(left) != folded(title) {
		notes = []Note{{
			Kind:    NoteTitlePage,
			Text:    fmt.Sprintf("The introduction was left out (%s).", count(words(left), "word")),
			LeftOut: left,
		}}
	}
	return title, parts, notes
}
