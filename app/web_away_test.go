package app

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"soundings/internal/browsertest"
)

// away lets nobody through to the pages, as while a service is restarted: each
// connection is broken.
func (s *webStage) away() (back func()) {
	pages := s.handler.Load()
	gone := http.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if connection, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_ = connection.Close()
		}
	}))
	s.handler.Store(&gone)
	return func() { s.handler.Store(pages) }
}

// theServiceComesBack: what a supplier saves while the service is away is kept
// at its form, and is recorded once when the service is back.
func theServiceComesBack(t *testing.T, browser *browsertest.Browser) {
	s := newWebStage(t, t.TempDir(), "../conversations/testdata")
	s.plays(t, opened)
	supplier := s.visits(t, browser, browsertest.Look{Width: 360}, s.linkTo("tidewell"))
	supplier.goes(s.sees("tidewell", "form", "1"))
	supplier.chooses("#form-f-stance-3")
	browsertest.Do(t, supplier.tab, chromedp.SendKeys("#form-f-words", "The form takes nine months."))
	back := s.away()
	supplier.does("Not sent yet", chromedp.Click("#form button[type=submit]"))
	supplier.does("kept on this device")
	browsertest.Axe(t, supplier.tab)
	browsertest.Screenshot(t, supplier.tab, 360, "away-form")
	back()
	supplier.does("Saved for Tidewell")
	supplier.goes(s.sees("tidewell", "say", "our answers"))
	supplier.does("The form takes nine months.")
	if n := strings.Count(browsertest.Get(t, supplier.tab, chromedp.Text(chromedp.CSS("main"))), "The form takes nine months."); n != 1 {
		t.Errorf("the answer is recorded %d times", n)
	}

	// In the room itself the page hears that the service is back.
	supplier.goes("/r/" + s.roomOf("tidewell"))
	back = s.away()
	supplier.does("press “Send” again", chromedp.SendKeys("#write-text", "ask: Who holds the data?"), chromedp.Click("#write button"))
	browsertest.Do(t, supplier.tab, chromedp.SendKeys("#write-text", " And for how long?"))
	back()
	supplier.does("Soundings is back")
	supplier.does("is with the buying team", chromedp.Click("#write button"))
	browsertest.Await(t, supplier.tab, `!document.querySelector("#write-text")?.value`) // what arrives may be shown before it is answered
	supplier.goes("/r/" + s.roomOf("tidewell"))
	if got := browsertest.Get(t, supplier.tab, chromedp.Evaluate[string](`document.querySelector("#write-text").value + Object.keys(localStorage).join()`)); got != "" {
		t.Errorf("of what was sent is left: %q", got)
	}

	team := s.visits(t, browser, browsertest.Look{}, s.linkTo("commissioning"))
	team.does("no link to anybody", chromedp.SendKeys("#write-name", "Dana"), chromedp.SendKeys("#write-text", "I declare: no interest"), chromedp.Click("#write button"))
	back = s.away()
	team.does("Not sent yet", chromedp.SendKeys("#write-text", "questions"), chromedp.Click("#write button"))
	back()
	team.does("Who holds the data? And for how long?")
}
