package app

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"testing"

	"soundings/adapters/web"
	"soundings/journal"
	"soundings/journal/vault"
)

// listed keeps what is put in cells, to be looked at.
type listed struct {
	*journal.Memory
	cells map[string][]byte
}

func (l listed) Swap(ctx context.Context, name string, before, after []byte) error {
	err := l.Memory.Swap(ctx, name, before, after)
	if err == nil {
		l.cells[name] = after
	}
	return err
}

func TestAccounts(t *testing.T) {
	cells := listed{journal.NewMemory(), map[string][]byte{}}
	a, err := newAccounts(cells, testKeys(t).root, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	if _, err := a.Account(ctx, "first"); !errors.Is(err, web.ErrNoAccount) {
		t.Errorf("nobody's account: %v", err)
	}
	dana := web.Account{ID: "first", Name: "Dana Ellery", Contact: "dana@example.org", Home: true, Rooms: []web.Grant{{Room: "team-x", Team: true, Title: "Digital care"}}}
	if err := a.Save(ctx, dana); err != nil {
		t.Fatal(err)
	}
	if err := a.Save(ctx, dana); !errors.Is(err, web.ErrChanged) {
		t.Errorf("saved over what was not read: %v", err)
	}
	got, err := a.Account(ctx, "first")
	if err != nil || got.Name != "Dana Ellery" || len(got.Rooms) != 1 || got.Version == nil {
		t.Errorf("read back: %+v, %v", got, err)
	}
	for name, data := range cells.cells {
		for _, secret := range []string{"first", "Dana", "dana@", "team-x", "Digital"} {
			if bytes.Contains(data, []byte(secret)) || bytes.Contains([]byte(name), []byte(secret)) {
				t.Errorf("cell %s tells %q", name, secret)
			}
		}
	}
	got.Contact = "dana.ellery@example.org"
	if err := a.Save(ctx, got); err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]int{"dana@example.org": 0, "dana.ellery@example.org": 1, "nobody@example.org": 0} {
		if ids, err := a.ByContact(ctx, address); err != nil || len(ids) != want {
			t.Errorf("ByContact(%s) = %v, %v; want %d", address, ids, err, want)
		}
	}
	// A cell that was put in another's place, or altered, is not believed.
	cell := a.cell("account", "first")
	other := a.cell("account", "other")
	if err := cells.Swap(ctx, other, nil, cells.cells[cell]); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Account(ctx, "other"); !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("an account in another's place: %v", err)
	}
}
