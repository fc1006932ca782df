package console

import (
	"flag"
	"os"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"soundings/adapters/adaptertest"
	"soundings/bot"
)

var update = flag.Bool("update", false, "write the golden files")

func TestRender(t *testing.T) {
	title, blocks, _ := adaptertest.Blocks()
	wide := bot.Table{
		Head: []string{"Section", "What small firms said", "What large firms said"},
		Rows: [][]string{
			{"10 How we pay", "Ten per cent at risk is our whole margin.", "Pay us on people still at home after a year."},
			{"6 Sharing data", "", "If you hold the agreement and we join it, this worry goes."},
		},
	}
	blocks = append(blocks,
		bot.Block{Table: &wide},
		bot.Block{Table: &bot.Table{Head: []string{"Word", "Width"}, Rows: [][]string{{"日本語", "six"}, {"é", "one"}, {"👩🏽‍🚒", "two"}}}},
		bot.Say("A long line that has to be broken because it would not fit in a terminal of the usual size, as this one.\nA second line stays a line.\n\n1. First of two items, so long that it has to be broken and goes on under its own beginning, not under the figure.\n2. Second"),
		bot.Say("See https://soundings.example/a/very/long/address/that/must/not/be/broken/or/else/nobody/can/follow/it today."),
		bot.Block{Quote: &bot.Quote{Words: "Words\x1b[31m of\u202e a\x00 stranger **as written** <b>"}},
	)
	got := render(title, blocks)
	const golden = "testdata/render.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got+"\n"); diff != "" {
		t.Errorf("render differs from %s (-want +got):\n%s", golden, diff)
	}
}

func FuzzRender(f *testing.F) {
	f.Add("title", "**bold** [link](https://a.example)\n- item", "cell")
	f.Fuzz(func(t *testing.T, title, markdown, words string) {
		got := render(title, []bot.Block{
			bot.Say(markdown),
			{Quote: &bot.Quote{Words: words, By: title}},
			{Facts: []bot.Pair{{Label: title, Value: words}}},
			{Table: &bot.Table{Head: []string{title, words}, Rows: [][]string{{words}, {title, words, markdown}}}},
			{Image: &bot.Image{Alt: words}},
			{Buttons: []bot.Button{{Label: title, URL: words}}},
		})
		for _, r := range got {
			if unicode.IsControl(r) && r != '\n' {
				t.Fatalf("%q stands in what a terminal is given", r)
			}
		}
		for line := range strings.SplitSeq(got, "\n") {
			words := strings.Fields(line)
			if len(words) < 2 || strings.ContainsFunc(line, func(r rune) bool { return r > unicode.MaxASCII }) {
				continue // beyond ASCII, the sum of the words' widths is not the line's
			}
			if last := words[len(words)-1]; len(line)-len(last) > width {
				t.Fatalf("a line is wider than %d: %q", width, line)
			}
		}
	})
}
