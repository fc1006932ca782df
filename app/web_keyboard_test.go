package app

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"soundings/internal/browsertest"
)

// A stop is where somebody with only a keyboard comes to.
const (
	// atStop says where the focus is, and what it looks like: the ring may be
	// around the control itself or around what is drawn in its place.
	atStop = `(() => {
		const e = document.activeElement ?? document.body, drawn = [getComputedStyle(e)];
		if (e.nextElementSibling) drawn.push(getComputedStyle(e.nextElementSibling, "::before"));
		const seen = drawn.some((s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 1 || s.boxShadow !== "none");
		const box = e.getBoundingClientRect();
		return {ID: e.id, Label: (e.labels?.[0] ?? e).textContent.trim(), Seen: seen && box.bottom > 0 && box.top < innerHeight, Top: Math.round(box.top + scrollY), In: e.tagName};
	})()`
	mostStops = 60
)

type stop struct {
	ID, Label, In string
	Seen          bool
	Top           int
}

// tabs presses the tabulator until the focus is where it should go, by id or by
// the beginning of its words. On the way the focus is always seen and never
// goes up the page.
func (v visit) tabs(to string) {
	v.t.Helper()
	top := 0
	for range mostStops {
		browsertest.Do(v.t, v.tab, chromedp.KeyEvent(kb.Tab))
		at := browsertest.Get(v.t, v.tab, chromedp.Evaluate[stop](atStop))
		if at.In == "BODY" {
			continue // the end of the page, whose next stop is its beginning
		}
		if !at.Seen {
			v.t.Errorf("on the way to %q the focus on %s %q is not to be seen", to, at.In, at.Label)
		}
		if at.Top < top-40 {
			v.t.Errorf("on the way to %q the focus goes up the page, to %s %q", to, at.In, at.Label)
		}
		top = at.Top
		if at.ID == to || strings.HasPrefix(at.Label, to) {
			return
		}
	}
	v.t.Fatalf("the keyboard does not come to %q", to)
}

// keys presses keys, or types.
func (v visit) keys(keys ...string) {
	v.t.Helper()
	for _, k := range keys {
		browsertest.Do(v.t, v.tab, chromedp.KeyEvent(k))
	}
}

// follows presses Enter on a link. Only the press: what a key writes would go to
// the field that the link leads to, and send its form, which no browser does.
func (v visit) follows() {
	v.t.Helper()
	browsertest.Do(v.t, v.tab, chromedp.KeyEvent(kb.Enter, func(p *input.DispatchKeyEventParams) {
		if p.Type == kb.KeyChar {
			p.Type = kb.KeyUp
		}
	}))
}

func (v visit) awaits(expression string) {
	v.t.Helper()
	browsertest.Await(v.t, v.tab, expression)
}

// theKeyboardIsEnough: the first answer of a supplier and the closing date of a
// team, without a mouse.
func theKeyboardIsEnough(t *testing.T, browser *browsertest.Browser) {
	s := newWebStage(t, t.TempDir(), "../conversations/testdata")
	s.plays(t, opened)
	supplier := s.visits(t, browser, browsertest.Look{}, s.linkTo("tidewell"))
	supplier.tabs("Skip to the main content")
	supplier.keys(kb.Enter)
	supplier.awaits(`document.activeElement.id === "main"`)
	supplier.tabs("2 When an alarm")
	supplier.keys(kb.Enter)
	supplier.awaits(`document.readyState === "complete" && document.querySelector("#form-f-stance") !== null`)
	firstAnswerByKeyboard(supplier)

	team := s.visits(t, browser, browsertest.Look{}, s.linkTo("commissioning"))
	team.fills("/you", "#you", "name", "Dana")
	team.goes(s.sees("commissioning", "closing", ""))
	team.tabs("form-f-day-day")
	team.keys("31") // in the place of the day that stands there: a field is chosen whole
	team.tabs("form-f-time")
	team.keys("5pm")
	team.tabs("form-f-reason") // everybody was told another time
	team.keys("It is holiday.")
	team.tabs("Show me how it reads")
	team.keys(" ")
	team.awaits(`document.activeElement.id === "problems"`) // June has 30 days
	team.tabs("Enter a day that exists")
	team.follows()
	team.awaits(`document.activeElement.id === "form-f-day-day"`)
	team.keys(kb.End, kb.Backspace, kb.Backspace, "3", "0")
	team.tabs("Show me how it reads")
	team.keys(kb.Enter)
	team.awaits(`document.querySelector("main").textContent.includes("30 June")`)
}

// firstAnswerByKeyboard fills in the form of a fixed section. What it asks
// follows the choice, and the focus stays where it was.
func firstAnswerByKeyboard(v visit) {
	v.t.Helper()
	v.tabs("form-f-stance")
	v.keys(" ")
	v.awaits(`document.querySelector("#form-f-stance").checked && document.querySelector("#form-f-stops") === null`)
	v.keys(kb.ArrowDown, kb.ArrowDown, kb.ArrowDown)
	v.awaits(`document.querySelector("#form-f-stance-4").checked && document.querySelector("#form-f-stops") !== null`)
	v.awaits(`document.querySelector("label[for=form-f-words]").textContent.includes("What could be done instead")`)
	if id := browsertest.Get(v.t, v.tab, chromedp.Evaluate[string](`document.activeElement.id`)); id != "form-f-stance-4" {
		v.t.Errorf("after the choice the focus is on %q", id)
	}
	v.tabs("form-f-words")
	v.keys("Not alone; sharing a night centre, yes.")
	v.tabs("form-f-stops")
	v.keys(" ", kb.ArrowDown)
	v.tabs("form-f-ticks-2")
	v.awaits(`!document.querySelector("#form-f-why").checkVisibility()`)
	v.keys(" ")
	v.tabs("form-f-why") // which came with the tick
	v.keys("It is not announced yet.")
	v.tabs("form-f-name")
	v.keys("Ana Whitlock")
	v.tabs("form-f-role")
	v.keys("Operations")
	v.tabs("form-f-speaks")
	v.keys(" ")
	v.tabs("form-f-links")
	v.keys(" ")
	v.tabs("Save")
	v.keys(kb.Enter)
	v.awaits(`document.querySelector("main").textContent.includes("Saved for Tidewell")`)
	v.awaits(`document.querySelector("main").textContent.includes("Can't be done")`)
}
