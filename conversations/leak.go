package conversations

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// askedTogether is how long what somebody wrote in one supplier's room is asked
// about together with what they write next.
const askedTogether = time.Hour

// fromHome says whether a member of the home organisation acts here who does not
// speak for the organisation whose room it is.
func (t *turn) fromHome() bool { return t.ev.Home && !t.state.SpeaksFor(t.person(), t.org.ID) }

// homeInOwnRoom decides what a member of the home organisation does in the room
// of one supplier: whatever they say there, the others don't have.
func (t *turn) homeInOwnRoom() {
	switch t.ev.Kind {
	case bot.Edited, bot.Deleted:
		t.toldChanged()
		return
	case bot.Looked, bot.Submitted:
		t.notForHome()
		return
	case bot.Said, bot.Pressed, bot.Joined, bot.Left, bot.Returned, bot.Unshown, bot.Changed, bot.Ticked:
	}
	l, ok := t.typed()
	turned := t.ev.Kind == bot.Pressed || !t.ev.Overheard
	switch {
	case !ok:
		t.notForHome()
	case turned && t.toldCommand(l):
	case t.ev.Kind == bot.Pressed, t.ev.File == nil && turned && t.forTheTeam(l):
		t.notForHome()
	case t.ev.File == nil && pleasantry(l):
		if turned {
			t.notForHome()
		}
	default:
		t.toldOne()
	}
}

// notForHome says that nothing is taken here, and what has been said to nobody.
func (t *turn) notForHome() {
	if t.channels.channels[t.ev.Room.Key()].Shut == crowded {
		t.note(bot.Say("People of several organisations can read this channel, so it can't be " + plain(t.org.Name) + "'s own: I take no answers here, and no commands. Make a private channel, a shared channel or a group chat for them and you alone, ask me into it, and write **invite " + plain(t.org.Name) + "** there. Nothing was changed."))
		return
	}
	t.note(bot.Say("Only " + plain(t.org.Name) + " and your team can read this room, so I take no answers from you here, and no commands: those work in your team's own room. Nothing was changed, and this is not taken as something said to " + plain(t.org.Name) + "."))
}

// forTheTeam says whether l is a command of the team that gives nothing away: it
// has no words of its own. What nobody else could read is one in any case.
func (t *turn) forTheTeam(l line) bool {
	if t.ev.Message == "" || l.empty() {
		return true
	}
	c, rest, ok := match(t.forTeam, l, true)
	return ok && c.group != "" && (rest.empty() || t.isNumber(rest))
}

// pleasantry says whether l is nothing that anybody could need.
func pleasantry(l line) bool {
	return l.empty() || l.is(greetings()...) ||
		l.is("thanks", "thank you", "many thanks", "thanks a lot", "thank you very much", "cheers", "bye", "goodbye", "👍", "🙏", "🙂")
}

// toldOne records what was said to one supplier, and asks whoever said it what
// it was.
func (t *turn) toldOne() {
	if told, ok := t.state.ToldIn(t.org.ID, t.person(), t.ev.Message); ok && t.ev.Again {
		t.askWhatItWas(told)
		return
	}
	if t.ev.Again {
		t.note(bot.Say(alreadyDone))
		return
	}
	about := 0
	if c := t.inHand(); c.inThread {
		about = c.about
	}
	t.recordTold(strings.TrimFunc(t.ev.Text, blank), about, t.ev.Message)
}

// recordTold records words, or a file, as said to the organisation of this room.
func (t *turn) recordTold(text string, section int, message string) {
	t.takeFile(section, true)
	if text == "" && t.attached.kept.ID == "" {
		t.tellFile() // which says why it was not kept: nobody has anything
		return
	}
	facts, refusal := t.state.TellOne(engagement.ToldOne{
		Organisation: t.org.ID, Person: t.person(), Section: section, Text: firstRunes(text, engagement.MostTold), File: t.attached.kept.ID, Message: message,
	})
	if t.take(facts, refusal) && len(facts) > 0 {
		all := t.state.AllTold()
		t.askWhatItWas(all[len(all)-1])
	}
}

// firstRunes is as much of text as may be kept.
func firstRunes(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}

