package conversations

import (
	"strings"

	"soundings/bot"
)

// failing tells the team, once for a room, that messages do not arrive there.
func (t *turn) failing() {
	if bot.Reason(t.ev.Value) == bot.Crowded && !isRehearsal(t.ev.Original) {
		t.crowd()
		return
	}
	if isRehearsal(t.ev.Original) || t.channels.channels[t.ev.Room.Key()].Fails != "" {
		return
	}
	t.setChannel(t.ev.Room, func(c *channel) {
		c.Fails, c.Refuses = t.ev.Text, bot.Reason(t.ev.Value) == bot.Rejected
	})
	if t.channels.channels[t.ev.Room.Key()].Shut != "" {
		return // that is why, and was told
	}
	name := plain(t.org.Name)
	where, do := "in "+t.roomHere(), "or give it another room: **invite "+name+" in #another-channel**"+t.orPage()
	switch {
	case t.ev.Room.Adapter == bot.MailAdapter:
		where, do = "by mail", "or give another address: **invite "+name+"** with the new one behind it. **remove** and the old one takes that out."
	case t.pages(t.ev.Room.Adapter):
		where, do = "on its page", "or turn to whoever looks after this service."
	}
	what := t.messageName(t.ev.Original)
	t.tell(t.key("failing"), oneLine(t.org.Name)+" can't be reached",
		bot.Say("**"+name+"** did not get "+what+" "+where+": "+plain(strings.TrimRight(t.ev.Text, "."))+". I say this once; **status** shows all that it misses."),
		bot.Say("**What to do:** mend that, and with the first message that arrives there I put everything into it as it stands then; "+do),
	)
}

// reached makes up for what a room missed in which messages arrive again.
func (t *turn) reached() {
	c := t.channels.channels[t.ev.Room.Key()]
	switch {
	case isRehearsal(t.ev.Original), c.Fails == "":
		return
	case c.Refuses:
		return // another message arrived; the one that was refused would be so again
	case len(t.gapsIn(t.ev.Room)) == 0:
		t.setChannel(t.ev.Room, func(c *channel) { c.Fails = "" })
		return
	}
	t.catchUp(t.org, t.ev.Room, hereNow)
	t.tell(t.key("failing"), "", bot.Say("Messages reach **"+plain(t.org.Name)+"** again, and everything as it stands now is on its way to it."))
}

// openGaps gives the messages that did not arrive and that nothing has made up
// for since.
func (t *turn) openGaps() []bot.Receipt {
	var gaps []bot.Receipt
	for _, g := range t.tx.Messages().Gaps() {
		if strings.HasPrefix(g.Key, openingKey) || aboutSafety(g.Key) || t.madeUp(g) {
			continue
		}
		gaps = append(gaps, g)
	}
	return gaps
}

// gapsIn are those in one room.
func (t *turn) gapsIn(a bot.Address) []bot.Receipt {
	var gaps []bot.Receipt
	for _, g := range t.openGaps() {
		if g.Room.Key() == a.Key() {
			gaps = append(gaps, g)
		}
	}
	return gaps
}

// madeUp says whether everything was put into the room after the gap, and
// arrived.
func (t *turn) madeUp(g bot.Receipt) bool {
	c := t.channels.channels[g.Room.Key()]
	if c.Caught == "" || c.Caught == g.Key || g.Time.After(c.CaughtAt) {
		return false
	}
	for _, r := range t.tx.Messages().Receipts(c.Caught) {
		if r.Room.Key() == g.Room.Key() {
			return r.State == bot.Sent
		}
	}
	return false
}
