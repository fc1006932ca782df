package app

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"soundings/adapters/web"
	"soundings/bot"
	"soundings/internal/browsertest"
)

// visit is somebody's tab, whose pages are checked as they come.
type visit struct {
	t   *testing.T
	s   *webStage
	tab context.Context //nolint:containedctx // chromedp keeps a tab in its context
}

func (s *webStage) visits(t *testing.T, browser *browsertest.Browser, look browsertest.Look, link string) visit {
	t.Helper()
	v := visit{t: t, s: s, tab: browser.Tab(t, look)}
	v.goes(link)
	return v
}

// goes opens an address, of the service where it begins with a slash.
func (v visit) goes(address string) {
	v.t.Helper()
	if address[0] == '/' {
		address = v.s.server.URL + address
	}
	browsertest.Do(v.t, v.tab, chromedp.Navigate(address), chromedp.WaitReady("#main"))
}

// does takes steps, and waits until what it says stands on the page.
func (v visit) does(says string, steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	browsertest.Do(v.t, v.tab, steps...)
	browsertest.Await(v.t, v.tab, "document.querySelector('#main')?.textContent.includes("+quoted(says)+")")
}

// chooses makes a choice on which the rest of the form depends, and waits until
// it is asked again.
func (v visit) chooses(option string) {
	v.t.Helper()
	const fields = `document.querySelector("#form .s-form__fields").dataset.before`
	browsertest.Do(v.t, v.tab, chromedp.Evaluate[chromedp.Void](fields+" = 1"), chromedp.Click(option))
	browsertest.Await(v.t, v.tab, "!"+fields)
}

func quoted(text string) string { return "decodeURIComponent('" + url.PathEscape(text) + "')" }

// fine checks the page that somebody is on, and pictures it.
func (v visit) fine(name string) {
	v.t.Helper()
	v.t.Run(name, func(t *testing.T) {
		browsertest.Fits(t, v.tab, 320)
		browsertest.Axe(t, v.tab)
		browsertest.Face(t, v.tab, "system-ui")
		browsertest.Paper(t, v.tab)
		browsertest.Screenshot(t, v.tab, 360, name)
		browsertest.Screenshot(t, v.tab, 1280, name)
	})
}

// fineInTheDark checks besides the contrast of the dark page.
func (v visit) fineInTheDark(name string) {
	v.t.Helper()
	v.fine(name)
	browsertest.Shown(v.t, v.tab, browsertest.Look{Dark: true})
	browsertest.Axe(v.t, v.tab, "color-contrast")
	browsertest.Screenshot(v.t, v.tab, 360, name+"-dark")
	browsertest.Shown(v.t, v.tab, browsertest.Look{})
}

// sees is the address at which a room shows something.
func (s *webStage) sees(room, action, value string) string {
	return "/r/" + s.roomOf(room) + "/see?" + url.Values{"a": {action}, "v": {value}}.Encode()
}

const beingPrepared = `commissioning/dana> new Digital care at home
commissioning/dana> import [file: care.md]
commissioning/dana> matters most 3
`

const readyToOpen = `commissioning/dana> buyer Westmere County Council
commissioning/dana> contact Dana Ellery, digitalcare@westmere.example
commissioning/dana> closes 26 June 17:00
commissioning/dana> invite Tidewell, small firm
  | Ledbury Data, large firm
  | Elders' Voice, users' group
commissioning/dana> preview
commissioning/dana> rehearse
`

func theTeamsPagesAreWithoutFault(t *testing.T, browser *browsertest.Browser) {
	s := newWebStage(t, t.TempDir(), "../conversations/testdata")
	s.mail = func(context.Context, string, string, string) error { return nil }
	s.plays(t, "! restart\n")
	stranger := s.visits(t, browser, browsertest.Look{}, "/")
	stranger.fineInTheDark("stranger")
	stranger.does("message with a link", chromedp.SendKeys("#sign-in-address", "dana@westmere.example\r"))
	stranger.fine("sign-in-sent")
	stranger.goes("/nowhere")
	stranger.fine("not-found")
	for _, path := range []string{"/j/cut-off", "/t/cut-off", "/in/cut-off"} {
		stranger.goes(path)
		stranger.does("Links stop working after a while")
		stranger.fine("link" + strings.ReplaceAll(path, "/", "-"))
	}

	team := s.visits(t, browser, browsertest.Look{}, s.service.FirstLink())
	team.fine("welcome")
	s.plays(t, beingPrepared)
	preparing(s, team)
	s.plays(t, readyToOpen)
	team.goes("/r/" + s.roomOf("commissioning"))
	team.fine("team-ready")
	team.goes(s.sees("commissioning", "say", "preview"))
	team.fine("team-preview")
	team.goes(s.linkTo("rehearsal-1"))
	team.fine("team-rehearsal")

	s.plays(t, "commissioning/dana> open now\ncommissioning/dana> I declare: no interest\n"+whatSuppliersSay)
	talking(s, team)

	s.plays(t, "@ 2026-06-26 17:30\n")
	team.goes("/r/" + s.roomOf("commissioning"))
	team.fine("team-closed")
	team.goes("/you")
	team.fine("you")
}

// whatSuppliersSay is what the team then reads.
const whatSuppliersSay = `tidewell/ana> 2 can't: Alone we can't staff the night.
tidewell/ben> 3 risk: ten per cent at risk is our whole margin
tidewell/ben> 1 works
tidewell/ana> ask: Who holds the data when somebody moves away?
elders-voice/edie> 2 worries: a minute is a long time on the floor
`

