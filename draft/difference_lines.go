package draft

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Wording is what the lines of a difference say around the text itself. Those
// that stand at the beginning of a line are Markdown; the others plain text.
type Wording struct {
	Was, Now     string // before the old and the new of a sentence that changed as a whole
	Added        string // before a sentence that is new
	TakenOut     string // before a sentence that is no longer there
	Moved        string // before a sentence that is somewhere else now
	WordsWere    string // before words in whose place others are: (was: “sixty”)
	WordsRemoved string // before words without others in their place: (taken out: “always”)
}

// Lines gives what changed as lines of Markdown, each of which is a paragraph
// that needs no other: bold for words that were added, and the removed ones
// quoted after them, so that it can be read without colour and read out.
// Emphasis of the text itself is left out, because bold means added. What did
// not change, or only slightly, has no line.
func (d Difference) Lines(w Wording) []string {
	var lines []string
	say := func(label string, tokens []token) {
		if text := strings.TrimSpace(show(tokens)); text != "" {
			lines = append(lines, strings.TrimSpace(label+" "+text))
		}
	}
	for _, p := range d {
		switch p.Change {
		case ChangeNone, ChangeSlight:
		case ChangeWhole:
			say(w.Was, p.old)
			say(w.Now, p.new)
		case ChangeAdded:
			if p.Moved {
				say(w.Moved, p.new)
				continue
			}
			say(w.Added, p.new)
		case ChangeRemoved:
			if !p.Moved {
				say(w.TakenOut, p.old)
			}
		case ChangeWords:
			lines = append(lines, guardStart(strings.TrimSpace(p.marked(w))))
		}
	}
	return lines
}

// marked gives the passage with what was added in bold and what was removed
// in brackets.
func (p Passage) marked(w Wording) string {
	var l line
	for i := 0; i < len(p.Runs); i++ {
		r := p.Runs[i]
		tokens := r.tokens
		switch r.Kind {
		case Kept:
			l.add(show(tokens))
		case Added:
			l.bold(tokens)
		case Removed:
			if i+1 < len(p.Runs) && p.Runs[i+1].Kind == Added {
				instead := p.Runs[i+1].tokens
				i++
				if saying(tokens) == saying(instead) {
					l.add(show(instead))
					continue
				}
				l.bold(instead)
				label := w.WordsWere
				if countSaying(instead) == 0 {
					label = w.WordsRemoved
				}
				l.aside(label, tokens)
				continue
			}
			l.aside(w.WordsRemoved, tokens)
		}
	}
	return string(l.out)
}

// line is a line of Markdown in the making.
type line struct{ out []byte }

// add writes text. Punctuation goes right after what it belongs to, also
// where something was put between them.
func (l *line) add(text string) {
	if text != "" && strings.IndexByte(",.;:!?)", text[0]) >= 0 {
		l.out = bytes.TrimRight(l.out, " ")
	}
	l.out = append(l.out, text...)
}

// bold writes tokens in bold, punctuation around them and white space outside.
func (l *line) bold(tokens []token) {
	first, last := -1, -1
	for i, t := range tokens {
		if t.says() {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		l.add(show(tokens))
		return
	}
	l.add(show(tokens[:first]))
	if before, _ := utf8.DecodeLastRune(l.out); isSolid(before) || before == '*' {
		l.add(" ") // or the mark would not begin anything
	}
	inner := slices.Clone(tokens[first : last+1])
	gap := inner[len(inner)-1].gap
	inner[len(inner)-1].gap = ""
	l.add("**" + show(inner) + "**")
	if gap != "" {
		l.add(" ")
	}
	l.add(show(tokens[last+1:]))
}

// aside writes what was removed, in brackets, if it said anything.
func (l *line) aside(label string, tokens []token) {
	if countSaying(tokens) == 0 {
		return
	}
	if !endsWith(l.out, ' ') && len(l.out) > 0 {
		l.add(" ")
	}
	l.add("(" + label + " “" + strings.TrimSpace(show(tokens)) + "”) ")
}

// show gives tokens as Markdown that can stand in a line: no marks of
// emphasis, lists and headings, cells of a table with a semicolon between
// them, and links that lead to the web only.
func show(tokens []token) string {
	var out []byte
	for _, t := range tokens {
		switch t.kind {
		case leadToken, lookToken:
		case cellToken:
			out = append(bytes.TrimRight(out, " "), "; "...)
			continue
		case linkToken:
			out = append(out, showLink(t.text)...)
		case stopToken:
			out = append(out, showStop(t.text)...)
		case lineToken:
			out = append(out, escape(t.text)...)
		case codeToken, wordToken:
			out = append(out, strings.ReplaceAll(t.text, "\n", " ")...)
		}
		if t.gap != "" && (t.kind != leadToken || len(out) > 0 || t.text == "") {
			out = append(out, ' ')
		}
	}
	return string(out)
}

// showStop gives punctuation so that it means nothing else.
func showStop(text string) string {
	if text[0] == '\\' && len(text) > 1 {
		return text
	}
	var out strings.Builder
	for _, r := range text {
		if strings.ContainsRune("*_~`[]<\\|", r) {
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
}

// showLink gives a link as it may stand in a message, or its words where it
// leads nowhere safe.
func showLink(text string) string {
	shown, target, n := takeLink(text)
	if n == 0 || text[0] == '!' {
		return escape(strings.Trim(text, "<>"))
	}
	words := strings.TrimSpace(show(scan(shown, false)))
	address, ok := safeAddress(target)
	if !ok || words == "" {
		return words
	}
	return "[" + words + "](" + address + ")"
}

// guardStart escapes what would make a heading, a list or a quotation of a
// line.
func guardStart(text string) string {
	if text == "" {
		return text
	}
	if strings.IndexByte("#>+-=", text[0]) >= 0 {
		return `\` + text
	}
	digits := len(text) - len(strings.TrimLeftFunc(text, unicode.IsDigit))
	if digits > 0 && digits < len(text) && (text[digits] == '.' || text[digits] == ')') {
		return text[:digits] + `\` + text[digits:]
	}
	return text
}
