package draft

import "strings"

// plainHeading says whether a heading, or what begins a line, says that plain
// words follow.
func plainHeading(said string) bool {
	switch strings.Trim(folded(said), " .:*_") {
	case "plain", "in plain words", "plain words", "plain language", "in plain language", "plain english", "in plain english":
		return true
	}
	return false
}

// takePlain takes parts out whose heading says that they are plain words, and
// gives those to the part above that they stand under.
func takePlain(parts []part) []part {
	var kept []part
	var over []int // for each of them, where the one is that it stands under; 0 at the top
	for _, p := range parts {
		at := len(kept) - 1
		for at > 0 && kept[at].level >= p.level {
			at = over[at]
		}
		if at < 0 || !plainHeading(p.label.called()) || !p.hasText() {
			kept, over = append(kept, p), append(over, max(at, 0))
			continue
		}
		var texts []string
		for _, b := range p.body {
			texts = append(texts, b.text)
		}
		if kept[at].level >= p.level || kept[at].level == 0 {
			at = len(kept) - 1
		}
		kept[at].mark = kept[at].mark.and(mark{plain: strings.Join(texts, "\n\n")})
	}
	return kept
}
