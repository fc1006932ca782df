package slack_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf16"

	"pgregory.net/rapid"

	"soundings/bot"
)

// beyond gives what in blocks is beyond Slack's limits, counted without regard to
// how the stand-in counts.
func beyond(raw json.RawMessage, most int) []string {
	var blocks []map[string]any
	if err := json.Unmarshal(raw, &blocks); err != nil {
		return []string{err.Error()}
	}
	w := &weigher{ids: map[string]bool{}}
	for _, b := range blocks {
		w.see("", b)
	}
	w.want(len(blocks) <= most, "%d blocks", len(blocks))
	w.want(len(blocks) > 0, "no blocks")
	w.want(most == 100 || w.all+125*(len(blocks)-1) <= 13_200, "%d characters in %d blocks", w.all, len(blocks))
	w.want(w.tables <= 1, "%d tables", w.tables)
	return w.faults
}

// textsOf gives all that people read in blocks.
func textsOf(raw json.RawMessage) string {
	var blocks any
	if json.Unmarshal(raw, &blocks) != nil {
		return ""
	}
	w := &weigher{ids: map[string]bool{}}
	w.see("", blocks)
	return strings.Join(w.texts, "\n")
}

type weigher struct {
	ids    map[string]bool
	all    int // characters
	texts  []string
	tables int
	faults []string
}

func (w *weigher) want(holds bool, format string, args ...any) {
	if !holds {
		w.faults = append(w.faults, fmt.Sprintf(format, args...))
	}
}

// see looks at a value and what is in it; key is what it is called where it
// stands.
func (w *weigher) see(key string, value any) {
	switch v := value.(type) {
	case nil:
		w.want(key == "block_id" || key == "action_id", "%s is null", key)
	case []any:
		w.want(len(v) > 0 || key == "column_settings", "%s is empty", key)
		for _, inner := range v {
			w.see(key, inner)
		}
	case map[string]any:
		w.object(v)
		for name, inner := range v {
			w.see(name, inner)
		}
	case string:
		if key == "text" {
			w.want(v != "", "a text is empty")
			w.texts = append(w.texts, v)
			w.all += len(utf16.Encode([]rune(v)))
		}
	}
}

func (w *weigher) object(o map[string]any) {
	text := func(key string) int {
		inner, _ := o[key].(map[string]any)
		s, _ := inner["text"].(string)
		return len(utf16.Encode([]rune(s)))
	}
	size := func(key string) int {
		s, _ := o[key].(string)
		return len(utf16.Encode([]rune(s)))
	}
	list := func(key string) []any {
		l, _ := o[key].([]any)
		return l
	}
	if id, ok := o["action_id"].(string); ok && id != "" {
		w.want(!w.ids[id], "%s stands twice", id)
		w.ids[id] = true
		w.want(len(id) <= 255, "an id has %d characters", len(id))
	}
	switch o["type"] {
	case "header":
		w.want(text("text") <= 150, "a header has %d characters", text("text"))
	case "section":
		w.want(text("text") <= 3000, "a section has %d characters", text("text"))
	case "context":
		w.want(len(list("elements")) <= 10, "a context has %d elements", len(list("elements")))
	case "actions":
		w.want(len(list("elements")) <= 25, "a row has %d elements", len(list("elements")))
	case "mrkdwn", "plain_text":
		w.want(size("text") <= 3000, "a text has %d characters", size("text"))
	case "button":
		w.want(text("text") <= 75, "the label of a button has %d characters", text("text"))
		w.want(size("value") <= 2000 && size("url") <= 3000, "a button leads to %d, %d characters", size("value"), size("url"))
	case "static_select", "radio_buttons", "checkboxes", "multi_static_select":
		w.options(o)
	case "table":
		w.tables++
		w.want(len(list("rows")) <= 100, "%d rows", len(list("rows")))
		for _, row := range list("rows") {
			cells, _ := row.([]any)
			w.want(len(cells) <= 20, "%d cells", len(cells))
		}
	}
}

func (w *weigher) options(o map[string]any) {
	options, _ := o["options"].([]any)
	most := 100
	if o["type"] == "radio_buttons" || o["type"] == "checkboxes" {
		most = 10
	}
	w.want(len(options) <= most, "%d options", len(options))
	for _, value := range options {
		option, _ := value.(map[string]any)
		label, _ := option["text"].(map[string]any)
		words, _ := label["text"].(string)
		v, _ := option["value"].(string)
		w.want(len(utf16.Encode([]rune(words))) <= 75 && v != "" && len(utf16.Encode([]rune(v))) <= 150, "an option has %d and %d characters", len(words), len(v))
	}
}

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
			out.WriteString(" " + strings.Repeat(odd.Draw(s.t, "filler")+"x", rapid.IntRange(1, most).Draw(s.t, "times")))
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

// Whatever is said fits within Slack's limits once it is cut to what the adapter
// says it can show, all of its words stand there, and nothing of it is obeyed.
func TestAnythingFits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, byHTTP, nil)
		rapid.Check(timeless{t}, func(rt *rapid.T) {
			s := &scribe{t: rt}
			title := rapid.SampledFrom([]string{"", s.word(), s.word() + strings.Repeat(" title", 30)}).Draw(rt, "title")
			var blocks []bot.Block
			for range rapid.IntRange(1, 14).Draw(rt, "blocks") {
				blocks = append(blocks, s.block())
			}
			room := fmt.Sprintf("C0R%d", time.Now().UnixNano())
			h.AddChannel(channel(room))
			var read strings.Builder
			for i, piece := range bot.Fit(title, blocks, h.Caps()) {
				if _, err := h.Send(t.Context(), bot.Part{Key: fmt.Sprint(i), Engagement: "care", To: at(room), Title: piece.Title, Blocks: piece.Blocks}); err != nil {
					rt.Fatalf("Slack takes no part %d: %v\n%s", i, err, h.log)
				}
			}
			synctest.Wait()
			for _, m := range h.Messages(room) {
				if faults := beyond(m.Blocks, 50); len(faults) > 0 {
					rt.Fatalf("beyond Slack's limits: %v\n%s", faults, m.Blocks)
				}
				read.WriteString(m.Words() + "\n")
			}
			for _, w := range s.shown(title, blocks) {
				if !strings.Contains(read.String(), w) {
					rt.Fatalf("%q does not stand in\n%s", w, read.String())
				}
			}
			time.Sleep(time.Second) // of the bubble
		})
		if n := h.Alarms(); n > 0 {
			t.Errorf("%d of people's words were obeyed", n)
		}
	})
}

// timeless is a test without a deadline: there is none in a bubble.
type timeless struct{ *testing.T }

func (timeless) Deadline() (deadline time.Time, ok bool) { return time.Time{}, false }

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
