package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"soundings/adapters/web"
	"soundings/bot"
)

var acme = bot.Address{Adapter: web.Name, Room: "acme"}

// Programs that look into mail follow links: nothing is kept of that, and
// nothing is delivered.
func TestALinkOpensARoomAndLeavesNoTrace(t *testing.T) {
	h := newHouse(t, nil)
	b := h.browser()
	p := h.open(b, h.links.To(acme, "P7"), http.StatusOK)
	if p.URL.Path != "/r/acme" || strings.Contains(p.URL.String(), "/j/") {
		t.Errorf("the link led to %s", p.URL)
	}
	h.open(b, "/", http.StatusOK)
	if n := len(h.done()); n > 0 || h.drawer.saves > 0 {
		t.Errorf("%d events and %d saved accounts of somebody who only looked", n, h.drawer.saves)
	}
}

func TestWhoSendsWhat(t *testing.T) {
	h := newHouse(t, nil)
	b := h.supplier("acme")
	h.send(b, "write", map[string]string{"text": "6 risk: our supplier won't sign\r\nthe form"})
	h.open(b, "/r/acme", http.StatusOK)
	h.send(b, "write", map[string]string{"text": "7 works", "name": "Ana  Whitlock"})
	team := h.browser()
	h.open(team, h.links.To(bot.Address{Adapter: web.Name, Room: "team-x"}, ""), http.StatusOK)
	h.asked(h.send(team, "write", map[string]string{"text": "status"}))
	h.send(team, "name", map[string]string{"name": "Dana"})
	done := h.done()
	if len(done) != 3 {
		t.Fatalf("%d events, want 3", len(done))
	}
	first, second, third := done[0], done[1], done[2]
	if first.Kind != bot.Said || first.Text != "6 risk: our supplier won't sign\nthe form" || first.Room != acme || first.Message != first.ID {
		t.Errorf("first event: %+v", first)
	}
	if first.Sender.ID == "" || first.Sender.Name != "" || first.Sender.Home || first.Sender.Team != "acme" {
		t.Errorf("sender without a name: %+v", first.Sender)
	}
	if second.Sender.ID != first.Sender.ID || second.Sender.Name != "Ana Whitlock" || second.ID == first.ID {
		t.Errorf("sender with a name: %+v", second.Sender)
	}
	if third.Text != "status" || third.Sender.Name != "Dana" || !third.Sender.Home || third.Sender.Opener || third.Sender.Team != "home" || third.Sender.ID == first.Sender.ID {
		t.Errorf("colleague of the team: %+v", third.Sender)
	}
	for _, room := range []string{"/r/acme", "/r/nowhere", "/r/acme/live", "/r/acme/see?a=home&v="} {
		h.open(team, room, http.StatusNotFound)
	}
	h.open(b, "/r/team-x", http.StatusNotFound)
	h.open(h.browser(), "/r/acme", http.StatusNotFound)
}

func TestTheFirstCommissionerBegins(t *testing.T) {
	h := newHouse(t, nil)
	b := h.commissioner()
	if p := h.send(b, "new", map[string]string{"title": " "}); p.Status != http.StatusUnprocessableEntity {
		t.Errorf("no title = %d", p.Status)
	}
	// A failed delivery leaves nothing behind.
	h.answers(func(ev bot.Event) (bot.Answer, error) {
		if ev.Kind == bot.Said {
			return bot.Answer{}, bot.ErrNotNow
		}
		return bot.Answer{}, nil
	})
	if p := h.send(b, "new", map[string]string{"title": "Digital care", "name": "Dana"}); p.Status != http.StatusServiceUnavailable {
		t.Errorf("while nothing can be recorded = %d", p.Status)
	}
	if rooms := h.drawer.kept["first"].Rooms; len(rooms) > 0 {
		t.Errorf("rooms after a failed start: %v", rooms)
	}
	h.answers(func(ev bot.Event) (bot.Answer, error) {
		if ev.Kind == bot.Said {
			h.record.put(ev.Room.Room, bot.Shown{Title: "Begun", Class: bot.Reply, Thread: ev.Message})
		}
		return bot.Answer{}, nil
	})
	h.open(b, "/", http.StatusOK)
	p := h.send(b, "new", map[string]string{"title": "Digital care"})
	if p.Status != http.StatusOK || !strings.HasPrefix(p.URL.Path, "/r/team-") {
		t.Fatalf("start led to %s, %d", p.URL.Path, p.Status)
	}
	h.wantText(p, "Begun")
	done := h.done()
	last := done[len(done)-1]
	if last.Text != "new Digital care" || !last.Sender.Home || !last.Sender.Opener || last.Sender.Name != "Dana" {
		t.Errorf("began with %+v", last)
	}
	// Another start of the service has another link, into the same account.
	other := h.commissioner()
	h.wantText(other.Page, "Digital care")
	if h.send(other, "new", map[string]string{"title": "Second"}); len(h.drawer.kept["first"].Rooms) != 2 {
		t.Errorf("rooms: %v", h.drawer.kept["first"].Rooms)
	}
}

