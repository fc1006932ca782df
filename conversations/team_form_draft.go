package conversations

import (
	"fmt"
	"slices"
	"strconv"

	"soundings/bot"
	"soundings/engagement"
)

// openImport asks for the draft.
func (t *turn) openImport() {
	if t.state.Stage() != engagement.Preparing {
		t.refuse(&engagement.Refusal{Code: engagement.AlreadyOpen, Stage: t.state.Stage()})
		return
	}
	blocks := []bot.Block{bot.Say("Word (.docx), Markdown or plain text. A long draft is grouped into 8 to 15 sections, and you are told what was left out.")}
	if len(t.state.Sections()) > 0 {
		blocks = append(blocks, bot.Say("This takes the place of the draft that is here, with all that you marked on it."))
	}
	t.showForm(bot.Form{
		Action: actionImport, Title: "The draft", Blocks: blocks, Submit: "Make sections of it",
		Typed: "import, with the file attached to the message or the text pasted after the word",
		Fields: []bot.Field{
			{Name: fieldFile, Kind: bot.Upload, Label: "The file"},
			{Name: fieldText, Kind: bot.Words, Label: "Or paste the text", Value: t.filled(fieldText, "")},
		},
	})
}

// sendImport takes the draft of a form.
func (t *turn) sendImport() {
	field := fieldText
	if t.ev.File != nil {
		field = fieldFile
	}
	d, problem := t.givenDraft(t.entered(fieldText))
	switch {
	case t.err != nil:
	case d.empty() && problem == "":
		t.wrongIn(fieldFile, "Please choose a file, or paste the text below.")
	case problem != "":
		t.wrongIn(field, problem)
	default:
		t.takeDraft(d)
	}
}

// openStanding asks which sections are fixed, and which are not known yet.
func (t *turn) openStanding() {
	if t.noDraftYet() {
		return
	}
	sections := t.state.Sections()
	is := func(standing engagement.Standing) string {
		return ticks(sections, func(s engagement.Section) bool { return s.Standing == standing })
	}
	t.showForm(bot.Form{
		Action: actionStanding, Title: "What is fixed", Submit: "Save", Typed: t.numbered("fixed 4 6 or don't know 10"),
		Blocks: []bot.Block{bot.Say("Tick the few that have to stay as they are, and those where you have not made up your minds. All the others are open to change.")},
		Fields: []bot.Field{
			{Name: fieldFixed, Kind: bot.Ticks, Label: "Fixed", Hint: "Suppliers can still say that it can't be done, and whether it would stop them from bidding.", Options: t.sectionOptions(), Value: t.filled(fieldFixed, is(engagement.Fixed))},
			{Name: fieldUnknown, Kind: bot.Ticks, Label: "We don't know yet", Hint: "Suppliers are told that the question is a real one.", Options: t.sectionOptions(), Value: t.filled(fieldUnknown, is(engagement.Exploring))},
		},
	})
}

// sendStanding marks every section as the form says.
func (t *turn) sendStanding() {
	fixed, known := t.ticked(fieldFixed)
	unknown, knownToo := t.ticked(fieldUnknown)
	switch {
	case !known:
		t.wrongIn(fieldFixed, noSuchSection)
		return
	case !knownToo:
		t.wrongIn(fieldUnknown, noSuchSection)
		return
	}
	var both []string
	wanted := map[int]engagement.Standing{}
	for _, s := range t.state.Sections() {
		switch {
		case fixed[s.ID] && unknown[s.ID]:
			both = append(both, "“"+label(s)+"”")
		case fixed[s.ID]:
			wanted[s.ID] = engagement.Fixed
		case unknown[s.ID]:
			wanted[s.ID] = engagement.Exploring
		default:
			wanted[s.ID] = engagement.Open
		}
	}
	if len(both) > 0 {
		t.wrongIn(fieldUnknown, "Ticked as fixed above, too: "+series(both)+". Please choose the one or the other.")
		return
	}
	changed, ok := t.mark(wanted)
	if !ok {
		return
	}
	t.settle(stepStanding)
	if len(changed) == 0 {
		t.standsAsBefore()
		return
	}
	t.done("", bot.Say("Marked: **"+t.standings()+"**."), t.marked())
}

// standsAsBefore answers a form of standings that changed none; what was looked
// at counts as done all the same.
func (t *turn) standsAsBefore() { t.asBefore("So it is already: " + t.standings() + ".") }

// marked lists the sections that are not simply open to change.
func (t *turn) marked() bot.Block {
	var pairs []bot.Pair
	for _, standing := range []engagement.Standing{engagement.Fixed, engagement.Exploring} {
		var names []string
		for _, s := range t.state.Sections() {
			if s.Standing == standing {
				names = append(names, label(s))
			}
		}
		if len(names) > 0 {
			words, _ := standingWords(standing)
			pairs = append(pairs, bot.Pair{Label: words, Value: series(names)})
		}
	}
	if len(pairs) == 0 {
		return bot.Say("Nothing is fixed, and nothing is unknown.")
	}
	return bot.Block{Facts: pairs}
}

// openWant asks what is most wanted to know of one section.
func (t *turn) openWant() {
	s, ok := t.sectionInValue()
	if !ok {
		return
	}
	t.showForm(bot.Form{
		Action: actionWant, Value: strconv.Itoa(s.ID), Title: "Most want to know", Submit: "Save",
		Typed:  fmt.Sprintf("most want to know %d: your question", s.ID),
		Blocks: []bot.Block{bot.Say("Suppliers read it under **" + name(s) + "**, as what you most want to know.")},
		Fields: []bot.Field{{
			Name: fieldQuestion, Kind: bot.Words, Label: "Your question", Value: t.filled(fieldQuestion, s.Ask), Max: engagement.MostAsk,
			Hint: "One question that only suppliers can answer. Leave it empty to ask none.",
		}},
	})
}

// sectionInValue is the section that a button or form is about; without one it
// answers.
func (t *turn) sectionInValue() (engagement.Section, bool) {
	n, err := strconv.Atoi(t.ev.Value)
	s, ok := t.state.Section(n)
	if err != nil || !ok {
		t.note(bot.Say(oldButton))
	}
	return s, err == nil && ok
}

// sendWant puts the question of a form under its section.
func (t *turn) sendWant() {
	s, ok := t.sectionInValue()
	if !ok {
		return
	}
	question := t.entry(fieldQuestion)
	if question == s.Ask {
		t.asBefore("That is the question under " + name(s) + " already.")
		return
	}
	facts, refusal := t.state.Mark(engagement.SectionMarked{Section: s.ID, Ask: &question, By: t.person()})
	if refusal != nil {
		t.refuseIn(refusal, map[engagement.Field]string{engagement.FieldAsk: fieldQuestion})
		return
	}
	if t.take(facts, nil) {
		t.wants(s.ID)
	}
}

// sameDraft says whether these are the sections that are here already, marked
// as they are.
func (t *turn) sameDraft(imported []engagement.ImportedSection) bool {
	return slices.EqualFunc(imported, t.state.Sections(), func(a engagement.ImportedSection, b engagement.Section) bool {
		return a.ID == b.ID && a.Number == b.Number && a.Title == b.Title && a.Text == b.Text && a.Standing == b.Standing &&
			a.Ask == b.Ask && a.Minutes == b.Minutes && a.Plain == b.Plain && !b.Priority && slices.Equal(a.Path, b.Path)
	})
}