// askWhatItWas asks whoever wrote something what it was, and of what they wrote
// just before, too.
func (t *turn) askWhatItWas(told engagement.Told) {
	all := t.saidWith(told)
	ids := make([]string, len(all))
	for i, a := range all {
		ids[i] = a.ID
	}
	name := t.readsHere()
	said := "Only " + name + " can see what you just wrote. If it says anything about the draft or the procurement, the others should have it too."
	kept := "It is kept as said to one supplier only (" + told.ID + "). Left as it is, it counts from the next working day as a gap: not everybody has the same information."
	switch {
	case len(all) > 1:
		said = "Only " + name + " can see this, too. The buttons are about all that you wrote here just now (" + series(ids) + ")."
		kept = ""
	case t.attached.kept.ID != "":
		said = "Only " + name + " has what you just shared. If it says anything about the draft or the procurement, the others should have it too."
	}
	blocks := []bot.Block{bot.Say(said), buttons(toldButtons(strings.Join(ids, " "), true)...)}
	if f := t.attached.kept; f.ID != "" {
		kept = strings.TrimSpace(kept + " The file **" + plain(f.Name) + "** (" + bytesWords(f.Size) + ") is kept with it; only your team and " + plain(t.org.Name) + " can open it.")
	}
	if kept != "" {
		blocks = append(blocks, bot.Aside(kept))
	}
	t.note(append(blocks, t.besideTold()...)...)
}

// besideTold says what became of a file that could not be kept, and of what looks
// like a command.
func (t *turn) besideTold() []bot.Block {
	blocks := t.moreFiles()
	if t.attached.why != "" {
		blocks = append(blocks, bot.Aside("The file was **not** kept. "+t.attached.why))
	}
	if l, ok := t.typed(); ok && !t.ev.Overheard {
		if _, _, command := match(t.forTeam, l, true); command {
			blocks = append(blocks, bot.Aside("If it was meant for me: nothing was changed. That works in your team's own room."))
		}
	}
	return blocks
}

// saidWith gives what is asked about together with it: what the same person said
// to the same supplier just before, and nobody has settled.
func (t *turn) saidWith(told engagement.Told) []engagement.Told {
	var all []engagement.Told
	for _, a := range t.state.AllTold() {
		if a.ID == told.ID || a.Waiting() && a.Asked.IsZero() && a.Person == told.Person && a.Organisation == told.Organisation &&
			!a.Since.After(told.Since) && told.Since.Sub(a.Since) < askedTogether {
			all = append(all, a)
		}
	}
	return all
}

// toldButtons settle what has those ids; may: procurement can still be asked.
func toldButtons(ids string, may bool) []bot.Button {
	row := []bot.Button{press("Send it to everyone", "send it to everyone "+ids), press("It was only practical", "only practical "+ids)}
	if may {
		row = append(row, press("Ask procurement", "ask procurement "+ids))
	}
	return row
}

// toldChanged follows a message that was changed or taken back. With other words
// it is asked about again; one that gave nothing away before may do so now.
func (t *turn) toldChanged() {
	told, ok := t.state.ToldIn(t.org.ID, t.person(), t.ev.Original)
	text := strings.TrimFunc(t.ev.Text, blank)
	switch {
	case t.ev.Again:
		if ok && t.ev.Kind == bot.Edited && told.Waiting() {
			t.askWhatItWas(told)
		}
		return
	case !ok && (t.ev.Kind == bot.Deleted || t.ev.Original == "" || pleasantry(readLine(text))):
		return
	case !ok:
		t.recordTold(text, t.talk.sectionOf(t.org.ID, t.ev.Thread), t.ev.Original)
		return
	}
	f := engagement.ToldChanged{ID: told.ID, How: engagement.Edited, Text: firstRunes(text, engagement.MostTold), By: t.person()}
	if t.ev.Kind == bot.Deleted {
		f.How, f.Text = engagement.TakenBack, ""
	}
	facts, refusal := t.state.ChangeTold(f)
	if !t.take(facts, refusal) || len(facts) == 0 {
		return
	}
	now, _ := t.state.ToldBy(told.ID)
	switch {
	case f.How == engagement.Edited && !told.Asked.IsZero():
		t.putToTeam([]engagement.Told{now}) // which was asked about other words
		t.note(bot.Say("Your team was asked about the words before, so it is asked about these, too (" + now.ID + ")."))
	case f.How == engagement.Edited:
		t.askWhatItWas(now)
	case now.Waiting():
		t.note(
			bot.Say("You took that back ("+now.ID+"). "+plain(t.org.Name)+" may have read it all the same, so it still waits for a word from you: it carries the mark “taken back in the chat”."),
			buttons(toldButtons(now.ID, now.Asked.IsZero())...),
		)
	}
}

