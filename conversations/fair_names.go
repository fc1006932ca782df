package conversations

import (
	"fmt"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// namingCommands show what stands in no room: who said what, and what suppliers
// said to the last questions.
func namingCommands() []command {
	return []command{
		{
			names: []string{"who said", "who said this", "who said that"}, usage: "who said 6", group: "Read", takes: takesNumber, again: true, run: (*turn).whoSaid,
			help: "the names behind the answers to a section, to you alone",
			more: "A text should be weighed by what was said of it, so names stand in no digest and no list of answers. The record keeps who asked for them, and when.",
		},
		{
			names: []string{"last answers", "last words", "answers to the last questions"}, usage: "last answers", group: "Read", view: true, run: (*turn).lastAnswers,
			help: "what suppliers said to the last questions; for your team alone",
		},
	}
}

// notAtAll is said where something can't be shown to one person alone.
const notAtAll = "I couldn't show you that alone, so it is not shown. Please try once more in a moment; in a browser, on the page of your team's room, it always works. If the record keeps who asks, it has it that you did."

// whoSaid names those who answered a section, to whoever asks, and records that.
func (t *turn) whoSaid(l line) {
	_, n, ok := l.cutNumber()
	if !ok {
		t.note(bot.Say("On which section? Write for example **who said 6**."))
		return
	}
	facts, refusal := t.state.ReadNames(n, t.person())
	switch {
	case refusal != nil:
		t.refuse(refusal)
		return
	case len(facts) == 0:
		t.note(bot.Say("No supplier has answered that section yet."))
		return
	case !t.ev.Again && !t.take(facts, nil):
		return
	}
	var lines []string
	for _, r := range t.state.Responses(n) {
		if r.IsUser() {
			continue
		}
		o, _ := t.state.Organisation(r.Organisation)
		line := "- **" + plain(o.Name) + "** (" + organisationKind(o) + "), " + named(t.talk.holder(r)) + ": " + labelFor(r.Stance, false)
		if words := oneLine(r.Words); words != "" && !r.Sensitive {
			line += ", “" + plain(firstRunes(words, longestCell)) + "”"
		} else if r.Sensitive {
			line += ", commercially sensitive"
		}
		if r.Private != "" && !r.Sensitive {
			line += ", with words that are commercially sensitive"
		}
		lines = append(lines, line)
	}
	t.alone(t.everLabel(n)+": who said what", []bot.Block{
		bot.Say(strings.TrimSpace(strings.Join(lines, "\n") + "\n\n" + strings.TrimSpace(t.linkedSaid()))),
		bot.Aside("For you alone. Please put no names into a report or a message: what counts is what was said. The record keeps that you asked."),
	})
}

// alone shows something to one person, or not at all.
func (t *turn) alone(title string, blocks []bot.Block) {
	t.tx.Answer(bot.Answer{Note: &bot.Message{Title: title, Blocks: blocks, Instead: notAtAll}})
}

// whoButton leads from a section to the names behind its answers; nil: no supplier
// answered.
func (t *turn) whoButton(s engagement.Section) []bot.Button {
	for _, r := range t.state.Responses(s.ID) {
		if !r.IsUser() {
			return []bot.Button{press("Who said this", fmt.Sprint("who said ", s.ID))}
		}
	}
	return nil
}

// rowOf is a row of buttons; nil: there are none.
func rowOf(row []bot.Button) []bot.Block {
	if len(row) == 0 {
		return nil
	}
	return []bot.Block{buttons(row...)}
}

// countedOnce says beside the answers to a section who is counted once; nil:
// nobody is.
func (t *turn) countedOnce() []bot.Block {
	if said := t.linkedSaid(); said != "" {
		return []bot.Block{bot.Say(strings.TrimSpace(said))}
	}
	return nil
}

// lastAnswers shows what suppliers said to the last questions, by kind.
func (t *turn) lastAnswers(line) {
	asked := []struct {
		asked string
		said  func(engagement.ClosingAnswered) string
	}{
		{askBid, bidSoFar},
		{askWorking, func(f engagement.ClosingAnswered) string { return f.Working }},
		{askNeeds, func(f engagement.ClosingAnswered) string { return f.Needs }},
		{askPartner, func(f engagement.ClosingAnswered) string {
			if f.Partner == engagement.PartnerUnknown {
				return ""
			}
			return upperFirst(partnerWord(f.Partner))
		}},
	}
	var blocks []bot.Block
	for _, q := range asked {
		var said []bot.Block
		n := 0
		for _, w := range t.state.AllLastWords() {
			o, _ := t.state.Organisation(w.Organisation)
			if words := q.said(w.ClosingAnswered); words != "" && !o.Users {
				n++
				by := organisationKind(o)
				if q.asked == askNeeds {
					by += ", " + w.ID
				}
				said = append(said, bot.Block{Quote: &bot.Quote{Words: upperFirst(words), By: by}})
				if q.asked == askNeeds {
					said = append(said, t.needRow(w)...)
				}
			}
		}
		if n > 0 {
			blocks = append(blocks, bot.Say("**"+q.asked+"** "+upperFirst(count(n, "answer", "answers"))+"."))
			blocks = append(blocks, said...)
		}
	}
	if len(blocks) == 0 {
		t.note(bot.Say("No supplier has answered the last questions yet. They are offered once every section has an answer."))
		return
	}
	t.noteTitled("The last questions", append(blocks, bot.Aside("For your team alone: no supplier sees any of it, not even as a number. None of it is a promise."))...)
}
