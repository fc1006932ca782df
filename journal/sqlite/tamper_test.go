package sqlite_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"soundings/journal"
)

// TestAlteredWithSQL alters a stream of ten behind the store's back, as
// somebody with the file and the sqlite3 tool could.
func TestAlteredWithSQL(t *testing.T) {
	for _, c := range []struct{ name, query, want string }{
		{"untouched", "SELECT 1", ""},
		{"changed", "UPDATE records SET data = 'lie' WHERE seq = 5", "s: record 5 was changed"},
		{"changed to nothing", "UPDATE records SET data = '' WHERE seq = 5", "s: record 5 was changed"},
		{"hash cut", "UPDATE records SET hash = x'00' WHERE seq = 5", "s: record 5 was changed, and so were others after it"},
		{"dropped", "DELETE FROM records WHERE seq = 5", "s: record 5 is missing"},
		{"dropped and renumbered", "DELETE FROM records WHERE seq = 5; UPDATE records SET seq = -seq WHERE seq > 5; UPDATE records SET seq = -seq - 1 WHERE seq < 0", "s: record 5 was dropped (1 in all) and those after it renumbered"},
		{"swapped", "UPDATE records SET seq = 0 WHERE seq = 5; UPDATE records SET seq = 5 WHERE seq = 7; UPDATE records SET seq = 7 WHERE seq = 0", "s: record 5 was swapped with record 7"},
		{"added", "UPDATE records SET seq = -seq WHERE seq >= 5; UPDATE records SET seq = -seq + 1 WHERE seq < 0; INSERT INTO records SELECT stream, 5, hash, 'lie' FROM records WHERE seq = 4", "s: record 5 was added (1 in all) and those after it renumbered"},
		{"added at the end", "INSERT INTO records SELECT stream, 11, hash, 'lie' FROM records WHERE seq = 10", "s: record 11 was changed or added"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "soundings.db")
			store := open(t, path)
			defer func() { _ = store.Close() }()
			appendTen(t, store, "entry")
			alter(t, path, c.query)
			_, err := journal.Verify(t.Context(), store, "s", journal.Head{})
			if got := fmt.Sprint(err); c.want == "" && err != nil || c.want != "" && got != c.want {
				t.Errorf("Verify = %v, want %q", err, c.want)
			}
		})
	}
}

func appendTen(t *testing.T, store journal.Journal, text string) {
	t.Helper()
	recs := make([]journal.Record, 10)
	for i := range recs {
		recs[i].Data = fmt.Appendf(nil, "%s %d", text, i+1)
	}
	if _, err := store.Append(t.Context(), "s", journal.Head{}, recs...); err != nil {
		t.Fatal(err)
	}
}

// TestRewrittenWithItsHashes replaces the whole file by one whose chain is
// sound; only the checkpoint that somebody saw tells.
func TestRewrittenWithItsHashes(t *testing.T) {
	signer, public, err := journal.CheckpointKey(bytes.Repeat([]byte{7}, 32), "westmere")
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	var tree journal.Tree
	for i := range 10 {
		tree.Append(fmt.Appendf(nil, "entry %d", i+1))
	}
	signed, err := journal.Checkpoint{Origin: "o", Size: 10, Root: tree.Root()}.Sign(signer)
	if err != nil {
		t.Fatal(err)
	}
	store := open(t, filepath.Join(t.TempDir(), "soundings.db"))
	defer func() { _ = store.Close() }()
	appendTen(t, store, "lie")
	if _, err := journal.Verify(t.Context(), store, "s", journal.Head{}); err != nil {
		t.Fatal(err)
	}
	_, err = journal.VerifyCheckpoints(t.Context(), store, "s", "o", verifier,
		[]journal.Sighting{{Signed: signed, Where: "digest of 13 June"}})
	const want = "s: the record was changed between record 1 and record 10: " +
		"the checkpoint over 10 records (digest of 13 June) does not agree; no checkpoint before it agrees"
	if err == nil || err.Error() != want {
		t.Errorf("VerifyCheckpoints = %v, want %s", err, want)
	}
}
