package conversations

import (
	"soundings/bot"
	"soundings/engagement"
)

// steers is how much something that the team does bears on those who are asked.
type steers int

const (
	notWeighed    steers = iota // not in the table
	steersNothing               // it shows something, keeps something, or is the team's own
	steersOpened                // it binds or tells others once suppliers are in
	steersAlways                // it does so before, too: whom to ask, and who decides
)

// commandSteers is the table of what the team can write, by the first name of each
// command. Whoever has a link that nobody has weighed does none of it. What they heard
// by phone or told somebody they note all the same, as it would else be nowhere; they
// see to whoever fears for somebody, and bring in whoever weighs their link.
func commandSteers(name string) steers {
	switch name {
	case "invite", "remove", "round table", "take back code", "take back link", "let in", "turn away", "code for", "they speak for", "they don't speak for",
		"open", "second person", "owner", "i am the owner", "i look after", "safety to", "linked", "not linked", "settle":
		return steersAlways
	case "import", "leave out", "fixed", "open to change", "don't know", "matters most", "most want to know", "buyer", "contact", "title", "purposes", "privacy",
		"safety line", "plain", "plain want", "plain why", "users read", "what happens next", "file",
		"closes", "notice on", "notice", "pause", "reopen", "dialogue", "admit", "take out", "close", "outcome", "slots", "time is enough",
		"ask everyone", "ask", "met", "agree to differ", "answer", "won't answer", "put", "reword", "as it is", "merge", "unmerge", "not the same",
		"change", "take draft", "drop draft", "look again", "quote", "don't quote", "kept", "thinking", "plain kept", "changed",
		"send", "users too", "not to users", "hold", "go on", "edit", "drop", "it arrived", "send it again",
		"send it to everyone", "only practical", "ask procurement", "everyone has", "accept late", "refuse late":
		return steersOpened
	case "status", "worries", "questions", "digest", "read digest", "sections", "show", "help", "stage", "preview", "seen", "rehearse", "end rehearsal", "schedule", "new",
		"read privately", "files", "who said", "last answers", "stepped back", "notes", "late", "asked", "suppliers' digest", "waiting", "read", "said to one", "how was it",
		"for the file", "for the file as text", "for the file with names as text", "the market engagement notice", "market notice published", "market notice identifier",
		"market notice subject", "market notice meetings", "market notice as text", "links", "rename", "colleague", "note", "i have", "i declare", "declarations",
		"declarations by", "clear", "has left", "resume", "what next", "how do i", "yes", "thanks", "report", "remind", "answers", "delete":
		return steersNothing
	}
	return notWeighed
}

// formSteers is the same for forms, by their action.
func formSteers(action string) steers {
	switch action {
	case actionInvite, actionDuty, actionLinked:
		return steersAlways
	case actionImport, actionLeaveOut, actionStanding, actionMatters, actionWant, actionAbout, actionClosing, actionPlain, actionFile,
		actionNoticeOn, actionNotice, actionReopen, actionPause, actionEnd, actionDialogue, actionAdmit, actionTakeOut, actionOutcome, actionTime,
		actionAskAll, actionCame, actionNews, actionSendNow, actionEdit, actionReply, actionWont, actionNeed, actionSaid, actionChange, actionTake, actionPractical, actionWhere, actionLate:
		return steersOpened
	case actionSchedule, actionNote, actionInterest, actionClear, actionMarket, actionMarketOut:
		return steersNothing
	}
	return notWeighed
}

// barred keeps whoever has a link that nobody has weighed from what bears on those who
// are asked; true: it has answered.
func (t *turn) barred() bool {
	d, stands := t.state.InterestOf(t.person())
	if stands != engagement.InterestWaits && stands != engagement.InterestAgain {
		return false
	}
	switch t.whatItSteers() {
	case notWeighed, steersNothing:
		return false
	case steersOpened:
		if t.state.OpenedAt().IsZero() {
			return false
		}
	case steersAlways:
	}
	t.leavesToOthers(d, stands)
	return true
}

// whatItSteers gives how much what the event asks for bears on those who are asked.
func (t *turn) whatItSteers() steers {
	if t.ev.Action != "" && t.ev.Action != actionSay {
		return formSteers(t.ev.Action)
	}
	l, ok := t.typed()
	if t.ev.Kind == bot.Looked {
		l, ok = readLine(t.ev.Value), t.ev.Action == actionSay
	}
	c, _, found := match(t.forTeam, l, t.amongThemselves() && t.ev.Re == "")
	if !ok || !found {
		return steersNothing
	}
	return commandSteers(c.names[0])
}

// leavesToOthers says why somebody can't do that now, who can, and what is next.
func (t *turn) leavesToOthers(d engagement.Interest, stands engagement.InterestState) {
	const meanwhile = "Until somebody has, others of your team decide what bears on those who are asked, and tell them. That is to protect you as much as them. Nothing was changed."
	if stands == engagement.InterestAgain {
		t.noteTitled("Not for you yet",
			bot.Say("What you declared"+interestWords(d)+" may have changed: "+t.whyAgain(d)+". Please say how it stands now, and somebody weighs it. "+meanwhile),
			buttons(press("No link to any of them", noInterest), opens("There is one", actionInterest, "", "I declare: my brother works at Tidewell")),
		)
		return
	}
	why := "You declared a link" + interestWords(d) + ", and nobody has weighed it yet. "
	if d.Withdrawn {
		why = "You said that a link you had declared is there no more, and nobody has weighed that yet. "
	}
	blocks := append([]bot.Block{bot.Say(why + meanwhile)}, t.whoCanWeigh(d)...)
	if !d.Withdrawn {
		blocks = append(blocks, bot.Aside("If it is no longer so, say so: **"+noInterest+"**. That is weighed, too."))
	}
	t.noteTitled("Not for you yet", blocks...)
}

// whoCanWeigh says who weighs what somebody declared; where nobody is known who does,
// how somebody comes in who can: the only one of a team is not shut out for ever.
func (t *turn) whoCanWeigh(d engagement.Interest) []bot.Block {
	if p := t.weigher(d.Person); p != "" {
		return []bot.Block{bot.Say("**" + named(p) + " weighs it**, and has been told.")}
	}
	return []bot.Block{
		bot.Say("**Anybody else of your team can weigh it** who has no link, or whose own is cleared, once they have said so: **clear " + string(d.Person) + ": no role in the award**. Are you the only one here? Then ask in a colleague who can."),
		buttons(view("Ask in a colleague", "colleague")),
	}
}
