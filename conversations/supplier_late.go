package conversations

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// lateFor is how long after the close an answer may still be asked to be added.
const lateFor = 14 * 24 * time.Hour

// refuseAnswer answers with a rule's no to an answer, and gives it back. Where
// it only came too late, the answer is kept for this person, who may ask that
// it be added.
func (t *turn) refuseAnswer(r *engagement.Refusal, f engagement.ResponseGiven) {
	if _, known := t.state.Section(f.Section); !known || !f.Stance.Valid() || !t.onlyLate(r) {
		t.refuseKeeping(r, f.Words)
		return
	}
	p := placing(f, awaitsLate)
	p.Asked = t.question()
	t.place(p)
	s, _ := t.state.Section(f.Section)
	blocks := []bot.Block{
		bot.Say("This closed on " + t.closedAt() + ". Your answer to " + name(s) + ", **" + labelFor(f.Stance, t.org.Users) + "**, is kept for you below, and was **not** recorded as one."),
	}
	if f.Words != "" {
		blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: f.Words}})
	}
	t.note(append(blocks, t.askToAdd(f.Section)...)...)
}

// onlyLate says whether an answer is refused for nothing but that it came after the
// close, and not too long after it.
func (t *turn) onlyLate(r *engagement.Refusal) bool {
	inProcedure := t.state.Notice().IsOut() || t.state.Dialogued()
	return r.Code == engagement.NowClosed && !inProcedure && t.now.Sub(t.closedOn()) <= lateFor && !t.org.SteppedBack()
}

func (t *turn) askToAdd(section int) []bot.Block {
	return []bot.Block{
		bot.Say("You can ask the buying team to accept it late. They decide, and the record says that it was late."),
		buttons(t.answers("Ask to add it", "add it late", section)),
	}
}

// refuseInquiry is refuseAnswer for an answer to a question of the team's.
func (t *turn) refuseInquiry(r *engagement.Refusal, q engagement.Inquiry, f engagement.InquiryAnswered) {
	if !t.onlyLate(r) {
		t.refuseKeeping(r, f.Words)
		return
	}
	t.place(placed{
		Awaits: awaitsLate, Asked: t.question(), Inquiry: q.ID, Choice: f.Choice, Words: f.Words,
		Quotable: f.Quotable, Sensitive: f.Sensitive, Why: f.Why, For: f.For,
	})
	said := "This closed on " + t.closedAt() + ". Your answer to **" + q.ID + "**"
	if choice := q.Choice(f.Choice); choice != "" {
		said += ", **" + plain(choice) + "**,"
	}
	blocks := []bot.Block{bot.Say(said + " is kept for you below, and was **not** recorded as one.")}
	if f.Words != "" {
		blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: f.Words}})
	}
	t.note(append(blocks, t.askToAdd(0)...)...)
}

// nothingKept answers somebody who wants an answer added where none is kept.
func (t *turn) nothingKept(line) {
	t.note(bot.Say(t.withNumber("No answer of yours is kept to be added late. If you have one, write it, for example **6 risk: your words**, and I ask you what to do with it.")))
}

// closedOn is when answers ended.
func (t *turn) closedOn() time.Time {
	closing := t.state.About().Closing
	for _, change := range slices.Backward(t.state.StageChanges()) {
		if change.To == engagement.Closed && (closing.IsZero() || change.At.Before(closing)) {
			return change.At
		}
	}
	return closing
}

// askLate asks the team to take the kept answer late.
func (t *turn) askLate(c inHand) {
	f := c.answer()
	facts, refusal := t.state.AskLate(t.now, engagement.LateAsked{
		Organisation: t.org.ID, Person: t.person(), Section: f.Section, Stance: f.Stance, Words: f.Words,
		Quotable: f.Quotable, Sensitive: f.Sensitive, Why: f.Why, StopsBid: f.StopsBid, For: f.For, Inquiry: c.Inquiry, Choice: c.Choice,
	})
	if refusal != nil {
		t.refuseKeeping(refusal, f.Words)
		return
	}
	if len(facts) == 0 {
		t.note(bot.Say("You have asked for that already. You will read here what the buying team decides."))
		return
	}
	if !t.take(facts, nil) {
		return
	}
	t.place(placed{Section: f.Section})
	all := t.state.LateAnswers()
	late := all[len(all)-1]
	t.reply("", bot.Say("Asked. You will read here what the buying team decides; until then the answer counts for nothing."))
	t.tell("late:"+late.ID, "An answer came after the close", t.lateBlocks(late)...)
}

// lateBlocks show a late answer to the team. Words that are commercially
// sensitive stand in no room.
func (t *turn) lateBlocks(l engagement.Late) []bot.Block {
	o, _ := t.state.Organisation(l.Organisation)
	blocks := []bot.Block{bot.Say("**" + plain(o.Name) + "** (" + organisationKind(o) + ") asks to add an answer to " + t.lateTo(l) + ": " + t.lateSaid(l, o) + ". It came " + t.since(l.Asked) + " after the close.")}
	var read []bot.Button
	switch {
	case l.Sensitive:
		blocks = append(blocks, bot.Aside("Its words are commercially sensitive, so they are not shown here."))
		if l.Inquiry == "" {
			read = []bot.Button{press("Read privately", "read privately "+fmt.Sprint(l.Section))}
		}
	case strings.TrimSpace(l.Words) != "":
		blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: l.Words, By: organisationKind(o)}})
	}
	number := strings.TrimPrefix(l.ID, "L")
	return append(blocks,
		bot.Say(t.likeOthers(l)),
		buttons(append([]bot.Button{press("Accept it late", "accept late "+number), opens("Leave it out, with a reason", actionLate, "refuse late "+number, "refuse late "+number+": why")}, read...)...),
	)
}

// likeOthers says that it is for the team to decide, and how others as late were
// treated.
func (t *turn) likeOthers(l engagement.Late) string {
	text := "It is for you to decide; the record says that it was late. Whoever else was as late is treated the same, or you say why not."
	parts := []string{text, strings.TrimSpace(t.decidedOtherwise(l, true)), strings.TrimSpace(t.decidedOtherwise(l, false))}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), " ")
}

// lateTo names what a late answer is to.
func (t *turn) lateTo(l engagement.Late) string {
	if l.Inquiry != "" {
		return "**" + l.Inquiry + "**, which you asked"
	}
	s, _ := t.state.Section(l.Section)
	return "**" + name(s) + "**"
}

// lateSaid is what it says, in a few words.
func (t *turn) lateSaid(l engagement.Late, o engagement.Organisation) string {
	if l.Inquiry == "" {
		return "**" + labelFor(l.Stance, o.Users) + "**"
	}
	q, _ := t.state.Inquiry(l.Inquiry)
	if choice := q.Choice(l.Choice); choice != "" {
		return "**" + plain(choice) + "**"
	}
	return "in words"
}

// since says how long after the close something was.
func (t *turn) since(at time.Time) string {
	after := max(at.Sub(t.closedOn()), time.Minute)
	switch {
	case after < time.Hour:
		return count(int(after/time.Minute), "minute", "minutes")
	case after < 48*time.Hour:
		return count(int(after/time.Hour), "hour", "hours")
	}
	return count(int(after/(24*time.Hour)), "day", "days")
}
