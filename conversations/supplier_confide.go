package conversations

import (
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// An answer goes to everybody, with its question. So whoever calls a question sensitive
// chooses, before it is recorded: other words, as it is, or for the buying team alone.

// cutConfidence reads whether a question is called sensitive, beside its number, and
// drops that: "2 sensitive: …", "sensitive 2: …", "sensitive: …".
func (l line) cutConfidence() (line, bool) {
	from := l
	if rest, ok := l.cutAny("about", "on"); ok {
		from = rest
	}
	head := ""
	rest, n, numbered := from.cutNumber()
	if numbered {
		from, head = rest, itoa(n)+": "
	}
	if after, m := from.cutMark(); m == saidSensitive {
		return readLine(head + after.words()), true
	}
	if after, ok := from.cutAny(sensitiveWords()...); ok && !numbered {
		if rest, n, ok := after.cutNumber(); ok && after.hasColon() {
			return readLine(itoa(n) + ": " + rest.words()), true
		}
	}
	return l, false
}

// askConfided asks how a question that somebody called sensitive is to be sent.
func (t *turn) askConfided(section int, text string) {
	if refusal := t.accepts(); refusal != nil {
		t.refuseKeeping(refusal, text)
		return
	}
	if _, refusal := t.state.Ask(t.now, engagement.QuestionAsked{Organisation: t.org.ID, Person: t.person(), Section: section, Text: text}); refusal != nil {
		t.refuseKeeping(refusal, text)
		return
	}
	t.place(placed{Section: section, Awaits: awaitsConfide, Words: text, Sensitive: true, Asked: t.question()})
	on := ""
	if s, ok := t.state.Section(section); ok {
		on = " on **" + name(s) + "**"
	}
	other := opens("Other words", actionAsk, itoa(section), "other words")
	t.respond(
		bot.Say("**An answer goes to everybody, with its question**, though without your name. So how shall your question"+on+" be sent? Nothing has been recorded yet.\n\n"+
			"- **Other words**: you ask it again, without what is yours.\n"+
			"- **As it is**: the buying team puts it to everybody with the answer, in your words or its own.\n"+
			"- **For the buying team alone**: they read it, each on their own, and it stands in no room. They can't answer it here."),
		buttons(other, t.answers("Send it as it is", "as it is", section), t.answers("For the buying team alone", "for the team alone", section)),
		bot.Aside("Freedom-of-information law applies to all of it: if somebody asked for it you would be asked first, but the result can't be promised."+t.stillStands()),
	)
}

// confides takes the choice; false: it is none.
func (t *turn) confides(l line, c inHand) bool {
	switch {
	case l.is("as it is", "send it as it is", "send it", "send as it is"):
		t.takeKept(c.placed)
		t.secrecy, t.calledSensitive = secrecyUnsaid, true
		t.askOn(c.Section, c.Words)
	case l.is("for the team alone", "for the buying team alone", "the buying team alone", "the team alone", "only the buying team", "only the team", "team only", "team alone"):
		t.confide(c)
	case l.is("other words", "in other words", "another way"):
		t.used = true
		t.place(placed{Section: c.Section, Awaits: awaitsQuestion})
		t.reply("", bot.Say("How would you put it, without what is yours? Just write it here."), bot.Aside("The answer goes to everybody at the same time, without saying who asked. What you wrote before was not recorded."))
	case l.drops():
		t.dropped(c.Section)
	default:
		return false
	}
	return true
}

// confide records a question for the buying team alone.
func (t *turn) confide(c inHand) {
	t.used = true
	facts, refusal := t.state.Confide(t.now, engagement.QuestionConfided{Organisation: t.org.ID, Person: t.person(), Section: c.Section, Text: c.Words})
	if refusal != nil {
		t.refuseKeeping(refusal, c.Words)
		return
	}
	if !t.take(facts, nil) {
		return
	}
	all := t.state.Confided()
	q := all[len(all)-1]
	t.place(placed{})
	t.respond(bot.Say("Your question"+t.onName(c.Section)+" ("+q.ID+") is kept for the buying team alone. They can't answer it here. If you need an answer, ask it anew in words that everybody may read."), t.onward(0))
	read := press("Read it privately", "read privately "+privateRest)
	if s, ok := t.state.Section(q.Section); ok {
		read = readButton(s.ID)
	}
	t.tell("confided:"+q.ID, "A supplier asks something in confidence",
		bot.Say("**"+q.ID+"** is a question"+t.onName(q.Section)+" that is commercially sensitive, so its words stand in no room."),
		bot.Say("Please don't answer it to this supplier alone: whatever one learns of the draft, all should. If it shows you something that everybody should know, put it in words of your own that give nothing of it away: **send: your words**, **ask everyone: your question**, or another text of the section."),
		buttons(read),
		bot.Aside("Whoever asked was told that you read it and can't answer it here."),
	)
}

// onName is " on 2 When an alarm is raised"; empty: on no section.
func (t *turn) onName(section int) string {
	if s, ok := t.state.Section(section); ok {
		return " on **" + name(s) + "**"
	}
	return ""
}

// confidedSaid shows a supplier what it asked the buying team in confidence.
func (t *turn) confidedSaid() []bot.Block {
	var blocks []bot.Block
	for _, q := range t.state.Confided() {
		if q.Organisation == t.org.ID {
			blocks = append(blocks, bot.Say("**Your question "+q.ID+"**"+t.onName(q.Section)+", asked "+t.ago(q.At, t.now)+", for the buying team alone"), bot.Block{Quote: &bot.Quote{Words: q.Text}})
		}
	}
	return blocks
}

// privateRest is how what was asked in confidence on no section is called.
const privateRest = "0"

// readRest shows what was asked in confidence on no section to whoever asks, to them
// alone, and records that.
func (t *turn) readRest() {
	facts, refusal := t.state.ReadConfided(t.person())
	switch {
	case refusal != nil:
		t.refuse(refusal)
		return
	case len(facts) == 0:
		t.note(bot.Say("Nothing was asked in confidence beside the sections."))
		return
	case t.ev.Again && t.readingHere(facts).Unshown:
		t.note(bot.Say(notAlone))
		return
	case !t.ev.Again && !t.take(facts, nil):
		return
	}
	t.showAlone("Asked in confidence", append(t.privateQuestions(0), t.privateFoot(t.state.ReadersOfConfided())...))
}

// privateQuestions are those that were asked in confidence on a section (0: on none), for
// one person.
func (t *turn) privateQuestions(section int) []bot.Block {
	var blocks []bot.Block
	for _, q := range t.state.ConfidedOn(section) {
		o, _ := t.state.Organisation(q.Organisation)
		blocks = append(blocks, bot.Say(privateHead(o, "asks in confidence ("+q.ID+"), "+q.At.In(t.zone()).Format("2 January"))), bot.Block{Quote: &bot.Quote{Words: q.Text}})
	}
	return blocks
}

// confidedWords say how many questions asked in confidence nobody has read, with a
// space before; empty: none.
func (t *turn) confidedWords() string {
	n := t.state.ConfidedUnread()
	if n == 0 {
		return ""
	}
	return upperFirst(count(n, "question that was asked in confidence has", "questions that were asked in confidence have")) + " been read by nobody."
}

// bothWords joins two sentences, of which either may be empty.
func bothWords(a, b string) string { return strings.TrimSpace(a + " " + b) }
