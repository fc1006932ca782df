package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/digest"
	"soundings/draft"
	"soundings/engagement"
)

// Everybody who is asked can look up what anybody asked, as far as the answer went
// to everybody: in the words in which it went, and never with who asked.

// askedAndAnswered is one answer that an organisation has.
type askedAndAnswered struct {
	release engagement.Release
	blocks  []bot.Block // as it was sent
}

// answersHad are the answers that an organisation has, newest first. Without an
// organisation, those that every supplier has. What went to bidders in a dialogue only
// they have; before, is for rooms that only show what stood in them before it.
func (d *Domain) answersHad(o engagement.Organisation, before bool) []askedAndAnswered {
	var had []askedAndAnswered
	bidders := false
	for _, r := range d.state.Sent() {
		bidders = bidders || r.Of == engagement.Dialogues
		kept := r.Content
		if o.Users {
			kept = r.Plain
		}
		if r.Of != engagement.Answers || kept == "" || bidders && (before || !d.state.Admitted(o.ID)) {
			continue
		}
		if blocks, err := contentOf(kept); err == nil { // else it stands in the record as it went
			had = withCorrection(had, askedAndAnswered{r, blocks})
		}
	}
	slices.Reverse(had)
	return had
}

// withCorrection adds an answer; one that puts another right takes its place, since
// what the other said until then stands in it.
func withCorrection(had []askedAndAnswered, a askedAndAnswered) []askedAndAnswered {
	for i, b := range had {
		if a.release.Corrects != "" && (b.release.ID == a.release.Corrects || b.release.Corrects == a.release.Corrects) {
			had[i] = a
			return had
		}
	}
	return append(had, a)
}

// answeredHead says which questions it answers, and when everybody had that.
func (d *Domain) answeredHead(a askedAndAnswered) string {
	how := "answered"
	if a.release.Corrects != "" {
		how = "put right"
	}
	return "**" + series(slices.Clone(a.release.Questions)) + "**, " + how + " on " + a.release.Sent.In(d.zone()).Format("Mon 2 January")
}

// allAnswers shows whoever is asked everything that was asked and answered.
func (t *turn) allAnswers(line) {
	had := t.answersHad(t.org, t.state.ReadOnly(room(t.ev.Room)))
	if len(had) == 0 {
		t.note(bot.Say("Nothing that anybody asked has been answered yet. Answers go to everybody at the same time, and can be read here from then on."), t.askRow())
		return
	}
	blocks := []bot.Block{bot.Say("Newest first, in the words in which it went to everybody. Nobody is told who asked.")}
	for _, a := range had {
		blocks = append(append(blocks, bot.Say("## "+unmarked(t.answeredHead(a)))), a.blocks...)
	}
	t.noteTitled("Everything asked and answered", append(blocks, t.askRow())...)
}

// askRow leads on from there: to a question, where one is taken.
func (t *turn) askRow() bot.Block {
	if t.mayAnswer() != nil {
		return buttons(view("Back to the list", "sections"))
	}
	return buttons(opens("Ask a question", actionAsk, "", "ask: your question"), view("Back to the list", "sections"))
}

// answersButton leads to all answers, where there are any.
func (d *Domain) answersButton(o engagement.Organisation, before bool) []bot.Button {
	if len(d.answersHad(o, before)) == 0 {
		return nil
	}
	return []bot.Button{view("Questions and answers", "questions")}
}

// relistFirstAnswers edits the lists on which the button for answers is new.
func (t *turn) relistFirstAnswers(going []outgoing) {
	for _, o := range t.state.Organisations() {
		n := 0
		for _, g := range going {
			if g.Of == engagement.Answers && g.Corrects == "" && g.reaches(o) {
				n++
			}
		}
		if n > 0 && n == len(t.answersHad(o, false)) {
			t.refreshList(o)
		}
	}
}

// handoutAnswers are the answers that somebody takes away with the draft.
func (d *Domain) handoutAnswers(o engagement.Organisation, before bool) draft.HandoutAfter {
	var parts []string
	for _, a := range d.answersHad(o, before) {
		parts = append(parts, "### "+unmarked(d.answeredHead(a))+"\n\n"+markdownOf(a.blocks))
	}
	if parts == nil {
		return draft.HandoutAfter{}
	}
	return draft.HandoutAfter{Title: "Everything asked and answered", Markdown: strings.Join(parts, "\n\n")}
}

