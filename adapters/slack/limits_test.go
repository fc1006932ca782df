package slack_test

import (
	"encoding/json"
	"fmt"
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
