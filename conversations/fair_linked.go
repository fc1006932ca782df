package conversations

import (
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// linkedCommands say which suppliers are one where they are counted.
func linkedCommands() []command {
	return []command{
		{
			names: []string{"linked", "link firms", "count as one"}, usage: "linked Tidewell and Kindred: same parent", group: "Read", takes: takesText, run: (*turn).linkFirms,
			help: "count suppliers once that belong together, such as those with one parent, or in one consortium",
			more: "They go on answering each for itself, and nobody of theirs is told. Where voices are counted, the latest that any of them said stands for all; a line beside the count says so. **not linked Tidewell and Kindred** ends it. **linked** alone lists them.",
		},
		{names: []string{"not linked", "unlink"}, usage: "not linked Tidewell and Kindred", takes: takesText, run: (*turn).unlinkFirms, help: "count each of them again"},
	}
}

// firmsIn reads names between "and" and commas, each of somebody who is asked.
func (t *turn) firmsIn(text string) (ids []string, unknown string) {
	rest := readLine(text)
	for !rest.empty() {
		best, next := engagement.Organisation{}, rest
		for _, o := range t.state.Organisations() {
			if after, ok := rest.cut(nameKey(o.Name)); ok && len(nameKey(o.Name)) > len(nameKey(best.Name)) {
				best, next = o, after
			}
		}
		if best.ID == "" {
			return ids, rest.words()
		}
		ids = append(ids, best.ID)
		rest, _ = next.cutAny("and", "&", "with")
	}
	return ids, ""
}

// linkFirms takes "Tidewell and Kindred: same parent".
func (t *turn) linkFirms(l line) {
	if l.empty() {
		t.showLinked()
		return
	}
	names, why, _ := strings.Cut(l.words(), ":")
	t.linkThem(names, engagement.OrganisationsLinked{On: true, Why: oneLine(why), By: t.person()})
}

func (t *turn) unlinkFirms(l line) {
	t.linkThem(l.words(), engagement.OrganisationsLinked{By: t.person()})
}

func (t *turn) linkThem(names string, f engagement.OrganisationsLinked) {
	ids, unknown := t.firmsIn(names)
	if unknown != "" {
		t.note(bot.Say("Nobody called “" + plain(firstRunes(oneLine(unknown), longestCell)) + "” is asked. Write for example **linked Tidewell and Kindred: same parent**. Nothing was changed."))
		return
	}
	f.Organisations = ids
	t.linkIDs(f, names)
}

// linkIDs records who is counted once, or no longer; names are those that were
// typed.
func (t *turn) linkIDs(f engagement.OrganisationsLinked, names string) {
	facts, refusal := t.state.Link(f)
	switch {
	case refusal != nil && refusal.Field == engagement.FieldOrganisations:
		t.note(bot.Say("Which ones belong together? Write for example **linked Tidewell and Kindred: same parent**. Nothing was changed."))
		return
	case refusal != nil && refusal.Code == engagement.NotAsked:
		t.note(bot.Say("People who use the service are counted apart, each as one, so their groups can't be linked with anybody. Nothing was changed."))
		return
	case refusal != nil && refusal.Field == engagement.FieldReason:
		t.note(bot.Say("Why do they belong together? Write it behind a colon: **linked " + plain(oneLine(names)) + ": same parent**. It stands beside the counts. Nothing was changed."))
		return
	case !t.take(facts, refusal):
		return
	case len(facts) == 0:
		t.note(bot.Say("That is so already."))
		return
	}
	if !f.On {
		t.reply("", bot.Say("Noted: each of them is counted for itself again."))
		return
	}
	t.reply("", bot.Say("Noted."+t.linkedSaid()+" Each goes on answering for itself, and none of them is told."))
}

// showLinked lists who is counted once.
func (t *turn) showLinked() {
	said := t.linkedSaid()
	if said == "" {
		t.note(bot.Say("Every supplier is counted for itself. Where some belong together, write **linked Tidewell and Kindred: same parent**."), buttons(linkButton()))
		return
	}
	t.note(bot.Say(strings.TrimSpace(said)), bot.Aside("**not linked** and their names ends it."), buttons(linkButton()))
}

// actionLinked is the form in which suppliers are chosen that are counted once. It
// stands in messages that stay in rooms for years: add, never change.
const actionLinked = "linked"

func linkButton() bot.Button {
	return opens("Count some once", actionLinked, "", "linked Tidewell and Kindred: same parent")
}

// openLinked asks who belongs together, and why.
func (t *turn) openLinked() {
	var options []bot.Option
	for _, o := range t.state.Organisations() {
		if !o.Users {
			options = append(options, bot.Option{Value: o.ID, Label: oneLine(o.Name)})
		}
	}
	if len(options) < 2 {
		t.note(bot.Say("Fewer than two suppliers are asked, so there are none to count once."))
		return
	}
	t.showForm(bot.Form{
		Action: actionLinked, Title: "Counted once", Submit: "Save", Typed: "linked Tidewell and Kindred: same parent",
		Blocks: []bot.Block{bot.Say("They go on answering each for itself, and none of them is told. Where voices are counted, the latest that any of them said stands for all, and a line beside the count says so.")},
		Fields: []bot.Field{
			{Name: fieldOrganisations, Kind: bot.Ticks, Label: "Who belongs together", Value: t.filled(fieldOrganisations, ""), Options: options},
			{Name: fieldReason, Kind: bot.Line, Label: "Why", Hint: "For example: same parent. It stands beside the counts.", Value: t.filled(fieldReason, ""), Required: true, Max: engagement.MostReason},
		},
	})
}

func (t *turn) sendLinked() {
	f := engagement.OrganisationsLinked{On: true, Why: t.entry(fieldReason), By: t.person()}
	for _, o := range t.state.Organisations() {
		if t.boxes(fieldOrganisations)[o.ID] {
			f.Organisations = append(f.Organisations, o.ID)
		}
	}
	switch {
	case len(f.Organisations) < 2:
		t.wrongIn(fieldOrganisations, "Please tick two at least.")
	case f.Why == "":
		t.wrongIn(fieldReason, "Please say why. It stands beside the counts.")
	default:
		t.linkIDs(f, "")
	}
}

// linkedSaid says who is counted once, behind a sentence; empty: nobody.
func (t *turn) linkedSaid() string {
	var text strings.Builder
	for _, l := range t.state.Linked() {
		text.WriteString(" " + t.linkedNames(l) + " are counted once (" + plain(l.Why) + ").")
	}
	return text.String()
}

func (t *turn) linkedNames(l engagement.OrganisationsLinked) string {
	names := make([]string, len(l.Organisations))
	for i, id := range l.Organisations {
		names[i] = "**" + plain(t.organisationNamed(id)) + "**"
	}
	return series(names)
}

// linkedFact says the same in status; nil: nobody is.
func (t *turn) linkedFact() []bot.Pair {
	var parts []string
	for _, l := range t.state.Linked() {
		var names []string
		for _, id := range l.Organisations {
			names = append(names, oneLine(t.organisationNamed(id)))
		}
		parts = append(parts, series(names)+" ("+oneLine(l.Why)+")")
	}
	if len(parts) == 0 {
		return nil
	}
	return []bot.Pair{{Label: "Counted once", Value: strings.Join(parts, "; ")}}
}
