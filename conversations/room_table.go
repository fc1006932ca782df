package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// tableCommands set round tables, in the commissioning room.
func tableCommands() []command {
	return []command{{
		names: []string{"round table", "round tables", "roundtable"}, usage: "round table in #their-channel", takes: takesText, group: "Run", run: (*turn).tables,
		help: "have a channel that several organisations read get what goes to everyone",
		more: "Answers, declarations and prices are not taken there: whoever gives one is sent to the room of their own organisation. **round table open in #their-channel** records what is said in its threads as said in the open; **round table closed in …** ends that, and **round table off in …** all of it. It can be written in the channel itself, too, without naming it.",
	}}
}

// commandsOfTeam are what help lists: round tables and codes only where there are channels
// that could be one.
func (t *turn) commandsOfTeam() []command {
	if t.anyChats() {
		return t.forTeam
	}
	return slices.DeleteFunc(slices.Clone(t.forTeam), func(c command) bool {
		return slices.Contains(c.names, "round table") || slices.Contains(c.names, "code for")
	})
}

// anyChats says whether any platform with channels is there.
func (t *turn) anyChats() bool {
	return t.chats(t.ev.Room.Adapter) || len(t.settings.Opens)+len(t.settings.Chats) > 0
}

// tableLine reads "open in #channel": what is to become of which round table.
func tableLine(l line) (how, called string) {
	words := " " + l.words()
	if at := strings.LastIndex(strings.ToLower(words), " in "); at >= 0 && looksLikeRoom(words[at+4:]) {
		called, words = strings.TrimSpace(words[at+4:]), words[:at]
	}
	return fold(strings.TrimSpace(words)).norm, called
}

// tables sets a round table from the commissioning room, or lists them.
func (t *turn) tables(l line) {
	how, called := tableLine(l)
	if called == "" {
		t.listTables()
		return
	}
	t.setTable(t.mentioned(called), how, called)
}

func (t *turn) listTables() {
	var lines []string
	for _, table := range t.state.Tables() {
		a, _ := t.address(table.Room)
		lines = append(lines, "- "+plain(t.channelName(a))+t.tableStatus(table))
	}
	if len(lines) == 0 {
		lines = []string{"There is no round table."}
	}
	t.note(bot.Say(strings.Join(lines, "\n")), bot.Aside("Write **round table in #their-channel**, or **round table** in the channel itself. **help round table** says more."))
}

// tableStatus says what is recorded of a round table.
func (t *turn) tableStatus(table engagement.Table) string {
	said := ", nothing said there is recorded"
	if table.Open || table.Said > 0 {
		said = ", " + count(table.Said, "thing", "things") + " said in the open"
	}
	a, _ := t.address(table.Room)
	if t.channels.channels[a.Key()].Shut != "" {
		said += ", not reached"
	}
	return said
}

// roomFacts are what status says of round tables, and of people of whom nobody
// has said for whom they speak.
func (t *turn) roomFacts() []bot.Pair {
	var facts []bot.Pair
	for _, table := range t.state.Tables() {
		a, _ := t.address(table.Room)
		facts = append(facts, bot.Pair{Label: "Round table", Value: oneLine(t.channelName(a)) + t.tableStatus(table)})
	}
	if n := len(t.channels.waits); n > 0 {
		facts = append(facts, bot.Pair{Label: "Not recognised yet", Value: count(n, "message waits", "messages wait") + " until you say for whom"})
	}
	return facts
}