// answeredAlike are the answers that somebody who asks has already, and that may be
// what they ask for, the likeliest first.
func (t *turn) answeredAlike(q engagement.Question) []askedAndAnswered {
	had := map[string]askedAndAnswered{}
	var all []digest.Asked
	for _, a := range t.answersHad(t.org, false) {
		for _, id := range a.release.Questions {
			other, _ := t.state.Question(id) // in the words that everybody reads: what else was merged into it nobody may find out
			had[id] = a
			all = append(all, digest.Asked{ID: id, Section: other.Section, Text: other.ForAll(), At: other.Asked, Answered: true})
		}
	}
	var found []askedAndAnswered
	for _, alike := range digest.AnsweredBefore(digest.Asked{ID: q.ID, Section: q.Section, Text: q.Text, At: q.Asked}, all) {
		a := had[alike.Questions[0]]
		if !slices.ContainsFunc(found, func(b askedAndAnswered) bool { return b.release.ID == a.release.ID }) {
			found = append(found, a)
		}
	}
	return found
}

// offerAnswers shows somebody who has just asked what everybody has been told of the
// like. The question is with the team all the same: pressing nothing loses nothing.
func (t *turn) offerAnswers(q engagement.Question) []bot.Block {
	found := t.answeredAlike(q)
	if len(found) == 0 {
		return nil
	}
	blocks := []bot.Block{bot.Say("**Perhaps you have the answer already.** This was asked before, and everybody has been told. If one of these is what you need, say so: the buying team then need not answer it again. If none is, there is nothing to do, as your question is with them.")}
	for _, a := range found {
		id := a.release.Questions[0]
		blocks = append(append(blocks, bot.Say(t.answeredHead(a)+":")), a.blocks...)
		blocks = append(blocks, buttons(press(id+" answers it", "that answers "+q.ID+": "+id)))
	}
	return blocks
}

// thatAnswers takes "that answers Q6: Q1": a question of one's own is answered by what
// everybody has.
func (t *turn) thatAnswers(l line) {
	ids, rest := l.cutQuestions()
	more, rest := rest.cutQuestions()
	ids = append(ids, more...)
	if len(ids) == 1 {
		ids = append([]string{t.ownQuestion()}, ids...)
	}
	mine, ok := engagement.Question{}, false
	if len(ids) == 2 {
		mine, ok = t.state.Question(ids[0])
	}
	if !ok || !rest.empty() || !t.askedByUs(mine) {
		t.note(bot.Say("Which question of yours, and what answers it? Write for example **that answers Q6: Q1**. **our answers** shows what you asked, **questions** what is answered."))
		return
	}
	for _, a := range t.answersHad(t.org, false) {
		if slices.Contains(a.release.Questions, ids[1]) {
			t.alreadyAnsweredBy(mine, ids[1])
			return
		}
	}
	t.note(bot.Say("**"+ids[1]+"** has no answer that everybody has. Your question stays with the buying team."), buttons(view("Questions and answers", "questions")))
}

// askedByUs says whether a question is of whoever is speaking.
func (t *turn) askedByUs(q engagement.Question) bool {
	return q.Organisation == t.org.ID && q.Need == "" && (!t.org.Users || q.Person == t.person())
}

// ownQuestion is the question that they asked last and that has no answer; empty: none.
func (t *turn) ownQuestion() string {
	for _, q := range slices.Backward(t.state.Questions()) {
		if t.askedByUs(q) && q.Answered.IsZero() && q.TakenBack.IsZero() {
			return q.ID
		}
	}
	return ""
}

// alreadyAnsweredBy makes a question one with another that is answered. What the team has
// begun on goes on: others may be waiting for it, too.
func (t *turn) alreadyAnsweredBy(q engagement.Question, by string) {
	switch {
	case q.Into == by:
		t.note(bot.Say("That is noted already."))
		return
	case !q.Answered.IsZero():
		t.note(bot.Say("**"+q.ID+"** is answered already, to everybody."), buttons(view("Questions and answers", "questions")))
		return
	case !q.Waiting() || len(t.state.MergedInto(q.ID)) > 0:
		t.note(bot.Say("The buying team is on **" + q.ID + "** already, so it stays with them. The answer comes here, to everybody at the same time."))
		return
	}
	facts, refusal := t.state.Merge(engagement.QuestionMerged{Question: q.ID, Into: by, By: t.person()})
	if !t.take(facts, refusal) {
		return
	}
	t.respond(bot.Say("Noted: **"+by+"** answers **"+q.ID+"**, so the buying team need not answer that again. If it turns out not to, ask again."), t.onward(0))
	t.tell("answered-before:"+q.ID, q.ID+" needs no answer any more", bot.Say("Whoever asked **"+q.ID+"** finds it answered by **"+by+"**, which everybody has. There is nothing left to do about it."))
}
