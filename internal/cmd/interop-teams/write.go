package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// composer is where something is written: the first one begins a thread in a channel.
const composer = `document.querySelector('[contenteditable=true][role=textbox]')`

// writes writes something in the conversation that is open, naming us, and sends it.
func (p *page) writes(ctx context.Context, words string) error {
	return all(
		func() error { return p.names(ctx) },
		func() error { return p.types(ctx, " "+words) },
		func() error {
			return p.does(ctx, "send "+words, `(words) => {
				const e = `+composer+`, plain = (s) => s.replace(/\s+/g, ' ').trim();
				if (!plain(e.innerText).endsWith(plain(words))) return false;
				[...document.querySelectorAll('button')].find((b) => b.innerText.trim() === 'Post' || b.getAttribute('aria-label') === 'Send Message').click();
				return true;
			}`, words)
		},
		func() error {
			return p.does(ctx, "see "+words, `(words) => {
				const plain = (s) => s.replace(/\s+/g, ' ').trim();
				return !`+composer+`?.innerText.trim() && plain(document.body.innerText).includes(plain(words));
			}`, words)
		},
	)
}

// ourName is how we are named.
const ourName = "@Soundings"

// names names us: the client offers whom one may mean, and one is chosen. It now and
// then misses what was typed while it drew something else; then the last letter is
// typed again.
func (p *page) names(ctx context.Context) error {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		stands, err := within(ctx, p, chromedp.Evaluate[string](`(() => {
			const e = `+composer+`, offered = document.querySelector('#typeahead-menu [role=menuitem]');
			if (!e) return 'nothing';
			if (e.querySelector('.mention')) return 'named';
			offered?.click();
			e.focus();
			return offered ? 'chosen' : e.innerText.trim();
		})()`))
		rest, begun := strings.CutPrefix(ourName, stands)
		switch {
		case stands == "named":
			return nil
		case err != nil:
		case stands == ourName:
			err = p.erases(ctx)
		case begun:
			err = p.types(ctx, rest)
		}
		if err != nil && ctx.Err() == nil {
			return fmt.Errorf("name Soundings, as %s: %w", p.who, err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("name Soundings, as %s: %w; where one writes there stands %q", p.who, errPage, stands), p.picture("failed", ""))
		}
	}
}

// types types where the cursor is.
func (p *page) types(ctx context.Context, text string) error {
	_, err := within(ctx, p, func(ctx context.Context, t *chromedp.Target) (cdp.Empty, error) {
		return cdp.Call(ctx, t, input.InsertText, input.InsertTextParams{Text: text})
	})
	if err != nil {
		return fmt.Errorf("type %q: %w", text, err)
	}
	return nil
}

// erases takes away the letter before the cursor.
func (p *page) erases(ctx context.Context) error {
	_, err := within(ctx, p, chromedp.KeyEvent(kb.Backspace))
	return err
}
