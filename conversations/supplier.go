package conversations

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"soundings/bot"
	"soundings/engagement"
)

// patience is how long a question of ours waits for an answer in plain words.
const patience = 24 * time.Hour

// supplierCommands are what can be typed in an organisation's own room, in the
// order of help.
func supplierCommands() []command {
	return slices.Concat([]command{
		{names: []string{"sections", "list", "the sections", "all sections", "start"}, usage: "sections", group: "Read", view: true, run: (*turn).showList, help: "the list, and what you have answered"},
		{names: []string{"show", "show me", "open", "read", "view", "see", "section"}, usage: "show 6", group: "Read", takes: takesNumber, run: (*turn).showCard, help: "one section, with everything you need to answer it"},
		{names: []string{"next", "next section"}, usage: "next", run: (*turn).showNext, help: "the next section that is to do"},
		{names: []string{"our answers", "my answers", "answers", "what we said", "what i said", "what i have said"}, usage: "our answers", group: "Read", view: true, run: (*turn).ourAnswers, help: "all that you have said so far"},
		{
			names: []string{"what changed", "what has changed", "what changed because of us", "what came of it", "because of us"}, usage: "what changed", group: "Read", view: true, run: (*turn).whatChanged,
			help: "what came of what you said, to you alone",
		},
		{names: []string{"files", "our files", "shared files"}, usage: "files", group: "Read", view: true, run: (*turn).ourFiles, help: "the files that were shared here"},
		{
			names: append([]string{"sensitive", "commercially sensitive", "confidential"}, teamOnly()...), usage: "sensitive 6: why", group: "Answer", takes: takesText, run: (*turn).markSensitive,
			help: "keep the words of an answer inside the buying team",
			more: "Say why, if you can: it helps if somebody asks for it under freedom-of-information law, which no public body can promise to refuse. **6 risk, sensitive: your words** does so from the start. **not sensitive 6** takes it back.",
		},
		{names: []string{"not sensitive"}, usage: "not sensitive 6", takes: takesText, run: (*turn).unmarkSensitive, help: "take that back"},
		{
			names: []string{"quote", "may quote", "you may quote", "quotable"}, usage: "quote 6", group: "Answer", takes: takesText, run: (*turn).markQuotable,
			help: "let your words on a section be quoted to others, without your name",
			more: "**don't quote 6** takes it back, for what has not been sent to anybody yet.",
		},
		{
			names: []string{"we declare", "declare", "i declare", "we declare that", "declaration"}, usage: "we declare: your role, no links", group: "Answer", takes: takesText, run: (*turn).declare,
			help: "say once who is speaking, and of links to the buyer",
			more: "It also says that you may speak for your organisation. Links are staff, family, or work for the buyer; if there are any, write them in place of “no links”. The buying team reads it, and those who check its work; other suppliers don't.",
		},
		{names: []string{"last questions", "the last questions", "last"}, usage: "last questions", group: "Answer", view: true, run: (*turn).lastQuestions, help: "four questions on all of it, for when you are through"},
		{names: []string{"don't quote", "do not quote", "not quote"}, usage: "don't quote 6", takes: takesText, run: (*turn).unmarkQuotable, help: "take that back"},
		{
			names: []string{"ask", "question", "a question", "we ask"}, usage: "ask 6: your question", group: "Ask", takes: takesText, run: (*turn).ask,
			help: "ask the buying team; **ask:** without a number for the whole draft",
			more: "The answer goes to every supplier at the same time, and nobody is told who asked. Where the question itself would give away what is yours, write **ask 6 sensitive: your question**: you then choose how it is sent, before anything is recorded.",
		},
		{
			names: []string{"questions", "questions and answers", "all questions", "everything asked", "what was asked"}, usage: "questions", group: "Ask", view: true, run: (*turn).allAnswers,
			help: "everything that anybody asked and that was answered, newest first",
		},
		{
			names: []string{"that answers", "that answers it", "this answers"}, usage: "that answers Q6: Q1", takes: takesText, run: (*turn).thatAnswers,
			help: "say that what everybody has answers a question of yours",
		},
	}, takenCommands(), inquiryAnswerCommands(), []command{
		{
			names: []string{"step back", "opt out", "we step back"}, usage: "step back: why", group: "Also", takes: takesText, run: (*turn).stepBack,
			help: "take no further part; what you answered stays, and you can come back",
			more: "Where colleagues of yours have said anything you are asked whether all of you step back, or only you. In a group of people who use services it is you alone: the others go on.",
		},
		{names: []string{"come back", "return", "we are back", "rejoin"}, usage: "come back", group: "Also", run: (*turn).comeBack, help: "take part again"},
		{names: []string{"fewer messages", "less messages", "fewer", "mute", "quieter"}, usage: "fewer messages", group: "Also", run: func(t *turn, _ line) { t.setFewer(true) }, help: "only what everybody asked must hear"},
		{names: []string{"more messages", "all messages", "unmute"}, usage: "more messages", run: func(t *turn, _ line) { t.setFewer(false) }, help: "everything again"},
		{names: []string{"working together", "work together", "how we would work together"}, usage: "working together: your words", takes: takesText, run: (*turn).sayWorking},
		{names: []string{"need to know", "we need to know", "what we need to know"}, usage: "need to know: your words", takes: takesText, run: (*turn).sayNeeds},
		{names: []string{"partner", "partners", "partnering"}, usage: "partner: alone", takes: takesText, run: (*turn).sayPartner},
		{names: []string{"would bid", "we would bid", "would we bid", "bid"}, usage: "would bid: likely", takes: takesText, run: (*turn).sayBid},
		{names: []string{"download", "download as word"}, usage: "download", view: true, run: (*turn).download, help: "the draft as a Word file"},
		{names: []string{"tell us the outcome", "tell me the outcome"}, usage: "tell us the outcome", run: func(t *turn, _ line) { t.wishesOutcome(true) }},
		{names: []string{"no outcome"}, usage: "no outcome", run: func(t *turn, _ line) { t.wishesOutcome(false) }},
		{names: []string{"new link"}, usage: "new link", takes: takesAnything, run: (*turn).newLink},
		{names: []string{"add it late", "ask to add it"}, usage: "add it late", view: true, run: (*turn).nothingKept},
		{names: []string{"help", "?", "commands"}, usage: "help", group: "Also", takes: takesText, view: true, run: (*turn).supplierHelp, help: "this list"},
	}, stepAloneCommands(), plainCommands(), endCommands(), fairForSuppliers())
}

