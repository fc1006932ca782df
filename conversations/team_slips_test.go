package conversations_test

import (
	"strings"
	"testing"

	"soundings/bot"
	"soundings/conversations"
	"soundings/docs/sample"
)

// Where no mail can be sent the form asks for no address, and whoever opens is
// told that somebody has to pass the links on.
func TestLinksThatSomebodyHasToPassOn(t *testing.T) {
	for _, test := range []struct {
		noMail bool
		hint   string
		said   string
	}{
		{true, "For example: Tidewell, small firm", "**2 organisations have a link only.** They know nothing of it until you pass the link on"},
		{false, "For example: Tidewell, small firm, ana@tidewell.example", "**1 organisation has a link only.** It knows nothing of it until you pass the link on"},
	} {
		settings := westmere()
		settings.Rooms, settings.NoMail = []string{"web"}, test.noMail
		h := newHouse(t, settings)
		for _, text := range []string{"new Care", "import\n# Care\n\n## One\n\nText.", "closes 26 June 17:00"} {
			h.say(text)
		}
		form := h.look("invite", "").Form
		if got := form.Fields[0].Hint; got != test.hint {
			t.Errorf("without mail %v: the hint is %q, want %q", test.noMail, got, test.hint)
		}
		if answer := h.send(form, map[string]string{"names": "Tidewell, small firm\nKindred, charity, ana@kindred.example"}, nil); answer.Form != nil {
			t.Fatalf("not taken: %+v", answer.Form)
		}
		h.say("preview")
		h.say("open now")
		if said := h.said(h.room); !strings.Contains(words(said.Blocks), test.said) || next(t, said.Blocks).Value != "links" {
			t.Errorf("without mail %v: the bot says %s, want %q", test.noMail, words(said.Blocks), test.said)
		}
	}
}

// What a line that can't be used is about, is said.
func TestLinesThatCantBeUsed(t *testing.T) {
	const kinds = "Kinds: small firm"
	for _, test := range []struct{ line, said, left string }{
		{"Northgate, small firm, bob@northgate", "“bob@northgate” is no whole mail address", "Northgate, small firm, bob@northgate"},
		{"ana@tidewell.example, bob@other.example", "an address and no name", ""},
		{"Northgate", "what kind of organisation", "Northgate"},
	} {
		h := prepared(t)
		answer := h.send(h.look("invite", "").Form, map[string]string{"names": test.line}, nil)
		if answer.Form == nil {
			t.Fatalf("%s: %+v, want the form again", test.line, answer)
		}
		if said := words(answer.Form.Blocks); !strings.Contains(said, test.said) || strings.Contains(said, "****") || !strings.Contains(said, "Nobody was added yet.") || strings.Count(said, kinds) != 1 {
			t.Errorf("%s: the form says %s, want %q", test.line, said, test.said)
		}
		if got := value(answer.Form, "names"); got != test.left {
			t.Errorf("%s: left in the form is %q, want %q", test.line, got, test.left)
		}
	}
}

// With a kind chosen for lines that say none, half an address is still no part
// of a name.
func TestHalfAnAddressIsNoName(t *testing.T) {
	h := prepared(t)
	before := len(h.standing(h.room))
	answer := h.send(h.look("invite", "").Form, map[string]string{"names": "Northgate, bob@northgate", "kind": "charity"}, nil)
	if answer.Form == nil || len(h.standing(h.room)) != before {
		t.Errorf("taken: %+v", answer)
	}
}

// A name keeps its brackets beside an address.
func TestBracketsInNames(t *testing.T) {
	for line, want := range map[string]string{
		"<Angle> & <Sons>, small firm, ana@angle.example": "<Angle> & <Sons>",
		"Angle <ana@angle.example>, small firm":           "Angle",
	} {
		h := prepared(t)
		h.say("invite " + line)
		if table := h.said(h.room).Blocks[0].Table; table == nil || table.Rows[0][0] != want {
			t.Errorf("%s: the bot says %+v, want %q", line, table, want)
		}
	}
}

// A line with addresses in it is not offered again, but the word is.
func TestASlipBeforeAddresses(t *testing.T) {
	h := prepared(t)
	answer := h.say("invte Northgate Care and Repair, small firm, bob@northgate.example")
	if answer.Note == nil || !strings.Contains(words(answer.Note.Blocks), "Did you mean **invite Tidewell, small firm**?") {
		t.Errorf("answered %+v", answer.Note)
	}
}

// Whoever looks at the preview is told how to have it count.
func TestLookingIsNotHavingRead(t *testing.T) {
	h := prepared(t)
	if said := words(h.look("say", "preview").Note.Blocks); !strings.Contains(said, "press **I have read it**") {
		t.Errorf("the preview says %s", said)
	}
}

// Where the installation says neither who asks nor whom to turn to, nothing opens
// before the team does; and once it is open neither can be taken away.
func TestWhoAsksIsSaidFirst(t *testing.T) {
	h := newHouse(t, conversations.Settings{})
	for _, text := range []string{"new Care", "import\n# Care\n\n## One\n\nText.", "closes 26 June 17:00", "invite Tidewell, small firm"} {
		h.say(text)
	}
	const both = "it still needs who is asking (**buyer Westmere County Council**) and whom suppliers can turn to (**contact Dana Ellery, dana@example.gov.uk**)"
	for _, text := range []string{"open", "preview", "next"} {
		if said := words(h.say(text).Note.Blocks); !strings.Contains(said, both) {
			t.Errorf("%s gives %s, want %q", text, said, both)
		}
	}
	h.say("rehearse")
	if said := words(h.standing(bot.Address{Adapter: "web", Room: "care.rehearsal-1"})[1].Blocks); !strings.Contains(said, "somebody whom you have yet to name") {
		t.Errorf("the rehearsal begins with %s", said)
	}
	h.say("buyer " + sample.Buyer)
	if said := words(h.say("open").Note.Blocks); !strings.Contains(said, "it still needs whom suppliers can turn to") {
		t.Errorf("with a buyer alone, open gives %s", said)
	}
	h.say("contact " + sample.Contact)
	h.say("preview")
	h.say("open now")
	if got := h.said(h.room).Title; got != "Open: 1 link is yours to pass on" {
		t.Fatalf("with both it opens as %q", got)
	}
	if answer := h.send(h.look("about", "").Form, map[string]string{"buyer": "", "contact": sample.Contact, "title": "Care"}, nil); answer.Errors["buyer"] == "" {
		t.Errorf("once open, who asks can be taken away: %+v", answer)
	}
}
