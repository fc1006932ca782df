package journal

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Turns is the Leaser of a store that only one process writes: it keeps
// leases in memory, each with a timer. The zero Turns is ready.
type Turns struct {
	mu   sync.Mutex
	held map[string]*turn
}

var _ Leaser = (*Turns)(nil)

// turn is a lease of Turns. Its fields are guarded by from.mu.
type turn struct {
	from   *Turns
	name   string
	timer  *time.Timer
	number int // of the timer; one that fires late must not end a renewed turn
}

// Lease takes the named turn.
func (t *Turns) Lease(ctx context.Context, name string, ttl time.Duration) (Lease, error) {
	if err := checkLease(ctx, name, ttl); err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.held[name] != nil {
		return nil, fmt.Errorf("lease %s: %w", name, ErrTaken)
	}
	if t.held == nil {
		t.held = make(map[string]*turn)
	}
	lease := &turn{from: t, name: name}
	t.held[name] = lease
	lease.start(ttl)
	return lease, nil
}

// Renew holds the turn for ttl from now. It gives ErrTaken once the turn ran
// out.
func (l *turn) Renew(ctx context.Context, ttl time.Duration) error {
	if err := checkLease(ctx, l.name, ttl); err != nil {
		return err
	}
	l.from.mu.Lock()
	defer l.from.mu.Unlock()
	if l.from.held[l.name] != l {
		return fmt.Errorf("renew lease %s: %w", l.name, ErrTaken)
	}
	l.timer.Stop()
	l.start(ttl)
	return nil
}

// Release gives the turn back.
func (l *turn) Release(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("release lease %s: %w", l.name, err)
	}
	l.from.mu.Lock()
	defer l.from.mu.Unlock()
	if l.from.held[l.name] == l {
		l.timer.Stop()
		delete(l.from.held, l.name)
	}
	return nil
}

// start sets the timer that ends the turn; from.mu is held.
func (l *turn) start(ttl time.Duration) {
	l.number++
	number := l.number
	l.timer = time.AfterFunc(ttl, func() {
		l.from.mu.Lock()
		defer l.from.mu.Unlock()
		if l.from.held[l.name] == l && l.number == number {
			delete(l.from.held, l.name)
		}
	})
}

func checkLease(ctx context.Context, name string, ttl time.Duration) error {
	if err := CheckName(name); err != nil {
		return fmt.Errorf("lease: %w", err)
	}
	if ttl < time.Millisecond {
		return fmt.Errorf("lease %s: %v is less than a millisecond", name, ttl)
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("lease %s: %w", name, err)
	}
	return nil
}
