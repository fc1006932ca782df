package slack_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"soundings/bot"
	"soundings/internal/fakeslack"
)

// stance is a form whose follow-up question changes with what is chosen.
func stance(chosen, words string) bot.Form {
	hint := map[string]string{"clear": "Which words?", "risk": "What is the risk?"}
	return bot.Form{
		Action: "answer", Value: "6", Title: "Section 6", Heading: "6 Sharing data", Submit: "Save", Typed: "6 risk: why",
		Blocks: []bot.Block{bot.Say("We would like to share data.")},
		Fields: []bot.Field{
			{Name: "who", Kind: bot.Name, Label: "Your name", Required: true},
			{Name: "mail", Kind: bot.Contact, Label: "Your address"},
			{Name: "stance", Kind: bot.Choice, Label: "Your view", Value: chosen, Required: true, Refresh: true, Options: []bot.Option{
				{Value: "clear", Label: "Not clear", Hint: hint["clear"]}, {Value: "risk", Label: "Possible, with a risk", Hint: hint["risk"]},
			}},
			{Name: "words", Kind: bot.Words, Label: "In your words", Value: words, Max: 200},
			{Name: "ticks", Kind: bot.Ticks, Label: "Who may see it", Group: "Before you save", Options: []bot.Option{{Value: "quote", Label: "Quote them"}, {Value: "sensitive", Label: "Commercially sensitive"}}},
			{Name: "by", Kind: bot.Date, Label: "Until when", Group: "Before you save"},
		},
	}
}

// openForm opens a form in a window and gives the window.
func (h *house) openForm(user, room string, f bot.Form) fakeslack.View {
	h.t.Helper()
	h.posted(room, showButton("Open", true))
	h.always(bot.Answer{Form: &f}, nil)
	if _, err := h.Press(h.t.Context(), user, room, "", "Open"); err != nil {
		h.t.Fatal(err)
	}
	return h.window(user)
}

// fill fills in a window; it has to have these fields.
func (h *house) fillIn(user string, fields map[string][]string) {
	h.t.Helper()
	for label, values := range fields {
		if _, err := h.Choose(h.t.Context(), user, "", label, values...); err != nil {
			h.t.Fatal(err)
		}
	}
}

func TestAFormIsFilledInAndSent(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.answers(nil)
		v := h.openForm(ana, tidewellRoom, stance("", ""))
		for _, w := range []string{"Section 6", "6 Sharing data", "We would like to share data.", "Your view", "Before you save", "[Save]", "[Cancel]"} {
			if !strings.Contains(v.Words(), w) {
				t.Errorf("%q is missing in\n%s", w, v.Words())
			}
		}
		for _, w := range []string{"Your name", "Your address"} {
			if strings.Contains(v.Words(), w) {
				t.Errorf("it asks for %q, which Slack knows", w)
			}
		}
		if n := strings.Count(v.Words(), "Before you save"); n != 1 {
			t.Errorf("what two fields have in common stands there %d times", n)
		}
		h.fillIn(ana, map[string][]string{"In your words": {"Our supplier <b> won't & can't"}, "Your view": {"risk"}, "Who may see it": {"quote", "sensitive"}, "Until when": {"2026-06-27"}})
		h.answers(nil)
		done, err := h.Submit(t.Context(), ana, v.ID)
		if err != nil || done.Action != "" || done.Top != nil {
			t.Fatalf("Submit = %+v, %v, want the window closed", done, err)
		}
		ev := h.last(t)
		want := map[string]string{"stance": "risk", "words": "Our supplier <b> won't & can't", "ticks": "quote,sensitive", "by": "2026-06-27"}
		if diff := cmp.Diff(want, ev.Fields); diff != "" {
			t.Errorf("fields (-want +got):\n%s", diff)
		}
		if ev.Kind != bot.Submitted || ev.Action != "answer" || ev.Value != "6" || ev.Room != at(tidewellRoom) || ev.Sender.ID != ana {
			t.Errorf("delivered %+v", ev)
		}
	})
}

