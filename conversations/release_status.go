package conversations

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// releaseReceipts are what became of a release that was sent, in every place.
func (t *turn) releaseReceipts(r engagement.Release) []bot.Receipt {
	messages := t.tx.Messages()
	if r.Of == engagement.Endings {
		return t.endReceipts(r)
	}
	key := t.keyOf(r)
	var all []bot.Receipt
	suppliers := r.Content != ""
	if suppliers {
		all = slices.Concat(messages.Receipts(key), messages.Receipts(key+":table"), messages.Receipts(key+":others"))
	}
	if r.Plain != "" {
		all = append(all, messages.Receipts(key+":users")...)
	}
	return append(all, t.ownReceipts(key, suppliers, r.Plain != "")...)
}

// arrivedWords say how a release arrived: in how many places of how many, and how
// far apart the first and the last had it.
func (t *turn) arrivedWords(r engagement.Release) string {
	if r.Sent.IsZero() {
		return ""
	}
	arrived, later, unread, doubtful, all := 0, 0, 0, 0, 0
	var first, last time.Time
	for _, receipt := range t.releaseReceipts(r) {
		all++
		if receipt.State != bot.Sent {
			switch {
			case t.madeUp(receipt):
				later++
			case receipt.State == bot.Doubtful:
				doubtful++
			}
			continue
		}
		if !t.arrivedAt(receipt) {
			unread++
			continue
		}
		arrived++
		if first.IsZero() || receipt.Time.Before(first) {
			first = receipt.Time
		}
		if receipt.Time.After(last) {
			last = receipt.Time
		}
	}
	text := fmt.Sprintf("%d of %s", arrived, count(all, "place", "places"))
	if arrived > 1 {
		text += " within " + apart(last.Sub(first))
	}
	if unread > 0 {
		text += ", on " + count(unread, "page", "pages") + " not known to be opened"
	}
	if later > 0 {
		text += ", made up for in " + fmt.Sprint(later)
	}
	if doubtful > 0 {
		text += ", in doubt in " + fmt.Sprint(doubtful)
	}
	return text
}

// apart says how long something took.
func apart(d time.Duration) string {
	switch {
	case d < 2*time.Second:
		return "a second or two"
	case d < 2*time.Minute:
		return count(int(d.Seconds()), "second", "seconds")
	case d < 2*time.Hour:
		return count(int(d.Minutes()), "minute", "minutes")
	}
	return count(int(d.Hours()), "hour", "hours")
}

// releaseBlocks say in status what went to everybody, and what waits.
func (t *turn) releaseBlocks() []bot.Block {
	var blocks []bot.Block
	if sent := t.state.Sent(); len(sent) > 0 {
		var lines []string
		heading := "**Sent to everybody**"
		if len(t.state.BiddersMoved()) > 0 {
			heading = "**Sent**"
		}
		for _, r := range sent {
			text := "- **" + r.ID + "** · " + t.moment(r.Sent, t.now) + " · " + t.arrivedWords(r) + " · " + plain(t.releaseName(r))
			if whom := t.toldWhom(r); whom != "everybody" && (whom != "every supplier" || t.anyAsked(true)) {
				heading = "**Sent**"
				if len(t.state.AskedOf(r.ID)) == 0 { // who said the like is not named here
					text += " · to " + plain(whom)
				}
			}
			lines = append(lines, text)
		}
		blocks = append(blocks, bot.Say(heading+"\n\n"+strings.Join(lines, "\n")))
	}
	if waits := t.state.Waits(); len(waits) > 0 {
		heading := "**Going out to everybody**"
		if aboutBidders(waits) {
			heading = "**Waiting**"
		}
		if t.goes(waits) == nil {
			heading = "**Not sent to everybody**"
		}
		blocks = append(blocks, bot.Say(heading))
		blocks = append(blocks, t.waitingBlocks(waits)...)
	}
	return blocks
}

// releaseMessageName is what people call a message in which releases went.
func (d *Domain) releaseMessageName(key string) string {
	users := strings.Contains(key, ":users")
	key = sharedKey(key)
	var ids []string
	for _, r := range d.state.Sent() {
		if q, _ := d.state.InquiryOf(r.ID); d.keyOf(r) == key && len(d.state.AskedOf(r.ID)) > 0 {
			return "question " + q.ID
		} else if point, ok := turningOf(r); ok && d.keyOf(r) == key {
			return point.name
		} else if d.keyOf(r) == key && (users || r.Content != "") {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) == 0 {
		return "what went to everybody"
	}
	return "what went to everybody as " + series(ids)
}

// goingOut is what the team's digest says of what waits to go to everybody; nil:
// nothing does.
func (t *turn) goingOut() []bot.Block {
	waits := t.state.Waits()
	if len(waits) == 0 {
		return nil
	}
	blocks := append([]bot.Block{bot.Say("## Going out to everybody")}, t.waitingBlocks(waits)...)
	open := 0
	for _, r := range t.goes(waits) {
		if r.Approved.IsZero() {
			open++
		}
	}
	if open > 0 {
		blocks = append(blocks, bot.Say(notAgreed(open, len(waits))))
	}
	return blocks
}

// notAgreed says of what waits that nobody has agreed to some of it.
func notAgreed(open, all int) string {
	switch {
	case open == all && open == 1:
		return "Nobody has agreed to it yet: without that, it does not go."
	case open == all:
		return "Nobody has agreed to any of these yet: without that, they don't go."
	case open == 1:
		return "Nobody has agreed to one of these yet: without that, it does not go."
	}
	return fmt.Sprintf("Nobody has agreed to %d of these yet: without that, they don't go.", open)
}

// goes gives those that can still go to everybody; nil: none can.
func (t *turn) goes(waits []engagement.Release) []engagement.Release {
	var all []engagement.Release
	for _, r := range waits {
		if !t.overtaken(r) {
			all = append(all, r)
		}
	}
	return all
}

// waitsLine says what waits to go to everybody; nil: nothing does.
func (t *turn) waitsLine() []bot.Block {
	all, open := t.state.Waits(), 0
	waits := t.goes(all)
	for _, r := range waits {
		if r.Approved.IsZero() {
			open++
		}
	}
	if n := len(all) - len(waits); n > 0 && len(waits) == 0 {
		return []bot.Block{bot.Say("**" + upperFirst(count(n, "thing was", "things were")) + " not sent to everybody**, and can't be now that the tender notice is out. **waiting** shows " + plural(n, "it", "them") + ".")}
	}
	if len(waits) == 0 {
		return nil
	}
	text := "**" + count(len(waits), "thing waits", "things wait") + " to go to everybody.**"
	switch {
	case open == len(waits):
		text += " Nobody has agreed to " + plural(open, "it", "any of them") + " yet."
	case open > 0:
		text += fmt.Sprintf(" Nobody has agreed to %d of them yet.", open)
	}
	text += " **waiting** shows " + plural(len(waits), "it", "them") + "."
	if t.state.Stage() == engagement.Closed {
		text += " News and answers still go out; the text of the draft stays as it is now."
	}
	return []bot.Block{bot.Say(text)}
}
