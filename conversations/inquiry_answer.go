package conversations

import (
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
	case !ok || q.Asked.IsZero() || !q.Concerns(t.org):
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
	if rest, m := l.cutMark(); m == saidSensitive {
		f.Sensitive, l = true, rest
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

// inquiryFirst takes "Q3: our words", of a question that is asked here, "replace
// Q3: …" and "add to Q3: …"; false: l is nothing of that sort.
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
	id, rest, named := l.cutInquiry()
	q, ours := t.state.Inquiry(id)
	ours = ours && !q.Asked.IsZero() && q.Concerns(t.org)
	switch {
	case !named || !ours:
		return false
	case rest.empty():
		t.askedOfUs(l)
	case !l.separated(len(strings.TrimRight(inquiryID.FindString(l.norm), " :,.;="))):
		return false // "Q3 is too early": the quarter
	default:
		t.answerLine(l)
	}
	return true
}
