package conversations

import (
	"cmp"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// crowded is what keeps an organisation's own room shut that people of several
// organisations can read: it is open to all of some wider group, as a channel is that
// everybody in a team reads. It stands beside the bot.Room constants in the record:
// never change it.
const crowded = "crowded"

// crowds follows who reads along in an organisation's own room, and deals with what
// suppliers do in one that is crowded; false: there is more to decide.
func (t *turn) crowds() bool {
	c := t.channels.channels[t.ev.Room.Key()]
	if !t.chats(t.ev.Room.Adapter) || t.ev.Kind == bot.Returned || t.ev.Kind == bot.Unshown {
		return false
	}
	only := ""
	if len(t.ev.Onlookers) == 1 {
		only = t.ev.Onlookers[0]
	}
	full := len(t.ev.Onlookers) > 1
	theirs := only != "" && (only == c.With || t.org.HasTeam(only))
	if !t.ev.Again && t.ev.Kind != bot.Looked {
		switch {
		case full && c.Shut != crowded:
			t.crowd()
		case full && c.Left != "":
			t.setChannel(t.ev.Room, func(c *channel) { c.Left = "" })
		case c.Shut == "" && only != "" && only != c.With && (theirs || c.With == ""):
			t.setChannel(t.ev.Room, func(c *channel) { c.With = only })
		case c.Shut == "" && only != "" && !theirs: // others have come in the place of those who were there
			t.setChannel(t.ev.Room, func(c *channel) { c.Shut = crowded })
			t.cover()
			t.leftOver(only)
		case c.Shut == crowded && theirs:
			t.emptied(only)
		case c.Shut == crowded && !full && c.Left != cmp.Or(only, nobodyLeft):
			t.leftOver(only)
		}
	}
	if !full && t.channels.channels[t.ev.Room.Key()].Shut != crowded {
		return false
	}
	return t.amongOthers()
}

// amongOthers deals with what somebody does in a crowded room; false: they are of the
// team.
func (t *turn) amongOthers() bool {
	switch t.ev.Kind {
	case bot.Joined, bot.Left, bot.Changed, bot.Ticked, bot.Returned, bot.Unshown:
		return true
	case bot.Edited, bot.Deleted:
		if !t.fromHome() && !t.askedWhose() {
			t.changed() // what was recorded before gets its mark
			t.unlessAlone("That is noted. Others can read this channel, so I say no more of it here.")
			return true
		}
	case bot.Said, bot.Pressed, bot.Submitted, bot.Looked:
		if !t.fromHome() {
			t.notAmongOthers()
			return true
		}
	}
	return !t.ev.Home
}

// unlessAlone has something else said than the answer, where that can't be shown to one
// person alone.
func (t *turn) unlessAlone(instead string) {
	answer := t.tx.answered()
	if answer.Note == nil || answer.Note.Instead != "" {
		return
	}
	note := *answer.Note
	note.Instead, answer.Note = instead, &note
	t.tx.Answer(answer)
}

// crowd shuts the room, covers what stands in it, and tells the team once what to do.
func (t *turn) crowd() {
	before, o := t.channels.channels[t.ev.Room.Key()].Shut, t.org
	if before == crowded {
		return
	}
	t.setChannel(t.ev.Room, func(c *channel) { c.Shut, c.Left = crowded, "" })
	stood := t.cover()
	if t.state.Stage() == engagement.Closed {
		return
	}
	name := plain(o.Name)
	means := "Nothing is written there from now on, and no answers are taken there. **" + name + "** does not hear what the others hear: that is a gap until it is mended."
	if others := t.openRooms(o); len(others) > 0 {
		means = "Nothing is written there from now on, and no answers are taken there. **" + name + "** still hears " + t.places(others) + "."
	} else if t.state.Stage() == engagement.Preparing {
		means = "Nothing was written there yet. When you open, **" + name + "** would hear nothing."
	}
	blocks := []bot.Block{bot.Say(t.roomHere() + " can be read by people of several organisations, as everybody in its team reads it, so it can't be **" + name + "**'s own. " + means)}
	if stood {
		blocks = append(blocks, bot.Say("**What they can read:** what was said there before. The welcome and the list of **"+name+"** say no more than that nothing is taken there. Nothing that was answered is lost."))
	}
	t.tell(t.key("shut"), oneLine(o.Name)+": others can read its channel", append(blocks,
		bot.Say("**What to do:** make a private channel, a shared channel or a group chat for **"+name+"** and you alone, ask me into it, and write **invite "+name+"** there"+t.orPage()+" If the others leave it, "+t.roomHere()+" goes on by itself."),
	)...)
}

// cover puts a few words in the place of the welcome and the list that stand in the
// room: they invite answers, and say how far the organisation is. Stood says whether
// anything did.
func (t *turn) cover() (stood bool) {
	for _, key := range t.tx.Messages().In(t.ev.Room) {
		kind, _, _ := strings.Cut(key, ":")
		if isRehearsal(key) || kind != "welcome" && kind != "list" || !t.stands(key) {
			continue
		}
		stood = true
		m := bot.Message{Key: t.key("cover:" + key), Class: bot.Notice, To: []bot.Address{t.ev.Room}, Replaces: key, Title: "Nothing is taken here just now"}
		m.Blocks = []bot.Block{bot.Say(othersRead + " What you answered is kept. " + t.elsewhereFor(t.org))}
		if kind == "list" {
			m.Title, m.Blocks = "", []bot.Block{bot.Say("Your list stands here again as soon as this channel is yours alone.")}
		}
		t.fail(t.tx.Post(m))
	}
	return stood
}

// stands says whether a message was posted in this room.
func (t *turn) stands(key string) bool {
	return slices.ContainsFunc(t.tx.Messages().Receipts(key), func(r bot.Receipt) bool {
		return r.Room.Key() == t.ev.Room.Key() && r.State == bot.Sent
	})
}

// othersRead is said in a crowded room, where others read it.
const othersRead = "Other firms can read this channel, as everybody in its team can, so I take no answers here and show nothing of yours."

// elsewhereFor says where an organisation can answer instead of in a crowded room.
func (t *turn) elsewhereFor(o engagement.Organisation) string {
	if open := t.openRooms(o); len(open) > 0 {
		return "You can answer " + strings.ReplaceAll(t.places(open), "on its page", "on your page") + "."
	}
	return "The buying team is told to give you a place that only you and they read: a private or shared channel, a group chat, or a page."
}

// emptied begins to write in a room again in which only those are left for whom it is.
func (t *turn) emptied(only string) {
	t.setChannel(t.ev.Room, func(c *channel) { c.With, c.Left = only, "" })
	t.opensAgain()
}

// nobodyLeft stands in the place of whoever is left in a room that was crowded.
const nobodyLeft = "nobody"

// leftOver is for a room in which one organisation is left, or has come in the place of
// another, of which nobody knows whether it is the one: then the team says so. Only is
// empty where nobody is left at all.
func (t *turn) leftOver(only string) {
	t.setChannel(t.ev.Room, func(c *channel) { c.Left = cmp.Or(only, nobodyLeft) })
	if only == "" || t.state.Stage() == engagement.Closed {
		return
	}
	name := plain(t.org.Name)
	a := t.ev.Room
	t.tell(t.key("left"), "Is it "+oneLine(t.org.Name)+" that is left?",
		bot.Say("Only one other organisation can read "+t.roomHere()+" now, and I can't tell whether it is **"+name+"**. If it is, everything can go on there. Before you say so I show nothing there, and take no answers."),
		buttons(bot.Button{Label: "It is " + oneLine(t.org.Name), Action: actionSay, Value: "invite " + oneLine(t.org.Name) + " in <#" + a.Room + ">", Typed: "invite " + oneLine(t.org.Name) + " in " + t.channelName(a)}),
	)
}

// stillCrowded says why a room can't be written to again on the team's word alone;
// empty: it can.
func (t *turn) stillCrowded(o engagement.Organisation, a bot.Address) string {
	c := t.channels.channels[a.Key()]
	if c.Shut != crowded || c.Left != "" {
		return ""
	}
	name := "**" + plain(o.Name) + "**"
	return name + " can't be written to in **" + plain(t.channelName(a)) + "**: as far as I know people of several organisations read it. Make a private channel, a shared channel or a group chat for " + name + " and you alone, and write **invite " + plain(o.Name) + "** there. If the others leave, that channel goes on by itself."
}

// notAmongOthers says honestly that nothing is taken in a crowded room, and where to
// turn. It may be read by others, so it names nobody and shows nothing.
func (t *turn) notAmongOthers() {
	l, typed := t.typed()
	if typed && t.amongThemselves() && !t.answering(l) && !t.firstUnread() {
		return // they talk to each other
	}
	said := othersRead
	if len(t.ev.Onlookers) < 2 {
		said = "I can't tell whether this channel is yours alone, so the buying team says so first."
	}
	if t.ev.Kind == bot.Said || t.ev.Kind == bot.Submitted {
		said += " **What you just wrote was not recorded.** "
	} else {
		said += " **Nothing was recorded.** "
	}
	o, known := t.ownOf()
	said += t.elsewhereFor(o)
	note := bot.Message{Blocks: []bot.Block{bot.Say(said)}, Plain: t.org.Users}
	if page, paged := t.pageOf(o); known && paged {
		note.Blocks = append(note.Blocks, buttons(bot.Button{Label: "Answer privately", URL: bot.LinkTo(page, t.ev.Person)}))
		note.Instead = said + " The link to it lets anybody in who follows it, so I show it to you alone or not at all: it is in the mail that you have from us."
	}
	if t.ev.Kind == bot.Said && !t.ev.Again {
		note.Blocks = append(note.Blocks, bot.Say("If you just wrote something that others should not read, delete it now. Please don't mention prices or who will bid."))
	}
	if words := t.writtenInForm(); len(words) > 0 {
		note.Blocks = append(append(note.Blocks, bot.Say("So that nothing is lost, this is what you had written:")), words...)
		if note.Instead == "" {
			note.Instead = said
		}
	}
	t.tx.Answer(bot.Answer{Note: &note})
}

// writtenInForm are the words of a form that is not taken, to be kept by whoever
// wrote them.
func (t *turn) writtenInForm() []bot.Block {
	var words []bot.Block
	if t.ev.Kind != bot.Submitted {
		return nil
	}
	var names []string
	chosen := []string{
		fieldStance, fieldTicks, fieldStops, fieldSection, fieldOutcome, fieldPartner, fieldShow, fieldBid,
		fieldWorth, fieldFair, fieldSign, fieldChoice, fieldSpeaks, fieldLinks,
	}
	for name, value := range t.ev.Fields {
		if strings.TrimSpace(value) != "" && !slices.Contains(chosen, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		words = append(words, bot.Block{Quote: &bot.Quote{Words: t.ev.Fields[name]}})
	}
	return words
}

// readsHere is who can read what the team says in an own room.
func (t *turn) readsHere() string {
	if t.channels.channels[t.ev.Room.Key()].Shut == crowded {
		return "those who are in this channel"
	}
	return "**" + plain(t.org.Name) + "**"
}

// forOwnRooms marks a message that is for organisations' own rooms, and leaves those
// out that are crowded.
func (t *turn) forOwnRooms(m bot.Message) bot.Message {
	own := func(a bot.Address) bool {
		if !t.chats(a.Adapter) {
			return false
		}
		_, is := t.organisationAt(a)
		return is
	}
	if m.For != "" || !slices.ContainsFunc(m.To, own) {
		return m
	}
	m.Own = true
	m.To = slices.DeleteFunc(slices.Clone(m.To), func(a bot.Address) bool {
		return t.channels.channels[a.Key()].Shut == crowded && own(a)
	})
	return m
}
