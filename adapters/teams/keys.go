package teams

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwk"
)

// How often the keys are fetched: they are to be no older than a day, and one that
// nobody knows may be a new one. Whoever invents keys makes us ask no more often.
const (
	keysFresh   = 6 * time.Hour
	keysAgain   = time.Minute
	keysWithin  = 20 * time.Second
	mostKeys    = 1 << 20 // bytes of a document
	firstKeyTry = time.Second
	mostKeyTry  = 5 * time.Minute
)

// errNoKeys says that nobody can tell whose tokens are good, as the keys could
// not be had yet.
var errNoKeys = errors.New("the keys by which Microsoft signs could not be fetched")

// signer is a key by which tokens are signed, and the channels for which it may.
type signer struct {
	key  *rsa.PublicKey
	ends []string
}

// keys are those by which the Bot Framework signs, fetched by way of its
// metadata.
type keys struct {
	metadata string
	http     *http.Client
	now      func() time.Time

	mu      sync.Mutex
	by      map[string]signer
	fetched time.Time     // when by was
	tried   time.Time     // when a fetch last began
	going   chan struct{} // closed when the fetch under way ends; nil: none is
	err     error         // of the last fetch
}

// find gives the key of that id. One that is not known is looked for once a
// minute at most. It returns errNoKeys if there are none at all.
func (k *keys) find(ctx context.Context, id string) (signer, bool, error) {
	if s, ok := k.known(id); ok {
		return s, true, nil
	}
	if going := k.begin(ctx, keysAgain); going != nil {
		select {
		case <-going:
		case <-ctx.Done():
			return signer{}, false, ctx.Err()
		}
	}
	s, ok := k.known(id)
	if !ok && !k.have() {
		return signer{}, false, errNoKeys
	}
	return s, ok, nil
}

func (k *keys) known(id string) (signer, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	s, ok := k.by[id]
	return s, ok
}

func (k *keys) have() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.by) > 0
}

// begin fetches the keys if that was not tried within the last while, and gives
// what is closed when that has ended; nil: nothing is under way. Whoever waits for
// it may give up, and it goes on.
func (k *keys) begin(ctx context.Context, since time.Duration) <-chan struct{} {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.going != nil {
		return k.going
	}
	now := k.now()
	if !k.tried.IsZero() && now.Before(k.tried.Add(since)) {
		return nil
	}
	k.tried = now
	going := make(chan struct{})
	k.going = going
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keysWithin)
	go func() {
		defer cancel()
		by, err := k.fetch(ctx)
		k.mu.Lock()
		defer k.mu.Unlock()
		k.going, k.err = nil, err
		if err == nil {
			k.by, k.fetched = by, k.now()
		}
		close(going)
	}()
	return going
}

// fresh keeps the keys fresh until ctx is done.
func (k *keys) fresh(ctx context.Context, failed func(error)) {
	for try := firstKeyTry; ; {
		if going := k.begin(ctx, 0); going != nil {
			select {
			case <-going:
			case <-ctx.Done():
				return
			}
		}
		k.mu.Lock()
		err := k.err
		k.mu.Unlock()
		wait := keysFresh
		if err != nil {
			failed(err)
			wait, try = try, min(2*try, mostKeyTry)
		} else {
			try = firstKeyTry
		}
		if pause(ctx, wait) != nil {
			return
		}
	}
}

// fetch gets the keys: where they are stands in the metadata.
func (k *keys) fetch(ctx context.Context) (map[string]signer, error) {
	data, err := k.get(ctx, k.metadata)
	if err != nil {
		return nil, fmt.Errorf("fetch metadata: %w", err)
	}
	var about struct {
		Keys string `json:"jwks_uri"`
	}
	if err := json.Unmarshal(data, &about); err != nil || about.Keys == "" {
		return nil, errors.New("fetch metadata: it does not say where the keys are")
	}
	if !secure(about.Keys) {
		return nil, errors.New("fetch keys: their address is not https")
	}
	if data, err = k.get(ctx, about.Keys); err != nil {
		return nil, fmt.Errorf("fetch keys: %w", err)
	}
	return readKeys(data)
}

func (k *keys) get(ctx context.Context, address string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, plainError(err)
	}
	response, err := k.http.Do(r)
	if err != nil {
		return nil, plainError(err)
	}
	defer func() { _ = response.Body.Close() }() // it was only read
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", response.StatusCode)
	}
	return io.ReadAll(io.LimitReader(response.Body, mostKeys))
}

// readKeys reads a set of keys. Those that are not RSA, or have no id, are none of
// ours.
func readKeys(data []byte) (map[string]signer, error) {
	set, err := jwk.Parse(data, jwk.WithIgnoreParseError(true)) // one that cannot be read costs none of the others
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	by := map[string]signer{}
	for i := range set.Len() {
		key, _ := set.Key(i)
		id, named := key.KeyID()
		var public rsa.PublicKey
		if !named || id == "" || jwk.Export(key, &public) != nil {
			continue
		}
		var ends []any
		_ = key.Get("endorsements", &ends) // without them it signs for no channel
		s := signer{key: &public}
		for _, e := range ends {
			s.ends = append(s.ends, textOf(e))
		}
		by[id] = s
	}
	if len(by) == 0 {
		return nil, errors.New("read keys: there is none for RS256")
	}
	return by, nil
}

// healthy says why no token can be trusted; nil: they can, or whoever asks waits for
// the first fetch, as at the start.
func (k *keys) healthy() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case len(k.by) == 0 && k.err != nil:
		return fmt.Errorf("%w: %w", errNoKeys, k.err)
	case len(k.by) == 0:
		return nil
	case k.now().Sub(k.fetched) > 24*time.Hour:
		return errors.New("the keys by which Microsoft signs are more than a day old, and no new ones can be had")
	}
	return nil
}
