package conversations

import (
	"soundings/bot"
	"soundings/engagement"
)

// askedQuestion gives the question that a form is about, or answers why there is
// none to answer.
func (t *turn) askedQuestion() (engagement.Question, bool) {
	q, ok := t.state.Question(t.ev.Value)
	if ok && q.Into != "" {
		q, ok = t.state.Question(q.Into)
	}
	switch {
	case !ok:
		t.refuse(&engagement.Refusal{Code: engagement.UnknownQuestion, Question: t.ev.Value})
	case !q.Answered.IsZero() && t.ev.Action != actionReply:
		t.refuse(&engagement.Refusal{Code: engagement.AlreadyAnswered, Question: q.ID, At: q.Answered})
	case !q.TakenBack.IsZero():
		t.refuse(&engagement.Refusal{Code: engagement.QuestionTaken, Question: q.ID, At: q.TakenBack})
	default:
		return q, true
	}
	return q, false
}

// questionFields show the question as everybody will read it, to be put in other
// words where it tells who asked.
func (t *turn) questionFields(q engagement.Question, answer, hint string) []bot.Field {
	return []bot.Field{
		{
			Name: fieldAsked, Kind: bot.Words, Label: "The question, as everybody reads it", Value: t.filled(fieldAsked, q.ForAll()), Max: engagement.MostQuestion,
			Hint: "Change it where it tells who asked. What was asked stays on the record.",
		},
		{Name: fieldText, Kind: bot.Words, Label: answer, Hint: hint, Value: t.filled(fieldText, q.Answer), Required: true, Max: engagement.MostNews},
	}
}

// openReply asks for the answer to a question.
func (t *turn) openReply() {
	q, ok := t.askedQuestion()
	if !ok {
		return
	}
	if !q.Answered.IsZero() {
		t.showForm(bot.Form{
			Action: actionReply, Value: q.ID, Title: "Put right the answer to " + q.ID, Submit: "Show me how it reads", Typed: "answer " + q.ID + ": the right words",
			Blocks: append(t.questionBlocks(q), bot.Say("Everybody reads this with the slot "+t.slotWords()+", with what you said before, which no longer holds. It stands with the question from then on.")),
			Fields: t.questionFields(q, "The right answer", "Markdown is understood. Nothing goes out before you have read it as everybody will.")[1:],
		})
		return
	}
	t.showForm(bot.Form{
		Action: actionReply, Value: q.ID, Title: "Answer " + q.ID, Submit: "Show me how it reads", Typed: "answer " + q.ID + ": your words",
		Blocks: append(t.questionBlocks(q), bot.Say("The answer goes to everybody with the slot "+t.slotWords()+", without saying who asked.")),
		Fields: t.questionFields(q, "Your answer", "Markdown is understood. Nothing goes out before you have read it as everybody will."),
	})
}

func (t *turn) sendReply() { t.sendAnswerForm(false) }

// openWont asks why a question is not answered.
func (t *turn) openWont() {
	q, ok := t.askedQuestion()
	if !ok {
		return
	}
	t.showForm(bot.Form{
		Action: actionWont, Value: q.ID, Title: "Won't answer " + q.ID, Submit: "Show me how it reads", Typed: "won't answer " + q.ID + ": why",
		Blocks: append(t.questionBlocks(q), bot.Say("Everybody reads the question and why it is not answered. Whoever asked would otherwise wait.")),
		Fields: t.questionFields(q, "Why it is not answered", "For example: the figures belong to the current provider, and come with the tender."),
	})
}

func (t *turn) sendWont() { t.sendAnswerForm(true) }

// sendAnswerForm takes an answer, and the question in other words if they are
// other.
func (t *turn) sendAnswerForm(wont bool) {
	q, ok := t.askedQuestion()
	if !ok {
		return
	}
	if t.entered(fieldText) == "" {
		t.wrongIn(fieldText, "Please write what everybody should read.")
		return
	}
	if words := t.entered(fieldAsked); words != "" && q.Answered.IsZero() && words != q.ForAll() {
		facts, refusal := t.state.Word(engagement.QuestionWorded{Question: q.ID, Text: words, By: t.person()})
		if refusal != nil {
			t.wrongIn(fieldAsked, t.why(refusal))
			return
		}
		if !t.take(facts, nil) {
			return
		}
	}
	if q, _ := t.state.Question(q.ID); q.Answered.IsZero() && q.Release != "" && q.Answer == t.entered(fieldText) && q.Wont == wont {
		t.offer(q.Release, "")
		return
	}
	t.draftAnswer([]string{q.ID}, t.entered(fieldText), wont)
}
