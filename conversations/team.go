package conversations

import (
	"slices"

	"soundings/bot"
	"soundings/engagement"
)

// teamCommands are what can be typed in the commissioning room, in the order
// of help.
func teamCommands() []command {
	return slices.Concat(prepareCommands(), purposeCommands(), codeCommands(), plainWordsCommands(), runCommands(), stageCommands(), bidderCommands(), fileCommands(), marketCommands(), tableCommands(), inquiryCommands(), answerCommands(), needCommands(), changeCommands(), releaseCommands(), replyCommands(), readCommands(), privateCommands(), toldCommands(), fairCommands(), lateCommands(), teamPlainCommands(), ownerCommands(), whoseCommands(), doubtCommands())
}

func prepareCommands() []command {
	return []command{
		{
			names: []string{"import", "upload"}, usage: "import", takes: takesText, group: "Prepare", run: (*turn).importDraft,
			help: "take a draft: attach the file, or paste its text after the word",
			more: "Word (.docx), Markdown or plain text. I group a long draft into 8 to 15 sections and say what I left out. Until you open you can import again; that replaces the draft and its marks.\n\nTwo lines under a heading are understood: *Standing: fixed* (or *open*, or *don't know yet*) and *Most want to know: …*",
		},
		{
			names: []string{"leave out", "drop section", "drop sections"}, usage: "leave out 13 14", takes: takesText, group: "Prepare", run: (*turn).leaveOut,
			help: "take sections out that need no comment, such as instructions to bidders",
		},
		{
			names: []string{"fixed", "fix", "not negotiable", "non-negotiable"}, usage: "fixed 4 6", takes: takesText, group: "Prepare",
			help: "mark sections that have to stay", run: func(t *turn, l line) { t.markStanding(l, engagement.Fixed) },
			more: "Mark few. Suppliers can still say that a fixed point can't be done, and whether it would stop them from bidding.",
		},
		{
			names: []string{"open to change", "negotiable", "changeable"}, usage: "open to change 3", takes: takesText, group: "Prepare",
			help: "mark sections that you would change", run: func(t *turn, l line) { t.markStanding(l, engagement.Open) },
		},
		{
			names: []string{"don't know", "don't know yet", "dont know", "do not know", "we don't know", "we don't know yet", "not known", "exploring"},
			usage: "don't know 10", takes: takesText, group: "Prepare",
			help: "mark sections where you have not made up your minds", run: func(t *turn, l line) { t.markStanding(l, engagement.Exploring) },
		},
		{
			names: []string{"matters most", "matter most", "priority", "priorities", "most important"}, usage: "matters most 4 6 10", takes: takesText, group: "Prepare",
			help: "say which sections suppliers should start with", run: (*turn).markPriority,
			more: "These stand at the top of every supplier's list, five at most. Say why each does, in a line of its own: **matters most 4: people wait on the floor**. Once you have opened, the reasons are needed, and it goes to everybody like other news: you read it first, and a later choice says what changed. Writing it again replaces the choice; **matters most none** clears it.",
		},
		{
			names: []string{"most want to know", "want to know"}, usage: "most want to know 10: your question", takes: takesText, group: "Prepare",
			help: "put a question under a section", run: (*turn).markAsk,
		},
		{names: []string{"buyer", "buyer is", "the buyer is"}, usage: "buyer Westmere County Council", takes: takesText, group: "Prepare", help: "say who is asking", run: (*turn).setBuyer},
		{
			names: []string{"contact", "contact is", "the contact is"}, usage: "contact Dana Ellery, dana@example.gov.uk", takes: takesText, group: "Prepare",
			help: "say whom suppliers can turn to; once they have read it, another one goes to everybody", run: (*turn).setContact,
		},
		{names: []string{"title"}, usage: "title Digital care at home", takes: takesText, help: "change the title", run: (*turn).setTitle},
		{
			names: []string{"closes", "closing", "closing date", "deadline", "closes on"}, usage: "closes 27 June 17:00", takes: takesText, group: "Prepare",
			help: "say until when answers are taken", run: (*turn).setClosing,
			more: "Any usual way of writing a day will do: **closes Friday 5pm**, **closes 27/6**, **closes 2027-01-15 12:00**. Without a time it is 17:00. Once you have opened, it is moved for a reason that everybody reads: **closes 4 July 17:00: two firms were away**. You read it first as they will.",
		},
		{
			names: []string{"purposes", "purpose", "what for", "market notice purposes", "market engagement notice purposes"}, usage: "purposes 1 2 5", takes: takesText, group: "Prepare", run: (*turn).purposes,
			help: "say what you talk with suppliers for; the market engagement notice says it",
			more: "The law names six purposes. **purposes** lists them, with their numbers. Once suppliers have read them, others go to every supplier, with what they were.",
		},
		{
			names: []string{"invite", "add"}, usage: "invite Tidewell, small firm", takes: takesText, group: "Prepare", run: (*turn).invite,
			help: "add an organisation, one on each line",
			more: "Kinds: small firm · large firm · charity · social enterprise · current provider · users' group · other. A current provider may have a second kind: **invite Kindred Carers Trust, charity, current provider**.\n\nA mail address on the line, or several, has it hear by mail: **invite Kindred Carers Trust, charity, office@kindred.example**. Without one you get a link to pass on, with **links**.\n\nIn a chat, I make a channel for each where I can, and have those invited whose address is on the line. One that is there already: **invite Tidewell, small firm in #tidewell**, or **invite Tidewell, small firm** written in that channel. Behind the kind, **link** or **by mail** has it take part in the browser, **by code** on another chat platform than yours.\n\nWritten again for somebody who is asked already, a channel, an address or **by mail** is added to what they have; what they answer in one place counts in all.",
		},
		{
			names: []string{"remove", "uninvite"}, usage: "remove Tidewell", takes: takesText, group: "Prepare", run: (*turn).remove,
			help: "take organisations out, one on each line, before you open",
			more: "Once you have opened they stay, and a room of one can be taken away: **remove Tidewell from #its-channel**, or **from the browser**.",
		},
		{
			names: []string{"rename"}, usage: "rename Tidewell to Tidewell Ltd", takes: takesText, run: (*turn).rename,
			help: "give an organisation another name; **rename** and a title alone renames the engagement",
		},
		{names: []string{"links", "link", "the links"}, usage: "links", group: "Prepare", view: true, run: (*turn).links, help: "the links to pass on to those without a mail address"},
		{names: []string{"colleague", "colleagues", "add a colleague", "invite a colleague"}, usage: "colleague", group: "Prepare", view: true, run: (*turn).colleague, help: "a link into this room for somebody of your team"},
	}
}

