package slack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"

	"soundings/bot"
)

// interaction takes a button that was pressed, a choice that was made, a window
// that was sent, or a shortcut.
func (a *Adapter) interaction(ctx context.Context, p object) reply {
	kind := p.text("type")
	a.counts.add("interaction " + kind)
	switch kind {
	case "block_actions":
		return a.acted(ctx, p)
	case "view_submission":
		return a.submitted(ctx, p)
	case "message_action":
		return a.shortcut(ctx, p)
	}
	return reply{status: http.StatusOK}
}

// place is where somebody did something, and how they can be answered.
type place struct {
	ev      bot.Event
	trigger string // opens a window, for three seconds
	url     string // takes messages for them alone; "" in a window
	view    string // the window in which it was; "" for a message
	hash    string // of that window as they saw it
	thread  string // the message's thread, for what is answered there
}

// acted takes a button, or a choice in a window.
func (a *Adapter) acted(ctx context.Context, p object) reply {
	actions := p.list("actions")
	if len(actions) == 0 {
		return reply{status: http.StatusBadRequest}
	}
	act := actions[0]
	to, err := a.whereabouts(ctx, p)
	if err != nil {
		a.later(ctx, "refusal", func(ctx context.Context) error { return a.tell(ctx, to, tryAgain) })
		return reply{status: http.StatusOK}
	}
	to.ev.ID = strings.Join([]string{Name, to.ev.Sender.ID, to.view + timestamp(to.ev.Thread), act.text("action_ts")}, ":")
	switch how, what := readAction(act); {
	case how == link:
		return reply{status: http.StatusOK} // the browser follows it
	case how == chosen:
		a.refresh(ctx, p, to)
		return reply{status: http.StatusOK}
	case how == "":
		a.counts.add("unknown action")
		return reply{status: http.StatusOK}
	default:
		to.ev.Kind = bot.Pressed
		if how == look {
			to.ev.Kind = bot.Looked
		}
		to.ev.Action, to.ev.Value, to.ev.Engagement = what.action, what.value, what.engagement
	}
	answer, err := a.o.Deliver(ctx, to.ev)
	a.later(ctx, "answer", func(ctx context.Context) error {
		if err != nil {
			return a.tell(ctx, to, sayNot(err))
		}
		return a.show(ctx, to, answer)
	})
	return reply{status: http.StatusOK}
}

// whereabouts finds out who did something, and where.
func (a *Adapter) whereabouts(ctx context.Context, p object) (place, error) {
	container := p.in("container")
	to := place{trigger: p.text("trigger_id"), url: p.text("response_url")}
	if view := p.in("view"); view.text("id") != "" {
		to.view, to.hash, to.url = view.text("id"), view.text("hash"), ""
		m := readMemo(view.text("private_metadata"))
		to.ev.Room, to.ev.Thread, to.ev.Engagement = at(m.Room), m.Thread, m.Engagement
	} else {
		channel := p.in("channel").text("id")
		if channel == "" {
			channel = container.text("channel_id")
		}
		message := p.in("message")
		ts := container.text("message_ts")
		to.ev.Room, to.ev.Thread = at(channel), messageID(ts, message.text("thread_ts"))
		if root := message.text("thread_ts"); root != "" {
			to.thread = root
		}
		if container.text("is_ephemeral") == "true" { // no message that stands anywhere
			to.ev.Thread = container.text("thread_ts")
			to.thread = to.ev.Thread
		}
	}
	user := p.in("user")
	var err error
	to.ev.Sender, err = a.people.sender(ctx, user.text("id"), user.text("team_id"))
	return to, err
}

// submitted takes a window that was sent. It stays open until what is in it is
// durable.
func (a *Adapter) submitted(ctx context.Context, p object) reply {
	view := p.in("view")
	m := readMemo(view.text("private_metadata"))
	to, err := a.whereabouts(ctx, p)
	if err != nil {
		return inWindow(view, tryAgain)
	}
	fields, file := a.filledIn(view)
	state := sha256.Sum256(view["state"])
	to.ev.ID = strings.Join([]string{Name, to.ev.Sender.ID, to.view, to.hash, hex.EncodeToString(state[:6])}, ":")
	to.ev.Kind, to.ev.Action, to.ev.Value, to.ev.Fields, to.ev.File = bot.Submitted, m.Action, m.Value, fields, file
	answer, err := a.o.Deliver(ctx, to.ev)
	switch {
	case err != nil:
		return inWindow(view, sayNot(err))
	case len(answer.Errors) > 0:
		return a.wrong(view, answer.Errors)
	case answer.Form != nil:
		return a.replace(ctx, to, a.window(to.ev, *answer.Form))
	case answer.Note != nil:
		return a.replace(ctx, to, a.noteWindow(to.ev, *answer.Note))
	}
	return reply{status: http.StatusOK}
}

// shortcut takes one of the manifest's message shortcuts: its callback is an
// action, and what the message says stands in the form already.
func (a *Adapter) shortcut(ctx context.Context, p object) reply {
	to, err := a.whereabouts(ctx, p)
	if err != nil {
		a.later(ctx, "refusal", func(ctx context.Context) error { return a.tell(ctx, to, tryAgain) })
		return reply{status: http.StatusOK}
	}
	message := p.in("message")
	words, _ := unescape(message.text("text"), "", a.name(ctx))
	to.ev.ID = strings.Join([]string{Name, to.ev.Sender.ID, message.text("ts"), p.text("action_ts")}, ":")
	to.ev.Kind, to.ev.Action, to.ev.Fields = bot.Looked, p.text("callback_id"), map[string]string{shortcutField: words}
	to.ev.Thread = messageID(message.text("ts"), message.text("thread_ts"))
	answer, err := a.o.Deliver(ctx, to.ev)
	a.later(ctx, "answer", func(ctx context.Context) error {
		if err != nil {
			return a.tell(ctx, to, sayNot(err))
		}
		return a.show(ctx, to, answer)
	})
	return reply{status: http.StatusOK}
}

// shortcutField is the field of a form in which a message's words stand.
const shortcutField = "words"

// refresh shows a form again, as what was chosen in it makes it.
func (a *Adapter) refresh(ctx context.Context, p object, to place) {
	view := p.in("view")
	m := readMemo(view.text("private_metadata"))
	to.ev.Fields, _ = a.filledIn(view)
	to.ev.Kind, to.ev.Action, to.ev.Value = bot.Looked, m.Action, m.Value
	answer, err := a.o.Deliver(ctx, to.ev)
	if err != nil || answer.Form == nil {
		return // the window stays as it is, and can be sent
	}
	a.later(ctx, "form", func(ctx context.Context) error {
		_, err := a.api.UpdateViewContext(ctx, a.window(to.ev, *answer.Form), "", to.hash, to.view)
		return err
	})
}

// sayNot says why something was not taken.
func sayNot(err error) string {
	if errors.Is(err, bot.ErrTooLarge) {
		return tooLong
	}
	return tryAgain
}
