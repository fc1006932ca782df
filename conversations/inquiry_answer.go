package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// inquiryAnswerCommands are how an organisation answers what the team asks.
func inquiryAnswerCommands() []command {
	return []command{
		{
			names: []string{"answer", "reply to", "reply"}, usage: "answer Q3: your words", group: "Ask", takes: takesInquiry, run: (*turn).answerLine,
			help: "answer a question that the buying team asks you",
			more: "A plain reply in the thread of the question does, too. Where it has choices, put the number of yours first: **answer Q3: 2, if the notice is longer**. What others must not read is set off at once: **answer Q3 sensitive: your words**. **quote Q3** lets your words be quoted without your name, **sensitive Q3: why** keeps them inside the buying team.",
		},
		{names: []string{"asked", "questions to us", "what do you ask", "your questions"}, usage: "asked", group: "Ask", takes: takesInquiry, view: true, run: (*turn).askedOfUs, help: "what the buying team asks you, and what came of it"},
	}
}

// inquiryHere finds a question that this organisation is asked, at the start of a
// line; otherwise it answers. A dropped or unasked one is as if there were none.
func (t *turn) inquiryHere(l line) (engagement.Inquiry, line, bool) {
	id, rest, named := l.cutInquiry()
	q, ok := t.state.Inquiry(id)
	switch {
	case !named:
		t.note(bot.Say("Which question? Write for example **answer Q3: your words**. **asked** lists what the buying team asks you."), buttons(view("What we are asked", "asked")))
	case !ok || q.Asked.IsZero() || !q.Concerns(t.org.ID):
		t.refuseKeeping(&engagement.Refusal{Code: engagement.UnknownQuestion, Question: id}, rest.words())
	default:
		return q, rest, true
	}
	return q, rest, false
}

// answerLine takes "answer Q3: our words".
func (t *turn) answerLine(l line) {
	q, rest, ok := t.inquiryHere(l)
	if !ok {
		return
	}
	if rest.empty() {
		t.noteTitled(q.ID, append(t.inquiryBlocks(q, t.org.Users), buttons(answerInquiry(q)))...)
		return
	}
	f := t.readInquiryAnswer(q, rest)
	before, there := q.Answer(t.org.ID, t.person())
	switch {
	case there && t.colleaguesToo(before) && f.Choice != 0 && f.Choice != before.Choice:
		t.askReplaceInquiry(q, before, l)
		return
	case there && t.colleaguesToo(before):
		t.addToInquiry(q, before, f)
		return
	case there && f.Choice == 0:
		f.Choice = before.Choice
	}
	t.recordInquiry(q, f)
}

// colleaguesToo says whether an answer was given by a colleague.
func (t *turn) colleaguesToo(a engagement.InquiryAnswer) bool {
	return !t.org.Users && a.Person != t.person()
}

// readInquiryAnswer reads a choice, if there are any, and words.
func (t *turn) readInquiryAnswer(q engagement.Inquiry, l line) engagement.InquiryAnswered {
	f := engagement.InquiryAnswered{Inquiry: q.ID, Organisation: t.org.ID, Person: t.person(), For: t.forWhom}
	if rest, sensitive := l.cutAny("sensitive", "commercially sensitive", "confidential"); sensitive && l.hasColon() {
		f.Sensitive, l = true, rest
	}
	if rest, n, ok := l.cutChoice(q.ChoicesFor(t.org.Users)); ok {
		f.Choice, l = n, rest
	}
	f.Words = l.words()
	if before, there := q.Answer(t.org.ID, t.person()); there {
		// What was sensitive stays so until somebody says otherwise; leave to
		// quote was for the words of before.
		f.Sensitive, f.Why = f.Sensitive || before.Sensitive, before.Why
		f.Quotable = before.Quotable && before.Words == f.Words
		if f.For == "" {
			f.For = before.For
		}
	}
	return f
}

// cutChoice takes a choice from the start: its number or its words, alone or set
// off from what follows.
func (l line) cutChoice(choices []string) (rest line, choice int, ok bool) {
	longest := 0
	for i, words := range choices {
		called := fold(words).norm
		after, said := l.cut(called)
		if said && len(called) > longest && (after.empty() || l.separated(len(called))) {
			rest, choice, longest = after, i+1, len(called)
		}
	}
	if choice > 0 && strings.HasPrefix(l.norm[longest:], ",") {
		return l, choice, true // "yes, and we would host it": a sentence of its own
	}
	if choice > 0 {
		return rest, choice, true
	}
	after, n, numbered := l.cutNumber()
	digits := len(l.norm) - len(strings.TrimLeft(l.norm, "0123456789"))
	if !numbered || digits == 0 || n < 1 || n > len(choices) || !after.empty() && !l.separated(digits) {
		return l, 0, false // "2 of our sites could"
	}
	return after, n, true
}

