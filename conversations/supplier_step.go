package conversations

import (
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// stepReasons are the sorts of reason for stepping back, as people see them.
func stepReasons() []struct {
	category engagement.StepReason
	label    string
} {
	return []struct {
		category engagement.StepReason
		label    string
	}{
		{engagement.Technology, "Required technology"},
		{engagement.WrongScope, "Scope"},
		{engagement.WrongTime, "Timing"},
		{engagement.WrongPrice, "Price"},
		{engagement.NoCapacity, "Capacity"},
	}
}

// stepBack takes the organisation out. Without a reason it asks for one, in
// one press. Where others of it have answered it asks first whether all go; in a
// group of people who use services nobody goes for the others, and no reason is
// asked.
func (t *turn) stepBack(l line) {
	if refusal := t.mayStep(); refusal != nil {
		t.refuse(refusal)
		return
	}
	if t.org.SteppedBack() {
		t.note(bot.Say(alreadyBack(t.org)))
		return
	}
	if t.org.Users {
		t.stepsAlone()
		return
	}
	if others := t.othersAnswered(); others != "" && t.here().Awaits != awaitsStep {
		t.askWhoSteps(others, l)
		return
	}
	t.stepBackFor(l)
}

// stepBackFor takes a supplier out.
func (t *turn) stepBackFor(l line) {
	reason := l.words()
	if reason == "" {
		t.askWhyStep()
		return
	}
	if l.is("something else", "other") {
		t.askStepWords()
		return
	}
	category := stepCategory(l)
	section := t.stepSection(reason)
	if l.is("no reason", "without a reason", "now", "none") {
		reason, category = "", engagement.NoReasonGiven
	}
	if l.is(stepLabel(engagement.OtherReason)) {
		reason = ""
	}
	t.stepsBack(reason, category, section, "")
}

func alreadyBack(o engagement.Organisation) string {
	return plain(o.Name) + " has stepped back already. You are welcome back: write **come back**."
}

// stepsBack records that the organisation steps back, and whether it wants to
// hear the outcome, if it said so.
func (t *turn) stepsBack(reason string, category engagement.StepReason, section int, wish string) {
	facts, refusal := t.state.StepBack(engagement.OrganisationStepped{
		Organisation: t.org.ID, Person: t.person(), Reason: reason, Category: category, Section: section,
	})
	if refusal != nil {
		t.refuseKeeping(refusal, reason)
		return
	}
	if !t.take(facts, nil) {
		return
	}
	t.org, _ = t.state.Organisation(t.org.ID)
	if wish == outcomeYes || wish == outcomeNo {
		t.wish(wish == outcomeYes)
	}
	t.place(placed{Awaits: awaitsOutcome})
	t.steppedBack(reason)
}

// mayStep refuses where there is nothing to step back from.
func (t *turn) mayStep() *engagement.Refusal {
	if t.state.Stage() == engagement.Closed {
		return t.accepts()
	}
	return nil
}

func (t *turn) askWhyStep() {
	var row []bot.Button
	for _, r := range stepReasons() {
		row = append(row, t.answers(r.label, "step back: "+strings.ToLower(r.label), 0))
	}
	row = append(row, t.answers("Something else", "step back: something else", 0), t.answers("No reason", "step back: no reason", 0))
	t.place(placed{Awaits: awaitsStep, Asked: t.question()})
	t.reply("",
		bot.Say("Of course. "+plain(t.org.Name)+" then takes no further part; "+t.stays("what you answered stays, and ")+"you can come back. **What is the main reason?** It helps the buying team to see what keeps people out."),
		buttons(row...),
		bot.Aside(t.withNumber("Or in your own words: just write it here, with the number of the section that it is about, if it is one: **step back: required technology, section 6**. Nothing has changed yet; **cancel** leaves it so.")),
	)
}

// askStepWords asks for a reason that has no heading.
func (t *turn) askStepWords() {
	t.place(placed{Awaits: awaitsStep, Asked: t.question()})
	t.reply("",
		bot.Say("**In a few words, what is it?** Just write it here. Nothing has changed yet; **cancel** leaves it so."),
		buttons(t.answers("I'd rather not say", "step back: "+stepLabel(engagement.OtherReason), 0)),
	)
}

// stepCategory is the sort of reason that somebody named: its heading alone, or set off
// from what follows. Anything else is theirs to say, and is put under no heading.
func stepCategory(l line) engagement.StepReason {
	l, _ = l.cut("the")
	for _, r := range stepReasons() {
		heading := strings.ToLower(r.label)
		if _, ok := l.cut(heading); l.is(heading) || ok && l.separated(len(heading)) {
			return r.category
		}
	}
	return engagement.OtherReason
}

// stepLabel is what a sort of reason is called.
func stepLabel(c engagement.StepReason) string {
	for _, r := range stepReasons() {
		if r.category == c {
			return strings.ToLower(r.label)
		}
	}
	switch c {
	case engagement.NoReasonGiven:
		return "no reason given"
	case engagement.NotOurField:
		return "not our field"
	case engagement.WrongSize:
		return "wrong size"
	case engagement.Terms:
		return "the terms"
	case engagement.Technology, engagement.WrongScope, engagement.WrongTime, engagement.WrongPrice, engagement.NoCapacity, engagement.OtherReason:
	}
	return "another reason"
}

// steppedBack thanks, and tells the team.
func (t *turn) steppedBack(reason string) {
	because, thanks := " The reason is with the buying team.", "Thank you for telling us, and for the reason. "
	if category := t.org.Step.Category; reason != "" && category != engagement.OtherReason {
		because = " Noted as **" + stepLabel(category) + "**, for the buying team to weigh."
	}
	if reason == "" && (t.org.Step.Category == engagement.NoReasonGiven || t.org.Step.Category == engagement.OtherReason) {
		because, thanks = "", "Thank you for telling us. "
	} else if s, ok := t.state.Section(t.org.Step.Section); ok && t.org.Step.Category == engagement.OtherReason {
		because = " Your words stand on **" + name(s) + "** now, for the buying team to weigh."
	} else if s, ok := t.state.Section(t.org.Step.Section); ok {
		because = " “" + upperFirst(stepLabel(t.org.Step.Category)) + "” stands on **" + name(s) + "** now, for the buying team to weigh."
	}
	blocks := []bot.Block{
		bot.Say(thanks + plain(t.org.Name) + " has stepped back." + because + t.stays(" What you answered before stays.")),
		bot.Say(t.canComeBack()),
	}
	blocks = append(blocks, t.stillListed()...)
	wish := ""
	switch on, said := t.talk.outcome[t.org.ID]; {
	case !said:
		blocks = append(blocks, bot.Say("**"+askOutcome+"**"), buttons(press("Yes", "tell us the outcome"), press("No", "no outcome")))
	case on:
		wish = " " + outcomeWish
		fallthrough
	default:
		blocks = append(blocks, bot.Say(wishNoted(on)))
	}
	t.respond(blocks...)
	t.tellStepped(reason, wish)
	t.refreshList(t.org)
}

// stays is said of the answers of an organisation that has any.
func (t *turn) stays(words string) string {
	if t.answeredBy(t.org) == 0 {
		return ""
	}
	return words
}

// tellStepped tells the team who stepped back, and why.
func (t *turn) tellStepped(reason, wish string) {
	blocks := []bot.Block{bot.Say("**" + plain(t.org.Name) + "** (" + organisationKind(t.org) + ") has stepped back: " + stepLabel(t.org.Step.Category) + t.stepOn(t.org.Step.Section) + ".")}
	if reason != "" && stepLabel(t.org.Step.Category) == "another reason" {
		blocks = []bot.Block{bot.Say("**" + plain(t.org.Name) + "** (" + organisationKind(t.org) + ") has stepped back" + t.stepOn(t.org.Step.Section) + ", in its own words:")}
	}
	if reason != "" && !strings.EqualFold(reason, stepLabel(t.org.Step.Category)) {
		blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: reason, By: organisationKind(t.org)}})
	}
	blocks = append(blocks, bot.Aside(upperFirst(t.stays("what it answered stays, and ")+t.mayReturn())+wish))
	t.tell(t.key("stepped"), "Somebody stepped back", blocks...)
}

