package app

import (
	"strings"
	"testing"

	"soundings/adapters/webtest"
	"soundings/internal/transcript"
)

const playTablet = `commissioning/dana> new Care
commissioning/dana> import [file: care.md]
commissioning/dana> plain 2: You press, and somebody answers.
commissioning/dana> closes 26 June 17:00
commissioning/dana> invite Tidewell, small firm
commissioning/dana> invite Elders, users' group
commissioning/dana> preview
commissioning/dana> open now
commissioning/dana> I declare: no interest
elders/flo> 2 something worries me: HERWORD
`

// Two people who use a service are at one tablet, as in a day centre: each is a voice of
// their own, and the second neither reads nor changes what the first said.
func TestTwoPeopleAtOneTablet(t *testing.T) {
	s := newWebStage(t, t.TempDir(), "../conversations/testdata")
	play := func(text string) {
		t.Helper()
		script, err := transcript.Parse("tablet", text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := transcript.Play(t.Context(), script, s); err != nil {
			t.Fatal(err)
		}
	}
	play(playTablet)
	tablet := s.browsers["flo"]
	opens := func(label string) *webtest.Page {
		t.Helper()
		page, err := tablet.Open(t.Context(), "/r/"+s.roomOf("elders"))
		if err != nil {
			t.Fatal(err)
		}
		return follows(t, tablet, page, label)
	}
	page := opens("2 When an alarm is raised")
	if strings.Contains(page.Text(), "HERWORD") || !strings.Contains(page.Text(), "It is not shown to whoever comes next.") {
		t.Errorf("whoever comes next reads %s", page.Text())
	}
	if page = follows(t, tablet, page, "It was me: show it"); !strings.Contains(page.Text(), "HERWORD") {
		t.Errorf("whoever wrote it reads %s", page.Text())
	}
	for _, f := range page.Forms("main") {
		if f.Label == "I am somebody else" {
			if _, err := tablet.Submit(t.Context(), f, nil, "", nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	page = opens("2 When an alarm is raised")
	if strings.Contains(page.Text(), "HERWORD") || strings.Contains(page.Text(), "It was me") {
		t.Errorf("somebody else reads %s", page.Text())
	}
	play("elders/flo> 2 this would work for me: HISWORD\n")
	if page = opens("2 When an alarm is raised"); strings.Contains(page.Text(), "HERWORD") {
		t.Errorf("somebody else reads %s", page.Text())
	}
	team := s.browsers["dana"]
	shown, err := team.Open(t.Context(), s.sees("commissioning", "say", "show 2"))
	if err != nil || !strings.Contains(shown.Text(), "HERWORD") || !strings.Contains(shown.Text(), "HISWORD") {
		t.Errorf("the team reads %v, %v", shown.Text(), err)
	}
}

// follows opens the first link whose label begins so.
func follows(t *testing.T, b *webtest.Browser, page *webtest.Page, label string) *webtest.Page {
	t.Helper()
	for _, l := range page.Links("main") {
		if strings.HasPrefix(l.Label, label) {
			next, err := b.Open(t.Context(), l.URL)
			if err != nil {
				t.Fatal(err)
			}
			return next
		}
	}
	t.Fatalf("there is no link %q on\n%s", label, page.Text())
	return nil
}
