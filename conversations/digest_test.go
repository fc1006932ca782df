package conversations_test

import (
	"strings"
	"testing"
	"time"

	"soundings/conversations"
	"soundings/docs/sample"
	"soundings/internal/transcript"
)

// talking is an engagement that is open, with a digest every Friday.
func talking(t *testing.T, e *engine) {
	t.Helper()
	for _, text := range []string{
		"new Care", "import\n# Care\n\n## One\n\nText.\n\n## Two\n\nText.", "closes 28 August", "invite Alder, small firm", "schedule fridays 16:00",
		"preview", "open now", "I declare: no interest",
	} {
		saying(t, e, "commissioning", "dana", text)
	}
}

// saying has somebody say something, and gives what was posted.
func saying(t *testing.T, e *engine, room, person, text string) string {
	t.Helper()
	if err := e.Say(t.Context(), transcript.Turn{Room: room, Person: person, Verb: transcript.Says, Text: text}); err != nil {
		t.Fatal(err)
	}
	return posted(t, e)
}

// posted gives all that was posted since.
func posted(t *testing.T, e *engine) string {
	t.Helper()
	posts, err := e.Posted(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, p := range posts {
		all = append(all, p.Text)
	}
	return strings.Join(all, "\n")
}

// until moves the clock there, an hour at a time.
func (e *engine) until(t *testing.T, day string) {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", day, e.zone)
	if err != nil {
		t.Fatal(err)
	}
	for e.now().Before(at) {
		e.set(e.now().Add(time.Hour))
		if err := e.bot.Quiet(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// A service that was down while three digests were due makes one, for all of
// the time.
func TestOneDigestAfterAnOutage(t *testing.T) {
	e := newEngine(t)
	talking(t, e)
	saying(t, e, "alder", "ana", "1 risk: It is early.")
	e.until(t, "2026-06-05 17:00")
	if got := posted(t, e); !strings.Contains(got, "1–5 June") {
		t.Fatalf("on Friday:\n%s", got)
	}
	saying(t, e, "alder", "ana", "2 works")
	e.stop()
	e.set(time.Date(2026, 6, 29, 9, 0, 0, 0, e.zone))
	e.start()
	defer e.stop()
	got := posted(t, e)
	if n := strings.Count(got, "what suppliers said"); n != 1 || !strings.Contains(got, "5–29 June") {
		t.Errorf("after the outage %d digests, want one of 5 to 29 June:\n%s", n, got)
	}
	e.until(t, "2026-07-02 17:00")
	if got := posted(t, e); got != "" {
		t.Errorf("before the next Friday:\n%s", got)
	}
	e.until(t, "2026-07-03 17:00")
	if got := posted(t, e); !strings.Contains(got, "Care, 29 June – 3 July:") || !strings.Contains(got, "nothing new. Next: Fri 10 July, 16:00.") {
		t.Errorf("the next Friday:\n%s", got)
	}
}

// The days of the settings become the engagement's own when the schedule is
// set: other settings change nothing any more.
func TestDaysOfTheSettingsStandInTheRecord(t *testing.T) {
	e := newEngine(t)
	e.stop()
	e.settings.Holidays = []string{"2026-06-12"}
	e.start()
	talking(t, e)
	if got := saying(t, e, "commissioning", "dana", "schedule fridays 15:00"); !strings.Contains(strings.Join(strings.Fields(got), " "), "on bank holidays and on Fri 12 June there is none") {
		t.Errorf("schedule: %s", got)
	}
	e.stop()
	e.settings = conversations.Settings{Buyer: sample.Buyer, Contact: sample.Contact, Holidays: []string{"2026-06-19"}}
	e.start()
	defer e.stop()
	posted(t, e)
	e.until(t, "2026-06-20 09:00")
	got := posted(t, e)
	if strings.Contains(got, "5–12 June") || !strings.Contains(got, "Care, 5–19 June:") {
		t.Errorf("digests: %s", got)
	}
}
