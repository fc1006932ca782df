package conversations

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// releaseCommands are about what goes to everybody.
func releaseCommands() []command {
	return []command{
		{
			names: []string{"send", "send to everyone", "send to everybody", "tell everybody", "tell everyone"}, usage: "send: your words", takes: takesText, group: "Reply", run: (*turn).sendWords,
			help: "tell every organisation something, at the same time",
			more: "You read it first as everybody will, with how many get it and when. A file attached to the message, or chosen in the form, goes with it: each opens it from its own room. **send N1** sends what waits as N1 with its slot, **send now N1: why** at once. Slots are two mornings a week; **slots tue thu 10:00** sets them.",
		},
		{
			names: []string{"waiting", "what waits", "releases", "what goes out"}, usage: "waiting", group: "Reply", view: true, run: (*turn).listWaiting,
			help: "what waits to go to everybody, and when",
		},
		{names: []string{"read", "release"}, usage: "read N1", takes: takesText, view: true, run: (*turn).showRelease, help: "read one of these as everybody will, or as it was sent"},
		{
			names: []string{"users too", "users as well"}, usage: "users too N1", takes: takesText, run: func(t *turn, l line) { t.reachUsers(l, engagement.ReachAll) },
			help: "have people who use services get an answer, news or a question, too; **not to users N1** leaves them out",
		},
		{names: []string{"not to users"}, usage: "not to users N1", takes: takesText, run: func(t *turn, l line) { t.reachUsers(l, engagement.ReachFirms) }, help: "have suppliers alone get an answer, news or a question to everybody"},
		{names: []string{"hold"}, usage: "hold N1", takes: takesText, group: "Reply", run: func(t *turn, l line) { t.holdRelease(l, true) }, help: "keep something back that waits; **go on N1** lets it go with the next slot"},
		{names: []string{"go on", "unhold", "let go"}, usage: "go on N1", takes: takesText, run: func(t *turn, l line) { t.holdRelease(l, false) }, help: "let something go on that was held"},
		{names: []string{"edit"}, usage: "edit N1: other words", takes: takesText, run: (*turn).editRelease, help: "give something that waits other words"},
		{names: []string{"drop"}, usage: "drop N1: why", takes: takesText, group: "Reply", run: (*turn).dropRelease, help: "end something that waits; nobody has read any of it"},
		{
			names: []string{"slots", "slot"}, usage: "slots tue thu 10:00", takes: takesText, run: (*turn).setSlots,
			help: "say when what waits goes to everybody",
			more: "Two times a week keep it bearable for suppliers. A slot on a bank holiday moves to the next working day.",
		},
		{
			names: []string{"second person", "approval"}, usage: "second person on", takes: takesText, run: (*turn).setSecond,
			help: "have a second person agree to whatever goes to everybody; **second person off** ends that, once somebody else agrees",
		},
	}
}

// sendWords puts words forward that are to go to everybody, or sends what waits.
func (t *turn) sendWords(l line) {
	l, now := cutNow(l)
	if id, rest, ok := l.cutRelease(); ok {
		t.sendWaiting(id, rest, now)
		return
	}
	if ids, rest := l.cutQuestions(); len(ids) == 1 && rest.empty() && l.norm[0] == 'q' {
		q, _ := t.state.Question(ids[0])
		if q.Release == "" {
			t.note(bot.Say("No answer to **"+ids[0]+"** is written yet. Write for example **answer "+ids[0]+": your words**."), buttons(view("Questions", "questions")))
			return
		}
		t.sendWaiting(q.Release, rest, now)
		return
	}
	if l.empty() && t.ev.File != nil {
		t.putForward("", "Here is a file for everybody who is asked.")
		return
	}
	if l.empty() {
		t.note(bot.Say("What should everybody read? Write it behind the word: **send: The site visit is on 12 June.** Nothing goes out before you have read it as they will."), buttons(opens("Write it in a form", actionNews, "", "send: your words")))
		return
	}
	t.putForward("", l.words())
}

