package conversations

import (
	"fmt"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// mostInvited is how many organisations one message may invite.
const mostInvited = 100

// invite adds the organisations named, one on each line. A line that can't be
// used is told and leaves the others alone.
func (t *turn) invite(l line) {
	lines := inviteLines(l.words())
	switch {
	case len(lines) == 0:
		t.note(
			bot.Say("Whom? Write the name and what kind of organisation it is, one on each line: **invite Tidewell, small firm**."), bot.Aside(kindsKnown),
			buttons(opens("Fill in a form", actionInvite, "", "invite Tidewell, small firm")),
		)
		return
	case len(lines) > mostInvited:
		t.note(bot.Say(tooManyLines(len(lines))))
		return
	}
	done := t.inviteAll(lines, "")
	if t.err != nil {
		return
	}
	if len(done.added) == 0 && len(done.reached) == 0 {
		t.note(append(done.problems(), bot.Aside("Nobody was invited and nothing was changed."))...)
		return
	}
	t.invited(done, done.problems())
}

func tooManyLines(n int) string {
	return fmt.Sprintf("That is %d lines; the most at once is %d. Nobody was invited. Please send them in parts.", n, mostInvited)
}

// invitations is what became of the lines of one message.
type invitations struct {
	added   []engagement.Organisation // new
	reached []string                  // what was added to those that were there, as sentences
	asWas   []string                  // what was there already
	faulty  []faultyLine
}

// faultyLine is a line that can't be used, and why.
type faultyLine struct{ text, problem string }

func (i invitations) problems() []bot.Block {
	var blocks []bot.Block
	for _, said := range i.asWas {
		blocks = append(blocks, bot.Say(said))
	}
	for _, f := range i.faulty {
		blocks = append(blocks, bot.Say(f.problem))
	}
	return blocks
}

// inviteAll invites line by line; kind is that of organisations whose line says
// none, if it is not empty.
func (t *turn) inviteAll(lines []string, kind engagement.OrganisationKind) (done invitations) {
	for _, text := range lines {
		i, problem := readInvitation(text, kind)
		i.people = t.kept(i)
		if o, there := t.organisationCalled(i.name); there && len(i.people) > 0 {
			t.reachMore(o, i, &done)
			continue
		}
		if problem == "" {
			problem = t.inviteOne(i, &done)
		}
		if problem != "" {
			t.keepAddresses(i)
			done.faulty = append(done.faulty, faultyLine{i.withoutPeople(text), problem})
		}
		if t.err != nil {
			return done
		}
	}
	return done
}

// inviteOne invites one organisation; problem says why not.
func (t *turn) inviteOne(i invitation, done *invitations) (problem string) {
	to, problem := t.roomFor(i)
	if problem != "" {
		return problem
	}
	facts, refusal := t.state.Invite(engagement.OrganisationInvited{
		Name: i.name, OfKind: i.kind, Current: i.current, Room: room(to), By: t.person(),
	})
	if refusal != nil {
		return "**" + plain(i.name) + "** was not invited. " + t.why(refusal)
	}
	if !t.take(facts, nil) {
		return ""
	}
	t.know(to)
	all := t.state.Organisations()
	o := all[len(all)-1]
	t.reach(o, i)
	if i.doubled {
		done.reached = append(done.reached, doubledSaid(o))
	}
	o, _ = t.state.Organisation(o.ID)
	done.added = append(done.added, o)
	return ""
}

// reach has an organisation hear by mail, through the people of the invitation,
// and says how many of them are new to it.
func (t *turn) reach(o engagement.Organisation, i invitation) (fresh int) {
	open := t.state.Stage() == engagement.Talking && !t.settings.NoMail && t.tx.Messages().Known(listKey(o))
	for _, p := range i.people {
		facts, refusal := t.state.Contact(engagement.OrganisationContact{Organisation: o.ID, Person: p, On: true, By: t.person()})
		if !t.take(facts, refusal) {
			return fresh
		}
		fresh += len(facts)
		if open && len(facts) > 0 {
			t.welcomeByMail(o, p)
		}
	}
	if now, _ := t.state.Organisation(o.ID); t.state.Stage() == engagement.Talking {
		t.linkMail(now)
	}
	t.forget(i.name)
	return fresh
}

// listKey is the key of an organisation's list, which stands once it was
// welcomed.
func listKey(o engagement.Organisation) string { return "list:" + o.ID }

// welcomeByMail greets somebody more of an organisation that was welcomed
// before, with the same words.
func (t *turn) welcomeByMail(o engagement.Organisation, p engagement.Person) {
	m := t.welcomeMessage(o.Users)
	m.Key, m.To = "welcome:"+o.ID+":"+string(p), []bot.Address{t.mailOf(o, p)}
	t.post(m)
}

// reachMore adds the people to an organisation that was there before.
func (t *turn) reachMore(o engagement.Organisation, i invitation, done *invitations) {
	fresh := t.reach(o, i)
	if fresh == 0 {
		done.asWas = append(done.asWas, "**"+plain(o.Name)+"** is there already, with that address.")
		return
	}
	done.reached = append(done.reached, reachedSaid(o, fresh))
	if i.doubled {
		done.reached = append(done.reached, doubledSaid(o))
	}
}

func doubledSaid(o engagement.Organisation) string {
	return "One address stands twice on the line of **" + plain(o.Name) + "**: it counts once."
}

// reachedSaid is for an organisation that was there before.
func reachedSaid(o engagement.Organisation, fresh int) string {
	if fresh == 1 {
		return "**" + plain(o.Name) + "** is there already; the address was added to it."
	}
	return fmt.Sprintf("**%s** is there already; %d addresses were added to it.", plain(o.Name), fresh)
}

// kept gives the people of an invitation, or those who stood on an earlier line
// of the same name that could not be used.
func (t *turn) kept(i invitation) []engagement.Person {
	if len(i.people) > 0 {
		return i.people
	}
	return t.team.addressed[nameKey(i.name)]
}

// keepAddresses remembers the addresses of a line that can't be used.
func (t *turn) keepAddresses(i invitation) {
	key := nameKey(i.name)
	if key == "" || len(i.people) == 0 || slices.Equal(t.team.addressed[key], i.people) {
		return
	}
	t.remember(kindAddressed, addressed{Name: key, People: i.people})
}

func (t *turn) forget(called string) {
	if key := nameKey(called); len(t.team.addressed[key]) > 0 {
		t.remember(kindAddressed, addressed{Name: key})
	}
}

// roomFor finds the room in which the organisation will be asked.
func (t *turn) roomFor(i invitation) (bot.Address, string) {
	here := t.ev.Room.Adapter
	switch {
	case i.room != "":
		return bot.Address{Adapter: here, Room: roomID(i.room)}, ""
	case slices.Contains(t.settings.Rooms, here):
		return t.mint(here, roomName(i.name)), ""
	case (i.link || len(i.people) > 0) && slices.Contains(t.settings.Rooms, webAdapter):
		return t.mint(webAdapter, roomName(i.name)), ""
	}
	asked := "**" + plain(i.name) + "** was not invited: in which channel? It must be one that only they and you are in. Write for example **invite " + plain(i.name) + ", " + kindWord(i.kind) + " in #their-channel**."
	if slices.Contains(t.settings.Rooms, webAdapter) {
		asked += " With a mail address, or with **link** behind the kind, it takes part in the browser instead."
	}
	return bot.Address{}, asked
}

// roomName is what an organisation's room is called after: its name, unless that
// is what rehearsals are called.
func roomName(called string) string {
	if strings.HasPrefix(nameKey(called), "rehearsal") {
		return "the " + called
	}
	return called
}

// roomID is the platform's id in a mention of a room: "<#C012|name>" or "#name".
func roomID(text string) string {
	text = strings.TrimPrefix(text, "<")
	text = strings.TrimPrefix(text, "#")
	text, _, _ = strings.Cut(text, "|")
	return strings.TrimSuffix(text, ">")
}

// invited says who was added, and greets them if suppliers are in already.
func (t *turn) invited(done invitations, problems []bot.Block) {
	var blocks []bot.Block
	if len(done.added) > 0 {
		blocks = append(blocks, bot.Block{Table: t.invitedTable(done.added)})
	}
	for _, said := range done.reached {
		blocks = append(blocks, bot.Say(said))
	}
	if said := t.noMailSaid(); said != "" {
		blocks = append(blocks, bot.Say(said))
	}
	blocks = append(blocks, problems...)
	title := fmt.Sprintf("%s, %d in all", count(len(done.added), "organisation added", "organisations added"), len(t.state.Organisations()))
	if len(done.added) == 0 {
		title = ""
	}
	switch {
	case t.state.Stage() == engagement.Talking:
		for _, o := range done.added {
			t.welcome(o)
		}
		if len(done.added) > 0 {
			blocks = append(blocks, bot.Say("They have the same welcome and the same sections as everybody else, from now."))
		}
	case t.ev.Kind == bot.Submitted:
		blocks = append(blocks, bot.Say("They hear nothing yet."), t.nextRow())
	default:
		blocks = append(blocks, bot.Say("They hear nothing yet. "+t.next()))
	}
	if t.state.Stage() == engagement.Talking && len(done.reached) > 0 && !t.settings.NoMail {
		blocks = append(blocks, bot.Say("Whoever is new has the same welcome by mail, from now."))
	}
	t.reply(title, blocks...)
}

func (t *turn) invitedTable(added []engagement.Organisation) *bot.Table {
	paged := t.paged(added)
	table := &bot.Table{Head: []string{"Organisation", "Kind", "Room"}}
	if paged {
		table.Head[2] = "Reached by"
	}
	for _, o := range added {
		a, _ := t.address(o.Room)
		reached := cell(a.Room)
		if paged {
			reached = t.reachedBy(o)
		}
		table.Rows = append(table.Rows, []string{cell(o.Name), organisationKind(o), reached})
	}
	return table
}
