package app

import (
	"net/http"
	"strings"
	"testing"

	"soundings/internal/transcript"
)

const playElsewhere = `commissioning/dana> new Care
commissioning/dana> import [file: care.md]
commissioning/dana> closes 26 June 17:00
commissioning/dana> invite Tidewell, small firm
commissioning/dana> invite Birch, charity
commissioning/dana> preview
commissioning/dana> open now
tidewell/ana> 3 risk: ten per cent is our margin
birch/zoe> 3 risk: SAIDWORD see the file [file: hostile.bin]
birch/ana> our answers
`

// A link that came to somebody of another organisation opens a page on which nothing
// stands of what was said there, no file opens, and the team is told what they say. Only
// once they have said that they speak for it, too, do they read it.
func TestAPageOfAnotherOrganisationAsksFirst(t *testing.T) {
	s := newWebStage(t, t.TempDir(), "../conversations/testdata")
	play := func(text string) {
		t.Helper()
		script, err := transcript.Parse("elsewhere", text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := transcript.Play(t.Context(), script, s); err != nil {
			t.Fatal(err)
		}
	}
	look := func(person, room string) string {
		t.Helper()
		page, err := s.browsers[person].Open(t.Context(), "/r/"+s.roomOf(room))
		if err != nil || page.Status != http.StatusOK {
			t.Fatalf("the page for %s: %v, %v", person, page, err)
		}
		return page.Text()
	}
	shut := func() {
		t.Helper()
		if got := look("ana", "birch"); strings.Contains(got, "SAIDWORD") || strings.Contains(got, "(Zoe)") || strings.Contains(got, "Recorded for") || !strings.Contains(got, "Is this yours?") {
			t.Errorf("who has spoken for another reads %s", got)
		}
		data, kept, _ := s.download(t, "ana", "/r/"+s.roomOf("birch")+"/file/F1")
		if kept.Get("Content-Disposition") != "" || !strings.Contains(string(data), "Is this yours?") {
			t.Errorf("who has spoken for another opens the file: %v %.300s", kept, data)
		}
	}
	play(playElsewhere)
	shut()
	if got := look("zoe", "birch"); !strings.Contains(got, "Recorded for Birch") {
		t.Errorf("who speaks for it reads %s", got)
	}
	play("birch/ana> [It was sent to me by mistake]\n")
	shut()
	if got := look("dana", "commissioning"); !strings.Contains(got, "Ana of Tidewell has opened what is for Birch, and says that it was sent to them by mistake.") {
		t.Errorf("the team reads %s", got)
	}
	play("birch/ana> [I speak for Birch, too]\n")
	if got := look("ana", "birch"); !strings.Contains(got, "(Zoe)") || !strings.Contains(got, "Recorded for Birch") {
		t.Errorf("once they have said that they speak for it, they read %s", got)
	}
	if got := look("dana", "commissioning"); !strings.Contains(got, "and says that they speak for it, too.") {
		t.Errorf("the team reads %s", got)
	}
}
