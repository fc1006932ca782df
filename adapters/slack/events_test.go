package slack_test

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"soundings/bot"
	"soundings/internal/fakeslack"
)

// The people as they are delivered.
func anaSays() bot.Sender {
	return bot.Sender{ID: ana, Direct: ana, Name: "Ana Whitlock", Team: tidewell}
}

func danaSays() bot.Sender {
	return bot.Sender{ID: dana, Direct: dana, Name: "Dana Ellery", Contact: "dana@westmere.example", Team: fakeslack.Home, Home: true}
}

// What Slack tells, as JSON, and what is delivered of it; nil: nothing.
func TestEvents(t *testing.T) {
	said := func(change func(*bot.Event)) *bot.Event {
		ev := bot.Event{Kind: bot.Said, Room: at(tidewellRoom), Sender: anaSays(), Message: "1.000100", Text: "hello", Overheard: true}
		change(&ev)
		return &ev
	}
	same := func(*bot.Event) {}
	changed := func(room, action string, change func(*bot.Event)) *bot.Event {
		ev := bot.Event{Kind: bot.Changed, Action: action, Room: at(room)}
		change(&ev)
		return &ev
	}
	of := func(team string) func(*bot.Event) { return func(ev *bot.Event) { ev.Sender.Team = team } }
	cases := []struct {
		name, json string
		want       *bot.Event
	}{
		{"a message", `{"type":"message","user":"U0ANA","channel":"C0TIDEWELL","text":"hello","ts":"1.000100"}`, said(same)},
		{
			"the bot is named", `{"type":"message","user":"U0ANA","channel":"C0TIDEWELL","text":"<@U0BOT> hello","ts":"1.000100"}`,
			said(func(ev *bot.Event) { ev.Overheard = false }),
		},
		{
			"a reply in a thread", `{"type":"message","user":"U0ANA","channel":"C0TIDEWELL","text":"hello","ts":"1.000100","thread_ts":"0.000900"}`,
			said(func(ev *bot.Event) { ev.Message, ev.Thread = "1.000100@0.000900", "0.000900" }),
		},
		{
			"the first of a thread", `{"type":"message","user":"U0ANA","channel":"C0TIDEWELL","text":"hello","ts":"1.000100","thread_ts":"1.000100"}`,
			said(same),
		},
		{
			"a reply that is shown in the channel, too",
			`{"type":"message","subtype":"thread_broadcast","user":"U0ANA","channel":"C0TIDEWELL","text":"hello","ts":"1.000100","thread_ts":"0.000900"}`,
			said(func(ev *bot.Event) { ev.Message, ev.Thread = "1.000100@0.000900", "0.000900" }),
		},
		{"to the bot alone", `{"type":"message","channel_type":"im","user":"U0ANA","channel":"D1","text":"hello","ts":"1.000100"}`, said(func(ev *bot.Event) { ev.Room, ev.Overheard = at("D1"), false })},
		{"nothing in it", `{"type":"message","user":"U0ANA","channel":"C0TIDEWELL","text":" ","ts":"1.000100"}`, nil},
		{"nothing but the bot's name", `{"type":"message","user":"U0ANA","channel":"C0TIDEWELL","text":"<@U0BOT>","ts":"1.000100"}`, said(func(ev *bot.Event) { ev.Text, ev.Overheard = "", false })},
		{
			"a table that was pasted", `{"type":"message","user":"U0ANA","channel":"C0TIDEWELL","text":"hello","ts":"1.000100","attachments":[{"fallback":"[no preview available]","blocks":[{"type":"table","rows":[` +
				`[{"type":"raw_text","text":"Item"},{"type":"raw_text","text":"Months"}],[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"NHS <form>"},{"type":"link","url":"https://x.example"}]}]},{"type":"raw_number","value":9}],"odd",[]]}]}]}`,
			said(func(ev *bot.Event) { ev.Text = "hello\nItem | Months\nNHS <form>https://x.example | 9" }),
		},
		{"nothing but what a link leads to", `{"type":"message","user":"U0ANA","channel":"C0TIDEWELL","text":"","ts":"1.000100","attachments":[{"from_url":"https://x.example","blocks":[{"type":"section","text":{"text":"hello"}}]}]}`, nil},
		{"what the bot said", `{"type":"message","user":"U0BOT","bot_id":"B0BOT","channel":"C0TIDEWELL","text":"hello","ts":"1.000100"}`, nil},
		{"what another app said", `{"type":"message","subtype":"bot_message","bot_id":"B9","channel":"C0TIDEWELL","text":"hello","ts":"1.000100"}`, nil},
		{"what an app said in somebody's name", `{"type":"message","user":"U0ANA","bot_id":"B9","channel":"C0TIDEWELL","text":"hello","ts":"1.000100"}`, nil},
		{"somebody came, as a message", `{"type":"message","subtype":"channel_join","user":"U0ANA","channel":"C0TIDEWELL","text":"hello","ts":"1.000100"}`, nil},

		// A field whose type is not what it was costs no more than itself.
		{"text that is a number", `{"type":"message","user":"U0ANA","channel":"C0TIDEWELL","text":6,"ts":"1.000100"}`, said(func(ev *bot.Event) { ev.Text = "6" })},
		{"blocks that are text", `{"type":"message","user":"U0ANA","channel":"C0TIDEWELL","text":"hello","ts":"1.000100","blocks":"none","files":{},"edited":7}`, said(same)},
		{"people and places that are objects", `{"type":"message","user":{"id":"U0ANA"},"channel":{"id":"C0TIDEWELL"},"text":"hello","ts":"1.000100"}`, said(same)},
		{"a moment that is a number", `{"type":"message","user":"U0ANA","channel":"C0TIDEWELL","text":"hello","ts":1.123456}`, said(func(ev *bot.Event) { ev.Message = "1.123456" })},
		{"a team that is an object", `{"type":"message","user":"U0ANA","user_team":{},"team":[],"channel":"C0TIDEWELL","text":"hello","ts":"1.000100"}`, said(same)},
		{"nobody wrote it", `{"type":"message","user":[],"channel":"C0TIDEWELL","text":"hello","ts":"1.000100"}`, nil},

		{
			"changed", `{"type":"message","subtype":"message_changed","channel":"C0TIDEWELL","ts":"2.000100",` +
				`"message":{"user":"U0ANA","text":"good day","ts":"1.000100"},"previous_message":{"user":"U0ANA","text":"hello","ts":"1.000100"}}`,
			&bot.Event{Kind: bot.Edited, Room: at(tidewellRoom), Sender: anaSays(), Original: "1.000100", Text: "good day", Overheard: true},
		},
		{
			"changed in a thread", `{"type":"message","subtype":"message_changed","channel":"C0TIDEWELL","ts":"2.000100",` +
				`"message":{"user":"U0ANA","text":"good day","ts":"1.000100","thread_ts":"0.000900"},"previous_message":{"text":"hello"}}`,
			&bot.Event{Kind: bot.Edited, Room: at(tidewellRoom), Sender: anaSays(), Original: "1.000100@0.000900", Thread: "0.000900", Text: "good day", Overheard: true},
		},
		{
			"not changed: a link was unfolded", `{"type":"message","subtype":"message_changed","channel":"C0TIDEWELL","ts":"2.000100",` +
				`"message":{"user":"U0ANA","text":"hello","ts":"1.000100","attachments":[]},"previous_message":{"user":"U0ANA","text":"hello","ts":"1.000100"}}`, nil,
		},
		{
			"the bot's own was changed", `{"type":"message","subtype":"message_changed","channel":"C0TIDEWELL","ts":"2.000100",` +
				`"message":{"user":"U0BOT","bot_id":"B0BOT","text":"good day","ts":"1.000100"},"previous_message":{"text":"hello"}}`, nil,
		},
		{
			"taken back", `{"type":"message","subtype":"message_deleted","channel":"C0TIDEWELL","ts":"2.000100","deleted_ts":"1.000100",` +
				`"previous_message":{"user":"U0ANA","text":"hello","ts":"1.000100"}}`,
			&bot.Event{Kind: bot.Deleted, Room: at(tidewellRoom), Sender: anaSays(), Original: "1.000100", Overheard: true},
		},
		{
			"taken back though it had replies", `{"type":"message","subtype":"message_changed","channel":"C0TIDEWELL","ts":"2.000100",` +
				`"message":{"user":"USLACKBOT","subtype":"tombstone","text":"This message was deleted.","ts":"1.000100"},"previous_message":{"user":"U0ANA","text":"hello","ts":"1.000100"}}`,
			&bot.Event{Kind: bot.Deleted, Room: at(tidewellRoom), Sender: anaSays(), Original: "1.000100", Overheard: true},
		},
		{"the bot's own was taken back", `{"type":"message","subtype":"message_deleted","channel":"C0TIDEWELL","previous_message":{"user":"U0BOT","bot_id":"B0BOT","ts":"1.000100"}}`, nil},

		{"somebody came", `{"type":"member_joined_channel","user":"U0DANA","channel":"C0TIDEWELL","team":"T0HOME"}`, &bot.Event{Kind: bot.Joined, Room: at(tidewellRoom), Sender: danaSays()}},
		{"somebody went", `{"type":"member_left_channel","user":"U0ANA","channel":"C0TIDEWELL","team":"T0TIDEWELL"}`, &bot.Event{Kind: bot.Left, Room: at(tidewellRoom), Sender: anaSays()}},
		{"the bot came", `{"type":"member_joined_channel","user":"U0BOT","channel":"C0TIDEWELL"}`, changed(tidewellRoom, bot.RoomRestored, same)},
		{"the bot was taken out", `{"type":"member_left_channel","user":"U0BOT","channel":"C0TIDEWELL"}`, changed(tidewellRoom, bot.RoomLeft, same)},
		{"shared", `{"type":"channel_shared","channel":"C0TEAM","connected_team_id":"T0TIDEWELL"}`, changed(teamRoom, bot.RoomShared, of(tidewell))},
		{"shared, told from the other side", `{"type":"channel_shared","channel":"C0TEAM","connected_team_id":"T0HOME"}`, changed(teamRoom, bot.RoomShared, same)},
		{"not shared any more", `{"type":"channel_unshared","channel":"C0TEAM","previously_connected_team_id":"T0TIDEWELL"}`, changed(teamRoom, bot.RoomUnshared, of(tidewell))},
		{"archived", `{"type":"channel_archive","channel":"C0TEAM","user":"U0DANA"}`, changed(teamRoom, bot.RoomArchived, same)},
		{"restored", `{"type":"group_unarchive","channel":"C0TEAM","user":"U0DANA"}`, changed(teamRoom, bot.RoomRestored, same)},
		{"renamed", `{"type":"group_rename","channel":{"id":"C0TEAM","name":"care"}}`, changed(teamRoom, bot.RoomRenamed, func(ev *bot.Event) { ev.Text = "care" })},
		{"left", `{"type":"group_left","channel":"C0TEAM"}`, changed(teamRoom, bot.RoomLeft, same)},
		{"deleted", `{"type":"channel_deleted","channel":"C0TEAM"}`, changed(teamRoom, bot.RoomLeft, same)},
		{"has another id", `{"type":"channel_id_changed","old_channel_id":"C0TEAM","new_channel_id":"C0NEW"}`, changed(teamRoom, bot.RoomMoved, func(ev *bot.Event) { ev.Value = "slack:C0NEW" })},
		{
			"an invitation was accepted", `{"type":"shared_channel_invite_accepted","channel":{"id":"C0TIDEWELL","name":"x"},"accepting_user":{"id":"U0ANA","team_id":"T0TIDEWELL"}}`,
			changed(tidewellRoom, bot.RoomInvited, func(ev *bot.Event) { ev.Text, ev.Sender.Team = "accepted", tidewell }),
		},
		{
			"an invitation was declined", `{"type":"shared_channel_invite_declined","channel":{"id":"C0TIDEWELL","name":"x"},"declining_team_id":"T0TIDEWELL","declining_user":{"id":"U0ANA"}}`,
			changed(tidewellRoom, bot.RoomInvited, func(ev *bot.Event) { ev.Text, ev.Sender.Team = "declined", tidewell }),
		},
		{"no channel", `{"type":"channel_archive"}`, nil},

		{"a kind that nobody knows", `{"type":"teapot_boiled","channel":"C0TEAM"}`, nil},
		{"no kind", `{"channel":"C0TEAM"}`, nil},
		{"a person's token was revoked, none of ours", `{"type":"tokens_revoked","tokens":{"oauth":["U0DANA"],"bot":[]}}`, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			both(t, func(t *testing.T, h *house) {
				if err := h.tell(c.json); err != nil {
					t.Fatalf("not acknowledged: %v", err)
				}
				var want []bot.Event
				if c.want != nil {
					want = []bot.Event{*c.want}
				}
				if diff := cmp.Diff(want, h.heard(), cmpopts.IgnoreFields(bot.Event{}, "ID")); diff != "" {
					t.Errorf("delivered (-want +got):\n%s", diff)
				}
				for _, ev := range h.heard() {
					if !strings.HasPrefix(ev.ID, "slack:Ev") {
						t.Errorf("its identity is %q, want Slack's", ev.ID)
					}
				}
			})
		})
	}
}