// cutNow takes "now" from before the name of a release.
func cutNow(l line) (line, bool) {
	rest, now := l.cut("now")
	if !now {
		return l, false
	}
	if _, _, ok := rest.cutRelease(); !ok {
		return l, false // "send now and then": words to be sent
	}
	return rest, true
}

// cutRelease takes the name of a release, such as N1, from the start.
func (l line) cutRelease() (id string, rest line, ok bool) {
	word := l.firstWord()
	if len(word) < 2 || word[0] != 'n' || strings.Trim(word[1:], "0123456789") != "" {
		return "", l, false
	}
	rest, ok = l.cut(word)
	return strings.ToUpper(word), rest, ok
}

// putForward makes news of the team's own words that waits, and shows it.
func (t *turn) putForward(title, text string) {
	if _, refusal := t.forward(title, text, ""); refusal != nil {
		t.refuseKeeping(refusal, text)
	}
}

// forward makes news that waits, with the file of this event, if there is one, and
// others, and shows it to the team under lead, which nobody else reads. Empty: nothing
// was made.
func (t *turn) forward(title, text, lead string, files ...engagement.ReleasedFile) (id string, refusal *engagement.Refusal) {
	id, refusal = t.makeRelease(engagement.ReleaseMade{Of: engagement.News, Title: title, Text: text, Due: t.nextSlot(t.now), By: t.person()})
	if id != "" {
		if problem := t.attachTo(id, files); problem != "" {
			lead = strings.TrimSpace(lead + "\n\n" + problem)
		}
		t.offer(id, lead)
	}
	return id, refusal
}

// makeRelease makes something that is to go to everybody and waits for that. Empty:
// nothing was made.
func (t *turn) makeRelease(f engagement.ReleaseMade) (id string, refusal *engagement.Refusal) {
	facts, refusal := t.state.MakeRelease(f)
	if refusal != nil || !t.take(facts, nil) {
		return "", refusal
	}
	return facts[0].(engagement.ReleaseMade).ID, nil
}

// sendWaiting agrees that what waits goes, if what it says was read.
func (t *turn) sendWaiting(id string, rest line, now bool) {
	r, ok := t.state.Release(id)
	if !ok {
		t.refuse(&engagement.Refusal{Code: engagement.UnknownRelease, Release: id})
		return
	}
	if r.Waiting() && t.othersAlike(r) {
		t.askOthers(r)
		return
	}
	if r.Waiting() && len(t.askersWords(r)) > 0 {
		t.offerRelease(r, "**Nothing was sent.** One thing first: in whose words the question goes out. You choose that below.")
		return
	}
	if t.withoutQuote(r, "**Nothing was sent.**") {
		return
	}
	hash := t.compose(r).hash()
	asked := strings.TrimSpace(rest.norm)
	pressed := t.ev.Kind == bot.Pressed
	if r.Waiting() && (t.releases.shown[id] != hash || pressed && asked != short(hash)) {
		t.offerRelease(r, "Something has changed in it since it was last read here, so please look again. Nothing was sent.")
		return
	}
	f := engagement.ReleaseApproved{ID: id, By: t.person(), Due: t.dueOf(r)}
	point, alone := turningOf(r)
	if now || r.Due.IsZero() && !r.Made.IsZero() {
		f.Due, f.Why = time.Time{}, cmp.Or(r.Why, point.why)
		if !pressed && asked != "" && !alone {
			f.Why = rest.words()
		}
		if f.Why == "" {
			t.note(bot.Say("What waits goes with a slot, so that everybody can count on the days. If it can't wait, say why: **send now "+id+": the site visit is tomorrow**. The reason stays on the record."), buttons(opens("Send now", actionSendNow, id, "send now "+id+": why")))
			return
		}
	}
	t.agree(r, f)
}

// dueOf is when a release goes that is agreed to now.
func (t *turn) dueOf(r engagement.Release) time.Time {
	if r.Due.After(t.now) {
		return r.Due
	}
	return t.nextSlot(t.now)
}

