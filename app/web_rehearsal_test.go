package app

import (
	"net/http"
	"strings"
	"testing"

	"soundings/adapters/webtest"
)

// Whoever rehearses is told on every answer that it is pretend, and once it is
// over the first page leads back to the engagement alone.
func TestARehearsalOnThePages(t *testing.T) {
	s := newWebStage(t, t.TempDir(), "../conversations/testdata")
	s.plays(t, "commissioning/dana> new Digital care at home\n"+"commissioning/dana> import [file: care.md]\n"+"commissioning/dana> rehearse\n")
	b := webtest.New(s.server.URL)
	open := func(address string) *webtest.Page {
		t.Helper()
		p, err := b.Open(t.Context(), address)
		if err != nil || p.Status != http.StatusOK {
			t.Fatalf("open %s: %v, %v", address, p, err)
		}
		return p
	}
	open(s.linkTo("commissioning"))
	open(s.linkTo("rehearsal-1"))
	form, _ := b.Page.Form("write")
	saved, err := b.Submit(t.Context(), form, map[string]string{"text": "1 works", "name": "Dana"}, "", nil)
	if err != nil || !strings.Contains(saved.Text(), "marked as a rehearsal") || !strings.Contains(saved.Text(), "Recorded for Pretend Ltd") {
		t.Errorf("an answer in a rehearsal = %v: %s", err, saved.Text())
	}
	if text := open("/").Text(); !strings.Contains(text, "Rehearsal: ") {
		t.Errorf("during the rehearsal the first page says %s", text)
	}
	s.plays(t, "commissioning/dana> end rehearsal\n")
	if rooms := open("/").Links("main"); len(rooms) != 1 || rooms[0].Label != "Digital care at home" {
		t.Errorf("after the rehearsal the first page leads to %+v", rooms)
	}
	if title := open(s.sees("commissioning", "say", "what next")).Title(); title != "Digital care at home – Soundings" {
		t.Errorf("the page of the steps is called %q", title)
	}
}
