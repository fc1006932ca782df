package conversations

import (
	"fmt"
	"slices"

	"soundings/bot"
	"soundings/engagement"
)

// What is typed by whoever steps back for all, where others of the organisation
// take part, too, and by whoever goes alone.
const (
	stepAll   = "step back all"
	stepAlone = "step back alone"
)

// stepAloneCommands are the two ways to step back where several take part.
func stepAloneCommands() []command {
	return []command{
		{names: []string{stepAlone, "only me", "just me", "i step back"}, usage: stepAlone, run: func(t *turn, _ line) { t.stepsAlone() }, help: "take no further part yourself; your colleagues go on"},
		{names: []string{stepAll, "step back for all", "step back for all of us", "all of us step back"}, usage: stepAll + ": why", takes: takesText, run: (*turn).stepBackAll, help: "take all of your organisation out"},
		{names: []string{stepAll + " now"}, usage: stepAll + " now", run: func(t *turn, _ line) { t.endsForGroup() }},
	}
}

// othersAnswered says in a few words what others of the organisation have
// answered; empty: nobody else has.
func (t *turn) othersAnswered() string {
	given := map[engagement.Person]int{}
	for _, s := range t.state.Sections() {
		if r := t.state.Response(s.ID, t.org.ID, ""); r != nil && r.Person != t.person() && r.How == "" {
			given[r.Person]++
		}
	}
	var parts []string
	for _, p := range t.state.Participants() {
		if p.Organisation != t.org.ID || p.Person == t.person() || !p.Stepped.IsZero() {
			continue
		}
		said := " has taken part"
		if n := given[p.Person]; n > 0 {
			said = " has answered " + count(n, "section", "sections")
		}
		parts = append(parts, named(p.Person)+said)
	}
	return series(parts)
}

// askWhoSteps asks whether a supplier steps back, or only one of its people; the
// words of the reason go with the button.
func (t *turn) askWhoSteps(others string, l line) {
	all := stepAll
	if !l.empty() {
		all += ": " + l.words()
	}
	if len(all) > mostPressed {
		all = stepAll
	}
	blocks := []bot.Block{
		bot.Say(upperFirst(others) + ". **Does " + plain(t.org.Name) + " step back, or only you?** If only you do, your colleagues go on. Nothing has changed yet."),
		buttons(saysAgain(t.orgButton(), all), press("Only me", stepAlone)),
	}
	if !l.empty() && all == stepAll {
		blocks = append(blocks, bot.Aside("What you wrote is too long for a button. If all of you step back, write **"+stepAll+":** and it again:"), bot.Block{Quote: &bot.Quote{Words: l.words()}})
	}
	t.note(blocks...)
}

// orgButton is the name of the organisation on a button.
func (t *turn) orgButton() string { return oneLine(t.org.Name) + " steps back" }

// stepBackAll takes all of the organisation out. In a group of people who use
// services only whoever speaks for it does, and is asked once more.
func (t *turn) stepBackAll(l line) {
	if refusal := t.mayStep(); refusal != nil {
		t.refuse(refusal)
		return
	}
	switch {
	case t.org.SteppedBack():
		t.note(bot.Say(alreadyBack(t.org)))
	case !t.org.Users:
		t.stepBackFor(l)
	case !t.speaksForGroup():
		t.notForAll()
	default:
		t.note(
			bot.Say("This ends it for all of you: nobody of "+plain(t.org.Name)+" is asked anything more, and you hear only what everybody must be told. What you answered stays. Nothing has changed yet."),
			buttons(press("End it for all of us", stepAll+" now"), press("Only me", stepAlone)),
		)
	}
}

// notForAll answers a member who can't end it for the others.
func (t *turn) notForAll() {
	said := "Only whoever speaks for " + plain(t.org.Name) + " can end it for all of you."
	if len(t.org.Contacts) == 0 {
		said = "Nobody is named who speaks for " + plain(t.org.Name) + ", so nobody can end it for all of you from here. If all of you want that, please ask " + plain(t.contactOrTeam()) + "."
	}
	t.note(
		bot.Say(said+" You can stop for yourself, and the others go on. Nothing has changed yet."),
		buttons(press("Only me", stepAlone)),
	)
}

