package draft

import (
	"strings"
	"testing"
)

func TestStarredItemsBecomeLists(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"with an introduction": {`It has to: \* be safe \* be kind`, "It has to:\n\n- be safe\n- be kind"},
		"from the start":       {`\* be safe \* be kind`, "- be safe\n- be kind"},
		"with round signs":     {"It has to: • be safe • be kind", "It has to:\n\n- be safe\n- be kind"},
		"one star":             {`Prices \* include tax`, `Prices \* include tax`},
		"a product":            {`2\*3\*4`, `2\*3\*4`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var texts []string
			words := 0
			for _, b := range withLists([]block{{kind: paragraph, text: test.text, words: len(strings.Fields(test.text))}}) {
				texts, words = append(texts, b.text), words+b.words
			}
			if got := strings.Join(texts, "\n\n"); got != test.want {
				t.Errorf("withLists(%q) = %q, want %q", test.text, got, test.want)
			}
			if want := len(strings.Fields(test.text)); words != want {
				t.Errorf("%d words are counted, want %d as before", words, want)
			}
		})
	}
	if got := withLists([]block{{kind: other, text: `- a \* b \* c`}}); len(got) != 1 {
		t.Errorf("a list was taken apart into %d", len(got))
	}
}
