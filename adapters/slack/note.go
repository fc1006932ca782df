package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/slack-go/slack"

	"soundings/bot"
)

// notePart is as much of a note as one message holds.
type notePart struct {
	blocks []slack.Block
	text   string
}

// note is the message that Slack takes in an answer.
type note struct {
	Type     string        `json:"response_type"`
	Replace  bool          `json:"replace_original"`
	Text     string        `json:"text"`
	Blocks   []slack.Block `json:"blocks,omitempty"`
	ThreadTS string        `json:"thread_ts,omitempty"`
}

func (p notePart) ephemeral() note { return note{Type: "ephemeral", Text: p.text, Blocks: p.blocks} }

// noteParts gives a note as messages.
func (a *Adapter) noteParts(ev bot.Event, m bot.Message) []notePart {
	var parts []notePart
	for _, piece := range bot.Fit(m.Title, m.Blocks, a.Caps()) {
		r := &rendering{engagement: ev.Engagement}
		r.title(piece.Title)
		r.all(piece.Blocks)
		parts = append(parts, notePart{blocks: r.blocks, text: words(piece.Title, piece.Blocks)})
	}
	return parts
}

// whisper answers something written: so that only whoever wrote it sees it, in
// the thread where there is one. People of other organisations may not get what
// is whispered; they are answered in the thread.
func (a *Adapter) whisper(ctx context.Context, ev bot.Event, answer bot.Answer) error {
	m := answer.Note
	if m == nil {
		m = typedForm(*answer.Form)
	}
	root := ""
	if ev.Thread != "" {
		root = thread(ev.Thread)
	}
	for _, p := range a.noteParts(ev, *m) {
		options := contentOf(p.blocks, p.text)
		whispered := options
		if root != "" {
			whispered = append(whispered, slack.MsgOptionTS(root))
		}
		_, err := a.api.PostEphemeralContext(ctx, ev.Room.Room, ev.Sender.ID, whispered...)
		if err == nil {
			continue
		}
		if ev.Sender.Home {
			return fmt.Errorf("whisper: %w", plainError(err))
		}
		reply := root
		if reply == "" {
			reply = thread(ev.Message)
		}
		if _, _, err := a.api.PostMessageContext(ctx, ev.Room.Room, append(options, slack.MsgOptionTS(reply))...); err != nil {
			return fmt.Errorf("answer in the thread: %w", plainError(err))
		}
	}
	return nil
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

// show answers a button: with a window where it can, else so that only they see
// it.
func (a *Adapter) show(ctx context.Context, to place, answer bot.Answer) error {
	switch {
	case answer.Form != nil:
		return a.showForm(ctx, to, *answer.Form)
	case answer.Note == nil:
		return nil
	case to.view != "":
		_, err := a.api.UpdateViewContext(ctx, a.noteWindow(to.ev, *answer.Note), "", "", to.view)
		return err
	case to.ev.Kind == bot.Looked && to.trigger != "":
		if _, err := a.api.OpenViewContext(ctx, to.trigger, a.noteWindow(to.ev, *answer.Note)); err == nil {
			return nil
		}
	}
	return a.respond(ctx, to.url, to.thread, a.noteParts(to.ev, *answer.Note))
}

// showForm opens a window; where it is too late for that, it offers to.
func (a *Adapter) showForm(ctx context.Context, to place, f bot.Form) error {
	view := a.window(to.ev, f)
	if to.view != "" {
		_, err := a.api.UpdateViewContext(ctx, view, "", "", to.view)
		return err
	}
	_, err := a.api.OpenViewContext(ctx, to.trigger, view)
	if err == nil {
		return nil
	}
	m := typedForm(f)
	m.Blocks = append([]bot.Block{bot.Say("Slack did not open the window in time. Press the button to try again.")}, m.Blocks...)
	if again := a.respond(ctx, to.url, to.thread, a.noteParts(to.ev, *m)); again != nil {
		return again
	}
	return fmt.Errorf("open window: %w", plainError(err))
}

// tell says one thing to whoever did something.
func (a *Adapter) tell(ctx context.Context, to place, text string) error {
	return a.show(ctx, to, bot.Answer{Note: &bot.Message{Blocks: []bot.Block{bot.Say(text)}}})
}

// respond sends messages to the address that Slack gave for that, five at most.
func (a *Adapter) respond(ctx context.Context, url, thread string, parts []notePart) error {
	if !a.ours(url) {
		return fmt.Errorf("respond: no address of Slack's to respond to")
	}
	for _, p := range parts[:min(len(parts), 5)] {
		n := p.ephemeral()
		n.ThreadTS = thread
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
	}
	return nil
}
