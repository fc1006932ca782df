package main

import (
	"context"
	"fmt"

	"soundings/internal/faketeams"
)

// seen looks at what the page shows of what suppliers get.
func seen(ctx context.Context, w *whole) error {
	for _, words := range []string{"would like your view on a draft", "0 of 3 answered"} {
		if err := w.browser.reads(ctx, words); err != nil {
			return err
		}
	}
	return w.browser.picture("list")
}

// chosen is Ana in the client's page: she opens a section and presses a stance, which
// is an Action.Execute, and her list changes where it stands.
func chosen(ctx context.Context, w *whole) error {
	b := w.browser
	for _, step := range []func() error{
		func() error { return b.press(ctx, "Next: 2 When an alarm is raised") },
		func() error { return b.reads(ctx, "What is your view") },
		func() error { return b.picture("section") },
		func() error { return b.press(ctx, "Possible, with a risk") },
		func() error { _, err := w.proxy.find(ctx, chat, "2 of 3 answered"); return err },
		func() error { return b.reads(ctx, "2 of 3 answered") },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// filledIn is Ana in the client's page, who fills in a form on a card and sends it.
// The page opens no dialogs and does nothing where one would open, so that the button
// is sent as by a client that has none: the form then comes as a card.
func filledIn(ctx context.Context, w *whole) error {
	b := w.browser
	section, err := w.proxy.find(ctx, chat, "Write an answer")
	if err != nil {
		return err
	}
	if err := w.submits(ctx, section, "Write an answer"); err != nil {
		return err
	}
	form, err := w.proxy.find(ctx, chat, "[Save]")
	if err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error { return b.choose(ctx, "Not clear") },
		func() error { return b.writes(ctx, "which measure, and who counts?") },
		func() error { return b.picture("form") },
		func() error { return b.press(ctx, "Save") },
		func() error { _, err := w.proxy.find(ctx, chat, "Not clear, with your words"); return err },
		func() error { return b.reads(ctx, "Not clear (Ana Whitlock)") },
	} {
		if err := step(); err != nil {
			return fmt.Errorf("%w\nThe form is\n%s", err, form.Words())
		}
	}
	return nil
}

// submits sends the data of a button as a message, as a client without dialogs does.
func (w *whole) submits(ctx context.Context, m faketeams.Message, label string) error {
	button := buttonOf(m.Activity, label)
	if button == nil {
		return fmt.Errorf("there is no button %q on\n%s", label, m.Words())
	}
	_, err := w.post(ctx, "_conversation/v1/submit", obj{
		"conversation": obj{"id": m.Conversation}, "from": obj{"id": ana}, "replyToId": m.ID, "value": button["data"],
	})
	return err
}

// digested asks for the digest. The page is not looked at: as soon as Ana, who uses it,
// goes to the team's channel, the service takes it that a supplier reads there, and
// posts nothing of the team's.
func digested(ctx context.Context, w *whole) error {
	const none = "No link to any of them" // which everybody of the team is asked once
	if err := w.turn(ctx, dana, room, "digest", none, "a:dana"); err != nil {
		return err
	}
	asked, err := w.proxy.find(ctx, "a:dana", none)
	if err == nil {
		err = w.presses(ctx, dana, asked, none)
	}
	if err != nil {
		return err
	}
	return w.turn(ctx, dana, room, "digest", "what suppliers said", room)
}
