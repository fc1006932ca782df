package conversations

import (
	"fmt"
	"strings"
	"time"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// digestNow makes a digest because somebody asked.
func (t *turn) digestNow(line) {
	if t.state.OpenedAt().IsZero() {
		t.note(bot.Say("Suppliers have heard nothing yet, so there is nothing to tell. " + t.next()))
		return
	}
	t.makeDigest(t.now, true)
}

// makeDigest records a digest and posts it. Everything in it can be worked out
// again from the record up to the checkpoint in it.
func (t *turn) makeDigest(slot time.Time, onDemand bool) {
	d := digest.Make(t.state, digest.PeriodOf(t.state, t.now, onDemand))
	facts, refusal := t.state.MakeDigest(d.Made(slot, t.person()))
	if refusal != nil {
		if onDemand {
			t.refuse(refusal)
		}
		return
	}
	checkpoint, err := t.tx.Checkpoint()
	if err != nil {
		t.fail(err)
		return
	}
	if !t.take(facts, nil) {
		return
	}
	to, ok := t.address(t.state.About().Room)
	if !ok {
		return
	}
	title, blocks := t.digestMessage(d)
	if !brief(d) {
		blocks = append(blocks, bot.Aside(t.digestFoot(d)), bot.Aside(recordLine(checkpoint)))
	}
	id := t.state.LastDigest(onDemand).ID
	t.post(bot.Message{Key: "digest:" + id, Class: bot.Digest, To: []bot.Address{to}, Title: title, Blocks: blocks})
}

// digestMessage puts a digest in words.
func (t *turn) digestMessage(d digest.Digest) (string, []bot.Block) {
	title := oneLine(t.state.About().Title) + ": what suppliers said, " + t.period(d.Period)
	var blocks []bot.Block
	switch {
	case brief(d):
		return oneLine(t.state.About().Title) + ", " + t.period(d.Period), []bot.Block{bot.Say(t.nothingNew(d))}
	case d.NothingNew:
		title = oneLine(t.state.About().Title) + ": what suppliers said, up to " + t.day(d.Period.To, t.now)
		blocks = append(blocks, bot.Say("Nothing is new since "+t.moment(d.Period.From, t.now)+"; this is how it stands."))
	}
	if d.TooFew {
		blocks = append(blocks, bot.Say(tooFewLine(d)))
		blocks = append(blocks, t.doNext(d)...)
		blocks = append(blocks, t.saidBlocks(d)...)
		blocks = append(blocks, t.steppedBlocks(d)...)
		return title, append(blocks, t.unheardBlocks(d)...)
	}
	blocks = append(blocks, bot.Say("**In one line:** "+t.inOneLine(d)))
	blocks = append(blocks, t.doNext(d)...)
	blocks = append(blocks, t.findings("What worries them", d.Worries)...)
	if len(d.Further) > 0 {
		blocks = append(blocks, bot.Aside("More are worried than not here, too: "+t.sectionNames(d.Further)+"."))
	}
	blocks = append(blocks, t.findings("Where they disagree", d.Disagree)...)
	blocks = append(blocks, t.findings("Fixed points under pressure", d.Pressure)...)
	blocks = append(blocks, t.findings("What they like", d.Liked)...)
	blocks = append(blocks, t.steppedBlocks(d)...)
	return title, append(blocks, t.unheardBlocks(d)...)
}

// brief says whether a digest is one line: nothing is new, and nobody asked for
// more.
func brief(d digest.Digest) bool { return d.NothingNew && !d.Period.OnDemand }

// nothingNew is a digest of a time in which nothing happened.
func (t *turn) nothingNew(d digest.Digest) string {
	text := "Nothing new."
	if n := len(d.Line.Waiting); n > 0 {
		text += " " + upperFirst(waitingWords(n, d.Line.OldestFor)) + "."
	}
	if next, ok := t.nextDigest(); ok {
		text += " The next digest comes on " + t.moment(next, t.now) + "."
	}
	return text
}

// period writes the days that a digest tells of.
func (t *turn) period(p digest.Period) string {
	from, to := p.From.In(t.zone()), p.To.In(t.zone())
	switch {
	case calendarDays(from, to) == 0:
		return to.Format("2 January")
	case from.Year() != to.Year():
		return from.Format("2 January 2006") + " – " + to.Format("2 January 2006")
	case from.Month() != to.Month():
		return from.Format("2 January") + " – " + to.Format("2 January")
	}
	return from.Format("2") + "–" + to.Format("2 January")
}

// inOneLine is the whole digest in a sentence or two.
func (t *turn) inOneLine(d digest.Digest) string {
	text := fmt.Sprintf("%d of %d suppliers asked have answered something.", d.Answered, d.Asked)
	if s, ok := t.state.Section(d.Line.Worry); ok {
		text += " **" + name(s) + "** worries them most" + answeredOn(d.Worries, d.Line.Worry) + "."
	}
	if s, ok := t.state.Section(d.Line.Split); ok {
		text += " They are divided on **" + name(s) + "**" + answeredOn(d.Disagree, d.Line.Split) + "."
	}
	if d.Users.Voices > 0 {
		text += " " + upperFirst(count(d.Users.Voices, "person who uses the service has", "people who use the service have")) + " answered, told apart below."
	}
	if n := len(d.Line.Waiting); n > 0 {
		text += " **" + upperFirst(waitingWords(n, d.Line.OldestFor)) + ".**"
	}
	return text
}

// answeredOn is how many a finding rests on: one voice can worry most of all.
func answeredOn(findings []digest.Finding, section int) string {
	for _, f := range findings {
		if f.Section == section {
			return fmt.Sprintf(" (%d of %d answered it)", f.Tally.Answered(), f.Asked)
		}
	}
	return ""
}

func waitingWords(n, days int) string {
	text := count(n, "question waits", "questions wait") + " for you"
	if days == 0 {
		return text
	}
	if n == 1 {
		return text + ", for " + count(days, "working day", "working days") + " now"
	}
	return text + ", the oldest for " + count(days, "working day", "working days")
}

// doNext is at most three things to do.
func (t *turn) doNext(d digest.Digest) []bot.Block {
	var row []bot.Button
	if n := len(d.Line.Waiting); n > 0 {
		row = append(row, press("Read "+count(n, "question", "questions"), "questions"))
	}
	if len(t.tx.Messages().Gaps()) > 0 {
		row = append(row, press("Look at the gaps", "status"))
	}
	silent := 0
	for _, k := range d.Unheard.Kinds {
		silent += len(k.Silent)
	}
	if silent > 0 && len(row) < 3 {
		row = append(row, press(fmt.Sprintf("Not heard yet (%d)", silent), "status"))
	}
	if len(row) == 0 {
		return nil
	}
	return []bot.Block{bot.Say("**Do next**"), buttons(row...)}
}

// tooFewLine says why nothing is ranked.
func tooFewLine(d digest.Digest) string {
	who := fmt.Sprintf("%d suppliers have answered.", d.Answered)
	switch {
	case d.Asked == 0:
		return "No supplier was asked, so here is all that people who use the service said."
	case d.Answered == 0 && len(d.Said) == 0:
		return "**No supplier has answered yet.**"
	case d.Answered == 0:
		who = "No supplier has answered yet."
	case d.Answered == 1:
		who = "One supplier has answered."
	}
	return "**" + who + " That is too few to rank**, so here is all that was said. With so few, whatever you publish may show who said it."
}

// saidBlocks is all that was said, section by section.
func (t *turn) saidBlocks(d digest.Digest) []bot.Block {
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
		case said.Sensitive:
			blocks = append(blocks, bot.Say(view+" ("+kindWord(said.Kind)+"); the words are commercially sensitive and shown in no room."))
		case said.Words == "":
			blocks = append(blocks, bot.Say(view+" ("+kindWord(said.Kind)+")"+t.bare(said)+"."))
		default:
			blocks = append(blocks, bot.Say(view+t.stops(said)+":"), bot.Block{Quote: &bot.Quote{Words: said.Words, By: kindWord(said.Kind)}})
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

// findings is one block of the digest.
func (t *turn) findings(heading string, all []digest.Finding) []bot.Block {
	if len(all) == 0 {
		return nil
	}
	blocks := []bot.Block{bot.Say("## " + heading)}
	for _, f := range all {
		blocks = append(blocks, t.findingBlocks(f)...)
	}
	return blocks
}

func (t *turn) findingBlocks(f digest.Finding) []bot.Block {
	s, _ := t.state.Section(f.Section)
	standing, _ := standingWords(f.Standing)
	head := "**" + name(s) + "** (" + standing + ") · " + fmt.Sprintf("%d of %d answered", f.Tally.Answered(), f.Asked)
	if since := sinceLast(f); since != "" {
		head += " · " + since
	}
	blocks := []bot.Block{bot.Say(head + "\n\n" + tallyWords(f.Tally, false) + bidsWords(f.StopsBid))}
	for _, q := range f.Quotes {
		blocks = append(blocks, quoteBlock(q))
	}
	if f.Other != nil {
		blocks = append(blocks, bot.Say("*The other view:*"), quoteBlock(*f.Other))
	}
	if f.Without != nil {
		blocks = append(blocks, bot.Say("Without the current provider: "+tallyWords(f.Without.Tally, false)+"."))
	}
	if f.Users != nil {
		blocks = append(blocks, bot.Say("*People who use the service:* "+tallyWords(*f.Users, true)+"."))
		if f.UserQuote != nil {
			blocks = append(blocks, quoteBlock(*f.UserQuote))
		}
	}
	if n := f.Tally.Sensitive; n > 0 {
		blocks = append(blocks, bot.Aside(upperFirst(count(n, "answer is", "answers are"))+" commercially sensitive; the words appear in no room."))
	}
	return blocks
}

func quoteBlock(q digest.Quote) bot.Block {
	return bot.Block{Quote: &bot.Quote{Words: q.Words, By: kindWord(q.Kind)}}
}

// sinceLast says what changed since the digest before.
func sinceLast(f digest.Finding) string {
	switch {
	case f.Before == nil || f.New:
		return "new"
	case f.Tally.Answered() != f.Before.Tally.Answered():
		return fmt.Sprintf("%d last time", f.Before.Tally.Answered())
	case f.Before.Rank > 0 && f.Rank < f.Before.Rank:
		return "up the order"
	}
	return ""
}

// tallyWords counts the views, worst first, leaving out what nobody said.
func tallyWords(t engagement.Tally, users bool) string {
	var parts []string
	for _, s := range []engagement.Stance{engagement.Unachievable, engagement.Cautious, engagement.Unclear, engagement.Optimistic, engagement.Excited, engagement.Pass} {
		if n := t.Count(s); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, tallyWord(s, users)))
		}
	}
	text := strings.Join(parts, " · ")
	if t.WithoutReason > 0 && !users {
		text += fmt.Sprintf(" (%d gave no reason)", t.WithoutReason)
	}
	return text
}

