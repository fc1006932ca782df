package slack_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"soundings/bot"
)

// Quiet text has no looks but Slack's own markup, so words that would be read as
// markup are shown like any other text.
func TestAsides(t *testing.T) {
	cases := []struct{ markdown, kind, text string }{
		{"Seen by the buying team.", "plain_text", "Seen by the buying team."},
		{`\*not bold\* \_nor this\_ ~nor~ :tada: <!here> > a`, "plain_text", "*not bold* _nor this_ ~nor~ :tada: <!here> > a"},
		{"> looks like a quote", "plain_text", "> looks like a quote"},
		{"- one\n- two", "plain_text", "• one\n• two"},
		{"Write **6 risk**: why & how", "mrkdwn", "Write *6 risk*: why &amp; how"},
		{"Or *reply* here, see [the method](https://x.example/a?b=1&c=2).", "mrkdwn", "Or _reply_ here, see <https://x.example/a?b=1&amp;c=2|the method>."},
		{"**bold** and \\*signs\\*", "", "bold and *signs*"},
		{"**bold** and :tada:", "", "bold and :tada:"},
		{"**bold** and <!channel>", "", "bold and <!channel>"},
		{"mid**word**bold", "", "midwordbold"},
		{"[a|b](https://x.example)", "", "a|b"},
	}
	for _, c := range cases {
		t.Run(c.markdown, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				h.posted(teamRoom, bot.Aside(c.markdown))
				var blocks []struct {
					Type     string
					Elements []struct{ Type, Text string }
				}
				m := h.Messages(teamRoom)[0]
				if err := json.Unmarshal(m.Blocks, &blocks); err != nil || len(blocks) != 1 {
					t.Fatalf("%s, %v", m.Blocks, err)
				}
				if c.kind == "" {
					if words := m.Words(); blocks[0].Type != "rich_text" || words != c.text {
						t.Errorf("%s %q, want rich text that reads %q", blocks[0].Type, words, c.text)
					}
					return
				}
				if e := blocks[0].Elements[0]; blocks[0].Type != "context" || e.Type != c.kind || e.Text != c.text {
					t.Errorf("%s of %s %q, want %s %q", blocks[0].Type, e.Type, e.Text, c.kind, c.text)
				}
			})
		})
	}
}

// What notifications and screen readers get says the same, and is short enough to be
// changed later.
func TestTheWordsOfAMessage(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		id := h.posted(teamRoom, bot.Say(strings.Repeat("& <b> ", 400)), bot.Say("## The end"))
		p := bot.Part{Key: "k", To: at(teamRoom), Title: "Seven & more", Blocks: []bot.Block{
			bot.Say(strings.Repeat("& <b> ", 400)),
			{Facts: []bot.Pair{{Label: "Closes", Value: "Friday"}}},
			{Items: []bot.Item{{Label: "6 Data", Hint: "Fixed", Status: "*to do*"}}},
		}}
		if err := h.Edit(t.Context(), id, p); err != nil {
			t.Fatal(err)
		}
		m := h.Messages(teamRoom)[0]
		if !strings.HasPrefix(m.Text, "Seven &amp; more\n&amp; &lt;b&gt;") || len(m.Text) > 4000 {
			t.Errorf("%d characters: %.60s", len(m.Text), m.Text)
		}
		p.Blocks = p.Blocks[1:]
		if err := h.Edit(t.Context(), id, p); err != nil {
			t.Fatal(err)
		}
		if got := h.Messages(teamRoom)[0].Text; got != "Seven &amp; more\nCloses: Friday\n6 Data Fixed to do" {
			t.Errorf("it reads %q", got)
		}
	})
}

