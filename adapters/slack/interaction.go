package slack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/slack-go/slack"

	"soundings/bot"
)

// interaction takes a button that was pressed, a choice that was made, a window
// that was sent, or a shortcut.
func (a *Adapter) interaction(ctx context.Context, p object) reply {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	kind := p.text("type")
	a.counts.Add("interaction " + kind)
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
	thread  string // the thread that the message is a reply in, for what is answered there
}

// whereabouts finds out who did something, and where.
func (a *Adapter) whereabouts(ctx context.Context, p object) (place, error) {
	to := place{trigger: p.text("trigger_id"), url: p.text("response_url")}
	if view := p.in("view"); view.text("id") != "" {
		to.view, to.hash, to.url = view.text("id"), view.text("hash"), ""
		m := readMemo(view.text("private_metadata"))
		to.ev.Room, to.ev.Thread, to.ev.Engagement = at(m.Room), m.Thread, m.Engagement
	} else {
		container, message := p.in("container"), p.in("message")
		channel := p.id("channel")
		if channel == "" {
			channel = container.text("channel_id")
		}
		ts, root := container.text("message_ts"), message.text("thread_ts")
		if ts == "" {
			ts = message.text("ts")
		}
		if container.text("is_ephemeral") == "true" { // no message that stands anywhere
			ts, root = "", container.text("thread_ts")
		}
		if root != ts {
			to.thread = root
		}
		to.ev.Room, to.ev.Thread = at(channel), messageID(ts, root)
		if ts == "" {
			to.ev.Thread = root
		}
	}
	user := p.in("user")
	var err error
	to.ev.Sender, err = a.people.sender(ctx, user.text("id"), user.text("team_id"))
	return to, err
}

// identify gives an event the identity of what somebody did, which is the same
// each time that Slack tells of it. It stands in the record, so who did it is not
// to be read in it.
func identify(ev *bot.Event, parts ...string) {
	hash := sha256.Sum256([]byte(strings.Join(append([]string{ev.Sender.ID}, parts...), "\x00")))
	ev.ID = Name + ":" + hex.EncodeToString(hash[:16])
}

// acted takes a button, or a choice in a window.
func (a *Adapter) acted(ctx context.Context, p object) reply {
	actions := p.list("actions")
	if len(actions) == 0 {
		return reply{status: http.StatusBadRequest}
	}
	act := actions[0]
	how, what := readAction(act)
	if how == "" {
		a.counts.Add("unknown action")
	}
	if how == "" || how == link { // a link is for the browser
		return reply{status: http.StatusOK}
	}
	to, err := a.whereabouts(ctx, p)
	identify(&to.ev, to.view+timestamp(to.ev.Thread), act.text("action_ts"))
	to.ev.Kind, to.ev.Action, to.ev.Value = bot.Pressed, what.action, what.value
	switch how {
	case chosen:
		return a.refresh(ctx, p, to, act.text("action_ts"), err)
	case look:
		to.ev.Kind = bot.Looked
	}
	if what.engagement != "" {
		to.ev.Engagement = what.engagement
	}
	return a.deliverTo(ctx, to, err)
}

// deliverTo delivers what was done in a place, and shows there what comes back.
func (a *Adapter) deliverTo(ctx context.Context, to place, err error) reply {
	var answer bot.Answer
	if err == nil {
		answer, err = a.o.Deliver(ctx, to.ev)
	}
	a.later(ctx, "answer", func(ctx context.Context) error {
		if err != nil {
			return a.refuse(ctx, to, sayNot(err))
		}
		return a.show(ctx, to, answer)
	})
	return reply{status: http.StatusOK}
}

