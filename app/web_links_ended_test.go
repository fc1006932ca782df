package app

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"soundings/adapters/web"
	"soundings/bot"
	"soundings/internal/transcript"
)

const playLinksEnded = `commissioning/dana> new Care
commissioning/dana> import [file: care.md]
commissioning/dana> closes 26 June 17:00
commissioning/dana> invite Birch, charity
commissioning/dana> preview
commissioning/dana> open now
commissioning/dana> I declare: no interest
commissioning/ed> I declare: no interest
birch/zoe> 3 risk: SAIDWORD see the file [file: hostile.bin]
commissioning/ed> take back link colleague
commissioning/dana> digest
`

// A link that is taken back shuts out every browser that came by it, and leaves the
// others in; a new one lets the same browser in again, with all that was said.
func TestALinkThatIsTakenBackShutsOut(t *testing.T) {
	s := newWebStage(t, t.TempDir(), "../conversations/testdata")
	play := func(text string) {
		t.Helper()
		script, err := transcript.Parse("ended", text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := transcript.Play(t.Context(), script, s); err != nil {
			t.Fatal(err)
		}
	}
	reads := func(person, room string, want bool) {
		t.Helper()
		page, err := s.browsers[person].Open(t.Context(), "/r/"+s.roomOf(room))
		if err != nil || page.Status != http.StatusOK {
			t.Fatalf("the page for %s: %v, %v", person, page, err)
		}
		got := page.Text()
		if said := strings.Contains(got, "Can't") || strings.Contains(got, "Possible, with a risk"); said != want || strings.Contains(got, "This link has been taken back") == want {
			t.Errorf("%s reads: %v, want %v: %s", person, said, want, got)
		}
		if kept, _, status := s.download(t, person, "/r/"+s.roomOf(room)+"/file/F1"); want != (status == http.StatusOK && !strings.Contains(string(kept), "taken back")) {
			t.Errorf("%s opens the file: %d %.200s, want %v", person, status, kept, want)
		}
	}
	follow := func(person, room string) {
		t.Helper()
		s.clock.set(s.clock.now().Add(time.Second))
		link := s.service.pages.links.To(bot.Address{Adapter: web.Name, Room: s.roomOf(room)}, "")
		if page, err := s.browsers[person].Open(t.Context(), strings.TrimPrefix(link, s.server.URL)); err != nil || page.Status != http.StatusOK {
			t.Fatalf("%s follows a new link: %v, %v", person, page, err)
		}
	}
	play(playLinksEnded)
	reads("zoe", "birch", true)
	reads("ed", "commissioning", true) // only the owner takes back the links of colleagues

	play("commissioning/dana> take back link Birch\n")
	reads("zoe", "birch", false)
	reads("dana", "commissioning", true)
	follow("zoe", "birch")
	reads("zoe", "birch", true)

	play("commissioning/dana> take back link colleague\n")
	reads("ed", "commissioning", false)
	reads("dana", "commissioning", true)
	follow("ed", "commissioning")
	reads("ed", "commissioning", true)
	reads("zoe", "birch", true)

	play("commissioning/dana> declarations\n")
	for _, p := range []string{"P2", "P3"} { // whoever of them is Ed
		play("commissioning/dana> has left " + p + "\n")
	}
	reads("ed", "commissioning", false)
	reads("dana", "commissioning", true)
}
