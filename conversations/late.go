package conversations

import (
	"strings"
	"time"

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
			more: "Where another that was no later was left out, it takes a reason, too: **accept late 3: why**.",
			run:  func(t *turn, l line) { t.settleLate(l, true) },
		},
		{
			names: []string{"refuse late", "leave out late", "leave it out"}, usage: "refuse late 3: why", takes: takesText,
			help: "leave an answer out that came after the close, with the reason; whoever gave it reads that", run: func(t *turn, l line) { t.settleLate(l, false) },
		},
		{names: []string{"late", "late answers"}, usage: "late", view: true, help: "answers that came after the close and wait for you", run: (*turn).showLate},
	}
}

// settleLate takes "3" or "3: why".
func (t *turn) settleLate(l line, accept bool) {
	number, reason, _ := strings.Cut(l.words(), ":")
	id := "L" + strings.TrimSpace(strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(number)), "L"))
	t.settlesLate(id, accept, strings.TrimSpace(reason))
}

// settlesLate accepts a late answer, or leaves it out, and tells whoever gave it.
// Where it takes a reason that is asked for.
func (t *turn) settlesLate(id string, accept bool, reason string) {
	late, _ := t.state.LateAnswer(id)
	if late.Waiting() && t.leftToOthers(t.calledAs(late.Organisation)...) {
		return
	}
	facts, refusal := t.state.SettleLate(engagement.LateSettled{ID: id, Accepted: accept, By: t.person(), Reason: reason})
	switch {
	case refusal != nil && refusal.Code == engagement.UnknownLate:
		t.note(bot.Say(t.whyNotLate(late)))
		return
	case refusal != nil && t.ev.Kind == bot.Submitted:
		t.refuseIn(refusal, map[engagement.Field]string{engagement.FieldReason: fieldReason})
		return
	case refusal != nil && refusal.Code == engagement.Missing:
		t.askWhyLate(late, accept)
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
	said := "**" + plain(o.Name) + "** on " + t.lateTo(late) + ": "
	if accept {
		said += "accepted. It counts from now on, and the record says that it was late."
	} else {
		said += "left out. That it was asked for stays on the record, with your reason."
	}
	t.reply("", bot.Say(said+" "+plain(o.Name)+" is told."))
	late, _ = t.state.LateAnswer(id)
	t.tellLate(o, late)
	if s.ID != 0 && t.listStatus(o, s) != listed {
		t.refreshList(o)
	}
}

// lateWords are the words for one decision about a late answer.
func lateWords(accept bool) (command, done string) {
	if accept {
		return "accept late ", "accepted"
	}
	return "refuse late ", "left out"
}

// decidedOtherwise says how another late answer was decided that this one should be
// treated like; empty: none was.
func (t *turn) decidedOtherwise(l engagement.Late, accept bool) string {
	other, ok := t.state.LateOtherwise(l, accept)
	if !ok {
		return ""
	}
	_, done := lateWords(other.Accepted)
	came := "came " + t.since(other.Asked) + " after the close"
	if l.Asked.Truncate(time.Minute).Equal(other.Asked.Truncate(time.Minute)) {
		came = "came in the same minute"
	}
	text := "**" + plain(t.organisationNamed(other.Organisation)) + "'s** on " + itoa(other.Section) + " " + came + ", and was " + done
	return text + ". "
}

// askWhyLate asks for the reason of a decision.
func (t *turn) askWhyLate(l engagement.Late, accept bool) {
	command, _ := lateWords(accept)
	number := strings.TrimPrefix(l.ID, "L")
	text := t.decidedOtherwise(l, accept) + "**Why is this one taken?** The record keeps your reason."
	if !accept {
		text = t.decidedOtherwise(l, accept) + "**Why is this one left out?** " + plain(t.organisationNamed(l.Organisation)) + " reads your reason, in your words."
	}
	t.note(bot.Say(text+" Write **"+command+number+": why**. Nothing was changed yet."), buttons(opens("Say why", actionLate, command+number, command+number+": why")))
}

// openLate asks for the reason in a form; its value is the command.
func (t *turn) openLate() {
	id, accept := lateIn(t.ev.Value)
	l, ok := t.state.LateAnswer(id)
	if !ok || !l.Waiting() {
		t.note(bot.Say(t.whyNotLate(l)))
		return
	}
	o, _ := t.state.Organisation(l.Organisation)
	what := l.Inquiry
	if s, ok := t.state.Section(l.Section); ok {
		what = label(s)
	}
	title, asks, hint := "Leave a late answer out", "Why it is left out", plain(o.Name)+" reads this, in your words."
	if accept {
		title, asks, hint = "Accept a late answer", "Why it is taken", "The record keeps it."
	}
	t.showForm(bot.Form{
		Action: actionLate, Value: t.ev.Value, Title: title, Heading: oneLine(o.Name) + " on " + what, Submit: "Save", Typed: t.ev.Value + ": why",
		Blocks: []bot.Block{bot.Say(t.decidedOtherwise(l, accept) + "It came " + t.since(l.Asked) + " after the close.")},
		Fields: []bot.Field{{Name: fieldReason, Kind: bot.Words, Label: asks, Hint: hint, Value: t.filled(fieldReason, ""), Required: true, Max: engagement.MostReason}},
	})
}

func (t *turn) sendLate() {
	if t.entered(fieldReason) == "" {
		t.wrongIn(fieldReason, "Please say why.")
		return
	}
	id, accept := lateIn(t.ev.Value)
	t.settlesLate(id, accept, t.entered(fieldReason))
}

// lateIn reads which answer a form is about, and what is to become of it.
func lateIn(value string) (id string, accept bool) {
	number, accept := strings.CutPrefix(value, "accept late ")
	return "L" + strings.TrimPrefix(number, "refuse late "), accept
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
func (t *turn) tellLate(o engagement.Organisation, l engagement.Late) {
	to, what := t.hears(o), strings.TrimSuffix(t.lateTo(l), ", which you asked")
	text := "Your answer to " + what + ", which came after the close, was **accepted**: " + unmarked(t.lateSaid(l, o)) + ". The record says that it was late."
	if !l.Accepted {
		text = "Your answer to " + what + ", which came after the close, was **not added**. **Why:** " + sentence(l.Reason) + " It counts for nothing, and nobody but the buying team has read it."
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
