package conversations

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"soundings/bot"
	"soundings/draft"
	"soundings/engagement"
)

// changeCommands change the draft once suppliers have it.
func changeCommands() []command {
	return []command{
		{
			names: []string{"change", "change section", "revise"}, usage: "change 5", takes: takesText, group: "Reply", run: (*turn).change,
			help: "give a section another text, with the reason; everybody gets it at the same time",
			more: "A form shows the text. Typed: **change 5 because we were asked which: the new text**. Until it is sent everybody reads the text before; after that, those who had answered are asked to look again where it matters. **look again 5 no** (or **yes**) decides that otherwise than I propose. Where people who use the service are asked, **plain 5: your words** and **plain why 5: the reason** say it to them. **change** with a file attached takes a whole new draft: you see what it changes before anything is taken.",
		},
		{names: []string{"take draft", "take the draft", "take these changes"}, usage: "take draft because your reason", takes: takesText, run: (*turn).takeDraftTyped, help: "take the changes of a new draft"},
		{names: []string{"drop draft", "drop the draft"}, usage: "drop draft", run: (*turn).dropDraft, help: "forget a new draft of which nothing was taken"},
		{names: []string{"look again"}, usage: "look again 5 no", takes: takesText, run: (*turn).lookAgain, help: "say whether those who have answered a section should look again"},
	}
}

// The fields of a change, and what may stand in them. Stored: add, never change.
const (
	fieldStanding = "standing"
	fieldBecause  = "because"
	fieldAgain    = "again"
	fieldPlainWhy = "plainwhy"

	againRule = "rule"
	againYes  = "yes"
	againNo   = "no"
)

// changeForms are the forms of a change.
func changeForms() []form {
	return []form{{actionChange, (*turn).openChange, (*turn).sendChange}, {actionTake, (*turn).openTake, (*turn).sendTake}}
}

// change takes "change 5", or "change 5 because …: the new text".
func (t *turn) change(l line) {
	rest, n, ok := l.cutNumber()
	switch {
	case !ok && t.ev.File == nil && !strings.Contains(l.raw, "\n"):
		t.note(bot.Say(t.numbered("Which section? Write for example **change 5**; or attach a whole new draft to a message that says **change**.")), buttons(view("Sections", "sections")))
		return
	case !ok:
		t.changeDraft(l)
		return
	}
	s, known := t.state.Section(n)
	if !known {
		t.refuse(&engagement.Refusal{Code: engagement.UnknownSection, Section: n})
		return
	}
	because, given := rest.cutAny("because")
	if !given {
		t.note(bot.Say("**"+label(s)+"**: the form has its text and asks for the reason. Typed, it goes like this: **change "+fmt.Sprint(n)+" because we were asked which: the new text**."), buttons(changeButton("Change "+label(s), n, nil)))
		return
	}
	reason, text, cut := cutAtColon(because.words())
	if !cut || text == "" {
		t.note(bot.Say("The reason stands before a colon, and the whole new text after it: **change " + fmt.Sprint(n) + " because we were asked which: the new text**. Nothing was changed."))
		return
	}
	t.rework(s, engagement.SectionRevised{
		Section: n, Title: s.Title, Text: strings.TrimFunc(text, blank), Standing: s.Standing, Ask: s.Ask, Reason: oneLine(reason),
		Plain: t.plainThatWaits(n), PlainReason: t.plainWhyThatWaits(n),
	}, againRule)
}

// changing is what a form of a change begins with: what waits, or the text as it
// is.
func (t *turn) changing(s engagement.Section) engagement.Revision {
	if p, ok := t.state.PreparedFor(s.ID); ok && p.How == engagement.Rewritten {
		return p.Revision
	}
	return engagement.Revision{Title: s.Title, Text: s.Text, Standing: s.Standing, Ask: s.Ask}
}

// changeButton opens the form of a change, in which these answers stand before
// others. None is ticked in advance: what a change rests on, a person says.
func changeButton(label string, section int, because []string) bot.Button {
	value := fmt.Sprint(section)
	if len(because) > 0 {
		value += " " + strings.Join(because[:min(len(because), mostBecause)], ",")
	}
	return opens(label, actionChange, value, fmt.Sprintf("change %d", section))
}

// readChangeValue reads the value of such a button, or of the form.
func readChangeValue(value string) (section int, because []string) {
	number, ids, rests := strings.Cut(value, " ")
	section, _ = strconv.Atoi(number)
	if rests {
		because = strings.Split(ids, ",")
	}
	return section, because
}

