package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/chromedp/chromedp"
)

// browser is Chromium with the client's page in it, as Ana sees it.
type browser struct {
	ctx  context.Context //nolint:containedctx // chromedp keeps a browser in its context
	stop []context.CancelFunc
}

// openBrowser opens the page. It shows what happens from then on.
func openBrowser(ctx context.Context, address string) (*browser, error) {
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
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1200, 4000), // it draws no more of a conversation than can be seen
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("lang", "en-GB"))...)
	b.stop = append(b.stop, stop)
	b.ctx, stop = chromedp.NewContext(allocated, chromedp.WithErrorf(func(string, ...any) {}))
	b.stop = append(b.stop, stop)
	if err := chromedp.Do(b.ctx, chromedp.Navigate(address)); err != nil {
		b.close()
		return nil, fmt.Errorf("open the client's page: %w", err)
	}
	return b, nil
}

func (b *browser) close() {
	for i := range b.stop {
		b.stop[len(b.stop)-1-i]()
	}
}

// errPage says that the page does not show something in time.
var errPage = errors.New("the client's page does not show it")

// does runs a function of the page with arguments until it says that it is done:
// the page is drawn bit by bit.
func (b *browser) does(ctx context.Context, what, function string, args ...any) error {
	encoded, err := json.Marshal(append([]any{}, args...))
	if err != nil {
		return err
	}
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		done, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](fmt.Sprintf("(%s)(...%s)", function, encoded)))
		if err != nil {
			return fmt.Errorf("%s in the client: %w", what, err)
		}
		if done {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("%s: %w; there stands\n%s", what, errPage, b.text()), b.picture("failed"))
		}
	}
}

// text is what can be read on the page.
func (b *browser) text() string {
	text, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string]("document.body.innerText")) // what cannot be had is not shown
	return text
}

// goes opens a conversation, by the name that the page gives it.
func (b *browser) goes(ctx context.Context, name string) error {
	return b.does(ctx, "go to "+name, `(name) => {
		const found = document.querySelector('[role=treeitem][aria-label="' + name + '"]');
		found?.click();
		return Boolean(found);
	}`, name)
}

// reads waits until words stand on the page.
func (b *browser) reads(ctx context.Context, words string) error {
	return b.does(ctx, "read "+words, `(words) => document.body.innerText.replace(/\s+/g, ' ').includes(words)`, words)
}

// press presses the newest button of a card with that label.
func (b *browser) press(ctx context.Context, label string) error {
	return b.does(ctx, "press "+label, `(label) => {
		const found = [...document.querySelectorAll('.ac-adaptiveCard button')].filter((e) => e.innerText.trim() === label).pop();
		found?.click();
		return Boolean(found);
	}`, label)
}

// choose chooses an option of the newest field that has it, by how its label begins.
func (b *browser) choose(ctx context.Context, option string) error {
	return b.does(ctx, "choose "+option, `(option) => {
		const found = [...document.querySelectorAll('.ac-adaptiveCard input[type=radio], .ac-adaptiveCard input[type=checkbox]')]
			.filter((e) => (e.getAttribute('aria-label') ?? e.parentElement.innerText).trim().startsWith(option)).pop();
		found?.click();
		return Boolean(found?.checked);
	}`, option)
}

// writes writes into the newest field of several lines.
func (b *browser) writes(ctx context.Context, words string) error {
	return b.does(ctx, "write "+words, `(words) => {
		const found = [...document.querySelectorAll('.ac-adaptiveCard textarea')].pop();
		if (!found) return false;
		Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(found, words);
		for (const name of ['input', 'change']) found.dispatchEvent(new Event(name, { bubbles: true }));
		return found.value === words;
	}`, words)
}

// pictures is where pictures of the page are kept.
const pictures = "build/playground"

// picture keeps what the page looks like, to be looked at.
func (b *browser) picture(name string) error {
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		return fmt.Errorf("take a picture: %w", err)
	}
	if err := os.MkdirAll(pictures, 0o750); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(pictures, name+".png"), png, 0o600)
}
