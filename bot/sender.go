package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// How the sender tries again: after a second, doubling to five minutes, and
// for a day. A day is longer than the outages that platforms have had.
const (
	firstBackoff = time.Second
	mostBackoff  = 5 * time.Minute
	giveUpAfter  = 24 * time.Hour
)

// sender posts the parts that desks give it, one at a time for each room.
type sender struct {
	adapters map[string]Adapter
	limits   map[string]*limits
	people   People
	now      func() time.Time
	log      *slog.Logger
	stats    *Stats
}

// job is one part to be posted, and what is known of earlier tries.
type job struct {
	item item
	it   settledItem
	part Part
	edit string // platform id of the message to replace, or ""
	find bool   // may have been posted before this process began: look first
}

// result is what became of a job. State is Waiting if it was broken off.
type result struct {
	item  settledItem
	room  string
	state PartState
}

// run carries out a job. It returns when the part is settled, or when ctx is
// done.
func (s *sender) run(ctx context.Context, j job) result {
	r := result{item: j.it, room: j.part.To.Key()}
	adapter := s.adapters[j.part.To.Adapter]
	if adapter == nil {
		r.state, r.item.Reason = Failed, Denied
		r.item.Why = "the platform " + j.part.To.Adapter + " is not set up any more"
		return r
	}
	began, backoff := s.now(), firstBackoff
	for {
		id, done, err := s.try(ctx, adapter, &j)
		if done {
			s.stats.sent(adapter.Name())
			r.state, r.item.ID = Sent, id
			return r
		}
		if ctx.Err() != nil {
			return r // nothing is known; the next holder of the turn looks
		}
		failure := asSendError(err)
		s.stats.failed(adapter.Name(), failure.Reason)
		s.log.WarnContext(ctx, "message not sent", "adapter", adapter.Name(),
			"message", j.part.Key, "reason", failure.Reason, "error", failure.Err)
		if state, final := verdict(adapter, j, failure, s.now().Sub(began)); final {
			r.state, r.item.Reason, r.item.Why = state, failure.Reason, why(state, failure)
			return r
		}
		wait := max(backoff, failure.Wait)
		if failure.Reason == Limited {
			s.limits[adapter.Name()].hold(failure.Wait, s.now())
		}
		backoff = min(2*backoff, mostBackoff)
		if pause(ctx, wait) != nil {
			return r
		}
		j.find = j.find || failure.Unsure
	}
}

// try makes one attempt: it looks for the part if it may be there already,
// and else posts it.
func (s *sender) try(ctx context.Context, a Adapter, j *job) (id string, done bool, err error) {
	release, err := s.limits[a.Name()].wait(ctx, j.part.To.Key(), s.now)
	if err != nil {
		return "", false, err
	}
	defer release()
	timeout := a.Caps().Timeout
	if timeout <= 0 {
		timeout = 30 * time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	defer func() {
		if r := recover(); r != nil {
			err = &SendError{Reason: Transient, Unsure: true, Err: fmt.Errorf("adapter panic: %T", r)}
		}
	}()
	named, err := s.named(ctx, j.part)
	if err != nil {
		return "", false, err
	}
	if editor, ok := a.(Editor); ok && j.edit != "" {
		err := editor.Edit(ctx, j.edit, named)
		return j.edit, err == nil, err
	}
	if finder, ok := a.(Finder); ok && j.find {
		id, ok, err := finder.Find(ctx, j.part.To, j.part.Key)
		if err != nil {
			return "", false, stillUnsure(err)
		}
		if ok {
			return id, true, nil
		}
		j.find = false
	}
	id, err = a.Send(ctx, named)
	return id, err == nil, err
}

// verdict says whether a failure is the end of it, and in which state.
func verdict(a Adapter, j job, failure *SendError, spent time.Duration) (PartState, bool) {
	if failure.Reason == Denied || failure.Reason == Rejected {
		return Failed, true
	}
	_, finder := a.(Finder)
	if failure.Unsure && !finder && j.edit == "" && j.part.Class.Once() {
		return Doubtful, true
	}
	return Failed, spent >= giveUpAfter
}

// why is the account of a failure that people and the record get.
func why(state PartState, failure *SendError) string {
	switch {
	case state == Doubtful:
		return "the platform did not say whether it was posted"
	case failure.Reason == Denied:
		return "the platform does not let us post there"
	case failure.Reason == Rejected:
		return "the platform did not take the message"
	default:
		return "the platform was out of reach for a day"
	}
}

// asSendError reads what an adapter returned. An error of another type says
// nothing about what happened, so it is taken as unsure.
func asSendError(err error) *SendError {
	if failure, ok := errors.AsType[*SendError](err); ok {
		return failure
	}
	return &SendError{Reason: Transient, Unsure: true, Err: err}
}

// stillUnsure turns a failed look into one that will be tried again, whatever
// the platform said: as long as nobody knows, posting is out of the question.
func stillUnsure(err error) error {
	failure := *asSendError(err)
	failure.Unsure = true
	return &failure
}

// named puts people's names into a part. It stands in a room for good, so the
// vault has to answer first.
func (s *sender) named(ctx context.Context, p Part) (Part, error) {
	n := &namer{ctx: ctx, people: s.people}
	p.Title, p.Blocks = n.name(p.Title), n.blocks(p.Blocks)
	if p.For != "" {
		p.For = s.people.Direct(ctx, p.For)
	}
	if n.err != nil {
		return p, &SendError{Reason: Transient, Err: fmt.Errorf("put in names: %w", n.err)}
	}
	return p, nil
}
