package conversations

import (
	"regexp"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// answerCommands answer questions, and say which are one.
func answerCommands() []command {
	return []command{
		{
			names: []string{"answer", "reply", "reply to"}, usage: "answer Q3: your words", takes: takesText, group: "Reply", run: (*turn).answerQuestion,
			help: "answer a question; the answer goes to everybody, without saying who asked",
			more: "Several at once: **answer Q3 and Q5: …**. The words of the question go along, so look whether they tell who asked: **reword Q3: the question in other words** changes what everybody reads, and what was asked stays on the record. Where everybody has an answer already, this puts it right: it goes to all, and stands with the question from then on.",
		},
		{
			names: []string{"won't answer", "wont answer", "will not answer", "can't answer", "cannot answer"}, usage: "won't answer Q3: why", takes: takesText, group: "Reply", run: (*turn).wontAnswer,
			help: "say to everybody why a question is not answered",
		},
		{names: []string{"reword"}, usage: "reword Q3: other words", takes: takesText, run: (*turn).rewordQuestion, help: "put a question in other words for everybody"},
		{
			names: []string{"as it is"}, usage: "as it is Q3", takes: takesText, run: (*turn).asAsked,
			help: "let everybody read a question in the words of whoever asked it, which don't show who that is",
		},
		{names: []string{"merge", "same"}, usage: "merge Q3 Q5", takes: takesText, group: "Reply", run: (*turn).mergeQuestions, help: "make questions one, so that one answer is enough"},
		{names: []string{"unmerge", "split"}, usage: "unmerge Q5", takes: takesText, run: (*turn).unmergeQuestion, help: "part a question again from the one it was merged into"},
		{names: []string{"not the same", "apart"}, usage: "not the same Q3 Q5", takes: takesText, run: (*turn).partQuestions, help: "say that questions which look alike are not"},
	}
}

// The forms about questions. Stored: add, never change.
const (
	actionReply = "reply"      // an answer to the question in the value
	actionWont  = "wont-reply" // why that question is not answered

	fieldAsked = "asked"
)

// answerForms are those forms.
func answerForms() []form {
	return []form{
		{actionReply, (*turn).openReply, (*turn).sendReply},
		{actionWont, (*turn).openWont, (*turn).sendWont},
	}
}

// questionName is how a question is called, as people write it: Q3, q3, 3.
var questionName = regexp.MustCompile(`^(?:question )?[qQ]?(\d{1,5})(?:[ :,.;=]|$)`)

// cutQuestions takes the names of questions from the start: "Q3 and Q5: …".
func (l line) cutQuestions() (ids []string, rest line) {
	rest = l
	for {
		found := questionName.FindStringSubmatch(rest.norm)
		if found == nil {
			return ids, rest
		}
		name := strings.TrimRight(found[0], " :,.;=")
		colon := strings.HasPrefix(strings.TrimLeft(rest.norm[len(name):], " "), ":")
		id := "Q" + strings.TrimLeft(found[1], "0")
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
		rest = rest.skip(len(name))
		if colon {
			return ids, rest
		}
		if after, joined := rest.cutAny("and", "&", "into", "with"); joined {
			rest = after
		}
	}
}

// questions lists those that wait, those that look alike together.
func (t *turn) questions(line) {
	var blocks []bot.Block
	listed := map[string]bool{}
	for _, group := range t.alike() {
		blocks = append(blocks, t.alikeBlocks(group)...)
		for _, id := range group {
			listed[id] = true
		}
	}
	for _, q := range t.state.Questions() {
		if q.Waiting() && !listed[q.ID] {
			blocks = append(blocks, t.questionBlocks(q)...)
			blocks = append(blocks, t.questionRow(q))
		}
	}
	blocks = append(blocks, t.notFollowedBlocks()...)
	blocks = append(blocks, t.draftedBlocks()...)
	switch n := t.waiting(); {
	case len(blocks) == 0:
		t.note(bot.Say("No question waits for you."))
	case n == 0 && len(t.notFollowedUp()) > 0:
		t.noteTitled("Waiting for you", blocks...)
	case n == 0:
		t.noteTitled("No question waits for you", blocks...)
	default:
		t.noteTitled(count(n, "question waits", "questions wait")+" for you", blocks...)
	}
}

// draftedBlocks are the answers that wait for their slot.
func (t *turn) draftedBlocks() []bot.Block {
	var waits []engagement.Release
	for _, r := range t.state.Waits() {
		if r.Of == engagement.Answers {
			waits = append(waits, r)
		}
	}
	if len(waits) == 0 {
		return nil
	}
	return append([]bot.Block{bot.Say("**Answered, and waiting to go to everybody**")}, t.waitingBlocks(waits)...)
}

// alike suggests which of the questions that wait may be one, each group in the
// order in which they were asked.
func (t *turn) alike() [][]string {
	var groups [][]string
	var asked []digest.Asked
	for _, q := range t.state.Questions() {
		if q.Waiting() || q.Into != "" && t.waitsFor(q.Into) {
			asked = append(asked, digest.Asked{ID: q.ID, Section: q.Section, Text: q.Text, At: q.Asked, Answered: !q.Answered.IsZero(), Into: q.Into})
		}
	}
	for _, found := range digest.LookAlike(asked) {
		if ids := t.notApart(found.Questions); len(ids) > 1 {
			groups = append(groups, ids)
		}
	}
	return groups
}

// waitsFor says whether a question waits for the team.
func (t *turn) waitsFor(id string) bool {
	q, ok := t.state.Question(id)
	return ok && q.Waiting()
}

// notApart leaves out of a group what somebody has said is another question.
func (t *turn) notApart(ids []string) []string {
	var kept []string
	for _, id := range ids {
		q, _ := t.state.Question(id)
		if !slices.ContainsFunc(kept, func(other string) bool { return slices.Contains(q.Apart, other) }) {
			kept = append(kept, id)
		}
	}
	return kept
}

// alikeBlocks are questions that look alike.
func (t *turn) alikeBlocks(ids []string) []bot.Block {
	blocks := []bot.Block{bot.Say("**" + series(ids) + " look like one question.**")}
	for _, id := range ids {
		q, _ := t.state.Question(id)
		blocks = append(blocks, t.questionBlocks(q)...)
	}
	all := strings.Join(ids, " ")
	first := ids[0]
	return append(blocks, buttons(
		press("Merge "+series(ids), "merge "+all), press("Not the same", "not the same "+all),
		opens("Answer "+first, actionReply, first, "answer "+first+": your words"),
	))
}

// questionRow is what can be done with a question.
func (t *turn) questionRow(q engagement.Question) bot.Block {
	return buttons(
		opens("Answer "+q.ID, actionReply, q.ID, "answer "+q.ID+": your words"),
		opens("Won't answer "+q.ID, actionWont, q.ID, "won't answer "+q.ID+": why"),
	)
}

// answerQuestion takes "answer Q3: your words".
func (t *turn) answerQuestion(l line) {
	ids, rest := l.cutQuestions()
	if len(ids) == 0 || rest.empty() {
		t.howToAnswerQuestions("answer Q3: 2,412 on 1 May.")
		return
	}
	t.draftAnswer(ids, rest.words(), false)
}

// wontAnswer takes "won't answer Q3: why".
func (t *turn) wontAnswer(l line) {
	ids, rest := l.cutQuestions()
	if len(ids) == 0 || rest.empty() {
		t.howToAnswerQuestions("won't answer Q3: the figures are the current provider's.")
		return
	}
	t.draftAnswer(ids, rest.words(), true)
}

func (t *turn) howToAnswerQuestions(example string) {
	t.note(bot.Say("Which question, and what should everybody read? Write for example **"+example+"** Nothing goes out before you have read it as everybody will."), buttons(view("Questions", "questions")))
}

// draftAnswer makes an answer wait for its slot, and shows how it reads.
func (t *turn) draftAnswer(ids []string, text string, wont bool) {
	facts, refusal := t.state.DraftAnswer(engagement.QuestionAnswered{Questions: ids, Text: text, Wont: wont, By: t.person()}, t.nextSlot(t.now))
	switch {
	case refusal != nil && refusal.Code == engagement.AlreadyAnswered && !wont && t.correctAnswer(ids, text):
		return
	case refusal != nil && refusal.Code == engagement.AlreadyAnswered:
		t.alreadyAnswered(refusal, text)
		return
	case refusal != nil:
		t.refuseKeeping(refusal, text)
		return
	case len(facts) == 0:
		t.note(bot.Say("That is the answer that waits already. **waiting** shows it."))
		return
	case !t.take(facts, nil):
		return
	}
	q, _ := t.state.Question(ids[0])
	if q.Into != "" {
		q, _ = t.state.Question(q.Into)
	}
	t.offer(q.Release, "")
}

// alreadyAnswered gives back the words, and shows what everybody has.
func (t *turn) alreadyAnswered(refusal *engagement.Refusal, text string) {
	t.note(bot.Say(t.why(refusal)), bot.Say("What you wrote was **not** recorded. Here it is, so that it isn't lost:"), bot.Block{Quote: &bot.Quote{Words: text}})
}

// rewordQuestion puts a question in other words for everybody.
func (t *turn) rewordQuestion(l line) {
	ids, rest := l.cutQuestions()
	if len(ids) != 1 || rest.empty() {
		t.note(bot.Say("Which question, and how should everybody read it? Write for example **reword Q3: How many people use the service?** What was asked stays on the record."))
		return
	}
	facts, refusal := t.state.Word(engagement.QuestionWorded{Question: ids[0], Text: rest.words(), By: t.person()})
	if refusal != nil {
		t.refuseKeeping(refusal, rest.words())
		return
	}
	if len(facts) == 0 {
		t.note(bot.Say("Everybody would read it so already."))
		return
	}
	if !t.take(facts, nil) {
		return
	}
	q, _ := t.state.Question(ids[0])
	if q.ForAll() == q.Text {
		t.goesAsAsked(ids)
		return
	}
	if _, ok := t.state.Release(q.Release); ok {
		t.offer(q.Release, "With **"+q.ID+"** in other words. Whoever agreed before has to agree again.")
		return
	}
	t.reply("", bot.Say("Everybody will read **"+q.ID+"** as:"), bot.Block{Quote: &bot.Quote{Words: q.ForAll()}}, t.questionRow(q))
}

// answerTo is what everybody has been told of a question; nil: nothing yet.
func (t *turn) answerTo(q engagement.Question) []bot.Block {
	if q.Answered.IsZero() {
		return nil
	}
	root := q
	if q.Into != "" {
		root, _ = t.state.Question(q.Into)
	}
	lead := "Answered to everybody on " + t.day(root.Answered, t.now) + t.rightSince(root) + ":"
	if root.Wont {
		lead = "Not answered, as everybody was told on " + t.day(root.Answered, t.now) + ", because:"
	}
	return append([]bot.Block{bot.Say(lead)}, specification(root.Answer)...)
}
