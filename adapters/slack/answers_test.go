package slack_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"soundings/bot"
	"soundings/internal/fakeslack"
)

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
