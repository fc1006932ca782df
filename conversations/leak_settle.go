package conversations

import (
	"regexp"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// toldCommands settle what a member of the team said to one supplier. In that
// supplier's room whoever wrote it can use them, too.
func toldCommands() []command {
	return append([]command{
		{
			names: []string{"said to one", "said to one supplier", "told to one", "told to one supplier"}, usage: "said to one", group: "Read", takes: takesText, view: true, run: (*turn).showTold,
			help: "what somebody of your team told one supplier only, and nobody has settled",
			more: "Whatever one supplier hears about the draft or the procurement, the others should have too. **send it to everyone A1** prepares that, **only practical A1** says that nobody else needs it, such as the time of a call, and **everyone has A1** that they have it by now. Each is on the record with who said so. After a working day it counts as a gap.",
		},
		{names: []string{"files", "the files", "shared files"}, usage: "files", group: "Read", view: true, run: (*turn).teamFiles, help: "the files that were shared in suppliers' rooms"},
	}, settlingCommands()...)
}

// settlingCommands are those that say what becomes of it.
func settlingCommands() []command {
	return []command{
		{
			names: []string{"send it to everyone"}, usage: "send it to everyone A1", takes: takesText,
			help: "prepare for all suppliers what was said to one", run: (*turn).sendTold,
		},
		{
			names: []string{"only practical", "it was only practical", "just practical"}, usage: "only practical A1: the time of a call", takes: takesText,
			help: "say that nobody else needs what was said to one supplier, and what it was about; somebody else of your team confirms what you wrote yourself", run: (*turn).practical,
		},
		{
			names: []string{"ask procurement"}, usage: "ask procurement A1", takes: takesText,
			help: "ask the team what is to become of what was said to one supplier", run: (*turn).askProcurement,
		},
		{
			names: []string{"everyone has", "everyone has it", "everybody has", "everybody has it"}, usage: "everyone has A1", takes: takesText,
			help: "say that all suppliers have by now what was said to one, and where they got it if not from here: **everyone has A1: clarification 4**; somebody else of your team confirms that of what you wrote yourself", run: (*turn).everyoneHas,
		},
	}
}

// toldCommand runs one of those in a supplier's room; false: l is none.
func (t *turn) toldCommand(l line) bool {
	c, rest, ok := match(settlingCommands(), l, false)
	switch {
	case !ok:
		return false
	case !rest.empty() && !toldID.MatchString(strings.ToUpper(toldNumbers(rest))):
		return false // "only practical for us if…" is said to the supplier
	case t.ev.Again && !c.again:
		t.note(bot.Say(alreadyDone))
	default:
		c.run(t, rest)
	}
	return true
}

// toldID is how ids are written, one or several.
var toldID = regexp.MustCompile(`^A\d{1,9}(?:(?:\s*,\s*|\s+|\s+AND\s+)A\d{1,9})*[.!]?$`)

var oneToldID = regexp.MustCompile(`A\d+`)

// toldNumbers is what stands before a colon: the ids.
func toldNumbers(l line) string {
	ids, _, _ := strings.Cut(l.words(), ":")
	return strings.TrimSpace(ids)
}

// toldMeant finds what is meant, all of which whoever asks may settle; otherwise
// it answers.
func (t *turn) toldMeant(l line, example string) ([]engagement.Told, bool) {
	words := strings.ToUpper(toldNumbers(l))
	if words == "" {
		var waiting []engagement.Told
		for _, a := range t.toldWaiting(t.now, false) {
			if t.org.ID == "" || a.Organisation == t.org.ID && a.Person == t.person() {
				waiting = append(waiting, a)
			}
		}
		if len(waiting) == 1 {
			return waiting, true
		}
	}
	if !toldID.MatchString(words) {
		t.note(bot.Say("Which? Write for example **" + example + "**. In your team's room **said to one** lists what waits."))
		return nil, false
	}
	var all []engagement.Told
	for _, id := range oneToldID.FindAllString(words, -1) {
		a, ok := t.state.ToldBy(id)
		switch {
		case !ok || t.org.ID != "" && a.Organisation != t.org.ID:
			t.note(bot.Say("Nothing of the number " + id + " was said to one supplier, so nothing was changed. In your team's room **said to one** lists what waits."))
			return nil, false
		case !t.maySettle(a):
			t.note(bot.Say("Whoever wrote it can say that, or the team in its own room. Nothing was changed."))
			return nil, false
		}
		all = append(all, a)
	}
	return all, true
}

// maySettle says whether whoever acts may say what it was: they wrote it, or are
// of the team.
func (t *turn) maySettle(a engagement.Told) bool {
	return t.org.ID == "" || a.Person == t.person() || !t.chats(t.ev.Room.Adapter) || t.mayTake(t.person())
}

// unsettled leaves out what is settled already; with nothing left it says so.
func (t *turn) unsettled(all []engagement.Told) []engagement.Told {
	var open []engagement.Told
	for _, a := range all {
		if a.Waiting() {
			open = append(open, a)
		}
	}
	if len(open) == 0 && len(all) > 0 {
		a := all[0]
		t.note(bot.Say(a.ID + " is settled: " + t.toldSaid(a) + "."))
	}
	return open
}

// unprepared leaves out what waits to go to everybody already; with nothing left
// it says so.
func (t *turn) unprepared(all []engagement.Told) []engagement.Told {
	var open []engagement.Told
	for _, a := range all {
		if r, ok := t.state.Release(a.Release); !ok || !r.Waiting() {
			open = append(open, a)
		}
	}
	if len(open) == 0 && len(all) > 0 {
		t.note(bot.Say(all[0].ID + " is prepared for everybody already, as **" + all[0].Release + "** in your team's room. It stays open until that has gone out."))
	}
	return open
}

// toldHow says what became of it, and what it was about.
func toldHow(h engagement.ToldHow, about string) string {
	switch {
	case h == engagement.ToldEveryone && about != "":
		return "everybody has it (" + plain(strings.TrimRight(about, ". ")) + ")"
	case h == engagement.ToldEveryone:
		return "everybody has it"
	case about == "":
		return "it was only practical"
	}
	return "it was only practical (" + plain(strings.TrimRight(about, ". ")) + ")"
}

// toldSaid is who said what became of it, and when.
func (t *turn) toldSaid(a engagement.Told) string {
	who, behind := named(a.By), ""
	switch {
	case a.How != engagement.ToldPractical:
	case a.ClaimedBy != "" && a.ClaimedBy != a.By:
		behind = ", as " + named(a.ClaimedBy) + " had"
	case a.By == a.Person:
		who, behind = who+", who wrote it,", "; nobody else has confirmed that"
	}
	return who + " said " + t.ago(a.Settled, t.now) + " that " + toldHow(a.How, a.About) + behind
}

func toldIDs(all []engagement.Told) string {
	ids := make([]string, len(all))
	for i, a := range all {
		ids[i] = a.ID
	}
	return series(ids)
}

func (t *turn) everyoneHas(l line) {
	if t.org.ID != "" {
		t.notForHome()
		return
	}
	all, ok := t.toldMeant(l, "everyone has A1")
	if !ok {
		return
	}
	_, where, _ := strings.Cut(l.words(), ":")
	where = strings.TrimSpace(where)
	open := t.unsettled(all)
	switch {
	case len(open) == 0 || t.stillToGo(open):
	case where == "" && slices.ContainsFunc(open, t.nothingWentSince):
		t.askWhere(open)
	default:
		t.settleEveryone(open, where)
	}
}

// stillToGo says which of it waits in a release, so that not everybody can have it;
// false: none does.
func (t *turn) stillToGo(open []engagement.Told) bool {
	for _, a := range open {
		if r, ok := t.state.Release(a.Release); ok && r.Waiting() {
			t.note(bot.Say("**"+r.ID+"** has "+a.ID+" in it, and has not gone, so not everybody has it yet. Once it has gone out, "+a.ID+" is settled by itself. Did they get it in another way? Then drop "+r.ID+" first. Nothing was changed."),
				buttons(view("Read "+r.ID, "read "+r.ID)))
			return true
		}
	}
	return false
}

// settleEveryone records that everybody has what others wrote, and what nobody else can
// confirm; for what whoever says so wrote, somebody else of the team is asked.
func (t *turn) settleEveryone(open []engagement.Told, where string) {
	if t.leftToldToOthers(open) {
		return
	}
	var done, asked []engagement.Told
	for _, a := range open {
		if a.Person == t.person() && t.othersOfTeam(a.Person) {
			t.askWhetherAll(a, where)
			asked = append(asked, a)
			continue
		}
		facts, refusal := t.state.SettleTold(engagement.ToldSettled{ID: a.ID, How: engagement.ToldEveryone, By: t.person(), About: where})
		if refusal != nil {
			t.refuseHere(refusal, map[engagement.Field]string{engagement.FieldReason: fieldReason})
			return
		}
		t.take(facts, nil)
		done = append(done, a)
	}
	var said []string
	if len(done) > 0 {
		said = append(said, "Noted on "+toldIDs(done)+": "+toldHow(engagement.ToldEveryone, where)+". The record says that you said so.")
	}
	if len(asked) > 0 {
		said = append(said, "You wrote "+toldIDs(asked)+" yourself, so somebody else of your team confirms that everybody has it; it is asked here. Until then it waits.")
	}
	t.answerTold(strings.Join(said, " "))
}

// askWhetherAll asks the team whether everybody has what one of it wrote.
func (t *turn) askWhetherAll(a engagement.Told, where string) {
	typed, has := "everyone has "+a.ID, "everybody has it by now"
	if where != "" {
		typed, has = typed+": "+where, has+": "+plain(strings.TrimRight(where, ". "))
	}
	blocks := append(t.toldBlocks(a, false), bot.Say(named(t.person())+", who wrote it, says that "+has+". **Somebody else looks and confirms that**; until then it counts as not settled."),
		buttons(press("Yes, everybody has it", typed), press("Send it to everyone", "send it to everyone "+a.ID)))
	t.tell(t.key("told:"+a.ID), "Has everybody this by now?", blocks...)
}

// answerTold answers where others of the team should read it: in the team's
// room; in a supplier's room, privately.
func (t *turn) answerTold(said string) {
	if t.org.ID == "" {
		t.reply("", bot.Say(said))
		return
	}
	t.note(bot.Say(said))
}

// askProcurement puts it to the team.
func (t *turn) askProcurement(l line) {
	if t.org.ID == "" {
		t.showTold(line{})
		return
	}
	all, ok := t.toldMeant(l, "ask procurement A1")
	if !ok {
		return
	}
	if open := t.unsettled(all); len(open) > 0 {
		t.putToTeam(open)
		t.note(bot.Say("Your team is asked in its own room, with your words. Until it says what is to become of them, please say no more about it here."))
	}
}

// putToTeam asks the team what is to become of it.
func (t *turn) putToTeam(open []engagement.Told) {
	for _, a := range open {
		facts, refusal := t.state.AskTold(engagement.ToldAsked{ID: a.ID, By: t.person()})
		if !t.take(facts, refusal) || len(facts) == 0 {
			continue
		}
		a, _ = t.state.ToldBy(a.ID)
		t.tell(t.key("told:"+a.ID), "Said to one supplier only",
			append(t.toldBlocks(a, true), bot.Aside("If it says anything about the draft or the procurement, the others should have it too."))...)
	}
}

// sendTold prepares what was said to one supplier for all of them.
func (t *turn) sendTold(l line) {
	all, ok := t.toldMeant(l, "send it to everyone A1")
	if !ok {
		return
	}
	open := t.unprepared(t.unsettled(all))
	if len(open) == 0 {
		return
	}
	if t.org.ID != "" && t.chats(t.ev.Room.Adapter) && !t.mayTake(t.person()) {
		t.putToTeam(open)
		t.note(bot.Say("What goes to every supplier goes out from your team's own room. The team is asked there, with your words."))
		return
	}
	var words []string
	for _, a := range open {
		if a.Text != "" {
			words = append(words, a.Text)
		}
	}
	text := strings.Join(words, "\n\n")
	lead := "One supplier has these words already (" + toldIDs(open) + "). Read them as all others will, and take out what concerns that one alone. Until it has gone out, " + toldIDs(open) + " stays open."
	files := t.filesOf(open)
	if text == "" && len(files) > 0 {
		text = "Here is a file that everybody who is asked should have."
	}
	if len(files) > 0 {
		lead += " Open " + plural(len(files), "the file", "the files") + " first, too: all get " + plural(len(files), "it", "them") + "."
	}
	id, _ := t.forward("", text, lead, files...)
	if id == "" {
		t.sendByHand(open, text)
		return
	}
	for _, a := range open {
		facts, refusal := t.state.DraftTold(engagement.ToldDrafted{ID: a.ID, Release: id, By: t.person()})
		if !t.take(facts, refusal) {
			return
		}
	}
	if t.org.ID != "" {
		t.note(bot.Say("Prepared for everybody as **" + id + "**, in your team's room: read it there, give it other words if need be, and send it. Until it has gone out, " + toldIDs(open) + " stays open."))
	}
}

// filesOf are the files that came with what was said.
func (t *turn) filesOf(all []engagement.Told) []engagement.ReleasedFile {
	var files []engagement.ReleasedFile
	for _, a := range all {
		if f, ok := t.state.File(a.File); ok {
			files = append(files, engagement.ReleasedFile{Name: f.Name, Blob: f.Blob, Size: f.Size, File: f.ID})
		}
	}
	return files
}

// sendByHand says how to send it in another way. It stays a gap until somebody
// says that everybody has it.
func (t *turn) sendByHand(open []engagement.Told, text string) {
	blocks := []bot.Block{bot.Say("I can't prepare that here just now. **By hand:** give every organisation that is asked the same words, at the same time, each in its own room or by mail, and name none of the others. **status** lists who is asked.")}
	if t.state.Notice().IsOut() {
		blocks = []bot.Block{bot.Say("Nothing of this kind goes out here any more: the tender notice is out. **Put it into the procedure**, where all bidders read it at the same time, and don't say who had it first.")}
	}
	if text != "" {
		blocks = append(blocks, bot.Say("The words:"), bot.Block{Quote: &bot.Quote{Words: text}})
	}
	for _, a := range open {
		if f, ok := t.state.File(a.File); ok {
			blocks = append(blocks, bot.Say("And the file **"+plain(f.Name)+"** ("+f.ID+")."))
			blocks = append(blocks, t.fileRow(f)...)
		}
	}
	ids := make([]string, len(open))
	for i, a := range open {
		ids[i] = a.ID
	}
	then := "When everybody has it, say where they got it, in your team's room: **everyone has " + strings.Join(ids, " ") + ": clarification 4, 6 June**. Until then it stays open, and counts as a gap after a working day."
	blocks = append(blocks, bot.Say(then))
	if t.org.ID == "" {
		blocks = append(blocks, buttons(whereButton(ids)))
	}
	t.note(blocks...)
}

// showTold lists what waits for somebody to say what it was; "all": and then
// what is settled.
func (t *turn) showTold(l line) {
	var blocks []bot.Block
	for _, a := range t.toldWaiting(t.now, false) {
		blocks = append(blocks, t.toldBlocks(a, true)...)
	}
	title := "Said to one supplier only, not yet settled"
	if len(blocks) == 0 {
		title, blocks = "", []bot.Block{bot.Say("Nothing that your team told one supplier only waits for a word.")}
	}
	if l.is("all") {
		blocks = append(blocks, t.settledTold()...)
	} else if n := len(t.state.AllTold()) - len(t.toldWaiting(t.now, false)); n > 0 {
		blocks = append(blocks, bot.Aside(upperFirst(count(n, "other is", "others are"))+" settled: **said to one all** has them, with who said so."))
	}
	t.noteTitled(title, blocks...)
}

// settledTold shows what is settled, how, and who said so.
func (t *turn) settledTold() []bot.Block {
	var blocks []bot.Block
	for _, a := range t.state.AllTold() {
		if !a.Waiting() {
			blocks = append(blocks, t.toldBlocks(a, false)...)
			blocks = append(blocks, bot.Aside("Settled: "+t.toldSaid(a)+"."))
		}
	}
	if len(blocks) == 0 {
		return nil
	}
	return append([]bot.Block{bot.Say("**Settled**")}, blocks...)
}
