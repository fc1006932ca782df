package conversations_test

import (
	"strings"
	"testing"

	"soundings/bot"
	"soundings/conversations"
	"soundings/docs/sample"
)

// westmere are settings that say who asks.
func westmere() conversations.Settings {
	return conversations.Settings{Buyer: sample.Buyer, Contact: sample.Contact}
}

// prepared is a house with an engagement that could be opened.
func prepared(t *testing.T) *house {
	t.Helper()
	h := newHouse(t, westmere())
	for _, text := range []string{
		"new Care", "import\n# Care\n\n## One\nStanding: fixed\nPlain: One.\n\nText.\n\n## Two\nPlain: Two.\n\nText.", "closes 26 June 17:00",
		"invite Tidewell, small firm",
	} {
		h.say(text)
	}
	return h
}

func value(f *bot.Form, field string) string {
	for _, known := range f.Fields {
		if known.Name == field {
			return known.Value
		}
	}
	return "no such field"
}

// Every form opens filled in with what is known, fits every platform, and says
// so when it changes nothing.
func TestTheTeamsForms(t *testing.T) {
	for _, test := range []struct {
		action, value string
		known         map[string]string // what stands in it at first
		change        map[string]string // what is sent
		said          string            // in the room
	}{
		{"standing", "", map[string]string{"fixed": "1", "unknown": ""}, map[string]string{"fixed": "2", "unknown": "1"}, "1 fixed, 0 open to change, 1 not known yet"},
		{"matters", "", map[string]string{"sections": ""}, map[string]string{"sections": "2"}, "**2 Two**"},
		{"want", "2", map[string]string{"question": ""}, map[string]string{"question": "How\nfar?"}, "How far?"},
		{"about", "", map[string]string{"title": "Care", "buyer": sample.Buyer}, map[string]string{"title": "Care", "buyer": "Westmere", "contact": "Dana"}, "Who is asking: Westmere"},
		{"closing", "", map[string]string{"day": "2026-06-26", "time": "17:00"}, map[string]string{"day": "2026-06-29", "time": "5:30pm"}, "Mon 29 June, 17:30"},
		{"schedule", "", map[string]string{"when": ""}, map[string]string{"when": "Fridays 4pm"}, "Fri 5 June, 16:00"},
	} {
		t.Run(test.action, func(t *testing.T) {
			h := prepared(t)
			form := h.look(test.action, test.value).Form
			if form == nil || len([]rune(form.Title)) > 24 || form.Typed == "" || form.Submit == "" || form.Action != test.action {
				t.Fatalf("the form is %+v", form)
			}
			for field, want := range test.known {
				if got := value(form, field); got != want {
					t.Errorf("%s = %q, want %q", field, got, want)
				}
			}
			if answer := h.send(form, test.change, nil); answer.Errors != nil || answer.Note != nil {
				t.Fatalf("sent: %+v", answer)
			}
			if said := words(h.said(h.room).Blocks); !strings.Contains(said, test.said) {
				t.Errorf("the bot says %s, want %q in it", said, test.said)
			}
			before := len(h.standing(h.room))
			answer := h.send(form, test.change, nil)
			if answer.Note == nil || !strings.Contains(words(answer.Note.Blocks), "Nothing was changed") || len(h.standing(h.room)) != before {
				t.Errorf("sent again: %+v", answer)
			}
			filled := h.deliver(bot.Event{Kind: bot.Looked, Action: form.Action, Value: form.Value, Fields: map[string]string{form.Fields[0].Name: "so far"}})
			if got := filled.Form.Fields[0].Value; form.Fields[0].Kind != bot.Upload && got != "so far" {
				t.Errorf("had again it has lost what was filled in: %q", got)
			}
		})
	}
}

