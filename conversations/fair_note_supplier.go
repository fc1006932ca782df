package conversations

import (
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// noteSettlingCommands are how a supplier says whether what the team noted is
// right.
func noteSettlingCommands() []command {
	return []command{
		{names: []string{"confirm note"}, usage: "confirm note M1", takes: takesAnything, run: (*turn).confirmNote, help: "say that what the buying team noted is what you said"},
		{names: []string{"correct note"}, usage: "correct note M1: your words", takes: takesAnything, run: (*turn).correctNote, help: "say it in your own words instead"},
		{names: []string{"not our words"}, usage: "not our words M1", takes: takesAnything, run: (*turn).denyNote, help: "say that it is not what you said"},
	}
}

// askWhetherRight asks a supplier, where it hears from us, whether a note is what
// it said.
func (t *turn) askWhetherRight(n engagement.Note, told string) {
	o, _ := t.state.Organisation(n.Organisation)
	to := t.hears(o)
	if len(to) == 0 {
		return
	}
	said := "you"
	if n.Who != "" {
		said = plain(n.Who)
	}
	on := "."
	if s, ok := t.state.Section(n.Section); ok {
		on = ", on **" + name(s) + "**: **" + labelFor(n.Stance, false) + "**."
	}
	blocks := []bot.Block{
		bot.Say("So that it is not lost, the buying team has noted what " + said + " said " + howWords(n.How) + " on " + n.On.In(t.zone()).Format("2 January") + on),
		{Quote: &bot.Quote{Words: n.Words}},
		bot.Say("Until you say that it is right, it counts for nothing. You can put it in your own words."),
		buttons(
			press("Yes, that is right", "confirm note "+n.ID),
			opens("Correct it", actionNoteRight, n.ID, "correct note "+n.ID+": your words"),
			press("We didn't say that", "not our words "+n.ID),
		),
	}
	blocks = append(blocks, bot.Aside("Or write **"+n.ID+" is right**, **"+n.ID+" is wrong**, or **"+n.ID+":** and your words."))
	if told != "" {
		blocks = append(blocks, bot.Aside("What the buying team told you in that talk goes to every supplier, if it says anything about the draft or the procurement."))
	}
	t.linkMail(o)
	t.post(bot.Message{Key: "note:" + n.ID, Class: bot.Notice, To: to, Title: "Is this what you said?", Blocks: blocks})
}

// noteMeant finds the note that a supplier means, or answers.
func (t *turn) noteMeant(id string) (engagement.Note, bool) {
	n, ok := t.state.NoteOf(strings.ToUpper(strings.Trim(strings.TrimSpace(id), ".,;: ")))
	switch {
	case !ok || n.Organisation != t.org.ID:
		t.note(bot.Say("There is no note of that number for you. Nothing was changed."))
		return n, false
	case !n.Waiting():
		t.note(bot.Say(named(n.Person) + " has said already what is to be made of it. To change your answer, give it again."))
		return n, false
	}
	return n, true
}

func (t *turn) confirmNote(l line) { t.settleNote(l.words(), engagement.NoteConfirmed, "", "") }

func (t *turn) denyNote(l line) { t.settleNote(l.words(), engagement.NoteDenied, "", "") }

// correctNote takes "M1: our words" and "M1: risk: our words".
func (t *turn) correctNote(l line) {
	id, words, _ := strings.Cut(l.words(), ":")
	rest := readLine(words)
	if rest.empty() {
		if n, ok := t.noteMeant(id); ok {
			t.note(bot.Say("How would you put it? Write for example **correct note " + n.ID + ": your words**. Nothing was changed yet."))
		}
		return
	}
	said, stance, ok := rest.cutStance()
	if !ok || said == "" {
		said, stance = rest.words(), ""
	}
	t.settleNote(id, engagement.NoteCorrected, stance, said)
}

// settleNote records what the supplier says of a note.
func (t *turn) settleNote(id string, how engagement.NoteEnd, stance engagement.Stance, words string) {
	n, ok := t.noteMeant(id)
	if !ok {
		return
	}
	listed := ""
	if n.Section != 0 {
		listed = t.listed(n.Section)
	}
	facts, refusal := t.state.SettleNote(t.now, engagement.NoteSettled{ID: n.ID, How: how, Person: t.person()}, stance, words)
	if refusal != nil {
		t.refuseKeeping(refusal, words)
		return
	}
	if !t.take(facts, nil) {
		return
	}
	n, _ = t.state.NoteOf(n.ID)
	t.respond(t.noteSettledBlocks(n)...)
	if how == engagement.NoteDenied {
		t.tell(t.key("denied"), "Not what they said", append([]bot.Block{bot.Say("**" + plain(t.org.Name) + "** says that it did not say what was noted as " + n.ID + ". It counts for nothing, and stays on the record.")}, t.noteBlocks(n)...)...)
	}
	if n.Section != 0 {
		t.relist(n.Section, listed)
	}
}

// noteSettledBlocks tell a supplier what became of it.
func (t *turn) noteSettledBlocks(n engagement.Note) []bot.Block {
	switch {
	case n.End == engagement.NoteDenied:
		return []bot.Block{bot.Say("Thank you. The buying team knows that you did not say that, and it counts for nothing. To say what you think, answer the section.")}
	case n.Response != "":
		text := "Thank you. Recorded for " + plain(t.org.Name) + ": " + t.recordedAs(t.mine(n.Section)) + ". You can change it like any other answer"
		return append([]bot.Block{bot.Say(text + ".")}, append(t.askWho(), t.nextButtons(n.Section)...)...)
	case n.Section != 0:
		return []bot.Block{bot.Say("Thank you. You have answered that section yourself since, so that answer stays: " + t.recordedAs(t.mine(n.Section)) + ". The note stands beside it.")}
	}
	return []bot.Block{bot.Say("Thank you. The buying team knows that it is what you said.")}
}

// openNoteRight asks how a supplier would put it.
func (t *turn) openNoteRight() {
	n, ok := t.noteMeant(t.ev.Value)
	if !ok {
		return
	}
	if refusal := t.mayAnswer(); refusal != nil {
		t.refuse(refusal)
		return
	}
	fields := []bot.Field{{Name: fieldWords, Kind: bot.Words, Label: "In your words", Value: t.filled(fieldWords, n.Words), Required: true, Max: engagement.MostWords}}
	if n.Section != 0 {
		var stances []bot.Option
		for _, words := range offered(t.org) {
			stances = append(stances, bot.Option{Value: string(words.stance), Label: words.label})
		}
		fields = append([]bot.Field{{Name: fieldStance, Kind: bot.Choice, Label: "Your view", Value: t.filled(fieldStance, string(n.Stance)), Options: stances, Required: true}}, fields...)
	}
	t.showForm(bot.Form{
		Action: actionNoteRight, Value: n.ID, Title: "In your words", Submit: "Save", Typed: "correct note " + n.ID + ": your words",
		Blocks: []bot.Block{bot.Say("What you write takes the place of the note, as your answer.")}, Fields: fields,
	})
}

func (t *turn) sendNoteRight() {
	words := t.entered(fieldWords)
	if words == "" {
		t.wrongIn(fieldWords, "Your words are missing.")
		return
	}
	t.settleNote(t.ev.Value, engagement.NoteCorrected, engagement.Stance(t.ev.Fields[fieldStance]), words)
}
