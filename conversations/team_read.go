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

// panel is what an empty mention shows: where things stand, and what makes
// sense today.
func (t *turn) panel() {
	answered, asked := t.heard()
	title := oneLine(t.state.About().Title)
	closing, fears := t.state.About().Closing, t.fearsFirst()
	switch t.state.Stage() {
	case engagement.Preparing:
		t.noteTitled(title, append(t.checklist(), t.placesWaiting()...)...)
	case engagement.Talking:
		blocks := append(fears, bot.Say(fmt.Sprintf("Open to suppliers. %d of %d %s answered something; answers are taken until %s.", answered, asked, plural(asked, "has", "have"), t.moment(closing, t.now))+t.linkedSaid()))
		if n := len(t.gaps()); n > 0 {
			blocks = append(blocks, bot.Say("**Not everybody has the same information:** "+count(n, "message", "messages")+" did not arrive. **status** names them."))
		}
		if n := len(t.doubts()); n > 0 {
			blocks = append(blocks, bot.Say("**In doubt:** "+count(n, "message", "messages")+" may not have arrived. **status** asks you about "+plural(n, "it", "them")+"."))
		}
		if told := t.toldCount(); told != "" {
			blocks = append(blocks, bot.Say("**Not everybody has the same information:** "+told+". **said to one** shows it."))
		}
		if n := len(t.unreached()); n > 0 {
			blocks = append(blocks, bot.Say("**"+count(n, "organisation is", "organisations are")+" not reached just now.** **status** says why."))
		}
		blocks = append(append(blocks, t.placesWaiting()...), t.waitsLine()...)
		if said := t.notFollowedWords(); said != "" {
			blocks = append(blocks, bot.Say("**Waiting for you:** "+lowerFirst(said)+". **asked** shows them."))
		}
		row := []bot.Button{press("Digest now", "digest"), view("Status", "status"), askAll(0), view("Stage", "stage")}
		if _, planned := t.nextDigest(); !planned {
			blocks = append(blocks, bot.Say("No digest is planned, so none comes by itself."))
			row = append(row, planDigest())
		}
		if waiting := t.waiting(); waiting > 0 {
			row = append([]bot.Button{view(fmt.Sprintf("Questions (%d)", waiting), "questions")}, row...)
		}
		t.noteTitled(title, append(blocks, buttons(append(row, everythingElse())...))...)
	case engagement.Paused, engagement.Dialogue:
		t.noteTitled(title, append(fears, t.stagePanel()...)...)
	case engagement.Closed:
		t.noteTitled(title, append(fears, bot.Say(fmt.Sprintf("Closed. %d of %d answered something.", answered, asked)), buttons(press("Digest", "digest"), view("Status", "status"), everythingElse()))...)
	}
}

// everythingElse leads to all that can be typed.
func everythingElse() bot.Button { return view("Everything else", "help") }

func (t *turn) couldOpen() bool {
	return t.state.CouldOpen(t.now) == nil
}

// waiting counts the questions that wait for an answer.
func (t *turn) waiting() int {
	n := 0
	for _, q := range t.state.Questions() {
		if q.Waiting() {
			n++
		}
	}
	return n
}

// questionsWaiting says how many have no answer yet, and how many have one that
// nobody can read: it has not gone out, or can't any more.
func (t *turn) questionsWaiting() string {
	said, open := fmt.Sprint(t.waiting()), t.openQuestions()
	switch written := len(open) - t.waiting(); {
	case t.state.Notice().IsOut() && len(open) > 0:
		return "0; " + count(len(open), "was", "were") + " never answered here (" + series(open) + ")"
	case written > 0:
		return said + "; " + count(written, "answer is", "answers are") + " written and not sent"
	}
	return said
}

