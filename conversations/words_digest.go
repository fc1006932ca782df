package conversations

import (
	"fmt"
	"slices"
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
	title, blocks := t.digestMessage(d, t.gaps())
	blocks = append(blocks, t.doubtBlocks()...)
	if !brief(d) {
		blocks = append(blocks, t.toldGaps()...)
	}
	blocks = append(blocks, t.unreachedBlocks()...)
	if !brief(d) {
		blocks = append(blocks, t.filesSince(d.Period)...)
		blocks = append(blocks, bot.Aside(t.digestFoot(d)), bot.Aside(recordLine(checkpoint)))
	}
	m := bot.Message{Key: "digest:" + t.state.LastDigest(onDemand).ID, Class: bot.Digest, To: []bot.Address{to}, Title: title, Blocks: blocks}
	if t.keptFromRoom() && !brief(d) {
		t.digestAlone(m, t.days(d.Period), t.doNext(d, t.gaps()))
		return
	}
	if !onDemand && !brief(d) {
		t.askRoom()
	}
	t.post(m)
}

// digestMessage puts a digest in words; gaps are the messages that did not
// arrive, a line for each.
func (t *turn) digestMessage(d digest.Digest, gaps []string) (string, []bot.Block) {
	if brief(d) {
		return "", t.nothingNew(d, gaps)
	}
	title := oneLine(t.state.About().Title) + ": what suppliers said, " + t.period(d.Period)
	var blocks []bot.Block
	if d.NothingNew {
		title = oneLine(t.state.About().Title) + ": what suppliers said, up to " + t.day(d.Period.To, t.now)
		blocks = append(blocks, bot.Say("Nothing is new since "+t.moment(d.Period.From, t.now)+"; this is how it stands."))
	}
	if d.TooFew {
		blocks = append(blocks, bot.Say(tooFewLine(d)))
		blocks = append(blocks, t.doNext(d, gaps)...)
		blocks = append(blocks, t.saidBlocks(d)...)
		if len(d.Unread) == 0 {
			blocks = append(blocks, t.readRow()...)
		}
	} else {
		blocks = append(blocks, bot.Say("**In one line:** "+t.inOneLine(d)))
		blocks = append(blocks, t.doNext(d, gaps)...)
		blocks = append(blocks, t.rankedBlocks(d)...)
	}
	blocks = append(blocks, t.inquiryFindings(d)...)
	blocks = append(blocks, t.notesBeside()...)
	blocks = append(blocks, t.unheardBlocks(d)...)
	blocks = append(append(blocks, t.movedBlocks(d)...), t.takenOutFindings(d)...)
	blocks = append(blocks, t.goingOut()...)
	return title, append(blocks, gapBlocks(gaps)...)
}

// rankedBlocks are what worries suppliers, where they disagree, and so on.
func (t *turn) rankedBlocks(d digest.Digest) []bot.Block {
	worst := telling{turn: t, Digest: d, worries: true}
	best := telling{turn: t, Digest: d}
	blocks := worst.findings("What worries them", d.Worries)
	blocks = append(blocks, worst.further(d.Further)...)
	blocks = append(blocks, best.findings("Where they disagree", d.Disagree)...)
	blocks = append(blocks, worst.findings("Fixed points under pressure", d.Pressure)...)
	blocks = append(blocks, best.findings("What they like", d.Liked)...)
	blocks = append(blocks, best.rewritten(d.Rewritten)...)
	blocks = append(blocks, worst.findings("Said by one or two so far", d.Thin)...)
	return slices.Concat(blocks, worst.rest(d.Rest), best.usersBeside(d.Beside))
}

// brief says whether a digest is one line: nothing is new, and nobody asked for
// more.
func brief(d digest.Digest) bool { return d.NothingNew && !d.Period.OnDemand }

// nothingNew is a digest of a time in which nothing happened.
func (t *turn) nothingNew(d digest.Digest, gaps []string) []bot.Block {
	text := "**" + plain(t.state.About().Title) + ", " + t.days(d.Period) + ":** nothing new."
	if n := len(d.Line.Waiting); n > 0 {
		text += " " + upperFirst(waitingWords(n, d.Line.OldestFor)) + "."
	}
	if said := t.plainOwedWords(); said != "" {
		text += " " + said
	}
	if said := t.notFollowedWords(); said != "" {
		text += " " + said + "."
	}
	if n := len(gaps); n > 0 {
		text += " " + count(n, "message has", "messages have") + " not arrived."
	}
	if told := t.toldCount(); told != "" {
		text += " " + upperFirst(told) + "."
	}
	if next, ok := t.nextDigest(); ok {
		text += " Next: " + t.moment(next, t.now) + "."
	}
	return []bot.Block{bot.Say(text), buttons(view("Status", "status"))}
}

// period writes the days that a digest tells of, and which week that is of
// those in which suppliers can answer.
func (t *turn) period(p digest.Period) string {
	opened, closing := t.state.OpenedAt().In(t.zone()), t.state.About().Closing
	week := calendarDays(opened, p.To.In(t.zone()))/7 + 1
	weeks := calendarDays(opened, closing.In(t.zone()))/7 + 1
	if closing.IsZero() || weeks < 2 || week > weeks {
		return t.days(p)
	}
	return t.days(p) + fmt.Sprintf(" (week %d of %d)", week, weeks)
}

