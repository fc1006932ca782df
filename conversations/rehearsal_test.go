package conversations_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"soundings/bot"
	"soundings/conversations"
)

var stageRoom = bot.Address{Adapter: "web", Room: "care.rehearsal-1"}

// state is all that tallies, digests and reports are made of.
func (h *house) state() string {
	h.t.Helper()
	if err := h.bot.Quiet(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	data, err := h.domain.State().Save()
	if err != nil {
		h.t.Fatal(err)
	}
	return string(data)
}

// elsewhere counts what stands in rooms that a rehearsal has nothing to do
// with.
func (h *house) elsewhere() int {
	n := 0
	for _, room := range []bot.Address{h.room, {Adapter: "web", Room: "care.tidewell"}, {Adapter: "web", Room: "care.elders"}, {Adapter: "mail", Room: "P2"}} {
		n += len(h.standing(room))
	}
	return n
}

// Whatever is done in a rehearsal, the engagement is what it was, and nobody
// else hears anything.
func TestARehearsalLeavesNoTrace(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := prepared(t)
		h.say("invite Tidewell, ana@tidewell.example")
		h.say("invite Elders, users' group")
		h.say("rehearse " + rapid.SampledFrom([]string{"", "users' group"}).Draw(rt, "as"))
		if len(h.standing(stageRoom)) != 3 {
			rt.Fatalf("the rehearsal begins with %d messages", len(h.standing(stageRoom)))
		}
		home := h.deliver(bot.Event{Kind: bot.Looked, Room: stageRoom, Action: bot.HomeView})
		if said := words(home.Note.Blocks); !strings.HasPrefix(said, "**This is a rehearsal.**") || !strings.Contains(said, "[End the rehearsal]") {
			rt.Fatalf("the page of the rehearsal says %s", said)
		}
		state, elsewhere := h.state(), h.elsewhere()
		for range rapid.IntRange(1, 20).Draw(rt, "acts") {
			ev := bot.Event{Kind: bot.Said, Room: stageRoom, Sender: bot.Sender{ID: "dana", Name: "Dana", Home: rapid.Bool().Draw(rt, "home")}}
			switch rapid.IntRange(0, 3).Draw(rt, "how") {
			case 0:
				ev.Kind, ev.Action, ev.Value = bot.Submitted, "answer", "1"
				ev.Fields = map[string]string{"stance": "cautious", "words": "who pays?", "ticks": "sensitive"}
			case 1:
				ev.Kind, ev.Action = bot.Looked, bot.HomeView
			default:
				ev.Text = rapid.SampledFrom([]string{
					"1 risk: who pays?", "2 can't", "works", "ask 2: how many?", "step back: the terms", "come back", "our answers", "sensitive 1",
					"fewer messages", "we declare: manager, no links", "help", "closes 1 July", "open now", "digest", "invite X, charity, x@x.example",
				}).Draw(rt, "text")
			}
			if answer := h.deliver(ev); !answer.Pretend || answer.Over {
				rt.Fatalf("nothing says that this is pretend: %+v is answered with %+v", ev, answer)
			}
			if h.state() != state {
				rt.Fatalf("after %+v the engagement is another:\n%s\n%s", ev, state, h.state())
			}
			if n := h.elsewhere(); n != elsewhere {
				rt.Fatalf("after %+v %d more messages stand elsewhere", ev, n-elsewhere)
			}
		}
		h.deliver(bot.Event{Kind: bot.Said, Room: stageRoom, Text: "end rehearsal"})
		all := h.standing(stageRoom)
		if got := all[len(all)-1].Title; got != "This rehearsal is over" {
			rt.Fatalf("at its end the rehearsal says %q", got)
		}
		if h.state() != state {
			rt.Fatal("the end of the rehearsal has changed the engagement")
		}
		if answer := h.deliver(bot.Event{Kind: bot.Submitted, Room: stageRoom, Action: "answer", Value: "1", Fields: map[string]string{"stance": "cautious"}}); answer.Note == nil || !strings.Contains(words(answer.Note.Blocks), "over") {
			rt.Fatalf("an answer after its end gives %+v", answer)
		}
		if answer := h.deliver(bot.Event{Kind: bot.Looked, Room: stageRoom, Action: bot.HomeView}); !answer.Over {
			rt.Fatalf("a look at its room gives %+v", answer)
		}
	})
}

// Another draft ends a rehearsal, and so does the end of it all.
func TestWhatEndsARehearsal(t *testing.T) {
	for _, test := range []struct {
		says []string
		ends bool
	}{
		{[]string{"import\n# Care\n\n## One\n\nAnother text."}, true},
		{[]string{"leave out 2"}, true},
		{[]string{"preview", "open now"}, true},
		{[]string{"close now"}, true},
		{[]string{"import"}, false},
		{[]string{"fixed 2", "closes 29 June", "invite Alder, large firm", "preview", "open"}, false},
	} {
		h := prepared(t)
		h.say("rehearse")
		for _, text := range test.says {
			h.say(text)
		}
		all := h.standing(stageRoom)
		if ended := all[len(all)-1].Title == "This rehearsal is over"; ended != test.ends {
			t.Errorf("%q: ended %v, want %v", test.says, ended, test.ends)
		}
	}
}

// Where no platform makes rooms there is none for a rehearsal.
func TestNowhereToRehearse(t *testing.T) {
	h := newHouse(t, conversations.Settings{Rooms: []string{}})
	h.say("new Care")
	h.say("import\n# Care\n\n## One\n\nText.")
	if answer := h.say("rehearse"); answer.Note == nil || !strings.Contains(words(answer.Note.Blocks), "in the browser") {
		t.Errorf("answered with %+v", answer)
	}
}