func TestWhatIsWrongInTheTeamsForms(t *testing.T) {
	h := prepared(t)
	long := strings.Repeat("x", 600)
	for _, test := range []struct {
		action, value string
		fields        map[string]string
		want          string // the field with an error; empty: a note
		says          string // among the error's words
	}{
		{"import", "", nil, "file", ""},
		{"import", "", map[string]string{"text": " \n "}, "file", ""},
		{"standing", "", map[string]string{"fixed": "1,2", "unknown": "2"}, "unknown", "“2 Two”"},
		{"standing", "", map[string]string{"fixed": "1,2", "unknown": "2,1"}, "unknown", "“1 One” and “2 Two”"},
		{"standing", "", map[string]string{"fixed": "9"}, "fixed", ""},
		{"standing", "", map[string]string{"unknown": "x"}, "unknown", ""},
		{"matters", "", map[string]string{"sections": "9"}, "sections", ""},
		{"leave-out", "", map[string]string{"sections": "1,2"}, "sections", ""},
		{"leave-out", "", map[string]string{"sections": "7"}, "sections", ""},
		{"want", "2", map[string]string{"question": long}, "question", ""},
		{"want", "9", map[string]string{"question": "How?"}, "", ""},
		{"about", "", map[string]string{"title": " "}, "title", ""},
		{"about", "", map[string]string{"title": "Care", "buyer": long}, "buyer", ""},
		{"about", "", map[string]string{"title": "Care", "contact": long}, "contact", ""},
		{"closing", "", nil, "day", ""},
		{"closing", "", map[string]string{"day": "soon"}, "day", ""},
		{"closing", "", map[string]string{"day": "2026-05-26"}, "day", ""},
		{"closing", "", map[string]string{"day": "2026-06-26", "time": "tea"}, "time", ""},
		{"schedule", "", map[string]string{"when": "now and then"}, "when", ""},
		{"invite", "", map[string]string{"names": " \n\n"}, "names", ""},
		{"invite", "", map[string]string{"names": "A", "kind": "florist"}, "kind", ""},
		{"invite", "", map[string]string{"names": strings.Repeat("A, small firm\n", 101)}, "names", ""},
	} {
		before := len(h.standing(h.room))
		answer := h.deliver(bot.Event{Kind: bot.Submitted, Action: test.action, Value: test.value, Fields: test.fields})
		switch {
		case test.want == "" && answer.Note == nil:
			t.Errorf("%s %.60v: %+v, want a note", test.action, test.fields, answer)
		case test.want != "" && (len(answer.Errors) != 1 || answer.Errors[test.want] == "" || !strings.Contains(answer.Errors[test.want], test.says) || strings.Contains(answer.Errors[test.want], "**")):
			t.Errorf("%s %.60v: errors %v, want one on %s with %q", test.action, test.fields, answer.Errors, test.want, test.says)
		case len(h.standing(h.room)) != before:
			t.Errorf("%s %.60v: something was posted", test.action, test.fields)
		}
	}
}

// What was marked on the other sections stays when some are left out.
func TestLeavingSectionsOut(t *testing.T) {
	h := newHouse(t, conversations.Settings{})
	h.say("new Care")
	h.say("import\n# Care\n\n## One\n\nText.\n\n## Two\n\nText.\n\n## Three\nMost want to know: How far?\n\nText.")
	h.say("fixed 3")
	h.say("matters most 3")
	h.send(h.look("leave-out", "").Form, map[string]string{"sections": "1"}, nil)
	if said := words(h.said(h.room).Blocks); !strings.Contains(said, "[1 Two Open to change 2] [2 Three Fixed, matters most 2]") {
		t.Errorf("left are %s", said)
	}
	h.say("leave out 1 to 2")
	h.say("leave out 1")
	if said := h.said(h.room); said.Title != "1 section is left" || !strings.Contains(words(h.say("show 1").Note.Blocks), "How far?") {
		t.Errorf("left are %s: %s", said.Title, words(said.Blocks))
	}
}

