package page_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"soundings/internal/browsertest"
	"soundings/internal/page"
)

// away is a service that can be stopped, as for a restart: then a browser gets
// nothing back at all, and may not know whether the form arrived.
type away struct {
	mu      sync.Mutex
	stopped bool
	unheard bool // it takes the form, and the answer is lost
	taken   []string
	deeds   map[string]bool // by the identity of the form
}

func (a *away) set(stopped, unheard bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.stopped, a.unheard = stopped, unheard
}

func (a *away) serve(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if event := r.PostFormValue("event"); !a.stopped && !a.deeds[event] {
		if a.deeds == nil {
			a.deeds = map[string]bool{}
		}
		a.deeds[event] = true
		a.taken = append(a.taken, r.PostFormValue("words")+" "+r.PostFormValue("then"))
	}
	if a.stopped || a.unheard {
		if connection, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_ = connection.Close()
		}
		return
	}
	site, _ := page.New(page.Options{})
	site.Render(w, r, http.StatusOK, page.View{Title: "Saved", Notices: []page.Notice{{Good: true, Text: "Saved."}}})
}

// wants checks what was taken so far.
func (a *away) wants(t *testing.T, want ...string) {
	t.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	if !slices.Equal(a.taken, want) {
		t.Errorf("taken were %q, want %q", a.taken, want)
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
	service.set(true, false)
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
	service.set(false, false)
	browsertest.Do(t, tab, await(t, `document.title.startsWith("Saved") && document.activeElement.tagName === "H1"`))
	service.wants(t, "our supplier won’t sign stay")
	browsertest.Do(t, tab, chromedp.Evaluate[chromedp.Void](`history.back()`), await(t, `location.pathname === "/section" && document.querySelector("`+words+`") && `+shown+` === ""`))
	if kept := browsertest.Get(t, tab, chromedp.Evaluate[int](`Object.keys(localStorage).length`)); kept != 0 {
		t.Errorf("%d drafts are kept of what was saved", kept)
	}
}

// tellsWhoWritesOn: who writes on is told that the service is back, and what they
// send then is another deed than the one before, which may have arrived.
func tellsWhoWritesOn(t *testing.T, browser *browsertest.Browser) {
	service := &away{}
	server := serve(t, map[string]http.HandlerFunc{"POST /answer": service.serve})
	tab := browser.Tab(t, browsertest.Look{})
	service.set(false, true)
	browsertest.Do(t, tab, chromedp.Navigate(server.URL+"/section"), chromedp.SendKeys(words, "nine months"), chromedp.Click(`button[value="next"]`),
		await(t, unsent+`?.includes("Not sent yet")`), chromedp.SendKeys(words, ", they say"))
	service.set(true, false)
	browsertest.Do(t, tab, chromedp.Click(`button[value="next"]`), chromedp.SendKeys(words, " there"))
	service.set(false, false)
	browsertest.Do(t, tab, await(t, unsent+`?.includes("Soundings is back")`))
	service.wants(t, "nine months next")
	browsertest.Do(t, tab, chromedp.Click(`button[value="next"]`), await(t, `document.title.startsWith("Saved")`))
	service.wants(t, "nine months next", "nine months, they say there next")

	// An answer that was lost on the way is asked for again, by itself, and the
	// deed is one.
	service.set(false, true)
	browsertest.Do(t, tab, chromedp.Evaluate[chromedp.Void](`localStorage.clear()`), chromedp.Navigate(server.URL+"/section"))
	service.mu.Lock()
	service.deeds, service.taken = nil, nil
	service.mu.Unlock()
	browsertest.Do(t, tab, chromedp.SendKeys(words, "once"), chromedp.Click(`button[value="next"]`), await(t, unsent+`?.includes("Not sent yet")`))
	service.set(false, false)
	browsertest.Do(t, tab, await(t, `document.title.startsWith("Saved")`))
	service.wants(t, "once next")
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
