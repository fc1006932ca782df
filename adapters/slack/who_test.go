package slack_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"soundings/bot"
	"soundings/internal/fakeslack"
)

// What Slack says of somebody, and who they are to us.
func TestWhoSomebodyIs(t *testing.T) {
	cases := []struct {
		name  string
		info  string // what users.info answers
		team  string // what the event says of where they belong
		want  bot.Sender
		again bool // nobody knows: Slack has to send it again
	}{
		{
			name: "a full member", info: `{"ok":true,"user":{"id":"U1","team_id":"T0HOME","real_name":"Dana","profile":{"email":"dana@x.example"}}}`, team: "T0HOME",
			want: bot.Sender{ID: "U1", Direct: "U1", Team: "T0HOME", Name: "Dana", Contact: "dana@x.example", Home: true},
		},
		{
			name: "a guest in several channels", info: `{"ok":true,"user":{"id":"U1","team_id":"T0HOME","real_name":"Gil","is_restricted":true}}`, team: "T0HOME",
			want: bot.Sender{ID: "U1", Direct: "U1", Team: "T0HOME", Name: "Gil"},
		},
		{
			name: "a guest in one channel", info: `{"ok":true,"user":{"id":"U1","team_id":"T0HOME","real_name":"Gil","is_ultra_restricted":true}}`, team: "T0HOME",
			want: bot.Sender{ID: "U1", Direct: "U1", Team: "T0HOME", Name: "Gil"},
		},
		{
			name: "of another organisation", info: `{"ok":true,"user":{"id":"U1","team_id":"T0OTHER","name":"ana"}}`, team: "T0OTHER",
			want: bot.Sender{ID: "U1", Direct: "U1", Team: "T0OTHER", Name: "ana"},
		},
		{
			name: "a stranger of whom Slack tells little", info: `{"ok":true,"user":{"id":"U1","team_id":"T0HOME","is_stranger":true}}`, team: "T0HOME",
			want: bot.Sender{ID: "U1", Direct: "U1", Team: "T0HOME"},
		},
		{
			name: "somebody whom Slack does not show us", info: `{"ok":false,"error":"user_not_found"}`, team: "T0OTHER",
			want: bot.Sender{ID: "U1", Direct: "U1", Team: "T0OTHER"},
		},
		{
			name: "somebody of whom nothing is known at all", info: `{"ok":false,"error":"user_not_visible"}`,
			want: bot.Sender{ID: "U1", Direct: "U1"},
		},
		{name: "one of ours whom Slack does not show us yet", info: `{"ok":false,"error":"user_not_found"}`, team: "T0HOME", again: true},
		{
			name: "another app", info: `{"ok":true,"user":{"id":"U1","team_id":"T0HOME","real_name":"Poll","is_bot":true}}`, team: "T0HOME",
			want: bot.Sender{ID: "U1", Direct: "U1", Team: "T0HOME", Name: "Poll"},
		},
		{
			name: "a deactivated account", info: `{"ok":true,"user":{"id":"U1","team_id":"T0HOME","real_name":"Eve","deleted":true}}`, team: "T0HOME",
			want: bot.Sender{ID: "U1", Direct: "U1", Team: "T0HOME", Name: "Eve"},
		},
		{name: "Slack is out of order", info: `{"ok":false,"error":"internal_error"}`, team: "T0HOME", again: true},
		{name: "Slack is too busy", info: `{"ok":false,"error":"ratelimited"}`, team: "T0OTHER", again: true},
		{name: "we may not ask", info: `{"ok":false,"error":"missing_scope"}`, team: "T0OTHER", again: true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				h.Fail("users.info", -1, fakeslack.Fault{Body: c.info})
				err := h.tell(`{"type":"message","user":"U1","user_team":"` + c.team + `","channel":"C0TEAM","text":"hello","ts":"1.1"}`)
				if c.again {
					if err == nil || len(h.heard()) > 0 {
						t.Errorf("taken, as %+v, though nobody knows who wrote it", h.heard())
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(c.want, h.last(t).Sender); diff != "" {
					t.Errorf("sender (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// Where somebody belongs is the person's own organisation, in everything that
// they do, and never the one that installed the app.
func TestWhoActsInASharedChannel(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		form := bot.Form{Action: "say", Title: "Say", Fields: []bot.Field{{Name: "words", Kind: bot.Words, Label: "Your words"}}}
		h.always(bot.Answer{Form: &form}, nil)
		h.posted(tidewellRoom, buttons(bot.Button{Label: "Show", Action: "show", Typed: "show 6", View: true}))
		if _, err := h.Say(t.Context(), ana, tidewellRoom, "hello"); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Press(t.Context(), ana, tidewellRoom, "", "Show"); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Submit(t.Context(), ana, h.window(ana).ID); err != nil {
			t.Fatal(err)
		}
		if n := len(h.heard()); n != 3 {
			t.Fatalf("%d events, want three", n)
		}
		for _, ev := range h.heard() {
			if diff := cmp.Diff(anaSays(), ev.Sender); diff != "" {
				t.Errorf("%s: sender (-want +got):\n%s", ev.Kind, diff)
			}
			if ev.Room != at(tidewellRoom) {
				t.Errorf("%s in %v", ev.Kind, ev.Room)
			}
		}
	})
}

// What Slack says of people is kept for ten minutes, and longer while it says
// nothing.
func TestPeopleAreRemembered(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		say := func() error {
			_, err := h.Say(t.Context(), dana, teamRoom, "hello")
			return err
		}
		asked := func() int { return h.Slack.Counts().Calls["users.info"] }
		for range 5 {
			if err := say(); err != nil {
				t.Fatal(err)
			}
		}
		if n := asked(); n != 1 {
			t.Errorf("asked %d times who one person is, want once", n)
		}
		h.AddUser(fakeslack.User{ID: dana, RealName: "Dana Ellery", Guest: true})
		if err := say(); err != nil || !h.last(t).Sender.Home {
			t.Errorf("within ten minutes: %+v, %v", h.last(t).Sender, err)
		}
		time.Sleep(11 * time.Minute) // of the bubble
		h.Fail("users.info", 3, fakeslack.Fault{Status: 500})
		if err := say(); err != nil || !h.last(t).Sender.Home {
			t.Errorf("while Slack says nothing: %+v, %v, want what was known", h.last(t).Sender, err)
		}
		h.Heal("users.info")
		if err := say(); err != nil || h.last(t).Sender.Home {
			t.Errorf("after that: %+v, %v, want a guest", h.last(t).Sender, err)
		}
	})
}

// Who a person is cannot be told while Slack does not say who we are.
func TestNobodyKnowsWhoWeAre(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.Fail("auth.test", 1, fakeslack.Fault{Status: 500})
		if _, err := h.Say(t.Context(), dana, teamRoom, "hello"); err != nil {
			t.Errorf("not even the second time: %v", err)
		}
		if n := len(h.heard()); n != 1 {
			t.Errorf("%d events, want one", n)
		}
	})
}
