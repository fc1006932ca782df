package teams_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"soundings/bot"
)

// posts posts a message with buttons in a room, and gives its id.
func (h *house) buttons(room string, row ...bot.Button) string {
	h.t.Helper()
	p := part(room, "A card.")
	p.Blocks = append(p.Blocks, bot.Block{Buttons: row})
	id, err := h.Send(h.t.Context(), p)
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

// press presses a button of the newest message of a room, as a client does: what
// opens a dialog fetches it, what records is executed.
func (h *house) press(user, room, label string, fields ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	posts := h.in(room)
	newest := posts[len(posts)-1]
	name := "adaptiveCard/action"
	data := find(newest.body, label)
	if strings.Contains(data, "task/fetch") {
		name = "task/fetch"
	}
	return h.post(h.invoke(name, user, newest.conversation, newest.id, data, fields...))
}

// body reads an answer.
func body(t *testing.T, w *httptest.ResponseRecorder) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("status %d, %q: %v", w.Code, w.Body, err)
	}
	return v
}

// stance is a form whose follow-up question depends on what is chosen.
func stance() bot.Form {
	return bot.Form{
		Action: "answer", Value: "6", Title: "Section 6", Heading: "6 Sharing data", Submit: "Save", Typed: "6 risk: why",
		Blocks: []bot.Block{bot.Say("We would like to share data.")},
		Fields: []bot.Field{
			{Name: "who", Kind: bot.Name, Label: "Your name", Required: true},
			{Name: "stance", Kind: bot.Choice, Label: "Your view", Required: true, Refresh: true, Options: []bot.Option{
				{Value: "clear", Label: "Not clear", Hint: "Which words?"}, {Value: "risk", Label: "Possible, with a risk", Hint: "What is the risk?"},
			}},
			{Name: "words", Kind: bot.Words, Label: "In your words", Value: "so far", Max: 200},
			{Name: "ticks", Kind: bot.Ticks, Label: "Who may see it", Group: "Before you save", Options: []bot.Option{{Value: "quote", Label: "Quote them"}, {Value: "sensitive", Label: "Commercially sensitive"}}},
			{Name: "why", Kind: bot.Line, Label: "Why", Group: "Before you save", When: "ticks=sensitive"},
			{Name: "by", Kind: bot.Date, Label: "Until when", Value: "2026-06-27"},
			{Name: "file", Kind: bot.Upload, Label: "The file"},
		},
	}
}

// A button that records is executed, and nobody's card becomes another for it.
func TestAButton(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		id := h.buttons(tidewellRoom, bot.Button{Label: "Not for us", Action: "say", Value: "step back", Typed: "step back"})
		for _, c := range []struct {
			answer bot.Answer
			reads  string
			alone  int // messages in the chat with her
		}{
			{bot.Answer{}, "Done.", 0},
			{note("Noted, **thank you**."), "Noted, thank you.", 0},
			{bot.Answer{Errors: map[string]string{"b": "Two.", "a": "One."}}, "Not recorded yet. One. Two.", 0},
			{note("See [the page](https://x.example/)."), "The answer follows, in your chat with Soundings or here.", 1},
			{note("- one"), "The answer follows, in your chat with Soundings or here.", 2},
			{note(strings.Repeat("long ", 100)), "The answer follows, in your chat with Soundings or here.", 3},
			{bot.Answer{Form: new(stance())}, "The answer follows, in your chat with Soundings or here.", 4},
		} {
			h.always(c.answer, nil)
			w := h.press(ana, tidewellRoom, "Not for us")
			got := body(t, w)
			if w.Code != 200 || got["statusCode"] != 200.0 || got["type"] != "application/vnd.microsoft.activity.message" || got["value"] != c.reads {
				t.Errorf("status %d %v, want %q", w.Code, got, c.reads)
			}
			if n := len(h.in("a:" + ana)); n != c.alone {
				t.Errorf("after %q there are %d messages in her chat, want %d", c.reads, n, c.alone)
			}
			if ev := h.last(t); ev.Kind != bot.Pressed || ev.Action != "say" || ev.Value != "step back" || ev.Engagement != "care" || ev.Thread != id || ev.Room.Room != tidewellRoom || ev.Sender.ID != ana {
				t.Errorf("delivered %+v", ev)
			}
		}
		if n := len(h.in(tidewellRoom)); n != 1 {
			t.Errorf("there are %d messages in the room, want the one", n)
		}
		h.always(bot.Answer{}, fmt.Errorf("deliver: %w", bot.ErrNotNow))
		if w := h.press(ana, tidewellRoom, "Not for us"); w.Code != 503 || !strings.Contains(w.Body.String(), "try again in a minute") {
			t.Errorf("while nothing can be recorded: status %d, %s", w.Code, w.Body)
		}
	})
}

