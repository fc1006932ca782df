package draft

import "strings"

// Renumbered gives the numbers that changed, from old to new, of the sections
// that matches pair one with one and of the headings in them that kept their
// titles. A number that became two different ones is left out.
func Renumbered(old []Held, proposed []Section, matches []Match) map[string]string {
	n := numbers{to: map[string]string{}}
	for _, m := range matches {
		if len(m.Old) == 1 && len(m.New) == 1 {
			from, to := old[m.Old[0]].Number, proposed[m.New[0]].Number
			if !m.Renamed || len(placesOf(from)) == len(placesOf(to)) {
				n.add(from, to)
			}
		}
		now := map[string]string{}
		for _, j := range m.New {
			for _, l := range headingsIn(proposed[j].Text) {
				now[folded(l.title)] = l.number
			}
		}
		for _, i := range m.Old {
			for _, l := range headingsIn(old[i].Text) {
				n.add(l.number, now[folded(l.title)])
			}
		}
	}
	for from, to := range n.to {
		if from == to || to == "" {
			delete(n.to, from)
		}
	}
	return n.to
}

// numbers is what became of numbers; one that became several is empty.
type numbers struct{ to map[string]string }

// add says that the number from became to.
func (n numbers) add(from, to string) {
	if from == "" || to == "" {
		return
	}
	if known, ok := n.to[from]; ok && known != to {
		to = ""
	}
	n.to[from] = to
}

// headingsIn gives the headings with a decimal number and a title in text.
func headingsIn(text string) []label {
	var labels []label
	for line := range strings.Lines(text) {
		if !headingMark.MatchString(line) {
			continue
		}
		if l := parseLabel(strings.TrimSpace(strings.TrimLeft(line, "#"))); len(l.places) > 0 && l.title != "" {
			labels = append(labels, l)
		}
	}
	return labels
}