func TestASupplierBeginsNothing(t *testing.T) {
	h := newHouse(t, nil)
	b := h.supplier("acme")
	form, _ := b.Page.Form("write")
	p, err := b.Post(t.Context(), "/new", url.Values{"token": {form.Hidden("token")}, "event": {form.Hidden("event")}, "title": {"Mine"}})
	if err != nil || p.Status != http.StatusForbidden || len(h.done()) > 0 {
		t.Errorf("POST /new as a supplier = %d, %v; %d events", p.Status, err, len(h.done()))
	}
}

func TestTheTeamDoesNotActAsASupplier(t *testing.T) {
	h := newHouse(t, nil)
	b := h.commissioner()
	p := h.open(b, h.links.To(acme, ""), http.StatusForbidden)
	h.wantText(p, "member of the buying team", "private window")
	h.open(b, "/r/acme", http.StatusNotFound)
	// What it tries out is its own.
	h.open(b, h.links.To(bot.Address{Adapter: web.Name, Room: "care.rehearsal-1"}, ""), http.StatusOK)
	h.send(b, "write", map[string]string{"text": "sections"})
	if ev := h.done()[0]; ev.Sender.Home || ev.Sender.Opener {
		t.Errorf("in a rehearsal the team speaks as a supplier: %+v", ev.Sender)
	}
}

// A link that is good no longer is answered like one that never was, and both
// say how to get a new one.
func TestLinksExpire(t *testing.T) {
	for _, mails := range []bool{true, false} {
		h := newHouse(t, func(_ *house, o *web.Options) {
			if mails {
				o.Mail = func(context.Context, string, string, string) error { return nil }
			}
		})
		old := map[string]string{
			"/j/": h.links.To(acme, "P7"), "/j/ for anybody": h.links.To(acme, ""), "/in/": h.links.First(), "/t/": h.links.To(bot.Address{Adapter: web.Name, Room: "team-x"}, ""),
		}
		h.later(100 * 24 * time.Hour)
		for kind, link := range old {
			path, _, _ := strings.Cut(kind, " ")
			expired := h.open(h.browser(), link, http.StatusNotFound)
			h.wantText(expired, "This link doesn't work", "Links stop working after a while", "To get a new one")
			for _, never := range []string{path + "x", path + link[strings.LastIndex(link, "/")+1:] + "A", path, path + "x/y"} {
				if got := h.open(h.browser(), never, http.StatusNotFound).Text(); got != expired.Text() {
					t.Errorf("mail %v: %s is answered with\n%s\nand one that expired with\n%s", mails, never, got, expired.Text())
				}
			}
		}
		if len(h.done()) > 0 {
			t.Error("an expired link was enough to deliver something")
		}
	}
}

func TestANewLinkGoesToWhomTheOldOneWasFor(t *testing.T) {
	h := newHouse(t, func(_ *house, o *web.Options) {
		o.Mail = func(context.Context, string, string, string) error { return nil }
	})
	meant, open := h.links.To(acme, "P7"), h.links.To(acme, "")
	h.later(100 * 24 * time.Hour)
	answers := map[string]bool{}
	for _, link := range []string{open, "/j/x", meant} {
		b := h.browser()
		p := h.open(b, link, http.StatusNotFound)
		if len(h.done()) > 0 {
			t.Errorf("before %s: %+v", link, h.done())
		}
		p, err := b.Submit(t.Context(), p.Forms("main")[0], nil, "", nil)
		if err != nil || p.Status != http.StatusOK {
			t.Fatalf("new link = %v, %v", p, err)
		}
		answers[p.Text()] = true
		h.open(b, "/r/acme", http.StatusNotFound)
	}
	if len(answers) != 1 {
		t.Errorf("the page tells which link there was: %v", answers)
	}
	done := h.done()
	if len(done) != 1 || done[0].Value != "new link P7" || done[0].Action != "say" || done[0].Kind != bot.Pressed || done[0].Room != acme {
		t.Errorf("asked for a new link: %+v", done)
	}
}

