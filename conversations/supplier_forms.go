package conversations

import (
	"fmt"
	"strconv"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// supplierForms are the forms of an organisation's own room.
func supplierForms() []form {
	return append([]form{
		{actionForm, (*turn).openForm, (*turn).submitted},
		{actionAnswer, (*turn).openForm, (*turn).submitted},
		{actionDeclare, (*turn).openDeclare, (*turn).sendDeclare},
		{actionLast, (*turn).openLast, (*turn).sendLast},
		{actionAsk, (*turn).openAsk, (*turn).sendAsk},
		{actionStep, (*turn).openStepBack, (*turn).sendStepBack},
		{actionSensitive, (*turn).openSensitive, (*turn).sendSensitive},
		{actionSurvey, (*turn).openSurvey, (*turn).sendSurvey},
		{actionInquiry, (*turn).openInquiry, (*turn).sendInquiry},
	}, fairSupplierForms()...)
}

// The fields of the forms here. Add, never change.
const (
	fieldSection = "section" // on which section a question is
	fieldOutcome = "outcome" // whether somebody who steps back wants to hear the outcome

	outcomeYes = "yes"
	outcomeNo  = "no"
)

// openAsk opens the form of a question to the buying team.
func (t *turn) openAsk() {
	if refusal := t.mayAnswer(); refusal != nil {
		t.refuse(refusal)
		return
	}
	options := []bot.Option{{Value: "0", Label: "All of it"}}
	for _, s := range t.state.Sections() {
		options = append(options, bot.Option{Value: fmt.Sprint(s.ID), Label: label(s)})
	}
	section := t.ev.Fields[fieldSection]
	if section == "" {
		section = t.ev.Value
	}
	fields := []bot.Field{
		{Name: fieldWords, Kind: bot.Words, Label: "Your question", Value: t.ev.Fields[fieldWords], Required: true, Max: engagement.MostQuestion},
		{Name: fieldSection, Kind: bot.Choice, Label: "What is it about?", Value: section, Options: options},
	}
	if !t.org.Users {
		fields = append(fields, bot.Field{Name: fieldTicks, Kind: bot.Ticks, Label: "Who may see it", Value: t.ev.Fields[fieldTicks], Options: []bot.Option{
			{Value: tickSensitive, Label: "The question itself is commercially sensitive", Hint: "You then choose how it is sent, before anything is recorded."},
		}})
	}
	t.tx.Answer(bot.Answer{Form: &bot.Form{
		Action: actionAsk, Value: t.ev.Value, Title: "Ask the buying team", Submit: "Ask", Typed: "ask: your question", Plain: t.org.Users,
		Blocks: []bot.Block{bot.Say("The answer comes here, to everybody at the same time and without saying who asked.")},
		Fields: fields,
	}})
}

func (t *turn) sendAsk() {
	section, _ := strconv.Atoi(t.ev.Fields[fieldSection]) // none: on all of it
	text := strings.TrimFunc(t.ev.Fields[fieldWords], blank)
	if text == "" {
		t.tx.Answer(bot.Answer{Errors: map[string]string{fieldWords: "Your question is missing."}})
		return
	}
	if t.boxes(fieldTicks)[tickSensitive] && !t.org.Users {
		t.askConfided(section, text)
		return
	}
	t.askOn(section, text)
}

// openStepBack opens the form of stepping back.
func (t *turn) openStepBack() {
	if refusal := t.mayStep(); refusal != nil {
		t.refuse(refusal)
		return
	}
	if t.org.SteppedBack() {
		t.note(bot.Say(alreadyBack(t.org)))
		return
	}
	if t.org.Users {
		t.note(bot.Say("You then hear no more from us, and the others of "+plain(t.org.Name)+" go on. What you answered stays. Nothing has changed yet."), buttons(press("Step back", stepAlone)))
		return
	}
	var options []bot.Option
	for _, r := range stepReasons() {
		options = append(options, bot.Option{Value: string(r.category), Label: r.label})
	}
	options = append(options, bot.Option{Value: string(engagement.OtherReason), Label: "Something else"})
	t.tx.Answer(bot.Answer{Form: &bot.Form{
		Action: actionStep, Title: "Step back", Submit: "Step back", Typed: "step back: your reason", Plain: t.org.Users,
		Blocks: []bot.Block{bot.Say(plain(t.org.Name) + " then takes no further part. What you answered stays, and you can come back until " + t.until() + ". It is not held against you later.")},
		Fields: append(t.whoSteps(), []bot.Field{
			{Name: fieldReason, Kind: bot.Choice, Label: "What is the main reason?", Value: t.ev.Fields[fieldReason], Options: options, Hint: "Only if you like. It helps the buying team to see what keeps people out."},
			{Name: fieldSection, Kind: bot.Choice, Label: "Is it about one section?", Value: t.ev.Fields[fieldSection], Options: t.stepSections()},
			{Name: fieldWords, Kind: bot.Words, Label: "In your words", Value: t.ev.Fields[fieldWords], Max: engagement.MostReason},
			{Name: fieldOutcome, Kind: bot.Choice, Label: askOutcome, Value: t.ev.Fields[fieldOutcome], Options: []bot.Option{{Value: outcomeYes, Label: "Yes"}, {Value: outcomeNo, Label: "No"}}},
		}...),
	}})
}

func (t *turn) sendStepBack() {
	if refusal := t.mayStep(); refusal != nil {
		t.refuse(refusal)
		return
	}
	if t.stepsOut() {
		return
	}
	category, words := engagement.StepReason(t.ev.Fields[fieldReason]), strings.TrimFunc(t.ev.Fields[fieldWords], blank)
	if category == engagement.NoReasonGiven && words != "" {
		category = stepCategory(readLine(words))
	}
	section, _ := strconv.Atoi(t.ev.Fields[fieldSection]) // none: all of it
	t.stepsBack(words, category, section, t.ev.Fields[fieldOutcome])
}

// openSensitive opens the form that keeps the words of an answer inside the
// buying team.
func (t *turn) openSensitive() {
	n, err := strconv.Atoi(t.ev.Value)
	r := t.mine(n)
	if err != nil || r == nil {
		t.tooOld()
		return
	}
	if refusal := t.mayAnswer(); refusal != nil {
		t.refuse(refusal)
		return
	}
	why, keep := r.Why, "yes"
	if t.ev.Action == actionSensitive && len(t.ev.Fields) > 0 {
		why, keep = t.ev.Fields[fieldWhy], t.ev.Fields[fieldTicks]
	}
	blocks := []bot.Block{bot.Say("Your answer: " + t.recordedAs(r) + ".")}
	if r.Private != "" && !r.Sensitive {
		blocks = append(blocks, bot.Say("With the tick all of the answer is kept inside the buying team. Without it, what was added for the buying team alone becomes a part of the answer like any other words."))
	}
	t.tx.Answer(bot.Answer{Form: &bot.Form{
		Action: actionSensitive, Value: t.ev.Value, Title: "Commercially sensitive", Submit: "Save", Typed: fmt.Sprintf("sensitive %d: why", n),
		Blocks: append(blocks, bot.Aside("Freedom-of-information law applies. If somebody asked for it, you would be asked first; the result can't be promised.")),
		Fields: []bot.Field{
			{Name: fieldTicks, Kind: bot.Ticks, Label: "Who may see it", Value: keep, Options: []bot.Option{{Value: "yes", Label: "Keep these words inside the buying team"}}},
			{Name: fieldWhy, Kind: bot.Line, Label: "Why?", Value: why, Max: engagement.MostReason, When: fieldTicks + "=yes"},
		},
	}})
}

func (t *turn) sendSensitive() {
	n, _ := strconv.Atoi(t.ev.Value)
	if t.boxes(fieldTicks)["yes"] {
		t.markSensitive(readLine(fmt.Sprintf("%d: %s", n, t.ev.Fields[fieldWhy])))
		return
	}
	t.unmarkSensitive(readLine(fmt.Sprint(n)))
}
