package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// reaches says whether a line names a way to reach somebody, so that it makes
// sense for an organisation that is there already.
func (i invitation) reaches() bool {
	return len(i.people) > 0 || i.room != "" || i.link || i.channel || i.code
}

// channelWord says whether somebody wants a channel to be made.
func channelWord(text string) bool {
	switch fold(strings.TrimSpace(text)).norm {
	case "new channel", "a new channel", "in a new channel", "make a channel", "make one", "make a new channel", "in its own channel":
		return true
	}
	return false
}

// takeWay takes a way of reaching somebody off the end of a line, where no comma
// sets it off: "Tidewell by mail". Behind a kind it is a part of its own anyway.
func (i *invitation) takeWay(text string) string {
	for _, mark := range []string{" by ", " in ", " with "} {
		at := strings.LastIndex(strings.ToLower(text), mark)
		if at <= 0 {
			continue
		}
		way := text[at+1:]
		if linkWord(way) || channelWord(way) || codeWord(way) {
			i.link, i.channel, i.code = i.link || linkWord(way), i.channel || channelWord(way), i.code || codeWord(way)
			return strings.TrimRight(text[:at], " ,")
		}
	}
	return text
}

// roomFor finds the room in which the organisation will be asked; one that is to
// be made is an opening.
func (t *turn) roomFor(i invitation) (bot.Address, string) {
	here := t.ev.Room.Adapter
	switch {
	case i.room != "":
		return t.mentioned(i.room), ""
	case i.link && t.pages(webAdapter):
		return t.mint(webAdapter, roomName(i.name)), ""
	case i.code:
		return bot.Address{}, "" // it is not known yet
	case t.openerFor(i) != "" && (i.channel || !t.pages(here)):
		return bot.Address{Adapter: t.openerFor(i), Room: "+"}, ""
	case t.pages(here):
		return t.mint(here, roomName(i.name)), ""
	case (i.link || len(i.people) > 0) && t.pages(webAdapter):
		return t.mint(webAdapter, roomName(i.name)), ""
	}
	asked := "**" + plain(i.name) + "** was not invited: in which channel? It must be one that only they and you are in. Write for example **invite " + plain(i.name) + ", " + kindWord(i.kind) + " in #their-channel**."
	if t.pages(webAdapter) {
		asked += " With a mail address, or with **link** behind the kind, it takes part in the browser instead."
	}
	if on := t.otherChats(); on != "" {
		asked += " If it is on " + on + ", write **by code** behind the kind."
	}
	return bot.Address{}, asked
}

// opener is the adapter that makes channels for whoever invites here; empty:
// none does.
func (t *turn) opener() string {
	if slices.Contains(t.settings.Opens, t.ev.Room.Adapter) {
		return t.ev.Room.Adapter
	}
	if t.pages(t.ev.Room.Adapter) && len(t.settings.Opens) == 1 {
		return t.settings.Opens[0] // a team in the browser may have its suppliers in a chat
	}
	return ""
}

// openerFor is the adapter that makes the channel of an invitation: that of the
// platform which is named, or else opener.
func (t *turn) openerFor(i invitation) string {
	if slices.Contains(t.settings.Opens, i.on) {
		return i.on
	}
	return t.opener()
}

// mentioned is the address of a room as somebody named it.
func (t *turn) mentioned(called string) bot.Address {
	if called == thisRoom {
		return t.ev.Room
	}
	id := roomID(called)
	for key, c := range t.channels.channels {
		if a, ok := t.address(engagement.Room(key)); ok && c.Name != "" && strings.EqualFold(c.Name, id) {
			return a
		}
	}
	adapter := t.ev.Room.Adapter
	if t.pages(adapter) && t.opener() != "" {
		adapter = t.opener()
	}
	return bot.Address{Adapter: adapter, Room: id}
}

