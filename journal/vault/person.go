package vault

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"soundings/journal"
)

// Person gives the id of who this is on a platform: "P7". Whom it does not
// know it creates, and says so; concurrent calls for one identity, in any
// process, give the same person, and one of them alone says created. Details
// that are not empty and differ from what is kept replace it. An erased
// person who comes back is a new one.
//
// Ids are never given twice. There are gaps, where calls raced.
func (v *Vault) Person(ctx context.Context, platform, id string, details Details) (person string, created bool, err error) {
	key, details := identityKey{platform, id}, details.bounded()
	if seen, ok := v.known.get(key); ok && seen.details == details {
		return seen.person, false, nil
	}
	done, err := v.turn(ctx, key)
	if err != nil {
		return "", false, fmt.Errorf("find person on %s: %w", platform, err)
	}
	defer done()
	if seen, ok := v.known.get(key); ok && seen.details == details {
		return seen.person, false, nil // found while we waited
	}
	generation := v.known.generation()
	person, created, err = v.findOrCreate(ctx, key, details)
	if err != nil {
		return "", false, fmt.Errorf("find person on %s: %w", platform, err)
	}
	v.known.put(key, known{person, details}, generation)
	return person, created, nil
}

// findOrCreate is Person without the cache. The lookup cell is written before
// the person's: what a crash leaves in between is a lookup to nobody, which
// the next call completes, and never data that no erasure would find.
func (v *Vault) findOrCreate(ctx context.Context, key identityKey, details Details) (person string, created bool, err error) {
	if err := key.check(); err != nil {
		return "", false, err
	}
	if err := v.Check(ctx); err != nil {
		return "", false, err
	}
	for {
		person, raw, err := v.lookup(ctx, key)
		if err != nil {
			return "", false, err
		}
		if person == "" {
			person, err = v.point(ctx, key, raw)
			if errors.Is(err, journal.ErrConflict) {
				continue
			}
			if err != nil {
				return "", false, err
			}
		}
		created, err := v.update(ctx, person, func(p *Profile) { p.merge(key, details) })
		if errors.Is(err, journal.ErrConflict) || errors.Is(err, ErrErased) {
			continue // lookup takes a lookup to an erased person for none
		}
		return person, created, err
	}
}

// lookup gives whom an identity leads to, "" for nobody, and the bytes of its
// cell. One that leads to an erased person is left over from a crash.
func (v *Vault) lookup(ctx context.Context, key identityKey) (person string, raw []byte, err error) {
	cell := v.lookupCell(key)
	raw, err = v.cells.Cell(ctx, cell)
	if errors.Is(err, journal.ErrNotFound) {
		return "", nil, nil
	}
	if err != nil {
		return "", nil, err
	}
	if person, err = v.sealer.openIndex(cell, raw); err != nil {
		return "", nil, err
	}
	if _, _, err = v.load(ctx, person); errors.Is(err, ErrErased) {
		return "", raw, nil
	}
	if errors.Is(err, ErrUnknown) {
		err = nil // not written yet
	}
	return person, raw, err
}

// point lets an identity that leads to nobody lead to a new person.
func (v *Vault) point(ctx context.Context, key identityKey, old []byte) (person string, err error) {
	number, err := v.number(ctx)
	if err != nil {
		return "", err
	}
	person = personID(number)
	cell := v.lookupCell(key)
	sealed, err := v.sealer.sealIndex(cell, person)
	if err != nil {
		return "", err
	}
	return person, v.cells.Swap(ctx, cell, old, sealed)
}

// number gives a number that no other call gets.
func (v *Vault) number(ctx context.Context) (uint64, error) {
	for {
		var last uint64
		raw, err := v.cells.Cell(ctx, countCell)
		switch {
		case err == nil:
			text, err := v.sealer.openIndex(countCell, raw)
			if err != nil {
				return 0, err
			}
			if last, err = strconv.ParseUint(text, 10, 64); err != nil {
				return 0, damaged(countCell)
			}
		case !errors.Is(err, journal.ErrNotFound):
			return 0, err
		}
		sealed, err := v.sealer.sealIndex(countCell, strconv.FormatUint(last+1, 10))
		if err != nil {
			return 0, err
		}
		err = v.cells.Swap(ctx, countCell, raw, sealed)
		if err == nil {
			return last + 1, nil
		}
		if !errors.Is(err, journal.ErrConflict) {
			return 0, err
		}
	}
}

