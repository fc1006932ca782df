package conversations

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// The actions of the team's forms. They stand in messages that stay in rooms
// for years: add, never change.
const (
	actionNew      = "new"       // what a new engagement is called
	actionImport   = "import"    // the draft
	actionStanding = "standing"  // which sections are fixed, and which not known yet
	actionLeaveOut = "leave-out" // which sections suppliers need not see
	actionMatters  = "matters"   // which sections matter most
	actionWant     = "want"      // what is most wanted to know of the section in the value
	actionAbout    = "about"     // who asks, and whom to turn to
	actionClosing  = "closing"   // until when answers are taken
	actionSchedule = "schedule"  // when the digest comes
	actionLate     = "late"      // why a late answer is accepted, or left out
)

// The fields of the team's forms. They stand in forms that may be open while
// the program is replaced: add, never change.
const (
	fieldFile     = "file"
	fieldText     = "text"
	fieldFixed    = "fixed"
	fieldUnknown  = "unknown"
	fieldSections = "sections"
	fieldQuestion = "question"
	fieldTitle    = "title"
	fieldBuyer    = "buyer"
	fieldContact  = "contact"
	fieldPurposes = "purposes"
	fieldPrivacy  = "privacy"

	fieldSafetyLine = "safetyline"

	fieldDay     = "day"
	fieldTime    = "time"
	fieldNames   = "names"
	fieldKind    = "kind"
	fieldWhen    = "when"
	fieldWhere   = "where"
	fieldChannel = "channel"
)

// teamForms are the forms of the commissioning room.
func teamForms() []form {
	return append([]form{
		{actionImport, (*turn).openImport, (*turn).sendImport},
		{actionLeaveOut, (*turn).openLeaveOut, (*turn).sendLeaveOut},
		{actionStanding, (*turn).openStanding, (*turn).sendStanding},
		{actionMatters, (*turn).openMatters, (*turn).sendMatters},
		{actionWant, (*turn).openWant, (*turn).sendWant},
		{actionAbout, (*turn).openAbout, (*turn).sendAbout},
		{actionClosing, (*turn).openClosing, (*turn).sendClosing},
		{actionInvite, (*turn).openInvite, (*turn).sendInvite},
		{actionSchedule, (*turn).openSchedule, (*turn).sendSchedule},
		{actionPractical, (*turn).openPractical, (*turn).sendPractical},
		{actionWhere, (*turn).openWhere, (*turn).sendWhere},
		{actionLate, (*turn).openLate, (*turn).sendLate},
	}, slices.Concat(releaseForms(), answerForms(), needForms(), changeForms(), replyForms(), stageForms(), bidderForms(), inquiryForms(), fairForms())...)
}

// teamHome is what a member of the team sees first.
func (t *turn) teamHome() { t.panel() }

// showForm opens a form.
func (t *turn) showForm(f bot.Form) { t.tx.Answer(bot.Answer{Form: &f}) }

// wrongIn answers a form with what is wrong in one of its fields.
func (t *turn) wrongIn(field, why string) {
	t.tx.Answer(bot.Answer{Errors: map[string]string{field: unmarked(why)}})
}

// refuseIn answers a form with a rule's no: beside the field that it is about,
// or as a note.
func (t *turn) refuseIn(r *engagement.Refusal, fields map[engagement.Field]string) {
	if field := fields[r.Field]; field != "" {
		t.wrongIn(field, t.why(r))
		return
	}
	t.refuse(r)
}

// filled is what stands in a field: what the person put there so far, or else
// what is known.
func (t *turn) filled(field, known string) string {
	if value, there := t.ev.Fields[field]; there {
		return value
	}
	return known
}

// entered is what a form brings in a field, without blanks around it.
func (t *turn) entered(field string) string { return strings.TrimFunc(t.ev.Fields[field], blank) }

// entry is entered as one line.
func (t *turn) entry(field string) string { return oneLine(t.ev.Fields[field]) }

// done answers what was recorded, and says what comes next: in words to
// somebody who types, with buttons to somebody who fills in forms.
func (t *turn) done(title string, blocks ...bot.Block) {
	preparing := t.state.Stage() == engagement.Preparing
	switch {
	case preparing && t.ev.Kind == bot.Submitted:
		blocks = append(blocks, t.nextRow())
	case preparing:
		blocks = append(blocks, bot.Say(t.next()))
	}
	t.reply(title, blocks...)
}

// asBefore answers a form that changes nothing.
func (t *turn) asBefore(what string) {
	blocks := []bot.Block{bot.Say(what + " Nothing was changed.")}
	if t.state.Stage() == engagement.Preparing {
		blocks = append(blocks, t.nextRow())
	}
	t.note(blocks...)
}

// noDraftYet answers where a form needs sections; it says whether it did.
func (t *turn) noDraftYet() bool {
	if len(t.state.Sections()) > 0 {
		return false
	}
	t.note(bot.Say(t.why(&engagement.Refusal{Code: engagement.NoSections})), buttons(opens("Upload the draft", actionImport, "", "import")))
	return true
}

// sectionOptions are the sections to choose from.
func (t *turn) sectionOptions() []bot.Option {
	options := make([]bot.Option, 0, len(t.state.Sections()))
	for _, s := range t.state.Sections() {
		options = append(options, bot.Option{Value: strconv.Itoa(s.ID), Label: label(s)})
	}
	return options
}

// ticked reads the section numbers that were ticked; false: one is of no
// section.
func (t *turn) ticked(field string) (map[int]bool, bool) {
	chosen := map[int]bool{}
	for value := range strings.SplitSeq(t.ev.Fields[field], ",") {
		if value = strings.TrimSpace(value); value == "" {
			continue
		}
		n, err := strconv.Atoi(value)
		if _, known := t.state.Section(n); err != nil || !known {
			return nil, false
		}
		chosen[n] = true
	}
	return chosen, true
}

// ticks is the value of a field in which these sections are ticked.
func ticks(sections []engagement.Section, ticked func(engagement.Section) bool) string {
	var values []string
	for _, s := range sections {
		if ticked(s) {
			values = append(values, fmt.Sprint(s.ID))
		}
	}
	return strings.Join(values, ",")
}

// noSuchSection is said of a tick that belongs to an older draft.
const noSuchSection = "The draft has changed since this form was opened. Please open it again."
