package draft

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// minHeadings is how many headings, its title aside, a draft needs before its
// headings are taken for its structure. minSigns is how many numbered or bold
// lines are needed before those are.
const (
	minHeadings = 2
	minSigns    = 3
)

// withHeadings gives blocks as they are where the draft has headings. Where
// it has none, lines that look like headings become headings: numbered ones
// or, failing that, bold ones.
func withHeadings(blocks []block) ([]block, []Note) {
	headings := 0
	for _, b := range blocks {
		if b.kind == heading {
			headings++
		}
	}
	if headings > minHeadings {
		return blocks, nil
	}
	if promoted, n := promote(blocks, numberedLine); n >= max(minSigns, headings+1) {
		underParts(promoted)
		return promoted, []Note{foundByNumbers()}
	}
	if promoted, n := promote(blocks, letteredLine); n >= max(minSigns, headings+1) && overText(promoted, n) {
		return promoted, []Note{foundByNumbers()}
	}
	if promoted, n := promote(blocks, boldOrCapitals); n >= max(minSigns, headings+1) {
		return promoted, []Note{{
			Kind: NoteStructure,
			Text: "Few or no headings are marked as such, so lines in bold or capitals were taken as headings. Please check them.",
		}}
	}
	return blocks, nil
}

// outerPart is a number of what has numbered headings in it.
var outerPart = regexp.MustCompile(`^(?:Part|Lot|Phase|Volume|Chapter) `)

// isOuterPart reports whether plain is a heading like "Part A" or "Lot 2".
func isOuterPart(plain string) bool { return outerPart.MatchString(parseLabel(plain).number) }

// outermostPart stands for the level of such headings until it is known
// whether there are two, so that others are under them.
const outermostPart = 100

// underParts puts numbered headings one level under "Part A" and "Lot 2",
// where a draft has at least two of those.
func underParts(blocks []block) {
	parts := 0
	for _, b := range blocks {
		if b.kind == heading && isOuterPart(b.plain) {
			parts++
		}
	}
	if parts < 2 {
		return
	}
	for i := range blocks {
		if b := &blocks[i]; b.kind == heading && len(parseLabel(b.plain).places) > 0 {
			b.level++
		}
	}
}

// foundByNumbers says how sections were found.
func foundByNumbers() Note {
	return Note{
		Kind: NoteStructure,
		Text: "Few or no headings are marked as such, so sections were found by their numbers. Please check them.",
	}
}

// markNumbered marks as headings the numbered lines of a text that stand
// after an empty line, as in "2. Payment" over a paragraph, which Markdown
// takes for a list. It is not ok where there are few, or where most have no
// text under them and so are a list indeed.
func markNumbered(source string) (marked string, ok bool) {
	lines := strings.Split(source, "\n")
	levels := make([]int, len(lines))
	titles, over, last, parts := 0, 0, -1, 0
	fenced, blank := false, true
	for i, line := range lines {
		if fence.MatchString(line) {
			fenced = !fenced
		}
		text := strings.TrimSpace(line)
		plain := strings.ReplaceAll(text, "**", "")
		level, is := numberedLine(block{kind: paragraph, plain: plain})
		switch {
		case text == "":
		case is && blank && !fenced:
			if levels[i] = level; isOuterPart(plain) {
				levels[i] = outermostPart
				parts++
			}
			titles++
			last = titles
		case last == titles && last > 0:
			over++
			last = -1
		}
		blank = text == ""
	}
	if titles < minSigns || over*2 < titles {
		return "", false
	}
	for i, level := range levels {
		switch {
		case level == outermostPart:
			level = 1
		case level > 0 && parts > 1:
			level++ // "1." is under "Part A"
		}
		if level > 0 {
			lines[i] = strings.Repeat("#", min(level+1, 6)) + " " + strings.TrimSpace(lines[i])
		}
	}
	return strings.Join(lines, "\n"), true
}

