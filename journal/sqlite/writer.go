package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"sync"
	"time"

	"soundings/journal"
)

// writer is the one goroutine that writes. Calls put requests in its queue
// and wait; it takes all that wait into one transaction. While that is
// flushed the next ones gather, so the batch grows with the load.
type writer struct {
	db    *sql.DB
	conn  *sql.Conn
	write writes
	grown func(stream string) // told after the commit

	mu      sync.Mutex
	waiting []*request
	wake    chan struct{} // has room for one
	stop    chan struct{}
	stopped chan struct{}
	scrub   <-chan time.Time // when to try again to empty the log
}

// request is one call's part of a transaction.
type request struct {
	// do works within the savepoint, and may be called again after a
	// transaction that was rolled back. It keeps nothing of its caller's,
	// who may have given up waiting.
	do        func(ctx context.Context, write writes) error
	stream    string // grows when this succeeds; may be empty
	scrubs    bool   // the log must not keep what this replaces
	cancelled <-chan struct{}
	answer    chan error // has room for one
}

// errNoConnection is the answer until the database can be opened again.
var errNoConnection = errors.New("no connection to the database")

// batchLimit keeps one transaction, and the wait for it, within bounds.
const batchLimit = 1024

func newWriter(ctx context.Context, db *sql.DB) (*writer, error) {
	db.SetMaxOpenConns(1)
	w := &writer{db: db, wake: make(chan struct{}, 1), stop: make(chan struct{}), stopped: make(chan struct{})}
	if err := w.connect(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return w, nil
}

// connect gives the writer a new connection instead of the one it may have.
func (w *writer) connect(ctx context.Context) error {
	if w.conn != nil {
		w.write.close()
		// The pool closes what is called bad instead of handing it out again.
		_ = w.conn.Raw(func(any) error { return driver.ErrBadConn })
	}
	conn, err := w.db.Conn(ctx)
	if err != nil {
		return unavailable(err)
	}
	w.conn = conn
	if err := createSchema(ctx, conn); err != nil {
		return err
	}
	err = prepare(ctx, conn, w.write.all()...)
	if err != nil {
		w.write.close() // all or none, since begin says for all whether they may be used
	}
	return err
}

// ask queues a request and waits for its answer, or until ctx is done; the
// request may then still be carried out.
func (w *writer) ask(ctx context.Context, r *request) error {
	r.cancelled = ctx.Done()
	r.answer = make(chan error, 1)
	w.mu.Lock()
	w.waiting = append(w.waiting, r)
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default: // it is awake already
	}
	select {
	case err := <-r.answer:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// take gives what waits, up to the limit.
func (w *writer) take() []*request {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := min(len(w.waiting), batchLimit)
	batch := w.waiting[:n:n]
	w.waiting = w.waiting[n:]
	return batch
}

// run writes until stop is closed and nothing waits.
func (w *writer) run(ctx context.Context) {
	defer close(w.stopped)
	for {
		if batch := w.take(); len(batch) > 0 {
			w.settle(ctx, batch)
			continue
		}
		select {
		case <-w.wake:
		case <-w.scrub:
			w.empty(ctx)
		case <-w.stop:
			return
		}
	}
}

// start lets the writer run; grown is told of each stream that has grown.
func (w *writer) start(ctx context.Context, grown func(stream string)) {
	w.grown = grown
	go w.run(ctx)
}

// close ends run, if it was started, and leaves all in the database file with
// no log beside it.
func (w *writer) close() error {
	if w.grown != nil {
		close(w.stop)
		<-w.stopped
	}
	w.write.close()
	return errors.Join(w.conn.Close(), w.db.Close())
}

// settle carries out a batch and answers everyone in it. When a transaction
// failed before its commit, nothing of it is stored; each request is then
// tried by itself, so that one too big for the disk does not stop the others.
func (w *writer) settle(ctx context.Context, batch []*request) {
	answers, committing, err := w.transact(ctx, batch)
	switch {
	case err != nil && !committing && len(batch) > 1:
		for _, r := range batch {
			w.settle(ctx, []*request{r})
		}
		return
	case err != nil: // whatever was compared did not become true
		for i := range answers {
			answers[i] = err
		}
	default:
		w.scrubAfter(ctx, batch, answers)
	}
	for i, r := range batch {
		// A failed commit may have stored it all the same: a watch then looks.
		if r.stream != "" && (answers[i] == nil || committing) {
			w.grown(r.stream)
		}
		r.answer <- answers[i]
	}
}

// scrubAfter empties the log if something in the batch asks for it.
func (w *writer) scrubAfter(ctx context.Context, batch []*request, answers []error) {
	for i, r := range batch {
		if r.scrubs && answers[i] == nil {
			w.empty(ctx)
			return
		}
	}
}

// transact carries out a batch in one transaction. Committing says that an
// error is that of the commit itself.
func (w *writer) transact(ctx context.Context, batch []*request) (answers []error, committing bool, err error) {
	answers = make([]error, len(batch))
	if err := w.begin(ctx); err != nil {
		return answers, false, err
	}
	for i, r := range batch {
		if answers[i], err = w.part(ctx, r); err != nil {
			w.rollback(ctx)
			return answers, false, err
		}
	}
	if err := w.exec(ctx, w.write.commit); err != nil {
		w.rollback(ctx)
		return answers, true, err
	}
	return answers, false, nil
}

// part carries out one request within its savepoint. An error ends the whole
// transaction; an answer is for the one who asked.
func (w *writer) part(ctx context.Context, r *request) (answer, err error) {
	select {
	case <-r.cancelled:
		return context.Canceled, nil // nobody waits for it
	default:
	}
	if err := w.exec(ctx, w.write.savepoint); err != nil {
		return nil, err
	}
	answer = r.do(ctx, w.write)
	if answer != nil {
		if !refused(answer) {
			return nil, unavailable(answer)
		}
		if err := w.exec(ctx, w.write.rollbackTo); err != nil {
			return nil, err
		}
	}
	return answer, w.exec(ctx, w.write.release)
}

// refused tells an answer from a failure.
func refused(err error) bool {
	return errors.Is(err, journal.ErrConflict) || errors.Is(err, journal.ErrDiverged)
}

// begin begins a transaction. Where that fails, what went before may have
// left the connection in a state that nobody foresaw: it is given up for a
// new one.
func (w *writer) begin(ctx context.Context) error {
	err := w.exec(ctx, w.write.begin)
	if err == nil {
		return nil
	}
	if again := w.connect(ctx); again != nil {
		return errors.Join(err, again)
	}
	return w.exec(ctx, w.write.begin)
}

// rollback ends a transaction that failed. SQLite may have done so by itself
// and then says that there is none, so the next begin is what shows whether
// the connection is sound.
func (w *writer) rollback(ctx context.Context) { _ = w.exec(ctx, w.write.rollback) }

func (w *writer) exec(ctx context.Context, s *sql.Stmt) error {
	if s == nil {
		return unavailable(errNoConnection)
	}
	if _, err := s.ExecContext(ctx); err != nil {
		return unavailable(err)
	}
	return nil
}

// empty writes the log back into the database and cuts it to nothing, so that
// replaced bytes are in neither. A reader may stand in the way: one that is
// reading a page is waited for, one that stays is not, since all appends would
// wait too; it is tried again later.
func (w *writer) empty(ctx context.Context) {
	var busy, frames, done int
	_, before := w.conn.ExecContext(ctx, "PRAGMA busy_timeout(50)")
	err := w.conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &done)
	_, after := w.conn.ExecContext(ctx, "PRAGMA "+busyTimeout)
	w.scrub = nil
	if errors.Join(before, err, after) != nil || busy != 0 {
		w.scrub = time.After(time.Second)
	}
}

// busyTimeout is how many milliseconds the writer waits for another program
// that writes, though none should, before it says so.
const busyTimeout = "busy_timeout(1000)"

// errorf names the verb and what it was done to.
func errorf(verb, noun string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s: %w", verb, noun, err)
}
