package vault_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"soundings/journal"
	"soundings/journal/vault"
)

var ana = vault.Details{Name: "Ana Whitlock", Contact: "ana@tidewell.example", Direct: "D024BE91L"}

func person(t testing.TB, v *vault.Vault, platform, id string, details vault.Details) string {
	t.Helper()
	p, _, err := v.Person(t.Context(), platform, id, details)
	return must(t, p, err)
}

func TestPersonIsCreatedOnceAndFoundAgain(t *testing.T) {
	store, now := newCells(), newClock()
	v := open(t, store, now)
	first, created, err := v.Person(t.Context(), "slack", "U1", ana)
	if err != nil || first != "P1" || !created {
		t.Fatalf("Person of someone new = %s, %t, %v, want P1, true", first, created, err)
	}
	for name, other := range map[string]*vault.Vault{"same process": v, "another process": open(t, store, now)} {
		again, created, err := other.Person(t.Context(), "slack", "U1", ana)
		if err != nil || again != first || created {
			t.Errorf("%s: Person again = %s, %t, %v, want %s, false", name, again, created, err, first)
		}
	}
	for _, identity := range [][2]string{{"slack", "U2"}, {"teams", "U1"}, {"slackU", "1"}} {
		if other := person(t, v, identity[0], identity[1], ana); other == first {
			t.Errorf("Person(%q, %q) = %s, which is somebody else", identity[0], identity[1], other)
		}
	}
}

func TestDetailsAreUpdatedWhereTheyDiffer(t *testing.T) {
	store := newCells()
	v := open(t, store, newClock())
	p := person(t, v, "slack", "U1", ana)
	if got := must(t, first(v.Resolve(t.Context(), "{person:P1}")), nil); got != "Ana Whitlock" {
		t.Errorf("name = %q", got)
	}
	person(t, v, "slack", "U1", vault.Details{Name: "Ana Marsh"}) // married; mail not told
	want := vault.Profile{
		Name: "Ana Marsh", Contact: "ana@tidewell.example",
		Identities: []vault.Identity{{Platform: "slack", ID: "U1", Direct: "D024BE91L"}},
	}
	got, err := v.Lookup(t.Context(), p)
	if diff := cmp.Diff(want, must(t, got, err)); diff != "" {
		t.Errorf("Lookup after a new name (-want +got):\n%s", diff)
	}
	if got, err := v.Resolve(t.Context(), "{person:P1}"); err != nil || got != "Ana Marsh" {
		t.Errorf("Resolve after a new name = %q, %v, want it at once", got, err)
	}

	swaps := 0
	store.on(func(verb, _ string) error {
		if verb == "swap" {
			swaps++
		}
		return nil
	})
	person(t, open(t, store, newClock()), "slack", "U1", vault.Details{Name: "Ana Marsh"})
	if swaps != 0 {
		t.Errorf("Person with nothing new wrote %d cells, want none", swaps)
	}
}

func first[T any](value T, _ error) T { return value }

func second[T any](_ T, err error) error { return err }

func TestConcurrentCallsForOneIdentityGiveOnePerson(t *testing.T) {
	const processes, people, calls = 4, 5, 10
	store, now := newCells(), newClock()
	type result struct {
		identity int
		person   string
		created  bool
	}
	results := make(chan result, processes*people*calls)
	var wait sync.WaitGroup
	for range processes {
		v := open(t, store, now)
		for identity := range people {
			for range calls {
				wait.Go(func() {
					p, created, err := v.Person(t.Context(), "slack", fmt.Sprint("U", identity), ana)
					if err != nil {
						t.Error(err)
					}
					results <- result{identity, p, created}
				})
			}
		}
	}
	wait.Wait()
	close(results)
	byIdentity, byPerson, created := map[int]string{}, map[string]int{}, 0
	for r := range results {
		if known, ok := byIdentity[r.identity]; ok && known != r.person {
			t.Errorf("U%d is %s and %s", r.identity, known, r.person)
		}
		if known, ok := byPerson[r.person]; ok && known != r.identity {
			t.Errorf("%s is U%d and U%d", r.person, known, r.identity)
		}
		byIdentity[r.identity], byPerson[r.person] = r.person, r.identity
		if r.created {
			created++
		}
	}
	if created != people {
		t.Errorf("%d calls say created, want %d", created, people)
	}
	if got := store.count("vault/person/"); got != people {
		t.Errorf("%d people are kept, want %d", got, people)
	}
}