// roomID is the platform's id in a mention of a room: "<#C012|name>" or "#name".
func roomID(text string) string {
	text = strings.TrimPrefix(text, "<")
	text = strings.TrimPrefix(text, "#")
	text, _, _ = strings.Cut(text, "|")
	return strings.TrimSuffix(text, ">")
}

// roomMore gives an organisation that is there already one more room, if the
// line names one; said is what became of it.
func (t *turn) roomMore(o engagement.Organisation, i invitation) (said []string, problem string) {
	switch {
	case i.room != "":
		to := t.mentioned(i.room)
		if why := t.stillCrowded(o, to); why != "" {
			return nil, why
		}
		mended := t.channels.channels[to.Key()].Shut != "" || t.channels.channels[to.Key()].Fails != ""
		fresh, refusal := t.takeRoom(o, to, i.room)
		switch {
		case refusal != nil:
			return nil, "**" + plain(o.Name) + "** has no room there. " + t.why(refusal)
		case fresh:
			t.fill(o, to, len(o.Rooms()))
			return []string{"**" + plain(o.Name) + "** has its room in **" + plain(t.channelName(to)) + "**" + t.beside(o) + "."}, ""
		case mended:
			t.mend(o, to)
			return []string{"**" + plain(o.Name) + "** is written to in **" + plain(t.channelName(to)) + "** again."}, ""
		}
		return nil, ""
	case i.channel:
		if asked, making := t.openingOf(o); t.openerFor(i) == "" || making && asked.Failed == "" {
			if making {
				return nil, ""
			}
			return nil, "No platform here makes channels for me. Make one yourself, and write **invite " + plain(o.Name) + " in #its-channel**."
		}
		people := i.people
		if len(people) == 0 {
			people = o.Contacts
		}
		t.askForRoom(o, t.openerFor(i), people)
		return []string{"A channel for **" + plain(o.Name) + "** is being made; you read here when it is there."}, ""
	}
	if i.code {
		if _, problem := t.giveCode(o); problem != "" {
			return nil, problem
		}
		more := ""
		if len(o.Rooms()) > 0 {
			more = " for one more place"
		}
		return []string{"**" + plain(o.Name) + "** has a code" + more + ": **links** shows it, and you pass it on."}, ""
	}
	if page, fresh := t.pageFor(o, i); fresh {
		t.fill(o, page, len(o.Rooms()))
		said = append(said, "**"+plain(o.Name)+"** has a page now"+t.beside(o)+": **links** shows its link.")
	}
	return said, ""
}

// beside says of an organisation that has just got a room that the others stay.
func (t *turn) beside(o engagement.Organisation) string {
	if len(o.Rooms()) == 0 {
		return ""
	}
	return ", beside what it has: what is answered in one counts in all"
}

// pageFor gives an organisation a page, if a line asks for one or names mail
// addresses that could not be used without; fresh: it had none. Nothing is put
// into it yet.
func (t *turn) pageFor(o engagement.Organisation, i invitation) (page bot.Address, fresh bool) {
	_, paged := t.pageOf(o)
	_, making := t.openingOf(o)
	wanted := i.link || len(i.people) > 0 && !making && !i.code
	if paged || !wanted || !t.pages(webAdapter) {
		return bot.Address{}, false
	}
	page = t.mint(webAdapter, roomName(o.Name))
	fresh, _ = t.takeRoom(o, page, "")
	return page, fresh
}

// takeRoom gives an organisation one more room; fresh: it had not this one.
// Called is how somebody named it, if anybody did.
func (t *turn) takeRoom(o engagement.Organisation, a bot.Address, called string) (fresh bool, refusal *engagement.Refusal) {
	facts, refusal := t.state.TakeRoom(engagement.OrganisationRoom{Organisation: o.ID, Room: room(a), On: true, By: t.person()})
	if t.state.Stage() == engagement.Dialogue {
		facts, refusal = t.state.TakeDialogueRoom(engagement.DialogueRoom{Organisation: o.ID, Room: room(a), On: true, By: t.person()})
	}
	if refusal != nil || len(facts) == 0 || !t.take(facts, nil) {
		return false, refusal
	}
	t.use(a, called)
	return true, nil
}

