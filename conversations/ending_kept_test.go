package conversations_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/bot"
	"soundings/internal/transcript"
)

// A close by itself is no release, and everything that went out with it is in the file
// all the same: to those who said something, to those who did not, to people who use
// services, each text with a hash of its own.
func TestAClosingByItselfIsKeptAsItWasSent(t *testing.T) {
	p := &outputsPlay{engine: newEngine(t)}
	defer p.stop()
	declared := slices.Index(fullPlay, "commissioning/dana> I declare: no interest") + 1
	for _, line := range append(fullPlay[:declared:declared], "tidewell/ana> 1 risk: the night is long") {
		p.line(line)
	}
	if err := p.Advance(t.Context(), transcript.Clock{By: 26 * 24 * time.Hour}); err != nil {
		t.Fatal(err)
	}
	file := p.gets("dana", bot.Event{Kind: bot.Looked, Action: "say", Value: "for the file with names as text"})
	_, kept, found := strings.Cut(file, "### Closed on Friday 26 June 2026, 17:00\n\nBy itself. 3 texts went out")
	if !found {
		t.Fatalf("the close is not in the file:\n%s", file)
	}
	kept, _, _ = strings.Cut(kept, "\n## ")
	hashes := map[string]bool{}
	for part := range strings.SplitSeq(kept, "(hash of what was sent: ") {
		if hash, _, ok := strings.Cut(part, ")"); ok && strings.HasPrefix(hash, "sha256:") {
			hashes[hash] = true
		}
	}
	if len(hashes) != 3 {
		t.Errorf("%d hashes, want 3:\n%s", len(hashes), kept)
	}
	for _, want := range []string{"*What suppliers that said nothing read*", "We have no views from you", "*What suppliers that said something read*", "What you said is with the buying team", "*What people who use services read*", "Thank you, all of you who said something"} {
		if n := strings.Count(kept, want); n != 1 {
			t.Errorf("%q stands there %d times, want once:\n%s", want, n, kept)
		}
	}
}
