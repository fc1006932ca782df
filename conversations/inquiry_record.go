package conversations

import (
	"soundings/bot"
	"soundings/engagement"
)

// recordInquiry records what this voice says to a question, and says so.
func (t *turn) recordInquiry(q engagement.Inquiry, f engagement.InquiryAnswered) {
	f.Person = t.person()
	before := t.myAnswer(q.ID)
	facts, refusal := t.state.AnswerInquiry(t.now, f)
	switch {
	case refusal != nil:
		t.refuseInquiry(refusal, q, f)
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
	t.tookInquiry(q, before)
}

// afterInquiry says who reads an answer, and how to change it.
func (t *turn) afterInquiry(a engagement.InquiryAnswer) string {
	if t.org.Users {
		return "The team that plans the service reads it, without your name in what it shows to others. To change it, answer again."
	}
	text := "The buying team reads it; other suppliers don't. To change it, answer again."
	switch {
	case a.Sensitive && t.ev.Kind != bot.Submitted:
		text += t.stillStands()
	case !a.Sensitive && a.Words != "":
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
