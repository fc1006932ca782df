package journal

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Checkpoint states that the first Size records of a stream have the Merkle
// root Root. Signed, it is a note (golang.org/x/mod/sumdb/note) whose text is
// the origin, the size and the root in base64, a line each.
type Checkpoint struct {
	Origin string // names the stream to people, one line
	Size   uint64
	Root   Hash
}

// Sign gives the signed note.
func (c Checkpoint) Sign(signer note.Signer) (string, error) {
	if c.Origin == "" || strings.ContainsAny(c.Origin, "\r\n") {
		return "", fmt.Errorf("sign checkpoint: origin %q is not one line", c.Origin)
	}
	text := fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Size, base64.StdEncoding.EncodeToString(c.Root[:]))
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return "", fmt.Errorf("sign checkpoint: %w", err)
	}
	return string(signed), nil
}

// OpenCheckpoint reads a signed note and checks its signature.
func OpenCheckpoint(signed string, verifier note.Verifier) (Checkpoint, error) {
	n, err := note.Open([]byte(signed), note.VerifierList(verifier))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("open checkpoint: %w", err)
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return Checkpoint{}, errors.New("open checkpoint: it is not an origin, a size and a root")
	}
	size, err := strconv.ParseUint(lines[1], 10, 64)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("open checkpoint: size: %w", err)
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != len(Hash{}) {
		return Checkpoint{}, errors.New("open checkpoint: its root is not a hash")
	}
	return Checkpoint{Origin: lines[0], Size: size, Root: Hash(root)}, nil
}

// CheckpointKey makes the signer of a seed of 32 bytes and the text of its
// public half, from which note.NewVerifier makes the verifier. Name is one
// word without a plus sign.
func CheckpointKey(seed []byte, name string) (note.Signer, string, error) {
	if len(seed) != ed25519.SeedSize {
		return nil, "", fmt.Errorf("make checkpoint key: the seed has %d bytes, want %d", len(seed), ed25519.SeedSize)
	}
	private := ed25519.NewKeyFromSeed(seed)
	public := private.Public().(ed25519.PublicKey)
	verifier, err := note.NewEd25519VerifierKey(name, public)
	if err != nil {
		return nil, "", fmt.Errorf("make checkpoint key: %w", err)
	}
	// The private key's text form differs from the public one's in its first
	// words and in carrying the seed.
	hash := strings.Split(verifier, "+")[1]
	secret := append([]byte{1}, seed...) // 1 is Ed25519
	signer, err := note.NewSigner("PRIVATE+KEY+" + name + "+" + hash + "+" + base64.StdEncoding.EncodeToString(secret))
	if err != nil {
		return nil, "", fmt.Errorf("make checkpoint key: %w", err)
	}
	return signer, verifier, nil
}
