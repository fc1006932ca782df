package vault

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"soundings/internal/secret"
)

// KeySize is the length of a root key in bytes.
const KeySize = 32

// howTo ends the errors about a key file that cannot be used.
const howTo = "make one with: head -c 32 /dev/urandom | base64 > FILE && chmod 600 FILE"

// Key is the one root key of an installation. All other keys are derived from
// it, each for its own use, so that knowing one tells nothing of another.
// Printed, it shows <redacted>. The zero Key is not a key.
type Key struct{ root secret.Text }

// NewKey makes a Key of 32 random bytes.
func NewKey(root []byte) (Key, error) {
	if len(root) != KeySize {
		return Key{}, fmt.Errorf("make key: %d bytes, want %d", len(root), KeySize)
	}
	return Key{root: secret.New(string(root))}, nil
}

// LoadKey reads the root key from a file: 32 bytes in base64, one line. The
// group may read it (containers hand secrets over in that way), others may
// not, and only the owner may write it.
//
// With create, a file that is missing is made, with a random key and mode
// 0600, and is on disk in full before LoadKey returns; of several processes
// that start at once all get the same key. Without, a missing file is an
// error: where several replicas share a journal, each would make its own.
func LoadKey(path string, create bool) (Key, error) {
	key, err := readKey(path)
	if create && errors.Is(err, fs.ErrNotExist) {
		if err := createKey(path); err != nil {
			return Key{}, fmt.Errorf("create key %s: %w", path, err)
		}
		key, err = readKey(path)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Key{}, fmt.Errorf("load key: %w; restore it from where it was saved, or for a new journal %s", err, howTo)
	case err != nil:
		return Key{}, fmt.Errorf("load key: %w", err)
	}
	return key, nil
}

func readKey(path string) (Key, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Key{}, err
	}
	if mode := info.Mode().Perm(); mode&0o027 != 0 {
		return Key{}, fmt.Errorf("%s can be used by others (mode %04o): run chmod 600 on it", path, mode)
	}
	text, err := secret.FromFile(path)
	if err != nil {
		return Key{}, err
	}
	root, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text.Reveal()))
	if err != nil {
		return Key{}, fmt.Errorf("%s is not base64; %s", path, howTo)
	}
	if len(root) != KeySize {
		return Key{}, fmt.Errorf("%s holds %d bytes, want %d; %s", path, len(root), KeySize, howTo)
	}
	return NewKey(root)
}

// createKey puts a random key at path, unless a file is there by then. The
// file appears whole: it is written under another name and then linked.
func createKey(path string) error {
	root := make([]byte, KeySize)
	if _, err := rand.Read(root); err != nil {
		return err
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".key-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(base64.StdEncoding.EncodeToString(root) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncFolder(dir)
}

// syncFolder makes a new name in dir durable.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Subkey derives 32 bytes for one use, named by info: the same key and info
// give the same bytes, now and after any release of the program.
func (k Key) Subkey(info string) []byte { return k.derive("soundings/subkey/" + info) }

// derive is Subkey in a name space of the vault's own.
func (k Key) derive(info string) []byte {
	if k.root.Empty() {
		panic("vault: the zero Key is not a key")
	}
	key, err := hkdf.Key(sha256.New, []byte(k.root.Reveal()), nil, info, sha256.Size)
	if err != nil {
		panic("vault: derive key: " + err.Error()) // only for lengths that are never asked for
	}
	return key
}
