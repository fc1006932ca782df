package app

import (
	"os"
	"path/filepath"
	"testing"

	"soundings/internal/transcript"
)

// The conversations that are tested on the pure engine run here through Teams, and
// every fourth where the bot hears only what mentions it. What comes out is what
// stands in them.
func TestTranscriptsThroughTeams(t *testing.T) {
	const dir = "../conversations/testdata"
	names, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(names) == 0 {
		t.Fatal("no transcripts")
	}
	if testing.Short() {
		names = names[:4] // what runs side by side is the same in all of them
	}
	for i, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			script, err := transcript.Parse(name, string(text))
			if err != nil {
				t.Fatal(err)
			}
			got, err := transcript.Play(t.Context(), script, newTeamsStage(t, t.TempDir(), dir, i%4 == 3))
			if err != nil {
				t.Fatal(err)
			}
			if diff := transcript.Diff(script, got); diff != "" {
				t.Errorf("- is what the transcript says, + what was said in Teams\n%s", diff)
			}
		})
	}
}