func TestLink(t *testing.T) {
	store, now := newCells(), newClock()
	v := open(t, store, now)
	p := person(t, v, "web", "mail:ana", ana)
	for range 2 {
		if err := v.Link(t.Context(), p, "slack", "U1"); err != nil {
			t.Fatal(err)
		}
	}
	if got := person(t, open(t, store, now), "slack", "U1", vault.Details{Direct: "D7"}); got != p {
		t.Errorf("Person by the linked identity = %s, want %s", got, p)
	}
	profile := first(v.Lookup(t.Context(), p))
	if slack, ok := profile.On("slack"); !ok || slack.ID != "U1" || slack.Direct != "D7" {
		t.Errorf("On(slack) = %+v, %t, want U1 reached at D7", slack, ok)
	}
	other := person(t, v, "slack", "U2", vault.Details{Name: "Ben"})
	if err := v.Link(t.Context(), p, "slack", "U2"); !errors.Is(err, vault.ErrOther) {
		t.Errorf("Link to somebody else's identity: %v, want ErrOther", err)
	}
	if profile := first(v.Lookup(t.Context(), p)); len(profile.Identities) != 2 {
		t.Errorf("after a refused Link: %+v, want two identities", profile.Identities)
	}
	if err := v.Link(t.Context(), "P99", "slack", "U3"); !errors.Is(err, vault.ErrUnknown) {
		t.Errorf("Link of nobody: %v, want ErrUnknown", err)
	}
	must(t, 0, v.Erase(t.Context(), other))
	if err := v.Link(t.Context(), other, "slack", "U3"); !errors.Is(err, vault.ErrErased) {
		t.Errorf("Link of an erased person: %v, want ErrErased", err)
	}
}

// The links of two people to one identity race: one gets it, and nothing of
// it stays with the other.
func TestLinkRace(t *testing.T) {
	store, now := newCells(), newClock()
	v := open(t, store, now)
	a, b := person(t, v, "web", "a", ana), person(t, v, "web", "b", ana)
	results := make(chan error, 2)
	for _, p := range []string{a, b} {
		other := open(t, store, now)
		go func() { results <- other.Link(t.Context(), p, "slack", "U1") }()
	}
	errs := []error{<-results, <-results}
	if (errs[0] == nil) == (errs[1] == nil) || !errors.Is(errors.Join(errs...), vault.ErrOther) {
		t.Fatalf("two links to one identity: %v, want one ErrOther", errs)
	}
	total := len(first(v.Lookup(t.Context(), a)).Identities) + len(first(v.Lookup(t.Context(), b)).Identities)
	if total != 3 {
		t.Errorf("the two have %d identities, want 3", total)
	}
}

func TestCellsTellNothing(t *testing.T) {
	store := newCells()
	v := open(t, store, newClock())
	person(t, v, "slack", "U024MARKER", ana)
	must(t, 0, v.Link(t.Context(), "P1", "teams", "29:marker"))
	for _, marker := range []string{"Ana", "Whitlock", "tidewell", "U024MARKER", "D024BE91L", "29:marker", "slack", "teams", "name"} {
		if store.contains(marker) {
			t.Errorf("a cell shows %q", marker)
		}
	}
}

func TestAlteredCellsAreDetected(t *testing.T) {
	tests := []struct {
		prefix string
		erased bool
		use    func(*vault.Vault) error // one that reads the cell
	}{
		{"vault/person/P1", false, func(v *vault.Vault) error { return second(v.Lookup(t.Context(), "P1")) }},
		{"vault/person/P1", true, func(v *vault.Vault) error { return second(v.Lookup(t.Context(), "P1")) }},
		{"vault/count", false, func(v *vault.Vault) error { _, _, err := v.Person(t.Context(), "slack", "U2", ana); return err }},
		{"vault/lookup/", false, func(v *vault.Vault) error { _, _, err := v.Person(t.Context(), "slack", "U1", ana); return err }},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%s, erased %t", test.prefix, test.erased), func(t *testing.T) {
			now, store := newClock(), newCells()
			v := open(t, store, now)
			person(t, v, "slack", "U1", ana)
			if test.erased {
				must(t, 0, v.Erase(t.Context(), "P1"))
			}
			name := store.find(test.prefix)
			right := store.get(name)
			for at := range right {
				wrong := bytes.Clone(right)
				wrong[at] ^= 1
				store.set(name, wrong)
				if err := test.use(open(t, store, now)); !errors.Is(err, vault.ErrDamaged) {
					t.Errorf("bit of byte %d altered: %v, want ErrDamaged", at, err)
				}
				store.set(name, right[:at])
				if err := test.use(open(t, store, now)); !errors.Is(err, vault.ErrDamaged) {
					t.Errorf("cut to %d bytes: %v, want ErrDamaged", at, err)
				}
			}
		})
	}
}

func TestNewerFormIsNotCalledDamage(t *testing.T) {
	store := newCells()
	person(t, open(t, store, newClock()), "slack", "U1", ana)
	store.set("vault/person/P1", append([]byte{2}, store.get("vault/person/P1")[1:]...))
	_, err := open(t, store, newClock()).Lookup(t.Context(), "P1")
	if err == nil || errors.Is(err, vault.ErrDamaged) || !strings.Contains(err.Error(), "newer version") {
		t.Errorf("Lookup of a cell of form 2: %v, want that a newer version wrote it", err)
	}
}

