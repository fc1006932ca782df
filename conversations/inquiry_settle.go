package conversations

import (
	"fmt"
	"slices"
	"strconv"

	"soundings/bot"
	"soundings/engagement"
)

// openCame asks what came of a question.
func (t *turn) openCame() {
	q, ok := t.askedInValue()
	if !ok {
		return
	}
	var outcomes []bot.Option
	for _, o := range []engagement.Outcome{engagement.OutcomeMet, engagement.OutcomeChanged, engagement.OutcomeDiffer} {
		outcomes = append(outcomes, bot.Option{Value: string(o), Label: outcomeLabel(o)})
	}
	fields := []bot.Field{
		{Name: fieldOutcome, Kind: bot.Choice, Label: "What came of it", Required: true, Value: t.filled(fieldOutcome, string(q.Came.Outcome)), Options: outcomes},
		{Name: fieldReason, Kind: bot.Words, Label: "In a line", Hint: "Everybody reads it.", Required: true, Value: t.filled(fieldReason, q.Came.Text), Max: engagement.MostReason},
	}
	if t.anyAsked(true) && len(q.To) == 0 && !q.Firms {
		hint := "They were asked: " + firstWords(q.Plain, 200)
		if q.Plain == "" {
			hint = "Leave it empty, and they read the same line as suppliers."
		}
		fields = append(fields, bot.Field{Name: fieldPlain, Kind: bot.Words, Label: "What people who use services read", Hint: hint, Value: t.filled(fieldPlain, q.Came.Plain), Max: engagement.MostReason})
	}
	fields = append(fields, bot.Field{
		Name: fieldSection, Kind: bot.Choice, Label: "Which section has changed?", Value: t.filled(fieldSection, fmt.Sprint(max(q.Came.Section, q.Section))),
		Options: append([]bot.Option{{Value: "0", Label: "None"}}, t.sectionOptions()...), When: fieldOutcome + "=" + string(engagement.OutcomeChanged),
	})
	t.showForm(bot.Form{
		Action: actionCame, Value: q.ID, Title: "What came of " + q.ID, Submit: "Show me how it reads", Typed: "met " + q.ID + ": what is settled",
		Blocks: append([]bot.Block{bot.Say("You asked:"), {Quote: &bot.Quote{Words: q.Text}}}, bot.Say(t.answeredWords(q)+" What came of it goes to everybody with the slot "+t.slotWords()+".")),
		Fields: fields,
	})
}

// askedInValue is the question of a button, which was asked and is open; otherwise
// it answers.
func (t *turn) askedInValue() (engagement.Inquiry, bool) {
	q, ok := t.state.Inquiry(t.ev.Value)
	switch {
	case !ok || q.Asked.IsZero():
		t.refuse(&engagement.Refusal{Code: engagement.UnknownQuestion, Question: t.ev.Value})
	case !q.Open():
		t.refuse(&engagement.Refusal{Code: engagement.InquiryOver, Question: q.ID, At: q.Settled})
	}
	return q, ok && q.Open()
}

func (t *turn) sendCame() {
	q, ok := t.askedInValue()
	if !ok {
		return
	}
	f := engagement.InquirySettled{Inquiry: q.ID, Outcome: engagement.Outcome(t.ev.Fields[fieldOutcome]), Text: t.entry(fieldReason), Plain: t.entry(fieldPlain)}
	if f.Outcome == engagement.OutcomeChanged {
		f.Section, _ = strconv.Atoi(t.ev.Fields[fieldSection]) // none: the one that it is about
	}
	switch {
	case !f.Outcome.Valid():
		t.wrongIn(fieldOutcome, "Please choose one.")
	case f.Text == "":
		t.wrongIn(fieldReason, "Please say it in a line.")
	default:
		t.settleInquiry(f, func(r *engagement.Refusal) {
			if r.Code == engagement.NotChanged {
				t.wrongIn(fieldSection, t.why(r))
				return
			}
			t.refuseIn(r, map[engagement.Field]string{engagement.FieldReason: fieldReason, engagement.FieldPlain: fieldPlain})
		})
	}
}

// settleLine takes "met Q3: what is settled" and what is like it.
func (t *turn) settleLine(l line, outcome engagement.Outcome) {
	id, rest, ok := l.cutInquiry()
	f := engagement.InquirySettled{Inquiry: id, Outcome: outcome}
	if q, known := t.state.Inquiry(id); known {
		f.Plain = q.Came.Plain
	}
	if after, in := rest.cutAny("in", "in section"); ok && in && outcome == engagement.OutcomeChanged {
		if words, n, numbered := after.cutNumber(); numbered && after.hasColon() {
			f.Section, rest = n, words
		}
	}
	if !ok || rest.empty() {
		t.note(bot.Say("What came of which question? Write for example **met Q3: we publish the figures on Friday**, **changed Q3 in 6: two centres may share**, or **agree to differ Q3: a minute has to stay**."), buttons(view("What you asked", "asked")))
		return
	}
	f.Text = oneLine(rest.words())
	t.settleInquiry(f, func(r *engagement.Refusal) { t.refuseKeeping(r, f.Text) })
}

// plainOutcome takes "plain Q3: words": what people who use services read of what
// came of a question; false: l names none.
func (t *turn) plainOutcome(l line) bool {
	id, rest, named := l.cutInquiry()
	if !named {
		return false
	}
	q, _ := t.state.Inquiry(id)
	switch f := q.Came; {
	case !f.Outcome.Valid() || !q.Open():
		t.note(bot.Say("First say what came of it: **met " + id + ": what is settled**. Then **plain " + id + "** says it to people who use services, before it goes."))
	case rest.empty():
		t.note(bot.Say("Write what people who use services read of it, for example **plain " + id + ": you will always hear a person, whoever runs the night centre**."))
	default:
		f.Plain = oneLine(rest.words())
		t.settleInquiry(f, func(r *engagement.Refusal) { t.refuseKeeping(r, f.Plain) })
	}
	return true
}

// settleInquiry drafts what came of a question and shows it. What a rule refuses
// goes to no.
func (t *turn) settleInquiry(f engagement.InquirySettled, no func(*engagement.Refusal)) {
	f.By = t.person()
	facts, refusal := t.state.Settle(f, t.nextSlot(t.now))
	switch {
	case refusal != nil:
		no(refusal)
	case len(facts) == 0:
		t.note(bot.Say("That is what waits already. **waiting** shows it."))
	case t.take(facts, nil):
		q, _ := t.state.Inquiry(f.Inquiry)
		r, _ := t.state.Release(q.Came.Release)
		t.offerRelease(r, "")
	}
}

// inquiriesOpen are the questions that were asked and that nobody knows the
// outcome of; only those that concern the organisation, where one is given.
func (d *Domain) inquiriesOpen(organisation string) []engagement.Inquiry {
	o, _ := d.state.Organisation(organisation)
	return slices.DeleteFunc(d.state.Inquiries(), func(q engagement.Inquiry) bool {
		return !q.Open() || organisation != "" && !q.Concerns(o)
	})
}
