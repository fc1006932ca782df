package conversations

import (
	"soundings/bot"
	"soundings/engagement"
)

// teamPlainCommands are what the team writes in words of its own. They stand in
// no list of help.
func teamPlainCommands() []command {
	return []command{
		{
			names: []string{"what next", "what now", "what's next", "what do i do", "what do i do now", "what do we do now", "what is this", "what is next", "next", "panel"},
			usage: "status", view: true, run: func(t *turn, _ line) { t.panel() },
		},
		{names: []string{"how do i", "how can i", "how do we", "how to"}, usage: "help", takes: takesAnything, view: true, run: (*turn).teamHelp},
		{
			names: []string{"yes", "go", "go ahead", "launch", "publish", "let's go", "start it", "do it"},
			usage: "open", run: (*turn).goAhead,
		},
		{
			names: []string{"thanks", "thank you", "many thanks", "great", "ok", "okay", "perfect", "cheers", "👍"},
			usage: "help", view: true, run: func(*turn, line) {}, // courtesy needs no answer
		},
		{
			names: []string{"report"},
			usage: "help", takes: takesText, view: true, run: func(t *turn, _ line) {
				t.note(bot.Say(noReport), buttons(view("For the file", "for the file"), press("Digest", "digest")))
			},
		},
		{
			names: []string{"remind", "reminder", "reminders", "chase"},
			usage: "help", takes: takesText, view: true, run: func(t *turn, _ line) { t.note(bot.Say(byItself)) },
		},
		{
			names: []string{"answers", "responses", "replies", "feedback", "results", "what did they say", "what did suppliers say"},
			usage: "help", view: true, run: func(t *turn, _ line) {
				t.note(bot.Say(t.numbered(whatWasSaid)), buttons(view("Status", "status"), view("Worries", "worries")))
			},
		},
		{
			names: []string{"delete", "undo"},
			usage: "help", takes: takesText, view: true, run: func(t *turn, _ line) { t.note(bot.Say(notRemoved)) },
		},
	}
}

// What the team asks for and cannot have.
const (
	noReport    = "There is no report yet, for publication or in full. **for the file** shows what has to be on file, and **digest** what was said. Nothing was sent."
	byItself    = "Nobody needs to do that: suppliers who are not through are reminded by themselves, on working days. Nothing was sent just now. Whoever has a link only reads it on its page, so a word from you helps there. **status** shows who has answered."
	whatWasSaid = "**show 6** is all that was said of one section, **worries** what worries suppliers, **status** who has answered, and **digest** has all of it put together here, now."
	notRemoved  = "Nothing is taken off the record here, so nothing was changed. Before you open, **import** again replaces the draft, and **fixed**, **open to change** and **closes** replace what was set. **remove Tidewell** takes out an organisation that has heard nothing yet; once you have opened, what was sent stays sent."
)

// goAhead takes a yes for the wish to open, where that is what comes next; the
// last question is asked all the same.
func (t *turn) goAhead(l line) {
	if t.state.Stage() == engagement.Preparing && t.couldOpen() {
		t.open(l)
		return
	}
	t.panel()
}

// markedPlainly takes "4 and 6 are fixed" and "mark 4 as fixed".
func (t *turn) markedPlainly(l line) bool {
	l, _ = l.cutAny("mark", "please mark", "make", "set")
	_, rest, ok := l.numbers()
	if !ok || rest.empty() {
		return false
	}
	rest, _ = rest.cutAny("is", "are", "as", "to", "to be", "stays", "stay")
	standings := map[engagement.Standing][]string{
		engagement.Fixed:     {"fixed", "not negotiable", "non-negotiable"},
		engagement.Open:      {"open", "open to change", "negotiable"},
		engagement.Exploring: {"don't know", "don't know yet", "we don't know", "we don't know yet", "not known", "exploring"},
	}
	for standing, phrases := range standings {
		if !rest.is(phrases...) {
			continue
		}
		if t.ev.Again {
			t.note(bot.Say(alreadyDone))
		} else if found, _, known := t.sectionsIn(l, exampleOf(standing)); known {
			t.markAs(found, standing)
		}
		return true
	}
	return false
}
