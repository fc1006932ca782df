// Package vault keeps what is known of people apart from the record: names,
// contacts, platform ids. The record says "P7"; the vault alone knows who
// that is, each person sealed under a key of their own, so that one person
// can be erased while the record stays whole. It knows nothing of facts,
// engagements or platforms, and keeps no unsealed byte in its cells.
package vault

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"strconv"
	"sync/atomic"
	"time"

	"soundings/journal"
)

// Errors that callers tell apart with errors.Is.
var (
	// ErrErased: the person was erased. The number is never given again.
	ErrErased = errors.New("person was erased")
	// ErrUnknown: no person has had this id.
	ErrUnknown = errors.New("no such person")
	// ErrOther: the platform id belongs to another person.
	ErrOther = errors.New("identity belongs to another person")
	// ErrWrongKey: the cells were written with another root key.
	ErrWrongKey = errors.New("the key is not the one that the journal's people were sealed with; restore that key file")
	// ErrDamaged: a cell was altered, or written with another key.
	ErrDamaged = errors.New("the cell was altered or sealed with another key")
	// ErrBadIdentity: a platform or an id is empty, or no valid UTF-8.
	ErrBadIdentity = errors.New("platform or id is not usable text")
	// ErrTooMuch: what is known of one person is over 16 KiB.
	ErrTooMuch = errors.New("too much to keep of one person")
)

const (
	maxProfile = 16 << 10
	// MaxAge is how long a change made by another process, an erasure too,
	// may stay unseen in this one. Changes made here show at once.
	MaxAge = 30 * time.Second
	// cacheSize bounds the people kept unsealed in memory.
	cacheSize = 10_000
)

// Names of cells.
const (
	checkCell    = "vault/check"
	countCell    = "vault/count"
	personPrefix = "vault/person/"
	lookupPrefix = "vault/lookup/"
)

// checkText is what the check cell says once it is opened with the right key.
const checkText = "soundings"

// Details is what a platform tells of a person with each event. An empty
// field says that it is not known there.
type Details struct {
	Name    string
	Contact string // mail address
	Direct  string // how to write to them alone on that platform, opaque
}

// Profile is all that is kept of one person.
type Profile struct {
	Name       string     `json:"name,omitempty"`
	Contact    string     `json:"contact,omitempty"`
	Identities []Identity `json:"identities,omitempty"`
}

// Identity is a person on one platform.
type Identity struct {
	Platform string `json:"platform"`
	ID       string `json:"id"`
	Direct   string `json:"direct,omitempty"`
}

// On gives the person's first identity on that platform.
func (p Profile) On(platform string) (Identity, bool) {
	for _, identity := range p.Identities {
		if identity.Platform == platform {
			return identity, true
		}
	}
	return Identity{}, false
}

// Vault keeps people. Its methods may be called concurrently, and several
// processes may share the cells.
type Vault struct {
	cells  journal.Vault
	sealer *sealer
	ready  atomic.Bool // the check cell was found right

	names *cache[string, string]     // person → name as rendered
	known *cache[identityKey, known] // who this was when last seen
	turns [64]chan struct{}          // one caller at a time for each identity, by its hash
	seed  maphash.Seed
}

// identityKey is a platform and an id.
type identityKey struct{ platform, id string }

// known is what an earlier call to Person led to.
type known struct {
	person  string
	details Details
}

// New makes a vault over cells. Random is crypto/rand.Reader outside tests.
// It does no input or output: see Check.
func New(cells journal.Vault, key Key, random io.Reader, now func() time.Time) *Vault {
	v := &Vault{
		cells:  cells,
		sealer: newSealer(key, random),
		names:  newCache[string, string](cacheSize, MaxAge, now),
		known:  newCache[identityKey, known](cacheSize, MaxAge, now),
		seed:   maphash.MakeSeed(),
	}
	for i := range v.turns {
		v.turns[i] = make(chan struct{}, 1)
	}
	return v
}

// turn waits until no other caller in this process asks for the identity.
// Without it, a crowd whose first events come at once would race for the
// number of one person, each try a flush to disk.
func (v *Vault) turn(ctx context.Context, key identityKey) (done func(), err error) {
	turn := v.turns[maphash.Comparable(v.seed, key)%uint64(len(v.turns))]
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Check says whether the cells were sealed with this key, with ErrWrongKey if
// not. In a journal without people it marks them as this key's from now on.
// Every other method checks too, before its first use of the cells.
func (v *Vault) Check(ctx context.Context) error {
	if v.ready.Load() {
		return nil
	}
	data, err := v.cells.Cell(ctx, checkCell)
	if errors.Is(err, journal.ErrNotFound) {
		if data, err = v.sealer.sealIndex(checkCell, checkText); err != nil {
			return err
		}
		if err = v.cells.Swap(ctx, checkCell, nil, data); errors.Is(err, journal.ErrConflict) {
			data, err = v.cells.Cell(ctx, checkCell)
		}
	}
	if err != nil {
		return fmt.Errorf("check key of vault: %w", err)
	}
	text, err := v.sealer.openIndex(checkCell, data)
	if errors.Is(err, ErrDamaged) {
		return fmt.Errorf("check key of vault: %w", ErrWrongKey)
	}
	if err != nil || text != checkText {
		return fmt.Errorf("check key of vault: %w", errors.Join(err, ErrDamaged))
	}
	v.ready.Store(true)
	return nil
}

// Lookup gives what is known of a person: ErrErased or ErrUnknown where
// nothing is.
func (v *Vault) Lookup(ctx context.Context, person string) (Profile, error) {
	profile, _, err := v.load(ctx, person)
	if err != nil {
		return Profile{}, fmt.Errorf("look up %s: %w", person, err)
	}
	return profile, nil
}

// load reads a person's cell; raw is what Swap has to be given as old.
func (v *Vault) load(ctx context.Context, person string) (profile Profile, raw []byte, err error) {
	if !isPerson(person) {
		return Profile{}, nil, ErrUnknown
	}
	if err := v.Check(ctx); err != nil {
		return Profile{}, nil, err
	}
	cell := personPrefix + person
	raw, err = v.cells.Cell(ctx, cell)
	if errors.Is(err, journal.ErrNotFound) {
		return Profile{}, nil, ErrUnknown
	}
	if err != nil {
		return Profile{}, nil, err
	}
	profile, err = v.sealer.openPerson(cell, raw)
	return profile, raw, err
}

// isPerson says whether id is "P" and a number from 1 to 999999999999, as
// Person gives them out.
func isPerson(id string) bool {
	if len(id) < 2 || len(id) > 13 || id[0] != 'P' || id[1] == '0' {
		return false
	}
	for _, c := range []byte(id[1:]) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

func personID(number uint64) string { return "P" + strconv.FormatUint(number, 10) }
