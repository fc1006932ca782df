package slack

import (
	"context"
	"errors"

	"soundings/bot"
)

// errRemoved says that the app is not in the workspace any more.
var errRemoved = errors.New("the app was removed from Slack, or its token revoked: install it again, and start Soundings with the new token")

// memberOf makes an event of somebody who came or went.
func memberOf(kind bot.EventKind) builder {
	return func(a *Adapter, ctx context.Context, _, m object) (bot.Event, bool, error) {
		me, err := a.people.self(ctx)
		if err != nil {
			return bot.Event{}, false, err
		}
		ev := bot.Event{Kind: kind, Room: at(m.text("channel"))}
		a.rooms.forget(ev.Room.Room)
		if m.text("user") == me.user {
			ev.Kind, ev.Action = bot.Changed, bot.RoomLeft
			if kind == bot.Joined {
				ev.Action = bot.RoomRestored
			}
			return ev, true, nil
		}
		ev.Sender, err = a.people.sender(ctx, m.text("user"), m.text("team"))
		return ev, err == nil && ev.Sender.ID != "", err
	}
}

// became makes an event of what became of a channel.
func became(how string) builder {
	return func(a *Adapter, ctx context.Context, _, m object) (bot.Event, bool, error) {
		ev := bot.Event{Kind: bot.Changed, Action: how, Room: at(channelOf(m))}
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

// channelOf gives the channel of an event, which Slack writes as an id or as an
// object that has one.
func channelOf(m object) string {
	if id := m.text("channel"); id != "" {
		return id
	}
	return m.in("channel").text("id")
}

// invited makes an event of how far an invitation is.
func invited(how string) builder {
	return func(_ *Adapter, _ context.Context, _, m object) (bot.Event, bool, error) {
		ev := bot.Event{Kind: bot.Changed, Action: bot.RoomInvited, Text: how, Room: at(m.in("channel").text("id"))}
		for _, who := range []string{"accepting_user", "declining_user"} {
			if team := m.in(who).text("team_id"); team != "" {
				ev.Sender.Team = team
			}
		}
		return ev, ev.Room.Room != "", nil
	}
}

// removed takes note that nothing works any more until somebody installs the app
// again.
func removed(a *Adapter, ctx context.Context, _, m object) (bot.Event, bool, error) {
	tokens := m.in("tokens")
	if _, some := m["tokens"]; some && len(tokens["bot"]) == 0 {
		return bot.Event{}, false, nil // a person's, which we have none of
	}
	a.gone.Store(true)
	a.o.Log.ErrorContext(ctx, "slack app removed", "error", errRemoved)
	return bot.Event{}, false, nil
}
