package teams

import (
	"context"
	"errors"
	"slices"
	"strings"

	"soundings/bot"
)

// errShut says that Microsoft does not let us in.
var errShut = errors.New("the app's id, secret or tenant is refused by Microsoft, or the app was removed: run soundings check")

// became makes events of what became of a conversation: who came or went, and what
// it is now.
func became(ctx context.Context, a *Adapter, o object, at whereabouts) ([]bot.Event, error) {
	a.rooms.changed()
	if how := howOf(o.in("channelData").text("eventType")); how != "" {
		return a.roomBecame(o, at, how), nil
	}
	var events []bot.Event
	if name := clean(o.text("topicName")); name != "" { // of a group chat
		a.channels.set(at.room.Room, channelInfo{name: name})
		events = append(events, bot.Event{Kind: bot.Changed, Action: bot.RoomRenamed, Room: at.room, Text: name, ID: identity("topic", at.thread, occurrence(o))})
	}
	for _, list := range []struct {
		name string
		kind bot.EventKind
		ours string
	}{{"membersAdded", bot.Joined, bot.RoomRestored}, {"membersRemoved", bot.Left, bot.RoomLeft}} {
		for _, m := range o.list(list.name) {
			ev := bot.Event{Kind: list.kind, Room: at.room, ID: identity(string(list.kind), at.thread, occurrence(o), m.text("id"))}
			if m.text("id") == at.me {
				ev.Kind, ev.Action = bot.Changed, list.ours
				events = append(events, ev)
				continue
			}
			sender, err := a.people.sender(ctx, at, m)
			if err != nil {
				return nil, err
			}
			if ev.Sender = sender; sender.ID == "" {
				continue
			}
			for _, room := range a.roomsOf(ctx, at) {
				in := ev
				if in.Room = room; room.Room != at.room.Room {
					in.ID = identity(ev.ID, room.Room)
				}
				events = append(events, in)
				events = append(events, a.organisation(ctx, in)...)
			}
		}
	}
	return events, nil
}

// roomsOf gives the rooms that somebody comes into or leaves: whoever is in a team is
// in all of its standard channels, of which those count that were heard from, or that
// the bot has had to do with since before it was last started.
func (a *Adapter) roomsOf(ctx context.Context, at whereabouts) []bot.Address {
	rooms := []bot.Address{at.room}
	if at.ref.Type != inChannel || at.room.Room != at.ref.Team {
		return rooms
	}
	ids := a.refs.ofTeam(at.ref.Team)
	if all, err := a.channels.ofTeam(ctx, at.ref); err == nil && a.o.Linked != nil {
		ids = append(ids, slices.DeleteFunc(all, func(id string) bool { return !a.o.Linked(bot.Address{Adapter: Name, Room: id}) })...)
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		r := a.refs.of(id)
		if r.Team == "" {
			r = at.ref
		}
		if id != at.room.Room && a.channels.openToTeam(ctx, id, r) {
			rooms = append(rooms, bot.Address{Adapter: Name, Room: id, Ref: r.text()})
		}
	}
	return rooms
}

// organisation makes an event of what the coming or going of one person means for
// their organisation: it is in the room now, or nobody of it is any more. Teams tells
// so only where a channel is shared with a whole team.
func (a *Adapter) organisation(ctx context.Context, person bot.Event) []bot.Event {
	team, r := person.Sender.Team, a.refOf(person.Room)
	if team == "" || person.Sender.Home || r.Type == personal {
		return nil
	}
	ev := bot.Event{Kind: bot.Changed, Action: bot.RoomShared, Room: person.Room, ID: person.ID + ":team"}
	ev.Sender.Team = team
	if person.Kind == bot.Left {
		ev.Action = bot.RoomUnshared
		still, err := a.rooms.outside(ctx, person.Room.Room, r)
		if err != nil || still[team] {
			return nil
		}
	}
	return []bot.Event{ev}
}

// howOf says what an event of a team or channel means for its room; "": nothing.
func howOf(event string) string {
	switch event {
	case "channelRenamed":
		return bot.RoomRenamed
	case "channelDeleted", "teamDeleted", "teamHardDeleted":
		return bot.RoomLeft
	case "channelRestored", "teamRestored", "teamUnarchived":
		return bot.RoomRestored
	case "teamArchived":
		return bot.RoomArchived
	case "channelShared":
		return bot.RoomShared
	case "channelUnshared":
		return bot.RoomUnshared
	}
	return ""
}

// roomBecame makes events of what became of a channel, one for each organisation
// that it is shared with now, or not any more.
func (a *Adapter) roomBecame(o object, at whereabouts, how string) []bot.Event {
	data := o.in("channelData")
	room := at.room
	if id := data.in("channel").text("id"); id != "" {
		room.Room = id
	}
	ev := bot.Event{Kind: bot.Changed, Action: how, Room: room, ID: identity(how, room.Room, occurrence(o))}
	switch how {
	case bot.RoomRenamed:
		ev.Text = clean(data.in("channel").text("name"))
		a.channels.set(room.Room, channelInfo{name: ev.Text, kind: a.channels.known(room.Room).kind})
	case bot.RoomShared, bot.RoomUnshared:
		list := "sharedWithTeams"
		if how == bot.RoomUnshared {
			list = "unsharedFromTeams"
		}
		var events []bot.Event
		for _, t := range data.list(list) {
			tenant := strings.ToLower(t.first("tenantId", "tenantid"))
			if tenant == "" || strings.EqualFold(tenant, a.o.TenantID) {
				continue // another team of ours
			}
			with := ev
			with.Sender.Team, with.ID = tenant, identity(how, room.Room, occurrence(o), tenant)
			events = append(events, with)
		}
		return events
	}
	return []bot.Event{ev}
}

// installed takes note that the app was added somewhere, or removed. To somebody
// who added it for themselves it says what it is.
func installed(ctx context.Context, a *Adapter, o object, at whereabouts) ([]bot.Event, error) {
	a.rooms.changed()
	ev := bot.Event{Kind: bot.Changed, Room: at.room, ID: identity("installation", at.thread, occurrence(o))}
	switch o.text("action") {
	case "remove", "remove-upgrade":
		ev.Action = bot.RoomLeft
	case "add", "add-upgrade":
		ev.Action = bot.RoomRestored
		if at.ref.Type == personal && o.text("action") == "add" && a.told.first("about "+at.room.Room) {
			a.later(ctx, "about", func(ctx context.Context) error {
				return a.say(ctx, target{service: at.ref.Service, conversation: at.room.Room}, bot.Message{Title: "Soundings", Blocks: []bot.Block{bot.Say(aboutUs)}}, "")
			})
		}
	default:
		return nil, nil
	}
	return []bot.Event{ev}, nil
}

// aboutUs is what somebody reads who adds the app for themselves.
const aboutUs = `Soundings puts a draft specification in front of suppliers, section by section, where they already talk. What they say comes back to the buying team as a digest.

**You run an engagement:** add Soundings to the team or chat of your buying team, and write **@Soundings** there. It shows where things stand, and what to do next. To begin one, write **@Soundings new** and what it is about.

**You are a supplier:** everything is in the channel or chat that you share with the buyer. Write **@Soundings sections** there. Nothing is scored, and no other supplier sees your name.

Here you get what only you are to see. Nothing leaves for suppliers before somebody of the team has seen exactly what they will see.`