// update changes a person's profile, creating it where there is none, and
// writes only what differs. ErrConflict: someone else wrote it meanwhile.
func (v *Vault) update(ctx context.Context, person string, change func(*Profile)) (created bool, err error) {
	profile, raw, err := v.load(ctx, person)
	if err != nil && !errors.Is(err, ErrUnknown) {
		return false, err
	}
	before := profile
	before.Identities = slices.Clone(profile.Identities)
	change(&profile)
	if raw != nil && profile.equal(before) {
		return false, nil
	}
	cell := personPrefix + person
	sealed, err := v.sealer.sealPerson(cell, profile)
	if err != nil {
		return false, err
	}
	if err := v.cells.Swap(ctx, cell, raw, sealed); err != nil {
		return false, err
	}
	v.names.drop(person)
	return raw == nil, nil
}

// Link lets a second identity lead to a person, who came in a browser and now
// writes on a platform. Doing it again does nothing. ErrOther: that identity
// already is somebody else; two people are not made one.
func (v *Vault) Link(ctx context.Context, person, platform, id string) error {
	key := identityKey{platform, id}
	if err := key.check(); err != nil {
		return fmt.Errorf("link %s: %w", person, err)
	}
	for {
		err := v.link(ctx, person, key)
		if errors.Is(err, journal.ErrConflict) {
			continue
		}
		if err != nil {
			return fmt.Errorf("link %s to an identity on %s: %w", person, platform, err)
		}
		return nil
	}
}

// link notes the identity with the person first, so that whatever happens
// then, erasing the person finds the lookup.
func (v *Vault) link(ctx context.Context, person string, key identityKey) error {
	if _, _, err := v.load(ctx, person); err != nil {
		return err
	}
	owner, raw, err := v.lookup(ctx, key)
	if err != nil {
		return err
	}
	if owner != "" && owner != person {
		return ErrOther
	}
	if _, err := v.update(ctx, person, func(p *Profile) { p.merge(key, Details{}) }); err != nil {
		return err
	}
	if owner == person {
		return nil
	}
	cell := v.lookupCell(key)
	sealed, err := v.sealer.sealIndex(cell, person)
	if err != nil {
		return err
	}
	if err := v.cells.Swap(ctx, cell, raw, sealed); err != nil {
		if errors.Is(err, journal.ErrConflict) {
			return errors.Join(err, v.forgetIdentity(ctx, person, key))
		}
		return err
	}
	// Erased between the two writes, the person is not led to by anything.
	if _, _, err := v.load(ctx, person); err != nil {
		return errors.Join(err, v.unpoint(ctx, person, key))
	}
	return nil
}

// forgetIdentity takes back what link noted, when another call won.
func (v *Vault) forgetIdentity(ctx context.Context, person string, key identityKey) error {
	_, err := v.update(ctx, person, func(p *Profile) {
		p.Identities = slices.DeleteFunc(p.Identities, func(i Identity) bool { return i.key() == key })
	})
	if errors.Is(err, ErrErased) {
		return nil
	}
	return err
}

func (v *Vault) lookupCell(key identityKey) string {
	return lookupPrefix + v.sealer.hash("person", key.platform, key.id)
}

// check refuses what would not come back from a profile as it went in.
func (k identityKey) check() error {
	if k.platform == "" || k.id == "" || !utf8.ValidString(k.platform) || !utf8.ValidString(k.id) {
		return ErrBadIdentity
	}
	return nil
}

func (i Identity) key() identityKey { return identityKey{i.Platform, i.ID} }

// The longest name that is kept, in bytes, and the longest mail address there
// can be. People choose their names themselves: one that is absurd must not
// keep them from being heard.
const (
	maxName    = 1024
	maxContact = 320
)

// bounded cuts a name that is too long, between characters, and leaves out a
// contact that can't be one.
func (d Details) bounded() Details {
	if len(d.Name) > maxName {
		end := maxName
		for end > 0 && !utf8.RuneStart(d.Name[end]) {
			end--
		}
		d.Name = d.Name[:end]
	}
	if len(d.Contact) > maxContact {
		d.Contact = ""
	}
	return d
}

// merge takes over what details say, and the identity they came with.
func (p *Profile) merge(key identityKey, details Details) {
	replace(&p.Name, details.Name)
	replace(&p.Contact, details.Contact)
	at := slices.IndexFunc(p.Identities, func(i Identity) bool { return i.key() == key })
	if at < 0 {
		at = len(p.Identities)
		p.Identities = append(p.Identities, Identity{Platform: key.platform, ID: key.id})
	}
	replace(&p.Identities[at].Direct, details.Direct)
}

func replace(field *string, value string) {
	if value != "" {
		*field = strings.ToValidUTF8(value, string(utf8.RuneError)) // as JSON would keep it
	}
}

func (p Profile) equal(q Profile) bool {
	return p.Name == q.Name && p.Contact == q.Contact && slices.Equal(p.Identities, q.Identities)
}
