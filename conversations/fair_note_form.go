package conversations

import (
	"strconv"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// The forms of notes. The value of the first is an organisation, or nothing; that
// of the second, in a supplier's room, the note. They stand in messages that stay in
// rooms for years: add, never change.
const (
	actionNote      = "note"
	actionNoteRight = "note-right"
)

// The fields of these forms. Add, never change.
const (
	fieldFrom = "from"
	fieldHow  = "how"
	fieldWho  = "who"
	fieldTold = "told"
)

// openNote asks what was heard, from whom, how and when.
func (t *turn) openNote() {
	var from, hows, stances []bot.Option
	users := false
	for _, o := range t.state.Organisations() {
		from = append(from, bot.Option{Value: o.ID, Label: oneLine(o.Name)})
		users = users || o.Users
	}
	if len(from) == 0 {
		t.note(bot.Say("Nobody is asked yet, so there is nobody to have heard from."))
		return
	}
	for _, h := range noteHows() {
		hows = append(hows, bot.Option{Value: string(h.how), Label: upperFirst(h.label)})
	}
	for _, s := range engagement.Stances() {
		stances = append(stances, bot.Option{Value: string(s), Label: labelFor(s, false)})
	}
	sections := append([]bot.Option{{Value: "0", Label: "None in particular"}}, t.sectionOptions()...)
	who := "For example: their director. Leave it empty if it does not matter."
	if users {
		who += " For a group of people who use the service: whose answer it is, as you call them."
	}
	t.showForm(bot.Form{
		Action: actionNote, Title: "Enter a note", Submit: "Save", Typed: t.noteTyped(),
		Blocks: []bot.Block{bot.Say("What you heard by phone, in a letter or in a meeting. A supplier is asked whether it is right, and until then it is in no count. An answer on paper of somebody who uses the service counts as theirs.")},
		Fields: []bot.Field{
			{Name: fieldFrom, Kind: bot.Choice, Label: "From", Value: t.filled(fieldFrom, t.ev.Value), Options: from, Required: true},
			{Name: fieldHow, Kind: bot.Choice, Label: "How", Value: t.filled(fieldHow, string(engagement.ByPhone)), Options: hows, Required: true},
			{Name: fieldDay, Kind: bot.Date, Label: "On", Value: t.filled(fieldDay, t.now.In(t.zone()).Format(time.DateOnly)), Required: true},
			{Name: fieldWho, Kind: bot.Line, Label: "Who said it", Hint: who, Value: t.filled(fieldWho, ""), Max: engagement.MostName},
			{Name: fieldSection, Kind: bot.Choice, Label: "On which section", Value: t.filled(fieldSection, "0"), Options: sections},
			{Name: fieldStance, Kind: bot.Choice, Label: "Their view", Hint: "If it is about a section.", Value: t.filled(fieldStance, ""), Options: stances},
			{Name: fieldWords, Kind: bot.Words, Label: "In their words, as near as you can", Value: t.filled(fieldWords, ""), Required: true, Max: engagement.MostWords},
			{Name: fieldTold, Kind: bot.Words, Label: "What you told them, if it was anything about the draft or the procurement", Hint: "The others may need it, too: you are asked.", Value: t.filled(fieldTold, ""), Max: engagement.MostWords},
		},
	})
}

// sendNote takes what the form brings.
func (t *turn) sendNote() {
	o, ok := t.state.Organisation(t.ev.Fields[fieldFrom])
	if !ok {
		t.wrongIn(fieldFrom, "Please choose who said it.")
		return
	}
	on, ok := t.readPast(t.entry(fieldDay))
	if !ok {
		t.wrongIn(fieldDay, "Please choose a day that is not to come.")
		return
	}
	words := t.entered(fieldWords)
	if words == "" {
		t.wrongIn(fieldWords, "What they said is missing.")
		return
	}
	section, _ := strconv.Atoi(t.ev.Fields[fieldSection]) // none: on no section
	h := heard{from: o, how: engagement.NoteHow(t.ev.Fields[fieldHow]), on: on, who: t.entry(fieldWho), told: t.entered(fieldTold)}
	stance := engagement.Stance(t.ev.Fields[fieldStance])
	switch {
	case section == 0 && o.Users:
		t.wrongIn(fieldSection, "Please choose the section that the answer is on.")
	case section != 0 && !stance.Valid():
		t.wrongIn(fieldStance, "Please choose the view that fits best.")
	case o.Users && h.who == "":
		t.wrongIn(fieldWho, "Please say whose answer it is; the same name is the same person.")
	case perhapsTold(o, words) != nil || weTold.MatchString(words):
		t.wrongIn(fieldWords, "Some of this may be what you told them: put it in the field below. If they said it, write “they said:” before it.")
	default:
		words = theySaid.ReplaceAllString(words, "$1")
		h.lines = []line{readLine(words)}
		if section != 0 {
			h.lines = []line{readLine(strconv.Itoa(section) + " " + wordsOf(stance).short + ": " + words)}
		}
		t.enter(h)
	}
}
