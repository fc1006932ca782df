package teams

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever somebody writes, and whoever is named in it, comes out as text of which
// no sign acts on a reader.
func FuzzPlainWords(f *testing.F) {
	for _, seed := range []string{"<at>Soundings</at>&nbsp;help", "<p>a<br>b</p><table><tr><td>1</td><td>2</td></tr></table>", "a < b & c > d", "&lt;script&gt;", "<at>\x00\u202e</at>", "<p"} {
		f.Add(seed, "<at>Soundings</at>", "")
		f.Add(seed, "<at>", "Dana & <b>")
	}
	f.Fuzz(func(t *testing.T, text, mark, name string) {
		for _, marked := range []bool{false, true} {
			var named []mention
			if mark != "" {
				named = []mention{{text: mark, name: clean(name)}}
			}
			words, _ := plainWords(text, marked, named)
			if !utf8.ValidString(words) || strings.ContainsAny(words, "\x00\x1b\u202e\u2066\r") || words != strings.TrimSpace(words) {
				t.Errorf("plainWords(%q, %v) = %q", text, marked, words)
			}
		}
	})
}
