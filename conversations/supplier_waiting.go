package conversations

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// handle tells which question of ours a button answers, so that a button of an
// old message never answers a newer question. It stands behind what the button
// says, in its value alone: whoever types needs none.
type handle struct {
	section  int // 0: the question is about none
	question string
}

const handleOpen = " #"

func (h handle) String() string { return fmt.Sprintf("%s%d.%s", handleOpen, h.section, h.question) }

// cutHandle takes the handle from the value of a button; the zero handle: it has none.
func cutHandle(value string) (typed string, h handle) {
	at := strings.LastIndex(value, handleOpen)
	if at < 0 {
		return value, handle{}
	}
	section, question, ok := strings.Cut(value[at+len(handleOpen):], ".")
	n, err := strconv.Atoi(section)
	if !ok || err != nil || len(question) != handleLength {
		return value, handle{}
	}
	return value[:at], handle{n, question}
}

// mostPressed is how much of what somebody wrote a button may say again.
const mostPressed = 300

// handleLength is how long the name of a question is.
const handleLength = 8

// question names the question that this event leads to.
func (t *turn) question() string {
	if t.asked != "" {
		return t.asked
	}
	sum := sha256.Sum256([]byte(t.ev.ID))
	return hex.EncodeToString(sum[:])[:handleLength]
}

// answers is a button that answers the question of this event.
func (t *turn) answers(label, typed string, section int) bot.Button {
	b := press(label, typed)
	b.Value += handle{section, t.question()}.String()
	return b
}

// here is where the person stands now.
func (t *turn) here() standing {
	here := t.talk.places[engagement.Participation{Person: t.person(), Organisation: t.org.ID}]
	if t.now.Sub(here.Since) > patience {
		here.Awaits = awaitsNothing
	}
	return here
}

// outdated answers the button of a question that does not wait any more, and
// that of a step which was taken meanwhile: it says what is true now and what
// comes next, and changes nothing. False: the button is good.
func (t *turn) outdated(l line) bool {
	if t.ev.Kind != bot.Pressed || t.ev.Again {
		return false
	}
	_, h := cutHandle(t.ev.Value)
	here := t.here()
	switch {
	case h.question != "" && (h.question != here.Asked || here.Awaits == awaitsNothing):
		t.nowSo(h.section, "That was asked before and waits for you no longer, so nothing has changed.")
	case h.question == "" && l.is("replace", "keep") && (here.Asked != "" || here.Awaits != awaitsReplace):
		t.nowSo(0, "That button is from an older message, and nothing has changed.") // made before questions had names
	default:
		return t.outdatedStep(l)
	}
	t.waits = true
	return true
}

// outdatedStep is outdated for "Next: 6".
func (t *turn) outdatedStep(l line) bool {
	rest, ok := l.cut("show")
	after, n, numbered := rest.cutNumber()
	s, known := t.state.Section(n)
	if !ok || !numbered || !after.empty() || !known {
		return false
	}
	if refusal := t.mayAnswer(); refusal != nil {
		t.readOnly(s, refusal)
		return true
	}
	r := t.mine(n)
	if r == nil || t.state.Stale(r) {
		return false
	}
	lead := plain(t.org.Name) + " has answered this: "
	if t.org.Users {
		lead = "You have said what you think of this: "
	}
	blocks := t.answerBlocks(lead, r)
	t.noteTitled(label(s), append(blocks, t.onward(n))...)
	return true
}

// tooOld answers a button or a form that makes no sense any more.
func (t *turn) tooOld() {
	blocks := []bot.Block{bot.Say(oldButton)}
	if t.org.ID != "" && t.mayAnswer() == nil {
		blocks = append(blocks, t.onward(0))
	}
	t.note(blocks...)
}

// nowSo says what is true now of what an old button was about, and what can be
// done.
func (t *turn) nowSo(section int, lead string) {
	blocks := append([]bot.Block{bot.Say(lead)}, t.truth(section)...)
	if refusal := t.accepts(); refusal != nil {
		t.note(append(blocks, bot.Say(t.why(refusal)))...)
		return
	}
	blocks = append(blocks, t.stillWaits()...)
	if !t.org.SteppedBack() {
		next := t.onward(section)
		if section == 0 {
			next.Buttons = append(next.Buttons, opens("Step back", actionStep, "", "step back"))
		}
		blocks = append(blocks, next)
	}
	t.note(blocks...)
}

