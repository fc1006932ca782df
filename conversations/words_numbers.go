package conversations

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"soundings/bot"
)

// exampleNumbers are the sections that the team's examples name, in the order in which
// they take the sections of a short draft.
func exampleNumbers() []int { return []int{4, 6, 10, 5} }

// aNumber is a number in an example, with what makes a day or a time of it.
var aNumber = regexp.MustCompile(`\d+(?:[-/:]\d+)+|\b\d+\b(?: (?:June|July)\b)?`)

// numbered puts sections that there are into examples of ours for the team. Before there
// is a draft they stay as they are.
func (t *turn) numbered(examples string) string {
	sections := t.state.Sections()
	if len(sections) == 0 {
		return examples
	}
	var out strings.Builder
	for line := range strings.Lines(examples) {
		if strings.Contains(line, "**purposes ") { // the law numbers them
			out.WriteString(line)
			continue
		}
		out.WriteString(aNumber.ReplaceAllStringFunc(line, func(number string) string {
			n, err := strconv.Atoi(number)
			at := slices.Index(exampleNumbers(), n)
			if _, there := t.state.Section(n); err != nil || at < 0 || there {
				return number
			}
			return strconv.Itoa(sections[at%len(sections)].ID)
		}))
	}
	return out.String()
}

// numberedIn is numbered for all of a help text.
func (t *turn) numberedIn(blocks []bot.Block) []bot.Block {
	for i, b := range blocks {
		if b.Text != nil {
			said := *b.Text
			said.Markdown = t.numbered(said.Markdown)
			blocks[i].Text = &said
		}
	}
	return blocks
}
