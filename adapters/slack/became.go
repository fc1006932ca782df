package slack

import (
	"cmp"
	"context"
	"errors"

	"soundings/bot"
)

// errRemoved says that the app is not in the workspace any more.
var errRemoved = errors.New("the app was removed from Slack, or its token revoked: install it again, and start Soundings with the new token")

// memberOf makes an event of somebody who came or went.
func memberOf(kind bot.EventKind) builder {
	return func(ctx context.Context, a *Adapter, m object) (bot.Event, bool, error) {
		me, err := a.people.self(ctx)
		if err != nil {
			return bot.Event{}, false, err
		}
		ev := bot.Event{Kind: kind, Room: at(m.id("channel"))}
		a.rooms.forget(ev.Room.Room)
		if m.id("user") == me.user {
			ev.Kind, ev.Action = bot.Changed, bot.RoomLeft
			if kind == bot.Joined {
				ev.Action = bot.RoomRestored
			}
			return ev, true, nil
		}
		ev.Sender, err = a.people.sender(ctx, m.id("user"), m.text("team"))
		return ev, err == nil && ev.Sender.ID != "", err
	}
}

// became makes an event of what became of a channel.
func became(how string) builder {
	return func(ctx context.Context, a *Adapter, m object) (bot.Event, bool, error) {
		ev := bot.Event{Kind: bot.Changed, Action: how, Room: at(m.id("channel"))}
		a.rooms.forget(ev.Room.Room)
		switch how {
		case bot.RoomShared:
			ev.Sender.Team = m.text("connected_team_id")
		case bot.RoomUnshared:
			ev.Sender.Team = m.text("previously_connected_team_id")
		case bot.RoomRenamed:
			ev.Text = m.in("channel").text("name")
		case bot.RoomMoved:
			ev.Room, ev.Value = at(m.text("old_channel_id")), at(m.text("new_channel_id")).Key()
		}
		if me, err := a.people.self(ctx); err != nil {
			return ev, false, err
		} else if ev.Sender.Team == me.team {
			ev.Sender.Team = "" // it is told from the other side, too
		}
		return ev, ev.Room.Room != "", nil
	}
}

// invited makes an event of how far an invitation is.
func invited(how string) builder {
	return func(_ context.Context, _ *Adapter, m object) (bot.Event, bool, error) {
		ev := bot.Event{Kind: bot.Changed, Action: bot.RoomInvited, Text: how, Room: at(m.id("channel"))}
		ev.Sender.Team = cmp.Or(m.in("accepting_user").text("team_id"), m.text("declining_team_id"), m.in("declining_user").text("team_id"))
		return ev, ev.Room.Room != "", nil
	}
}

// removed takes note that nothing works any more until somebody installs the app
// again.
func removed(ctx context.Context, a *Adapter, m object) (bot.Event, bool, error) {
	if _, some := m["tokens"]; some && len(m.in("tokens").texts("bot")) == 0 {
		return bot.Event{}, false, nil // a person's, which we have none of
	}
	a.gone.Store(true)
	a.o.Log.ErrorContext(ctx, "slack app removed", "error", errRemoved)
	return bot.Event{}, false, nil
}
