package conversations

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// The closing time that suppliers were told, a pause and an early end are promises
// changed: everybody reads why, at once, and somebody of the team has read it as they
// will.

const (
	closesTyped = "closes 4 July 17:00: why"
	pauseTyped  = "pause: why"
	endTyped    = "close: why"
)

// The forms of the two. Stored: never change them.
const (
	actionPause = "pause"
	actionEnd   = "end"
)

// wantClosing puts another closing time forward.
func (t *turn) wantClosing(at time.Time, why string, no func(*engagement.Refusal)) {
	if why == "" {
		t.note(
			bot.Say("Everybody was told **"+t.moment(t.state.About().Closing, t.now)+"**. "+t.movesBy(at)+" Why is it moved? Everybody reads the reason. Write for example **closes "+at.In(t.zone()).Format("2 January 15:04")+": two firms were away**."),
			buttons(opens("Fill in a form", actionClosing, "", closesTyped)), bot.Aside("Nothing was changed."),
		)
		return
	}
	facts, refusal := t.state.MoveClosing(t.now, engagement.ClosingWanted{Closing: at, By: t.person()}, why)
	t.offerMoved(facts, refusal, no)
}

// offerMoved shows what is to go to everybody, as they will read it.
func (t *turn) offerMoved(facts []engagement.Fact, refusal *engagement.Refusal, no func(*engagement.Refusal)) {
	switch {
	case refusal != nil:
		no(refusal)
	case len(facts) == 0:
		t.asBefore("That is what waits to go to everybody already.")
	case t.take(facts, nil):
		t.offerFirst(facts)
	}
}

// movesBy says what another closing time does to those who were told the one before.
func (t *turn) movesBy(at time.Time) string {
	before := t.state.About().Closing
	from, to := before.In(t.zone()), at.In(t.zone())
	switch days := calendarDays(from, to); {
	case days > 0:
		return "That gives them **" + count(days, "day", "days") + "** more."
	case days < 0:
		return "**That takes " + count(-days, "day", "days") + " from them.**"
	case at.Before(before):
		return "**That takes some hours from them.**"
	}
	return "That gives them some hours more."
}

// closingWords are what everybody reads of another closing time.
func (d *Domain) closingWords(r engagement.Release) composed {
	m, ok := d.state.ClosingOf(r.ID)
	if !ok {
		return composed{}
	}
	in := func(at time.Time) string { return at.In(d.zone()).Format("Monday 2 January 2006, 15:04") }
	title, why := plain(d.state.About().Title), bot.Say("**Why:** "+plain(sentence(oneLine(r.Text))))
	return composed{
		Blocks: []bot.Block{bot.Say("Answers on **" + title + "** are now taken until **" + in(m.To) + "**. Before, it was " + in(m.From) + "."), why},
		Plain:  []bot.Block{bot.Say("You can say what you think of **" + title + "** until **" + in(m.To) + "**. Before, it was " + in(m.From) + "."), why},
	}
}

// pauseWords are what everybody reads of a pause.
func (d *Domain) pauseWords(r engagement.Release) composed {
	why := bot.Say("**Why:** " + plain(sentence(oneLine(r.Text))))
	return composed{
		Blocks: []bot.Block{bot.Say(forNow), why, bot.Aside("What you have said stays as it is. What you write here from now on is not passed on.")},
		Plain:  []bot.Block{bot.Say("We have stopped asking for now. We will say here how it goes on."), why, bot.Say(d.helpNow())},
	}
}

// endWords are what everybody reads where it ends before the time that they were told:
// all of it, so that it is agreed to and kept as it goes. Why stands first. Who said
// nothing, and people who use services, read something else than the others.
func (d *Domain) endWords(r engagement.Release) composed {
	why := "**Why it closes now:** " + plain(sentence(oneLine(r.Text)))
	if closing := d.state.About().Closing; !closing.IsZero() {
		why = "**Why it closes before " + closing.In(d.zone()).Format("Monday 2 January") + ":** " + plain(sentence(oneLine(r.Text)))
	}
	first := []bot.Block{bot.Say(why)}
	said := slices.Concat(first, inWords(d.thanks(false, false)))
	if d.unheard() > 0 {
		said = slices.Concat(said, []bot.Block{bot.Say("## What suppliers that said nothing read")}, first, inWords(d.thanks(false, true)))
	}
	return composed{Blocks: said, Plain: slices.Concat(first, inWords(d.thanks(true, false)))}
}

// wantPause puts a pause forward.
func (t *turn) wantPause(why string, no func(*engagement.Refusal)) {
	facts, refusal := t.state.WantPause(t.person(), why)
	t.offerMoved(facts, refusal, no)
}

// wantEnd puts an early end forward.
func (t *turn) wantEnd(why string, no func(*engagement.Refusal)) {
	if t.fearsStand() {
		return
	}
	facts, refusal := t.state.WantEnd(t.person(), why)
	t.offerMoved(facts, refusal, no)
}

// askWhyPause asks for the reason of a pause.
func (t *turn) askWhyPause() {
	t.note(
		bot.Say("Take no more views on **"+plain(t.state.About().Title)+"** for now? Why? Everybody reads the reason. Write for example **pause: the budget is being checked**."),
		bot.Say("It can be taken up again with **reopen**, as long as no tender notice is out."),
		buttons(opens("Fill in a form", actionPause, "", pauseTyped)), bot.Aside("Nothing was changed."),
	)
}

