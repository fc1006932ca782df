package conversations

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// steppedCommands are how the team reads who stepped back, and why.
func steppedCommands() []command {
	return []command{{
		names: []string{"stepped back", "who stepped back", "step backs"}, usage: "stepped back", group: "Read", view: true, run: (*turn).showStepped,
		help: "who stepped back, and why",
	}}
}

// stepSection finds the section that a reason is about: "(6)", "section 6", or a
// number behind a comma; 0: none.
func (t *turn) stepSection(reason string) int {
	found := namedStep.FindStringSubmatch(reason)
	if found == nil {
		return 0
	}
	n, _ := strconv.Atoi(cmp.Or(found[1], found[2], found[3]))
	if _, ok := t.state.Section(n); !ok {
		return 0
	}
	return n
}

var namedStep = regexp.MustCompile(`(?i)(?:\((?:section )?(\d{1,3})\)|\bsection (\d{1,3})\b|[,:] ?(\d{1,3})\.?$)`)

// stepSections are the sections to choose from, and none.
func (t *turn) stepSections() []bot.Option {
	return append([]bot.Option{{Value: "0", Label: "No, all of it"}}, t.sectionOptions()...)
}

// stepOn names the section that a step back is about, behind its reason.
func (t *turn) stepOn(section int) string {
	if _, ok := t.state.Section(section); !ok {
		return ""
	}
	return fmt.Sprintf(" (section %d)", section)
}

// stepped gives the suppliers that have stepped back and not come back.
func (t *turn) stepped() []engagement.Organisation {
	return slices.DeleteFunc(slices.Clone(t.state.Organisations()), func(o engagement.Organisation) bool { return !o.SteppedBack() })
}

// steppedTally counts them by reason, with the sections these are about.
func (t *turn) steppedTally() (string, int) {
	all := t.stepped()
	var reasons []engagement.StepReason
	counts, sections := map[engagement.StepReason]int{}, map[engagement.StepReason][]int{}
	for _, o := range all {
		reason := o.Step.Category
		if counts[reason]++; counts[reason] == 1 {
			reasons = append(reasons, reason)
		}
		if _, ok := t.state.Section(o.Step.Section); ok && !slices.Contains(sections[reason], o.Step.Section) {
			sections[reason] = append(sections[reason], o.Step.Section)
		}
	}
	slices.SortStableFunc(reasons, func(a, b engagement.StepReason) int { return counts[b] - counts[a] })
	parts := make([]string, len(reasons))
	for i, reason := range reasons {
		parts[i] = fmt.Sprint(stepLabel(reason), " ", counts[reason])
		if on := sections[reason]; len(on) > 0 {
			slices.Sort(on)
			parts[i] += " (" + plural(len(on), "section ", "sections ") + sectionNumbers(on) + ")"
		}
	}
	return strings.Join(parts, " · "), len(all)
}

// steppedFact says in status who stepped back; nil: nobody did.
func (t *turn) steppedFact() []bot.Pair {
	tally, n := t.steppedTally()
	if n == 0 {
		return nil
	}
	return []bot.Pair{{Label: "Stepped back", Value: fmt.Sprintf("%d: %s", n, tally)}}
}

// steppedOver says in a section who stepped back because of it; nil: nobody did.
func (t *turn) steppedOver(section int) []bot.Block {
	var blocks []bot.Block
	for _, o := range t.stepped() {
		if o.Step.Section != section {
			continue
		}
		blocks = append(blocks, bot.Say("**Stepped back over this**: "+stepLabel(o.Step.Category)+" ("+organisationKind(o)+")"+stepWords(o.Step.Reason, o.Step.Category)+"."))
	}
	return blocks
}

// showStepped lists who stepped back, with their words.
func (t *turn) showStepped(line) {
	var lines []string
	for _, o := range t.stepped() {
		text := "- **" + plain(o.Name) + "** (" + organisationKind(o) + "), " + t.ago(o.Step.At, t.now) + ": " + stepLabel(o.Step.Category) + t.stepOn(o.Step.Section) + stepWords(o.Step.Reason, o.Step.Category)
		if t.talk.outcome[o.ID] {
			text += ". " + outcomeWish
		}
		lines = append(lines, strings.TrimRight(text, ".")+".")
	}
	if len(lines) == 0 {
		t.note(bot.Say("Nobody has stepped back."))
		return
	}
	tally, n := t.steppedTally()
	t.noteTitled(upperFirst(count(n, "organisation", "organisations"))+" stepped back",
		bot.Say(upperFirst(tally)+"."), bot.Say(strings.Join(lines, "\n")),
		bot.Aside("What they answered stays, and they can come back until it closes. They hear what everybody must hear; the outcome too, where they asked for it."))
}
