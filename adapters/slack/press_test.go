package slack_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"soundings/bot"
	"soundings/internal/fakeslack"
)

func showButton(label string, view bool) bot.Block {
	return buttons(bot.Button{Label: label, Action: "show", Value: "6", Typed: "show 6", View: view})
}

// What a button delivers, by where it stands and what it is.
func TestWhatAButtonDelivers(t *testing.T) {
	items := bot.Block{Items: []bot.Item{
		{Label: "4 Alarms", Button: &bot.Button{Label: "Open", Action: "show", Value: "4", Typed: "show 4", View: true}},
		{Label: "6 Sharing data", Button: &bot.Button{Label: "Open", Action: "show", Value: "6", Typed: "show 6", View: true}},
	}}
	cases := []struct {
		name   string
		blocks []bot.Block
		label  string
		kind   bot.EventKind
		value  string
	}{
		{"one that records something", []bot.Block{showButton("Save", false)}, "Save", bot.Pressed, "6"},
		{"one that shows something", []bot.Block{showButton("Show", true)}, "Show", bot.Looked, "6"},
		{"the second in a row", []bot.Block{buttons(bot.Button{Label: "A", Action: "show", Value: "1", Typed: "a"}, bot.Button{Label: "B", Action: "show", Value: "2", Typed: "b"})}, "B", bot.Pressed, "2"},
		{"one of a list", []bot.Block{items}, "6 Sharing data", bot.Looked, "6"},
	}
	for _, c := range cases {
		for _, inThread := range []bool{false, true} {
			t.Run(c.name, func(t *testing.T) {
				both(t, func(t *testing.T, h *house) {
					p := bot.Part{Key: "k", Engagement: "care", To: at(tidewellRoom), Blocks: c.blocks}
					if inThread {
						p.Thread = h.posted(tidewellRoom, bot.Say("The list."))
					}
					id, err := h.Send(t.Context(), p)
					if err != nil {
						t.Fatal(err)
					}
					if _, err := h.Press(t.Context(), ana, tidewellRoom, "", c.label); err != nil {
						t.Fatal(err)
					}
					ev := h.last(t)
					if ev.Kind != c.kind || ev.Action != "show" || ev.Value != c.value || ev.Engagement != "care" || ev.Thread != id || ev.Room != at(tidewellRoom) {
						t.Errorf("delivered %+v, want %s show %q on %s", ev, c.kind, c.value, id)
					}
					if inThread && id != timestampOf(id)+"@"+p.Thread {
						t.Errorf("a reply has the id %q, want that of its thread behind it", id)
					}
				})
			})
		}
	}
}

func timestampOf(id string) string { ts, _, _ := strings.Cut(id, "@"); return ts }

func TestALinkIsTheBrowsers(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.posted(tidewellRoom, buttons(bot.Button{Label: "Read more", URL: "https://soundings.example/more"}))
		if _, err := h.Press(t.Context(), ana, tidewellRoom, "", "Read more"); err != nil {
			t.Fatal(err)
		}
		if len(h.heard()) > 0 || len(h.whispered(tidewellRoom, ana)) > 0 {
			t.Errorf("delivered %+v", h.heard())
		}
	})
}

