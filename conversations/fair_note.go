package conversations

import (
	"fmt"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// heard is what somebody of the team heard in no room, as they entered it.
type heard struct {
	from  engagement.Organisation
	how   engagement.NoteHow
	on    time.Time
	who   string // said it, or in a group of people who use services: whose answer it is
	lines []line // what was said, each perhaps on a section
	told  string // what the team told them in that talk
}

// noteCommands are how the team enters what it heard by other ways.
func noteCommands() []command {
	return []command{
		{
			names: []string{"note", "note down", "record a call"}, usage: noteTyped, group: "Read", takes: takesText, run: (*turn).takeNote,
			help: "enter what was said by phone, in a letter or in a meeting",
			more: "Whoever said it stands behind the day: **note Tidewell phone 3 June with their director, 6 risk: nobody will sign**. Several sections: one on each line. It is second-hand: it stands beside what suppliers wrote, and in no count, until they confirm it in their own room or by the link in a mail. What you told them in that talk goes behind **we told them:**, since the others may need it, too. That is taken at any time, also of one that has stepped back and after the close.\n\nFor people who use the service it is how answers on paper and by phone come in, as that member's own: **note Alarm Users paper 3 June for Joy K., 2 something worries me: her words**.",
		},
		{names: []string{"notes", "all notes"}, usage: "notes", group: "Read", view: true, run: (*turn).showNotes, help: "what was entered so, and what suppliers say of it"},
	}
}

// noteHows are the ways, as people write them.
func noteHows() []struct {
	how   engagement.NoteHow
	label string // as in "by phone"
	typed []string
} {
	return []struct {
		how   engagement.NoteHow
		label string
		typed []string
	}{
		{engagement.ByPhone, "by phone", []string{"phone", "by phone", "telephone", "call", "a call", "phoned", "on the phone", "by telephone"}},
		{engagement.ByLetter, "by mail", []string{"mail", "by mail", "email", "e-mail", "by email", "letter", "by letter", "in a letter"}},
		{engagement.ByMeeting, "in a meeting", []string{"meeting", "in a meeting", "in person", "visit", "at a meeting", "video call", "workshop"}},
		{engagement.ByPaper, "on paper", []string{"paper", "on paper", "form", "on a form", "by post", "post"}},
	}
}

func howWords(how engagement.NoteHow) string {
	for _, h := range noteHows() {
		if h.how == how {
			return h.label
		}
	}
	return "in another way"
}

const noteTyped = "note Tidewell phone 3 June, 6 risk: their words"

// noteTyped is the same of a section that there is.
func (t *turn) noteTyped() string { return t.numbered(noteTyped) }

// takeNote takes "Tidewell phone 3 June, 6 risk: their words", and lines more.
func (t *turn) takeNote(l line) {
	if l.empty() {
		t.note(bot.Say(t.numbered("What did you hear, and from whom? Write for example **note Tidewell phone 3 June, 6 risk: nobody will sign**, or fill in the form.")), buttons(opens("Enter a note", actionNote, "", t.noteTyped())))
		return
	}
	h, problem := t.readNote(l.words())
	if problem != "" {
		t.note(bot.Say(problem+" Nothing was recorded."), buttons(opens("Fill in the form", actionNote, h.from.ID, t.noteTyped())))
		return
	}
	if !t.askTold(h, l.words()) {
		t.enter(h)
	}
}

// enter records what was heard: of a supplier as notes, of people who use services
// as answers of their own.
func (t *turn) enter(h heard) {
	if len(h.lines) == 0 {
		t.reply("What "+oneLine(h.from.Name)+" was told", t.toldInTalk(h)...)
		return
	}
	if h.from.Users {
		t.enterAnswers(h)
		return
	}
	var ids []string
	for _, l := range h.lines {
		section, stance, words := h.section(l)
		facts, refusal := t.state.TakeNote(t.now, engagement.NoteTaken{
			Organisation: h.from.ID, Section: section, Stance: stance, Words: words, How: h.how, On: h.on, Who: h.who, By: t.person(),
		})
		if refusal != nil && len(ids) == 0 && t.notTaken(h, refusal) {
			return
		}
		if refusal != nil {
			t.refuseNote(refusal, l, len(ids))
			return
		}
		if !t.take(facts, nil) {
			return
		}
		all := t.state.Notes()
		ids = append(ids, all[len(all)-1].ID)
	}
	t.noted(h, ids)
}

// refuseNote says why a line was not taken; before it, some were.
func (t *turn) refuseNote(refusal *engagement.Refusal, l line, before int) {
	why := t.why(refusal)
	switch {
	case refusal.Code == engagement.Missing && refusal.Field == engagement.FieldStance:
		why = t.numbered("Which view was that? Write it behind the number, as in **6 risk: their words**.")
	case refusal.Code == engagement.Missing && refusal.Field == engagement.FieldWords:
		why = "What they said is missing."
	case refusal.Code == engagement.Missing && refusal.Field == engagement.FieldFor:
		why = "Whose answer is it? Write it behind the day, as in **for Joy K.**; the same name is the same person."
	}
	if t.ev.Kind == bot.Submitted {
		t.refuseHere(refusal, map[engagement.Field]string{
			engagement.FieldStance: fieldStance, engagement.FieldWords: fieldWords, engagement.FieldDay: fieldDay, engagement.FieldFor: fieldFor, engagement.FieldRole: fieldWho,
		})
		return
	}
	if before > 0 {
		why += " What stands before “" + plain(firstRunes(oneLine(l.words()), longestCell)) + "” was recorded."
	}
	t.note(bot.Say(why))
}

// noted says what was recorded, asks the supplier whether it is right, and the
// team what is to become of what it told.
func (t *turn) noted(h heard, ids []string) {
	var blocks []bot.Block
	for _, id := range ids {
		n, _ := t.state.NoteOf(id)
		blocks = append(blocks, t.noteBlocks(n)...)
		t.askWhetherRight(n, h.told)
	}
	where := "in its own room"
	if len(t.hears(h.from)) == 0 {
		where = "as soon as it can be reached"
	}
	blocks = append(blocks, bot.Say("It is second-hand, so it is in no count until **"+plain(h.from.Name)+"** says that it is right. It is asked "+where+"."))
	blocks = append(blocks, t.toldInTalk(h)...)
	t.reply("Noted for "+oneLine(h.from.Name), blocks...)
}

// toldInTalk records what the team told a supplier in a talk, and asks what is to
// become of it; nil: nothing.
func (t *turn) toldInTalk(h heard) []bot.Block {
	if h.told == "" {
		return nil
	}
	facts, refusal := t.state.TellOne(engagement.ToldOne{Organisation: h.from.ID, Person: t.person(), Text: firstRunes(h.told, engagement.MostTold)})
	if refusal != nil || !t.take(facts, nil) {
		return nil
	}
	all := t.state.AllTold()
	a := all[len(all)-1]
	return []bot.Block{
		bot.Say("**You told them something, too** (" + a.ID + "). If that says anything about the draft or the procurement, the others should have it as well. Left as it is, it counts from the next working day as a gap."),
		{Quote: &bot.Quote{Words: a.Text, By: "your team"}},
		buttons(toldButtons(a.ID, false)...),
	}
}

// enterAnswers records what a member of a users' group said, as their own answer.
func (t *turn) enterAnswers(h heard) {
	var lines []string
	for i, l := range h.lines {
		section, stance, words := h.section(l)
		f := engagement.ResponseGiven{Organisation: h.from.ID, Section: section, Stance: stance, Words: words, How: h.how, For: h.who, By: t.person()}
		facts, refusal := t.state.EnterAnswer(t.now, f)
		if refusal != nil && i == 0 && t.notTaken(h, refusal) {
			return
		}
		if refusal != nil {
			t.refuseNote(refusal, l, i)
			return
		}
		if !t.take(facts, nil) {
			return
		}
		s, _ := t.state.Section(section)
		said := "- **" + name(s) + "**: " + labelFor(stance, true)
		if words != "" {
			said += ", “" + plain(oneLine(words)) + "”"
		}
		lines = append(lines, said)
	}
	t.refreshList(h.from)
	t.reply("Entered for a member of "+oneLine(h.from.Name), append([]bot.Block{
		bot.Say("For **" + plain(h.who) + "**, " + howWords(h.how) + ", " + h.on.Format("2 January") + ":\n\n" + strings.Join(lines, "\n")),
		bot.Aside("It counts as that person's own, beside the others of the group and apart from suppliers. Entered again under the same name, it takes the place of this. The record says that you entered it."),
	}, t.toldInTalk(h)...)...)
}

// noteBlocks are a note as the team reads it.
func (t *turn) noteBlocks(n engagement.Note) []bot.Block {
	o, _ := t.state.Organisation(n.Organisation)
	return []bot.Block{bot.Say("**" + n.ID + "**, " + t.noteSaid(n)), {Quote: &bot.Quote{Words: n.Words, By: organisationKind(o)}}, bot.Aside(t.noteStands(n))}
}

// noteSaid is the head of a note: on what, which view, how and when.
func (t *turn) noteSaid(n engagement.Note) string {
	text := howWords(n.How) + " on " + n.On.In(t.zone()).Format("2 January")
	if s, ok := t.state.Section(n.Section); ok {
		text = "**" + name(s) + "**: " + labelFor(n.Stance, false) + ", " + text
	} else {
		text += ", on no section"
	}
	if n.Who != "" {
		text += ", said by " + plain(n.Who)
	}
	return text
}

// noteStands says who entered a note, and what the supplier says of it.
func (t *turn) noteStands(n engagement.Note) string {
	text := "Entered by " + named(n.By) + "; "
	switch n.End {
	case engagement.NoteConfirmed:
		if n.Response == "" && n.Section != 0 {
			return text + "confirmed by " + named(n.Person) + ", who had answered the section since, so that answer counts."
		}
		return text + "confirmed by " + named(n.Person) + "."
	case engagement.NoteCorrected:
		return text + "corrected by " + named(n.Person) + ": what they wrote counts."
	case engagement.NoteDenied:
		return text + "**not what they said**, says " + named(n.Person) + ". It counts for nothing."
	}
	return text + "not confirmed yet, and in no count."
}

// showNotes lists all notes, those that wait first.
func (t *turn) showNotes(line) {
	var waiting, settled []bot.Block
	for _, n := range t.state.Notes() {
		o, _ := t.state.Organisation(n.Organisation)
		blocks := append([]bot.Block{bot.Say("**" + plain(o.Name) + "**")}, t.noteBlocks(n)...)
		if n.Waiting() {
			waiting = append(waiting, blocks...)
		} else {
			settled = append(settled, blocks...)
		}
	}
	enter := buttons(opens("Enter a note", actionNote, "", t.noteTyped()))
	if len(waiting)+len(settled) == 0 {
		t.note(bot.Say("Nothing was entered that came by phone, in a letter or in a meeting."), enter)
		return
	}
	t.noteTitled("What came in by other ways", append(append(waiting, settled...), enter)...)
}

// notesOn are the notes on a section that the supplier has not confirmed, shown
// beside the answers and in no count.
func (t *turn) notesOn(section int) []bot.Block {
	var blocks []bot.Block
	for _, n := range t.state.Notes() {
		if n.Section == section && n.Response == "" && n.End != engagement.NoteDenied {
			blocks = append(blocks, t.noteBlocks(n)...)
		}
	}
	return blocks
}

// notesBeside tell a digest's readers what came in by other ways and is in no
// count; nil: nothing.
func (t *turn) notesBeside() []bot.Block {
	var blocks []bot.Block
	for _, n := range t.state.Notes() {
		if n.Waiting() {
			o, _ := t.state.Organisation(n.Organisation)
			blocks = append(blocks, bot.Say("**"+n.ID+"**, "+t.noteSaid(n)), bot.Block{Quote: &bot.Quote{Words: firstRunes(n.Words, mostBeside), By: organisationKind(o)}})
		}
	}
	if len(blocks) == 0 {
		return nil
	}
	return append([]bot.Block{bot.Say("## Said in other ways, in no count"), bot.Say("Your team heard it and entered it; whoever said it has not confirmed it yet.")}, blocks...)
}

// mostBeside is how much of a note stands in a digest, in characters.
const mostBeside = 400

// notesFact says in status how many notes wait; nil: none does.
func (t *turn) notesFact() []bot.Pair {
	n := 0
	for _, note := range t.state.Notes() {
		if note.Waiting() {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return []bot.Pair{{Label: "Notes", Value: fmt.Sprintf("%d not confirmed yet", n)}}
}
