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
		more: "People who use the service read these words in place of the section; suppliers never do. Each section needs them before such a group is invited. **plain want 4: a question** asks them something of it; what suppliers are asked they never read. Once you have opened, other plain words wait: you read them as they will, and they go to them alone, with the slot. Of a change that waits, **plain 4: your words** says how they read it then, and **plain why 4: the reason** why; **plain Q3: your words** says to them what came of a question. In the draft, a line under the heading does it: *Plain: When you press your alarm, somebody answers.* So does a heading of its own, *In plain words*.",
	}, {
		names: []string{"plain want", "plain most want to know"}, usage: "plain want 4: your question", takes: takesText, run: (*turn).plainWant,
		help: "ask people who use the service something about a section, in plain words; once you have opened, it goes to them with the slot",
	}, {
		names: []string{"plain why"}, usage: "plain why 4: the reason", takes: takesText, run: (*turn).plainWhy,
		help: "say to people who use the service why a section changes, in plain words",
	}}
}

// readAs is a section as an organisation reads it: plain words of a text that means
// something else by now mislead.
func readAs(o engagement.Organisation, s engagement.Section) string {
	if o.Users && plainNow(s) {
		return s.Plain
	}
	return s.Text
}

// notPlain gives the sections that have no plain words, and for which none wait.
func (t *turn) notPlain() []int { return t.withoutWaiting(t.state.NotPlain()) }

// whyNotPlain says for which sections plain words are missing.
func (t *turn) whyNotPlain() string {
	missing := t.notPlain()
	switch {
	case len(missing) > 0:
	case len(t.state.NotPlain()) > 0:
		return "Every section has its plain words, or they wait. **waiting** lists what does."
	default:
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
	if t.plainOutcome(l) {
		return
	}
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
		if !t.plainWaiting(s, func(f *engagement.SectionRevised) { f.Plain = rest.words() }) {
			_, ask := t.plainToCome(s)
			t.putPlainly(s, rest.words(), ask)
		}
	}
}

