package app

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"soundings/adapters/web"
	"soundings/adapters/webtest"
	"soundings/bot"
	"soundings/draft"
	"soundings/internal/browsertest"
	"soundings/internal/transcript"
)

// opened is how an engagement comes to be open with one supplier.
const opened = `commissioning/dana> new Digital care at home
commissioning/dana> import [file: care.md]
commissioning/dana> closes 26 June 17:00
commissioning/dana> invite Tidewell, small firm
commissioning/dana> preview
commissioning/dana> open now
`

// In a real browser: a supplier without script answers and asks, and the team's
// page shows the question by itself and takes commands in place.
func TestPagesInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("nothing of it runs side by side with more than the other tests")
	}
	browser := browsertest.New(t)
	s := newWebStage(t, t.TempDir(), "../conversations/testdata")
	script, err := transcript.Parse("opened", opened)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := transcript.Play(t.Context(), script, s); err != nil {
		t.Fatal(err)
	}
	link := func(name string) string {
		return s.service.Link(bot.Address{Adapter: web.Name, Room: s.roomOf(name)}, "")
	}
	team := browser.Tab(t, browsertest.Look{})
	browsertest.Do(t, team, chromedp.Navigate(link("commissioning")), chromedp.WaitVisible("#write-text"))
	looks(t, browser, "team", link("commissioning"))

	plain := browser.Tab(t, browsertest.Look{NoScript: true, Width: 360})
	browsertest.Do(t, plain, chromedp.Navigate(link("tidewell")), chromedp.WaitVisible("#write-text"))
	looks(t, browser, "supplier", link("tidewell"))
	browsertest.Do(t, plain,
		chromedp.SendKeys("#write-text", "ask: Who holds the data when somebody moves away?"),
		chromedp.Click("#write button"), chromedp.WaitVisible(".govuk-notification-banner--success"))

	browsertest.Await(t, team, `document.querySelector("#messages").textContent.includes("Who holds the data")`)
	for i, command := range []string{"questions", "nonsense", "help"} {
		said := []string{"Who holds the data", "I didn't recognise", "Everything"}[i]
		browsertest.Do(t, team, chromedp.SendKeys("#write-text", command), chromedp.Click("#write button"))
		if command != "help" {
			browsertest.Await(t, team, fmt.Sprintf(`document.querySelector("[data-answer]").textContent.includes(%q) && document.querySelector("#write-text").value === ""`, said))
		}
	}

	downloads(t, s)
	answersWithoutScript(t, browser, s, link("tidewell"))
}

// downloads takes the draft away as a Word file, and reads it.
func downloads(t *testing.T, s *webStage) {
	t.Helper()
	b := webtest.New(s.server.URL)
	page, err := b.Open(t.Context(), s.service.Link(bot.Address{Adapter: web.Name, Room: s.roomOf("tidewell")}, ""))
	if err == nil {
		page, err = b.Follow(t.Context(), "Download as Word")
	}
	if err != nil || page.Status != http.StatusOK || page.Header.Get("Content-Type") != wordContent {
		t.Fatalf("download: %v, %v", page, err)
	}
	got, err := draft.Parse([]byte(page.Body))
	if err != nil {
		t.Fatal(err)
	}
	sections := got.Propose(draft.Options{}).Sections
	if len(sections) != 3 || !strings.Contains(sections[2].Text, "depend on what changes") || sections[1].Standing != "fixed" {
		t.Errorf("the Word file reads as %+v", sections)
	}
}

// answersWithoutScript fills in the form of a section.
func answersWithoutScript(t *testing.T, browser *browsertest.Browser, s *webStage, link string) {
	t.Helper()
	room := s.roomOf("tidewell")
	tab := browser.Tab(t, browsertest.Look{NoScript: true, Width: 360})
	browsertest.Do(t, tab, chromedp.Navigate(link), chromedp.WaitVisible("#write-text"),
		chromedp.Navigate(s.server.URL+"/r/"+room+"/see?a=answer&v=3"), chromedp.WaitVisible("#form-f-words"),
		chromedp.SendKeys("#form-f-words", "Ten per cent at risk is our whole margin."),
		chromedp.Click("#form button[type=submit]"), chromedp.WaitVisible(".govuk-error-summary"))
	form := s.server.URL + "/r/" + room + "/see?a=answer&v=3"
	looks(t, browser, "form", link, form)
	html := browsertest.Get(t, tab, chromedp.OuterHTML("#form-f-words"))
	if !strings.Contains(html, "Ten per cent at risk is our whole margin.") {
		t.Errorf("what was typed is gone: %s", html)
	}
}

// looks opens pages one after another, and checks and pictures the last.
func looks(t *testing.T, browser *browsertest.Browser, name string, pages ...string) {
	t.Helper()
	tab := browser.Tab(t, browsertest.Look{})
	for _, page := range pages {
		browsertest.Do(t, tab, chromedp.Navigate(page), chromedp.WaitVisible("#main"))
	}
	browsertest.Axe(t, tab)
	browsertest.Fits(t, tab, 320)
	browsertest.Screenshot(t, tab, 360, name)
	browsertest.Screenshot(t, tab, 1280, name)
}
