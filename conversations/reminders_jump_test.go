package conversations_test

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// However long nobody looked at the clock, a supplier is reminded once, also where
// something else that was missed goes to everybody.
func TestAJumpOfTheClockRemindsOnce(t *testing.T) {
	reminded := 0
	for _, news := range []bool{false, true} {
		for hours := 0; hours < 14*24; hours += 19 {
			e := newEngine(t)
			for _, text := range []string{"new Care", "import\n# Care\n\n## One\n\nText.\n\n## Two\n\nText.", "closes 26 August", "invite Alder, small firm", "preview", "open now", "I declare: no interest"} {
				saying(t, e, "commissioning", "dana", text)
			}
			saying(t, e, "alder", "ana", "1 works")
			if news {
				saying(t, e, "commissioning", "dana", "send: news")
				saying(t, e, "commissioning", "dana", "send N1")
			}
			e.set(e.now().Add(time.Duration(hours) * time.Hour))
			posted(t, e)
			e.set(e.now().Add(14 * 24 * time.Hour))
			got := posted(t, e)
			for range 8 {
				e.set(e.now().Add(time.Hour))
				got += posted(t, e)
			}
			n := strings.Count(strings.ToLower(got), "still open")
			if reminded += n; n > 1 {
				t.Errorf("%d hours in, news %v, after two weeks it reads %d times that it is still open: %s", hours, news, n, got)
			}
			e.stop()
		}
	}
	if reminded < 3 {
		t.Errorf("%d reminders in all: nothing was tried", reminded)
	}
}

// soFar is how much was answered, as the list and a reminder say it.
var soFar = regexp.MustCompile(`\d+ of \d+ (answered|sections)(, \d+ to look\s+at\s+again)?`)

// The list and a reminder count alike, also once a text was changed.
func TestTheListAndAReminderCountAlike(t *testing.T) {
	e := newEngine(t)
	defer e.stop()
	for _, text := range []string{"new Care", "import\n# Care\n\n## One\n\nText.\n\n## Two\n\nText.\n\n## Three\n\nText.", "closes 26 August", "invite Alder, small firm", "preview", "open now", "I declare: no interest"} {
		saying(t, e, "commissioning", "dana", text)
	}
	saying(t, e, "alder", "ana", "1 works")
	saying(t, e, "alder", "ana", "2 works")
	saying(t, e, "commissioning", "dana", "change 1 because of the law: An altogether other text of many other words.")
	saying(t, e, "commissioning", "dana", "look again 1 yes")
	saying(t, e, "commissioning", "dana", "send N1")
	reminder := ""
	for at := e.now(); reminder == "" && at.Before(e.now().AddDate(0, 0, 30)); at = at.Add(time.Hour) {
		e.set(at)
		if got := posted(t, e); strings.Contains(strings.ToLower(got), "still open") {
			reminder = got[strings.Index(strings.ToLower(got), "still open"):]
		}
	}
	number := func(text string) string {
		return strings.Join(strings.Fields(strings.NewReplacer("answered", "", "sections", "").Replace(soFar.FindString(text))), " ")
	}
	list := saying(t, e, "alder", "ana", "sections")
	if number(list) != number(reminder) || number(list) != "2 of 3 , 1 to look at again" {
		t.Errorf("the list says %q, the reminder %q", soFar.FindString(list), soFar.FindString(reminder))
	}
}
