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
	mailed  bool                      // somebody of them is new to mail
	asWas   []string                  // what was there already
	coded   []engagement.Organisation // what has a code now, to be passed on
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
		i, problem := t.readInvitationOn(text, kind)
		i.people = t.kept(i)
		i = i.orBy(t.way).onPlatform(t.settings.Opens)
		if o, there := t.organisationCalled(i.name); there && i.reaches() {
			if problem := t.reachMore(o, i, &done); problem != "" {
				done.faulty = append(done.faulty, faultyLine{i.withoutPeople(text), problem})
			}
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
	own := to
	if isOpening(to) {
		own = bot.Address{} // it is not there yet
	}
	facts, refusal := t.state.Invite(engagement.OrganisationInvited{
		Name: i.name, OfKind: i.kind, Current: i.current, Room: room(own), By: t.person(),
	})
	if refusal != nil {
		return "**" + plain(i.name) + "** was not invited. " + t.why(refusal)
	}
	if !t.take(facts, nil) {
		return ""
	}
	all := t.state.Organisations()
	o := all[len(all)-1]
	switch {
	case isOpening(to):
		t.askForRoom(o, to.Adapter, i.people)
	case to.IsZero():
		_, problem = t.giveCode(o)
		done.coded = append(done.coded, o)
	default:
		t.use(to, i.room)
		t.pageFor(o, i)
	}
	o, _ = t.state.Organisation(o.ID)
	t.reach(o, i)
	if i.doubled {
		done.reached = append(done.reached, doubledSaid(o))
	}
	o, _ = t.state.Organisation(o.ID)
	done.added = append(done.added, o)
	return problem
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
		if _, paged := t.pageOf(o); open && paged && len(facts) > 0 {
			t.welcomeByMail(o, p)
		}
	}
	now, _ := t.state.Organisation(o.ID)
	if _, paged := t.pageOf(now); paged && t.state.Stage() == engagement.Talking {
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
	t.postPack(o, m.To, "pack:"+o.ID+":"+string(p), packLead)
}

// reachMore adds rooms and people to an organisation that was there before;
// problem says why not.
func (t *turn) reachMore(o engagement.Organisation, i invitation, done *invitations) (problem string) {
	said, problem := t.roomMore(o, i)
	if problem != "" {
		return problem
	}
	if i.code {
		done.coded = append(done.coded, o)
	}
	o, _ = t.state.Organisation(o.ID)
	fresh := t.reach(o, i)
	if fresh > 0 {
		said = append(said, reachedSaid(o, fresh))
	}
	done.mailed = done.mailed || len(said) > 0 && i.room == "" && len(t.mailed(o)) > 0
	if len(said) == 0 {
		as := ", with that address"
		if len(i.people) == 0 {
			as = ", and reached so"
		}
		done.asWas = append(done.asWas, "**"+plain(o.Name)+"** is there already"+as+".")
		return ""
	}
	done.reached = append(done.reached, said...)
	if i.doubled {
		done.reached = append(done.reached, doubledSaid(o))
	}
	return ""
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

// roomName is what an organisation's room is called after: its name, unless that
// is what rehearsals are called.
func roomName(called string) string {
	if strings.HasPrefix(nameKey(called), "rehearsal") {
		return "the " + called
	}
	return called
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
		if said := t.welcomed(done.added); said != "" {
			blocks = append(blocks, bot.Say(said))
		}
		blocks = append(blocks, t.lessTimeBlocks(done.added)...)
	case t.ev.Kind == bot.Submitted:
		blocks = append(blocks, bot.Say("They hear nothing yet."), t.nextRow())
	default:
		blocks = append(blocks, bot.Say("They hear nothing yet. "+t.next()))
	}
	if said := t.beingMade(done.added); said != "" {
		blocks = append(blocks, bot.Aside(said))
	}
	if t.state.Stage() == engagement.Talking && done.mailed && !t.settings.NoMail {
		blocks = append(blocks, bot.Say("Whoever is new has the same welcome by mail, from now."))
	}
	if len(done.coded) > 0 {
		blocks = append(blocks, buttons(view("Show what to pass on", "links")))
	}
	blocks = append(blocks, t.linksToInvited(done.added)...)
	t.reply(title, blocks...)
	if len(done.coded) > 0 {
		t.showCodes(done.coded)
	}
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