// agree records that somebody agrees, and sends what can't wait.
func (t *turn) agree(r engagement.Release, f engagement.ReleaseApproved) {
	facts, refusal := t.state.Approve(t.now, f)
	if refusal != nil {
		t.refuse(refusal)
		return
	}
	if len(facts) == 0 {
		t.note(bot.Say("That is agreed already: **" + r.ID + "** goes " + t.goesWhen(r) + "."))
		return
	}
	if !t.take(facts, nil) {
		return
	}
	r, _ = t.state.Release(r.ID)
	switch {
	case !r.Ready() && r.Held:
		t.reply("", bot.Say("Agreed, and still held. **go on "+r.ID+"** lets it go."), buttons(press("Go on", "go on "+r.ID)))
	case !r.Ready():
		t.reply("", bot.Say("**"+r.ID+"** waits for a second person now: somebody else of the team reads it and agrees. Then it goes "+t.goesWhen(r)+"."), t.releaseRow(r))
	case r.Due.IsZero():
		t.sendOut(time.Time{}, []engagement.Release{r})
	default:
		t.reply("", bot.Say("**"+r.ID+"** goes "+t.goesWhen(r)+" to "+t.reachWords(t.compose(r))+". Until then you can hold it, or give it other words."), buttons(view("Read it", "read "+r.ID), press("Hold", "hold "+r.ID)))
	}
}

// goesWhen says when a release goes.
func (t *turn) goesWhen(r engagement.Release) string {
	if r.Due.IsZero() {
		return "at once"
	}
	return "on **" + t.moment(r.Due, t.now) + "**"
}

// offer is offerRelease for the release of that id.
func (t *turn) offer(id, lead string) {
	if r, ok := t.state.Release(id); ok {
		t.offerRelease(r, lead)
	}
}

// offerRelease shows a release as everybody will read it, and what can be done
// with it. That it was shown is recorded.
func (t *turn) offerRelease(r engagement.Release, lead string) {
	if t.withoutQuote(r, lead) {
		return
	}
	c := t.compose(r)
	if t.releases.shown[r.ID] != c.hash() {
		t.remember(kindShown, releaseShown{Release: r.ID, Hash: c.hash(), By: t.person()})
	}
	title := "Waits to go to everybody: " + r.ID + ", " + t.releaseName(r)
	if c.Blocks == nil {
		title = "Waits to go to people who use services: " + r.ID + ", " + t.releaseName(r)
	}
	if len(c.to) > 0 {
		title = "Waits to go to " + count(len(c.to), "organisation", "organisations") + ": " + r.ID + ", " + t.releaseName(r)
	}
	if r.Of == engagement.Bidders {
		title = "Waits for you: " + r.ID + ", " + t.releaseName(r)
	}
	blocks := t.releasePreview(r, c, lead)
	if t.ev.Kind == bot.Ticked || room(t.ev.Room) != t.state.About().Room {
		t.tell(t.key("waits:"+r.ID), title, blocks...)
		return
	}
	t.reply(title, blocks...)
}

// releasePreview is a release as everybody will read it, to whom it goes and
// when, and what can be done with it.
func (t *turn) releasePreview(r engagement.Release, c composed, lead string) []bot.Block {
	if r.Of == engagement.Dialogues {
		return t.dialoguePreview(r, c, lead)
	}
	if r.Of == engagement.Bidders {
		return t.bidderPreview(r, c, lead)
	}
	var blocks []bot.Block
	if lead != "" {
		blocks = append(blocks, bot.Say(lead))
	}
	goes := t.goesTo(r, c) + t.ownWords(r, c)
	if _, ok := turningOf(r); ok {
		goes = t.goesAtOnce(r)
	}
	blocks = append(blocks, bot.Say(goes))
	blocks = append(blocks, t.beforeIt(r)...)
	blocks = append(append(blocks, t.goesWithIt(r)...), t.tooLateForSlot(r)...)
	blocks = append(blocks, t.aloneTo(c, r)...)
	blocks = append(append(blocks, t.namesIn(c)...), t.quotesIn(r)...)
	blocks = slices.Concat(blocks, t.plainMissing(r), t.outcomePlain(r), t.askedPlainly(r))
	heading := "What everybody reads"
	if len(c.to) > 0 {
		heading = "What they read"
	}
	if c.Blocks != nil {
		blocks = append(append(blocks, bot.Say("## "+heading)), c.Blocks...)
	}
	if t.anyAsked(true) && t.state.Stage() != engagement.Dialogue && c.Plain != nil && content(c.Plain) != content(c.Blocks) {
		blocks = append(blocks, bot.Say("## What people who use services read"))
		blocks = append(blocks, c.Plain...)
	}
	blocks = append(blocks, bot.Say("## "+t.releaseState(r)))
	return append(append(blocks, t.askersBlocks(r)...), t.releaseRow(r))
}

