package app

import (
	"net/http"
	"strings"
	"testing"

	"soundings/internal/transcript"
)

// playGuarded has a supplier say something in several ways, and the team make news of
// it, of which one has declared.
const playGuarded = `commissioning/dana> new Care
commissioning/dana> import [file: care.md]
commissioning/dana> closes 26 June 17:00
commissioning/dana> invite Tidewell, small firm
commissioning/dana> preview
commissioning/dana> open now
commissioning/dana> I declare: no interest
tidewell/ana> 3 risk: SAIDWORD see the file [file: hostile.bin]
tidewell/ana> ask 2: SAIDWORD what of it?
commissioning/dana> digest
commissioning/dana> answer Q1: About 900.
commissioning/zed> status
`

// On a page somebody of the team who has declared nothing reads nothing of what
// suppliers said: not what stands in the room, no file of theirs, and nothing for the
// file. Once they have, they do.
func TestAPageKeepsWhatWasSaidFromWhoHasNotDeclared(t *testing.T) {
	s := newWebStage(t, t.TempDir(), "../conversations/testdata")
	play := func(text string) {
		t.Helper()
		script, err := transcript.Parse("guarded", text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := transcript.Play(t.Context(), script, s); err != nil {
			t.Fatal(err)
		}
	}
	play(playGuarded)
	team := s.teams["commissioning"]
	look := func(person string) string {
		t.Helper()
		page, err := s.browsers[person].Open(t.Context(), "/r/"+team)
		if err != nil || page.Status != http.StatusOK {
			t.Fatalf("the page for %s: %v, %v", person, page, err)
		}
		return page.Text()
	}
	files := map[string]int{"F1": http.StatusForbidden, "for-the-file.md": http.StatusForbidden, "draft.docx": http.StatusOK}
	download := func() {
		t.Helper()
		for name, want := range files {
			got, _, status := s.download(t, "zed", "/r/"+team+"/file/"+name)
			if status != want || status == http.StatusForbidden && !strings.Contains(string(got), "Have you a link to anybody who is asked?") {
				t.Errorf("zed opens %s: %d, want %d: %.300s", name, status, want, got)
			}
		}
	}
	if got := look("zed"); strings.Contains(got, "SAIDWORD") || strings.Count(got, "Before you read what suppliers said") != 1 {
		t.Errorf("who has declared nothing reads %s", got)
	}
	if got := look("dana"); strings.Count(got, "SAIDWORD") < 3 || strings.Contains(got, "Before you read what suppliers said") {
		t.Errorf("who has declared reads %s", got)
	}
	download()
	play("commissioning/zed> [No link to any of them]\n")
	if got := look("zed"); strings.Count(got, "SAIDWORD") < 3 {
		t.Errorf("once they have declared, they read %s", got)
	}
	files["F1"], files["for-the-file.md"] = http.StatusOK, http.StatusOK
	download()
	play("commissioning/zed> I declare: my brother works at Tidewell\n")
	if got := look("zed"); strings.Contains(got, "SAIDWORD") || !strings.Contains(got, "Not shown to you yet") {
		t.Errorf("with a link that waits they read %s", got)
	}
}
