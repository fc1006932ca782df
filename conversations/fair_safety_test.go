package conversations_test

import (
	"strings"
	"testing"

	"soundings/bot"
	"soundings/internal/transcript"
)

// Whoever is named by a mail address is told by mail, at once and with the words;
// the room has none of them.
func TestAFearGoesByMail(t *testing.T) {
	e := newEngine(t)
	defer e.stop()
	for _, text := range []string{
		"new Care", "import\n# Care\n\n## One\nPlain: One.\n\nText.", "closes 26 June", "invite Users, users' group", "safety to sam@westmere.example", "preview", "open now",
	} {
		saying(t, e, "commissioning", "dana", text)
	}
	said := saying(t, e, "users", "eve", "pass on now: she has not opened her curtains")
	if strings.Contains(said, "curtains") || !strings.Contains(said, "I have S1") {
		t.Errorf("in the rooms stands %s", said)
	}
	shown, err := e.bot.Messages(t.Context(), bot.Address{Adapter: bot.MailAdapter, Room: "P2"}, 0, 0)
	if err != nil || len(shown) != 1 || !strings.Contains(words(shown[0].Blocks), "curtains") {
		t.Fatalf("by mail goes %+v (%v)", shown, err)
	}
	if err := e.Direct(t.Context(), transcript.Direction{Name: "restart"}); err != nil {
		t.Fatal(err)
	}
	if got := saying(t, e, "commissioning", "dana", "status"); !strings.Contains(got, "1 waits for somebody to see to it") {
		t.Errorf("status says %s", got)
	}
}
