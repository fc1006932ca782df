package slack_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"soundings/bot"
	"soundings/internal/fakeslack"
)

// The list stands in a room for good: it is pinned, and changed where it stands.
func TestTheStandingListIsPinnedAndChangedInPlace(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		part := func(text string) bot.Part {
			return bot.Part{Key: "care/list/0.0", Class: bot.Standing, To: at(tidewellRoom), Number: 1, Of: 2, Blocks: []bot.Block{bot.Say(text), showButton("Show", true)}}
		}
		id, err := h.Send(t.Context(), part("3 of 12 answered"))
		if err != nil {
			t.Fatal(err)
		}
		second := part("the rest")
		second.Key, second.Number = "care/list/0.1", 2
		reply := part("in a thread")
		reply.Key, reply.Thread = "care/list/0.2", id
		for _, p := range []bot.Part{second, reply} {
			if _, err := h.Send(t.Context(), p); err != nil {
				t.Fatal(err)
			}
		}
		h.posted(tidewellRoom, bot.Say("A notice."))
		if pins := h.Pins(tidewellRoom); len(pins) != 1 || pins[0] != id {
			t.Errorf("pinned are %v, want the first part alone, %s", pins, id)
		}
		if err := h.Edit(t.Context(), id, part("4 of 12 answered")); err != nil {
			t.Fatal(err)
		}
		m, _ := h.Message(tidewellRoom, id)
		if m.Edited != 1 || m.Words() != "4 of 12 answered\n[Show]" || len(h.said(tidewellRoom)) != 4 {
			t.Errorf("it reads %q, of %d messages", m.Words(), len(h.said(tidewellRoom)))
		}
		h.wantFound("care/list/0.0", id)
	})
}

func TestAListThatCannotBePinnedStandsAllTheSame(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		h.Fail("pins.add", -1, fakeslack.Fault{Error: "restricted_action"})
		_, err := h.Send(t.Context(), bot.Part{Key: "k", Class: bot.Standing, To: at(tidewellRoom), Number: 1, Blocks: []bot.Block{bot.Say("The list.")}})
		if err != nil {
			t.Errorf("Send = %v", err)
		}
		wantOne(t, h.said(tidewellRoom), "The list.")
	})
}

// A reply in a thread is known by its own timestamp and that of the thread, and is
// changed where it stands.
func TestAReplyIsChangedInPlace(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		root := h.posted(tidewellRoom, bot.Say("The list."))
		p := bot.Part{Key: "k", To: at(tidewellRoom), Thread: root, Blocks: []bot.Block{bot.Say("Section six.")}}
		id, err := h.Send(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		p.Thread, p.Blocks = id, []bot.Block{bot.Say("Below a reply.")}
		below, err := h.Send(t.Context(), p)
		if err != nil || below != timestampOf(below)+"@"+root {
			t.Errorf("a reply to a reply has the id %q, %v, want it in the thread of %s", below, err, root)
		}
		p.Blocks = []bot.Block{bot.Say("Section six, changed.")}
		if err := h.Edit(t.Context(), id, p); err != nil {
			t.Fatal(err)
		}
		m, _ := h.Message(tidewellRoom, timestampOf(id))
		if m.Words() != "Section six, changed." || m.ThreadTS != root {
			t.Errorf("it reads %q in %q", m.Words(), m.ThreadTS)
		}
	})
}

