package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// page is the client in a browser, as one person uses it.
type page struct {
	who  string
	ctx  context.Context //nolint:containedctx // chromedp keeps a tab in its context
	stop context.CancelFunc
	lost *losses
}

// errPage says that the page does not show something in time.
var errPage = errors.New("the client's page does not show it")

// does runs a function of the page with arguments until it says that it is done:
// the page is drawn bit by bit.
func (p *page) does(ctx context.Context, what, function string, args ...any) error {
	encoded, err := json.Marshal(append([]any{}, args...))
	if err != nil {
		return err
	}
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		done, err := within(ctx, p, chromedp.Evaluate[bool](fmt.Sprintf("(%s)(...%s)", function, encoded)))
		if err == nil {
			err = p.lost.err()
		}
		if err != nil && ctx.Err() == nil {
			return errors.Join(fmt.Errorf("%s, as %s: %w", what, p.who, err), p.picture("failed", ""))
		}
		if done {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("%s, as %s: %w; there stands\n%s", what, p.who, errPage, p.text()), p.picture("failed", ""))
		}
	}
}

// within takes a step in a tab, as long as ctx lets it.
func within[T any](ctx context.Context, p *page, step chromedp.Action[T]) (T, error) {
	bounded, cancel := context.WithCancel(p.ctx)
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	return chromedp.Run(bounded, step)
}

// text is what can be read on the page.
func (p *page) text() string {
	text, _ := chromedp.Run(p.ctx, chromedp.Evaluate[string]("document.body.innerText")) // what cannot be had is not shown
	return text
}

// ready waits until the client has drawn its page, and puts its log away: that shows
// words, too, which stand nowhere else.
func (p *page) ready(ctx context.Context) error {
	return p.does(ctx, "put the log away", `() => {
		document.querySelector('[title="Hide log panel"]')?.click();
		return Boolean(document.querySelector('[role=treeitem]')) && !document.querySelector('[title="Hide log panel"]');
	}`)
}

// goes opens a conversation, by the name that the page gives it.
func (p *page) goes(ctx context.Context, name string) error {
	return p.does(ctx, "go to "+name, `(name) => {
		const found = document.querySelector('[role=treeitem][aria-label="' + name + '"]');
		found?.click();
		return Boolean(found);
	}`, name)
}

// reads waits until words stand on the page.
func (p *page) reads(ctx context.Context, words string) error {
	return p.does(ctx, "read "+words, `(words) => document.body.innerText.replace(/\s+/g, ' ').includes(words)`, words)
}

// cards gives the cards of the page on which words stand, named what a field or an
// option is called.
const cards = `
	const cards = (words) => [...document.querySelectorAll('.ac-adaptiveCard')].filter((e) => e.innerText.replace(/\s+/g, ' ').includes(words));
	const named = (e) => {
		const by = (e.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.innerText ?? '').join(' ');
		return (e.getAttribute('aria-label') || by || e.labels?.[0]?.innerText || e.parentElement.innerText).trim();
	};`

// press presses a button on a card that has these words.
func (p *page) press(ctx context.Context, on, label string) error {
	return p.does(ctx, "press "+label+" on "+on, `(on, label) => {`+cards+`
		const found = cards(on).flatMap((e) => [...e.querySelectorAll('button')]).find((e) => e.innerText.trim() === label);
		found?.click();
		return Boolean(found);
	}`, on, label)
}

// choose chooses an option on a card that has these words, by how its label begins.
func (p *page) choose(ctx context.Context, on, option string) error {
	return p.does(ctx, "choose "+option+" on "+on, `(on, option) => {`+cards+`
		const found = cards(on).flatMap((e) => [...e.querySelectorAll('input[type=radio], input[type=checkbox]')])
			.find((e) => named(e).startsWith(option));
		if (found && !found.checked) found.click();
		return Boolean(found?.checked);
	}`, on, option)
}

// fills writes into the field with that label, on a card that has these words.
func (p *page) fills(ctx context.Context, on, label, words string) error {
	return p.does(ctx, "fill in "+label+" on "+on, `(on, label, words) => {`+cards+`
		const found = cards(on).flatMap((e) => [...e.querySelectorAll('textarea, input[type=text], input[type=date]')])
			.find((e) => named(e).startsWith(label));
		if (!found) return false;
		Object.getOwnPropertyDescriptor(Object.getPrototypeOf(found), 'value').set.call(found, words);
		for (const name of ['input', 'change']) found.dispatchEvent(new Event(name, { bubbles: true }));
		return found.value === words;
	}`, on, label, words)
}

// pictures is where pictures of the pages are kept.
const pictures = "build/playground"

// tallest is how much of a page is on a picture, in CSS pixels.
const tallest = 1800

// picture keeps what a card looks like that has these words, with what stands around
// it; without words, or where there is no such card, the page from its top.
func (p *page) picture(name, words string) error {
	png, err := chromedp.Run(p.ctx, func(ctx context.Context, t *chromedp.Target) ([]byte, error) {
		top, err := chromedp.Evaluate[[]float64](`((words) => {`+cards+`
			const card = words && cards(words).pop();
			card?.scrollIntoView?.({ block: 'nearest' });
			const found = card && card.getBoundingClientRect();
			return found ? [Math.max(0, found.top - 60), found.height + 150] : [0, `+fmt.Sprint(tallest)+`];
		})(`+strconv.Quote(words)+`)`)(ctx, t)
		if err != nil {
			return nil, err
		}
		shot, err := cdp.Call(ctx, t, cdppage.CaptureScreenshot, cdppage.CaptureScreenshotParams{
			Clip: &cdppage.Viewport{Y: top[0], Width: wide, Height: min(top[1], tallest), Scale: 1},
		})
		return shot.Data, err
	})
	if err != nil {
		return fmt.Errorf("take a picture: %w", err)
	}
	if err := os.MkdirAll(pictures, 0o750); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(pictures, strings.ReplaceAll(name, " ", "-")+".png"), png, 0o600)
}
