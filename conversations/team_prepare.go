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

// givenDraft is a draft that somebody sent, and what was made of it.
type givenDraft struct {
	proposal
	file, blob string
}

func (d givenDraft) empty() bool { return len(d.Sections) == 0 }

// importDraft takes the attached file, or the text after the word.
func (t *turn) importDraft(l line) {
	if t.state.Stage() != engagement.Preparing {
		t.changeDraft(l)
		return
	}
	d, problem := t.givenDraft(l.words())
	switch {
	case t.err != nil:
	case problem != "":
		t.note(bot.Say(problem), bot.Aside("The draft was not changed."))
	case d.empty():
		t.note(bot.Say("Attach the draft to the message that says **import**, or paste its text after the word. Word, Markdown and plain text can be read."))
	default:
		t.takeDraft(d)
	}
}

// givenDraft reads the attached file, or else the words; problem says why it
// can't be used. Without either it is empty.
func (t *turn) givenDraft(words string) (d givenDraft, problem string) {
	switch file := t.ev.File; {
	case file == nil && words == "":
	case file == nil:
		d.proposal, problem = propose("", []byte(words))
	case file.Problem != "":
		problem = file.Problem
	case len(file.Content) == 0:
		problem = "I could not make anything of that file."
	default:
		d.file, d.blob = oneLine(file.Name), file.Blob
		var err error
		d.proposal, err = readProposal(file.Content)
		t.fail(err)
	}
	return d, sentence(problem)
}

// takeDraft puts the draft in the place of the one before it.
func (t *turn) takeDraft(d givenDraft) {
	facts, refusal := t.state.Import(engagement.DraftImported{
		File: d.file, Blob: d.blob, Sections: d.sections(), Notes: len(d.Notes), By: t.person(),
	})
	if refusal != nil {
		t.refuse(refusal)
		return
	}
	if t.sameDraft(facts[0].(engagement.DraftImported).Sections) {
		t.asBefore("That is the draft that is here already, section for section.")
		return
	}
	t.endRehearsal("Another draft has taken the place of the one that was rehearsed.")
	if t.take(facts, nil) {
		t.imported(d.proposal)
	}
}

// imported shows what was made of a draft.
func (t *turn) imported(p proposal) {
	blocks := []bot.Block{
		bot.Say(fmt.Sprintf("Here is how I would put it to suppliers. Reading and answering all of it takes about **%s**.", minutes(p.Minutes))),
		{Table: t.sectionTable()},
	}
	if p.Long {
		blocks = append(blocks, bot.Say("That is long: above 45 minutes few suppliers finish. Shorter text, or **matters most** with a few numbers, helps them to the sections that count."))
	}
	if len(p.Notes) > 0 {
		notes := make([]string, len(p.Notes))
		for i, n := range p.Notes {
			notes[i] = "- " + plain(n)
		}
		blocks = append(blocks, bot.Say("Please look at these:\n\n"+strings.Join(notes, "\n")))
	}
	title := fmt.Sprintf("%s from your draft", count(len(p.Sections), "section", "sections"))
	if t.ev.Kind == bot.Submitted {
		row := t.nextRow()
		row.Buttons = append(row.Buttons, opens("Leave sections out", actionLeaveOut, "", "leave out 13 14"))
		t.reply(title, append(blocks, row)...)
		return
	}
	blocks = append(blocks, bot.Say(t.numbered("Next: **fixed 4 6** marks the few points that have to stay, **don't know 10** where you have not decided. ")+t.next()))
	t.reply(title, blocks...)
}

// sectionTable lists the sections and how they are marked.
func (t *turn) sectionTable() *bot.Table {
	table := &bot.Table{Head: []string{"No.", "Section", "Standing", "Minutes"}}
	for _, s := range t.state.Sections() {
		label, _ := standingWords(s.Standing)
		if s.Priority {
			label += ", matters most"
		}
		table.Rows = append(table.Rows, []string{fmt.Sprint(s.ID), cell(s.Title), label, fmt.Sprint(s.Minutes)})
	}
	return table
}

// orderSaid says how sections are ordered where that is not by their number.
func (t *turn) orderSaid() string {
	if slices.IsSortedFunc(t.state.Sections(), func(a, b engagement.Section) int { return cmp.Compare(a.ID, b.ID) }) {
		return ""
	}
	return " They stand in the order of the draft; each keeps the number that it had first."
}

