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
	a.counts.add("command")
	ev := bot.Event{Kind: bot.Said, Room: at(c.text("channel_id"))}
	sender, err := a.people.sender(ctx, c.text("user_id"), c.text("team_id"))
	if err != nil {
		a.o.Log.WarnContext(ctx, "command not understood for now", "error", plainError(err))
		return onlyYou(tryAgain)
	}
	trigger := c.text("trigger_id")
	if trigger == "" || ev.Room.Room == "" || sender.ID == "" {
		return reply{status: http.StatusBadRequest}
	}
	ev.Sender = sender
	ev.ID = Name + ":" + trigger
	me, err := a.people.self(ctx)
	if err != nil {
		return onlyYou(tryAgain)
	}
	ev.Text, _ = unescape(c.text("text"), me.user, a.name(ctx))
	if strings.TrimSpace(ev.Text) == "" {
		ev.Kind, ev.Text, ev.Action = bot.Looked, "", bot.HomeView
	}
	answer, err := a.o.Deliver(ctx, ev)
	if err != nil {
		return onlyYou(sayNot(err))
	}
	if answer.Form != nil {
		a.later(ctx, "form", func(ctx context.Context) error {
			return a.showForm(ctx, place{ev: ev, trigger: trigger, url: c.text("response_url")}, *answer.Form)
		})
		return reply{status: http.StatusOK}
	}
	if answer.Note == nil {
		return reply{status: http.StatusOK}
	}
	parts := a.noteParts(ev, *answer.Note)
	if len(parts) == 0 {
		return reply{status: http.StatusOK}
	}
	if rest := parts[1:]; len(rest) > 0 {
		a.later(ctx, "note", func(ctx context.Context) error { return a.respond(ctx, c.text("response_url"), "", rest) })
	}
	return reply{status: http.StatusOK, body: parts[0].ephemeral()}
}

// What people hear when something was not taken.
const (
	tryAgain = "Soundings could not take that just now, and nothing of it was recorded. Please try again in a minute."
	tooLong  = "That is longer than Soundings can take at once, so nothing of it was recorded. Please send it in two or three pieces, or as a file."
)

// onlyYou answers whoever typed a command, in plain text.
func onlyYou(text string) reply {
	return reply{status: http.StatusOK, body: map[string]string{"response_type": "ephemeral", "text": text}}
}
