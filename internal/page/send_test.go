package page_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"soundings/internal/browsertest"
	"soundings/internal/page"
)

// away is a service that can be stopped, as for a restart: then a browser gets
// nothing back at all.
type away struct {
	stopped atomic.Bool
	taken   atomic.Int32
	last    atomic.Value // the words that were taken last
}

func (a *away) serve(w http.ResponseWriter, r *http.Request) {
	if a.stopped.Load() {
		a.nothing(w)
		return
	}
	site, _ := page.New(page.Options{})
	a.taken.Add(1)
	a.last.Store(r.PostFormValue("words") + r.PostFormValue("then"))
	site.Render(w, r, http.StatusOK, page.View{Title: "Saved", Notices: []page.Notice{{Good: true, Text: "Saved."}}})
}

// nothing breaks the connection.
func (*away) nothing(w http.ResponseWriter) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = connection.Close()
	}
}

const unsent = `document.querySelector("#answer .s-unsent[role=alert]")?.textContent`

// sendsAgain: what is pressed while the service is away stays where it is, says
// so, and is sent by itself when the service is back, unless somebody goes on
// writing; then they are told that they can press.
func sendsAgain(t *testing.T, browser *browsertest.Browser) {
	service := &away{}
	server := serve(t, map[string]http.HandlerFunc{"POST /answer": service.serve})
	tab := browser.Tab(t, browsertest.Look{})
	open := chromedp.Navigate(server.URL + "/section")
	service.stopped.Store(true)
	browsertest.Do(t, tab, open, chromedp.SendKeys(words, "our supplier won’t sign"), chromedp.Click(`button[value="stay"]`),
		await(t, unsent+`?.includes("Not sent yet")`), await(t, unsent+`.includes("kept on this device")`), await(t, unsent+`.includes("press “Save” again")`))
	browsertest.Axe(t, tab)
	browsertest.Screenshot(t, tab, 360, "unsent")
	if at := browsertest.Get(t, tab, chromedp.Evaluate[string](`document.activeElement.value`)); at != "stay" {
		t.Errorf("the focus went from the button to %q", at)
	}
	if got := browsertest.Get(t, tab, chromedp.Evaluate[string](shown)); got != "our supplier won’t sign" {
		t.Errorf("the form has %q", got)
	}
	service.stopped.Store(false)
	browsertest.Do(t, tab, await(t, `document.title.startsWith("Saved") && document.activeElement.tagName === "H1"`))
	if n, last := service.taken.Load(), service.last.Load(); n != 1 || last != "our supplier won’t signstay" {
		t.Errorf("%d forms arrived, the last with %q", n, last)
	}
	browsertest.Do(t, tab, chromedp.Evaluate[chromedp.Void](`history.back()`), await(t, `location.pathname === "/section" && document.querySelector("`+words+`") && `+shown+` === ""`))

	service.stopped.Store(true)
	browsertest.Do(t, tab, chromedp.SendKeys(words, "nine months"), chromedp.Click(`button[value="next"]`), await(t, unsent+`?.includes("Not sent yet")`),
		chromedp.SendKeys(words, ", they say"))
	service.stopped.Store(false)
	browsertest.Do(t, tab, await(t, unsent+`?.includes("Soundings is back")`))
	if n := service.taken.Load(); n != 1 {
		t.Errorf("while somebody writes, %d forms arrived", n-1)
	}
	browsertest.Do(t, tab, chromedp.Click(`button[value="next"]`), await(t, `document.title.startsWith("Saved")`))
	if last := service.last.Load(); last != "nine months, they saynext" {
		t.Errorf("the last form has %q", last)
	}
	if kept := browsertest.Get(t, tab, chromedp.Evaluate[int](`Object.keys(localStorage).length`)); kept != 0 {
		t.Errorf("%d drafts are kept of what was saved", kept)
	}
}

