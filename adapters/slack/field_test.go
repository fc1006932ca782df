package slack

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzUnescape(f *testing.F) {
	for _, text := range []string{"<@U0BOT> hi", "<@U1|ana>", "<http://a|b>", "a < b > c", "&lt;&amp;gt;", "<", "<>", "<|>", "<!date^1|x>", "<#C1|x>", "<mailto:a@b|a@b>", "\xff<@"} {
		f.Add(text)
	}
	name := func(string) string { return "Ana" }
	f.Fuzz(func(t *testing.T, text string) {
		words, told := unescape(text, "U0BOT", name)
		if utf8.ValidString(text) && !utf8.ValidString(words) {
			t.Errorf("%q is read as %q, which is no text", text, words)
		}
		if told && !strings.Contains(text, "<@U0BOT") {
			t.Errorf("%q does not name the bot", text)
		}
		if back, _ := unescape(escape(text), "U0BOT", name); back != strings.TrimSpace(text) {
			t.Errorf("%q, typed, comes back as %q", text, back)
		}
	})
}
