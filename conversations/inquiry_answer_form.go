package conversations

import (
	"fmt"
	"strconv"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// The form in which an organisation answers what the team asks. Stored: add,
// never change.
const (
	actionInquiry = "inquiry" // its value is the question

	fieldChoice = "choice"

	tickReplace = "replace"
)

// answerInquiry is the button that opens it.
func answerInquiry(q engagement.Inquiry) bot.Button {
	return opens("Answer "+q.ID, actionInquiry, q.ID, "answer "+q.ID+": your words")
}

// inquiryRow says how the questions that an organisation is asked and that are open
// are answered, with a button for each; none: there is none.
func (t *turn) inquiryRow(o engagement.Organisation) []bot.Block {
	open := t.inquiriesOpen(o.ID)
	if len(open) == 0 || t.accepts() != nil {
		return nil
	}
	var row []bot.Button
	for _, q := range open {
		row = append(row, answerInquiry(q))
	}
	return append(inquiryHow(open, o.Users), buttons(row...))
}

// inquiryToAnswer is the question of a form, if it can be answered; otherwise it
// says why not.
func (t *turn) inquiryToAnswer() (engagement.Inquiry, bool) {
	q, ok := t.state.Inquiry(t.ev.Value)
	switch refusal := t.mayAnswer(); {
	case !ok || q.Asked.IsZero() || !q.Concerns(t.org):
		t.tooOld()
	case refusal != nil:
		t.noteTitled(q.ID, append([]bot.Block{bot.Say(t.why(refusal))}, t.inquiryBlocks(q, t.org.Users)...)...)
	case !q.Open():
		t.refuse(&engagement.Refusal{Code: engagement.InquiryOver, Question: q.ID, At: q.Settled})
	default:
		return q, true
	}
	return q, false
}

// openInquiry asks for the answer, filled in with what this person said before, or
// with what stands in the form so far.
func (t *turn) openInquiry() {
	q, ok := t.inquiryToAnswer()
	if !ok {
		return
	}
	before, there := q.Answer(t.org.ID, t.person())
	blocks := t.inquiryBlocks(q, t.org.Users)
	colleague := there && t.colleaguesToo(before)
	f := before.InquiryAnswered
	if colleague {
		blocks = append(blocks, t.inquiryAnswerBlocks("What "+plain(t.org.Name)+" has said so far: ", q, before)...)
		f = engagement.InquiryAnswered{}
	}
	if t.ev.Action == actionInquiry && len(t.ev.Fields) > 0 {
		f = t.inquiryIn(q)
	}
	form := bot.Form{
		Action: actionInquiry, Value: q.ID, Title: "Answer " + q.ID, Submit: "Save", Typed: "answer " + q.ID + ": your words", Plain: t.org.Users,
		Blocks: blocks,
	}
	if choices := q.ChoicesFor(t.org.Users); len(choices) > 0 {
		field := bot.Field{Name: fieldChoice, Kind: bot.Choice, Label: "Your choice"}
		if f.Choice > 0 {
			field.Value = fmt.Sprint(f.Choice)
		}
		for i, choice := range choices {
			field.Options = append(field.Options, bot.Option{Value: fmt.Sprint(i + 1), Label: choice})
		}
		form.Fields = append(form.Fields, field)
	}
	form.Fields = append(form.Fields, t.inquiryFields(q, f, colleague)...)
	t.tx.Answer(bot.Answer{Form: &form})
}

// inquiryFields ask for the words, and what goes with them.
func (t *turn) inquiryFields(q engagement.Inquiry, f engagement.InquiryAnswered, colleague bool) []bot.Field {
	words := bot.Field{Name: fieldWords, Kind: bot.Words, Label: "In your words", Value: f.Words, Required: len(q.ChoicesFor(t.org.Users)) == 0, Max: engagement.MostWords, Hint: "Please leave out prices, and who else may bid."}
	if t.org.Users {
		words.Label, words.Hint = "What do you think?", "You can say as little as you like."
		return []bot.Field{words, {
			Name: fieldFor, Kind: bot.Line, Label: "Answering for somebody else? For whom?", Value: f.For, Max: engagement.MostName,
			Hint: "For example: my mother. Leave it empty if you answer for yourself.",
		}}
	}
	fields := append([]bot.Field{words}, tickFields(engagement.ResponseGiven{Quotable: f.Quotable, Sensitive: f.Sensitive, Why: f.Why})...)
	if colleague {
		fields = append(fields, bot.Field{
			Name: fieldShow, Kind: bot.Ticks, Label: "Your colleague's answer", Value: t.ev.Fields[fieldShow],
			Options: []bot.Option{{Value: tickReplace, Label: "Mine takes its place", Hint: "Otherwise your words are added to it."}},
		})
	}
	if !t.declared() {
		for _, field := range t.declareFields(t.declarationSoFar()) {
			field.Group = "Who you are (asked once)"
			fields = append(fields, field)
		}
	}
	return fields
}

// inquiryIn is the answer that a form gives.
func (t *turn) inquiryIn(q engagement.Inquiry) engagement.InquiryAnswered {
	ticks := t.boxes(fieldTicks)
	f := engagement.InquiryAnswered{
		Inquiry: q.ID, Organisation: t.org.ID, Person: t.person(), Words: strings.TrimFunc(t.ev.Fields[fieldWords], blank),
		Quotable: ticks[tickQuote], Sensitive: ticks[tickSensitive],
	}
	f.Choice, _ = strconv.Atoi(t.ev.Fields[fieldChoice]) // none: words alone
	if t.org.Users {
		f.For = oneLine(t.ev.Fields[fieldFor])
	}
	if f.Sensitive {
		f.Why = oneLine(t.ev.Fields[fieldWhy])
	}
	return f
}

// sendInquiry records the form. A colleague's answer is added to, unless the form
// says that this one takes its place.
func (t *turn) sendInquiry() {
	q, ok := t.inquiryToAnswer()
	if !ok {
		return
	}
	f := t.inquiryIn(q)
	before, there := q.Answer(t.org.ID, t.person())
	if there && t.colleaguesToo(before) && !t.boxes(fieldShow)[tickReplace] {
		if f.Choice != 0 && f.Choice != before.Choice {
			t.wrongIn(fieldShow, "You chose something else than your colleague. Tick this if your choice takes the place of theirs, or leave the choice as it was.")
			return
		}
		if f.Words == "" {
			t.wrongIn(fieldWords, "Please write what you would like to add.")
			return
		}
		t.saveInquiry(q, func() { t.addToInquiry(q, before, f) })
		return
	}
	if _, refusal := t.state.AnswerInquiry(t.now, f); refusal != nil && t.wrongInInquiry(refusal) {
		return
	}
	t.saveInquiry(q, func() { t.recordInquiry(q, f) })
}

// wrongInInquiry shows a refusal beside the field that it is about; false: it is
// about none.
func (t *turn) wrongInInquiry(refusal *engagement.Refusal) bool {
	field := map[engagement.Field]string{
		engagement.FieldWords: fieldWords, engagement.FieldWhy: fieldWhy, engagement.FieldFor: fieldFor, engagement.FieldChoices: fieldChoice,
	}[refusal.Field]
	switch {
	case field == "":
		return false
	case refusal.Code == engagement.Missing:
		t.wrongIn(field, "Please choose one, or write something.")
	default:
		t.wrong(field, refusal)
	}
	return true
}

// saveInquiry records with the form what else it says: who is speaking.
func (t *turn) saveInquiry(q engagement.Inquiry, record func()) {
	declaration, field, refusal := t.declaring()
	if refusal != nil {
		t.wrong(field, refusal)
		return
	}
	if !t.take(declaration, nil) {
		return
	}
	t.hearByMail()
	record()
	if t.myAnswer(q.ID).ID != "" {
		t.besides(buttons(view("Back to the list", "sections")))
	}
}
