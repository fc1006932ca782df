package conversations

import (
	"fmt"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// place records where the participant stands now, if that is new.
func (t *turn) place(p placed) {
	p.Person, p.Organisation = t.person(), t.org.ID
	if p.Thread == "" && t.ev.Kind == bot.Said && t.ev.Re == "" && p.Section != 0 {
		p.Thread = t.thread()
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
		Organisation: t.org.ID, Person: t.person(), Section: section, Stance: stance, Words: words,
	}
	if before := t.mine(section); before != nil {
		// What was sensitive stays so until somebody says otherwise; leave to
		// quote was for the words of before.
		f.Sensitive, f.Why = before.Sensitive, before.Why
		f.Quotable = before.Quotable && before.Words == words
		if stance == before.Stance {
			f.StopsBid = before.StopsBid
		}
	}
	return f
}

// answer takes a stance on a section. A colleague's other stance is not
// replaced without asking.
func (t *turn) answer(section int, stance engagement.Stance, words string) {
	if refusal := t.state.Accepts(t.now); refusal != nil {
		t.refuseKeeping(refusal, words)
		return
	}
	before := t.mine(section)
	switch {
	case before == nil || t.state.Stale(before):
	case t.colleagues(before) && before.Stance != stance:
		t.askReplace(section, stance, words)
		return
	case before.Stance == stance && words == "":
		t.note(bot.Say("That is recorded already: " + t.recordedAs(before) + "."))
		return
	case t.colleagues(before):
		t.comment(section, words)
		return
	}
	t.record(t.given(section, stance, words))
}

// record gives the answer and says so.
func (t *turn) record(f engagement.ResponseGiven) {
	before := t.listed(f.Section)
	first := t.org.Answered.IsZero()
	facts, refusal := t.state.Answer(t.now, f)
	if refusal != nil {
		t.refuseKeeping(refusal, f.Words)
		return
	}
	if t.take(facts, nil) {
		t.recorded(f.Section, first)
		t.relist(f.Section, before)
	}
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
	blocks = append(blocks, t.nextButtons(section)...)
	t.place(placed{Section: section, Awaits: awaits})
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
	if r.Sensitive {
		text += ", commercially sensitive"
	}
	return text
}

// firstAnswer is what somebody has to know once, with the first answer.
func (t *turn) firstAnswer(r *engagement.Response) string {
	until := ""
	if closing := t.state.About().Closing; !closing.IsZero() {
		until = " You can change it until " + t.moment(closing, t.now) + "."
	}
	if t.org.Users {
		return "The team that plans the service reads it, without your name in what it shows to others." + until
	}
	if !r.Sensitive {
		until += " If it is commercially sensitive, write **sensitive** and the section's number."
	}
	return "The buying team reads it; other suppliers don't." + until
}

func (t *turn) asksBid(r *engagement.Response, s engagement.Section) bool {
	return r.Stance == engagement.Unachievable && s.Standing == engagement.Fixed && r.StopsBid == engagement.BidNotAsked && !t.org.Users
}

// askReplace keeps the answer until it is clear whether it replaces the
// colleague's.
func (t *turn) askReplace(section int, stance engagement.Stance, words string) {
	if facts, refusal := t.state.Answer(t.now, t.given(section, stance, words)); refusal != nil {
		t.refuseKeeping(refusal, words)
		return
	} else if len(facts) == 0 {
		return
	}
	before := t.mine(section)
	s, _ := t.state.Section(section)
	who, when := named(t.talk.holder(before)), t.ago(before.Given, t.now)
	if t.talk.holder(before) != before.Person {
		when = "before" // the time is that of the last comment
	}
	t.place(placed{Section: section, Awaits: awaitsReplace, Stance: stance, Words: words})
	keep := press("Keep it, add my comment", "keep")
	if words == "" {
		keep = press("Keep it", "keep")
	}
	t.reply("",
		bot.Say(who+" answered "+name(s)+" "+when+": **"+labelFor(before.Stance, false)+"**. "+plain(t.org.Name)+" has one answer for each section, so yours (**"+labelFor(stance, false)+"**) would take its place."),
		bot.Say("Nothing has been replaced yet."),
		buttons(press("Replace it", "replace"), keep),
	)
}

// replace lets the kept answer take the colleague's place.
func (t *turn) replace(c inHand) { t.record(t.given(c.Section, c.Stance, c.Words)) }

// keep leaves the colleague's answer, with the kept words added.
func (t *turn) keep(c inHand) {
	if c.Words != "" {
		t.comment(c.Section, c.Words)
		return
	}
	t.place(placed{Section: c.Section, Awaits: awaitsWords})
	t.reply("", bot.Say("It stays: "+t.recordedAs(t.mine(c.Section))+"."), bot.Aside("If you want to add something to it, just write it here."))
}

// comment adds words to the answer there is.
func (t *turn) comment(section int, words string) {
	before, listed := t.mine(section), t.listed(section)
	facts, refusal := t.state.AddWords(t.now, t.org.ID, t.person(), section, words)
	if refusal != nil {
		t.refuseKeeping(refusal, words)
		return
	}
	colleague := before != nil && t.colleagues(before)
	if !t.take(facts, nil) {
		return
	}
	t.keepHolder(before)
	t.place(placed{Section: section, Awaits: t.stillAwaits(section)})
	text := "Added to your answer: "
	if colleague {
		text = "Added as a comment, the answer stays: "
	}
	blocks := []bot.Block{bot.Say(text + t.recordedAs(t.mine(section)) + ".")}
	if strings.Contains(words, "?") {
		blocks = append(blocks, bot.Aside("If that was a question for the buying team, write **ask:** and the question, so that it is answered."))
		if question := fmt.Sprintf("ask %d: %s", section, oneLine(words)); len(question) < 300 {
			blocks = append(blocks, buttons(press("Ask it", question)))
		}
	}
	t.reply("", append(blocks, t.nextButtons(section)...)...)
	t.relist(section, listed)
}

// colleagues says whether an answer carries the view of a colleague.
func (t *turn) colleagues(r *engagement.Response) bool {
	return !t.org.Users && t.talk.holder(r) != t.person()
}

// keepHolder lets the answer that takes before's place carry the view of the
// same person, if another one only added to it.
func (t *turn) keepHolder(before *engagement.Response) {
	if before == nil || !t.colleagues(before) {
		return
	}
	if now := t.mine(before.Section); now != nil && now.ID != before.ID {
		t.remember(kindKept, kept{Organisation: t.org.ID, Section: now.Section, Response: now.ID, Person: t.talk.holder(before)})
	}
}

// stillAwaits is what can be answered in a word after words were added.
func (t *turn) stillAwaits(section int) awaiting {
	s, _ := t.state.Section(section)
	if r := t.mine(section); r != nil && t.asksBid(r, s) {
		return awaitsBid
	}
	return awaitsNothing
}

// words takes plain words on a section: more on an answer there is, or kept
// until it is clear which view they go with.
func (t *turn) words(section int, words string) {
	s, ok := t.state.Section(section)
	if !ok {
		t.refuse(&engagement.Refusal{Code: engagement.UnknownSection, Section: section})
		return
	}
	if r := t.mine(section); r != nil && !t.state.Stale(r) {
		t.comment(section, words)
		return
	}
	words = strings.TrimSpace(words)
	if _, refusal := t.state.Answer(t.now, t.given(section, engagement.Cautious, words)); refusal != nil {
		t.refuseKeeping(refusal, words)
		return
	}
	t.place(placed{Section: section, Awaits: awaitsStance, Words: words})
	blocks := []bot.Block{bot.Say("I have your words on " + name(s) + ". **Which of these is it?** They are recorded once you choose.")}
	if strings.Contains(words, "\n\n") {
		blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: words}}) // it may have grown by what was meant otherwise
	}
	blocks = append(blocks, t.stanceButtons(section))
	t.reply("", append(blocks, bot.Aside("To drop them, write **cancel**."))...)
}

// stanceButtons offers the stances for a section.
func (t *turn) stanceButtons(section int) bot.Block {
	var row []bot.Button
	for _, s := range offered(t.org) {
		row = append(row, press(labelFor(s.stance, t.org.Users), answerTyped(section, s)))
	}
	return buttons(row...)
}

// whichSection keeps a view until it is clear which section it is on.
func (t *turn) whichSection(stance engagement.Stance, words string) {
	if refusal := t.state.Accepts(t.now); refusal != nil {
		t.refuseKeeping(refusal, words)
		return
	}
	t.place(placed{Awaits: awaitsSection, Stance: stance, Words: words})
	t.reply("", bot.Say("**"+labelFor(stance, t.org.Users)+"**: on which section? Write its number, and it is recorded."), buttons(press("See the sections", "sections")))
}
