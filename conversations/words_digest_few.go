package conversations

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// tooFewLine says why nothing is ranked.
func tooFewLine(d digest.Digest) string {
	who := fmt.Sprintf("%d suppliers have answered.", d.Answered)
	if d.Heard > d.Answered {
		who = fmt.Sprintf("%d suppliers have answered something, %d of them a section.", d.Heard, d.Answered)
	}
	switch {
	case d.Asked == 0:
		return "No supplier was asked, so here is all that people who use the service said."
	case d.Answered == 0 && d.Heard > 0:
		who = upperFirst(count(d.Heard, "supplier has", "suppliers have")) + " answered what you asked, and none a section yet."
	case d.Answered == 0 && len(d.Said) == 0:
		return "**No supplier has answered yet.**"
	case d.Answered == 0:
		who = "No supplier has answered yet."
	case d.Answered == 1 && d.Heard > 1:
		who = fmt.Sprintf("%d suppliers have answered something, one of them a section.", d.Heard)
	case d.Answered == 1:
		who = "One supplier has answered."
	}
	return "**" + who + " That is too few to rank**, so here is all that was said. With so few, whatever you publish may show who said it."
}

// longestCell is the most characters of an answer that a table can show and
// still be a table.
const longestCell = 160

// saidBlocks is all that was said: a table where every answer is short enough
// for one, otherwise section by section.
func (t *turn) saidBlocks(d digest.Digest) []bot.Block {
	if len(d.Said) == 0 {
		return nil
	}
	for _, said := range d.Said {
		if utf8.RuneCountInString(said.Words) > longestCell || strings.Contains(said.Words, "\n") {
			return t.saidInTurn(d)
		}
	}
	var blocks []bot.Block
	if table := t.saidTable(d, false); len(table.Rows) > 0 {
		blocks = append(blocks, bot.Block{Table: table})
	}
	if table := t.saidTable(d, true); len(table.Rows) > 0 {
		blocks = append(blocks, bot.Say("**People who use the service:**"), bot.Block{Table: table})
	}
	return blocks
}

// saidTable has a row for each answer: of suppliers, or of people who use the
// service.
func (t *turn) saidTable(d digest.Digest, users bool) *bot.Table {
	table := &bot.Table{Head: []string{"Section", "From", "View", "In their words"}}
	if users {
		table.Head = slices.Delete(table.Head, 1, 2)
	}
	for _, said := range d.Said {
		if said.Users != users {
			continue
		}
		s, _ := t.state.Section(said.Section)
		row := []string{
			fmt.Sprintf("%d %s", s.ID, cell(s.Title)), kindWord(said.Kind),
			labelFor(said.Stance, said.Users) + t.stops(said), cell(wordsShown(said)),
		}
		if users {
			row = slices.Delete(row, 1, 2)
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// wordsShown is what stands where the words of an answer would.
func wordsShown(said digest.Said) string {
	switch {
	case said.Private && said.Words != "":
		return said.Words + " (and words that are commercially sensitive; shown in no room)"
	case said.Sensitive, said.Private:
		return "(commercially sensitive; shown in no room)"
	case said.Words == "" && said.Stance.Worried() && !said.Users:
		return "(no reason given)"
	case said.Words == "":
		return "–"
	}
	return said.Words
}

// saidInTurn is the same, section by section.
func (t *turn) saidInTurn(d digest.Digest) []bot.Block {
	var blocks []bot.Block
	section := 0
	for _, said := range d.Said {
		if s, ok := t.state.Section(said.Section); ok && s.ID != section {
			section = s.ID
			standing, _ := standingWords(s.Standing)
			blocks = append(blocks, bot.Say("**"+name(s)+"** ("+standing+")"))
		}
		view := labelFor(said.Stance, said.Users)
		switch {
		case said.Sensitive, said.Private && said.Words == "":
			blocks = append(blocks, bot.Say(view+" ("+kindWord(said.Kind)+"); the words are commercially sensitive and shown in no room."))
		case said.Words == "":
			blocks = append(blocks, bot.Say(view+" ("+kindWord(said.Kind)+")"+t.bare(said)+"."))
		default:
			blocks = append(blocks, bot.Say(view+t.stops(said)+":"), bot.Block{Quote: &bot.Quote{Words: said.Words, By: kindWord(said.Kind)}})
			if said.Private {
				blocks = append(blocks, bot.Aside(moreKept))
			}
		}
	}
	return blocks
}

// bare is what to say of an answer without words.
func (t *turn) bare(said digest.Said) string {
	if said.Stance.Worried() {
		return t.stops(said) + ", no reason given"
	}
	return ""
}

// stops is whether it would stop a bid, where that was asked.
func (t *turn) stops(said digest.Said) string {
	r := t.state.Response(said.Section, said.Organisation, "")
	if r == nil || said.Users {
		return ""
	}
	switch r.StopsBid {
	case engagement.BidStops:
		return ", and it would stop a bid"
	case engagement.BidMight:
		return ", and it might stop a bid"
	case engagement.BidGoesOn:
		return ", but it would not stop a bid"
	case engagement.BidNotAsked:
	}
	return ""
}
