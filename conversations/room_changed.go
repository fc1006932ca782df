package conversations

import (
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// roomChanged decides what becomes of a room.
func (t *turn) roomChanged() {
	if t.ev.Again || !t.state.Exists() {
		return
	}
	organisation, own := t.organisationAt(t.ev.Room)
	_, table := t.state.TableIn(room(t.ev.Room))
	c, waits := t.waitsIn(t.ev.Room)
	switch {
	case waits:
		t.waitingRoomChanged(c)
	case t.ev.Action == bot.RoomOpened:
		t.roomOpened()
	case t.ev.Action == bot.RoomDoubtful:
		t.doubtful()
	case t.ev.Action == bot.RoomMoved:
		t.roomMoved()
	case isOpening(t.ev.Room):
		t.openingFailed()
	case room(t.ev.Room) == t.state.About().Room:
		t.teamRoomChanged()
	case table:
		t.tableChanged()
	case own:
		t.org = organisation
		t.ownRoomChanged()
	}
}

// ownRoomChanged decides what becomes of an organisation's own room.
func (t *turn) ownRoomChanged() {
	switch t.ev.Action {
	case bot.RoomRenamed:
		t.setChannel(t.ev.Room, func(c *channel) { c.Name = t.ev.Text })
	case bot.RoomShared:
		if t.crowds() {
			t.others(true)
			return
		}
		t.teamCame()
	case bot.RoomUnshared:
		t.teamWent()
		t.crowds()
	case bot.RoomArchived, bot.RoomLeft:
		t.shut(t.ev.Action)
	case bot.RoomRestored:
		if !t.crowds() {
			t.opensAgain()
		}
	case bot.RoomInvited:
		t.invitationChanged()
	case bot.RoomFailing:
		t.failing()
	case bot.RoomReached:
		t.reached()
	}
}

// roomHere is the room of this event as people call it.
func (t *turn) roomHere() string { return "**" + plain(t.channelName(t.ev.Room)) + "**" }

// roomOpened takes a room that was asked for.
func (t *turn) roomOpened() {
	asked, ok := t.askedFor(bot.Address{Adapter: t.ev.Room.Adapter, Room: t.ev.Value})
	if !ok || asked.Made {
		return
	}
	t.fail(t.tx.Link(asked.Room, false))
	asked.Made, asked.Failed = true, ""
	t.remember(kindOpening, asked)
	o, there := t.state.Organisation(asked.Organisation)
	if !there {
		t.tell(t.key("channel"), "", bot.Say("A channel was made, **#"+plain(t.ev.Text)+"**, for an organisation that is not asked any more. Archive it if nobody needs it."))
		return
	}
	rooms := len(o.Rooms())
	_, refusal := t.takeRoom(o, t.ev.Room, "#"+t.ev.Text)
	if refusal != nil {
		t.tell(t.key("channel"), "", bot.Say("A channel for **"+plain(o.Name)+"** was made, and can't be used. "+t.why(refusal)))
		return
	}
	then := "Nothing stands in it before you open."
	if t.state.Stage() == engagement.Talking {
		then = "The welcome and the list stand in it."
	}
	if t.state.Stage() == engagement.Dialogue {
		then = "What begins the dialogue and the list stand in it."
	}
	if len(o.Contacts) > 0 {
		t.setChannel(t.ev.Room, func(c *channel) { c.Invited = invitedNow })
		then += " Its people are invited."
	} else {
		then += " Ask its people into it."
	}
	t.tell(t.key("channel"), "", bot.Say("The channel for **"+plain(o.Name)+"** is there: "+t.roomHere()+". "+then))
	t.fill(o, t.ev.Room, rooms)
}

// askedFor finds the opening that an address stands for.
func (t *turn) askedFor(a bot.Address) (opening, bool) {
	for _, o := range t.channels.openings {
		if o.Room.Key() == a.Key() {
			return o, true
		}
	}
	return opening{}, false
}

// openingFailed tells the team, once, that a channel could not be made, and what
// to do instead.
func (t *turn) openingFailed() {
	asked, ok := t.askedFor(t.ev.Room)
	o, there := t.state.Organisation(asked.Organisation)
	if !ok || !there || asked.Made || t.ev.Action != bot.RoomFailing || t.ev.Original != asked.Message {
		return
	}
	asked.Failed = t.ev.Text
	t.remember(kindOpening, asked)
	blocks := []bot.Block{
		bot.Say("**" + plain(o.Name) + "** has no channel yet: " + plain(strings.TrimRight(t.ev.Text, ".")) + "."),
		bot.Say("It hears nothing until it has one. Either make a channel yourself, ask **" + plain(o.Name) + "** and me into it, and write **invite " + plain(o.Name) + " in #its-channel**;" + t.orByMail(o)),
	}
	t.tell(t.key("channel"), "No channel for "+oneLine(o.Name), append(blocks, buttons(press("Try again", "invite "+oneLine(o.Name)+" in a new channel")))...)
}

// orByMail is the way out that needs no channel.
func (t *turn) orByMail(o engagement.Organisation) string {
	if !t.pages(webAdapter) {
		return " or, if what was in the way is gone, try again."
	}
	return " or have it take part in the browser, with **invite " + plain(o.Name) + " by mail**."
}

// invitedNow is how far an invitation is that nobody has answered yet, and
// invitedFor how long it can be: no platform tells when it has expired.
const (
	invitedNow = "invited"
	invitedFor = 14 * 24 * time.Hour
)

// invitationsDue adds when invitations that nobody answers expire.
func (d *Domain) invitationsDue(add func(what string, at time.Time)) {
	for key, c := range d.channels.channels {
		if c.Invited == invitedNow {
			add(dueInvited+":"+key, c.InvitedAt.Add(invitedFor))
		}
	}
}

// invitationExpired tells the team of an invitation that nobody answered.
func (t *turn) invitationExpired(key string) {
	to, ok := addressOf(key)
	o, own := t.organisationAt(to)
	if !ok || !own || t.channels.channels[key].Invited != invitedNow {
		return
	}
	t.org, t.ev.Room, t.ev.Text = o, to, "expired"
	t.invitationChanged()
}

// roomMoved follows a room that has become another.
func (t *turn) roomMoved() {
	to, ok := addressOf(t.ev.Value)
	if !ok {
		return
	}
	from := t.ev.Room
	facts, refusal := t.state.Move(engagement.RoomMoved{From: room(from), To: room(to)})
	if refusal != nil || len(facts) == 0 || !t.take(facts, nil) {
		return
	}
	known := t.channels.channels[from.Key()].channel
	known.Room = to.Key()
	t.remember(kindChannel, known)
	t.know(to)
	t.fail(t.tx.Link(from, false))
	if o, own := t.organisationAt(to); own && t.state.Stage() == engagement.Talking {
		t.postList(o) // edits of the old one would not find it
	}
}

// addressOf reads the key of an address.
func addressOf(key string) (bot.Address, bool) {
	adapter, name, ok := strings.Cut(key, ":")
	return bot.Address{Adapter: adapter, Room: name}, ok && adapter != "" && name != ""
}

// invitationChanged tells the team how far an invitation is.
func (t *turn) invitationChanged() {
	how := t.ev.Text
	if t.channels.channels[t.ev.Room.Key()].Invited == how {
		t.firstTeam() // a second workspace of the same firm, say
		return
	}
	t.setChannel(t.ev.Room, func(c *channel) { c.Invited = how })
	said := ""
	switch how {
	case "accepted":
		t.firstTeam()
		said = "**" + plain(t.org.Name) + "** has accepted the invitation into " + t.roomHere() + "."
		if t.state.Stage() == engagement.Preparing {
			said += " It reads nothing there before you open."
		}
	case "declined":
		said = "**" + plain(t.org.Name) + "** has declined the invitation into " + t.roomHere() + ". Ask whether it may use shared channels at all;" + t.orByMail(t.org)
	case "expired":
		said = "**" + plain(t.org.Name) + "** has not answered the invitation into " + t.roomHere() + ", which has expired after 14 days. Ring them, and invite them anew from the channel;" + t.orByMail(t.org)
	default:
		return
	}
	t.tell(t.key("invited"), "", bot.Say(said))
}
