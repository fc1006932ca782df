package conversations

import (
	"fmt"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// tableCommands set round tables, in the commissioning room.
func tableCommands() []command {
	return []command{{
		names: []string{"round table", "round tables", "roundtable"}, usage: "round table in #their-channel", takes: takesText, run: (*turn).tables,
		help: "have a channel that several organisations read get what goes to everyone",
		more: "Answers, declarations and prices are not taken there: whoever gives one is sent to the room of their own organisation. **round table open in #their-channel** records what is said in its threads as said in the open; **round table closed in …** ends that, and **round table off in …** all of it. It can be written in the channel itself, too, without naming it.",
	}}
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

// toTables posts at every round table what goes to everyone.
func (t *turn) toTables(m bot.Message) {
	m.To = nil
	for _, table := range t.state.Tables() {
		if a, ok := t.address(table.Room); ok && t.channels.channels[a.Key()].Shut == "" {
			m.To = append(m.To, a)
		}
	}
	t.post(m)
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
	m := t.thanks(false)
	m.Key, m.Blocks = "thanks:table", m.Blocks[:len(m.Blocks)-1] // its own answers are not read here
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
		}
	case before == "":
		t.tell(t.key("shut"), "", bot.Say("The round table "+t.roomHere()+" can't be reached any more: it was archived, or I am not in it. Each organisation still hears in its own room."))
	}
}

// inTable decides what somebody does at a round table. Nothing that stands there
// changes for it, and nobody's standing is shown.
func (t *turn) inTable(table engagement.Table) {
	switch t.ev.Kind {
	case bot.Joined, bot.Left, bot.Edited, bot.Deleted, bot.Changed, bot.Ticked, bot.Returned:
		return
	case bot.Said, bot.Pressed, bot.Submitted, bot.Looked:
	}
	l, ok := t.typed()
	if t.ev.Kind == bot.Looked && t.ev.Action == actionSay {
		l, ok = readLine(t.ev.Value), true
	}
	switch {
	case ok && t.ev.Home:
		t.tableForTeam(l)
	case ok && (l.empty() || l.is(courtesies()...) || t.ev.Overheard && !t.answering(l) && !t.openly(table)):
		// they talk to each other
	case ok && t.tableView(l):
	case t.state.Stage() == engagement.Preparing:
		t.refuse(t.state.Accepts(t.now))
	case ok && t.openly(table) && !t.answering(l):
		t.sayOpenly(l)
	default:
		t.sendHome()
	}
}

// tableForTeam answers a member of the team at a round table.
func (t *turn) tableForTeam(l line) {
	rest, ok := l.cutAny("round table", "roundtable")
	how, called := tableLine(rest)
	switch {
	case ok && called == "" && t.mayTake(t.person()) && !t.ev.Again && t.ev.Kind != bot.Looked:
		t.setTable(t.ev.Room, how, "")
	case t.ev.Overheard:
	default:
		t.note(bot.Say("This is a round table: several organisations read it. What goes to everyone goes here; answers are not taken. The team can write **round table open**, **round table closed** or **round table off**; everything else is done in its own room."))
	}
}

// openly says whether what is said here is recorded as said in the open.
func (t *turn) openly(table engagement.Table) bool {
	return table.Open && t.ev.Kind == bot.Said && t.ev.Thread != "" && t.state.Accepts(t.now) == nil
}

// answering says whether words look like what is not taken at a round table: an
// answer, a declaration, a question to the team, a price.
func (t *turn) answering(l line) bool {
	if answerLike(l) || len(l.singles()) > 0 || priced(l) {
		return true
	}
	_, _, command := match(t.forSuppliers, l, true)
	return command
}

// priced says whether words name a price.
func priced(l line) bool {
	for _, sign := range []string{"£", "€", "$", " gbp", " eur"} {
		if strings.Contains(l.norm, sign) && strings.ContainsAny(l.norm, "0123456789") {
			return true
		}
	}
	for _, word := range []string{"our price", "our rate", "our bid", "we will bid", "we won't bid", "day rate"} {
		if strings.Contains(l.norm, word) {
			return true
		}
	}
	return false
}

