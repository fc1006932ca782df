package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"soundings/bot"
	"soundings/journal/vault"
)

// people is the vault as the bot sees it.
type people struct {
	vault *vault.Vault
	key   []byte // for Hash
	links links
	codes codes
}

// links makes the link that lets somebody into a room; nil: there are none.
type links func(room bot.Address, person string) string

var _ bot.People = people{}

func newPeople(v *vault.Vault, key vault.Key, l links) people {
	return people{vault: v, key: key.Subkey("organisations on platforms"), links: l, codes: codes{key.Subkey("codes of rooms")}}
}

// Person implements bot.People.
func (p people) Person(ctx context.Context, adapter string, s bot.Sender) (string, error) {
	person, _, err := p.vault.Person(ctx, adapter, s.ID, vault.Details{Name: s.Name, Contact: s.Contact, Direct: s.Direct})
	return person, err
}

// Known implements bot.People.
func (p people) Known(ctx context.Context, adapter string, s bot.Sender) (string, error) {
	return p.vault.Known(ctx, adapter, s.ID)
}

// Hash implements bot.People.
func (p people) Hash(id string) string {
	sum := hmac.New(sha256.New, p.key)
	sum.Write([]byte(id))
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// Resolve implements bot.People.
func (p people) Resolve(ctx context.Context, text string) (string, error) {
	// Links and codes first: what somebody is called is never taken for one.
	return p.vault.Resolve(ctx, bot.PutCodes(bot.PutLinks(text, p.links), p.codes.make))
}

// Direct implements bot.People.
func (p people) Direct(ctx context.Context, adapter, person string) (string, error) {
	profile, err := p.vault.Lookup(ctx, person)
	if errors.Is(err, vault.ErrErased) || errors.Is(err, vault.ErrUnknown) {
		return "", nil // nobody can be reached
	}
	if err != nil {
		return "", fmt.Errorf("find out how to reach %s: %w", person, err)
	}
	for _, identity := range profile.Identities {
		if identity.Platform == adapter && identity.Direct != "" {
			return identity.Direct, nil
		}
	}
	return "", nil
}