// askWhyEnd asks for the reason of an early end.
func (t *turn) askWhyEnd() {
	answered, asked := t.heard()
	lead := "Close **" + plain(t.state.About().Title) + "** now? " + itoa(answered) + " of " + itoa(asked) + " have answered. Nothing more can be answered then."
	if closing := t.state.About().Closing; !closing.IsZero() {
		lead += " Everybody was told **" + t.moment(closing, t.now) + "**. " + t.movesBy(t.now)
	}
	next := bot.Say("They also read what comes next. To say it better: " + t.nextTyped() + ".")
	if _, ok := t.state.FileNote(engagement.AboutNext); ok {
		next = bot.Say("They also read what comes next, as you wrote it.")
	}
	t.note(
		bot.Say(lead+" Why now? Everybody reads the reason. Write for example **close: the budget was cut**."), next,
		buttons(opens("Fill in a form", actionEnd, "", endTyped)), bot.Aside(t.otherwiseCloses()),
	)
}

// openStop asks why, for a pause or an early end.
func (t *turn) openStop(of engagement.ReleaseKind, action, title, typed, lead string, may func() *engagement.Refusal) {
	if refusal := may(); refusal != nil {
		t.refuse(refusal)
		return
	}
	why := t.whyOf(of)
	t.showForm(bot.Form{
		Action: action, Value: t.ev.Value, Title: title, Submit: "Show me how it reads", Typed: typed,
		Blocks: []bot.Block{bot.Say(lead)},
		Fields: []bot.Field{{Name: fieldReason, Kind: bot.Words, Label: "Why", Hint: "Everybody reads it.", Value: t.filled(fieldReason, why), Required: true, Max: engagement.MostReason}},
	})
}

// fearsStand says, and answers, that nothing ends while somebody's fear has nobody.
func (t *turn) fearsStand() bool {
	fears := t.fearsFirst()
	if fears != nil {
		t.note(append(fears, bot.Say("It can be closed once somebody has. "+t.otherwiseCloses()))...)
	}
	return fears != nil
}

// endWaits keeps an early end back that was agreed to, while somebody's fear has
// nobody.
func (t *turn) endWaits(r engagement.Release) bool {
	fears := t.fearsFirst()
	if r.Of != engagement.Endings || fears == nil {
		return false
	}
	facts, refusal := t.state.Hold(engagement.ReleaseHeld{ID: r.ID, On: true, By: r.Approver})
	if t.take(facts, refusal) {
		t.tell("kept:"+r.ID+":"+t.ev.Value, "Not closed yet", append(fears, bot.Say("**"+r.ID+"** was to go to everybody now. It is held; nobody has read any of it."))...)
	}
	return true
}

// whyOf is the reason of the release that a form is about, if that is of the kind.
func (t *turn) whyOf(of engagement.ReleaseKind) string {
	if r, ok := t.state.Release(strings.ToUpper(t.ev.Value)); ok && r.Of == of {
		return r.Text
	}
	return ""
}

func (t *turn) openPause() {
	t.openStop(engagement.Pauses, actionPause, "Pause", pauseTyped, "Nothing more is taken on the draft until you reopen it. Nothing goes out before you have read it as everybody will.", func() *engagement.Refusal {
		_, refusal := t.state.WantPause(t.person(), "x")
		return refusal
	})
}

func (t *turn) openEnd() {
	if t.fearsStand() {
		return
	}
	t.openStop(engagement.Endings, actionEnd, "Close early", endTyped, "It ends, and everybody is thanked. Nothing goes out before you have read it as everybody will.", func() *engagement.Refusal {
		_, refusal := t.state.WantEnd(t.person(), "x")
		return refusal
	})
}

func (t *turn) sendStop(want func(string, func(*engagement.Refusal))) {
	if t.entered(fieldReason) == "" {
		t.wrongIn(fieldReason, "Please say why: everybody reads it.")
		return
	}
	want(t.entered(fieldReason), func(r *engagement.Refusal) {
		t.refuseIn(r, map[engagement.Field]string{engagement.FieldReason: fieldReason})
	})
}

func (t *turn) sendPause() { t.sendStop(t.wantPause) }

func (t *turn) sendEnd() { t.sendStop(t.wantEnd) }

// endReceipts are what became of an early end: of the thanks that went with it.
func (t *turn) endReceipts(r engagement.Release) []bot.Receipt {
	n := 0
	for _, change := range t.state.StageChanges() {
		if change.To == engagement.Closed && !change.At.After(r.Sent) {
			n++
		}
	}
	var all []bot.Receipt
	for _, key := range []string{"thanks", "thanks:silent", "thanks:users", "thanks:table"} {
		if n > 1 {
			key += fmt.Sprintf(":again%d", n)
		}
		all = append(all, t.tx.Messages().Receipts(key)...)
		for _, o := range t.state.Organisations() {
			all = slices.Concat(all, t.tx.Messages().Receipts(ownKey(key, o.ID)), t.tx.Messages().Receipts(ownElsewhere(key, o.ID)))
		}
	}
	return all
}

// endedEarly thanks everybody where it ended before the time that they were told, with
// why first.
func (t *turn) endedEarly(c composed) {
	t.farewell(func(users bool) []bot.Block {
		if users {
			return c.Plain[:1:1]
		}
		return c.Blocks[:1:1] // whoever adds to it writes nothing into the rest
	})
	title, blocks := t.closedForTeam()
	t.tell(t.closeKey("closed"), title, blocks...)
}
