package conversations_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/bot"
	"soundings/internal/transcript"
)

// mailDesk is an open engagement with one supplier that is reached by mail.
type mailDesk struct {
	*formDesk
	address bot.Address
}

func newMailDesk(t *testing.T) *mailDesk {
	t.Helper()
	d := &mailDesk{formDesk: &formDesk{engine: newEngine(t)}, address: bot.Address{Adapter: bot.MailAdapter, Room: "P2"}}
	for _, text := range []string{
		"new Care", "import\n# Care\n\n## One\n\nText.\n\n## Two\n\nText.", "closes 26 June",
		"invite Alder, small firm, ana@alder.example", "preview", "open now",
	} {
		if err := d.Say(t.Context(), transcript.Turn{Room: "commissioning", Person: "dana", Verb: transcript.Says, Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	d.said()
	return d
}

// mailed gives the titles of what was written to the address.
func (d *mailDesk) mailed() (titles []string) {
	d.t.Helper()
	shown, err := d.bot.Messages(d.t.Context(), d.address, 0, 0)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, m := range shown {
		titles = append(titles, m.Title)
	}
	return titles
}

func (d *mailDesk) presses(room bot.Address, value string) bot.Answer {
	d.t.Helper()
	d.n++
	answer, err := d.bot.Deliver(d.t.Context(), bot.Event{
		ID: fmt.Sprint("mail:", d.n), Kind: bot.Pressed, Room: room, Action: "say", Value: value, Sender: bot.Sender{ID: "ana@alder.example"},
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return answer
}

// Whoever is reached by mail has the welcome, reminders and thanks there, too;
// a new link goes to the address alone, once an hour; and fewer messages are
// fewer mails.
func TestByMail(t *testing.T) {
	d := newMailDesk(t)
	defer d.stop()
	if titles := d.mailed(); len(titles) != 1 || !strings.Contains(titles[0], "would like your view") {
		t.Fatalf("at the opening the mails are %q", titles)
	}
	own := bot.Address{Adapter: "console", Room: "alder"}
	for range 3 {
		if got := noted(d.presses(own, "new link P2")); !strings.Contains(got, "If that address is one of those we write to") {
			t.Errorf("a new link is answered with %s", got)
		}
	}
	d.presses(own, "new link P1") // of the team, and no address of this supplier's
	d.presses(d.address, "new link")
	titles := d.mailed()
	if len(titles) != 2 || titles[1] != "Your new link: Care" {
		t.Errorf("after five wishes within an hour the mails are %q", titles)
	}
	if said := d.said(); strings.Contains(said, "link") {
		t.Errorf("in the rooms the bot says %s", said)
	}
	d.advance(t, 9*24*time.Hour)
	if titles = d.mailed(); len(titles) != 3 || !strings.Contains(titles[2], "still open") {
		t.Errorf("after nine days the mails are %q", titles)
	}
	if got := noted(d.presses(d.address, "fewer messages")); !strings.Contains(got, "only what everybody asked must hear") {
		t.Errorf("fewer messages is answered with %s", got)
	}
	d.advance(t, 20*24*time.Hour)
	if titles = d.mailed(); len(titles) != 4 || !strings.Contains(titles[3], "This draft is closed") {
		t.Errorf("after the close the mails are %q", titles)
	}
}

func (d *mailDesk) advance(t *testing.T, by time.Duration) {
	t.Helper()
	if err := d.Advance(t.Context(), transcript.Clock{By: by}); err != nil {
		t.Fatal(err)
	}
}

// Whoever gives an address with the first answer hears by mail from then on,
// as if invited by mail; a second answer does not ask again.
func TestHearsByMailAfterTheFirstAnswer(t *testing.T) {
	d := &mailDesk{formDesk: &formDesk{engine: newEngine(t)}, address: bot.Address{Adapter: bot.MailAdapter, Room: "P3"}}
	defer d.stop()
	for _, text := range []string{
		"new Care", "import\n# Care\n\n## One\n\nText.\n\n## Two\n\nText.", "closes 26 June",
		"invite Alder, small firm", "preview", "open now",
	} {
		if err := d.Say(t.Context(), transcript.Turn{Room: "commissioning", Person: "dana", Verb: transcript.Says, Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	d.said()
	for section, address := range map[string]string{"1": "zoe@alder.example", "2": "not an address"} {
		d.n++
		_, err := d.bot.Deliver(t.Context(), bot.Event{
			ID: fmt.Sprint("form:", d.n), Kind: bot.Submitted, Room: bot.Address{Adapter: "console", Room: "alder"},
			Action: "answer", Value: section, Fields: map[string]string{"stance": "optimistic"},
			Sender: bot.Sender{ID: "zoe", Name: "zoe", Mail: address},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	d.advance(t, 40*24*time.Hour)
	titles := d.mailed()
	if len(titles) != 1 || !strings.Contains(titles[0], "Thank you") {
		t.Errorf("after the close the mails are %q, want the thanks", titles)
	}
}