// status says where things stand.
func (t *turn) status(line) {
	answered, asked := t.heard()
	about := t.state.About()
	blocks := append(t.fearsFirst(), bot.Block{Facts: t.statusFacts(answered, asked)})
	if len(t.state.Organisations()) > 0 {
		blocks = append(blocks, bot.Block{Table: t.statusTable()})
	}
	if gaps := t.gaps(); len(gaps) > 0 {
		blocks = append(blocks, bot.Say("**Not everybody has the same information.** These messages did not arrive:\n\n"+strings.Join(gaps, "\n")))
	}
	blocks = append(blocks, t.doubtBlocks()...)
	if t.mayRead() {
		blocks = append(blocks, t.toldGaps()...)
	}
	blocks = append(blocks, t.unreachedBlocks()...)
	blocks = append(blocks, t.unopenedBlocks()...)
	blocks = append(blocks, t.placesWaiting()...)
	if t.mayRead() {
		blocks = append(blocks, t.releaseBlocks()...)
	} else {
		blocks = append(blocks, t.keptBack()...)
	}
	blocks = append(blocks, t.readRow()...)
	blocks = append(blocks, t.fairRow()...)
	if t.state.Stage() == engagement.Preparing {
		blocks = append(blocks, bot.Say(t.next()), t.nextRow())
	}
	t.noteTitled(oneLine(about.Title), blocks...)
}

func (t *turn) statusFacts(answered, asked int) []bot.Pair {
	about := t.state.About()
	facts := []bot.Pair{{Label: "Stage", Value: t.stageWords()}}
	if said := t.noticeWords(); said != "" {
		facts = append(facts, bot.Pair{Label: "Tender notice", Value: said})
	}
	if !about.Closing.IsZero() && (t.state.Stage() == engagement.Preparing || t.state.Stage() == engagement.Talking) {
		facts = append(facts, bot.Pair{Label: "Answers until", Value: t.moment(about.Closing, t.now)})
	}
	if asked > 0 {
		facts = append(facts, bot.Pair{Label: "Answered", Value: fmt.Sprintf("%d of %d suppliers asked", answered, asked)})
	}
	if past := t.team.rehearsals; len(past) > 0 {
		facts = append(facts, bot.Pair{Label: "Rehearsed", Value: t.ago(past[len(past)-1].At, t.now)})
	}
	facts = append(facts, t.roomFacts()...)
	facts = append(facts, bot.Pair{Label: "Questions waiting", Value: t.questionsWaiting()})
	if n := len(t.inquiriesOpen("")); n > 0 {
		facts = append(facts, bot.Pair{Label: "Asked by you", Value: count(n, "question is", "questions are") + " open"})
	}
	if again := t.againCounts(); again != "" {
		facts = append(facts, bot.Pair{Label: "Asked to look again", Value: again})
	}
	if what := t.sensitive(); what != "" {
		facts = append(facts, bot.Pair{Label: "Commercially sensitive", Value: what + ", shown in no room" + t.readBy(0)})
	}
	facts = append(facts, t.fairFacts()...)
	if n := len(t.state.Files()); n > 0 {
		facts = append(facts, bot.Pair{Label: "Files", Value: count(n, "file", "files") + " shared in suppliers' rooms"})
	}
	if next, ok := t.nextDigest(); ok {
		facts = append(facts, bot.Pair{Label: "Next digest", Value: t.moment(next, t.now)})
	}
	return facts
}

func (t *turn) stageWords() string {
	switch t.state.Stage() {
	case engagement.Preparing:
		return "being prepared, suppliers have heard nothing"
	case engagement.Talking:
		return "open to suppliers since " + t.day(t.state.OpenedAt(), t.now)
	case engagement.Paused:
		return "paused"
	case engagement.Dialogue:
		return "dialogue with admitted bidders"
	case engagement.Closed:
	}
	return "closed"
}

