package conversations_test

import (
	"strings"
	"testing"
	"time"

	"soundings/bot"
	"soundings/internal/transcript"
)

// A code works until its week is over and not a moment longer, and the team is told
// once; asked for in that moment, it gets another.
func TestACodeEndsWithItsWeek(t *testing.T) {
	const expired = "That code has expired"
	for _, test := range []struct {
		name string
		left time.Duration // of its week
		want string
	}{
		{"a second before", time.Second, "The buying team is asked now"},
		{"at that moment", 0, expired},
		{"a second after", -time.Second, expired},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := newEngine(t)
			defer func() { e.stop() }()
			e.chat(true)
			answered := ""
			e.hear = func(_ bot.Event, a bot.Answer) {
				if a.Note != nil {
					answered = a.Note.Title + blocksText(a.Note.Blocks)
				}
			}
			say := func(room, person, text string) string {
				t.Helper()
				if err := e.terminal.Say(t.Context(), room, person, "", text, ""); err != nil {
					t.Fatal(err)
				}
				return answered
			}
			for _, text := range []string{"new Care", "import\n# Care\n\n## One\n\nText.", "closes 26 June 17:00", "invite Alder, large firm, by code"} {
				say("commissioning", "dana", text)
			}
			given := e.now()
			e.terminal.Team("ada", "alder")
			e.set(given.Add(7*24*time.Hour - test.left))
			if got := say("alder-two", "ada", "join care-code-0000-0000-0000-0001"); !strings.Contains(got, test.want) {
				t.Errorf("the code is answered %q, want %q", got, test.want)
			}
			if test.want != expired {
				return
			}
			say("commissioning", "dana", "code for Alder")
			if !strings.Contains(answered, "Good until") || strings.Contains(answered, given.Add(7*24*time.Hour).Format("2 January, 15:04")) {
				t.Errorf("the team is given %q, want a code with a week of its own", answered)
			}
			if err := e.Advance(t.Context(), transcript.Clock{By: time.Hour}); err != nil {
				t.Fatal(err)
			}
			told := 0
			for _, post := range e.terminal.Take() {
				told += strings.Count(post.Text, "has expired: nobody wrote it anywhere")
			}
			if told != 1 {
				t.Errorf("the team is told %d times that the code has expired, want once", told)
			}
		})
	}
}
