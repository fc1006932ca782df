package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"

	"soundings/journal"
	"soundings/journal/vault"
)

// keys are what an installation keeps beside its journal. The checkpoint key
// is apart from the root key: who can read people's names cannot sign for the
// record, nor the other way round.
type keys struct {
	root     vault.Key
	signer   note.Signer
	verifier string // public half, as note.NewVerifier reads it
}

// The checkpoint key stands beside the root key, and so does its public half,
// for whoever is to verify the record without being able to sign for it.
const (
	checkpointSuffix = ".checkpoint"
	publicSuffix     = ".checkpoint.pub"
	signerName       = "soundings"
)

// loadKeys reads the key files; with create, those that are missing are made.
func loadKeys(path string, create bool) (keys, error) {
	if create {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return keys{}, fmt.Errorf("make folder of the key: %w", err)
		}
	}
	root, err := vault.LoadKey(path, create)
	if err != nil {
		return keys{}, err
	}
	checkpoint, err := vault.LoadKey(path+checkpointSuffix, create)
	if err != nil {
		return keys{}, err
	}
	return makeKeys(root, checkpoint)
}

func makeKeys(root, checkpoint vault.Key) (keys, error) {
	signer, verifier, err := journal.CheckpointKey(checkpoint.Subkey("checkpoints of the record"), signerName)
	if err != nil {
		return keys{}, err
	}
	return keys{root: root, signer: signer, verifier: verifier}, nil
}

// publish leaves the public half beside the keys, so that verify needs no
// secret.
func (k keys) publish(path string) error {
	path += publicSuffix
	if data, err := os.ReadFile(path); err == nil && string(data) == k.verifier+"\n" { //nolint:gosec // named in the settings
		return nil
	}
	if err := os.WriteFile(path, []byte(k.verifier+"\n"), 0o644); err != nil { //nolint:gosec // public
		return fmt.Errorf("write public half of the checkpoint key: %w", err)
	}
	return nil
}

// loadVerifier reads the public half beside the keys.
func loadVerifier(path string) (note.Verifier, error) {
	v, err := readVerifier(path + publicSuffix)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is missing: the service writes it when it starts; or name a copy with --key", path+publicSuffix)
	}
	return v, err
}

// readVerifier reads the public half of a checkpoint key.
func readVerifier(path string) (note.Verifier, error) {
	data, err := os.ReadFile(path) //nolint:gosec // named by whoever runs the program
	if err != nil {
		return nil, fmt.Errorf("read public half of the checkpoint key: %w", err)
	}
	v, err := note.NewVerifier(trimmed(data))
	if err != nil {
		return nil, fmt.Errorf("%s is not a checkpoint key: %w", path, err)
	}
	return v, nil
}
