package page

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strings"
	"time"
)

// What Verify answers for a token that is not good.
var (
	// ErrBad: nobody with the key made it for this purpose, or it was altered.
	ErrBad = errors.New("token is not genuine")
	// ErrExpired: it was good until it expired; its payload can be believed.
	ErrExpired = errors.New("token has expired")
)

// tokenVersion is the first byte of a token. Another layout gets another.
const tokenVersion = 1

// tokenHead is what stands before a token's payload: version, and the second
// in which it expires, 0 for never.
const tokenHead = 1 + 8

// Signer makes and checks tokens that only its key can make. What is in a
// token can be read by whoever holds it: no secret belongs there.
type Signer struct{ key []byte }

// NewSigner makes a Signer with a secret key of at least 16 bytes; 32 random
// ones are right. It panics for a shorter one, which is a fault of wiring.
func NewSigner(key []byte) *Signer {
	if len(key) < 16 {
		panic("page: key of less than 16 bytes")
	}
	return &Signer{key: bytes.Clone(key)}
}

// Sign makes a token of payload. It is good for one purpose only ("session",
// "link") and until expires, to the second; a zero time never expires. It has
// letters, figures, - and _ only, so it can stand in an address or a cookie.
func (s *Signer) Sign(purpose string, payload []byte, expires time.Time) string {
	body := make([]byte, tokenHead, tokenHead+len(payload)+sha256.Size)
	body[0] = tokenVersion
	if !expires.IsZero() {
		binary.BigEndian.PutUint64(body[1:], uint64(max(expires.Unix(), 1)))
	}
	body = append(body, payload...)
	return base64.RawURLEncoding.EncodeToString(append(body, s.mac(purpose, body)...))
}

// Verify gives the payload of a token that Sign made for the same purpose. The
// error is ErrBad, without a payload, or ErrExpired, with it.
func (s *Signer) Verify(purpose, token string, now time.Time) ([]byte, error) {
	// Strict, and without the line breaks that decoding would pass over: else
	// several texts would be the same token.
	data, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || strings.ContainsAny(token, "\r\n") || len(data) < tokenHead+sha256.Size {
		return nil, ErrBad
	}
	body, mac := data[:len(data)-sha256.Size], data[len(data)-sha256.Size:]
	if !hmac.Equal(mac, s.mac(purpose, body)) || body[0] != tokenVersion {
		return nil, ErrBad
	}
	payload := body[tokenHead:]
	expires := binary.BigEndian.Uint64(body[1:tokenHead])
	if seconds := now.Unix(); expires != 0 && seconds >= 0 && uint64(seconds) >= expires {
		return payload, ErrExpired
	}
	return payload, nil
}

// mac signs body under a key that is the purpose's own: a token for one is
// none for another.
func (s *Signer) mac(purpose string, body []byte) []byte {
	own := hmac.New(sha256.New, s.key)
	own.Write([]byte("soundings page token: " + purpose))
	mac := hmac.New(sha256.New, own.Sum(nil))
	mac.Write(body)
	return mac.Sum(nil)
}
