package conversations

import (
	"fmt"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// setSlots says when what waits goes out.
func (t *turn) setSlots(l line) {
	if l.empty() {
		t.note(bot.Say("What waits goes to everybody on **"+plain(t.slotSpec())+"**; the next slot is "+t.slotWords()+"."), bot.Aside("Two times a week keep it bearable. To set others: **slots mon wed 9:00**."))
		return
	}
	spec := clockwork(l.norm)
	if _, err := digest.ParseSchedule(spec, t.state.About().Zone, digest.Options{}); err != nil {
		t.note(bot.Say(plain(sentence(err.Error()))), bot.Aside("Nothing was changed."))
		return
	}
	facts, refusal := t.state.SetSlots(engagement.SlotsSet{Slots: spec, Zone: t.state.About().Zone, By: t.person()})
	if !t.take(facts, refusal) {
		return
	}
	also := ""
	if n := len(t.weekSlots(t.now)); n > 12 {
		also = " That is more than twice a week: suppliers will soon stop reading."
	}
	t.reply("", bot.Say(fmt.Sprintf("What waits goes to everybody on **%s** from now on; the next slot is %s. What is agreed already goes when it was to.%s", plain(spec), t.slotWords(), also)))
}

// setSecond says whether a second person has to agree.
func (t *turn) setSecond(l line) {
	on := l.is("on", "second", "yes", "needed")
	if !on && !l.is("off", "one", "no", "not needed") {
		t.note(bot.Say("Write **second person on**, and whatever goes to everybody needs somebody besides whoever wrote it; **second person off** ends that, once somebody else agrees."))
		return
	}
	before := t.state.About()
	facts, refusal := t.state.SetSecond(t.now, on, t.person())
	switch {
	case refusal == nil && len(facts) == 0:
		t.note(bot.Say("That is so already."))
	case !t.take(facts, refusal):
	case on && before.Second:
		t.reply("", bot.Say("A second person stays needed. The record has it that "+named(before.SecondOff)+" wanted that ended, and who said no."))
	case on:
		t.reply("", bot.Say("From now on whatever goes to everybody needs a second person, who is not the one who wrote it."+t.secondAlso()))
	case t.state.About().Second:
		t.reply("", bot.Say(named(t.person())+" would like one person to be enough for what goes to everybody. **That takes a second person, too:** until somebody else of the team agrees, nothing has changed. The record says who wanted it."), secondRow())
	default:
		t.reply("", bot.Say("From now on one person is enough for what goes to everybody. The record says that "+named(before.SecondOff)+" wanted it and "+named(t.person())+" agreed."))
	}
}

// secondAlso says what else takes two, in the stage in which it is.
func (t *turn) secondAlso() string {
	switch t.state.Stage() {
	case engagement.Preparing:
		return " Opening takes two as well; inviting one more organisation later does not."
	case engagement.Talking:
		return " Inviting one more organisation does not."
	case engagement.Paused, engagement.Dialogue, engagement.Closed:
	}
	return ""
}

// secondRow answers somebody who wants one person to be enough.
func secondRow() bot.Block {
	return buttons(press("I agree: one is enough", "second person off"), press("Keep the second person", "second person on"))
}