func runCommands() []command {
	return []command{
		{
			names: []string{"preview", "read it as a supplier"}, usage: "preview", takes: takesText, group: "Run", view: true, run: (*turn).preview,
			help: "read exactly what suppliers will see, and how many will get it; **preview 6** is one section alone",
		},
		{names: []string{"seen", "i have read it"}, usage: "preview", takes: takesText, run: (*turn).hasSeen},
		{
			names: []string{"rehearse", "rehearsal"}, usage: "rehearse", takes: takesText, group: "Run", run: (*turn).rehearse,
			help: "be a pretend supplier for ten minutes; nothing of it is sent or counts",
			more: "You answer in a room of its own, on a copy. It ends with **end rehearsal**, when you open, or with another draft, and is in no count, digest or report; the record keeps it, marked as a rehearsal. **rehearse again** begins afresh with what you have changed since, and **rehearse users' group** shows what people who use services see.",
		},
		{names: endRehearsalNames(), usage: "end rehearsal", run: (*turn).stopRehearsal, help: "end the rehearsal"},
		{
			names: []string{"open", "open now"}, usage: "open", takes: takesText, group: "Run", run: (*turn).open,
			help: "let suppliers in, after a preview and a last question",
		},
		{
			names: []string{"schedule"}, usage: "schedule fridays 16:00", takes: takesText, group: "Run", run: (*turn).schedule,
			help: "say when the digest arrives here",
			more: "For example **fridays 16:00**, **mon thu 10:30**, **weekdays 9:00**, **daily 17:00**. It skips weekends and bank holidays in England and Wales. **schedule off** stops it; **digest** makes one at any time.",
		},
		{
			names: []string{"close", "close now"}, usage: "close: why", takes: takesText, group: "Run", run: (*turn).close,
			help: "end it before its time, for a reason that everybody reads; once nothing more is taken, after a last question",
		},
		{names: []string{"new", "start a new engagement"}, takes: takesText, usage: "new", run: (*turn).newAgain, view: true},
	}
}