// days writes the days of a period.
func (t *turn) days(p digest.Period) string {
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
	text := fmt.Sprintf("%d of %d suppliers have answered something (%s of %s possible answers).", d.Heard, d.Asked, thousands(d.Answers), thousands(d.Possible))
	var parts []string
	if s, ok := t.state.Section(d.Line.Worry); ok {
		tally := d.Worries[0].Tally
		parts = append(parts, fmt.Sprintf("**%s** worries them most (%d of the %d who answered it)", name(s), tally.Worried(), tally.Answered()))
	}
	if s, ok := t.state.Section(d.Line.Split); ok {
		tally := d.Disagree[0].Tally
		parts = append(parts, fmt.Sprintf("they are split on **%s** (%d for it, %d with doubts)", name(s), tally.Positive(), tally.Worried()))
	}
	if len(d.Pressure) > 0 && d.Pressure[0].StopsBid.Stops > 0 {
		s, _ := t.state.Section(d.Pressure[0].Section)
		parts = append(parts, fmt.Sprintf("%d would not bid with **%s** as written", d.Pressure[0].StopsBid.Stops, name(s)))
	}
	if n := len(d.Line.Waiting); n > 0 {
		parts = append(parts, "**"+waitingWords(n, d.Line.OldestFor)+"**")
	}
	if len(parts) > 0 {
		text += " " + upperFirst(series(parts)) + "."
	}
	if d.Users.Voices > 0 {
		text += " " + upperFirst(count(d.Users.Voices, "person who uses the service has", "people who use the service have")) + " answered too, told apart below."
	}
	return text
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
func (t *turn) doNext(d digest.Digest, gaps []string) []bot.Block {
	var lines []string
	var row []bot.Button
	if n := len(d.Line.Waiting); n > 0 {
		lines = append(lines, "- "+upperFirst(waitingWords(n, d.Line.OldestFor))+".")
		row = append(row, view("Answer "+count(n, "question", "questions"), "questions"))
	}
	var why []string
	if n := len(gaps); n > 0 {
		lines = append(lines, "- "+count(n, "message has", "messages have")+" not arrived, so not everybody has the same information.")
		why = append(why, count(n, "gap", "gaps"))
	}
	if n := len(t.toldWaiting(t.now, true)); n > 0 {
		lines = append(lines, "- "+upperFirst(t.toldCount())+", so not everybody has the same information.")
		row = append(row, view(fmt.Sprintf("Said to one supplier (%d)", n), "said to one"))
	}
	if n := len(d.Unread); n > 0 {
		lines = append(lines, "- Nobody has read what is commercially sensitive on "+sectionNumbers(d.Unread)+". It may be what matters most there.")
		row = append(row, unreadButton(d.Unread))
	}
	if silent := t.silent(d); len(silent) > 0 {
		lines = append(lines, "- Not heard yet: "+fewOf(silent, 4)+". A phone call may be all it takes.")
		why = append(why, fmt.Sprintf("%d not heard", len(silent)))
	}
	if len(why) > 0 {
		row = append(row, view("See who: "+series(why), "status"))
	}
	if d.TooFew && d.Asked > 0 && t.state.Stage() == engagement.Talking {
		lines = append(lines, fmt.Sprintf("- Sections are ranked once %d suppliers have answered; %s asked. You can ask more.", digest.EnoughToRank, count(d.Asked, "was", "were")))
		row = append(row, opens("Invite more", actionInvite, "", "invite Tidewell, small firm"))
	}
	if said := t.plainOwedWords(); said != "" {
		lines = append(lines, "- "+said)
		row = append(row, plainButton(t.withoutWaiting(t.notYetPlain())[0]))
	}
	if said := t.notFollowedWords(); said != "" {
		lines = append(lines, "- "+said+".")
		if len(row) < 3 {
			row = append(row, sayCameOf(t.notFollowedUp()[0]))
		}
	}
	if len(row) == 0 {
		return nil
	}
	return []bot.Block{bot.Say("**Do next**\n\n" + strings.Join(lines, "\n")), buttons(row...)}
}

// silent names the organisations that have said nothing.
func (t *turn) silent(d digest.Digest) []string {
	var who []string
	for _, k := range d.Unheard.Kinds {
		for _, id := range k.Silent {
			o, _ := t.state.Organisation(id)
			who = append(who, plain(o.Name)+" ("+organisationKind(o)+")")
		}
	}
	return who
}

// fewOf names the first of many.
func fewOf(names []string, most int) string {
	if n := len(names) - most; n > 1 {
		names = append(names[:most:most], count(n, "other", "others"))
	}
	return series(names)
}

// gapBlocks says what did not arrive.
func gapBlocks(gaps []string) []bot.Block {
	if len(gaps) == 0 {
		return nil
	}
	return []bot.Block{
		bot.Say("## Not everybody has the same information"),
		bot.Say("These messages have not arrived:\n\n" + strings.Join(gaps, "\n")),
	}
}

// digestFoot says what the digest covers, and when the next one comes.
func (t *turn) digestFoot(d digest.Digest) string {
	parts := []string{
		"From " + t.moment(d.Period.From, t.now) + " to " + t.moment(d.Period.To, t.now) + ".",
	}
	if d.TooFew && d.Possible > 0 {
		parts = append(parts, fmt.Sprintf("%s of %s possible answers.", thousands(d.Answers), thousands(d.Possible)))
	}
	if !d.TooFew {
		parts = append(parts, "One voice for each organisation."+t.linkedSaid()+" How the order is worked out: **help worries**.")
	}
	if said := t.linkedSaid(); d.TooFew && said != "" {
		parts = append(parts, strings.TrimSpace(said))
	}
	if next, ok := t.nextDigest(); ok {
		parts = append(parts, "Next: "+t.moment(next, t.now)+". Until then you hear only of questions, gaps and suppliers who step back.")
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