// openChange asks for another text.
func (t *turn) openChange() {
	n, because := readChangeValue(t.ev.Value)
	s, ok := t.state.Section(n)
	if !ok {
		t.refuse(&engagement.Refusal{Code: engagement.UnknownSection, Section: n})
		return
	}
	if t.state.Stage() != engagement.Talking {
		t.note(bot.Say("A section is changed so while suppliers have it. Before that, **import** takes another draft, and once it is over the text stays."))
		return
	}
	now := t.changing(s)
	fields := []bot.Field{
		{Name: fieldText, Kind: bot.Words, Label: "The text", Hint: "Markdown is understood. Everybody reads the text before until this is sent.", Value: t.filled(fieldText, now.Text), Required: true, Max: engagement.MostSectionText},
		{Name: fieldReason, Kind: bot.Words, Label: "Why", Hint: "Everybody reads it. For example: “compatible” was not clear by itself.", Value: t.filled(fieldReason, now.Reason), Required: true, Max: engagement.MostReason},
	}
	fields = append(fields, t.changeFields(s)...)
	if options := t.becauseOptions(s.ID); len(options) > 0 {
		options = tickedFirst(options, append(slices.Clone(now.Because), because...))
		fields = append(fields, bot.Field{Name: fieldBecause, Kind: bot.Ticks, Label: "It rests on", Hint: "Tick those alone that were a reason for it. They are told, in their own room alone, that theirs was one. Sensitive answers stand here once somebody has read them.", Options: options, Value: t.filled(fieldBecause, tickedOf(options, now.Because))})
	}
	fields = append(fields,
		bot.Field{Name: fieldAgain, Kind: bot.Choice, Label: "Should people who answered look again?", Value: t.filled(fieldAgain, againRule), Options: []bot.Option{
			{Value: againRule, Label: "Propose it to me", Hint: "A changed number, obligation or sentence means yes. You see it before anything goes out"},
			{Value: againYes, Label: "Yes"},
			{Value: againNo, Label: "No"},
		}},
		bot.Field{Name: fieldTitle, Kind: bot.Line, Label: "Its title", Value: t.filled(fieldTitle, now.Title), Required: true, Max: engagement.MostTitle},
		bot.Field{Name: fieldStanding, Kind: bot.Choice, Label: "How firm it is", Value: t.filled(fieldStanding, string(now.Standing)), Options: standingOptions()},
		bot.Field{Name: fieldQuestion, Kind: bot.Line, Label: "What you most want to know", Value: t.filled(fieldQuestion, now.Ask), Max: engagement.MostAsk},
	)
	var reads []bot.Block
	if t.anyAsked(true) && s.Plain != "" {
		reads = append([]bot.Block{bot.Say("People who use the service read now:")}, specification(s.Plain)...)
	}
	t.showForm(bot.Form{
		Action: actionChange, Value: fmt.Sprint(n), Blocks: reads, Title: fmt.Sprintf("Change section %d", n), Heading: "Change " + label(s), Submit: "Show me how it reads",
		Typed: fmt.Sprintf("change %d because we were asked which: the new text", n), Fields: fields,
	})
}

func standingOptions() []bot.Option {
	var options []bot.Option
	for _, s := range []engagement.Standing{engagement.Fixed, engagement.Open, engagement.Exploring} {
		called, _ := standingWords(s)
		options = append(options, bot.Option{Value: string(s), Label: called})
	}
	return options
}

// mostBecause is how many answers and questions a form lists.
const mostBecause = 40

// becauseOptions are the answers and questions on a section. Sensitive words are
// left out, and so are answers with no other words which nobody has read.
func (t *turn) becauseOptions(section int) []bot.Option {
	var options []bot.Option
	for _, r := range t.state.Responses(section) {
		hidden := r.Sensitive || r.Private != "" && r.Words == ""
		if hidden && !t.state.WasRead(r.ID) {
			continue
		}
		o, _ := t.state.Organisation(r.Organisation)
		said := organisationKind(o) + ": " + labelFor(r.Stance, r.IsUser())
		switch {
		case hidden:
			said += " (commercially sensitive)"
		case r.Words != "":
			said += ", “" + firstWords(r.Words, 80) + "”"
		}
		options = append(options, bot.Option{Value: r.ID, Label: said})
	}
	for _, q := range t.state.Questions() {
		if q.Section == section && q.TakenBack.IsZero() {
			options = append(options, bot.Option{Value: q.ID, Label: q.ID + ": “" + firstWords(q.Text, 80) + "”"})
		}
	}
	return options
}

// tickedFirst gives as many options as a form lists: where there are more, those
// that are ticked before the others.
func tickedFirst(options []bot.Option, ticked []string) []bot.Option {
	if len(options) <= mostBecause {
		return options
	}
	var first, rest []bot.Option
	for _, o := range options {
		if slices.Contains(ticked, o.Value) {
			first = append(first, o)
		} else {
			rest = append(rest, o)
		}
	}
	return append(first, rest...)[:mostBecause]
}