// inOwnRoom decides what happens in the room of one organisation, and sees to
// it that no question of ours waits on behind what somebody went on to.
func (t *turn) inOwnRoom() {
	waiting := t.here()
	t.decideInOwnRoom()
	t.settleWaiting(waiting)
}

func (t *turn) decideInOwnRoom() {
	switch t.ev.Kind {
	case bot.Joined, bot.Left, bot.Changed, bot.Ticked:
		return
	case bot.Edited, bot.Deleted:
		switch {
		case t.fromHome():
			t.homeInOwnRoom()
		case !t.askedWhose():
			t.changed()
		}
		return
	case bot.Said, bot.Pressed, bot.Submitted, bot.Looked, bot.Returned, bot.Unshown:
	}
	switch {
	case t.ev.Home && t.adoptedAlready():
		return
	case t.fromHome():
		t.homeInOwnRoom()
		return
	case t.unknownTeam() == "" && t.isElsewhere():
		return
	case t.state.Stage() == engagement.Preparing:
		t.refuse(t.accepts())
		return
	case t.state.ReadOnly(room(t.ev.Room)):
		t.inReadOnlyRoom()
		return
	case t.wrongCode():
		return
	case t.askedWhose():
		return
	case t.ev.Kind == bot.Looked:
		t.look(t.forSuppliers, supplierForms(), (*turn).supplierHome)
		return
	case t.ev.Again && t.ev.Kind == bot.Submitted && (t.ev.Action == actionForm || t.ev.Action == actionAnswer):
		t.submittedAgain()
		return
	case t.formed(supplierForms()):
		return
	}
	l, ok := t.typed()
	if !ok {
		t.tooOld()
		return
	}
	t.takeFile(t.fileAbout(l), false)
	t.supplierLine(l)
	t.tellFile()
}

// inHand is what plain words in this place are about.
type inHand struct {
	standing
	about    int  // section; 0: none
	inThread bool // of a message about that section
	strict   bool // plain words are expected, so commands have to be plain commands
}