// replaceLine takes "replace Q3: our words": in the place of a colleague's.
func (t *turn) replaceLine(l line) {
	q, rest, ok := t.inquiryHere(l)
	if ok {
		t.recordInquiry(q, t.readInquiryAnswer(q, rest))
	}
}

// addToLine takes "add to Q3: more words".
func (t *turn) addToLine(l line) {
	q, rest, ok := t.inquiryHere(l)
	if !ok {
		return
	}
	before, there := q.Answer(t.org.ID, t.person())
	f := t.readInquiryAnswer(q, rest)
	if !there {
		t.recordInquiry(q, f)
		return
	}
	t.addToInquiry(q, before, f)
}

// askReplaceInquiry asks before a colleague's answer is replaced. The answer
// stands in the buttons; one that is too long for one has to be sent again.
func (t *turn) askReplaceInquiry(q engagement.Inquiry, before engagement.InquiryAnswer, l line) {
	blocks := []bot.Block{
		bot.Say(named(before.Person) + " answered **" + q.ID + "** " + t.ago(before.At, t.now) + ": *" + plain(q.Choice(before.Choice)) + "*. " + plain(t.org.Name) + " has one answer to each question, so yours would take its place. Nothing has been replaced yet."),
	}
	if words := l.words(); len(words) <= mostPressed {
		blocks = append(blocks, buttons(saysAgain("Replace it", "replace "+words), saysAgain("Keep it, add my words", "add to "+words)))
	} else {
		blocks = append(blocks, bot.Say("To replace it, send yours again with **replace "+q.ID+":** before it; to add your words to what is there, with **add to "+q.ID+":**."), bot.Block{Quote: &bot.Quote{Words: words}})
	}
	t.note(blocks...)
}

// addToInquiry adds words to the answer there is. Words that are sensitive make
// all of it so.
func (t *turn) addToInquiry(q engagement.Inquiry, before engagement.InquiryAnswer, f engagement.InquiryAnswered) {
	all := before.InquiryAnswered
	all.Person, all.Sensitive = t.person(), before.Sensitive || f.Sensitive
	if f.Why != "" {
		all.Why = f.Why
	}
	if words := strings.TrimSpace(f.Words); words != "" {
		all.Words, all.Quotable = strings.TrimSpace(all.Words+"\n\n"+words), false
	}
	t.recordInquiry(q, all)
}

// recordInquiry records what this voice says to a question, and says so.
func (t *turn) recordInquiry(q engagement.Inquiry, f engagement.InquiryAnswered) {
	f.Person = t.person()
	facts, refusal := t.state.AnswerInquiry(t.now, f)
	switch {
	case refusal != nil:
		t.refuseKeeping(refusal, f.Words)
		return
	case len(facts) == 0:
		t.note(bot.Say("That is recorded already: " + t.inquirySaid(q.ID) + "."))
		return
	case !t.take(facts, nil):
		return
	}
	a := t.myAnswer(q.ID)
	t.place(placed{Entries: a.ID})
	said := "Recorded for " + plain(t.org.Name) + ": "
	if t.org.Users {
		said = "Thank you. Recorded as yours: "
	}
	blocks := []bot.Block{bot.Say(said + t.inquirySaid(q.ID) + "."), bot.Aside(t.afterInquiry(a))}
	t.respond(append(blocks, t.askWho()...)...)
	t.refreshList(t.org)
}

// afterInquiry says who reads an answer, and how to change it.
func (t *turn) afterInquiry(a engagement.InquiryAnswer) string {
	if t.org.Users {
		return "The team that plans the service reads it, without your name in what it shows to others. To change it, answer again."
	}
	text := "The buying team reads it; other suppliers don't. To change it, answer again."
	if !a.Sensitive && a.Words != "" {
		text += " If it is commercially sensitive, write **sensitive " + a.Inquiry + "**; if we may quote it without your name, **quote " + a.Inquiry + "**."
	}
	return text
}

