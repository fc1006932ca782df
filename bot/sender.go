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
	item  item
	it    settledItem
	part  Part
	edit  string // platform id of the message to replace, or ""
	find  bool   // may have been posted already: look first
	tries tries
}

// tries is how often a part was tried in vain; the zero value is not at all.
type tries struct {
	began, until time.Time
	backoff      time.Duration
}

// result is what became of a job. State is Waiting if it was broken off.
type result struct {
	item   settledItem
	room   string
	state  PartState
	unsure bool  // broken off when it may have been posted
	tries  tries // before it was broken off
}

// run carries out a job. It returns when the part is settled or ctx is done;
// when patience is done, it returns as soon as it would have to wait.
func (s *sender) run(ctx, patience context.Context, j job) result {
	r := result{item: j.it, room: j.part.To.Key(), unsure: j.find, tries: j.tries}
	adapter := s.adapters[j.part.To.Adapter]
	if adapter == nil {
		r.state, r.item.Reason = Failed, Denied
		r.item.Why = "the platform " + j.part.To.Adapter + " is not set up any more"
		return r
	}
	if r.tries.began.IsZero() {
		r.tries = tries{began: s.now(), backoff: firstBackoff}
	}
	for wait := r.tries.until.Sub(s.now()); ; {
		if pause(patience, wait) != nil {
			return r
		}
		release, err := s.limits[adapter.Name()].wait(patience, r.room, s.now)
		if err != nil {
			return r
		}
		id, err := s.try(ctx, adapter, &j)
		release()
		if err == nil {
			s.stats.sent(adapter.Name())
			r.state, r.item.ID = Sent, id
			return r
		}
		r.unsure = true
		if ctx.Err() != nil {
			return r // nothing is known; the next holder of the turn looks
		}
		failure := asSendError(err)
		j.find = j.find || failure.Unsure
		r.unsure = j.find
		s.stats.failed(adapter.Name(), failure.Reason)
		s.log.WarnContext(ctx, "message not sent", "adapter", adapter.Name(),
			"message", j.part.Key, "reason", failure.Reason, "error", failure.Err)
		if state, final := verdict(adapter, j, failure, s.now().Sub(r.tries.began)); final {
			r.state, r.item.Reason, r.item.Why = state, failure.Reason, why(state, failure)
			return r
		}
		wait = max(r.tries.backoff, failure.Wait)
		if failure.Reason == Limited {
			s.limits[adapter.Name()].hold(failure.Wait, s.now())
		}
		r.tries.until = s.now().Add(wait)
		r.tries.backoff = min(2*r.tries.backoff, mostBackoff)
	}
}

// try makes one attempt: it looks for the part if it may be there already,
// and else posts it.
func (s *sender) try(ctx context.Context, a Adapter, j *job) (id string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &SendError{Reason: Transient, Unsure: true, Err: fmt.Errorf("adapter panic: %T", r)}
		}
	}()
	caps := a.Caps()
	timeout := caps.Timeout
	if timeout <= 0 {
		timeout = 30 * time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	named, err := s.named(ctx, j.part)
	if err != nil {
		return "", err
	}
	if caps.Private && j.part.For != "" && named.For == "" {
		// For one person alone: never in front of the room.
		return instead(ctx, a, named, &SendError{Reason: Denied, Err: errors.New("nobody knows how to reach that person alone")})
	}
	if editor, ok := a.(Editor); ok && j.edit != "" {
		return j.edit, editor.Edit(ctx, j.edit, named)
	}
	if finder, ok := a.(Finder); ok && j.find {
		id, ok, err := finder.Find(ctx, j.part.To, j.part.Key)
		if err != nil {
			return "", stillUnsure(err)
		}
		if ok {
			return id, nil
		}
		j.find = false
	}
	id, err = a.Send(ctx, named)
	if named.For != "" && err != nil {
		return instead(ctx, a, named, err)
	}
	return id, err
}

// instead posts in the room what is to stand there where somebody can't be reached
// alone; with nothing of that kind, or where it may work later, it gives the failure.
func instead(ctx context.Context, a Adapter, p Part, failed error) (string, error) {
	if reason := asSendError(failed).Reason; p.Instead == "" || p.Number > 1 || reason != Denied && reason != Rejected {
		return "", failed
	}
	p.For, p.Title, p.Blocks, p.Of = "", "", []Block{Say(p.Instead)}, 1
	return a.Send(ctx, p)
}

// verdict says whether a failure is the end of it, and in which state.
func verdict(a Adapter, j job, failure *SendError, spent time.Duration) (PartState, bool) {
	if failure.Reason == Denied || failure.Reason == Rejected || failure.Reason == Crowded {
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
	case failure.Plain != "":
		return failure.Plain
	case failure.Reason == Denied:
		return "the platform does not let us post there"
	case failure.Reason == Crowded:
		return "several organisations can read that place"
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
	p.Title, p.Blocks, p.Instead = n.name(p.Title), n.blocks(p.Blocks), n.name(p.Instead)
	if p.For != "" {
		direct, err := s.people.Direct(ctx, p.To.Adapter, p.For)
		p.For, n.err = direct, errors.Join(n.err, err)
	}
	if n.err != nil {
		return p, &SendError{Reason: Transient, Err: fmt.Errorf("put in names: %w", n.err)}
	}
	return p, nil
}
