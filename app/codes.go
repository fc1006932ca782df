package app

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// codes makes and reads the codes by which a room on any platform can be brought to
// an engagement: its name, what it calls the code, and a proof that we made it. That
// proof has 80 bits, so that nobody guesses one.
type codes struct{ key []byte }

// codeLetters are those that nobody takes for each other, in any case; who writes an
// o for a nought means it.
const codeLetters = "0123456789abcdefghjkmnpqrstvwxyz"

// What a code ends in: groups of so many letters, of which the first is what the
// engagement calls it.
const (
	codeGroups = 5
	codeGroup  = 4
	codeProof  = 10 // bytes
)

// make gives the code that the engagement calls id.
func (c codes) make(engagement, id string) string {
	proof := base32.NewEncoding(codeLetters).WithPadding(base32.NoPadding).EncodeToString(c.proof(engagement, id))
	code := engagement + "-" + id
	for len(proof) > 0 {
		code, proof = code+"-"+proof[:codeGroup], proof[codeGroup:]
	}
	return code
}

func (c codes) proof(engagement, id string) []byte {
	mac := hmac.New(sha256.New, c.key)
	mac.Write([]byte(engagement + "\x00" + id))
	return mac.Sum(nil)[:codeProof]
}

// read says of which engagement a code is, and what that calls it; false: it is none
// of ours.
func (c codes) read(code string) (engagement, id string, ok bool) {
	code = strings.ToLower(strings.NewReplacer("–", "-", "—", "-", "‑", "-").Replace(code))
	parts := strings.Split(code, "-")
	n := len(parts) - codeGroups
	if n < 1 {
		return "", "", false
	}
	for i := n; i < len(parts); i++ {
		parts[i] = strings.NewReplacer("o", "0", "i", "1", "l", "1").Replace(parts[i])
	}
	engagement, id = strings.Join(parts[:n], "-"), parts[n]
	made := c.make(engagement, id)
	return engagement, id, len(id) == codeGroup && hmac.Equal([]byte(made), []byte(strings.Join(parts, "-")))
}