func tallyWord(s engagement.Stance, users bool) string {
	if users {
		return "“" + labelFor(s, true) + "”"
	}
	switch s {
	case engagement.Unachievable:
		return "can't be done"
	case engagement.Cautious:
		return "see a risk"
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

func bidsWords(b digest.Bids) string {
	var parts []string
	if b.Stops > 0 {
		parts = append(parts, fmt.Sprintf("would stop %d", b.Stops))
	}
	if b.Might > 0 {
		parts = append(parts, fmt.Sprintf("might stop %d", b.Might))
	}
	if b.GoesOn > 0 {
		parts = append(parts, fmt.Sprintf("would not stop %d", b.GoesOn))
	}
	if len(parts) == 0 {
		return ""
	}
	return "\n\nOf those who can't, it " + series(parts) + " from bidding."
}

// steppedBlocks tells who stepped back in the period.
func (t *turn) steppedBlocks(d digest.Digest) []bot.Block {
	if len(d.Stepped) == 0 {
		return nil
	}
	var lines []string
	for _, s := range d.Stepped {
		lines = append(lines, "- 1 "+kindWord(s.Kind)+" on "+t.day(s.At, t.now)+": "+stepLabel(s.Category))
	}
	return []bot.Block{bot.Say("## Who stepped back"), bot.Say(strings.Join(lines, "\n"))}
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
		parts = append(parts, "Nobody has answered yet on "+series(nobody)+".")
	}
	if len(few) > 0 {
		parts = append(parts, "Few have answered on "+series(few)+".")
	}
	return strings.Join(parts, " ")
}

// digestFoot says what the digest covers, and when the next one comes.
func (t *turn) digestFoot(d digest.Digest) string {
	parts := []string{
		"From " + t.moment(d.Period.From, t.now) + " to " + t.moment(d.Period.To, t.now) + ".",
	}
	if d.Possible > 0 {
		parts = append(parts, fmt.Sprintf("%d of %d possible answers.", d.Answers, d.Possible))
	}
	if !d.TooFew {
		parts = append(parts, "One voice for each organisation. To see how the order is worked out, write **help worries**.")
	}
	if next, ok := t.nextDigest(); ok {
		parts = append(parts, "Next digest: "+t.moment(next, t.now)+".")
	}
	return strings.Join(parts, " ")
}

// recordLine says against what the digest can be checked.
func recordLine(c bot.Checkpoint) string {
	return fmt.Sprintf("The record: %s, checkpoint %s.", count(int(c.Size), "entry", "entries"), shortRoot(c.Root))
}

// shortRoot is enough of a checkpoint to compare two by eye.
func shortRoot(root string) string {
	if len(root) <= 12 {
		return root
	}
	return root[:6] + "…" + root[len(root)-4:]
}

// sectionNames names sections by id.
func (t *turn) sectionNames(ids []int) string {
	var found []engagement.Section
	for _, id := range ids {
		if s, ok := t.state.Section(id); ok {
			found = append(found, s)
		}
	}
	return titles(found)
}
