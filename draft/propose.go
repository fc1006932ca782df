package draft

import (
	"fmt"
	"slices"
	"strings"
)

// Propose groups the draft into sections by its own structure and says what
// was left out. It gives the same proposal each time, and may be called by
// several goroutines at once. There is at least one section.
func (d *Document) Propose(o Options) Proposal {
	g, title, notes := d.outline(o.orDefaults())
	proposal := Proposal{Title: shorten(title, MaxTitle)}
	spans := g.spans()
	for _, s := range spans {
		section := g.section(s)
		if section.Title == "" {
			section.Title = fmt.Sprintf("Part %d", len(proposal.Sections)+1)
		}
		proposal.Sections = append(proposal.Sections, section)
		proposal.Minutes += section.Minutes
	}
	notes = append(notes, g.emptyHeadings()...)
	notes = append(notes, g.mixedStandings(spans, proposal.Sections)...)
	proposal.Notes = append(notes, biddingNote(proposal.Sections)...)
	return proposal
}

// outline makes of the draft what can be grouped. It gives the title of the
// whole, and says what it left out.
func (d *Document) outline(o Options) (g grouping, title string, notes []Note) {
	notes = append(notes, d.notes...)
	if title, parts, more := d.settledParts(); len(parts) > 0 {
		notes = append(notes, more...)
		notes = append(notes, takeMarks(parts)...)
		parts = takePlain(parts)
		nest(parts)
		return grouping{parts: parts, options: o, settled: true}, title, notes
	}
	say := func(more []Note) { notes = append(notes, more...) }
	blocks, more := withHeadings(d.blocks)
	say(more)
	parts := partsOf(blocks)
	settleBare(parts)
	calm(parts, formsOf(blocks))
	parts, contents, more := leaveOutContents(parts)
	say(more)
	mendLevels(parts)
	title, parts, more = splitFront(parts, contents)
	say(more)
	say(takeMarks(parts))
	parts = takePlain(parts)
	parts, more = pieces(parts, o.Most)
	say(more)
	parts, more = splitLong(parts)
	say(more)
	nest(parts)
	markBidding(parts)
	return grouping{parts: parts, options: o}, title, notes
}

// minutes is how long n words take to read and to answer, to the nearest
// minute and never less than one.
func minutes(n int) int {
	return max(1, AnswerMinutes+(n+WordsPerMinute/2)/WordsPerMinute)
}

// section makes the section of s. Its title is empty where the draft gives
// none.
func (g grouping) section(s span) Section {
	s.from = g.skipLeading(s)
	head := g.headOf(s)
	section := Section{Path: g.path(head, s), Bidding: s.isBidding()}
	section.Title, section.Number = g.nameOf(s, head)
	section.Text = g.textOf(s, head, section.Title)
	section.Words = words(section.Text)
	section.Minutes = minutes(section.Words)
	m := g.markOf(s)
	section.Standing, section.Ask, section.Plain = m.standing, m.ask, m.plain
	return section
}

// skipLeading passes over headings without text at the start of s whose other
// parts are in other sections. They are in the path of all of them.
func (g grouping) skipLeading(s span) int {
	from := s.from
	for from < s.to-1 && !g.parts[from].hasText() && g.parts[from].end > s.to {
		from++
	}
	return from
}

// headOf gives the part over all of s: its first, if everything else in s is
// under it; otherwise the nearest part that all of s is under, or -1.
func (g grouping) headOf(s span) int {
	head := s.from
	for head >= 0 && g.parts[head].end < s.to {
		head = g.parts[head].parent
	}
	return head
}

// path gives the titles above s: of the headings over its head, and of the
// head itself where s is a later piece of it.
func (g grouping) path(head int, s span) []string {
	var path []string
	if head == s.from {
		head = g.parts[head].parent
	}
	for ; head >= 0; head = g.parts[head].parent {
		path = append(path, shorten(g.parts[head].label.called(), MaxTitle))
	}
	slices.Reverse(path)
	return path
}

