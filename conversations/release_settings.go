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
		t.note(bot.Say("Write **second person on**, and whatever goes to everybody needs somebody besides whoever wrote it; **second person off** ends that."))
		return
	}
	facts, refusal := t.state.Set(t.now, engagement.EngagementSet{Second: &on, By: t.person()})
	switch {
	case refusal == nil && len(facts) == 0:
		t.note(bot.Say("That is so already."))
	case !t.take(facts, refusal):
	case on:
		t.reply("", bot.Say("From now on whatever goes to everybody needs a second person, who is not the one who wrote it."))
	default:
		t.reply("", bot.Say("From now on one person is enough for what goes to everybody. The record says who changed that."))
	}
}
