package draft

import (
	"fmt"
	"maps"
	"regexp"
	"strings"
)

// contentsTitle is what the heading over a table of contents says.
var contentsTitle = regexp.MustCompile(`(?i)^(?:table of )?contents(?: page)?$|^index$|^list of (?:contents|tables|figures)$`)

// leaveOutContents takes a table of contents out of parts and says so. It
// also gives where it stood, or 0 where there is none: before it come title
// pages.
func leaveOutContents(parts []part) (kept []part, at int, notes []Note) {
	known := map[string]int{}
	for i := range parts {
		known[folded(parts[i].label.name())]++
	}
	var left []part
	kept = make([]part, 0, len(parts))
	for i := 0; i < len(parts); i++ {
		p := parts[i]
		if p.plain == "" || !contentsTitle.MatchString(p.label.title) {
			kept = append(kept, p)
			continue
		}
		listed, ok := listsHeadings(p.body, known)
		if !ok {
			kept = append(kept, p)
			continue
		}
		at = len(kept)
		length := contentsLength(parts[i+1:], p.level, listed, known)
		left = append(left, parts[i:i+1+length]...)
		i += length
	}
	if len(left) == 0 || len(kept) == 0 {
		return parts, 0, nil
	}
	return kept, at, []Note{{
		Kind:    NoteContents,
		Text:    fmt.Sprintf("The table of contents was left out (%s).", count(len(left), "heading")),
		LeftOut: textOf(left),
	}}
}

// contentsLength says how many parts after the heading of a table of contents
// still belong to it: those that list headings and were not listed before.
// What was listed is the specification itself.
func contentsLength(parts []part, level int, listed map[string]bool, known map[string]int) int {
	for i, p := range parts {
		name := folded(p.label.name())
		entry := entryName(name, known)
		more, ok := listsHeadings(p.body, known)
		if !ok || listed[name] || p.level <= level && known[entry] < 2 && entry == name {
			return i
		}
		listed[entry] = true
		maps.Copy(listed, more)
	}
	return len(parts)
}

// entryName gives name, a line of contents, without the page number at its
// end if that makes it the name of a heading.
func entryName(name string, known map[string]int) string {
	if bare := trailingNumber.ReplaceAllString(name, ""); known[bare] > 0 {
		return bare
	}
	return name
}

// listsHeadings reports whether body is hardly more than lines that name
// headings, by their names or numbers, or end in a page number. It gives the
// names.
func listsHeadings(body []block, known map[string]int) (listed map[string]bool, ok bool) {
	lines, entries := 0, 0
	listed = map[string]bool{}
	for _, b := range body {
		for line := range strings.SplitSeq(b.text, "\n") {
			line = strings.TrimLeft(strings.TrimSpace(line), "-> ")
			if line == "" {
				continue
			}
			lines++
			l := parseLabel(unescape(line))
			name := entryName(folded(l.name()), known)
			short := l.number != "" && words(l.title) <= maxLineWords
			if known[name] > 0 || short || trailingNumber.MatchString(line) || words(line) <= 1 {
				entries++
				listed[name] = true
			}
		}
	}
	return listed, entries*10 >= lines*6
}

// trailingNumber is a page number at the end of a line of contents.
var trailingNumber = regexp.MustCompile(`[\s.…]\d{1,4}\s*$`)

// unescape takes the marks out of a short piece of our own Markdown.
func unescape(markdown string) string {
	return strings.NewReplacer(`\`, "", "**", "").Replace(markdown)
}

// Front matter that says less than this is a title page; more is an
// introduction and worth asking about.
const (
	minSentence     = 12 // words of a paragraph that is not just a line of an address
	minIntroduction = 15 // words in such paragraphs
	maxFront        = 400
)

// splitFront takes what stands before the specification proper: the title of
// the draft and its title page. What reads like an introduction stays, as the
// first part.
func splitFront(parts []part, contents int) (title string, rest []part, notes []Note) {
	front := frontLength(parts, contents)
	if front == 0 {
		return "", parts, nil
	}
	for _, p := range parts[:front] {
		if p.label.name() != "" {
			title = p.label.name()
			break
		}
	}
	rest = parts[front:]
	if hasSentences(parts[:front]) {
		return title, append([]part{introduction(title, parts[:front], rest)}, rest...), nil
	}
	left := textOf(parts[:front])
	if left == "" || folded(left) == folded(title) {
		return title, rest, nil
	}
	return title, rest, []Note{{
		Kind:    NoteTitlePage,
		Text:    fmt.Sprintf("The title page was left out (%s).", count(words(left), "word")),
		LeftOut: left,
	}}
}

// frontLength says how many parts come before the specification proper.
func frontLength(parts []part, contents int) int {
	if len(parts) < 2 {
		return 0
	}
	total := 0
	for i := range contents {
		if total += parts[i].words; total > maxFront || parts[i].label.places != nil {
			contents = 0
			break
		}
	}
	if contents > 0 && contents < len(parts) {
		return contents
	}
	front := 0
	if parts[0].plain == "" {
		front = 1
	}
	if front < len(parts)-1 && isDraftTitle(parts, front) {
		front++
	}
	for front > 0 && front < len(parts)-1 && isDate(parts, front) {
		front++
	}
	return front
}

// isDate reports whether part i is a line of a title page marked as a
// heading: without number or text, before a numbered one.
func isDate(parts []part, i int) bool {
	return parts[i].label.number == "" && !parts[i].hasText() &&
		parts[i+1].label.places != nil && parts[i+1].level <= parts[i].level
}

// isDraftTitle reports whether part i is the title of the whole draft: the
// only heading of its level, with all others under it; or one without a
// number over little text, where the next of its level has a number.
func isDraftTitle(parts []part, i int) bool {
	p := parts[i]
	if p.label.number != "" {
		return false
	}
	alone, numbered := true, 0
	for k := i + 1; k < len(parts); k++ {
		if parts[k].level < p.level {
			return false
		}
		if parts[k].level == p.level {
			alone = false
			if parts[k].label.places != nil {
				numbered++
			}
		}
	}
	return alone || numbered >= 2 && len(parts[i+1].label.places) == 1 && !hasSentences(parts[i:i+1])
}

// hasSentences reports whether parts say enough to be an introduction.
func hasSentences(parts []part) bool {
	total := 0
	for _, p := range parts {
		for _, b := range p.body {
			if b.words >= minSentence {
				total += b.words
			}
		}
	}
	return total >= minIntroduction
}

// introduction makes one part of front matter, with a name that no other part
// has. The title of the draft is known already.
func introduction(title string, front, rest []part) part {
	name := "Introduction"
	for _, p := range rest {
		if folded(p.label.title) == folded(name) {
			name = "About this draft"
			break
		}
	}
	made := part{label: label{title: name}, plain: name, level: 1, parent: -1}
	if len(rest) > 0 {
		made.level = rest[0].level
	}
	for _, p := range front {
		if p.label.name() != "" && p.label.name() != title {
			made.body = append(made.body, block{kind: paragraph, text: "**" + escape(p.plain) + "**", words: words(p.plain)})
		}
		made.body = append(made.body, p.body...)
		made.words += p.words
	}
	return made
}

// textOf gives headings and text of parts, for a note.
func textOf(parts []part) string {
	var pieces []string
	for _, p := range parts {
		if p.plain != "" {
			pieces = append(pieces, strings.Join(strings.Fields(p.plain), " "))
		}
		for _, b := range p.body {
			pieces = append(pieces, b.text)
		}
	}
	return strings.Join(pieces, "\n\n")
}
