package conversations

import (
	"fmt"
	"slices"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// dueClosing is when the team reads what everybody will at the close. The name
// stands in records: never change it.
const dueClosing = "closing"

// kindForewarned is the fact that it has.
const kindForewarned = "talk.forewarned" // forewarned

// forewarned says of which moment, at which talking ends by itself, the team was
// told.
type forewarned struct {
	At time.Time `json:"at"`
}

// endsByItself is when talking ends by itself, and whether it only pauses, for the
// tender notice; zero: it does not.
func (d *Domain) endsByItself() (at time.Time, pauses bool) {
	closing, notice := d.state.About().Closing, d.state.Notice().Planned
	if pauses = !notice.IsZero() && (closing.IsZero() || !notice.After(closing)); pauses {
		return notice, true
	}
	return closing, false
}

// closingDue adds when the team reads what everybody will once talking ends by
// itself: a working day before, in the morning, so that there is time to say better
// what comes next.
func (d *Domain) closingDue(add func(what string, at time.Time)) {
	at, _ := d.endsByItself()
	if at.IsZero() || d.talk.forewarned.Equal(at) {
		return
	}
	before := d.previewAt(at.In(d.zone()))
	add(dueClosing, time.Date(before.Year(), before.Month(), before.Day(), slotHour, 0, 0, 0, before.Location()))
}

// endsSoon shows the team what everybody reads once talking ends by itself.
func (t *turn) endsSoon() {
	at, pauses := t.endsByItself()
	if t.state.Stage() != engagement.Talking || !at.After(t.now) || t.talk.forewarned.Equal(at) {
		return
	}
	t.remember(kindForewarned, forewarned{at})
	title, when := oneLine(t.state.About().Title), t.daysTo(at)
	if pauses {
		t.tell(t.key("closing"), "Pauses "+when+": "+title, t.pausesSoon(at)...)
		return
	}
	t.tell(t.key("closing"), "Closes "+when+": "+title, t.closesSoon(at)...)
}

func (t *turn) closesSoon(at time.Time) []bot.Block {
	answered, asked := t.heard()
	blocks := []bot.Block{
		bot.Say("On **" + t.moment(at, t.now) + "** it closes by itself, with thanks to everybody. So far, " + itoa(answered) + " of " + count(asked, "supplier", "suppliers") + " answered something."),
		bot.Say("**Every supplier reads then:**"),
	}
	blocks = slices.Concat(blocks, t.thanksInShort(), t.usersRead(), t.stillWaiting())
	return append(blocks, buttons(append([]bot.Button{
		opens("Say what happens next", actionFile, "", "what happens next: your words"), opens("Move the closing date", actionClosing, "", "closes 27 June 17:00"),
	}, t.questionsButton()...)...))
}

func (t *turn) pausesSoon(at time.Time) []bot.Block {
	answered, asked := t.heard()
	blocks := []bot.Block{
		bot.Say("On **" + t.moment(at, t.now) + "** the tender notice is due, and talking pauses by itself. So far, " + itoa(answered) + " of " + count(asked, "supplier", "suppliers") + " answered something. **Everybody reads then:**"),
		{Quote: &bot.Quote{Words: forNow}},
	}
	blocks = append(blocks, t.stillWaiting()...)
	row := append([]bot.Button{opens("Set another time", actionNoticeOn, "", "notice on 14 July 09:00")}, t.questionsButton()...)
	return append(append(blocks, buttons(row...)), t.beforeTheNotice()...)
}

// stillWaiting says what can go to everybody only while it is open; nil: nothing.
func (t *turn) stillWaiting() []bot.Block {
	var blocks []bot.Block
	if n := t.waiting(); n > 0 {
		blocks = append(blocks, bot.Say("**"+count(n, "question still waits", "questions still wait")+" for an answer.**"))
	}
	return slices.Concat(t.toldFirst(afterEnd), blocks, t.plainOwed(), t.waitsLine(), t.needsBlocks(), t.unreadBlocks())
}

// notYetPlain are the sections of which people who use services have read that they are
// being written in plain words, and that they can't read so yet.
func (t *turn) notYetPlain() []int {
	if !t.anyAsked(true) {
		return nil
	}
	var all []int
	for _, s := range t.state.Sections() {
		if !plainNow(s) {
			all = append(all, s.ID)
		}
	}
	return all
}

// plainOwed says that people who use services were told that plain words are being
// written, and have not read them; nil: they have.
func (t *turn) plainOwed() []bot.Block {
	late := t.notYetPlain()
	if len(late) == 0 {
		return nil
	}
	return []bot.Block{bot.Say("**Plain words are owed** for " + sectionNumbers(late) + ": people who use the service were told that they are being written, and what they said is of the text before."), buttons(plainButton(late[0]))}
}

// plainOwedWords says so while it can still be written; empty: nothing is owed, or what
// is waits to go.
func (t *turn) plainOwedWords() string {
	late := t.withoutWaiting(t.notYetPlain())
	if len(late) == 0 || t.state.Stage() != engagement.Talking {
		return ""
	}
	return "Plain words are owed for " + sectionNumbers(late) + ": people who use the service were told that they are being written."
}

// neverPlain says so once it is over; empty: they have read all of it.
func (t *turn) neverPlain() string {
	late := t.notYetPlain()
	if len(late) == 0 {
		return ""
	}
	return upperFirst(sectionNumbers(late)) + plural(len(late), " was", " were") + " never written in plain words as " + plural(len(late), "it is", "they are") + " now: people who use the service were told that this was being done, and what they said is of the text before."
}

func (t *turn) questionsButton() []bot.Button {
	if n := t.waiting(); n > 0 {
		return []bot.Button{view(fmt.Sprintf("Questions (%d)", n), "questions")}
	}
	return nil
}

// unheard counts the suppliers of whom nothing was heard.
func (d *Domain) unheard() int {
	n := 0
	for _, o := range d.state.Organisations() {
		if !o.Users && !d.spoke(o) {
			n++
		}
	}
	return n
}

// inWords is what stands in a message to read.
func inWords(m bot.Message) []bot.Block {
	return slices.DeleteFunc(slices.Clone(m.Blocks), func(b bot.Block) bool { return len(b.Buttons) > 0 })
}

// inShort are blocks as they are quoted to the team.
func inShort(said []bot.Block) []bot.Block {
	var blocks []bot.Block
	for _, b := range said {
		if b.Text != nil {
			blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: unmarked(b.Text.Markdown)}})
		}
	}
	return blocks
}

