package conversations

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// longAway is after how long somebody who comes back is told where things
// stand.
const longAway = 14 * 24 * time.Hour

// supplierHome is what somebody of the organisation sees first. Who has not
// answered yet reads what is asked, and the list; everybody else where they
// stand, and the list.
func (t *turn) supplierHome() {
	list := t.listMessage(t.org)
	var blocks []bot.Block
	title := oneLine(t.state.About().Title)
	if t.fresh() {
		welcome := t.welcomeMessage(t.org.Users)
		title = welcome.Title
		for _, b := range welcome.Blocks {
			if len(b.Buttons) == 0 { // what they lead to stands below
				blocks = append(blocks, b)
			}
		}
	} else {
		blocks = append(blocks, t.whereWeStand()...)
		if !t.declared() && t.mayAnswer() == nil {
			blocks = append(blocks, bot.Say("Not said yet: who is speaking for "+plain(t.org.Name)+"."), buttons(opens("Say who you are", actionDeclare, "", declareExample)))
		}
	}
	for _, b := range list.Blocks {
		if len(b.Buttons) == 0 {
			blocks = append(blocks, b)
		}
	}
	blocks = append(blocks, t.homeButtons()...)
	if t.org.Users && !t.fresh() { // the welcome has it
		blocks = append(blocks, bot.Say(t.helpNow()))
	}
	t.noteTitled(title, blocks...)
}

// fresh says whether nothing has been answered by this voice yet.
func (t *turn) fresh() bool {
	if t.state.Stage() != engagement.Talking || t.org.SteppedBack() {
		return false
	}
	return t.state.Answered(t.org.ID, t.person()) == 0
}

// homeButtons are what can be done from the list, most useful first.
func (t *turn) homeButtons() []bot.Block {
	answers := view("What we've said so far", "our answers")
	if t.org.Users {
		answers.Label = "What I've said so far"
	}
	asked := t.answersButton(t.org, t.state.ReadOnly(room(t.ev.Room)))
	if t.state.Stage() == engagement.Closed {
		return []bot.Block{buttons(append([]bot.Button{answers}, asked...)...)}
	}
	if t.org.SteppedBack() {
		return []bot.Block{buttons(slices.Concat([]bot.Button{press("Come back", "come back"), answers}, asked, t.downloads())...)}
	}
	if t.mayAnswer() != nil {
		return []bot.Block{buttons(slices.Concat([]bot.Button{answers}, asked, t.downloads())...)}
	}
	var row []bot.Button
	if s, ok := t.nextOf(t.org, t.person()); ok {
		row = append(row, opens("Next: "+label(s), actionForm, fmt.Sprint(s.ID), fmt.Sprintf("show %d", s.ID)))
	} else if !t.org.Users {
		row = append(row, opens("Last questions", actionLast, "", "last questions"))
	}
	row = append(row, opens("Ask a question", actionAsk, "", "ask: your question"))
	if t.state.Answered(t.org.ID, t.person()) > 0 {
		row = append(row, answers)
	}
	row = slices.Concat(row, asked, t.downloads())
	quieter := press("Fewer messages", "fewer messages")
	if t.talk.fewer[t.org.ID] {
		quieter = press("More messages", "more messages")
	}
	step := opens("Step back", actionStep, "", "step back")
	switch {
	case t.org.Users:
		step = press(step.Label, stepAlone)
	case t.state.Answered(t.org.ID, "") == 0:
		step.Label = "Not for us"
	}
	return []bot.Block{buttons(row...), buttons(view("About this", "about"), quieter, step)}
}

// downloads is the button that gives the draft as a Word file, where the
// platform is ours to serve one.
func (t *turn) downloads() []bot.Button {
	if t.ev.Room.Adapter != webAdapter {
		return nil
	}
	return []bot.Button{{Label: "Download as Word", URL: downloadPath}}
}

// downloadPath is where the page of a room serves the draft, seen from there.
const downloadPath = "file/draft.docx"

// download says how to have the draft as a file.
func (t *turn) download(line) {
	if row := t.downloads(); row != nil {
		t.note(buttons(row...))
		return
	}
	t.note(bot.Say("I can't hand out files here. The sections are all of it: write **sections**, and the number of the one that you want to read. For a Word file, please turn to " + t.contact() + "."))
}

