package conversations

import (
	"fmt"
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
	fieldFor    = "for"

	tickQuote     = "quote"
	tickSensitive = "sensitive"
)

// openForm opens the form of the section in the button.
func (t *turn) openForm() {
	n, revision, err := readFormValue(t.ev.Value)
	s, ok := t.state.Section(n)
	if err != nil || !ok {
		t.tooOld()
		return
	}
	if refusal := t.mayAnswer(); refusal != nil {
		t.readOnly(s, refusal)
		return
	}
	if len(t.ev.Fields) > 0 && t.changedMeanwhile(s, revision) {
		return
	}
	form := t.form(s)
	t.tx.Answer(bot.Answer{Form: &form})
}

// mayAnswer refuses whoever can't answer at all now.
func (t *turn) mayAnswer() *engagement.Refusal {
	if refusal := t.accepts(); refusal != nil {
		return refusal
	}
	if t.org.SteppedBack() {
		return &engagement.Refusal{Code: engagement.SteppedBack, Organisation: t.org.ID, At: t.org.Step.At}
	}
	return nil
}

// readOnly shows a section that can't be answered, and says why.
func (t *turn) readOnly(s engagement.Section, refusal *engagement.Refusal) {
	m := t.cardToRead(t.org, s, t.person())
	t.noteTitled(m.Title, append([]bot.Block{bot.Say(t.why(refusal))}, m.Blocks...)...)
}

// form asks for an answer to a section, filled in with what was said before,
// or with what stands in the form so far.
func (t *turn) form(s engagement.Section) bot.Form {
	f := t.formAnswer(s)
	blocks := t.sectionBlocks(s)
	form := bot.Form{
		Action: actionAnswer, Value: formValue(s), Title: fmt.Sprintf("Section %d", s.ID), Heading: label(s), Blocks: blocks,
		Submit: "Save", Typed: fmt.Sprintf("%d risk: your words", s.ID), Plain: t.org.Users,
		Fields: []bot.Field{t.stanceField(f), t.wordsField(f)},
	}
	if t.org.Users {
		form.Typed = fmt.Sprintf("%d something worries me: your words", s.ID)
		form.Fields = append(form.Fields, bot.Field{
			Name: fieldFor, Kind: bot.Line, Label: "Answering for somebody else? For whom?", Value: f.For, Max: engagement.MostName,
			Hint: "For example: my mother. Leave it empty if you answer for yourself.",
		}, teamOnlyField(f))
		return form
	}
	if s.Standing == engagement.Fixed && (f.Stance == "" || f.Stance == engagement.Unachievable) {
		form.Fields = append(form.Fields, stopsField(f))
	}
	form.Fields = append(form.Fields, tickFields(f)...)
	if !t.declared() {
		for _, f := range t.declareFields(t.declarationSoFar()) {
			f.Group = "Who you are (asked once)"
			form.Fields = append(form.Fields, f)
		}
	}
	return form
}

// formAnswer is what stands in the form: what was sent so far, else the answer
// there is.
func (t *turn) formAnswer(s engagement.Section) engagement.ResponseGiven {
	if t.ev.Action == actionAnswer && len(t.ev.Fields) > 0 {
		f := t.fromForm(s)
		f.StopsBid, f.Why = engagement.Bidding(t.ev.Fields[fieldStops]), t.ev.Fields[fieldWhy]
		return f
	}
	if before := t.mine(s.ID); before != nil && !t.colleagues(before) {
		return before.Again()
	}
	return engagement.ResponseGiven{} // a colleague's stands above, and is not written over
}

// sectionBlocks is the section as it is read in its form.
func (t *turn) sectionBlocks(s engagement.Section) []bot.Block {
	blocks := []bot.Block{t.sectionHead(t.org, s)}
	blocks = append(blocks, sectionText(t.org, s)...)
	blocks = append(blocks, t.sinceAnswer(s, t.mine(s.ID))...)
	if r := t.mine(s.ID); r != nil && !t.colleagues(r) && t.state.Stale(r) {
		blocks = append(blocks, t.answerBlocks(t.answerLead(r), r)...)
	}
	if r := t.mine(s.ID); r != nil && t.colleagues(r) {
		blocks = append(blocks, t.answerBlocks("What "+plain(t.org.Name)+" has said so far: ", r)...)
	}
	if r := t.mine(s.ID); r != nil && !t.colleagues(r) && !t.state.Stale(r) && r.Private != "" {
		blocks = append(blocks, bot.Say("**Words for the buying team alone** go with your view ("+t.privatelyBy(r)+"). They stay while the view stays, whatever else you change below:"), bot.Block{Quote: &bot.Quote{Words: r.Private}})
	}
	if t.org.Users {
		blocks = append(blocks, bot.Say(t.helpNow()))
	}
	return blocks
}

