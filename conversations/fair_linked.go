package conversations

import (
	"slices"
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
			more: "It takes a second person of your team: somebody else says the same, or presses the button. Then each of them is told that it counts as one voice with others, and why, without their names. They go on answering each for itself, and you read all that they say. Where voices are counted, the latest that any of them said stands for all; a line beside the count says so, and where they differ. **not linked Tidewell and Kindred** ends it. **linked** alone lists them.",
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
	if t.leftBeside(t.wantedLinks(f.Organisations), t.calledAs(f.Organisations...)...) {
		return
	}
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
	case len(facts) == 0 && f.On && !t.isCountedSo(f):
		t.note(bot.Say("That is noted already. It takes somebody besides you: a second person of your team says the same, or presses the button."))
		return
	case len(facts) == 0:
		t.note(bot.Say("That is so already."))
		return
	}
	t.linkedNow(facts[0])
}

// wantedLinks are those who would count some of these as one already: it takes somebody
// besides them.
func (t *turn) wantedLinks(ids []string) (by []engagement.Person) {
	for _, w := range t.state.LinksWanted() {
		if w.By != t.person() && slices.ContainsFunc(w.Organisations, func(id string) bool { return slices.Contains(ids, id) }) {
			by = append(by, w.By)
		}
	}
	return by
}

// isCountedSo says whether they are counted as one already.
func (t *turn) isCountedSo(f engagement.OrganisationsLinked) bool {
	return slices.ContainsFunc(t.state.Linked(), func(l engagement.OrganisationsLinked) bool {
		return l.Why == f.Why && !slices.ContainsFunc(f.Organisations, func(id string) bool { return !slices.Contains(l.Organisations, id) })
	})
}

// linkedNow says what was decided, and tells whom it is about.
func (t *turn) linkedNow(fact engagement.Fact) {
	switch f := fact.(type) {
	case engagement.LinkWanted:
		if !f.On {
			t.reply("", bot.Say("Each of them is counted for itself, as before. The record has who wanted it otherwise, and who said no."))
			return
		}
		names := t.organisationsCalled(f.Organisations)
		typed := unmarked(series(names))
		t.reply("Count them once?",
			bot.Say(named(t.person())+" would count "+series(names)+" once. **That takes a second person:** until somebody else of the team agrees, nothing has changed. Then each of them reads:"),
			bot.Block{Quote: &bot.Quote{Words: unmarked(t.oneVoiceSaid(f.Why))}},
			buttons(press("I agree: count them once", "linked "+typed+": "+f.Why), press("No", "not linked "+typed)),
		)
	case engagement.OrganisationsLinked:
		t.tellLinked(f)
		if !f.On {
			t.reply("", bot.Say("Noted: each of them is counted for itself again, and reads so."))
			return
		}
		t.reply("", bot.Say("Noted. "+series(t.organisationsCalled(f.Organisations))+" are counted once ("+plain(f.Why)+"). Each goes on answering for itself, and was told that it counts as one voice with others, and why. The record says that "+named(f.Wanted)+" wanted it and "+named(f.By)+" agreed."))
	}
}

// showLinked lists who is counted once.
func (t *turn) showLinked() {
	said, more := t.linkedSaid(), t.linkedMore()
	if said == "" {
		t.note(append(more, bot.Say("Every supplier is counted for itself. Where some belong together, write **linked Tidewell and Kindred: same parent**."), buttons(linkButton()))...)
		return
	}
	t.note(append(append([]bot.Block{bot.Say(strings.TrimSpace(said))}, more...), bot.Aside("**not linked** and their names ends it."), buttons(linkButton()))...)
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
		Blocks: []bot.Block{bot.Say("It takes a second person of your team. Then each of them reads why, without the names of the others. They go on answering each for itself, and you read all of it. Where voices are counted, the latest that any of them said stands for all, and a line beside the count says so.")},
		Fields: []bot.Field{
			{Name: fieldOrganisations, Kind: bot.Ticks, Label: "Who belongs together", Value: t.filled(fieldOrganisations, ""), Options: options},
			{Name: fieldReason, Kind: bot.Line, Label: "Why", Hint: "For example: same parent. It stands beside the counts, and they read it: name none of them.", Value: t.filled(fieldReason, ""), Required: true, Max: engagement.MostReason},
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
		text.WriteString(" " + series(t.organisationsCalled(l.Organisations)) + " are counted once (" + plain(l.Why) + ")." + t.linkedApart(l))
	}
	return text.String()
}

func (t *turn) organisationsCalled(organisations []string) []string {
	names := make([]string, len(organisations))
	for i, id := range organisations {
		names[i] = "**" + plain(t.organisationNamed(id)) + "**"
	}
	return names
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
