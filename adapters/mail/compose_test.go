package mail

import (
	"flag"
	"mime"
	netmail "net/mail"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"soundings/bot"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	name = "testdata/" + name
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// invitation is the first mail that a supplier gets.
func invitation() bot.Part {
	p := part("invitation:3", "Your view on Westmere’s draft for digital care at home (35 minutes, by 27 June)",
		bot.Say("Dear Kindred Carers Trust,\n\nWe are planning a service that helps about 2,400 people stay safe and independent at home. "+
			"The draft has **12 short sections**. Some points are fixed. Much is open, and in three places we don’t know yet and say so."),
		bot.Block{Facts: []bot.Pair{
			{Label: "Time", Value: "about 35 minutes in all"},
			{Label: "Who sees it", Value: "the council’s buying team"},
			{Label: "It is not a bid", Value: "nothing here is scored"},
		}},
		bot.Block{Items: []bot.Item{
			{Label: "4  When an alarm is raised", Hint: "Fixed", Status: "to do", Tone: bot.ToDo, Button: &bot.Button{Label: "Open 4", Action: "show", Value: "4", Typed: "show 4"}},
			{Label: "5  Equipment people already have", Hint: "Open to change", Status: "**changed 10 June**, please look again", Tone: bot.Attention},
		}},
		bot.Block{Quote: &bot.Quote{Words: "A minute is a long time\non the floor.", By: "person who uses services"}},
		bot.Say("## What helps now\n\n- Sections [9](https://soundings.westmere.example/s/9) and 12 have few answers.\n- Two minutes each.\n\n3. Then the last questions."),
		bot.Block{Table: &bot.Table{Head: []string{"District", "People"}, Rows: [][]string{{"North", "1,210"}, {"South", "1,202"}}}},
		bot.Block{Image: &bot.Image{Blob: "b", Alt: "A map of the two districts"}},
		bot.Block{Buttons: []bot.Button{
			{Label: "See the 12 sections", Action: "say", Value: "sections", Typed: "sections"},
			{Label: "Not for us", Action: "say", Value: "step back", Typed: "step back"},
			{Label: "Download as Word", URL: "https://soundings.westmere.example/d/digital-care.docx"},
		}},
		bot.Aside("Run by Dana Ellery, Commissioning · [digitalcare@westmere.example](mailto:digitalcare@westmere.example)"),
	)
	p.Number, p.Of = 1, 2
	return p
}

func sent(t *testing.T, p bot.Part) (head netmail.Header, text, page string) {
	t.Helper()
	o := openOffice(t, nil)
	a := toOffice(t, o, testOptions(nil, &diary{}))
	if _, err := a.Send(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	return o.all()[0].message(t)
}

// TestInvitation writes the mail down as people see it; read what changes.
func TestInvitation(t *testing.T) {
	head, text, page := sent(t, invitation())
	golden(t, "invitation.txt", text)
	golden(t, "invitation.html", page)
	var lines []string
	for name, values := range head {
		for _, value := range values {
			value, err := new(mime.WordDecoder).DecodeHeader(value)
			if err != nil {
				t.Error(err)
			}
			lines = append(lines, name+": "+value+"\n")
		}
	}
	slices.Sort(lines)
	golden(t, "invitation.head", strings.Join(lines, ""))
}

func TestMailsOfOneEngagementAreOneThread(t *testing.T) {
	threads := map[string]int{}
	for _, p := range []bot.Part{part("one", "A"), part("two", "B"), func() bot.Part {
		p := part("one", "C")
		p.Engagement = "libraries"
		return p
	}()} {
		p.Blocks = []bot.Block{bot.Say("Hello.")}
		head, _, _ := sent(t, p)
		if head.Get("References") != head.Get("In-Reply-To") || head.Get("References") == head.Get("Message-ID") {
			t.Errorf("References %q, In-Reply-To %q", head.Get("References"), head.Get("In-Reply-To"))
		}
		threads[head.Get("References")]++
	}
	if len(threads) != 2 {
		t.Errorf("threads %v, want the two mails of one engagement in one", threads)
	}
}

func TestNothingGetsIntoTheHead(t *testing.T) {
	for _, hostile := range []string{
		"Hello\r\nBcc: all@tidewell.example\r\n\r\nbody", "Hello\nX-Injected: 1", "Hello\rX-Injected: 1",
		"Hello\u2028X-Injected: 1", "=?utf-8?q?Hello=0AX-Injected:_1?=", "\x00\x01Hello", strings.Repeat("é", 3000), strings.Repeat("long ", 900),
	} {
		p := part("k", hostile, bot.Say(bot.EscapeMarkdown(hostile)))
		p.Engagement = hostile
		p.To.Ref = "web:" + hostile
		o := openOffice(t, nil)
		options := testOptions(nil, &diary{})
		options.From = `"Westmere` + "=?utf-8?q?_=0D=0ABcc:_x?=" + `" <soundings@westmere.example>`
		if _, err := toOffice(t, o, options).Send(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		got := o.all()[0]
		head, _, _ := got.message(t)
		if len(head) != 13 || head.Get("X-Injected") != "" || head.Get("Bcc") != "" {
			t.Errorf("%.40q: the head has %d fields: %v", hostile, len(head), head)
		}
		if to := head["To"]; len(to) != 1 || to[0] != "<"+ana+">" || got.to != ana {
			t.Errorf("%.40q: to %q in an envelope to %q", hostile, to, got.to)
		}
		for line := range strings.SplitSeq(string(got.raw), "\r\n") {
			if len(line) > 998 || strings.ContainsAny(line, "\r\n\x00") {
				t.Errorf("%.40q: a line of %d characters: %.80q", hostile, len(line), line)
			}
			if strings.ContainsFunc(line, func(r rune) bool { return r > 126 }) {
				t.Errorf("%.40q: a line that old servers cannot take: %q", hostile, line)
			}
		}
	}
}

func TestSubjects(t *testing.T) {
	for _, c := range []struct {
		name, want string
		p          bot.Part
	}{
		{"the title", "What changed because of you", part("k", "What changed because of you", bot.Say("Hello."))},
		{"how the words begin", "We don’t know yet · 10", part("k", "", bot.Block{Table: &bot.Table{Head: []string{"a"}}}, bot.Say("*We don’t know yet* · 10\n\nMore."))},
		{"nothing but a button", "Westmere Soundings has written to you", part("k", "", bot.Block{Buttons: []bot.Button{{Label: "Open", Typed: "open"}}})},
		{"a long one", strings.TrimSpace(strings.Repeat("care ", 23)) + "…", part("k", "", bot.Say(strings.Repeat("care ", 80)))},
		{"another script", "أهلا بكم 你好", part("k", "أهلا بكم 你好", bot.Say("أهلا بكم"))},
	} {
		head, _, _ := sent(t, c.p)
		got, err := new(mime.WordDecoder).DecodeHeader(head.Get("Subject"))
		if err != nil || len([]rune(got)) > longSubject+1 {
			t.Errorf("%s: subject %q of %d, %v", c.name, got, len([]rune(got)), err)
		}
		if c.name != "a long one" && got != c.want || !strings.HasPrefix(got, strings.TrimSuffix(c.want, "…")) {
			t.Errorf("%s: subject %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTheWayToThePage(t *testing.T) {
	const page = "https://soundings.westmere.example/j/digital-care.tidewell.P12"
	button := bot.Block{Buttons: []bot.Button{{Label: "Start here", URL: page + "?once"}}}
	for _, c := range []struct {
		name string
		ref  string
		want bool
		of   []bot.Block
	}{
		{"words alone", anasRoom.Ref, true, []bot.Block{bot.Say("Hello.")}},
		{"something to press", anasRoom.Ref, true, []bot.Block{button, {Buttons: []bot.Button{{Label: "Not for us", Typed: "step back"}}}}},
		{"its own way is there", anasRoom.Ref, false, []bot.Block{button}},
		{"its own way is in the words", anasRoom.Ref, false, []bot.Block{bot.Say("[here](" + page + ")")}},
		{"no room is known", "", false, []bot.Block{bot.Say("Hello.")}},
	} {
		p := part("k", "", c.of...)
		p.To.Ref = c.ref
		_, text, html := sent(t, p)
		if got := strings.Contains(text, pageWords+": "+page+"\n"); got != c.want {
			t.Errorf("%s: a way in the text: %v, want %v\n%s", c.name, got, c.want, text)
		}
		if got := strings.Contains(html, `<a href="`+page+`" `); got != c.want {
			t.Errorf("%s: a way on the page: %v, want %v\n%s", c.name, got, c.want, html)
		}
	}
}

func TestOtherScripts(t *testing.T) {
	rtl := "نريد خدمة أفضل"
	_, text, html := sent(t, part("k", rtl, bot.Say(rtl+"\n\nEnglish."), bot.Block{Quote: &bot.Quote{Words: rtl}}))
	if strings.Count(text, rtl) != 3 || strings.Count(html, `dir="auto"`) < 4 || strings.Count(html, rtl) != 4 {
		t.Errorf("right to left is not there, or not turned:\n%s\n%s", text, html)
	}
	o := openOffice(t, func(s *smtpServer) { s.EnableSMTPUTF8 = true })
	a := toOffice(t, o, testOptions(nil, &diary{}))
	p := part("k", "", bot.Say("Hello."))
	p.To.Room = "P14"
	if _, err := a.Send(t.Context(), p); err != nil || o.all()[0].to != "josé@kindred.example" {
		t.Errorf("to an address with an accent: %v, %v", o.all(), err)
	}
}

// The date is the one thing that a repeat has anew.
func TestDate(t *testing.T) {
	head, _, _ := sent(t, part("k", "", bot.Say("Hello.")))
	if at, err := head.Date(); err != nil || !at.Equal(noon) {
		t.Errorf("Date %v, %v; want %v", at, err, noon)
	}
}
