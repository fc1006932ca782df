package conversations

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"soundings/bot"
	"soundings/engagement"
)

// Lobby answers an event in a room of no engagement; it is made for
// bot.Options. Somebody who may open one says "new" and a title.
func Lobby(ev bot.Event, taken func(engagement string) bool) (string, bot.Answer) {
	t := &turn{ev: ev}
	if ev.Overheard {
		return "", bot.Answer{}
	}
	if asksForNew(ev) && ev.Home && ev.Opener {
		form := newForm(ev)
		return "", bot.Answer{Form: &form}
	}
	if asks, ok := joinInLobby(ev); ok {
		return "", asks
	}
	title, isNew := newTitle(t)
	_, said := t.typed()
	switch {
	case !said && !isNew && ev.Kind != bot.Looked && ev.Kind != bot.Pressed:
		return "", bot.Answer{}
	case !ev.Home:
		return "", answer(bot.Say(nothingHere), buttons(joinButton()))
	case !isNew && Adopts(ev):
		return "", notAdopted(ev)
	case isNew && ev.Shared:
		return "", answer(bot.Say(sharedRoom))
	case !isNew && ev.Shared:
		return "", answer(bot.Say(supplierChannel))
	case !isNew && !ev.Opener:
		return "", answer(bot.Say("Nothing runs in this room. What you are looking for is in the room of the team that runs it."))
	case !isNew:
		return "", answer(
			bot.Say("Nothing runs in this room yet. To ask the market about a draft, write **new** and what it is about. This room becomes the team's own, where you prepare, read and close."),
			bot.Aside("For example: **new Digital care at home**"),
		)
	case !ev.Opener:
		return "", answer(bot.Say("Opening a new engagement is for the people named in the settings of this installation. Whoever looks after it can add you."))
	case strings.TrimSpace(title) == "" && ev.Kind == bot.Submitted:
		return "", bot.Answer{Errors: map[string]string{fieldTitle: "Please say what it is about."}}
	case strings.TrimSpace(title) == "":
		return "", answer(bot.Say("What is it about? Write for example: **new Digital care at home**"))
	case utf8.RuneCountInString(title) > engagement.MostTitle && ev.Kind == bot.Submitted:
		return "", bot.Answer{Errors: map[string]string{fieldTitle: fmt.Sprintf("Please keep it under %d characters.", engagement.MostTitle)}}
	}
	name := slug(title, engagement.MostSlug-3)
	if name == "" {
		name = "engagement"
	}
	return free(name, taken), bot.Answer{}
}

// asksForNew says whether somebody wants the form that begins an engagement:
// by its button, or as what a room without one shows first.
func asksForNew(ev bot.Event) bool {
	switch ev.Kind {
	case bot.Looked:
		return ev.Action == bot.HomeView || ev.Action == actionNew
	case bot.Pressed:
		return ev.Action == actionNew
	case bot.Said, bot.Submitted, bot.Edited, bot.Deleted, bot.Joined, bot.Left, bot.Returned, bot.Unshown, bot.Changed, bot.Ticked:
	}
	return false
}

// newForm asks what a new engagement is called.
func newForm(ev bot.Event) bot.Form {
	return bot.Form{
		Action: actionNew, Title: "Ask the market", Submit: "Begin", Typed: "new Digital care at home",
		Blocks: []bot.Block{bot.Say("Put a draft specification in front of suppliers, section by section, and read what they say. Preparing takes about ten minutes; nothing is sent to anyone before you say so.")},
		Fields: []bot.Field{{
			Name: fieldTitle, Kind: bot.Line, Label: "What is it about?", Hint: "For example: Digital care at home. Suppliers will read it.",
			Value: ev.Fields[fieldTitle], Required: true, Max: engagement.MostTitle,
		}},
	}
}

// newTitle is what a new engagement is to be called; false: none is wanted.
func newTitle(t *turn) (string, bool) {
	if t.ev.Kind == bot.Submitted {
		return oneLine(t.ev.Fields[fieldTitle]), t.ev.Action == actionNew
	}
	l, ok := t.typed()
	title, isNew := cutNew(l)
	return title.words(), ok && isNew
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
	if asks, ok := whichAdopts(ev, engagements); ok {
		return asks
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
