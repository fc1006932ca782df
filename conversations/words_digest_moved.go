package conversations

import (
	"fmt"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// movedBlocks tells how answers moved, who stepped back or came back, and
// whether they would bid.
func (t *turn) movedBlocks(d digest.Digest) []bot.Block {
	var lines []string
	for _, m := range d.Moved {
		lines = append(lines, "- "+t.movedLine(m))
	}
	for _, s := range d.Stepped {
		line := "- 1 " + kindWord(s.Kind) + " stepped back on " + t.day(s.At, t.now) + ": " + stepLabel(s.Category) + t.stepOn(s.Section) + stepWords(s.Reason, s.Category) + "."
		if o, _ := t.state.Organisation(s.Organisation); t.answeredBy(o) > 0 {
			line += " Its answers stay."
		}
		if t.talk.outcome[s.Organisation] {
			line += " " + outcomeWish
		}
		lines = append(lines, line)
	}
	if tally, n := t.steppedTally(); n > len(d.Stepped) || n > 1 {
		lines = append(lines, "- Stepped back in all: "+tally+". **stepped back** has their words.")
	}
	for _, r := range d.Returned {
		lines = append(lines, "- 1 "+kindWord(r.Kind)+" that had stepped back is with us again since "+t.day(r.At, t.now)+".")
	}
	var blocks []bot.Block
	if len(lines) > 0 {
		blocks = append(blocks, bot.Say(strings.Join(lines, "\n")))
	}
	if text := wouldBidLine(d.WouldBid); text != "" {
		blocks = append(blocks, bot.Say(text))
		blocks = append(blocks, reasonsBlocks(d.WouldBid)...)
	}
	if len(blocks) == 0 {
		return nil
	}
	return append([]bot.Block{bot.Say("## What moved")}, blocks...)
}

// movedLine says how the answers to one section moved.
func (t *turn) movedLine(m digest.Moved) string {
	s, _ := t.state.Section(m.Section)
	text := "**" + name(s) + "**"
	if !m.Revised.IsZero() {
		text += " was rewritten on " + t.day(m.Revised, t.now) + ". "
		switch {
		case !m.Asked:
			text += "Nobody needed to look again"
		case m.Before > 0:
			text += fmt.Sprintf("%d were asked again, %d answered", m.Before, m.Again)
		default:
			text += "Nobody had answered it"
		}
	}
	changes := changesWords(m.Changes)
	switch {
	case m.Across == nil && changes == "":
		return text + "."
	case m.Across == nil:
		return text + ": " + changes + "."
	case m.Revised.IsZero():
		text += ", rewritten on " + t.rewrittenOn(s)
	}
	text += ". " + upperFirst(acrossWords(*m.Across)) + "."
	if changes != "" {
		text += " Since the digest before, of the others: " + changes + "."
	}
	return text
}

// rewrittenOn is the day on which those who had answered were last asked to look
// again.
func (t *turn) rewrittenOn(s engagement.Section) string {
	asked, _ := s.AskedAgain()
	return t.day(asked, t.now)
}

// acrossWords say how the answers to a section moved from the text before to the
// one that it has.
func acrossWords(a digest.Across) string {
	who := fmt.Sprintf("of the %d that answered both texts, ", a.Both)
	changes := changesWords(a.Changes)
	switch {
	case changes != "" && a.Both == 1:
		return "of the one that answered both texts, " + changes
	case changes != "":
		return who + changes
	case a.Both == 1:
		return "the one that answered both texts says the same of both"
	}
	return who + "all say the same of both"
}

// acrossBlocks tell the team of one section how answers moved with its text, and
// how many of those who were asked have looked again; nil: nobody was.
func (t *turn) acrossBlocks(s engagement.Section) []bot.Block {
	again, asked := t.lookedAgain(s)
	if asked == 0 {
		return nil
	}
	text := "**Since the text of " + t.rewrittenOn(s) + ":** "
	switch {
	case asked > 1:
		text += fmt.Sprintf("%d of the %d suppliers that were asked have looked again.", again, asked)
	case again == 1:
		text += "the one supplier that was asked has looked again."
	default:
		text += "the one supplier that was asked has not looked again yet."
	}
	if across := digest.AcrossSection(t.state, s); across != nil {
		text += " " + upperFirst(acrossWords(*across)) + "."
	}
	return []bot.Block{bot.Say(text)}
}

// lookedAgain counts the suppliers that had answered a text which changed so that
// they were asked to look again, and of these those that have answered anew.
func (t *turn) lookedAgain(s engagement.Section) (again, asked int) {
	if across := digest.AcrossSection(t.state, s); across != nil {
		again = across.Both
	}
	asked = again
	for _, r := range t.state.Voices(s.ID) {
		if !r.IsUser() && t.state.Stale(r) {
			asked++
		}
	}
	return again, asked
}

// changesWords says from which view to which, each from only once: "not clear"
// 3 → works 2, risk 1.
func changesWords(changes []digest.Change) string {
	var parts []string
	for i := 0; i < len(changes); {
		from, n := changes[i].From, 0
		var to []string
		for ; i < len(changes) && changes[i].From == from; i++ {
			n += len(changes[i].Facts)
			to = append(to, fmt.Sprintf("%s %d", tallyWord(changes[i].To), len(changes[i].Facts)))
		}
		parts = append(parts, fmt.Sprintf("“%s” %d → %s", tallyWord(from), n, strings.Join(to, ", ")))
	}
	return strings.Join(parts, "; ")
}

// bidWord says whether somebody would bid.
func bidWord(said engagement.Likelihood) string {
	switch said {
	case engagement.BidLikely:
		return "likely"
	case engagement.BidDepends:
		return "depends"
	case engagement.BidUnlikely:
		return "unlikely"
	case engagement.BidNo:
		return "no"
	case engagement.BidUnsaid:
	}
	return "not said"
}

// wouldBidLine says whether suppliers would bid; empty where nobody said.
func wouldBidLine(w digest.WouldBid) string {
	if w.Said() == 0 {
		return ""
	}
	var parts []string
	for _, said := range []struct {
		n    int
		what engagement.Likelihood
	}{{w.Likely, engagement.BidLikely}, {w.Depends, engagement.BidDepends}, {w.Unlikely, engagement.BidUnlikely}, {w.No, engagement.BidNo}} {
		if said.n > 0 {
			parts = append(parts, fmt.Sprint(bidWord(said.what), " ", said.n))
		}
	}
	return fmt.Sprintf("Would they bid, as it stands? %d said: %s. *For the buying team only; not a promise.*", w.Said(), strings.Join(parts, " · "))
}

// unheardBlocks tells whom the team has not heard, and which sections few have
// reached.
func (t *turn) unheardBlocks(d digest.Digest) []bot.Block {
	var kinds []string
	silent, all := 0, true
	for _, k := range d.Unheard.Kinds {
		silent += len(k.Silent)
		all = all && k.Heard == k.Asked
		kinds = append(kinds, fmt.Sprintf("%s %d of %d", kindsWord(k.Kind), k.Heard, k.Asked))
	}
	heading, who := "Whom you have heard", "Have answered something"
	switch {
	case silent > 0:
		heading = "Whom you haven't heard"
	case all:
		who = "Everybody asked has answered something"
	}
	var blocks []bot.Block
	if len(kinds) > 0 {
		blocks = append(blocks, bot.Say("## "+heading), bot.Say(who+": "+strings.Join(kinds, " · ")+"."))
	}
	if len(d.Unheard.Sections) > 0 && d.Answered > 0 {
		blocks = append(blocks, bot.Say(t.fewReached(d.Unheard.Sections)))
	}
	return blocks
}

// usersSpoke says whether anybody who uses the service has answered a section.
func (t *turn) usersSpoke() bool {
	return slices.ContainsFunc(t.state.Sections(), func(s engagement.Section) bool {
		return slices.ContainsFunc(t.state.Responses(s.ID), (*engagement.Response).IsUser)
	})
}

// fewReached names the sections that few have reached; those that nobody has,
// by number alone where they are many.
func (t *turn) fewReached(sections []digest.Reach) string {
	var few, nobody, numbers []string
	for _, r := range sections {
		s, _ := t.state.Section(r.Section)
		if r.Answered == 0 {
			nobody, numbers = append(nobody, "**"+name(s)+"**"), append(numbers, fmt.Sprint(s.ID))
			continue
		}
		few = append(few, fmt.Sprintf("**%s** (%d of %d)", name(s), r.Answered, r.Asked))
	}
	if len(nobody) > 3 {
		nobody = numbers
	}
	var parts []string
	if len(nobody) > 0 {
		who := "Nobody has"
		if t.usersSpoke() {
			who = "No supplier has"
		}
		parts = append(parts, who+" answered yet on "+series(nobody)+".")
	}
	if len(few) > 0 {
		parts = append(parts, "Few have answered on "+fewOf(few, 4)+".")
	}
	return strings.Join(parts, " ")
}

// againCounts say of each section that suppliers were asked to look at again how
// many have; empty: there is none.
func (t *turn) againCounts() string {
	var parts []string
	for _, s := range t.state.Sections() {
		if again, asked := t.lookedAgain(s); asked > 0 {
			parts = append(parts, fmt.Sprintf("%s (%d of %d %s)", label(s), again, asked, plural(asked, "has", "have")))
		}
	}
	return strings.Join(parts, ", ")
}
