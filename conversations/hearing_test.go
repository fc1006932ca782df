package conversations_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/internal/transcript"
)

// mostHeard is how many messages a supplier hears at most in four weeks in which
// something goes to everybody in every slot.
const mostHeard = 16

// fourWeeks has something go to everybody in each slot of four weeks, while nobody
// does anything about the reminders.
func fourWeeks() string {
	lines := []string{
		"commissioning/dana> new Care", "commissioning/dana> import [file: care.md]", "commissioning/dana> closes 26 June 17:00",
		"commissioning/dana> invite", "   | Alder, small firm", "   | Elders, users' group", "commissioning/dana> preview", "commissioning/dana> open now", "commissioning/dana> I declare: no interest",
		"alder/ana> 2 risk: One centre is not enough at night.",
	}
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for week := range 4 {
		monday := time.Date(2026, 6, 1+7*week, 0, 0, 0, 0, time.UTC)
		at := func(day int, clock string) { say("@ %s %s", monday.AddDate(0, 0, day).Format(time.DateOnly), clock) }
		first := 3*week + 1
		at(0, "12:00")
		say("commissioning/dana> send: News of Monday %d.", week)
		say("commissioning/dana> send N%d", first)
		at(1, "10:01")
		say("commissioning/dana> kept 2: for reason %d", week)
		at(2, "10:01")
		say("commissioning/dana> send N%d", first+1)
		say("commissioning/dana> send: News of Wednesday %d.", week)
		say("commissioning/dana> send N%d", first+2)
		at(3, "10:01")
	}
	say("@ 2026-06-26 17:01")
	return strings.Join(lines, "\n") + "\n"
}

// Whatever falls in a slot, a supplier hears of it in one message: news, what came
// of its own words, and a reminder.
func TestWhatASupplierHearsInFourWeeks(t *testing.T) {
	script, err := transcript.Parse("four weeks", fourWeeks())
	if err != nil {
		t.Fatal(err)
	}
	e := newEngine(t)
	defer e.stop()
	played, err := transcript.Play(t.Context(), script, e)
	if err != nil {
		t.Fatal(err)
	}
	all, slots, reminded, theirs := 0, 0, 0, 0
	steps := played.Steps()
	for i, posts := range played.Said()[1:] { // the first is before any step
		here := 0
		for _, p := range posts {
			if p.Room != "alder" || p.Edits || p.To != "" || steps[i].Turn != nil && steps[i].Turn.Room == "alder" {
				continue // a list that is edited, or what answers it
			}
			here++
			reminded += strings.Count(p.Text, "Still open")
			theirs += strings.Count(p.Text, "One centre is not enough")
		}
		all += here
		if clock := steps[i].Clock; clock != nil && here > 0 {
			if slots++; here > 1 {
				t.Errorf("%d messages at once:\n%v", here, posts)
			}
		}
	}
	// The last call is on a day of its own, and so is the close.
	if all > mostHeard || slots != 10 || reminded == 0 || theirs != 4 {
		t.Errorf("it hears %d messages on %d days, %d times a reminder and %d times what came of its words", all, slots, reminded, theirs)
	}
}
