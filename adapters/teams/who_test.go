package teams_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"soundings/bot"
)

// Who is of the home organisation, a guest of it, or of another one.
func TestWhoSomebodyIs(t *testing.T) {
	full := map[string]any{"id": gus, "name": "Gus Hale", "email": "gus@x.example", "tenantId": home, "userRole": "user"}
	with := func(more map[string]any) map[string]any {
		m := maps.Clone(full)
		maps.Copy(m, more)
		return m
	}
	cases := []struct {
		name   string
		member map[string]any // nil: Teams does not show them to us
		team   string
		home   bool
	}{
		{"a full member", full, home, true},
		{"a full member, the tenant in capitals", with(map[string]any{"tenantId": strings.ToUpper(home)}), home, true},
		{"a guest", with(map[string]any{"userRole": "guest"}), "", false},
		{"a guest, as an older client tells", with(map[string]any{"userPrincipalName": "gus_x.example#EXT#@westmere.example"}), "", false},
		{"somebody anonymous", with(map[string]any{"userRole": "anonymous"}), "", false},
		{"of another organisation", with(map[string]any{"tenantId": tidewell}), tidewell, false},
		{"of nobody knows which", with(map[string]any{"tenantId": ""}), "", false},
		{"whom Teams does not show us", nil, "", false},
	}
	for _, c := range cases {
		inside(t, func(t *testing.T, h *house) {
			if c.member != nil {
				h.members[tidewellRoom] = append(h.members[tidewellRoom], c.member)
			}
			h.post(h.says(gus, tidewellRoom, "hello"))
			s := h.last(t).Sender
			if s.ID != gus || s.Team != c.team || s.Home != c.home || s.Direct == "" || c.member != nil && s.Name != "Gus Hale" {
				t.Errorf("%s: %+v, want team %q, home %v", c.name, s, c.team, c.home)
			}
		})
	}
}

// What Teams says is believed for ten minutes. While it says nothing, nobody who is
// not known is taken for anybody.
func TestWhoIsRemembered(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		asked := func() int { return strings.Count(strings.Join(h.requests, "\n"), "/members/") }
		h.fail = []int{502}
		if w := h.post(h.says(ana, tidewellRoom, "one")); w.Code != 503 || len(h.heard()) > 0 {
			t.Errorf("status %d, heard %v, though nobody could tell who it was", w.Code, h.heard())
		}
		for range 3 {
			h.post(h.says(ana, tidewellRoom, "two"))
		}
		if n := asked(); n != 2 {
			t.Errorf("asked %d times, want once in vain and once", n)
		}
		time.Sleep(11 * time.Minute) // of the bubble
		h.fail = []int{502}
		h.post(h.says(ana, tidewellRoom, "three"))
		if s := h.last(t).Sender; asked() != 3 || s.Team != tidewell {
			t.Errorf("asked %d times, %+v; want what was true a while ago", asked(), s)
		}
	})
}

// standing is the list of a supplier in its channel.
func standing(class bot.Class, home bool) bot.Part {
	to := bot.Address{Adapter: "teams", Room: tidewellRoom, Ref: `{"s":"` + service + `","t":"channel","g":"` + teamRoom + `"}`}
	return bot.Part{Key: "k", Class: class, To: to, Number: 1, Of: 1, Home: home, Blocks: []bot.Block{bot.Say("The list.")}}
}

// What is the team's is posted only where nobody else is, and what is one supplier's
// in no channel that several read as members of its team.
func TestWhoMayRead(t *testing.T) {
	other := map[string]any{"id": "29:bo", "tenantId": "t2", "userRole": "user"}
	guestOf := func(id, mail string) map[string]any {
		return map[string]any{"id": id, "tenantId": home, "userRole": "guest", "email": mail}
	}
	own := func(class bot.Class) bot.Part {
		p := standing(class, false)
		p.Own = true
		return p
	}
	two := []map[string]any{guestOf("29:g1", "a@one.example"), guestOf("29:g2", "b@two.example")}
	cases := []struct {
		name    string
		kind    string
		part    bot.Part
		members []map[string]any
		refused bot.Reason
	}{
		{"the team's, among others", "private", standing(bot.Digest, true), nil, bot.Denied},
		{"a supplier's, in a private channel of two", "private", standing(bot.Standing, false), []map[string]any{other}, ""},
		{"a supplier's, in a standard channel, one other organisation", "standard", own(bot.Standing), nil, ""},
		{"a supplier's, in a standard channel of two", "standard", standing(bot.Standing, false), []map[string]any{other}, bot.Crowded},
		{"a supplier's welcome there", "standard", own(bot.Release), []map[string]any{other}, bot.Crowded},
		{"an answer to it there", "standard", own(bot.Reply), []map[string]any{other}, bot.Crowded},
		{"the same, in a shared channel of two", "shared", own(bot.Reply), []map[string]any{other}, ""},
		{"a supplier's, of whose channel nobody said what it is", "", own(bot.Standing), []map[string]any{other}, bot.Crowded},
		{"a supplier's, among guests of two firms", "standard", own(bot.Standing), two, bot.Crowded},
		{"what goes to everyone, in a standard channel of two", "standard", standing(bot.Release, false), []map[string]any{other}, ""},
	}
	for _, c := range cases {
		inside(t, func(t *testing.T, h *house) {
			h.kind = c.kind
			h.members[tidewellRoom] = append(h.members[tidewellRoom], c.members...)
			_, err := h.Send(t.Context(), c.part)
			if got := reasonOf(err); got != c.refused {
				t.Errorf("%s: %v", c.name, err)
			}
			if c.refused != "" && plainOf(err) == "" {
				t.Errorf("%s: nobody is told what to do about it", c.name)
			}
			h.fail = []int{502, 502, 502}
			h.post(h.activity("conversationUpdate", dana, teamRoom, map[string]any{"membersAdded": []any{}})) // so that it looks again
			if _, err = h.Send(t.Context(), c.part); c.refused == bot.Crowded && reasonOf(err) != bot.Transient {
				t.Errorf("%s: while nobody can tell who reads it: %v", c.name, err)
			}
		})
	}
}