// What is said of the outcome, to whoever stepped back and to the team.
const (
	askOutcome  = "Shall we tell you the outcome?"
	outcomeWish = "It would like to hear the outcome."
)

func wishNoted(on bool) string {
	if on {
		return "The buying team knows that you would like to hear the outcome. If that changes, write **no outcome**."
	}
	return "You hear only what everybody asked must be told. If you would like to hear the outcome after all, write **tell us the outcome**."
}

// wishesOutcome records whether an organisation that stepped back wants to hear
// the outcome.
func (t *turn) wishesOutcome(on bool) {
	if !t.org.SteppedBack() {
		t.note(bot.Say(plain(t.org.Name)+" is taking part, so it hears the outcome with everybody else."), t.onward(0))
		return
	}
	before, said := t.talk.outcome[t.org.ID]
	if said && before == on {
		t.note(bot.Say("That is noted already. " + wishNoted(on)))
		return
	}
	t.wish(on)
	t.place(placed{})
	t.reply("", bot.Say("Noted. "+wishNoted(on)))
	text := " would like to hear the outcome."
	switch {
	case !on && !before:
		return // the team need not be told of what changes nothing
	case !on:
		text = " does not need to hear the outcome any more."
	}
	t.tell(t.key("outcome"), "About somebody who stepped back", bot.Say("**"+plain(t.org.Name)+"** ("+organisationKind(t.org)+")"+text))
}

