package conversations

import (
	"fmt"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// ordered gives the sections in the order in which the organisation sees them:
// what matters most first, then the others from a start that differs from one
// organisation to the next, so that the last sections are not always the ones
// that nobody reaches.
func (d *Domain) ordered(o engagement.Organisation) []engagement.Section {
	var first, rest []engagement.Section
	for _, s := range d.state.Sections() {
		if s.Priority {
			first = append(first, s)
		} else {
			rest = append(rest, s)
		}
	}
	if len(rest) > 0 {
		start := place(o) % len(rest)
		rest = append(rest[start:len(rest):len(rest)], rest[:start]...)
	}
	return append(first, rest...)
}

// listMessage is the one list of sections that stands in an own room.
func (d *Domain) listMessage(o engagement.Organisation) bot.Message {
	return bot.Message{
		Class: bot.Standing, Title: oneLine(d.state.About().Title) + ": your list",
		Blocks: d.listBlocks(o), Plain: o.Users,
	}
}

func (d *Domain) listBlocks(o engagement.Organisation) []bot.Block {
	sections := d.ordered(o)
	var items []bot.Item
	for _, s := range sections {
		items = append(items, d.listItem(o, s))
	}
	blocks := append([]bot.Block{bot.Say(d.listHead(o))}, d.priorityBlocks(o.Users, sections)...)
	blocks = append(blocks, d.inquiryItems(o)...)
	blocks = append(blocks, bot.Block{Items: items})
	if !d.taking(o) || o.SteppedBack() {
		return blocks
	}
	var row []bot.Button
	if s, ok := d.nextOf(o, ""); ok {
		row = append(row, press("Next: "+label(s), fmt.Sprintf("show %d", s.ID)))
		hint := fmt.Sprintf("Or write: **show %d** · **%d risk: your words** · **ask: your question** · **our answers** · **partner list** · **help**", s.ID, s.ID)
		switch {
		case d.state.Dialogued():
			hint = strings.Replace(hint, " · **partner list**", "", 1)
		case o.Users:
			hint = fmt.Sprintf("Or write **%d** to read that part, then just what you think of it.", s.ID)
		}
		blocks = append(blocks, buttons(append(row, d.answersButton(o, false)...)...), bot.Aside(hint))
	} else {
		if row := d.answersButton(o, false); row != nil {
			blocks = append(blocks, buttons(row...))
		}
		blocks = append(blocks, bot.Aside("Nothing left to do. To change an answer, give it again. You can also write **our answers** to read them, and **ask:** with a question."))
	}
	return blocks
}

// label is a section on a button.
func label(s engagement.Section) string { return fmt.Sprintf("%d %s", s.ID, oneLine(s.Title)) }

// listHead says where the organisation stands.
func (d *Domain) listHead(o engagement.Organisation) string {
	switch {
	case d.state.Stage() == engagement.Closed:
		return plain(o.Name) + " · closed"
	case o.SteppedBack() && !d.taking(o):
		return plain(o.Name) + " · stepped back"
	case o.SteppedBack():
		return plain(o.Name) + " · stepped back; to take part again, write **come back**"
	}
	head := plain(o.Name)
	if !o.Users {
		head += " · " + d.answeredSoFar(o, "answered")
	}
	if said := d.stageOnList(o); said != "" {
		return head + " · " + said
	}
	if closing := d.state.About().Closing; !closing.IsZero() {
		head += " · answers until " + closing.In(d.zone()).Format("Mon 2 January, 15:04")
	}
	return head
}

// answeredSoFar says how much a supplier has answered, with the word that stands
// behind the numbers, on its list and when it is reminded: an answer to a text that
// was changed since is one, and to be looked at again.
func (d *Domain) answeredSoFar(o engagement.Organisation, word string) string {
	text := fmt.Sprintf("%d of %d %s", d.state.Answered(o.ID, ""), len(d.state.Sections()), word)
	if _, again := d.state.ToAnswer(o.ID, ""); again > 0 && d.taking(o) {
		text += fmt.Sprintf(", %d to look at again", again)
	}
	return text
}

// listItem is one section on the list.
func (d *Domain) listItem(o engagement.Organisation, s engagement.Section) bot.Item {
	standing, _ := standingWords(s.Standing)
	item := bot.Item{Label: label(s), Hint: standing, Status: d.listStatus(o, s), Tone: d.listTone(o, s)}
	if !d.taking(o) {
		return item
	}
	open := opens("Answer", actionForm, fmt.Sprint(s.ID), fmt.Sprintf("show %d", s.ID))
	switch {
	case o.SteppedBack():
		open.Label = "Read"
	case o.Users:
		open.Label = "Read and answer"
	case item.Tone == bot.Attention:
		open.Label = "Look again"
	case item.Tone == bot.Done:
		open.Label = "Change"
	}
	item.Button = &open
	return item
}

// listTone is how the status of a section is set off.
func (d *Domain) listTone(o engagement.Organisation, s engagement.Section) bot.Tone {
	if !d.taking(o) || o.Users || o.SteppedBack() {
		return bot.Quiet
	}
	switch r := d.state.Response(s.ID, o.ID, ""); {
	case r == nil:
		return bot.ToDo
	case d.state.Stale(r):
		return bot.Attention
	}
	return bot.Done
}

// What a list says of a section that was not answered.
const (
	toDo        = "to do"
	notAnswered = "not answered"
)

func (d *Domain) listStatus(o engagement.Organisation, s engagement.Section) string {
	if o.Users {
		n := 0
		for _, r := range d.state.Responses(s.ID) {
			if r.Organisation == o.ID {
				n++
			}
		}
		if n == 0 {
			return d.changedOnList(s) + "nobody yet"
		}
		return d.changedOnList(s) + fmt.Sprintf("%d of you answered", n)
	}
	r := d.state.Response(s.ID, o.ID, "")
	over := d.state.Stage() != engagement.Preparing && !d.taking(o)
	switch {
	case r == nil && (over || o.SteppedBack()):
		return notAnswered
	case r == nil:
		return toDo
	case d.state.Stale(r) && !over:
		at, _ := s.AskedAgain()
		return "**changed " + at.In(d.zone()).Format("2 January") + ", please look again**"
	}
	return "*" + labelFor(r.Stance, false) + "* (" + named(d.talk.holder(r)) + ")"
}

// nextOf is what a voice is offered next wherever nothing else is meant, in the list as
// in what confirms an answer: what matters most, then the one after that which it
// answered last.
func (d *Domain) nextOf(o engagement.Organisation, p engagement.Person) (engagement.Section, bool) {
	if s, ok := d.todo(o, 0, p); ok && s.Priority {
		return s, true
	}
	last, at := 0, time.Time{}
	for _, s := range d.ordered(o) {
		if r := d.state.Response(s.ID, o.ID, p); r != nil && !r.Given.Before(at) {
			last, at = s.ID, r.Given
		}
	}
	return d.todo(o, last, p)
}

// todo gives the next section that the voice has not answered, after the one
// with that id in its order; false: none is left.
func (d *Domain) todo(o engagement.Organisation, after int, p engagement.Person) (engagement.Section, bool) {
	sections := d.ordered(o)
	start := 0
	for i, s := range sections {
		if s.ID == after {
			start = i + 1
		}
	}
	for i := range sections {
		s := sections[(start+i)%len(sections)]
		if r := d.state.Response(s.ID, o.ID, p); s.ID != after && (r == nil || d.state.Stale(r)) {
			return s, true
		}
	}
	return engagement.Section{}, false
}

func (t *turn) refreshLists() {
	for _, o := range t.state.Organisations() {
		t.refreshList(o)
	}
}

// progress says how much there is still to do. People who use the service owe
// nothing: nobody counts for them what they have not said.
func (t *turn) progress() string {
	rest, _ := t.state.ToAnswer(t.org.ID, t.person())
	left, all := len(rest), t.state.Sections()
	switch {
	case t.org.Users && left == len(all):
		return "Read what you like, and say what you think of it. It need not be all of it."
	case t.org.Users && left > 0:
		return "That helps already. There is more if you like, and it is fine to stop here."
	case t.org.Users:
		return "You have said something on every part now."
	}
	if left == 0 {
		return "Every section has your answer now."
	}
	return fmt.Sprintf("%d to go.", left)
}

// nextButtons offers what comes next; none when all is answered.
func (t *turn) nextButtons(after int) []bot.Block {
	s, ok := t.todo(t.org, after, t.person())
	if !ok {
		return nil
	}
	return []bot.Block{buttons(press("Next: "+label(s), fmt.Sprintf("show %d", s.ID)))}
}

// showList shows the list to one person.
func (t *turn) showList(line) {
	m := t.listMessage(t.org)
	t.noteTitled(m.Title, append(t.whereWeStand(), m.Blocks...)...)
}

// showNext opens the next section to do.
func (t *turn) showNext(line) {
	s, ok := t.todo(t.org, t.inHand().Section, t.person())
	if !ok {
		t.note(bot.Say("Nothing is left to do: every section has your answer. To read them, write **our answers**."))
		return
	}
	t.card(s.ID)
}

func (t *turn) showCard(l line) {
	if _, _, named := l.cutInquiry(); named {
		t.askedOfUs(l)
		return
	}
	_, n, ok := l.cutNumber()
	if !ok {
		t.showNext(l)
		return
	}
	t.card(n)
}

// card posts one section with all that is needed to answer it.
func (t *turn) card(n int) {
	s, ok := t.state.Section(n)
	if !ok {
		t.refuse(&engagement.Refusal{Code: engagement.UnknownSection, Section: n})
		return
	}
	if t.accepts() != nil {
		m := t.cardToRead(t.org, s, t.person())
		t.noteTitled(m.Title, m.Blocks...)
		return
	}
	awaits := awaitsWords
	if t.org.SteppedBack() {
		awaits = awaitsNothing
	}
	p := placed{Section: n, Awaits: awaits, Revision: s.Revision}
	if strings.HasPrefix(t.ev.Re, "card:") && t.ev.Kind == bot.Said {
		p.Thread = t.ev.Thread // in which another text stood so far
	}
	t.place(p)
	who := t.person()
	if r := t.mine(n); t.org.Users && r != nil {
		who = "" // each is a voice of their own, and others of the group read the room
		t.note(append(t.sinceAnswer(s, r), t.answerBlocks(t.answerLead(r), r)...)...)
	}
	m := t.cardMessage(t.org, s, who)
	t.replyAs(cardKey(s), m.Title, m.Blocks...)
}

// cardMessage is one section as the organisation sees it. Without a person it
// shows no answer.
func (d *Domain) cardMessage(o engagement.Organisation, s engagement.Section, p engagement.Person) bot.Message {
	m := d.cardToRead(o, s, p)
	if d.state.Stage() == engagement.Preparing || d.taking(o) && !o.SteppedBack() {
		m.Blocks = append(m.Blocks, d.answering(o, s)...)
	}
	return m
}

// cardToRead is the same where nothing can be answered.
func (d *Domain) cardToRead(o engagement.Organisation, s engagement.Section, p engagement.Person) bot.Message {
	blocks := []bot.Block{d.sectionHead(o, s)}
	blocks = append(blocks, sectionText(o, s)...)
	if r := d.state.Response(s.ID, o.ID, p); r != nil && p != "" {
		blocks = append(blocks, d.sinceAnswer(s, r)...)
		blocks = append(blocks, d.answerBlocks(d.answerLead(r), r)...)
	}
	return bot.Message{Title: label(s), Blocks: blocks, Plain: o.Users}
}

// meaning is what a standing means for those who read the section.
func (d *Domain) meaning(o engagement.Organisation, meaning string, s engagement.Section) string {
	if o.Users && s.Standing == engagement.Fixed {
		return "this has to stay; tell us all the same how it sounds"
	}
	return meaning
}

// answering is how to answer a section.
func (d *Domain) answering(o engagement.Organisation, s engagement.Section) []bot.Block {
	question := "What is your view?"
	if o.Users {
		question = "How does that sound?"
	}
	var row []bot.Button
	all := offered(o)
	for _, words := range all {
		row = append(row, press(labelFor(words.stance, o.Users), answerTyped(s.ID, words)))
	}
	row = append(row, bot.Button{Label: "Write an answer", Action: actionForm, Value: fmt.Sprint(s.ID), Typed: fmt.Sprintf("%d risk: your words", s.ID), View: true})
	blocks := []bot.Block{bot.Say("**" + question + "**"), buttons(row...)}
	if o.Users {
		return append(blocks, bot.Aside("Or just write what you think here. You can say as little as you like. Answering for somebody else? Write for example **for my mother:** before it."))
	}
	return append(blocks, bot.Aside("Each choice brings one short question that you may leave out. Please leave out prices, and who else may bid."))
}

// answerTyped is what is typed for a stance on a section.
func answerTyped(section int, s stanceWords) string { return fmt.Sprintf("%d %s", section, s.short) }

// answerBlocks shows an answer to those who gave it.
func (d *Domain) answerBlocks(lead string, r *engagement.Response) []bot.Block {
	text := lead + "**" + labelFor(r.Stance, r.IsUser()) + "** (" + named(d.talk.holder(r)) + ", " + r.Given.In(d.zone()).Format("2 January") + ")"
	switch {
	case r.Sensitive && r.IsUser():
		text += ", " + forTheTeam
	case r.Sensitive:
		text += ", commercially sensitive"
	case r.Quotable:
		text += ", may be quoted without your name"
	}
	text += d.remarks(r)
	blocks := []bot.Block{bot.Say(text)}
	if r.Words != "" {
		blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: r.Words}})
	}
	return append(blocks, d.keptBeside(r)...)
}