// next says what is missing before suppliers can be let in.
func (t *turn) next() string {
	var missing []string
	if len(t.state.Sections()) == 0 {
		missing = append(missing, "the draft (**import**)")
	}
	if t.state.About().Buyer == "" {
		missing = append(missing, "who is asking (**buyer Westmere County Council**)")
	}
	if t.state.About().Contact == "" {
		missing = append(missing, "whom suppliers can turn to (**contact Dana Ellery, dana@example.gov.uk**)")
	}
	if t.state.About().Closing.IsZero() {
		missing = append(missing, "a closing time (**closes 27 June 17:00**)")
	}
	if len(t.state.Organisations()) == 0 {
		missing = append(missing, "somebody to ask (**invite Tidewell, small firm**)")
	}
	switch {
	case len(missing) == 0 && t.seen():
		return "What suppliers will see was read, and nothing has changed since. To let them in, write **open**."
	case len(missing) == 0:
		return "To read exactly what suppliers will see, write **preview**."
	}
	return "Before you can open, it still needs " + series(missing) + "."
}

// series joins parts as a sentence does.
func series(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " and " + parts[len(parts)-1]
}

// sectionsIn reads the section numbers of a command and makes sure that there
// are such sections; otherwise it answers.
func (t *turn) sectionsIn(l line, example string) ([]engagement.Section, line, bool) {
	numbers, rest, ok := l.numbers()
	if !ok {
		t.note(bot.Say("Which sections? Write for example **" + example + "**."))
		return nil, rest, false
	}
	var found []engagement.Section
	for _, n := range numbers {
		s, known := t.state.Section(n)
		if !known {
			t.refuse(&engagement.Refusal{Code: engagement.UnknownSection, Section: n})
			return nil, rest, false
		}
		found = append(found, s)
	}
	return found, rest, true
}

func (t *turn) markStanding(l line, standing engagement.Standing) {
	found, rest, ok := t.sectionsIn(l, exampleOf(standing))
	if !ok {
		return
	}
	if !rest.empty() {
		t.note(bot.Say("I understood the numbers but not what comes after them. Write for example **" + exampleOf(standing) + "**."))
		return
	}
	t.markAs(found, standing)
}

func (t *turn) markAs(found []engagement.Section, standing engagement.Standing) {
	label, _ := standingWords(standing)
	wanted := map[int]engagement.Standing{}
	for _, s := range found {
		wanted[s.ID] = standing
	}
	if _, ok := t.mark(wanted); ok {
		t.done("", bot.Say("Marked **"+label+"**: "+titles(found)+"."))
	}
}

// mark gives sections these standings, and says which of them changed; false:
// it was refused, and answered.
func (t *turn) mark(wanted map[int]engagement.Standing) (changed []engagement.Section, ok bool) {
	for _, s := range t.state.Sections() {
		standing, there := wanted[s.ID]
		if !there {
			continue
		}
		facts, refusal := t.state.Mark(engagement.SectionMarked{Section: s.ID, Standing: &standing, By: t.person()})
		if !t.take(facts, refusal) {
			return changed, false
		}
		if len(facts) > 0 {
			changed = append(changed, s)
		}
	}
	return changed, true
}

func exampleOf(standing engagement.Standing) string {
	switch standing {
	case engagement.Fixed:
		return "fixed 4 6"
	case engagement.Exploring:
		return "don't know 10"
	case engagement.Open:
	}
	return "open to change 3"
}

// titles names sections within a sentence.
func titles(sections []engagement.Section) string {
	names := make([]string, len(sections))
	for i, s := range sections {
		names[i] = "**" + name(s) + "**"
	}
	return series(names)
}

// name is a section's number and title, as Markdown.
func name(s engagement.Section) string { return fmt.Sprintf("%d %s", s.ID, plain(s.Title)) }

func (t *turn) markAsk(l line) {
	rest, n, ok := l.cutNumber()
	if !ok || rest.words() == "" {
		t.note(bot.Say("Write the section's number and your question, for example **most want to know 10: which result could you be paid on?**"))
		return
	}
	ask := oneLine(rest.words())
	facts, refusal := t.state.Mark(engagement.SectionMarked{Section: n, Ask: &ask, By: t.person()})
	if !t.take(facts, refusal) {
		return
	}
	t.wants(n)
}

// wants says what suppliers will read under a section.
func (t *turn) wants(n int) {
	s, _ := t.state.Section(n)
	if s.Ask == "" {
		t.reply("", bot.Say("Nothing more is asked under "+name(s)+"."))
		return
	}
	t.reply("", bot.Say("Under "+name(s)+" suppliers will read, as what you most want to know:"), bot.Block{Quote: &bot.Quote{Words: s.Ask}})
}

