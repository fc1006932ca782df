package page_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"

	"soundings/internal/browsertest"
	"soundings/internal/page"
)

// One browser serves all the tests, because it is slow to start. There is none
// under -short, with which the race detector comes: it is no goroutine of ours.
func TestInChromium(t *testing.T) {
	if testing.Short() {
		t.Skip("no browser in a short run")
	}
	browser := browsertest.New(t)
	for _, test := range []struct {
		name string
		run  func(*testing.T, *browsertest.Browser)
	}{
		{"the gallery is without fault", showsTheGallery},
		{"hostile text does nothing", hostileTextDoesNothing},
		{"the script keeps what was typed", keepsWhatWasTyped},
		{"the script asks the follow-up that fits", asksTheFollowUpThatFits},
		{"the script shows messages as they arrive", showsMessagesAsTheyArrive},
		{"the script puts the answer in place", putsTheAnswerInPlace},
		{"the script sends again what did not get through", sendsAgain},
		{"the script tells who writes on that they can send", tellsWhoWritesOn},
		{"the script sends to its end what somebody leaves", arrivesThoughSomebodyLeft},
		{"the script copies links", copiesLinks},
		{"the script says why something was not taken", saysWhyItWasNotTaken},
		{"the script shows what a tick makes sense of", showsWhatATickMakesSenseOf},
		{"the script clears the device", clearsTheDevice},
		{"the keyboard alone is enough", worksByKeyboardAlone},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, browser)
		})
	}
}

// serve runs the pages of the gallery on loopback.
func serve(t *testing.T, more map[string]http.HandlerFunc) *httptest.Server {
	t.Helper()
	site, err := page.New(page.Options{})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/assets/", site.Assets())
	mux.Handle("/", site.NotFound())
	for name, view := range gallery() {
		mux.HandleFunc("/hostile/"+name, func(w http.ResponseWriter, r *http.Request) { site.Render(w, r, http.StatusOK, poisoned(view)) })
		mux.HandleFunc("/"+name, func(w http.ResponseWriter, r *http.Request) { site.Render(w, r, http.StatusOK, view) })
	}
	mux.HandleFunc("/live", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	for pattern, handler := range more {
		mux.HandleFunc(pattern, handler)
	}
	server := httptest.NewServer(site.Secure(mux))
	t.Cleanup(func() {
		server.CloseClientConnections() // else a live page would hold it
		server.Close()
	})
	return server
}

// showsTheGallery: every page of the gallery, light and dark, is without serious fault, asks
// nobody else for anything, and fits at 400 % zoom.
func showsTheGallery(t *testing.T, browser *browsertest.Browser) {
	server := serve(t, nil)
	for _, dark := range []bool{false, true} {
		scheme := map[bool]string{false: "light", true: "dark"}[dark]
		tab := browser.Tab(t, browsertest.Look{Dark: dark})
		for _, name := range append(slices.Sorted(maps.Keys(gallery())), "nowhere") {
			t.Run(fmt.Sprintf("%s %s", name, scheme), func(t *testing.T) {
				browsertest.Do(t, tab, chromedp.Navigate(server.URL+"/"+name), chromedp.WaitReady("main"))
				if dark {
					browsertest.Axe(t, tab, "color-contrast") // nothing else differs
				} else {
					browsertest.Axe(t, tab)
					browsertest.Fits(t, tab, 320)
					browsertest.Face(t, tab, "system-ui")
					browsertest.Paper(t, tab)
				}
				browsertest.Screenshot(t, tab, 360, name+"-"+scheme)
				browsertest.Screenshot(t, tab, 1280, name+"-"+scheme)
			})
		}
	}
}

// hostileTextDoesNothing: the tab fails the test if a script of the text's own
// would have run but for the policy, or if our script stumbles over it.
func hostileTextDoesNothing(t *testing.T, browser *browsertest.Browser) {
	server := serve(t, nil)
	tab := browser.Tab(t, browsertest.Look{Width: 360})
	for _, name := range slices.Sorted(maps.Keys(gallery())) {
		browsertest.Do(t, tab, chromedp.Navigate(server.URL+"/hostile/"+name), chromedp.WaitReady("main"))
		if strays := browsertest.Get(t, tab, chromedp.Evaluate[int](`document.querySelectorAll("[onerror], main img[src=x], script:not([src])").length`)); strays != 0 {
			t.Errorf("%s: the text became %d elements", name, strays)
		}
	}
}