// Where an answer is shown: never to anybody else.
func TestWhereAnAnswerIsShown(t *testing.T) {
	cases := []struct {
		name             string
		view             bool
		reply, replied   bool // it is a reply in a thread; it is the first of one
		window, inThread bool
	}{
		{name: "what shows something", view: true, window: true},
		{name: "what records something"},
		{name: "what records something, in a thread", reply: true, inThread: true},
		{name: "what records something, over a thread", replied: true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			both(t, func(t *testing.T, h *house) {
				p := bot.Part{Key: "k", To: at(tidewellRoom), Blocks: []bot.Block{showButton("Show", c.view)}}
				root := ""
				if c.reply {
					root = h.posted(tidewellRoom, bot.Say("The list."))
					p.Thread = root
				}
				id, err := h.Send(t.Context(), p)
				if err != nil {
					t.Fatal(err)
				}
				if c.replied {
					if _, err := h.Say(t.Context(), ana, tidewellRoom, "a reply", fakeslack.InThread(id)); err != nil {
						t.Fatal(err)
					}
				}
				before := len(h.said(tidewellRoom))
				h.always(note("Section six."), nil)
				if _, err := h.Press(t.Context(), ana, tidewellRoom, "", "Show"); err != nil {
					t.Fatal(err)
				}
				if len(h.said(tidewellRoom)) != before {
					t.Error("others can read it")
				}
				if c.window {
					wantOne(t, h.seen(ana), "Section six.")
					return
				}
				wantOne(t, h.whispered(tidewellRoom, ana), "Section six.")
				if got := h.Ephemerals(tidewellRoom, ana)[0].ThreadTS; got != map[bool]string{true: root}[c.inThread] {
					t.Errorf("it is in the thread %q, want %q", got, map[bool]string{true: root}[c.inThread])
				}
			})
		})
	}
}

// A button in what one person alone sees works like any other, and so do those
// of windows, whose answers stand in the same window.
func TestButtonsWithinAnswers(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.always(bot.Answer{Note: &bot.Message{Blocks: []bot.Block{bot.Say("Panel."), showButton("Show", true)}}}, nil)
		if _, err := h.Command(t.Context(), dana, teamRoom, "/soundings", ""); err != nil {
			t.Fatal(err)
		}
		if ev := h.last(t); ev.Kind != bot.Looked || ev.Action != bot.HomeView {
			t.Errorf("a command alone is %s %s, want what somebody sees first", ev.Kind, ev.Action)
		}
		h.always(bot.Answer{Note: &bot.Message{Title: "Six", Blocks: []bot.Block{bot.Say("Section six."), showButton("Next", true)}}}, nil)
		if _, err := h.Press(t.Context(), dana, teamRoom, "", "Show"); err != nil {
			t.Fatal(err)
		}
		first := h.window(dana)
		h.always(note("Section seven."), nil)
		if _, err := h.PressIn(t.Context(), dana, first.ID, "Next"); err != nil {
			t.Fatal(err)
		}
		ev := h.last(t)
		if ev.Room != at(teamRoom) || ev.Action != "show" {
			t.Errorf("delivered %+v, want it of the room from which the window was opened", ev)
		}
		if v := h.window(dana); v.ID != first.ID || !strings.Contains(v.Words(), "Section seven.") {
			t.Errorf("window %s reads\n%s\nwant it in the place of the first", v.ID, v.Words())
		}
		h.always(bot.Answer{Form: &bot.Form{Action: "say", Title: "Say", Fields: []bot.Field{{Name: "w", Kind: bot.Words, Label: "Your words"}}}}, nil)
		h.posted(teamRoom, showButton("Again", true))
		_ = h.CloseAll(t.Context(), dana)
		if _, err := h.Press(t.Context(), dana, teamRoom, "", "Again"); err != nil {
			t.Fatal(err)
		}
		if v := h.window(dana); !strings.Contains(v.Words(), "Your words") {
			t.Errorf("the window reads\n%s", v.Words())
		}
	})
}

// Messages stand for years: what an old one asks for is not obeyed if nobody knows
// it, and is counted.
func TestActionsThatNobodyKnows(t *testing.T) {
	for _, id := range []string{"", "p", "p|1", "p|1|show", "x|1|show|care", "old_action", "s|1||care", strings.Repeat("|", 300)} {
		t.Run(id, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				body := strings.Replace(somePress, "p|1|show|care", id, 1)
				w := h.post("/slack/interactions", url.Values{"payload": {body}}.Encode(), signing, time.Now())
				if w.Code != http.StatusOK || len(h.heard()) > 0 || h.Adapter.Counts()["unknown action"] != 1 {
					t.Errorf("status %d, delivered %v, counted %v", w.Code, h.heard(), h.Adapter.Counts())
				}
			})
		})
	}
}
