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
		if now.Sub(d.renewed) < d.options.Turn/4 {
			return true
		}
		if d.lease.Renew(ctx, d.options.Turn) == nil {
			d.renewed = now
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
	d.doubt()
	return true
}

// letGo gives the turn up: nothing is sent any more.
func (d *desk) letGo(ctx context.Context) {
	if d.lease == nil {
		return
	}
	d.endSend()
	d.drain(nil)
	if err := d.lease.Release(ctx); err != nil {
		d.log.WarnContext(ctx, "turn not given back", "error", err)
	}
	d.lease = nil
}

// yield lets other replicas have the turn: at once when there is nothing to
// do, and after a while even when there is. A single service keeps it.
func (d *desk) yield(ctx context.Context) {
	if !d.options.Replicated || d.lease == nil {
		return
	}
	idle := len(d.busy) == 0 && len(d.inbox) == 0 && len(d.done) == 0
	long := d.options.Now().Sub(d.since) > turnMost && len(d.busy) == 0
	if !idle && !long {
		return
	}
	d.letGo(ctx)
	if long && !idle {
		_ = pause(ctx, 2*turnPoll)
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
	d.doubt()
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

// doubt marks every part that waits and is not under way here as one that may
// have been sent before.
func (d *desk) doubt() {
	clear(d.unsure)
	for room, queue := range d.fold.messages.queues {
		if d.busy[room] && len(queue) > 0 {
			queue = queue[1:]
		}
		for _, i := range queue {
			if !d.planned[i.settled()] {
				d.unsure[i.settled()] = true
			}
		}
	}
}

// stop ends the desk's work: parts under way get a moment to end, what became
// of them is recorded, and a snapshot is saved.
func (d *desk) stop(ctx context.Context) {
	patience := time.NewTimer(d.options.Patience)
	defer patience.Stop()
	d.drain(patience.C)
	if d.lease == nil {
		return
	}
	d.endSend() // nothing new is sent from here on
	if d.fold != nil || len(d.done) > 0 {
		d.work(ctx, nil)
	}
	if d.fold != nil && d.fold.fresh > 0 {
		d.snapshot(ctx)
	}
	d.letGo(ctx)
}

// drain waits until no part is under way and takes what became of them. After
// patience runs out it breaks them off.
func (d *desk) drain(patience <-chan time.Time) {
	ended := make(chan struct{})
	go func() {
		d.sending.Wait()
		close(ended)
	}()
	for {
		select {
		case r := <-d.results:
			d.take(r)
		case <-patience:
			if d.endSend != nil {
				d.endSend()
			}
		case <-ended:
			for len(d.results) > 0 {
				d.take(<-d.results)
			}
			return
		}
	}
}
