package conversations

import (
	"fmt"
	"strconv"

	"soundings/bot"
	"soundings/engagement"
)

// actionPlain is the form in which a section gets its plain words; its value is the
// section.
const actionPlain = "plain"

// plainWordsCommands give sections the words in which people who use services read
// them.
func plainWordsCommands() []command {
	return []command{{
		names: []string{"plain", "plainly", "in plain words", "plain words"}, usage: "plain 4: your words", group: "Prepare", takes: takesText, run: (*turn).plainWords,
		help: "a section in plain words, for people who use the service; **plain** alone says which have none",
		more: "People who use the service read these words in place of the section; suppliers never do. Each section needs them before such a group is invited. In the draft, a line under the heading does it: *Plain: When you press your alarm, somebody answers.* So does a heading of its own, *In plain words*.",
	}}
}

// readAs is a section as an organisation reads it: plain words of a text that means
// something else by now mislead.
func readAs(o engagement.Organisation, s engagement.Section) string {
	if o.Users && s.Plain != "" && s.PlainOf >= s.Material {
		return s.Plain
	}
	return s.Text
}

// whyNotPlain says for which sections plain words are missing.
func (t *turn) whyNotPlain() string {
	missing := t.state.NotPlain()
	if len(missing) == 0 {
		return "Every section has its plain words."
	}
	return "People who use the service read every section in plain words, and " + sectionsSay(missing, "has", "have") + " none yet: " + t.namesOf(missing) +
		". Write for example **plain " + strconv.Itoa(missing[0]) + ": When you press your alarm, somebody answers**."
}

// sectionsSay counts sections, with the verb that fits.
func sectionsSay(ids []int, one, many string) string {
	return count(len(ids), "section", "sections") + " " + plural(len(ids), one, many)
}

// namesOf names sections.
func (t *turn) namesOf(ids []int) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		s, _ := t.state.Section(id)
		names[i] = "**" + name(s) + "**"
	}
	return series(names)
}

// plainWords takes "4: words"; a number alone shows them, nothing says which are
// missing.
func (t *turn) plainWords(l line) {
	rest, n, ok := l.cutNumber()
	s, there := t.state.Section(n)
	switch {
	case !ok:
		t.whichPlain()
	case !there:
		t.refuse(&engagement.Refusal{Code: engagement.UnknownSection, Section: n})
	case rest.empty():
		t.showPlain(s)
	default:
		t.putPlainly(s, rest.words())
	}
}

// whichPlain says which sections have no plain words, or words of an older text.
func (t *turn) whichPlain() {
	if t.noDraftYet() {
		return
	}
	text := t.whyNotPlain()
	if old := t.plainlyOld(); len(old) > 0 {
		text += " Those of " + t.namesOf(old) + " were written for an earlier text: please read them once more."
	}
	var row []bot.Button
	for _, id := range append(t.state.NotPlain(), t.plainlyOld()...) {
		if len(row) < mostButtons {
			row = append(row, plainButton(id))
		}
	}
	t.note(bot.Say(text), buttons(row...))
}

func plainButton(section int) bot.Button {
	return opens(fmt.Sprintf("Plain words for %d", section), actionPlain, strconv.Itoa(section), fmt.Sprintf("plain %d: your words", section))
}

// plainlyOld gives the sections whose plain words are of an earlier text.
func (t *turn) plainlyOld() []int {
	var all []int
	for _, s := range t.state.Sections() {
		if s.Plain != "" && s.PlainOf < s.Revision {
			all = append(all, s.ID)
		}
	}
	return all
}

func (t *turn) showPlain(s engagement.Section) {
	if s.Plain == "" {
		t.note(bot.Say("**"+name(s)+"** has no plain words yet."), buttons(plainButton(s.ID)))
		return
	}
	blocks := append([]bot.Block{bot.Say("People who use the service read it so:")}, specification(s.Plain)...)
	t.noteTitled(label(s), append(blocks, buttons(plainButton(s.ID)))...)
}

// putPlainly records the plain words of a section.
func (t *turn) putPlainly(s engagement.Section, words string) {
	facts, refusal := t.state.PutPlainly(engagement.SectionPlain{Section: s.ID, Text: words, By: t.person()})
	if refusal != nil {
		t.refuseHere(refusal, map[engagement.Field]string{engagement.FieldPlain: fieldText})
		return
	}
	if !t.take(facts, nil) {
		return
	}
	if len(facts) == 0 {
		t.note(bot.Say("Those are its plain words already."))
		return
	}
	left := "Every section has its plain words now."
	if missing := t.state.NotPlain(); len(missing) > 0 {
		left = "Still without: " + t.namesOf(missing) + "."
	}
	t.done("", bot.Say("People who use the service read **"+name(s)+"** so:"), bot.Block{Quote: &bot.Quote{Words: words}}, bot.Say(left))
}

// openPlain asks for the plain words of one section, under its text.
func (t *turn) openPlain() {
	s, ok := t.sectionInValue()
	if !ok {
		return
	}
	t.showForm(bot.Form{
		Action: actionPlain, Value: strconv.Itoa(s.ID), Title: "In plain words", Heading: label(s), Submit: "Save", Typed: fmt.Sprintf("plain %d: your words", s.ID),
		Blocks: append([]bot.Block{bot.Say("The text that suppliers read:")}, specification(s.Text)...),
		Fields: []bot.Field{{
			Name: fieldText, Kind: bot.Words, Label: "The same in plain words", Value: t.filled(fieldText, s.Plain), Required: true, Max: engagement.MostWords,
			Hint: "Short sentences, no terms of the trade. Say “you”: they are the ones who would use it.",
		}},
	})
}

func (t *turn) sendPlain() {
	s, ok := t.sectionInValue()
	if !ok {
		return
	}
	if t.entered(fieldText) == "" {
		t.wrongIn(fieldText, "Please write what people who use the service should read.")
		return
	}
	t.putPlainly(s, t.entered(fieldText))
}

// plainFact says in status whose plain words are missing; nil where nobody reads
// any.
func (t *turn) plainFact() []bot.Pair {
	missing, old := t.state.NotPlain(), t.plainlyOld()
	if !t.anyAsked(true) || len(missing)+len(old) == 0 {
		return nil
	}
	return []bot.Pair{{Label: "Plain words", Value: "to be written, or read once more, for " + sectionNumbers(append(missing, old...))}}
}

// plainWanted says whether plain words are missing for a rehearsal as what l says,
// or for one with those who are invited.
func (t *turn) plainWanted(l line) bool {
	kind, _ := readKind(l.words())
	return (kind == engagement.UsersGroup || t.anyAsked(true)) && len(t.state.NotPlain()) > 0
}
