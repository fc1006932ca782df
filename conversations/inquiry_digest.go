package conversations

import (
	"fmt"

	"soundings/bot"
	"soundings/digest"
)

// inquiryFindings are the questions of the team's that are open, in its digest.
func (t *turn) inquiryFindings(d digest.Digest) []bot.Block {
	if len(d.Inquiries) == 0 {
		return nil
	}
	blocks := []bot.Block{bot.Say("## What you asked")}
	for _, i := range d.Inquiries {
		q, _ := t.state.Inquiry(i.ID)
		head := "**" + q.ID + " " + plain(firstWords(q.Text, 90)) + "**"
		if on := t.sectionNamed(q.Section); on != "" {
			head += " (on " + on + ")"
		}
		head += fmt.Sprintf(" · %d of %d asked have answered · asked %s", i.Answered, i.Asked, t.ago(q.Asked, t.now))
		if q.Came.Outcome.Valid() {
			head += " · what came of it waits as " + q.Came.Release
		}
		blocks = append(blocks, bot.Say(head))
		blocks = append(blocks, t.choicesBlocks(i, q)...)
		for _, quote := range i.Quotes {
			blocks = append(blocks, quoteBlock(quote))
		}
		if i.UserQuote != nil {
			blocks = append(blocks, bot.Say(usersWereAsked(q)), quoteBlock(*i.UserQuote))
		}
		if i.Sensitive > 0 {
			blocks = append(blocks, bot.Aside(upperFirst(count(i.Sensitive, "answer is", "answers are"))+" commercially sensitive; the words appear in no room."))
		}
		blocks = append(blocks, buttons(view("Answers to "+q.ID, "asked "+q.ID), sayCameOf(q)))
	}
	return blocks
}