// whereWeStand is for somebody who comes new to what colleagues have begun, or
// back after a while; for others it is empty or one line.
func (t *turn) whereWeStand() []bot.Block {
	if t.accepts() != nil || t.org.SteppedBack() || t.org.Answered.IsZero() {
		return nil
	}
	here := t.talk.places[engagement.Participation{Person: t.person(), Organisation: t.org.ID}]
	switch {
	case t.org.Users && here.Since.IsZero():
		return nil
	case t.state.Stage() == engagement.Dialogue:
		return nil
	case here.Since.IsZero() && !t.state.SpeaksFor(t.person(), t.org.ID):
		return []bot.Block{
			bot.Say("Welcome. Colleagues of yours have begun: " + plain(t.org.Name) + " has one answer for each section, and what they said stands. You can add to it, or give another view; theirs is replaced only if you say so."),
			bot.Say("It is not a bid, and nothing is scored. Other suppliers see neither your name nor your words, unless you let us quote them without your name. Please leave out prices, and who else may bid."),
			buttons(view("What we've said so far", "our answers")),
		}
	case !here.Since.IsZero() && t.now.Sub(here.Since) > longAway:
		return []bot.Block{bot.Say("Welcome back. You were last here " + t.ago(here.Since, t.now) + "; what you said then is recorded. " + t.sinceThen(here.Since) + t.progress())}
	case t.ev.Kind == bot.Looked:
		return []bot.Block{bot.Say(t.progress())}
	}
	return nil
}

// sinceThen says what colleagues, and the draft, have done since.
func (t *turn) sinceThen(since time.Time) string {
	answers, stale := 0, 0
	for _, s := range t.state.Sections() {
		r := t.mine(s.ID)
		if r == nil {
			continue
		}
		if r.Given.After(since) && r.Person != t.person() {
			answers++
		}
		if t.state.Stale(r) {
			stale++
		}
	}
	text := ""
	if answers > 0 {
		text += "Since then colleagues of yours have answered " + count(answers, "section", "sections") + ". "
	}
	if stale > 0 {
		text += count(stale, "section has", "sections have") + " changed since your answer. "
	}
	return text
}

// cutFor reads "for my mother: …": for whom somebody answers who helps.
func (l line) cutFor() (who string, rest line, ok bool) {
	after, ok := l.cutAny("for", "answering for", "i am answering for", "i'm answering for", "on behalf of", "this is for")
	if !ok {
		return "", l, false
	}
	whole := after.words()
	who, text, colon := cutAtColon(whole)
	switch {
	case len([]rune(who)) > 60 || who == "":
		return "", l, false
	case colon:
		return oneLine(who), readLine(text), true
	case len(after.norm) < 40 && kin(after.firstWord()):
		return oneLine(strings.TrimRight(whole, " .!")), line{}, true
	}
	return "", l, false
}

func cutAtColon(text string) (before, after string, ok bool) {
	before, after, ok = strings.Cut(text, ":")
	return strings.TrimSpace(before), after, ok
}

// kin says whether a word begins to name somebody, as in "my mother".
func kin(word string) bool {
	switch word {
	case "my", "our", "a", "an", "somebody", "someone", "mr", "mrs", "ms", "miss", "dr":
		return true
	}
	return false
}

// answersFor says of the last answer for whom it was given.
func (t *turn) answersFor(who string) {
	r := t.mine(t.lastOn())
	if r == nil {
		t.note(bot.Say("Thank you for helping. Write it before what they think, for example **for " + plain(who) + ": 2 something worries her**."))
		return
	}
	f := r.Again()
	f.Person, f.For = t.person(), who
	facts, refusal := t.state.AnswerTo(t.now, r.Revision, f)
	if !t.take(facts, refusal) {
		return
	}
	if len(facts) == 0 {
		t.note(bot.Say("That is recorded already."))
		return
	}
	t.place(placed{Section: r.Section, Entries: t.mine(r.Section).ID})
	t.reply("", append([]bot.Block{bot.Say("Noted: " + t.recordedAs(t.mine(r.Section)) + ".")}, t.nextButtons(r.Section)...)...)
}
