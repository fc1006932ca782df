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

// Every page of the gallery, light and dark, is without serious fault, asks
// nobody else for anything, and fits at 400 % zoom.
func TestGalleryInChromium(t *testing.T) {
	server := serve(t, nil)
	browser := browsertest.New(t)
	for _, dark := range []bool{false, true} {
		scheme := map[bool]string{false: "light", true: "dark"}[dark]
		tab := browser.Tab(browsertest.Look{Dark: dark})
		for _, name := range append(slices.Sorted(maps.Keys(gallery())), "nowhere") {
			t.Run(fmt.Sprintf("%s %s", name, scheme), func(t *testing.T) {
				browsertest.Do(t, tab, chromedp.Navigate(server.URL+"/"+name), chromedp.WaitReady("main"))
				browsertest.Axe(t, tab)
				browsertest.Fits(t, tab, 320)
				if testing.Short() {
					return
				}
				browsertest.Screenshot(t, tab, 360, name+"-"+scheme)
				browsertest.Screenshot(t, tab, 1280, name+"-"+scheme)
			})
		}
	}
}
