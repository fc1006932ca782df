package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// shut notes that nothing reaches the organisation in this room any more, and
// tells the team once what that means.
func (t *turn) shut(how string) {
	before := t.channels.channels[t.ev.Room.Key()].Shut
	if before == how {
		return
	}
	t.setChannel(t.ev.Room, func(c *channel) { c.Shut = how })
	if before != "" || t.state.Stage() == engagement.Closed {
		return // it was told, or does not matter any more
	}
	name := plain(t.org.Name)
	what := map[string]string{
		bot.RoomArchived: "was archived", bot.RoomLeft: "is gone, or I am not in it any more", bot.RoomUnshared: "is not shared with it any more",
	}[how]
	means := "Nothing is written there from now on. **" + name + "** does not hear what the others hear: that is a gap until it is mended."
	if others := t.openRooms(t.org); len(others) > 0 {
		means = "Nothing is written there from now on. **" + name + "** still hears " + t.places(others) + "."
	} else if t.state.Stage() == engagement.Preparing {
		means = "Nothing was written there yet. When you open, **" + name + "** would hear nothing."
	}
	do := map[string]string{
		bot.RoomArchived: "Restore the channel, and everything goes on", bot.RoomLeft: "Ask me into the channel again",
		bot.RoomUnshared: "Share the channel with it again",
	}[how]
	t.tell(t.key("shut"), oneLine(t.org.Name)+": its channel "+what,
		bot.Say(t.roomHere()+" "+what+". "+means),
		bot.Say("**What to do:** "+do+"; or give it another: **invite "+name+" in #another-channel**"+t.orPage()),
	)
}

func (t *turn) orPage() string {
	if !t.pages(webAdapter) {
		return "."
	}
	return ", or **invite " + plain(t.org.Name) + " by mail**."
}

// places says in which rooms.
func (t *turn) places(all []bot.Address) string {
	names := make([]string, len(all))
	for i, a := range all {
		names[i] = "in **" + plain(t.channelName(a)) + "**"
		if a.Adapter == webAdapter {
			names[i] = "on its page"
		}
	}
	return series(names)
}

// opensAgain notes that the organisation is reached in this room again.
func (t *turn) opensAgain() {
	if t.channels.channels[t.ev.Room.Key()].Shut == "" {
		return
	}
	t.mend(t.org, t.ev.Room)
	if t.state.Stage() == engagement.Closed {
		return
	}
	then := "Everything as it stands now is in it, so nothing is missing."
	if t.state.Stage() == engagement.Preparing {
		then = "Nothing stands in it before you open."
	}
	t.tell(t.key("shut"), "", bot.Say("**"+plain(t.org.Name)+"** is reached in "+t.roomHere()+" again. "+then))
}

// mend begins to post in a room again, and makes up for what it missed.
func (t *turn) mend(o engagement.Organisation, a bot.Address) {
	t.use(a, "")
	t.catchUp(o, a, hereNow)
}

// seenAlive is for an event of somebody in a room that counts as shut: whoever
// writes there can be answered there.
func (t *turn) seenAlive() {
	c := t.channels.channels[t.ev.Room.Key()]
	talks := t.ev.Kind == bot.Said || t.ev.Kind == bot.Pressed || t.ev.Kind == bot.Submitted
	gone := c.Shut == crowded || c.Shut == bot.RoomUnshared && (t.ev.Home || t.unknownTeam() != "") // they are none of those who left
	if c.Shut == "" || !talks || t.ev.Again || gone {
		return
	}
	t.opensAgain()
}

// channelStatus says how an organisation is reached in a channel.
func (t *turn) channelStatus(a bot.Address) string {
	c := t.channels.channels[a.Key()]
	said := cell(t.channelName(a))
	switch {
	case c.Shut == bot.RoomArchived:
		said += ", archived: not reached"
	case c.Shut == bot.RoomLeft:
		said += ", gone: not reached"
	case c.Shut == crowded:
		said += ", others can read it: not reached"
	case c.Shut == bot.RoomUnshared:
		said += ", not shared any more: not reached"
	case c.Fails != "":
		said += ", messages fail there"
	case c.Invited == invitedNow:
		said += ", invited, not answered yet"
	case c.Invited == "declined":
		said += ", invitation declined"
	case c.Invited == "expired":
		said += ", invitation expired"
	}
	return said
}

