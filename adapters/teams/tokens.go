package teams

import (
	"context"
	"net/http"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// How long before its end a token is replaced, within which time that has to be
// done, and from when on one is of no use any more.
const (
	tokenEarly  = 5 * time.Minute
	tokenWithin = 20 * time.Second
	tokenLate   = 10 * time.Second
)

// tokens gives the token by which we write to the Bot Framework. One fetch serves
// all who wait for it, and goes on when they give up.
type tokens struct {
	config clientcredentials.Config
	http   *http.Client
	now    func() time.Time

	mu      sync.Mutex
	value   string
	ends    time.Time
	pending *tokenFetch // nil: none is under way
}

type tokenFetch struct {
	done chan struct{} // closed when value and err are settled
	// Those of the fetch.
	value string
	err   error
}

func newTokens(o Options, client *http.Client) *tokens {
	return &tokens{
		config: clientcredentials.Config{
			ClientID: o.AppID, ClientSecret: o.AppPassword.Reveal(), TokenURL: o.TokenURL,
			Scopes: []string{microsoftScope}, AuthStyle: oauth2.AuthStyleInParams,
		},
		http: client, now: o.Now,
	}
}

// get gives a token that holds.
func (t *tokens) get(ctx context.Context) (string, error) {
	t.mu.Lock()
	now := t.now()
	if t.value != "" && now.Before(t.ends.Add(-tokenEarly)) {
		defer t.mu.Unlock()
		return t.value, nil
	}
	old, good := t.value, t.value != "" && now.Before(t.ends.Add(-tokenLate))
	fetch := t.pending
	if fetch == nil {
		fetch = &tokenFetch{done: make(chan struct{})}
		t.pending = fetch
		go t.fetch(context.WithoutCancel(ctx), fetch)
	}
	t.mu.Unlock()
	if good {
		return old, nil // it is replaced meanwhile
	}
	select {
	case <-fetch.done:
		return fetch.value, fetch.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func (t *tokens) fetch(ctx context.Context, f *tokenFetch) {
	ctx, cancel := context.WithTimeout(context.WithValue(ctx, oauth2.HTTPClient, t.http), tokenWithin)
	defer cancel()
	token, err := t.config.Token(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.pending = nil
	if f.err = err; err == nil {
		f.value = token.AccessToken
		t.value, t.ends = token.AccessToken, token.Expiry
		if t.ends.IsZero() { // it does not say: an hour is what Microsoft gives
			t.ends = t.now().Add(time.Hour)
		}
	}
	close(f.done)
}

// refused forgets a token that the Bot Framework does not take.
func (t *tokens) refused(value string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.value == value {
		t.value = ""
	}
}
