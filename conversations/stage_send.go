package conversations

import (
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// Some releases are turning points: they lead to another stage, or say what came
// of it all. Each goes by itself, at once when somebody has read it and agrees,
// and not with a slot.

// turning is what is said of one to the team.
type turning struct {
	why    string // it goes at once, as the record has it
	name   string // in a few words
	title  string // behind the engagement's, to everybody
	button string // that sends it
	then   string // once it is sent
	edit   bot.Button
}

// turningOf gives that for a kind of release; false: it is none of them.
func turningOf(r engagement.Release) (turning, bool) {
	switch r.Of {
	case engagement.Notices:
		return turning{
			"the tender notice is out", "the tender notice", "the procurement has begun", "Send to everybody now",
			"Nothing more is taken here: whoever writes is told where to go.", opens("Edit", actionNotice, r.ID, "notice 2025/S 000-041270 https://…"),
		}, true
	case engagement.Reopenings:
		return turning{
			"views are taken again", "taking views again", "views are taken again", "Reopen and tell everybody",
			"Views are taken again.", opens("Edit", actionReopen, r.ID, "reopen until 14 July: why"),
		}, true
	case engagement.Dialogues:
		return turning{
			"the dialogue begins", "the dialogue", "the dialogue begins", "Begin the dialogue",
			"", opens("Edit", actionDialogue, r.ID, "dialogue 2025/S 000-041270: Tidewell"),
		}, true
	case engagement.Results:
		return turning{
			"the outcome is known", "the outcome", "the outcome", "Send the outcome now",
			"", opens("Edit", actionEdit, r.ID, "edit "+r.ID+": other words"),
		}, true
	case engagement.Closings:
		return turning{
			"the closing time is another", "the new closing time", "the closing time has changed", "Tell everybody now",
			"", opens("Edit", actionClosing, r.ID, closesTyped),
		}, true
	case engagement.Pauses:
		return turning{
			"talking pauses", "the pause", "no more for now", "Pause and tell everybody",
			"Nothing more is taken on the draft.", opens("Edit", actionPause, r.ID, pauseTyped),
		}, true
	case engagement.Endings:
		return turning{
			"it ends early", "the early end", "it closes", "Close and tell everybody",
			"", opens("Edit", actionEnd, r.ID, endTyped),
		}, true
	case engagement.Bidders:
		return turning{
			"the bidders have changed", "who takes part in the dialogue", "the dialogue", "Agree",
			"", opens("Edit", actionAdmit, r.ID, admitTyped),
		}, true
	case engagement.News, engagement.Answers, engagement.Changes, engagement.DigestForAll, engagement.Inquiries, engagement.Outcomes, engagement.Matters, engagement.Plainly, engagement.Abouts:
	}
	return turning{}, false
}

// composeTurning puts one into words.
func (d *Domain) composeTurning(r engagement.Release) composed {
	switch r.Of {
	case engagement.Notices:
		return d.noticeOutWords(r)
	case engagement.Reopenings:
		return d.reopenedWords(r)
	case engagement.Dialogues:
		return d.dialogueWords(r)
	case engagement.Results:
		return d.resultWords(r)
	case engagement.Closings:
		return d.closingWords(r)
	case engagement.Pauses:
		return d.pauseWords(r)
	case engagement.Endings:
		return d.endWords(r)
	case engagement.Bidders:
		return d.bidderWords(r)
	case engagement.News, engagement.Answers, engagement.Changes, engagement.DigestForAll, engagement.Inquiries, engagement.Outcomes, engagement.Matters, engagement.Plainly, engagement.Abouts:
	}
	return composed{}
}

// turningRow is what can be done with one that waits.
func (t *turn) turningRow(r engagement.Release, point turning) bot.Block {
	var row []bot.Button
	if !r.Ready() {
		label := point.button
		if r.Wanted != "" {
			label = "I agree: do it now"
		}
		send := press(label, "send "+r.ID)
		send.Value += " " + short(t.compose(r).hash())
		row = append(row, send)
	}
	row = append(row, point.edit)
	if r.Held {
		row = append(row, press("Go on", "go on "+r.ID))
	}
	return buttons(append(row, press("Drop", "drop "+r.ID))...)
}

// turningFirst sends the turning points among what is due, and gives the rest.
func (t *turn) turningFirst(due []engagement.Release) []engagement.Release {
	var rest []engagement.Release
	for _, r := range due {
		if point, ok := turningOf(r); ok {
			t.sendTurning(r, point)
		} else {
			rest = append(rest, r)
		}
	}
	return rest
}

// sendTurning sends one.
func (t *turn) sendTurning(r engagement.Release, point turning) {
	c := t.compose(r)
	if t.releases.shown[r.ID] != c.hash() {
		t.changedSince(r)
		return
	}
	if t.endWaits(r) {
		return
	}
	before, reach := t.whereTheyHear(), t.turningReach(r)
	sent, plainly := content(c.Blocks), content(c.Plain)
	stage := t.state.Stage()
	facts, refusal := t.state.Send(engagement.ReleaseSent{ID: r.ID, Hash: contentHash(sent, plainly), Content: sent, Plain: plainly})
	if refusal != nil {
		t.cannotGo(r, refusal)
		return
	}
	if !t.take(facts, nil) {
		return
	}
	if r.Of == engagement.Dialogues {
		t.beginDialogue(r, c, before)
		return
	}
	if r.Of == engagement.Bidders {
		t.bidderSent(r, c, before)
		return
	}
	if r.Of == engagement.Endings {
		t.endedEarly(c)
		return
	}
	if r.Of == engagement.Reopenings {
		t.letIn()
	}
	t.postTurning(r, c, point)
	if r.Of == engagement.Closings {
		t.calledAlready()
	}
	if t.state.Stage() != stage || r.Of == engagement.Closings {
		t.refreshLists()
	}
	blocks := []bot.Block{bot.Say("**" + r.ID + "**, " + point.name + ", is on its way to " + toAll(reach) + "." + t.leftOutWords(r) + " " + point.then)}
	if row := t.stageRow(); len(row) > 0 {
		blocks = append(blocks, buttons(row...))
	}
	title := "Sent to everybody"
	if len(t.leftOut(r)) > 0 {
		title = "Sent"
	}
	t.tell("sent:"+releaseKey(r.ID, time.Time{}), title, append(blocks, t.unreachedBlocks()...)...)
}

// postTurning posts one to whom it concerns.
func (t *turn) postTurning(r engagement.Release, c composed, point turning) {
	key := releaseKey(r.ID, time.Time{})
	m := bot.Message{Key: key, Class: bot.Release, Title: oneLine(t.state.About().Title) + ": " + point.title, Blocks: c.Blocks, To: t.concerned(r, false)}
	if r.Of == engagement.Reopenings {
		m.Blocks = append(slices.Clone(c.Blocks), buttons(press("See the sections", "sections")))
	}
	t.post(m)
	m.Key, m.Plain, m.Blocks, m.To = key+":users", true, c.Plain, t.concerned(r, true)
	t.post(m)
	if r.Of != engagement.Results {
		t.toTables(bot.Message{Key: key + ":table", Class: bot.Release, Title: m.Title, Blocks: c.Blocks})
	}
}

// concerned are the rooms to which one goes.
func (t *turn) concerned(r engagement.Release, users bool) []bot.Address {
	var to []bot.Address
	for _, o := range t.state.Organisations() {
		if o.Users == users && t.wantsToHear(o, r.Of) {
			to = append(to, t.hears(o)...)
		}
	}
	return to
}

// wantsToHear says whether an organisation wants to hear what a turning point says,
// as far as it may choose: what came of it all, and the notice unless it wants to
// hear nothing more.
func (t *turn) wantsToHear(o engagement.Organisation, of engagement.ReleaseKind) bool {
	after := t.talk.after[o.ID]
	if of == engagement.Notices {
		return after != afterNothing
	}
	if of != engagement.Results {
		return true
	}
	on, said := t.talk.outcome[o.ID]
	return after == afterOutcome || after == "" && (on || !said)
}

// turningReach says to how many one goes.
func (t *turn) turningReach(r engagement.Release) string {
	n := 0
	for _, o := range t.state.Organisations() {
		if t.wantsToHear(o, r.Of) && len(t.hears(o)) > 0 {
			n++
		}
	}
	return count(n, "organisation", "organisations")
}

// goesAtOnce says of one that waits to whom it goes.
func (t *turn) goesAtOnce(r engagement.Release) string {
	text := "It goes to " + toAll(t.turningReach(r)) + ", as soon as you agree." + t.leftOutWords(r) + " Nobody has read any of it yet."
	if m, ok := t.state.ClosingOf(r.ID); ok && r.Of == engagement.Closings {
		text += " " + t.movesBy(m.To)
	}
	if r.Of == engagement.Endings {
		text += " Below it stands what changed because of each, in its own room alone." + t.earlier()
	}
	if r.Of == engagement.Notices && t.state.Stage() == engagement.Talking {
		text += " **Talking pauses with it.**"
	}
	return text
}

// beforeIt says to the team what is left to do before it ends early, and before the
// tender notice goes: what can't go to everybody after it, and what should be on file.
// Nil: nothing.
func (t *turn) beforeIt(r engagement.Release) []bot.Block {
	switch {
	case r.Of == engagement.Endings && r.Waiting():
		return slices.Concat(t.toldFirst(afterEnd), t.plainOwed(), t.usersUntold())
	case r.Of == engagement.Dialogues && r.Waiting():
		return t.fearsFirst()
	case r.Of != engagement.Notices || !r.Waiting():
		return nil
	}
	var lines []string
	if open := t.openQuestions(); len(open) > 0 {
		lines = append(lines, "- "+upperFirst(count(len(open), "question has", "questions have"))+" no answer that everybody has ("+series(open)+"). After it, none is answered here.")
	}
	var names []string
	for _, w := range t.state.Waits() {
		if _, turns := turningOf(w); !turns {
			what := t.releaseName(w)
			if w.Of == engagement.News {
				what = "news" // its words may be what one supplier was told, and whoever agrees reads this
			}
			names = append(names, "**"+w.ID+"** "+plain(what))
		}
	}
	if said := t.needsWords(); said != "" {
		lines = append(lines, "- "+said+" **last answers** shows what it is.")
	}
	if said := t.unreadWords(); said != "" {
		lines = append(lines, "- "+said)
	}
	if said := t.neverPlain(); said != "" {
		lines = append(lines, "- "+said)
	}
	if len(names) > 0 {
		lines = append(lines, "- After it, this can't go to everybody any more: "+series(names)+".")
	}
	if len(t.state.Published()) == 0 || len(t.state.Drift()) > 0 {
		if _, why := t.state.FileNote(engagement.AboutNotice); !why {
			lines = append(lines, "- The market engagement notice: "+plain(t.marketInShort())+".")
		}
	}
	_, reviewed := t.state.FileNote(engagement.AboutConflicts)
	if n := t.conflictsToSettle(); n > 0 {
		lines = append(lines, "- Conflicts of interest: "+count(n, "declared link is", "declared links are")+" not settled.")
	} else if !reviewed {
		lines = append(lines, "- Conflicts of interest: how they were reviewed is not written yet.")
	}
	if _, ok := t.state.FileNote(engagement.AboutAdvantage); !ok {
		lines = append(lines, "- Whether taking part gave anyone an unfair advantage is not written yet.")
	}
	first := append(t.fearsFirst(), t.toldFirst(afterNotice)...)
	if len(lines) == 0 {
		return first
	}
	return append(first, bot.Say("**Before this goes**\n\n"+strings.Join(lines, "\n")), t.beforeItRow())
}

// earlier says what an early end takes from those who were told when it closes.
func (t *turn) earlier() string {
	if closing := t.state.About().Closing; !closing.IsZero() {
		return " Everybody was told " + t.moment(closing, t.now) + ". " + t.movesBy(t.now)
	}
	return ""
}

// whereTheyHear is where every organisation is written to now.
func (t *turn) whereTheyHear() map[string][]bot.Address {
	all := map[string][]bot.Address{}
	for _, o := range t.state.Organisations() {
		all[o.ID] = t.hears(o)
	}
	return all
}
