package bot

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"soundings/journal"
)

// A platform that is away for a replica must not keep the others from
// answering, and what waited there goes out once, from whoever has the turn.
func TestTheTurnIsPassedOnWhileAPlatformIsAway(t *testing.T) {
	for _, finder := range []bool{false, true} {
		t.Run(fmt.Sprintf("finder=%v", finder), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var away atomic.Bool
				away.Store(true)
				fail := func(Part, int) error {
					if away.Load() {
						return &SendError{Reason: Transient, Err: errors.New("502")}
					}
					return nil
				}
				plain, able := &scribe{fail: fail}, &finding{scribe: scribe{fail: fail}}
				var a Adapter = plain
				if finder {
					a = able
				}
				o := toyOptions(t, journal.NewMemory())
				o.Replicated = true
				one, two := start(t, o, a), start(t, o, a)
				defer one.stop()
				defer two.stop()
				one.say(t, said(0, "new toys"))
				for i := range 10 {
					one.say(t, said(i+20, fmt.Sprintf("release r%d", i)))
				}
				for i := range 5 {
					time.Sleep(10 * time.Minute)
					two.say(t, said(i+40, "add word"))
					one.say(t, said(i+50, "add word"))
				}
				away.Store(false)
				if err := errors.Join(one.Quiet(t.Context()), two.Quiet(t.Context())); err != nil {
					t.Fatal(err)
				}
				for i := range 10 {
					if got := receipts(t, one, fmt.Sprintf("release:r%d", i)); got[0].State != Sent {
						t.Errorf("release %d: %+v, want sent", i, got[0])
					}
				}
				posts := append(plain.all()["r"], able.all()["r"]...)
				if fmt.Sprint(posts) != "[r0 r1 r2 r3 r4 r5 r6 r7 r8 r9]" {
					t.Errorf("posted %v, want each once and in order", posts)
				}
				// What never began need not be looked for.
				if able.looks > 1 {
					t.Errorf("the platform was asked %d times for what was never sent", able.looks)
				}
			})
		})
	}
}

// What only looks at the state commits nothing, so no conflict would tell that
// it is an old one.
func TestTheTurnBringsWhatOthersWrote(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := toyOptions(t, journal.NewMemory())
		o.Replicated = true
		a := &finding{}
		one, two := start(t, o, a), start(t, o, a)
		defer one.stop()
		defer two.stop()
		one.say(t, said(0, "new toys"))
		for i := range 3 {
			one.say(t, said(2*i+1, "add one"))
			two.say(t, said(2*i+2, "add two"))
			for _, s := range []*service{one, two} {
				if got, want := s.say(t, said(100, "ask")), fmt.Sprint(2*i+2); got != want {
					t.Errorf("answer %q, want %q", got, want)
				}
			}
		}
	})
}

// leasing is a store whose turns can be made to fail.
type leasing struct {
	journal.Store
	lease func() error // asked before a turn is taken
	renew func() error // asked before it is extended
	asked atomic.Int64
}

func (l *leasing) Lease(ctx context.Context, name string, ttl time.Duration) (journal.Lease, error) {
	l.asked.Add(1)
	if l.lease != nil {
		if err := l.lease(); err != nil {
			return nil, err
		}
	}
	lease, err := l.Store.Lease(ctx, name, ttl)
	return renewing{lease, l}, err
}

type renewing struct {
	journal.Lease
	from *leasing
}

func (r renewing) Renew(ctx context.Context, ttl time.Duration) error {
	if r.from.renew != nil {
		if err := r.from.renew(); err != nil {
			return err
		}
	}
	return r.Lease.Renew(ctx, ttl)
}

func TestATurnThatSomebodyElseHasIsNotAskedForAllTheTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &leasing{Store: journal.NewMemory()}
		o := toyOptions(t, store)
		o.Replicated = true
		s := start(t, o, &scribe{})
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "tick 1h"))
		synctest.Wait()
		store.lease = func() error { return journal.ErrTaken }
		store.asked.Store(0)
		time.Sleep(2 * time.Hour) // something is due all the while
		if got, most := store.asked.Load(), int64(2*time.Hour/time.Second); got > most {
			t.Errorf("asked for the turn %d times in two hours, want at most %d", got, most)
		}
		if _, err := s.Deliver(t.Context(), said(2, "add one")); !errors.Is(err, ErrNotNow) {
			t.Errorf("Deliver without the turn = %v, want ErrNotNow", err)
		}
	})
}