// What fits the view that was chosen before does not stand there when another is chosen.
func TestWhatDoesNotChangeMakesSenseInAnyCase(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		h.buttons(tidewellRoom, bot.Button{Label: "Open 6", Action: "show", Value: "6", Typed: "show 6", View: true})
		f := bot.Form{Action: "answer", Title: "6", Submit: "Save", Typed: "6 risk"}
		for _, field := range []bot.Field{
			{Name: "stance", Kind: bot.Choice, Label: "Your view", Value: "b", Refresh: true, Options: []bot.Option{{Value: "a", Label: "Not clear"}, {Value: "b", Label: "Risk"}}},
			{Name: "words", Kind: bot.Words, Label: "What is the risk?", Value: "Nobody signs."},
		} {
			still := field
			if still.Label = "In your words"; field.Name == "stance" {
				still.Label = field.Label
				still.Options = []bot.Option{{Value: "a", Label: "Not clear", Hint: "Which words?"}, {Value: "b", Label: "Risk", Hint: "Which risk?"}}
			}
			field.Still = &still
			f.Fields = append(f.Fields, field)
		}
		h.always(bot.Answer{Form: &f}, nil)
		opened := body(t, h.press(ana, tidewellRoom, "Open 6"))
		reads := wordsOf(opened)
		for _, w := range []string{"Not clear: Which words?", "Risk: Which risk?", "In your words"} {
			if !strings.Contains(reads, w) {
				t.Errorf("%q is missing in\n%s", w, reads)
			}
		}
		if strings.Contains(reads, "What is the risk?") {
			t.Errorf("the question that fits one view stands there:\n%s", reads)
		}
	})
}

// What records nothing opens a dialog, which nobody else sees. A form is filled in
// there; what is wrong with it stands beside its fields, with all that was typed.
func TestADialog(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		h.buttons(tidewellRoom, bot.Button{Label: "Open 6", Action: "show", Value: "6", Typed: "show 6", View: true})
		h.always(bot.Answer{Form: new(stance())}, nil)
		opened := body(t, h.press(ana, tidewellRoom, "Open 6"))
		if ev := h.last(t); ev.Kind != bot.Looked || ev.Action != "show" || ev.Value != "6" {
			t.Errorf("delivered %+v", ev)
		}
		reads := wordsOf(opened)
		for _, w := range []string{"6 Sharing data", "We would like to share data.", "Your view", "Not clear: Which words?", "Possible, with a risk: What is the risk?", "In your words", "Before you save", "Why (only if you choose “Commercially sensitive”)", "The file", "can't be handed over", "Save"} {
			if !strings.Contains(reads, w) {
				t.Errorf("%q is missing in\n%s", w, reads)
			}
		}
		if strings.Contains(reads, "Your name") || strings.Count(reads, "Before you save") != 1 || len(h.in("a:"+ana)) > 0 {
			t.Errorf("it reads\n%s", reads)
		}
		data := find(opened, "Save")
		h.answers(func(_ context.Context, ev bot.Event) (bot.Answer, error) {
			if ev.Kind == bot.Looked { // the form again, as it was filled in
				f := stance()
				f.Fields[2].Value = ev.Fields["words"]
				return bot.Answer{Form: &f}, nil
			}
			return bot.Answer{Errors: map[string]string{"stance": "Please choose one.", "elsewhere": "And so on."}}, nil
		})
		thread := tidewellRoom + ";messageid=" + h.in(tidewellRoom)[0].id
		again := body(t, h.post(h.invoke("task/submit", ana, thread, "", data, "words", "won't\r\n& can't", "ticks", "quote,sensitive")))
		reads = wordsOf(again)
		if !strings.Contains(reads, "Please choose one.\nYour view") || !strings.Contains(reads, "And so on.") {
			t.Errorf("what is wrong does not stand beside the field:\n%s", reads)
		}
		if !strings.Contains(fmt.Sprint(again), "won't\n& can't") {
			t.Errorf("what was typed is gone:\n%v", again)
		}
		h.always(note("Saved for Tidewell."), nil)
		saved := body(t, h.post(h.invoke("task/submit", ana, thread, "", data, "stance", "risk", "words", "won't")))
		want := map[string]string{"stance": "risk", "words": "won't", "ticks": "", "why": "", "by": ""}
		ev := h.last(t)
		if diff := cmp.Diff(want, ev.Fields); diff != "" || ev.Kind != bot.Submitted || ev.Action != "answer" || ev.Value != "6" || ev.Room.Room != tidewellRoom {
			t.Errorf("%+v, fields (-want +got):\n%s", ev, diff)
		}
		if ev.Thread != h.in(tidewellRoom)[0].id {
			t.Errorf("in the thread of %q, want that of the card", ev.Thread)
		}
		if reads = wordsOf(saved); !strings.Contains(reads, "Saved for Tidewell.") {
			t.Errorf("it reads\n%s", reads)
		}
		h.always(bot.Answer{}, nil)
		if w := h.post(h.invoke("task/submit", ana, thread, "", data)); w.Code != 200 || w.Body.Len() > 0 {
			t.Errorf("with nothing to say the dialog is answered %d %q, want it closed", w.Code, w.Body)
		}
		h.always(note(strings.Repeat("& more of it ", 9000)), nil)
		if w := h.post(h.invoke("task/submit", ana, thread, "", data)); !strings.Contains(w.Body.String(), "in your chat") || len(h.in("a:"+ana)) < 2 {
			t.Errorf("what no dialog holds: %s", w.Body)
		}
		h.always(bot.Answer{}, bot.ErrNotNow)
		if w := h.post(h.invoke("task/submit", ana, thread, "", data)); w.Code != 503 {
			t.Errorf("while nothing can be recorded: status %d", w.Code)
		}
	})
}

