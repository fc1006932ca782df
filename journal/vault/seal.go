package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
)

// What a cell holds stands in its first two bytes: the version of the form,
// and its kind. The rest is sealed with AES-256-GCM, bound to the kind and to
// the cell's name, so that no cell can stand in for another.
//
//	person  nonce, sealed key of this person | nonce, profile sealed under that key
//	erased  nonce, nothing, sealed
//	index   nonce, short text, sealed
const (
	cellVersion byte = 1

	kindPerson byte = 'p'
	kindErased byte = 'e'
	kindIndex  byte = 'i'
)

const (
	personKeySize = 32
	nonceSize     = 12
	tagSize       = 16
	wrappedSize   = nonceSize + personKeySize + tagSize
)

// sealer turns what the vault keeps into bytes that tell nothing, and back.
type sealer struct {
	wrap   cipher.AEAD // seals the keys of people
	index  cipher.AEAD // seals what leads to them
	lookup []byte      // keys the hash of platform ids
	random io.Reader
}

func newSealer(key Key, random io.Reader) *sealer {
	return &sealer{
		wrap:   newGCM(key.derive("soundings/vault/wrap")),
		index:  newGCM(key.derive("soundings/vault/index")),
		lookup: key.derive("soundings/vault/lookup"),
		random: random,
	}
}

func newGCM(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic("vault: " + err.Error()) // only for a wrong length
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic("vault: " + err.Error()) // only for a wrong block size
	}
	return gcm
}

// hash is the keyed hash of parts, in hexadecimal. Each part is preceded by
// its length, so that no two lists run together.
func (s *sealer) hash(parts ...string) string {
	mac := hmac.New(sha256.New, s.lookup)
	for _, part := range parts {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(part)))
		mac.Write(size[:])
		mac.Write([]byte(part))
	}
	return hex.EncodeToString(mac.Sum(nil))
}

// sealPerson makes a person's cell, under a new random key each time.
func (s *sealer) sealPerson(cell string, p Profile) ([]byte, error) {
	plain, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("seal %s: %w", cell, err)
	}
	if len(plain) > maxProfile {
		return nil, fmt.Errorf("seal %s: %d bytes: %w", cell, len(plain), ErrTooMuch)
	}
	key := make([]byte, personKeySize)
	if err := s.fill(key); err != nil {
		return nil, err
	}
	out, err := s.seal([]byte{cellVersion, kindPerson}, s.wrap, key, kindPerson, cell+" key")
	if err != nil {
		return nil, err
	}
	return s.seal(out, newGCM(key), plain, kindPerson, cell)
}

// sealErased makes the tombstone that stands where a person was.
func (s *sealer) sealErased(cell string) ([]byte, error) {
	return s.seal([]byte{cellVersion, kindErased}, s.wrap, nil, kindErased, cell)
}

// sealIndex makes a cell that holds a short text.
func (s *sealer) sealIndex(cell, text string) ([]byte, error) {
	return s.seal([]byte{cellVersion, kindIndex}, s.index, []byte(text), kindIndex, cell)
}

// openPerson reads a person's cell: the profile, or ErrErased.
func (s *sealer) openPerson(cell string, data []byte) (Profile, error) {
	if len(data) > 1 && data[1] == kindErased {
		rest, err := body(cell, data, kindErased)
		if err == nil {
			_, err = open(s.wrap, rest, kindErased, cell)
		}
		if err != nil {
			return Profile{}, err
		}
		return Profile{}, ErrErased
	}
	rest, err := body(cell, data, kindPerson)
	if err != nil {
		return Profile{}, err
	}
	if len(rest) < wrappedSize {
		return Profile{}, damaged(cell)
	}
	key, err := open(s.wrap, rest[:wrappedSize], kindPerson, cell+" key")
	if err != nil {
		return Profile{}, damaged(cell)
	}
	plain, err := open(newGCM(key), rest[wrappedSize:], kindPerson, cell)
	if err != nil {
		return Profile{}, damaged(cell)
	}
	var p Profile
	if err := json.Unmarshal(plain, &p); err != nil {
		return Profile{}, damaged(cell) // without err, which may quote what it read
	}
	return p, nil
}

// openIndex reads what sealIndex made.
func (s *sealer) openIndex(cell string, data []byte) (string, error) {
	rest, err := body(cell, data, kindIndex)
	if err != nil {
		return "", err
	}
	plain, err := open(s.index, rest, kindIndex, cell)
	return string(plain), err
}

func (s *sealer) fill(b []byte) error {
	if _, err := io.ReadFull(s.random, b); err != nil {
		return fmt.Errorf("read random bytes: %w", err)
	}
	return nil
}

// seal appends a nonce and plain, sealed, to out.
func (s *sealer) seal(out []byte, gcm cipher.AEAD, plain []byte, kind byte, bound string) ([]byte, error) {
	nonce := make([]byte, nonceSize)
	if err := s.fill(nonce); err != nil {
		return nil, err
	}
	return gcm.Seal(append(out, nonce...), nonce, plain, binding(kind, bound)), nil
}

// open reverses seal, without the bytes that stood before.
func open(gcm cipher.AEAD, sealed []byte, kind byte, bound string) ([]byte, error) {
	if len(sealed) < nonceSize+tagSize {
		return nil, damaged(bound)
	}
	plain, err := gcm.Open(nil, sealed[:nonceSize], sealed[nonceSize:], binding(kind, bound))
	if err != nil {
		return nil, damaged(bound)
	}
	return plain, nil
}

// binding is the additional data of a seal.
func binding(kind byte, bound string) []byte {
	return append([]byte{cellVersion, kind}, bound...)
}

// body checks a cell's first two bytes and gives the rest.
func body(cell string, data []byte, kind byte) ([]byte, error) {
	if len(data) > 0 && data[0] > cellVersion {
		return nil, fmt.Errorf("open %s: written by a newer version of the program (form %d, this one reads %d)",
			cell, data[0], cellVersion)
	}
	if len(data) < 2 || data[0] != cellVersion || data[1] != kind {
		return nil, damaged(cell)
	}
	return data[2:], nil
}

func damaged(cell string) error { return fmt.Errorf("open %s: %w", cell, ErrDamaged) }