// myAnswer is what this voice says to a question now.
func (t *turn) myAnswer(id string) engagement.InquiryAnswer {
	q, _ := t.state.Inquiry(id)
	a, _ := q.Answer(t.org.ID, t.person())
	return a
}

// inquirySaid is that in a few words.
func (t *turn) inquirySaid(id string) string {
	q, _ := t.state.Inquiry(id)
	a := t.myAnswer(id)
	text := "**" + id + "**"
	if choice := q.Choice(a.Choice); choice != "" {
		text += ": *" + plain(choice) + "*"
	}
	if a.Words != "" {
		text += ", with your words"
	}
	switch {
	case a.For == "":
	case t.ev.Kind == bot.Submitted:
		text += ", for " + plain(a.For)
	default:
		text += ", for the person you named"
	}
	if a.Sensitive {
		text += ", commercially sensitive"
	}
	return text
}

// tickInquiry changes the ticks of an answer to a question of the team's; false:
// l names none.
func (t *turn) tickInquiry(l line, change func(f *engagement.InquiryAnswered, why string) string) bool {
	id, rest, named := l.cutInquiry()
	if !named {
		return false
	}
	q, _, ok := t.inquiryHere(l)
	if !ok {
		return true
	}
	before, there := q.Answer(t.org.ID, t.person())
	if !there {
		t.note(bot.Say("There is no answer to **" + id + "** yet. Give one first: **answer " + id + ": your words**."))
		return true
	}
	f := before.InquiryAnswered
	done := change(&f, oneLine(rest.words()))
	f.Person = t.person()
	facts, refusal := t.state.AnswerInquiry(t.now, f)
	switch {
	case refusal != nil:
		t.refuse(refusal)
	case len(facts) == 0:
		t.note(bot.Say("That is so already."))
	case t.take(facts, nil):
		t.respond(bot.Say("**" + id + "**: " + done))
	}
	return true
}

// repliedToInquiry takes a plain reply in the thread of a message that asks
// something; false: it is none.
func (t *turn) repliedToInquiry(l line, c inHand) bool {
	open := t.inquiriesInThread()
	if c.inThread || l.is(courtesies()...) {
		return false
	}
	switch {
	case len(open) == 0:
		return false
	case len(open) > 1:
		var ids []string
		for _, q := range open {
			ids = append(ids, "**answer "+q.ID+":**")
		}
		t.note(bot.Say("That message asks more than one thing, so I couldn't tell to which this belongs. Nothing was recorded. Please begin with "+strings.Join(ids, " or ")+"."), bot.Block{Quote: &bot.Quote{Words: l.words()}})
		return true
	}
	q := open[0]
	f := t.readInquiryAnswer(q, l)
	before, there := q.Answer(t.org.ID, t.person())
	if there && f.Choice == 0 {
		t.addToInquiry(q, before, f)
		return true
	}
	if there && t.colleaguesToo(before) && f.Choice != before.Choice {
		t.askReplaceInquiry(q, before, readLine(q.ID+": "+l.words()))
		return true
	}
	t.recordInquiry(q, f)
	return true
}

// inquiriesInThread are the open questions of the message on which somebody
// replies.
func (t *turn) inquiriesInThread() []engagement.Inquiry {
	if t.ev.Kind != bot.Said || t.ev.Re == "" {
		return nil
	}
	return slices.DeleteFunc(t.inquiriesOpen(t.org.ID), func(q engagement.Inquiry) bool { return !t.asks(t.ev.Re, q) })
}

// asks says whether the message of that key asks a question: it went with it, or
// what it missed was made up for by it.
func (t *turn) asks(key string, q engagement.Inquiry) bool {
	r, _ := t.state.Release(q.Release)
	key = strings.TrimSuffix(key, ":users")
	return key == t.keyOf(r) || strings.HasPrefix(key, "pack:")
}

// inquiryFirst takes "Q3: our words", "replace Q3: …" and "add to Q3: …"; false: l
// is nothing of that sort.
func (t *turn) inquiryFirst(l line) bool {
	for _, way := range []struct {
		name string
		run  func(*turn, line)
	}{{"replace", (*turn).replaceLine}, {"add to", (*turn).addToLine}} {
		rest, ok := l.cut(way.name)
		if _, _, named := rest.cutInquiry(); ok && named {
			way.run(t, rest)
			return true
		}
	}
	_, rest, named := l.cutInquiry()
	switch {
	case !named:
		return false
	case rest.empty():
		t.askedOfUs(l)
	default:
		t.answerLine(l)
	}
	return true
}
