package conversations

import (
	"fmt"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// What matters most stands at the top of every list. While the engagement is
// prepared it is a mark like any other; from then on it is a release.

// markPriority sets what matters most to exactly the sections named.
func (t *turn) markPriority(l line) {
	var chosen []engagement.Priority
	if !l.is("none", "nothing", "clear", "off") {
		var ok bool
		if chosen, ok = l.priorities(); !ok {
			t.note(bot.Say(t.numbered("Which sections, and why? Write for example **matters most 4: people wait on the floor**, with a line for each. Several that matter for one reason: **matters most 4, 6: both are about trust**.")), buttons(opens("Choose in a form", actionMatters, "", t.numbered("matters most 4 6 10"))))
			return
		}
	}
	t.prioritise(chosen, func(r *engagement.Refusal) { t.refuse(r) })
}

// priorities reads sections and why they matter, several on a line or a line for
// each: "4, 6: both are about trust; 10: we don't know".
func (l line) priorities() ([]engagement.Priority, bool) {
	var all []engagement.Priority
	for piece := range strings.SplitSeq(strings.ReplaceAll(l.raw, ";", "\n"), "\n") {
		head, why, _ := cutAtColon(piece)
		read := fold(strings.TrimFunc(head, blank)).unlisted()
		if read.empty() && why == "" {
			continue
		}
		numbers, rest, ok := read.numbers()
		switch {
		case ok && rest.empty():
			for _, n := range numbers {
				all = append(all, engagement.Priority{Section: n, Why: oneLine(why)})
			}
		case len(all) > 0 && all[len(all)-1].Why != "": // a semicolon, or a line, within what was said
			all[len(all)-1].Why += "; " + oneLine(piece)
		default:
			return nil, false
		}
	}
	return all, len(all) > 0
}

// prioritise makes these sections the ones that matter most: at once while
// preparing, afterwards as something that goes to everybody. What a rule refuses
// goes to no.
func (t *turn) prioritise(chosen []engagement.Priority, no func(*engagement.Refusal)) {
	place := map[int]int{}
	for i, s := range t.state.Sections() {
		place[s.ID] = i
	}
	slices.SortStableFunc(chosen, func(a, b engagement.Priority) int { return place[a.Section] - place[b.Section] })
	for i, p := range chosen {
		if s, ok := t.state.Section(p.Section); ok && p.Why == "" {
			chosen[i].Why = s.Matters // as everybody knows it
		}
	}
	facts, refusal := t.state.Prioritise(engagement.PrioritiesSet{Sections: chosen, By: t.person()}, t.nextSlot(t.now))
	switch {
	case refusal != nil:
		no(refusal)
		return
	case len(facts) == 0:
		t.asBefore("That is what stands at the top already, or waits to.")
		return
	case !t.take(facts, nil):
		return
	}
	if waits, ok := t.state.PrioritiesWaiting(); ok {
		r, _ := t.state.Release(waits.Release)
		t.offerRelease(r, "")
		return
	}
	t.prioritised()
}

// prioritised says what is at the top of the lists now.
func (t *turn) prioritised() {
	var most []engagement.Section
	for _, s := range t.state.Sections() {
		if s.Priority {
			most = append(most, s)
		}
	}
	said := bot.Say("At the top of every supplier's list: " + titles(most) + ".")
	if len(most) == 0 {
		said = bot.Say("No section is put before the others now.")
	}
	if t.ev.Kind == bot.Submitted {
		t.done("", said)
		return
	}
	t.reply("", said)
}

// openMatters asks which sections suppliers should start with, and why.
func (t *turn) openMatters() {
	if t.noDraftYet() {
		return
	}
	known := t.state.Priorities()
	if waits, ok := t.state.PrioritiesWaiting(); ok {
		known = waits.Sections
	}
	hint, lead := "You may leave it empty.", "These stand at the top of every supplier's list. Three or four are enough, five the most: whoever has ten minutes starts there."
	if t.state.Stage() != engagement.Preparing {
		hint, lead = "Everybody reads it.", lead+" Nothing goes out before you have read it as everybody will."
	}
	var lines []string
	for _, p := range known {
		if p.Why != "" {
			lines = append(lines, fmt.Sprintf("%d: %s", p.Section, p.Why))
		}
	}
	t.showForm(bot.Form{
		Action: actionMatters, Title: "What matters most", Submit: "Save", Typed: t.numbered("matters most 4 6 10"),
		Blocks: []bot.Block{bot.Say(lead)},
		Fields: []bot.Field{
			{
				Name: fieldSections, Kind: bot.Ticks, Label: "Start with", Options: t.sectionOptions(),
				Value: t.filled(fieldSections, ticks(t.state.Sections(), func(s engagement.Section) bool {
					return slices.ContainsFunc(known, func(p engagement.Priority) bool { return p.Section == s.ID })
				})),
			},
			{
				Name: fieldReason, Kind: bot.Words, Label: "Why each of them matters", Max: engagement.MostPriorities * (engagement.MostShort + 8),
				Hint: "A line for each, with its number first. For example: 4: people wait on the floor. " + hint, Value: t.filled(fieldReason, strings.Join(lines, "\n")),
			},
		},
	})
}

// sendMatters sets what matters most to what the form says.
func (t *turn) sendMatters() {
	ticked, known := t.ticked(fieldSections)
	if !known {
		t.wrongIn(fieldSections, noSuchSection)
		return
	}
	why := map[int]string{}
	if said := t.entered(fieldReason); said != "" {
		reasons, ok := fold(said).priorities()
		if !ok {
			t.wrongIn(fieldReason, "Please begin each line with a section's number and a colon, for example 4: people wait on the floor.")
			return
		}
		for _, p := range reasons {
			if !ticked[p.Section] {
				t.wrongIn(fieldReason, fmt.Sprintf("Section %d is not ticked above.", p.Section))
				return
			}
			why[p.Section] = p.Why
		}
	}
	var chosen []engagement.Priority
	for _, s := range t.state.Sections() {
		if ticked[s.ID] {
			chosen = append(chosen, engagement.Priority{Section: s.ID, Why: why[s.ID]})
		}
	}
	t.prioritise(chosen, func(r *engagement.Refusal) {
		t.refuseIn(r, map[engagement.Field]string{engagement.FieldWhy: fieldReason, engagement.FieldPriorities: fieldSections})
	})
}

// mattersMost is what stands over them.
func mattersMost(users bool) string {
	if users {
		return "What matters most to us"
	}
	return "What matters most to the buyer"
}

// priorityLines are sections that matter most, and why.
func (d *Domain) priorityLines(all []engagement.Priority) string {
	var lines []string
	for _, p := range all {
		if s, ok := d.state.Section(p.Section); ok {
			said := "- **" + name(s) + "**"
			if p.Why != "" {
				said += ": " + plain(p.Why)
			}
			lines = append(lines, said)
		}
	}
	return strings.Join(lines, "\n")
}

// mattersOut is what matters most as everybody reads it, and what of that is
// other than before.
func (d *Domain) mattersOut(r engagement.Release) composed {
	next, _ := d.state.PrioritiesWaiting()
	say := func(users bool) []bot.Block {
		blocks := specification(r.Text)
		if len(next.Sections) == 0 {
			blocks = append(blocks, bot.Say("**"+mattersMost(users)+":** nothing is put before the rest any more."))
		} else {
			blocks = append(blocks, bot.Say("**"+mattersMost(users)+"**\n\n"+d.priorityLines(next.Sections)))
		}
		if changed := d.prioritiesChanged(next.Sections); changed != "" {
			blocks = append(blocks, bot.Say("**What changed:** "+changed))
		}
		if len(next.Sections) > 0 {
			blocks = append(blocks, bot.Say("If you have ten minutes, start there. These stand at the top of your list. What you have answered stays as it is."))
		}
		return blocks
	}
	return composed{Blocks: say(false), Plain: say(true)}
}

// prioritiesChanged says how a choice differs from the one that everybody knows;
// empty: they know none.
func (d *Domain) prioritiesChanged(next []engagement.Priority) string {
	before := d.state.Priorities()
	if len(before) == 0 {
		return ""
	}
	among := func(all []engagement.Priority) func(engagement.Priority) bool {
		return func(p engagement.Priority) bool {
			return slices.ContainsFunc(all, func(o engagement.Priority) bool { return o.Section == p.Section })
		}
	}
	var sentences []string
	say := func(one, many string, all []engagement.Priority, keep func(engagement.Priority) bool) {
		var some []engagement.Section
		for _, p := range all {
			if s, ok := d.state.Section(p.Section); ok && keep(p) {
				some = append(some, s)
			}
		}
		if len(some) > 0 {
			sentences = append(sentences, titles(some)+plural(len(some), one, many)+".")
		}
	}
	known, kept := among(before), among(next)
	say(" is new", " are new", next, func(p engagement.Priority) bool { return !known(p) })
	say(" is not put first any more", " are not put first any more", before, func(p engagement.Priority) bool { return !kept(p) })
	say(" has another reason", " have other reasons", next, func(p engagement.Priority) bool {
		return slices.ContainsFunc(before, func(o engagement.Priority) bool { return o.Section == p.Section && o.Why != "" && o.Why != p.Why })
	})
	if len(sentences) == 0 {
		return "the reasons are given now; the sections are the same."
	}
	return strings.Join(sentences, " ")
}

// priorityBlocks stand at the top of a list.
func (d *Domain) priorityBlocks(users bool, sections []engagement.Section) []bot.Block {
	var most []engagement.Priority
	var numbers []string
	reasons := false
	for _, s := range sections {
		if s.Priority {
			most = append(most, engagement.Priority{Section: s.ID, Why: s.Matters})
			numbers = append(numbers, fmt.Sprint(s.ID))
			reasons = reasons || s.Matters != ""
		}
	}
	switch {
	case len(most) == 0 || d.state.Stage() != engagement.Talking:
		return nil
	case !reasons:
		return []bot.Block{bot.Say("*What matters most to us:* " + series(numbers) + ". If you have ten minutes, start there.")}
	}
	return []bot.Block{bot.Say("**" + mattersMost(users) + "**\n\n" + d.priorityLines(most) + "\n\nIf you have ten minutes, start there.")}
}
