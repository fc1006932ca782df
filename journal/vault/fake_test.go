package vault_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"soundings/journal"
	"soundings/journal/vault"
)

// cells are kept in memory, where tests can look into, alter and interrupt.
type cells struct {
	memory *journal.Memory

	mu     sync.Mutex
	names  map[string]bool
	before func(verb, name string) error // called without the lock
}

func newCells() *cells { return &cells{memory: journal.NewMemory(), names: make(map[string]bool)} }

func (c *cells) Cell(ctx context.Context, name string) ([]byte, error) {
	if err := c.interrupt("read", name); err != nil {
		return nil, err
	}
	return c.memory.Cell(ctx, name)
}

func (c *cells) Swap(ctx context.Context, name string, old, replacement []byte) error {
	if err := c.interrupt("swap", name); err != nil {
		return err
	}
	c.mu.Lock()
	c.names[name] = true
	c.mu.Unlock()
	return c.memory.Swap(ctx, name, old, replacement)
}

func (c *cells) interrupt(verb, name string) error {
	c.mu.Lock()
	before := c.before
	c.mu.Unlock()
	if before == nil {
		return nil
	}
	return before(verb, name)
}

// on sets what happens before each use of a cell.
func (c *cells) on(before func(verb, name string) error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.before = before
}

// once lets something happen right before the first swap of a cell whose name
// begins with prefix, as if another process had been quicker.
func (c *cells) once(prefix string, happens func()) {
	var done atomic.Bool
	c.on(func(verb, name string) error {
		if verb == "swap" && strings.HasPrefix(name, prefix) && done.CompareAndSwap(false, true) {
			happens()
		}
		return nil
	})
}

// all gives what is kept, by name.
func (c *cells) all() map[string][]byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	kept := make(map[string][]byte)
	for name := range c.names {
		if data, err := c.memory.Cell(context.Background(), name); err == nil {
			kept[name] = data
		}
	}
	return kept
}

func (c *cells) get(name string) []byte { return c.all()[name] }

// set alters a cell behind the vault's back.
func (c *cells) set(name string, data []byte) {
	if err := c.memory.Swap(context.Background(), name, c.get(name), data); err != nil {
		panic(err)
	}
}

// contains says whether any cell has those bytes in its name or content.
func (c *cells) contains(s string) bool {
	for name, data := range c.all() {
		if strings.Contains(name, s) || bytes.Contains(data, []byte(s)) {
			return true
		}
	}
	return false
}

// find gives the first cell whose name begins with prefix.
func (c *cells) find(prefix string) string {
	for name := range c.all() {
		if strings.HasPrefix(name, prefix) {
			return name
		}
	}
	return ""
}

func (c *cells) count(prefix string) int {
	n := 0
	for name := range c.all() {
		if strings.HasPrefix(name, prefix) {
			n++
		}
	}
	return n
}

// counting gives bytes that differ each time and repeat from run to run.
type counting struct {
	mu   sync.Mutex
	next uint64
}

func (r *counting) Read(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range p {
		r.next = r.next*6364136223846793005 + 1442695040888963407
		p[i] = byte(r.next >> 56)
	}
	return len(p), nil
}

// clock is a time that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newClock() *clock { return &clock{now: time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC)} }

func testKey(t testing.TB, fill byte) vault.Key {
	t.Helper()
	key, err := vault.NewKey(bytes.Repeat([]byte{fill}, vault.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// open is another process on the same cells.
func open(t testing.TB, c journal.Vault, clock *clock) *vault.Vault {
	t.Helper()
	return vault.New(c, testKey(t, 7), &counting{next: uint64(len(t.Name()))}, clock.Now)
}

func must[T any](t testing.TB, value T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return value
}

var errDown = errors.New("store is down")
