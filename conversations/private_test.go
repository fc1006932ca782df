package conversations_test

import (
	"fmt"
	"strings"
	"testing"

	"soundings/bot"
)

// A reading stands in the record before its words are shown. Where the platform
// could not show them, the record says so, and it counts as none.
func TestAReadingThatWasNotShown(t *testing.T) {
	d := newFormDesk(t)
	send := func(room, person string, kind bot.EventKind, value string) bot.Answer {
		t.Helper()
		d.n++
		answer, err := d.bot.Deliver(t.Context(), bot.Event{
			ID: fmt.Sprint("private:", d.n), Kind: kind, Room: bot.Address{Adapter: "console", Room: room}, Action: "say", Value: value,
			Sender: bot.Sender{ID: person, Name: person, Home: room == "commissioning"},
		})
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
	says := func(room, person, text string) bot.Answer { return send(room, person, bot.Pressed, text) }
	says("commissioning", "dana", "I declare: no interest")
	says("alder", "ana", "1 risk: our margin")
	says("alder", "ana", "sensitive 1")
	readers := func(when, want string) {
		t.Helper()
		said := ""
		for _, b := range says("commissioning", "dana", "status").Note.Blocks {
			said += fmt.Sprint(b.Facts)
		}
		if !strings.Contains(said, want) {
			t.Errorf("%s status says %s, want %q", when, said, want)
		}
	}
	readers("before", "nobody has read them yet")
	note := says("commissioning", "dana", "read privately 1").Note
	not, ok := bot.NotShown(bot.Event{}, *note)
	if !ok || !strings.Contains(noted(bot.Answer{Note: note}), "our margin") {
		t.Fatalf("read privately gives %+v", note)
	}
	readers("read,", "read privately by 1 person")
	send("commissioning", "eve", not.Kind, not.Value)
	readers("with a word on somebody else's reading", "read privately by 1 person")
	send("commissioning", "dana", not.Kind, not.Value)
	readers("not shown after all,", "nobody has read them yet")
	send("commissioning", "dana", not.Kind, "reading:99")
	again := says("commissioning", "dana", "read privately 1")
	if !strings.Contains(noted(again), "What it means that you have read this") {
		t.Errorf("the first time that they are shown it says %s", noted(again))
	}
	readers("and then read,", "read privately by 1 person")
}