// setTable makes a room a round table, opens or closes it to what is recorded, or
// ends it.
func (t *turn) setTable(a bot.Address, how, called string) {
	before, there := t.state.TableIn(room(a))
	f := engagement.TableSet{Room: room(a), On: true, Open: before.Open, By: t.person()}
	switch how {
	case "", "on":
	case "open":
		f.Open = true
	case "closed", "close":
		f.Open = false
	case "off", "end":
		f.On = false
	default:
		t.note(bot.Say("I didn't understand “" + plain(how) + "”. It can be **round table**, **round table open**, **round table closed** or **round table off**. Nothing was changed."))
		return
	}
	facts, refusal := t.state.SetTable(f)
	if refusal != nil {
		t.refuse(refusal)
		return
	}
	if len(facts) == 0 {
		t.note(bot.Say("That is so already."))
		return
	}
	if !t.take(facts, nil) {
		return
	}
	if !f.On {
		t.fail(t.tx.Link(a, false))
		t.tableSaid("**" + plain(t.channelName(a)) + "** is no round table any more. Nothing goes there from now on; what was recorded stays.")
		return
	}
	t.use(a, called)
	said := "**" + plain(t.channelName(a)) + "** is a round table. What goes to everyone goes there, too; answers are not taken in it, and whoever gives one is sent to their own room."
	if f.Open {
		said += " What is said in its threads is recorded as said in the open."
	} else {
		said += " What is said in it is not recorded: **round table open** changes that."
	}
	if !there && t.state.Stage() == engagement.Talking {
		m := t.tableWelcome()
		m.Key, m.To = t.key("welcome:table"), []bot.Address{a}
		t.post(m)
		t.packTable(a)
	}
	t.tableSaid(said)
}

// tableSaid answers who set a round table, and tells the team where that was done
// elsewhere.
func (t *turn) tableSaid(said string) {
	if room(t.ev.Room) == t.state.About().Room {
		t.reply("", bot.Say(said))
		return
	}
	t.note(bot.Say(said))
	t.tell(t.key("table"), "", bot.Say(said+" "+named(t.person())+" set that."))
}

// toTables posts at every round table what goes to everyone, unless a dialogue goes
// on elsewhere.
func (t *turn) toTables(m bot.Message) {
	m.To = nil
	if t.state.Stage() == engagement.Dialogue {
		return // others than those who are admitted read them
	}
	for _, table := range t.state.Tables() {
		if a, ok := t.address(table.Room); ok && t.channels.channels[a.Key()].Shut == "" {
			m.To = append(m.To, a)
		}
	}
	t.post(m)
}

// leaveTables lets other engagements have the round tables.
func (t *turn) leaveTables() {
	for _, table := range t.state.Tables() {
		if a, ok := t.address(table.Room); ok {
			t.fail(t.tx.Link(a, false))
		}
	}
}

// tableWelcome is what a round table reads first.
func (t *turn) tableWelcome() bot.Message {
	m := t.welcomeMessage(false)
	m.Key = "welcome:table"
	var blocks []bot.Block
	for _, b := range m.Blocks {
		if len(b.Buttons) == 0 {
			blocks = append(blocks, b)
		}
	}
	m.Blocks = append(blocks,
		bot.Say("**Other firms read this room.** Talk here if you like; answers are not taken in it, so that nobody has to give theirs in front of others. Please don't mention prices or who will bid."),
		buttons(view("Answer privately", "answer privately"), view("See the sections", "sections")),
	)
	return m
}

// tableThanks is what one reads at the close.
func (t *turn) tableThanks() bot.Message {
	m := t.thanks(false, false)
	m.Key = t.closeKey("thanks:table")
	m.Blocks = slices.DeleteFunc(m.Blocks[:min(2, len(m.Blocks))], func(b bot.Block) bool { return len(b.Buttons) > 0 }) // the rest is for each in its own room
	return m
}

// tableChanged decides what becomes of a round table.
func (t *turn) tableChanged() {
	how := ""
	switch t.ev.Action {
	case bot.RoomRenamed:
		t.setChannel(t.ev.Room, func(c *channel) { c.Name = t.ev.Text })
		return
	case bot.RoomArchived, bot.RoomLeft:
		how = t.ev.Action
	case bot.RoomRestored:
	default:
		return
	}
	before := t.channels.channels[t.ev.Room.Key()].Shut
	t.setChannel(t.ev.Room, func(c *channel) { c.Shut = how })
	switch {
	case before == how || t.state.Stage() == engagement.Closed:
	case how == "":
		t.tell(t.key("shut"), "", bot.Say("The round table "+t.roomHere()+" can be reached again."))
		if t.state.Stage() == engagement.Talking {
			m := t.tableWelcome()
			m.Key, m.To = t.key("welcome:table"), []bot.Address{t.ev.Room}
			t.post(m)
			t.packTable(t.ev.Room)
		}
	case before == "":
		t.tell(t.key("shut"), "", bot.Say("The round table "+t.roomHere()+" can't be reached any more: it was archived, or I am not in it. Each organisation still hears in its own room."))
	}
}