// promote makes headings of the blocks that sign says are, and counts them.
func promote(blocks []block, sign func(b block) (level int, ok bool)) ([]block, int) {
	promoted := make([]block, len(blocks))
	n := 0
	for i, b := range blocks {
		promoted[i] = b
		if level, ok := sign(b); ok && b.kind != heading {
			promoted[i] = block{kind: heading, level: level + 1, plain: b.plain, words: b.words}
			n++
		}
	}
	return promoted, n
}

// A line that serves as a heading is short.
const (
	maxLine      = 110 // bytes
	maxLineWords = 14
)

// isShortLine reports whether b is one short line that does not end like a
// sentence or a list.
func isShortLine(b block) bool {
	plain := b.plain
	return plain != "" && len(plain) <= maxLine && words(plain) <= maxLineWords && !strings.Contains(plain, "\n") &&
		!strings.ContainsAny(plain[len(plain)-1:], ";,.?!")
}

// numberedLine recognises "1. Title", "2.3 Title", "Part A", "Section 4".
func numberedLine(b block) (level int, ok bool) {
	stopped := b
	stopped.plain = strings.TrimSuffix(b.plain, ".")
	if b.kind == heading || !isShortLine(stopped) {
		return 0, false
	}
	l := parseLabel(stopped.plain)
	first := strings.TrimLeftFunc(l.title, func(r rune) bool { return !unicode.IsLetter(r) })
	if l.number == "" || l.title != "" && !startsCapital(first) {
		return 0, false
	}
	if len(l.places) > 0 {
		return len(l.places), true
	}
	if strings.HasPrefix(l.number, "(") || strings.HasSuffix(l.number, ")") {
		return 0, false // rather an item of a list
	}
	return 1, true
}

// letteredLine recognises "(a) Title" and "b) Title". Where numbers serve as
// headings, such lines are rather items of a list.
func letteredLine(b block) (level int, ok bool) {
	if b.kind != paragraph || !isShortLine(b) {
		return 0, false
	}
	l := parseLabel(b.plain)
	return 1, strings.HasSuffix(l.number, ")") && startsCapital(l.title)
}

// overText reports whether most of n headings that blocks have stand over
// text, as those of a list do not.
func overText(blocks []block, n int) bool {
	over := 0
	for i := 1; i < len(blocks); i++ {
		if blocks[i-1].kind == heading && blocks[i].kind != heading {
			over++
		}
	}
	return over >= minSigns && over*2 >= n
}

// startsCapital reports whether text starts with a capital letter.
func startsCapital(text string) bool {
	for _, r := range text {
		return unicode.IsUpper(r) || unicode.IsTitle(r)
	}
	return false
}

// boldOrCapitals recognises a short line all in bold, or all in capitals.
func boldOrCapitals(b block) (level int, ok bool) {
	if b.kind != paragraph || !isShortLine(b) {
		return 0, false
	}
	capitals := b.plain == strings.ToUpper(b.plain) && strings.IndexFunc(b.plain, unicode.IsUpper) >= 0
	return 1, b.bold || capitals
}

// wordsPerPiece is the size that text without any structure is cut into.
const wordsPerPiece = 400

// pieces cuts text without headings between its blocks, into parts of a size
// that can be answered, no more than most.
func pieces(parts []part, most int) ([]part, []Note) {
	var blocks []block
	total := 0
	for _, p := range parts {
		if p.plain != "" {
			return parts, nil
		}
		blocks = append(blocks, p.body...)
		total += p.words
	}
	want := min(most, (total+wordsPerPiece-1)/wordsPerPiece)
	if want < 2 || len(blocks) < 2 {
		return parts, nil
	}
	var cut []part
	done := 0
	for _, b := range blocks {
		if len(cut) == 0 || len(cut) < want && done >= total*len(cut)/want {
			cut = append(cut, part{level: 1, parent: -1})
		}
		last := &cut[len(cut)-1]
		last.body = append(last.body, b)
		last.words += b.words
		done += b.words
	}
	return cut, []Note{{Kind: NoteStructure, Text: fmt.Sprintf(
		"The draft has no headings, so its paragraphs were cut into %s of similar length. Please give them titles, or send it again with headings.",
		count(len(cut), "part"))}}
}