// Messages of many blocks, or of things that stand in a message twice, are packed
// more tightly.
func TestHeavyMessages(t *testing.T) {
	repeat := func(n int, b func(i int) bot.Block) []bot.Block {
		var all []bot.Block
		for i := range n {
			all = append(all, b(i))
		}
		return all
	}
	words := strings.Repeat("x ", 270)
	cases := map[string][]bot.Block{
		"quotes": repeat(32, func(int) bot.Block { return bot.Block{Quote: &bot.Quote{Words: words, By: "small firm"}} }),
		"asides": repeat(32, func(int) bot.Block { return bot.Aside(words) }),
		"heads":  repeat(32, func(int) bot.Block { return bot.Say("## A heading\n\n" + words) }),
		"buttons": repeat(32, func(i int) bot.Block {
			return buttons(bot.Button{Label: fmt.Sprint(i, strings.Repeat("y", 74)), Action: "a", Typed: "a"})
		}),
		"a list and quotes": append([]bot.Block{{Items: func() (items []bot.Item) {
			for i := range 40 {
				b := bot.Button{Label: "O", Action: "show", Value: fmt.Sprint(i), Typed: "show", View: true}
				items = append(items, bot.Item{Label: fmt.Sprint(10+i, strings.Repeat("z", 73)), Button: &b})
			}
			return items
		}()}}, repeat(14, func(int) bot.Block { return bot.Block{Quote: &bot.Quote{Words: words[:300], By: "small firm"}} })...),
		"a list": {{Items: func() (items []bot.Item) {
			for i := range 140 {
				b := bot.Button{Label: "Open", Action: "show", Value: fmt.Sprint(i), Typed: "show", View: true}
				items = append(items, bot.Item{Label: fmt.Sprint(i, strings.Repeat("z", 70)), Status: "to do", Button: &b})
			}
			return items
		}()}},
	}
	for name, blocks := range cases {
		t.Run(name, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				for i, piece := range bot.Fit("A title", blocks, h.Caps()) {
					if _, err := h.Send(t.Context(), bot.Part{Key: fmt.Sprint(i), To: at(teamRoom), Title: piece.Title, Blocks: piece.Blocks}); err != nil {
						t.Fatalf("part %d: %v", i, err)
					}
				}
				for _, m := range h.Messages(teamRoom) {
					if faults := beyond(m.Blocks, 50); len(faults) > 0 {
						t.Error(faults)
					}
				}
			})
		})
	}
}

// In a window, too, what is more than it holds stands in the channel, and the
// window says so.
func TestALongNoteFromAWindow(t *testing.T) {
	for _, sent := range []bool{false, true} {
		t.Run(fmt.Sprintf("sent %t", sent), func(t *testing.T) {
			both(t, func(t *testing.T, h *house) {
				v := h.openForm(dana, teamRoom, bot.Form{Action: "say", Title: "Say", Blocks: []bot.Block{showButton("More", true)}, Fields: []bot.Field{{Name: "w", Kind: bot.Words, Label: "Words"}}})
				h.always(long(900), nil)
				var err error
				if sent {
					_, err = h.Submit(t.Context(), dana, v.ID)
				} else {
					_, err = h.PressIn(t.Context(), dana, v.ID, "More")
				}
				if err != nil {
					t.Fatal(err)
				}
				wantOne(t, h.seen(dana), "It stands in the channel now, where only you see it.")
				read := strings.Join(h.whispered(teamRoom, dana), "\n")
				for _, w := range []string{"end0.", "end450.", "end899."} {
					if strings.Count(read, w) != 1 {
						t.Errorf("%s stands there %d times", w, strings.Count(read, w))
					}
				}
			})
		})
	}
}

// A note that is more than a window holds is squeezed into it, and one that is
// more than any holds stands in the channel, where nobody else sees it.
func TestNotesThatAreLongerThanAWindow(t *testing.T) {
	for name, c := range map[string]struct {
		blocks, words int
		inWindow      bool
	}{
		"many blocks": {130, 30, true}, "a great deal": {150, 500, false},
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, h *house) {
				h.posted(teamRoom, buttons(bot.Button{Label: "Show", Action: "show", Typed: "show 6", View: true}))
				note := &bot.Message{Title: "Our answers"}
				for i := range c.blocks {
					note.Blocks = append(note.Blocks, bot.Say(strings.Repeat("word ", c.words)+fmt.Sprintf("end%d.", i)))
				}
				h.always(bot.Answer{Note: note}, nil)
				if _, err := h.Press(t.Context(), dana, teamRoom, "", "Show"); err != nil {
					t.Fatal(err)
				}
				read := strings.Join(h.whispered(teamRoom, dana), "\n")
				if c.inWindow {
					read = h.window(dana).Words()
				}
				if (len(h.Views(dana)) > 0) != c.inWindow {
					t.Errorf("%d windows are open", len(h.Views(dana)))
				}
				for i := range c.blocks {
					if strings.Count(read, fmt.Sprintf("end%d.", i)) != 1 {
						t.Fatalf("end%d stands there %d times", i, strings.Count(read, fmt.Sprintf("end%d.", i)))
					}
				}
			})
		})
	}
}
