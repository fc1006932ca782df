package app

import (
	"os"
	"strings"
	"testing"

	"soundings/internal/transcript"
	"soundings/internal/transcripttest"
)

// What the README shows of the sample engagement is what the program says.
// After a change of words: soundings play -update docs/sample/first-week.txt.
func TestSample(t *testing.T) {
	if testing.Short() {
		t.Skip("what runs side by side is the same in the transcripts")
	}
	t.Parallel()
	const dir = "../docs/sample"
	transcripttest.Run(t, dir, false, func(t *testing.T, script transcript.Script) (transcript.Script, error) {
		return transcript.Play(t.Context(), script, testStage(t, t.TempDir(), dir))
	})
}

// Every line that the README quotes of the first week stands in it.
func TestTheReadmeQuotesTheSample(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	week, err := os.ReadFile("../docs/sample/first-week.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(readme), "## A first week")
	_, after, _ = strings.Cut(after, "```\n")
	quoted, _, ok := strings.Cut(after, "```")
	if !ok {
		t.Fatal("the README quotes nothing")
	}
	for line := range strings.Lines(quoted) {
		if line != "   | …\n" && !strings.Contains(string(week), line) {
			t.Errorf("the README quotes %q, which is not in the first week", line)
		}
	}
}
