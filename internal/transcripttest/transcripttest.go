// Package transcripttest runs folders of transcripts as tests. It knows
// neither what they are played on nor what is said in them.
package transcripttest

import (
	"os"
	"path/filepath"
	"testing"

	"soundings/internal/transcript"
)

// Play plays a script: transcript.Play on a new driver, or that within a
// synctest bubble. Each script gets a service of its own.
type Play func(t *testing.T, script transcript.Script) (transcript.Script, error)

// mostShort is how many transcripts a short run plays of a folder.
const mostShort = 4

// Run plays every *.txt of the folder dir, each as a test of its own, and
// fails where the bot says anything else than is written there. With update it
// writes down what the bot says instead, and leaves comments, blank lines and
// people's lines as they are; a person reads the difference. A folder without
// transcripts fails. A short run, as that of the race detector, plays the first
// few: what runs side by side is the same in all of them.
func Run(t *testing.T, dir string, update bool, play Play) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(names) == 0 {
		t.Fatalf("find transcripts: none in %s", dir)
	}
	if testing.Short() && !update {
		names = names[:min(len(names), mostShort)]
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) { file(t, name, update, play) })
	}
}

func file(t *testing.T, name string, update bool, play Play) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	want, err := transcript.Parse(name, string(text))
	if err != nil {
		t.Fatal(err)
	}
	got, err := play(t, want)
	if err != nil {
		t.Fatal(err)
	}
	diff := transcript.Diff(want, got)
	if diff != "" && update {
		diff = ""
		if err := os.WriteFile(name, []byte(got.Format()), 0o644); err != nil {
			t.Error(err)
		}
	}
	if diff != "" {
		t.Errorf("- is what the transcript says, + what the bot says\n%s", diff)
	}
}