// releaseState says in a heading how far a release is.
func (t *turn) releaseState(r engagement.Release) string {
	switch {
	case !r.Sent.IsZero():
		return "Sent " + t.ago(r.Sent, t.now)
	case !r.Dropped.IsZero():
		return "Dropped " + t.ago(r.Dropped, t.now) + ", read by nobody"
	case t.overtaken(r) && r.Of == engagement.Bidders:
		return "Can't be done any more: the dialogue has ended"
	case t.overtaken(r):
		return "Can't go out here, now that the tender notice is out"
	case r.Held:
		return "Held"
	case r.Ready():
		return "Goes " + unmarked(t.goesWhen(r))
	case r.Wanted != "":
		return "Waits for a second person"
	}
	return "Nothing has been sent"
}

// tooLateForSlot says of a release that waits for a slot that the tender notice is due
// before that; nil: it is not.
func (t *turn) tooLateForSlot(r engagement.Release) []bot.Block {
	n := t.state.Notice()
	if _, turns := turningOf(r); turns || !r.Waiting() || n.Planned.IsZero() || n.IsOut() || r.Ready() && r.Due.IsZero() || t.dueOf(r).Before(n.Planned) {
		return nil
	}
	due := "**The tender notice is due before that slot,** on " + t.moment(n.Planned, t.now) + "."
	if !n.Planned.After(t.now) {
		due = "**The tender notice was due on " + t.moment(n.Planned, t.now) + ".**"
	}
	return []bot.Block{bot.Say(due + " Once it is out, this can't go here any more: **send now " + r.ID + ": why** does not wait.")}
}

// overtaken says whether a release that waits can't go, as the tender notice is out,
// and what it says goes through the procedure.
func (t *turn) overtaken(r engagement.Release) bool {
	if r.Of == engagement.Bidders {
		return r.Waiting() && t.state.May(engagement.DoBidders) != nil
	}
	if _, turns := turningOf(r); turns || !r.Waiting() {
		return false
	}
	refusal := t.state.MayCarry(r.Of)
	return refusal != nil && (refusal.Code == engagement.NoticeOut || refusal.Code == engagement.NowDialogue)
}

// releaseRow is what can be done with a release that waits.
func (t *turn) releaseRow(r engagement.Release) bot.Block {
	if !r.Waiting() {
		return buttons(view("What waits", "waiting"))
	}
	if point, ok := turningOf(r); ok && !t.overtaken(r) {
		return t.turningRow(r, t.forBidder(r, point))
	}
	if t.overtaken(r) {
		return buttons(press("Drop", "drop "+r.ID))
	}
	var row []bot.Button
	c := t.compose(r)
	hash := short(c.hash())
	due := t.dueOf(r)
	slot := press("Send with the slot on "+t.moment(due, t.now), "send "+r.ID)
	slot.Value += " " + hash
	now := opens("Send now", actionSendNow, r.ID, "send now "+r.ID+": why")
	if r.Wanted != "" {
		slot.Label = "I agree: " + lowerFirst(slot.Label)
	}
	switch asked := t.askersWords(r); {
	case len(asked) > 0:
		row = append(row, t.askersRow(asked)...)
	case r.Ready():
	case r.Wanted != "" && r.Due.IsZero():
		agree := press("I agree: send it now", "send "+r.ID)
		agree.Value += " " + hash
		row = append(row, agree)
	default:
		row = append(row, slot, now)
	}
	edit := opens("Edit", actionEdit, r.ID, "edit "+r.ID+": other words")
	if r.Of == engagement.Changes && len(r.Sections) == 1 {
		edit = changeButton("Edit", r.Sections[0], nil)
	}
	if opened, ok := t.editOf(r); ok {
		edit = opened
	}
	row = append(row, edit)
	if r.Held {
		row = append(row, press("Go on", "go on "+r.ID))
	} else {
		row = append(row, press("Hold", "hold "+r.ID))
	}
	row = append(row, t.reachRow(r, c)...)
	return buttons(append(row, press("Drop", "drop "+r.ID))...)
}

