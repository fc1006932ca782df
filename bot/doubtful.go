package bot

import (
	"context"
	"fmt"
)

// doubtful gives the parts of a message of which nobody can say whether they were
// posted in a room.
func (p *posting) doubtful(room int) []item {
	var all []item
	for part := range p.rooms[room].parts {
		if i := (item{p, room, part}); i.state().state == Doubtful {
			all = append(all, i)
		}
	}
	return all
}

// looked folds what somebody found who looked. What arrived did so when it was sent. What
// has not waits to be sent, behind all that waits in its room.
func (m *Messages) looked(l looked) {
	p := m.byKey[l.Key]
	if p == nil || l.Room < 0 || l.Room >= len(p.rooms) {
		return
	}
	for _, i := range p.doubtful(l.Room) {
		*i.state() = partPosting{state: Sent}
		if !l.Arrived {
			i.state().state = Waiting
			p.left++
			m.queues[i.address().Key()] = append(m.queues[i.address().Key()], i)
		}
	}
	p.letGo()
}

// stopped settles as doubtful what was being sent when the service stopped, where a
// repeat would do harm and the platform can't be asked, and has the domain decide
// what becomes of it.
func (d *desk) stopped(ctx context.Context, b *batch) error {
	var begun []item
	for room, queue := range b.fold.messages.queues {
		if len(queue) > 0 && queue[0].state().state == Sending && !d.busy[room] {
			begun = append(begun, queue[0])
		}
	}
	sortItems(begun)
	var found []settledItem
	for _, i := range begun {
		j, state, err := d.prepare(b, i)
		if err != nil {
			return err
		}
		if state == Doubtful {
			j.it.Why = "the service stopped while it was being sent"
			found = append(found, j.it)
		}
	}
	if err := b.settle(Doubtful, found); err != nil {
		return err
	}
	return d.tellDoubtful(ctx, b, found)
}

// tellDoubtful has the domain decide about parts that have become doubtful.
func (d *desk) tellDoubtful(ctx context.Context, b *batch, items []settledItem) error {
	place := b.fold.head.Seq // the same part may become doubtful again once it was sent again
	for _, it := range items {
		p := b.fold.messages.byKey[it.Key]
		if p == nil || p.due.Class == Reply {
			continue
		}
		err := d.decideOne(ctx, b, Event{
			ID: fmt.Sprintf("doubt:%s/%d.%d@%d", it.Key, it.Room, it.Part, place), Kind: Changed, Action: RoomDoubtful,
			Room: p.due.To[it.Room], Original: it.Key, Text: it.Why, Time: b.now,
		})
		if err != nil {
			return err
		}
	}
	return nil
}
