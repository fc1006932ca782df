package slack

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/slack-go/slack"

	"soundings/bot"
)

// notePart is as much of a message as Slack takes in one.
type notePart struct {
	blocks []slack.Block
	text   string
	// instead is what may be said where this cannot be shown to its person alone;
	// empty: see aside. The first part of a note then has that note, to say so.
	instead string
	of      bot.Message
}

// partOf makes Slack's message of a piece that fits. One of many blocks is packed
// more tightly, with fewer looks.
func partOf(engagement, title string, blocks []bot.Block) notePart {
	r := &rendering{engagement: engagement}
	r.title(title)
	r.all(blocks)
	if !fitsMessage(r.blocks) {
		r = &rendering{engagement: engagement, tight: true}
		r.title(title)
		r.all(blocks)
		r.blocks = squeeze(r.blocks, 0)
	}
	return notePart{blocks: r.blocks, text: words(title, blocks)}
}

// note is the message that Slack takes in an answer.
type note struct {
	Type     string        `json:"response_type"`
	Replace  bool          `json:"replace_original"`
	Text     string        `json:"text"`
	Blocks   []slack.Block `json:"blocks,omitempty"`
	ThreadTS string        `json:"thread_ts,omitempty"`
}

func (p notePart) ephemeral(thread string) note {
	return note{Type: "ephemeral", Text: p.text, Blocks: p.blocks, ThreadTS: thread}
}

// noteParts gives a note as messages.
func (a *Adapter) noteParts(ev bot.Event, m bot.Message) []notePart {
	var parts []notePart
	for _, piece := range bot.Fit(m.Title, m.Blocks, a.Caps()) {
		p := partOf(ev.Engagement, piece.Title, piece.Blocks)
		if p.instead = m.Instead; len(parts) == 0 {
			p.of = bot.Message{Key: m.Key, Instead: m.Instead}
		}
		parts = append(parts, p)
	}
	return parts
}

// typedForm gives a form to somebody who wrote something, so that there is
// nothing by which a window could be opened: a button that opens it, and how to
// type the same.
func typedForm(f bot.Form) *bot.Message {
	blocks := bot.FitForm(f)
	if f.Action != "" {
		blocks = append(blocks, bot.Block{Buttons: []bot.Button{{Label: "Open the form", Action: f.Action, Value: f.Value, Typed: f.Typed, View: true}}})
	}
	return &bot.Message{Title: f.Title, Blocks: blocks}
}

// whisper answers something written: so that only whoever wrote it sees it, in
// the thread where there is one.
func (a *Adapter) whisper(ctx context.Context, ev bot.Event, answer bot.Answer) error {
	m := answer.Note
	if m == nil {
		m = typedForm(*answer.Form)
	}
	root := ""
	if ev.Thread != "" {
		root = thread(ev.Thread)
	}
	return a.aside(ctx, ev, root, a.noteParts(ev, *m))
}

// aside shows messages to one person alone. People of other organisations may
// not get what is whispered; they are answered in the thread. What nobody else may
// see is never: there something else is said in its place.
func (a *Adapter) aside(ctx context.Context, ev bot.Event, root string, parts []notePart) error {
	for _, p := range parts {
		err := a.patiently(ctx, func() error { return a.whisperOne(ctx, ev, root, p) })
		if err == nil {
			continue
		}
		root = cmp.Or(root, thread(ev.Message), thread(ev.Thread))
		if p.instead != "" {
			err := a.openly(ctx, ev, root, partOf(ev.Engagement, "", []bot.Block{bot.Say(p.instead)}))
			return errors.Join(err, a.notShown(ctx, ev, p.of))
		}
		if ev.Sender.Home || root == "" || failure(err).Reason != bot.Denied {
			return fmt.Errorf("whisper: %w", plainError(err))
		}
		if err := a.openly(ctx, ev, root, p); err != nil {
			return err
		}
	}
	return nil
}

// notShown says that nothing of a note could be shown to its person alone.
func (a *Adapter) notShown(ctx context.Context, ev bot.Event, of bot.Message) error {
	said, ok := bot.NotShown(ev, of)
	if !ok {
		return nil
	}
	if _, err := a.o.Deliver(ctx, said); err != nil {
		return fmt.Errorf("say that it was not shown: %w", err)
	}
	return nil
}

// openly answers where others can read it, in the thread where there is one.
func (a *Adapter) openly(ctx context.Context, ev bot.Event, root string, p notePart) error {
	said := options(p)
	if root != "" {
		said = append(said, slack.MsgOptionTS(root))
	}
	err := a.patiently(ctx, func() error {
		_, _, err := a.api.PostMessageContext(ctx, ev.Room.Room, said...)
		return err
	})
	if err != nil {
		return fmt.Errorf("answer in the thread: %w", plainError(err))
	}
	return nil
}

func (a *Adapter) whisperOne(ctx context.Context, ev bot.Event, root string, p notePart) (err error) {
	said := options(p)
	if root != "" {
		said = append(said, slack.MsgOptionTS(root))
	}
	if isDirect(ev.Room.Room) { // nobody else reads it anyway
		_, _, err = a.api.PostMessageContext(ctx, ev.Room.Room, said...)
		return err
	}
	_, err = a.api.PostEphemeralContext(ctx, ev.Room.Room, ev.Sender.ID, said...)
	return err
}

// patiently does something, and once more where Slack says that it came too fast.
func (a *Adapter) patiently(ctx context.Context, do func() error) error {
	err := do()
	if err == nil {
		return nil
	}
	e := failure(err)
	if e.Reason != bot.Limited {
		return err
	}
	if a.pause(ctx, e.Wait) != nil {
		return err
	}
	return do()
}

// pause waits for d, or until ctx is done.
func (*Adapter) pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// answered shows messages to whoever did something, by the address that Slack gave
// for that as far as it goes, which is for five messages.
func (a *Adapter) answered(ctx context.Context, to place, parts []notePart) error {
	for i, p := range parts {
		if a.respond(ctx, to.url, p.ephemeral(to.thread)) == nil {
			continue
		}
		return a.aside(ctx, to.ev, to.thread, parts[i:])
	}
	return nil
}

// respond posts to the address that Slack gave for that.
func (a *Adapter) respond(ctx context.Context, url string, n note) error {
	if !a.ours(url) {
		return fmt.Errorf("respond: no address of Slack's to respond to")
	}
	data, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("respond: %w", err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("respond: %w", plainError(err))
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	response, err := a.o.HTTP.Do(r)
	if err != nil {
		return fmt.Errorf("respond: %w", plainError(err))
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("respond: status %d", response.StatusCode)
	}
	return nil
}
