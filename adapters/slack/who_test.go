package slack_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"soundings/adapters/slack"
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
				err := h.Slack.Deliver(t.Context(), []byte(`{"type":"message","user":"U1","user_team":"`+c.team+`","channel":"C0TEAM","text":"hello","ts":"1.1"}`))
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

func TestShared(t *testing.T) {
	const room = "C0ROOM"
	cases := []struct {
		name    string
		channel fakeslack.Channel
		more    func(h *house)
		want    bool
	}{
		{"the team alone", fakeslack.Channel{Members: []string{dana}}, nil, false},
		{"shared with another organisation", fakeslack.Channel{Members: []string{dana, ana}, Teams: []string{tidewell}}, nil, true},
		{"shared, and nobody of theirs is in it", fakeslack.Channel{Members: []string{dana}, Teams: []string{tidewell}}, nil, true},
		{"a guest is in it", fakeslack.Channel{Members: []string{dana, "U0GIL"}}, func(h *house) { h.AddUser(fakeslack.User{ID: "U0GIL", Guest: true}) }, true},
		{"another app of ours is in it", fakeslack.Channel{Members: []string{dana, "U0POLL"}}, func(h *house) { h.AddUser(fakeslack.User{ID: "U0POLL", Bot: true}) }, false},
		{"somebody whom Slack does not show us is in it", fakeslack.Channel{Members: []string{dana, "U0NOBODY"}}, nil, true},
		{"another organisation is invited", fakeslack.Channel{Members: []string{dana}}, func(h *house) {
			h.Fail("conversations.info", 1, fakeslack.Fault{Body: `{"ok":true,"channel":{"id":"C0ROOM","is_pending_ext_shared":true}}`})
		}, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				if c.more != nil {
					c.more(h)
				}
				c.channel.ID, c.channel.Private, c.channel.Members = room, true, append(c.channel.Members, fakeslack.Bot)
				h.AddChannel(c.channel)
				if got, err := h.Shared(t.Context(), at(room)); got != c.want || err != nil {
					t.Errorf("Shared = %v, %v, want %v", got, err, c.want)
				}
				_, err := h.Send(t.Context(), bot.Part{Key: "k", To: at(room), Home: true, Blocks: []bot.Block{bot.Say("What suppliers said.")}})
				if c.name == "another organisation is invited" {
					return // which was true of the first look only
				}
				if c.want {
					wantFailure(t, "Send", err, bot.Denied, "others than full members of your organisation can read that channel")
				} else if err != nil {
					t.Errorf("Send: %v", err)
				}
				if n := len(h.said(room)); n != map[bool]int{true: 0, false: 1}[c.want] {
					t.Errorf("%d messages stand in the room", n)
				}
			})
		})
	}
}

// What stands in a channel may be read by whoever comes into it: from then on
// nothing of the team's is posted there.
func TestNothingOfTheTeamsOnceOthersCome(t *testing.T) {
	cases := map[string]func(h *house) error{
		"another organisation": func(h *house) error { return h.Share(h.t.Context(), teamRoom, tidewell) },
		"a guest": func(h *house) error {
			h.AddUser(fakeslack.User{ID: "U0GIL", Guest: true})
			return h.Join(h.t.Context(), "U0GIL", teamRoom)
		},
	}
	for name, come := range cases {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, h *house) {
				send := func() error {
					_, err := h.Send(t.Context(), bot.Part{Key: "k", To: at(teamRoom), Home: true, Blocks: []bot.Block{bot.Say("What suppliers said.")}})
					return err
				}
				for range 3 {
					if err := send(); err != nil {
						t.Fatalf("the team alone: %v", err)
					}
				}
				if n := h.Slack.Counts().Calls["conversations.info"]; n != 1 {
					t.Errorf("looked %d times into the channel, want once a minute", n)
				}
				if err := come(h); err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
				wantFailure(t, "Send", send(), bot.Denied, "nothing of the team's is posted there")
				_, err := h.Send(t.Context(), bot.Part{Key: "k", To: at(teamRoom), Home: true, For: dana, Blocks: []bot.Block{bot.Say("I have stopped.")}})
				if err != nil {
					t.Errorf("the owner is not told: %v", err)
				}
				wantOne(t, h.said(h.Direct(dana)), "I have stopped.")
			})
		})
	}
}

