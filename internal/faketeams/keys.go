package faketeams

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"strings"
	"time"
)

// Issuer is who signs activities.
const Issuer = "https://api.botframework.com"

type signingKey struct {
	id           string
	key          *rsa.PrivateKey
	endorsements []string
}

// Rotate lets activities be signed with a new key from now on. The old ones stay
// published until Withdraw.
func (t *Teams) Rotate() {
	fresh := newKey()
	t.mu.Lock()
	defer t.mu.Unlock()
	id := fmt.Sprintf("key-%d", len(t.keys)+1)
	t.keys = append(t.keys, &signingKey{id: id, key: fresh, endorsements: []string{"msteams"}})
}

// Withdraw publishes none but the newest key any more.
func (t *Teams) Withdraw() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.keys = t.keys[len(t.keys)-1:]
}

// Endorse says for which channels the newest key signs; none: it names none.
func (t *Teams) Endorse(channels ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.keys[len(t.keys)-1].endorsements = channels
}

func (t *Teams) serveMetadata(w http.ResponseWriter, r *http.Request) {
	t.plain(w, r, "metadata", func() any {
		return obj{
			"issuer": Issuer, "authorization_endpoint": "https://invalid.botframework.com", "jwks_uri": t.o.URL + "/v1/.well-known/keys",
			"id_token_signing_alg_values_supported": []string{"RS256"}, "token_endpoint_auth_methods_supported": []string{"private_key_jwt"},
		}
	})
}

func (t *Teams) serveKeys(w http.ResponseWriter, r *http.Request) {
	t.plain(w, r, "keys", func() any {
		var keys []obj
		for _, k := range t.keys {
			key := obj{
				"kty": "RSA", "use": "sig", "kid": k.id, "x5t": k.id, "n": encode(k.key.N.Bytes()),
				"e": encode(big.NewInt(int64(k.key.E)).Bytes()),
			}
			if len(k.endorsements) > 0 {
				key["endorsements"] = k.endorsements
			}
			keys = append(keys, key)
		}
		return obj{"keys": keys}
	})
}

// plain answers with what make gives, under the lock, unless there is a fault.
func (t *Teams) plain(w http.ResponseWriter, r *http.Request, name string, make func() any) {
	f := t.takeFault(name)
	if !t.hold(r, f) {
		return
	}
	t.mu.Lock()
	t.counts.Calls[name]++
	body := make()
	t.mu.Unlock()
	if f != nil && !f.passes() {
		t.applyFault(w, f)
		return
	}
	writeJSON(w, http.StatusOK, body)
}

// Token is a token that signs an activity, before it is signed: what a test
// changes in it to forge one.
type Token struct {
	Header, Claims map[string]any
	Key            any // *rsa.PrivateKey; []byte for HS256; nil for none
}

// Sign gives the value of the header Authorization for an activity that names
// that service URL, as Teams makes it. Each of alter may change the token before.
func (t *Teams) Sign(service string, alter ...func(*Token)) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	k := t.keys[len(t.keys)-1]
	now := t.o.Now()
	if s := t.signed; len(alter) == 0 && s.key == k && s.service == service && now.Sub(s.at).Abs() < signedFor {
		return s.header
	}
	token := Token{
		Header: obj{"alg": "RS256", "typ": "JWT", "kid": k.id, "x5t": k.id},
		Claims: obj{
			"iss": Issuer, "aud": App, "serviceurl": service,
			"nbf": now.Add(-5 * time.Minute).Unix(), "exp": now.Add(time.Hour).Unix(),
		},
		Key: k.key,
	}
	for _, a := range alter {
		a(&token)
	}
	header := "Bearer " + token.sign()
	if len(alter) == 0 {
		t.signed = signed{k, service, now, header}
	}
	return header
}

// signed is the token that was made last: Teams uses one for some time, too.
type signed struct {
	key     *signingKey
	service string
	at      time.Time
	header  string
}

const signedFor = time.Minute

func (token Token) sign() string {
	signed := encode(marshal(token.Header)) + "." + encode(marshal(token.Claims))
	sum := sha256.Sum256([]byte(signed))
	switch key := token.Key.(type) {
	case *rsa.PrivateKey:
		signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
		if err != nil {
			panic(err) // the key is too short for a sum
		}
		return signed + "." + encode(signature)
	case []byte:
		return signed + "." + encode(hmacOf(key, signed))
	}
	return signed + "."
}

// NewKey gives a key that nobody published, to forge tokens with.
func NewKey() *rsa.PrivateKey { return newKey() }

func encode(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

func marshal(value any) []byte {
	var out strings.Builder
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		panic(err) // what is made here can be encoded
	}
	return []byte(strings.TrimSuffix(out.String(), "\n"))
}
