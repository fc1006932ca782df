package conversations

import (
	"regexp"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// What a supplier needs to know, and only the current provider knows, is for everybody
// or for nobody. So the team can make a question of it, in words of its own, since the
// supplier's were for the team alone.

// needCommands make such a question.
func needCommands() []command {
	return []command{{
		names: []string{"put"}, usage: "put C1: the question, as everybody reads it", takes: takesText, run: (*turn).putNeed,
		help: "answer to everybody what a supplier needs to know; **last answers** shows what that is",
		more: "You put it in your own words, as what suppliers say there is for your team alone. Then it is a question like any other: **answer Q3: …** or **won't answer Q3: why**.",
	}}
}

// actionNeed is the form that makes a question of what is needed; its value names it.
// Stored: never change it.
const actionNeed = "need"

func needForms() []form { return []form{{actionNeed, (*turn).openNeed, (*turn).sendNeed}} }

// needName is what an answer to the last questions is called.
var needName = regexp.MustCompile(`^c(\d{1,5})(?:[ :,.;=]|$)`)

// needSaid finds what a supplier said, by its name.
func (t *turn) needSaid(id string) (engagement.LastWords, bool) {
	for _, said := range t.state.AllLastWords() {
		if o, _ := t.state.Organisation(said.Organisation); said.ID == id && said.Needs != "" && !o.Users {
			return said, true
		}
	}
	return engagement.LastWords{}, false
}

// putNeed takes "put C1: the question".
func (t *turn) putNeed(l line) {
	found := needName.FindStringSubmatch(l.norm)
	if found == nil {
		t.whichNeed()
		return
	}
	question := l.skip(len(strings.TrimRight(found[0], " :,.;="))).words()
	if question == "" {
		t.whichNeed()
		return
	}
	t.puts("C"+strings.TrimLeft(found[1], "0"), question)
}

func (t *turn) whichNeed() {
	t.note(bot.Say("What is needed, and how should everybody read the question? Write for example **put C1: How many staff would transfer?** **last answers** shows what suppliers need to know, each with its number."), buttons(view("Last answers", "last answers")))
}

// puts makes the question, and leads on to its answer.
func (t *turn) puts(id, question string) {
	facts, refusal := t.state.PutNeed(id, question, t.person())
	switch {
	case refusal != nil && refusal.Code == engagement.UnknownQuestion:
		t.note(bot.Say("Nothing of that name is needed now; what was said may have been said anew. Your words: “"+plain(question)+"”"), buttons(view("Last answers", "last answers")))
		return
	case refusal != nil && t.ev.Kind == bot.Submitted && refusal.Field == engagement.FieldQuestion:
		t.wrong(fieldAsked, refusal)
		return
	case refusal != nil:
		t.refuseKeeping(refusal, question)
		return
	}
	if !t.take(facts, nil) {
		return
	}
	said, _ := t.needSaid(id)
	q, _ := t.state.NeedOf(said)
	if len(facts) == 0 {
		t.note(bot.Say("**"+q.ID+"** asks that already."), t.questionRow(q))
		return
	}
	t.reply("", bot.Say("**"+q.ID+"** is a question now, in your words and without a name. Nobody has read it yet: its answer goes to everybody, with it."), bot.Block{Quote: &bot.Quote{Words: q.ForAll()}}, t.questionRow(q))
}

// openNeed asks for the question in the team's words.
func (t *turn) openNeed() {
	said, ok := t.needSaid(t.ev.Value)
	if !ok {
		t.tooOld()
		return
	}
	if refusal := t.state.May(engagement.DoTell); refusal != nil {
		t.refuse(refusal)
		return
	}
	o, _ := t.state.Organisation(said.Organisation)
	t.showForm(bot.Form{
		Action: actionNeed, Value: said.ID, Title: "Answer it to everybody", Submit: "Make it a question", Typed: "put " + said.ID + ": the question, as everybody reads it",
		Blocks: []bot.Block{
			bot.Say("What a supplier needs to know, which your team alone reads:"),
			{Quote: &bot.Quote{Words: said.Needs, By: organisationKind(o)}},
			bot.Say("Put it in words of your own that don't show who it is. It is then a question like any other: you answer it, or say why not, and nothing goes before you have read it as everybody will."),
		},
		Fields: []bot.Field{{Name: fieldAsked, Kind: bot.Words, Label: "The question, as everybody reads it", Value: t.filled(fieldAsked, ""), Required: true, Max: engagement.MostQuestion}},
	})
}

func (t *turn) sendNeed() {
	t.puts(t.ev.Value, strings.TrimFunc(t.ev.Fields[fieldAsked], blank))
}

// needRow stands under what a supplier needs to know: the question that was made of it,
// or the way to make one; nil: neither can be.
func (t *turn) needRow(said engagement.LastWords) []bot.Block {
	q, put := t.state.NeedOf(said)
	root := t.rootOf(q)
	switch {
	case put && !root.Answered.IsZero():
		return []bot.Block{bot.Aside("Everybody has had the answer since " + t.moment(root.Answered, t.now) + " (" + q.ID + ").")}
	case put && q.Waiting():
		return []bot.Block{bot.Aside("Put as " + q.ID + ", which waits for an answer."), t.questionRow(q)}
	case put:
		return []bot.Block{bot.Aside("Put as " + q.ID + ". Its answer has not gone yet.")}
	case t.state.May(engagement.DoTell) != nil:
		return nil
	}
	return []bot.Block{buttons(opens("Answer it to everybody", actionNeed, said.ID, "put "+said.ID+": the question, as everybody reads it"))}
}

// needsWords say how many suppliers need to know what everybody has no answer to; empty:
// none.
func (t *turn) needsWords() string {
	n := t.state.NeedsOpen()
	if n == 0 || t.state.May(engagement.DoTell) != nil {
		return ""
	}
	return upperFirst(count(n, "supplier says that it needs", "suppliers say that they need")) + " to know something to bid that is not answered to everybody."
}

// needsBlocks say so, with the way to it; nil: nothing is needed.
func (t *turn) needsBlocks() []bot.Block {
	said := t.needsWords()
	if said == "" {
		return nil
	}
	return []bot.Block{bot.Say("**" + said + "** What only the current provider knows is an advantage until all know it."), buttons(view("Last answers", "last answers"))}
}
