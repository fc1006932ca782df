package journaltest

import (
	"context"
	"errors"
	"time"

	"soundings/journal"
)

func leaseCases() []Case {
	return []Case{
		{"taken", leaseTaken},
		{"released", leaseReleased},
		{"runs out", leaseRunsOut},
		{"renewed", leaseRenewed},
		{"passed on", leasePassedOn},
		{"another store", leaseAnotherStore},
		{"one at a time", leaseOneAtATime},
		{"refused", leaseRefused},
	}
}

const (
	long  = time.Minute
	short = 200 * time.Millisecond
)

// leased takes a lease that must be free.
func leased(ctx context.Context, tb TB, l journal.Leaser, name string, ttl time.Duration) journal.Lease {
	tb.Helper()
	lease, err := l.Lease(ctx, name, ttl)
	wantsOK(tb, "Lease of "+name, err)
	return lease
}

// taken checks that nobody can have the lease.
func taken(ctx context.Context, tb TB, l journal.Leaser, name string) {
	tb.Helper()
	_, err := l.Lease(ctx, name, long)
	wants(tb, "Lease of "+name, err, journal.ErrTaken)
}

// elapse lets d pass for leases.
func elapse(ctx context.Context, h Harness, d time.Duration) {
	if h.Advance != nil {
		h.Advance(d)
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// leasedInTurn takes a lease as soon as it is free, which must not be before
// ttl has passed since start.
func leasedInTurn(ctx context.Context, tb TB, h Harness, name string, start time.Time, ttl time.Duration) journal.Lease {
	tb.Helper()
	if h.Advance != nil {
		h.Advance(ttl)
		return leased(ctx, tb, h.Store, name, long)
	}
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		lease, err := h.Store.Lease(ctx, name, long)
		switch {
		case err == nil:
			// A server may count in whole milliseconds.
			if passed := time.Since(start); passed < ttl-2*time.Millisecond {
				tb.Errorf("Lease of %s was free after %v, want %v", name, passed, ttl)
			}
			return lease
		case !errors.Is(err, journal.ErrTaken) && ctx.Err() == nil:
			tb.Fatalf("Lease of %s = %v, want nil or %v", name, err, journal.ErrTaken)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			tb.Fatalf("Lease of %s for %v has not run out", name, ttl)
		}
	}
}

func leaseTaken(ctx context.Context, tb TB, h Harness) {
	leased(ctx, tb, h.Store, "turn", long)
	taken(ctx, tb, h.Store, "turn")
	leased(ctx, tb, h.Store, "turn/other", long)
	taken(ctx, tb, h.Store, "turn")
	// A lease, a stream and a cell of one name are different things.
	fill(ctx, tb, h.Store, "turn", journal.Head{}, "a")
	wantsOK(tb, "Swap", h.Store.Swap(ctx, "turn", nil, []byte("x")))
}

func leaseReleased(ctx context.Context, tb TB, h Harness) {
	one := leased(ctx, tb, h.Store, "turn", long)
	wantsOK(tb, "Release", one.Release(ctx))
	wants(tb, "Renew after Release", one.Renew(ctx, long), journal.ErrTaken)
	wantsOK(tb, "Release again", one.Release(ctx))
	two := leased(ctx, tb, h.Store, "turn", long)
	wantsOK(tb, "Release after it passed on", one.Release(ctx))
	wants(tb, "Renew after it passed on", one.Renew(ctx, long), journal.ErrTaken)
	taken(ctx, tb, h.Store, "turn")
	wantsOK(tb, "Renew", two.Renew(ctx, long))
}

func leaseRunsOut(ctx context.Context, tb TB, h Harness) {
	start := time.Now()
	leased(ctx, tb, h.Store, "turn", short)
	leasedInTurn(ctx, tb, h, "turn", start, short)
	taken(ctx, tb, h.Store, "turn")
}

func leaseRenewed(ctx context.Context, tb TB, h Harness) {
	lease := leased(ctx, tb, h.Store, "turn", short)
	wantsOK(tb, "Renew", lease.Renew(ctx, long))
	elapse(ctx, h, 2*short)
	taken(ctx, tb, h.Store, "turn")
	start := time.Now()
	wantsOK(tb, "Renew for less", lease.Renew(ctx, short))
	leasedInTurn(ctx, tb, h, "turn", start, short)
}

func leasePassedOn(ctx context.Context, tb TB, h Harness) {
	start := time.Now()
	one := leased(ctx, tb, h.Store, "turn", short)
	two := leasedInTurn(ctx, tb, h, "turn", start, short)
	wants(tb, "Renew after it ran out and passed on", one.Renew(ctx, long), journal.ErrTaken)
	wantsOK(tb, "Release after it ran out and passed on", one.Release(ctx))
	taken(ctx, tb, h.Store, "turn")
	wantsOK(tb, "Renew", two.Renew(ctx, long))
	wantsOK(tb, "Release", two.Release(ctx))
	leased(ctx, tb, h.Store, "turn", long)
}

func leaseAnotherStore(ctx context.Context, tb TB, h Harness) {
	if !h.Shared {
		tb.Skipf("this store is for one process at a time")
	}
	again := other(tb, h)
	one := leased(ctx, tb, h.Store, "turn", long)
	taken(ctx, tb, again, "turn")
	wantsOK(tb, "Release", one.Release(ctx))
	leased(ctx, tb, again, "turn", long)
	taken(ctx, tb, h.Store, "turn")
}

func leaseOneAtATime(ctx context.Context, tb TB, h Harness) {
	for range 10 {
		won := make(chan journal.Lease, 8)
		together(8, func(int) {
			lease, err := h.Store.Lease(ctx, "turn", long)
			switch {
			case err == nil:
				won <- lease
			case !errors.Is(err, journal.ErrTaken):
				tb.Errorf("Lease = %v, want nil or %v", err, journal.ErrTaken)
			}
		})
		if len(won) != 1 {
			tb.Fatalf("%d have the lease, want 1", len(won))
		}
		wantsOK(tb, "Release", (<-won).Release(ctx))
	}
}

func leaseRefused(ctx context.Context, tb TB, h Harness) {
	for _, name := range badNames() {
		_, err := h.Store.Lease(ctx, name, long)
		wants(tb, "Lease of a bad name", err, journal.ErrBadName)
	}
	for _, ttl := range []time.Duration{-time.Second, 0, time.Microsecond} {
		if _, err := h.Store.Lease(ctx, "turn", ttl); err == nil {
			tb.Errorf("Lease for %v = nil, want an error", ttl)
		}
	}
	_, err := h.Store.Lease(done(ctx), "turn", long)
	wants(tb, "Lease with a cancelled context", err, context.Canceled)
	lease := leased(ctx, tb, h.Store, "turn", long)
	wants(tb, "Renew with a cancelled context", lease.Renew(done(ctx), long), context.Canceled)
	if err := lease.Renew(ctx, 0); err == nil {
		tb.Errorf("Renew for nothing = nil, want an error")
	}
	taken(ctx, tb, h.Store, "turn")
}