// endsForGroup ends it for a group of people who use services.
func (t *turn) endsForGroup() {
	switch refusal := t.mayStep(); {
	case refusal != nil:
		t.refuse(refusal)
	case t.org.SteppedBack():
		t.note(bot.Say(alreadyBack(t.org)))
	case !t.org.Users || !t.speaksForGroup():
		t.notForAll()
	default:
		t.stepsBack("", engagement.NoReasonGiven, 0, "")
	}
}

// speaksForGroup says whether somebody of a group of people who use services
// speaks for it: whoever is reached for it by mail. Where nobody is, nobody does:
// to have written first says nothing of who may end it for the others.
func (t *turn) speaksForGroup() bool { return t.org.HasContact(t.person()) }

// stepsAlone takes one person out; the others go on.
func (t *turn) stepsAlone() {
	if t.org.SteppedBack() {
		t.note(bot.Say(alreadyBack(t.org)))
		return
	}
	facts, refusal := t.state.StepAlone(engagement.MemberStepped{Person: t.person(), Organisation: t.org.ID})
	if !t.take(facts, refusal) {
		return
	}
	if len(facts) == 0 {
		t.note(bot.Say("That is so already: you have stepped back, and the others go on. If you write an answer here, you are with us again."))
		return
	}
	t.place(placed{})
	blocks := []bot.Block{bot.Say("Thank you for telling us. We won't write to you any more; what is posted here is for the others, who go on. What you answered stays. If you change your mind, just write an answer here.")}
	if t.org.Users && t.speaksForGroup() {
		blocks = append(blocks, bot.Aside("You speak for "+plain(t.org.Name)+". To end it for all of you, write **"+stepAll+"**."))
	}
	t.note(blocks...)
	t.tellSteppedAlone()
}

// tellSteppedAlone tells the team that somebody left, and not who.
func (t *turn) tellSteppedAlone() {
	text := "Somebody of **" + plain(t.org.Name) + "** takes no further part. The others go on, and what was answered stays."
	if alone := t.mailed(t.org); len(t.org.Contacts) > 0 && len(alone) == 0 {
		text += " **Nobody of " + plain(t.org.Name) + " gets our mails any more**: ask them whom to write to, and add the address with **invite**."
	}
	t.tell(t.key("alone"), "Somebody stepped back alone", bot.Say(text))
}

// returnsAlone takes somebody in again who stepped back alone; false: nobody did.
func (t *turn) returnsAlone() bool {
	if t.org.SteppedBack() || t.state.SteppedAlone(t.person(), t.org.ID).IsZero() {
		return false
	}
	facts, refusal := t.state.StepAlone(engagement.MemberStepped{Person: t.person(), Organisation: t.org.ID, Back: true})
	if t.take(facts, refusal) {
		t.place(placed{})
		t.reply("", append([]bot.Block{bot.Say("Welcome back. You are with us again. " + t.progress())}, t.nextButtons(0)...)...)
	}
	return true
}

// whoSteps is the field that asks whether all step back; nil: nobody else has
// answered.
func (t *turn) whoSteps() []bot.Field {
	others := t.othersAnswered()
	if others == "" || t.org.Users {
		return nil
	}
	return []bot.Field{{
		Name: fieldWho, Kind: bot.Choice, Label: "Who steps back?", Value: t.ev.Fields[fieldWho], Required: true,
		Hint:    fmt.Sprintf("%s. If only you step back, your colleagues go on.", upperFirst(others)),
		Options: []bot.Option{{Value: "all", Label: t.orgButton()}, {Value: "me", Label: "Only me"}},
	}}
}

// stepsOut decides what the form says of who steps back; false: the organisation
// does.
func (t *turn) stepsOut() bool {
	if len(t.whoSteps()) == 0 {
		return false
	}
	switch who := t.ev.Fields[fieldWho]; {
	case who == "me":
		t.stepsAlone()
	case !slices.Contains([]string{"all", "me"}, who):
		t.tx.Answer(bot.Answer{Errors: map[string]string{fieldWho: "Please choose: all of you, or only you."}})
	default:
		return false
	}
	return true
}
