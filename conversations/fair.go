package conversations

import (
	"slices"

	"soundings/bot"
	"soundings/engagement"
)

// fairCommands are how the team sees to it that all are treated alike: who has a
// link to whom, what came in by other ways, and what can be read by everybody.
func fairCommands() []command {
	return slices.Concat(declareCommands(), insideCommands(), noteCommands(), steppedCommands(), takingCommands(), timeCommands(), linkedCommands(), namingCommands())
}

// fairForms are the forms of that.
func fairForms() []form {
	return slices.Concat([]form{
		{actionPlain, (*turn).openPlain, (*turn).sendPlain},
		{actionNote, (*turn).openNote, (*turn).sendNote},
		{actionTime, (*turn).openTime, (*turn).sendTime},
		{actionLinked, (*turn).openLinked, (*turn).sendLinked},
		{actionDuty, (*turn).openDuty, (*turn).sendDuty},
	}, declareForms())
}

// fairFacts are what status says of it.
func (t *turn) fairFacts() []bot.Pair {
	return slices.Concat(t.steppedFact(), t.notesFact(), t.linkedFact(), t.lessTimeFact(), t.linksFact(), t.plainFact(), t.safetyFact())
}

// fairForSuppliers are what can be typed in an organisation's own room.
func fairForSuppliers() []command {
	return slices.Concat(noteSettlingCommands(), safetyCommands(), partnerCommands(), oneVoiceCommands())
}

// fairSupplierForms are the forms there.
func fairSupplierForms() []form {
	return []form{
		{actionNoteRight, (*turn).openNoteRight, (*turn).sendNoteRight},
		{actionSafety, (*turn).openSafety, (*turn).sendSafety},
		{actionDispute, (*turn).openDispute, (*turn).sendDispute},
	}
}

// refuseHere answers with a rule's no: a form beside the field that it is about,
// whatever was typed with a note.
func (t *turn) refuseHere(r *engagement.Refusal, fields map[engagement.Field]string) {
	if t.ev.Kind == bot.Submitted {
		t.refuseIn(r, fields)
		return
	}
	t.refuse(r)
}

// fairRow leads from status to what there is to read or to do of it; nil: nothing.
func (t *turn) fairRow() []bot.Block {
	var row []bot.Button
	if t.linksFact() != nil {
		row = append(row, view("Declarations", "declarations"))
	}
	if len(t.state.Notes()) > 0 {
		row = append(row, view("Notes", "notes"))
	}
	if t.state.Stage() == engagement.Talking {
		row = append(row, opens("Enter a note", actionNote, "", t.noteTyped()))
	}
	if len(t.stepped()) > 0 {
		row = append(row, view("Who stepped back", "stepped back"))
	}
	if len(t.state.AllLastWords()) > 0 {
		row = append(row, view("Last answers", "last answers"))
	}
	if t.anyAsked(true) {
		row = append(row, dutyButton())
	}
	if len(row) == 0 {
		return nil
	}
	return []bot.Block{buttons(row...)}
}