// While nobody can tell who is in a channel, what is the team's waits.
func TestNobodyCanTellWhoIsInAChannel(t *testing.T) {
	for _, method := range []string{"conversations.info", "conversations.members", "users.info"} {
		t.Run(method, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				h.Fail(method, -1, fakeslack.Fault{Status: 500})
				if _, err := h.Shared(t.Context(), at(teamRoom)); err == nil {
					t.Error("Shared says that it knows")
				}
				_, err := h.Send(t.Context(), bot.Part{Key: "k", To: at(teamRoom), Home: true, Blocks: []bot.Block{bot.Say("What suppliers said.")}})
				wantFailure(t, "Send", err, bot.Transient, "")
				if len(h.said(teamRoom)) > 0 {
					t.Error("it was posted")
				}
			})
		})
	}
}

func TestADirectConversationIsNobodyElses(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		if shared, err := h.Shared(t.Context(), at(h.Direct(dana))); shared || err != nil {
			t.Errorf("Shared = %v, %v", shared, err)
		}
	})
}

// The clock: a signature holds for five minutes, so one that is off is told of
// before they are refused.
func TestClockThatIsOff(t *testing.T) {
	for off, want := range map[time.Duration]bool{0: true, time.Minute: true, -time.Minute: true, 3 * time.Minute: false, -3 * time.Minute: false} {
		t.Run(off.String(), func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				h.posted(teamRoom, bot.Say("Hello."))
				if err := h.Healthy(); (err == nil) != want {
					t.Errorf("Healthy = %v", err)
				}
			}, func(_ *fakeslack.Options, o *slack.Options) { o.Now = func() time.Time { return time.Now().Add(off) } })
		})
	}
}

func TestMentionsAndMarkup(t *testing.T) {
	cases := []struct{ text, want string }{
		{"<@U0BOT> status", "status"},
		{"<@U0BOT|soundings> status", "status"},
		{"please, <@U0BOT>, status", "please, , status"},
		{"ask <@U0DANA> about it", "ask @Dana Ellery about it"},
		{"ask <@U0DANA|dana> about it", "ask @Dana Ellery about it"},
		{"ask <@U0NOBODY> about it", "ask @somebody about it"},
		{"in <#C0TEAM|digital-care>", "in <#C0TEAM|digital-care>"},
		{"<!channel> hear, <!here|here>, <!subteam^S1|@buyers>", "@channel hear, @here, @buyers"},
		{"<!date^1^{date}|9 June>", "9 June"},
		{"see <https://x.example/a|the report>", "see the report (https://x.example/a)"},
		{"see <https://x.example/a>", "see https://x.example/a"},
		{"see <http://x.example|x.example>", "see x.example"},
		{"<mailto:a@x.example|a@x.example>", "a@x.example"},
		{"is 60 &lt; 90 &amp; true?", "is 60 < 90 & true?"},
		{"&lt;!channel&gt; as text", "<!channel> as text"},
		{"a < b", "a < b"},
		{"&amp;lt;", "&lt;"},
		{"", ""},
	}
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				w := h.post("/slack/commands", "user_id=U0DANA&team_id=T0HOME&channel_id=C0TEAM&trigger_id=1&text="+escaped(c.text), signing, time.Now())
				if got := h.last(t).Text; w.Code != 200 || got != c.want {
					t.Errorf("status %d, %q was read as %q, want %q", w.Code, c.text, got, c.want)
				}
			})
		})
	}
}
