package slack_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"soundings/bot"
	"soundings/internal/fakeslack"
)

// Who is in a channel: people of ours, guests, and those of others, of whom Slack may
// tell no more than that they are there.
func TestPlace(t *testing.T) {
	const room = "C0ROOM"
	for _, c := range []struct {
		name    string
		channel fakeslack.Channel
		want    bot.Place
	}{
		{"ours alone", fakeslack.Channel{Members: []string{dana}}, bot.Place{Name: "room", Home: 1}},
		{"with others", fakeslack.Channel{Members: []string{dana, ana}, Teams: []string{tidewell}}, bot.Place{Name: "room", Home: 1, Outside: 1, Teams: []string{tidewell}}},
		{"shared, and nobody of theirs is in it", fakeslack.Channel{Members: []string{dana}, Teams: []string{tidewell}}, bot.Place{Name: "room", Home: 1, Teams: []string{tidewell}}},
		{"with guests and an app", fakeslack.Channel{Members: []string{"U0GIL", "U0POLL"}}, bot.Place{Name: "room", Guests: 1, Mails: []string{"tidewell.example"}}},
		{"with two others", fakeslack.Channel{Members: []string{ana, "U0EVE"}, Teams: []string{tidewell, "T0ELSE"}}, bot.Place{Name: "room", Outside: 2, Teams: []string{"T0ELSE", tidewell}}},
		{"with somebody whom Slack does not show us", fakeslack.Channel{Members: []string{dana, "U0NOBODY"}}, bot.Place{Name: "room", Home: 1, Outside: 1}},
	} {
		inside(t, byHTTP, func(t *testing.T, h *house) {
			h.AddUser(fakeslack.User{ID: "U0GIL", Guest: true, Mail: "gil@tidewell.example"})
			h.AddUser(fakeslack.User{ID: "U0POLL", Bot: true})
			h.AddTeam("T0ELSE", "Elsewhere")
			h.AddUser(fakeslack.User{ID: "U0EVE", Team: "T0ELSE"})
			c.channel.ID, c.channel.Name, c.channel.Members = room, "room", append(c.channel.Members, fakeslack.Bot)
			h.AddChannel(c.channel)
			got, err := h.Place(t.Context(), at(room))
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			slices.Sort(got.Teams)
			if c.want.Mails == nil { // whether Slack tells is its own business
				got.Mails = nil
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.name, diff)
			}
			if p, err := h.Place(t.Context(), at(h.Direct(dana))); err != nil || !p.Alone {
				t.Errorf("a conversation with one person is %+v, %v", p, err)
			}
			h.Fail("conversations.members", 1, fakeslack.Fault{Error: "not_in_channel"})
			if _, err := h.Place(t.Context(), at(room)); err == nil {
				t.Errorf("%s: what nobody can look into is told", c.name)
			}
		})
	}
}
