package chat_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"soundings/internal/chat"
)

// What is asked for while the end comes is done all the same, each thing once: a
// platform's last requests are answered when the service stops.
func TestAfterIsDoneWhileItStops(t *testing.T) {
	for range 200 {
		a := chat.NewAfter(64, time.Minute)
		var done atomic.Int64
		var asking sync.WaitGroup
		for range 8 {
			asking.Go(func() {
				if !a.Do(t.Context(), func(context.Context) { done.Add(1) }) {
					t.Error("left out, with room for more")
				}
			})
		}
		a.Stop()
		asking.Wait()
		if n := done.Load(); n != 8 {
			t.Fatalf("8 things were to be done, and %d were", n)
		}
	}
}

func TestAfterStopWaits(t *testing.T) {
	a := chat.NewAfter(1, time.Minute)
	let, stopped := make(chan struct{}), make(chan struct{})
	var done atomic.Bool
	a.Do(t.Context(), func(context.Context) { <-let; done.Store(true) })
	if a.Do(t.Context(), func(context.Context) { t.Error("one too many was done") }) {
		t.Error("a second one was begun where one may be")
	}
	go func() { a.Stop(); close(stopped) }()
	select {
	case <-stopped:
		t.Fatal("stopped with something under way")
	default:
	}
	close(let)
	<-stopped
	if !done.Load() {
		t.Error("stopped before it was done")
	}
}

// What is done outlives the request, not its time.
func TestAfterOutlivesTheRequest(t *testing.T) {
	type key struct{}
	ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "kept"))
	cancel()
	a := chat.NewAfter(1, time.Hour)
	a.Do(ctx, func(ctx context.Context) {
		_, limited := ctx.Deadline()
		if ctx.Err() != nil || !limited || ctx.Value(key{}) != "kept" {
			t.Errorf("ended %v, limited %v, value %v", ctx.Err(), limited, ctx.Value(key{}))
		}
	})
	a.Stop()
}
