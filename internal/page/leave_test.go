package page_test

import (
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"

	"soundings/internal/browsertest"
	"soundings/internal/page"
)

// arrivesThoughSomebodyLeft: what was sent arrives though the page is left
// before it was answered, as far as browsers can do that.
func arrivesThoughSomebodyLeft(t *testing.T, browser *browsertest.Browser) {
	site, _ := page.New(page.Options{})
	asked, left, taken := make(chan string), make(chan struct{}), make(chan string, 1)
	server := serve(t, map[string]http.HandlerFunc{"POST /answer": func(w http.ResponseWriter, r *http.Request) {
		said := r.PostFormValue("words")
		asked <- r.PostFormValue("event")
		<-left
		if r.Context().Err() != nil {
			said = "given up"
		}
		taken <- said
		site.Render(w, r, http.StatusOK, page.View{Title: "Saved"})
	}})
	tab := browser.Tab(t, browsertest.Look{})
	browsertest.Do(t, tab, chromedp.Navigate(server.URL+"/section"), chromedp.SendKeys(words, "our supplier won’t sign"),
		chromedp.Evaluate[chromedp.Void](`addEventListener("unload", () => {})`), // who listens for that is not kept for going back
		chromedp.Click(`button[value="next"]`))
	first := <-asked
	browsertest.Do(t, tab, chromedp.Navigate(server.URL+"/list"), await(t, `document.title.startsWith("Your list")`))
	left <- struct{}{}
	if got := <-taken; got != "our supplier won’t sign" {
		t.Errorf("of somebody who left at once arrived %q", got)
	}

	// Whoever comes back finds it, and sends the same once more, or something else.
	for _, more := range []string{"", " at all"} {
		browsertest.Do(t, tab, chromedp.Navigate(server.URL+"/section"), await(t, `document.querySelector("#main").textContent.includes("It may have arrived")`),
			chromedp.SendKeys(words, more), chromedp.Evaluate[chromedp.Void](`addEventListener("unload", () => {})`), chromedp.Click(`button[value="next"]`))
		if event := <-asked; (event == first) != (more == "") {
			t.Errorf("with %q added it is sent as %q, and was as %q", more, event, first)
		}
		browsertest.Do(t, tab, chromedp.Navigate(server.URL+"/list"), await(t, `document.title.startsWith("Your list")`))
		left <- struct{}{}
		if got := <-taken; got != "our supplier won’t sign"+more {
			t.Errorf("of what was sent again arrived %q", got)
		}
	}
	browsertest.Do(t, tab, chromedp.Evaluate[chromedp.Void](`localStorage.clear()`))

	// A form that is too large for that is sent all the same.
	browsertest.Do(t, tab, chromedp.Navigate(server.URL+"/section"), chromedp.Evaluate[chromedp.Void](`document.querySelector("`+words+`").removeAttribute("maxlength")`),
		chromedp.Evaluate[chromedp.Void](`document.querySelector("`+words+`").value = "x".repeat(70000)`), chromedp.Click(`button[value="next"]`))
	<-asked
	left <- struct{}{}
	if got := <-taken; len(got) != 70000 {
		t.Errorf("of a large form arrived %d bytes", len(got))
	}
	browsertest.Do(t, tab, await(t, `document.title.startsWith("Saved")`))
}

// copiesLinks: each link has a button, and all of them together another; without
// script the list can be read and marked.
func copiesLinks(t *testing.T, browser *browsertest.Browser) {
	server := serve(t, nil)
	tab := browser.Tab(t, browsertest.Look{})
	const list = "Kindred Carers Trust\thttps://soundings.westmere.example/j/AbC123\nTidewell\thttps://soundings.westmere.example/j/DeF456"
	browsertest.Do(t, tab, chromedp.Navigate(server.URL+"/prepare"), chromedp.Evaluate[chromedp.Void](
		`Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { window.copied = text; } } })`))
	for button, want := range map[string]string{
		`.s-copy button`: "https://soundings.westmere.example/j/AbC123", `[data-copy="copy-list"]`: list,
	} {
		label := browsertest.Get(t, tab, chromedp.Evaluate[string](`document.querySelector('`+button+`').firstChild.textContent`))
		for range 2 {
			browsertest.Do(t, tab, chromedp.Click(chromedp.CSS(button)), await(t, `document.querySelector('`+button+`').textContent.startsWith("Copied")`))
		}
		if got := browsertest.Get(t, tab, chromedp.Evaluate[string]("window.copied")); got != want {
			t.Errorf("%s copies %q, want %q", button, got, want)
		}
		if back := browsertest.Get(t, tab, chromedp.Evaluate[string](`document.querySelector('`+button+`').dataset.label`)); back != label {
			t.Errorf("the button %q will be called %q", label, back)
		}
	}
	plain := browser.Tab(t, browsertest.Look{NoScript: true})
	browsertest.Do(t, plain, chromedp.Navigate(server.URL+"/prepare"))
	if got := browsertest.Get(t, plain, chromedp.Evaluate[string](`document.querySelector("#copy-list[readonly]").value`)); got != list {
		t.Errorf("without script the list is %q", got)
	}
	if n := browsertest.Get(t, plain, chromedp.Evaluate[int](`[...document.querySelectorAll("[data-copy]")].filter((e) => e.checkVisibility()).length`)); n != 0 {
		t.Errorf("without script there are %d buttons that do nothing", n)
	}
}
