package conversations

import (
	"slices"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// A link is a key, and may come into other hands. Taken back, all links into that place
// end that were made until then, with every browser that came by one; what was said
// there stays. So does the way in of one person of the team end who has left.

// kindEnded is the fact of that.
const kindEnded = "talk.ended" // linksEnded

type linksEnded struct {
	Room   string            `json:"r"`           // Address.Key
	Person engagement.Person `json:"p,omitempty"` // whose way in alone ends; empty: everybody's
	By     engagement.Person `json:"by"`
}

// endedAt is when links ended, and by whose word: that person's own way in goes on.
type endedAt struct {
	At time.Time         `json:"at"`
	By engagement.Person `json:"by"`
}

func endedKey(room string, p engagement.Person) string { return room + " " + string(p) }

// linkEnded says whether whoever acts here came by a link that was taken back. The owner
// began here, by no link.
func (t *turn) linkEnded() bool {
	switch t.ev.Kind {
	case bot.Said, bot.Pressed, bot.Submitted, bot.Looked:
	case bot.Edited, bot.Deleted, bot.Joined, bot.Left, bot.Returned, bot.Unshown, bot.Changed, bot.Ticked:
		return false
	}
	if t.ev.Room.Adapter != webAdapter || t.ev.ID == "" || len(t.talk.ended) == 0 {
		return false // without an id the service asks for a file, for whom a page has let in
	}
	key, p := t.ev.Room.Key(), t.person()
	if room(t.ev.Room) == t.state.About().Room && p != "" && p == t.state.About().Owner {
		return false
	}
	all, some := t.talk.ended[endedKey(key, "")]
	if some && (p == "" || all.By != p) && t.ev.Came.Before(all.At) {
		return true
	}
	own, left := t.talk.ended[endedKey(key, p)]
	return p != "" && left && t.ev.Came.Before(own.At)
}

// sayEnded is all that whoever came by such a link sees.
func (t *turn) sayEnded() {
	ask := t.orWhom("For a new one, please turn to ")
	if room(t.ev.Room) == t.state.About().Room {
		ask = "For a new one, please turn to the owner, " + named(t.state.About().Owner) + "."
	}
	o, _ := t.organisationAt(t.ev.Room)
	t.org = o
	t.onlyThis("This link has been taken back", bot.Say("The links that were made for this place until then lead nowhere any more, as one may have come into other hands. What was said here is safe, and nothing that you write now is taken. "+ask))
}

// orWhom says whom to turn to, behind what leads up to it.
func (t *turn) orWhom(lead string) string {
	if contact := t.state.About().Contact; contact != "" {
		return lead + plain(contact) + "."
	}
	return lead + "whoever sent you the link."
}

// takeBackLink ends the links of an organisation, or into the team's room.
func (t *turn) takeBackLink(l line) {
	if l.is("colleague", "colleagues", "of colleague", "the colleague", "of the colleague", "of colleagues") {
		t.takeBackColleagues()
		return
	}
	o, ok := t.organisationCalled(l.words())
	if !ok {
		t.noSuchOrganisation(l.words())
		return
	}
	if t.leftToOthers(o.Name) {
		return
	}
	name := "**" + plain(o.Name) + "**"
	pages := t.pagesOf(o)
	if len(pages) == 0 {
		t.note(bot.Say(name + " has no page to which links lead, so nothing was changed. Who is in a channel is for those who look after it."))
		return
	}
	for _, a := range pages {
		t.remember(kindEnded, linksEnded{Room: a.Key(), By: t.person()})
	}
	page, _ := t.pageToRead(o)
	mailed := t.mailed(o)
	for _, p := range mailed {
		t.post(bot.Message{
			Key: t.key("newlink:" + string(p)), Class: bot.Reply, To: []bot.Address{t.mailOf(o, p)},
			Title: "Your new link: " + oneLine(t.state.About().Title), Plain: o.Users,
			Blocks: []bot.Block{
				bot.Say("The link that you had into the page of " + plain(o.Name) + " has been taken back, as one may have come into other hands. Here is a new one. What you said is safe."),
				buttons(bot.Button{Label: "Open the page", URL: bot.LinkTo(page, string(p))}),
			},
		})
	}
	said := "The links of " + name + " are taken back, said " + named(t.person()) + ": those that were made until now lead nowhere, and every browser that came by one is shut out. What was said stays."
	if len(mailed) > 0 {
		said += " " + upperFirst(count(len(mailed), "person", "people")) + " of " + name + " who " + plural(len(mailed), "is", "are") + " reached by mail " + plural(len(mailed), "has", "have") + " the new link by mail."
	}
	t.reply("", bot.Say(said))
	t.noteTitled("A new link for "+oneLine(o.Name),
		bot.Say("Pass it on to "+name+" alone, and say why it is another."),
		bot.Block{Facts: []bot.Pair{{Label: oneLine(o.Name), Value: bot.LinkTo(page, "")}}})
}

// pagesOf are all pages of an organisation, those that can only be read too.
func (t *turn) pagesOf(o engagement.Organisation) []bot.Address {
	var all []bot.Address
	for _, r := range slices.Concat(o.Rooms(), o.Bidding) {
		if a, ok := t.address(r); ok && a.Adapter == webAdapter && !slices.Contains(all, a) {
			all = append(all, a)
		}
	}
	return all
}

// takeBackColleagues ends the links into the team's room. It shuts out whoever has no
// newer one, so it is the owner's: nobody shuts out all others.
func (t *turn) takeBackColleagues() {
	to, ok := t.address(t.state.About().Room)
	owner := t.state.About().Owner
	switch {
	case !ok || to.Adapter != webAdapter:
		t.note(bot.Say("No link leads into this room: take whoever has left out of the channel."))
		return
	case t.person() != owner:
		t.note(bot.Say("That shuts out everybody of your team who came by a link, so the owner does it, " + named(owner) + ". Nothing was changed. **has left P4** shuts the page to one person."))
		return
	}
	t.remember(kindEnded, linksEnded{Room: to.Key(), By: t.person()})
	t.reply("", bot.Say("The links into this room are taken back, said "+named(t.person())+": those that were made until now lead nowhere, and every browser that came by one is shut out. Colleagues come in again by the new link."))
	t.colleague(line{})
}

// leftPage shuts the team's page to somebody who has left; false: nobody of that number
// is known there.
func (t *turn) leftPage(id engagement.Person) bool {
	if t.ev.Room.Adapter != webAdapter || !slices.Contains(t.knownOfTeam(), id) {
		return false
	}
	owner := t.state.About().Owner
	switch {
	case id == owner:
		t.note(bot.Say(named(owner) + " is the owner, to whom the page is never shut. Nothing was changed."))
	case t.person() != owner && t.state.DutyOf(engagement.DutyInterests) != t.person():
		t.refuse(&engagement.Refusal{Code: engagement.NotYoursToWeigh})
	default:
		t.remember(kindEnded, linksEnded{Room: t.ev.Room.Key(), Person: id, By: t.person()})
		t.remember(kindInside, inside{Person: id, By: t.person()})
		t.reply("", bot.Say("Noted: "+named(id)+" is not of your team any more, and this page is shut to them. The record keeps that "+named(t.person())+" said so. A link that they have kept would still let them in as somebody new: **take back link colleague** ends all of those."),
			buttons(press("Take back the links", "take back link colleague")))
	}
	return true
}
