package draft

import (
	"fmt"
	"regexp"
	"strings"
)

// The standings an author may mark, as the rest of the program calls them.
const (
	standingFixed     = "fixed"
	standingOpen      = "open"
	standingExploring = "exploring"
)

// mark is what the author wrote under a heading about the section itself.
type mark struct {
	standing string
	ask      string
	plain    string // the section in plain words
}

// markForm is one line of a mark: what it is about and what it says.
var markForm = regexp.MustCompile(`(?i)^(standing|most want to know|what we most want to know|plain|in plain words)\s*:\s*(.*)$`)

// takeMarks takes the author's marks from directly under the heading of each
// part. A standing that says nothing known stays in the text, with a note.
func takeMarks(parts []part) []Note {
	var notes []Note
	for i := range parts {
		p := &parts[i]
		for len(p.body) > 0 {
			m, ok, unknown := readMark(p.body[0])
			if unknown != "" {
				notes = append(notes, Note{Kind: NoteStanding, Text: fmt.Sprintf(
					"%q says Standing: %s. Please use fixed, open or don't know yet. The line stays in the text.",
					p.label.name(), shorten(unknown, MaxTitle))})
			}
			if !ok {
				break
			}
			p.mark = p.mark.and(m)
			p.words -= p.body[0].words
			p.body = p.body[1:]
		}
	}
	return notes
}

// and adds what more says. The first standing counts; questions and plain words
// add up.
func (m mark) and(more mark) mark {
	if m.standing == "" {
		m.standing = more.standing
	}
	m.ask = strings.TrimSpace(m.ask + " " + more.ask)
	m.plain = strings.TrimSpace(m.plain + "\n\n" + more.plain)
	return m
}

// readMark reads a block of which every line is a mark. For a standing that
// is not known, it gives its words.
func readMark(b block) (m mark, ok bool, unknown string) {
	lines := []string{b.plain}
	if b.kind == other {
		lines = strings.Split(b.text, "\n")
	}
	for _, line := range lines {
		if b.kind == other {
			line = unescape(strings.TrimPrefix(strings.TrimSpace(line), "- "))
		}
		form := markForm.FindStringSubmatch(line)
		if form == nil {
			return mark{}, false, ""
		}
		if plainHeading(form[1]) {
			m = m.and(mark{plain: strings.TrimSpace(form[2])})
			continue
		}
		if !strings.EqualFold(form[1], "standing") {
			m = m.and(mark{ask: strings.TrimSpace(form[2])})
			continue
		}
		standing := standingOf(form[2])
		if standing == "" {
			return mark{}, false, strings.TrimSpace(form[2])
		}
		m = m.and(mark{standing: standing})
	}
	return m, true, ""
}

// standingOf gives the standing that an author's words mean, or nothing.
func standingOf(said string) string {
	said = strings.ReplaceAll(folded(said), "’", "'")
	switch strings.Trim(said, " .*_") {
	case "fixed", "non-negotiable", "not negotiable":
		return standingFixed
	case "open", "open to change", "negotiable":
		return standingOpen
	case "exploring", "don't know yet", "we don't know yet", "do not know yet", "we do not know yet", "not known yet":
		return standingExploring
	}
	return ""
}
