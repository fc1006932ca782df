package app

import (
	"testing"

	"soundings/internal/transcript"
)

// The conversations that are tested on the pure engine run here through Teams, and
// every fourth where the bot hears only what mentions it. What comes out is what
// stands in them.
func TestTranscriptsThroughTeams(t *testing.T) {
	t.Parallel()
	onPlatform(t, func(t *testing.T, i int, dir string, script transcript.Script) (want, got transcript.Script, err error) {
		t.Helper()
		got, err = transcript.Play(t.Context(), script, newTeamsStage(t, t.TempDir(), dir, i%4 == 3))
		return script, got, err
	})
}
