package conversations

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// FileName is under which name the page of a team gives its file.
const FileName = "for-the-file.md"

// FileEvent asks a team's room for one of its files, FileName, FullFile or MarketFile, as one
// text of Markdown, for a person ("P7"; "": nobody who is known): the answer is a note
// with that name as its title, and nothing else, or a note that says why they may not
// read it. Not ok: there is no file of that name.
func FileEvent(room bot.Address, person, name string) (ev bot.Event, ok bool) {
	asks, ok := map[string]string{FileName: fileAsText, FullFile: fullAsText, MarketFile: marketAsText}[name]
	return bot.Event{Kind: bot.Looked, Room: room, Action: actionSay, Value: asks, Person: person, Home: true}, ok
}

// teamFileButton is what gives one of these files; false: it can't be had here.
func (t *turn) teamFileButton(name string) (bot.Button, bool) {
	switch {
	case t.ev.Room.Adapter == webAdapter:
		return bot.Button{Label: "Download", URL: "file/" + name}, true
	case t.filesByLink():
		return bot.Button{Label: "Download", URL: bot.LinkToFile(t.ev.Room, t.ev.Person, name)}, true
	}
	return bot.Button{}, false
}

// forTheFile shows what has to be on file.
func (t *turn) forTheFile(line) {
	if t.state.OpenedAt().IsZero() {
		t.note(bot.Say("There is nothing for the file yet: suppliers have heard nothing. What you want to write already: **file conflicts:** and your words."))
		return
	}
	blocks := bySection(t.dossier(false))
	row := []bot.Button{opens("Write for the file", actionFile, "", "file advantage: your words")}
	if b, ok := t.teamFileButton(FileName); ok {
		row = append(row, b)
	}
	blocks = append(blocks, buttons(row...))
	t.noteTitled("For the file: "+oneLine(t.state.About().Title), append(blocks, t.fullButtons()...)...)
}

// fullButtons give all of it with names, for those who check the work; nil: it can't be
// had here.
func (t *turn) fullButtons() []bot.Block {
	word, ok := t.teamFileButton(FullWordFile)
	if !ok {
		return nil
	}
	text, _ := t.teamFileButton(FullFile)
	word.Label, text.Label = "Word", "Text"
	return []bot.Block{bot.Say("**Everything, with names,** for those who check the work: what went out as it was sent, questions and answers with who gave them, and who decided and read what."), buttons(word, text)}
}

// fileText is the same, whole, as one text.
func (t *turn) fileText(line) {
	t.noteTitled(FileName, bot.Say(asMarkdown("For the file: "+oneLine(t.state.About().Title), t.dossier(true))))
}

// dossier is what has to be on file; whole: with every receipt.
func (t *turn) dossier(whole bool) []bot.Block {
	blocks := t.fileHead(whole)
	blocks = append(blocks, t.fileMarket(whole)...)
	blocks = append(blocks, t.fileConflicts(whole)...)
	blocks = append(blocks, bot.Say("## Unfair advantage"), t.fileNote(engagement.AboutAdvantage), t.fileNote(engagement.AboutDone))
	blocks = append(blocks, bot.Say("## Why this many suppliers were enough"), bot.Say(t.fileWhom()), t.fileNote(engagement.AboutEnough))
	blocks = append(blocks, t.fileLater(whole)...)
	blocks = append(blocks, t.fileLinked(whole)...)
	blocks = append(blocks, t.fileTold(whole)...)
	blocks = append(blocks, t.fileQuestions(whole)...)
	return append(blocks, bot.Aside("Made from the record on "+t.moment(t.now, t.now)+". Nobody's answers are in it."))
}

