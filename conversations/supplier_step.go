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
	hints    []string // words that point to it, in lower case
} {
	return []struct {
		category engagement.StepReason
		label    string
		hints    []string
	}{
		{engagement.NotOurField, "Not our field", []string{"our field", "not what we do"}},
		{engagement.WrongSize, "Wrong size for us", []string{"too big", "too large", "too small", "our size"}},
		{engagement.WrongTime, "Wrong time", []string{"too busy", "too soon", "wrong time", "no time"}},
		{engagement.Technology, "The technology asked for", []string{"technolog", "software", "hardware"}},
		{engagement.Terms, "The terms", []string{"the terms", "payment terms", "liability", "insurance"}},
	}
}

// stepBack takes the organisation out. Without a reason it asks for one, in
// one press.
func (t *turn) stepBack(l line) {
	if refusal := t.mayStep(); refusal != nil {
		t.refuse(refusal)
		return
	}
	if t.org.SteppedBack() {
		t.note(bot.Say(alreadyBack(t.org)))
		return
	}
	reason := l.words()
	if reason == "" {
		t.askWhyStep()
		return
	}
	category := stepCategory(l)
	if l.is("no reason", "without a reason", "now", "none") {
		reason, category = "", engagement.NoReasonGiven
	}
	t.stepsBack(reason, category)
}

func alreadyBack(o engagement.Organisation) string {
	return plain(o.Name) + " has stepped back already. You are welcome back: write **come back**."
}

// stepsBack records that the organisation steps back.
func (t *turn) stepsBack(reason string, category engagement.StepReason) {
	facts, refusal := t.state.StepBack(engagement.OrganisationStepped{
		Organisation: t.org.ID, Person: t.person(), Reason: reason, Category: category,
	})
	if refusal != nil {
		t.refuseKeeping(refusal, reason)
		return
	}
	if !t.take(facts, nil) {
		return
	}
	t.org, _ = t.state.Organisation(t.org.ID)
	t.place(placed{})
	t.steppedBack(reason)
}

// mayStep refuses where there is nothing to step back from.
func (t *turn) mayStep() *engagement.Refusal {
	if t.state.Stage() == engagement.Closed {
		return t.state.Accepts(t.now)
	}
	return nil
}

func (t *turn) askWhyStep() {
	var row []bot.Button
	for _, r := range stepReasons() {
		row = append(row, press(r.label, "step back: "+strings.ToLower(r.label)))
	}
	row = append(row, press("No reason", "step back: no reason"))
	t.place(placed{Awaits: awaitsStep})
	t.reply("",
		bot.Say("Of course. "+plain(t.org.Name)+" then takes no further part; what you answered stays, and you can come back. **What is the main reason?** It helps the buying team to see what keeps people out."),
		buttons(row...),
		bot.Aside("Or in your own words: just write it here. Nothing has changed yet; **cancel** leaves it so."),
	)
}

// stepCategory guesses the sort of reason from its words.
func stepCategory(l line) engagement.StepReason {
	for _, r := range stepReasons() {
		if l.is(strings.ToLower(r.label)) {
			return r.category
		}
	}
	for _, r := range stepReasons() {
		for _, hint := range r.hints {
			if strings.Contains(l.norm+" ", hint) {
				return r.category
			}
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
	if c == engagement.NoReasonGiven {
		return "no reason given"
	}
	return "a reason of its own"
}

// steppedBack thanks, and tells the team.
func (t *turn) steppedBack(reason string) {
	because := " The reason is with the buying team."
	if reason == "" {
		because = ""
	}
	t.respond(
		bot.Say("Thank you for telling us. "+plain(t.org.Name)+" has stepped back."+because+" What you answered before stays."),
		bot.Say("You can still read everything, and you are welcome back until "+t.until()+": write **come back**. Stepping back is not held against you later."),
	)
	blocks := []bot.Block{bot.Say("**" + plain(t.org.Name) + "** (" + organisationKind(t.org) + ") has stepped back: " + stepLabel(t.org.Step.Category) + ".")}
	if reason != "" && !strings.EqualFold(reason, stepLabel(t.org.Step.Category)) {
		blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: reason, By: organisationKind(t.org)}})
	}
	blocks = append(blocks, bot.Aside("What it answered stays, and it can come back."))
	t.tell(t.key("stepped"), "Somebody stepped back", blocks...)
	t.refreshList(t.org)
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
