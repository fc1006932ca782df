package slack_test

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"soundings/bot"
)

// scribe draws what people write: words of their own, each once, between what
// might be taken for markup.
type scribe struct {
	t     *rapid.T
	words []string
}

func (s *scribe) word() string {
	w := fmt.Sprintf("w%dw", len(s.words))
	s.words = append(s.words, w)
	return w
}

func (s *scribe) text(most int) string {
	odd := rapid.SampledFrom([]string{
		" ", "  ", "\n", "\n\n", " & ", " <b> ", "<!channel>", "<@U1>", "@here", " *", "* ", "_", "`", "```", ":tada:", "> ", "\n> ", "| ", "ä", "👩🏽‍🚒", "\x00", "\u202e", "\t", "{person:P7}",
		"](http://x.example/)", "# ", "\n- ", "\n1. ",
	})
	var out strings.Builder
	for range rapid.IntRange(1, 6).Draw(s.t, "pieces") {
		out.WriteString(odd.Draw(s.t, "odd") + s.word())
		if rapid.IntRange(0, 9).Draw(s.t, "long") == 0 {
			// What has no blank may be cut anywhere, so no word follows it at once.
			out.WriteString(" " + strings.Repeat(odd.Draw(s.t, "filler")+"x", rapid.IntRange(1, most).Draw(s.t, "times")) + " ")
		}
	}
	return out.String()
}

func (s *scribe) markdown() string {
	w := func() string { return s.word() }
	shapes := []func() string{
		func() string { return s.text(900) },
		func() string { return bot.EscapeMarkdown(s.text(900)) },
		func() string { return "## " + w() + "\n\n" + w() },
		func() string { return "- **" + w() + "** " + w() + "\n- *" + w() + "*\n\n1. " + w() },
		func() string { return "See [" + w() + "](https://x.example/" + w() + ") and **" + w() + "**" + w() },
	}
	return shapes[rapid.IntRange(0, len(shapes)-1).Draw(s.t, "shape")]()
}

func (s *scribe) button() bot.Button {
	b := bot.Button{Label: s.text(80), Action: "show", Value: strings.Repeat("v", rapid.SampledFrom([]int{0, 1, 140, 149, 151, 2001}).Draw(s.t, "value")), Typed: "show " + s.word()}
	b.View = rapid.Bool().Draw(s.t, "view")
	if rapid.IntRange(0, 4).Draw(s.t, "link") == 0 {
		b.URL = "https://x.example/" + strings.Repeat("u", rapid.SampledFrom([]int{1, 3001}).Draw(s.t, "url"))
	}
	return b
}

func (s *scribe) block() bot.Block {
	n := func(most int) int { return rapid.IntRange(1, most).Draw(s.t, "count") }
	switch rapid.IntRange(0, 8).Draw(s.t, "kind") {
	case 0:
		return bot.Aside(s.markdown())
	case 1:
		return bot.Block{Quote: &bot.Quote{Words: s.text(3000), By: s.text(10)}}
	case 2:
		var facts []bot.Pair
		for range n(8) {
			facts = append(facts, bot.Pair{Label: s.text(20), Value: s.text(100)})
		}
		return bot.Block{Facts: facts}
	case 3:
		t := bot.Table{}
		for range rapid.SampledFrom([]int{1, 3, 20, 21}).Draw(s.t, "columns") {
			t.Head = append(t.Head, s.word())
		}
		for range rapid.SampledFrom([]int{0, 1, 5, 99, 100}).Draw(s.t, "rows") {
			row := make([]string, len(t.Head))
			for i := range row {
				row[i] = rapid.SampledFrom([]string{"", "7", "<!here>", "ten per cent"}).Draw(s.t, "cell")
			}
			t.Rows = append(t.Rows, row)
		}
		return bot.Block{Table: &t}
	case 4:
		var items []bot.Item
		for range rapid.SampledFrom([]int{1, 12, 101, 140}).Draw(s.t, "items") {
			b := bot.Button{Label: "Open", Action: "show", Value: s.word(), Typed: "show", View: true}
			items = append(items, bot.Item{Label: s.word() + strings.Repeat(" long", n(16)), Hint: "Fixed", Status: "*to do*", Button: &b})
		}
		if n(5) == 1 {
			items[0].Button.Value = strings.Repeat("v", 160)
		}
		return bot.Block{Items: items}
	case 5:
		return bot.Block{Image: &bot.Image{Alt: s.text(300)}}
	case 6, 7:
		var row []bot.Button
		for range n(7) {
			row = append(row, s.button())
		}
		return bot.Block{Buttons: row}
	default:
		return bot.Say(s.markdown())
	}
}

// shown are the words that have to be read: those in labels and texts.
func (s *scribe) shown(title string, blocks []bot.Block) []string {
	all := []string{title}
	for _, b := range blocks {
		switch {
		case b.Text != nil:
			for _, p := range bot.ParseMarkdown(b.Text.Markdown) {
				all = append(all, p.Words())
			}
		case b.Quote != nil:
			all = append(all, b.Quote.Words, b.Quote.By)
		case b.Image != nil:
			all = append(all, b.Image.Alt)
		case b.Table != nil:
			all = append(all, b.Table.Head...)
		}
		for _, f := range b.Facts {
			all = append(all, f.Label, f.Value)
		}
		for _, i := range b.Items {
			all = append(all, i.Label)
		}
		for _, button := range b.Buttons {
			all = append(all, button.Label)
		}
	}
	text := strings.Join(all, "\n")
	return slices.DeleteFunc(slices.Clone(s.words), func(w string) bool { return !strings.Contains(text, w) })
}
