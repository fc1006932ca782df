package browsertest

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

//go:embed testdata/axe.min.js
var axe string

// zoomed is the height that 400 % zoom leaves of a desk's window, in CSS pixels.
const zoomed = 256

// axeRun runs the rules that stand in place of %s.
const axeRun = `axe.run(document, {
	runOnly: %s,
	resultTypes: ["violations"],
}).then((r) => JSON.stringify(r.violations.map((v) => ({
	id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.map((n) => n.html.slice(0, 300) + "\n    " + n.failureSummary),
}))))`

type violation struct {
	ID     string
	Impact string
	Help   string
	Nodes  []string
}

// Axe checks the page in a tab with axe-core: the rules named, such as
// "color-contrast", or without any those of WCAG 2.2 AA and axe's own good
// practice. Violations that are serious or critical fail the test; others are
// logged. The tab needs script.
func Axe(tb testing.TB, ctx context.Context, rules ...string) { //nolint:revive // as testing does
	tb.Helper()
	if len(rules) == 0 {
		rules = []string{"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"}
	}
	only, err := json.Marshal(rules)
	if err != nil {
		tb.Fatal(err)
	}
	if !Get(tb, ctx, chromedp.Evaluate[bool](`"axe" in window`)) {
		Do(tb, ctx, chromedp.Evaluate[chromedp.Void](axe))
	}
	found := Get(tb, ctx, chromedp.Evaluate[string](fmt.Sprintf(axeRun, only), chromedp.EvalAwaitPromise))
	var violations []violation
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		tb.Fatalf("read axe-core's findings: %v", err)
	}
	for _, v := range violations {
		report := tb.Logf
		if v.Impact == "serious" || v.Impact == "critical" {
			report = tb.Errorf
		}
		report("axe-core, %s: %s (%s)\n  %s", v.Impact, v.Help, v.ID, strings.Join(v.Nodes, "\n  "))
	}
}

// Screenshot takes a picture of the whole page at a width in CSS pixels, for
// somebody to look at: NAME-WIDTH.png in the folder that SOUNDINGS_SCREENSHOTS
// names. If it names none, Screenshot does nothing. The tab keeps the width.
func Screenshot(tb testing.TB, ctx context.Context, width int, name string) { //nolint:revive // as testing does
	tb.Helper()
	dir := os.Getenv("SOUNDINGS_SCREENSHOTS")
	if dir == "" {
		return
	}
	Do(tb, ctx, chromedp.EmulateViewport(int64(width), height))
	picture := Get(tb, ctx, chromedp.FullScreenshot(100))
	file := filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, width))
	if err := os.WriteFile(file, picture, 0o600); err != nil {
		tb.Fatal(err)
	}
}

// Face checks that all text of the page is set in one family of type, by a name
// that its font-family has to begin with.
func Face(tb testing.TB, ctx context.Context, family string) { //nolint:revive // as testing does
	tb.Helper()
	others := Get(tb, ctx, chromedp.Evaluate[[]string](fmt.Sprintf(`
		[...document.body.querySelectorAll("*")].filter((e) => e.checkVisibility() && !getComputedStyle(e).fontFamily.startsWith(%q) &&
			(e.matches("input:not([type=radio], [type=checkbox], [type=hidden]), textarea") || [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())),
		).map((e) => getComputedStyle(e).fontFamily + ": " + e.outerHTML.slice(0, 160)).slice(0, 3)`, family)))
	if len(others) > 0 {
		tb.Errorf("text in another face than %s:\n  %s", family, strings.Join(others, "\n  "))
	}
}

// Paper checks that the page can be printed: in black on nothing, without
// anything that can only be pressed or filled in; what is pressed like a link
// reads as text. The tab shows it as on a
// screen again.
func Paper(tb testing.TB, ctx context.Context) { //nolint:revive // as testing does
	tb.Helper()
	Shown(tb, ctx, Look{Print: true, Dark: true}) // who reads in the dark prints like anybody else
	found := Get(tb, ctx, chromedp.Evaluate[[]string](`
		[...document.querySelectorAll("button:not(.s-button-plain), input:not([readonly]), textarea, select, nav a")].filter((e) => e.checkVisibility()).map((e) => e.outerHTML.slice(0, 160)).concat(
			[document.documentElement, document.body].filter((e) => getComputedStyle(e).backgroundColor !== "rgba(0, 0, 0, 0)").map((e) => e.tagName + " has a ground of " + getComputedStyle(e).backgroundColor),
			[...document.querySelectorAll("h1, main p")].filter((e) => e.checkVisibility()).map((e) => getComputedStyle(e).color).filter((c) => (c.match(/[\d.]+/g) ?? []).slice(0, 3).some((n) => n > 140)).map((c) => "words of " + c))`))
	if len(found) > 0 {
		tb.Errorf("on paper there are\n  %s", strings.Join(found[:min(len(found), 3)], "\n  "))
	}
	Shown(tb, ctx, Look{})
}

// Fits checks that nothing of the page is cut off or must be scrolled to
// sideways at a width in CSS pixels; 320 is what 400 % zoom makes of a desk's.
// What scrolls within a part of its own, such as a wide table, may.
func Fits(tb testing.TB, ctx context.Context, width int) { //nolint:revive // as testing does
	tb.Helper()
	Do(tb, ctx, chromedp.EmulateViewport(int64(width), zoomed))
	wide := Get(tb, ctx, chromedp.Evaluate[[]string](`
		document.documentElement.scrollWidth <= innerWidth ? [] : [...document.body.querySelectorAll("*")].filter((e) =>
			!e.closest(".govuk-visually-hidden") && e.getBoundingClientRect().right > innerWidth + 1 && e.getBoundingClientRect().width > 0,
		).map((e) => e.outerHTML.slice(0, 160)).slice(-3)`))
	if len(wide) > 0 {
		tb.Errorf("at %d pixels the page is wider than that; the innermost that reach out:\n  %s", width, strings.Join(wide, "\n  "))
	}
}