// editOf is the form in which what has a form of its own is edited; false: it has
// none.
func (t *turn) editOf(r engagement.Release) (bot.Button, bool) {
	q, _ := t.state.InquiryOf(r.ID)
	switch r.Of {
	case engagement.Inquiries:
		return opens("Edit", actionAskAll, r.ID, "edit "+r.ID+": other words"), true
	case engagement.Outcomes:
		return opens("Edit", actionCame, q.ID, "edit "+r.ID+": other words"), true
	case engagement.Matters:
		return opens("Edit", actionMatters, "", t.numbered("matters most 4: why")), true
	case engagement.Abouts:
		return opens("Edit", actionAbout, "", "contact Dana Ellery, dana@example.gov.uk"), true
	case engagement.Plainly:
		return plainButton(r.Sections[0]), len(r.Sections) > 0
	case engagement.News, engagement.Answers, engagement.Changes, engagement.DigestForAll, engagement.Notices, engagement.Reopenings, engagement.Dialogues, engagement.Results, engagement.Closings, engagement.Pauses, engagement.Endings, engagement.Bidders:
	}
	return bot.Button{}, false
}

// releaseName is what a release is, in a few words.
func (t *turn) releaseName(r engagement.Release) string {
	if r.Of == engagement.Bidders {
		return t.bidderName(r)
	}
	if point, ok := turningOf(r); ok {
		return point.name
	}
	switch r.Of {
	case engagement.Answers:
		name := "the answer to " + series(slices.Clone(r.Questions))
		if r.Corrects != "" {
			name += ", put right"
		}
		return name
	case engagement.Changes:
		var names []string
		for _, id := range r.Sections {
			names = append(names, fmt.Sprint(id))
		}
		return plural(len(names), "a change to section ", "changes to sections ") + series(names)
	case engagement.Plainly:
		return "plain words for " + sectionNumbers(r.Sections)
	case engagement.DigestForAll:
		return "what changed because of them"
	case engagement.Abouts:
		return aboutName(t.state.AboutOf(r.ID))
	case engagement.Matters:
		return "what matters most"
	case engagement.Inquiries:
		q, _ := t.state.InquiryOf(r.ID)
		if len(q.To) > 0 {
			return "question " + q.ID + ", to some alone"
		}
		return "question " + q.ID
	case engagement.Outcomes:
		q, _ := t.state.InquiryOf(r.ID)
		return "what came of " + cmp.Or(q.ID, "a question")
	case engagement.News, engagement.Notices, engagement.Reopenings, engagement.Dialogues, engagement.Results, engagement.Closings, engagement.Pauses, engagement.Endings, engagement.Bidders:
	}
	if r.Title != "" {
		return oneLine(r.Title)
	}
	return "news: " + firstWords(r.Text, 60)
}

// firstWords are as many words of a text as fit.
func firstWords(text string, most int) string {
	var out string
	for word := range strings.FieldsSeq(oneLine(strings.NewReplacer("*", "", "_", " ", "#", "", "`", "").Replace(text))) {
		if len(out)+len(word) > most {
			return out + " …"
		}
		out = strings.TrimSpace(out + " " + word)
	}
	return out
}