// unreached names, a line for each, the organisations that hear nothing just
// now, and why.
func (t *turn) unreached() []string {
	var lines []string
	if t.state.Stage() == engagement.Closed {
		return nil
	}
	for _, o := range t.state.Organisations() {
		if len(t.hears(o)) > 0 || t.state.Stage() == engagement.Dialogue && !t.state.Admitted(o.ID) {
			continue
		}
		since := ""
		for _, a := range t.channelsOf(o) {
			if at := t.channels.channels[a.Key()].ShutAt; !at.IsZero() {
				since = ", since " + t.day(at, t.now)
			}
		}
		lines = append(lines, "- "+plain(o.Name)+": "+strings.TrimSuffix(t.reachedBy(o), ": not reached")+since)
	}
	return lines
}

// unreachedBlocks says who would not hear.
func (t *turn) unreachedBlocks() []bot.Block {
	lines := t.unreached()
	if len(lines) == 0 {
		return nil
	}
	return []bot.Block{bot.Say("**Not reached just now:**\n\n" + strings.Join(lines, "\n"))}
}

// teamCame notes that another organisation is in this room.
func (t *turn) teamCame() {
	if t.channels.channels[t.ev.Room.Key()].Shut == bot.RoomUnshared && !t.foreign() {
		t.opensAgain()
	}
	t.firstTeam()
	if t.channels.channels[t.ev.Room.Key()].Invited == invitedNow && !t.foreign() {
		t.setChannel(t.ev.Room, func(c *channel) { c.Invited = "accepted" })
	}
	t.others(true)
	if team := t.unknownTeam(); team != "" && !t.foreign() && !t.org.IsStranger(team) {
		if now, _ := t.state.Organisation(t.org.ID); !now.HasTeam(team) {
			t.askTeam(team, "Another organisation has come into "+t.roomHere()+", and can read what stands there. If they don't speak for **"+plain(t.org.Name)+"**, take them out of it.")
		}
	}
}

// teamWent notes that one has left it. As long as another that speaks for the
// organisation is there, nobody is missing.
func (t *turn) teamWent() {
	t.others(false)
	if t.ev.Team != "" && len(t.org.Teams) > 0 && !t.org.HasTeam(t.ev.Team) {
		return
	}
	others := slices.DeleteFunc(slices.Clone(t.org.Teams), func(team string) bool { return team == t.ev.Team })
	if len(others) > 1 || len(others) == 1 && t.ev.Team != "" {
		return
	}
	t.shut(bot.RoomUnshared)
}

// others notes that a team came into an organisation's own room that does not speak
// for it, or that one went.
func (t *turn) others(came bool) {
	team := t.unknownTeam()
	known := strings.Fields(t.channels.channels[t.ev.Room.Key()].Others)
	if now, _ := t.state.Organisation(t.org.ID); team == "" || slices.Contains(known, team) == came || came && now.HasTeam(team) {
		return
	}
	if known = slices.DeleteFunc(known, func(other string) bool { return other == team }); came {
		known = append(known, team)
	}
	t.setChannel(t.ev.Room, func(c *channel) { c.Others = strings.Join(known, " ") })
}

// roomsAlone are an organisation's own rooms in which nobody is known to be who
// does not speak for it, the team itself apart.
func (t *turn) roomsAlone(o engagement.Organisation) []bot.Address {
	return slices.DeleteFunc(t.openRooms(o), func(a bot.Address) bool {
		others := strings.Fields(t.channels.channels[a.Key()].Others)
		return slices.ContainsFunc(others, func(team string) bool { return !o.HasTeam(team) })
	})
}