func readCommands() []command {
	return []command{
		{names: []string{"status", "where are we", "how are we doing", "how is it going", "who is invited", "who's invited", "who have we asked", "who has answered", "who answered", "suppliers", "organisations"}, usage: "status", group: "Read", help: "where things stand, organisation by organisation", view: true, run: (*turn).status},
		{
			names: []string{"worries", "worry", "concerns"}, usage: "worries", group: "Read", help: "what worries suppliers, in order", view: true, run: (*turn).worries,
			more: worriesMethod,
		},
		{names: []string{"questions", "question"}, usage: "questions", group: "Read", help: "the questions that wait for you", view: true, run: (*turn).questions},
		{names: []string{"digest", "digest now"}, usage: "digest", group: "Read", help: "what suppliers said, now", run: (*turn).digestNow},
		{names: []string{"sections", "list", "section list"}, usage: "sections", group: "Read", help: "the sections and how they are marked", view: true, run: (*turn).teamSections},
		{names: []string{"show", "section"}, usage: "show 6", group: "Read", takes: takesNumber, help: "one section, and who said what of it", view: true, run: (*turn).teamShow},
		{names: []string{"help", "?", "commands"}, usage: "help", group: "Read", takes: takesText, help: "this list; **help invite** says more about one word", view: true, run: (*turn).teamHelp},
	}
}

// inTeamRoom decides what happens in the commissioning room.
func (t *turn) inTeamRoom() {
	t.seenInside()
	if t.passing() {
		return
	}
	if t.channels.stopped {
		t.whileStopped()
		return
	}
	if t.ev.Kind == bot.Joined || t.ev.Kind == bot.Left || t.ev.Kind == bot.Edited || t.ev.Kind == bot.Deleted {
		return
	}
	if !t.ev.Home {
		t.note(bot.Say(onlyTheTeam))
		return
	}
	t.seenMember()
	if t.gated() || t.barred() || t.ownLink() {
		return
	}
	if t.ev.Kind == bot.Looked && t.ev.Action == bot.GuardView {
		return // nothing keeps them from reading
	}
	if t.ev.Kind == bot.Looked {
		t.look(t.forTeam, teamForms(), (*turn).teamHome)
		return
	}
	if t.formed(teamForms()) {
		return
	}
	if t.wrongCode() {
		return
	}
	l, ok := t.typed()
	if !ok {
		t.note(bot.Say(oldButton))
		return
	}
	t.teamCommand(l)
}

func (t *turn) teamCommand(l line) {
	if t.amongThemselves() && t.ev.Re == "" {
		return // they talk to each other
	}
	if t.ev.File == nil && (l.empty() || l.is(greetings()...)) {
		t.panel()
		return
	}
	c, rest, ok := match(t.forTeam, l, false)
	if !ok && t.ev.File != nil {
		c, rest, ok = match(t.forTeam, readLine("import"), false)
	}
	switch {
	case ok && t.ev.Again && !c.view && !c.again:
		t.note(bot.Say(alreadyDone))
	case ok && t.tooLateFor(c):
	case ok:
		c.run(t, rest)
	case t.markedPlainly(l):
	case t.isNumber(l):
		_, n, _ := l.cutNumber()
		t.showToTeam(n)
	default:
		t.notACommand(l)
	}
}

// isNumber says whether l is a section's number and nothing else.
func (t *turn) isNumber(l line) bool {
	rest, _, ok := l.cutNumber()
	return ok && rest.empty()
}