// What was chosen changes the question below; what was typed stays.
func TestTheFollowUpChangesAndWhatWasTypedStays(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v := h.openForm(ana, tidewellRoom, stance("", ""))
		if err := h.Fill(ana, v.ID, "In your words", "half a sentence"); err != nil {
			t.Fatal(err)
		}
		h.answers(func(_ context.Context, ev bot.Event) (bot.Answer, error) {
			f := stance(ev.Fields["stance"], ev.Fields["words"])
			return bot.Answer{Form: &f}, nil
		})
		for value, question := range map[string]string{"risk": "What is the risk?", "clear": "Which words?"} {
			if _, err := h.Choose(t.Context(), ana, v.ID, "Your view", value); err != nil {
				t.Fatal(err)
			}
			now := h.window(ana)
			if ev := h.last(t); ev.Kind != bot.Looked || ev.Action != "answer" || ev.Value != "6" || ev.Fields["stance"] != value || ev.Fields["words"] != "half a sentence" {
				t.Errorf("delivered %+v, want the form as far as it is", ev)
			}
			if !strings.Contains(string(now.JSON), question) || now.ID != v.ID {
				t.Errorf("%q is not asked once %s is chosen:\n%s", question, value, now.Words())
			}
			if !strings.Contains(now.Words(), "half a sentence") {
				t.Errorf("what was typed is gone:\n%s", now.Words())
			}
		}
	})
}

// While a choice is being answered somebody may have chosen again: the window is
// that of the last choice, whichever is answered first.
func TestChosenAgainMeanwhile(t *testing.T) {
	for _, slow := range []string{"risk", "clear"} {
		t.Run(slow, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				v := h.openForm(ana, tidewellRoom, stance("", ""))
				release := map[string]chan struct{}{"risk": make(chan struct{}), "clear": make(chan struct{})}
				h.answers(func(_ context.Context, ev bot.Event) (bot.Answer, error) {
					<-release[ev.Fields["stance"]]
					f := stance(ev.Fields["stance"], "")
					return bot.Answer{Form: &f}, nil
				})
				done := make(chan struct{}, 2)
				for _, chosen := range []string{"risk", "clear"} {
					go func() {
						_, _ = h.Choose(t.Context(), ana, v.ID, "Your view", chosen)
						done <- struct{}{}
					}()
					synctest.Wait()
				}
				for chosen, first := range release {
					if chosen != slow {
						close(first)
					}
				}
				synctest.Wait()
				close(release[slow])
				<-done
				<-done
				synctest.Wait()
				if now := h.window(ana); !strings.Contains(string(now.JSON), "Which words?") {
					t.Errorf("the window is that of the choice before:\n%s", now.Words())
				}
			})
		})
	}
}

// A choice that was sent before the choice before it was shown is shown all the same,
// though the window is another by then.
func TestChosenInAWindowThatIsAnotherByThen(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		v := h.openForm(ana, tidewellRoom, stance("", ""))
		for _, chosen := range []string{"risk", "clear"} {
			f := stance(chosen, "")
			h.always(bot.Answer{Form: &f}, nil)
			var err error
			if chosen == "risk" {
				_, err = h.Choose(t.Context(), ana, v.ID, "Your view", "risk")
			} else {
				_, err = h.Redeliver(t.Context()) // it has the window's hash of before
			}
			if err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		if now := h.window(ana); !strings.Contains(string(now.JSON), "Which words?") {
			t.Errorf("the window is that of the choice before:\n%s", now.Words())
		}
	})
}

// A choice that is shown late does not cover what came in the place of the window.
func TestSentWhileAChoiceIsShown(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		v := h.openForm(ana, tidewellRoom, stance("", ""))
		f := stance("risk", "")
		h.always(bot.Answer{Form: &f}, nil)
		slow := make(chan struct{})
		h.Fail("views.update", 1, fakeslack.Fault{Hang: slow})
		if _, err := h.Choose(t.Context(), ana, v.ID, "Your view", "risk"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		h.always(note("Saved for Tidewell."), nil)
		if _, err := h.Submit(t.Context(), ana, v.ID); err != nil {
			t.Fatal(err)
		}
		close(slow)
		synctest.Wait()
		if now := h.window(ana); !strings.Contains(now.Words(), "Saved for Tidewell.") {
			t.Errorf("what came in the place of the window is covered by\n%s", now.Words())
		}
	})
}