// Who reads along in a channel that all of a team read, and nowhere else.
func TestOnlookers(t *testing.T) {
	for _, c := range []struct {
		name, kind string
		room       string
		fail       []int
		want       string
		fails      bool
	}{
		{"standard", "standard", tidewellRoom, nil, tidewell + " @two.example", false},
		{"nobody says what it is", "", tidewellRoom, nil, tidewell + " @two.example", false},
		{"shared", "shared", tidewellRoom, nil, "", false},
		{"a chat with one person", "standard", danaChat, nil, "", false},
		{"one that we are not in", "standard", "19:gone@thread.tacv2", nil, "", false},
		{"while Teams is away", "standard", tidewellRoom, []int{502, 502}, "", true},
	} {
		inside(t, func(t *testing.T, h *house) {
			h.kind = c.kind
			h.members[tidewellRoom] = append(h.members[tidewellRoom], map[string]any{"id": "29:g2", "tenantId": home, "userRole": "guest", "email": "b@two.example"})
			h.fail = c.fail
			room := standing(bot.Standing, false).To
			if room.Room != c.room {
				room.Room, room.Ref = c.room, ""
			}
			got, err := h.Onlookers(t.Context(), room)
			if strings.Join(got, " ") != c.want || (err != nil) != c.fails {
				t.Errorf("%s: %v, %v, want %q", c.name, got, err, c.want)
			}
		})
	}
}

// What is for one person of the team alone reaches them when others are in its room;
// what answers them is not said where those read it.
func TestTheOwnerIsTold(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		h.post(h.says(dana, tidewellRoom, "hello"))
		p := standing(bot.Notice, true)
		p.For = h.last(t).Sender.Direct
		if _, err := h.Send(t.Context(), p); err != nil {
			t.Errorf("for one alone: %v", err)
		}
		h.closed[danaChat] = true
		h.always(note("Only the team may read this."), nil)
		h.post(h.says(dana, tidewellRoom, "status"))
		if got := h.said(tidewellRoom); len(got) > 0 {
			t.Errorf("everybody reads %q", got)
		}
		h.post(h.says(dana, teamRoom, "status"))
		if got := h.said(teamRoom); len(got) != 1 {
			t.Errorf("the team reads %q, want the answer", got)
		}
	})
}

// Whether others are in a room is remembered for a minute, or until somebody comes.
func TestShared(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		team := standing(bot.Digest, true)
		team.To.Room = teamRoom
		for range 2 {
			if _, err := h.Send(t.Context(), team); err != nil {
				t.Fatal(err)
			}
		}
		if n := strings.Count(strings.Join(h.requests, "\n"), "pagedmembers"); n != 1 {
			t.Errorf("looked %d times, want once", n)
		}
		h.members[teamRoom] = append(h.members[teamRoom], map[string]any{"id": "29:x1", "tenantId": home}, map[string]any{"id": ana, "tenantId": tidewell})
		h.post(h.activity("conversationUpdate", dana, teamRoom, map[string]any{"membersAdded": []any{map[string]any{"id": ana}}}))
		if _, err := h.Send(t.Context(), team); reasonOf(err) != bot.Denied {
			t.Errorf("posted before somebody else's eyes, who is on the second page: %v", err)
		}
		if shared, err := h.Shared(t.Context(), team.To); !shared || err != nil {
			t.Errorf("Shared = %v, %v", shared, err)
		}
		if shared, err := h.Shared(t.Context(), at(danaChat)); shared || err != nil {
			t.Errorf("Shared of a chat with one person = %v, %v", shared, err)
		}
	})
}
