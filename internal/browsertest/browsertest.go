// Package browsertest opens pages in a real Chromium for tests: with or without
// script, light or dark, as wide as a telephone or a desk; checks them with
// axe-core and takes pictures. It knows nothing of what is on them.
package browsertest

import (
	"context"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

const (
	// patience is how long one step may take, also on a machine that is busy.
	patience = time.Minute
	// height of the window, in CSS pixels.
	height = 900
)

// Browser is one Chromium of a test's own, without a window. Tests may use it
// in parallel, each in tabs of its own.
type Browser struct {
	ctx context.Context //nolint:containedctx // chromedp keeps a browser in its context
}

// New starts Chromium and stops it when the test ends. Where there is none the
// test is skipped, in CI it fails.
func New(tb testing.TB) *Browser {
	tb.Helper()
	path := find()
	if path == "" {
		const how = "chromium is not installed: apt-get install chromium, or make test, which does it"
		if os.Getenv("CI") == "true" {
			tb.Fatal(how)
		}
		tb.Skip(how)
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(path), chromedp.UserDataDir(folder(tb)),
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("lang", "en-GB"), chromedp.Flag("hide-scrollbars", true),
	)...)
	tb.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx, chromedp.WithErrorf(func(string, ...any) {})) // of what chromedp itself does not know
	tb.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		tb.Fatalf("start chromium: %v", err)
	}
	return &Browser{ctx: ctx}
}

// find gives the path of a Chromium, or "".
func find() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// folder is not the test's own temporary one: a process of the browser may
// still write for a moment when the test ends, which is no fault of the test.
func folder(tb testing.TB) string {
	dir, err := os.MkdirTemp("", "browsertest") //nolint:usetesting // for the reason above
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		for range 5 {
			if os.RemoveAll(dir) == nil {
				return
			}
		}
	})
	return dir
}

// Look is how somebody's browser is set.
type Look struct {
	Width    int // in CSS pixels; 0 is 1280
	Dark     bool
	NoScript bool
	Print    bool
}

// Tab opens a tab that shares no cookies and no storage with other tabs, and
// closes it when the test ends. The test fails at its end if a page in it asked another host for anything, broke
// the rules of its own Content-Security-Policy, or threw an error.
func (b *Browser) Tab(tb testing.TB, look Look) context.Context {
	tb.Helper()
	heard := &complaints{}
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(heard.hear))
	tb.Cleanup(func() {
		cancel()
		for _, c := range heard.all() {
			tb.Errorf("in the browser: %s", c)
		}
	})
	if err := look.set(ctx); err != nil {
		tb.Fatalf("open a tab: %v", err)
	}
	return ctx
}

func (l Look) set(ctx context.Context) error {
	width := int64(l.Width)
	if width == 0 {
		width = 1280
	}
	return chromedp.Do(ctx,
		chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err1 := cdp.Call(ctx, t, network.Enable, network.EnableParams{})
			_, err2 := cdp.Call(ctx, t, log.Enable, cdp.Empty{})
			_, err3 := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled,
				emulation.SetScriptExecutionDisabledParams{Value: l.NoScript})
			// Several tests have a tab each, and in each of them somebody types.
			_, err4 := cdp.Call(ctx, t, emulation.SetFocusEmulationEnabled,
				emulation.SetFocusEmulationEnabledParams{Enabled: true})
			return errors.Join(err1, err2, err3, err4)
		}),
		l.media, chromedp.EmulateViewport(width, height))
}

// media sets what style sheets ask for.
func (l Look) media(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	scheme, media := "light", ""
	if l.Dark {
		scheme = "dark"
	}
	if l.Print {
		media = "print"
	}
	_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Media: media, Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		},
	})
	return chromedp.Void{}, err
}

// Shown changes whether the pages of a tab are shown dark, or as on paper.
func Shown(tb testing.TB, ctx context.Context, look Look) { //nolint:revive // as testing does
	tb.Helper()
	Do(tb, ctx, look.media)
	// Chromium may keep an inherited colour that the style sheet has changed.
	Do(tb, ctx, chromedp.Evaluate[chromedp.Void](`{const e = document.documentElement; e.style.display = "none"; e.offsetHeight; e.style.display = ""}`))
}

// complaints is what a tab reports against its pages.
type complaints struct {
	mu    sync.Mutex
	heard []string
}

func (c *complaints) hear(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if u, err := url.Parse(e.Request.URL); err == nil && u.Host != "" && !isLoopback(u.Hostname()) {
			c.add("a request to another host: " + e.Request.URL)
		}
	case *log.EventEntryAdded:
		if strings.Contains(e.Entry.Text, "Content Security Policy") {
			c.add(e.Entry.Text)
		}
	case *runtime.EventExceptionThrown:
		c.add(e.ExceptionDetails.Text + " " + e.ExceptionDetails.Exception.Description)
	}
}

func isLoopback(host string) bool { return host == "localhost" || host == "127.0.0.1" || host == "::1" }

func (c *complaints) add(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.heard = append(c.heard, text)
}

func (c *complaints) all() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.heard)
}

// Do takes steps in a tab, and fails the test where one fails. A page may
// replace what a step is about between finding it and pressing it, as the script
// does with the fields of a form; then nothing was pressed, and the step is
// taken again.
func Do(tb testing.TB, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) { //nolint:revive // as testing does
	tb.Helper()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for _, step := range steps {
		if err := chromedp.Do(ctx, steady(step)); err != nil {
			tb.Fatalf("in the browser: %v", err)
		}
	}
}

// gone is what Chromium says of an element that is no longer on the page.
const gone = "Could not find node with given id"

// steady takes a step again for as long as what it is about has gone, and its
// time has not run out.
func steady[T any](step chromedp.Action[T]) chromedp.Action[T] {
	return func(ctx context.Context, t *chromedp.Target) (T, error) {
		for {
			got, err := step(ctx, t)
			if e, ok := errors.AsType[*cdproto.Error](err); !ok || e.Message != gone || ctx.Err() != nil {
				return got, err
			}
		}
	}
}

// Get takes one step that gives something, and fails the test where it fails.
func Get[T any](tb testing.TB, ctx context.Context, step chromedp.Action[T]) T { //nolint:revive // as testing does
	tb.Helper()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	got, err := chromedp.Run(ctx, steady(step))
	if err != nil {
		tb.Fatalf("in the browser: %v", err)
	}
	return got
}

// Await waits until a JavaScript expression is true in the page, also over the
// change to another page. It fails the test where that takes too long.
func Await(tb testing.TB, ctx context.Context, expression string) { //nolint:revive // as testing does
	tb.Helper()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		got, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+expression+")"))
		if err == nil && got { // an error may be a page that just goes
			return
		}
		pause := time.NewTimer(20 * time.Millisecond)
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			tb.Fatalf("in the browser: wait for %s: %v; last error: %v", expression, ctx.Err(), err)
		}
	}
}
