package teams

import (
	"context"
	"errors"
)

// Checked is what Microsoft says of the settings.
type Checked struct {
	TokenErr error // why there is no token for the app; nil: there is
	KeysErr  error // why it can't be told what Teams sends; nil: it can
}

// Check asks Microsoft for a token and for its keys. It changes nothing.
func Check(ctx context.Context, o Options) Checked {
	o.setDefaults()
	var c Checked
	if _, err := newTokens(o, o.HTTP).get(ctx); err != nil {
		c.TokenErr = errors.New((&tokenError{err}).Error())
	}
	_, c.KeysErr = (&keys{metadata: o.OpenIDMetadataURL, http: o.HTTP, now: o.Now}).fetch(ctx)
	return c
}
