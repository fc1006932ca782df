package conversations

import (
	"regexp"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// Adopts says whether an event in a room of no engagement may make the room one
// of a supplier, or a round table; it is made for bot.Options.
func Adopts(ev bot.Event) bool {
	_, _, ok := adopting(ev)
	return ok && ev.Home && !ev.Overheard
}

// adopting reads what a member of the team writes in a channel that is to be a
// supplier's, or a round table.
func adopting(ev bot.Event) (rest line, table, ok bool) {
	l, typed := (&turn{ev: ev}).typed()
	if !typed {
		return line{}, false, false
	}
	if rest, ok = l.cutAny("round table", "roundtable"); ok {
		return rest, true, true
	}
	rest, ok = l.cutAny("invite", "add")
	return rest, false, ok
}

// forWhich is the engagement that is named behind what is asked for.
var forWhich = regexp.MustCompile(`(?:^| )for ([a-z0-9-]+)$`)

// meant takes the name of an engagement off the end of what somebody wants in a
// channel; mine is false where it is another's.
func (d *Domain) meant(rest line, table bool) (words string, mine bool) {
	words = rest.words()
	found := forWhich.FindStringSubmatch(words)
	if found == nil {
		return words, true
	}
	before := strings.TrimSpace(strings.TrimSuffix(words, found[0]))
	_, whole := readInvitation(words, "")
	_, cut := readInvitation(before, "")
	if !table && (whole == "" || cut != "") {
		return words, true // it belongs to the name
	}
	return before, found[1] == d.slug
}

var _ bot.Taker = (*Domain)(nil)

// Takes implements bot.Taker: somebody of the team makes a channel a supplier's,
// or a round table.
func (d *Domain) Takes(ev bot.Event) bool {
	rest, table, ok := adopting(ev)
	if !ok || !ev.Home || !d.chats(ev.Room.Adapter) || !d.mayTake(engagement.Person(ev.Person)) {
		return false
	}
	if stage := d.state.Stage(); stage != engagement.Preparing && stage != engagement.Talking {
		return false
	}
	_, mine := d.meant(rest, table)
	return mine
}

// adopt makes the channel of this event what a member of the team wants.
func (t *turn) adopt() {
	rest, table, _ := adopting(t.ev)
	words, _ := t.meant(rest, table)
	switch {
	case t.ev.Again:
		t.note(bot.Say(alreadyDone))
	case !table && len(t.ev.Onlookers) > 1:
		t.note(bot.Say(notOneFirms))
	case table:
		t.setTable(t.ev.Room, fold(words).norm, "")
	case words == "" || strings.Contains(strings.TrimSpace(words), "\n"):
		t.note(bot.Say("Whose channel is this? Write the name and what kind of organisation it is: **invite Tidewell, small firm**. One channel is for one organisation; **round table** is for a channel that several read."))
	default:
		t.inviteHere(words)
	}
}

// inviteHere invites an organisation into the channel of this event. The supplier
// may read along, so the answer is for whoever asked, and the team's room has it.
func (t *turn) inviteHere(words string) {
	i, problem := readInvitation(words, "")
	i.room = thisRoom
	var done invitations
	if o, there := t.organisationCalled(i.name); there {
		problem = t.reachMore(o, i, &done)
	} else if problem == "" {
		problem = t.inviteOne(i, &done)
	}
	if problem != "" || t.err != nil {
		t.note(bot.Say(problem), bot.Aside("Nothing was changed."))
		return
	}
	o, own := t.organisationAt(t.ev.Room)
	if !own {
		return
	}
	then := "It hears nothing before you open."
	if t.state.Stage() == engagement.Talking {
		for _, added := range done.added {
			t.welcome(added)
		}
		then = "It has the same welcome and the same sections as everybody else."
	}
	said := "This is the channel of **" + plain(o.Name) + "** now. " + then
	t.note(bot.Say(said), bot.Aside("Only "+plain(o.Name)+" and your team should be in it. Everything else is done in your team's own room."))
	t.tell(t.key("adopted"), "", bot.Say(named(t.person())+" made "+t.roomHere()+" the channel of **"+plain(o.Name)+"** ("+organisationKind(o)+"). "+then))
}

// notOneFirms says why a channel can't be made a supplier's.
const notOneFirms = "People of several organisations can read this channel, as everybody in its team can, so it can't be one supplier's own. Nothing was changed. Make a private channel, a shared channel or a group chat for each, ask me into it, and write **invite** and the name there. **round table**, written here, has this channel get what goes to everyone; no answers are taken in it."

// adoptedAlready answers a member of the team who makes a channel a supplier's
// that is one; false: they want something else.
func (t *turn) adoptedAlready() bool {
	if _, _, ok := adopting(t.ev); !ok || !t.ev.Home || t.ev.Overheard || !t.mayTake(t.person()) {
		return false
	}
	if t.channels.channels[t.ev.Room.Key()].Shut == crowded {
		t.notForHome()
		return true
	}
	t.note(bot.Say("This is the channel of **" + plain(t.org.Name) + "** already. One channel is for one organisation; to add others, go to your team's own room."))
	return true
}

// thisRoom is how the channel of the event itself is named.
const thisRoom = "#"

// whichAdopts asks for which of several engagements a channel is meant.
func whichAdopts(ev bot.Event, engagements []string) (bot.Answer, bool) {
	if _, _, ok := adopting(ev); !ok {
		return bot.Answer{}, false
	}
	l, _ := (&turn{ev: ev}).typed()
	var row []bot.Button
	for _, name := range engagements {
		row = append(row, press(name, l.words()+" for "+name))
	}
	return answer(bot.Say("You run more than one engagement. **Which is this channel for?**"), buttons(row...)), true
}

// notAdopted says where somebody can make the channel a supplier's who may not do
// it here.
func notAdopted(ev bot.Event) bot.Answer {
	l, _ := (&turn{ev: ev}).typed()
	words := strings.TrimSpace(l.words() + " in <#" + ev.Room.Room + ">")
	return answer(
		bot.Say("I can't tell for which engagement: as far as I know you run none here. In the room of the team that does, this makes the channel the supplier's:"),
		bot.Say("**"+plain(words)+"**"),
		bot.Say("If that team works on another platform, **code for** and the supplier's name gives it a code there, and you write it here: **join** and the code."), buttons(joinButton()),
	)
}

// supplierChannel says what can become of a channel that others are in.
const supplierChannel = "Nothing runs in this channel yet. Others than your organisation are in it, so it may be a supplier's: if you are of a team that asks, write **invite Tidewell, small firm** with their name and kind, or **round table** where several organisations read it. If your team gave you a code, write **join** and the code."

// sharedRoom says why a room can't be a team's own.
const sharedRoom = "This room can't be a team's own: others than full members of your organisation are in it, or could not be ruled out, and they would read what every supplier says. Make a channel for your team alone, ask me into it, and write **new** there."
