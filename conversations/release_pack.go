package conversations

import (
	"soundings/bot"
	"soundings/engagement"
)

// postPack puts into rooms of an organisation what went to everybody and did not
// reach it there: in the order in which it went, each as it was sent. It gives the
// key of the message; empty: nothing is missing.
func (t *turn) postPack(o engagement.Organisation, to []bot.Address, key, lead string) string {
	if len(to) == 0 {
		return ""
	}
	blocks := t.packBlocks(o, to)
	if blocks == nil {
		return ""
	}
	title := "What everybody asked has had so far"
	if lead == packBidders {
		title = "What all bidders have had so far"
	}
	t.post(bot.Message{
		Key: key, Class: bot.Release, To: to, Title: title, Plain: o.Users,
		Blocks: append(append([]bot.Block{bot.Say(lead)}, blocks...), t.inquiryRow(o)...),
	})
	return key
}

// packTable is postPack for a round table: what goes to suppliers goes there, too.
func (t *turn) packTable(a bot.Address) {
	messages, here := t.tx.Messages(), []bot.Address{a}
	before := t.channels.channels[a.Key()]
	packed := before.Caught != "" && reachedAll(messages.Receipts(before.Caught), here)
	blocks := t.packed(func(r engagement.Release) string {
		if len(t.state.AskedOf(r.ID)) > 0 || r.Of == engagement.Results || !t.stillTold(r, engagement.Organisation{}) || packed && !r.Sent.After(before.CaughtAt) || reachedAll(messages.Receipts(t.keyOf(r)+":table"), here) {
			return ""
		}
		return r.Content
	})
	if blocks == nil {
		return
	}
	key := t.key("pack:table")
	t.post(bot.Message{
		Key: key, Class: bot.Release, To: here, Title: "What everybody asked has had so far", Blocks: append([]bot.Block{bot.Say(packTable)}, blocks...),
	})
	t.setChannel(a, func(c *channel) { c.Caught = key })
}

// packBlocks are what did not reach any of these rooms, under the time at which it
// went; nil: nothing is missing.
func (t *turn) packBlocks(o engagement.Organisation, to []bot.Address) []bot.Block {
	return t.packed(func(r engagement.Release) string {
		switch {
		case t.state.Stage() == engagement.Dialogue && !o.Newcomer && !t.inDialogue(r):
			return "" // it stands in its room of before
		case !t.gets(r, o) || !t.stillTold(r, o) || t.had(r, o, to):
			return ""
		case o.Users:
			return r.Plain
		}
		return r.Content
	})
}

// packed puts together what is missing of what was sent, as it was kept; empty:
// nothing of that release is.
func (t *turn) packed(missing func(engagement.Release) string) []bot.Block {
	var blocks []bot.Block
	under := ""
	for _, r := range t.state.Sent() {
		kept := missing(r)
		if kept == "" {
			continue
		}
		if head := t.keyOf(r); head != under {
			sent := "## Sent on " + t.moment(r.Sent, t.now)
			if len(t.state.AskedOf(r.ID)) > 0 {
				sent += ", to those who said the same"
			}
			blocks = append(blocks, bot.Say(sent))
			under = head
		}
		said, err := contentOf(kept)
		t.fail(err)
		if r.Of == engagement.Endings {
			said = said[:min(ofAnEnd, len(said))]
		}
		blocks = append(blocks, said...)
	}
	return blocks
}

// ofAnEnd is how much of an early end still holds for whoever is told of it once views
// are taken again: why it ended, and the thanks.
const ofAnEnd = 2

// had says whether a release reached all of these rooms when it went.
func (t *turn) had(r engagement.Release, o engagement.Organisation, to []bot.Address) bool {
	key := t.keyOf(r)
	if o.Users {
		key += ":users"
	}
	return reachedAll(t.receiptsOf(key, o), to)
}

// reachedAll says whether all of these rooms are among those that were reached.
func reachedAll(receipts []bot.Receipt, to []bot.Address) bool {
	reached := map[string]bool{}
	for _, receipt := range receipts {
		reached[receipt.Room.Key()] = receipt.State != bot.Failed && receipt.State != bot.Doubtful
	}
	for _, a := range to {
		if !reached[a.Key()] {
			return false
		}
	}
	return true
}

// What stands over it: for whoever is asked after something went to everybody, and
// where messages did not arrive for a while.
const (
	packLead  = "This has gone to everybody asked since it opened. Here it is in that order and in the same words, so that you have what the others have. The sections in your list are as they stand now."
	packTable = "This has gone to everybody asked since it opened, in that order and in the same words. It went before this was a round table, or did not reach it."
	packAgain = "This went to everybody asked, and did not reach you here. It is in the same words, in the order in which it went."
)
