package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// webAdapter is the name of the adapter whose rooms are pages.
const webAdapter = "web"

// mint makes the address of a room that comes into being when it is first used.
// A page's name holds that of the engagement, since all of them share one site,
// and a dot: by that nobody's own page is taken for the room of a team.
func (t *turn) mint(adapter, called string) bot.Address {
	base := slug(called, engagement.MostSlug)
	if base == "" {
		base = "organisation"
	}
	if adapter == webAdapter {
		base = t.slug + "." + base
	}
	made := free(base, func(candidate string) bool { return t.roomTaken(bot.Address{Adapter: adapter, Room: candidate}) })
	return bot.Address{Adapter: adapter, Room: made}
}

// roomTaken says whether somebody of this engagement has the room.
func (t *turn) roomTaken(a bot.Address) bool {
	_, taken := t.state.OrganisationIn(room(a))
	return taken || room(a) == t.state.About().Room || t.rehearsedIn(a)
}

// linkOnly is how somebody is reached who has no mail address and no channel.
const linkOnly = "link only"

// mailed are the people who have mail for an organisation, as far as any can be
// sent: it leads to its page.
func (d *Domain) mailed(o engagement.Organisation) []engagement.Person {
	if _, paged := d.pageOf(o); !paged || d.settings.NoMail {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(o.Contacts), func(p engagement.Person) bool {
		return !d.state.SteppedAlone(p, o.ID).IsZero() || o.Users && d.state.Stage() == engagement.Closed && d.talk.silent[engagement.Participation{Person: p, Organisation: o.ID}] == afterNothing
	})
}

// noMailSaid tells, where addresses are kept to which nothing can be sent; empty:
// there are none.
func (t *turn) noMailSaid() string {
	for _, o := range t.state.Organisations() {
		if _, paged := t.pageOf(o); paged && t.settings.NoMail && len(o.Contacts) > 0 {
			return "This installation can't send mail, so nothing goes to the mail addresses: please pass the links on yourself, **links** shows them. Whoever looks after the service can set mail up."
		}
	}
	return ""
}

// reachedBy says how an organisation is reached.
func (t *turn) reachedBy(o engagement.Organisation) string {
	var ways []string
	for _, a := range t.channelsOf(o) {
		ways = append(ways, t.channelStatus(a))
	}
	if asked, ok := t.openingOf(o); ok {
		ways = append(ways, asked.status())
	}
	ways = append(ways, t.codeStatus(o)...)
	page, paged := t.pageOf(o)
	switch n := len(t.mailed(o)); {
	case n > 0:
		ways = append(ways, "mail to "+count(n, "person", "people"))
	case paged && page.Adapter == webAdapter && len(ways) > 0:
		ways = append(ways, "a page with a link")
	case paged && page.Adapter == webAdapter:
		ways = append(ways, linkOnly)
	case paged:
		ways = append(ways, "its room, "+cell(page.Room))
	}
	if len(ways) == 0 && t.state.Stage() == engagement.Dialogue && !t.state.Admitted(o.ID) {
		if o.Users {
			return "can read what it had"
		}
		if out, ok := t.takenOutBy(o); ok {
			return "taken out " + t.ago(out.Sent, t.now) + "; can read what it had"
		}
		return "not admitted; can read what it had"
	}
	if len(ways) == 0 {
		return "nothing yet"
	}
	return strings.Join(ways, "; ")
}

// linkOnly counts the organisations that are reached by a link that somebody
// passes on, and by nothing else.
func (t *turn) linkOnly() int {
	n := 0
	for _, o := range t.state.Organisations() {
		if t.reachedBy(o) == linkOnly {
			n++
		}
	}
	return n
}

// paged says whether any of them is reached in another way than in a room that
// is called after it.
func (t *turn) paged(all []engagement.Organisation) bool {
	return slices.ContainsFunc(all, func(o engagement.Organisation) bool {
		page, paged := t.pageOf(o)
		return !paged || page.Adapter == webAdapter || len(t.mailed(o)) > 0 || len(t.channelsOf(o)) > 0
	})
}

// links shows the links of those who have nothing else, to one person.
func (t *turn) links(line) {
	var pairs []bot.Pair
	mailed := 0
	for _, o := range t.state.Organisations() {
		a, ok := t.pageOf(o)
		switch {
		case !ok || a.Adapter != webAdapter:
		case len(t.mailed(o)) > 0:
			mailed++
		default:
			pairs = append(pairs, bot.Pair{Label: oneLine(o.Name), Value: bot.LinkTo(a, "")})
		}
	}
	also := ""
	if mailed > 0 {
		also = " " + count(mailed, "organisation gets its link", "organisations get theirs") + " by mail."
	}
	codes := t.codePairs(t.state.Organisations())
	switch {
	case len(pairs)+len(codes) == 0:
		t.note(bot.Say("No organisation is reached by a link that you pass on." + also))
		return
	case len(pairs) == 0:
		t.noteTitled("Codes to pass on", t.codeBlocks(codes)...)
		return
	}
	when := "Pass each on to that organisation alone, all on the same day: nobody should have longer than the others."
	if t.state.Stage() == engagement.Preparing {
		when = "Until you open, whoever follows one reads only that it has not begun."
	}
	blocks := []bot.Block{bot.Say("**Whoever has a link speaks for that organisation.** " + when + also), {Facts: pairs}}
	if len(codes) > 0 {
		blocks = append(append(blocks, bot.Say("## Codes to pass on")), t.codeBlocks(codes)...)
	}
	t.noteTitled("Links to pass on", blocks...)
}

