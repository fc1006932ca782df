package conversations

import (
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// In whose words a question goes out is a choice of the team's: what somebody asked
// may show who it is to whoever knows the trade. It is asked once for each question.

// askersWords are the questions that a release which waits would put before everybody
// in the words of whoever asked, without anybody having chosen that.
func (d *Domain) askersWords(r engagement.Release) []engagement.Question {
	if r.Of != engagement.Answers || r.Ready() || r.Wanted != "" {
		return nil
	}
	var all []engagement.Question
	for _, id := range r.Questions {
		if q, ok := d.state.Question(id); ok && q.Release == r.ID && q.Worded == "" {
			all = append(all, q)
		}
	}
	return all
}

// askersBlocks ask for that choice; nil: it is made.
func (t *turn) askersBlocks(r engagement.Release) []bot.Block {
	asked := t.askersWords(r)
	if len(asked) == 0 || t.overtaken(r) {
		return nil
	}
	names := series(questionNames(asked))
	return []bot.Block{bot.Say("**" + names + plural(len(asked), " stands in the asker's own words.", " stand in the askers' own words.") + " Could they show who it is?** A place, a number of people or a way of working may be enough.")}
}

// askersRow is what can be chosen.
func (t *turn) askersRow(asked []engagement.Question) []bot.Button {
	names := strings.Join(questionNames(asked), " ")
	row := []bot.Button{press(plural(len(asked), "As it is", "As they are"), "as it is "+names)}
	for _, q := range asked {
		label, action, typed := "Other words", actionReply, "reword "+q.ID+": the question in other words"
		if q.Wont {
			action = actionWont
		}
		if len(asked) > 1 {
			label += " for " + q.ID
		}
		row = append(row, opens(label, action, q.ID, typed))
	}
	return row
}

// asAsked takes "as it is Q3".
func (t *turn) asAsked(l line) {
	ids, rest := l.cutQuestions()
	if len(ids) == 0 || !rest.empty() {
		t.note(bot.Say("Which question may everybody read in the words of whoever asked it? Write for example **as it is Q3**. **reword Q3: the question in other words** puts it otherwise."))
		return
	}
	chosen := 0
	for _, id := range ids {
		q, _ := t.state.Question(id)
		if q.Worded != "" && q.Worded != q.Text {
			t.note(bot.Say("**"+q.ID+"** has other words already. To go back to those of whoever asked, write **reword "+q.ID+":** and them."), bot.Block{Quote: &bot.Quote{Words: q.ForAll()}})
			return
		}
		facts, refusal := t.state.Word(engagement.QuestionWorded{Question: id, Text: q.Text, By: t.person()})
		if !t.take(facts, refusal) {
			return
		}
		chosen += len(facts)
	}
	if chosen == 0 {
		t.note(bot.Say("That is chosen already."))
		return
	}
	t.goesAsAsked(ids)
}

// goesAsAsked says that these go out in the words of whoever asked, and shows what
// waits with them.
func (t *turn) goesAsAsked(ids []string) {
	said := upperFirst(series(ids)) + plural(len(ids), " goes out as it was asked.", " go out as they were asked.")
	if q, _ := t.state.Question(ids[0]); q.Release != "" {
		t.offer(q.Release, said)
		return
	}
	t.reply("", bot.Say(said))
}
