package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"soundings/adapters/web"
	"soundings/adapters/webtest"
	"soundings/bot"
)

// asked wants the page that asks for a name, and that nothing was done.
func (h *house) asked(p *webtest.Page) {
	h.t.Helper()
	if _, ok := p.Form("name"); !ok {
		h.t.Fatalf("no name is asked for: %s", p.Text())
	}
	h.wantText(p, "Nothing was done yet.")
}

// Whoever comes into a team's room by its link and has no name is asked for one before
// the first thing that they do: what they pressed is done then, once, and they are not
// asked again. Reading needs none.
func TestANameBeforeTheFirstDeed(t *testing.T) {
	h := newHouse(t, nil)
	h.answers(asks)
	b := h.browser()
	p := h.open(b, h.links.To(bot.Address{Adapter: web.Name, Room: "team-x"}, ""), http.StatusOK)
	h.open(b, "/r/team-x/see?a=say&v=help", http.StatusOK)
	forms := p.Forms("")
	i := slices.IndexFunc(forms, func(f webtest.Form) bool { return f.Label == "Step back" })
	if i < 0 {
		t.Fatalf("nothing can be pressed: %s", p.Text())
	}
	pressed, err := b.Submit(t.Context(), forms[i], nil, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	h.asked(pressed)
	h.asked(h.send(b, "name", map[string]string{"name": "  "}))
	if n := len(h.done()); n != 0 {
		t.Fatalf("%d events of somebody without a name", n)
	}
	h.send(b, "name", map[string]string{"name": "  Dana\n Ellery "})
	h.send(b, "write", map[string]string{"text": "status"})
	done := h.done()
	if len(done) != 2 || done[0].Kind != bot.Pressed || done[0].Value != "step back" || done[1].Text != "status" {
		t.Fatalf("what was done: %+v", done)
	}
	for _, ev := range done {
		if !strings.HasPrefix(ev.Sender.Name, "Dana") {
			t.Errorf("%s by %q", ev.Value+ev.Text, ev.Sender.Name)
		}
	}
}
