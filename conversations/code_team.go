package conversations

import (
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// codeCommands give out codes, and settle where they led.
func codeCommands() []command {
	return []command{
		{
			names: []string{"code for", "a code for", "code", "codes", "the code for", "another code for"}, usage: "code for Tidewell", takes: takesText, again: true, group: "Prepare", run: (*turn).codeFor,
			help: "have a supplier take part on another platform than yours",
			more: "You pass the code on, and somebody writes **join** and the code in the channel or chat on the other platform in which I am, too. I then ask here whether that place is theirs, with who is in it, and nothing stands there before you say yes. A code works once, within a week; **take back code Tidewell** ends it before. In an invitation it is **invite Tidewell, small firm, by code**.",
		},
		{
			names: []string{"take back link", "take back links", "take back the link", "take back the links", "take back link of", "take back the link of", "take back link for"}, usage: "take back link Tidewell", takes: takesText, run: (*turn).takeBackLink,
			help: "end all links of an organisation, and every browser that came by one, and have a new link",
			more: "For a link that came into other hands. What they said stays. Whoever is reached by mail gets the new link by mail; you pass the others on. **take back link colleague** does the same for the links into this room, and is for its owner alone.",
		},
		{names: []string{"take back code", "take back the code", "take back code for", "take back the code for", "withdraw code"}, usage: "take back code Tidewell", takes: takesText, run: (*turn).takeBackCode, help: "have a code work no more that nobody has used"},
		{names: []string{"let in"}, usage: "let in Tidewell", takes: takesText, run: func(t *turn, l line) { t.settleCode(l, true) }, help: "say that the place in which its code was written is theirs"},
		{names: []string{"turn away", "don't let in", "do not let in"}, usage: "turn away Tidewell", takes: takesText, run: func(t *turn, l line) { t.settleCode(l, false) }, help: "say that it is not"},
	}
}

// codeFor gives somebody of the team the code of an organisation, alone.
func (t *turn) codeFor(l line) {
	if l.empty() {
		t.links(l)
		return
	}
	o, ok := t.organisationCalled(l.words())
	if !ok {
		t.noSuchOrganisation(l.words())
		return
	}
	if !t.anyChats() {
		t.note(bot.Say("No chat platform is connected, so a code would lead nowhere. "+plain(o.Name)+" can take part in the browser: **links** gives you the link to pass on."), buttons(press("Links", "links")))
		return
	}
	if _, open := t.codeOpen(o); t.ev.Again && !open {
		t.note(bot.Say(alreadyDone))
		return
	}
	c, problem := t.giveCode(o)
	if problem != "" {
		t.note(bot.Say(problem))
		return
	}
	t.showCode(o, c)
}

// showCode shows a code to one person.
func (t *turn) showCode(o engagement.Organisation, c code) {
	t.noteTitled("A code for "+oneLine(o.Name), append([]bot.Block{
		{Facts: []bot.Pair{{Label: "Code", Value: bot.CodeTo(t.slug, c.ID)}, {Label: "Good until", Value: t.moment(c.Until, t.now) + "; it works once"}}},
		bot.Say("**Pass it on to " + plain(o.Name) + " alone.**"),
	}, append(t.howToJoin(bot.CodeTo(t.slug, c.ID)), buttons(press("Take it back", "take back code "+oneLine(o.Name))))...)...)
}

// howToJoin says what is done with a code.
func (t *turn) howToJoin(c string) []bot.Block {
	where := "the channel or chat"
	if on := t.otherChats(); on != "" {
		where += " on " + on
	}
	return []bot.Block{
		bot.Say("**What they do:** in " + where + " that they share with you, and in which I am, too, one of them writes **@Soundings join " + c + "**. So may a colleague of yours who is in there."),
		bot.Say("I then ask here whether that place is theirs. Nothing stands in it before you say yes."),
	}
}

// showCodes shows the codes that were just given, to one person.
func (t *turn) showCodes(all []engagement.Organisation) {
	if len(all) == 1 {
		if c, ok := t.codeOpen(all[0]); ok {
			t.showCode(all[0], c)
			return
		}
	}
	if pairs := t.codePairs(all); len(pairs) > 0 {
		t.noteTitled("Codes to pass on", t.codeBlocks(pairs)...)
	}
}

// codePairs are the open codes of organisations.
func (t *turn) codePairs(all []engagement.Organisation) []bot.Pair {
	var pairs []bot.Pair
	for _, o := range all {
		if c, ok := t.codeOpen(o); ok {
			pairs = append(pairs, bot.Pair{Label: oneLine(o.Name), Value: bot.CodeTo(t.slug, c.ID) + ", until " + t.moment(c.Until, t.now)})
		}
	}
	return pairs
}

func (t *turn) codeBlocks(pairs []bot.Pair) []bot.Block {
	return append([]bot.Block{bot.Say("**Pass each code on to that organisation alone.** It works once."), {Facts: pairs}}, t.howToJoin("and the code")...)
}

// takeBackCode has a code work no more.
func (t *turn) takeBackCode(l line) {
	o, ok := t.organisationCalled(l.words())
	if !ok {
		t.noSuchOrganisation(l.words())
		return
	}
	c, open := t.codeOpen(o)
	switch {
	case !open && len(t.codesWaiting(o)) > 0:
		t.note(bot.Say("The code for **"+plain(o.Name)+"** was used already, and waits for you to say whether the place is theirs."), t.settleRow(o, t.codesWaiting(o)[0]))
		return
	case !open:
		t.note(bot.Say("**" + plain(o.Name) + "** has no code that could still be used, so nothing was changed."))
		return
	}
	c.Over, c.Settled = overBack, t.person()
	t.remember(kindCode, c)
	t.reply("", bot.Say("The code for **"+plain(o.Name)+"** works no more."))
}

// settleRow are the buttons by which the team says whose place it is.
func (t *turn) settleRow(o engagement.Organisation, c code) bot.Block {
	name := oneLine(o.Name)
	return buttons(
		bot.Button{Label: "Yes, it is theirs", Action: actionSay, Value: "let in " + c.ID, Typed: "let in " + name},
		bot.Button{Label: "No", Action: actionSay, Value: "turn away " + c.ID, Typed: "turn away " + name},
	)
}

// placesWaiting are the places of which the team has to say whose they are.
func (t *turn) placesWaiting() []bot.Block {
	var blocks []bot.Block
	for _, o := range t.state.Organisations() {
		for _, c := range t.codesWaiting(o) {
			blocks = append(blocks, bot.Say("**Waiting for you:** is **"+plain(t.placeName(c))+"** the place of **"+plain(o.Name)+"**?"), t.settleRow(o, c))
		}
	}
	return blocks
}

// whichCode finds the code that is meant: a button says its name, words that of an
// organisation of which one waits.
func (t *turn) whichCode(l line) (o engagement.Organisation, c code, problem string) {
	if c, ok := t.channels.codeOf(strings.TrimSpace(l.words())); ok {
		o, asked := t.state.Organisation(c.Organisation)
		if !asked || !c.waits() {
			return o, c, "That is settled already. **status** shows how each organisation is reached."
		}
		return o, c, ""
	}
	o, there := t.organisationCalled(l.words())
	if !there {
		return o, c, "Which place? Write the name of the organisation whose code was used, for example **let in Tidewell**."
	}
	switch all := t.codesWaiting(o); len(all) {
	case 1:
		return o, all[0], ""
	case 0:
		return o, c, "No place of **" + plain(o.Name) + "** waits for a word from you. **code for " + plain(o.Name) + "** gives it a code."
	}
	return o, c, "More than one place of **" + plain(o.Name) + "** waits: please press the button on the message about the one you mean."
}

// settleCode takes the team's word on whether the place of a code is the
// organisation's.
func (t *turn) settleCode(l line, theirs bool) {
	o, c, problem := t.whichCode(l)
	switch {
	case problem != "":
		t.note(bot.Say(problem))
	case theirs:
		t.connect(o, c)
	default:
		c.Over, c.Settled = overAway, t.person()
		t.remember(kindCode, c)
		t.fail(t.tx.Link(c.Room, false))
		t.answerWriter(c, "The buying team says that this is not the place that its code was for, so nothing will stand here."+t.orContact())
		t.reply("", bot.Say("Nothing is written in **"+plain(t.placeName(c))+"**, and whoever wrote the code is told that it is not theirs. **code for "+plain(o.Name)+"** gives another."))
	}
}

// connect makes the place of a code the organisation's.
func (t *turn) connect(o engagement.Organisation, c code) {
	teams := strings.Fields(c.Teams)
	if len(teams) > 1 {
		t.note(bot.Say("Since the code was written, another organisation has come into **"+plain(t.placeName(c))+"**, so it can't be the place of **"+plain(o.Name)+"** alone. Have it taken out, and press again; or turn the place away."), t.settleRow(o, c))
		return
	}
	before := len(o.Rooms())
	if _, refusal := t.takeRoom(o, c.Room, ""); refusal != nil {
		t.note(bot.Say("**"+plain(t.placeName(c))+"** can't be used. "+t.why(refusal)), t.settleRow(o, c))
		return
	}
	name := plain(t.placeName(c))
	beside := t.beside(o)
	c.Over, c.Settled = overIn, t.person()
	t.remember(kindCode, c)
	t.setChannel(c.Room, func(now *channel) { now.Name = c.Name })
	if len(teams) == 1 {
		facts, refusal := t.state.Recognise(engagement.OrganisationTeam{Organisation: o.ID, Team: teams[0], On: true, By: t.person()})
		if refusal == nil {
			t.take(facts, nil)
		}
	}
	o, _ = t.state.Organisation(o.ID)
	then := "It has there what everybody has, from now."
	switch t.state.Stage() {
	case engagement.Preparing:
		then = "Nothing stands in it before you open."
		t.answerWriter(c, "The buying team says that this is the place of **"+plain(o.Name)+"**. What it asks will stand here when it opens, for everybody at the same time.")
	case engagement.Talking, engagement.Paused, engagement.Dialogue, engagement.Closed:
	}
	t.fill(o, c.Room, before)
	t.reply("", bot.Say("**"+plain(o.Name)+"** takes part in **"+name+"**"+beside+". "+then))
}

// answerWriter answers where a code was written: not every platform lets us write to
// whoever is not of the home organisation alone.
func (t *turn) answerWriter(c code, said string) {
	t.post(bot.Message{Key: t.key("code:" + c.ID), Class: bot.Reply, To: []bot.Address{c.Room}, Thread: c.Thread, Blocks: []bot.Block{bot.Say(said)}})
}
