package conversations

import (
	"slices"
	"strings"
	"time"

	"soundings/bot"
)

// fearing is how long words without a place are taken for what somebody fears who
// wrote "help now".
const fearing = time.Hour

// fears gives where somebody stands who wrote "help now" and has said nothing else
// since; false: nobody did.
func (t *turn) fears() (standing, bool) {
	here := t.here()
	return here, here.Awaits == awaitsSafety && t.now.Sub(here.Since) <= fearing
}

// fearSaid takes what somebody writes behind "help now", and words of people who use
// services that end with it: neither is lost, and whoever wrote it says whether it is
// passed on. false: it is something else.
func (t *turn) fearSaid(l line) bool {
	here, waiting := t.fears()
	switch {
	case waiting && here.Words != "" && l.is("pass it on", "pass this on", "pass on", "yes", "yes please", "y"):
		t.passOn(readLine(here.Words))
		return true
	case waiting && here.Words != "" && l.is("it is something else", "something else", "it's something else", "no", "no thanks", "no thank you"):
		t.fearsNothing(here)
		return true
	case t.ev.Kind != bot.Said || t.used:
		return false
	case t.org.Users && endsWithHelp(readLine(t.ev.Text)), waiting && t.placeless(l):
		t.askPassOn(here, waiting)
		return true
	}
	return false
}

// endsWithHelp says whether words end with "help now".
func endsWithHelp(l line) bool {
	norm := strings.ToLower(strings.Join(strings.Fields(l.raw), " "))
	before, ends := strings.CutSuffix(strings.TrimRight(norm, " .!,"), "help now")
	return ends && strings.TrimSpace(before) != ""
}

// placeless says whether l is neither a command nor an answer with its number.
func (t *turn) placeless(l line) bool {
	_, _, command := match(t.forSuppliers, l, true)
	rest, _, numbered := l.cutNumber()
	return !command && !answerLike(l) && (!numbered || !rest.empty()) && !l.is(courtesies()...)
}

// askPassOn keeps the words, with those that wait, and asks whether to pass them on.
func (t *turn) askPassOn(here standing, waiting bool) {
	words := readLine(t.ev.Text).words()
	if waiting && here.Words != "" {
		t.asked = here.Asked // either question passes on all of it
		if words = here.Words + "\n" + words; strings.HasSuffix(here.Words, readLine(t.ev.Text).words()) {
			words = here.Words
		}
	}
	t.free, t.used = false, true
	p := placed{Section: here.Section, Awaits: awaitsSafety, Words: words, Asked: t.question()}
	t.place(p)
	t.note(
		bot.Say("**Shall I pass this on now?** Nobody has it yet. If somebody is in danger now, ring 999."),
		bot.Block{Quote: &bot.Quote{Words: words}},
		bot.Say(t.whoHasSafety()),
		buttons(t.answers("Pass it on", "pass it on", p.Section), t.answers("It is something else", "it is something else", p.Section)),
	)
}

// fearsNothing takes words that were no fear for what they are without one.
func (t *turn) fearsNothing(here standing) {
	t.used = true
	awaits := awaitsNothing
	if here.Section != 0 && t.mine(here.Section) != nil {
		awaits = awaitsWords
	}
	t.place(placed{Section: here.Section, Awaits: awaits})
	if t.accepts() != nil {
		t.note(bot.Say("Nothing was passed on."), bot.Block{Quote: &bot.Quote{Words: here.Words}})
		return
	}
	t.ev.Kind, t.ev.Action, t.ev.Value, t.ev.Text = bot.Said, "", "", here.Words // as if it were said now
	t.supplierLine(readLine(here.Words))
}

// notPassedOn says so to somebody who went on without choosing.
func (t *turn) notPassedOn(words string) []bot.Block {
	blocks := []bot.Block{bot.Say("This was **not** passed on, so nobody has it:"), {Quote: &bot.Quote{Words: words}}}
	return append(blocks, buttons(t.passThisOn(readLine(words))...))
}

// passThisOn are buttons that pass words on as they stand, or what somebody writes.
func (t *turn) passThisOn(l line) []bot.Button {
	row := []bot.Button{safetyButton()}
	if again := "pass on now: " + l.words(); !l.empty() && len(again) <= mostPressed {
		row = slices.Insert(row, 0, saysAgain("Pass this on now", again))
	}
	return row
}