func (t *turn) wish(on bool) {
	t.remember(kindOutcome, wished{Organisation: t.org.ID, Person: t.person(), On: on})
}

// until is when answers end.
func (t *turn) until() string {
	closing := t.state.About().Closing
	if closing.IsZero() {
		return "it closes"
	}
	return t.moment(closing, t.now)
}

// comeBack brings the organisation in again.
func (t *turn) comeBack(line) {
	if t.returnsAlone() {
		return
	}
	facts, refusal := t.state.ComeBack(t.now, engagement.OrganisationReturned{Organisation: t.org.ID, Person: t.person()})
	if !t.take(facts, refusal) {
		return
	}
	t.org, _ = t.state.Organisation(t.org.ID)
	t.place(placed{})
	blocks := []bot.Block{bot.Say("Welcome back. " + plain(t.org.Name) + " is taking part again; what you answered before still counts. " + t.progress())}
	t.reply("", append(blocks, t.nextButtons(0)...)...)
	t.tell(t.key("returned"), "Somebody came back", bot.Say("**"+plain(t.org.Name)+"** ("+organisationKind(t.org)+") is taking part again."))
	t.refreshList(t.org)
}

// mayReturn says to the team whether an organisation that stepped back may return.
func (t *turn) mayReturn() string {
	switch {
	case t.accepts() == nil:
		return "it can come back."
	case t.state.Stage() == engagement.Paused && !t.state.Notice().IsOut():
		return "it can come back once views are taken again."
	}
	return "it can't come back here any more."
}

// canComeBack says until when somebody who stepped back may return.
func (t *turn) canComeBack() string {
	if t.accepts() != nil {
		return "You can still read everything. Stepping back is not held against you later."
	}
	if t.state.Stage() == engagement.Dialogue {
		return "You can still read everything, and you are welcome back while the dialogue goes on: write **come back**. Stepping back is not held against you later."
	}
	return "You can still read everything, and you are welcome back until " + t.until() + ": write **come back**. Stepping back is not held against you later."
}
