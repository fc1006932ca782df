package conversations

import (
	"slices"

	"soundings/bot"
	"soundings/engagement"
)

// listKeyIn is the key of the list in a room that an organisation got after its
// list was first posted.
func listKeyIn(o engagement.Organisation, a bot.Address) string { return listKey(o) + ":" + a.Key() }

// lists gives where the list of an organisation stands, as far as it can be
// reached there: for each message the rooms, in the order in which they were
// posted.
func (t *turn) lists(o engagement.Organisation) (keys []string, rooms map[string][]bot.Address) {
	rooms = map[string][]bot.Address{}
	open, all := t.openRooms(o), []string{listKey(o)}
	for _, a := range t.allRooms(o) {
		all = append(all, listKeyIn(o, a))
	}
	for _, key := range all {
		for _, receipt := range t.tx.Messages().Receipts(key) {
			i := slices.IndexFunc(open, func(a bot.Address) bool { return a.Key() == receipt.Room.Key() })
			if i >= 0 {
				rooms[key] = append(rooms[key], open[i])
			}
		}
		if len(rooms[key]) > 0 {
			keys = append(keys, key)
		}
	}
	return keys, rooms
}

// postList posts the list in every room of the organisation in which it does not
// stand yet.
func (t *turn) postList(o engagement.Organisation) {
	standing := map[string]bool{}
	keys, rooms := t.lists(o)
	for _, key := range keys {
		for _, a := range rooms[key] {
			standing[a.Key()] = true
		}
	}
	missing := slices.DeleteFunc(t.openRooms(o), func(a bot.Address) bool { return standing[a.Key()] })
	m := t.listMessage(o)
	if !t.tx.Messages().Known(listKey(o)) {
		m.Key, m.To = listKey(o), missing
		t.post(m)
		return
	}
	for _, a := range missing {
		m.Key, m.To = listKeyIn(o, a), []bot.Address{a}
		t.post(m)
	}
}

// refreshList edits the list in place, wherever it stands.
func (t *turn) refreshList(o engagement.Organisation) {
	if t.err != nil {
		return
	}
	o, _ = t.state.Organisation(o.ID)
	keys, rooms := t.lists(o)
	for _, key := range keys {
		m := t.listMessage(o)
		m.Key, m.To, m.Replaces = t.key(key), rooms[key], key
		t.post(m)
	}
}

// catchUp puts into a room all that the organisation should find in it: it is
// new, or messages did not reach it for a while. Why stands first.
func (t *turn) catchUp(o engagement.Organisation, a bot.Address, why string) {
	o, _ = t.state.Organisation(o.ID)
	var m bot.Message
	switch t.state.Stage() {
	case engagement.Talking, engagement.Paused:
		m = t.welcomeMessage(o.Users)
	case engagement.Dialogue:
		t.catchUpDialogue(o, a)
		return
	case engagement.Closed:
		m = t.thanks(o.Users, !t.state.Dialogued() && !o.Users && !t.spoke(o))
	case engagement.Preparing:
		return
	}
	if t.state.Stage() == engagement.Paused {
		m.Blocks = append([]bot.Block{bot.Say(forNow)}, m.Blocks...)
	}
	if why != "" {
		m.Blocks = append([]bot.Block{bot.Say(why)}, m.Blocks...)
	}
	m.Key, m.To = t.key("welcome:"+o.ID), []bot.Address{a}
	if t.chats(a.Adapter) && t.state.Stage() != engagement.Closed {
		m.Blocks = append(m.Blocks, inChannel(m.Plain)...)
	}
	t.post(m)
	caught, lead := m.Key, packLead
	if why == hereNow {
		lead = packAgain
	}
	if key := t.postPack(o, []bot.Address{a}, t.key("pack:"+o.ID), lead); key != "" {
		caught = key
	}
	t.setChannel(a, func(c *channel) { c.Caught, c.Fails, c.Refuses = caught, "", false })
	_, stood := t.lists(o)
	t.postList(o)
	for _, rooms := range stood {
		if slices.ContainsFunc(rooms, func(b bot.Address) bool { return b.Key() == a.Key() }) {
			t.refreshList(o)
			return
		}
	}
}

// postWelcome posts a welcome in all its rooms. On a chat platform it says who reads
// along, and how to do without buttons: who is invited there may not be allowed to
// press any.
func (t *turn) postWelcome(m bot.Message) {
	var chats []bot.Address
	m.To = slices.DeleteFunc(slices.Clone(m.To), func(a bot.Address) bool {
		if t.chats(a.Adapter) {
			chats = append(chats, a)
		}
		return t.chats(a.Adapter)
	})
	t.post(m)
	m.Key, m.To, m.Blocks = m.Key+":chat", chats, append(slices.Clone(m.Blocks), inChannel(m.Plain)...)
	t.post(m)
}

// anyInChat says whether an organisation is, or will be, asked in a channel.
func (t *turn) anyInChat() bool {
	return slices.ContainsFunc(t.state.Organisations(), func(o engagement.Organisation) bool {
		_, making := t.openingOf(o)
		_, coded := t.codeOpen(o)
		return making || coded || len(t.codesWaiting(o)) > 0 || len(t.channelsOf(o)) > 0
	})
}

// inChannel stands under a welcome on a chat platform.
func inChannel(users bool) []bot.Block {
	if users {
		return []bot.Block{bot.Say(othersReadUsers), bot.Aside(withoutButtons)}
	}
	return []bot.Block{bot.Say(othersReadToo), bot.Aside(withoutButtons)}
}

const (
	othersReadToo   = "Whoever is in this channel reads what you write in it, your colleagues and people of the council alike. For the buying team alone, open a section and press **Write an answer**: the words in that form are not shown here."
	othersReadUsers = "The others in this channel read what you write here, too. To be read by the team alone, open a part and press **Write an answer**: nothing of that form is shown here."
	withoutButtons  = "Can't press buttons? Write “sections” here."
)

// What is said first where somebody finds everything in a place that is new to
// them, or that was shut.
const (
	hereToo = "**From now on everything stands here, too.** What you answer here or elsewhere counts once, and your list is the same in each place."
	hereNow = "**This channel can be reached again.** Here is everything as it stands now, so that nothing is missing."
)
