package conversations

import (
	"slices"

	"soundings/bot"
	"soundings/engagement"
)

// pages says whether rooms on the adapter are pages, which come into being when
// they are first used: whoever has the link speaks there.
func (d *Domain) pages(adapter string) bool { return slices.Contains(d.settings.Rooms, adapter) }

// chats says whether rooms on the adapter are channels of a chat platform, with
// members of their own.
func (d *Domain) chats(adapter string) bool {
	return !d.pages(adapter) && adapter != bot.MailAdapter && adapter != ""
}

// openRooms gives the rooms in which an organisation is written to now and can be
// reached: its own, or while a dialogue goes on that of the dialogue, or none.
func (d *Domain) openRooms(o engagement.Organisation) []bot.Address {
	var to []bot.Address
	for _, r := range d.state.RoomsNow(o) {
		if a, ok := d.address(r); ok && d.channels.channels[a.Key()].Shut == "" {
			to = append(to, a)
		}
	}
	return to
}

// allRooms gives all the rooms in which it is written to now, as far as their
// address is known.
func (d *Domain) allRooms(o engagement.Organisation) []bot.Address {
	var all []bot.Address
	for _, r := range d.state.RoomsNow(o) {
		if a, ok := d.address(r); ok {
			all = append(all, a)
		}
	}
	return all
}

// pageOf is the page of an organisation, to which links lead; false: it has
// none.
func (d *Domain) pageOf(o engagement.Organisation) (bot.Address, bool) {
	for _, a := range d.allRooms(o) {
		if d.pages(a.Adapter) {
			return a, true
		}
	}
	return bot.Address{}, false
}

// pageToRead is the page to which a new link leads: where it is written to, or else
// where it can read what was said before.
func (d *Domain) pageToRead(o engagement.Organisation) (bot.Address, bool) {
	if page, ok := d.pageOf(o); ok {
		return page, true
	}
	for _, r := range o.Rooms() {
		if a, ok := d.address(r); ok && d.pages(a.Adapter) {
			return a, true
		}
	}
	return bot.Address{}, false
}

// channelsOf gives its rooms on chat platforms.
func (d *Domain) channelsOf(o engagement.Organisation) []bot.Address {
	return slices.DeleteFunc(d.allRooms(o), func(a bot.Address) bool { return !d.chats(a.Adapter) })
}

// channelName is what people call a room: its name where it is known.
func (d *Domain) channelName(a bot.Address) string {
	name := d.channels.channels[a.Key()].Name
	if name == "" {
		name = a.Room
	}
	if d.chats(a.Adapter) {
		return "#" + name + d.onPlatform(a)
	}
	return name
}

// setChannel records what is known of a room now, if that is new.
func (t *turn) setChannel(a bot.Address, change func(*channel)) {
	c := t.channels.channels[a.Key()].channel
	c.Room = a.Key()
	before := c
	change(&c)
	if c != before {
		t.remember(kindChannel, c)
	}
}

// openingOf gives the room that is being made for an organisation, or could not be
// made; false: none was asked for, or it is there.
func (d *Domain) openingOf(o engagement.Organisation) (opening, bool) {
	asked, ok := d.channels.openings[o.ID]
	instead := asked.Failed != "" && len(d.channelsOf(o)) > 0
	return asked, ok && !asked.Made && !instead
}
