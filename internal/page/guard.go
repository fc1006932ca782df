package page

import (
	"crypto/hmac"
	"encoding/base64"
	"errors"
	"net/http"
)

// ErrForged says that a request was not made on a page of ours for this
// session.
var ErrForged = errors.New("request does not come from our own page")

// TokenField is the name of the hidden field with the token of a form.
const TokenField = "token"

// Guard keeps other sites from posting forms in the name of somebody who is
// signed in here.
type Guard struct {
	signer *Signer
	site   *Site
}

// NewGuard makes the Guard of a site.
func (s *Site) NewGuard(signer *Signer) *Guard { return &Guard{signer: signer, site: s} }

// Token gives what the forms of a session carry in TokenField. session is the
// session's own id: a secret of the browser, or at least unguessable.
func (g *Guard) Token(session string) string {
	return base64.RawURLEncoding.EncodeToString(g.signer.mac("form", []byte(session)))
}

// Check says whether a request may change something in the name of session:
// its browser says, if it says anything (Sec-Fetch-Site, Origin), that it comes
// from our own page, and it carries the session's token. The error is
// ErrForged. It parses the form, so bound the body before. GET, HEAD and
// OPTIONS, which must change nothing, always pass.
func (g *Guard) Check(r *http.Request, session string) error {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return nil
	}
	if g.site.origins.Check(r) != nil || session == "" {
		return ErrForged
	}
	if !hmac.Equal([]byte(r.PostFormValue(TokenField)), []byte(g.Token(session))) {
		return ErrForged
	}
	return nil
}