// What is no event at all, and what is counted.
func TestOddRequests(t *testing.T) {
	cases := []struct{ name, json, body, counted string }{
		{"the address is verified", `{"type":"url_verification","challenge":"abc","token":"x"}`, `{"challenge":"abc"}`, ""},
		{"events are held back", `{"type":"app_rate_limited","minute_rate_limited":1}`, "", "rate limited by Slack"},
		{"a request of a new kind", `{"type":"teapot"}`, "", "unknown request"},
		{"an event of a new kind", `{"type":"event_callback","event":{"type":"teapot_boiled"}}`, "", "unknown event teapot_boiled"},
		{"an event that is none", `{"type":"event_callback","event":"teapot"}`, "", "unknown event "},
		{"a message that nobody wrote", `{"type":"event_callback","event":{"type":"message","ts":"1.1"}}`, "", "message not read"},
		{"a message", `{"type":"event_callback","event":{"type":"message","user":"U0ANA","channel":"C0TIDEWELL","ts":"1.1","text":"x"}}`, "", "event message"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			both(t, func(t *testing.T, h *house) {
				reply, err := h.DeliverRaw(t.Context(), json.RawMessage(c.json))
				if err != nil || string(reply.Body) != c.body {
					t.Errorf("answered %q, %v, want %q", reply.Body, err, c.body)
				}
				if n := h.Adapter.Counts()[c.counted]; c.counted != "" && n != 1 {
					t.Errorf("%q was counted %d times in %v", c.counted, n, h.Adapter.Counts())
				}
			})
		})
	}
}

