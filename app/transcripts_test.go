package app

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
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
	t.Parallel()
	transcripttest.Run(t, dir, false, func(t *testing.T, script transcript.Script) (transcript.Script, error) {
		t.Parallel()
		return transcript.Play(t.Context(), script, testStage(t, t.TempDir(), dir))
	})
}

// onPlatform plays on a platform the conversations that are tested on the pure engine,
// and the story of a whole engagement, with their numbers in the order of their names
// and the folder of their files. Those that take longest begin first. Fails where
// anything else comes out than is wanted.
func onPlatform(t *testing.T, play func(t *testing.T, i int, dir string, script transcript.Script) (want, got transcript.Script, err error)) {
	t.Helper()
	scripts := transcripts(t)
	order := make([]int, len(scripts))
	for i := range order {
		order[i] = i
	}
	if testing.Short() {
		order = order[2:4] // what runs side by side is the same in all of them, but for whatever is special in every fourth
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(scripts[b].Format()) - len(scripts[a].Format()) })
	for _, i := range order {
		t.Run(filepath.Base(scripts[i].Name), func(t *testing.T) {
			t.Parallel()
			want, got, err := play(t, i, filepath.Dir(scripts[i].Name), scripts[i])
			if err != nil {
				t.Fatal(err)
			}
			if diff := transcript.Diff(want, got); diff != "" {
				t.Errorf("- is what is wanted, + what was said here\n%s", diff)
			}
		})
	}
}

// transcripts gives those that run on every platform.
func transcripts(t *testing.T) []transcript.Script {
	t.Helper()
	names, err := filepath.Glob("../conversations/testdata/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatal("no transcripts")
	}
	names = append([]string{"../docs/sample/four-weeks.txt"}, names...)
	scripts := make([]transcript.Script, len(names))
	for i, name := range names {
		text, err := os.ReadFile(name)
		if err == nil {
			scripts[i], err = transcript.Parse(name, string(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return scripts
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
