package conversations

import (
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"soundings/bot"
)

// FuzzPlain makes sure that nothing a person types becomes anything but text.
func FuzzPlain(f *testing.F) {
	for _, seed := range []string{
		"*bold*", "[click](https://example.com)", "# title", "- item", "1. item", "<@U1> @channel", "`code`", "a\nb", "<b>x</b>",
		"\\*", "~~x~~", "a | b", "&amp;", "https://example.com", "**", "_x_ y_z", "![x](y)", "1) x", "    code", "> quote", "===", "{person :P1}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		want := oneLine(text)
		if want == "" || !utf8.ValidString(text) {
			t.Skip("nothing to show")
		}
		paragraphs := bot.ParseMarkdown("Somebody wrote " + plain(text) + " just now.")
		if len(paragraphs) != 1 || paragraphs[0].Kind != bot.Plain {
			t.Fatalf("plain(%q) = %q makes %d paragraphs", text, plain(text), len(paragraphs))
		}
		got := ""
		for _, span := range paragraphs[0].Spans {
			if span.Bold || span.Italic || span.Link != "" {
				t.Errorf("plain(%q) = %q has the span %+v", text, plain(text), span)
			}
			got += span.Text
		}
		if got != "Somebody wrote "+want+" just now." {
			t.Errorf("plain(%q) reads as %q", text, got)
		}
	})
}

func TestSpecification(t *testing.T) {
	got := specification("### Heading\n\nText:\n* one\n  more\n* two\n\n| Time | Calls |\n|------|------:|\n| Day | **40** |\n| Night | 9 | more |\n\nMore.")
	want := []bot.Block{
		bot.Say("## Heading\n\nText:\n\n- one\n  more\n- two"),
		{Table: &bot.Table{Head: []string{"Time", "Calls"}, Rows: [][]string{{"Day", "40"}, {"Night", "9 more"}}}},
		bot.Say("More."),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("specification: -want +got\n%s", diff)
	}
}
