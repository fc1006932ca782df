package bot

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"soundings/journal"
)

// Limits of a desk.
const (
	maxBatch = 512 // events decided in one commit
	maxTries = 8   // folds again for one batch
	strikes  = 2   // panics before an event is set aside
	turnPoll = 20 * time.Millisecond
	turnWait = 5 * time.Second // that an event waits for the turn
	turnMost = 2 * time.Second // that a busy replica keeps it from the others
	idleTick = 10 * time.Second

	turnRetry = 250 * time.Millisecond // between looks for a turn that somebody else has
)

// desk owns the state of one engagement. Its goroutine takes all that waits,
// decides it one event after another, appends all facts in one commit, and
// then gives all the answers. Whatever goes wrong has one remedy: drop the
// state, fold it again from snapshot and tail, and decide again.
type desk struct {
	engagement string
	stream     string
	options    *Options
	directory  *directory
	sender     *sender
	stats      *Stats
	log        *slog.Logger

	inbox   chan *request
	results chan result
	gone    chan struct{} // closed when the desk has stopped
	tried   chan struct{} // closed when it has folded its record, or could not

	// What follows belongs to the goroutine.
	fold      *fold
	lease     journal.Lease
	renewed   time.Time // when the lease was last extended
	since     time.Time // when it was taken
	ending    bool
	refused   bool            // the turn could not be had just now
	unlinked  bool            // the directory may lack rooms
	done      []result        // not recorded yet
	busy      map[string]bool // rooms with a part under way
	unsure    map[settledItem]bool
	planned   map[settledItem]bool
	earlier   map[settledItem]tries // of parts that were broken off while they waited
	panics    map[string]int        // of due events, by ID
	quiet     []*request            // wait until nothing waits to be sent
	sendCtx   context.Context       //nolint:containedctx // ends with the turn, which no single call spans
	endSend   context.CancelFunc
	patience  context.Context //nolint:containedctx // within sendCtx; ends when the turn is about to be passed on
	endWait   context.CancelFunc
	expiry    *time.Timer // ends sendCtx with the turn, however long the store takes to renew it
	nextDue   time.Time
	dueOf     journal.Head // of the state in which nothing is due before nextDue
	lastBroke error
}

// request is one event that waits for its answer.
type request struct {
	ev      Event
	opens   bool        // the lobby says that it opens the engagement
	ask     func(*fold) // instead of an event: look at the state
	quiet   bool        // instead of an event: answered when nothing waits to be sent
	strikes int
	aside   error // set aside for this reason when decided next
	answer  Answer
	err     error
	done    chan struct{}
}

func (d *desk) deliver(ctx context.Context, r *request) (Answer, error) {
	r.done = make(chan struct{})
	select {
	case d.inbox <- r:
	case <-ctx.Done():
		return Answer{}, ctx.Err()
	case <-d.gone:
		return Answer{}, ErrNotNow
	}
	select {
	case <-r.done:
		return r.answer, r.err
	case <-ctx.Done():
		return Answer{}, ctx.Err()
	case <-d.gone:
		// The desk answers what it decided before it closes gone.
		select {
		case <-r.done:
			return r.answer, r.err
		default:
			return Answer{}, ErrNotNow
		}
	}
}

// run works until ctx is done. It answers what it has taken, lets parts under
// way end for a while, and saves a snapshot.
func (d *desk) run(ctx context.Context) {
	defer close(d.gone)
	defer d.stop(context.WithoutCancel(ctx))
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		var batch []*request
		select {
		case <-ctx.Done():
			return
		case r := <-d.inbox:
			batch = append(batch, r)
		case r := <-d.results:
			d.take(r)
		case <-timer.C:
		}
		batch = d.gather(batch)
		d.work(context.WithoutCancel(ctx), batch)
		timer.Reset(d.sleep())
	}
}

// gather takes all that waits, up to a batch.
func (d *desk) gather(batch []*request) []*request {
	for len(batch) < maxBatch {
		select {
		case r := <-d.inbox:
			batch = append(batch, r)
		case r := <-d.results:
			d.take(r)
		default:
			return batch
		}
	}
	return batch
}

// take notes what became of a part; its room is free for the next.
func (d *desk) take(r result) {
	delete(d.busy, r.room)
	if r.state == Waiting {
		d.earlier[r.item] = r.tries
		if r.unsure {
			d.unsure[r.item] = true
			return
		}
	}
	d.done = append(d.done, r)
}

// sleep is how long nothing has to be done unless something arrives.
func (d *desk) sleep() time.Duration {
	wait := idleTick
	if d.refused {
		// What is due is due for whoever has the turn. Look again soon only
		// where somebody may wait for the record to be folded.
		if !isClosed(d.tried) {
			return turnRetry
		}
		return min(wait, d.options.Turn)
	}
	if d.fold != nil && !d.nextDue.IsZero() {
		wait = min(wait, d.nextDue.Sub(d.options.Now()))
	}
	if len(d.done) > 0 || d.unlinked || d.lastBroke != nil {
		wait = min(wait, time.Second)
	}
	if d.lease == nil && d.fold != nil && len(d.fold.messages.queues) > 0 {
		wait = min(wait, turnRetry) // the turn was passed on with messages left to send
	}
	if d.lease != nil && (d.options.Replicated || len(d.busy) > 0) {
		// Parts under way are broken off when the turn is lost: renew in time.
		wait = min(wait, d.options.Turn/5)
	}
	return max(wait, time.Millisecond)
}

