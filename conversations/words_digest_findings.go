package conversations

import (
	"fmt"
	"strings"
	"time"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// telling is how the findings of one block are told.
type telling struct {
	*turn
	digest.Digest
	worries bool // tell the worst first
}

// order is the order in which views are counted up.
func (t telling) order() []engagement.Stance {
	if t.worries {
		return worstFirst()
	}
	return bestFirst()
}

func worstFirst() []engagement.Stance {
	return []engagement.Stance{engagement.Unachievable, engagement.Cautious, engagement.Unclear, engagement.Optimistic, engagement.Excited, engagement.Pass}
}

func bestFirst() []engagement.Stance {
	return []engagement.Stance{engagement.Excited, engagement.Optimistic, engagement.Unclear, engagement.Cautious, engagement.Unachievable, engagement.Pass}
}

// findings is one block of the digest.
func (t telling) findings(heading string, all []digest.Finding) []bot.Block {
	if len(all) == 0 {
		return nil
	}
	blocks := []bot.Block{bot.Say("## " + heading)}
	var row []bot.Button
	for _, f := range all {
		blocks = append(blocks, t.finding(f)...)
		if !t.worries {
			row = append(row, openButton(f.Section))
		}
	}
	if len(row) > 0 {
		blocks = append(blocks, buttons(row...))
	}
	return blocks
}

func openButton(section int) bot.Button {
	return view(fmt.Sprint("Open ", section), fmt.Sprint("show ", section))
}

// mostButtons is how many buttons stand under a finding.
const mostButtons = 3

// row is what can be done about a finding. Where there is more than fits, opening
// the section is left out: the form of a change has its text, too.
func (t telling) row(f digest.Finding) []bot.Button {
	var row []bot.Button
	if f.Tally.Sensitive > 0 {
		row = append(row, readButton(f.Section))
	}
	if t.worries && t.state.Stage() == engagement.Talking {
		row = append(row, changeButton(fmt.Sprintf("Change the text of %d", f.Section), f.Section, t.restsOn(f)))
		ask := askAll(f.Section)
		ask.Label = fmt.Sprintf("Ask everyone about %d", f.Section)
		row = append(row, ask)
	}
	if t.worries && len(row) < mostButtons {
		row = append([]bot.Button{openButton(f.Section)}, row...)
	}
	return row
}

// restsOn gives the answers that a change of it may rest on: those that see a worry
// in the text as it is now.
func (t telling) restsOn(f digest.Finding) []string {
	var ids []string
	for _, r := range t.state.Responses(f.Section) {
		if r.Stance.Worried() && !r.IsUser() && !t.state.Stale(r) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

func (t telling) finding(f digest.Finding) []bot.Block {
	s, _ := t.state.Section(f.Section)
	standing, _ := standingWords(f.Standing)
	head := "**" + name(s) + "** (" + standing + ") · " + fmt.Sprintf("%d of %d answered", f.Tally.Answered(), f.Asked)
	if since := t.since(f); since != "" {
		head += " · " + since
	}
	blocks := []bot.Block{bot.Say(head + "\n\n" + t.tally(f))}
	for _, q := range f.Quotes {
		blocks = append(blocks, quoteBlock(q))
	}
	if f.Other != nil {
		blocks = append(blocks, bot.Say("*The other view:*"), quoteBlock(*f.Other))
	}
	if f.Without != nil {
		blocks = append(blocks, bot.Say("Without the current provider: "+t.without(f)))
	}
	if n := f.Tally.Sensitive; n > 0 {
		blocks = append(blocks, bot.Aside(upperFirst(count(n, "answer has", "answers have"))+" commercially sensitive words; they appear in no room."))
	}
	if n := f.Tally.Stale; n > 0 {
		blocks = append(blocks, bot.Aside(count(n, "answer is", "answers are")+" on the text as it was before; counted, not quoted."))
	}
	blocks = append(blocks, t.usersBlocks(f)...)
	if row := t.row(f); len(row) > 0 {
		blocks = append(blocks, buttons(row...))
	}
	return blocks
}

// quoteBlock quotes somebody with the view that the words came with: grave words
// may stand under a mild one.
func quoteBlock(q digest.Quote) bot.Block {
	by := mayBeQuoted(kindWord(q.Kind), q.Quotable)
	if q.Kind == engagement.UsersGroup || q.Stance == "" {
		return bot.Block{Quote: &bot.Quote{Words: q.Words, By: by}}
	}
	return bot.Block{Quote: &bot.Quote{Words: q.Words, By: mayBeQuoted(kindWord(q.Kind)+": "+tallyWord(q.Stance), q.Quotable)}}
}

// since says what changed since the digest before: nothing in the first.
func (t telling) since(f digest.Finding) string {
	switch {
	case f.Before == nil:
		return ""
	case f.New && t.Period.To.Sub(t.Period.From) <= 8*24*time.Hour && !t.Period.To.IsZero():
		return "new this week"
	case f.New:
		return "new since the last digest"
	case f.Tally.Answered() != f.Before.Tally.Answered():
		return fmt.Sprintf("up from %d", f.Before.Tally.Answered())
	case t.worries && f.Before.Rank > f.Rank:
		return "was " + ordinal(f.Before.Rank) + " in the order, now " + ordinal(f.Rank)
	}
	return ""
}

// tally counts the views of suppliers, leaving out what nobody said.
func (t telling) tally(f digest.Finding) string {
	var parts []string
	for _, s := range t.order() {
		n := f.Tally.Count(s)
		if n == 0 {
			continue
		}
		part := fmt.Sprintf("%d %s", n, tallyWord(s))
		if s == engagement.Unachievable && f.Standing == engagement.Fixed {
			part += cantWords(f)
		}
		parts = append(parts, part)
	}
	text := strings.Join(parts, " · ")
	if n := f.Tally.WithoutReason; n > 0 {
		text += fmt.Sprintf(" (%d without reason)", n)
	}
	return text
}

func tallyWord(s engagement.Stance) string {
	switch s {
	case engagement.Unachievable:
		return "can't be done"
	case engagement.Cautious:
		return "risk"
	case engagement.Unclear:
		return "not clear"
	case engagement.Optimistic:
		return "works"
	case engagement.Excited:
		return "could go further"
	case engagement.Pass:
	}
	return "no view"
}

// cantWords says who can't do a fixed section, and whether it would stop them
// from bidding.
func cantWords(f digest.Finding) string {
	var bids []string
	for _, bid := range []struct {
		n    int
		does string
	}{
		{f.StopsBid.Stops, "would stop a bid"},
		{f.StopsBid.Might, "might stop a bid"},
		{f.StopsBid.GoesOn, "would not stop a bid"},
	} {
		if len(bids) > 0 {
			bid.does = strings.TrimSuffix(bid.does, " stop a bid") // said already
		}
		switch {
		case bid.n == 0:
		case len(f.Cant) == 1:
			bids = append(bids, "it "+bid.does)
		default:
			bids = append(bids, fmt.Sprintf("for %d it %s", bid.n, bid.does))
		}
	}
	who := kindsCounted(f.Cant)
	if len(bids) > 0 {
		who += "; " + series(bids)
	}
	return " (" + who + ")"
}

// kindsCounted says what kinds of organisation they are: "both small firms".
func kindsCounted(kinds []engagement.OrganisationKind) string {
	numbers := make(map[engagement.OrganisationKind]int)
	for _, k := range kinds {
		numbers[k]++
	}
	var parts []string
	for _, k := range engagement.OrganisationKinds() {
		if n := numbers[k]; n > 0 {
			parts = append(parts, count(n, kindWord(k), kindsWord(k)))
		}
	}
	switch n := len(kinds); {
	case n == 1 && kinds[0] == engagement.CurrentProvider:
		return "the current provider"
	case n == 1 && kinds[0] == engagement.OtherKind:
		return "another organisation"
	case n == 1:
		return "a " + kindWord(kinds[0])
	case n == 2 && len(parts) == 1:
		return "both " + kindsWord(kinds[0])
	}
	return series(parts)
}

// without says how it stands without the current provider: the one thing that
// is another picture.
func (t telling) without(f digest.Finding) string {
	with, w := f.Tally, f.Without.Tally
	switch {
	case with.Positive() > 0 && w.Positive() == 0:
		return fmt.Sprintf("**0 of %d say it works.**", w.Answered())
	case with.Worried() > 0 && w.Worried() == 0:
		return fmt.Sprintf("**0 of %d see a worry in it.**", w.Answered())
	}
	if (with.Positive() > with.Worried()) != (w.Positive() > w.Worried()) ||
		(with.Worried() > with.Positive()) != (w.Worried() > w.Positive()) {
		return fmt.Sprintf("**%d for it, %d with doubts.**", w.Positive(), w.Worried())
	}
	rest := f
	rest.Tally, rest.Standing = w, engagement.Open // who can't is told above
	text := t.tally(rest) + "."
	if f.Without.Rank > 0 && f.Without.Rank != f.Rank {
		text += " It would be " + ordinal(f.Without.Rank) + " in the order, not " + ordinal(f.Rank) + "."
	}
	return text
}

// ordinal writes a place in an order.
func ordinal(n int) string {
	ending := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			ending = "st"
		case 2:
			ending = "nd"
		case 3:
			ending = "rd"
		}
	}
	return fmt.Sprint(n, ending)
}

// usersBlocks is what people who use the service say of a section, beside what
// suppliers say.
func (t telling) usersBlocks(f digest.Finding) []bot.Block {
	if f.Users == nil {
		return nil
	}
	head := "*People who use the service"
	if t.Users.Members > 0 {
		head += fmt.Sprintf(" (%d of %d answered)", f.Users.Answered(), t.Users.Members)
	}
	old := ""
	if n := f.Users.Stale; n > 0 {
		old = fmt.Sprintf(" (%d of these on the text as it was before)", n)
	}
	blocks := []bot.Block{bot.Say(head + ":* " + usersTally(*f.Users) + old + ".")}
	if f.UserQuote != nil {
		blocks = append(blocks, quoteBlock(*f.UserQuote))
	}
	return blocks
}

// usersBeside tells what people who use services said of sections that no finding above
// is about.
func (t telling) usersBeside(all []digest.Finding) []bot.Block {
	if len(all) == 0 {
		return nil
	}
	blocks := []bot.Block{bot.Say("## People who use services, on other sections")}
	for _, f := range all {
		s, _ := t.state.Section(f.Section)
		blocks = append(append(blocks, bot.Say("**"+name(s)+"**")), t.usersBlocks(f)...)
	}
	return blocks
}

// usersTally counts the views of people who use the service, in their words.
func usersTally(u engagement.Tally) string {
	var parts []string
	for _, s := range bestFirst() {
		n := u.Count(s)
		one, many := usersSay(s)
		switch {
		case n == 1:
			parts = append(parts, "1 "+one)
		case n > 1:
			parts = append(parts, fmt.Sprint(n, " ", many))
		}
	}
	return strings.Join(parts, " · ")
}

func usersSay(s engagement.Stance) (one, many string) {
	switch s {
	case engagement.Excited:
		return "would really like it", "would really like it"
	case engagement.Optimistic:
		return "says it would work for them", "say it would work for them"
	case engagement.Unclear:
		return "doesn't understand it", "don't understand it"
	case engagement.Cautious:
		return "worries about something", "worry about something"
	case engagement.Unachievable:
		return "says it wouldn't work for them", "say it wouldn't work for them"
	case engagement.Pass:
	}
	return "has no view", "have no view"
}
