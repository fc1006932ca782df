package conversations

import (
	"soundings/bot"
	"soundings/engagement"
)

// openQuestions are the questions to which nobody has the answer.
func (d *Domain) openQuestions() []string {
	var open []string
	for _, q := range d.state.Questions() {
		if d.rootOf(q).Answered.IsZero() && q.TakenBack.IsZero() {
			open = append(open, q.ID)
		}
	}
	return open
}

// unanswered says to everybody where questions go that were not answered; nil: all were.
func (d *Domain) unanswered() []bot.Block {
	if len(d.openQuestions()) == 0 {
		return nil
	}
	return []bot.Block{bot.Say("Questions that were not answered here are not passed on. Please ask them there.")}
}

// beforeItRow leads to what is left to do before the tender notice goes.
func (t *turn) beforeItRow() bot.Block {
	var row []bot.Button
	for _, w := range t.state.Waits() {
		if w.Of == engagement.Answers && len(row) == 0 {
			row = append(row, view("Read "+w.ID+" first", "release "+w.ID))
		}
	}
	if len(row) == 0 && len(t.openQuestions()) > 0 {
		row = append(row, view("Questions", "questions"))
	}
	if t.unreadWords() != "" {
		row = append(row, t.readAny()...)
	}
	return buttons(append(row, view("Market engagement notice", "market notice"), opens("Write it for the file", actionFile, "", "file advantage: your words"))...)
}