func (t *turn) stanceField(f engagement.ResponseGiven) bot.Field {
	field := bot.Field{Name: fieldStance, Kind: bot.Choice, Label: "Your view", Value: string(f.Stance), Required: true, Refresh: true}
	if t.org.Users {
		field.Label = "How does that sound?"
	}
	var all []bot.Option
	for _, words := range offered(t.org) {
		option := bot.Option{Value: string(words.stance), Label: labelFor(words.stance, t.org.Users)}
		field.Options = append(field.Options, option)
		option.Hint = t.followUp(words)
		all = append(all, option)
	}
	if f.Stance == "" {
		field.Options = all
		return field
	}
	still := field
	still.Options, field.Still = all, &still
	return field
}

// followUp is the one question that fits a stance.
func (t *turn) followUp(words stanceWords) string {
	if t.org.Users {
		return words.usersAfter
	}
	return words.followUp
}

// wordsField asks what fits the stance that is chosen.
func (t *turn) wordsField(f engagement.ResponseGiven) bot.Field {
	field := bot.Field{
		Name: fieldWords, Kind: bot.Words, Label: "In your words", Value: f.Words, Max: engagement.MostWords,
		Hint: "Only if you like. Please leave out prices, and who else may bid.",
	}
	if t.org.Users {
		field.Label, field.Hint = "Tell us why, if you like", "You can say as little as you like."
	}
	words := wordsOf(f.Stance)
	if question := t.followUp(words); f.Stance.Valid() && question != "" {
		still := field
		field.Label, field.Still = question, &still
		if small := unmarked(words.small); small != "" && !t.org.Users && f.Stance != engagement.Excited {
			field.Hint = small + " " + field.Hint
		} else if f.Stance == engagement.Excited && !t.org.Users {
			field.Hint = "Only what you are content for others to build on. If it is your secret, tick that it is commercially sensitive. " + field.Hint
		}
	}
	return field
}

func stopsField(f engagement.ResponseGiven) bot.Field {
	label := "If it can't be done: would it stop you from bidding?"
	if f.Stance == engagement.Unachievable {
		label = "This point is fixed, so it may well stay. Would it stop you from bidding?"
	}
	return bot.Field{
		Name: fieldStops, Kind: bot.Choice, Label: label, Value: string(f.StopsBid),
		Hint:    "The buying team alone reads this, and it binds you to nothing.",
		Options: []bot.Option{{Value: "yes", Label: "Yes"}, {Value: "might", Label: "It might"}, {Value: "no", Label: "No"}},
		When:    fieldStance + "=" + string(engagement.Unachievable),
	}
}

func tickFields(f engagement.ResponseGiven) []bot.Field {
	var ticked []string
	if f.Quotable {
		ticked = append(ticked, tickQuote)
	}
	if f.Sensitive {
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
		{Name: fieldWhy, Kind: bot.Line, Label: "If sensitive: why?", Value: f.Why, Max: engagement.MostReason, When: fieldTicks + "=" + tickSensitive},
	}
}

// submitted records a form. What is wrong in it is shown beside its field.
func (t *turn) submitted() {
	n, revision, err := readFormValue(t.ev.Value)
	s, ok := t.state.Section(n)
	if err != nil || !ok {
		t.tooOld()
		return
	}
	if t.mayAnswer() == nil && t.changedMeanwhile(s, revision) {
		return
	}
	f := t.fromForm(s)
	if _, refusal := t.state.Answer(t.now, f); refusal != nil {
		if field := map[engagement.Field]string{
			engagement.FieldStance: fieldStance, engagement.FieldWords: fieldWords, engagement.FieldWhy: fieldWhy,
			engagement.FieldStopsBid: fieldStops, engagement.FieldFor: fieldFor,
		}[refusal.Field]; field != "" {
			t.wrong(field, refusal)
			return
		}
		t.refuseAnswer(refusal, f)
		return
	}
	declaration, field, refusal := t.declaring()
	if refusal != nil {
		t.wrong(field, refusal)
		return
	}
	if before := t.mine(n); (before == nil || before.Words != f.Words) && t.askPrice(f) {
		if t.take(declaration, nil) {
			t.hearByMail()
		}
		return
	}
	t.saveForm(f, declaration)
}

