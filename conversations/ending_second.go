package conversations

import (
	"soundings/bot"
	"soundings/engagement"
)

// Where a second person is needed for what goes to everybody, one is needed to end all
// of it as well while nobody talks: everybody is thanked with it.

// closeNotYet keeps it as it is.
const closeNotYet = "close not yet"

// closesAlone says whether it may end now; if not it says so, and asks somebody else.
func (t *turn) closesAlone() bool {
	_, refusal := t.state.Close(t.person(), "")
	wanted, reads := t.state.Ending(), t.endHash()
	agreed := wanted.Wanted && wanted.By != t.person()
	needed := t.state.About().Second && (t.state.Stage() == engagement.Paused || t.state.Stage() == engagement.Dialogue)
	switch {
	case !needed || agreed && wanted.Hash == reads:
		return true
	case wanted.Wanted && !agreed && wanted.Hash == reads:
		t.refuse(refusal)
		return false
	}
	facts, refusal := t.state.WantToClose(engagement.EndWanted{Wanted: true, Hash: reads, By: t.person()})
	if !t.take(facts, refusal) {
		return false
	}
	lead := named(t.person()) + " would like to close it. **That takes a second person, too:** until somebody else of the team has read this and agrees, nothing is closed."
	if agreed {
		lead = "What everybody reads is other than what " + named(wanted.By) + " wanted to close it with. " + lead
	}
	answered, asked := t.heard()
	blocks := t.closeReads(answered, asked)
	t.reply("Close it?", append(append([]bot.Block{bot.Say(lead)}, blocks...), buttons(press("I agree: close it now", "close now"), press("Not yet", closeNotYet)))...)
	return false
}

// endHash is of what everybody reads when it closes.
func (t *turn) endHash() string {
	c := composed{Blocks: append(t.thanks(false, false).Blocks, t.thanks(false, true).Blocks...), Plain: t.thanks(true, false).Blocks}
	return short(c.hash())
}

// keepOpen takes back that somebody wants it closed.
func (t *turn) keepOpen() {
	wanted := t.state.Ending()
	if !wanted.Wanted {
		t.note(bot.Say("Nobody has asked to close it. " + t.otherwiseCloses()))
		return
	}
	facts, refusal := t.state.WantToClose(engagement.EndWanted{By: t.person()})
	if t.take(facts, refusal) {
		t.reply("", bot.Say("It stays as it is. The record has it that "+named(wanted.By)+" wanted it closed, and who said no."))
	}
}