// What is counted comes from outside, and is bounded.
func TestCountsAreBounded(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		for i := range 500 {
			kind, _ := json.Marshal(map[string]any{"type": strings.Repeat("x", i)})
			if err := h.tell(string(kind)); err != nil {
				t.Fatal(err)
			}
		}
		counts, all := h.Adapter.Counts(), 0
		for _, n := range counts {
			all += n
		}
		if len(counts) > 201 || all != 500 || counts["other"] < 300 {
			t.Errorf("%d names for %d events, %d of them others", len(counts), all, counts["other"])
		}
	})
}

// An event without an identity of its own is known by its place and moment.
func TestAnEventWithoutAnIdentity(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		for _, ts := range []string{"1.1", "1.1", "1.2"} {
			raw := json.RawMessage(`{"type":"event_callback","event":{"type":"message","user":"U0ANA","channel":"C0TIDEWELL","ts":"` + ts + `","text":"x"}}`)
			if _, err := h.DeliverRaw(t.Context(), raw); err != nil {
				t.Fatal(err)
			}
		}
		all := h.heard()
		if all[0].ID != all[1].ID || all[1].ID == all[2].ID || all[0].ID == "" {
			t.Errorf("identities %q, %q and %q", all[0].ID, all[1].ID, all[2].ID)
		}
	})
}