// inHand finds what plain words would be about: the section of the thread, or
// the one that the person was on last.
func (t *turn) inHand() inHand {
	c := inHand{standing: t.here()}
	if rest, ok := strings.CutPrefix(t.ev.Re, "card:"); ok {
		number, _, _ := strings.Cut(rest, ":")
		c.about, _ = strconv.Atoi(number) // 0 where it is none
	} else {
		c.about = t.talk.sectionOf(t.org.ID, t.ev.Thread)
	}
	c.inThread = c.about != 0
	switch {
	case c.inThread && c.about != c.Section:
		c.Awaits = awaitsWords // what was asked elsewhere is not answered here
	case !c.inThread && c.Awaits != awaitsNothing && c.Awaits != awaitsReplace:
		c.about = c.Section // beside a colleague's answer, plain words are about nothing
	}
	if !c.inThread && len(t.inquiriesInThread()) > 0 {
		c.Awaits, c.about, c.strict = awaitsNothing, 0, true // it is about what was asked there
		return c
	}
	c.strict = c.about != 0 && t.mine(c.about) != nil || c.Awaits == awaitsStance || c.Awaits == awaitsStep || c.Awaits == awaitsQuestion
	return c
}

// mine is the answer of the voice that is speaking, nil if there is none.
func (t *turn) mine(section int) *engagement.Response {
	return t.state.Response(section, t.org.ID, t.person())
}

// supplierLine decides what somebody typed in an own room.
func (t *turn) supplierLine(l line) {
	switch {
	case l.empty() && t.ev.File != nil:
		return // what became of it is said for all files
	case t.amongThemselves() && (l.empty() || l.is(greetings()...)):
		return // they talk to each other
	case l.empty() || l.is(greetings()...):
		t.showList(l)
		return
	case l.is("thanks", "thank you", "many thanks", "thanks a lot", "thank you very much", "cheers", "great", "bye", "goodbye"):
		t.waits = true
		return // courtesy needs no answer
	}
	if n := utf8.RuneCountInString(l.raw); n > engagement.MostWords+maxHead {
		t.refuse(&engagement.Refusal{Code: engagement.TooLong, Field: engagement.FieldWords, Have: n, Most: engagement.MostWords})
		return
	}
	if who, rest, ok := l.cutFor(); ok && t.org.Users {
		if t.forWhom = who; rest.empty() {
			t.answersFor(who)
			return
		}
		l = rest
	}
	l = l.corrected().asMarking().asTakingBack()
	t.free = t.writesFreely(l)
	c := t.inHand()
	if c.Awaits == awaitsStance || c.Awaits == awaitsSection {
		t.forWhom = cmp.Or(t.forWhom, c.For)
	}
	if t.ev.Again {
		t.again(l, c)
		return
	}
	if t.outdated(l) {
		return
	}
	if _, h := cutHandle(t.ev.Value); t.ev.Kind == bot.Pressed && h.question != "" {
		c.Awaits = t.here().Awaits // in whatever thread the button stands
	}
	if t.expected(l, c) || t.noteAnswered(l, c) || t.civil(l, c) || t.several(l) || t.commanded(l, c) || t.leadsOn(l, c) || t.repliedToInquiry(l, c) || t.inquiryFirst(l) || t.answered(l, c) || t.meantAsWords(l, c) {
		return
	}
	t.unreadable(l)
}

// again answers an event that was decided before.
func (t *turn) again(l line, c inHand) {
	if found, rest, ok := match(t.forSuppliers, l, c.strict); ok && found.view {
		found.run(t, rest)
		return
	}
	t.note(bot.Say(alreadyDone))
}

