package bot

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// fails folds whether a room can be posted in: by the last of what was to go
// there, apart from what one person alone was to see, which says little of the
// room. That the answer to what somebody did fails, they see for themselves.
func (m *Messages) fails(i item) {
	room := i.address().Key()
	switch {
	case i.p.due.For != "" && !strings.HasPrefix(i.address().Room, opensWith):
	case i.state().state == Sent:
		delete(m.failing, room)
	case i.state().state == Failed && i.p.due.Class != Reply:
		m.failing[room] = true
	}
}

// settleTold records what became of parts, and has the domain decide about the
// rooms of which it is news.
func (d *desk) settleTold(ctx context.Context, b *batch, state PartState, results []result) error {
	items := make([]settledItem, len(results))
	for i, r := range results {
		items[i] = r.item
	}
	m := b.fold.messages
	before := maps.Clone(m.failing)
	if err := b.settle(state, items); err != nil {
		return err
	}
	if state == Doubtful {
		return d.tellDoubtful(ctx, b, items)
	}
	told := maps.Clone(before)
	for _, r := range results {
		if told[r.room] == m.failing[r.room] {
			continue
		}
		told[r.room] = m.failing[r.room]
		p := m.byKey[r.item.Key]
		ev := Event{
			ID: fmt.Sprintf("room:%s/%d.%d", r.item.Key, r.item.Room, r.item.Part), Kind: Changed, Action: RoomReached,
			Room: p.due.To[r.item.Room], Original: r.item.Key, Time: b.now,
		}
		if m.failing[r.room] {
			ev.Action, ev.Text, ev.Value = RoomFailing, r.item.Why, string(r.item.Reason)
		}
		if err := d.decideOne(ctx, b, ev); err != nil {
			return err
		}
	}
	return nil
}

// failingRooms gives the rooms that fail, for a snapshot.
func (m *Messages) failingRooms() []string { return slices.Sorted(maps.Keys(m.failing)) }