// nameOf gives the title and number of s: those of its head where s is all of
// it or nothing but it; otherwise those of its first and last heading.
func (g grouping) nameOf(s span, head int) (title, number string) {
	if head == s.from && (g.parts[head].end <= s.to || s.to == s.from+1) {
		return shorten(g.parts[head].label.name(), MaxTitle), g.parts[head].label.number
	}
	for s.to > s.from+1 && (!g.parts[s.to-1].hasText() || g.parts[s.to-1].continued) && g.parts[s.to-1].end == s.to {
		s.to-- // an empty heading at the end names nothing, nor does what goes on
	}
	if s.to == s.from+1 {
		return shorten(g.parts[s.from].label.name(), MaxTitle), g.parts[s.from].label.number
	}
	first, last := g.outermost(s, head)
	from, to := g.parts[first].label, g.parts[last].label
	title, number = from.name(), from.number
	switch {
	case first == last:
	case g.neighbours(first, last):
		title += "; " + to.name()
	default:
		title += " to " + to.name()
	}
	if first != last && from.number != "" && to.number != "" && from.number != to.number {
		number += "–" + to.number
	}
	if head < 0 || first == last && head != s.from {
		return shorten(title, MaxTitle), number
	}
	whole := g.parts[head].label.name() + ": " + title
	if head != s.from && len([]rune(whole)) > MaxTitle {
		whole = title // the head is in the path
	}
	return shorten(whole, MaxTitle), number
}

// outermost gives the first and the last of the outermost headings in s,
// leaving out the head itself.
func (g grouping) outermost(s span, head int) (first, last int) {
	from := s.from
	if from == head && from < s.to-1 {
		from++
	}
	first, last = from, from
	for i := from; i < s.to; i++ {
		if g.parts[i].depth < g.parts[first].depth {
			first = i
		}
	}
	for i := from; i < s.to; i++ {
		if g.parts[i].depth == g.parts[first].depth {
			last = i
		}
	}
	return first, last
}

// neighbours reports whether no heading as far out stands between two.
func (g grouping) neighbours(first, last int) bool {
	for i := first + 1; i < last; i++ {
		if g.parts[i].depth <= g.parts[first].depth {
			return false
		}
	}
	return true
}

// textOf gives the Markdown of s, its inner headings included. The heading of
// its first part is left to the title, if that says all of it.
func (g grouping) textOf(s span, head int, title string) string {
	const innermost = 6
	base := g.parts[s.from].depth
	for i := s.from; i < s.to; i++ {
		base = min(base, g.parts[i].depth)
	}
	if head == s.from {
		base++
	}
	var pieces []string
	for i := s.from; i < s.to; i++ {
		p := g.parts[i]
		named := i == s.from && (i == head || s.to == s.from+1) && strings.HasPrefix(title, p.label.name())
		if p.plain != "" && !named && (!p.continued || i == s.from) {
			level := min(innermost, 3+max(0, p.depth-base))
			pieces = append(pieces, strings.Repeat("#", level)+" "+escape(p.plain))
		}
		for _, b := range p.body {
			pieces = append(pieces, b.text)
		}
	}
	return strings.Join(pieces, "\n\n")
}

// markOf gives what the author says of s: the questions and plain words of all its parts, and
// the standing if they do not differ.
func (g grouping) markOf(s span) mark {
	var m mark
	differ := false
	for i := s.from; i < s.to; i++ {
		own := g.parts[i].mark
		differ = differ || own.standing != "" && m.standing != "" && own.standing != m.standing
		m = m.and(own)
	}
	if differ {
		m.standing = ""
	}
	return m
}

// mixedStandings says which sections join parts that the author marked
// differently.
func (g grouping) mixedStandings(spans []span, sections []Section) []Note {
	var notes []Note
	for k, s := range spans {
		seen := map[string]bool{}
		for i := s.from; i < s.to; i++ {
			if standing := g.parts[i].mark.standing; standing != "" {
				seen[standing] = true
			}
		}
		if len(seen) > 1 {
			notes = append(notes, Note{Kind: NoteStanding, Text: fmt.Sprintf(
				"%q joins parts that you marked differently. Please choose one standing.", sections[k].Title)})
		}
	}
	return notes
}

// emptyHeadings says which headings have nothing under them.
func (g grouping) emptyHeadings() []Note {
	const shown = 5
	var names []string
	total := 0
	for i := range g.parts {
		if g.parts[i].hasText() || g.parts[i].end > i+1 || g.parts[i].plain == "" {
			continue
		}
		if total++; total <= shown {
			names = append(names, shorten(g.parts[i].label.name(), MaxTitle))
		}
	}
	if total == 0 {
		return nil
	}
	text := fmt.Sprintf("%s without text under %s: %s", count(total, "heading"), verb(total, "it", "them"), strings.Join(names, "; "))
	if total > shown {
		text += fmt.Sprintf(" and %d more", total-shown)
	}
	return []Note{{Kind: NoteEmpty, Text: text + "."}}
}