// keptBeside shows those who gave an answer the words that a colleague added for the
// buying team alone; nil: there are none.
func (d *Domain) keptBeside(r *engagement.Response) []bot.Block {
	if r.Private == "" {
		return nil
	}
	said := "**Kept inside the buying team**, " + d.privatelyBy(r)
	switch {
	case r.Quotable:
		said += "; the words above may still be quoted"
	case r.Words != "" && !r.Sensitive:
		said += "; the words above stay as they are"
	}
	return []bot.Block{bot.Say(said + ":"), {Quote: &bot.Quote{Words: r.Private}}}
}

// ourAnswers shows all that the voice has said.
func (t *turn) ourAnswers(line) {
	var blocks []bot.Block
	for _, s := range t.state.Sections() {
		if r := t.mine(s.ID); r != nil {
			blocks = append(blocks, t.answerBlocks("**"+name(s)+"**: ", r)...)
		}
	}
	blocks = append(append(blocks, t.ourTakenOut()...), t.inquiriesSaid()...)
	for _, q := range t.state.Questions() {
		if q.Organisation == t.org.ID && (!t.org.Users || q.Person == t.person()) {
			if q.Need != "" {
				if !t.rootOf(q).Answered.IsZero() { // until then it is the team's alone
					blocks = append(blocks, bot.Say("**"+q.ID+"**, which the buying team put to everybody because of what you need to know"), bot.Block{Quote: &bot.Quote{Words: q.Text}})
					blocks = append(blocks, t.answerTo(q)...)
				}
				continue
			}
			blocks = append(blocks, bot.Say("**Your question "+q.ID+"**, asked "+t.ago(q.Asked, t.now)+t.markWords(q.ID)+t.takenWords(q)), bot.Block{Quote: &bot.Quote{Words: q.Text}})
			blocks = append(blocks, t.answerTo(q)...)
		}
	}
	blocks = append(blocks, t.confidedSaid()...)
	if open := t.canTakeBack(); len(open) > 0 {
		blocks = append(blocks, takeBackRow(open))
	}
	blocks = append(blocks, t.lastSaid()...)
	if len(blocks) > 0 {
		blocks = append(t.speakers(), blocks...)
	}
	if len(blocks) == 0 {
		t.note(bot.Say("Nothing is recorded from "+plain(t.org.Name)+" yet."), buttons(press("See the sections", "sections")))
		return
	}
	title := "What " + oneLine(t.org.Name) + " has said so far"
	if t.org.Users {
		title = "What you have said so far"
	}
	if n := len(t.cameSoFar()); n > 0 {
		blocks = append(blocks, bot.Say("**What came of it:** "+count(n, "thing", "things")+" so far."), buttons(view("What changed because of it", "what changed")))
	}
	if t.accepts() == nil {
		blocks = append(blocks, bot.Aside("To change an answer, give it again."))
	}
	t.noteTitled(title, blocks...)
}

