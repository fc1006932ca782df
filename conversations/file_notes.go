package conversations

import (
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// actionFile is the form of what the team writes for the file. Stored: never
// change it.
const actionFile = "file-notes"

// fileCommands are about what has to be on file.
func fileCommands() []command {
	return []command{
		{
			names: []string{"for the file", "the file", "file record"}, usage: "for the file", group: "Run", view: true, run: (*turn).forTheFile,
			help: "what has to be on file: the market engagement notice, conflicts, advantage, who was told what and when, questions, why this many",
			more: "What only you can say, you write with **file conflicts:**, **file advantage:**, **file done:** and **file enough:**, or in a form; **file notice:** says why no market engagement notice was published. On a page it can be downloaded, and so can everything with names, for those who check the work.",
		},
		{
			names: []string{"file", "file note", "for the file note"}, usage: "file advantage: your words", takes: takesText, group: "Run", run: (*turn).noteForFile,
			help: "write something for the file: **conflicts**, **advantage**, **done** about it, why this many were **enough**",
		},
		{
			names: []string{"what happens next", "what comes next"}, usage: "what happens next: we expect the tender notice in September", takes: takesText, run: func(t *turn, l line) { t.writeNote(engagement.AboutNext, l.words()) },
			help: "what suppliers read at the close of what comes next",
		},
		{
			names: []string{"users read", "what people who use services read"}, usage: "users read: the minute stays, and every firm now knows why", takes: takesText, run: func(t *turn, l line) { t.writeNote(engagement.AboutUsers, l.words()) },
			help: "what people who use services read at the close: what changed, what stays and why",
		},
		{names: []string{fileAsText}, usage: "for the file", view: true, run: (*turn).fileText},
		{names: []string{fullAsText}, usage: "for the file", view: true, run: (*turn).fullText},
	}
}

// fileAsText is what asks for the file as one text. It is no word for people.
const fileAsText = "for the file as text"

// aboutWords are what a note is about, as people read it.
func aboutWords(about engagement.FileAbout) (label, hint string) {
	switch about {
	case engagement.AboutConflicts:
		return "How conflicts of interest were reviewed", "Who looked at them, when, and what came of it."
	case engagement.AboutAdvantage:
		return "Did taking part give anyone an unfair advantage?", "One line is enough."
	case engagement.AboutDone:
		return "What was done about it", "For example: all answers went to everybody at the same time."
	case engagement.AboutEnough:
		return "Why this many suppliers were enough", "For example: all kinds of firm that can do this were heard."
	case engagement.AboutNext:
		return "What happens next", "Suppliers read it at the close."
	case engagement.AboutNotice:
		return "Why no market engagement notice was published", "Only if there is none. The tender notice has to say it, too."
	case engagement.AboutUsers:
		return "What people who use services read at the close", "In plain words: what changed, what stays and why, and when they hear again."
	}
	return "", ""
}

// noteForFile takes "file advantage: none, because …".
func (t *turn) noteForFile(l line) {
	for _, about := range engagement.FileAbouts() {
		if rest, ok := l.cut(string(about)); ok {
			t.writeNote(about, rest.words())
			return
		}
	}
	t.note(bot.Say("What is it about? **file conflicts:**, **file advantage:**, **file done:**, **file enough:** or **file notice:**, and your words. **for the file** shows what is there."), buttons(opens("Write it in a form", actionFile, "", "file advantage: your words")))
}

func (t *turn) writeNote(about engagement.FileAbout, words string) {
	label, hint := aboutWords(about)
	if words == "" {
		said := "Nothing is written yet. " + hint
		if note, ok := t.state.FileNote(about); ok {
			said = "“" + plain(note.Text) + "”"
		}
		t.note(bot.Say("**"+label+"** "+said), buttons(opens("Write it in a form", actionFile, "", "file "+string(about)+": your words")))
		return
	}
	facts, refusal := t.state.NoteForFile(engagement.FileNoted{About: about, Text: words, By: t.person()})
	switch {
	case refusal != nil:
		t.refuseKeeping(refusal, words)
	case len(facts) == 0:
		t.asBefore("That is what is written already.")
	case t.take(facts, nil):
		lead := "Written for the file. **" + label + "** “"
		if about == engagement.AboutNext || about == engagement.AboutUsers {
			lead = "Noted. **" + label + ":** “"
		}
		t.reply("", bot.Say(lead+plain(words)+"”"), buttons(view("For the file", "for the file")))
	}
}

// openFile asks for all of them.
func (t *turn) openFile() {
	var fields []bot.Field
	for _, about := range engagement.FileAbouts() {
		label, hint := aboutWords(about)
		known, _ := t.state.FileNote(about)
		fields = append(fields, bot.Field{Name: string(about), Kind: bot.Words, Label: label, Hint: hint, Value: t.filled(string(about), known.Text), Max: engagement.MostNote})
	}
	t.showForm(bot.Form{
		Action: actionFile, Title: "For the file", Submit: "Save", Typed: "file advantage: your words", Fields: fields,
		Blocks: []bot.Block{bot.Say("What only you can say. The rest of the file is made from the record.")},
	})
}

func (t *turn) sendFile() {
	var said []string
	for _, about := range engagement.FileAbouts() {
		facts, refusal := t.state.NoteForFile(engagement.FileNoted{About: about, Text: t.entered(string(about)), By: t.person()})
		if refusal != nil {
			t.wrongIn(string(about), t.why(refusal))
			return
		}
		if len(facts) > 0 && t.take(facts, nil) {
			label, _ := aboutWords(about)
			said = append(said, label)
		}
	}
	if len(said) == 0 {
		t.asBefore("That is what is written already.")
		return
	}
	t.reply("", bot.Say("Written for the file: "+strings.ToLower(said[0][:1])+said[0][1:]+moreOf(len(said)-1)+"."), buttons(view("For the file", "for the file")))
}

func moreOf(n int) string {
	if n == 0 {
		return ""
	}
	return ", and " + count(n, "more answer", "more answers")
}