// truth is what is recorded on a section, or whether the organisation takes
// part.
func (t *turn) truth(section int) []bot.Block {
	s, known := t.state.Section(section)
	r := t.mine(section)
	switch {
	case known && r != nil:
		return t.answerBlocks("Recorded on **"+name(s)+"**: ", r)
	case known && slices.ContainsFunc(t.state.LateAnswers(), func(l engagement.Late) bool {
		return l.Organisation == t.org.ID && l.Section == section && l.Waiting()
	}):
		return []bot.Block{bot.Say("An answer to **" + name(s) + "** that came after the close is with the buying team, which decides whether to add it. You will read here what it decides.")}
	case known && t.org.Users:
		return []bot.Block{bot.Say("Nothing is recorded on **" + name(s) + "** from you yet.")}
	case known:
		return []bot.Block{bot.Say("Nothing is recorded on **" + name(s) + "** from " + plain(t.org.Name) + " yet.")}
	case t.org.SteppedBack():
		return []bot.Block{bot.Say(alreadyBack(t.org))}
	}
	return []bot.Block{bot.Say(plain(t.org.Name) + " is taking part.")}
}

// onward is what can be done next by somebody who asked for what is done.
func (t *turn) onward(section int) bot.Block {
	var row []bot.Button
	if s, ok := t.todo(t.org, section, t.person()); ok {
		row = append(row, opens("Next: "+label(s), actionForm, fmt.Sprint(s.ID), fmt.Sprintf("show %d", s.ID)))
	}
	if s, ok := t.state.Section(section); ok {
		verb := "Answer "
		if t.mine(section) != nil {
			verb = "Read or change "
		}
		row = append(row, opens(fmt.Sprint(verb, s.ID), actionForm, fmt.Sprint(s.ID), fmt.Sprintf("show %d", s.ID)))
	}
	return buttons(append(row, view("Back to the list", "sections"))...)
}

// stillWaits repeats the question that waits for the person, if there is one
// that buttons answer.
func (t *turn) stillWaits() []bot.Block {
	here := t.here()
	s, known := t.state.Section(here.Section)
	handled := func(label, typed string) bot.Button {
		b := press(label, typed)
		b.Value += handle{here.Section, here.Asked}.String()
		return b
	}
	switch {
	case !known || here.Asked == "":
		return nil
	case here.Awaits == awaitsReplace:
		return []bot.Block{
			bot.Say("What still waits is **" + name(s) + "**: whether your answer there (**" + labelFor(here.Stance, false) + "**) takes the place of the one that " + plain(t.org.Name) + " has."),
			buttons(handled("Replace it", "replace"), handled(keepLabel(here.Words), "keep")),
		}
	case here.Awaits == awaitsStance:
		return []bot.Block{bot.Say("What still waits are your words on **" + name(s) + "**: which of these is it?"), t.stanceButtons(here.Section, handled)}
	}
	return nil
}

