package conversations

import (
	"slices"

	"soundings/bot"
	"soundings/engagement"
)

// An answer that was wrong is put right by one more that goes to everybody, and stands
// from then on wherever the first one can be looked up, with what it said until then:
// whoever looks up must not be worse off than whoever reads along.

// correctAnswer puts right an answer that everybody has; false: these have none in
// common, so that there is nothing to put right in one go.
func (t *turn) correctAnswer(ids []string, text string) bool {
	facts, refusal := t.state.Correct(engagement.QuestionAnswered{Questions: ids, Text: text, By: t.person()}, t.nextSlot(t.now))
	switch {
	case refusal != nil && refusal.Code == engagement.UnknownQuestion:
		return false
	case refusal != nil:
		t.refuseKeeping(refusal, text)
		return true
	case len(facts) == 0:
		t.note(bot.Say("That is what everybody has, or what waits to put it right, already. **waiting** shows what waits."))
		return true
	case !t.take(facts, nil):
		return true
	}
	switch f := facts[0].(type) {
	case engagement.ReleaseMade:
		t.offer(f.ID, "Everybody has an answer already, so this puts it right. It then stands wherever that answer can be looked up, with what it said until then.")
	case engagement.ReleaseEdited:
		t.offer(f.ID, "")
	}
	return true
}

// correctionOut is an answer that puts right the one that everybody has. It goes to
// whom that went to.
func (d *Domain) correctionOut(r engagement.Release) composed {
	first, _ := d.state.Release(r.Corrects)
	before, said := first, first.Sent
	for _, c := range d.state.Corrections(first.ID) {
		if c.ID != r.ID && c.Nth > before.Nth {
			before, said = c, c.Sent
		}
	}
	blocks := []bot.Block{bot.Say("**" + series(slices.Clone(r.Questions)) + " again:** this takes the place of what we said before.")}
	for _, id := range r.Questions {
		q, _ := d.state.Question(id)
		blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: q.ForAll()}})
	}
	blocks = append(blocks, specification(asSentence(r.Text))...)
	blocks = append(blocks, bot.Say("*What we said on "+said.In(d.zone()).Format("Mon 2 January, 15:04")+", which no longer holds:*"), bot.Block{Quote: &bot.Quote{Words: unmarked(before.Text)}})
	return d.toUsers(r, blocks, first.Plain != "")
}

// correctRow leads from an answer that everybody has to putting it right; nil: it can't
// be put right here.
func (t *turn) correctRow(r engagement.Release) []bot.Button {
	if r.Of != engagement.Answers || r.Sent.IsZero() || len(r.Questions) == 0 || t.state.MayCarry(engagement.Answers) != nil {
		return nil
	}
	return []bot.Button{opens("Put it right", actionReply, r.Questions[0], "answer "+r.Questions[0]+": the right words")}
}

// rightSince says when an answer was last put right; empty: it was not.
func (t *turn) rightSince(q engagement.Question) string {
	all := t.state.Corrections(q.Release)
	if len(all) == 0 {
		return ""
	}
	return ", and put right on " + t.day(all[len(all)-1].Sent, t.now)
}

// readsNow says in the file that what follows is an answer as it was put right; empty:
// it was not.
func (t *turn) readsNow(q engagement.Question) string {
	if len(t.state.Corrections(q.Release)) == 0 {
		return ""
	}
	return ". It was wrong; put right it reads"
}

// saidBefore is what an answer said before it was put right, for the file.
func (t *turn) saidBefore(q engagement.Question) []bot.Block {
	all := t.state.Corrections(q.Release)
	if len(all) == 0 {
		return nil
	}
	was, _ := t.state.Release(q.Release)
	var blocks []bot.Block
	for _, c := range all {
		blocks = append(blocks, bot.Say("Put right on "+t.inFull(c.Sent)+" ("+c.ID+"). Until then it read:"), inQuotes(was.Text))
		was = c
	}
	return blocks
}