// What is for one person goes to them alone, never into the room.
func TestForOnePersonAlone(t *testing.T) {
	cases := []struct {
		name    string
		faults  map[string]fakeslack.Fault
		direct  bool       // it is in the conversation with them
		whisper bool       // it is in the room, where only they see it
		failed  bot.Reason // why it is not
	}{
		{name: "directly", direct: true},
		{name: "they can't be written to", faults: map[string]fakeslack.Fault{"conversations.open": {Error: "user_disabled"}}, whisper: true},
		{name: "the conversation is closed to apps", faults: map[string]fakeslack.Fault{"chat.postMessage": {Error: "messages_tab_disabled"}}, whisper: true},
		{
			name:   "they are in no room either",
			faults: map[string]fakeslack.Fault{"conversations.open": {Error: "user_disabled"}, "chat.postEphemeral": {Error: "user_not_in_channel"}}, failed: bot.Denied,
		},
		{name: "too fast", faults: map[string]fakeslack.Fault{"conversations.open": {Status: 429, RetryAfter: 9}}, failed: bot.Limited},
		{name: "nobody knows whether it arrived", faults: map[string]fakeslack.Fault{"chat.postMessage": {Reset: true, AfterDoing: true}}, direct: true, failed: bot.Transient},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				for method, fault := range c.faults {
					h.Fail(method, 1, fault)
				}
				p := bot.Part{Key: "k", To: at(tidewellRoom), For: ana, Blocks: []bot.Block{bot.Say("Only for you.")}}
				id, err := h.Send(t.Context(), p)
				if c.failed == "" && (err != nil || id == "") {
					t.Errorf("Send = %q, %v", id, err)
				}
				if c.failed != "" {
					wantFailure(t, "Send", err, c.failed, "")
				}
				if n := len(h.said(tidewellRoom)); n > 0 {
					t.Errorf("%d messages stand in the room, where others read them", n)
				}
				if n := len(h.said(h.Direct(ana))); n != map[bool]int{true: 1}[c.direct] {
					t.Errorf("%d messages stand in the conversation with them", n)
				}
				if n := len(h.whispered(tidewellRoom, ana)); n != map[bool]int{true: 1}[c.whisper] {
					t.Errorf("%d are whispered", n)
				}
				if err == nil && c.direct {
					p.Blocks = []bot.Block{bot.Say("Only for you, changed.")}
					if err := h.Edit(t.Context(), id, p); err != nil {
						t.Errorf("Edit: %v", err)
					}
					wantOne(t, h.said(h.Direct(ana)), "changed")
				}
			})
		})
	}
}

// A page of the app says what it is, to whoever opens it.
func TestHome(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		for _, user := range []string{dana, ana} {
			if err := h.OpenHome(t.Context(), user); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			v, ok := h.Home(user)
			if !ok {
				t.Fatalf("%s sees nothing", user)
			}
			wantOne(t, []string{v.Words()}, "Soundings puts a draft specification", "/soundings new", "Show the sections")
		}
		if len(h.heard()) > 0 {
			t.Errorf("delivered %+v", h.heard())
		}
	})
}

// everything does once each thing that needs a right, and gives the first refusal.
func everything(h *house) error {
	ctx := h.t.Context()
	list := bot.Part{Key: "k", Class: bot.Standing, To: at(tidewellRoom), Number: 1, Blocks: []bot.Block{bot.Say("The list.")}}
	team := bot.Part{Key: "t", To: at(teamRoom), Home: true, Blocks: []bot.Block{bot.Say("A digest.")}}
	alone := bot.Part{Key: "a", To: at(teamRoom), For: dana, Blocks: []bot.Block{bot.Say("Only for you.")}}
	room := opening("Tidewell", "P9")
	room.For = dana
	id := ""
	for _, p := range []bot.Part{list, team, alone, room} {
		sent, err := h.Send(ctx, p)
		if err != nil {
			return err
		}
		id = sent
	}
	if _, _, err := h.Find(ctx, at(id), "k"); err != nil {
		return err
	}
	if _, err := h.Say(ctx, dana, teamRoom, "import", fakeslack.WithFile("draft.md", []byte("# Draft"))); err != nil {
		return err
	}
	body, err := h.last(h.t).File.Open(ctx)
	if err == nil {
		err = body.Close()
	}
	if h.Slack.Counts().Calls["conversations.open"] == 0 || len(h.whispered(teamRoom, dana)) > 0 {
		return errWhispered
	}
	return err
}

var errWhispered = errors.New("it could not be sent directly")
