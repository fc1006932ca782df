package crashtest

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"
)

// tryAgain is how long people wait before they say a thing again.
const tryAgain = 5 * time.Millisecond

// Town is the people outside: they speak to whichever service runs now, and
// say a thing again, under the same id, until it is acknowledged.
type Town struct {
	Ledger *Ledger

	mu   sync.Mutex
	addr string
	up   chan struct{} // closed while there is an address
}

// NewTown makes a town without a service.
func NewTown() *Town { return &Town{Ledger: NewLedger(), up: make(chan struct{})} }

// Serve says where the service is now; "" says that it is gone.
func (t *Town) Serve(addr string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	was := t.addr
	t.addr = addr
	switch {
	case was == "" && addr != "":
		close(t.up)
	case was != "" && addr == "":
		t.up = make(chan struct{})
	}
}

// Person is one connection's worth of speaking. Not for concurrent use.
type Person struct {
	town *Town
	conn net.Conn
	in   *bufio.Reader
}

// Person makes one who has not connected yet.
func (t *Town) Person() *Person { return &Person{town: t} }

// Say says a line until it is acknowledged, and enters it in the ledger.
func (p *Person) Say(ctx context.Context, l Line, mark string) (Reply, error) {
	for {
		reply, err := p.try(ctx, l)
		if err == nil && reply.OK {
			p.town.Ledger.Acknowledged(l.ID, mark)
			return reply, nil
		}
		if err != nil {
			p.hangUp()
		}
		again := time.NewTimer(tryAgain)
		select {
		case <-again.C:
		case <-ctx.Done():
			again.Stop()
			return Reply{}, fmt.Errorf("say %s: %w; the last answer was %q: %w", l.ID, ctx.Err(), reply.Error, err)
		}
	}
}

// Once says a line once. An error means that nothing was heard of it; it is
// entered in no ledger.
func (p *Person) Once(ctx context.Context, l Line) (Reply, error) {
	r, err := p.try(ctx, l)
	if err != nil {
		p.hangUp()
	}
	return r, err
}

func (p *Person) try(ctx context.Context, l Line) (Reply, error) {
	if err := p.connect(ctx); err != nil {
		return Reply{}, err
	}
	data, err := json.Marshal(l)
	if err != nil {
		return Reply{}, fmt.Errorf("say %s: %w", l.ID, err)
	}
	p.town.Ledger.Tried()
	if _, err := p.conn.Write(append(data, '\n')); err != nil {
		return Reply{}, fmt.Errorf("say %s: %w", l.ID, err)
	}
	answer, err := p.in.ReadBytes('\n')
	if err != nil {
		return Reply{}, fmt.Errorf("hear of %s: %w", l.ID, err)
	}
	var r Reply
	if err := json.Unmarshal(answer, &r); err != nil {
		return Reply{}, fmt.Errorf("hear of %s: %w", l.ID, err)
	}
	if r.ID != l.ID {
		return Reply{}, fmt.Errorf("heard of %s, not %s", r.ID, l.ID)
	}
	return r, nil
}

func (p *Person) connect(ctx context.Context) error {
	if p.conn != nil {
		return nil
	}
	p.town.mu.Lock()
	addr, up := p.town.addr, p.town.up
	p.town.mu.Unlock()
	select {
	case <-up:
	case <-ctx.Done():
		return ctx.Err()
	}
	if addr == "" {
		return errors.New("the service has just come back")
	}
	dialer := net.Dialer{Timeout: 5 * time.Second}
	conn, err := dialer.DialContext(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	p.conn, p.in = conn, bufio.NewReader(conn)
	return nil
}

func (p *Person) hangUp() {
	if p.conn != nil {
		_ = p.conn.Close()
		p.conn = nil
	}
}

// Close ends the connection.
func (p *Person) Close() { p.hangUp() }