// supplierHelp says what can be typed, and whom to turn to.
func (t *turn) supplierHelp(l line) {
	if !l.empty() {
		if blocks, ok := t.timelyHelpOn(t.forSuppliers, l, t.whenForSuppliers); ok {
			t.note(blocks...)
			return
		}
	}
	if t.org.Users && t.in(t.whenForSuppliers("ask"), t.state.Stage()) {
		t.note(t.usersHelp()...)
		return
	}
	blocks := []bot.Block{bot.Say(t.withNumber(howToAnswer) + " The views are " + t.views() + ".")}
	if !t.in(t.whenForSuppliers("ask"), t.state.Stage()) {
		blocks = []bot.Block{bot.Say("No answers are taken here as things stand. What can be done:")}
		if t.org.Users {
			blocks = append(blocks, bot.Say(t.helpNow()))
		}
	}
	for _, b := range t.timelyHelp(t.commandsHere(), t.whenForSuppliers) {
		if b.Text != nil {
			b = bot.Say(t.withNumber(b.Text.Markdown))
		}
		blocks = append(blocks, b)
	}
	if contact := t.state.About().Contact; contact != "" && !t.org.Users {
		blocks = append(blocks, bot.Say("To reach a person: "+plain(contact)))
	}
	t.note(blocks...)
}

// commandsHere are what help lists in this room: people who use the service are
// not asked what a supplier is.
func (t *turn) commandsHere() []command {
	if !t.org.Users {
		return t.forSuppliers
	}
	var some []command
	for _, c := range t.forSuppliers {
		if c.group != "Answer" {
			some = append(some, c)
		}
	}
	return some
}

// views names the stances as they are typed.
func (t *turn) views() string {
	var words []string
	for _, s := range offered(t.org) {
		words = append(words, "**"+s.short+"**")
	}
	return series(words)
}
