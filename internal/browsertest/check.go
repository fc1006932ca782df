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

// Fits checks that nothing of the page is cut off or must be scrolled to
// sideways at a width in CSS pixels; 320 is what 400 % zoom makes of a desk's.
// What scrolls within a part of its own, such as a wide table, may.
func Fits(tb testing.TB, ctx context.Context, width int) { //nolint:revive // as testing does
	tb.Helper()
	Do(tb, ctx, chromedp.EmulateViewport(int64(width), height))
	wide := Get(tb, ctx, chromedp.Evaluate[[]string](`
		document.documentElement.scrollWidth <= innerWidth ? [] : [...document.body.querySelectorAll("*")].filter((e) =>
			!e.closest(".govuk-visually-hidden") && e.getBoundingClientRect().right > innerWidth + 1 && e.getBoundingClientRect().width > 0,
		).map((e) => e.outerHTML.slice(0, 160)).slice(-3)`))
	if len(wide) > 0 {
		tb.Errorf("at %d pixels the page is wider than that; the innermost that reach out:\n  %s", width, strings.Join(wide, "\n  "))
	}
}
