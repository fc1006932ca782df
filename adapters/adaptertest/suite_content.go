package adaptertest

import (
	"fmt"
	"strings"

	"soundings/bot"
)

// Blocks is a message with a block of every kind, and the words that people
// must be able to read of it, in order.
func Blocks() (title string, blocks []bot.Block, words []string) {
	title = "Digital care at home"
	blocks = []bot.Block{
		bot.Say("**10  How we pay** · *We don't know yet*\n\n## What worries them\n\n- first\n- second\n\nSee [the report](https://soundings.example/r/1)."),
		bot.Aside("Seen by the buying team."),
		{Quote: &bot.Quote{Words: "Ten per cent at risk\nis our whole margin.", By: "social enterprise"}},
		{Facts: []bot.Pair{{Label: "Closes", Value: "Friday 27 June"}, {Label: "Time", Value: "35 minutes"}}},
		{Table: &bot.Table{Head: []string{"Section", "Answered"}, Rows: [][]string{{"How we pay", "7"}, {"Sharing data", "6"}}}},
		{Image: &bot.Image{Blob: "", Alt: "Seven of nine have answered"}},
		{Buttons: []bot.Button{
			{Label: "See the sections", Action: "sections", Value: "1", Typed: "list all"},
			{Label: "Read more", URL: "https://soundings.example/more"},
		}},
	}
	words = []string{
		title, "10 How we pay", "We don't know yet", "What worries them", "first", "second", "the report",
		"Seen by the buying team", "Ten per cent at risk", "is our whole margin", "social enterprise",
		"Closes", "Friday 27 June", "Time", "35 minutes", "How we pay", "7", "Sharing data", "6",
		"Seven of nine have answered", "See the sections", "Read more",
	}
	return title, blocks, words
}

func testBlocks(t TB, s *Subject) {
	title, blocks, words := Blocks()
	s.send(t, "care/blocks", title, blocks...)
	wantWords(t, s.read(), words...)

	form := bot.Form{
		Title: "How we pay", Submit: "Save", Typed: "Reply **10 risk: your words**.",
		Fields: []bot.Field{{Name: "stance", Kind: bot.Choice, Label: "Your view", Options: []bot.Option{{Value: "clear", Label: "Not clear"}}}},
	}
	s.send(t, "care/form", form.Title, bot.FitForm(form)...)
	wantWords(t, s.read(), "How we pay", "Your view", "Not clear", "10 risk your words")
}

func testLong(t TB, s *Subject) {
	var words []string
	var blocks []bot.Block
	for i := range 60 {
		word, end := fmt.Sprintf("paragraph%d", i), fmt.Sprintf("end%d", i)
		words = append(words, word, end)
		filler := strings.Repeat("and a few words & more of them, day and night. ", 12)
		blocks = append(blocks, bot.Say("**"+word+"** "+filler+end))
	}
	long := strings.Repeat("We can be paid on alarms answered and on repairs done. ", 400) + "endofquote"
	blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: long, By: "small firm"}})
	ids := s.send(t, "care/long", "A long message", blocks...)
	if got := len(s.Read(s.Room)); got != len(ids) {
		t.Errorf("%d parts were sent, people see %d messages", len(ids), got)
	}
	wantWords(t, s.read(), append(words, "endofquote", "small firm")...)
}

func testThread(t TB, s *Subject) {
	first := s.send(t, "care/first", "", bot.Say("The list."))
	p := s.part("care/reply/0.0", 1, 1, bot.Piece{Blocks: []bot.Block{bot.Say("Section six.")}})
	p.Thread = first[0]
	id, err := s.Adapter.Send(t.Context(), p)
	if err != nil || id == "" || id == first[0] {
		t.Fatalf("Send into the thread of %q: id %q, %v", first[0], id, err)
	}
	wantWords(t, s.read(), "The list.", "Section six.")
}

