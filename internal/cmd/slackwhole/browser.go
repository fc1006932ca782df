package main

import (
	"net/http"
	"regexp"
	"strings"

	"soundings/adapters/webtest"
)

// linkInto is a link that leads into an organisation's page.
var linkInto = regexp.MustCompile(`http://127\.0\.0\.1:\d+/j/[\w.-]+`)

// moorAnswers is somebody with a browser and no Slack: the team passes the link
// on, and with it all is done on a page.
func (s *stage) moorAnswers() {
	s.tell("== Moor Telecare has a browser and no Slack.")
	s.leave(dana)
	s.command(dana, teamRoom, "I declare: no interest")
	s.press(dana, teamRoom, "Links to pass on")
	link := linkInto.FindString(s.sees(dana, "Moor Telecare"))
	s.leave(dana)
	b := webtest.New(s.service.URL())
	s.page(b, func() (*webtest.Page, error) { return b.Open(s.ctx, link) })
	if s.err != nil {
		return
	}
	home := b.Page.URL.Path
	for i, typed := range []string{"1 further: we do this elsewhere. ", "2 risk: one supplier of devices. ", "ask: who holds the data? "} {
		mark := s.mark()
		s.writes(b, home, typed+mark)
		s.acknowledged(moor(), mark, false)
		if i == 1 {
			s.tell("   Bo follows the link and answers sections 1 and 2 on the page.")
		}
	}
	mark := s.mark()
	s.page(b, func() (*webtest.Page, error) { return b.Open(s.ctx, home) })
	form := s.form(b)
	s.kill("with Bo's page filled in")
	if s.err != nil {
		return
	}
	text := map[string]string{"text": "3 works: with what we have. " + mark, "name": bo}
	if page, err := b.Submit(s.ctx, form, text, "", nil); err == nil && page.Status < http.StatusInternalServerError {
		s.failf("a page was answered by nobody: %d", page.Status)
	}
	s.restart()
	s.page(b, func() (*webtest.Page, error) { return b.Submit(s.ctx, form, text, "", nil) })
	s.page(b, func() (*webtest.Page, error) { return b.Submit(s.ctx, form, text, "", nil) })
	s.acknowledged(moor(), mark, false)
	s.tell("   Bo sends the same form twice when the service is back: it counts once. A question of Moor's waits for the team.")
}

// page does something in a browser, which has to work, and keeps what is read.
func (s *stage) page(b *webtest.Browser, do func() (*webtest.Page, error)) {
	if s.err != nil {
		return
	}
	page, err := do()
	switch {
	case err != nil:
		s.failf("browse: %w", err)
	case page.Status != http.StatusOK:
		s.failf("browse: %s is answered with %d\n%s", page.URL, page.Status, page.Text())
	default:
		s.reads(moor(), b.Page.Text())
	}
}

// form gives the form of a page in which anything can be written.
func (s *stage) form(b *webtest.Browser) webtest.Form {
	if s.err != nil {
		return webtest.Form{}
	}
	form, ok := b.Page.Form("write")
	if !ok {
		s.failf("there is nowhere to write on %s:\n%s", b.Page.URL, b.Page.Text())
	}
	return form
}

// writes lets Bo write something on the page, which has to be recorded.
func (s *stage) writes(b *webtest.Browser, home, words string) {
	s.page(b, func() (*webtest.Page, error) { return b.Open(s.ctx, home) })
	form := s.form(b)
	s.page(b, func() (*webtest.Page, error) {
		return b.Submit(s.ctx, form, map[string]string{"text": words, "name": bo}, "", nil)
	})
	if s.err == nil && !strings.Contains(b.Page.Text(), "Recorded for") && !strings.Contains(b.Page.Text(), "Your question") {
		s.failf("%q was not taken:\n%s", words, b.Page.Text())
	}
}