// expected takes the short answer to a question of ours.
func (t *turn) expected(l line, c inHand) bool {
	if t.fearSaid(l) {
		return true
	}
	if _, stance, ok := l.cutStance(); (ok && stance != "" && c.Awaits == awaitsStance || c.Awaits == awaitsReplace && l.is("replace", "replace it", "yes", "yes replace it")) && t.changedWhileAsked(c) {
		return true
	}
	switch c.Awaits {
	case awaitsBid:
		if bid, ok := readBid(l); ok {
			t.saysBid(c.about, bid)
			return true
		}
	case awaitsReplace:
		switch {
		case l.is("replace", "replace it", "yes", "yes replace it"):
			t.replace(c)
			return true
		case l.is("keep", "keep it", "no", "add my comment", "add", "keep it, add my comment", "add comment"):
			t.keep(c)
			return true
		}
	case awaitsSection:
		if rest, n, ok := l.cutNumber(); ok && rest.empty() {
			t.takeKept(c.placed)
			t.answer(n, c.Stance, c.Words)
			return true
		}
	case awaitsLate:
		if l.is("add it late", "ask to add it", "add it", "yes", "yes please", "please add it") {
			t.askLate(c)
			return true
		}
	case awaitsStance:
		if s, ok := l.cutSaid(); ok && s.words == "" && s.stance != "" {
			t.secrecy = s.secrecy
			t.takeKept(c.placed)
			t.answer(c.Section, s.stance, c.Words)
			return true
		}
		if l.drops() || l.is("nothing", "stop") {
			t.dropped(c.Section)
			return true
		}
	case awaitsQuestion:
		_, _, command := match(t.forSuppliers, l, true)
		if !command && !answerLike(l) {
			t.askAbout(c.Section, l)
			return true
		}
	case awaitsConfide:
		return t.confides(l, c)
	case awaitsPrice, awaitsPriceAsked:
		return t.saysPrice(l, c)
	case awaitsSplit:
		return t.saysSplit(l, c)
	case awaitsStill:
		return t.saysStill(l, c)
	case awaitsStep:
		if l.is("no", "cancel", "stay", "we stay", "stop") {
			t.place(placed{Section: c.Section})
			t.reply("", bot.Say("Nothing has changed: "+plain(t.org.Name)+" is taking part."))
			return true
		}
	case awaitsOutcome:
		if l.is("yes", "yes please", "please", "y") || l.is("no", "no thanks", "no thank you", "n") {
			t.wishesOutcome(l.is("yes", "yes please", "please", "y"))
			return true
		}
	case awaitsNothing, awaitsWords, awaitsSafety:
	}
	return false
}

// answerLike says whether l is plainly an answer to a section.
func answerLike(l line) bool {
	rest, _, ok := l.cutNumber()
	if !ok {
		return false
	}
	s, ok := rest.cutSaid()
	return ok && (s.words == "" || l.hasColon())
}

// commanded runs a command.
func (t *turn) commanded(l line, c inHand) bool {
	found, rest, ok := match(t.forSuppliers, l, c.strict)
	if !ok {
		return false
	}
	found.run(t, rest)
	return true
}

// answered takes "6 risk: our words" and what is like it.
func (t *turn) answered(l line, c inHand) bool {
	rest, n, ok := l.cutNumber()
	if !ok {
		return t.answeredWithoutNumber(l, c)
	}
	if rest.empty() {
		t.card(n)
		return true
	}
	if after, asked := rest.cutAny("stop", "stops", "stop us", "stops us", "bid", "would it stop us", "stop bid"); asked {
		if bid, clear := readBid(after); clear {
			t.saysBid(n, bid)
			return true
		}
	}
	s, ok := rest.cutSaid()
	t.secrecy = s.secrecy
	switch {
	case !ok && !t.asOne && !l.numberSetOff() && (!c.strict || t.org.Users && c.about == n) && t.askStill(n, rest.words()):
	case ok && s.stance == "":
		t.words(n, s.words)
	case ok && s.words == "" && c.Awaits == awaitsStance && c.Section == n:
		t.takeKept(c.placed)
		t.answer(n, s.stance, c.Words)
	case ok && (!c.strict || s.words == "" || l.hasColon() || t.elsewhere(l, c)):
		t.answer(n, s.stance, s.words)
	case c.strict && !l.hasColon():
		return false // "6 months are too short" goes with the section in hand
	default:
		t.words(n, rest.words())
	}
	return true
}

// hasColon says whether a colon follows soon: a sign that what stands before it
// says what the rest is.
func (l line) hasColon() bool {
	return strings.Contains(l.norm[:min(len(l.norm), 40)], ":")
}

