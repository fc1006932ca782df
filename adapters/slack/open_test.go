package slack_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"soundings/adapters/slack"
	"soundings/bot"
	"soundings/internal/fakeslack"
)

// opening is a part that asks for a room, as bot makes it.
func opening(name string, people ...string) bot.Part {
	m := bot.OpenRoom("open:O3", "slack", bot.Opening{Key: "+care.O3", Name: name, People: people})
	return bot.Part{Key: "care/open:O3/0.0", Class: m.Class, Engagement: "care", To: m.To[0], Title: m.Title, Blocks: m.Blocks, Number: 1, Of: 1}
}

// contacts are those of two people; a third is not to be had just now.
func contacts(_ *fakeslack.Options, o *slack.Options) {
	o.Contact = func(_ context.Context, person string) (string, error) {
		switch person {
		case "P9":
			return "ana@tidewell.example", nil
		case "P10":
			return "", nil
		}
		return "", errors.New("the vault is closed")
	}
}

func TestOpenRoom(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		p := opening("care Tidewell Ltd", "P9", "P10")
		p.For = dana
		id, err := h.Send(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		c, _ := h.Channel(id)
		if !c.Private || c.Name != "care-tidewell-ltd" || strings.Join(c.Members, " ") != fakeslack.Bot+" "+dana {
			t.Errorf("made %+v", c)
		}
		invites := h.Invites()
		if len(invites) != 1 || invites[0].Mail != "ana@tidewell.example" || invites[0].Channel != id || invites[0].PostOnly {
			t.Errorf("invited %+v, want one who may press buttons", invites)
		}
		synctest.Wait()
		var ev bot.Event
		for _, e := range h.heard() {
			if e.Action == bot.RoomOpened {
				ev = e
			}
		}
		if ev.Kind != bot.Changed || ev.Room != at(id) || ev.Value != "+care.O3" || ev.Text != "care-tidewell-ltd" || ev.Engagement != "care" || ev.ID == "" {
			t.Errorf("delivered %+v", ev)
		}
	}, contacts)
}

// However often a room is asked for, and wherever the service was killed in
// between, there is one.
func TestARoomIsMadeOnce(t *testing.T) {
	breaks := map[string]func(h *house){
		"asked again":                        func(*house) {},
		"killed before it was given a topic": func(h *house) { h.Fail("conversations.setTopic", 1, fakeslack.Fault{Reset: true}) },
		"killed once it was given a topic":   func(h *house) { h.Fail("conversations.setTopic", 1, fakeslack.Fault{Reset: true, AfterDoing: true}) },
		"killed while it was made":           func(h *house) { h.Fail("conversations.create", 1, fakeslack.Fault{Reset: true, AfterDoing: true}) },
		"killed before anybody was invited":  func(h *house) { h.Fail("conversations.inviteShared", 1, fakeslack.Fault{Reset: true}) },
		"killed before it was told": func(h *house) {
			refuse := once()
			h.answers(func(ctx context.Context, ev bot.Event) (bot.Answer, error) {
				if ev.Action == bot.RoomOpened {
					return refuse(ctx, ev)
				}
				return bot.Answer{}, nil
			})
		},
	}
	for name, happens := range breaks {
		t.Run(name, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				happens(h)
				_, err := h.Send(t.Context(), opening("Tidewell", "P9"))
				if name != "asked again" {
					wantFailure(t, "Send", err, bot.Transient, "")
				}
				h.leave()
				h.enter(byHTTP)
				id, err := h.Send(t.Context(), opening("Tidewell", "P9"))
				if err != nil {
					t.Fatalf("the second time: %v", err)
				}
				if c, _ := h.Channel(id); c.Name != "tidewell" {
					t.Errorf("it is called %q", c.Name)
				}
				if calls := h.Slack.Counts(); calls.Calls["conversations.create"]-calls.Errors["conversations.create fault"] != 1 {
					t.Errorf("%d channels were made", calls.Calls["conversations.create"])
				}
			}, contacts)
		})
	}
}

func TestWhatARoomIsCalled(t *testing.T) {
	cases := []struct{ name, want string }{
		{"Tidewell", "tidewell"},
		{"care-Tidewell & Sons, Ltd.", "care-tidewell-sons-ltd"},
		{"St John's Care", "st-johns-care"},
		{"Žižkov Péče", "žižkov-péče"},
		{"ケア株式会社", "ケア株式会社"},
		{"٤٢ rooms", "rooms"},
		{"!!!", "soundings-care-care-o3"},
		{"", "soundings-care-care-o3"},
		{strings.Repeat("long name ", 20), strings.TrimSuffix(strings.Repeat("long-name-", 8), "-")},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				id, err := h.Send(t.Context(), opening(c.name))
				if got, _ := h.Channel(id); err != nil || got.Name != c.want {
					t.Errorf("%q is called %q, %v, want %q", c.name, got.Name, err, c.want)
				}
			})
		})
	}
}

