package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"soundings/internal/browsertest"
)

// hostile is what no field may make anything of but text; hostileShort is for
// fields that take few characters. Each begins and ends with words by which it
// is found on pages.
const (
	hostileShort = `<b onclick=hacked=1>x</b>{person:P1}&lt;`
	hostile      = `<script>hacked=1</script><img src=x onerror=hacked=1><svg onload=hacked=1> [click](javascript:hacked=1) ![x](javascript:hacked=1) ` +
		`<a href="javascript:hacked=1">x</a> &#60;i&#62; {person:P1} {link:web:x } "'>` + "`</textarea></title>" + ` \u202Eabc\u2066 a\u200Bb `
)

var longWord = strings.Repeat("Donaudampfschiff", 14)

// strays are what text must never become, and what it would have run.
const strays = `[...document.querySelectorAll("main [onerror], main [onload], main [onclick], main script, main iframe, main svg, main img[src='x'], a[href^='javascript' i], main b[onclick]")]
	.map((e) => e.outerHTML.slice(0, 120)).concat("hacked" in window ? ["a script of the text ran"] : [])`

// harmless checks that the page a person is on shows text as text.
func (v visit) harmless(where string, shows ...string) {
	v.t.Helper()
	if found := browsertest.Get(v.t, v.tab, chromedp.Evaluate[[]string](strays)); len(found) > 0 {
		v.t.Errorf("%s: text became %q", where, found)
	}
	// Look-alikes of what stands for a person or a link have been taken apart.
	apart := strings.NewReplacer("{person :", "{person:", "{link :", "{link:")
	text := apart.Replace(browsertest.Get(v.t, v.tab, chromedp.Evaluate[string](
		`document.title + document.querySelector("main").textContent + [...document.querySelectorAll("main input:not([type=hidden]), main textarea")].map((e) => e.value).join()`)))
	for _, want := range shows {
		if !strings.Contains(text, want) {
			v.t.Errorf("%s does not show %q as it was typed", where, want)
		}
	}
	browsertest.Fits(v.t, v.tab, 360)
}

// poison is what can be typed in one line of a field.
func poison() string {
	text := strings.NewReplacer(`\u202E`, "\u202E", `\u2066`, "\u2066", `\u200B`, "\u200B").Replace(hostile)
	return text + longWord
}

// hostileTextIsText: in each field that a person can fill in.
func hostileTextIsText(t *testing.T, browser *browsertest.Browser) {
	s := newWebStage(t, t.TempDir(), poisonedFolder(t))
	s.plays(t, "commissioning/dana> new "+hostileShort+"\n")
	team := s.visits(t, browser, browsertest.Look{Width: 360}, s.service.FirstLink())
	team.fills("/you", "#you", "name", hostileShort)
	team.harmless("the page of what is kept", hostileShort)
	team.goes("/")
	team.harmless("the front page", hostileShort)
	team.fills(s.sees("commissioning", "about", ""), "#form", "f-buyer", hostileShort+"buyer", "f-contact", hostileShort+"contact", "f-title", hostileShort)
	team.harmless("the answer to who asks", hostileShort+"buyer")
	s.plays(t, `commissioning/dana> import [file: `+hostileFile+`]
commissioning/dana> closes 26 June 17:00
commissioning/dana> invite Tide`+hostileShort+`well, small firm
commissioning/dana> preview
commissioning/dana> open now
commissioning/dana> I declare: no interest
commissioning/dana> `+poison()+"\n")
	room := s.organisationRoom()
	supplier := s.visits(t, browser, browsertest.Look{Width: 360}, s.linkTo(room))
	hostileSupplier(s, supplier, room)
	for _, at := range []string{"", "status", "questions", "show 1", "help show", poison()} {
		address := "/r/" + s.roomOf("commissioning")
		if at != "" {
			address = s.sees("commissioning", "say", at)
		}
		team.goes(address)
		team.harmless("the team's " + at)
	}
	for _, form := range []string{"import", "standing", "matters", "about", "closing", "invite", "schedule", "want"} {
		team.goes(s.sees("commissioning", form, "1"))
		team.harmless("the form " + form)
	}
	team.fills(s.sees("commissioning", "invite", ""), "#form", "f-names", poison())
	team.harmless("the faulty invitation")
	team.fills(s.sees("commissioning", "schedule", ""), "#form", "f-when", hostileShort)
	team.harmless("the faulty schedule", hostileShort)
}