// leftover is what somebody wrote and was asked about, and what became of it.
func (t *turn) leftover(before standing) []bot.Block {
	s, _ := t.state.Section(before.Section)
	said := "**" + labelFor(before.Stance, t.org.Users) + "**"
	again, words := "", strings.TrimSpace(before.Words)
	var text string
	switch before.Awaits {
	case awaitsReplace:
		text = "You went on without choosing, so on **" + name(s) + "** the answer that is there stays as it is. Yours (" + said + ") was **not** recorded, and nothing of it was added."
		if t.ev.Kind == bot.Said {
			text += fmt.Sprintf(" To add words to what is there, write **%d:** before them.", before.Section)
		}
		again = fmt.Sprintf("%d %s", before.Section, wordsOf(before.Stance).short)
	case awaitsStance:
		text = "What you wrote on **" + name(s) + "** was **not** recorded, since it was not said which view it goes with."
		again = fmt.Sprint(before.Section)
	case awaitsSection:
		text = "Your " + said + " was **not** recorded, since it was not said which section it is on."
	case awaitsSafety:
		return t.notPassedOn(words)
	case awaitsConfide:
		return []bot.Block{bot.Say("Your question" + t.onName(before.Section) + " was **not** recorded, since it was not said how it is to be sent. Here it is, to be asked again if you like:"), {Quote: &bot.Quote{Words: words}}}
	case awaitsPriceAsked:
		return []bot.Block{bot.Say("Your question" + t.onName(before.Section) + ", which names a sum of money, was **not** recorded. Here it is, to be asked again if you like:"), {Quote: &bot.Quote{Words: words}}}
	case awaitsSplit:
		return []bot.Block{bot.Say("What you wrote was **not** recorded, since it was not said whether it is one answer or several. Here it is, to be sent again if you like:"), {Quote: &bot.Quote{Words: words}}}
	case awaitsPrice:
		if before.Section == 0 {
			return []bot.Block{bot.Say("Your answers, which name a sum of money, were **not** recorded. Here they are, to be sent again if you like:"), {Quote: &bot.Quote{Words: words}}}
		}
		text = "What you wrote on **" + name(s) + "**, which names a sum of money, was **not** recorded."
		again = strings.TrimSpace(fmt.Sprint(before.Section, " ") + wordsOf(before.Stance).short)
	case awaitsStill:
		text = "What you wrote on **" + name(s) + "** was **not** added, since it was not said whether it goes with the view there is."
		again = fmt.Sprint(before.Section)
	case awaitsNothing, awaitsWords, awaitsBid, awaitsStep, awaitsQuestion, awaitsLate, awaitsOutcome:
		return nil
	}
	blocks := []bot.Block{bot.Say(text)}
	if words != "" {
		blocks = append(blocks, bot.Say("Here it is, to be sent again if you like:"), bot.Block{Quote: &bot.Quote{Words: words}})
		again += ": " + words
	}
	switch {
	case before.Section == 0:
	case before.Form, before.Sensitive, before.Quotable, before.For != "", len(again) > mostPressed:
		// What came with the words would be lost on the way.
		blocks = append(blocks, buttons(opens(fmt.Sprint("Open ", before.Section), actionForm, fmt.Sprint(before.Section), fmt.Sprintf("show %d", before.Section))))
	default:
		blocks = append(blocks, buttons(saysAgain("Send it again", again)))
	}
	return blocks
}

// saysAgain is a button that says again what somebody wrote, with its lines.
func saysAgain(label, text string) bot.Button {
	b := press(label, oneLine(text))
	b.Value = text
	return b
}

// settleWaiting ends a question that somebody has passed over, so that nothing
// that they say later is taken for its answer, and tells them what became of
// the words that waited.
func (t *turn) settleWaiting(before standing) {
	switch {
	case t.err != nil || t.ev.Again || t.used || t.waits:
		return
	case t.ev.Kind == bot.Pressed && t.ev.Action != actionSay:
		return // a form that opens is an answer to nothing
	case t.ev.Kind != bot.Said && t.ev.Kind != bot.Pressed && t.ev.Kind != bot.Submitted:
		return
	case t.ev.Kind == bot.Submitted && t.tx.answered().Errors != nil:
		return
	}
	now := t.here()
	switch before.Awaits {
	case awaitsReplace:
		if now.Awaits == awaitsReplace && now.Asked == before.Asked {
			t.place(placed{Section: before.Section})
		} else if now.Awaits == awaitsReplace && now.Section == before.Section && now.Form && before.Form {
			return // the same form once more, perhaps with other words
		}
	case awaitsStance, awaitsSection, awaitsConfide, awaitsPrice, awaitsPriceAsked, awaitsSplit, awaitsStill:
		if now.Asked == before.Asked && now.Awaits == before.Awaits {
			return // it waits on
		}
	case awaitsSafety:
		if before.Words == "" {
			return
		}
	case awaitsNothing, awaitsWords, awaitsBid, awaitsStep, awaitsQuestion, awaitsLate, awaitsOutcome:
		return
	}
	t.besides(t.leftover(before)...)
}

// besides tells this person alone something beside what else they are answered.
func (t *turn) besides(blocks ...bot.Block) {
	if len(blocks) == 0 {
		return
	}
	answer := t.tx.answered()
	switch {
	case answer.Note != nil:
		note := *answer.Note
		note.Blocks = append(slices.Clip(note.Blocks), blocks...)
		answer.Note = &note
		t.tx.Answer(answer)
	case answer.Form != nil:
		form := *answer.Form
		form.Blocks = append(blocks, form.Blocks...)
		answer.Form = &form
		t.tx.Answer(answer)
	default:
		t.note(blocks...)
	}
}

// drops says whether somebody lets go of what they were asked about.
func (l line) drops() bool {
	return l.is("cancel", "never mind", "nevermind", "drop it", "forget it")
}

// dropped says that what waited for an answer of theirs is recorded nowhere.
func (t *turn) dropped(section int) {
	t.used = true
	t.place(placed{Section: section})
	t.reply("", bot.Say("Dropped; nothing was recorded."))
}
