// Package chat holds what the adapters of chat platforms share, none of which may
// import another: what they do once a request is answered, and how they
// count what comes.
package chat

import (
	"context"
	"sync"
	"time"
)

// After does things once the request that led to them is answered: notes to
// somebody, the next form, a pin. All of it is fleeting: it is lost with the
// process, and left out under a flood.
//
// Its methods may be called at once from several goroutines.
type After struct {
	within time.Duration
	spare  chan struct{}

	mu      sync.Mutex // no work begins between the look at stopped and its being counted
	stopped bool
	working sync.WaitGroup
}

// NewAfter makes one that does most things at once, each within that time.
func NewAfter(most int, within time.Duration) *After {
	return &After{within: within, spare: make(chan struct{}, most)}
}

// Do begins something and returns. What is done hears of neither the end of ctx
// nor of its deadline, but keeps its values. After Stop it is done before Do
// returns, since nobody waits for what would be begun then. False: as many things
// as may be are under way, and this one is left out.
func (a *After) Do(ctx context.Context, do func(ctx context.Context)) bool {
	select {
	case a.spare <- struct{}{}:
	default:
		return false
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), a.within)
	whole := func() {
		defer func() { cancel(); <-a.spare }()
		do(ctx)
	}
	a.mu.Lock()
	stopped := a.stopped
	if !stopped {
		a.working.Go(whole)
	}
	a.mu.Unlock()
	if stopped {
		whole()
	}
	return true
}

// Stop waits until all that was begun is done.
func (a *After) Stop() {
	a.mu.Lock()
	a.stopped = true
	a.mu.Unlock()
	a.working.Wait()
}
