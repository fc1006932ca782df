package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"soundings/journal"
)

// hold makes sure that this replica has the engagement's turn. It waits for
// it only if somebody waits for an answer.
func (d *desk) hold(ctx context.Context, wait bool) bool {
	now := d.options.Now()
	if d.lease != nil {
		if d.renew(ctx, now) {
			return true
		}
		d.letGo(ctx) // lost: somebody else may have written and sent
	}
	deadline := time.NewTimer(turnWait)
	defer deadline.Stop()
	for {
		lease, err := d.options.Store.Lease(ctx, "turn/"+d.stream, d.options.Turn)
		if err == nil {
			d.lease, d.renewed, d.since = lease, now, now
			d.sendCtx, d.endSend = context.WithCancel(ctx)
			d.patience, d.endWait = context.WithCancel(d.sendCtx)
			if d.options.Replicated {
				d.expiry = time.AfterFunc(d.options.Turn, d.endSend)
			}
			return d.caughtUp(ctx)
		}
		if !wait || !errors.Is(err, journal.ErrTaken) {
			return false
		}
		poll := time.NewTimer(turnPoll)
		select {
		case <-poll.C:
		case <-deadline.C:
			poll.Stop()
			return false
		}
	}
}

// renew extends the turn in time, and says whether it is still ours. While the
// store cannot say, it is, until it would run out.
func (d *desk) renew(ctx context.Context, now time.Time) bool {
	if d.sendCtx.Err() != nil && !d.ending {
		return false // it ran out
	}
	if age := now.Sub(d.renewed); age >= 0 && age < d.options.Turn/4 {
		return true
	}
	err := d.lease.Renew(ctx, d.options.Turn)
	if err != nil {
		return !errors.Is(err, journal.ErrTaken) && now.Sub(d.renewed) < d.options.Turn/2
	}
	d.renewed = now
	if d.expiry != nil {
		d.expiry.Reset(d.options.Turn)
	}
	return true
}

// caughtUp folds what others wrote while they had the turn, and takes every
// part that waits as one that they may have sent.
func (d *desk) caughtUp(ctx context.Context) bool {
	if d.fold == nil {
		return true // load will
	}
	for r, err := range d.options.Store.Read(ctx, d.stream, d.fold.head.Seq) {
		if err == nil {
			err = safely(func() error { return d.fold.record(r) })
		}
		if err != nil {
			d.fold = nil
			return true
		}
	}
	d.doubt(!d.options.Replicated)
	return true
}

// letGo gives the turn up: nothing is sent any more.
func (d *desk) letGo(ctx context.Context) {
	if d.lease == nil {
		return
	}
	d.endSend()
	if d.expiry != nil {
		d.expiry.Stop()
	}
	d.drain(d.options.Patience)
	if err := d.lease.Release(ctx); err != nil {
		d.log.WarnContext(ctx, "turn not given back", "error", err)
	}
	d.lease = nil
}

// yield lets other replicas have the turn: at once when there is nothing to
// do, and after a while even when there is: parts that only wait, for a
// platform's limits or because it is away, then wait for whoever is next. A
// single service keeps the turn.
func (d *desk) yield(ctx context.Context) {
	if !d.options.Replicated || d.lease == nil {
		return
	}
	underWay := len(d.busy) > 0 || len(d.done) > 0
	long := d.options.Now().Sub(d.since) > turnMost
	switch {
	case long && underWay:
		d.endWait()
	case long:
		d.letGo(ctx)
		_ = pause(ctx, 2*turnPoll)
	case !underWay && len(d.inbox) == 0:
		d.letGo(ctx)
	}
}

// load folds the engagement from its snapshot and the tail behind it.
func (d *desk) load(ctx context.Context) error {
	f, err := d.fromSnapshot(ctx)
	if err != nil || f == nil {
		if err != nil {
			d.log.WarnContext(ctx, "snapshot not used", "error", err)
		}
		f = newFold(d.options.NewDomain(d.engagement))
	}
	for r, err := range d.options.Store.Read(ctx, d.stream, f.head.Seq) {
		if err == nil {
			err = safely(func() error { return f.record(r) })
		}
		if err != nil {
			return fmt.Errorf("fold %s: %w", d.stream, err)
		}
	}
	d.fold = f
	d.doubt(!d.options.Replicated || !isClosed(d.tried))
	d.unlinked = true // what it links may not have reached the directory
	return nil
}

// safely turns a panic of the domain into an error.
func safely(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %T", r) // its value may hold what a person wrote
		}
	}()
	return f()
}

// doubt marks the parts that may have been sent before. All: every one that
// waits and is not under way here; else only those recorded as being sent,
// since whoever else had the turn records that first.
func (d *desk) doubt(all bool) {
	clear(d.unsure)
	for room, queue := range d.fold.messages.queues {
		if d.busy[room] && len(queue) > 0 {
			queue = queue[1:]
		}
		for _, i := range queue {
			if !d.planned[i.settled()] && (all || i.state().state == Sending) {
				d.unsure[i.settled()] = true
			}
		}
	}
}

// stop ends the desk's work: parts under way get a moment to end, what became
// of them is recorded, and a snapshot is saved.
func (d *desk) stop(ctx context.Context) {
	if d.lease == nil {
		return
	}
	d.ending = true // nothing new is sent from here on
	d.endWait()
	d.drain(d.options.Patience)
	d.endSend()
	d.drain(d.options.Patience)
	if d.fold != nil || len(d.done) > 0 {
		d.work(ctx, nil)
	}
	if d.fold != nil && d.fold.fresh > 0 {
		d.snapshot(ctx)
	}
	d.letGo(ctx)
}

// drain waits until no part is under way, for so long at most, and takes what
// became of them.
func (d *desk) drain(most time.Duration) {
	enough := time.NewTimer(most)
	defer enough.Stop()
	for len(d.busy) > 0 {
		select {
		case r := <-d.results:
			d.take(r)
		case <-enough.C:
			return
		}
	}
}
