package conversations

import (
	"fmt"

	"soundings/bot"
	"soundings/engagement"
)

// inquiryItems are the questions that an organisation is asked, on its list; none:
// it is asked nothing that is open.
func (d *Domain) inquiryItems(o engagement.Organisation) []bot.Block {
	if d.state.Stage() != engagement.Talking {
		return nil
	}
	var items []bot.Item
	for _, q := range d.inquiriesOpen(o.ID) {
		item := bot.Item{Label: q.ID + " " + firstWords(inquiryAs(q, o.Users), 60), Hint: "a question to you", Status: "to do", Tone: bot.ToDo, Button: new(answerInquiry(q))}
		_, answered := q.Answer(o.ID, "")
		switch {
		case o.Users:
			n := 0
			for _, said := range q.Answers {
				if said.Organisation == o.ID {
					n++
				}
			}
			item.Status, item.Tone = "nobody yet", bot.Quiet
			if n > 0 {
				item.Status = fmt.Sprintf("%d of you answered", n)
			}
		case o.SteppedBack():
			if !answered {
				continue // nobody asks them
			}
			item.Status, item.Tone, item.Button = "*answered*", bot.Quiet, nil
		case answered:
			item.Status, item.Tone = "*answered*", bot.Done
			item.Button.Label = "Change"
		}
		items = append(items, item)
	}
	if items == nil {
		return nil
	}
	return []bot.Block{{Items: items}}
}

// askedOfUs lists what the team asks this organisation, or shows one question.
func (t *turn) askedOfUs(l line) {
	if !l.empty() {
		q, _, ok := t.inquiryHere(l)
		if ok {
			t.noteTitled(q.ID, t.inquiryToUs(q)...)
		}
		return
	}
	var blocks []bot.Block
	for _, q := range t.state.Inquiries() {
		if !q.Asked.IsZero() && q.Concerns(t.org) {
			blocks = append(blocks, t.inquiryToUs(q)...)
		}
	}
	if blocks == nil {
		t.note(bot.Say("The buying team has asked you nothing beside the draft. To ask it something, write **ask:** and your question."))
		return
	}
	t.noteTitled("What you are asked", blocks...)
}

// inquiryToUs is one question with what this voice said, or what came of it.
func (t *turn) inquiryToUs(q engagement.Inquiry) []bot.Block {
	blocks := t.inquiryBlocks(q, t.org.Users)
	if a, there := q.Answer(t.org.ID, t.person()); there {
		blocks = append(blocks, t.inquiryAnswerBlocks("Your answer: ", q, a)...)
	}
	switch {
	case !q.Open():
		blocks = append(blocks, t.outcomeSince(q)...)
	case t.org.SteppedBack():
		blocks = append(blocks, bot.Aside(backNothingToDo))
	case t.mayAnswer() == nil:
		blocks = append(append(blocks, inquiryHow([]engagement.Inquiry{q}, t.org.Users)...), buttons(answerInquiry(q)))
	}
	return blocks
}

// outcomeSince is what came of a question that is not open any more.
func (t *turn) outcomeSince(q engagement.Inquiry) []bot.Block {
	since := t.day(q.Settled, t.now)
	switch {
	case t.org.Users && q.Came.Plain != "":
		return []bot.Block{bot.Say("**What came of it**, since " + since + ": " + plain(sentence(q.Came.Plain)))}
	case t.org.Users && q.Plain != "":
		return []bot.Block{bot.Say("We stopped asking this on " + since + ". Thank you for what you said.")}
	}
	blocks := []bot.Block{bot.Say("**What came of it**, as everybody was told on " + since + ": " + t.outcomeWords(q))}
	return append(blocks, specification(sentence(q.Came.Text))...)
}

// inquiryAnswerBlocks shows an answer to those who gave it.
func (t *turn) inquiryAnswerBlocks(lead string, q engagement.Inquiry, a engagement.InquiryAnswer) []bot.Block {
	text := lead
	if choice := q.Choice(a.Choice); choice != "" {
		text += "**" + plain(choice) + "** "
	}
	text += "(" + named(a.Person) + ", " + a.At.In(t.zone()).Format("2 January") + ")"
	if a.For != "" {
		text += ", for " + plain(a.For)
	}
	switch {
	case a.Sensitive:
		text += ", commercially sensitive"
	case a.Quotable:
		text += ", may be quoted without your name"
	}
	blocks := []bot.Block{bot.Say(text + t.markWords(a.ID))}
	if a.Words != "" {
		blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: a.Words}})
	}
	return blocks
}

// inquiriesSaid are this voice's answers to what the team asks.
func (t *turn) inquiriesSaid() []bot.Block {
	var blocks []bot.Block
	for _, q := range t.state.Inquiries() {
		if a, there := q.Answer(t.org.ID, t.person()); there {
			blocks = append(blocks, t.inquiryAnswerBlocks("**"+q.ID+" "+plain(firstWords(inquiryAs(q, t.org.Users), 60))+"**: ", q, a)...)
		}
	}
	return blocks
}
