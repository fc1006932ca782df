package conversations

import (
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// partnerCommands are how firms find each other that want to be found.
func partnerCommands() []command {
	return []command{
		{
			names: []string{"partner list", "list of partners", "who looks for partners", "who looks for a partner", "looking for partners"}, usage: "partner list", group: "Also", view: true, run: (*turn).partnerList,
			help: "the firms that look for a partner; whoever is on the list sees it, and nobody else",
			more: "You are on it with the box under the third of the last questions, or with **partner: with a partner, show our name**. **leave the partner list** takes you off it at once.",
		},
		{names: []string{"leave the partner list", "leave partner list", "take us off the partner list", "don't show our name", "hide our name"}, usage: "leave the partner list", run: (*turn).leavePartners, help: "take your name off it"},
	}
}

// noPartnersNow says why the list is shown to nobody from the dialogue on: whoever
// came onto it would be known to be admitted.
const noPartnersNow = "In the dialogue no bidder is told of another, so the list of firms that look for a partner is not shown any more, and nobody comes onto it."

// onList leads whoever has just ticked the box to the list; nil: they have not.
func (t *turn) onList() []bot.Block {
	if t.state.Dialogued() || !t.onPartnerList() {
		return nil
	}
	return []bot.Block{bot.Aside("You are on the list of firms that look for a partner. **partner list** shows who is, as it is now."), buttons(view("Partner list", "partner list"), press("Leave the list", "leave the partner list"))}
}

// partners gives those on the list: suppliers that ticked the box. One that steps
// back stays until it says otherwise: a name that goes would tell the others of it.
func (t *turn) partners() []engagement.LastWords {
	var all []engagement.LastWords
	for _, w := range t.state.AllLastWords() {
		if o, ok := t.state.Organisation(w.Organisation); ok && w.ShowName && !o.Users {
			all = append(all, w)
		}
	}
	return all
}

// onPartnerList says whether the organisation whose room it is, is on the list.
func (t *turn) onPartnerList() bool {
	said, ok := t.state.LastWordsOf(t.org.ID)
	return ok && said.ShowName && !t.org.Users
}

// whoReadsLast says who reads what was said to the last questions.
func (t *turn) whoReadsLast() string {
	said, _ := t.state.LastWordsOf(t.org.ID)
	if t.state.Dialogued() || !t.onPartnerList() {
		return "The buying team alone reads it."
	}
	reads := "your name"
	if said.Partner != engagement.PartnerUnknown {
		reads += " and “" + partnerWord(said.Partner) + "”"
	}
	return "The buying team reads it; firms on the partner list read " + reads + "."
}

// stillListed says to whoever steps back that its name stays on the list, and how it
// leaves: a name that went by itself would tell the others why. Nil: it is on none.
func (t *turn) stillListed() []bot.Block {
	if t.state.Dialogued() || !t.onPartnerList() {
		return nil
	}
	return []bot.Block{bot.Say("Your name stays on the list of firms that look for a partner, until you take it off."), buttons(press("Leave the list", "leave the partner list"))}
}

// partnerList shows the list as it is now, to those on it.
func (t *turn) partnerList(line) {
	switch {
	case t.org.Users:
		t.note(bot.Say("That list is for firms. There is nothing that you need to do about it."))
		return
	case t.state.Dialogued():
		t.note(bot.Say(noPartnersNow))
		return
	case !t.onPartnerList():
		t.note(
			bot.Say("Firms that look for a partner can show each other their names. Whoever is on the list sees it, and nobody else; no firm is named that did not ask for it. To be on it, write for example **partner: with a partner, show our name**. You can leave it at any time."),
			buttons(opens("Last questions", actionLast, "", "partner: with a partner, show our name")),
		)
		return
	}
	var lines []string
	for _, w := range t.partners() {
		if w.Organisation == t.org.ID {
			continue
		}
		o, _ := t.state.Organisation(w.Organisation)
		line := "- **" + plain(o.Name) + "**"
		if w.Partner != engagement.PartnerUnknown {
			line += ": " + partnerWord(w.Partner)
		}
		lines = append(lines, line)
	}
	said := "You are the only one on it so far. Look again later: it is always as it is now."
	if len(lines) > 0 {
		said = "These look for a partner, too, and see your name:\n\n" + strings.Join(lines, "\n") + "\n\nHow you talk to each other is yours alone; the buying team has no part in it."
	}
	t.noteTitled("Firms that look for a partner", bot.Say(said),
		bot.Aside("Whoever is not on the list does not see it. Please agree on no prices, and on nothing else that competition law forbids."),
		buttons(press("Leave the list", "leave the partner list")))
}

// leavePartners takes the organisation off the list.
func (t *turn) leavePartners(line) {
	facts, refusal := t.state.HideName(t.org.ID, t.person())
	if refusal == nil && len(facts) == 0 {
		t.note(bot.Say("You are not on that list."))
		return
	}
	if t.take(facts, refusal) {
		t.reply("", bot.Say("Noted: "+plain(t.org.Name)+" is on the list of firms that look for a partner no more. Whoever has read it may remember the name."))
	}
}
