package journal

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Tree is the Merkle tree (RFC 6962, as package tlog hashes it) over the data
// of a stream's records. It keeps its right edge alone: the hash of one
// complete subtree for each bit set in its size, largest first. The zero Tree
// is empty.
type Tree struct {
	size uint64
	edge []tlog.Hash
}

// Append adds the next record's data.
func (t *Tree) Append(data []byte) {
	hash := tlog.RecordHash(data)
	for range bits.TrailingZeros64(^t.size) { // as many full subtrees merge
		last := len(t.edge) - 1
		hash = tlog.NodeHash(t.edge[last], hash)
		t.edge = t.edge[:last]
	}
	t.edge = append(t.edge, hash)
	t.size++
}

// Size is how many records the tree covers.
func (t *Tree) Size() uint64 { return t.size }

// Root is the tree's hash; that of no records is SHA-256 of nothing.
func (t *Tree) Root() Hash {
	if t.size == 0 {
		return sha256.Sum256(nil)
	}
	last := len(t.edge) - 1
	root := t.edge[last]
	for i := last - 1; i >= 0; i-- {
		root = tlog.NodeHash(t.edge[i], root)
	}
	return Hash(root)
}

// MarshalText gives the size and the edge's hashes in base64, with blanks
// between them.
func (t *Tree) MarshalText() ([]byte, error) {
	text := strconv.AppendUint(nil, t.size, 10)
	for _, hash := range t.edge {
		text = append(text, ' ')
		text = base64.StdEncoding.AppendEncode(text, hash[:])
	}
	return text, nil
}

// UnmarshalText reads what MarshalText gave.
func (t *Tree) UnmarshalText(text []byte) error {
	words := strings.Fields(string(text))
	if len(words) == 0 {
		return fmt.Errorf("read tree: no size")
	}
	size, err := strconv.ParseUint(words[0], 10, 64)
	if err != nil {
		return fmt.Errorf("read tree: %w", err)
	}
	if bits.OnesCount64(size) != len(words)-1 {
		return fmt.Errorf("read tree: %d hashes do not make a tree of %d", len(words)-1, size)
	}
	edge := make([]tlog.Hash, len(words)-1)
	for i, word := range words[1:] {
		if edge[i], err = tlog.ParseHash(word); err != nil {
			return fmt.Errorf("read tree: %w", err)
		}
	}
	t.size, t.edge = size, edge
	return nil
}