// fileHead says what it was, and when it moved from stage to stage.
func (t *turn) fileHead(whole bool) []bot.Block {
	about := t.state.About()
	facts := []bot.Pair{{Label: "Who asked", Value: cmp.Or(oneLine(about.Buyer), "not named")}, {Label: "What for", Value: cmp.Or(t.purposesSaid(), "not said")}, {Label: "Owner", Value: t.ownerSaid()}}
	if n := t.state.Notice(); n.IsOut() {
		facts = append(facts, bot.Pair{Label: "Tender notice", Value: oneLine(n.Reference) + ", " + n.Link + ", told on " + t.moment(n.Out, t.now) + " to " + t.noticeTold()})
	}
	if f, ok := t.state.TheDialogue(); ok {
		facts = append(facts, bot.Pair{Label: "Procedure", Value: oneLine(f.Reference)}, bot.Pair{Label: "Admitted", Value: t.admittedNames(f)})
		if len(t.state.BiddersMoved()) > 0 {
			facts = append(facts, bot.Pair{Label: "In it at present", Value: t.biddersNow()})
		}
		if f.Why != "" { // it was told from here, once
			facts = append(facts, bot.Pair{Label: "Why the others were not", Value: oneLine(f.Why)})
		}
	}
	table := &bot.Table{Head: []string{"When", "Stage", "Who decided", "Why"}}
	moves := slices.DeleteFunc(slices.Clone(t.state.Sent()), func(r engagement.Release) bool { return r.Of != engagement.Closings && r.Of != engagement.Bidders })
	moved := func(until time.Time) {
		for ; len(moves) > 0 && (until.IsZero() || moves[0].Sent.Before(until)); moves = moves[1:] {
			what := cell(t.bidderName(moves[0]))
			if m, closes := t.state.ClosingOf(moves[0].ID); closes {
				what = "answers until " + t.moment(m.To, t.now) + ", not " + t.moment(m.From, t.now)
			}
			table.Rows = append(table.Rows, []string{t.moment(moves[0].Sent, t.now), what, t.decidedBy(moves[0]), cell(moves[0].Text)})
		}
	}
	for _, change := range t.state.StageChanges() {
		moved(change.At)
		who := "by itself"
		if change.By != "" {
			who = t.whoMoved(change)
		}
		table.Rows = append(table.Rows, []string{t.moment(change.At, t.now), stageName(change.To), who, cell(cmp.Or(change.Reason, "–"))})
	}
	moved(time.Time{})
	return append([]bot.Block{{Facts: facts}, fileRows(table, whole)}, t.fileAbouts(whole)...)
}

// noticeTold says who was told of the tender notice.
func (t *turn) noticeTold() string {
	for _, r := range t.state.Sent() {
		if r.Of == engagement.Notices {
			return t.toldWhom(r)
		}
	}
	return "everybody"
}

// decidedBy says who had something sent, and who agreed if that is somebody else; each
// with the link that they have to one of those whom it is about.
func (t *turn) decidedBy(r engagement.Release) string {
	by, about := cmp.Or(r.Editor, r.By), t.aboutWhom(r)
	if by == r.Approver {
		return t.withLink(by, r.Approved, about)
	}
	return t.withLink(by, r.Approved, about) + ", agreed by " + t.withLink(r.Approver, r.Approved, about)
}

// whoMoved says who decided on another stage: where it came with something that went
// to everybody, the fact names only who agreed to that.
func (t *turn) whoMoved(change engagement.StageChange) string {
	for _, r := range t.state.Sent() {
		if r.Sent.Equal(change.At) && r.Approver == change.By {
			return t.decidedBy(r)
		}
	}
	if change.Wanted != "" {
		return named(change.Wanted) + ", agreed by " + named(change.By)
	}
	return named(change.By)
}

// fileMarket is what was published of the engagement, or why nothing was.
func (t *turn) fileMarket(whole bool) []bot.Block {
	blocks := []bot.Block{bot.Say("## The market engagement notice")}
	table := &bot.Table{Head: []string{"When", "Published as", "Where", "Who said so"}}
	for _, p := range t.state.Published() {
		table.Rows = append(table.Rows, []string{t.moment(p.At, t.now), cell(p.Reference), cell(cmp.Or(p.Link, "–")), named(p.By)})
	}
	if len(table.Rows) == 0 {
		return append(blocks, bot.Say("Nobody has said that it is published. **market notice** makes it."), t.fileNote(engagement.AboutNotice))
	}
	blocks = append(blocks, fileRows(table, whole))
	if lines := t.driftLines(); len(lines) > 0 {
		return append(blocks, bot.Say("**It is out of date:**\n\n"+strings.Join(lines, "\n")))
	}
	return append(blocks, bot.Say("It is up to date."))
}

func stageName(s engagement.Stage) string { return string(s) }

// fileRows are the rows of a table: as one in the whole file, and where they are
// read in a message, which can't hold several everywhere, as lines.
func fileRows(table *bot.Table, whole bool) bot.Block {
	if whole {
		return bot.Block{Table: table}
	}
	var lines []string
	for _, cells := range table.Rows {
		said := make([]string, 0, len(cells))
		for _, c := range cells {
			if c != "–" {
				said = append(said, plain(c))
			}
		}
		lines = append(lines, "- "+strings.Join(said, " · "))
	}
	return bot.Say(strings.Join(lines, "\n"))
}

// fileNote is what the team wrote on something, or that it wrote nothing.
func (t *turn) fileNote(about engagement.FileAbout) bot.Block {
	label, _ := aboutWords(about)
	note, ok := t.state.FileNote(about)
	if !ok {
		return bot.Say("**" + label + "** *Not written yet:* **file " + string(about) + ": your words**")
	}
	return bot.Say("**" + label + "** " + plain(note.Text) + " *(" + named(note.By) + ", " + t.moment(note.At, t.now) + ")*")
}