// submitted takes a window that was sent. It stays open until what is in it is
// durable.
func (a *Adapter) submitted(ctx context.Context, p object) reply {
	view := p.in("view")
	m := readMemo(view.text("private_metadata"))
	to, err := a.whereabouts(ctx, p)
	to.ev.Kind, to.ev.Action, to.ev.Value = bot.Submitted, m.Action, m.Value
	identify(&to.ev, to.view, to.hash, stateOf(view))
	if err == nil {
		to.ev, err = a.fill(ctx, to.ev, view)
	}
	var answer bot.Answer
	if err == nil {
		answer, err = a.o.Deliver(ctx, to.ev)
	}
	if err == nil && len(answer.Errors) == 0 {
		a.choices.sent(to.view)
	}
	switch {
	case err != nil:
		return a.inWindow(view, sayNot(err)+" What you typed is still here.", nil)
	case len(answer.Errors) > 0:
		return a.wrong(view, answer.Errors)
	case answer.Form != nil:
		next, err := a.window(to.ev, *answer.Form)
		if err != nil {
			answer.Note = typedForm(*answer.Form)
			return a.replaceByNote(to, *answer.Note)
		}
		return a.replace(to, next)
	case answer.Note != nil:
		return a.replaceByNote(to, *answer.Note)
	}
	return reply{status: http.StatusOK}
}

// replaceByNote puts a note in the place of the window that was sent. What does
// not fit in it goes where only they see it.
func (a *Adapter) replaceByNote(to place, note bot.Message) reply {
	view, whole := a.noteWindow(to.ev, note)
	if whole {
		return a.replace(to, view)
	}
	view, _ = a.noteWindow(to.ev, bot.Message{Title: note.Title, Blocks: []bot.Block{bot.Say(inChannel)}})
	back := a.replace(to, view)
	back.then = func(ctx context.Context) {
		a.later(ctx, "note", func(ctx context.Context) error { return a.aside(ctx, to.ev, "", a.noteParts(to.ev, note)) })
	}
	return back
}

// stateOf tells one filling-in of a window from another: after an error the same
// window comes again, and is not the same event.
func stateOf(view object) string {
	sorted, _ := json.Marshal(view["state"]) // without a state all are one
	hash := sha256.Sum256(sorted)
	return hex.EncodeToString(hash[:6])
}

// shortcut takes one of the manifest's message shortcuts: its callback is an
// action, and what the message says stands in the form already.
func (a *Adapter) shortcut(ctx context.Context, p object) reply {
	to, err := a.whereabouts(ctx, p)
	message := p.in("message")
	words, _ := unescape(writtenIn(message), "", a.name(ctx))
	identify(&to.ev, message.text("ts"), p.text("action_ts"))
	to.ev.Kind, to.ev.Action, to.ev.Fields = bot.Looked, p.text("callback_id"), map[string]string{shortcutField: words}
	return a.deliverTo(ctx, to, err)
}

// shortcutField is the field of a form in which a message's words stand.
const shortcutField = "words"

// refresh shows a form again, as what was chosen in it at that time makes it. Where
// that fails the window stays as it is, and can be sent.
func (a *Adapter) refresh(ctx context.Context, p object, to place, at string, err error) reply {
	view := p.in("view")
	m := readMemo(view.text("private_metadata"))
	to.ev.Kind, to.ev.Action, to.ev.Value = bot.Looked, m.Action, m.Value
	if err == nil {
		to.ev, err = a.fill(ctx, to.ev, view)
		to.ev.File = nil
	}
	if err != nil {
		return reply{status: http.StatusOK}
	}
	a.choices.made(to.view, at)
	answer, err := a.o.Deliver(ctx, to.ev)
	if err != nil || answer.Form == nil {
		return reply{status: http.StatusOK}
	}
	a.later(ctx, "form", func(ctx context.Context) error {
		next, err := a.window(to.ev, *answer.Form)
		if err != nil {
			return err
		}
		return a.showChosen(ctx, to, at, next)
	})
	return reply{status: http.StatusOK}
}

// showChosen shows a window as the choice made at that time makes it, unless they
// have chosen again since, which shows it anyway, or sent it. Where the window is another
// by now because of the choice before, the later choice still has to be seen.
func (a *Adapter) showChosen(ctx context.Context, to place, at string, next slack.ModalViewRequest) error {
	for _, hash := range []string{to.hash, ""} {
		if !a.choices.isLatest(to.view, at) {
			return nil
		}
		if _, err := a.api.UpdateViewContext(ctx, next, "", hash, to.view); !refusedWith(err, "hash_conflict") {
			return err
		}
	}
	return nil
}

// sayNot says why something was not taken.
func sayNot(err error) string {
	if errors.Is(err, bot.ErrTooLarge) {
		return tooLong
	}
	return tryAgain
}
