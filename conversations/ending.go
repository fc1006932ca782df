package conversations

import (
	"fmt"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// thanks is what every organisation reads at the close.
// Silent: those who said nothing do.
func (d *Domain) thanks(users, silent bool) bot.Message {
	title := plain(d.state.About().Title)
	if users {
		return d.thanksToUsers(title)
	}
	blocks := []bot.Block{bot.Say(d.whatChangedInAll(silent)), bot.Say("**What happens next:** " + d.whatIsNext() + " Having taken part gives no advantage in it, and not having done so no disadvantage.")}
	heading := "Thank you. This draft is closed"
	if d.state.Dialogued() {
		heading = "Thank you. The dialogue has ended"
		blocks = []bot.Block{bot.Say("The dialogue on **" + title + "** has ended. What you said stays with the buying team, and goes on as the procedure says.")}
	}
	told := "The outcome is"
	if d.noticeAhead() {
		told = "The notice and the outcome are"
	}
	key, ownAnswers := "thanks", bot.Aside("To read what you said, write **our answers**.")
	if silent {
		key, ownAnswers, heading = "thanks:silent", bot.Aside("The sections can still be read: write **sections**."), "This draft is closed"
	}
	return bot.Message{
		Key: d.closeKey(key), Class: bot.Release, Title: heading,
		Blocks: append(
			blocks,
			bot.Say("From now on this room only shows what stands in it. "+told+" told here, unless you would rather hear nothing more."),
			buttons(press(d.onlyTheOutcome(), "only the outcome"), press("Nothing more", "nothing more")),
			bot.Say("**Three questions, one minute.** Was it worth your time, did everyone get the same chance, and what should be done differently? The buying team is not shown who answers, unless you sign."),
			buttons(opens("Answer the three questions", actionSurvey, "", surveyTyped)),
			ownAnswers,
		),
	}
}

// thanksToUsers is what people who use services read at the close, with what the team
// has written for them.
func (d *Domain) thanksToUsers(title string) bot.Message {
	blocks := []bot.Block{bot.Say(d.thankedAll() + " It is in front of the people who plan **" + title + "**, beside what the firms say and never mixed with it."), bot.Say(d.whatChangedForUsers())}
	if note, ok := d.state.FileNote(engagement.AboutUsers); ok {
		blocks = append(blocks, specification(asSentence(note.Text))...)
	}
	return bot.Message{
		Key: d.closeKey("thanks:users"), Class: bot.Release, Plain: true, Title: "Thank you. This is closed now",
		Blocks: append(blocks, bot.Say("You will read here what came of it, and who will run the service once that is known. If you would rather not, write **nothing more**.")),
	}
}

// closeKey is a key that is another at each close, as it can be reopened.
func (d *Domain) closeKey(key string) string {
	n := d.state.Closings()
	if d.state.Stage() != engagement.Closed {
		n++ // it is shown before
	}
	if n > 1 {
		return fmt.Sprintf("%s:again%d", key, n)
	}
	return key
}

// sectionsChanged counts the sections that there ever were, those that changed after
// the opening, and those of them that did because of answers that the team named.
func (d *Domain) sectionsChanged() (because, changed, all int) {
	for _, s := range d.state.Gone() {
		all, changed = all+1, changed+1
		if restsOnAnswers(s) {
			because++
		}
	}
	for _, s := range d.state.Sections() {
		all++
		if s.Release == "" && len(s.Earlier) == 0 {
			continue
		}
		changed++
		if restsOnAnswers(s) {
			because++
		}
	}
	return because, changed, all
}

// restsOnAnswers says whether any text of a section rests on answers.
func restsOnAnswers(s engagement.Section) bool {
	last, _ := s.Was(s.Revision)
	return len(s.Because) > 0 || slices.ContainsFunc(append(slices.Clone(s.Earlier), last), func(r engagement.Revision) bool { return len(r.Because) > 0 })
}

// whatChangedInAll says what suppliers read of that; silent: who said nothing does.
func (d *Domain) whatChangedInAll(silent bool) string {
	because, changed, all := d.sectionsChanged()
	said := "Answers on **" + plain(d.state.About().Title) + "** are no longer taken. "
	if changed > 0 {
		said += fmt.Sprintf("**%d of the %s changed**%s ", changed, count(all, "section", "sections"), becauseOf(because, changed, "what suppliers and people who use services said"))
	}
	switch {
	case silent:
		return said + "We have no views from you, and that costs you nothing."
	case changed == 0:
		return said + "What you said is with the buying team, which now works through it. So far no section has changed because of it."
	}
	return strings.TrimSpace(said)
}

// becauseOf ends a sentence on how many sections changed with why they did.
func becauseOf(because, changed int, what string) string {
	switch because {
	case 0:
		return "."
	case changed:
		return " because of " + what + "."
	}
	return fmt.Sprintf(", %d of them because of %s.", because, what)
}

// whatIsNext says what happens next, as far as the team has said it: nothing is
// promised in its name.
func (d *Domain) whatIsNext() string {
	if note, ok := d.state.FileNote(engagement.AboutNext); ok {
		return plain(sentence(note.Text))
	}
	if d.state.Notice().IsOut() {
		return "The procurement goes on as its notice says."
	}
	return "That is not settled yet. If a procurement follows, its notice is told here."
}

// postThanks thanks everybody, each with what changed because of them; first is what
// they read before it.
func (t *turn) postThanks(first func(users bool) []bot.Block) {
	for _, users := range []bool{false, true} {
		m := t.thanks(users, false)
		m.To, m.Blocks = t.rooms(users), append(first(users), m.Blocks...)
		switch {
		case t.state.Dialogued() && !users:
			m = t.thanksToOthers(m)
		case !users:
			m = t.thanksToSilent(m, first(false))
		}
		t.keepTold(t.readersAtTheEnd(users), m)
		m.To = t.postTheirs(m, t.theirsAtTheEnd())
		t.post(m)
	}
	table := t.tableThanks()
	table.Blocks = append(first(false), table.Blocks...)
	t.keepTold(engagement.ReadTable, table)
	t.toTables(table)
}

// thanksToSilent tells those of whom nothing was heard that it is closed, and gives
// the thanks to the others.
func (t *turn) thanksToSilent(m bot.Message, first []bot.Block) bot.Message {
	silent := t.thanks(false, true)
	silent.Blocks = append(first, silent.Blocks...)
	m.To = nil
	for _, o := range t.state.Organisations() {
		switch {
		case o.Users:
		case t.spoke(o):
			m.To = append(m.To, t.hears(o)...)
		default:
			silent.To = append(silent.To, t.hears(o)...)
		}
	}
	t.keepTold(engagement.ReadSilent, silent)
	t.post(silent)
	return m
}

// spoke says whether anything was heard of an organisation: an answer, a question, an
// answer to one of the team's, something said last, why it stepped back.
func (d *Domain) spoke(o engagement.Organisation) bool {
	_, last := d.state.LastWordsOf(o.ID)
	return last || d.state.Heard(o) || o.Step.Reason != "" || o.Step.Category != engagement.NoReasonGiven ||
		slices.ContainsFunc(d.state.Questions(), func(q engagement.Question) bool { return q.Organisation == o.ID })
}

// thanksToOthers thanks those who were not in the dialogue, and gives the thanks to
// those who were.
func (t *turn) thanksToOthers(m bot.Message) bot.Message {
	others := m
	m.To, others.To = nil, nil
	for _, o := range t.state.Organisations() {
		switch {
		case o.Users:
		case t.state.Admitted(o.ID):
			m.To = append(m.To, t.hears(o)...)
		default:
			others.To = append(others.To, t.hears(o)...)
		}
	}
	others.Key, others.Title = t.closeKey("thanks:others"), "Thank you. This is closed now"
	others.Blocks = append([]bot.Block{bot.Say("**" + plain(t.state.About().Title) + "** is closed here. What you said stays with the buying team; the procurement goes on as its notice says.")}, m.Blocks[1:]...)
	t.keepTold(engagement.ReadOthers, others)
	t.post(others)
	return m
}

// theirsAtTheEnd is what changed because of each organisation.
func (t *turn) theirsAtTheEnd() map[string]own {
	all := map[string]own{}
	if !t.mayAccount() {
		return all
	}
	for _, o := range t.state.Organisations() {
		var changed []came
		for _, c := range t.cameFrom(whose{organisation: o.ID, users: o.Users}, t.state.OpenedAt().Add(-1), t.now, t.now) {
			if c.changed && !slices.Contains(changed, c) {
				changed = append(changed, c)
			}
		}
		if len(changed) > 0 {
			blocks := append([]bot.Block{bot.Say("## Because of what you said")}, cameBlocks(changed)...)
			all[o.ID] = own{because: append(blocks, bot.Aside("This part stands in your own room alone. Nobody else is told that it was yours."))}
		}
	}
	return all
}

// closedForTeam is what the commissioning room reads at the close.
func (t *turn) closedForTeam() (string, []bot.Block) {
	answered, asked := t.heard()
	stepped := 0
	for _, o := range t.state.Organisations() {
		if o.SteppedBack() {
			stepped++
		}
	}
	parts := []string{fmt.Sprintf("%d asked", asked), fmt.Sprintf("%d answered", answered)}
	if stepped > 0 {
		parts = append(parts, fmt.Sprintf("%d stepped back", stepped))
	}
	text := strings.Join(parts, ", ") + "." + t.linkedSaid()
	opened := !t.state.OpenedAt().IsZero()
	if opened {
		because, changed, all := t.sectionsChanged()
		moved := fmt.Sprintf(" %d of %s changed%s ", changed, count(all, "section", "sections"), becauseOf(because, changed, "answers that you named"))
		if changed == 0 {
			moved = " No section changed. "
		}
		text += moved + t.questionFigures() + " " + t.gapFigures()
	}
	blocks := append(t.fearsFirst(), bot.Say(text))
	if n := t.waiting(); n > 0 {
		blocks = append(blocks, bot.Say("**"+count(n, "question still waits", "questions still wait")+" for an answer** that everybody should have. For the list, write **questions**."))
	}
	if said := t.neverPlain(); said != "" && opened {
		blocks = append(blocks, bot.Say(said))
	}
	blocks = append(append(blocks, t.waitsLine()...), t.unreadBlocks()...)
	if opened {
		blocks = append(blocks, bot.Say("Every organisation has a thank-you that says what comes next. Whoever writes now is told that it is closed, and keeps what they wrote."))
		if !t.state.Notice().IsOut() && !t.state.Dialogued() {
			blocks = append(blocks, t.beforeTheNotice()...)
		}
		blocks = append(blocks, buttons(view("For the file", "for the file"), press("Digest of all that was said", "digest"), press("Status", "status")))
	} else {
		blocks = append(blocks, buttons(press("Digest of all that was said", "digest"), press("Status", "status")))
	}
	return "Closed: " + oneLine(t.state.About().Title), blocks
}

// beforeTheNotice is what should be on file before it. What applies to whom is for
// lawyers to say.
func (t *turn) beforeTheNotice() []bot.Block {
	lines := []string{"1. **The market engagement notice** " + t.marketAtTheClose(), "2. **Conflicts of interest** have to be reviewed. " + t.conflictsInShort()}
	if note, ok := t.state.FileNote(engagement.AboutConflicts); ok {
		lines[1] = "2. **Conflicts of interest** were reviewed: “" + plain(strings.TrimRight(firstWords(note.Text, 80), ". ")) + "”. " + t.conflictsInShort()
	}
	if _, ok := t.state.FileNote(engagement.AboutAdvantage); ok {
		lines = append(lines, "3. **Unfair advantage:** what you say of it is in the file.")
	} else {
		lines = append(lines, "3. **Did taking part give anyone an unfair advantage,** and what did you do about it? That is not written yet.")
	}
	declarations := view("Declarations", "declarations")
	if n := t.conflictsToSettle(); n > 0 {
		declarations.Label = fmt.Sprintf("Declarations (%d to settle)", n)
	}
	return []bot.Block{
		bot.Say("**Before the tender notice** you will want these on file. Your legal team knows what applies to you."), bot.Say(strings.Join(lines, "\n")),
		buttons(view("Market engagement notice", "market notice"), declarations, opens("Write it for the file", actionFile, "", "file advantage: your words")),
	}
}

// marketAtTheClose says what is left to do of the market engagement notice.
func (t *turn) marketAtTheClose() string {
	all := t.state.Published()
	if len(all) == 0 {
		return "is not published yet, as far as anybody has said. It would say when this ended, " + t.moment(t.state.TalksEnd(), t.now) + "; **market notice** has it ready."
	}
	text := "is published as " + t.publishedAs(all[len(all)-1].MarketPublished)
	if parts := t.state.Drift(); len(parts) > 0 {
		t.driftSaid = true
		return text + ", and is out of date (" + t.partNames(parts) + "). **market notice** shows how it should read."
	}
	return text + ", and is up to date."
}

// questionFigures say how many questions there were, and how fast they were
// answered.
func (t *turn) questionFigures() string {
	var days []int
	asked, open, taken := 0, 0, 0
	for _, q := range t.state.Questions() {
		if !q.TakenBack.IsZero() {
			taken++
			continue
		}
		asked++
		at := t.rootOf(q).Answered
		if at.IsZero() {
			open++
			continue
		}
		days = append(days, digest.WorkingDaysBetween(q.Asked, at, t.zone(), t.state.Schedule().Except...))
	}
	back := ""
	if taken > 0 {
		back = " " + upperFirst(count(taken, "more was", "more were")) + " taken back by whoever asked."
	}
	switch {
	case asked+taken == 0:
		return "Nobody asked a question."
	case asked == 0:
		return upperFirst(count(taken, "question was", "questions were")) + " asked, and taken back."
	case len(days) == 0:
		return count(asked, "question", "questions") + ", none answered." + back
	}
	slices.Sort(days)
	all := "all answered"
	if open > 0 {
		all = fmt.Sprintf("%d answered", asked-open)
	}
	return count(asked, "question", "questions") + ", " + all + ", median " + median(days) + "." + back
}

// median is that of working days, in order.
func median(days []int) string {
	mid := len(days) / 2
	if days[mid] == 0 {
		return "less than a working day"
	}
	if len(days)%2 == 1 || days[mid-1] == days[mid] {
		return count(days[mid], "working day", "working days")
	}
	if sum := days[mid-1] + days[mid]; sum == 1 {
		return "half a working day"
	} else if sum%2 == 1 {
		return fmt.Sprintf("%d½ working days", sum/2)
	}
	return count((days[mid-1]+days[mid])/2, "working day", "working days")
}

// closePreview asks a last time, with what every supplier then reads.
func (t *turn) closePreview(answered, asked int) []bot.Block {
	return append(t.closeReads(answered, asked), buttons(press("Close it now", "close now")), bot.Aside(t.otherwiseCloses()))
}

// closeReads is what everybody reads when it closes, and whether that is wished.
func (t *turn) closeReads(answered, asked int) []bot.Block {
	reads := "Every supplier reads"
	if t.state.Dialogued() {
		reads = "Every bidder reads"
	}
	heard := fmt.Sprintf("%d of %d %s answered.", answered, asked, plural(asked, "has", "have"))
	if t.state.Stage() == engagement.Dialogue {
		heard = "That ends the dialogue."
	}
	blocks := []bot.Block{bot.Say("Close **" + plain(t.state.About().Title) + "** now? " + heard + " Nothing more can be answered then. " + reads + ":")}
	blocks = append(blocks, t.thanksInShort()...)
	if t.state.Stage() == engagement.Talking {
		blocks = append(blocks, t.plainOwed()...)
	}
	return slices.Concat(blocks, t.usersRead(), t.needsBlocks(), t.unreadBlocks())
}
