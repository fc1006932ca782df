package conversations

import (
	"fmt"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// askReplace keeps the answer until it is clear whether it replaces the
// colleague's.
func (t *turn) askReplace(f engagement.ResponseGiven) {
	if facts, refusal := t.state.Answer(t.now, f); refusal != nil {
		t.refuseKeeping(refusal, f.Words)
		return
	} else if len(facts) == 0 {
		return
	}
	before := t.mine(f.Section)
	s, _ := t.state.Section(f.Section)
	who, when := named(t.talk.holder(before)), t.ago(before.Given, t.now)
	if t.talk.holder(before) != before.Person {
		when = "before" // the time is that of the last comment
	}
	p := placing(f, awaitsReplace)
	p.Form, p.Asked = t.ev.Kind == bot.Submitted, t.question()
	t.place(p)
	kept := "Nothing has been replaced yet."
	if f.Words != "" && p.Form {
		kept += " What you wrote is kept until you choose."
	}
	t.respond(
		bot.Say(who+" answered "+name(s)+" "+when+": **"+labelFor(before.Stance, false)+"**. "+plain(t.org.Name)+" has one answer for each section, so yours (**"+labelFor(f.Stance, false)+"**) would take its place."),
		bot.Say(kept),
		buttons(t.answers("Replace it", "replace", f.Section), t.answers(keepLabel(f.Words), "keep", f.Section)),
	)
}

// keepLabel is what the button says that leaves a colleague's answer.
func keepLabel(words string) string {
	if words == "" {
		return "Keep it"
	}
	return "Keep it, add my comment"
}

// replace lets the kept answer take the colleague's place.
func (t *turn) replace(c inHand) {
	t.takeKept(c.placed)
	f := c.answer()
	if !c.Form {
		t.record(t.given(c.Section, c.Stance, c.Words))
		return
	}
	listed, replaced := t.listed(f.Section), t.mine(f.Section)
	facts, refusal := t.state.Answer(t.now, f)
	if refusal != nil {
		t.refuseAnswer(refusal, f)
		return
	}
	if t.take(facts, nil) {
		t.saved(f.Section)
		t.relist(f.Section, listed)
		t.privateGone(replaced)
	}
}

// keep leaves the colleague's answer, with the kept words added.
func (t *turn) keep(c inHand) {
	t.used = true
	t.window = c.Form
	if c.Words != "" {
		f := c.answer()
		f.Stance = ""
		t.comment(f)
		return
	}
	t.place(placed{Section: c.Section, Awaits: awaitsWords})
	t.respond(bot.Say("It stays: "+t.recordedAs(t.mine(c.Section))+"."), bot.Aside("If you want to add something to it, just write it here."))
}

// comment adds the words of f to the answer there is. Words that are commercially
// sensitive stand beside those that are not, for the buying team alone.
func (t *turn) comment(f engagement.ResponseGiven) {
	section := f.Section
	before, listed := t.mine(section), t.listed(section)
	facts, refusal := t.adding(f)
	if refusal != nil {
		t.refuseKeeping(refusal, f.Words)
		return
	}
	colleague := before != nil && t.colleagues(before)
	if !t.take(facts, nil) {
		return
	}
	t.keepHolder(before)
	now := t.mine(section)
	t.place(placed{Section: section, Awaits: t.stillAwaits(section), Entries: now.ID})
	text := "Added to your answer: "
	if colleague {
		text = "Added as a comment, the answer stays: "
	}
	blocks := []bot.Block{bot.Say(text + t.recordedAs(now) + ".")}
	if f.Sensitive && !before.Sensitive {
		blocks = []bot.Block{t.addedPrivately(now)}
	} else if strings.Contains(f.Words, "?") {
		blocks = append(blocks, bot.Aside("If that was a question for the buying team, write **ask:** and the question, so that it is answered."))
		if question := fmt.Sprintf("ask %d: %s", section, oneLine(f.Words)); len(question) <= mostPressed {
			blocks = append(blocks, buttons(press("Ask it", question)))
		}
	}
	t.respond(append(append(blocks, t.keptInside()...), t.nextButtons(section)...)...)
	t.relist(section, listed)
}

// adding gives the facts that add the words of f to the answer there is.
func (t *turn) adding(f engagement.ResponseGiven) ([]engagement.Fact, *engagement.Refusal) {
	if !f.Sensitive {
		return t.state.AddWords(t.now, t.org.ID, t.person(), f.Section, f.Words)
	}
	return t.state.AddPrivately(t.now, t.org.ID, t.person(), f.Section, f.Words, f.Why)
}

// addedPrivately says what became of words that are commercially sensitive, and of
// the answer that they are beside.
func (t *turn) addedPrivately(r *engagement.Response) bot.Block {
	s, _ := t.state.Section(r.Section)
	text := "Added, for the buying team alone: your words on **" + name(s) + "**. They are shown in no other room, and in no digest. The rest of " + plain(t.org.Name) + "'s answer stays as it was: **" + labelFor(r.Stance, r.IsUser()) + "**"
	if r.Quotable {
		text += ", may be quoted without your name"
	}
	return bot.Say(text + ".")
}

// keeping gives an answer that takes before's place the words that a colleague added
// to that for the buying team alone. They go with a view that goes, and with a text.
func (t *turn) keeping(f engagement.ResponseGiven, before *engagement.Response) engagement.ResponseGiven {
	if before != nil && before.Stance == f.Stance && !t.colleagues(before) && !t.state.Stale(before) {
		f.Private, f.PrivateWhy, f.PrivateBy = before.Private, before.PrivateWhy, before.PrivateBy
	}
	return f
}

// privateGone says that words for the buying team alone went with the answer that they
// were added to.
func (t *turn) privateGone(before *engagement.Response) {
	if before == nil || before.Private == "" {
		return
	}
	if now := t.mine(before.Section); now == nil || now.ID == before.ID || now.Private != "" {
		return
	}
	t.besides(bot.Say("What was for the buying team alone (" + t.privatelyBy(before) + ") went with the answer before, **" + labelFor(before.Stance, before.IsUser()) + "**, and is no part of this one. Whoever wrote it can add it again."))
}

// colleagues says whether an answer carries the view of a colleague.
func (t *turn) colleagues(r *engagement.Response) bool {
	return !t.org.Users && t.talk.holder(r) != t.person()
}

// keepHolder lets the answer that takes before's place carry the view of the
// same person, if another one only added to it.
func (t *turn) keepHolder(before *engagement.Response) {
	if before == nil || !t.colleagues(before) {
		return
	}
	if now := t.mine(before.Section); now != nil && now.ID != before.ID {
		t.remember(kindKept, kept{Organisation: t.org.ID, Section: now.Section, Response: now.ID, Person: t.talk.holder(before)})
	}
}

// stillAwaits is what can be answered in a word after words were added.
func (t *turn) stillAwaits(section int) awaiting {
	s, _ := t.state.Section(section)
	if r := t.mine(section); r != nil && t.asksBid(r, s) {
		return awaitsBid
	}
	return awaitsNothing
}