// A client without invokes sends a card as a message. It means the same.
func TestACardThatIsSent(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		h.buttons(tidewellRoom, bot.Button{Label: "Open 6", Action: "show", Value: "6", Typed: "show 6", View: true})
		card := h.in(tidewellRoom)[0]
		sent := func(data string, fields ...string) map[string]any {
			o := h.invoke("", ana, card.conversation, card.id, data, fields...)
			delete(o, "name")
			o["type"], o["value"] = "message", o["value"].(map[string]any)["data"]
			return o
		}
		h.always(bot.Answer{Form: new(stance())}, nil)
		if w := h.post(sent(find(card.body, "Open 6"))); w.Code != 200 || h.last(t).Kind != bot.Looked {
			t.Fatalf("status %d, %+v", w.Code, h.last(t))
		}
		form := h.in("a:" + ana)[0]
		h.always(bot.Answer{}, nil)
		h.post(sent(find(form.body, "Save"), "stance", "risk"))
		if ev := h.last(t); ev.Kind != bot.Submitted || ev.Fields["stance"] != "risk" || ev.Room.Room != tidewellRoom {
			t.Errorf("delivered %+v", ev)
		}
		h.answers(func(_ context.Context, ev bot.Event) (bot.Answer, error) {
			if ev.Kind == bot.Looked {
				return bot.Answer{Form: new(stance())}, nil
			}
			return bot.Answer{Errors: map[string]string{"stance": "Please choose one."}}, nil
		})
		h.post(sent(find(form.body, "Save")))
		if read := strings.Join(h.said("a:"+ana), "\n"); !strings.Contains(read, "Please choose one.\nYour view") {
			t.Errorf("she reads\n%s", read)
		}
	})
}

// A form that stands where others see it stays as it is for everybody, whoever fills
// it in.
func TestAFormInAChannel(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		h.closed["a:"+ana] = true
		h.always(bot.Answer{Form: new(stance())}, nil)
		h.post(h.says(ana, tidewellRoom, "show 6"))
		for _, c := range []struct {
			answer bot.Answer
			reads  string
		}{
			{note("Saved."), "Saved."},
			{bot.Answer{Errors: map[string]string{"stance": "Please choose one."}}, "Not recorded yet. Please choose one."},
			{bot.Answer{}, "Done."},
		} {
			h.always(c.answer, nil)
			got := body(t, h.press(ana, tidewellRoom, "Save", "stance", "clear"))
			if got["type"] != "application/vnd.microsoft.activity.message" || got["value"] != c.reads {
				t.Errorf("it is answered %v, want %q", got, c.reads)
			}
		}
	})
}

