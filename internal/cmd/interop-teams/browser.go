package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser is Chromium, without a window.
type browser struct {
	ctx  context.Context //nolint:containedctx // chromedp keeps a browser in its context
	stop []context.CancelFunc
}

func openBrowser(ctx context.Context) (*browser, error) {
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		return nil, errors.New("there is no Chromium: install it, for example with \"sudo apt-get install chromium\"")
	}
	b := &browser{}
	allocated, stop := chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("lang", "en-GB"), chromedp.Flag("hide-scrollbars", true))...)
	b.stop = append(b.stop, stop)
	b.ctx, stop = chromedp.NewContext(allocated, chromedp.WithErrorf(func(string, ...any) {}))
	b.stop = append(b.stop, stop)
	if err := chromedp.Do(b.ctx); err != nil {
		b.close()
		return nil, fmt.Errorf("start Chromium: %w", err)
	}
	return b, nil
}

func (b *browser) close() {
	for i := range b.stop {
		b.stop[len(b.stop)-1-i]()
	}
}

// wide and high are the size of a page in CSS pixels. It is as high as that since a
// conversation is drawn only where it can be seen.
const wide, high = 1200, 6000

// open opens the client of somebody in a tab, as somebody else's browser would. It
// shows what comes from then on, and nothing of what came before: the client keeps
// no conversation.
func (b *browser) open(who, address string) (*page, error) {
	p := &page{who: who, lost: &losses{}}
	p.ctx, p.stop = chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.lost.hear))
	if err := chromedp.Do(p.ctx, chromedp.EmulateViewport(wide, high), chromedp.Navigate(address)); err != nil {
		p.stop()
		return nil, fmt.Errorf("open the client's page: %w", err)
	}
	return p, nil
}

// losses is what a page of the client could not place: the answer in a thread that
// was begun elsewhere, the edit of a message that it never had. It then opens its
// stream of messages anew, and what comes meanwhile is lost.
type losses struct {
	mu  sync.Mutex
	all []string
}

func (l *losses) hear(event any) {
	said, ok := event.(*runtime.EventConsoleAPICalled)
	if !ok || said.Type != runtime.ConsoleAPICalledTypeError {
		return
	}
	var words []string
	for _, arg := range said.Args {
		words = append(words, strings.Trim(string(arg.Value), `"`)+arg.Description)
	}
	if text := strings.Join(words, " "); strings.HasPrefix(text, "Saga error") {
		l.mu.Lock()
		l.all = append(l.all, text)
		l.mu.Unlock()
	}
}

func (l *losses) err() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.all) == 0 {
		return nil
	}
	return fmt.Errorf("the client's page could not place a message, and lost those that came with it: %s", strings.Join(l.all, "; "))
}
