package conversations

import (
	"fmt"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// Whoever is asked after the opening has less time than the others. The team sees how
// much less, and decides: more for everybody, or why it is enough.

const timeTyped = "time is enough Tidewell: it knows the draft"

// actionTime is the form that asks why it is enough; its value are the ids. Stored:
// never change it.
const actionTime = "time"

func timeCommands() []command {
	return []command{{
		names: []string{"time is enough", "enough time", "it is enough"}, usage: timeTyped, takes: takesText, group: "Run", run: (*turn).enoughTime,
		help: "say why somebody who was asked later has time enough; or give everybody more with **" + closesTyped + "**",
	}}
}

// lessTime is how many days an organisation has, and how many those who were asked at
// the opening; false: it has as many.
func (t *turn) lessTime(o engagement.Organisation) (has, had int, less bool) {
	opened, closing := t.state.OpenedAt(), t.state.About().Closing
	if opened.IsZero() || closing.IsZero() || o.Newcomer || !o.Invited.After(opened) {
		return 0, 0, false
	}
	to := closing.In(t.zone())
	has, had = calendarDays(o.Invited.In(t.zone()), to), calendarDays(opened.In(t.zone()), to)
	return has, had, has < had
}

// movedFor is the last move of the closing time since an organisation was asked, if
// it gave more; false: there was none.
func (t *turn) movedFor(o engagement.Organisation) (engagement.ClosingMoved, bool) {
	for _, r := range slices.Backward(t.state.Sent()) {
		if r.Of == engagement.Closings && r.Sent.After(o.Invited) {
			m, ok := t.state.ClosingOf(r.ID)
			return m, ok && m.To.After(m.From)
		}
	}
	return engagement.ClosingMoved{}, false
}

// lessTimeOf are those among all who have less time, by a tenth or more, of whom nobody
// has decided anything.
func (t *turn) lessTimeOf(all []engagement.Organisation) []engagement.Organisation {
	var found []engagement.Organisation
	for _, o := range all {
		has, had, less := t.lessTime(o)
		less = less && has*10 <= had*9 // a day in a month decides nothing
		_, enough := t.state.EnoughFor(o.ID)
		if _, moved := t.movedFor(o); less && !enough && !moved {
			found = append(found, o)
		}
	}
	return found
}

// lessTimeBlocks say to the team how much less those have who were just asked; nil:
// they have as much.
func (t *turn) lessTimeBlocks(added []engagement.Organisation) []bot.Block {
	late := t.lessTimeOf(added)
	if len(late) == 0 {
		return nil
	}
	has, had, _ := t.lessTime(late[0])
	var names, ids []string
	for _, o := range late {
		names, ids = append(names, "**"+plain(o.Name)+"**"), append(ids, o.ID)
	}
	return []bot.Block{
		bot.Say(fmt.Sprintf("%s %s until %s: **%s**. The others had %d. Is that enough?", series(names), plural(len(late), "has", "have"),
			t.moment(t.state.About().Closing, t.now), count(has, "day", "days"), had)),
		buttons(opens("Give everybody more time", actionClosing, "", closesTyped), opens("It is enough", actionTime, strings.Join(ids, " "), timeTyped)),
	}
}

// lessTimeFact says in status who has less time, as long as nobody has decided; nil:
// nobody.
func (t *turn) lessTimeFact() []bot.Pair {
	var parts []string
	if t.state.Stage() == engagement.Talking {
		for _, o := range t.lessTimeOf(t.state.Organisations()) {
			has, had, _ := t.lessTime(o)
			parts = append(parts, fmt.Sprintf("%s %s, the others %d", oneLine(o.Name), count(has, "day", "days"), had))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return []bot.Pair{{Label: "Less time", Value: strings.Join(parts, "; ") + "; give everybody more (closes 4 July: why), or say why it is enough (time is enough …: why)"}}
}

// enoughTime takes "Kindred and Alder: they know the draft".
func (t *turn) enoughTime(l line) {
	names, why, _ := strings.Cut(l.words(), ":")
	ids, unknown := t.firmsIn(names)
	if unknown != "" || len(ids) == 0 {
		t.note(bot.Say("Whose time is enough, and why? Write for example **" + timeTyped + "**. Nothing was changed."))
		return
	}
	t.holdEnough(ids, oneLine(why), func(r *engagement.Refusal) {
		if r.Code == engagement.Missing {
			t.note(bot.Say("Why is it enough? Write it behind a colon: **time is enough " + plain(oneLine(names)) + ": it knows the draft**. Nothing was changed."))
			return
		}
		t.refuse(r)
	})
}

// holdEnough records it, if all of them have less time than the others.
func (t *turn) holdEnough(ids []string, why string, no func(*engagement.Refusal)) {
	var names, called []string
	for _, id := range ids {
		o, _ := t.state.Organisation(id)
		if _, _, less := t.lessTime(o); !less {
			t.note(bot.Say("**" + plain(t.organisationNamed(id)) + "** has as much time as the others. Nothing was changed."))
			return
		}
		names, called = append(names, "**"+plain(o.Name)+"**"), append(called, o.Name)
	}
	if t.leftToOthers(called...) {
		return
	}
	facts, refusal := t.state.HoldEnough(engagement.TimeEnough{Organisations: ids, Why: why, By: t.person()})
	switch {
	case refusal != nil:
		no(refusal)
	case len(facts) == 0:
		t.asBefore("That is noted already.")
	case t.take(facts, nil):
		t.reply("", bot.Say("Noted for the file: the time of "+series(names)+" is enough: “"+plain(why)+"”"))
	}
}

// openTime asks why it is enough.
func (t *turn) openTime() {
	typed := timeTyped
	if o, ok := t.state.Organisation(firstWord(t.ev.Value)); ok {
		typed = "time is enough " + oneLine(o.Name) + ": it knows the draft"
	}
	t.showForm(bot.Form{
		Action: actionTime, Value: t.ev.Value, Title: "Time enough", Submit: "Save", Typed: typed,
		Blocks: []bot.Block{bot.Say("It stands in the file, beside how much less time they have. Suppliers don't read it.")},
		Fields: []bot.Field{{Name: fieldReason, Kind: bot.Line, Label: "Why it is enough", Hint: "For example: it knows the draft from last year.", Value: t.filled(fieldReason, ""), Required: true, Max: engagement.MostReason}},
	})
}

func (t *turn) sendTime() {
	if t.entry(fieldReason) == "" {
		t.wrongIn(fieldReason, "Please say why.")
		return
	}
	var ids []string
	for id := range strings.FieldsSeq(t.ev.Value) {
		if _, ok := t.state.Organisation(id); ok {
			ids = append(ids, id)
		}
	}
	t.holdEnough(ids, t.entry(fieldReason), func(r *engagement.Refusal) {
		t.refuseIn(r, map[engagement.Field]string{engagement.FieldReason: fieldReason})
	})
}

// fileLater is who was asked after the opening, with how much time, and what was
// decided of it; nil: nobody had less.
func (t *turn) fileLater(whole bool) []bot.Block {
	table := &bot.Table{Head: []string{"Asked after the opening", "When", "Time", "What was decided"}}
	for _, o := range t.state.Organisations() {
		has, had, less := t.lessTime(o)
		if !less {
			continue
		}
		var decided []string
		if m, ok := t.movedFor(o); ok {
			decided = append(decided, "everybody was given until "+t.moment(m.To, t.now)+", which leaves "+count(had-has, "day", "days")+" less")
		}
		if e, ok := t.state.EnoughFor(o.ID); ok {
			decided = append(decided, "enough: "+oneLine(e.Why)+" ("+t.withLink(e.By, e.At, []string{o.Name})+", "+t.moment(e.At, t.now)+")")
		}
		if len(decided) == 0 {
			decided = append(decided, lessUndecided(has, had))
		}
		table.Rows = append(table.Rows, []string{cell(o.Name), t.moment(o.Invited, t.now), fmt.Sprintf("%s, the others %d", count(has, "day", "days"), had), cell(strings.Join(decided, "; "))})
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return []bot.Block{bot.Say("**Those who had less time**"), fileRows(table, whole)}
}

// lessUndecided says that nobody decided anything of it, and why nobody was asked to.
func lessUndecided(has, had int) string {
	if has*10 > had*9 {
		return "less than a tenth; nobody was asked to decide"
	}
	return "nothing was decided"
}

func firstWord(text string) string {
	word, _, _ := strings.Cut(text, " ")
	return word
}
