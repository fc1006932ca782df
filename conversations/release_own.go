package conversations

import (
	"regexp"
	"slices"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// What goes to everybody goes in one message to each room. Where an organisation
// has something of its own to read at the same time, that stands below it in the
// same message: what is theirs of it, in their own rooms alone, and a reminder
// that falls in the same slot.

// own is what one organisation reads below what goes to everybody.
type own struct {
	because []bot.Block // in its own rooms alone
	remind  []bot.Block // wherever it hears from us
	instead []bot.Block // what stands in the place of the message to all; nil: nothing does
}

// theirs gives what each organisation reads below what goes out now.
func (t *turn) theirs(slot time.Time, going []outgoing) map[string]own {
	all := map[string]own{}
	for _, o := range t.state.Organisations() {
		if blocks := t.becauseOf(o, going); blocks != nil {
			all[o.ID] = own{because: blocks}
		}
	}
	reminded, last := t.remindedWith(slot)
	gets := map[bool]bool{false: t.bundle(going, false) != nil, true: t.bundle(going, true) != nil}
	for _, o := range reminded {
		if !gets[o.Users] {
			t.postReminder(o, slot, last)
			continue
		}
		mine := all[o.ID]
		mine.remind = append([]bot.Block{bot.Say("## " + upperFirst(t.reminderHead(last)))}, t.reminder(o, last).Blocks...)
		all[o.ID] = mine
	}
	return all
}

// becauseOf tells an organisation what of all that goes out is theirs; nil: nothing.
func (t *turn) becauseOf(o engagement.Organisation, going []outgoing) []bot.Block {
	if !t.mayAccount() {
		return nil
	}
	w := whose{organisation: o.ID, users: o.Users}
	var all []came
	for _, g := range going {
		if g.Of == engagement.DigestForAll {
			at := t.releases.out[g.ID].At
			all = append(all, t.cameFrom(w, g.since, at, at)...)
		}
		for _, p := range g.prepared {
			all = append(all, t.cameOfPrepared(w, p)...)
		}
		for _, id := range g.Questions {
			q, _ := t.state.Question(id)
			for _, asked := range append([]engagement.Question{q}, t.state.MergedInto(id)...) {
				if w.has(asked.Organisation, asked.Person) {
					all = append(all, t.answeredFor(w, asked, g.Corrects != ""))
				}
			}
		}
	}
	var once []came
	for _, c := range all {
		if !slices.Contains(once, c) {
			once = append(once, c)
		}
	}
	if len(once) == 0 {
		return nil
	}
	heading := "## What came of what you said"
	if slices.ContainsFunc(once, func(c came) bool { return c.changed }) {
		heading = "## Because of what you said"
	}
	blocks := append([]bot.Block{bot.Say(heading)}, cameBlocks(once)...)
	return append(blocks, bot.Aside("This part stands in your own room alone. Nobody else is told that it was yours."))
}

// cameOfPrepared tells of a change that goes out now.
func (t *turn) cameOfPrepared(w whose, p engagement.Prepared) []came {
	happened := map[engagement.How]string{engagement.Added: "is new", engagement.TakenOut: "was taken out"}[p.How]
	if happened == "" {
		happened = "has changed"
	}
	return t.restsOnTheirs(w, p.Section, p.Revision, happened)
}

// postTheirs posts a message that goes to everybody in the places of those who have
// something of their own to read below it, and gives the places that are left.
func (t *turn) postTheirs(m bot.Message, theirs map[string]own) []bot.Address {
	left := slices.Clone(m.To)
	take := func(from []bot.Address) []bot.Address {
		var to []bot.Address
		left = slices.DeleteFunc(left, func(a bot.Address) bool {
			taken := slices.ContainsFunc(from, func(b bot.Address) bool { return a.Key() == b.Key() })
			if taken {
				to = append(to, a)
			}
			return taken
		})
		return to
	}
	for _, o := range t.state.Organisations() {
		mine, ok := theirs[o.ID]
		if !ok || o.Users != m.Plain {
			continue
		}
		one := m
		one.Key, one.To = ownKey(m.Key, o.ID), take(t.roomsAlone(o))
		all := m.Blocks
		if mine.instead != nil {
			all = mine.instead
		}
		one.Blocks = slices.Concat(all, mine.because, mine.remind)
		t.post(one)
		if len(mine.remind)+len(mine.instead) > 0 {
			one.Key, one.To = ownElsewhere(m.Key, o.ID), take(t.hears(o))
			one.Blocks = slices.Concat(all, mine.remind)
			t.post(one)
		}
	}
	return left
}

// backNothingToDo is said of what others are asked.
const backNothingToDo = "You have stepped back, so there is nothing to do; **come back** takes you in again."

// forSteppedBack has suppliers that stepped back read a question to everybody without
// being asked it: what goes to all goes to them, too, and there is nothing to do.
func (t *turn) forSteppedBack(theirs map[string]own, going []outgoing, blocks []bot.Block) {
	if !slices.ContainsFunc(going, func(g outgoing) bool { return g.Of == engagement.Inquiries }) {
		return
	}
	for _, o := range t.stepped() {
		if o.Users {
			continue
		}
		mine := theirs[o.ID]
		mine.instead = append(slices.Clone(blocks), bot.Aside("This went to everybody who was asked. "+backNothingToDo), buttons(view("See your list", "sections")))
		theirs[o.ID] = mine
	}
}

// ownKey is the key of such a message, beside that of the one to all others, and
// ownElsewhere of what goes by mail, or where others can read. They stand in
// records: never change them.
func ownKey(key, organisation string) string       { return key + ":" + organisation }
func ownElsewhere(key, organisation string) string { return ownKey(key, organisation) + ":else" }

// ofOne is what tells a message to some from the one to all others.
var ofOne = regexp.MustCompile(`(:users|:table|:others)?(:O\d+)?(:else)?$`)

// sharedKey is the key under which all went that went in the same slot.
func sharedKey(key string) string { return ofOne.ReplaceAllString(key, "") }

// receiptsOf are what became of what went under a key, for one organisation: of the
// message to all, and of that to it alone.
func (t *turn) receiptsOf(key string, o engagement.Organisation) []bot.Receipt {
	messages := t.tx.Messages()
	return slices.Concat(messages.Receipts(key), messages.Receipts(ownKey(key, o.ID)), messages.Receipts(ownElsewhere(key, o.ID)))
}

// ownReceipts are what became of the messages to organisations alone: of suppliers, and
// of groups of people who use services, as far as they get it.
func (t *turn) ownReceipts(key string, suppliers, users bool) []bot.Receipt {
	var all []bot.Receipt
	messages := t.tx.Messages()
	for _, o := range t.state.Organisations() {
		switch {
		case !o.Users && suppliers:
			all = slices.Concat(all, messages.Receipts(ownKey(key, o.ID)), messages.Receipts(ownElsewhere(key, o.ID)))
		case o.Users && users:
			all = slices.Concat(all, messages.Receipts(ownKey(key+":users", o.ID)), messages.Receipts(ownElsewhere(key+":users", o.ID)))
		}
	}
	return all
}

// ownWords say to the team how many also read what of a release is theirs.
func (t *turn) ownWords(r engagement.Release, c composed) string {
	n := 0
	for _, o := range t.state.Organisations() {
		g := outgoing{Release: r, composed: c, prepared: t.state.Prepared(r.ID), since: t.lastOutDigest()}
		if t.becauseOf(o, []outgoing{g}) != nil {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return " " + count(n, "organisation also reads what came of its own words, in its own room", "organisations also read what came of their own words, each in its own room") + " alone."
}
