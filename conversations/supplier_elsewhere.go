package conversations

import (
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// Whoever has a link has what an organisation said. So somebody who has spoken for one
// and is in the room of another is asked first, and shown nothing before they say.

// saysMistaken is what they say, as it is typed.
const saysMistaken = "it was sent to me by mistake"

// saysToo says whether somebody says that they speak for this organisation as well.
func saysToo(l line) bool {
	rest, ok := l.cutAny("i speak for", "we speak for")
	return ok && strings.HasSuffix(rest.norm, "too")
}

// isElsewhere deals with somebody who has spoken for another organisation than the one
// whose room it is; false: there is nothing to ask. Those of a chat whose own
// organisation the team has recognised here speak for this one.
func (t *turn) isElsewhere() bool {
	if t.chats(t.ev.Room.Adapter) && t.ev.Team != "" && t.org.HasTeam(t.ev.Team) {
		return false
	}
	from, elsewhere := t.state.Elsewhere(t.person(), t.org.ID)
	if !elsewhere {
		return false
	}
	if t.safetyHere() {
		return true // a fear for somebody is taken from anybody
	}
	l, ok := t.typed()
	switch {
	case !ok || t.ev.Again:
		t.askElsewhere(from)
	case l.is("it was sent to me by mistake", "sent by mistake", "by mistake", "this was sent to me by mistake"):
		t.crosses(from, true)
	case saysToo(l):
		t.crosses(from, false)
	default:
		t.askElsewhere(from)
	}
	return true
}

// onlyMistaken says whether somebody who speaks for a supplier is in the room of
// people who use the service, where they can be by mistake alone.
func (t *turn) onlyMistaken(from engagement.Organisation) bool { return t.org.Users && !from.Users }

// askElsewhere asks it.
func (t *turn) askElsewhere(from engagement.Organisation) {
	here := "**" + plain(t.org.Name) + "**"
	blocks := []bot.Block{bot.Say("This is for " + here + ", and you have spoken for **" + plain(from.Name) + "** here. So nothing of it is shown to you yet, and nothing that you write is taken. Whatever you choose, the buying team is told, and the record keeps it.")}
	row := []bot.Button{press("It was sent to me by mistake", saysMistaken)}
	if t.onlyMistaken(from) {
		blocks = []bot.Block{bot.Say("This is for " + here + ", where people who use the service say what they think. You have spoken for **" + plain(from.Name) + "** here, and whoever speaks for a firm can't answer as one who uses the service. So nothing of it is shown to you, and nothing that you write is taken." + t.orContact())}
	} else {
		row = append(row, press("I speak for "+oneLine(t.org.Name)+", too", "I speak for "+oneLine(t.org.Name)+", too"))
	}
	blocks = append(blocks, buttons(row...))
	if t.org.Users {
		blocks = append(blocks, bot.Say(t.ring()), buttons(safetyButton()))
	}
	t.onlyThis("Is this yours?", blocks...)
}

// onlyThis answers somebody who sees nothing else of the room.
func (t *turn) onlyThis(title string, blocks ...bot.Block) {
	t.tx.Answer(bot.Answer{Shut: true, Note: &bot.Message{Title: title, Blocks: blocks, Plain: t.org.Users}})
}

// crosses records what they said, and tells the team at once.
func (t *turn) crosses(from engagement.Organisation, mistaken bool) {
	if !mistaken && t.onlyMistaken(from) {
		t.askElsewhere(from)
		return
	}
	facts, refusal := t.state.Cross(engagement.SpeakerCrossed{Organisation: t.org.ID, Person: t.person(), Mistaken: mistaken})
	if !t.take(facts, refusal) {
		return
	}
	if len(facts) > 0 {
		t.tellCrossed(from, mistaken)
	}
	name := plain(t.org.Name)
	if !mistaken {
		t.noteTitled("You speak for "+oneLine(t.org.Name)+", too",
			bot.Say("Noted, and the buying team is told. What you write here counts as **"+name+"**'s, and nothing of **"+plain(from.Name)+"**'s is shown here."),
			buttons(view("Go to the list", "sections")))
		return
	}
	t.onlyThis("Thank you for saying so",
		bot.Say("Nothing of it is shown to you, and the buying team knows that it came to you. Please don't pass it on. What you have said for **"+plain(from.Name)+"** stands as before."))
}

// tellCrossed tells the team that a link of one organisation is with another.
func (t *turn) tellCrossed(from engagement.Organisation, mistaken bool) {
	here, there := "**"+plain(t.org.Name)+"**", "**"+plain(from.Name)+"**"
	opened := named(t.person()) + " of " + there + " has opened what is for " + here
	text := opened + ", and says that it was sent to them by mistake. They are shown nothing of it, but they may guess from it that " + here + " is asked."
	switch {
	case !mistaken:
		text = opened + ", and says that they speak for it, too. They can read now what " + here + " said, and answer for it. Does " + here + " know? If the two belong together, **linked " + plain(from.Name) + " and " + plain(t.org.Name) + ": why** counts them once."
	case t.org.Users:
		text = opened + ", and says that it was sent to them by mistake. They are shown nothing of it, and can't answer there as one who uses the service."
	}
	blocks := []bot.Block{bot.Say(text)}
	if t.ev.Room.Adapter == webAdapter {
		blocks = append(blocks, bot.Aside("If the link is in wrong hands, take it back: all links of "+here+" end, and you get a new one for it."), buttons(press("Take back the link", "take back link "+oneLine(t.org.Name))))
	}
	t.tell(t.key("crossed"), "A link is with somebody of another organisation", blocks...)
}

// fileCrossings are all that were so, for the file.
func (t *turn) fileCrossings() *bot.Table {
	table := &bot.Table{Head: []string{"Who", "Spoke for", "Opened what is for", "When", "What they said"}}
	for _, x := range t.state.Crossings() {
		said := "speaks for it, too"
		if x.Mistaken {
			said = "sent by mistake"
		}
		table.Rows = append(table.Rows, []string{named(x.Person), cell(t.organisationNamed(x.From)), cell(t.organisationNamed(x.Organisation)), t.moment(x.At, t.now), said})
	}
	return table
}
