package app

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"soundings/bot"
)

var ana = bot.Sender{ID: "ana", Name: "Ana", Team: "tidewell"}

// saidIn gives all the words of an answer.
func saidIn(a bot.Answer) string {
	if a.Note == nil {
		return ""
	}
	var out strings.Builder
	out.WriteString(a.Note.Title + "\n")
	for _, b := range a.Note.Blocks {
		if b.Text != nil {
			out.WriteString(b.Text.Markdown + "\n")
		}
	}
	return out.String()
}

// Whatever comes in, the answer is kind and useful, and the next thing said
// is taken as if nothing had been.
func TestBadInput(t *testing.T) {
	tr := newTrial(t, t.TempDir(), nil)
	tr.opened(t, dana)
	long := strings.Repeat("a very long line ", 1<<16)
	headings := "import\n" + strings.Repeat("# Heading\nA few words of text.\n", 5000)
	for _, c := range []struct {
		name, room, text string
		who              bot.Sender
		want             string // in the answer; "" where a post answers
	}{
		{"broken UTF-8", "tidewell", "1 risk: \xff\xfe the form", ana, ""},
		{"NUL", "tidewell", "1 ri\x00sk: the form", ana, ""},
		{"right to left", "tidewell", "1 risk: \u202emrof eht\u202c", ana, ""},
		{"zero width", "tidewell", "1\u200b ri\u200dsk: the form", ana, ""},
		{"1 MB", "tidewell", "1 risk: " + long, ana, "4,000"},
		{"1 MB of nothing", "tidewell", long, ana, "shorten it"},
		{"unknown word", "tidewell", "frobnicate", ana, "1 risk"},
		{"no such section", "tidewell", "99 risk: x", ana, "99"},
		{"huge number", "tidewell", "999999999999999999999999 risk: x", ana, ""},
		{"section zero", "tidewell", "0 risk: x", ana, ""},
		{"empty", "tidewell", "", ana, ""},
		{"only a mention", "tidewell", "@soundings", ana, ""},
		{"cron without fields", trialTeam, "schedule TZ=Europe/London", dana, "Nothing was changed"},
		{"cron every nanosecond", trialTeam, "schedule @every 1ns", dana, "fridays 16:00"},
		{"31 February", trialTeam, "schedule 0 16 31 2 *", dana, ""},
		{"cron of nonsense", trialTeam, "schedule 99 99 * * *", dana, "fridays 16:00"},
		{"a draft without headings", trialTeam, "import\njust a few words", dana, ""},
		{"5,000 headings", trialTeam, headings, dana, ""},
		{"nothing to import", trialTeam, "import", dana, ""},
		{"a stranger in the team's room", trialTeam, "status", ana, "Only the buying team"},
		{"markup", "tidewell", "ask: <script>alert(1)</script> [x](javascript:alert(1)) {person:P1}", ana, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			answer, err := tr.say(t.Context(), c.room, c.who, c.text)
			if err != nil {
				t.Fatalf("Deliver: %v", err)
			}
			if got := saidIn(answer); !strings.Contains(got, c.want) || len(got) > 20_000 {
				t.Errorf("answer %.400q of %d bytes, want %q in it", got, len(got), c.want)
			}
		})
	}
	if answer, err := tr.say(t.Context(), "tidewell", ana, "our answers"); err != nil || answer.Note == nil {
		t.Errorf("after all that: %v, %v", answer, err)
	}
	if err := tr.Bot().Quiet(t.Context()); err != nil {
		t.Fatal(err)
	}
	if text := tr.board.text(); strings.Contains(text, "Dana") && strings.Contains(text, "P1}") {
		t.Error("a placeholder that somebody typed named a person")
	}
	for stream, data := range streamsOf(t, tr) {
		if strings.Contains(string(data), "event.set_aside") {
			t.Errorf("an event was set aside in %s", stream)
		}
	}
}

func streamsOf(t *testing.T, tr *trial) map[string][]byte {
	t.Helper()
	return streams(t, tr.dir)
}

func TestTenThousandEventsAtOnce(t *testing.T) {
	n := 10_000
	if testing.Short() {
		n = 1_000 // the race detector sees as much in a tenth
	}
	tr := newTrial(t, t.TempDir(), nil)
	tr.opened(t, dana)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			ev := bot.Event{
				ID: fmt.Sprint("console:burst-", i), Kind: bot.Said, Sender: ana,
				Room: bot.Address{Adapter: "console", Room: "tidewell"},
				Text: fmt.Sprintf("%d %s: because %d", i%2+1, []string{"risk", "works", "unclear"}[i%3], i),
			}
			if _, err := tr.Bot().Deliver(t.Context(), ev); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	recorded := 0
	for stream, data := range streamsOf(t, tr) {
		if strings.HasPrefix(stream, "engagement/") {
			recorded += strings.Count(string(data), `"kind":"response.given"`)
		}
	}
	if recorded != n {
		t.Errorf("%d answers recorded, want %d", recorded, n)
	}
}
