package bot

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limits keep within what one platform allows: messages per room, and rooms
// served at once. All engagements share them.
type limits struct {
	slots chan struct{}
	rooms *limiters

	mu    sync.Mutex
	until time.Time // the platform told us to wait until then
}

func newLimits(c Caps) *limits {
	n := c.Concurrent
	if n <= 0 {
		n = 8
	}
	l := &limits{slots: make(chan struct{}, n)}
	if c.Every > 0 {
		l.rooms = newLimiters(rate.Every(c.Every), max(1, c.Burst))
	}
	return l
}

// wait returns when a message may go to the room, holding a slot that done
// gives back.
func (l *limits) wait(ctx context.Context, room string, now func() time.Time) (done func(), err error) {
	if err := pause(ctx, l.delay(room, now())); err != nil {
		return nil, err
	}
	select {
	case l.slots <- struct{}{}:
		return func() { <-l.slots }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// delay reserves the room's next place and says how long it is until then.
func (l *limits) delay(room string, now time.Time) time.Duration {
	l.mu.Lock()
	wait := max(0, l.until.Sub(now))
	l.mu.Unlock()
	return max(wait, l.rooms.reserve(room, now))
}

// hold keeps every room of the platform waiting for d from now.
func (l *limits) hold(d time.Duration, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if until := now.Add(d); until.After(l.until) {
		l.until = until
	}
}

// pause waits for d, or until ctx is done.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
