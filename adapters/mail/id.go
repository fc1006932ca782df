package mail

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"
)

// leastKey is how many bytes a key needs not to be guessed.
const leastKey = 16

// signer makes and checks what comes back to us from outside: message ids and
// the tokens in links. It keeps nothing.
type signer struct{ key []byte }

// sum is a keyed hash of 80 bits, of letters and figures, for one purpose alone.
func (s signer) sum(purpose string, of ...string) string {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte("soundings mail " + purpose))
	for _, text := range of {
		mac.Write([]byte{0})
		mac.Write([]byte(text))
	}
	return strings.ToLower(base32.StdEncoding.EncodeToString(mac.Sum(nil)[:10]))
}

// messageID names a part for good: the same part has the same id, and whose it
// is can be read from it by whoever has the key alone.
//
//	hash of the part . person . signature @ domain
func (s signer) messageID(person, partKey, domain string) string {
	part, who := s.sum("part", person, partKey), strings.ToLower(person)
	return part + "." + who + "." + s.sum("id", part, who) + "@" + domain
}

// anID finds what may be one of our ids.
var anID = regexp.MustCompile(`(?i)\b([a-z2-7]{16})\.(p[0-9]{1,12})\.([a-z2-7]{16})@([a-z0-9.-]{1,255}[a-z0-9])`)

// read gives the person of an id, and the id as Send gave it. Some servers
// change the case of letters. ok is false for what we did not sign.
func (s signer) read(id string) (person, sent string, ok bool) {
	m := anID.FindStringSubmatch(strings.ToLower(id))
	if m == nil || !hmac.Equal([]byte(m[3]), []byte(s.sum("id", m[1], m[2]))) {
		return "", "", false
	}
	return strings.ToUpper(m[2]), m[0], true
}

// threadID is what the messages of one engagement to one person all refer to,
// so that mail programs show them together. No message has it.
func (s signer) threadID(engagement, room, domain string) string {
	return s.sum("thread", engagement, room) + "." + "thread@" + domain
}

// wish is what the link for fewer messages says: of which message it was in.
type wish struct {
	ID         string `json:"i"`
	Ref        string `json:"r,omitempty"`
	Engagement string `json:"e,omitempty"`
}

// token signs a wish. It has no secret in it, and never expires: whoever wants
// to be left alone is not to be told that it is too late.
func (s signer) token(w wish) string {
	data, err := json.Marshal(w)
	if err != nil {
		return "" // no string fails to marshal
	}
	return base64.RawURLEncoding.EncodeToString(data) + "." + s.sum("fewer", string(data))
}

// wish reads a token; ok is false for what we did not sign.
func (s signer) wish(token string) (w wish, ok bool) {
	text, sum, _ := strings.Cut(token, ".")
	data, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || !hmac.Equal([]byte(sum), []byte(s.sum("fewer", string(data)))) {
		return wish{}, false
	}
	return w, json.Unmarshal(data, &w) == nil
}
