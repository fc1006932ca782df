package app

import (
	"os"
	"path/filepath"
	"testing"

	"soundings/internal/transcript"
)

// The conversations that are tested on the pure engine run here through Slack,
// by HTTP and, every fourth, by socket. What comes out is what stands in them.
func TestTranscriptsThroughSlack(t *testing.T) {
	for i, name := range transcripts(t) {
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
			got, err := transcript.Play(t.Context(), script, newSlackStage(t, t.TempDir(), filepath.Dir(name), i%4 == 3))
			if err != nil {
				t.Fatal(err)
			}
			if diff := transcript.Diff(script, got); diff != "" {
				t.Errorf("- is what the transcript says, + what was said on Slack\n%s", diff)
			}
		})
	}
}
