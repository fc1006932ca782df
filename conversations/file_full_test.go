package conversations_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"soundings/bot"
	"soundings/conversations"
	"soundings/draft"
)

// fullPlay is a short engagement in which everything happens that the file with names
// tells of. What is sensitive has a word of its own.
var fullPlay = []string{
	"commissioning/dana> new Care", "commissioning/dana> import\n# Care\n\n## One\n\nPlain: One.\n\nText.\n\n## Two\n\nPlain: Two.\n\nText.\n\n## Three\n\nPlain: Three.\n\nWe pay by what came of it.", "commissioning/dana> closes 26 June 17:00", "commissioning/dana> buyer Westmere", "commissioning/dana> second person on", "commissioning/dana> second person off", "commissioning/erin> second person off",
	"commissioning/dana> invite Tidewell, small firm", "commissioning/dana> invite Alder, large firm", "commissioning/dana> invite Birch, charity", "commissioning/dana> invite Cedar, social enterprise", "commissioning/dana> invite Elders, users' group",
	"commissioning/dana> preview", "commissioning/dana> open now", "commissioning/dana> I declare: no interest",
	"tidewell/ana> 1 risk: the | night is long", "tidewell/ana> 2 risk: MARGIN", "tidewell/ana> sensitive 2: MARGIN", "alder/bo> 1 works: we have done it", "elders/eve> 1 I am not sure", "cedar/cy> step back: too small for us",
	"tidewell/ana> ask 2: # How many alarms?", "commissioning/dana> reword Q1: How many?", "commissioning/dana> answer Q1: **900** a month.", "commissioning/dana> send now N1: it is needed",
	"tidewell/dana> The budget is small.", "commissioning/dana> read privately 2", "commissioning/dana> who said 1",
	"commissioning/dana> change 1 because the night is long: Text of a night.", "commissioning/dana> send now N2: it is needed", "commissioning/dana> send: wrong", "commissioning/dana> drop N3: by mistake",
	"alder/bo> 3 can't: nobody can measure that", "tidewell/ana> ask 3: Who measures it?",
	"commissioning/dana> change\n# Care\n\n## One\n\nText of a night.\n\n## Two\n\nText.", "commissioning/dana> take draft because we pay by the hour", "commissioning/dana> send now N4: it is needed",
	"commissioning/dana> ask everyone: How?", "commissioning/dana> send now N5: it is needed", "alder/bo> answer Q3: so", "alder/bo> partner: with a partner, show our name", "alder/bo> partner: alone", "commissioning/dana> note Alder phone 1 June, 2 risk: by phone",
	"commissioning/dana> answer Q1: **950** a month.", "commissioning/dana> send now N6: it was wrong",
	"commissioning/dana> kept 2: it has to stay", "commissioning/dana> close: the budget was cut", "commissioning/dana> send N7", "alder/bo> 2 works: late words", "alder/bo> [Ask to add it]", "commissioning/dana> refuse late L1: others could not either",
}

// The file with names tells all of it, in words that can be read and as a document, and
// nothing that is sensitive.
func TestTheFileWithNames(t *testing.T) {
	p := &outputsPlay{engine: newEngine(t)}
	defer p.stop()
	for _, line := range fullPlay {
		p.line(line)
	}
	got := strings.TrimPrefix(p.gets("dana", bot.Event{Kind: bot.Looked, Action: "say", Value: "for the file with names as text"}), conversations.FullFile+" ")
	got = strings.TrimSuffix(got, "[] [] []")
	const golden = "testdata/file-with-names.md"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("it reads otherwise now; with -update it is written, and a person reads the difference:\n%s", diff)
	}
	if strings.Contains(got, "MARGIN") {
		t.Error("what is commercially sensitive stands in it")
	}
	word := conversations.WordOf(got)
	var titles []string
	for _, s := range word.Sections {
		titles = append(titles, s.Title)
		if strings.Contains(s.Markdown, "\n## ") {
			t.Errorf("%s has another section in it", s.Title)
		}
	}
	if n := strings.Count(got, "\n## "); n != len(titles) || slices.Contains(titles, "") || word.Title != "Everything, with names: Care" {
		t.Errorf("%q has the sections %q, want all %d", word.Title, titles, n)
	}
	var out bytes.Buffer
	if err := draft.WriteWord(&out, word); err != nil {
		t.Fatal(err)
	}
	back, err := draft.ParseWord(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(back.Propose(draft.Options{}).Sections); n != len(titles) {
		t.Errorf("read back are %d sections, want %d", n, len(titles))
	}
}
