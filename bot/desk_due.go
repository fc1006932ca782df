package bot

import (
	"context"
	"errors"
	"time"
)

// How the clock is heeded.
const (
	maxDue   = 64          // due events decided in one batch
	dueAgain = time.Minute // until what could not be decided is looked at again
)

// decideDue decides what the clock brings. What is due follows from the state and the
// moment alone, so that nobody who only looks at a page has it worked out again.
func (d *desk) decideDue(ctx context.Context, b *batch) error {
	if d.dueOf == b.fold.head && (d.nextDue.IsZero() || b.now.Before(d.nextDue)) {
		return nil
	}
	idle := map[string]bool{} // decided to nothing: not again in this batch
	for range maxDue {
		var due []Event
		var next time.Time
		if err := safely(func() error { due, next = d.fold.domain.Due(b.now); return nil }); err != nil {
			// Whoever waits for an answer must not wait for the clock's part.
			d.log.ErrorContext(ctx, "could not see what is due", "error", err)
			d.nextDue = b.now.Add(dueAgain)
			return nil
		}
		d.nextDue = next
		decided := false
		for _, ev := range due {
			if ev.ID == "" || idle[ev.ID] || b.fold.causes.known[ev.ID] {
				continue
			}
			ev.Kind, ev.Time = Ticked, b.now
			if err := d.decideOne(ctx, b, ev); err != nil {
				return err
			}
			idle[ev.ID] = !b.fold.causes.known[ev.ID]
			decided = true
			break // the next may depend on it
		}
		if !decided {
			if !next.IsZero() && !next.After(b.now) {
				d.nextDue = b.now.Add(dueAgain) // what is due was set aside, or came to nothing
			}
			d.dueOf = b.fold.head
			return nil
		}
	}
	d.nextDue = b.now
	return nil
}

func (d *desk) decideOne(ctx context.Context, b *batch, ev Event) error {
	if d.panics[ev.ID] >= strikes {
		delete(d.panics, ev.ID)
		return b.setAside(&ev, errors.New("the due event could not be decided twice"))
	}
	if _, err := b.decide(&ev); err != nil {
		d.panics[ev.ID]++
		d.log.ErrorContext(ctx, "due event could not be decided", "event", ev.ID, "stack", stackOf(err))
		return err
	}
	return nil
}
