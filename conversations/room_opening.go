package conversations

import (
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// isOpening says whether an address stands for a room that is not there yet.
func isOpening(a bot.Address) bool { return strings.HasPrefix(a.Room, "+") }

// openingKey begins the keys of the messages that ask for a room.
const openingKey = "open:"

// askForRoom asks a platform for a room of an organisation, to which these people
// are invited.
func (t *turn) askForRoom(o engagement.Organisation, adapter string, people []engagement.Person) {
	t.askForRoomCalled(o, adapter, people, "+"+t.slug+"."+o.ID, t.slug+"-"+slug(o.Name, engagement.MostSlug))
}

// askForRoomCalled is askForRoom with the address that stands for it, and its name.
func (t *turn) askForRoomCalled(o engagement.Organisation, adapter string, people []engagement.Person, stands, called string) {
	asked := opening{Organisation: o.ID, Room: bot.Address{Adapter: adapter, Room: stands}, Message: openingKey + o.ID}
	if t.tx.Messages().Known(asked.Message) {
		asked.Message = t.key(openingKey + o.ID)
	}
	t.remember(kindOpening, asked)
	t.fail(t.tx.Link(asked.Room, true))
	invited := make([]string, len(people))
	for i, p := range people {
		invited[i] = string(p)
	}
	m := bot.OpenRoom(asked.Message, adapter, bot.Opening{
		Key: asked.Room.Room, Name: called, People: invited,
	})
	if t.ev.Room.Adapter == adapter {
		m.For = t.ev.Person // somebody of the team should be in it
	}
	t.post(m)
}

// status says how far a room is that was asked for.
func (o opening) status() string {
	if o.Failed != "" {
		return "no channel yet: it could not be made"
	}
	return "a channel is being made"
}

// beingMade says what happens at once where channels are made.
func (t *turn) beingMade(added []engagement.Organisation) string {
	making, invited := 0, 0
	for _, o := range added {
		if asked, ok := t.openingOf(o); ok && asked.Failed == "" {
			making++
			if len(o.Contacts) > 0 {
				invited++
			}
		}
	}
	if making == 0 {
		return ""
	}
	said := count(making, "channel is being made", "channels are being made") + "; you read here when each is there."
	if invited > 0 && t.state.Stage() == engagement.Preparing {
		said += " Those whose mail address you gave are invited into theirs by the platform now: they see its name, and nothing else before you open."
	}
	return said
}

// welcomed says what those hear who were added while suppliers are in.
func (t *turn) welcomed(added []engagement.Organisation) string {
	later := 0
	for _, o := range added {
		if len(t.hears(o)) == 0 {
			later++
		}
	}
	switch {
	case len(added) == 0:
		return ""
	case later == len(added):
		return "They get the same welcome and the same sections as everybody else as soon as their channel is there."
	case later > 0:
		return "They have the same welcome and the same sections as everybody else, from now, or as soon as their channel is there."
	}
	return "They have the same welcome and the same sections as everybody else, from now."
}

// leftBehind closes the rooms of an organisation that was taken out: whether it
// had a page, and what is to be said of its channels.
func (t *turn) leftBehind(o engagement.Organisation) (page bool, said string) {
	for _, a := range t.allRooms(o) {
		t.fail(t.tx.Link(a, false))
		switch {
		case a.Adapter == webAdapter:
			page = true
		case t.chats(a.Adapter):
			said += " Its channel, " + plain(t.channelName(a)) + ", is still there: archive it if nobody needs it."
		}
	}
	if asked, ok := t.openingOf(o); ok {
		t.fail(t.tx.Link(asked.Room, false))
	}
	t.dropCodes(o.ID)
	return page, said
}
