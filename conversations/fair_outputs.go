package conversations

import (
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// holds is how much of what suppliers said an output of the team holds.
type holds int

const (
	notInTable   holds = iota
	holdsNothing       // anybody of the team may have it
	holdsSome          // what was said is left out of it for whoever may not read that
	holdsSaid          // it waits until whoever asks may read that
)

// commandHolds is the table of what the team can write, by the first name of each
// command. What came of words of suppliers counts as said: what waits to go to
// everybody, what one supplier was told, what has to be on file; and so does what lets
// whoever has it into a supplier's own room, where its words stand. Somebody's safety
// doesn't: whoever sees to it reads it, whatever they have declared.
func commandHolds(name string) holds {
	switch name {
	case "digest", "read digest", "worries", "questions", "show", "read privately", "files", "who said", "last answers", "put", "stepped back", "notes",
		"late", "accept late", "refuse late",
		"answer", "won't answer", "reword", "as it is", "merge", "unmerge", "not the same",
		"change", "take draft", "drop draft", "look again",
		"ask", "asked", "met", "agree to differ",
		"quote", "don't quote", "kept", "thinking", "plain kept", "changed", "suppliers' digest",
		"waiting", "read", "users too", "not to users", "hold", "go on", "edit", "drop",
		"said to one", "send it to everyone", "only practical", "ask procurement", "everyone has",
		"how was it", "for the file", "for the file as text", "for the file with names as text", "settle",
		"links", "code for", "linked", "take back link":
		return holdsSaid
	case "status", "declarations", "send", "note":
		return holdsSome
	case "import", "leave out", "fixed", "open to change", "don't know", "matters most", "most want to know", "buyer", "contact", "title",
		"purposes", "the market engagement notice", "market notice published", "market notice identifier", "market notice subject",
		"market notice meetings", "market notice as text", "privacy", "safety line", "users read",
		"closes", "invite", "take back code", "let in", "turn away", "remove", "rename", "colleague", "plain", "plain want", "plain why", "it arrived", "send it again", "preview", "seen", "rehearse", "end rehearsal", "open", "schedule",
		"close", "new", "stage", "notice on", "notice", "pause", "reopen", "dialogue", "admit", "take out", "outcome", "file", "what happens next", "round table",
		"ask everyone", "slots", "second person", "sections", "help", "i declare", "clear", "declarations by", "i look after", "i have", "safety to",
		"has left", "owner", "i am the owner", "not linked", "time is enough", "what next", "how do i", "yes", "thanks", "report", "remind", "answers", "delete",
		"they speak for", "they don't speak for", "resume":
		return holdsNothing
	}
	return notInTable
}

// formHolds is the same for forms, by their action.
func formHolds(action string) holds {
	switch action {
	case actionChange, actionTake, actionReply, actionWont, actionNeed, actionCame, actionLate, actionSaid, actionEdit, actionSendNow, actionPractical, actionWhere:
		return holdsSaid
	case actionAskAll, actionNews, actionNote: // the value of the former may name what waits
		return holdsSome
	case actionImport, actionLeaveOut, actionStanding, actionMatters, actionWant, actionAbout, actionClosing, actionInvite, actionSchedule,
		actionNoticeOn, actionNotice, actionReopen, actionPause, actionEnd, actionDialogue, actionAdmit, actionTakeOut, actionOutcome, actionFile, actionPlain, actionLinked, actionTime,
		actionInterest, actionClear, actionDuty, actionMarket, actionMarketOut:
		return holdsNothing
	}
	return notInTable
}

// messageHolds is the same for what comes into the team's room by itself, by what
// its key begins with. What answers somebody there shows what that does.
func messageHolds(key string) holds {
	prefix, _, _ := strings.Cut(key, ":")
	switch prefix {
	case "digest", "question", "late", "stepped", "outcome", "denied", "told", "practical", "waits", "kept":
		return holdsSaid
	}
	return holdsNothing
}

// mayRead says whether whoever acts may read what suppliers said. Before suppliers
// are in there is nothing to keep from anybody.
func (t *turn) mayRead() bool {
	_, stands := t.state.InterestOf(t.person())
	return t.state.OpenedAt().IsZero() || stands.Reads()
}

// wantsToRead says whether the event asks for what suppliers said.
func (t *turn) wantsToRead() bool {
	held, what := t.whatItHolds()
	if t.movesDate(what) {
		return false
	}
	return held == holdsSaid || held == holdsSome && what.namesRelease() // news is the team's own
}

// wantsWayIn says whether the event asks for what lets somebody into a supplier's room.
func (t *turn) wantsWayIn() bool {
	l, typed := t.typed()
	if !typed {
		l = readLine(t.ev.Value)
	}
	c, _, found := match(t.forTeam, l, false)
	return found && (c.names[0] == "links" || c.names[0] == "code for" || c.names[0] == "take back link")
}

// whatItHolds gives how much of what suppliers said is in what the event asks for, and
// what stands behind it.
func (t *turn) whatItHolds() (holds, line) {
	switch {
	case t.ev.Kind == bot.Looked && t.ev.Action == bot.GuardView:
		return holdsSaid, line{}
	case t.ev.Action != "" && t.ev.Action != actionSay:
		return formHolds(t.ev.Action), readLine(t.ev.Value)
	}
	l, ok := t.typed()
	if t.ev.Kind == bot.Looked {
		l, ok = readLine(t.ev.Value), t.ev.Action == actionSay
	}
	if !ok || l.empty() {
		return holdsNothing, l
	}
	c, rest, found := match(t.forTeam, l, t.amongThemselves() && t.ev.Re == "")
	switch {
	case found && c.names[0] == "send":
		return holdsSome, rest
	case found && commandHolds(c.names[0]) == holdsSome:
		return holdsSome, line{}
	case found:
		return commandHolds(c.names[0]), rest
	case t.isNumber(l):
		return holdsSaid, l
	}
	return holdsNothing, l
}

// namesRelease says whether l begins with the name of what waits, or of a question,
// whose answer does.
func (l line) namesRelease() bool {
	rest, _ := cutNow(l)
	if _, _, ok := rest.cutRelease(); ok {
		return true
	}
	ids, _ := l.cutQuestions()
	return len(ids) > 0 && l.norm[0] == 'q'
}

// movesDate says whether what is asked for is another closing time, a pause or an early
// end that waits to go: nothing of it is what suppliers said, and whoever agrees to it
// should read it, whatever they have declared.
func (t *turn) movesDate(l line) bool {
	r, ok := t.releaseIn(l)
	return ok && (r.Of == engagement.Closings || r.Of == engagement.Pauses || r.Of == engagement.Endings)
}

// releaseIn is the release that words begin with, "now" left aside; false: none.
func (t *turn) releaseIn(l line) (engagement.Release, bool) {
	rest, _ := cutNow(l)
	id, _, ok := rest.cutRelease()
	r, known := t.state.Release(id)
	return r, ok && known
}

// guards says whether a message to the team's room holds what suppliers said, or
// what waits to go to everybody.
func (t *turn) guards(m bot.Message) bool {
	if messageHolds(m.Key) == holdsSaid {
		return true
	}
	if t.ev.Kind == bot.Ticked || !t.inRoomOfTeam() {
		return false
	}
	held, what := t.whatItHolds()
	if r, named := t.releaseIn(what); named {
		if _, turns := turningOf(r); turns {
			return false // it holds nothing but the team's own words, and moves the stage
		}
	}
	return held == holdsSaid || held == holdsSome
}

func (t *turn) inRoomOfTeam() bool { return room(t.ev.Room) == t.state.About().Room }

// GuardEvent asks a team's room whether a person ("P7"; "": nobody who is known) may
// read what suppliers said: the answer is nothing, or a note that says why not.
func GuardEvent(room bot.Address, person string) bot.Event {
	return bot.Event{Kind: bot.Looked, Room: room, Action: bot.GuardView, Person: person, Home: true}
}

// keptBack says in status what is left out of it for whoever may not read what
// suppliers said; nil: nothing is.
func (t *turn) keptBack() []bot.Block {
	if len(t.toldWaiting(t.now, true))+len(t.state.Sent())+len(t.state.Waits()) == 0 {
		return nil
	}
	return []bot.Block{
		bot.Aside("What goes to everybody, and what one supplier alone was told, is shown to you once you have said whether you have a link to anybody who is asked, and nothing waits to be weighed."),
		buttons(press("No link to any of them", noInterest), opens("There is one", actionInterest, "", "I declare: my brother works at Tidewell")),
	}
}
