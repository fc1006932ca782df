package vault

import (
	"context"
	"fmt"
)

// Known gives the person whom an identity leads to, "" for nobody. It keeps
// nothing: that somebody looked at a page leaves no trace.
func (v *Vault) Known(ctx context.Context, platform, id string) (person string, err error) {
	key := identityKey{platform, id}
	if seen, ok := v.known.get(key); ok {
		return seen.person, nil
	}
	if err := key.check(); err != nil {
		return "", fmt.Errorf("find person on %s: %w", platform, err)
	}
	if err := v.Check(ctx); err != nil {
		return "", err
	}
	person, _, err = v.lookup(ctx, key)
	if err != nil {
		return "", fmt.Errorf("find person on %s: %w", platform, err)
	}
	return person, nil
}
