package app

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"soundings/internal/transcript"
	"soundings/internal/transcripttest"
	"soundings/journal"
	"soundings/journal/sqlite"
	"soundings/journal/vault"
)

// The transcripts that are tested on the pure engine run here through the
// whole program: journal in a file, vault, desk, sender, console.
func TestTranscriptsThroughTheProgram(t *testing.T) {
	const dir = "../conversations/testdata"
	transcripttest.Run(t, dir, false, func(t *testing.T, script transcript.Script) (transcript.Script, error) {
		t.Parallel()
		return transcript.Play(t.Context(), script, testStage(t, t.TempDir(), dir))
	})
}

// testStage is a stage over a journal in a folder.
func testStage(t *testing.T, data, folder string) *stage {
	t.Helper()
	zone, err := time.LoadLocation(playZone)
	if err != nil {
		t.Fatal(err)
	}
	k := testKeys(t)
	open := func(ctx context.Context) (journal.Store, error) {
		return sqlite.Open(ctx, sqlite.Options{Path: journalPath(data)})
	}
	log := slog.New(slog.DiscardHandler)
	s, err := newStage(t.Context(), open, k, playStart(zone), zone, folder, log)
	if err != nil {
		t.Fatal(err)
	}
	s.mask = true
	t.Cleanup(func() {
		if err := s.stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return s
}

func testKeys(t testing.TB) keys {
	t.Helper()
	root, err := vault.NewKey(make([]byte, vault.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	k, err := makeKeys(root, root)
	if err != nil {
		t.Fatal(err)
	}
	return k
}
