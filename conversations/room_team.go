package conversations

import (
	"fmt"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// teamRoomChanged decides what becomes of the commissioning room.
func (t *turn) teamRoomChanged() {
	switch t.ev.Action {
	case bot.RoomRenamed:
		t.setChannel(t.ev.Room, func(c *channel) { c.Name = t.ev.Text })
	case bot.RoomShared:
		t.cameIn(outside{Team: t.ev.Team, In: true})
	case bot.RoomUnshared:
		t.wentOut(outside{Team: t.ev.Team})
	case bot.RoomArchived, bot.RoomLeft:
		t.setChannel(t.ev.Room, func(c *channel) { c.Shut = t.ev.Action })
		t.privately("I can't post in your team's room any more",
			bot.Say("The room of **"+plain(t.state.About().Title)+"** was archived, or I am not in it any more. Suppliers notice nothing, but your team does not hear what they ask. Restore the room, or ask me into it again, and I go on."))
	case bot.RoomRestored:
		t.setChannel(t.ev.Room, func(c *channel) { c.Shut = "" })
	case bot.RoomFailing:
		if !t.channels.stopped {
			t.privately("I could not post in your team's room",
				bot.Say("In the room of **"+plain(t.state.About().Title)+"** a message could not be posted: "+plain(t.ev.Text)+". Once that is mended, **status** there shows where everything stands."))
		}
	}
}

// privately tells the owner alone.
func (t *turn) privately(title string, blocks ...bot.Block) {
	to, ok := t.address(t.state.About().Room)
	if !ok {
		return
	}
	t.post(bot.Message{
		Key: t.key("owner"), Class: bot.Notice, To: []bot.Address{to}, For: string(t.state.About().Owner), Title: title, Blocks: blocks,
	})
}

// passing notes who comes into the commissioning room on a chat platform, or
// goes; true: the event is dealt with.
func (t *turn) passing() bool {
	if !t.chats(t.ev.Room.Adapter) || t.ev.Again || t.ev.Home || t.ev.Person == "" || t.ev.Kind == bot.Looked {
		return false
	}
	o := outside{Team: t.ev.Team, Person: t.person(), In: t.ev.Kind != bot.Left}
	if o.In {
		t.cameIn(o)
	} else {
		t.wentOut(o)
	}
	return t.ev.Kind == bot.Joined || t.ev.Kind == bot.Left
}

// cameIn stops all posting: somebody is in the room who may not read it.
func (t *turn) cameIn(o outside) {
	if slices.Contains(t.channels.outsides, o) {
		return
	}
	stopped := t.channels.stopped
	t.remember(kindOutside, o)
	if stopped {
		return // the owner knows
	}
	who := "it is shared with another organisation now"
	if o.Person != "" {
		who = named(o.Person) + ", who is no full member of your organisation, is in it now"
	}
	t.privately("I have stopped posting in your team's room",
		bot.Say("The room of **"+plain(t.state.About().Title)+"** is not your team's alone any more: "+who+". What suppliers say must not be read by others, so nothing is posted there from now on. Suppliers notice nothing, and what they say is kept."),
		bot.Say("**What they can read:** what stood in the room before. If that matters, say so to whoever looks after your procurements."),
		bot.Say("**To go on:** take them out of the room. I tell you when it is your team's alone again, and **resume** there starts me."),
	)
}

// wentOut notes that somebody who may not read the room has left it.
func (t *turn) wentOut(o outside) {
	before := len(t.channels.outsides)
	left := slices.Clone(t.channels.outsides)
	copied := channelTalk{outsides: left}
	copied.passes(o)
	if len(copied.outsides) == before {
		return
	}
	t.remember(kindOutside, o)
	if len(t.channels.outsides) > 0 {
		return
	}
	t.privately("Your team's room is your team's alone again",
		bot.Say("Whoever else was in the room of **"+plain(t.state.About().Title)+"** has left it. I still post nothing there: write **resume** in it to start me. "+t.heldSaid()),
		buttons(press("Resume", "resume")),
	)
}

// heldSaid counts what was not posted.
func (t *turn) heldSaid() string {
	if n := len(t.channels.held); n > 0 {
		return count(n, "message was", "messages were") + " held back."
	}
	return "Nothing was held back."
}

// whileStopped answers what somebody writes in a commissioning room that others
// can read: nothing but the way to go on.
func (t *turn) whileStopped() {
	l, ok := t.typed()
	switch {
	case !t.ev.Home:
		t.note(bot.Say(onlyTheTeam))
	case t.ev.Kind == bot.Joined || t.ev.Kind == bot.Left || t.ev.Kind == bot.Edited || t.ev.Kind == bot.Deleted:
	case ok && l.is("resume", "resume now") && !t.ev.Again:
		t.resume(l)
	case t.ev.Overheard:
	default:
		t.note(bot.Say("Others than your team are in this room, or were, so I show and change nothing here. When it is your team's alone, **resume** starts me. What suppliers say meanwhile is kept."))
	}
}

// resume posts in the commissioning room again, once it is the team's alone.
func (t *turn) resume(l line) {
	if !t.channels.stopped {
		t.note(bot.Say("Nothing is stopped here."))
		return
	}
	if n := len(t.channels.outsides); n > 0 && !l.is("resume now") {
		t.note(bot.Say("As far as I can tell " + t.whoIsIn() + " can still read this room. Take them out first. If you have looked, and nobody but full members of your organisation is in it, write **resume now**: the record keeps that you said so."))
		return
	}
	missed := t.channels.held
	t.remember(kindResumed, resumed{By: t.person()})
	if len(missed) == 0 {
		t.reply("", bot.Say("I post here again. Nothing was held back meanwhile."))
		return
	}
	var lines []string
	for _, h := range missed {
		title := h.Title
		if title == "" {
			title = "a notice"
		}
		lines = append(lines, "- "+plain(title))
	}
	blocks := []bot.Block{bot.Say("I post here again. Meanwhile " + t.countHeld(len(missed)) + " held back:\n\n" + strings.Join(lines, "\n"))}
	blocks = append(blocks, bot.Say("Nothing of it is lost: **questions**, **status** and **digest** show all that there is."), buttons(view("Questions", "questions"), view("Status", "status"), press("Digest", "digest")))
	t.reply("", blocks...)
}

func (t *turn) countHeld(n int) string {
	if n >= mostHeld {
		return fmt.Sprintf("%d messages and more were", n)
	}
	return count(n, "message was", "messages were")
}

// whoIsIn names who is in the commissioning room and may not read it.
func (t *turn) whoIsIn() string {
	var names []string
	for _, o := range t.channels.outsides {
		if o.Person != "" {
			names = append(names, named(o.Person))
			continue
		}
		name := "another organisation"
		if known, ok := t.state.OrganisationOfTeam(o.Team); ok {
			name = plain(known.Name)
		}
		names = append(names, name)
	}
	return series(names)
}

// forTeamRoom says what is special about a message to the commissioning room:
// nobody else may read it, and where somebody could, it is held back. What goes
// to one person alone goes to them.
func (t *turn) forTeamRoom(m bot.Message) (bot.Message, bool) {
	team := string(t.state.About().Room)
	goes := slices.ContainsFunc(m.To, func(a bot.Address) bool { return a.Key() == team })
	if !goes || m.For != "" {
		return m, true
	}
	if t.channels.stopped {
		t.remember(kindHeld, held{Key: m.Key, Title: oneLine(m.Title)})
		return m, false
	}
	if messageHolds(m.Key) == holdsSaid && t.keptFromRoom() {
		m = t.withoutWords(m)
	}
	m.Home, m.Guarded = true, t.guards(m)
	return m, true
}

// seenMember notes who is of the team, where rooms have members: it may take a
// channel for a supplier from within.
func (t *turn) seenMember() {
	acts := t.ev.Kind == bot.Said || t.ev.Kind == bot.Pressed || t.ev.Kind == bot.Submitted
	if !t.ev.Home || !acts || t.ev.Again || !t.chats(t.ev.Room.Adapter) || t.person() == "" {
		return
	}
	if !t.channels.members[t.person()] {
		t.remember(kindMember, member{Person: t.person()})
	}
	if !slices.Contains(t.insiders(), t.person()) {
		t.remember(kindInside, inside{Person: t.person(), In: true})
	}
	t.seenHome()
}

// seenHome notes how a platform calls the home organisation: guests of it are of
// no team of their own.
func (t *turn) seenHome() {
	if t.ev.Home && t.ev.Team != "" && !t.ev.Again && t.ev.Kind != bot.Looked && !t.channels.homes[t.ev.Team] {
		t.remember(kindHome, homeTeam{Team: t.ev.Team})
	}
}

// mayTake says whether a home member may do here what is done in the
// commissioning room: they have done something there.
func (d *Domain) mayTake(p engagement.Person) bool {
	return p != "" && (p == d.state.About().Owner || d.channels.members[p])
}
