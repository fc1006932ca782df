package draft

import (
	"fmt"
	"strings"
)

// longWords is the most that a section holds where it can be avoided: about
// eight minutes to read and answer, after which people put it off.
const longWords = 1250

// pieceWords is what a long part is cut into.
const pieceWords = 1000

// splitLong cuts parts whose own text is long: at lines in it that look like
// headings, by their numbers or because they are bold, and between its
// paragraphs, items and rows where there are none. What has no headings
// anywhere was cut already.
func splitLong(parts []part) ([]part, []Note) {
	headed := false
	for i := range parts {
		headed = headed || parts[i].plain != ""
	}
	if !headed {
		return parts, nil
	}
	var names []string
	kept := make([]part, 0, len(parts))
	for _, p := range parts {
		if p.words <= longWords {
			kept = append(kept, p)
			continue
		}
		var cut []part
		for _, inner := range splitAtSigns(p) {
			cut = append(cut, splitEvenly(inner)...)
		}
		kept = append(kept, cut...)
		if name := p.label.name(); len(cut) > 1 && name != "" {
			names = append(names, fmt.Sprintf("%q", shorten(name, MaxTitle)))
		}
	}
	if len(names) == 0 {
		return kept, nil
	}
	return kept, []Note{{Kind: NoteStructure, Text: fmt.Sprintf(
		"%s %s long, with too few headings inside, so %s split by numbers, bold lines or paragraphs. Please check where.",
		list(names), verb(len(names), "is", "are"), verb(len(names), "it was", "they were"))}}
}

// splitAtSigns cuts p at the lines in it that look like headings, if enough
// of them stand over text.
func splitAtSigns(p part) []part {
	for _, sign := range []func(b block) (int, bool){numberedLine, boldOrCapitals} {
		promoted, n := promote(p.body, sign)
		if !overText(promoted, n) {
			continue
		}
		inner := partsOf(promoted)
		settleBare(inner)
		if inner[0].plain == "" {
			own := inner[0]
			inner = inner[1:]
			p.body, p.words = own.body, own.words+words(p.plain)
		} else {
			p.body, p.words = nil, words(p.plain)
		}
		for i := range inner {
			inner[i].level += p.level - 1 // promoted lines are on level 2 and below
		}
		return append([]part{p}, inner...)
	}
	return []part{p}
}

// splitEvenly cuts p into parts of similar length, none of them long, if
// there is where to cut. All but the first are continuations under it.
func splitEvenly(p part) []part {
	want := (p.words + pieceWords - 1) / pieceWords
	if p.words <= longWords {
		return []part{p}
	}
	size := p.words / want
	var blocks []block
	for _, b := range p.body {
		blocks = append(blocks, breakBlock(b, size/4)...)
	}
	whole := p.words
	p.body, p.words = nil, words(p.plain)
	cut := []part{p}
	done := p.words
	for _, b := range blocks {
		last := len(cut) - 1
		if len(cut) < want && done+b.words/2 >= whole*len(cut)/want && len(cut[last].body) > 0 {
			cut = append(cut, p.continuation())
			last++
		}
		cut[last].body = append(cut[last].body, b)
		cut[last].words += b.words
		done += b.words
	}
	return cut
}

// continuation gives an empty part that goes on with p, under it. What the
// author said of its standing holds for all of it.
func (p part) continuation() part {
	c := part{level: p.level + 1, parent: -1, continued: true, mark: mark{standing: p.mark.standing}}
	if name := p.label.name(); name != "" {
		const more = " (continued)"
		c.label = label{title: shorten(name, MaxTitle-len(more)) + more, number: p.label.number}
		c.plain = c.label.title
	}
	return c
}

// breakBlock cuts a long list between its outermost items, and a long table
// between its rows, into pieces of about size words. Each piece of a table
// has its head. Other blocks stay whole.
func breakBlock(b block, size int) []block {
	if b.kind != other || b.words <= size {
		return []block{b}
	}
	lines := strings.Split(b.text, "\n")
	starts, head := isOuterItem, ""
	if strings.HasPrefix(b.text, "| ") && len(lines) > 2 {
		head = lines[0] + "\n" + lines[1] + "\n"
		starts, lines = func(string) bool { return true }, lines[2:]
	} else if !isOuterItem(lines[0]) {
		return []block{b}
	}
	var pieces []block
	var piece strings.Builder
	n := 0
	end := func() {
		text := head + strings.TrimRight(piece.String(), "\n")
		pieces = append(pieces, breakItem(block{kind: other, text: text, words: words(text)}, size)...)
		piece.Reset()
		n = 0
	}
	for _, line := range lines {
		if n >= size && starts(line) {
			end()
		}
		piece.WriteString(line + "\n")
		n += words(line)
	}
	end()
	return pieces
}

// breakItem cuts a list of one long item between the paragraphs in it. All but
// the first are then no longer in the item.
func breakItem(b block, size int) []block {
	lines := strings.Split(b.text, "\n")
	marker, _, _ := strings.Cut(lines[0], " ")
	margin := strings.Repeat(" ", len(marker)+1)
	if b.words <= size*2 || !isOuterItem(lines[0]) {
		return []block{b}
	}
	var pieces []block
	start := 0
	for i := 1; i <= len(lines); i++ {
		if i < len(lines) && (lines[i] != "" || i+1 == len(lines) || strings.HasPrefix(lines[i+1], margin+" ")) {
			continue
		}
		text := strings.TrimRight(strings.Join(lines[start:i], "\n"), "\n")
		if start > 0 {
			text = strings.ReplaceAll(strings.TrimPrefix(text, margin), "\n"+margin, "\n")
		}
		pieces = append(pieces, block{kind: other, text: text, words: words(text)})
		start = i + 1
	}
	return pieces
}

// isOuterItem reports whether a line of our own Markdown begins an outermost
// item of a list.
func isOuterItem(line string) bool {
	figures := strings.TrimLeft(line, "0123456789")
	return strings.HasPrefix(line, "- ") || len(figures) < len(line) && strings.HasPrefix(figures, ". ")
}

// list gives names as one would say them, no more than five.
func list(names []string) string {
	const shown = 5
	if n := len(names); n > shown {
		return strings.Join(names[:shown], ", ") + fmt.Sprintf(" and %d more", n-shown)
	}
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