func suppliersPagesAreWithoutFault(t *testing.T, browser *browsertest.Browser) {
	s := newWebStage(t, t.TempDir(), "../conversations/testdata")
	s.mail = func(context.Context, string, string, string) error { return nil }
	s.plays(t, "! restart\n"+beingPrepared+readyToOpen+"commissioning/dana> open now\n")
	supplier := s.visits(t, browser, browsertest.Look{}, s.linkTo("tidewell"))
	supplies(s, supplier)
	uses(s, browser)

	stranger := s.visits(t, browser, browsertest.Look{}, longAgo(s).To(bot.Address{Adapter: web.Name, Room: s.roomOf("tidewell")}, "P1"))
	stranger.fine("link-expired")
	s.plays(t, "@ 2026-06-26 17:30\n")
	supplier.goes("/r/" + s.roomOf("tidewell"))
	supplier.fine("supplier-closed")
}

// longAgo makes links that have expired.
func longAgo(s *webStage) *web.Links {
	return web.NewLinks(s.keys.root.Subkey("web links"), s.server.URL, func() time.Time { return s.clock.now().AddDate(-1, 0, 0) })
}

// preparing is what a team sees before it opens an engagement.
func preparing(s *webStage, team visit) {
	team.goes("/")
	team.fine("front")
	team.goes("/r/" + s.roomOf("commissioning"))
	team.fineInTheDark("team-preparing")
	for _, form := range []string{"import", "standing", "matters", "about", "closing", "schedule", "leave-out"} {
		team.goes(s.sees("commissioning", form, ""))
		team.fine("team-form-" + form)
	}
	team.goes(s.sees("commissioning", "invite", ""))
	team.does("needs something more", chromedp.SendKeys("#form-f-names", "Tidewell, small firm\nKindred, of no kind at all"), chromedp.Click("#form button[type=submit]"))
	team.fineInTheDark("team-form-invite-faulty")
	team.goes(s.sees("commissioning", "say", "links"))
	team.fine("team-links")
	team.goes(s.sees("commissioning", "say", "help"))
	team.fine("team-help")
}

// talking is what a team sees once suppliers have said something.
func talking(s *webStage, team visit) {
	room := "/r/" + s.roomOf("commissioning")
	s.plays(s.t, "commissioning/dana> digest\n")
	team.goes(room)
	team.fineInTheDark("team-talking")
	for _, command := range []string{"questions", "status", "worries", "show 2"} {
		team.goes(s.sees("commissioning", "say", command))
		team.fine("team-" + command[:4])
	}
	team.goes(room)
	team.does("I didn't recognise", chromedp.SendKeys("#write-text", "nonsense"), chromedp.Click("#write button"))
	team.fine("team-refused")
}

// supplies is what a supplier sees, from before the first answer on.
func supplies(s *webStage, supplier visit) {
	home := "/r/" + s.roomOf("tidewell")
	supplier.fineInTheDark("supplier-first")
	supplier.goes(s.sees("tidewell", "form", "1"))
	supplier.fine("section-open")
	supplier.goes(s.sees("tidewell", "form", "2"))
	supplier.fine("section-fixed")
	supplier.does("Something to put right", chromedp.Click("#form button[type=submit]"))
	supplier.fineInTheDark("section-faulty")
	supplier.chooses("#form-f-stance-3")
	supplier.does("Saved for Tidewell", chromedp.SendKeys("#form-f-words", "Alone we can't staff the night."),
		chromedp.SendKeys("#form-f-name", "Ana Whitlock"), chromedp.SendKeys("#form-f-role", "Operations"), chromedp.Click("#form-f-speaks"),
		chromedp.Click("#form-f-links"), chromedp.Click("#form button[type=submit]"))
	supplier.fine("section-saved")
	s.plays(s.t, "tidewell/ben> 3 risk: ten per cent at risk is our whole margin\ntidewell/ben> 1 works\n")
	supplier.goes(s.sees("tidewell", "form", "3"))
	supplier.fine("section-colleague")
	for _, form := range []string{"last", "ask", "step"} {
		supplier.goes(s.sees("tidewell", form, ""))
		supplier.fine("supplier-" + form)
	}
	supplier.goes(s.sees("tidewell", "ask", ""))
	supplier.does("in the record now", chromedp.SendKeys("#form-f-words", "Who holds the data when somebody moves away?"), chromedp.Click("#form button[type=submit]"))
	supplier.fine("supplier-asked")
	supplier.goes(s.sees("tidewell", "say", "our answers"))
	supplier.fine("supplier-answers")
	supplier.goes(home)
	supplier.fineInTheDark("supplier-home")
	browsertest.Shown(s.t, supplier.tab, browsertest.Look{Print: true})
	browsertest.Screenshot(s.t, supplier.tab, 720, "print-home")
	supplier.goes(s.sees("tidewell", "form", "1"))
	browsertest.Screenshot(s.t, supplier.tab, 720, "print-section")
	browsertest.Shown(s.t, supplier.tab, browsertest.Look{})
}

// uses is what somebody sees who uses the service.
func uses(s *webStage, browser *browsertest.Browser) {
	user := s.visits(s.t, browser, browsertest.Look{}, s.linkTo("elders-voice"))
	user.fine("users-home")
	user.goes(s.sees("elders-voice", "form", "2"))
	user.fineInTheDark("users-form")
	user.chooses("#form-f-stance-2")
	user.does("Saved as yours", chromedp.Click("#form button[type=submit]"))
	user.fine("users-saved")
}