// whichPlain says which sections have no plain words, or words of an older text.
func (t *turn) whichPlain() {
	if t.noDraftYet() {
		return
	}
	text := t.whyNotPlain()
	old := t.withoutWaiting(t.plainlyOld())
	if len(old) > 0 {
		text += " Those of " + t.namesOf(old) + " were written for an earlier text: please read them once more."
	}
	var row []bot.Button
	for _, id := range append(t.notPlain(), old...) {
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
	waiting := t.plainWaits(s)
	if s.Plain == "" {
		t.note(append([]bot.Block{bot.Say("**" + name(s) + "** has no plain words yet.")}, append(waiting, buttons(plainButton(s.ID)))...)...)
		return
	}
	blocks := append([]bot.Block{bot.Say("People who use the service read it so:")}, specification(s.Plain)...)
	if s.PlainAsk != "" {
		blocks = append(blocks, bot.Say("**What we most want to know:** "+plain(s.PlainAsk)))
	}
	t.noteTitled(label(s), append(append(blocks, waiting...), buttons(plainButton(s.ID)))...)
}

// plainWaits says where other plain words of a section wait; nil: nowhere.
func (t *turn) plainWaits(s engagement.Section) []bot.Block {
	in := ""
	if p, waits := t.state.PreparedFor(s.ID); waits && p.Plain != "" {
		in = p.Release
	} else if f, waits := t.state.PlainFor(s.ID); waits {
		in = f.Release
	}
	if in == "" {
		return nil
	}
	return []bot.Block{bot.Say("What waits for it goes with **" + in + "**."), buttons(view("Read what waits", "read "+in))}
}

// putPlainly records the plain words of a section.
func (t *turn) putPlainly(s engagement.Section, words, ask string) {
	if t.goesWithout(s) {
		return
	}
	facts, refusal := t.state.PutPlainly(t.nextSlot(t.now), engagement.SectionPlain{Section: s.ID, Text: words, Ask: ask, By: t.person()})
	if refusal != nil {
		t.refuseHere(refusal, map[engagement.Field]string{engagement.FieldPlain: fieldText, engagement.FieldAsk: fieldQuestion})
		return
	}
	if !t.take(facts, nil) {
		return
	}
	if len(facts) == 0 {
		t.note(append([]bot.Block{bot.Say("Those are its plain words already.")}, t.plainWaits(s)...)...)
		return
	}
	if t.plainOffered(s.ID) {
		return
	}
	left := "Every section has its plain words now."
	if missing := t.state.NotPlain(); len(missing) > 0 {
		left = "Still without: " + t.namesOf(missing) + "."
	}
	blocks := []bot.Block{bot.Say("People who use the service read **" + name(s) + "** so:"), {Quote: &bot.Quote{Words: words}}}
	if ask != "" {
		blocks = append(blocks, bot.Say("And they are asked: "+plain(ask)))
	}
	t.done("", append(blocks, bot.Say(left))...)
}

// openPlain asks for the plain words of one section, under its text; of a change that
// waits, for those of the text that it brings.
func (t *turn) openPlain() {
	s, ok := t.sectionInValue()
	if !ok {
		return
	}
	text, fields := s.Text, []bot.Field{{
		Name: fieldText, Kind: bot.Words, Label: "The same in plain words", Required: true, Max: engagement.MostWords,
		Hint: "Short sentences, no terms of the trade. Say “you”: they are the ones who would use it.",
	}}
	words, ask := t.plainToCome(s)
	if p, waits := t.state.PreparedFor(s.ID); waits && p.How == engagement.Rewritten {
		text, fields[0].Value = p.Revision.Text, t.filled(fieldText, p.Plain)
		fields = append(fields, tail(t.changeFields(s))...)
	} else {
		fields[0].Value = t.filled(fieldText, words)
		fields = append(fields, bot.Field{
			Name: fieldQuestion, Kind: bot.Line, Label: "What you most want to know from them", Value: t.filled(fieldQuestion, ask), Max: engagement.MostAsk,
			Hint: "In plain words, or nothing. They never read what suppliers are asked.",
		})
	}
	t.showForm(bot.Form{
		Action: actionPlain, Value: strconv.Itoa(s.ID), Title: "In plain words", Heading: label(s), Submit: "Save", Typed: fmt.Sprintf("plain %d: your words", s.ID),
		Blocks: append([]bot.Block{bot.Say("The text that suppliers read:")}, specification(text)...), Fields: fields,
	})
}

func (t *turn) sendPlain() {
	s, ok := t.sectionInValue()
	words := t.entered(fieldText)
	switch {
	case !ok:
	case words == "":
		t.wrongIn(fieldText, "Please write what people who use the service should read.")
	case t.plainWaiting(s, func(f *engagement.SectionRevised) { f.Plain, f.PlainReason = words, t.entry(fieldPlainWhy) }):
	default:
		t.putPlainly(s, words, t.entry(fieldQuestion))
	}
}

// plainWant takes "4: a question".
func (t *turn) plainWant(l line) {
	rest, n, ok := l.cutNumber()
	s, there := t.state.Section(n)
	words, _ := t.plainToCome(s)
	switch {
	case !ok || rest.empty():
		t.note(bot.Say(t.numbered("Write the section's number and your question, for example **plain want 4: would a minute be soon enough for you?**")))
	case !there:
		t.refuse(&engagement.Refusal{Code: engagement.UnknownSection, Section: n})
	case words == "":
		t.showPlain(s)
	default:
		t.putPlainly(s, words, oneLine(rest.words()))
	}
}

// plainWhy takes "4: the reason", of a change that waits.
func (t *turn) plainWhy(l line) {
	rest, n, ok := l.cutNumber()
	s, there := t.state.Section(n)
	switch {
	case !ok || rest.empty():
		t.note(bot.Say(t.numbered("Write the section's number and the reason, for example **plain why 4: one firm alone could not do it at night**.")))
	case !there:
		t.refuse(&engagement.Refusal{Code: engagement.UnknownSection, Section: n})
	case !t.plainWaiting(s, func(f *engagement.SectionRevised) { f.PlainReason = oneLine(rest.words()) }):
		t.note(bot.Say("No change to section " + fmt.Sprint(n) + " waits. **waiting** lists what does."))
	}
}

// plainFact says in status whose plain words are missing; nil where nobody reads
// any.
func (t *turn) plainFact() []bot.Pair {
	missing, old := t.notPlain(), t.withoutWaiting(t.plainlyOld())
	if stage := t.state.Stage(); stage != engagement.Preparing && stage != engagement.Talking {
		return nil // nobody reads the draft any more
	}
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

// tail is what stands behind the first field, if anything does.
func tail(fields []bot.Field) []bot.Field {
	if len(fields) == 0 {
		return nil
	}
	return fields[1:]
}
