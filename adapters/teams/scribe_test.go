package teams_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"soundings/bot"
)

// scribe draws what people write: words of their own, each once, between what might
// be taken for markup.
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
		" ", "\n", "\n\n", " & ", " <b> ", "<at>Dana</at>", "{{DATE(2026-01-01)}}", " *", "* ", "_", "`", "```", "> ", "| ", "ä", "👩🏽‍🚒", "\x00", "\u202e", "\t", "{person:P7}",
		"](http://x.example/)", "# ", "\n- ", "\n1. ", `"`, `\`, "1) ",
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
		func() string { return strings.Repeat("**a** *b* ", rapid.IntRange(1, 500).Draw(s.t, "looks")) + w() },
	}
	return shapes[rapid.IntRange(0, len(shapes)-1).Draw(s.t, "shape")]()
}

func (s *scribe) button() bot.Button {
	b := bot.Button{Label: s.text(40), Action: "show", Value: strings.Repeat("v", rapid.SampledFrom([]int{0, 1, 150, 2001}).Draw(s.t, "value")), Typed: "show"}
	b.View = rapid.Bool().Draw(s.t, "view")
	if rapid.IntRange(0, 4).Draw(s.t, "link") == 0 {
		b.URL = "https://x.example/u"
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
			facts = append(facts, bot.Pair{Label: s.word(), Value: s.text(100)})
		}
		return bot.Block{Facts: facts}
	case 3:
		t := bot.Table{}
		for range rapid.SampledFrom([]int{1, 3, 7}).Draw(s.t, "columns") {
			t.Head = append(t.Head, s.word())
		}
		for range rapid.SampledFrom([]int{0, 1, 5, 99}).Draw(s.t, "rows") {
			row := make([]string, len(t.Head))
			for i := range row {
				row[i] = rapid.SampledFrom([]string{"", "7", "<at>x</at>", "ten per cent"}).Draw(s.t, "cell")
			}
			t.Rows = append(t.Rows, row)
		}
		return bot.Block{Table: &t}
	case 4:
		var items []bot.Item
		for range rapid.SampledFrom([]int{1, 12, 90}).Draw(s.t, "items") {
			b := bot.Button{Label: "Open", Action: "show", Value: s.word(), Typed: "show", View: true}
			items = append(items, bot.Item{Label: s.word() + strings.Repeat(" long", n(16)), Hint: "Fixed", Status: "*to do*", Button: &b})
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

// missing gives the words of what may be read, that are not in what is read.
func (s *scribe) missing(read string, from ...any) []string {
	data, err := json.Marshal(from)
	if err != nil {
		s.t.Fatal(err)
	}
	return slices.DeleteFunc(slices.Clone(s.words), func(w string) bool {
		return strings.Contains(read, w) || !strings.Contains(string(data), w)
	})
}

// legible is what of blocks people read: not where buttons and links lead.
func legible(blocks []bot.Block) any {
	data, err := json.Marshal(blocks)
	if err != nil {
		panic(err)
	}
	var all any
	if err := json.Unmarshal(data, &all); err != nil {
		panic(err)
	}
	var strip func(v any)
	strip = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, one := range v {
				strip(one)
			}
		case map[string]any:
			for _, name := range []string{"value", "typed", "url"} {
				if v["label"] == nil || v["action"] == nil && v["url"] == nil {
					continue // a fact's value is read
				}
				delete(v, name)
			}
			if text, ok := v["md"].(string); ok {
				words := ""
				for _, p := range bot.ParseMarkdown(text) {
					words += p.Words() + "\n"
				}
				v["md"] = words
			}
			for _, one := range v {
				strip(one)
			}
		}
	}
	strip(all)
	return all
}

// form draws a form, and what has to come back of it when it is sent as it is.
func (s *scribe) form() (bot.Form, map[string]string) {
	f := bot.Form{Action: "say", Value: s.word(), Title: "Say", Heading: s.text(40), Submit: "Save", Typed: "say"}
	for range rapid.IntRange(0, 3).Draw(s.t, "blocks") {
		f.Blocks = append(f.Blocks, s.block())
	}
	f.Blocks = slices.DeleteFunc(f.Blocks, func(b bot.Block) bool { return b.Buttons != nil })
	want := map[string]string{}
	for i := range rapid.IntRange(0, 6).Draw(s.t, "fields") {
		field := bot.Field{Name: fmt.Sprintf("f%d", i), Label: s.word(), Hint: s.text(50), Group: rapid.SampledFrom([]string{"", "A group"}).Draw(s.t, "group")}
		field.Kind = rapid.SampledFrom([]bot.FieldKind{bot.Line, bot.Words, bot.Choice, bot.Ticks, bot.Date, bot.Upload, bot.Name}).Draw(s.t, "kind")
		switch field.Kind {
		case bot.Line, bot.Words:
			field.Max = rapid.SampledFrom([]int{0, 10, 9000}).Draw(s.t, "max")
			field.Value = rapid.SampledFrom([]string{"", "a", strings.Repeat("words of it\n", 900), strings.Repeat("👩🏽‍🚒", 800)}).Draw(s.t, "value")
			want[field.Name] = field.Value
		case bot.Choice, bot.Ticks:
			if s.options(&field); len(field.Options) > 0 {
				want[field.Name] = field.Value
			}
		case bot.Date:
			field.Value = rapid.SampledFrom([]string{"", "2026-06-27", "tomorrow"}).Draw(s.t, "date")
			if want[field.Name] = field.Value; field.Value == "tomorrow" {
				want[field.Name] = "" // no date, so none stands there
			}
		case bot.Upload, bot.Name, bot.Contact:
		}
		f.Fields = append(f.Fields, field)
	}
	return f, want
}

// options draws the options of a field, some of whose values Teams does not take, and
// what is chosen.
func (s *scribe) options(field *bot.Field) {
	for i := range rapid.SampledFrom([]int{0, 1, 2, 5, 20}).Draw(s.t, "options") {
		o := bot.Option{Value: fmt.Sprintf("v%d", i), Label: fmt.Sprintf("label %d", i), Hint: rapid.SampledFrom([]string{"", "a hint"}).Draw(s.t, "hint")}
		if field.Kind == bot.Choice && rapid.IntRange(0, 4).Draw(s.t, "odd option") == 0 {
			o.Value = rapid.SampledFrom([]string{"a,b" + o.Value, "~" + o.Value, "ä " + o.Value}).Draw(s.t, "odd value")
		}
		field.Options = append(field.Options, o)
	}
	if len(field.Options) == 0 || rapid.Bool().Draw(s.t, "none") {
		return
	}
	field.Value = field.Options[len(field.Options)-1].Value
	if field.Kind == bot.Ticks && len(field.Options) > 1 {
		field.Value = field.Options[0].Value + "," + field.Value
	}
}