// People's names arrive as they are: who resolves them is not the adapter.
func testNames(t TB, s *Subject) {
	s.send(t, "care/names", "", bot.Say("Ana Ó Briain-Müller answered this on Monday."), bot.Say("A former participant did."))
	wantWords(t, s.read(), "Ana Ó Briain-Müller answered this on Monday", "A former participant did")
}

func testHostile(t TB, s *Subject) {
	hostile := []string{
		"<!channel> <!here> <!everyone> <@U1> <#C1> one", "@everyone @here @channel two", "<at>everyone</at> three",
		"<script>alert(1)</script><img src=x onerror=alert(1)> four", "*a* _b_ ~c~ `d` ```e``` > f five",
		"[press](javascript:alert(1)) ![x](https://evil.example/x.png) six", "\x00\x1b[31m\x07\x08 seven",
		"\u202eeightbackwards \u2066\u200f eight", "{person:P7} {{.}} ${x} %s %n nine", "&amp; &lt;b&gt; \\u003c ten",
		"\r\nSubject: injected\r\n.\r\n eleven",
	}
	words := []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"}
	for i, text := range hostile {
		key := fmt.Sprintf("care/hostile%d", i)
		s.send(t, key, "Title "+text,
			bot.Say(bot.EscapeMarkdown(text)), bot.Block{Quote: &bot.Quote{Words: text, By: text}},
			bot.Block{Facts: []bot.Pair{{Label: text, Value: text}}},
			bot.Block{Table: &bot.Table{Head: []string{text}, Rows: [][]string{{text}}}},
			bot.Block{Image: &bot.Image{Alt: text}},
			bot.Block{Buttons: []bot.Button{{Label: text, Action: "a", Value: text, Typed: text}}})
		wantWords(t, s.read(), words[i], words[i], words[i])
	}
	for _, message := range s.Read(s.Room) {
		if strings.ContainsAny(message, "\x00\x1b\u202e\u2066") {
			t.Errorf("signs that act on whoever reads them stand in %q", message)
		}
	}
	if s.Alarms != nil && s.Alarms() > 0 {
		t.Errorf("the platform obeyed %d of the marks in people's words", s.Alarms())
	}
}

func testEdit(t TB, s *Subject) {
	editor, ok := s.Adapter.(bot.Editor)
	if !ok {
		t.Skipf("this adapter cannot edit")
	}
	ids := s.send(t, "care/list", "", bot.Say("Three answered."))
	s.send(t, "care/other", "", bot.Say("Another message."))
	for _, text := range []string{"Four answered.", "Five answered."} {
		p := s.part("care/edit/0.0", 1, 1, bot.Piece{Blocks: []bot.Block{bot.Say(text)}})
		if err := editor.Edit(t.Context(), ids[0], p); err != nil {
			t.Fatalf("Edit: %v", err)
		}
		wantWords(t, s.read(), text)
	}
	got := s.read()
	if strings.Contains(got, "Three answered") || strings.Contains(got, "Four answered") {
		t.Errorf("what was replaced still stands:\n%s", got)
	}
	wantWords(t, got, "Another message")
}

func testFind(t TB, s *Subject) {
	finder, ok := s.Adapter.(bot.Finder)
	if !ok {
		t.Skipf("this adapter cannot look for what it posted")
	}
	if id, ok, err := finder.Find(t.Context(), s.Room, "care/a/0.0"); ok || err != nil {
		t.Errorf("Find before it was sent = %q, %v, %v; want nothing", id, ok, err)
	}
	a := s.send(t, "care/a", "", bot.Say("A."))
	b := s.send(t, "care/ab", "", bot.Say("B."))
	for key, want := range map[string]string{"care/a/0.0": a[0], "care/ab/0.0": b[0]} {
		if id, ok, err := finder.Find(t.Context(), s.Room, key); id != want || !ok || err != nil {
			t.Errorf("Find(%q) = %q, %v, %v; want %q", key, id, ok, err, want)
		}
	}
	if id, ok, err := finder.Find(t.Context(), s.Room, "care/a/0"); ok || err != nil {
		t.Errorf("Find of half a key = %q, %v, %v; want nothing", id, ok, err)
	}
}
