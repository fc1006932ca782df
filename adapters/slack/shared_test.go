package slack_test

import (
	"testing"
	"testing/synctest"

	"soundings/bot"
	"soundings/internal/fakeslack"
)

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