// use begins to post in a room.
func (t *turn) use(a bot.Address, called string) {
	t.know(a)
	if t.chats(a.Adapter) {
		t.setChannel(a, func(c *channel) {
			c.Shut, c.Fails, c.Refuses = "", "", false
			if c.Left != "" { // somebody says whose it is
				c.With, c.Left = strings.TrimSuffix(c.Left, nobodyLeft), ""
			}
			if name := roomCalled(called); name != "" {
				c.Name = name
			}
		})
	}
}

// roomCalled is the name in a mention of a room; empty: there is none.
func roomCalled(text string) string {
	if inside, ok := strings.CutPrefix(text, "<#"); ok {
		_, name, _ := strings.Cut(strings.TrimSuffix(inside, ">"), "|")
		return name
	}
	return strings.TrimPrefix(text, "#")
}

// fill puts into a room that is new to an organisation what its others have. Rooms
// are those that it had before.
func (t *turn) fill(o engagement.Organisation, a bot.Address, rooms int) {
	why := hereToo
	if rooms == 0 {
		why = ""
	}
	t.catchUp(o, a, why)
	if t.pages(a.Adapter) && t.state.Stage() == engagement.Talking {
		now, _ := t.state.Organisation(o.ID)
		for _, p := range t.mailed(now) {
			t.welcomeByMail(now, p)
		}
		t.linkMail(now)
	}
}

// removedRoom takes a room away from an organisation: "Tidewell from #its-channel",
// "Tidewell from the browser". False: that is not what is meant.
func (t *turn) removedRoom(l line) bool {
	at := strings.LastIndex(strings.ToLower(l.words()), " from ")
	if at < 0 {
		return false
	}
	o, there := t.organisationCalled(l.words()[:at])
	called := strings.TrimSpace(l.words()[at+len(" from "):])
	a, paged := t.pageOf(o)
	named := t.roomNamed(o, called)
	switch browser := fold(called).norm; {
	case !there:
		return false
	case !named.IsZero():
		a = named
	case looksLikeRoom(called):
		a = t.mentioned(called)
	case browser != "the browser" && browser != "browser" && browser != "its page" || !paged:
		return false
	}
	facts, refusal := t.state.TakeRoom(engagement.OrganisationRoom{Organisation: o.ID, Room: room(a), By: t.person()})
	if refusal == nil && len(facts) == 0 {
		t.note(bot.Say("**" + plain(o.Name) + "** has no room there, so nothing was changed. It is reached so: " + plain(t.reachedBy(o)) + "."))
		return true
	}
	if !t.take(facts, refusal) {
		return true
	}
	t.fail(t.tx.Link(a, false))
	o, _ = t.state.Organisation(o.ID)
	said := "Nothing is written to **" + plain(o.Name) + "** there any more. It is reached so: " + plain(t.reachedBy(o)) + "."
	if len(t.hears(o)) == 0 {
		said = "Nothing is written to **" + plain(o.Name) + "** there any more, **so it hears nothing now**. **invite " + plain(o.Name) + " in #another-channel** gives it another room."
	}
	t.reply("", bot.Say(said))
	return true
}

// roomNamed is the channel of an organisation that is called so, also in several words;
// zero: none is.
func (t *turn) roomNamed(o engagement.Organisation, called string) bot.Address {
	key := nameKey(strings.TrimPrefix(called, "#"))
	for _, a := range t.channelsOf(o) {
		if key != "" && (key == nameKey(t.channels.channels[a.Key()].Name) || key == nameKey(strings.TrimPrefix(t.channelName(a), "#"))) {
			return a
		}
	}
	return bot.Address{}
}

// anyAsked says whether a supplier, or a group of people who use the service, is
// asked.
func (d *Domain) anyAsked(users bool) bool {
	return slices.ContainsFunc(d.state.Organisations(), func(o engagement.Organisation) bool { return o.Users == users })
}
