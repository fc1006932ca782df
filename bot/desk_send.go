package bot

import (
	"context"
	"fmt"
)

// plan picks the next part of every room that is free, and records first
// which of them must not be repeated.
func (d *desk) plan(b *batch) ([]job, error) {
	if d.ending || d.patience == nil || d.patience.Err() != nil {
		return nil, nil
	}
	var jobs []job
	var first, spares []settledItem
	for _, i := range b.fold.messages.heads() {
		if d.busy[i.address().Key()] {
			continue
		}
		j, state, err := d.prepare(b, i)
		if err != nil {
			return nil, err
		}
		switch state {
		case Superseded:
			spares = append(spares, j.it)
			continue
		case Doubtful:
			continue // it will be settled so first
		case Sending:
			first = append(first, j.it)
		case Waiting, Sent, Failed: // nothing has to be recorded first
		}
		jobs = append(jobs, j)
	}
	if err := b.settle(Superseded, spares); err != nil {
		return nil, err
	}
	for _, it := range first {
		d.planned[it] = true
	}
	return jobs, b.settle(Sending, first)
}

// prepare makes the job for a part and says what has to be recorded before:
// Sending, Doubtful or Superseded (then it is not sent), or nothing.
func (d *desk) prepare(b *batch, i item) (job, PartState, error) {
	m, to := b.fold.messages, i.address()
	j := job{item: i, it: i.settled(), edit: m.editID(i), tries: d.earlier[i.settled()]}
	pieces, err := i.p.due.pieces(to.Adapter)
	if err != nil {
		return j, Waiting, err
	}
	piece := pieces[i.part]
	j.part = Part{
		Key:   fmt.Sprintf("%s/%s/%d.%d", d.engagement, i.p.due.Key, i.room, i.part),
		Class: i.p.due.Class, Engagement: d.engagement, To: to, Thread: m.threadID(i), For: i.p.due.For,
		Number: i.part + 1, Of: len(pieces), Title: piece.Title, Blocks: piece.Blocks, Home: i.p.due.Home, Own: i.p.due.Own,
		Instead: i.p.due.Instead,
	}
	_, finder := d.sender.adapters[to.Adapter].(Finder)
	_, editor := d.sender.adapters[to.Adapter].(Editor)
	switch {
	case j.edit != "" && editor:
		return j, Waiting, nil // doing it again does no harm
	case i.p.due.Replaces != "" && piece.spare():
		return j, Superseded, nil // nothing stands there that it would have to cover
	case finder && i.state().state == Waiting && d.options.Replicated:
		j.find = d.unsure[j.it]
		return j, Sending, nil // so that the next to have the turn need not look for all that waits
	case finder:
		j.find = d.unsure[j.it]
		return j, Waiting, nil
	case !i.p.due.Class.Once():
		return j, Waiting, nil
	case i.state().state == Sending && d.planned[j.it]:
		return j, Waiting, nil // recorded, but this process never began
	case i.state().state == Sending:
		return j, Doubtful, nil
	default:
		return j, Sending, nil
	}
}

// heads gives the part that is next in every room, in a settled order.
func (m *Messages) heads() []item {
	heads := make([]item, 0, len(m.queues))
	for _, queue := range m.queues {
		if len(queue) > 0 {
			heads = append(heads, queue[0])
		}
	}
	sortItems(heads)
	return heads
}

// committed does what may only be done once the facts are durable.
func (d *desk) committed(ctx context.Context, b *batch, jobs []job) {
	// First of all the rooms: what is sent may be answered at once, as a room that
	// is asked for is, and has to find its engagement.
	d.unlinked = d.unlinked || b.linked
	d.linkRooms(ctx)
	for _, j := range jobs {
		d.start(j)
	}
	// A snapshot costs what the state weighs, so the longer the record, the
	// rarer: all of them together cost no more than a few replays.
	if d.fold.fresh >= max(d.options.SnapshotEvery, int(d.fold.head.Seq/4)) {
		d.snapshot(ctx)
	}
}

// start sends one part in a goroutine of its own.
func (d *desk) start(j job) {
	room := j.part.To.Key()
	d.busy[room] = true
	delete(d.planned, j.it)
	delete(d.unsure, j.it)
	delete(d.earlier, j.it)
	ctx, patience := d.sendCtx, d.patience
	go func() {
		select {
		case d.results <- d.sender.run(ctx, patience, j):
		case <-d.gone:
		}
	}()
}

// linkRooms brings the directory up to date with this engagement's rooms.
func (d *desk) linkRooms(ctx context.Context) {
	if !d.unlinked {
		return
	}
	if err := d.directory.link(ctx, d.engagement, d.fold.messages.links()); err != nil {
		d.log.WarnContext(ctx, "directory not brought up to date", "error", err)
		return
	}
	d.unlinked = false
}
