package conversations

import (
	"fmt"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// place records where the participant stands now, if that is new.
func (t *turn) place(p placed) {
	if t.ev.Again {
		return
	}
	p.Person, p.Organisation = t.person(), t.org.ID
	if p.Entries != "" && t.ev.Kind == bot.Said {
		p.Message = t.ev.Message
	}
	if p.Thread == "" && t.ev.Kind == bot.Said && t.ev.Re == "" && p.Section != 0 {
		p.Thread = t.thread()
	}
	if s, ok := t.state.Section(p.Section); ok && p.Revision == 0 && t.talk.sectionOf(p.Organisation, p.Thread) != p.Section {
		p.Revision = s.Revision // a thread that begins is about the text as it is
	}
	before := t.talk.places[engagement.Participation{Person: p.Person, Organisation: p.Organisation}]
	if before.placed == p && t.now.Sub(before.Since) < patience/2 {
		return
	}
	t.remember(kindPlace, p)
}

// given is an answer as this person would give it now.
func (t *turn) given(section int, stance engagement.Stance, words string) engagement.ResponseGiven {
	f := engagement.ResponseGiven{
		Organisation: t.org.ID, Person: t.person(), Section: section, Stance: stance, Words: words, For: t.forWhom,
	}
	if before := t.mine(section); before != nil {
		if f.For == "" {
			f.For = before.For
		}
		// What was sensitive stays so until somebody says otherwise; leave to
		// quote was for the words of before.
		f.Sensitive, f.Why = before.Sensitive, before.Why
		f.Quotable = before.Quotable && before.Words == words
		if stance == before.Stance {
			f.StopsBid = before.StopsBid
		}
		f = t.keeping(f, before)
	}
	if t.secrecy == saidSensitive {
		f.Sensitive, f.Quotable = true, false
	}
	return f
}

// answer takes a stance on a section. A colleague's other stance is not
// replaced without asking.
func (t *turn) answer(section int, stance engagement.Stance, words string) {
	t.doubtMark(section, words)
	if t.askPrice(t.given(section, stance, words)) {
		return
	}
	if refusal := t.accepts(); refusal != nil {
		t.refuseAnswer(refusal, t.given(section, stance, words))
		return
	}
	if t.onOldCard(section) {
		return
	}
	if revision, old := t.oldText(section); old {
		t.answerOld(revision, t.given(section, stance, words))
		return
	}
	before := t.mine(section)
	switch {
	case before == nil || t.state.Stale(before):
	case t.colleagues(before) && before.Stance != stance:
		t.askReplace(t.given(section, stance, words))
		return
	case before.Stance == stance && words == "" && t.secrecy == saidSensitive && before.Words != "":
		t.markSensitive(fold(itoa(section)))
		return
	case before.Stance == stance && words == "" && t.secrecy != saidSensitive && (t.forWhom == "" || t.forWhom == before.For):
		t.note(bot.Say("That is recorded already: " + t.recordedAs(before) + "."))
		return
	case t.colleagues(before):
		t.comment(t.given(section, stance, words))
		return
	}
	t.record(t.given(section, stance, words))
}

// record gives the answer and says so.
func (t *turn) record(f engagement.ResponseGiven) {
	before := t.listed(f.Section)
	replaced := t.mine(f.Section)
	first := t.org.Answered.IsZero()
	facts, refusal := t.state.Answer(t.now, f)
	if refusal != nil {
		t.refuseAnswer(refusal, f)
		return
	}
	if t.take(facts, nil) {
		t.recorded(f.Section, first)
		t.relist(f.Section, before)
		t.giveBack(replaced)
		t.tookPlace(replaced)
		t.privateGone(replaced)
	}
}

// giveBack gives words back that went with the view that a button has replaced:
// a press must not lose what somebody wrote.
func (t *turn) giveBack(before *engagement.Response) {
	if t.ev.Kind == bot.Pressed && !t.used {
		t.givenBack(before)
	}
}

// givenBack is giveBack for whatever took the place of an answer.
func (t *turn) givenBack(before *engagement.Response) {
	if before == nil || before.Words == "" || t.colleagues(before) {
		return
	}
	now := t.mine(before.Section)
	if now == nil || now.ID == before.ID || now.Words != "" {
		return
	}
	blocks := []bot.Block{
		bot.Say("What you had written went with **" + labelFor(before.Stance, before.IsUser()) + "**, and is no part of the answer any more. Here it is, to be added again if it still holds:"),
		{Quote: &bot.Quote{Words: before.Words}},
	}
	if again := fmt.Sprintf("%d: %s", before.Section, before.Words); len(again) <= mostPressed {
		blocks = append(blocks, buttons(saysAgain("Add it again", again)))
	}
	t.besides(blocks...)
}

// recorded says what is recorded, asks the one question that fits, and offers
// the next section.
func (t *turn) recorded(section int, first bool) {
	r := t.mine(section)
	s, _ := t.state.Section(section)
	var blocks []bot.Block
	said := "Recorded for " + plain(t.org.Name) + ": "
	if t.org.Users {
		said = "Thank you. Recorded as yours: "
	}
	blocks = append(blocks, bot.Say(said+t.recordedAs(r)+". "+t.progress()))
	awaits := awaitsNothing
	if words := wordsOf(r.Stance); r.Words == "" && words.followUp != "" {
		awaits = awaitsWords
		question, small := words.followUp, words.small
		if t.org.Users {
			question, small = words.usersAfter, ""
		}
		blocks = append(blocks, bot.Say("**"+question+"** "+small), bot.Aside("Only if you like: just write it here."))
	}
	if t.asksBid(r, s) {
		awaits = awaitsBid
		blocks = append(blocks, t.bidQuestion(s.ID)...)
	}
	if first {
		blocks = append(blocks, bot.Aside(t.firstAnswer(r)))
	}
	blocks = append(blocks, t.keptInside()...)
	blocks = append(blocks, t.askWho()...)
	blocks = append(blocks, t.nextOrLast(section)...)
	t.place(placed{Section: section, Awaits: awaits, Entries: r.ID})
	t.reply("", blocks...)
}

// listed is how a section stands on the list.
func (t *turn) listed(section int) string {
	s, _ := t.state.Section(section)
	return t.listStatus(t.org, s)
}

// relist edits the list if the section stands on it differently now.
func (t *turn) relist(section int, before string) {
	if t.listed(section) != before {
		t.refreshList(t.org)
	}
}

// recordedAs is an answer in a few words.
func (t *turn) recordedAs(r *engagement.Response) string {
	s, _ := t.state.Section(r.Section)
	text := "**" + name(s) + ": " + labelFor(r.Stance, r.IsUser()) + "**"
	if r.Words != "" {
		text += ", with your words"
	}
	switch {
	case r.For == "":
	case t.ev.Kind == bot.Submitted: // others of the group don't see the window
		text += ", for " + plain(r.For)
	default:
		text += ", for the person you named"
	}
	if r.Sensitive {
		text += ", " + t.sensitiveWord()
	}
	if r.Private != "" {
		text += ", with words for the buying team alone"
	}
	return text
}

// untilWhen says until when an answer can be changed, with a space before it; empty:
// that is not known. The closing time is that of the talks before a dialogue.
func (t *turn) untilWhen() string {
	closing := t.state.About().Closing
	switch {
	case t.state.Stage() == engagement.Dialogue:
		return " You can change it while the dialogue goes on."
	case closing.IsZero():
		return ""
	}
	return " You can change it until " + t.moment(closing, t.now) + "."
}

// firstAnswer is what somebody has to know once, with the first answer.
func (t *turn) firstAnswer(r *engagement.Response) string {
	until := t.untilWhen()
	if t.org.Users {
		if !r.Sensitive {
			until += " To keep it to the team alone, write **keep this to the team**."
		}
		return "The team that plans the service reads it, without your name in what it shows to others. It changes nothing about the help that you get." + until
	}
	if !r.Sensitive {
		until += " If it is commercially sensitive, write **sensitive** and the section's number."
	}
	return "The buying team reads it; other suppliers don't." + until
}

func (t *turn) asksBid(r *engagement.Response, s engagement.Section) bool {
	return r.Stance == engagement.Unachievable && s.Standing == engagement.Fixed && r.StopsBid == engagement.BidNotAsked && !t.org.Users
}

// words takes plain words on a section: more on an answer there is, or kept
// until it is clear which view they go with.
func (t *turn) words(section int, words string) {
	s, ok := t.state.Section(section)
	if !ok {
		t.refuse(&engagement.Refusal{Code: engagement.UnknownSection, Section: section})
		return
	}
	t.doubtMark(section, words)
	if t.askPrice(t.given(section, "", words)) {
		return
	}
	_, old := t.oldText(section)
	switch r := t.mine(section); {
	case r != nil && old:
		t.wordsOnOld(r, words)
		return
	case r != nil && !t.state.Stale(r):
		t.comment(t.given(section, r.Stance, words))
		return
	}
	words = strings.TrimSpace(words)
	if _, refusal := t.state.Answer(t.now, t.given(section, engagement.Cautious, words)); refusal != nil {
		t.refuseKeeping(refusal, words)
		return
	}
	p := placed{Section: section, Awaits: awaitsStance, Words: words, Sensitive: t.secrecy == saidSensitive, For: t.forWhom, Asked: t.question()}
	var blocks []bot.Block
	if old {
		p.Thread, p.Revision = t.ev.Thread, s.Revision
		blocks = append([]bot.Block{t.changedOn(s)}, specification(s.Text)...)
	}
	t.place(p)
	blocks = append(blocks, bot.Say("I have your words on "+name(s)+". **Which of these is it?** They are recorded once you choose."))
	if strings.Contains(words, "\n\n") {
		blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: words}}) // it may have grown by what was meant otherwise
	}
	blocks = append(blocks, t.stanceButtons(section, func(label, typed string) bot.Button { return t.answers(label, typed, section) }))
	blocks = append(append(blocks, bot.Aside("To drop them, write **cancel**.")), t.waitsInside()...)
	t.reply("", blocks...)
}

// stanceButtons offers the stances for a section.
func (t *turn) stanceButtons(section int, button func(label, typed string) bot.Button) bot.Block {
	var row []bot.Button
	for _, s := range offered(t.org) {
		row = append(row, button(labelFor(s.stance, t.org.Users), answerTyped(section, s)))
	}
	return buttons(row...)
}

// whichSection keeps a view until it is clear which section it is on.
func (t *turn) whichSection(stance engagement.Stance, words string) {
	if refusal := t.accepts(); refusal != nil {
		t.refuseKeeping(refusal, words)
		return
	}
	t.place(placed{Awaits: awaitsSection, Stance: stance, Words: words, Sensitive: t.secrecy == saidSensitive, For: t.forWhom})
	t.reply("", bot.Say("**"+labelFor(stance, t.org.Users)+"**: on which section? Write its number, and it is recorded."), buttons(press("See the sections", "sections")))
}
