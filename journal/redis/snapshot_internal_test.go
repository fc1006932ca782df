package redis

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"soundings/journal"
)

func FuzzDecodeSnapshot(f *testing.F) {
	f.Add([]byte{})
	f.Add(encodeSnapshot(journal.Snapshot{Head: journal.Head{}.Next([]byte("a")), Version: "7", Data: []byte("state")}))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, ok := decodeSnapshot(data)
		if !ok {
			return
		}
		again, ok := decodeSnapshot(encodeSnapshot(s))
		if diff := cmp.Diff(s, again); !ok || diff != "" {
			t.Errorf("decoded, encoded and decoded again: %t (-first +second):\n%s", ok, diff)
		}
	})
}
