package conversations

import (
	"fmt"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// readBid reads whether it would stop a bid.
func readBid(l line) (engagement.Bidding, bool) {
	switch {
	case l.is("yes", "yes it would", "it would", "it would stop us", "would", "yes, it would", "y"):
		return engagement.BidStops, true
	case l.is("it might", "might", "maybe", "perhaps", "possibly", "not sure", "depends"):
		return engagement.BidMight, true
	case l.is("no", "no it would not", "no it wouldn't", "it would not", "it wouldn't", "no, it would not", "no, it wouldn't", "would not", "n"):
		return engagement.BidGoesOn, true
	}
	return engagement.BidNotAsked, false
}

// bidQuestion asks whether a fixed point would stop a bid.
func (t *turn) bidQuestion(section int) []bot.Block {
	typed := func(answer string) string { return fmt.Sprintf("%d stop: %s", section, answer) }
	return []bot.Block{
		bot.Say("This point is fixed, so it may well stay. It helps all the same to know: **would it stop you from bidding?**"),
		buttons(press("Yes", typed("yes")), press("It might", typed("might")), press("No", typed("no"))),
	}
}

// saysBid records whether it would stop a bid.
func (t *turn) saysBid(section int, bid engagement.Bidding) {
	before := t.mine(section)
	if before == nil {
		t.refuse(&engagement.Refusal{Code: engagement.NoAnswer, Section: section})
		return
	}
	f := before.Again()
	f.Person, f.StopsBid = t.person(), bid
	facts, refusal := t.state.AnswerTo(t.now, before.Revision, f)
	if refusal != nil && refusal.Code == engagement.NotAsked && t.ev.Kind == bot.Pressed {
		t.nowSo(section, "That was asked of another answer, so nothing has changed.")
		return
	}
	if !t.take(facts, refusal) {
		return
	}
	t.keepHolder(before)
	awaits := awaitsNothing
	if before.Words == "" {
		awaits = awaitsWords
	}
	t.place(placed{Section: section, Awaits: awaits})
	said := map[engagement.Bidding]string{
		engagement.BidStops:  "it would stop you from bidding",
		engagement.BidMight:  "it might stop you from bidding",
		engagement.BidGoesOn: "it would not stop you from bidding",
	}[bid]
	s, _ := t.state.Section(section)
	blocks := []bot.Block{bot.Say("Noted on " + name(s) + ": " + said + ". The buying team alone reads this, and it binds you to nothing.")}
	t.reply("", append(blocks, t.nextButtons(section)...)...)
}

// tickAnswer changes the ticks of an answer there is.
func (t *turn) tickAnswer(l line, example string, change func(*engagement.ResponseGiven, string) string) {
	rest, n, ok := l.cutNumber()
	if !ok {
		if n = t.lastOn(); n == 0 || !l.empty() {
			t.note(bot.Say("Which section? Write for example **" + example + "**."))
			return
		}
	}
	if _, known := t.state.Section(n); !known {
		t.refuse(&engagement.Refusal{Code: engagement.UnknownSection, Section: n})
		return
	}
	before := t.mine(n)
	if before == nil {
		t.refuse(&engagement.Refusal{Code: engagement.NoAnswer, Section: n})
		return
	}
	f := before.Again()
	f.Person = t.person()
	done := change(&f, oneLine(rest.words()))
	if done == "" {
		return // it has been answered
	}
	listed := t.listed(n)
	facts, refusal := t.state.AnswerTo(t.now, before.Revision, f)
	if !t.take(facts, refusal) {
		return
	}
	t.keepHolder(before)
	s, _ := t.state.Section(n)
	t.respond(bot.Say("**" + name(s) + "**: " + done))
	t.relist(n, listed)
}

// lastOn is the section that plain words would be about, or the one that was
// answered last; 0: none.
func (t *turn) lastOn() int {
	c := t.inHand()
	switch {
	case c.about != 0:
		return c.about
	case t.now.Sub(c.Since) < patience && t.mine(c.Section) != nil:
		return c.Section
	}
	return 0
}

func (t *turn) markSensitive(l line) {
	if t.tickInquiry(l, func(f *engagement.InquiryAnswered, why string) string {
		f.Sensitive, f.Why, f.Quotable = true, why, false
		return "your words are marked commercially sensitive. They stay with the people who buy: they are shown in no other room, and in no digest." + t.stillStands()
	}) {
		return
	}
	example := "sensitive 6: why"
	if t.org.Users {
		example = "keep this to the team 6"
	}
	t.tickAnswer(l, example, func(f *engagement.ResponseGiven, why string) string {
		f.Sensitive, f.Why, f.Quotable = true, why, false
		if t.org.Users {
			return t.keptToTeam(f.Section)
		}
		text := "your words are marked commercially sensitive. " + t.stoodBefore(f.Section) + t.stillStands()
		if why == "" {
			text += " If you can say why, write **" + fmt.Sprintf("sensitive %d: the reason", f.Section) + "**."
		}
		return text + " If somebody asks for them under freedom-of-information law you would be asked first; what the law then requires can't be promised away."
	})
}

// stoodBefore says where the words of an answer are shown once they are sensitive, and
// which digest may have shown them before.
func (t *turn) stoodBefore(section int) string {
	stay := "hey stay with the people who buy: they are shown in no other room, and in no digest."
	if t.org.Users {
		stay = "hey stay on the team's record, and are shown in no other room and no digest."
	}
	r := t.mine(section)
	if r == nil || r.Sensitive || r.Words == "" {
		return "T" + stay
	}
	var last *engagement.DigestMade
	for _, d := range []*engagement.DigestMade{t.state.LastDigest(false), t.state.LastDigest(true)} {
		if d != nil && d.To.After(r.Given) && (last == nil || d.To.After(last.To)) {
			last = d
		}
	}
	if last == nil {
		return "T" + stay
	}
	return "From now on t" + stay + " The team's digest of " + last.To.In(t.zone()).Format("Mon 2 January") + " may have quoted them; that can't be taken back."
}

// stillStands says in a channel that what was typed there is to be read there.
func (t *turn) stillStands() string {
	if !t.chats(t.ev.Room.Adapter) {
		return ""
	}
	return " **What you typed in this channel still stands here**, for all who are in it: delete it here. The record keeps it for the buying team."
}

func (t *turn) unmarkSensitive(l line) {
	if t.tickInquiry(l, func(f *engagement.InquiryAnswered, _ string) string {
		f.Sensitive, f.Why = false, ""
		return "no longer marked commercially sensitive. The buying team reads your words like any others."
	}) {
		return
	}
	t.tickAnswer(l, "not sensitive 6", func(f *engagement.ResponseGiven, all string) string {
		if t.opensOthers(f, all) {
			return ""
		}
		open := "no longer marked commercially sensitive. The buying team reads your words like any others."
		if t.org.Users {
			open = "no longer " + forTheTeam + ": your words are read like any others."
		}
		switch {
		case f.Private == "":
			f.Sensitive, f.Why = false, ""
			return open
		case f.Sensitive:
			f.Sensitive, f.Why = false, ""
			return open + fmt.Sprintf(" What was added for the buying team alone stays so. To open that too, write **not sensitive %d** again.", f.Section)
		}
		quoted := f.Quotable
		*f = f.Opened()
		text := "what was added for the buying team alone is now a part of the answer, like any other words, and no longer marked commercially sensitive."
		if quoted {
			text += fmt.Sprintf(" It may not be quoted any more, as leave to quote was for the words before. To give it for all of them, write **quote %d**.", f.Section)
		}
		return text
	})
}

func (t *turn) markQuotable(l line) {
	if t.tickInquiry(l, func(f *engagement.InquiryAnswered, _ string) string {
		if f.Sensitive {
			return "it is marked commercially sensitive, so it can't be quoted."
		}
		f.Quotable = true
		return "your words may be quoted to others, without your name. To take that back, write **don't quote " + f.Inquiry + "**."
	}) {
		return
	}
	t.tickAnswer(l, "quote 6", func(f *engagement.ResponseGiven, _ string) string {
		switch {
		case f.Sensitive:
			t.note(bot.Say(fmt.Sprintf("That answer is marked commercially sensitive, so it can't be quoted. To take the mark away, write **not sensitive %d**.", f.Section)))
			return ""
		case f.Words == "":
			t.note(bot.Say(fmt.Sprintf("There are no words to quote yet. Add some first, for example **%d %s: your words**.", f.Section, wordsOf(f.Stance).short)))
			return ""
		}
		f.Quotable = true
		text := "your words may be quoted to others, without your name. To take that back, write **" + fmt.Sprintf("don't quote %d", f.Section) + "**."
		if f.Private != "" {
			text += " What was added for the buying team alone is not quoted."
		}
		return text
	})
}

func (t *turn) unmarkQuotable(l line) {
	if t.tickInquiry(l, func(f *engagement.InquiryAnswered, _ string) string {
		f.Quotable = false
		return "your words are not quoted to others."
	}) {
		return
	}
	t.tickAnswer(l, "don't quote 6", func(f *engagement.ResponseGiven, _ string) string {
		f.Quotable = false
		return "your words are not quoted to others."
	})
}

// ask takes a question for the buying team.
func (t *turn) ask(l line) {
	t.askAbout(0, l)
}

// askAbout is ask where it is known what it is on, unless they say otherwise; 0: it is
// not.
func (t *turn) askAbout(known int, l line) {
	l, sensitive := l.cutConfidence()
	section, text := t.questionIn(l)
	if section == 0 {
		section = known
	}
	switch {
	case text == "":
		t.askWhat(section)
	case sensitive && !t.org.Users:
		t.askConfided(section, text)
	default:
		t.askOn(section, text)
	}
}

// askOn takes a question on a section, or (0) on all of it.
func (t *turn) askOn(section int, text string) {
	if t.askPriceAsked(section, text) {
		return
	}
	for _, q := range t.state.Questions() {
		if q.Organisation == t.org.ID && q.Section == section && q.Waiting() && oneLine(q.Text) == oneLine(text) && !t.org.Users {
			t.note(bot.Say("You have asked that already ("+q.ID+", "+t.ago(q.Asked, t.now)+"), and it is with the buying team. The answer comes here."), t.onward(0))
			return
		}
	}
	facts, refusal := t.state.Ask(t.now, engagement.QuestionAsked{
		Organisation: t.org.ID, Person: t.person(), Section: section, Text: text,
	})
	if refusal != nil && t.ev.Kind == bot.Submitted && refusal.Field == engagement.FieldQuestion {
		t.wrong(fieldWords, refusal)
		return
	}
	if refusal != nil {
		t.refuseKeeping(refusal, text)
		return
	}
	if !t.take(facts, nil) {
		return
	}
	all := t.state.Questions()
	q := all[len(all)-1]
	if t.here().Awaits == awaitsConfide {
		t.used = true // it was asked in these words in place of those that waited
	}
	t.place(placed{Entries: q.ID})
	on := ""
	if s, ok := t.state.Section(section); ok {
		on = " on " + name(s)
	}
	blocks := append([]bot.Block{bot.Say("Your question" + on + " (" + q.ID + ") is with the buying team. The answer comes here, to everybody at the same time and without saying who asked.")}, t.offerAnswers(q)...)
	t.respond(append(blocks, buttons(takeBackButton(q.ID)))...)
	whoAsks := "A supplier asks"
	if t.org.Users {
		whoAsks = "Somebody of " + oneLine(t.org.Name) + " asks"
	}
	aside := "Whoever asked was told that the answer goes to everybody, without a name. For all that wait, write **questions**."
	if t.calledSensitive {
		aside = "Whoever asked called it sensitive first, and then chose to send it as it is: please look twice whether its words give anything of theirs away. " + aside
	}
	t.tell("question:"+q.ID, whoAsks, append(t.questionBlocks(q), t.questionRow(q), bot.Aside(aside))...)
}

// askWhat asks for the question.
func (t *turn) askWhat(section int) {
	if refusal := t.accepts(); refusal != nil {
		t.refuse(refusal)
		return
	}
	t.place(placed{Section: section, Awaits: awaitsQuestion})
	t.reply("", bot.Say("What would you like to ask the buying team? Just write it here."), bot.Aside("The answer goes to everybody at the same time, without saying who asked."))
}

// questionIn reads which section a question is on. A number counts only where
// it is set off, since questions begin with numbers, too.
func (t *turn) questionIn(l line) (int, string) {
	for _, word := range []string{"about", "on"} {
		if rest, ok := l.cut(word); ok {
			if after, n, numbered := rest.cutNumber(); numbered && rest.hasColon() {
				return n, after.words()
			}
		}
	}
	if rest, n, ok := l.cutNumber(); ok && l.numberSetOff() {
		return n, rest.words()
	}
	if c := t.inHand(); c.inThread {
		return c.about, l.words()
	}
	return 0, l.words()
}

// numberSetOff says whether the first number is set off from what follows.
func (l line) numberSetOff() bool {
	end := strings.IndexFunc(l.norm, func(r rune) bool { return r >= '0' && r <= '9' })
	for end >= 0 && end < len(l.norm) && l.norm[end] >= '0' && l.norm[end] <= '9' {
		end++
	}
	return end >= 0 && l.separated(end)
}

// fewerNow is what somebody still hears who asked for fewer messages.
const fewerNow = "From now on you hear only what everybody asked must hear: changes to the draft, answers to questions, what the buying team asks everybody, and the close."

// setFewer records whether only what everybody must get is posted.
func (t *turn) setFewer(on bool) {
	if t.talk.fewer[t.org.ID] == on {
		t.note(bot.Say("That is so already."))
		return
	}
	if t.state.Stage() == engagement.Closed {
		t.note(bot.Say("It is closed, so there is little more to come. **only the outcome** and **nothing more** say what you still want to hear."), buttons(press("Only the outcome", "only the outcome"), press("Nothing more", "nothing more")))
		return
	}
	t.remember(kindFewer, fewer{Organisation: t.org.ID, Person: t.person(), On: on})
	if on {
		t.reply("", bot.Say(fewerNow+" To have the rest again, write **more messages**."))
		return
	}
	t.reply("", bot.Say("You hear everything again."))
}