// A form in a chat with one person becomes what comes next, since nobody else sees
// it.
func TestAFormInAChat(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		h.always(bot.Answer{Form: new(stance())}, nil)
		h.post(h.says(dana, danaChat, "show 6"))
		h.always(note("Saved."), nil)
		got := body(t, h.press(dana, danaChat, "Save", "stance", "clear"))
		if got["type"] != "application/vnd.microsoft.card.adaptive" || wordsOf(got) != "Saved." {
			t.Errorf("it becomes %v", got)
		}
	})
}

// What somebody wrote is answered to them alone. Where Teams does not let us write
// to them, it is said in the thread, and what nobody else may see never is.
func TestAnswersToWhatWasWritten(t *testing.T) {
	private := bot.Answer{Note: &bot.Message{Title: "For you alone", Blocks: []bot.Block{bot.Say("Ten per cent.")}, Key: "reading:1", Instead: "I couldn't show you that alone."}}
	root := tidewellRoom + ";messageid=1795000000001"
	cases := []struct {
		name    string
		answer  bot.Answer
		shut    bool // Teams does not let us write to her
		alone   string
		openly  string
		nowhere string
	}{
		{"alone", note("Only you see this."), false, "Only you see this.", "", ""},
		{"openly, if need be", note("Here is how."), true, "", "<at>Ana Whitlock</at>\nHere is how.", ""},
		{"for her alone", private, false, "Ten per cent.", "", ""},
		{"for her alone, who can't be written to", private, true, "", "I couldn't show you that alone.", "Ten per cent."},
	}
	for _, c := range cases {
		inside(t, func(t *testing.T, h *house) {
			h.closed["a:"+ana] = c.shut
			h.always(c.answer, nil)
			asked := h.says(ana, root, "what now?")
			for range 2 { // Teams sends it again
				if w := h.post(asked); w.Code != 200 {
					t.Errorf("%s: status %d", c.name, w.Code)
				}
			}
			alone, openly := strings.Join(h.said("a:"+ana), "\n"), strings.Join(h.said(tidewellRoom), "\n")
			if !strings.Contains(alone, c.alone) || c.alone != "" && (strings.Count(alone, c.alone) != 1 || openly != "") {
				t.Errorf("%s: alone she reads %q, and everybody %q", c.name, alone, openly)
			}
			if !strings.Contains(openly, c.openly) || c.nowhere != "" && strings.Contains(alone+openly, c.nowhere) {
				t.Errorf("%s: everybody reads %q, want %q", c.name, openly, c.openly)
			}
			unshown := slices.ContainsFunc(h.heard(), func(ev bot.Event) bool { return ev.Kind == bot.Unshown && ev.Value == "reading:1" })
			if want := c.nowhere != ""; unshown != want {
				t.Errorf("%s: the record gets to know that it was not shown: %v, want %v", c.name, unshown, want)
			}
			for _, p := range h.in(tidewellRoom) {
				if p.conversation != root {
					t.Errorf("%s: it is said in %s, not in the thread", c.name, p.conversation)
				}
			}
		})
	}
}

// Of what one person alone may see it is not said that they saw nothing of it when
// they saw some, or may have; and where the team reads among others, what anybody may
// read is said all the same.
func TestWhatWasShownOfIt(t *testing.T) {
	private := bot.Answer{Note: &bot.Message{Blocks: []bot.Block{bot.Say(strings.Repeat("Ten per cent. ", 500)), bot.Say(strings.Repeat("Of it. ", 500))}, Key: "reading:1", Instead: "Not alone."}}
	for name, c := range map[string]struct {
		fail    []int // of the calls: the chat with her, and each part
		unshown bool
		openly  int
	}{
		"all":                     {nil, false, 0},
		"the first part":          {[]int{0, 0, 403}, false, 0},
		"perhaps the first part":  {[]int{0, 502}, false, 0},
		"nothing":                 {[]int{0, 403}, true, 1},
		"nothing, for now":        {[]int{412}, true, 0},
		"nothing, it is too much": {[]int{0, 413}, true, 1},
	} {
		inside(t, func(t *testing.T, h *house) {
			h.post(h.says(dana, tidewellRoom, "hello")) // so that it is known who she is, and what the channel is called
			h.always(private, nil)
			h.fail = c.fail
			h.post(h.says(dana, tidewellRoom, "read privately"))
			unshown := slices.ContainsFunc(h.heard(), func(ev bot.Event) bool { return ev.Kind == bot.Unshown })
			if openly := h.said(tidewellRoom); unshown != c.unshown || len(openly) != c.openly || strings.Contains(strings.Join(openly, ""), "Ten per cent") {
				t.Errorf("%s: not shown: %v, want %v; everybody reads %q", name, unshown, c.unshown, openly)
			}
		})
	}
}

