package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// repliedToInquiry takes a plain reply in the thread of a message that asks
// something; false: it is none.
func (t *turn) repliedToInquiry(l line, c inHand) bool {
	open := t.inquiriesInThread()
	if c.inThread || l.is(courtesies()...) {
		return false
	}
	switch {
	case len(open) == 0:
		return false
	case len(open) > 1:
		var ids []string
		for _, q := range open {
			ids = append(ids, "**answer "+q.ID+":**")
		}
		t.note(bot.Say("That message asks more than one thing, so I couldn't tell to which this belongs. Nothing was recorded. Please begin with "+strings.Join(ids, " or ")+"."), bot.Block{Quote: &bot.Quote{Words: l.words()}})
		return true
	}
	q := open[0]
	f := t.readInquiryAnswer(q, l)
	before, there := q.Answer(t.org.ID, t.person())
	if there && f.Choice == 0 {
		t.addToInquiry(q, before, f)
		return true
	}
	if there && t.colleaguesToo(before) && f.Choice != before.Choice {
		t.askReplaceInquiry(q, before, readLine(q.ID+": "+l.words()))
		return true
	}
	t.recordInquiry(q, f)
	return true
}

// inquiriesInThread are the open questions of the message on which somebody
// replies.
func (t *turn) inquiriesInThread() []engagement.Inquiry {
	if t.ev.Kind != bot.Said || t.ev.Re == "" {
		return nil
	}
	return slices.DeleteFunc(t.inquiriesOpen(t.org.ID), func(q engagement.Inquiry) bool { return !t.asks(t.ev.Re, q) })
}

// asks says whether the message of that key asks a question: it went with it, or
// what it missed was made up for by it.
func (t *turn) asks(key string, q engagement.Inquiry) bool {
	r, _ := t.state.Release(q.Release)
	key = strings.TrimSuffix(key, ":users")
	return key == t.keyOf(r) || strings.HasPrefix(key, "pack:")
}
