package teams

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"

	"soundings/bot"
)

// inDialog answers what somebody does in a dialog, or to open one, with what the
// dialog shows next. Only they see it. With nothing to show, it closes.
func (a *Adapter) inDialog(ctx context.Context, at whereabouts, ev bot.Event, answer bot.Answer) reply {
	answer = a.withForm(ctx, ev, answer)
	if answer.Form == nil && answer.Note == nil {
		if ev.Kind == bot.Submitted {
			return taken()
		}
		return reply{status: http.StatusOK, body: task("message", "There is nothing to show here.")}
	}
	like := rendering{engagement: ev.Engagement, dialog: true, thread: ev.Thread}
	if at.room.Room != ev.Room.Room {
		like.room = ev.Room.Room
	}
	c, fits := a.fitted(like, func(r *rendering) { r.answer(answer) })
	if !fits {
		return a.besideDialog(at, ev, answer)
	}
	title, height := "Soundings", "medium"
	if answer.Form != nil {
		title, height = cmp.Or(oneLine(answer.Form.Title), title), "large"
	}
	return reply{status: http.StatusOK, body: task("continue", map[string]any{
		"title": title, "height": height, "width": "medium", "card": map[string]any{"contentType": cardType, "content": c},
	})}
}

// besideDialog answers with messages what is too large for a dialog.
func (a *Adapter) besideDialog(at whereabouts, ev bot.Event, answer bot.Answer) reply {
	where := "That is more than fits in a window. It stands in your chat with Soundings now, where only you see it."
	if at.ref.Type == personal {
		where = "That is more than fits in a window. It stands in the chat behind it now."
	}
	return reply{status: http.StatusOK, body: task("message", where), then: func(ctx context.Context) {
		if a.told.first(ev.ID) {
			a.later(ctx, "answer", func(ctx context.Context) error { return a.aside(ctx, at, ev, answer) })
		}
	}}
}

// task is what goes back for a dialog.
func task(kind string, value any) map[string]any {
	return map[string]any{"task": map[string]any{"type": kind, "value": value}}
}

// problems says in one line what is wrong with fields.
func problems(errs map[string]string) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(errs)) {
		all = append(all, oneLine(errs[name]))
	}
	return strings.Join(all, " ")
}