// tickedOf gives those of the options that are ticked: an answer that was given
// anew since is none any more.
func tickedOf(options []bot.Option, ticked []string) string {
	var still []string
	for _, o := range options {
		if slices.Contains(ticked, o.Value) {
			still = append(still, o.Value)
		}
	}
	return strings.Join(still, ",")
}

// sendChange takes the form of a change.
func (t *turn) sendChange() {
	n, _ := strconv.Atoi(t.ev.Value)
	s, ok := t.state.Section(n)
	switch {
	case !ok:
		t.refuse(&engagement.Refusal{Code: engagement.UnknownSection, Section: n})
		return
	case t.entered(fieldReason) == "":
		t.wrongIn(fieldReason, "Please say why. Everybody who answered is owed a reason.")
		return
	case t.entered(fieldText) == "":
		t.wrongIn(fieldText, "Please write the text.")
		return
	}
	f := engagement.SectionRevised{
		Section: n, Title: t.entry(fieldTitle), Text: t.entered(fieldText), Standing: engagement.Standing(t.ev.Fields[fieldStanding]),
		Ask: t.entry(fieldQuestion), Reason: t.entry(fieldReason), Because: t.because(n),
		Plain: t.entered(fieldPlain), PlainReason: t.entry(fieldPlainWhy),
	}
	if f.Title == "" {
		f.Title = s.Title
	}
	if !f.Standing.Valid() {
		f.Standing = s.Standing
	}
	t.rework(s, f, t.ev.Fields[fieldAgain])
}

// because reads which answers and questions were ticked; what is of no such is
// left out.
func (t *turn) because(section int) []string {
	ticked := t.boxes(fieldBecause)
	var ids []string
	for _, option := range t.becauseOptions(section) {
		if ticked[option.Value] {
			ids = append(ids, option.Value)
		}
	}
	return ids
}

// rework makes a change wait for its slot, and shows how it reads.
func (t *turn) rework(s engagement.Section, f engagement.SectionRevised, again string) {
	f.Minutes = readingMinutes(f.Text)
	t.judge(s, f, nil).decide(&f, again)
	alone, waited := t.state.PlainFor(s.ID)
	facts, refusal := t.state.Rework(engagement.ReleaseMade{Due: t.nextSlot(t.now), By: t.person()}, f)
	switch {
	case refusal != nil && t.ev.Kind == bot.Submitted:
		t.refuseIn(refusal, map[engagement.Field]string{
			engagement.FieldReason: fieldReason, engagement.FieldSectionTitle: fieldTitle, engagement.FieldSectionText: fieldText, engagement.FieldAsk: fieldQuestion,
			engagement.FieldPlain: fieldPlain, engagement.FieldPlainReason: fieldPlainWhy,
		})
	case refusal != nil:
		t.refuseKeeping(refusal, f.Text)
	case len(facts) == 0:
		t.note(bot.Say("That is the text already, word for word. Nothing was changed."))
	case t.take(facts, nil):
		p, _ := t.state.PreparedFor(s.ID)
		t.offer(p.Release, againWords(p)+" **look again "+fmt.Sprint(s.ID)+" "+otherwise(p)+"** changes that."+wentAlong(alone, waited, p))
	}
}

// readingMinutes is how long a text takes to read and to answer.
func readingMinutes(text string) int {
	n := len(strings.Fields(text))
	return max(1, draft.AnswerMinutes+(n+draft.WordsPerMinute/2)/draft.WordsPerMinute)
}

func otherwise(p engagement.Prepared) string {
	if p.Revision.Material {
		return againNo
	}
	return againYes
}

// lookAgain decides otherwise whether those who have answered should look again.
func (t *turn) lookAgain(l line) {
	rest, n, ok := l.cutNumber()
	p, prepared := t.state.PreparedFor(n)
	said := ""
	switch {
	case rest.is("yes", "y"):
		said = againYes
	case rest.is("no", "n"):
		said = againNo
	}
	switch {
	case !ok || said == "":
		t.note(bot.Say(t.numbered("Write for example **look again 5 no**, for a change that waits.")))
		return
	case !prepared || p.How != engagement.Rewritten:
		t.note(bot.Say("No change to section " + fmt.Sprint(n) + " waits. **waiting** lists what does."))
		return
	case p.Revision.Material == (said == againYes):
		t.note(bot.Say("That is so already. " + againWords(p)))
		return
	}
	s, _ := t.state.Section(n)
	t.rework(s, rewording(p), said)
}
