package conversations_test

import (
	"fmt"
	"strings"
	"testing"
)

// People who use services are thanked with how many they were, once they are so many
// that nobody is recognised by it, and with how much changed; that something did is in
// closing-with-thanks.
func TestUsersAreThankedWithNumbers(t *testing.T) {
	for voices, want := range map[int]string{4: "Thank you, all of you who said something.", 5: "Thank you, all five of you who said something.", 11: "Thank you, all eleven of you who said something."} {
		e := newEngine(t)
		for _, text := range []string{"new Care", "import\n# Care\n\n## One\nPlain: One.\n\nText.\n\n## Two\nPlain: Two.\n\nText.", "closes 26 August", "invite Elders, users' group", "invite Alder, small firm", "preview", "open now", "I declare: no interest"} {
			saying(t, e, "commissioning", "dana", text)
		}
		saying(t, e, "alder", "bo", "1 unclear: which?")
		for n := range voices {
			saying(t, e, "elders", fmt.Sprintf("eve%c", 'a'+n), "1 something worries me: the night")
			saying(t, e, "elders", fmt.Sprintf("eve%c", 'a'+n), "2 I'd really like this")
		}
		saying(t, e, "commissioning", "dana", "close: we have heard enough")
		got := strings.Join(strings.Fields(saying(t, e, "commissioning", "dana", "send N1")), " ")
		if !strings.Contains(got, want) || !strings.Contains(got, "So far no part has changed because of it.") {
			t.Errorf("%d voices are thanked so: %s", voices, got)
		}
		e.stop()
	}
}
