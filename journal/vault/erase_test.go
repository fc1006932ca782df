package vault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"soundings/journal"
	"soundings/journal/vault"
)

func TestErase(t *testing.T) {
	store, now := newCells(), newClock()
	v := open(t, store, now)
	p := person(t, v, "web", "mail:ana", ana)
	must(t, 0, v.Link(t.Context(), p, "slack", "U1"))
	if got := first(v.Resolve(t.Context(), "By {person:P1}.")); got != "By Ana Whitlock." {
		t.Fatalf("before: %q", got)
	}
	sealed := store.get("vault/person/P1")

	for range 2 {
		if err := v.Erase(t.Context(), p); err != nil {
			t.Fatalf("Erase: %v", err)
		}
	}
	if got, err := v.Resolve(t.Context(), "By {person:P1}."); err != nil || got != "By a former participant." {
		t.Errorf("Resolve after Erase = %q, %v", got, err)
	}
	if _, err := v.Lookup(t.Context(), p); !errors.Is(err, vault.ErrErased) {
		t.Errorf("Lookup after Erase: %v, want ErrErased", err)
	}
	if got := store.count("vault/lookup/"); got != 0 {
		t.Errorf("%d lookups are left, want none", got)
	}
	for name, data := range store.all() {
		for at := 2; at+16 <= len(sealed); at += 16 {
			if bytes.Contains(data, sealed[at:at+16]) {
				t.Errorf("cell %s still has bytes %d to %d of what was sealed", name, at, at+16)
			}
		}
	}
	for platform, id := range map[string]string{"slack": "U1", "web": "mail:ana"} {
		if back := person(t, v, platform, id, ana); back == p {
			t.Errorf("the erased person came back on %s as %s, want a new number", platform, back)
		}
	}
	if err := v.Erase(t.Context(), "P99"); !errors.Is(err, vault.ErrUnknown) {
		t.Errorf("Erase of nobody: %v, want ErrUnknown", err)
	}
}

func TestErasureShowsElsewhereWithinMaxAge(t *testing.T) {
	store, now := newCells(), newClock()
	here, there := open(t, store, now), open(t, store, now)
	p := person(t, here, "slack", "U1", ana)
	const text = "{person:P1}"
	first(there.Resolve(t.Context(), text))
	person(t, there, "slack", "U1", ana)
	must(t, 0, here.Erase(t.Context(), p))
	now.advance(vault.MaxAge + 1)
	if got := first(there.Resolve(t.Context(), text)); got != vault.Former {
		t.Errorf("in another process after MaxAge: %q, want %q", got, vault.Former)
	}
	if got := person(t, there, "slack", "U1", ana); got == p {
		t.Errorf("in another process the identity still leads to %s", p)
	}
}

// A name that was read before the erasure and comes back after it must not
// be remembered.
func TestErasureBeatsAReadUnderWay(t *testing.T) {
	store, now := newCells(), newClock()
	v := open(t, store, now)
	p := person(t, v, "slack", "U1", ana)
	other := open(t, store, now)
	reading, erased, resolved := make(chan struct{}), make(chan struct{}), make(chan string)
	slow := &slowCells{cells: store, reading: reading, goOn: erased}
	v = open(t, slow, now)
	go func() { resolved <- first(v.Resolve(t.Context(), "{person:P1}")) }()
	<-reading
	if err := other.Erase(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	must(t, 0, v.Erase(t.Context(), p)) // idempotent: here it only tells this process
	close(erased)
	<-resolved
	if got := first(v.Resolve(t.Context(), "{person:P1}")); got != vault.Former {
		t.Errorf("Resolve after Erase = %q, want %q", got, vault.Former)
	}
}

// slowCells reads a person's cell once and holds the answer back.
type slowCells struct {
	*cells
	held    atomic.Bool
	reading chan struct{}
	goOn    chan struct{}
}

func (c *slowCells) Cell(ctx context.Context, name string) ([]byte, error) {
	data, err := c.cells.Cell(ctx, name)
	if strings.HasPrefix(name, "vault/person/") && c.held.CompareAndSwap(false, true) {
		close(c.reading)
		<-c.goOn
	}
	return data, err
}

// A crash may come between any two writes. Repeating what was cut short
// completes it, and no lookup or profile is left that erasure does not find.
func TestEveryCutShortCallCanBeRepeated(t *testing.T) {
	for _, call := range []string{"Person", "Link", "Erase"} {
		for crash := range 6 {
			t.Run(fmt.Sprintf("%s, crash at write %d", call, crash), func(t *testing.T) {
				store, now := newCells(), newClock()
				v := open(t, store, now)
				ben := person(t, v, "web", "ben", vault.Details{Name: "Ben"})
				run := func(v *vault.Vault) error {
					switch call {
					case "Link":
						return v.Link(t.Context(), ben, "slack", "U1")
					case "Erase":
						return v.Erase(t.Context(), ben)
					default:
						_, _, err := v.Person(t.Context(), "slack", "U1", ana)
						return err
					}
				}
				writes := 0
				store.on(func(verb, _ string) error {
					if verb == "swap" {
						writes++
						if writes > crash {
							return journal.ErrUnavailable
						}
					}
					return nil
				})
				_ = run(v)
				store.on(nil)
				v = open(t, store, now)
				if err := run(v); err != nil {
					t.Fatalf("repeated: %v", err)
				}
				for number := 1; number < 5; number++ {
					err := v.Erase(t.Context(), fmt.Sprint("P", number))
					if err != nil && !errors.Is(err, vault.ErrUnknown) {
						t.Fatal(err)
					}
				}
				if got := store.count("vault/lookup/"); got != 0 {
					t.Errorf("%d lookups are left when all people are erased", got)
				}
			})
		}
	}
}

// People come, change, are linked and erased at once, in several processes.
// Whatever the order: no identity leads to two people, and when all are
// erased nothing leads to anyone.
func TestErasureUnderTraffic(t *testing.T) {
	store, now := newCells(), newClock()
	var wait sync.WaitGroup
	for process := range 3 {
		v := open(t, store, now)
		for round := range 30 {
			wait.Go(func() {
				id := fmt.Sprint("U", round%3)
				p, _, err := v.Person(t.Context(), "slack", id, vault.Details{Name: fmt.Sprint("Ana ", process, round)})
				if err != nil {
					t.Errorf("Person: %v", err)
				}
				if err := v.Link(t.Context(), p, "web", id); err != nil &&
					!errors.Is(err, vault.ErrErased) && !errors.Is(err, vault.ErrOther) {
					t.Errorf("Link: %v", err)
				}
				if round%2 == 0 {
					if err := v.Erase(t.Context(), p); err != nil {
						t.Errorf("Erase: %v", err)
					}
				}
			})
		}
	}
	wait.Wait()
	v := open(t, store, now)
	for number := 1; number <= 200; number++ {
		err := v.Erase(t.Context(), fmt.Sprint("P", number))
		if err != nil && !errors.Is(err, vault.ErrUnknown) {
			t.Fatal(err)
		}
	}
	if got := store.count("vault/lookup/"); got != 0 {
		t.Errorf("%d lookups are left when all people are erased", got)
	}
}
