package conversations

import (
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// lateCommands are how the team decides about answers that came after the
// close.
func lateCommands() []command {
	return []command{
		{
			names: []string{"accept late", "accept it late"}, usage: "accept late 3", takes: takesText,
			help: "take an answer that came after the close; the record says that it was late",
			run:  func(t *turn, l line) { t.settleLate(l, true) },
		},
		{
			names: []string{"refuse late", "leave out late", "leave it out"}, usage: "refuse late 3", takes: takesText,
			help: "leave an answer out that came after the close", run: func(t *turn, l line) { t.settleLate(l, false) },
		},
		{names: []string{"late", "late answers"}, usage: "late", view: true, help: "answers that came after the close and wait for you", run: (*turn).showLate},
	}
}

// settleLate accepts a late answer, or leaves it out, and tells whoever gave
// it.
func (t *turn) settleLate(l line, accept bool) {
	id := "L" + strings.TrimSpace(strings.TrimPrefix(strings.ToUpper(l.words()), "L"))
	late, _ := t.state.LateAnswer(id)
	facts, refusal := t.state.SettleLate(engagement.LateSettled{ID: id, Accepted: accept, By: t.person()})
	if refusal != nil && refusal.Code == engagement.UnknownLate {
		t.note(bot.Say(t.whyNotLate(late)))
		return
	}
	listed := ""
	o, _ := t.state.Organisation(late.Organisation)
	s, _ := t.state.Section(late.Section)
	if s.ID != 0 {
		listed = t.listStatus(o, s)
	}
	if !t.take(facts, refusal) {
		return
	}
	said := "**" + plain(o.Name) + "** on **" + name(s) + "**: "
	if accept {
		said += "accepted. It counts from now on, and the record says that it was late."
	} else {
		said += "left out. That it was asked for stays on the record."
	}
	t.reply("", bot.Say(said+" "+plain(o.Name)+" is told."))
	t.tellLate(o, s, late, accept)
	if t.listStatus(o, s) != listed {
		t.refreshList(o)
	}
}

// whyNotLate says why nothing can be decided about a late answer.
func (t *turn) whyNotLate(l engagement.Late) string {
	switch {
	case l.ID == "":
		return "There is no late answer of that number. **late** shows those that wait."
	case l.Accepted:
		return "That was accepted " + t.ago(l.Settled, t.now) + "."
	}
	return "That was left out " + t.ago(l.Settled, t.now) + "."
}

// tellLate tells the organisation what became of its late answer.
func (t *turn) tellLate(o engagement.Organisation, s engagement.Section, l engagement.Late, accepted bool) {
	to := t.hears(o)
	text := "Your answer to **" + name(s) + "**, which came after the close, was **accepted**: " + labelFor(l.Stance, o.Users) + ". The record says that it was late."
	if !accepted {
		text = "Your answer to **" + name(s) + "**, which came after the close, was **not added**: it came too late to be treated like the others. It counts for nothing, and nobody but the buying team has read it."
	}
	t.post(bot.Message{
		Key: "late:" + l.ID + ":settled", Class: bot.Notice, To: to, Title: "About your late answer", Plain: o.Users,
		Blocks: []bot.Block{bot.Say(text)},
	})
}

// showLate lists the late answers that wait.
func (t *turn) showLate(line) {
	var blocks []bot.Block
	for _, l := range t.state.LateAnswers() {
		if l.Waiting() {
			blocks = append(blocks, t.lateBlocks(l)...)
		}
	}
	if len(blocks) == 0 {
		t.note(bot.Say("No late answer waits for you."))
		return
	}
	t.note(blocks...)
}
