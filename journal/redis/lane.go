package redis

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	goredis "github.com/redis/go-redis/v9"
)

const (
	// batchBytes is how much is gathered at most, unless one write is larger.
	batchBytes = 16 << 20
	// width is how many batches are on their way at once. Redis reads at most
	// 16 KiB of a connection before it syncs its file, so that one connection
	// alone makes it sync more often than it need.
	width = 4
	// redirects is how often a cluster may send a write elsewhere.
	redirects = 4
)

// What scripts reply.
const (
	replyOK       = "ok"
	replyConflict = "conflict"
	replyBehind   = "behind"
	replyDiverged = "diverged"
	replyDamaged  = "damaged"
)

// errTooFew is why a write that was stored is not acknowledged.
var errTooFew = errors.New("too few replicas confirmed the write")

// lanes gather writes, for each server in a lane of its own. While batches are
// on their way the writes of all streams wait for the next, which goes out as
// one pipeline on one connection with one WAIT at its end: under load neither
// the round trips nor the waits for replicas grow with the number of streams.
// Each write is atomic by itself, so a batch need not be.
type lanes struct {
	mu      sync.Mutex
	waiting map[*goredis.Client][]*write
	moving  map[*goredis.Client]int // batches on their way
}

func newLanes() lanes {
	return lanes{waiting: make(map[*goredis.Client][]*write), moving: make(map[*goredis.Client]int)}
}

// write is a script to run. A plain command would not show that the server was
// restarted, see send.
type write struct {
	script    *goredis.Script
	keys      []string
	args      []any
	asking    bool        // the slot is on its way to this server
	abandoned atomic.Bool // nobody waits for it any more
	done      chan outcome
}

// outcome is what became of a write: what it replied, or why it did not; and
// why it is not confirmed, where replicas should have done that.
type outcome struct {
	reply       string
	err         error
	unconfirmed error
}

// submit runs w where its first key lives, in a batch with others, and gives
// its reply once the replicas confirmed it. The bytes in w must be nobody
// else's, since a caller whose context ends does not wait for the batch.
func (s *Store) submit(ctx context.Context, w *write) (reply string, err error) {
	return s.route(ctx, s.quick, w, s.join)
}

// submitAlone is submit for what is so large that others should not wait.
func (s *Store) submitAlone(ctx context.Context, w *write) (reply string, err error) {
	return s.route(ctx, s.patient, w, func(node *goredis.Client, w *write) {
		s.calls.Go(func() { s.send(node, []*write{w}) })
	})
}

// route hands w to the server that its first key lives on, and to another
// where a cluster says so.
func (s *Store) route(ctx context.Context, c client, w *write, run func(*goredis.Client, *write)) (reply string, err error) {
	node, err := master(ctx, c, w.keys[0])
	if err != nil {
		return "", err
	}
	var got outcome
	for range redirects {
		w.done = make(chan outcome, 1)
		run(node, w)
		select {
		case got = <-w.done:
		case <-ctx.Done():
			w.abandoned.Store(true)
			return "", ctx.Err()
		}
		if got.err == nil {
			break
		}
		if node, w.asking = s.redirected(ctx, got.err); node == nil {
			break
		}
	}
	if got.err == nil && got.reply == replyOK {
		return got.reply, got.unconfirmed
	}
	return got.reply, got.err // what was refused needs no confirmation
}

// join puts w in its server's lane and sees to it that the lane moves.
func (s *Store) join(node *goredis.Client, w *write) {
	l := &s.lanes
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting[node] = append(l.waiting[node], w)
	if l.moving[node] == width {
		return
	}
	l.moving[node]++
	s.calls.Go(func() {
		for batch := l.next(node); len(batch) > 0; batch = l.next(node) {
			s.send(node, batch)
		}
	})
}