// What is too long to be taken is taken off Slack's hands, and whoever wrote it is
// told.
func TestTooLong(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.always(bot.Answer{}, bot.ErrTooLarge)
		if _, err := h.Say(t.Context(), dana, tidewellRoom, "a very long message"); err != nil {
			t.Fatalf("refused, so that Slack would send it again: %v", err)
		}
		wantOne(t, h.whispered(tidewellRoom, dana), "in two or three pieces")
	})
}

// A person's own token is none of ours.
func TestAPersonsToken(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		if err := h.tell(`{"type":"tokens_revoked","tokens":{"oauth":["U0DANA"],"bot":[]}}`); err != nil {
			t.Fatal(err)
		}
		h.posted(tidewellRoom, bot.Say("Still here."))
		if err := h.Healthy(); err != nil {
			t.Errorf("Healthy = %v", err)
		}
	})
}

// After the app was removed nothing is tried any more, and it says so.
func TestRemoved(t *testing.T) {
	for name, remove := range map[string]func(h *house) error{
		"its token was revoked": func(h *house) error { return h.Revoke(h.t.Context()) },
		"it was uninstalled":    func(h *house) error { return h.Uninstall(h.t.Context()) },
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, h *house) {
				h.posted(tidewellRoom, bot.Say("Before."))
				if err := h.Healthy(); err != nil {
					t.Fatalf("Healthy = %v before", err)
				}
				if err := remove(h); err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
				before := h.Slack.Counts().Calls
				p := bot.Part{Key: "k", To: at(tidewellRoom), Blocks: []bot.Block{bot.Say("After.")}}
				_, sent := h.Send(t.Context(), p)
				_, _, found := h.Find(t.Context(), p.To, "k")
				for what, err := range map[string]error{"Send": sent, "Edit": h.Edit(t.Context(), "1.1", p), "Find": found} {
					wantFailure(t, what, err, bot.Denied, "whoever looks after it has to install it again")
				}
				if diff := cmp.Diff(before, h.Slack.Counts().Calls); diff != "" {
					t.Errorf("calls were made all the same:\n%s", diff)
				}
				if err := h.Healthy(); err == nil || !strings.Contains(err.Error(), "install it again") {
					t.Errorf("Healthy = %v, want what to do", err)
				}
			})
		})
	}
}
