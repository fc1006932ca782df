package conversations_test

import (
	"strings"
	"testing"

	"soundings/bot"
	"soundings/conversations"
)

// In a room of no engagement, somebody is told what can become of it.
func TestARoomOfNoEngagement(t *testing.T) {
	said := func(text string, change func(*bot.Event)) bot.Event {
		ev := bot.Event{
			ID: "e", Kind: bot.Said, Room: bot.Address{Adapter: "chat", Room: "C012"}, Text: text, Person: "P1", Home: true, Opener: true,
		}
		if change != nil {
			change(&ev)
		}
		return ev
	}
	shared := func(ev *bot.Event) { ev.Shared = true }
	for _, test := range []struct {
		name string
		ev   bot.Event
		want string // in the note; empty: nothing is said
	}{
		{"new in a shared room", said("new Care", shared), "This room can't be a team's own"},
		{"something in a shared room", said("hello", shared), "invite Tidewell, small firm"},
		{"an invitation, by nobody of a team", said("invite Tidewell, small firm", nil), "in \\<#C012\\>"},
		{"a round table, by nobody of a team", said("round table", nil), "round table in"},
		{"something", said("hello", nil), "Nothing runs in this room yet"},
		{"what people say to each other", said("hello", func(ev *bot.Event) { ev.Overheard = true }), ""},
		{"an invitation by somebody else", said("invite Tidewell, small firm", func(ev *bot.Event) { ev.Home, ev.Opener = false, false }), "Only the buying team"},
	} {
		name, answer := conversations.Lobby(test.ev, func(string) bool { return false })
		got := ""
		if answer.Note != nil {
			for _, b := range answer.Note.Blocks {
				if b.Text != nil {
					got += b.Text.Markdown + "\n"
				}
			}
		}
		if name != "" || test.want == "" && got != "" || !strings.Contains(got, test.want) {
			t.Errorf("%s: opens %q and says %q, want %q", test.name, name, got, test.want)
		}
	}
	if name, _ := conversations.Lobby(said("new Care", nil), func(string) bool { return false }); name != "care" {
		t.Errorf("new in a room of the team alone opens %q", name)
	}
}

// Only a home member who turns to the bot makes a channel anybody's.
func TestAdopts(t *testing.T) {
	ev := bot.Event{Kind: bot.Said, Text: "Invite Tidewell, small firm", Home: true}
	if !conversations.Adopts(ev) {
		t.Error("an invitation is not seen")
	}
	for name, change := range map[string]func(*bot.Event){
		"by somebody else":         func(ev *bot.Event) { ev.Home = false },
		"said to others":           func(ev *bot.Event) { ev.Overheard = true },
		"something else":           func(ev *bot.Event) { ev.Text = "status" },
		"a message that is edited": func(ev *bot.Event) { ev.Kind = bot.Edited },
	} {
		other := ev
		change(&other)
		if conversations.Adopts(other) {
			t.Errorf("%s is taken for one", name)
		}
	}
}
