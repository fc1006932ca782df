package teams

import (
	"cmp"
	"context"
	"sync"

	"soundings/bot"
)

// names are what channels are called, as far as anybody asked.
type names struct {
	mu sync.Mutex
	by map[string]string // id to name
}

func newNames() *names { return &names{by: map[string]string{}} }

func (n *names) get(room string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.by[room]
}

func (n *names) set(room, name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.by) >= mostKnown {
		clear(n.by)
	}
	n.by[room] = name
}

// named tells what a channel is called, after somebody of the home organisation
// turned to us in it: it may have become a supplier's just then, and Teams names it
// in no message.
func (a *Adapter) named(ctx context.Context, at whereabouts, ev bot.Event) {
	switch {
	case ev.Kind == bot.Changed && ev.Action == bot.RoomRenamed:
		a.names.set(ev.Room.Room, ev.Text)
		return
	case ev.Kind != bot.Said || ev.Overheard || !ev.Sender.Home || at.ref.Type != inChannel || at.ref.Team == "":
		return
	}
	a.later(ctx, "name", func(ctx context.Context) error {
		name := a.names.get(at.room.Room)
		if name == "" {
			list, err := a.calls.look(ctx, endpoint(at.ref.Service, "v3/teams", at.ref.Team, "conversations"))
			if err != nil {
				return err
			}
			for _, c := range list.list("conversations") {
				a.names.set(c.text("id"), clean(cmp.Or(c.text("name"), "General"))) // the first of a team has none
			}
			if name = a.names.get(at.room.Room); name == "" {
				return nil // a channel that it does not list
			}
		}
		_, err := a.o.Deliver(ctx, bot.Event{
			ID: identity("named", at.room.Room, name), Kind: bot.Changed, Action: bot.RoomRenamed, Room: at.room, Text: name,
		})
		return err
	})
}
