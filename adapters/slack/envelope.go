package slack

import (
	"context"
	"errors"
	"net/http"

	"soundings/bot"
)

// envelope takes what the Events API sends. What is not for us is taken, too:
// Slack ends a subscription that refuses too much.
func (a *Adapter) envelope(ctx context.Context, e object) reply {
	ctx, cancel := context.WithTimeout(ctx, eventWithin)
	defer cancel()
	taken := reply{status: http.StatusOK}
	switch e.text("type") {
	case "url_verification":
		return reply{status: http.StatusOK, body: map[string]string{"challenge": e.text("challenge")}}
	case "app_rate_limited":
		a.counts.Add("rate limited by Slack")
		a.o.Log.WarnContext(ctx, "slack holds events back: too many came in an hour")
		return taken
	case "event_callback":
	default:
		a.counts.Add("unknown request")
		return taken
	}
	return a.happened(ctx, e.text("event_id"), e.in("event"))
}

// happened takes one event.
func (a *Adapter) happened(ctx context.Context, id string, inner object) reply {
	taken := reply{status: http.StatusOK}
	kind := inner.text("type")
	build := eventOf(kind)
	if build == nil {
		a.counts.Add("unknown event " + kind)
		return taken
	}
	a.counts.Add("event " + kind)
	ev, ok, err := build(ctx, a, inner)
	if err != nil {
		a.o.Log.WarnContext(ctx, "event not understood for now", "kind", kind, "error", plainError(err))
		return reply{status: http.StatusServiceUnavailable}
	}
	if !ok {
		return taken
	}
	if id == "" { // its place and time are as much its own
		id = kind + ":" + ev.Room.Room + ":" + inner.first("event_ts", "ts")
	}
	ev.ID = Name + ":" + id
	answer, err := a.o.Deliver(ctx, ev)
	switch {
	case errors.Is(err, bot.ErrTooLarge):
		a.counts.Add("too large")
		answer = bot.Answer{Note: &bot.Message{Blocks: []bot.Block{bot.Say(tooLong)}}} // sent again it would be as long
	case err != nil:
		return reply{status: http.StatusServiceUnavailable}
	}
	if answer.Note != nil || answer.Form != nil {
		a.later(ctx, "note", func(ctx context.Context) error { return a.whisper(ctx, ev, answer) })
	}
	return taken
}

// builder makes our event of one of Slack's; not ok: nothing is to be delivered.
// An error means that it cannot be told just now.
type builder func(ctx context.Context, a *Adapter, event object) (ev bot.Event, ok bool, err error)

// eventOf gives what makes an event of that kind ours; nil: nothing does.
func eventOf(kind string) builder {
	switch kind {
	case "message":
		return message
	case "member_joined_channel":
		return memberOf(bot.Joined)
	case "member_left_channel":
		return memberOf(bot.Left)
	case "channel_shared":
		return became(bot.RoomShared)
	case "channel_unshared":
		return became(bot.RoomUnshared)
	case "channel_archive", "group_archive":
		return became(bot.RoomArchived)
	case "channel_unarchive", "group_unarchive":
		return became(bot.RoomRestored)
	case "channel_rename", "group_rename":
		return became(bot.RoomRenamed)
	case "channel_left", "group_left", "channel_deleted", "group_deleted":
		return became(bot.RoomLeft)
	case "channel_id_changed":
		return became(bot.RoomMoved)
	case "shared_channel_invite_accepted":
		return invited("accepted")
	case "shared_channel_invite_declined":
		return invited("declined")
	case "tokens_revoked", "app_uninstalled":
		return removed
	case "app_home_opened":
		return homeOpened
	}
	return nil
}

// at gives the address of a channel.
func at(channel string) bot.Address { return bot.Address{Adapter: Name, Room: channel} }
