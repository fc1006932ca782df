package draft

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// run is a piece of text that is set in one way.
type run struct {
	text    string
	bold    bool
	italic  bool
	link    string // where it leads, or empty
	breaks  bool   // a line break, without text
	picture bool   // a picture, which text describes
}

// plainOf gives the text of runs without how it is set.
func plainOf(runs []run) string {
	var out strings.Builder
	for _, r := range runs {
		if r.breaks {
			out.WriteByte(' ')
		}
		if !r.picture {
			out.WriteString(r.text)
		}
	}
	return strings.TrimSpace(out.String())
}

// writeRuns writes runs to a paragraph, with as few marks as will do.
func writeRuns(p *prose, runs []run, found *findings) {
	before := ' '
	groups(runs, func(a, b run) bool { return a.link == b.link && a.picture == b.picture }, func(group []run, rest []run) {
		link := group[0].link
		switch {
		case group[0].picture:
			for _, r := range group {
				writePicture(p, r.text, found)
			}
			before = ' '
		case link != "":
			settle(group, '[', ']')
			if !p.link(link, func() { writeSet(p, group) }) {
				found.links = append(found.links, link)
			}
			before = ')'
		default:
			after := ' '
			if len(rest) > 0 && rest[0].link != "" {
				after = '['
			}
			settle(group, before, after)
			writeSet(p, group)
		}
	})
}

// writeSet writes runs, grouped by what is bold and then by what is italic.
func writeSet(p *prose, runs []run) {
	groups(runs, func(a, b run) bool { return a.bold == b.bold }, func(part, _ []run) {
		emphasiseIf(p, part[0].bold, "**", func() {
			groups(part, func(a, b run) bool { return a.italic == b.italic }, func(piece, _ []run) {
				emphasiseIf(p, piece[0].italic, "*", func() {
					for _, r := range piece {
						if r.breaks {
							p.breakLine()
							continue
						}
						p.write(r.text)
					}
				})
			})
		})
	})
}

// emphasiseIf writes what write writes, between marks or not.
func emphasiseIf(p *prose, on bool, mark string, write func()) {
	if on {
		p.emphasise(mark, write)
		return
	}
	write()
}

// groups calls each for the longest pieces of runs that are alike, with what
// comes after them.
func groups(runs []run, alike func(a, b run) bool, each func(group, rest []run)) {
	for len(runs) > 0 {
		n := 1
		for n < len(runs) && alike(runs[n], runs[0]) {
			n++
		}
		each(runs[:n], runs[n:])
		runs = runs[n:]
	}
}

// settle takes bold and italic from pieces of runs where Markdown could not
// show it: those that start or end within a word. Before and after say what
// stands around the runs.
func settle(runs []run, before, after rune) {
	unset := func(alike func(a, b run) bool, isSet func(r run) bool, clear func(r *run)) {
		last := before
		groups(runs, alike, func(group, rest []run) {
			next := after
			if len(rest) > 0 {
				next = firstRune(rest[0])
			}
			if isSet(group[0]) && !shows(last, group, next) {
				for i := range group {
					clear(&group[i])
				}
			}
			last = lastRune(group[len(group)-1])
		})
	}
	unset(func(a, b run) bool { return a.bold == b.bold }, func(r run) bool { return r.bold }, func(r *run) { r.bold = false })
	// A change of bold ends italic as well, so that marks never cross.
	unset(func(a, b run) bool { return a.italic == b.italic && a.bold == b.bold }, func(r run) bool { return r.italic }, func(r *run) { r.italic = false })
}

// shows reports whether marks of emphasis around group are read as such: they
// stand at white space or, with a letter or digit within, at punctuation.
func shows(before rune, group []run, after rune) bool {
	text := plainOf(group)
	if text == "" {
		return false
	}
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	opens := unicode.IsSpace(before) || unicode.IsSpace(firstRune(group[0])) || !isSolid(before) && isSolid(first)
	closes := unicode.IsSpace(after) || unicode.IsSpace(lastRune(group[len(group)-1])) || !isSolid(after) && isSolid(last)
	return opens && closes
}

// isSolid reports whether r is a letter or a digit.
func isSolid(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// firstRune gives the first character of r; a space for breaks and pictures.
func firstRune(r run) rune {
	if r.breaks || r.picture || r.text == "" {
		return ' '
	}
	first, _ := utf8.DecodeRuneInString(r.text)
	return first
}

// lastRune gives the last character of r; a space for breaks and pictures.
func lastRune(r run) rune {
	if r.breaks || r.picture || r.text == "" {
		return ' '
	}
	last, _ := utf8.DecodeLastRuneInString(r.text)
	return last
}