// fills opens a form, writes into its fields at once and sends it.
func (v visit) fills(address, form string, fields ...string) {
	v.t.Helper()
	v.goes(address)
	v.sends(form, fields...)
}

// sends writes into the fields of a form and sends it.
func (v visit) sends(form string, fields ...string) {
	v.t.Helper()
	var script strings.Builder
	for i := 0; i < len(fields); i += 2 {
		fmt.Fprintf(&script, `{const e = form.querySelector("[name='%s']"); if (e) { if (/radio|checkbox/.test(e.type)) e.checked = true; else e.value = %s }}`, fields[i], quoted(fields[i+1]))
	}
	browsertest.Do(v.t, v.tab, chromedp.Evaluate[chromedp.Void](
		`{const form = document.querySelector("`+form+`"); `+script.String()+` document.body.dataset.left = 1; form.querySelector("button[type=submit]").click()}`))
	browsertest.Await(v.t, v.tab, `!document.body.dataset.left && document.querySelector("#main")`)
}

func hostileSupplier(s *webStage, v visit, room string) {
	v.harmless("the welcome", hostileShort)
	v.fills("/you", "#you", "name", hostileShort)
	v.goes(s.sees(room, "form", "1"))
	v.harmless("a section's form", "{person:P1}")
	answer := []string{"f-stance", "", "f-words", poison(), "f-ticks", "", "f-why", poison(), "f-name", hostileShort, "f-role", hostileShort, "f-speaks", "", "f-links", "", "f-about", hostileShort}
	v.sends("#form", append(answer, "f-mail", hostileShort)...)
	v.harmless("the faulty form", poison()[:40], hostileShort)
	v.fills(s.sees(room, "form", "1"), "#form", answer...)
	v.harmless("the saved answer")
	v.fills(s.sees(room, "ask", ""), "#form", "f-words", poison())
	v.harmless("the question")
	v.fills(s.sees(room, "last", ""), "#form", "f-working", poison(), "f-needs", poison(), "f-reason", hostileShort, "f-bid", "")
	v.harmless("the last words")
	v.fills("/r/"+s.roomOf(room), "#write", "text", "2 risk: "+poison())
	v.harmless("the typed answer")
	v.fills("/r/"+s.roomOf(room), "#write", "text", poison())
	v.harmless("what nobody understands")
	v.goes("/r/" + s.roomOf(room))
	v.harmless("the home")
	v.goes(s.sees(room, "say", "our answers"))
	v.harmless("the own answers", "<script>hacked=1</script>", "{person:P1}", "{link:web:x }", longWord)
	v.fills(s.sees(room, "step", ""), "#form", "f-words", poison())
	v.harmless("the step back")
}

// organisationRoom is what transcripts call the only room of an organisation.
func (s *webStage) organisationRoom() string {
	rooms, err := s.rooms(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, room := range rooms {
		if strings.Contains(room, ".") {
			return s.name(room)
		}
	}
	s.t.Fatal("nobody was invited")
	return ""
}

// hostileFile is what a draft may be called.
const hostileFile = `<img src=x onerror=hacked=1>{person:P1}.md`

// poisonedFolder has a draft with hostile headings, text and tables.
func poisonedFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	text := "# Draft\n\n## One " + poison() + "\nStanding: fixed\nMost want to know: " + poison() + "\n\n" + poison() + "\n\n> " + poison() +
		"\n\n| " + hostileShort + " | b |\n|---|---|\n| " + hostileShort + " | " + longWord + " |\n\n## Two " + hostileShort + "\n\n- " + poison() + "\n"
	if err := os.WriteFile(filepath.Join(dir, hostileFile), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}
