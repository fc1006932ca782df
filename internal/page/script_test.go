package page_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"soundings/internal/browsertest"
	"soundings/internal/page"
)

const (
	words  = "#answer-words"
	shown  = `document.querySelector("#answer-words").value`
	follow = `document.querySelector("[data-follow-for=answer-words]")`
)

// await waits until an expression is true in the page.
func await(t *testing.T, expression string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, _ *chromedp.Target) (chromedp.Void, error) {
		browsertest.Await(t, ctx, expression)
		return chromedp.Void{}, nil
	}
}

func keepsWhatWasTyped(t *testing.T, browser *browsertest.Browser) {
	saved := func(w http.ResponseWriter, r *http.Request) {
		site, _ := page.New(page.Options{})
		if r.PostFormValue("then") == "stay" {
			site.Fail(w, r, http.StatusInternalServerError, nil)
			return
		}
		site.Render(w, r, http.StatusOK, page.View{Title: "Saved", Notices: []page.Notice{{Good: true, Text: "Saved."}}})
	}
	server := serve(t, map[string]http.HandlerFunc{"/answer": saved})
	tab := browser.Tab(t, browsertest.Look{})
	open := chromedp.Navigate(server.URL + "/section")
	browsertest.Do(t, tab, open, chromedp.SendKeys(words, "our supplier won’t sign"), chromedp.Click("#answer-stance-3"))

	browsertest.Do(t, tab, chromedp.Navigate(server.URL+"/list"), open, await(t, shown+` === "our supplier won’t sign"`))
	if !browsertest.Get(t, tab, chromedp.Evaluate[bool](`document.querySelector("#answer-stance-3").checked`)) {
		t.Error("the choice was not kept")
	}
	browsertest.Do(t, tab, chromedp.Click(`button[value="stay"]`), await(t, `document.querySelector(".s-unsent")?.textContent.includes("went wrong")`),
		open, await(t, shown+` === "our supplier won’t sign"`))
	browsertest.Do(t, tab, chromedp.Click(`button[value="next"]`), await(t, `document.title.startsWith("Saved")`),
		open, chromedp.WaitReady(words))
	if got := browsertest.Get(t, tab, chromedp.Evaluate[string](shown)); got != "" {
		t.Errorf("after it was saved, the form has %q, want nothing", got)
	}
}

func asksTheFollowUpThatFits(t *testing.T, browser *browsertest.Browser) {
	server := serve(t, nil)
	tab := browser.Tab(t, browsertest.Look{})
	browsertest.Do(t, tab, chromedp.Navigate(server.URL+"/section"), await(t, follow+".hidden"),
		chromedp.Click("#answer-stance-3"), await(t, follow+`.textContent.startsWith("What is the risk")`),
		chromedp.Click("#answer-stance-6"), await(t, follow+".hidden"))

	plain := browser.Tab(t, browsertest.Look{NoScript: true})
	browsertest.Do(t, plain, chromedp.Navigate(server.URL+"/section"))
	text := browsertest.Get(t, plain, chromedp.Text(chromedp.CSS("#answer")))
	for _, want := range []string{"What is the risk", "How far, for whom", "Which words"} {
		if !strings.Contains(text, want) {
			t.Errorf("without script the form does not ask %q", want)
		}
	}
}