// notACommand answers a home member whose words are none.
func (t *turn) notACommand(l line) {
	if meant, ok := mended(t.forTeam, l); ok {
		t.note(bot.Say("I don't know that word, and nothing was changed. Did you mean **"+plain(meant)+"**?"), buttons(press("Yes, do that", meant), press("Help", "help")))
		return
	}
	c, ok := suggestion(t.forTeam, l)
	if first := l.firstWord(); !ok && len(first) > 4 {
		c, ok = suggestion(t.forTeam, fold(first)) // what follows may be long, or have addresses in it
	}
	if ok && c.usage != "help" {
		t.note(bot.Say("I don't know that word. Did you mean **"+t.numbered(c.usage)+"**? Nothing was changed."), buttons(press("Help", "help")))
		return
	}
	t.note(
		bot.Say("I didn't recognise a command in that, and nothing was changed. Write **help** for all of them, or **status** to see where things stand."),
		buttons(press("Status", "status"), press("Help", "help")),
	)
}

func (t *turn) teamHelp(l line) {
	if !l.empty() {
		if blocks, ok := t.timelyHelpOn(t.forTeam, l, t.whenForTeam); ok {
			t.note(t.numberedIn(blocks)...)
			return
		}
	}
	blocks := t.numberedIn(t.timelyHelp(t.commandsOfTeam(), t.whenForTeam))
	blocks = append(blocks, bot.Aside("Nothing goes to suppliers before somebody here has seen exactly what they will see, and how many will get it."))
	t.noteTitled("Soundings: "+oneLine(t.state.About().Title), blocks...)
}

// begin creates the engagement; nothing else can happen before that.
func (t *turn) begin() {
	title, isNew := newTitle(t)
	if !isNew || !t.ev.Opener || !t.ev.Home {
		t.note(bot.Say(onlyTheTeam))
		return
	}
	if t.ev.Again {
		t.note(bot.Say(alreadyDone))
		return
	}
	facts, refusal := t.state.Create(engagement.EngagementCreated{
		Slug: t.slug, Title: oneLine(title), Zone: t.settings.Zone, Room: room(t.ev.Room), By: t.person(),
		Buyer: t.settings.Buyer, Contact: t.settings.Contact,
	})
	if !t.take(facts, refusal) {
		return
	}
	t.know(t.ev.Room)
	if t.ev.Kind == bot.Submitted {
		t.reply(oneLine(t.state.About().Title)+": nothing has been sent to anyone yet",
			bot.Say("This room is now the team's own. There are nine steps, in any order, and you can stop and go on whenever you like. Suppliers hear nothing before the last."),
			t.nextRow(),
		)
		return
	}
	t.reply(oneLine(t.state.About().Title)+": nothing has been sent to anyone yet",
		bot.Say("This room is now the team's own. What we do next, in any order:"),
		bot.Say("- **import** and the draft, attached or pasted\n- "+t.saysWhoAsks()+"\n- **fixed 4 6** for the few points that have to stay\n- **closes 27 June 17:00**, or whenever answers end\n- **invite Tidewell, small firm**, one organisation on each line\n- **preview**, to read what suppliers will see"),
		bot.Aside("Suppliers hear nothing before you write **open** and confirm it. For all that you can write here, write **help**."),
	)
}

// saysWhoAsks is how that is said, or changed where the installation says it.
func (t *turn) saysWhoAsks() string {
	about := t.state.About()
	if about.Buyer == "" || about.Contact == "" {
		return "**buyer** and who is asking, **contact** and whom to turn to"
	}
	return "**buyer**, where it is not " + plain(about.Buyer) + " that asks; **contact**, where suppliers are not to turn to " + plain(about.Contact)
}

func (t *turn) newAgain(line) {
	if t.ev.Again {
		t.note(bot.Say(alreadyDone))
		return
	}
	t.note(bot.Say("This room already runs **" + plain(t.state.About().Title) + "**. One room is for one engagement: write **new** in another room, and to give this one another name **title** and the name."))
}