// thanksInShort are what everybody reads at the close, without what changed because
// of each.
func (t *turn) thanksInShort() []bot.Block {
	blocks := inShort(t.thanks(false, false).Blocks)
	if n := t.unheard(); n > 0 && !t.state.Dialogued() {
		silent := inShort(t.thanks(false, true).Blocks)
		blocks = append(blocks, bot.Say("In place of the first and the last of these, "+count(n, "supplier that said nothing reads", "suppliers that said nothing read")+":"), silent[0], silent[len(silent)-1])
	}
	if n := len(t.theirsAtTheEnd()); n > 0 {
		blocks = append(blocks, bot.Say(upperFirst(count(n, "organisation also reads", "organisations also read"))+" below it, in "+plural(n, "its own room", "their own rooms")+" alone, what changed because of what "+plural(n, "it", "they")+" said."))
	}
	if _, ok := t.state.FileNote(engagement.AboutNext); !ok && !t.state.Dialogued() {
		blocks = append(blocks, bot.Say("To say better what comes next: "+t.nextTyped()+"."))
	}
	return blocks
}

// nextTyped is how the team says what comes next, with the date of the notice if it has
// planned one: what is planned nobody else is told before the team says so.
func (d *Domain) nextTyped() string {
	when := "in September"
	if at := d.state.Notice().Planned; !at.IsZero() && !d.state.Notice().IsOut() {
		when = "on " + at.In(d.zone()).Format("2 January 2006")
	}
	return "**what happens next: we expect the tender notice " + when + "**"
}