// work decides a batch and commits it, however often the state has to be
// dropped for it, and answers every request in it exactly once.
func (d *desk) work(ctx context.Context, batch []*request) {
	d.refused = !d.hold(ctx, len(batch) > 0)
	if d.refused {
		d.refuse(batch, ErrNotNow)
		return
	}
	defer d.wasTried()
	var err error
	// An event that cannot be decided takes two tries to be set aside.
	for range maxTries + strikes*len(batch) {
		var again bool
		if again, err = d.attempt(ctx, batch); !again {
			break
		}
	}
	if err != nil {
		d.fold, d.lastBroke = nil, err
		d.log.ErrorContext(ctx, "batch not decided", "events", len(batch), "error", err)
		d.refuse(batch, errors.Join(ErrNotNow, err))
	} else {
		d.lastBroke = nil
		d.answer(batch)
	}
	d.yield(ctx)
}

func (d *desk) wasTried() {
	if !isClosed(d.tried) {
		close(d.tried)
	}
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// answer lets go of the requests of a batch that is durable.
func (d *desk) answer(batch []*request) {
	for _, r := range batch {
		if r.quiet {
			d.quiet = append(d.quiet, r)
			continue
		}
		close(r.done)
	}
	if len(d.busy) > 0 || len(d.done) > 0 || len(d.fold.messages.queues) > 0 {
		return
	}
	for _, r := range d.quiet {
		close(r.done)
	}
	d.quiet = nil
}

func (d *desk) refuse(batch []*request, err error) {
	for _, r := range batch {
		r.answer, r.err = Answer{}, err
		close(r.done)
	}
}

// attempt folds what is missing, decides the batch and commits it. Again says
// that it is worth trying with a fresh state.
func (d *desk) attempt(ctx context.Context, batch []*request) (again bool, err error) {
	if d.fold == nil {
		if err := d.load(ctx); err != nil {
			d.fold = nil
			return errors.Is(err, journal.ErrDiverged), err
		}
	}
	b := d.begin()
	barrier, err := d.decideAll(ctx, b, batch)
	if err != nil {
		d.fold = nil
		return true, err
	}
	jobs, err := d.plan(b)
	if err != nil {
		d.fold = nil
		return false, err
	}
	if err := b.commit(ctx, d.options.Store, d.stream, barrier); err != nil {
		d.fold = nil
		return errors.Is(err, journal.ErrConflict) || errors.Is(err, journal.ErrDiverged), err
	}
	d.done = nil
	d.committed(ctx, b, jobs)
	return false, nil
}

// begin starts a batch on the state as it is.
func (d *desk) begin() *batch {
	now := d.options.Now().UTC().Truncate(time.Millisecond)
	if now.Before(d.fold.last) {
		now = d.fold.last
	}
	return &batch{
		fold: d.fold, engagement: d.engagement, caps: d.options.caps, signer: d.options.Signer, people: d.options.People,
		now: now, after: d.fold.head,
	}
}

// decideAll folds what became of parts, then decides what is due and what was
// asked. Barrier says that an answer relies on facts that are in the journal
// already. On an error the state is half changed.
func (d *desk) decideAll(ctx context.Context, b *batch, requests []*request) (barrier bool, err error) {
	if err := d.settle(ctx, b); err != nil {
		return false, err
	}
	if err := d.stopped(ctx, b); err != nil {
		return false, err
	}
	if err := d.decideDue(ctx, b); err != nil {
		return false, err
	}
	for _, r := range requests {
		switch {
		case r.quiet:
		case r.ask != nil:
			r.ask(b.fold)
		case r.opens && b.fold.head.Seq > 0 && !b.fold.causes.known[r.ev.ID]:
			r.err = errTaken
		case r.aside != nil:
			r.answer = d.options.Sorry
			if err := b.setAside(&r.ev, r.aside); err != nil {
				return false, err
			}
		default:
			r.err = nil
			r.answer, err = b.decide(&r.ev)
			if err != nil {
				r.answer = Answer{}
				d.strike(ctx, r, err)
				return false, err
			}
		}
		barrier = barrier || r.ev.Again
	}
	return barrier, nil
}

// strike counts a failed decision against its event. The second time the
// event will be set aside, so that it cannot stop the others.
func (d *desk) strike(ctx context.Context, r *request, err error) {
	r.strikes++
	d.log.ErrorContext(ctx, "event could not be decided", "event", r.ev.ID, "kind", r.ev.Kind,
		"strike", r.strikes, "stack", stackOf(err))
	if r.strikes >= strikes {
		r.aside = err
	}
}

// settle records what became of parts since the last commit.
func (d *desk) settle(ctx context.Context, b *batch) error {
	for _, state := range []PartState{Waiting, Sent, Failed, Doubtful} {
		var results []result
		for _, r := range d.done {
			if r.state == state && (state != Waiting || b.fold.messages.sending(r.item)) {
				results = append(results, r)
			}
		}
		if err := d.settleTold(ctx, b, state, results); err != nil {
			return err
		}
	}
	return nil
}
