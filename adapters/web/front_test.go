package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"soundings/adapters/web"
	"soundings/adapters/webtest"
	"soundings/bot"
)

// begun answers as a room would in which an engagement begins.
func (h *house) begun(ev bot.Event) (bot.Answer, error) {
	if ev.Kind == bot.Said {
		h.record.put(ev.Room.Room, bot.Shown{Title: "Begun", Class: bot.Reply, Thread: ev.Message})
	}
	return bot.Answer{}, nil
}

// Whoever begins the same twice, as from two tabs, is told, and can go on.
func TestASecondOfTheSameName(t *testing.T) {
	h := newHouse(t, nil)
	h.answers(h.begun)
	first, second := h.commissioner(), h.commissioner()
	begun := h.send(first, "new", map[string]string{"title": "Digital care"}).URL.Path
	events := len(h.done())
	p := h.send(second, "new", map[string]string{"title": " digital  CARE"})
	if p.Status != http.StatusUnprocessableEntity || len(h.done()) != events || len(h.drawer.kept["first"].Rooms) != 1 {
		t.Fatalf("a second of the name = %d, %d events, rooms %v", p.Status, len(h.done())-events, h.drawer.kept["first"].Rooms)
	}
	h.wantText(p, "There is one of that name already")
	if form, _ := p.Form("new"); form.Hidden("title") != "digital CARE" {
		t.Errorf("the title stands there as %q", form.Hidden("title"))
	}
	led := false
	for _, l := range p.Links("main") {
		led = led || l.Label == "Go to the one there is: Digital care" && l.URL == begun
	}
	if !led {
		t.Errorf("nothing leads to %s: %+v", begun, p.Links("main"))
	}
	// Another title, or the same all the same.
	if p := h.send(second, "new", map[string]string{"title": "Digital care II"}); p.Status != http.StatusOK || p.URL.Path == begun {
		t.Errorf("another title = %d, %s", p.Status, p.URL.Path)
	}
	h.open(second, "/", http.StatusOK)
	p = h.send(second, "new", map[string]string{"title": "Digital care"})
	form, _ := p.Form("new")
	if button := `name="another" value="yes"`; !strings.Contains(p.Body, button) {
		t.Errorf("there is no button with %s: %s", button, p.Body)
	}
	p, err := second.Post(t.Context(), form.Action, url.Values{"token": {form.Hidden("token")}, "event": {form.Hidden("event")}, "title": {"Digital care"}, "another": {"yes"}})
	if err != nil || p.Status != http.StatusOK || p.URL.Path == begun || len(h.drawer.kept["first"].Rooms) != 3 {
		t.Errorf("one more of the name = %d, %s, %v", p.Status, p.URL.Path, err)
	}
}

// The room of a rehearsal is named as what it is, and gone from the list once it
// is over; what is recorded in it is said to be pretend.
func TestARehearsalIsToldApart(t *testing.T) {
	h := newHouse(t, nil)
	over := false
	h.answers(func(ev bot.Event) (bot.Answer, error) {
		switch {
		case ev.Room.Room != "care.rehearsal-1":
			return h.begun(ev)
		case over:
			return bot.Answer{Over: true, Note: &bot.Message{Blocks: []bot.Block{bot.Say("This rehearsal is over.")}}}, nil
		case ev.Kind == bot.Looked:
			return bot.Answer{Pretend: true, Note: &bot.Message{Title: "Digital care"}}, nil
		case ev.Text == "last":
			form := section()
			return bot.Answer{Pretend: true, Recorded: true, Form: &form}, nil
		}
		return bot.Answer{Pretend: true, Recorded: true, Note: &bot.Message{Blocks: []bot.Block{bot.Say("Saved for Pretend Ltd.")}}}, nil
	})
	b := h.commissioner()
	h.send(b, "new", map[string]string{"title": "Digital care"})
	home := h.open(b, h.links.To(bot.Address{Adapter: web.Name, Room: "care.rehearsal-1"}, ""), http.StatusOK)
	for text, want := range map[string]string{"1 works": "This is in the record now, marked as a rehearsal", "last": "What you did before this is in the record, marked as a rehearsal"} {
		h.open(b, home.URL.Path, http.StatusOK)
		h.wantText(h.send(b, "write", map[string]string{"text": text}), want, "counts for nothing")
	}
	h.wantText(h.open(b, "/", http.StatusOK), "Rehearsal: Digital care")
	over = true
	if text := h.open(b, "/", http.StatusOK).Text(); strings.Contains(text, "ehearsal") || strings.Contains(text, "invited to") || !strings.Contains(text, "Digital care") {
		t.Errorf("after the rehearsal the front page says %s", text)
	}
	h.wantText(h.open(b, home.URL.Path, http.StatusOK), "This rehearsal is over")
	guest := h.supplier("care.rehearsal-1")
	h.wantText(h.open(guest, "/", http.StatusOK), "Nothing is open for you here just now")
}

// Links that somebody is going to pass on can be copied one by one and together;
// a fact that only has one in it stays a fact.
func TestLinksAreThereToBeCopied(t *testing.T) {
	h := newHouse(t, nil)
	link := func(room string) string { return h.links.To(bot.Address{Adapter: web.Name, Room: room}, "") }
	pairs := []bot.Pair{{Label: "Tidewell", Value: link("care.tidewell")}, {Label: "Ledbury Data", Value: link("care.ledbury")}}
	h.answers(func(ev bot.Event) (bot.Answer, error) {
		said := pairs
		switch ev.Value {
		case "one":
			said = pairs[:1]
		case "mixed":
			said = append([]bot.Pair{{Label: "Stage", Value: "talking"}}, pairs...)
		}
		return bot.Answer{Note: &bot.Message{Title: "Links", Blocks: []bot.Block{{Facts: said}}}}, nil
	})
	b := h.commissioner()
	h.open(b, h.links.To(bot.Address{Adapter: web.Name, Room: "team-x"}, ""), http.StatusOK)
	list := "\n" + pairs[0].Label + "\t" + pairs[0].Value + "\n" + pairs[1].Label + "\t" + pairs[1].Value + "</textarea>"
	count := func(p *webtest.Page) (each, all int) {
		return strings.Count(p.Body, `type="button"`) - strings.Count(p.Body, "Copy all as a list"), strings.Count(p.Body, list)
	}
	for value, want := range map[string][2]int{"all": {2, 1}, "one": {1, 0}, "mixed": {0, 0}} {
		p := h.open(b, "/r/team-x/see?a=say&v="+value, http.StatusOK)
		if each, all := count(p); [2]int{each, all} != want {
			t.Errorf("%s: %d links to copy and %d lists, want %v: %s", value, each, all, want, p.Body)
		}
		h.wantText(p, pairs[0].Value)
	}
}