// fileWhom counts who was asked and who answered, by kind.
func (t *turn) fileWhom() string {
	asked, answered := map[engagement.OrganisationKind]int{}, map[engagement.OrganisationKind]int{}
	for _, o := range t.state.Organisations() {
		if o.Newcomer {
			continue
		}
		asked[o.Kind]++
		if t.state.Heard(o) {
			answered[o.Kind]++
		}
	}
	var parts []string
	for _, kind := range engagement.OrganisationKinds() {
		if asked[kind] > 0 {
			parts = append(parts, fmt.Sprintf("%s: %d of %d", kindsWord(kind), answered[kind], asked[kind]))
		}
	}
	return "Answered something, of those asked: " + strings.Join(parts, " · ") + "."
}

// fileTold is who was told what and when.
func (t *turn) fileTold(whole bool) []bot.Block {
	blocks := []bot.Block{bot.Say("## Who was told what, and when"), bot.Say(strings.Join(append([]string{t.gapFigures()}, t.notGone()...), " "))}
	table := &bot.Table{Head: []string{"When", "What", "To whom", "Arrived"}}
	row := func(at, what, whom, arrived string) {
		table.Rows = append(table.Rows, []string{at, cell(what), cell(whom), cell(arrived)})
	}
	row(t.moment(t.state.OpenedAt(), t.now), "the welcome and the sections", "everybody asked then", t.arrivedOf("welcome", "welcome:users", "welcome:chat", "welcome:users:chat"))
	for _, o := range t.state.Organisations() {
		if o.Invited.After(t.state.OpenedAt()) && !o.Newcomer {
			row(t.moment(o.Invited, t.now), "the welcome, the sections and what everybody had had", oneLine(o.Name), t.arrivedOf("welcome:"+o.ID, "welcome:"+o.ID+":chat"))
		}
	}
	for _, r := range t.state.Sent() {
		var what strings.Builder
		what.WriteString(r.ID + " " + t.releaseName(r))
		for _, f := range r.Files {
			what.WriteString(", with the file " + oneLine(f.Name) + " (hash " + shortRoot(strings.TrimPrefix(f.Blob, "sha256:")) + ")")
		}
		row(t.moment(r.Sent, t.now), what.String(), t.toldWhom(r), t.arrivedWords(r))
	}
	for _, each := range t.state.AllTold() {
		o, _ := t.state.Organisation(each.Organisation)
		what := named(each.Person) + " said to one alone"
		if words := oneLine(each.Text); words != "" {
			what += ": “" + words + "”"
		}
		if f, ok := t.state.File(each.File); ok {
			what += ", with the file " + oneLine(f.Name)
		}
		row(t.moment(each.Said, t.now), cell(what), oneLine(o.Name), toldSettled(each, t))
	}
	blocks = append(append(blocks, fileRows(table, whole)), t.fileLinks()...)
	if whole {
		blocks = append(blocks, t.fileReceipts()...)
	}
	return blocks
}

func toldSettled(told engagement.Told, t *turn) string {
	switch {
	case told.Waiting():
		return "not settled"
	case told.How == engagement.ToldEveryone:
		if told.About != "" {
			return toldHow(told.How, told.About) + ", settled " + t.moment(told.Settled, t.now) + " by " + named(told.By)
		}
		return "everybody has it since " + t.moment(told.Settled, t.now)
	}
	if told.By == told.Person {
		return toldHow(told.How, told.About) + ", settled " + t.moment(told.Settled, t.now) + " by " + named(told.By) + ", who said it"
	}
	return toldHow(told.How, told.About) + ", settled " + t.moment(told.Settled, t.now) + " by " + t.withLink(told.By, told.Settled, t.calledAs(told.Organisation))
}

// toldWhom says to whom a release went.
func (t *turn) toldWhom(r engagement.Release) string {
	if to := t.state.AskedOf(r.ID); len(to) > 0 {
		var names []string
		for _, id := range to {
			o, _ := t.state.Organisation(id)
			names = append(names, oneLine(o.Name))
		}
		return strings.Join(names, ", ") + ", who had said the same"
	}
	begun, ok := t.state.TheDialogue()
	began, _ := t.state.Release(begun.Release)
	switch {
	case r.Of == engagement.Bidders:
		f, _ := t.state.BidderOf(r.ID)
		return t.bidderCalled(f) + " alone"
	case r.Of == engagement.Results:
		return "those who wanted to hear it"
	case r.Of == engagement.Notices:
		return t.everybodyBut(r)
	case ok && r.Nth > began.Nth && !began.Sent.IsZero() && t.sentWhile(r, engagement.Dialogue):
		return "all bidders"
	case r.Of == engagement.Dialogues:
		return "bidders; the others where it goes on"
	case r.Content == "":
		return "people who use services"
	case r.Plain == "":
		return "every supplier"
	}
	return "everybody"
}

