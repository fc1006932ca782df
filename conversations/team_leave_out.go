package conversations

import (
	"soundings/bot"
	"soundings/engagement"
)

// leaveOut takes sections out of the draft that suppliers need not comment on.
func (t *turn) leaveOut(l line) {
	found, rest, ok := t.sectionsIn(l, "leave out 13 14")
	if !ok {
		return
	}
	if !rest.empty() {
		t.note(bot.Say("I understood the numbers but not what comes after them. Write for example **leave out 13 14**."))
		return
	}
	chosen := map[int]bool{}
	for _, s := range found {
		chosen[s.ID] = true
	}
	t.without(chosen)
}

// openLeaveOut asks which sections suppliers need not see.
func (t *turn) openLeaveOut() {
	if t.noDraftYet() {
		return
	}
	t.showForm(bot.Form{
		Action: actionLeaveOut, Title: "Leave sections out", Submit: "Leave them out", Typed: "leave out 13 14",
		Blocks: []bot.Block{bot.Say("Instructions to bidders and forms to sign need no comment, and each section costs every supplier some minutes. What you marked on the others stays; they are numbered anew.")},
		Fields: []bot.Field{{Name: fieldSections, Kind: bot.Ticks, Label: "Leave out", Options: t.sectionOptions(), Value: t.filled(fieldSections, "")}},
	})
}

// sendLeaveOut takes out the sections of a form.
func (t *turn) sendLeaveOut() {
	chosen, known := t.ticked(fieldSections)
	switch {
	case !known:
		t.wrongIn(fieldSections, noSuchSection)
	case len(chosen) == 0:
		t.asBefore("No section was ticked.")
	case len(chosen) == len(t.state.Sections()):
		t.wrongIn(fieldSections, "That would leave nothing to ask about.")
	default:
		t.without(chosen)
	}
}

// without puts the draft without these sections in the place of the one with
// them, with all that was marked on the others.
func (t *turn) without(chosen map[int]bool) {
	var kept []engagement.ImportedSection
	var first []engagement.Priority // by their new numbers
	for _, s := range t.state.Sections() {
		if chosen[s.ID] {
			continue
		}
		kept = append(kept, engagement.ImportedSection{
			Number: s.Number, Title: s.Title, Path: s.Path, Text: s.Text, Standing: s.Standing, Ask: s.Ask, Minutes: s.Minutes, Plain: s.Plain,
		})
		if s.Priority {
			first = append(first, engagement.Priority{Section: len(kept), Why: s.Matters})
		}
	}
	if len(kept) == 0 {
		t.note(bot.Say("That would leave nothing to ask about, so nothing was changed."))
		return
	}
	draft := t.state.Draft()
	facts, refusal := t.state.Import(engagement.DraftImported{File: draft.File, Blob: draft.Blob, Sections: kept, Notes: draft.Notes, By: t.person()})
	if refusal != nil {
		t.refuse(refusal)
		return
	}
	settled := t.team.settled[stepStanding]
	t.endRehearsal("Sections were left out of the draft that was rehearsed.")
	if !t.take(facts, nil) {
		return
	}
	if settled {
		t.settle(stepStanding)
	}
	if facts, refusal := t.state.Prioritise(engagement.PrioritiesSet{Sections: first, By: t.person()}, t.now); !t.take(facts, refusal) {
		return
	}
	t.done(count(len(kept), "section is", "sections are")+" left",
		bot.Say("Reading and answering all of it takes about **"+minutes(t.minutes())+"** now. The sections are numbered anew:"),
		bot.Block{Table: t.sectionTable()},
	)
}
