package journal

import (
	"fmt"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

func TestTreeAgreesWithTlog(t *testing.T) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			hashes[i] = stored[index]
		}
		return hashes, nil
	})
	var tree Tree
	for n := range int64(300) {
		want, err := tlog.TreeHash(n, reader)
		if err != nil {
			t.Fatal(err)
		}
		if got := tree.Root(); got != Hash(want) {
			t.Fatalf("Root of %d records = %v, want %v", n, got, want)
		}
		text, err := tree.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var again Tree
		if err := again.UnmarshalText(text); err != nil {
			t.Fatal(err)
		}
		if again.Root() != tree.Root() || again.Size() != uint64(n) {
			t.Fatalf("tree of %d read back from %q differs", n, text)
		}
		data := fmt.Appendf(nil, "record %d", n)
		hashes, err := tlog.StoredHashes(n, data, reader)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, hashes...)
		again.Append(data) // a tree that was read back goes on
		tree = again
	}
}

func TestTreeRefusesBadText(t *testing.T) {
	for _, text := range []string{"", "x", "-1", "1", "0 AAAA", "1 AAAA", "2 a b", "18446744073709551616"} {
		var tree Tree
		if err := tree.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("UnmarshalText(%q) = nil, want an error", text)
		}
	}
}