// toldName says of whom and to whom, with its mark and its words.
func (t *turn) toldName(a engagement.Told) string {
	text := "**" + a.ID + "**, " + named(a.Person) + " to **" + plain(t.organisationNamed(a.Organisation)) + "**, " + t.ago(a.Said, t.now)
	if s, ok := t.state.Section(a.Section); ok {
		text += ", on " + name(s)
	}
	switch a.Mark {
	case engagement.Edited:
		text += ", edited in the chat since"
	case engagement.TakenBack:
		text += ", taken back in the chat"
	case engagement.NoMark:
	}
	if r, ok := t.state.Release(a.Release); ok && r.Waiting() {
		text += ", prepared for everybody as **" + r.ID + "**"
	}
	return text
}

// toldBlocks shows something that was said to one supplier, whole.
func (t *turn) toldBlocks(a engagement.Told, buttoned bool) []bot.Block {
	blocks := []bot.Block{bot.Say(t.toldName(a))}
	if a.Text != "" {
		blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: a.Text, By: "your team"}})
	}
	if f, ok := t.state.File(a.File); ok {
		blocks = append(blocks, bot.Say("With the file **"+plain(f.Name)+"** ("+f.ID+", "+bytesWords(f.Size)+")."))
		blocks = append(blocks, t.fileRow(f)...)
	}
	if !a.Asked.IsZero() {
		blocks = append(blocks, bot.Aside(named(a.AskedBy)+" asks what is to become of it."))
	}
	if !a.Claimed.IsZero() && a.Waiting() {
		blocks = append(blocks, bot.Aside(named(a.ClaimedBy)+" says that it was only practical: "+plain(strings.TrimRight(a.About, ". "))+". Somebody else confirms that."))
	}
	if r, ok := t.state.Release(a.Release); ok && r.Waiting() {
		return append(blocks, buttons(view("Read "+r.ID, "read "+r.ID)))
	}
	if buttoned {
		blocks = append(blocks, buttons(toldButtons(a.ID, false)...))
	}
	return blocks
}

// toldWaiting gives what waits for somebody to say what it was; late: only what
// has done so for a working day, and is a gap.
func (d *Domain) toldWaiting(now time.Time, late bool) []engagement.Told {
	return slices.DeleteFunc(slices.Clone(d.state.AllTold()), func(a engagement.Told) bool {
		return !a.Waiting() || late && !d.workingDayPast(a.Since, now)
	})
}

// workingDayPast says whether it is as late on the next working day, or later.
func (d *Domain) workingDayPast(since, now time.Time) bool {
	clock := func(t time.Time) int { t = t.In(d.zone()); return t.Hour()*60 + t.Minute() }
	days := digest.WorkingDaysBetween(since, now, d.zone(), d.state.Schedule().Except...)
	return days > 1 || days == 1 && (clock(now) >= clock(since) || !digest.WorkingDay(now.In(d.zone())))
}

// toldGapLines names what was said to one supplier only and is a gap by now.
func (t *turn) toldGapLines() []string {
	var lines []string
	for _, a := range t.toldWaiting(t.now, true) {
		line := "- " + t.toldName(a)
		switch words := oneLine(a.Text); {
		case words == "":
		case utf8.RuneCountInString(words) > longestCell:
			line += ": “" + plain(firstRunes(words, longestCell)) + "”"
		default:
			line += ": “" + plain(words) + "”"
		}
		if f, ok := t.state.File(a.File); ok {
			line += ", with the file " + plain(f.Name)
		}
		lines = append(lines, line)
	}
	return lines
}

// toldGaps says what was said to one supplier only, and who can settle it; nil:
// nothing is a gap.
func (t *turn) toldGaps() []bot.Block {
	lines := t.toldGapLines()
	if len(lines) == 0 {
		return nil
	}
	return []bot.Block{
		bot.Say("**Said to one supplier only, not yet settled.** The others asked may not have it:\n\n" + strings.Join(lines, "\n")),
		bot.Say("Whoever wrote it can say what it was, or anybody of your team in this room: **said to one** has each with its buttons."),
		buttons(view("Said to one supplier", "said to one")),
	}
}

// toldCount says how much that is, within a sentence; empty: nothing.
func (t *turn) toldCount() string {
	n := len(t.toldWaiting(t.now, true))
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%s said to one supplier only and not settled", count(n, "thing was", "things were"))
}
