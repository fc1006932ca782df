package slack

import (
	"context"
	"net/http"
	"strings"

	"soundings/bot"
)

// Command is the slash command that the manifest names.
const Command = "/soundings"

// command takes a slash command. Slack shows what goes back to whoever typed it,
// and to nobody else.
func (a *Adapter) command(ctx context.Context, c object) reply {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	a.counts.Add("command")
	to := place{trigger: c.text("trigger_id"), url: c.text("response_url")}
	if to.trigger == "" || c.text("channel_id") == "" || c.text("user_id") == "" {
		return reply{status: http.StatusBadRequest}
	}
	answer, err := a.commanded(ctx, &to, c)
	switch {
	case err != nil:
		return onlyYou(sayNot(err))
	case answer.Form != nil:
		a.later(ctx, "form", func(ctx context.Context) error { return a.showForm(ctx, to, *answer.Form) })
	case answer.Note != nil:
		return a.noteBack(to, a.noteParts(to.ev, *answer.Note))
	}
	return reply{status: http.StatusOK}
}

// commanded delivers what was typed. Nothing at all asks for what somebody sees
// first.
func (a *Adapter) commanded(ctx context.Context, to *place, c object) (bot.Answer, error) {
	me, err := a.people.self(ctx)
	if err != nil {
		return bot.Answer{}, err
	}
	sender, err := a.people.sender(ctx, c.text("user_id"), c.text("team_id"))
	if err != nil {
		a.o.Log.WarnContext(ctx, "command not understood for now", "error", plainError(err))
		return bot.Answer{}, err
	}
	text, _ := unescape(c.text("text"), me.user, a.name(ctx))
	to.ev = bot.Event{ID: Name + ":" + to.trigger, Kind: bot.Said, Room: at(c.text("channel_id")), Sender: sender, Text: text}
	if strings.TrimSpace(text) == "" {
		to.ev.Kind, to.ev.Text, to.ev.Action = bot.Looked, "", bot.HomeView
	}
	return a.o.Deliver(ctx, to.ev)
}

// noteBack answers a command: the first part goes back at once where it is small
// enough.
func (a *Adapter) noteBack(to place, parts []notePart) reply {
	back := reply{status: http.StatusOK}
	if len(parts) > 0 && small(parts[0].ephemeral("")) {
		back.body, parts = parts[0].ephemeral(""), parts[1:]
	}
	if len(parts) > 0 {
		back.then = func(ctx context.Context) {
			a.later(ctx, "note", func(ctx context.Context) error { return a.answered(ctx, to, parts) })
		}
	}
	return back
}

// What people hear when something was not taken.
const (
	tryAgain = "Soundings could not take that just now. Please try again in a minute."
	tooLong  = "That is longer than Soundings can take at once, so nothing of it was recorded. Please send it in two or three pieces, or as a file."
)

// onlyYou answers whoever typed a command, in plain text.
func onlyYou(text string) reply {
	return reply{status: http.StatusOK, body: map[string]string{"response_type": "ephemeral", "text": text}}
}
