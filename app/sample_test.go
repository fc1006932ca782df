package app

import (
	"testing"

	"soundings/internal/transcript"
	"soundings/internal/transcripttest"
)

// What the README shows of the sample engagement is what the program says.
// After a change of words: soundings play -update docs/sample/first-week.txt.
func TestSample(t *testing.T) {
	const dir = "../docs/sample"
	transcripttest.Run(t, dir, false, func(t *testing.T, script transcript.Script) (transcript.Script, error) {
		return transcript.Play(t.Context(), script, testStage(t, t.TempDir(), dir))
	})
}