// showsMessagesAsTheyArrive: a page shows what arrives, and goes on by itself after the connection was
// lost, from the message that it saw last.
func showsMessagesAsTheyArrive(t *testing.T, browser *browsertest.Browser) {
	site, _ := page.New(page.Options{})
	var connections atomic.Int32
	again := make(chan struct{})
	live := func(w http.ResponseWriter, r *http.Request) {
		event := func(id, text string) {
			article, _ := site.Fragment(page.Message{ID: "m" + id, Parts: []page.Part{page.Text{Markdown: text}}})
			fmt.Fprintf(w, "id: %s\n", id)
			for line := range strings.Lines(string(article)) {
				fmt.Fprintf(w, "data: %s\n", strings.TrimRight(line, "\n"))
			}
			fmt.Fprint(w, "\n")
		}
		tries := connections.Add(1)
		if tries == 1 {
			w.Header().Set("Content-Type", "text/event-stream")
			event("3", "Saved: we corrected it.")
			event("4", "Four questions were answered.")
			return // and the connection is lost
		}
		if tries == 2 {
			http.Error(w, "not now", http.StatusServiceUnavailable) // and the browser gives up
			return
		}
		<-again
		w.Header().Set("Content-Type", "text/event-stream")
		event("5", "after "+r.URL.Query().Get("after"))
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
	room := func(w http.ResponseWriter, r *http.Request) {
		site.Render(w, r, http.StatusOK, page.View{Title: "Messages", Body: []page.Part{
			page.Live{URL: "/trickle?after=3", Messages: []page.Message{{ID: "m3", Parts: []page.Part{page.Text{Markdown: "Saved."}}}}},
		}})
	}
	server := serve(t, map[string]http.HandlerFunc{"/trickle": live, "/trickling": room})
	tab := browser.Tab(t, browsertest.Look{})
	browsertest.Do(t, tab, chromedp.Navigate(server.URL+"/trickling"), await(t, `document.querySelector("#m4") !== null`))
	if got := browsertest.Get(t, tab, chromedp.Evaluate[int](`document.querySelectorAll("#m3").length`)); got != 1 {
		t.Errorf("a message that was replaced stands there %d times", got)
	}
	browsertest.Do(t, tab, await(t, `document.querySelector("#m3").textContent.includes("corrected")`),
		await(t, `!document.querySelector("[data-live-state]").hidden`))
	close(again)
	browsertest.Do(t, tab, await(t, `document.querySelector("#m5")?.textContent.includes("after 4")`),
		await(t, `document.querySelector("[data-live-state]").hidden`))
}

func putsTheAnswerInPlace(t *testing.T, browser *browsertest.Browser) {
	site, _ := page.New(page.Options{})
	answer := func(w http.ResponseWriter, r *http.Request) {
		if !page.WantsFragment(r) {
			site.Render(w, r, http.StatusOK, page.View{Title: "A page of its own"})
			return
		}
		if r.PostFormValue("text") == "break" {
			site.Fail(w, r, http.StatusInternalServerError, nil)
			return
		}
		site.RenderFragment(w, r, http.StatusOK, page.Message{Quiet: true, Parts: []page.Part{page.Quote{Words: r.PostFormValue("text")}}})
	}
	server := serve(t, map[string]http.HandlerFunc{"/say": answer})
	tab := browser.Tab(t, browsertest.Look{})
	const place = `document.querySelector("#say + [data-answer]")`
	const box = `document.querySelector("#say-text").value`
	browsertest.Do(t, tab, chromedp.Navigate(server.URL+"/room"),
		chromedp.SendKeys("#say-text", "<img src=x onerror=alert(1)>\r"), await(t, place+`.textContent.includes("<img src=x")`), await(t, box+` === ""`),
		chromedp.SendKeys("#say-text", "break\r"), await(t, place+`.textContent.includes("Reference")`), await(t, box+` === "break"`))
	server.CloseClientConnections()

	plain := browser.Tab(t, browsertest.Look{NoScript: true})
	browsertest.Do(t, plain, chromedp.Navigate(server.URL+"/room"), chromedp.SendKeys("#say-text", "show 6"),
		chromedp.Submit("#say"), await(t, `document.title.startsWith("A page of its own")`))
}

// worksByKeyboardAlone: somebody who has only the keyboard reaches the main content at once, and the
// first thing to put right.
func worksByKeyboardAlone(t *testing.T, browser *browsertest.Browser) {
	server := serve(t, nil)
	tab := browser.Tab(t, browsertest.Look{})
	active := chromedp.Evaluate[string](`document.activeElement.id || document.activeElement.className`)
	browsertest.Do(t, tab, chromedp.Navigate(server.URL+"/list"), chromedp.KeyEvent("\t"))
	if got := browsertest.Get(t, tab, active); got != "govuk-skip-link" {
		t.Errorf("the first stop is %q, want the link to the main content", got)
	}
	browsertest.Do(t, tab, chromedp.KeyEvent("\r"), await(t, `document.activeElement.id === "main"`))

	browsertest.Do(t, tab, chromedp.Navigate(server.URL+"/wrong"), await(t, `document.activeElement.id === "problems"`),
		chromedp.KeyEvent("\t"), await(t, `document.activeElement.getAttribute("href") === "#who-name"`),
		chromedp.KeyEvent("\r"), await(t, `document.activeElement.id === "who-name"`))
}