func TestSessionsSlideAndEnd(t *testing.T) {
	h := newHouse(t, nil)
	b := h.supplier("acme")
	for range 5 {
		h.later(20 * 24 * time.Hour)
		h.open(b, "/r/acme", http.StatusOK)
	}
	h.later(31 * 24 * time.Hour)
	h.open(b, "/r/acme", http.StatusNotFound)

	b = h.commissioner()
	h.send(h.in(b, "/you"), "you", map[string]string{"name": "Dana"})
	other := h.commissioner()
	p := h.open(b, "/you", http.StatusOK)
	for _, f := range p.Forms("") {
		if f.Label == "Sign out" {
			if _, err := b.Submit(t.Context(), f, nil, "", nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	h.wantText(h.open(b, "/", http.StatusOK), "If you were invited")
	h.wantText(h.open(other, "/", http.StatusOK), "If you were invited")
	h.wantText(h.commissioner().Page, "Start a new engagement")
}

func TestMailedSignIn(t *testing.T) {
	h := newHouse(t, nil)
	if p := h.open(h.browser(), "/", http.StatusOK); strings.Contains(p.Text(), "mail address") {
		t.Error("an address is asked for though no mail can be sent")
	}
	h = newHouse(t, func(h *house, o *web.Options) {
		o.Opener = func(address string) bool { return address == "named@example.org" }
		o.Mail = func(_ context.Context, _, _, text string) error { h.mails <- text; return nil }
	})
	b := h.commissioner()
	h.send(h.in(b, "/you"), "you", map[string]string{"name": "Dana", "contact": "Dana@Example.org"})
	answers := map[string]bool{}
	for _, address := range []string{"nobody@example.org", "dana@example.org", "named@example.org", "not an address"} {
		b := h.browser()
		h.open(b, "/", http.StatusOK)
		answers[h.send(b, "sign-in", map[string]string{"address": address}).Text()] = true
	}
	if len(answers) != 1 {
		t.Errorf("the page tells who is known: %v", answers)
	}
	for _, want := range []string{"Dana", ""} {
		text := <-h.mails
		link := text[strings.Index(text, "http"):]
		b := h.browser()
		p := h.open(b, strings.Fields(link)[0], http.StatusOK)
		h.wantText(p, "Start a new engagement")
		if got := h.open(b, "/you", http.StatusOK); want != "" && !strings.Contains(got.Body, `value="Dana"`) {
			t.Errorf("signed in as somebody else")
		}
	}
}

func TestForgeries(t *testing.T) {
	h := newHouse(t, nil)
	b := h.supplier("acme")
	form, _ := b.Page.Form("write")
	other := h.supplier("acme")
	theirs, _ := other.Page.Form("write")
	for name, values := range map[string]url.Values{
		"no token":                     {"event": {form.Hidden("event")}, "text": {"x"}},
		"the token of another":         {"token": {theirs.Hidden("token")}, "event": {form.Hidden("event")}, "text": {"x"}},
		"no identity of its own":       {"token": {form.Hidden("token")}, "text": {"x"}},
		"an identity of its own":       {"token": {form.Hidden("token")}, "event": {"slack:Ev1"}, "text": {"x"}},
		"an identity that is too long": {"token": {form.Hidden("token")}, "event": {strings.Repeat("a", 99)}, "text": {"x"}},
	} {
		p, err := b.Post(t.Context(), "/r/acme/say", values)
		if err != nil || p.Status < 400 || p.Status > 499 {
			t.Errorf("%s = %d, %v", name, p.Status, err)
		}
	}
	if len(h.done()) > 0 {
		t.Errorf("delivered: %+v", h.done())
	}
	// A token for one purpose is none for another.
	token := h.links.To(acme, "")
	token = token[strings.LastIndex(token, "/")+1:]
	for _, path := range []string{"/in/" + token, "/t/" + token, "/j/" + token + "A", "/j/" + token[:len(token)-1], "/j/x", "/in/", "/j/%00", "/r/%2e%2e/live"} {
		p, err := h.browser().Open(t.Context(), path)
		if err != nil || p.Status < 400 || p.Status > 499 {
			t.Errorf("GET %s = %d, %v", path, p.Status, err)
		}
	}
}

// Whatever goes wrong behind the pages, they say nothing of why.
func TestErrorsTellNoDetail(t *testing.T) {
	h := newHouse(t, nil)
	b := h.supplier("acme")
	secret := errors.New("dial 10.1.2.3: Tidewell")
	h.drawer.fail = secret
	for _, path := range []string{"/", "/r/acme", "/you"} {
		p := h.open(b, path, http.StatusServiceUnavailable)
		h.wantText(p, "Reference")
		if strings.Contains(p.Body, "10.1.2.3") || strings.Contains(p.Body, "Tidewell") {
			t.Errorf("%s tells why", path)
		}
	}
	h.drawer.fail = nil
	h.answers(func(bot.Event) (bot.Answer, error) { return bot.Answer{}, errors.Join(bot.ErrNotNow, secret) })
	if p := h.open(b, "/r/acme", http.StatusServiceUnavailable); strings.Contains(p.Body, "Tidewell") {
		t.Error("the page tells why")
	}
	h.answers(func(bot.Event) (bot.Answer, error) { panic("Tidewell") })
	if p := h.open(b, "/r/acme", http.StatusInternalServerError); strings.Contains(p.Body, "Tidewell") {
		t.Error("the page tells what it panicked with")
	}
}