// sentWhile says whether a release went in a stage.
func (t *turn) sentWhile(r engagement.Release, stage engagement.Stage) bool {
	now := engagement.Preparing
	for _, change := range t.state.StageChanges() {
		if !change.At.After(r.Sent) {
			now = change.To
		}
	}
	return now == stage
}

// arrivedOf says how messages arrived, by their keys.
func (t *turn) arrivedOf(keys ...string) string {
	arrived, all := 0, 0
	for _, key := range keys {
		for _, receipt := range t.tx.Messages().Receipts(key) {
			all++
			if t.arrivedAt(receipt) {
				arrived++
			}
		}
	}
	if all == 0 {
		return "–"
	}
	return fmt.Sprintf("%d of %s", arrived, count(all, "place", "places"))
}

// fileLinks says of each that is reached by a link alone whether it was opened.
func (t *turn) fileLinks() []bot.Block {
	var lines []string
	for _, o := range t.state.Organisations() {
		if page, ok := t.pageOf(o); ok {
			if said := t.onPageWords(page); said != "" {
				lines = append(lines, "- "+plain(o.Name)+": "+said)
			}
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return []bot.Block{bot.Say("**By a link that was yours to pass on**\n\n" + strings.Join(lines, "\n"))}
}

// fileReceipts has a line for each release and place.
func (t *turn) fileReceipts() []bot.Block {
	table := &bot.Table{Head: []string{"Release", "Organisation", "Where", "When", "Arrived"}}
	for _, r := range t.state.Sent() {
		var rows [][]string
		for _, receipt := range t.releaseReceipts(r) {
			who := "round table"
			if o, ok := t.organisationAt(receipt.Room); ok {
				who = oneLine(o.Name)
			}
			state := "yes"
			if receipt.State != bot.Sent {
				state = cmp.Or(oneLine(receipt.Why), "not yet")
			}
			if receipt.State != bot.Sent && t.madeUp(receipt) {
				state = "made up for later"
			}
			if said := t.onPageWords(receipt.Room); receipt.State == bot.Sent && said != "" {
				state = said
			}
			rows = append(rows, []string{r.ID, cell(who), cell(whereWords(receipt.Room)), t.moment(receipt.Time, t.now), cell(state)})
		}
		slices.SortStableFunc(rows, func(a, b []string) int { return compare(a[1], b[1], a[2], b[2]) })
		table.Rows = append(table.Rows, rows...)
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return []bot.Block{bot.Say("## Every receipt"), {Table: table}}
}

func whereWords(a bot.Address) string {
	switch a.Adapter {
	case bot.MailAdapter:
		return "mail"
	case webAdapter:
		return "page"
	}
	return a.Adapter
}

// fileQuestions are the questions, without who asked.
func (t *turn) fileQuestions(whole bool) []bot.Block {
	blocks := []bot.Block{bot.Say("## Questions"), bot.Say(t.questionFigures())}
	table := &bot.Table{Head: []string{"No.", "Asked", "Answered", "Working days"}}
	for _, q := range t.state.Questions() {
		answered, days := "not answered yet", "–"
		if t.state.May(engagement.DoTell) != nil {
			answered = "not answered here"
		}
		if !q.TakenBack.IsZero() {
			answered = "taken back by whoever asked, " + t.moment(q.TakenBack, t.now)
		}
		if at := t.rootOf(q).Answered; !at.IsZero() {
			answered = t.moment(at, t.now)
			days = fmt.Sprint(digest.WorkingDaysBetween(q.Asked, at, t.zone(), t.state.Schedule().Except...))
			if !whole {
				answered, days = "answered "+answered, "working days: "+days
			}
		}
		table.Rows = append(table.Rows, []string{q.ID, t.moment(q.Asked, t.now), answered, days})
	}
	if len(table.Rows) == 0 {
		return blocks
	}
	return append(blocks, fileRows(table, whole))
}

// bySection makes one paragraph of all that stands under a heading: platforms show a
// number of them at once.
func bySection(blocks []bot.Block) []bot.Block {
	var out []bot.Block
	for _, b := range blocks {
		last := len(out) - 1
		together := last >= 0 && b.Text != nil && !b.Text.Small && out[last].Text != nil && !out[last].Text.Small && !strings.HasPrefix(b.Text.Markdown, "## ")
		if !together {
			out = append(out, b)
			continue
		}
		out[last] = bot.Say(out[last].Text.Markdown + "\n\n" + b.Text.Markdown)
	}
	return out
}