// saveForm records the answer of a form, and who is speaking if it says so.
func (t *turn) saveForm(f engagement.ResponseGiven, declaration []engagement.Fact) {
	n := f.Section
	if before := t.mine(n); before != nil && t.colleagues(before) && !t.state.Stale(before) {
		if t.take(declaration, nil) {
			t.hearByMail()
			t.besideColleague(before, f)
		}
		return
	}
	facts, refusal := t.state.Answer(t.now, f)
	if refusal != nil {
		t.refuseAnswer(refusal, f)
		return
	}
	listed, replaced := t.listed(n), t.mine(n)
	if t.take(facts, nil) && t.take(declaration, nil) {
		t.hearByMail()
		t.saved(n)
		t.relist(n, listed)
		t.tookPlace(replaced)
		t.privateGone(replaced)
	}
}

// submittedAgain is a form that came twice, as when Save is pressed twice: what
// it asked is asked again, and what it recorded is said again.
func (t *turn) submittedAgain() {
	n, _, _ := readFormValue(t.ev.Value) // none: there is no such section
	s, ok := t.state.Section(n)
	c, before := t.inHand(), t.mine(n)
	switch {
	case ok && before != nil && c.Awaits == awaitsReplace && c.Form && c.Section == n:
		t.askReplace(t.fromForm(s))
	case ok && before != nil && !t.colleagues(before):
		t.saved(n)
	default:
		t.note(bot.Say(alreadyDone))
	}
}

// besideColleague takes a form where a colleague has answered: another view is
// asked about, the same one stays and gets the words added.
func (t *turn) besideColleague(before *engagement.Response, f engagement.ResponseGiven) {
	switch {
	case before.Stance != f.Stance:
		t.askReplace(f)
	case f.Words != "":
		t.comment(f)
	default:
		t.note(bot.Say("That is recorded already: "+t.recordedAs(before)+"."), buttons(view("Back to the list", "sections")))
	}
}

// wrong shows a refusal beside the field that it is about.
func (t *turn) wrong(field string, r *engagement.Refusal) {
	t.tx.Answer(bot.Answer{Errors: map[string]string{field: unmarked(t.why(r))}})
}

// saved says in the window of the form what is recorded, and offers the next
// section: no message in the room is needed for that.
func (t *turn) saved(section int) {
	r := t.mine(section)
	t.place(placed{Section: section, Entries: r.ID})
	text := "Saved for " + plain(t.org.Name) + ": "
	if t.org.Users {
		text = "Thank you. Saved as yours: "
	}
	until := t.untilWhen()
	blocks := []bot.Block{bot.Say(text + t.recordedAs(r) + "." + until + " " + t.progress())}
	var row []bot.Button
	s, ok := t.nextOf(t.org, t.person())
	if ok {
		row = append(row, opens("Next: "+label(s), actionForm, fmt.Sprint(s.ID), fmt.Sprintf("show %d", s.ID)))
	} else if t.lastWanted() {
		blocks = append(blocks, bot.Say(lastIntro))
		row = append(row, opens("Last questions", actionLast, "", "last questions"))
	}
	t.note(append(blocks, buttons(append(row, view("Back to the list", "sections"))...))...)
}

// fromForm is the answer that a form gives.
func (t *turn) fromForm(s engagement.Section) engagement.ResponseGiven {
	ticks := t.boxes(fieldTicks)
	f := engagement.ResponseGiven{
		Organisation: t.org.ID, Person: t.person(), Section: s.ID,
		Stance: engagement.Stance(t.ev.Fields[fieldStance]), Words: strings.TrimFunc(t.ev.Fields[fieldWords], blank),
		Quotable: ticks[tickQuote], Sensitive: ticks[tickSensitive],
	}
	if t.org.Users {
		f.For = oneLine(t.ev.Fields[fieldFor])
	}
	if f.Sensitive {
		f.Why = oneLine(t.ev.Fields[fieldWhy])
	}
	if s.Standing == engagement.Fixed && f.Stance == engagement.Unachievable {
		f.StopsBid = engagement.Bidding(t.ev.Fields[fieldStops])
	}
	return t.keeping(f, t.mine(s.ID))
}

// boxes gives the boxes that are ticked in a field.
func (t *turn) boxes(field string) map[string]bool {
	ticks := map[string]bool{}
	for tick := range strings.SplitSeq(t.ev.Fields[field], ",") {
		ticks[strings.TrimSpace(tick)] = true
	}
	return ticks
}
