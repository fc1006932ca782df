package conversations_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"soundings/draft"
	"soundings/internal/transcript"
)

// TestRealDrafts takes real specifications from the file to a supplier's
// answers on every section.
func TestRealDrafts(t *testing.T) {
	markdown, err := filepath.Glob("../../shared/data/specs/*/[a-z]*.md")
	if err != nil {
		t.Fatal(err)
	}
	word, err := filepath.Glob("../../shared/data/specs/*/*.docx")
	if err != nil {
		t.Fatal(err)
	}
	files := append(markdown, word...)
	if len(files) == 0 {
		t.Log("the real specifications are not here: the sample alone is taken")
	}
	for _, file := range append(files, "../docs/sample/digital-care.md") {
		t.Run(filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file), func(t *testing.T) { takeDraft(t, file) })
	}
}

var fromYourDraft = regexp.MustCompile(`# (\d+) sections from your draft`)

func takeDraft(t *testing.T, file string) {
	e := newEngineOn(t, func(string) (io.ReadCloser, error) { return os.Open(file) })
	defer e.stop()
	say := func(room, person, text, attached string) string {
		t.Helper()
		if err := e.Say(t.Context(), transcript.Turn{Room: room, Person: person, Verb: transcript.Says, Text: text, File: attached}); err != nil {
			t.Fatal(err)
		}
		posts, err := e.Posted(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, post := range posts {
			if post.Room == room {
				all.WriteString(post.Text + "\n\n")
			}
		}
		return all.String()
	}
	say("commissioning", "dana", "new Care", "")
	imported := say("commissioning", "dana", "import", filepath.Base(file))
	found := fromYourDraft.FindStringSubmatch(imported)
	if found == nil {
		t.Fatalf("the draft was not taken: %s", imported)
	}
	sections, _ := strconv.Atoi(found[1])
	// Instructions to bidders are sections of their own, beside those that are to be answered.
	if sections < draft.Least || sections > draft.Most+draft.Most/3 {
		t.Errorf("%d sections, want %d to %d", sections, draft.Least, draft.Most+draft.Most/3)
	}
	for _, text := range []string{"closes 26 June", "invite Alder, small firm", "preview", "open now"} {
		say("commissioning", "dana", text, "")
	}
	for n := 1; n <= sections; n++ {
		if card := say("alder", "ana", fmt.Sprint("show ", n), ""); !strings.Contains(card, fmt.Sprintf("# %d ", n)) || !strings.Contains(card, "[Works for us]") {
			t.Errorf("section %d: %.200s", n, card)
		}
		if got := say("alder", "ana", fmt.Sprint(n, " risk: seen"), ""); !strings.Contains(got, "Recorded for Alder") {
			t.Errorf("section %d is answered with %.200s", n, got)
		}
	}
	if list := say("alder", "ana", "sections", ""); !strings.Contains(list, fmt.Sprintf("%d of %d answered", sections, sections)) {
		t.Errorf("the list reads %s", list)
	}
}
