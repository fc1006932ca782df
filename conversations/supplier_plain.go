package conversations

import (
	"fmt"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// plainCommands are what suppliers ask in words of their own. They stand in no
// list of help: who needs them does not know that they are there.
func plainCommands() []command {
	return []command{
		{
			names: []string{
				"about", "welcome", "what is this", "what's this", "whats this", "what is this about", "what is it about", "who are you", "who is this",
				"who reads this", "who reads it", "who sees this", "who will see this", "who can see this", "who can read this", "is this confidential",
				"is it confidential", "is this private", "when does it close", "when does this close", "when do you close", "when is the deadline", "deadline",
				"how long does it take", "how long will it take", "how long", "is this a tender", "is this a bid", "why are you asking", "why am i getting this",
				"what do i do", "what do i have to do", "what am i supposed to do", "what should i do", "what now", "who can i ask", "who do i contact",
			},
			usage: "about", help: "what this is, who reads it, and until when", view: true, run: (*turn).about,
		},
		{
			names: []string{
				"call me", "please call me", "ring me", "can somebody call me", "can someone call me", "speak to a human", "i need to speak to a human", "i want to speak to a human",
				"speak to a person", "i need to speak to a person", "talk to a person", "can i speak to someone", "can i speak to somebody", "can i talk to someone",
				"human", "contact", "is anybody there", "is anyone there", "are you a robot", "are you a bot",
			},
			usage: "contact", view: true, run: (*turn).whom,
		},
		{
			names: []string{
				"stop", "stop emailing me", "stop messaging me", "stop sending me messages", "stop sending messages", "stop writing to me", "stop this", "unsubscribe",
				"leave me alone", "leave us alone", "too many messages", "too many emails", "no more messages", "no more emails", "remove me", "remove us", "take us off",
			},
			usage: "stop", view: true, run: (*turn).stopWhat,
		},
		{
			names: []string{
				"delete my answer", "delete our answer", "remove my answer", "remove our answer", "withdraw my answer", "withdraw our answer", "delete answer",
				"cancel my answer", "cancel our answer", "take back my answer", "take back our answer", "undo",
			},
			usage: "undo", takes: takesAnything, view: true, run: (*turn).undo,
		},
		{
			names: []string{"can i answer", "can we answer", "how do i answer", "how do we answer", "how to answer", "how does this work", "how do i do this", "how do we do this"},
			usage: "6 risk: your words", takes: takesAnything, view: true, run: (*turn).howTo,
		},
		{
			names: []string{"withdraw", "not for us"}, usage: "step back: why", takes: takesReason, run: (*turn).stepBack,
			help: "take no further part; what you answered stays, and you can come back",
		},
	}
}

// about says again what the welcome said.
func (t *turn) about(line) {
	if t.state.Admitted(t.org.ID) {
		m := t.dialogueBegins()
		t.noteTitled(m.Title, m.Blocks...)
		return
	}
	m := t.welcomeMessage(t.org.Users)
	t.noteTitled(m.Title, m.Blocks...)
}

// whom says whom to turn to.
func (t *turn) whom(line) {
	text := "I am a program, and nobody reads along as you type."
	if contact := t.state.About().Contact; contact != "" {
		text += " To reach a person: " + plain(contact) + "."
	} else {
		text += " A question that you write behind **ask:** is read by the buying team."
	}
	t.note(bot.Say(text))
}

// howToAnswer is all that has to be known to answer by typing.
const howToAnswer = "To answer, write a section's number, your view and your words: **6 risk: our partner won't sign**. Several at once: one on each line, or **1 and 2: works**."

func (t *turn) howTo(line) {
	t.note(bot.Say(t.withNumber(howToAnswer)), bot.Aside("If you meant to ask the buying team something, write **ask:** before it."), buttons(press("See the sections", "sections"), press("Help", "help")))
}

// stopWhat offers both ways to hear less.
func (t *turn) stopWhat(line) {
	if t.org.SteppedBack() || t.state.Stage() == engagement.Closed {
		t.note(bot.Say("There is little more to come: only what everybody asked must be told."))
		return
	}
	if t.org.Users {
		t.note(
			bot.Say("There are two ways. **fewer messages** leaves only what everybody must be told. **step back** takes you out, and the others of "+plain(t.org.Name)+" go on; what you answered stays. Nothing has changed yet."),
			buttons(press("Fewer messages", "fewer messages"), press("Step back", stepAlone)),
		)
		return
	}
	t.note(
		bot.Say("There are two ways. **fewer messages** leaves only what everybody must be told. **step back** takes "+plain(t.org.Name)+" out; what you answered stays, and you can come back. Nothing has changed yet."),
		buttons(press("Fewer messages", "fewer messages"), press("Step back", "step back")),
	)
}

// undo says that nothing is deleted, and what can be done instead.
func (t *turn) undo(l line) {
	l, _ = l.cutAny("to", "about")
	_, n, ok := l.cutNumber()
	if !ok {
		n = t.inHand().Section
	}
	if r := t.mine(n); r != nil {
		t.note(
			bot.Say(t.withNumber("What was recorded stays on the record, but another answer takes its place: write for example **")+fmt.Sprint(n)+" works**, or **"+fmt.Sprint(n)+" no view** if you would rather say nothing. Until then it is "+t.recordedAs(r)+"."),
			buttons(press("No view", fmt.Sprintf("%d no view", n))),
		)
		return
	}
	t.note(bot.Say("What was recorded stays on the record, but another answer takes its place: write the section's number and your view, for example **6 no view** if you would rather say nothing. **our answers** shows what there is."))
}

// courtesies say little by themselves: after an answer they mean neither "works
// for us" nor "can't be done".
func courtesies() []string {
	return []string{
		"ok", "okay", "k", "yes", "y", "yep", "yeah", "sure", "fine", "all fine", "good", "great", "perfect", "right", "noted", "understood", "done", "agree", "agreed", "happy",
		"👍", "ok 👍", "😀", "🙂", "🙏", "no", "n", "nope", "none", "nothing", "no thanks", "no thank you", "nothing else", "nothing to add", "that's all", "that is all", "skip", "pass", "n/a", "na", "no comment",
		"maybe", "more", "better", "possible", "possibly", "like", "keep", "replace", "cancel",
	}
}

// civil takes a courtesy where a view is not asked for: what is recorded
// stays.
func (t *turn) civil(l line, c inHand) bool {
	if c.Awaits == awaitsStance || c.Awaits == awaitsStep || c.Awaits == awaitsQuestion || !l.is(courtesies()...) {
		return false
	}
	if c.about == 0 {
		return l.is("ok", "okay", "k", "great", "perfect", "noted", "understood", "done", "👍", "ok 👍", "😀", "🙂", "🙏") // needs no answer
	}
	r := t.mine(c.about)
	if r == nil {
		return false
	}
	t.note(append([]bot.Block{bot.Say("It stays as it is: " + t.recordedAs(r) + ".")}, t.nextButtons(c.about)...)...)
	return true
}

// corrected reads "actually 6 works" and "change 6 to works" as "6 works".
func (l line) corrected() line {
	rest, lead := l.cutAny("actually", "sorry", "correction", "change", "please change", "i meant", "we meant", "i mean", "we mean", "make", "oops", "no wait", "change my answer", "change our answer", "change answer",
		"i think", "we think", "i feel", "we feel", "in our view", "in my view", "for us", "to us", "i meant to say", "well", "so")
	if !lead {
		return l
	}
	rest, _ = rest.cutAny("to", "on", "my answer to", "our answer to", "answer")
	after, n, ok := rest.cutNumber()
	if !ok {
		return l
	}
	after, _ = after.cutAny("to", "is", "into")
	if s, ok := after.cutSaid(); !ok || s.stance == "" {
		return l
	}
	return readLine(fmt.Sprintf("%d %s", n, after.raw))
}

// elsewhere says whether l is an answer to another section than the one that
// plain words would go with.
func (t *turn) elsewhere(l line, c inHand) bool {
	rest, n, ok := l.cutNumber()
	if !ok || n == c.about || c.inThread {
		return false
	}
	_, known := t.state.Section(n)
	s, ok := rest.cutSaid()
	return known && ok && s.stance != ""
}

// asking says whether l sounds like a question, with its mark or without.
func asking(l line) bool {
	return strings.Contains(l.raw, "?") || slices.Contains([]string{
		"can", "could", "may", "should", "do", "does", "did", "is", "are", "will", "would", "what", "when", "who", "whom", "where", "why", "how", "which",
	}, l.firstWord())
}