// A name that something else has gets a number; for ever it is not tried.
func TestANameThatIsTaken(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		h.AddChannel(fakeslack.Channel{ID: "C1", Name: "tidewell"})
		h.AddChannel(fakeslack.Channel{ID: "C2", Name: "tidewell-2", Private: true, Members: []string{fakeslack.Bot}}) // of somebody else
		id, err := h.Send(t.Context(), opening("Tidewell"))
		if c, _ := h.Channel(id); err != nil || c.Name != "tidewell-3" {
			t.Errorf("it is called %q, %v", c.Name, err)
		}
	})
	inside(t, byHTTP, func(t *testing.T, h *house) {
		h.Fail("conversations.create", -1, fakeslack.Fault{Error: "name_taken"})
		_, err := h.Send(t.Context(), opening("Tidewell"))
		wantFailure(t, "Send", err, bot.Denied, "there are 20 channels of that name already")
		if n := h.Slack.Counts().Calls["conversations.create"]; n != 20 {
			t.Errorf("tried %d names, and says 20", n)
		}
	})
}

func TestWhyARoomCouldNotBeOpened(t *testing.T) {
	cases := []struct {
		name, method string
		fault        fakeslack.Fault
		reason       bot.Reason
		plain        string
	}{
		{"not allowed to make one", "conversations.create", fakeslack.Fault{Error: "restricted_action"}, bot.Denied, "does not let Soundings make a private channel"},
		{"a right is missing", "conversations.create", fakeslack.Fault{Error: "missing_scope"}, bot.Denied, "soundings check"},
		{"the token is revoked", "users.conversations", fakeslack.Fault{Error: "token_revoked"}, bot.Denied, "install it again"},
		{"not allowed to invite", "conversations.inviteShared", fakeslack.Fault{Error: "restricted_action"}, bot.Denied, "there is a channel, #tidewell, but Slack does not let Soundings invite other organisations"},
		{"shared channels are not to be had", "conversations.inviteShared", fakeslack.Fault{Error: "not_paid"}, bot.Denied, "there is a channel, #tidewell"},
		{"no colleague to be invited", "conversations.invite", fakeslack.Fault{Error: "user_is_restricted"}, bot.Denied, "invite a colleague"},
		{"too fast", "conversations.create", fakeslack.Fault{Status: 429, RetryAfter: 9}, bot.Limited, ""},
		{"Slack is out of order", "conversations.create", fakeslack.Fault{Error: "internal_error"}, bot.Transient, ""},
		{"Slack does not answer", "users.conversations", fakeslack.Fault{Status: 502}, bot.Transient, ""},
		{"Slack does not say who we are", "auth.test", fakeslack.Fault{Status: 502}, bot.Transient, ""},
		{"invited already", "conversations.inviteShared", fakeslack.Fault{Error: "already_in_channel"}, "", ""},
		{"a colleague is in it already", "conversations.invite", fakeslack.Fault{Error: "already_in_channel"}, "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				h.Fail(c.method, 1, c.fault)
				p := opening("Tidewell", "P9")
				p.For = dana
				_, err := h.Send(t.Context(), p)
				if c.reason == "" {
					if err != nil {
						t.Errorf("Send = %v, though it is as it should be", err)
					}
					return
				}
				wantFailure(t, "Send", err, c.reason, c.plain)
				for _, ev := range h.heard() {
					if ev.Action == bot.RoomOpened {
						t.Error("it is told that there is a room all the same")
					}
				}
				wantDiscreet(t, h, err)
			}, contacts)
		})
	}
}

func TestAnAddressThatIsNotToBeHad(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		_, err := h.Send(t.Context(), opening("Tidewell", "P11"))
		wantFailure(t, "Send", err, bot.Transient, "")
		if strings.Contains(err.Error(), "vault") {
			t.Errorf("it tells too much: %v", err)
		}
	}, contacts)
	inside(t, byHTTP, func(t *testing.T, h *house) {
		if _, err := h.Send(t.Context(), opening("Tidewell", "P9")); err != nil || len(h.Invites()) > 0 {
			t.Errorf("Send = %v, %d invited, though nobody's address is known", err, len(h.Invites()))
		}
	})
}

// An invitation goes its way, and each step is told.
func TestAnInvitationIsFollowed(t *testing.T) {
	for how, settle := range map[string]func(h *house, id string) error{
		"accepted": func(h *house, id string) error { return h.AcceptInvite(h.t.Context(), id, ana) },
		"declined": func(h *house, id string) error { return h.DeclineInvite(h.t.Context(), id, ana) },
	} {
		t.Run(how, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				id, err := h.Send(t.Context(), opening("Tidewell", "P9"))
				if err != nil {
					t.Fatal(err)
				}
				if err := settle(h, h.Invites()[0].ID); err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
				told := false
				for _, ev := range h.heard() {
					if ev.Action == bot.RoomInvited {
						told = ev.Room == at(id) && ev.Text == how && ev.Sender.Team == tidewell
					}
				}
				if !told {
					t.Errorf("nobody is told that it was %s: %+v", how, h.heard())
				}
			}, contacts)
		})
	}
}