// statusTable has one row for each organisation.
func (t *turn) statusTable() *bot.Table {
	table := &bot.Table{Head: []string{"Organisation", "Kind", "Answered", "Last heard"}}
	byRoom := !t.paged(t.state.Organisations())
	if !byRoom {
		table.Head = append(table.Head, "Reached by")
	}
	total := len(t.state.Sections())
	for _, o := range t.state.Organisations() {
		answered, last := "no answer yet", "not yet"
		if n := t.answeredBy(o); n > 0 {
			answered = fmt.Sprintf("%d of %d", n, total)
		}
		at := o.Answered
		if said := t.lastOnInquiry(o); said.After(at) {
			at = said
		}
		if !at.IsZero() {
			last = t.ago(at, t.now)
		}
		if o.Answered.IsZero() && !at.IsZero() {
			answered = "what you asked"
		}
		if o.SteppedBack() {
			last = "stepped back " + t.ago(o.Step.At, t.now)
		}
		row := []string{cell(o.Name), organisationKind(o), answered, last}
		if !byRoom {
			row = append(row, t.reachedBy(o))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// lastOnInquiry is when somebody of the organisation last answered a question of the
// team's; zero: never.
func (t *turn) lastOnInquiry(o engagement.Organisation) time.Time {
	var last time.Time
	for _, q := range t.state.Inquiries() {
		for _, a := range q.Answers {
			if a.Organisation == o.ID && a.At.After(last) {
				last = a.At
			}
		}
	}
	return last
}

// answeredBy counts the sections on which anybody of the organisation answered.
func (t *turn) answeredBy(o engagement.Organisation) int {
	n := 0
	for _, s := range t.state.Sections() {
		for _, r := range t.state.Responses(s.ID) {
			if r.Organisation == o.ID {
				n++
				break
			}
		}
	}
	return n
}

// gaps names the messages that did not reach a room, as far as that is known.
func (t *turn) gaps() []string {
	var lines []string
	for _, g := range t.openGaps() {
		if g.State == bot.Doubtful {
			continue
		}
		who := "this room"
		if o, ok := t.organisationAt(g.Room); ok {
			who = plain(o.Name)
		}
		if said := "- " + who + ": " + t.messageName(g.Key) + ", " + plain(g.Why); !slices.Contains(lines, said) {
			lines = append(lines, said)
		}
	}
	return lines
}

// messageName is what people call one of our messages.
func (d *Domain) messageName(key string) string {
	kind, _, _ := strings.Cut(key, ":")
	switch kind {
	case "welcome":
		return "the welcome"
	case "list":
		return "the list of sections"
	case "thanks":
		return "the thank-you at the close"
	case "closing":
		return "the new closing time"
	case "digest":
		return "a digest"
	case "release":
		return d.releaseMessageName(key)
	case "pack":
		return "what everybody has had so far"
	case "safety":
		return "what somebody fears"
	case "note":
		return "a note to confirm"
	case "because":
		return "that something was theirs"
	}
	return "a message"
}

// questionBlocks is a question as the team reads it: by kind, and how long it has
// waited.
func (t *turn) questionBlocks(q engagement.Question) []bot.Block {
	about := "on no section in particular"
	if s, gone, ok := t.state.EverSection(q.Section); ok {
		about = "on " + t.everName(s, gone)
	}
	o, _ := t.state.Organisation(q.Organisation)
	text := "**" + q.ID + "** " + about + ", asked " + t.ago(q.Asked, t.now)
	if days := digest.WorkingDaysBetween(q.Asked, t.now, t.zone(), t.state.Schedule().Except...); q.Waiting() && days > 0 {
		text += ", waits for " + count(days, "working day", "working days")
	}
	if others := questionNames(t.state.MergedInto(q.ID)); len(others) > 0 {
		text += "; " + series(others) + plural(len(others), " is", " are") + " one with it"
	}
	by := organisationKind(o)
	if q.Need != "" {
		by = "put by your team, as a supplier needs to know it"
	}
	blocks := []bot.Block{bot.Say(text), {Quote: &bot.Quote{Words: q.Text, By: by}}}
	if q.Worded != "" && q.Worded != q.Text {
		blocks = append(blocks, bot.Aside("Everybody will read it as: “"+plain(q.Worded)+"”"))
	}
	return blocks
}

// worries says what worries suppliers, without making a digest.
func (t *turn) worries(line) {
	d := digest.Make(t.state, digest.PeriodOf(t.state, t.now, true))
	switch {
	case d.Answered == 0 && t.usersSpoke():
		t.noteTitled("No supplier has answered a section yet", append([]bot.Block{bot.Say("So there is nothing to rank. People who use services have answered:")}, t.saidBlocks(d)...)...)
	case d.Answered == 0:
		t.note(bot.Say("Nobody has answered a section yet, so there is nothing to rank."))
	case d.TooFew:
		blocks := append([]bot.Block{bot.Say(tooFewLine(d) + t.linkedSaid())}, t.saidBlocks(d)...)
		t.noteTitled("Too few to rank", blocks...)
	default:
		t.noteTitled("What worries suppliers", append(t.worryBlocks(d), bot.Aside(worriesMethod+t.linkedSaid()))...)
	}
}

// worryBlocks are all sections that anybody sees a worry in, under the headings of the
// digest.
func (t *turn) worryBlocks(d digest.Digest) []bot.Block {
	worst := telling{turn: t, Digest: d, worries: true}
	var blocks []bot.Block
	for _, f := range d.Worries {
		blocks = append(blocks, worst.finding(f)...)
	}
	if len(blocks) == 0 {
		blocks = []bot.Block{bot.Say("No section has more who worry than who would go along.")}
	}
	worried := func(f digest.Finding) bool { return f.Tally.Worried() > 0 }
	thin := slices.DeleteFunc(slices.Clone(d.Thin), func(f digest.Finding) bool { return !worried(f) })
	blocks = append(blocks, worst.further(d.Further)...)
	for _, part := range []struct {
		heading string
		all     []digest.Finding
	}{{"Where they disagree", d.Disagree}, {"Fixed points under pressure", d.Pressure}, {"Said by one or two so far", thin}} {
		blocks = append(blocks, worst.findings(part.heading, part.all)...)
	}
	var single []string
	for _, f := range slices.Concat(d.Liked, d.Rewritten, d.Rest) {
		if s, ok := t.state.Section(f.Section); ok && worried(f) {
			single = append(single, "**"+name(s)+"**")
		}
	}
	if len(single) > 0 {
		blocks = append(blocks, bot.Say("Worries stand, too, beside more who would go along or of the text as it was before, on "+series(single)+": **show** and the number has them."))
	}
	return append(blocks, worst.usersBeside(d.Beside)...)
}

// worriesMethod says how the order comes about.
const worriesMethod = "How the order is worked out: “can't be done” counts one, a risk or “not clear” a half, “works” and “could go further” nothing, divided by those with a view. Few answers count for less: the order is worked out as if four more suppliers had answered, one “can't be done” and three “works”. The counts you read have only real answers, one voice for each organisation."

func (t *turn) teamSections(line) {
	if len(t.state.Sections()) == 0 {
		t.note(bot.Say("There is no draft yet. Attach one to a message that says **import**."))
		return
	}
	t.noteTitled(count(len(t.state.Sections()), "section", "sections"), bot.Block{Table: t.sectionTable()}, bot.Aside("To read one, write **show** and its number."+t.orderSaid()+t.takenOutSaid()))
}

func (t *turn) teamShow(l line) {
	if _, _, named := l.cutInquiry(); named {
		t.listAsked(l)
		return
	}
	_, n, ok := l.cutNumber()
	if !ok {
		t.note(bot.Say(t.numbered("Which one? Write for example **show 6**.")))
		return
	}
	t.showToTeam(n)
}

// showToTeam shows one section and what was said of it, by kind.
func (t *turn) showToTeam(n int) {
	s, gone, ok := t.state.EverSection(n)
	switch {
	case !ok:
		t.refuse(&engagement.Refusal{Code: engagement.UnknownSection, Section: n})
		return
	case gone:
		t.showTakenOut(s)
		return
	}
	label, _ := standingWords(s.Standing)
	blocks := []bot.Block{bot.Aside(label + " · " + count(s.Minutes, "minute", "minutes") + t.version(s))}
	blocks = append(blocks, specification(s.Text)...)
	if s.Ask != "" {
		blocks = append(blocks, bot.Say("**What you most want to know:** "+plain(s.Ask)))
	}
	if t.state.Stage() == engagement.Preparing {
		blocks = append(blocks, buttons(opens("What we most want to know", actionWant, fmt.Sprint(n), fmt.Sprintf("most want to know %d: your question", n)), view("As suppliers see it", fmt.Sprintf("preview %d", n))))
	}
	blocks = append(blocks, t.saidOn(n)...)
	if len(t.state.Responses(n)) == 0 && t.state.Stage() != engagement.Preparing {
		blocks = append(blocks, bot.Aside("Nobody has answered this one yet."))
	}
	blocks = append(blocks, t.acrossBlocks(s)...)
	blocks = append(blocks, t.countedOnce()...)
	blocks = append(blocks, t.changeRow(s)...)
	t.noteTitled(fmt.Sprintf("%d %s", s.ID, oneLine(s.Title)), blocks...)
}

// saidOn is all that was said of a section, by kind.
func (t *turn) saidOn(section int) []bot.Block {
	var blocks []bot.Block
	for _, r := range t.state.Responses(section) {
		blocks = append(blocks, t.responseBlocks(r)...)
	}
	if t.sensitiveOn(section) > 0 {
		blocks = append(blocks, buttons(press("Read privately", fmt.Sprint("read privately ", section))))
	}
	return slices.Concat(blocks, t.notesOn(section), t.steppedOver(section))
}

// responseBlocks is one answer as the team reads it: by kind, and without
// words that are sensitive.
func (t *turn) responseBlocks(r *engagement.Response) []bot.Block {
	o, _ := t.state.Organisation(r.Organisation)
	shown := *r
	if r.Sensitive {
		shown.For = "" // it may say who answered
	}
	said := "**" + labelFor(r.Stance, r.IsUser()) + "**" + t.remarks(&shown)
	if v := t.state.VoiceOf(r.Section, r.Organisation); !r.IsUser() && v != nil && v.ID != r.ID {
		said += ", not counted, as a later answer is of the same voice"
	}
	switch {
	case r.Sensitive, r.Private != "" && r.Words == "":
		return []bot.Block{bot.Say(said + " (" + organisationKind(o) + "). The words are commercially sensitive, so they are shown in no room.")}
	case r.Words == "":
		return []bot.Block{bot.Say(said + " (" + organisationKind(o) + "), no words given.")}
	}
	blocks := []bot.Block{bot.Say(said), {Quote: &bot.Quote{Words: r.Words, By: mayBeQuoted(organisationKind(o), r.Quotable)}}}
	if r.Private != "" {
		blocks = append(blocks, bot.Aside(moreKept))
	}
	return append(blocks, t.quoteRow(r.ID)...)
}

// returned tells the team that something which was sent did not arrive after
// all. The message counts as a gap from now on.
func (t *turn) returned() {
	if aboutSafety(t.ev.Re) {
		t.safetyReturned()
		return
	}
	who := "somebody"
	if o, ok := t.organisationAt(t.ev.Room); ok {
		who = plain(o.Name)
	}
	t.tell(t.key("returned"), "", bot.Say("**"+who+"** did not get "+t.messageName(t.ev.Re)+": "+plain(t.ev.Text)+". It counts as a gap until it is mended; **status** shows all of them."))
}