// answeredWithoutNumber takes "risk on 6: …", and a stance on the section in
// hand.
func (t *turn) answeredWithoutNumber(l line, c inHand) bool {
	for _, stance := range engagement.Stances() {
		rest, ok := l.cutAny(variants(stance)...)
		if !ok {
			continue
		}
		if after, n, numbered := rest.cutNumber(); numbered && (after.empty() || rest.hasColon()) {
			if rest, m := after.cutMark(); m != secrecyUnsaid {
				after, t.secrecy = rest, m
			}
			words := after.words()
			if words == "" && c.Awaits == awaitsStance && c.Section == n {
				t.takeKept(c.placed)
				words = c.Words
			}
			t.answer(n, stance, words)
			return true
		}
	}
	s, ok := l.cutSaid()
	words, stance, ok := s.words, s.stance, ok && s.stance != ""
	clear := ok && (words == "" || l.hasColon())
	t.secrecy = s.secrecy
	switch {
	case !ok, c.strict && !clear:
		return false
	case c.about != 0:
		t.answer(c.about, stance, words)
	case words == "" && !l.is(wordsOf(stance).short, strings.ToLower(wordsOf(stance).label)), words != "" && !l.hasColon():
		return false // "ok" and "no" mean too much
	default:
		t.whichSection(stance, words)
	}
	return true
}

// meantAsWords takes plain words as more on the section in hand.
func (t *turn) meantAsWords(l line, c inHand) bool {
	if c.Awaits == awaitsStep && !c.inThread {
		t.stepBack(l)
		return true
	}
	if c.about == 0 || c.Awaits == awaitsNothing && !c.inThread || slices.Contains([]awaiting{awaitsReplace, awaitsConfide, awaitsPrice, awaitsPriceAsked, awaitsSplit, awaitsStill}, c.Awaits) {
		return false
	}
	if l.is("next") || l.is(courtesies()...) {
		return false // an answer to no question
	}
	if t.teamsWords(l) {
		return false
	}
	if !strings.Contains(l.norm, " ") {
		if _, slip := suggestion(t.forSuppliers, l); slip {
			return false
		}
	}
	switch c.Awaits {
	case awaitsStance:
		t.takeKept(c.placed)
		t.asked = c.Asked
		t.words(c.about, c.Words+"\n\n"+l.words())
	case awaitsNothing, awaitsWords, awaitsBid, awaitsReplace, awaitsSection, awaitsStep, awaitsQuestion, awaitsLate, awaitsOutcome, awaitsSafety, awaitsConfide, awaitsPrice, awaitsPriceAsked, awaitsSplit, awaitsStill:
		t.words(c.about, l.words())
	}
	return true
}

// unreadable answers what made no sense.
func (t *turn) unreadable(l line) {
	if t.amongThemselves() && !t.firstUnread() {
		return
	}
	if refusal := t.accepts(); refusal != nil {
		words := ""
		if t.ev.Kind == bot.Said {
			words = l.words()
		}
		t.refuseKeeping(refusal, words)
		return
	}
	if t.teamsWords(l) {
		t.onlyForTeam()
		return
	}
	if c, ok := suggestion(t.forSuppliers, l); ok && len(l.norm) < 40 {
		t.note(bot.Say("I don't know that word. Did you mean **" + t.withNumber(c.usage) + "**? Nothing was recorded."))
		return
	}
	example := t.withNumber("**6 risk: our partner won't sign**")
	nothing := "nothing was recorded"
	if t.attached.kept.ID != "" {
		nothing = "your words were not recorded"
	}
	blocks := []bot.Block{bot.Say("I couldn't tell what that belongs to, so " + nothing + ". To answer a section, begin with its number and your view, for example " + example + ".")}
	if t.org.Users {
		blocks = []bot.Block{
			bot.Say(t.helpNow()), buttons(t.passThisOn(l)...), // it may be a call for help
			bot.Say("I couldn't tell which part that belongs to, so " + nothing + ". Write the part's number first, and then what you think of it. Any words will do."),
		}
		t.free = false // it stands above
	}
	if asking(l) {
		blocks = append(blocks, bot.Say("If it is a question for the buying team, write **ask:** before it."))
	}
	if t.amongThemselves() {
		blocks = append(blocks, bot.Aside("If you were talking to each other, never mind: I say this once."))
	}
	blocks = append(blocks, buttons(press("See the sections", "sections"), press("Help", "help")))
	t.note(blocks...)
}
