package conversations

import (
	"fmt"
	"strconv"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// The fields of a section's form. They stand in forms that may be open while
// the program is replaced: add, never change.
const (
	fieldStance = "stance"
	fieldWords  = "words"
	fieldTicks  = "ticks"
	fieldWhy    = "why"
	fieldStops  = "stops"

	tickQuote     = "quote"
	tickSensitive = "sensitive"
)

// openForm opens the form of the section in the button.
func (t *turn) openForm() {
	n, err := strconv.Atoi(t.ev.Value)
	s, ok := t.state.Section(n)
	if err != nil || !ok {
		t.note(bot.Say(oldButton))
		return
	}
	if refusal := t.state.Accepts(t.now); refusal != nil {
		t.refuse(refusal)
		return
	}
	form := t.form(s)
	t.tx.Answer(bot.Answer{Form: &form})
}

// form asks for an answer to a section, filled in with what was said before.
func (t *turn) form(s engagement.Section) bot.Form {
	before := t.mine(s.ID)
	if before == nil {
		before = &engagement.Response{}
	}
	var options []bot.Option
	for _, words := range offered(t.org) {
		hint := words.followUp
		if t.org.Users {
			hint = words.usersAfter
		}
		options = append(options, bot.Option{Value: string(words.stance), Label: labelFor(words.stance, t.org.Users), Hint: hint})
	}
	standing, meaning := standingWords(s.Standing)
	blocks := []bot.Block{bot.Say("**" + name(s) + "**"), bot.Aside("*" + standing + "*: " + meaning)}
	blocks = append(blocks, specification(s.Text)...)
	if s.Ask != "" {
		blocks = append(blocks, bot.Say("**What we most want to know:** "+plain(s.Ask)))
	}
	form := bot.Form{
		Action: actionAnswer, Value: fmt.Sprint(s.ID), Title: fmt.Sprintf("Section %d", s.ID), Blocks: blocks,
		Submit: "Save", Typed: fmt.Sprintf("%d risk: your words", s.ID),
		Fields: []bot.Field{
			{Name: fieldStance, Kind: bot.Choice, Label: "Your view", Options: options, Value: string(before.Stance), Required: true},
			{Name: fieldWords, Kind: bot.Words, Label: "In your words", Hint: "Only if you like. Please leave out prices, and who else may bid.", Value: before.Words, Max: engagement.MostWords},
		},
	}
	if t.org.Users {
		return form
	}
	form.Fields = append(form.Fields, tickFields(before)...)
	if s.Standing == engagement.Fixed {
		form.Fields = append(form.Fields, bot.Field{
			Name: fieldStops, Kind: bot.Choice, Label: "If it can't be done: would it stop you from bidding?", Value: string(before.StopsBid),
			Options: []bot.Option{{Value: "yes", Label: "Yes"}, {Value: "might", Label: "It might"}, {Value: "no", Label: "No"}},
		})
	}
	return form
}

func tickFields(before *engagement.Response) []bot.Field {
	var ticked []string
	if before.Quotable {
		ticked = append(ticked, tickQuote)
	}
	if before.Sensitive {
		ticked = append(ticked, tickSensitive)
	}
	return []bot.Field{
		{
			Name: fieldTicks, Kind: bot.Ticks, Label: "Who may see your words", Value: strings.Join(ticked, ","),
			Options: []bot.Option{
				{Value: tickQuote, Label: "You may quote them to others, without our name"},
				{Value: tickSensitive, Label: "Commercially sensitive", Hint: "They stay inside the buying team. Freedom-of-information law applies: you would be asked first, but the result can't be promised."},
			},
		},
		{Name: fieldWhy, Kind: bot.Line, Label: "If sensitive: why?", Value: before.Why, Max: engagement.MostReason},
	}
}

// submitted records a form. What is wrong in it is shown beside its field.
func (t *turn) submitted() {
	n, err := strconv.Atoi(t.ev.Value)
	s, ok := t.state.Section(n)
	if err != nil || !ok {
		t.note(bot.Say(oldButton))
		return
	}
	if t.ev.Again {
		t.note(bot.Say(alreadyDone))
		return
	}
	f := t.fromForm(s)
	facts, refusal := t.state.Answer(t.now, f)
	if refusal != nil {
		if field := map[engagement.Field]string{
			engagement.FieldStance: fieldStance, engagement.FieldWords: fieldWords, engagement.FieldWhy: fieldWhy, engagement.FieldStopsBid: fieldStops,
		}[refusal.Field]; field != "" {
			t.tx.Answer(bot.Answer{Errors: map[string]string{field: unmarked(t.why(refusal))}})
			return
		}
		t.refuseKeeping(refusal, f.Words)
		return
	}
	if before := t.mine(n); before != nil && t.colleagues(before) && before.Stance != f.Stance && !t.state.Stale(before) {
		t.askReplace(n, f.Stance, f.Words)
		return
	}
	first, listed := t.org.Answered.IsZero(), t.listed(n)
	before := t.mine(n)
	if t.take(facts, nil) {
		if before != nil && before.Stance == f.Stance {
			t.keepHolder(before)
		}
		if len(facts) == 0 {
			t.note(bot.Say("That is recorded already: " + t.recordedAs(t.mine(n)) + "."))
			return
		}
		t.recorded(n, first)
		t.relist(n, listed)
	}
}

// fromForm is the answer that a form gives.
func (t *turn) fromForm(s engagement.Section) engagement.ResponseGiven {
	ticks := map[string]bool{}
	for tick := range strings.SplitSeq(t.ev.Fields[fieldTicks], ",") {
		ticks[strings.TrimSpace(tick)] = true
	}
	f := engagement.ResponseGiven{
		Organisation: t.org.ID, Person: t.person(), Section: s.ID,
		Stance: engagement.Stance(t.ev.Fields[fieldStance]), Words: strings.TrimFunc(t.ev.Fields[fieldWords], blank),
		Quotable: ticks[tickQuote], Sensitive: ticks[tickSensitive],
	}
	if f.Sensitive {
		f.Why = oneLine(t.ev.Fields[fieldWhy])
	}
	if s.Standing == engagement.Fixed && f.Stance == engagement.Unachievable {
		f.StopsBid = engagement.Bidding(t.ev.Fields[fieldStops])
	}
	return f
}
