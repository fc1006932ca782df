package slack_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
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

// The window came too late: it is offered again, and the button opens it.
func TestTooLateForAWindow(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		form := bot.Form{Action: "say", Value: "6", Title: "Say", Typed: "Write **6 risk: why**.", Fields: []bot.Field{{Name: "w", Kind: bot.Words, Label: "Your words"}}}
		h.always(bot.Answer{Form: &form}, nil)
		h.Fail("views.open", 1, fakeslack.Fault{Error: "trigger_expired"})
		h.posted(tidewellRoom, showButton("Answer", true))
		if _, err := h.Press(t.Context(), ana, tidewellRoom, "", "Answer"); err != nil {
			t.Fatal(err)
		}
		wantOne(t, h.whispered(tidewellRoom, ana), "did not open the window in time", "Your words", "6 risk: why", "[Open the form]")
		if _, err := h.Press(t.Context(), ana, tidewellRoom, "", "Open the form"); err != nil {
			t.Fatal(err)
		}
		if ev := h.last(t); ev.Kind != bot.Looked || ev.Action != "say" || ev.Value != "6" {
			t.Errorf("delivered %+v, want the form asked for", ev)
		}
		wantOne(t, h.seen(ana), "Your words")
	})
}

// What is answered to somebody who wrote something has no window to open: a button
// does, and the words say how to type it.
func TestAFormForSomebodyWhoTyped(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		form := bot.Form{Action: "say", Title: "Say", Typed: "Write **6 risk: why**.", Fields: []bot.Field{{Name: "w", Kind: bot.Words, Label: "Your words"}}}
		h.always(bot.Answer{Form: &form}, nil)
		if _, err := h.Say(t.Context(), dana, teamRoom, "6"); err != nil {
			t.Fatal(err)
		}
		wantOne(t, h.whispered(teamRoom, dana), "Your words", "6 risk: why", "[Open the form]")
		if _, err := h.Command(t.Context(), dana, teamRoom, "/soundings", "6"); err != nil {
			t.Fatal(err)
		}
		wantOne(t, h.seen(dana), "Your words")
	})
}

// The address that Slack gives to respond to may not work; people read the answer
// all the same.
func TestAnswersWhereTheAddressToRespondToFails(t *testing.T) {
	for name, fault := range map[string]fakeslack.Fault{"used up": {Status: 404}, "reset": {Reset: true}} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, h *house) {
				h.posted(tidewellRoom, showButton("Save", false))
				h.always(note("Saved."), nil)
				h.Fail("response_url", -1, fault)
				if _, err := h.Press(t.Context(), ana, tidewellRoom, "", "Save"); err != nil {
					t.Fatal(err)
				}
				wantOne(t, h.whispered(tidewellRoom, ana), "Saved.")
			})
		})
	}
}

// Who may only post does everything by writing in threads. What cannot be whispered
// to them stands in the thread; to a member of the team it does not.
func TestPeopleWhoMayOnlyPost(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.AddUser(fakeslack.User{ID: ana, Team: tidewell, RealName: "Ana Whitlock", PostOnly: true, Unreachable: true})
		h.AddUser(fakeslack.User{ID: dana, RealName: "Dana Ellery", Unreachable: true})
		list := h.posted(tidewellRoom, bot.Say("The list."), showButton("Show", true))
		if _, err := h.Press(t.Context(), ana, tidewellRoom, "", "Show"); !errors.Is(err, fakeslack.ErrRefused) {
			t.Fatalf("Press = %v, want Slack to refuse it", err)
		}
		h.answers(func(_ context.Context, ev bot.Event) (bot.Answer, error) { return note("You wrote: " + ev.Text), nil })
		first, err := h.Say(t.Context(), ana, tidewellRoom, "show 6", fakeslack.InThread(list))
		if err != nil {
			t.Fatal(err)
		}
		second, err := h.Say(t.Context(), ana, tidewellRoom, "sections")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Say(t.Context(), dana, tidewellRoom, "status"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		got := map[string]string{}
		for _, m := range h.Messages(tidewellRoom) {
			if m.BotID != "" && m.ThreadTS != "" && m.ThreadTS != m.TS {
				got[m.ThreadTS] = m.Words()
			}
		}
		if len(got) != 2 || got[list] != "You wrote: show 6" || got[second] != "You wrote: sections" {
			t.Errorf("in threads stands %v, want an answer to %s and %s alone", got, first, second)
		}
	})
}

// Too much at once: Slack says how long to wait, and the answer comes after that.
func TestAnAnswerThatComesTooFast(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.always(note("Where things stand."), nil)
		h.Fail("chat.postEphemeral", 1, fakeslack.Fault{Status: 429, RetryAfter: 4 * time.Second})
		if _, err := h.Say(t.Context(), dana, teamRoom, "status"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Second) // of the bubble
		wantOne(t, h.whispered(teamRoom, dana), "Where things stand.")
	})
}

// In a conversation with one person an answer is a message: nobody else reads it,
// and it stays.
func TestAnAnswerToOnePersonAlone(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.always(note("Hello."), nil)
		if _, err := h.Say(t.Context(), dana, h.Direct(dana), "hello"); err != nil {
			t.Fatal(err)
		}
		wantOne(t, h.said(h.Direct(dana)), "Hello.")
	})
}

// A shortcut on a message brings its words into the form.
func TestShortcut(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		ts, err := h.Say(t.Context(), ana, tidewellRoom, "What is it for, <@U0DANA>?")
		if err != nil {
			t.Fatal(err)
		}
		h.answers(func(_ context.Context, ev bot.Event) (bot.Answer, error) {
			return bot.Answer{Form: &bot.Form{Action: ev.Action, Title: "Ask", Fields: []bot.Field{{Name: "words", Kind: bot.Words, Label: "Your question", Value: ev.Fields["words"]}}}}, nil
		})
		if _, err := h.Shortcut(t.Context(), ana, tidewellRoom, ts, "ask"); err != nil {
			t.Fatal(err)
		}
		if ev := h.last(t); ev.Kind != bot.Looked || ev.Action != "ask" || ev.Thread != ts || ev.Room != at(tidewellRoom) {
			t.Errorf("delivered %+v", ev)
		}
		wantOne(t, h.seen(ana), "What is it for, @Dana Ellery?")
	})
}
