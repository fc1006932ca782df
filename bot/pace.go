package bot

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Pace is how fast something may come: Burst at once after a quiet while, and
// PerSecond of them for as long as it goes on. The zero Pace is no limit.
type Pace struct {
	PerSecond float64
	Burst     int
}

// errSlow says that an event came too fast. It is not ErrNotNow where a person
// waits for an answer: they get Options.Slow. Whatever else happened (an edit,
// somebody leaving) must not be lost, so the platform has to bring it again.
var errSlow = fmt.Errorf("events come too fast: %w", ErrNotNow)

// errTaken says that an event was to open an engagement that exists.
var errTaken = errors.New("engagement exists already")

// answered says whether somebody waits for the answer to such an event.
func answered(kind EventKind) bool { return kind == Said || kind == Pressed || kind == Submitted }

// pace bounds the events of one person, and those of one room.
type pace struct{ people, rooms *limiters }

// allows counts an event and says whether it may be decided.
func (p *pace) allows(ev Event, now time.Time) bool {
	if ev.Kind == Looked {
		return true // reading is free, and an adapter bounds it by itself
	}
	if ev.Sender.ID != "" && !p.people.allow(ev.Room.Adapter+":"+ev.Sender.ID, now) {
		return false // and the room pays nothing for it
	}
	return p.rooms.allow(ev.Room.Key(), now)
}

// maxLimiters is how many limiters are kept before the idle ones are dropped.
const maxLimiters = 4096

// limiters are token buckets by key, all of one pace; nil is no limit. An idle one, being full,
// is as good as none, so that only those in use take memory.
type limiters struct {
	limit rate.Limit
	burst int

	mu    sync.Mutex
	byKey map[string]*rate.Limiter
	most  int // grows with those in use, so that looking for idle ones stays cheap
}

func newLimiters(limit rate.Limit, burst int) *limiters {
	return &limiters{limit: limit, burst: burst, byKey: map[string]*rate.Limiter{}, most: maxLimiters}
}

func paceOf(p Pace) *limiters {
	if p.PerSecond <= 0 {
		return nil
	}
	return newLimiters(rate.Limit(p.PerSecond), max(1, p.Burst))
}

// allow takes a token if there is one.
func (l *limiters) allow(key string, now time.Time) bool {
	if l == nil {
		return true
	}
	return l.of(key, now).AllowN(now, 1)
}

// reserve takes the next token, and says how long it is until it may be used.
func (l *limiters) reserve(key string, now time.Time) time.Duration {
	if l == nil {
		return 0
	}
	return l.of(key, now).ReserveN(now, 1).DelayFrom(now)
}

func (l *limiters) of(key string, now time.Time) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	limiter := l.byKey[key]
	if limiter == nil {
		if len(l.byKey) >= l.most {
			l.forget(now)
		}
		limiter = rate.NewLimiter(l.limit, l.burst)
		l.byKey[key] = limiter
	}
	return limiter
}

// forget drops the limiters that have been idle for long enough to be as new.
func (l *limiters) forget(now time.Time) {
	for key, limiter := range l.byKey {
		if limiter.TokensAt(now) >= float64(l.burst) {
			delete(l.byKey, key)
		}
	}
	l.most = max(maxLimiters, 2*len(l.byKey))
}
