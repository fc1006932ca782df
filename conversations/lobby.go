package conversations

import (
	"fmt"
	"strings"
	"unicode"

	"soundings/bot"
	"soundings/engagement"
)

// Lobby answers an event in a room of no engagement; it is made for
// bot.Options. Somebody who may open one says "new" and a title.
func Lobby(ev bot.Event, taken func(engagement string) bool) (string, bot.Answer) {
	t := &turn{ev: ev}
	l, ok := t.typed()
	if !ok {
		return "", bot.Answer{}
	}
	title, isNew := cutNew(l)
	switch {
	case !ev.Home:
		return "", answer(bot.Say(onlyTheTeam))
	case !isNew && !ev.Opener:
		return "", answer(bot.Say("Nothing runs in this room. What you are looking for is in the room of the team that runs it."))
	case !isNew:
		return "", answer(
			bot.Say("Nothing runs in this room yet. To ask the market about a draft, write **new** and what it is about. This room becomes the team's own, where you prepare, read and close."),
			bot.Aside("For example: **new Digital care at home**"),
		)
	case !ev.Opener:
		return "", answer(bot.Say("Opening a new engagement is for the people named in the settings of this installation. Whoever looks after it can add you."))
	case strings.TrimSpace(title.words()) == "":
		return "", answer(bot.Say("What is it about? Write for example: **new Digital care at home**"))
	}
	name := slug(title.words(), engagement.MostSlug-3)
	if name == "" {
		name = "engagement"
	}
	return free(name, taken), bot.Answer{}
}

// cutNew drops the word that begins an engagement.
func cutNew(l line) (line, bool) {
	return l.cutAny("new", "new engagement", "new draft", "start", "start a new engagement")
}

// greetings are how people begin.
func greetings() []string {
	var all []string
	for _, word := range []string{"hello", "hi", "hey", "good morning", "good afternoon", "good evening", "morning", "afternoon"} {
		all = append(all, word, word+" there", word+" all", word+" everyone", word+" soundings")
	}
	return all
}

// Which asks for which of several engagements something is meant; it is made
// for bot.Options.
func Which(ev bot.Event, engagements []string) bot.Answer {
	if ev.Kind != bot.Said && ev.Kind != bot.Pressed && ev.Kind != bot.Submitted {
		return bot.Answer{}
	}
	var names strings.Builder
	for _, name := range engagements {
		fmt.Fprintf(&names, "- %s\n", plain(name))
	}
	return answer(
		bot.Say("More than one engagement uses this room, so I can't tell which you mean. Please reply in the thread of one of its messages, or press a button there."),
		bot.Say(strings.TrimSpace(names.String())),
	)
}

// Sorry is what somebody hears whose words could not be dealt with; it is made
// for bot.Options.
func Sorry() bot.Answer {
	return answer(bot.Say("Something went wrong here, and what you just did was not recorded. It has been noted for the people who run this service. Please try once more, perhaps in other words."))
}

// Slow is what somebody hears who sends more than a person can, nothing of
// which is recorded; it is made for bot.Options.
func Slow() bot.Answer {
	return answer(bot.Say("That was a lot at once, so I left out what you just sent: it was not recorded. Please wait a few seconds, then send it again."))
}

// answer is a note of these blocks.
func answer(blocks ...bot.Block) bot.Answer {
	return bot.Answer{Note: &bot.Message{Blocks: blocks}}
}

// slug gives text as a short name of plain letters, digits and hyphens, at
// most so long; empty if it has none.
func slug(text string, most int) string {
	var out strings.Builder
	for _, r := range strings.ToLower(text) {
		r = accentless(r)
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			out.WriteRune(r)
		case r == '\'' || r == '’':
		case out.Len() > 0 && !strings.HasSuffix(out.String(), "-"):
			out.WriteByte('-')
		}
	}
	name := strings.Trim(out.String(), "-")
	if len(name) > most {
		name = name[:most]
		if cut := strings.LastIndexByte(name, '-'); cut > most/2 {
			name = name[:cut]
		}
	}
	return strings.Trim(name, "-")
}

// accentless gives the plain letter under the accents commonest in names here.
func accentless(r rune) rune {
	for plainLetter, accented := range map[rune]string{'a': "àáâãäå", 'e': "èéêë", 'i': "ìíîï", 'o': "òóôõö", 'u': "ùúûü", 'c': "ç", 'n': "ñ", 'y': "ýŷ", 'w': "ŵ"} {
		if strings.ContainsRune(accented, r) {
			return plainLetter
		}
	}
	return r
}

// free gives the name, or with a number behind it the first that is not taken.
func free(name string, taken func(string) bool) string {
	for n := 2; ; n++ {
		candidate := name
		if n > 2 {
			candidate = fmt.Sprintf("%s-%d", name, n-1)
		}
		if !taken(candidate) {
			return candidate
		}
	}
}
