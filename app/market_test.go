package app

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"soundings/internal/transcript"
)

var update = flag.Bool("update", false, "write the digest of the simulated market")

// The digest of a rich market, by which it was checked what a reader takes from
// it, is the one that the program makes.
func TestDigestOfARichMarket(t *testing.T) {
	if testing.Short() {
		t.Skip("what runs side by side is the same in the transcripts")
	}
	t.Parallel()
	const file, digest = "../docs/check/market.txt", "../docs/check/digest.txt"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	script, err := transcript.Parse(filepath.Base(file), string(text))
	if err != nil {
		t.Fatal(err)
	}
	stage := testStage(t, t.TempDir(), "../docs/sample")
	played, err := transcript.Play(t.Context(), script, stage)
	if err != nil {
		t.Fatal(err)
	}
	said := played.Said()
	last := said[len(said)-1]
	got := ""
	for _, p := range last {
		if strings.Contains(p.Text, "what suppliers said") {
			got = p.Text + "\n"
		}
	}
	if got == "" {
		t.Fatalf("no digest came at the end, but %+v", last)
	}
	if *update {
		if err := os.WriteFile(digest, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(digest)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the digest of the market reads otherwise (-want +got); read it, then -update writes it:\n%s", diff)
	}
}
