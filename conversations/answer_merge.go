package conversations

import (
	"soundings/bot"
	"soundings/engagement"
)

// mergeQuestions makes questions one: all that are named become the first.
func (t *turn) mergeQuestions(l line) {
	ids, rest := l.cutQuestions()
	if len(ids) < 2 || !rest.empty() {
		t.note(bot.Say("Which questions are one? Write for example **merge Q3 Q5**; what answers the first then answers the others."))
		return
	}
	into := ids[0]
	var merged []string
	for _, id := range ids[1:] {
		facts, refusal := t.state.Merge(engagement.QuestionMerged{Question: id, Into: into, By: t.person()})
		if !t.take(facts, refusal) {
			return
		}
		if len(facts) > 0 {
			merged = append(merged, id)
		}
	}
	if len(merged) == 0 {
		t.note(bot.Say("They are one question already."))
		return
	}
	t.merged(into, merged)
}

// merged says what follows from it that questions are one with another.
func (t *turn) merged(id string, others []string) {
	q, _ := t.state.Question(id)
	if q.Into != "" {
		q, _ = t.state.Question(q.Into)
	}
	text := upperFirst(series(others)) + plural(len(others), " is", " are") + " one with **" + q.ID + "** now: one answer is enough. Whoever asked is not told. **unmerge " + others[0] + "** parts them again."
	if r, ok := t.state.Release(q.Release); ok && r.Waiting() {
		t.offerRelease(r, text)
		return
	}
	if !q.Answered.IsZero() {
		t.reply("", bot.Say(upperFirst(series(others))+plural(len(others), " is", " are")+" one with **"+q.ID+"**, to which everybody has the answer since "+t.moment(q.Answered, t.now)+"."))
		t.pointToAnswer(q, others)
		return
	}
	t.reply("", bot.Say(text), t.questionRow(q))
}

// pointToAnswer tells those who asked what was answered before where the answer
// is.
func (t *turn) pointToAnswer(q engagement.Question, merged []string) {
	for _, id := range merged {
		asked, _ := t.state.Question(id)
		o, _ := t.state.Organisation(asked.Organisation)
		m := bot.Message{Key: "answered:" + id, Class: bot.Notice, To: t.openRooms(o), Title: "Your question was answered before", Plain: o.Users}
		if !o.Users {
			m.Blocks = append(m.Blocks, bot.Say("Your question **"+id+"**:"), bot.Block{Quote: &bot.Quote{Words: asked.Text}})
		}
		m.Blocks = append(m.Blocks, bot.Say("Everybody has had the answer since "+t.moment(q.Answered, t.now)+":"))
		m.Blocks = append(m.Blocks, specification(q.Answer)...)
		t.post(m)
	}
}

// unmergeQuestion parts a question again.
func (t *turn) unmergeQuestion(l line) {
	ids, rest := l.cutQuestions()
	if len(ids) != 1 || !rest.empty() {
		t.note(bot.Say("Which one? Write for example **unmerge Q5**."))
		return
	}
	facts, refusal := t.state.Unmerge(engagement.QuestionUnmerged{Question: ids[0], By: t.person()})
	if refusal == nil && len(facts) == 0 {
		t.note(bot.Say("**" + ids[0] + "** is merged with no other."))
		return
	}
	if t.take(facts, refusal) {
		q, _ := t.state.Question(ids[0])
		t.reply("", bot.Say("**"+ids[0]+"** waits for an answer of its own again."), t.questionRow(q))
	}
}

// partQuestions says that questions which look alike are not.
func (t *turn) partQuestions(l line) {
	ids, rest := l.cutQuestions()
	if len(ids) < 2 || !rest.empty() {
		t.note(bot.Say("Which are not the same? Write for example **not the same Q3 Q5**."))
		return
	}
	facts, refusal := t.state.Part(engagement.QuestionsApart{Questions: ids, By: t.person()})
	if refusal == nil && len(facts) == 0 {
		t.note(bot.Say("That is noted already."))
		return
	}
	if t.take(facts, refusal) {
		t.reply("", bot.Say(upperFirst(series(ids))+" are questions of their own, and are not suggested as one again."))
	}
}

// questionNames are what questions are called.
func questionNames(all []engagement.Question) []string {
	names := make([]string, len(all))
	for i, q := range all {
		names[i] = q.ID
	}
	return names
}
