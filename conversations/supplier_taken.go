package conversations

import (
	"regexp"
	"slices"

	"soundings/bot"
	"soundings/engagement"
)

// takenCommands are how somebody takes back what they asked.
func takenCommands() []command {
	return []command{{
		names: []string{"take back"}, usage: "take back Q1", group: "Ask", takes: takesInquiry, run: (*turn).takeBack,
		help: "take back a question of yours, until it is answered",
		more: "Nobody answers it then. It stays on the record as taken back, since the buying team may have read it. To ask it better, ask anew.",
	}}
}

// takingBack is what people write who take a question back.
var takingBack = regexp.MustCompile(`^(?:(?:please|we|i|can you|to) )*(?:(?:take back|withdraw|retract|drop|cancel|forget|delete|remove|undo) (?:(?:our|my|the|question) )*q(\d{1,5})|(?:take|pull) (?:(?:our|my|the|question) )*q(\d{1,5}) back)(?: please)?[ .]*$`)

// asTakingBack reads "withdraw Q1" as "take back Q1".
func (l line) asTakingBack() line {
	found := takingBack.FindStringSubmatch(l.norm)
	if found == nil {
		return l
	}
	return readLine("take back Q" + found[1] + found[2])
}

// takeBack takes "take back Q1".
func (t *turn) takeBack(l line) {
	id, rest, named := l.cutInquiry()
	open := t.canTakeBack()
	switch {
	case !named && l.empty() && len(open) == 1:
		id = open[0].ID
	case named && rest.empty():
	case len(open) == 0:
		t.note(bot.Say("Nothing that you asked waits for an answer, so there is nothing to take back. **our answers** shows all that you have said. What was answered to a section can be given again, and the new answer counts."), t.onward(0))
		return
	default:
		t.note(bot.Say("Which question? These are yours, and nobody has an answer to them yet."), takeBackRow(open))
		return
	}
	before, _ := t.state.Question(id)
	facts, refusal := t.state.TakeBack(engagement.QuestionTakenBack{Question: id, Person: t.person()})
	switch {
	case refusal != nil && refusal.Code == engagement.UnknownQuestion:
		t.note(bot.Say("There is no question **" + id + "** of yours. **our answers** shows what you asked."))
		return
	case refusal == nil && len(facts) == 0:
		t.note(bot.Say("**"+id+"** is taken back already."), t.onward(0))
		return
	case !t.take(facts, refusal):
		return
	}
	t.respond(bot.Say("**"+id+"** is taken back: nobody answers it here. It stays on the record as taken back, as the buying team may have read it. To ask it in other words, ask anew."), buttons(opens("Ask a question", actionAsk, "", "ask: your question"), view("Back to the list", "sections")))
	t.tellTaken(before)
}

// tellTaken tells the team that a question needs no answer any more, and what becomes of
// what they had begun on.
func (t *turn) tellTaken(before engagement.Question) {
	text := "Whoever asked **" + before.ID + "** has taken it back, so it needs no answer. It stays on the record as taken back."
	blocks := []bot.Block{bot.Say(text)}
	r, drafted := t.state.Release(before.Release)
	switch {
	case drafted && !r.Dropped.IsZero():
		blocks = append(blocks, bot.Say("The answer that waited, **"+r.ID+"**, goes to nobody. If others should have it all the same, tell everybody: **send: your words**."))
	case drafted:
		blocks = append(blocks, bot.Say("**"+r.ID+"** goes all the same, as it answers "+series(r.Questions)+", too. Please read it again: whoever agreed has to agree anew."), buttons(view("Read "+r.ID, "release "+r.ID)))
	}
	t.tell("takenback:"+before.ID, before.ID+" needs no answer any more", blocks...)
}

// canTakeBack are the questions of whoever is speaking that nobody has an answer to.
func (t *turn) canTakeBack() []engagement.Question {
	return slices.DeleteFunc(slices.Clone(t.state.Questions()), func(q engagement.Question) bool {
		return !t.askedByUs(q) || !q.Answered.IsZero() || !q.TakenBack.IsZero()
	})
}

// takeBackRow has a button for each question that can be taken back.
func takeBackRow(open []engagement.Question) bot.Block {
	var row []bot.Button
	for _, q := range open {
		row = append(row, takeBackButton(q.ID))
	}
	return buttons(row...)
}

func takeBackButton(id string) bot.Button { return press("Take back "+id, "take back "+id) }

// takenWords says of a question that it was taken back, behind a comma; empty: it was not.
func (d *Domain) takenWords(q engagement.Question) string {
	if q.TakenBack.IsZero() {
		return ""
	}
	return ", taken back on " + q.TakenBack.In(d.zone()).Format("2 January")
}