// Lines that can't be used come back alone; their addresses are kept.
func TestAnInvitationIsMended(t *testing.T) {
	h := prepared(t)
	form := h.look("invite", "").Form
	if none := h.send(form, map[string]string{"names": "Kindred Carers Trust, office@kindred.example"}, nil); none.Form == nil || none.Recorded {
		t.Errorf("a line that can't be used is answered with %+v", none)
	}
	answer := h.send(form, map[string]string{"names": "Ledbury Data, large firm, x@ledbury.example\nKindred Carers Trust, office@kindred.example, chair@kindred.example\nTidewell, charity"}, nil)
	if answer.Form == nil || answer.Form.Value != "mend" || !answer.Recorded {
		t.Fatalf("answered with %+v", answer)
	}
	if got, want := value(answer.Form, "names"), "Kindred Carers Trust\nTidewell, charity"; got != want {
		t.Errorf("to mend are %q, want %q", got, want)
	}
	said := words(answer.Form.Blocks)
	for _, want := range []string{"2 lines need something more", "what kind of organisation is it", "of that name is there already", "need not be written again"} {
		if !strings.Contains(said, want) {
			t.Errorf("the form says %s, want %q in it", said, want)
		}
	}
	if again := h.look("invite", "mend").Form; value(again, "names") != value(answer.Form, "names") {
		t.Errorf("had again the form holds %q", value(again, "names"))
	}
	if said := words(h.said(h.room).Blocks); !strings.Contains(said, "[Ledbury Data large firm mail to 1 person]") {
		t.Errorf("after the first the bot says %s", said)
	}
	h.send(answer.Form, map[string]string{"names": "kindred carers trust, charity"}, nil)
	if said := words(h.said(h.room).Blocks); !strings.Contains(said, "mail to 2 people") {
		t.Errorf("after the second the bot says %s", said)
	}
	h.say("invite Tidewell, ana@tidewell.example, ana@tidewell.example")
	if said := words(h.said(h.room).Blocks); !strings.Contains(said, "the address was added to it") || !strings.Contains(said, "stands twice") {
		t.Errorf("after an address for one that is there the bot says %s", said)
	}
	h.say("remove x@ledbury.example")
	links := h.say("links").Note
	if said := words(links.Blocks); !strings.Contains(said, "Ledbury Data: link<care.ledbury-data >") || strings.Contains(said, "Tidewell:") || !strings.Contains(said, "speaks for that organisation") {
		t.Errorf("the links are %s", said)
	}
	if said := words(h.say("colleague").Note.Blocks); !strings.Contains(said, "link<team-1 >") {
		t.Errorf("the link for a colleague is %s", said)
	}
}

// No organisation has a page that could be taken for that of a rehearsal, or of
// a team.
func TestPagesAreToldApart(t *testing.T) {
	h := newHouse(t, conversations.Settings{})
	h.say("new Team alarms")
	h.say("invite Rehearsal 1, charity\nTidewell, small firm")
	if said := words(h.say("links").Note.Blocks); !strings.Contains(said, "link<team-alarms.the-rehearsal-1 >") || !strings.Contains(said, "link<team-alarms.tidewell >") {
		t.Errorf("the links are %s", said)
	}
}

// Where no mail can be sent the links have to be passed on, and the team is told.
func TestAddressesWithoutMail(t *testing.T) {
	settings := westmere()
	settings.NoMail = true
	h := newHouse(t, settings)
	for _, text := range []string{"new Care", "import\n# Care\n\n## One\n\nText.", "closes 26 June", "invite Tidewell, small firm, ana@tidewell.example"} {
		h.say(text)
	}
	if said := words(h.said(h.room).Blocks); !strings.Contains(said, "link only") || !strings.Contains(said, "can't send mail") {
		t.Errorf("the bot says %s", said)
	}
	if said := words(h.look("say", "preview").Note.Blocks); !strings.Contains(said, "can't send mail") || strings.Contains(said, "hears of it by mail") {
		t.Errorf("the preview says %s", said)
	}
	if said := words(h.say("links").Note.Blocks); !strings.Contains(said, "Tidewell: link<") {
		t.Errorf("the links are %s", said)
	}
	h.say("preview")
	h.say("open now")
	if mail := h.standing(bot.Address{Adapter: "mail", Room: "P2"}); len(mail) != 0 {
		t.Errorf("%d mails are due", len(mail))
	}
}

// Where channels are somebody else's, an address or a wish for a link gives an
// organisation a page of its own.
func TestPagesBesideChannels(t *testing.T) {
	h := newHouse(t, conversations.Settings{})
	h.room = bot.Address{Adapter: "slack", Room: "C1"}
	h.say("new Care")
	h.say("invite Tidewell, small firm in #tidewell\nKindred, charity, office@kindred.example\nLedbury Data, large firm, link\nAlder, small firm")
	said := words(h.said(h.room).Blocks)
	for _, want := range []string{"[Tidewell small firm #tidewell]", "[Kindred charity mail to 1 person]", "[Ledbury Data large firm link only]", "With a mail address, or with **link**"} {
		if !strings.Contains(said, want) {
			t.Errorf("the bot says %s, want %q in it", said, want)
		}
	}
	if said := words(h.say("colleague").Note.Blocks); strings.Contains(said, "link<") {
		t.Errorf("a link into a channel is made: %s", said)
	}
	h.say("import\n# Care\n\n## One\n\nText.")
	h.say("rehearse")
	if said := words(h.said(h.room).Blocks); !strings.Contains(said, "[Go to the rehearsal]") {
		t.Errorf("the rehearsal is announced with %s", said)
	}
	if n := len(h.standing(bot.Address{Adapter: "web", Room: "care.rehearsal-1"})); n != 3 {
		t.Errorf("%d messages stand in the room of the rehearsal, want what it is, the welcome and the list", n)
	}
}

