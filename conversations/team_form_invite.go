package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// openInvite asks whom to ask.
func (t *turn) openInvite() {
	if stage := t.state.Stage(); stage != engagement.Preparing && stage != engagement.Talking {
		t.refuse(&engagement.Refusal{Code: engagement.NowPaused, Stage: stage})
		return
	}
	if t.ev.Value == valueMend && len(t.team.unplaced) > 0 {
		t.mendInvite("")
		return
	}
	t.inviteForm("", nil, "")
}

// valueMend is the form with the lines that could not be used.
const valueMend = "mend"

// inviteForm shows the form, with something to say first.
func (t *turn) inviteForm(value string, lead []bot.Block, names string) {
	how, example := t.howToInvite()
	blocks := append(lead, bot.Say(how), bot.Aside(kindsKnown+" Nobody sees who else is asked."))
	if t.state.Stage() == engagement.Talking {
		blocks = append(blocks, bot.Say("It is open: whoever you add is welcomed at once."))
	}
	t.showForm(bot.Form{
		Action: actionInvite, Value: value, Title: "Whom to ask", Blocks: blocks, Submit: "Add them", Typed: "invite Tidewell, small firm",
		Fields: append([]bot.Field{
			{Name: fieldNames, Kind: bot.Words, Label: "Organisations", Hint: example, Value: t.filled(fieldNames, names), Required: true},
			{Name: fieldKind, Kind: bot.Choice, Label: "Kind, where a line says none", Value: t.filled(fieldKind, ""), Options: kindOptions()},
		}, t.whereFields()...),
	})
}

func kindOptions() []bot.Option {
	var options []bot.Option
	for _, kind := range engagement.OrganisationKinds() {
		options = append(options, bot.Option{Value: string(kind), Label: upperFirst(kindName(kind))})
	}
	return options
}

// kindName is what a kind is called where organisations are named.
func kindName(kind engagement.OrganisationKind) string {
	if kind == engagement.UsersGroup {
		return "users' group"
	}
	return kindWord(kind)
}

// sendInvite invites those named in a form. The lines that can't be used come
// back in it, without the others.
func (t *turn) sendInvite() {
	kind := engagement.OrganisationKind(t.entry(fieldKind))
	lines := inviteLines(t.ev.Fields[fieldNames])
	switch {
	case kind != "" && !kind.Valid():
		t.wrongIn(fieldKind, "Please choose one of these.")
		return
	case len(lines) == 0:
		t.wrongIn(fieldNames, "Please name at least one organisation.")
		return
	case len(lines) > mostInvited:
		t.wrongIn(fieldNames, tooManyLines(len(lines)))
		return
	}
	if !t.readWhere(len(lines)) {
		return
	}
	done := t.inviteAll(lines, kind)
	faulty := make([]string, len(done.faulty))
	for i, f := range done.faulty {
		faulty[i] = f.text
	}
	if !slices.Equal(faulty, t.team.unplaced) {
		t.remember(kindUnplaced, unplaced{Lines: faulty})
	}
	if t.err != nil {
		return
	}
	switch problems := done.problems()[:len(done.asWas)]; {
	case len(done.added)+len(done.reached) > 0:
		t.invited(done, problems)
	case len(done.faulty) == 0:
		t.note(append(problems, bot.Say("Nothing was changed."), t.nextRow())...)
	}
	if len(done.faulty) > 0 {
		delete(t.ev.Fields, fieldNames) // what was taken is not asked for again
		others := " All the others were taken."
		if len(done.faulty) == len(lines) {
			others = " Nobody was added yet."
		}
		t.mendInvite(others)
	}
}

// mendInvite shows the lines that could not be used, to be mended, and says what
// became of the others.
func (t *turn) mendInvite(others string) {
	lines := t.team.unplaced
	lead := []bot.Block{bot.Say("**" + count(len(lines), "line needs", "lines need") + " something more.**" + others)}
	kept := false
	for _, text := range lines {
		i, problem := readInvitation(text, "")
		if o, there := t.organisationCalled(i.name); there && problem == "" {
			problem = "**" + plain(o.Name) + "** was not invited. " + t.why(&engagement.Refusal{Code: engagement.NameTaken})
		}
		if problem != "" {
			lead = append(lead, bot.Say(strings.TrimSuffix(problem, " "+kindsKnown))) // which the form has
		}
		kept = kept || len(t.team.addressed[nameKey(i.name)]) > 0
	}
	if kept {
		lead = append(lead, bot.Aside("Mail addresses on these lines are kept: they need not be written again as long as the name stays."))
	}
	named := slices.DeleteFunc(slices.Clone(lines), func(text string) bool { return text == "" })
	t.inviteForm(valueMend, lead, strings.Join(named, "\n"))
}