// colleague shows the link into this room, to one person.
func (t *turn) colleague(line) {
	to, ok := t.address(t.state.About().Room)
	if !ok || to.Adapter != webAdapter {
		t.note(bot.Say("Whoever is in this channel can do all that you can: add your colleague to it."))
		return
	}
	t.noteTitled("A link for a colleague",
		bot.Say("**Whoever has this link is of the buying team:** they read what every supplier said, and can open, change and close. Give it to colleagues on this procurement alone, never to a supplier."),
		bot.Block{Facts: []bot.Pair{{Label: "This room", Value: bot.LinkTo(to, "")}}},
	)
}

// organisationCalled finds an organisation by its name, as people write it.
func (t *turn) organisationCalled(called string) (engagement.Organisation, bool) {
	for _, o := range t.state.Organisations() {
		if nameKey(o.Name) == nameKey(called) && nameKey(called) != "" {
			return o, true
		}
	}
	return engagement.Organisation{}, false
}

// nameKey is a name without what may differ from one writing of it to the next.
func nameKey(called string) string { return fold(strings.Trim(oneLine(called), " .,;:-")).norm }

// remove takes organisations out, one on each line, as long as they have heard
// nothing. Where one name is nobody's, all stay.
func (t *turn) remove(l line) {
	if found := someone.FindAllStringSubmatch(l.words(), -1); len(found) > 0 {
		t.removePeople(found)
		return
	}
	if t.removedRoom(l) {
		return
	}
	if l.empty() || t.state.Stage() != engagement.Preparing {
		t.note(bot.Say(notRemoved))
		return
	}
	names := removeLines(l.words())
	if o, ok := t.organisationCalled(l.words()); ok {
		names = []string{o.Name}
	}
	var gone []engagement.Organisation
	for _, called := range names {
		o, ok := t.organisationCalled(called)
		if !ok {
			t.noSuchOrganisation(called)
			return
		}
		gone = append(gone, o)
	}
	t.removeAll(gone)
}

// removeLines gives the names, one from each line.
func removeLines(text string) []string {
	var names []string
	for part := range strings.Lines(text) {
		l := readLine(part)
		l, _ = l.cutAny("remove", "uninvite", "take out")
		if called := strings.TrimLeft(l.words(), "-*•\t "); called != "" {
			names = append(names, called)
		}
	}
	return names
}

// removeAll takes organisations out that have heard nothing.
func (t *turn) removeAll(gone []engagement.Organisation) {
	var names []string
	linked, also := false, ""
	for _, o := range gone {
		if _, there := t.state.Organisation(o.ID); !there {
			continue // named twice
		}
		facts, refusal := t.state.Remove(engagement.OrganisationRemoved{Organisation: o.ID, By: t.person()})
		if !t.take(facts, refusal) {
			return
		}
		names = append(names, "**"+plain(o.Name)+"**")
		page, more := t.leftBehind(o)
		linked, also = linked || page, also+more
	}
	said := series(names) + " is not asked any more. It had heard nothing."
	if len(names) > 1 {
		said = series(names) + " are not asked any more. They had heard nothing."
	}
	switch {
	case linked && len(names) > 1:
		said += " Links to their pages lead nowhere now."
	case linked:
		said += " A link to its page leads nowhere now."
	}
	t.done("", bot.Say(said+also))
}

// removePeople has nobody hear any more through these people.
func (t *turn) removePeople(found [][]string) {
	var names []string
	linked := false
	for _, o := range t.state.Organisations() {
		for _, f := range found {
			facts, refusal := t.state.Contact(engagement.OrganisationContact{Organisation: o.ID, Person: engagement.Person(f[1]), By: t.person()})
			if !t.take(facts, refusal) {
				return
			}
			if len(facts) > 0 {
				names = append(names, "**"+plain(o.Name)+"**")
				after, _ := t.state.Organisation(o.ID)
				linked = linked || t.reachedBy(after) == linkOnly
			}
		}
	}
	if len(names) == 0 {
		t.note(bot.Say("No organisation is reached at that address, so nothing was changed."))
		return
	}
	said := "That address is not written to any more for " + series(names) + "."
	if linked {
		said += " What is left is a link that you pass on: **links** shows it."
	}
	t.done("", bot.Say(said))
}

// noSuchOrganisation says that a name is nobody's, and whose it might be.
func (t *turn) noSuchOrganisation(called string) {
	var names []string
	for _, o := range t.state.Organisations() {
		names = append(names, nameKey(o.Name))
	}
	text := "Nobody is invited under the name “" + plain(called) + "”, so nothing was changed. **status** lists all of them."
	if near, ok := nearest(nameKey(called), names); ok {
		o := t.state.Organisations()[slices.Index(names, near)]
		text = "Nobody is invited under the name “" + plain(called) + "”. Did you mean **" + plain(o.Name) + "**? Nothing was changed."
	}
	t.note(bot.Say(text))
}

// rename gives an organisation another name, or, where none is meant, the
// engagement.
func (t *turn) rename(l line) {
	for _, mark := range []string{" to ", " as ", " into "} {
		before, after, cut := strings.Cut(l.words(), mark)
		if o, ok := t.organisationCalled(before); cut && ok {
			t.renameTo(o, oneLine(after))
			return
		}
	}
	t.setTitle(l)
}

func (t *turn) renameTo(o engagement.Organisation, called string) {
	facts, refusal := t.state.Change(engagement.OrganisationChanged{Organisation: o.ID, Name: &called, By: t.person()})
	if !t.take(facts, refusal) {
		return
	}
	after, _ := t.state.Organisation(o.ID)
	t.refreshList(after)
	t.done("", bot.Say("**"+plain(o.Name)+"** is called **"+plain(after.Name)+"** from now on."))
}
