package teams

import (
	"context"
	"errors"
	"net/http"

	"soundings/bot"
)

// take takes one activity that may come in. What is not for us is taken, too: it
// would only be sent again.
func (a *Adapter) take(ctx context.Context, o object) reply {
	kind := o.text("type")
	if kind == "invoke" {
		return a.invoke(ctx, o)
	}
	build := builderOf(kind)
	if build == nil {
		a.counts.Add("unknown activity " + kind)
		return taken()
	}
	a.counts.Add(kind)
	at := a.where(o)
	if at.room.Room == "" {
		a.counts.Add("activity from nowhere")
		return taken()
	}
	if kind == "message" {
		if d, ok := deedOf(o.in("value")); ok { // a card that was sent where there are no invokes
			return a.sentCard(ctx, o, at, d)
		}
	}
	events, err := build(ctx, a, o, at)
	if err != nil {
		a.o.Log.WarnContext(ctx, "activity not understood for now", "kind", kind, "error", plainError(err))
		return reply{status: http.StatusServiceUnavailable}
	}
	for _, ev := range events {
		if r := a.deliver(ctx, at, ev); r.status != http.StatusOK {
			return r
		}
	}
	return taken()
}

// deliver hands one event in, and has what comes back said.
func (a *Adapter) deliver(ctx context.Context, at whereabouts, ev bot.Event) reply {
	if named(at, ev) {
		if _, err := a.channels.of(ctx, at.room.Room, at.ref); err != nil {
			a.o.Log.WarnContext(ctx, "channel not named", "error", plainError(err))
		}
	}
	answer, err := a.o.Deliver(ctx, ev)
	switch {
	case errors.Is(err, bot.ErrTooLarge): // sent again it would be as long
		a.counts.Add("too large")
		answer = bot.Answer{Note: &bot.Message{Blocks: []bot.Block{bot.Say(tooLong)}}}
	case err != nil:
		return reply{status: http.StatusServiceUnavailable}
	}
	if named(at, ev) {
		a.tellName(ctx, at)
	}
	if (answer.Note != nil || answer.Form != nil) && a.told.first(ev.ID) {
		a.later(ctx, "note", func(ctx context.Context) error { return a.aside(ctx, at, ev, answer) })
	}
	return taken()
}

// builder makes our events of one activity; none: nothing is to be delivered. An
// error means that it cannot be told just now.
type builder func(ctx context.Context, a *Adapter, o object, at whereabouts) ([]bot.Event, error)

// builderOf gives what makes an activity of that kind ours; nil: nothing does.
func builderOf(kind string) builder {
	switch kind {
	case "message":
		return written
	case "messageUpdate":
		return again(bot.Edited)
	case "messageDelete":
		return again(bot.Deleted)
	case "conversationUpdate":
		return became
	case "installationUpdate":
		return installed
	case "messageReaction": // a thumb is no answer
		return nothing
	}
	return nil
}

func nothing(context.Context, *Adapter, object, whereabouts) ([]bot.Event, error) { return nil, nil }

// What people hear when something was not taken.
const (
	tryAgain = "Soundings could not take that just now. Please try again in a minute."
	tooLong  = "That is longer than Soundings can take at once, so nothing of it was recorded. Please send it in two or three pieces, or as a file."
)

// sayNot says why something was not taken.
func sayNot(err error) string {
	if errors.Is(err, bot.ErrTooLarge) {
		return tooLong
	}
	return tryAgain
}
