package vault_test

import (
	"errors"
	"testing"

	"soundings/journal/vault"
)

// In each of these another process is quicker between two steps of a call.

func TestPersonIsUpdatedElsewhereMeanwhile(t *testing.T) {
	store, now := newCells(), newClock()
	here, there := open(t, store, now), open(t, store, now)
	p := person(t, here, "slack", "U1", ana)
	store.once("vault/person/", func() {
		person(t, there, "slack", "U1", vault.Details{Contact: "ana@new.example"})
	})
	if got := person(t, here, "slack", "U1", vault.Details{Name: "Ana Marsh"}); got != p {
		t.Errorf("Person = %s, want %s", got, p)
	}
	profile := first(here.Lookup(t.Context(), p))
	if profile.Name != "Ana Marsh" || profile.Contact != "ana@new.example" {
		t.Errorf("Lookup = %+v, want both changes", profile)
	}
}

func TestPersonIsErasedMeanwhile(t *testing.T) {
	store, now := newCells(), newClock()
	here, there := open(t, store, now), open(t, store, now)
	p := person(t, here, "slack", "U1", ana)
	store.once("vault/person/", func() { must(t, 0, there.Erase(t.Context(), p)) })
	next, created, err := here.Person(t.Context(), "slack", "U1", vault.Details{Name: "Ana Marsh"})
	if err != nil || !created || next == p {
		t.Errorf("Person = %s, %t, %v, want someone new", next, created, err)
	}
	if _, err := here.Lookup(t.Context(), p); !errors.Is(err, vault.ErrErased) {
		t.Errorf("Lookup of the erased person: %v, want ErrErased", err)
	}
}

func TestPersonChangesWhileBeingErased(t *testing.T) {
	store, now := newCells(), newClock()
	here, there := open(t, store, now), open(t, store, now)
	p := person(t, here, "slack", "U1", ana)
	store.once("vault/person/", func() { must(t, 0, there.Link(t.Context(), p, "web", "mail:ana")) })
	must(t, 0, here.Erase(t.Context(), p))
	if got := store.count("vault/lookup/"); got != 0 {
		t.Errorf("%d lookups are left, want none: one was linked amid the erasure", got)
	}
}

func TestIdentityIsLinkedToAnotherMeanwhile(t *testing.T) {
	store, now := newCells(), newClock()
	here, there := open(t, store, now), open(t, store, now)
	a, b := person(t, here, "web", "a", ana), person(t, here, "web", "b", ana)
	store.once("vault/lookup/", func() { must(t, 0, there.Link(t.Context(), b, "slack", "U1")) })
	if err := here.Link(t.Context(), a, "slack", "U1"); !errors.Is(err, vault.ErrOther) {
		t.Errorf("Link: %v, want ErrOther", err)
	}
	if identity, ok := first(here.Lookup(t.Context(), a)).On("slack"); ok {
		t.Errorf("the one who was slower keeps %+v", identity)
	}
	if got := person(t, here, "slack", "U1", vault.Details{}); got != b {
		t.Errorf("the identity leads to %s, want %s", got, b)
	}
}

func TestPersonIsErasedWhileBeingLinked(t *testing.T) {
	store, now := newCells(), newClock()
	here, there := open(t, store, now), open(t, store, now)
	p := person(t, here, "web", "a", ana)
	store.once("vault/lookup/", func() { must(t, 0, there.Erase(t.Context(), p)) })
	if err := here.Link(t.Context(), p, "slack", "U1"); !errors.Is(err, vault.ErrErased) {
		t.Errorf("Link: %v, want ErrErased", err)
	}
	if got := store.count("vault/lookup/"); got != 0 {
		t.Errorf("%d lookups are left of someone erased, want none", got)
	}
}
