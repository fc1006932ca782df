package conversations

import (
	"fmt"
	"strings"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// further counts the worries beyond those shown with their words.
func (t telling) further(all []digest.Finding) []bot.Block {
	if len(all) == 0 {
		return nil
	}
	return []bot.Block{bot.Say("More worry than not here, too:\n\n" + t.lines(all))}
}

// rewritten counts what was said of sections whose text most who answered have not
// looked at since it changed, so that nobody takes what they said for a view of it.
func (t telling) rewritten(all []digest.Finding) []bot.Block {
	if len(all) == 0 {
		return nil
	}
	lines := make([]string, len(all))
	row := make([]bot.Button, len(all))
	for i, f := range all {
		s, _ := t.state.Section(f.Section)
		lines[i] = fmt.Sprintf("- **%s** · rewritten %s: %d of %d have answered this text", name(s), t.rewrittenOn(s), f.Fresh.Answered(), f.Tally.Answered())
		row[i] = openButton(f.Section)
		f.Tally, f.Standing = f.Fresh, engagement.Open // who can't do a fixed one is told elsewhere
		if said := t.tally(f); said != "" {
			lines[i] += ": " + said
		}
	}
	return []bot.Block{bot.Say("## Rewritten, and most have not looked again\n\n" + strings.Join(lines, "\n")), buttons(row[:min(len(row), mostButtons)]...)}
}

// rest counts what was said on the sections that are told nowhere else, so that
// what is not named is known to have no answer.
func (t telling) rest(all []digest.Finding) []bot.Block {
	if len(all) == 0 {
		return nil
	}
	blocks := []bot.Block{bot.Say("## The other sections"), bot.Say(t.lines(all))}
	var row []bot.Button
	for _, f := range all {
		if f.Tally.Worried() > 0 && len(row) < mostOpened {
			row = append(row, openButton(f.Section))
		}
	}
	if len(row) > 0 {
		blocks = append(blocks, buttons(row...))
	}
	return blocks
}

// mostOpened is how many of the other sections, with doubts and without words here,
// have a button.
const mostOpened = 5

// lines tells findings by their counts alone, a line each.
func (t telling) lines(all []digest.Finding) string {
	lines := make([]string, len(all))
	for i, f := range all {
		s, _ := t.state.Section(f.Section)
		lines[i] = fmt.Sprintf("- **%s** · %d of %d answered: %s", name(s), f.Tally.Answered(), f.Asked, t.tally(f))
		if n := f.Tally.Sensitive; n > 0 {
			lines[i] += fmt.Sprintf("; %d with commercially sensitive words", n)
		}
	}
	return strings.Join(lines, "\n")
}

// unreadButton leads to what is commercially sensitive and was read by nobody.
func unreadButton(sections []int) bot.Button {
	if len(sections) == 1 {
		return readButton(sections[0])
	}
	return press("Read privately", "read privately")
}

// stepWords quotes why somebody stepped back, where they said more than which of
// the reasons it is.
func stepWords(reason string, category engagement.StepReason) string {
	if reason = oneLine(reason); reason == "" || strings.Contains(strings.ToLower(stepLabel(category)), strings.ToLower(reason)) {
		return ""
	}
	return " (“" + plain(reason) + "”)"
}

// sectionNumbers names sections by their numbers.
func sectionNumbers(sections []int) string {
	numbers := make([]string, len(sections))
	for i, id := range sections {
		numbers[i] = fmt.Sprint(id)
	}
	return series(numbers)
}

// reasonsBlocks quotes why suppliers would not bid, or not surely.
func reasonsBlocks(w digest.WouldBid) []bot.Block {
	var blocks []bot.Block
	for _, r := range w.Reasons {
		blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: r.Words, By: kindWord(r.Kind) + ": " + bidWord(r.Bid)}})
	}
	return blocks
}