// Nobody else learns anything, whatever they ask to see.
func TestTheTeamsFormsAreTheTeams(t *testing.T) {
	h := prepared(t)
	stranger := bot.Sender{ID: "ana", Name: "Ana"}
	own := bot.Address{Adapter: "web", Room: "care.tidewell"}
	for _, action := range []string{"import", "standing", "matters", "about", "closing", "invite", "schedule", bot.HomeView} {
		for _, room := range []bot.Address{h.room, own, {Adapter: "web", Room: "care.nobody"}} {
			for _, kind := range []bot.EventKind{bot.Looked, bot.Submitted} {
				answer := h.deliver(bot.Event{Kind: kind, Room: room, Action: action, Fields: map[string]string{"title": "Mine", "names": "X, charity"}, Sender: stranger})
				if answer.Form != nil && answer.Form.Action != "answer" || answer.Errors != nil {
					t.Errorf("%s %s in %s: %+v", kind, action, room.Room, answer)
				}
			}
		}
	}
	if said := words(h.say("status").Note.Blocks); strings.Contains(said, "Mine") || strings.Contains(said, "[X ") {
		t.Errorf("a stranger changed something: %s", said)
	}
}

// A button of the preview opens what it stands under, and nothing else.
func TestOpeningWhatWasRead(t *testing.T) {
	h := prepared(t)
	preview := h.look("say", "preview")
	open := preview.Note.Blocks[len(preview.Note.Blocks)-1].Buttons
	h.say("fixed 2")
	h.press(open[0])
	if got := h.said(h.room).Title; got != "What suppliers will see" {
		t.Fatalf("an older preview gives %q", got)
	}
	preview = h.look("say", "preview")
	buttons := preview.Note.Blocks[len(preview.Note.Blocks)-1].Buttons
	h.press(buttons[2])
	if said := words(h.said(h.room).Blocks); !strings.Contains(said, "has read what suppliers will see") {
		t.Errorf("after %q the bot says %s", buttons[2].Label, said)
	}
	h.press(buttons[0])
	if got := h.said(h.room).Title; got != "Open: 1 link is yours to pass on" {
		t.Errorf("what was read opens as %q", got)
	}
	status := func() string { return words(h.say("status").Note.Blocks) }
	if got := status(); !strings.Contains(got, "Nobody has opened the link of") {
		t.Errorf("with a link that nobody has opened, status says %s", got)
	}
	file := func() string { return words(h.say("for the file").Note.Blocks) }
	h.say("I declare: no interest")
	if got := file(); !strings.Contains(got, "that of Tidewell was not opened (as far as the page can tell") {
		t.Errorf("with a link that nobody is known to have opened, the file says %s", got)
	}
	if got := file(); strings.Contains(got, "link for colleagues") {
		t.Errorf("of one person alone the file says %s", got)
	}
	h.deliver(bot.Event{Kind: bot.Said, Text: "I declare: no interest", Sender: bot.Sender{ID: "ed", Name: "Ed", Home: true}})
	if got := file(); !strings.Contains(got, "By the link for colleagues came {person:P") {
		t.Errorf("of two people the file says %s", got)
	}
	page := bot.Address{Adapter: "web", Room: "care.tidewell"}
	h.deliver(bot.Event{Kind: bot.Pressed, Room: page, Action: "say", Value: "sections", Sender: bot.Sender{ID: "ana"}}) // by a browser without script
	if got := status() + file(); strings.Contains(got, "Nobody has opened") || strings.Contains(got, "not opened") {
		t.Errorf("once something was pressed there, the team reads %s", got)
	}
}
