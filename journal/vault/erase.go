package vault

import (
	"context"
	"errors"
	"fmt"

	"soundings/journal"
)

// Erase destroys what is known of a person: the key, the data sealed under it
// and every lookup that leads to it. A tombstone stays, so that the number is
// not given again and renders as a former participant. Erasing again does
// nothing. An error means that it may be half done: repeat it.
//
// In this process the name is gone when Erase returns; in others within
// [MaxAge]. Words that the person wrote stand in the record and stay.
func (v *Vault) Erase(ctx context.Context, person string) error {
	defer v.known.clear()
	defer v.names.clear()
	for {
		err := v.erase(ctx, person)
		if errors.Is(err, journal.ErrConflict) {
			continue // the profile changed meanwhile, and may have another identity
		}
		if err != nil {
			return fmt.Errorf("erase %s: %w", person, err)
		}
		return nil
	}
}

// erase removes the lookups before the profile that lists them, so that one
// that was cut short can be repeated.
func (v *Vault) erase(ctx context.Context, person string) error {
	profile, raw, err := v.load(ctx, person)
	if errors.Is(err, ErrErased) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, identity := range profile.Identities {
		if err := v.unpoint(ctx, person, identity.key()); err != nil {
			return err
		}
	}
	cell := personPrefix + person
	tombstone, err := v.sealer.sealErased(cell)
	if err != nil {
		return err
	}
	return v.cells.Swap(ctx, cell, raw, tombstone)
}

// unpoint removes the lookup of an identity if it leads to person.
func (v *Vault) unpoint(ctx context.Context, person string, key identityKey) error {
	cell := v.lookupCell(key)
	raw, err := v.cells.Cell(ctx, cell)
	if errors.Is(err, journal.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	owner, err := v.sealer.openIndex(cell, raw)
	if err != nil || owner != person {
		return err
	}
	return v.cells.Swap(ctx, cell, raw, nil)
}
