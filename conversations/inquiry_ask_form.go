package conversations

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// openAskAll asks what everybody, or those who say the like, are to be asked.
func (t *turn) openAskAll() {
	q, ok := t.inquiryInValue()
	if !ok {
		return
	}
	sections := []bot.Option{{Value: "0", Label: "All of it"}}
	title := "Ask everyone"
	if q.ID != "" {
		title = "Edit " + q.Release
	}
	sections = append(sections, t.sectionOptions()...)
	fields := []bot.Field{
		{Name: fieldText, Kind: bot.Words, Label: "Your question", Hint: "One question, in words that suit everybody who is asked.", Value: t.filled(fieldText, q.Text), Required: true, Max: engagement.MostQuestion},
		{Name: fieldSection, Kind: bot.Choice, Label: "What is it about?", Value: t.filled(fieldSection, fmt.Sprint(q.Section)), Options: sections},
		{
			Name: fieldChoices, Kind: bot.Words, Label: "Choices, if you like", Value: t.filled(fieldChoices, strings.Join(q.Choices, "\n")), Max: engagement.MostChoices * (engagement.MostChoice + 1),
			Hint: "Two to four, a line for each. They can always add words.",
		},
	}
	if t.anyAsked(true) {
		fields = append(fields, bot.Field{
			Name: fieldPlain, Kind: bot.Words, Label: "In plain words, for people who use services", Hint: "Leave it empty to ask them in the same words, with the same choices. With words of their own they answer in their words.",
			Value: t.filled(fieldPlain, q.Plain), Max: engagement.MostQuestion,
		})
	}
	if q.ID == "" || len(q.To) > 0 {
		fields = append(fields, t.toField(q))
	}
	t.showForm(bot.Form{
		Action: actionAskAll, Value: t.ev.Value, Title: title, Submit: "Show me how it reads", Typed: "ask everyone: your question",
		Blocks: []bot.Block{bot.Say("It goes " + t.slotWords() + " to all at the same time, once you have read it as they will and agree.")},
		Fields: fields,
	})
}

// toEverybody is the value of the field that asks everybody.
const toEverybody = "everybody"

// toField asks whether everybody is asked, or those who say the like.
func (t *turn) toField(q engagement.Inquiry) bot.Field {
	field := bot.Field{
		Name: fieldTo, Kind: bot.Choice, Label: "Whom do you ask?", Value: t.filled(fieldTo, cmp.Or(string(q.Stance), toEverybody)),
		Hint:    "Those alone who say the same of the section: only for what concerns their own answer. All of them are asked, in the same words.",
		Options: []bot.Option{{Value: toEverybody, Label: "Everybody"}},
	}
	if q.ID != "" {
		field.Options = nil
	}
	for _, s := range engagement.Stances() {
		if q.ID == "" || s == q.Stance {
			field.Options = append(field.Options, bot.Option{Value: string(s), Label: "Those who say: " + labelFor(s, false)})
		}
	}
	return field
}

// inquiryInValue is the question that the form of a button is about: one that
// waits, or a new one on a section or none. It answers where there is no such.
func (t *turn) inquiryInValue() (engagement.Inquiry, bool) {
	if strings.HasPrefix(t.ev.Value, "N") {
		r, ok := t.waitingRelease(t.ev.Value)
		q, asked := t.state.InquiryOf(r.ID)
		if ok && !asked {
			t.tooOld()
		}
		return q, ok && asked
	}
	n, _ := strconv.Atoi(t.ev.Value) // none: on no section
	if _, ok := t.state.Section(n); !ok {
		n = 0
	}
	return engagement.Inquiry{InquiryMade: engagement.InquiryMade{Section: n}}, true
}

func (t *turn) sendAskAll() {
	before, ok := t.inquiryInValue()
	if !ok {
		return
	}
	f := before.InquiryMade
	f.Section, _ = strconv.Atoi(t.ev.Fields[fieldSection]) // none: on no section
	f.Text, f.Plain, f.Choices = t.entered(fieldText), t.entered(fieldPlain), readChoices(strings.ReplaceAll(t.entered(fieldChoices), "\r", "")+"\n")
	if f.Text == "" {
		t.wrongIn(fieldText, "Please write your question.")
		return
	}
	stance := t.ev.Fields[fieldTo]
	if f.ID == "" && stance != "" && stance != toEverybody {
		f.Stance = engagement.Stance(stance)
	}
	if f.Stance != "" {
		f.To = t.state.Saying(f.Section, f.Stance)
		if len(f.To) == 0 {
			t.wrongIn(fieldTo, "No supplier says that of the section that you chose.")
			return
		}
	}
	if n := len(f.Choices); n == 1 {
		t.wrongIn(fieldChoices, "One choice is none. Please write two to four, or leave it empty.")
		return
	}
	t.inquire(f, func(r *engagement.Refusal) {
		if r.Code == engagement.Invalid && r.Field == engagement.FieldChoices {
			t.wrongIn(fieldChoices, "Two of the choices are the same.")
			return
		}
		t.refuseIn(r, map[engagement.Field]string{engagement.FieldQuestion: fieldText, engagement.FieldChoices: fieldChoices})
	})
}