// What can be answered to a form that was sent.
func TestWhatIsAnsweredToAForm(t *testing.T) {
	next := bot.Form{Action: "next", Title: "Section 7", Fields: []bot.Field{{Name: "w", Kind: bot.Words, Label: "And this?"}}}
	cases := []struct {
		name   string
		answer bot.Answer
		action string
		errors map[string]string
		seen   string // in the window; "": it is closed
	}{
		{"nothing", bot.Answer{}, "", nil, ""},
		{"a fault beside a field", bot.Answer{Errors: map[string]string{"words": "Say it in fewer words."}}, "errors", map[string]string{"f-words": "Say it in fewer words."}, "Say it in fewer words."},
		{"a fault of what is not asked here", bot.Answer{Errors: map[string]string{"who": "Say who you are."}}, "errors", map[string]string{"f-stance": "Say who you are."}, "Say who you are."},
		{
			"both",
			bot.Answer{Errors: map[string]string{"words": "Fewer words.", "who": "Who are you?", "mail": "And your address?"}},
			"errors",
			map[string]string{"f-words": "Fewer words.", "f-stance": "And your address? Who are you?"},
			"Fewer words.",
		},
		{"the next form", bot.Answer{Form: &next}, "update", nil, "And this?"},
		{"a note", note("Saved for Tidewell."), "update", nil, "Saved for Tidewell."},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			both(t, func(t *testing.T, h *house) {
				v := h.openForm(ana, tidewellRoom, stance("clear", "which?"))
				h.always(c.answer, nil)
				done, err := h.Submit(t.Context(), ana, v.ID)
				if err != nil || done.Action != c.action {
					t.Fatalf("Submit = %+v, %v, want %q", done, err, c.action)
				}
				if diff := cmp.Diff(c.errors, done.Errors); diff != "" {
					t.Errorf("errors (-want +got):\n%s", diff)
				}
				if c.seen == "" {
					if n := len(h.Views(ana)); n > 0 {
						t.Errorf("%d windows are open", n)
					}
					return
				}
				if v := h.window(ana); !strings.Contains(v.Words(), c.seen) {
					t.Errorf("%q is missing in\n%s", c.seen, v.Words())
				}
			})
		})
	}
}

// The next form is of the same room, and so is the one after it.
func TestFormAfterForm(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.openForm(ana, tidewellRoom, stance("clear", "which?"))
		seen := map[string]bool{}
		for range 3 {
			if _, err := h.Submit(t.Context(), ana, ""); err != nil {
				t.Fatal(err)
			}
			ev := h.last(t)
			if ev.Room != at(tidewellRoom) || ev.Action != "answer" || seen[ev.ID] {
				t.Errorf("delivered %+v, want the form of the room, and another event each time", ev)
			}
			seen[ev.ID] = true
		}
	})
}

// Slack itself asks for what is required, and keeps within what may be typed.
func TestRequiredFields(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		v := h.openForm(ana, tidewellRoom, stance("", ""))
		before := len(h.heard())
		done, err := h.Submit(t.Context(), ana, v.ID)
		if err != nil || done.Sent || done.Errors["f-stance"] == "" || len(done.Errors) != 1 {
			t.Errorf("Submit without what is required = %+v, %v", done, err)
		}
		if err := h.Fill(ana, v.ID, "In your words", strings.Repeat("x", 201)); err != nil {
			t.Fatal(err)
		}
		done, _ = h.Submit(t.Context(), ana, v.ID)
		if done.Sent || done.Errors["f-words"] == "" {
			t.Errorf("Submit with more than fits = %+v", done)
		}
		if len(h.heard()) != before {
			t.Error("it was delivered")
		}
	})
}

// Sent twice by an impatient finger it is one event; sent again after a fault it is
// another, unless nothing in it was changed.
func TestSentTwice(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v := h.openForm(ana, tidewellRoom, stance("clear", "which?"))
		send := func(answer bot.Answer) string {
			h.always(answer, nil)
			if _, err := h.Submit(t.Context(), ana, v.ID); err != nil {
				t.Fatal(err)
			}
			return h.last(t).ID
		}
		fault := bot.Answer{Errors: map[string]string{"words": "Say more."}}
		first, second := send(fault), send(fault)
		if first != second {
			t.Errorf("the same, sent twice, is %q and %q", first, second)
		}
		if err := h.Fill(ana, v.ID, "In your words", "which words?"); err != nil {
			t.Fatal(err)
		}
		third := send(bot.Answer{})
		if third == first {
			t.Error("what was mended is taken for what was sent before")
		}
	})
}