func TestCellsCannotStandInForEachOther(t *testing.T) {
	store, now := newCells(), newClock()
	v := open(t, store, now)
	person(t, v, "slack", "U1", ana)
	person(t, v, "slack", "U2", vault.Details{Name: "Ben"})
	ofAna, ofBen := store.get("vault/person/P1"), store.get("vault/person/P2")
	store.set("vault/person/P1", ofBen)
	store.set("vault/person/P2", ofAna)
	other := open(t, store, now)
	for _, p := range []string{"P1", "P2"} {
		if _, err := other.Lookup(t.Context(), p); !errors.Is(err, vault.ErrDamaged) {
			t.Errorf("Lookup(%s) of a swapped cell: %v, want ErrDamaged", p, err)
		}
	}
}

func TestWrongKeyIsSaid(t *testing.T) {
	store, now := newCells(), newClock()
	person(t, open(t, store, now), "slack", "U1", ana)
	wrong := vault.New(store, testKey(t, 8), &counting{}, now.Now)
	_, _, errPerson := wrong.Person(t.Context(), "slack", "U1", ana)
	_, errLookup := wrong.Lookup(t.Context(), "P1")
	_, errResolve := wrong.Resolve(t.Context(), "{person:P1}")
	for verb, err := range map[string]error{
		"Check": wrong.Check(t.Context()), "Person": errPerson, "Lookup": errLookup, "Resolve": errResolve,
		"Erase": wrong.Erase(t.Context(), "P1"), "Link": wrong.Link(t.Context(), "P1", "web", "x"),
	} {
		if !errors.Is(err, vault.ErrWrongKey) {
			t.Errorf("%s with another key: %v, want ErrWrongKey", verb, err)
		}
	}
	if err := open(t, store, now).Check(t.Context()); err != nil {
		t.Errorf("Check with the right key after that: %v", err)
	}
}

func TestErrorsOfTheStorePass(t *testing.T) {
	store, now := newCells(), newClock()
	person(t, open(t, store, now), "slack", "U1", ana)
	for _, verb := range []string{"read", "swap"} {
		v := open(t, store, now)
		must(t, 0, v.Check(t.Context()))
		store.on(func(done, _ string) error {
			if done == verb {
				return fmt.Errorf("%w: %w", journal.ErrUnavailable, errDown)
			}
			return nil
		})
		_, _, errPerson := v.Person(t.Context(), "slack", "U9", ana)
		for name, err := range map[string]error{
			"Person": errPerson, "Erase": v.Erase(t.Context(), "P1"), "Link": v.Link(t.Context(), "P1", "web", "x"),
		} {
			if !errors.Is(err, journal.ErrUnavailable) || !errors.Is(err, errDown) {
				t.Errorf("%s while the store cannot %s: %v, want its error", name, verb, err)
			}
			if strings.Contains(err.Error(), "U9") {
				t.Errorf("%s: the error shows the platform id: %v", name, err)
			}
		}
		store.on(nil)
	}
}

func TestTooMuchIsRefused(t *testing.T) {
	v := open(t, newCells(), newClock())
	_, _, err := v.Person(t.Context(), "slack", "U1", vault.Details{Direct: strings.Repeat("a", 17<<10)})
	if !errors.Is(err, vault.ErrTooMuch) {
		t.Errorf("Person with an address of 17 KiB: %v, want ErrTooMuch", err)
	}
}

func TestAnAbsurdNameKeepsNobodyOut(t *testing.T) {
	v := open(t, newCells(), newClock())
	absurd := vault.Details{Name: strings.Repeat("é", 20<<10), Contact: strings.Repeat("a", 400) + "@example.org"}
	id, _, err := v.Person(t.Context(), "slack", "U1", absurd)
	if err != nil {
		t.Fatal(err)
	}
	profile, err := v.Lookup(t.Context(), id)
	if err != nil || profile.Name != strings.Repeat("é", 512) || profile.Contact != "" {
		t.Errorf("Lookup = a name of %d bytes, contact %q, %v; want 1024 whole characters' worth, none", len(profile.Name), profile.Contact, err)
	}
}

func TestIdentitiesThatAreNoTextAreRefused(t *testing.T) {
	store := newCells()
	v := open(t, store, newClock())
	for _, identity := range [][2]string{{"", "U1"}, {"slack", ""}, {"slack", "\xff"}, {"\xff", "U1"}} {
		_, _, err := v.Person(t.Context(), identity[0], identity[1], ana)
		errLink := v.Link(t.Context(), "P1", identity[0], identity[1])
		if !errors.Is(err, vault.ErrBadIdentity) || !errors.Is(errLink, vault.ErrBadIdentity) {
			t.Errorf("identity %q: Person: %v, Link: %v, want ErrBadIdentity", identity, err, errLink)
		}
	}
	odd := vault.Details{Name: "A\xffna"}
	person(t, v, "slack", "U1", odd)
	before := store.get("vault/person/P1")
	person(t, open(t, store, newClock()), "slack", "U1", odd)
	if !bytes.Equal(before, store.get("vault/person/P1")) {
		t.Error("a name that is no valid UTF-8 is written again each time")
	}
}
