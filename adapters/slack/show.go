package slack

import (
	"context"
	"errors"
	"fmt"

	"github.com/slack-go/slack"

	"soundings/bot"
)

// show answers a button: with a window where it can, else so that only they see
// it.
func (a *Adapter) show(ctx context.Context, to place, answer bot.Answer) error {
	switch {
	case answer.Form != nil:
		return a.showForm(ctx, to, *answer.Form)
	case answer.Note == nil:
		return nil
	case to.view != "":
		return a.update(ctx, to, answer.Note)
	case to.ev.Kind == bot.Looked && to.trigger != "":
		view, whole := a.noteWindow(to.ev, *answer.Note)
		if !whole {
			break
		}
		if _, err := a.api.OpenViewContext(ctx, to.trigger, view); err == nil {
			return nil
		}
	}
	return a.answered(ctx, to, a.noteParts(to.ev, *answer.Note))
}

// update shows a note in the window in which something was done. What does not
// fit in it goes where only they see it.
func (a *Adapter) update(ctx context.Context, to place, note *bot.Message) error {
	view, whole := a.noteWindow(to.ev, *note)
	if !whole {
		view, _ = a.noteWindow(to.ev, bot.Message{Title: note.Title, Blocks: []bot.Block{bot.Say(inChannel)}})
	}
	_, err := a.api.UpdateViewContext(ctx, view, "", "", to.view)
	if whole || err != nil {
		return err
	}
	return a.aside(ctx, to.ev, "", a.noteParts(to.ev, *note))
}

// inChannel stands in a window for what is too long for it.
const inChannel = "That is more than fits in a window. It stands in the channel now, where only you see it."

// showForm opens a window; where it is too late for that, it offers to.
func (a *Adapter) showForm(ctx context.Context, to place, f bot.Form) error {
	view, err := a.window(to.ev, f)
	if err != nil {
		return a.answered(ctx, to, a.noteParts(to.ev, *typedForm(f)))
	}
	if to.view != "" {
		_, err := a.api.UpdateViewContext(ctx, view, "", "", to.view)
		return err
	}
	if _, err = a.api.OpenViewContext(ctx, to.trigger, view); err == nil {
		return nil
	}
	m := typedForm(f)
	m.Blocks = append([]bot.Block{bot.Say("Slack did not open the window in time. Press the button to try again.")}, m.Blocks...)
	return errors.Join(fmt.Errorf("open window: %w", plainError(err)), a.answered(ctx, to, a.noteParts(to.ev, *m)))
}

// refuse says to whoever did something that it was not taken. A window that they
// were filling in stays as it is below.
func (a *Adapter) refuse(ctx context.Context, to place, text string) error {
	m := bot.Message{Blocks: []bot.Block{bot.Say(text)}}
	if to.view == "" {
		return a.answered(ctx, to, a.noteParts(to.ev, m))
	}
	view, _ := a.noteWindow(to.ev, m)
	_, err := a.api.PushViewContext(ctx, to.trigger, view)
	return err
}

// placeholder is what a window shows until all of it is there.
func placeholder(view slack.ModalViewRequest) slack.ModalViewRequest {
	view.Submit = nil
	view.Blocks = slack.Blocks{BlockSet: []slack.Block{slack.NewSectionBlock(plainText("One moment, please.", 100), nil, nil)}}
	return view
}
