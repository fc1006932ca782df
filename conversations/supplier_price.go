package conversations

import (
	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// Everybody is asked to leave prices out. So words that name a sum of money are asked
// about before they are recorded. The names of other firms are not: to ask about some
// names and not about others would tell who takes part.

// asksPrice says whether words are to be asked about.
func (t *turn) asksPrice(words string) bool {
	return !t.priced && !t.org.Users && t.secrecy != saidSensitive && t.state.Stage() == engagement.Talking && digest.Priced(words)
}

// askPrice asks whether words of an answer are to be sent with the sum of money that
// they name; false: they name none, or it was said.
func (t *turn) askPrice(f engagement.ResponseGiven) bool {
	if f.Sensitive || !t.asksPrice(f.Words) || t.accepts() != nil {
		return false
	}
	p := placing(f, awaitsPrice)
	p.Form, p.Asked = t.ev.Kind == bot.Submitted, t.question()
	t.place(p)
	t.respond(t.priceBlocks(f.Section, digest.Unpriced(f.Words), f.Stance != "")...)
	return true
}

// askPriceAsked asks the same of a question to the buying team.
func (t *turn) askPriceAsked(section int, text string) bool {
	if !t.asksPrice(text) || t.accepts() != nil {
		return false
	}
	t.place(placed{Section: section, Awaits: awaitsPriceAsked, Words: text, Asked: t.question()})
	t.respond(t.priceBlocks(section, digest.Unpriced(text), false)...)
	return true
}

// askPriceOfSeveral asks it of a list of answers.
func (t *turn) askPriceOfSeveral(answers []single, text string) bool {
	for _, a := range answers {
		if t.secrecy = a.secrecy; !t.asksPrice(a.words) || t.accepts() != nil {
			continue
		}
		t.place(placed{Awaits: awaitsPrice, Words: text, For: t.forWhom, Asked: t.question()})
		blocks := t.priceBlocks(0, "", false)
		t.respond(blocks...)
		return true
	}
	return false
}

// priceBlocks ask it. Left are the sentences without the sum; alone: without any of them
// there is still something to send.
func (t *turn) priceBlocks(section int, left string, alone bool) []bot.Block {
	blocks := []bot.Block{bot.Say("**That names a sum of money, and prices are better left out**: nobody scores them here, and all that is said stays on the record. Nothing has been recorded yet.")}
	var row []bot.Button
	switch {
	case left != "":
		blocks = append(blocks, bot.Say("Without it, this is left:"), bot.Block{Quote: &bot.Quote{Words: left}})
		row = append(row, t.answers("Send it without", "without it", section))
	case alone:
		row = append(row, t.answers("Send the view alone", "without it", section))
	}
	row = append(row, t.answers("Keep it", "keep it", section), t.answers("Drop it", "cancel", section))
	return append(blocks, buttons(row...), bot.Aside("Or write it anew. If it is no price of yours, such as a figure in the draft, keep it."))
}

// saysPrice takes the choice; false: it is none.
func (t *turn) saysPrice(l line, c inHand) bool {
	words := c.Words
	switch {
	case l.is("keep it", "keep", "send it", "send it as it is", "as it is"):
	case l.is("without it", "send it without", "send without it", "without", "send the view alone", "the view alone"):
		words = digest.Unpriced(words)
		if c.Section == 0 && c.Awaits == awaitsPrice || words == "" && (c.Awaits == awaitsPriceAsked || c.Stance == "") {
			t.note(bot.Say("Nothing would be left of it. Please write it anew, or **keep it**."))
			t.waits = true
			return true
		}
	case l.drops():
		t.used = true
		t.place(placed{Section: c.Section})
		t.respond(bot.Say("Dropped; nothing was recorded."))
		return true
	default:
		return false
	}
	if c.Section == 0 && c.Awaits == awaitsPrice {
		t.priced, t.forWhom, t.choosing = true, c.For, true
		kept := readLine(words)
		list := kept.singles()
		if run := t.runOn(kept); len(run) > max(1, len(list)) {
			list = run
		}
		t.takeSeveral(list, words)
		return true
	}
	t.takeKept(c.placed)
	t.priced, t.forWhom = true, c.For
	f := c.answer()
	f.Words = words
	switch {
	case c.Awaits == awaitsPriceAsked:
		t.askOn(c.Section, words)
	case c.Form:
		t.window = true
		t.saveForm(f, nil)
	case c.Stance == "":
		t.words(c.Section, words)
	default:
		t.answer(c.Section, c.Stance, words)
	}
	return true
}