// tableView shows what everybody may read, to one person; false: nothing of that
// sort is meant.
func (t *turn) tableView(l line) bool {
	rest, n, numbered := l.cutNumber()
	if shown, ok := l.cutAny("show", "read", "section"); ok {
		rest, n, numbered = shown.cutNumber()
	}
	if t.state.Stage() == engagement.Preparing {
		return false
	}
	switch {
	case l.is("help", "?"):
		t.note(bot.Say("Several organisations read this room. Write **sections** for the list, **show 6** to read one, and **answer privately** for the way to your own room. Answers are not taken here."))
	case l.is("answer privately", "privately", "where do i answer", "my room"):
		t.sendHome()
	case l.is("sections", "list", "the sections"):
		var lines []string
		for _, s := range t.state.Sections() {
			standing, _ := standingWords(s.Standing)
			lines = append(lines, fmt.Sprintf("- **%s** · %s", plain(label(s)), standing))
		}
		t.noteTitled(oneLine(t.state.About().Title), bot.Say(strings.Join(lines, "\n")), bot.Aside("To read one, write **show** and its number."), t.homeRow())
	case numbered && rest.empty():
		s, ok := t.state.Section(n)
		if !ok {
			t.refuse(&engagement.Refusal{Code: engagement.UnknownSection, Section: n})
			return true
		}
		blocks := specification(s.Text)
		if s.Ask != "" {
			blocks = append(blocks, bot.Say("**What we most want to know:** "+plain(s.Ask)))
		}
		t.noteTitled(label(s), append(blocks, t.homeRow())...)
	default:
		return false
	}
	return true
}

func (t *turn) homeRow() bot.Block { return buttons(view("Answer privately", "answer privately")) }

// sendHome says privately that nothing is taken here, and where it is.
func (t *turn) sendHome() {
	blocks := []bot.Block{bot.Say("Other firms can read this room, so I don't take answers here. " + t.ownPlace())}
	if o, ok := t.ownOf(); ok {
		if page, paged := t.pageOf(o); paged {
			blocks = append(blocks, buttons(bot.Button{Label: "Answer privately", URL: bot.LinkTo(page, t.ev.Person)}))
		}
	}
	if t.ev.Kind == bot.Said && !t.ev.Again {
		blocks = append(blocks, bot.Say("If you just posted something you didn't mean to, delete it now; it has not been recorded as an answer. Please don't mention prices or who will bid."))
	}
	t.note(blocks...)
}

// ownOf is the organisation for which whoever acts here speaks; false: it is not
// known.
func (t *turn) ownOf() (engagement.Organisation, bool) {
	if o, ok := t.state.OrganisationOfTeam(t.ev.Team); ok {
		return o, true
	}
	return t.state.OrganisationOf(t.person())
}

// ownPlace says where their own room is.
func (t *turn) ownPlace() string {
	o, ok := t.ownOf()
	if channels := t.channelsOf(o); ok && len(channels) > 0 {
		return "Yours: " + t.places(channels) + ", which only you and the buying team read."
	}
	if _, paged := t.pageOf(o); ok && paged {
		return "Yours is a page that only you and the buying team read."
	}
	return "Yours is the room that only you and the buying team are in." + strings.Replace(t.orContact(), "If that is a mistake", "If you have none", 1)
}

// sayOpenly records what was said in the open.
func (t *turn) sayOpenly(l line) {
	if t.ev.Again {
		return
	}
	o, _ := t.ownOf()
	section := t.talk.sectionOf("", t.ev.Thread)
	facts, refusal := t.state.SayOpenly(t.now, engagement.TableSaid{
		Room: room(t.ev.Room), Organisation: o.ID, Person: t.person(), Section: section, Text: l.words(),
	})
	if !t.take(facts, refusal) {
		return
	}
	told := asked{Person: t.person(), What: askedOpen}
	if t.talk.asked[told].Times == 0 {
		t.remember(kindAsked, told)
		t.note(bot.Say("What is said in this thread is recorded as said in the open. It is no answer: yours is in your own room."), t.homeRow())
	}
}

// askedOpen: that what is said at a round table is recorded.
const askedOpen = "open"