// While the store does not answer whether the turn is still ours, nothing is
// sent beyond the time for which it surely was.
func TestNothingIsSentBeyondTheTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hang := make(chan struct{})
		store := &leasing{Store: journal.NewMemory()}
		store.renew = func() error { <-hang; return nil }
		o := toyOptions(t, store)
		o.Replicated = true
		a := &slow{}
		s := start(t, o, a)
		s.say(t, said(0, "new toys"))
		began := time.Now()
		s.say(t, said(1, "tell x"))
		ended := a.wait()
		if took := ended.Sub(began); took > 5*time.Second {
			t.Errorf("the post was broken off after %v, want within the turn of 5 s", took)
		}
		close(hang)
		s.stop()
	})
}

// A short trouble of the store is no reason to break off what is being sent.
func TestATurnOutlivesAShortTrouble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &leasing{Store: journal.NewMemory()}
		troubles := 0
		store.renew = func() error {
			if troubles++; troubles == 1 {
				return journal.ErrUnavailable
			}
			return nil
		}
		o := toyOptions(t, store)
		o.Replicated = true
		a := &scribe{fail: func(Part, int) error { time.Sleep(6 * time.Second); return nil }}
		s := start(t, o, a)
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "digest x"))
		if err := s.Quiet(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := receipts(t, s, "digest:x"); got[0].State != Sent || troubles == 0 {
			t.Errorf("after %d troubles: %+v, want sent", troubles, got[0])
		}
	})
}

// slow is an adapter whose posts take until they are broken off.
type slow struct {
	scribe
	once  sync.Once
	ended chan time.Time
}

func (a *slow) channel() chan time.Time {
	a.once.Do(func() { a.ended = make(chan time.Time, 100) })
	return a.ended
}

func (a *slow) wait() time.Time { return <-a.channel() }

func (a *slow) Caps() Caps { return Caps{Timeout: time.Hour} }

func (a *slow) Send(ctx context.Context, _ Part) (string, error) {
	<-ctx.Done()
	a.channel() <- time.Now()
	return "", ctx.Err()
}

func TestStoppingIsBounded(t *testing.T) {
	for _, c := range []struct {
		name string
		fail func(release chan struct{}) func(Part, int) error
		most time.Duration
	}{
		{"an adapter that does not let go", func(release chan struct{}) func(Part, int) error {
			return func(Part, int) error { <-release; return nil }
		}, 20 * time.Second},
		{"a part that waits to be tried again", func(chan struct{}) func(Part, int) error {
			return func(Part, int) error {
				return &SendError{Reason: Limited, Wait: time.Hour, Err: errors.New("429")}
			}
		}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				release := make(chan struct{})
				store := journal.NewMemory()
				s := start(t, toyOptions(t, store), &scribe{fail: c.fail(release)})
				s.say(t, said(0, "new toys"))
				s.say(t, said(1, "digest x"))
				synctest.Wait()
				began := time.Now()
				s.stop()
				if took := time.Since(began); took > c.most {
					t.Errorf("stopping took %v, want at most %v", took, c.most)
				}
				close(release)
				if c.most > 0 {
					return
				}
				// It never began to be posted, so the next start posts it.
				s = start(t, toyOptions(t, store), &scribe{})
				defer s.stop()
				<-s.Ready()
				if err := s.Quiet(t.Context()); err != nil {
					t.Fatal(err)
				}
				if got := receipts(t, s, "digest:x"); got[0].State != Sent {
					t.Errorf("%+v, want sent by the next start", got[0])
				}
			})
		})
	}
}

// Two services share a store: turns pass between them, and nothing is lost,
// doubled or decided on an old state.
func TestTwoReplicas(t *testing.T) {
	store := journal.NewMemory()
	o := toyOptions(t, store)
	o.Replicated = true
	adapters := []*scribe{{}, {}}
	var services []*service
	for _, a := range adapters {
		s := start(t, o, a)
		defer s.stop()
		services = append(services, s)
	}
	services[0].say(t, said(0, "new toys"))
	var all sync.WaitGroup
	const n = 200
	for i := range n {
		all.Go(func() {
			for range 2 { // redelivered, to the other one too
				for _, s := range services {
					deliverUntilTaken(t, s, said(i+1, fmt.Sprintf("digest d%d", i)))
				}
			}
		})
	}
	all.Wait()
	posted := map[string]int{}
	for _, s := range services {
		if err := s.Quiet(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for _, a := range adapters {
		for _, p := range a.all()["r"] {
			posted[p]++
		}
	}
	if got := countFacts(t, store, "toys"); got["toy.added"] != n {
		t.Errorf("%d facts recorded, want %d", got["toy.added"], n)
	}
	for i := range n {
		if got := posted[fmt.Sprintf("d%d", i)]; got != 1 {
			t.Errorf("digest %d posted %d times, want once", i, got)
		}
	}
}

func deliverUntilTaken(t *testing.T, s *service, ev Event) {
	for {
		_, err := s.Deliver(t.Context(), ev)
		if err == nil {
			return
		}
		if !errors.Is(err, ErrNotNow) {
			t.Error(err)
			return
		}
	}
}
