package app

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"soundings/internal/browsertest"
)

// nothingNeedsScript: a team uploads its draft, and a supplier reads, answers
// and asks, in browsers without script.
func nothingNeedsScript(t *testing.T, browser *browsertest.Browser) {
	s := newWebStage(t, t.TempDir(), "../conversations/testdata")
	s.plays(t, "commissioning/dana> new Digital care at home\n")
	draft, err := filepath.Abs("../conversations/testdata/care.md")
	if err != nil {
		t.Fatal(err)
	}
	team := s.visits(t, browser, browsertest.Look{NoScript: true, Width: 360}, s.linkTo("commissioning"))
	team.goes(s.sees("commissioning", "import", ""))
	team.does("3 sections from your draft", chromedp.SetUploadFiles("#form-f-file", []string{draft}), chromedp.Click("#form button[type=submit]"))

	s.plays(t, strings.Join(strings.SplitAfter(opened, "\n")[2:], ""))
	supplier := s.visits(t, browser, browsertest.Look{NoScript: true, Width: 360}, s.linkTo("tidewell"))
	form := s.sees("tidewell", "form", "2")
	supplier.goes(form)
	supplier.does("Something to put right", chromedp.SendKeys("#form-f-words", "Not alone, at night."), chromedp.Click("#form button[type=submit]"))
	for _, asked := range []string{"Would it stop you from bidding", "What could be done instead", "Which words"} {
		if text := browsertest.Get(t, supplier.tab, chromedp.Text(chromedp.CSS("#form"))); !strings.Contains(strings.ToLower(text), strings.ToLower(asked)) {
			t.Errorf("without script the form does not ask %q", asked)
		}
	}
	if !browsertest.Get(t, supplier.tab, chromedp.Evaluate[bool](`["#form-f-why", "#form-f-about", "#form-f-stops"].every((id) => document.querySelector(id).checkVisibility())`)) {
		t.Error("without script the form leaves out what may be needed")
	}
	supplier.does("Saved for Tidewell", chromedp.Click("#form-f-stance-4"), chromedp.Click("#form-f-stops-2"), chromedp.Click("#form button[type=submit]"))
	supplier.goes(s.sees("tidewell", "say", "our answers"))
	supplier.does("Not alone, at night.")
	supplier.goes(s.sees("tidewell", "ask", ""))
	supplier.does("in the record now", chromedp.SendKeys("#form-f-words", "Who holds the data?"), chromedp.Click("#form button[type=submit]"))
	supplier.goes(s.sees("tidewell", "step", ""))
	supplier.does("Shall we tell you the outcome?")
	supplier.does("you would like to hear the outcome", chromedp.Click("#form-f-outcome"), chromedp.Click("#form button[type=submit]"))
}