// An answer that comes too fast comes a little later.
func TestAnswersWait(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		h.post(h.says(dana, danaChat, "hello"))
		h.always(note("One moment."), nil)
		h.fail = []int{429}
		h.post(h.says(dana, danaChat, "status"))
		time.Sleep(4 * time.Second) // of the bubble
		synctest.Wait()
		if got := h.said(danaChat); len(got) != 1 {
			t.Errorf("they read %q", got)
		}
	})
}

// What is larger than is taken is not sent again and again, and whoever wrote it
// hears of it.
func TestTooLarge(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		h.always(bot.Answer{}, fmt.Errorf("deliver: %w", bot.ErrTooLarge))
		if w := h.post(h.says(dana, danaChat, "long")); w.Code != 200 || !strings.Contains(strings.Join(h.said(danaChat), ""), "in two or three pieces") {
			t.Errorf("status %d, they read %q", w.Code, h.said(danaChat))
		}
	})
}

// Deliver that breaks, or takes for ever, is an answer that comes in time.
func TestAnAnswerComesInTime(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		h.answers(func(ctx context.Context, _ bot.Event) (bot.Answer, error) {
			<-ctx.Done()
			return bot.Answer{}, ctx.Err()
		})
		began := time.Now()
		if w := h.post(h.says(ana, tidewellRoom, "one")); w.Code != 503 || time.Since(began) > 10*time.Second {
			t.Errorf("status %d after %v", w.Code, time.Since(began))
		}
		h.answers(func(context.Context, bot.Event) (bot.Answer, error) { panic("Tidewell would need nine months") })
		if w := h.post(h.says(ana, tidewellRoom, "two")); w.Code != 500 || strings.Contains(w.Body.String()+h.log.String(), "nine months") {
			t.Errorf("status %d %s", w.Code, w.Body)
		}
		h.always(bot.Answer{}, nil)
		if w := h.post(h.says(ana, tidewellRoom, "three")); w.Code != 200 {
			t.Errorf("after that: status %d", w.Code)
		}
	})
}

// Invokes that are none of ours are refused as such.
func TestOtherInvokes(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		for name, want := range map[string]int{"composeExtension/query": 501, "": 501, "task/fetch": 400, "adaptiveCard/action": 400} {
			if w := h.post(h.invoke(name, ana, tidewellRoom, "1", `{"x":1}`)); w.Code != want {
				t.Errorf("%q: status %d, want %d", name, w.Code, want)
			}
		}
		if len(h.heard()) > 0 {
			t.Errorf("delivered %+v", h.heard())
		}
	})
}

// Whoever adds the app for themselves reads what it is, once.
func TestAboutUs(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		for range 2 {
			h.post(h.activity("installationUpdate", dana, danaChat, map[string]any{"action": "add"}))
		}
		if got := h.said(danaChat); len(got) != 1 || !strings.Contains(got[0], "You are a supplier") {
			t.Errorf("they read %q", got)
		}
	})
}

// A channel's name, which stands in no message, is told after somebody of the team
// turned to us in it.
func TestNames(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		h.named = true
		h.post(h.says(dana, tidewellRoom, "invite Tidewell, small firm"))
		if ev := h.last(t); ev.Kind != bot.Changed || ev.Action != bot.RoomRenamed || ev.Text != "Westmere and Tidewell" || ev.Room.Room != tidewellRoom {
			t.Errorf("delivered %+v", ev)
		}
		h.post(h.says(ana, tidewellRoom, "sections"))
		if ev := h.last(t); ev.Kind != bot.Said {
			t.Errorf("after a supplier wrote, %+v was delivered", ev)
		}
	})
}