// next takes the next batch. When there is none, one fewer is on its way.
func (l *lanes) next(node *goredis.Client) []*write {
	l.mu.Lock()
	defer l.mu.Unlock()
	queue := l.waiting[node]
	size, end := 0, 0
	for end < len(queue) && (end == 0 || size+queue[end].size() <= batchBytes) {
		size += queue[end].size()
		end++
	}
	if end == len(queue) {
		delete(l.waiting, node)
	} else {
		l.waiting[node] = append([]*write(nil), queue[end:]...)
	}
	if end == 0 {
		if l.moving[node]--; l.moving[node] == 0 {
			delete(l.moving, node)
		}
	}
	return queue[:end]
}

func (w *write) size() (bytes int) {
	for _, arg := range w.args {
		if data, ok := arg.([]byte); ok {
			bytes += len(data)
		}
	}
	return bytes
}

// send runs a batch. Scripts are sent by their hash; those the server does
// not know yet, as after its restart, were not executed and go again in full,
// behind a seal: nothing that is acknowledged is written before that.
func (s *Store) send(node *goredis.Client, batch []*write) {
	var unknown []*write
	for i, got := range s.pipeline(node, batch, false) {
		if goredis.HasErrorPrefix(got.err, "NOSCRIPT") {
			unknown = append(unknown, batch[i])
			continue
		}
		batch[i].done <- got
	}
	if len(unknown) == 0 {
		return
	}
	if err := s.seal(node, unknown[0]); err != nil {
		for _, w := range unknown {
			w.done <- outcome{err: err}
		}
		return
	}
	for i, got := range s.pipeline(node, unknown, true) {
		unknown[i].done <- got
	}
}

// seal runs sealScript on the server that w goes to.
func (s *Store) seal(node *goredis.Client, w *write) error {
	ctx := context.Background()
	pipe := node.Pipeline()
	if w.asking {
		pipe.Do(ctx, "asking")
	}
	sealed := s.scripts.seal.Eval(ctx, pipe, []string{s.sealKey(w.keys[0])})
	_, _ = pipe.Exec(ctx)
	return sealed.Err()
}

// pipeline sends batch, and WAIT after it where replicas are to confirm, on
// one connection: WAIT speaks of the writes of its own connection. It is
// bounded by the client's timeouts, not by one caller's context.
func (s *Store) pipeline(node *goredis.Client, batch []*write, whole bool) []outcome {
	ctx := context.Background()
	pipe := node.Pipeline()
	commands := make([]*goredis.Cmd, len(batch))
	for i, w := range batch {
		if w.abandoned.Load() {
			continue
		}
		if w.asking {
			pipe.Do(ctx, "asking")
		}
		if whole {
			commands[i] = w.script.Eval(ctx, pipe, w.keys, w.args...)
		} else {
			commands[i] = w.script.EvalSha(ctx, pipe, w.keys, w.args...)
		}
	}
	var wait *goredis.Cmd
	if s.options.Wait > 0 {
		wait = pipe.Do(ctx, "wait", s.options.Wait, s.options.WaitTimeout.Milliseconds())
	}
	_, _ = pipe.Exec(ctx) // each command has its own error
	unconfirmed := s.unconfirmed(wait)
	outcomes := make([]outcome, len(batch))
	for i, command := range commands {
		if command == nil {
			outcomes[i].err = context.Canceled
			continue
		}
		reply, err := command.Text()
		outcomes[i] = outcome{strings.ToLower(reply), err, unconfirmed}
	}
	return outcomes
}

// unconfirmed reads the reply of WAIT.
func (s *Store) unconfirmed(wait *goredis.Cmd) error {
	if wait == nil {
		return nil
	}
	have, err := wait.Int()
	if err != nil {
		return fmt.Errorf("%w: %w", errTooFew, err)
	}
	if have < s.options.Wait {
		return fmt.Errorf("%w: %d of %d in %v", errTooFew, have, s.options.Wait, s.options.WaitTimeout)
	}
	return nil
}
