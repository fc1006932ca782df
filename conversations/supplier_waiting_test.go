package conversations_test

import (
	"fmt"
	"strings"
	"testing"

	"soundings/bot"
	"soundings/internal/transcript"
)

// pressesOf presses the button of that label of a note.
func (d *formDesk) pressesOf(note bot.Answer, room, person, label string) bot.Answer {
	d.t.Helper()
	if note.Note != nil {
		for _, b := range note.Note.Blocks {
			for _, button := range b.Buttons {
				if button.Label == label {
					return d.send(room, person, bot.Pressed, button.Action, button.Value, nil)
				}
			}
		}
	}
	d.t.Fatalf("there is no button %q in %s", label, noted(note))
	return bot.Answer{}
}

// writes has a person write in a room, and gives what is posted.
func (d *formDesk) writes(room, person, text string) string {
	d.t.Helper()
	if err := d.Say(d.t.Context(), transcript.Turn{Room: room, Person: person, Verb: transcript.Says, Text: text}); err != nil {
		d.t.Fatal(err)
	}
	return d.said()
}

// What came by a form waits for a choice, and is given back to its writer alone
// when they go on to something else: it may be commercially sensitive.
func TestAFormThatWaitsIsGivenBack(t *testing.T) {
	sensitive := map[string]string{"stance": "cautious", "words": "A risk for our margin.", "ticks": "sensitive", "why": "our costs", "role": "finance"}
	for name, goesOn := range map[string]func(*formDesk) bot.Answer{
		"words": func(d *formDesk) bot.Answer {
			d.n++
			answer, err := d.bot.Deliver(t.Context(), bot.Event{
				ID: "form:words", Kind: bot.Said, Message: "M1", Room: bot.Address{Adapter: "console", Room: "alder"}, Text: "we shall know more in August", Sender: bot.Sender{ID: "ben", Name: "ben"},
			})
			if err != nil {
				t.Fatal(err)
			}
			return answer
		},
		"a command": func(d *formDesk) bot.Answer { return d.send("alder", "ben", bot.Pressed, "say", "help", nil) },
		"another form": func(d *formDesk) bot.Answer {
			return d.send("alder", "ben", bot.Submitted, "answer", "2", map[string]string{"stance": "optimistic"})
		},
		"a question": func(d *formDesk) bot.Answer {
			return d.send("alder", "ben", bot.Submitted, "ask", "", map[string]string{"words": "How many?"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newFormDesk(t)
			defer d.stop()
			d.send("alder", "ana", bot.Submitted, "answer", "1", map[string]string{"stance": "unachievable", "words": "Not alone."})
			asked := d.send("alder", "ben", bot.Submitted, "answer", "1", sensitive)
			d.said()
			got := noted(goesOn(d))
			if !strings.Contains(got, "Yours (**Possible, with a risk**) was **not** recorded") || !strings.Contains(got, "“A risk for our margin.” [Open 1]") {
				t.Errorf("the answer says %s", got)
			}
			if said := d.said(); strings.Contains(said, "margin") {
				t.Errorf("in a room the bot says %s", said)
			}
			if got := noted(d.pressesOf(asked, "alder", "ben", "Keep it, add my comment")); !strings.Contains(got, "waits for you no longer, so nothing has changed. Recorded on **1 One**: **Can't be done as written** (ana") {
				t.Errorf("the old button is answered with %s", got)
			}
			if got := noted(d.send("alder", "ben", bot.Pressed, "say", "our answers", nil)); strings.Contains(got, "margin") || !strings.Contains(got, "“Not alone.”") {
				t.Errorf("then stands %s", got)
			}
		})
	}
}

// A form with a fault in it is put right before anything ends.
func TestAFaultEndsNoQuestion(t *testing.T) {
	d := newFormDesk(t)
	defer d.stop()
	d.send("alder", "ana", bot.Submitted, "answer", "1", map[string]string{"stance": "unachievable", "words": "Not alone."})
	asked := d.send("alder", "ben", bot.Submitted, "answer", "1", map[string]string{"stance": "cautious", "words": "A risk."})
	if answer := d.send("alder", "ben", bot.Submitted, "ask", "", map[string]string{"words": " "}); answer.Errors == nil {
		t.Fatal("an empty question is taken")
	}
	if got := noted(d.pressesOf(asked, "alder", "ben", "Replace it")); !strings.Contains(got, "Saved for Alder: **1 One: Possible, with a risk**") {
		t.Errorf("the question that waits is answered with %s", got)
	}
}

// Buttons that did their work say so.
func TestButtonsThatDidTheirWork(t *testing.T) {
	d := newFormDesk(t)
	defer d.stop()
	press := func(person, value string) string {
		t.Helper()
		answer := d.send("alder", person, bot.Pressed, "say", value, nil)
		return noted(answer) + d.said()
	}
	d.writes("alder", "ana", "1 can't: Not alone. How many nights?")
	d.writes("alder", "ana", "1 works")
	for _, test := range []struct{ value, want string }{
		{"1 stop: yes", "That was asked of another answer, so nothing has changed. Recorded on **1 One**: **Works for us** (Ana"},
		{"ask 1: How many nights?", "Your question on 1 One (Q1) is with the buying team."},
		{"ask 1: How many nights?", "You have asked that already (Q1, today at 09:00), and it is with the buying team."},
		{"replace", "That button is from an older message, and nothing has changed."},
		{"show 1", "Alder has answered this: **Works for us** (Ana"},
		{"step back", "Ana has answered 1 section. **Does Alder step back, or only you?**"},
		{"step back all", "What is the main reason?"},
		{"step back: the terms #0.00000000", "That was asked before and waits for you no longer, so nothing has changed. Alder is taking part. [Next: 2 Two] [Back to the list] [Step back]"},
		{"tell us the outcome", "Alder is taking part, so it hears the outcome with everybody else."},
	} {
		if got := press("ana", test.value); !strings.Contains(got, test.want) {
			t.Errorf("%q is answered with %s, want %s", test.value, got, test.want)
		}
	}
	if got := noted(d.send("alder", "ana", bot.Pressed, "form", "9", nil)); !strings.Contains(got, "from an older message") || !strings.Contains(got, "[Next: 2 Two] [Back to the list]") {
		t.Errorf("the form of a section that there is not: %s", got)
	}
	d.writes("alder", "ana", "step back all: the terms")
	if got := press("ana", "show 2"); !strings.Contains(got, "stepped back today") {
		t.Errorf("after stepping back, an old button is answered with %s", got)
	}
}

// Whoever steps back is asked whether they want to hear the outcome, and the team
// reads what they say.
func TestTheOutcomeIsOffered(t *testing.T) {
	d := newFormDesk(t)
	defer d.stop()
	form := d.send("alder", "ana", bot.Looked, "step", "", nil).Form
	if names := strings.Join(fieldNames(form), " "); names != "reason section words outcome" {
		t.Errorf("the form asks %s", names)
	}
	got := noted(d.send("alder", "ana", bot.Submitted, "step", "", map[string]string{"reason": "terms", "outcome": "yes"}))
	if !strings.Contains(got, "you would like to hear the outcome") || strings.Contains(got, "Shall we") {
		t.Errorf("a step back that wants to hear the outcome is answered with %s", got)
	}
	if said := d.said(); !strings.Contains(said, "It would like to hear the outcome.") {
		t.Errorf("the team reads %s", said)
	}
	if got := d.writes("alder", "ana", "no outcome"); !strings.Contains(got, "You hear only what everybody asked must be told.") || !strings.Contains(got, "does not need to hear the outcome any more.") {
		t.Errorf("no outcome: %s", got)
	}

	d.writes("users", "eve", "1 works")
	d.writes("users", "sid", "1 works")
	if got := d.writes("users", "sid", "step back all"); !strings.Contains(got, "Nobody is named who speaks for Users, so nobody can end it for all of you from here.") {
		t.Errorf("a member ends it for all: %s", got)
	}
	if got := d.writes("users", "sid", "step back"); !strings.Contains(got, "go on. What you answered stays") || !strings.Contains(got, "Somebody of *Users* takes no further part.") {
		t.Errorf("a member steps back: %s", got)
	}
	if got := d.writes("users", "eve", "2 works"); !strings.Contains(got, "Recorded as yours") {
		t.Errorf("the others read %s", got)
	}
	if got := d.writes("users", "sid", "come back"); !strings.Contains(got, "You are with us again.") {
		t.Errorf("a member comes back: %s", got)
	}
	if got := d.writes("users", "eve", "step back all now"); !strings.Contains(got, "Nobody is named who speaks for Users") {
		t.Errorf("whoever wrote first ends it for all: %s", got)
	}
	d.writes("commissioning", "dana", "invite Users, eve@users.example")
	if got := d.writes("users", "sid", "step back all now"); !strings.Contains(got, "Only whoever speaks for Users can end it for all of you.") {
		t.Errorf("a member ends it for all: %s", got)
	}
	invited := func(value string) string {
		d.n++
		answer, err := d.bot.Deliver(t.Context(), bot.Event{
			ID: fmt.Sprint("mail:", d.n), Kind: bot.Pressed, Room: bot.Address{Adapter: "console", Room: "users"}, Action: "say", Value: value, Person: "P6",
		})
		if err != nil {
			t.Fatal(err)
		}
		return noted(answer) + d.said()
	}
	if got := invited("step back all"); !strings.Contains(got, "This ends it for all of you") {
		t.Errorf("whoever speaks for the group is not asked once more: %s", got)
	}
	if got := invited("step back all now"); !strings.Contains(got, "*Users* (people who use the service) has stepped back") {
		t.Errorf("the team reads %s", got)
	}
	if got := invited("yes please"); !strings.Contains(got, "The buying team knows that you would like to hear the outcome.") {
		t.Errorf("yes is answered with %s", got)
	}
}
