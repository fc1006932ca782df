package conversations

import (
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// hears gives where an organisation hears from us: its own rooms, and the mail
// addresses of those who are reached so. Mail leads to its page; without one,
// addresses serve to invite people into a channel.
func (d *Domain) hears(o engagement.Organisation) []bot.Address {
	to := d.openRooms(o)
	for _, p := range d.mailed(o) {
		to = append(to, d.mailOf(o, p))
	}
	return to
}

// mailOf is the mail address of one of its people. The Ref is the room that the
// links in a mail lead to.
func (d *Domain) mailOf(o engagement.Organisation, p engagement.Person) bot.Address {
	page, _ := d.pageOf(o)
	return bot.Address{Adapter: bot.MailAdapter, Room: string(p), Ref: string(room(page))}
}

// linkMail lets what happens to a mail find its engagement: one that comes
// back, and a button pressed in it.
func (t *turn) linkMail(o engagement.Organisation) {
	for _, p := range o.Contacts {
		t.fail(t.tx.Link(t.mailOf(o, p), true))
	}
}

// organisationAt gives the organisation that a room is of: its own room, or the
// mail address of one of its people.
func (d *Domain) organisationAt(a bot.Address) (engagement.Organisation, bool) {
	if a.Adapter != bot.MailAdapter {
		return d.state.OrganisationIn(room(a))
	}
	for _, o := range d.state.Organisations() {
		if o.HasContact(engagement.Person(a.Room)) && (a.Ref == "" || o.HasRoom(engagement.Room(a.Ref))) {
			return o, true
		}
	}
	return engagement.Organisation{}, false
}

// inMail decides what somebody does in a mail: little, as a mail can be passed
// on. Who wants to answer follows the link.
func (t *turn) inMail() {
	l, ok := t.typed()
	if !ok {
		return
	}
	t.ev.Room = t.mailOf(t.org, engagement.Person(t.ev.Room.Room))
	switch rest, wanted := l.cutAny("new link"); {
	case wanted:
		t.newLink(rest)
	case l.is("fewer messages", "fewer", "stop", "unsubscribe"):
		t.fewerMail()
	}
}

// fewerMail stops what need not be sent to the organisation. What everybody must
// be told goes on reaching it: nobody can be left out of that by a press.
func (t *turn) fewerMail() {
	if t.ev.Again || t.talk.fewer[t.org.ID] {
		t.note(bot.Say("That is so already: you hear only what everybody must be told."))
		return
	}
	t.remember(kindFewer, fewer{Organisation: t.org.ID, Person: engagement.Person(t.ev.Room.Room), On: true})
	t.note(bot.Say(fewerNow + " Whoever has the link can change that with **more messages**."))
}

// newLink sends a link into the room to one of the people whose mail address
// is known, at most one an hour. Anybody may ask: it goes to that address and
// to no other.
func (t *turn) newLink(l line) {
	person := engagement.Person(strings.ToUpper(strings.TrimSpace(l.words())))
	if person == "" && t.ev.Room.Adapter == bot.MailAdapter {
		person = engagement.Person(t.ev.Room.Room)
	}
	t.note(bot.Say("If that address is one of those we write to, a new link is on its way to it. At most one is sent in an hour."))
	if t.ev.Again || t.ev.Kind == bot.Looked || !slices.Contains(t.org.Contacts, person) {
		return
	}
	own, ok := t.pageToRead(t.org)
	if !ok {
		return
	}
	hour := t.now.UTC().Truncate(time.Hour).Format(time.RFC3339)
	t.post(bot.Message{
		Key: "link:" + string(person) + ":" + hour, Class: bot.Reply, To: []bot.Address{t.mailOf(t.org, person)},
		Title: "Your new link: " + oneLine(t.state.About().Title), Plain: t.org.Users,
		Blocks: []bot.Block{
			bot.Say("Somebody, probably you, asked for a new link into the page of " + plain(t.org.Name) + ":"),
			buttons(bot.Button{Label: "Open the page", URL: bot.LinkTo(own, string(person))}),
			bot.Aside("It is for you. A colleague whom you pass it to is asked for their name. If you did not ask for it, you need do nothing."),
		},
	})
}