func (t *turn) setBuyer(l line) {
	value := oneLine(l.words())
	t.set("buyer Westmere County Council", value, engagement.EngagementSet{Buyer: &value}, "Suppliers will read that **"+plain(value)+"** is asking.")
}

func (t *turn) setContact(l line) {
	value := oneLine(l.words())
	t.set("contact Dana Ellery, dana@example.gov.uk", value, engagement.EngagementSet{Contact: &value}, "Suppliers can turn to **"+plain(value)+"**.")
}

func (t *turn) setTitle(l line) {
	value := oneLine(l.words())
	t.set("title Digital care at home", value, engagement.EngagementSet{Title: &value}, "The title is now **"+plain(value)+"**.")
}

// set changes one setting and says so.
func (t *turn) set(example, value string, f engagement.EngagementSet, done string) {
	if value == "" {
		t.note(bot.Say("Write for example **" + example + "**."))
		return
	}
	if tells := f.Contact != nil || f.Privacy != nil || f.SafetyLine != nil; tells && !t.state.OpenedAt().IsZero() {
		t.tellAbout(f, func(r *engagement.Refusal) { t.refuse(r) })
		return
	}
	f.By = t.person()
	facts, refusal := t.state.Set(t.now, f)
	if t.take(facts, refusal) {
		t.reply("", bot.Say(done))
	}
}

// setClosing reads until when answers are taken.
func (t *turn) setClosing(l line) {
	when, why, _ := strings.Cut(l.words()+" ", ": ")
	at, ok := readMoment(when, t.now, t.zone())
	if !ok {
		t.note(bot.Say("I could not read a day that exists in that, so nothing was changed. Write for example **closes 27 June 17:00** or **closes Friday 5pm**."))
		return
	}
	if !at.After(t.now) {
		t.note(bot.Say("That is "+t.moment(at, t.now)+", which is already past. Nothing was changed."), bot.Aside("If you mean another year, write that too."))
		return
	}
	t.moveClosing(at, strings.TrimSpace(why), func(r *engagement.Refusal) { t.refuse(r) })
}

// moveClosing sets until when answers are taken. Once suppliers were told, another time
// goes to everybody, with why.
func (t *turn) moveClosing(at time.Time, why string, no func(*engagement.Refusal)) {
	before := t.state.About().Closing
	if at.Equal(before) {
		t.asBefore("Answers are taken until " + t.moment(at, t.now) + " already.")
		return
	}
	if !t.state.OpenedAt().IsZero() {
		t.wantClosing(at, why, no)
		return
	}
	facts, refusal := t.state.Set(t.now, engagement.EngagementSet{Closing: &at, By: t.person()})
	if !t.take(facts, refusal) {
		return
	}
	said := []bot.Block{bot.Say("Answers are taken until **" + t.moment(t.state.About().Closing, t.now) + "** (" + plain(t.zone().String()) + ").")}
	if odd := t.oddClosing(at); odd != "" {
		said = append(said, bot.Say(odd))
	}
	t.done("", said...)
}

// calledAlready leaves out the last call before the close where it would come within
// a day of the news that the closing time is another: that says the same.
func (t *turn) calledAlready() {
	if last := t.lastCall(); last.After(t.talk.remind) && last.Before(t.now.AddDate(0, 0, 1)) {
		t.remember(kindReminded, reminded{Slot: last})
	}
}

// oddClosing says what is unusual about a closing time, which may be a slip;
// empty: nothing.
func (t *turn) oddClosing(at time.Time) string {
	local := at.In(t.zone())
	days := calendarDays(t.now.In(t.zone()), local)
	switch {
	case days == 0:
		return "That is **today**. Three or four weeks are usual: a week is too short for most suppliers."
	case days < 7:
		return "That leaves **" + count(days, "day", "days") + "** from today. Three or four weeks are usual: a week is too short for most suppliers."
	case days > 366:
		return "That is **more than a year away**. Is it the year that you meant?"
	case local.Weekday() == time.Saturday || local.Weekday() == time.Sunday:
		return "That is a **" + local.Weekday().String() + "**, when few people are at work."
	case !digest.WorkingDay(local):
		return "That is a **bank holiday**, when few people are at work."
	}
	return ""
}

// wereTold says how many organisations were told.
func (t *turn) wereTold() string {
	n, missing := len(t.state.Organisations()), len(t.unreached())
	switch {
	case missing > 0:
		return fmt.Sprintf("%d of %d organisations were told at the same time. **status** says who could not be.", n-missing, n)
	case n == 1:
		return "The one organisation asked was told at the same time."
	case n == 2:
		return "Both organisations were told at the same time."
	}
	return fmt.Sprintf("All %d organisations were told at the same time.", n)
}
