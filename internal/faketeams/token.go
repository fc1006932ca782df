package faketeams

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// tokenLife is how long a token of the bot holds.
const tokenLife = time.Hour

func hmacOf(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	_, _ = mac.Write([]byte(text))
	return mac.Sum(nil)
}

// serveToken is the token endpoint of the home tenant: client credentials, by form
// or by the header Authorization.
func (t *Teams) serveToken(w http.ResponseWriter, r *http.Request) {
	f := t.takeFault("token")
	if !t.hold(r, f) {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts.Calls["token"]++
	if f != nil && !f.passes() {
		t.applyFault(w, f)
		return
	}
	id, secret, basic := r.BasicAuth()
	if !basic {
		id, secret = r.PostFormValue("client_id"), r.PostFormValue("client_secret")
	}
	refuse := func(status int, code, text string) {
		writeJSON(w, status, obj{"error": code, "error_description": text, "error_codes": []int{70000}})
	}
	switch {
	case r.PathValue("tenant") != Home:
		refuse(http.StatusBadRequest, "invalid_request", "AADSTS90002: Tenant not found.")
	case r.PostFormValue("grant_type") != "client_credentials":
		refuse(http.StatusBadRequest, "unsupported_grant_type", "AADSTS70003: The grant type is not supported.")
	case id != App:
		refuse(http.StatusBadRequest, "unauthorized_client", "AADSTS700016: The application was not found in the directory.")
	case secret != t.o.AppPassword:
		refuse(http.StatusUnauthorized, "invalid_client", "AADSTS7000215: Invalid client secret provided.")
	case r.PostFormValue("scope") != "https://api.botframework.com/.default":
		refuse(http.StatusBadRequest, "invalid_scope", "AADSTS70011: The provided value for scope is not valid.")
	default:
		t.lastUUID++
		token := fmt.Sprintf("bot-token-%d", t.lastUUID)
		t.tokens[token] = t.o.Now().Add(tokenLife)
		life := int(tokenLife / time.Second)
		writeJSON(w, http.StatusOK, obj{"token_type": "Bearer", "expires_in": life, "ext_expires_in": life, "access_token": token})
	}
}

// Revoke lets no token that was given out hold any more.
func (t *Teams) Revoke() {
	t.mu.Lock()
	defer t.mu.Unlock()
	clear(t.tokens)
}

// admitted says whether a call of the bot carries a token that holds. The lock is
// held.
func (t *Teams) admitted(r *http.Request) bool {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return ok && t.o.Now().Before(t.tokens[token])
}
