package draft

import (
	"strings"
)

// RunKind says what became of a run of text.
type RunKind string

// The kinds of runs.
const (
	Kept    RunKind = "kept"
	Removed RunKind = "removed"
	Added   RunKind = "added"
)

// Run is text that was kept, removed or added as one. It begins and ends
// between words: no word, number, link or mark of Markdown is cut.
type Run struct {
	Kind RunKind
	Text string // Markdown, with the white space after it

	tokens []token
}

// runOf gives tokens as a run.
func runOf(kind RunKind, tokens []token) Run {
	return Run{Kind: kind, Text: raw(tokens), tokens: tokens}
}

// Change says how much of a passage changed.
type Change string

// How much a passage can change.
const (
	ChangeNone    Change = "none"
	ChangeSlight  Change = "slight"  // in punctuation, capitals, white space, emphasis or numbering only
	ChangeWords   Change = "words"   // in some words, which are runs of their own
	ChangeWhole   Change = "whole"   // in so many that the old and the new are best read one after the other: two runs
	ChangeAdded   Change = "added"   // it is new here
	ChangeRemoved Change = "removed" // it is no longer here
)

// Passage is a sentence, or what is read like one, before and after.
type Passage struct {
	Form   Form
	Change Change
	Moved  bool // it was added or removed here, and the reverse elsewhere in the text
	Runs   []Run

	old, new []token
}

// Difference is how a text became another, in reading order. The kept and
// removed runs, one after another, are the old text to the byte; the kept and
// added ones are the new.
type Difference []Passage

// Old gives the text before.
func (d Difference) Old() string { return d.without(Added) }

// New gives the text after.
func (d Difference) New() string { return d.without(Removed) }

func (d Difference) without(kind RunKind) string {
	var out strings.Builder
	for _, p := range d {
		for _, r := range p.Runs {
			if r.Kind != kind {
				out.WriteString(r.Text)
			}
		}
	}
	return out.String()
}

// Compare tells how the Markdown before became after. First it pairs the
// sentences, items and rows that have the same words, and between those the
// ones that share most of them, also where two became one; then it pairs the
// words of each. Where most of a sentence changed, the whole of it counts as
// changed, and a word or two left between changes goes with them.
//
// Any text will do. Texts longer than MaxSectionText are compared by their
// lines; and where there is more to compare than any section has, less of it
// is paired, never wrongly. It gives the same each time.
func Compare(before, after string) Difference {
	c := comparison{ids: map[string]int{}, aligner: aligner{left: effortLimit}}
	c.old, c.new = cutBoth(before, after)
	return c.difference()
}

// comparison is the work on two texts.
type comparison struct {
	aligner
	ids      map[string]int // of what was met, so that comparing is quick
	old, new []unit
}

// id gives the same number for the same text.
func (c *comparison) id(text string) int {
	id, known := c.ids[text]
	if !known {
		id = len(c.ids)
		c.ids[text] = id
	}
	return id
}

// difference does all of it.
func (c *comparison) difference() Difference {
	oldKeys, sizes := c.keys(c.old, map[int]int{})
	newKeys, sizes := c.keys(c.new, sizes)
	pairs := c.align(oldKeys, newKeys, func(key int) int { return sizes[key] + 1 })
	pairs = append(pairs, pair{len(c.old), len(c.new)})
	var d Difference
	at := pair{}
	for _, p := range pairs {
		for _, g := range c.pairGap(at, p) {
			d = append(d, c.passage(g))
		}
		if p.a < len(c.old) {
			d = append(d, c.passage(group{p.a, p.a + 1, p.b, p.b + 1}))
		}
		at = pair{p.a + 1, p.b + 1}
	}
	c.markMoved(d)
	return d
}

// keys gives for each unit what it says, as a number, and for each number how
// many words that is.
func (c *comparison) keys(units []unit, sizes map[int]int) ([]int, map[int]int) {
	keys := make([]int, len(units))
	for i, u := range units {
		keys[i] = c.id("unit " + saying(u.tokens))
		sizes[keys[i]] = countSaying(u.tokens)
	}
	return keys, sizes
}

// saying gives what tokens say: their words in small letters, or all of their
// marks where they have no words.
func saying(tokens []token) string {
	var out strings.Builder
	for _, t := range tokens {
		if t.says() {
			out.WriteString(strings.ToLower(t.text))
			out.WriteByte(' ')
		}
	}
	if out.Len() > 0 {
		return out.String()
	}
	return "\n" + strings.TrimSpace(raw(tokens))
}

// group is old units [a:aTo] that became new units [b:bTo]. Either side may
// be empty.
type group struct{ a, aTo, b, bTo int }

// join gives the tokens of units as one.
func join(units []unit) []token {
	if len(units) == 1 {
		return units[0].tokens
	}
	var tokens []token
	for _, u := range units {
		tokens = append(tokens, u.tokens...)
	}
	return tokens
}

// passage tells how the units of g changed.
func (c *comparison) passage(g group) Passage {
	before, after := c.old[g.a:g.aTo], c.new[g.b:g.bTo]
	p := Passage{old: join(before), new: join(after)}
	switch {
	case len(before) == 0:
		p.Form, p.Change, p.Runs = after[0].form, ChangeAdded, []Run{runOf(Added, p.new)}
	case len(after) == 0:
		p.Form, p.Change, p.Runs = before[0].form, ChangeRemoved, []Run{runOf(Removed, p.old)}
	default:
		p.Form = after[0].form
		p.Change, p.Runs = c.compareWords(p.old, p.new)
	}
	return p
}

// markMoved marks passages that were removed in one place and added in
// another with the same words.
func (c *comparison) markMoved(d Difference) {
	gone := map[int][]int{}
	for i, p := range d {
		if p.Change == ChangeRemoved && countSaying(p.old) > 0 {
			key := c.id("unit " + saying(p.old))
			gone[key] = append(gone[key], i)
		}
	}
	for i, p := range d {
		if p.Change != ChangeAdded || countSaying(p.new) == 0 {
			continue
		}
		key := c.id("unit " + saying(p.new))
		if from := gone[key]; len(from) > 0 {
			d[from[0]].Moved, d[i].Moved = true, true
			gone[key] = from[1:]
		}
	}
}