// saysWhyItWasNotTaken: an error page does not take the place of what was
// typed. What is to be put right does, with all of it.
func saysWhyItWasNotTaken(t *testing.T, browser *browsertest.Browser) {
	site, _ := page.New(page.Options{})
	server := serve(t, map[string]http.HandlerFunc{
		"POST /answer": func(w http.ResponseWriter, r *http.Request) { site.Fail(w, r, http.StatusForbidden, nil) },
		"POST /who": func(w http.ResponseWriter, r *http.Request) {
			site.Render(w, r, http.StatusUnprocessableEntity, wrongPage())
		},
		"POST /press": func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "what a proxy says", http.StatusBadGateway)
		},
	})
	tab := browser.Tab(t, browsertest.Look{})
	browsertest.Do(t, tab, chromedp.Navigate(server.URL+"/section"), chromedp.SendKeys(words, "our supplier won’t sign"), chromedp.Click(`button[value="next"]`),
		await(t, unsent+`?.includes("no longer signed in")`), await(t, shown+` === "our supplier won’t sign"`))
	browsertest.Do(t, tab, chromedp.Navigate(server.URL+"/wrong"), chromedp.Click("#who button"), await(t, `location.pathname === "/who" && document.activeElement.id === "problems"`))
	browsertest.Do(t, tab, chromedp.Navigate(server.URL+"/prepare"), chromedp.Click(`form[action="/press"] button`),
		await(t, `document.querySelector("form[action='/press'] .s-unsent")?.textContent.includes("press “Continue” again")`))
	browsertest.Fits(t, tab, 320)
	browsertest.Screenshot(t, tab, 360, "unsent-button")
	browsertest.Screenshot(t, tab, 1280, "unsent-button")
}

// showsWhatATickMakesSenseOf: with script a field appears with the tick that
// makes sense of it, and is sent only then; without, it stands there.
func showsWhatATickMakesSenseOf(t *testing.T, browser *browsertest.Browser) {
	var why atomic.Value
	site, _ := page.New(page.Options{})
	server := serve(t, map[string]http.HandlerFunc{"POST /answer": func(w http.ResponseWriter, r *http.Request) {
		said := r.PostFormValue("why")
		if _, sent := r.PostForm["why"]; sent {
			said = "sent: " + said
		}
		why.Store(said)
		site.Render(w, r, http.StatusOK, page.View{Title: "Saved", Notices: []page.Notice{{Good: true, Text: "Saved."}}})
	}})
	open := chromedp.Navigate(server.URL + "/section")
	seen := `document.querySelector("#answer-why").checkVisibility()`
	tab := browser.Tab(t, browsertest.Look{})
	browsertest.Do(t, tab, open, await(t, "!"+seen), chromedp.Click("#answer-ticks-2"), await(t, seen), chromedp.SendKeys("#answer-why", "our margin"))
	browsertest.Axe(t, tab)
	browsertest.Screenshot(t, tab, 360, "section-ticked")
	browsertest.Do(t, tab, open, await(t, seen+` && document.querySelector("#answer-why").value === "our margin"`)) // as it was left
	browsertest.Do(t, tab, chromedp.Click("#answer-ticks-2"), await(t, "!"+seen), chromedp.Click(`button[value="next"]`), await(t, `document.title.startsWith("Saved")`))
	if got := why.Load(); got != "" {
		t.Errorf("a field that is hidden is %q", got)
	}
	plain := browser.Tab(t, browsertest.Look{NoScript: true})
	browsertest.Do(t, plain, open, chromedp.SendKeys("#answer-why", "our margin"), chromedp.Click(`button[value="next"]`), await(t, `document.title.startsWith("Saved")`))
	if got := why.Load(); got != "sent: our margin" {
		t.Errorf("without script the field is %v", got)
	}
}

// clearsTheDevice: what was kept of forms can be cleared, and nothing else is.
func clearsTheDevice(t *testing.T, browser *browsertest.Browser) {
	site, _ := page.New(page.Options{})
	server := serve(t, map[string]http.HandlerFunc{"/device": func(w http.ResponseWriter, r *http.Request) {
		site.Render(w, r, http.StatusOK, page.View{Title: "You", Body: []page.Part{page.ClearDevice{}}})
	}})
	tab := browser.Tab(t, browsertest.Look{})
	kept := chromedp.Evaluate[string](`Object.keys(localStorage).join()`)
	browsertest.Do(t, tab, chromedp.Navigate(server.URL+"/section"), chromedp.SendKeys(words, "our supplier won’t sign"))
	if got := browsertest.Get(t, tab, kept); !strings.Contains(got, "acme/P7/section-10") {
		t.Fatalf("kept are %q", got)
	}
	browsertest.Do(t, tab, chromedp.Evaluate[chromedp.Void](`localStorage.setItem("of somebody else", "x")`), chromedp.Navigate(server.URL+"/device"),
		chromedp.Click("[data-clear]"), await(t, `document.querySelector("#device-state").textContent.startsWith("Cleared")`))
	browsertest.Axe(t, tab)
	if got := browsertest.Get(t, tab, kept); got != "of somebody else" {
		t.Errorf("after clearing there is %q", got)
	}
	plain := browser.Tab(t, browsertest.Look{NoScript: true})
	browsertest.Do(t, plain, chromedp.Navigate(server.URL+"/device"), await(t, `document.querySelector("main").textContent.includes("nothing is kept")`))
}
