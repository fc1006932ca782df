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
commissioning/dana> I declare: no interest
`

// One browser serves all the tests, because it is slow to start.
func TestPagesInABrowser(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("nothing of it runs side by side with more than the other tests")
	}
	browser := browsertest.New(t)
	for _, test := range []struct {
		name string
		run  func(*testing.T, *browsertest.Browser)
	}{
		{"the team's pages are without fault", theTeamsPagesAreWithoutFault},
		{"suppliers' pages are without fault", suppliersPagesAreWithoutFault},
		{"the team hears what a supplier asks without script", hearsWhatIsAsked},
		{"the keyboard alone is enough", theKeyboardIsEnough},
		{"hostile text is text everywhere", hostileTextIsText},
		{"nothing needs script", nothingNeedsScript},
		{"a service that comes back finds what was sent meanwhile", theServiceComesBack},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, browser)
		})
	}
}

// plays has people do what a transcript says.
func (s *webStage) plays(t *testing.T, text string) {
	t.Helper()
	script, err := transcript.Parse("played", text)
	if err == nil {
		_, err = transcript.Play(t.Context(), script, s)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// linkTo gives the link into a room.
func (s *webStage) linkTo(name string) string {
	return s.service.Link(bot.Address{Adapter: web.Name, Room: s.roomOf(name)}, "")
}

// hearsWhatIsAsked: a supplier without script asks, and the team's page shows
// the question by itself and takes commands in place.
func hearsWhatIsAsked(t *testing.T, browser *browsertest.Browser) {
	s := newWebStage(t, t.TempDir(), "../conversations/testdata")
	s.plays(t, opened)
	link := s.linkTo
	team := browser.Tab(t, browsertest.Look{})
	browsertest.Do(t, team, chromedp.Navigate(link("commissioning")), chromedp.WaitVisible("#write-text"), chromedp.SendKeys("#write-name", "Dana"))
	says := func(command, said string) { // what is asked is shown to those who have declared
		browsertest.Do(t, team, chromedp.SendKeys("#write-text", command), chromedp.Click("#write button"))
		browsertest.Await(t, team, fmt.Sprintf(`document.querySelector("[data-answer]").textContent.includes(%q) && document.querySelector("#write-text").value === ""`, said))
	}
	says("I declare: no interest", "no link to anybody")

	plain := browser.Tab(t, browsertest.Look{NoScript: true, Width: 360})
	browsertest.Do(t, plain, chromedp.Navigate(link("tidewell")), chromedp.WaitVisible("#write-text"))
	browsertest.Do(t, plain,
		chromedp.SendKeys("#write-text", "ask: Who holds the data when somebody moves away?"),
		chromedp.Click("#write button"), chromedp.WaitVisible(".govuk-notification-banner--success"))

	browsertest.Await(t, team, `document.querySelector("#messages").textContent.includes("Who holds the data")`)
	says("questions", "Who holds the data")
	says("nonsense", "I didn't recognise")
	browsertest.Do(t, team, chromedp.SendKeys("#write-text", "help"), chromedp.Click("#write button"))

	downloads(t, s)
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
