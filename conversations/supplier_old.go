package conversations

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// What is said where an earlier text of a section stands is about that text. It is
// recorded as that, never as an answer to a text that whoever said it may not have
// read; and they are shown that one.

// cardKey begins the key of a message that shows a section. It stands in records.
func cardKey(s engagement.Section) string {
	if s.Revision < 2 {
		return fmt.Sprintf("card:%d", s.ID)
	}
	return fmt.Sprintf("card:%d:r%d", s.ID, s.Revision)
}

// textShown is the revision of a section's text that stands in the message which
// this event is about; 0: there is none in it.
func (t *turn) textShown(s engagement.Section) int {
	rest, ok := strings.CutPrefix(t.ev.Re, fmt.Sprintf("card:%d:", s.ID))
	if !ok {
		return 0
	}
	if mark, _, more := strings.Cut(rest, ":"); more {
		revision, _ := strconv.Atoi(strings.TrimPrefix(mark, "r"))
		return revision
	}
	// The first text, or one of a message whose key does not say: the one that
	// everybody had when it was posted.
	shown := 0
	now, _ := s.Was(s.Revision)
	for _, receipt := range t.tx.Messages().Receipts(t.ev.Re) {
		for _, text := range append(slices.Clone(s.Earlier), now) {
			if !receipt.Time.IsZero() && !receipt.Time.Before(text.At) {
				shown = text.Revision
			}
		}
	}
	return shown
}

// oldText says whether somebody speaks where a text stands that has changed since so
// that it is to be looked at again, and which it is.
func (t *turn) oldText(section int) (revision int, old bool) {
	s, ok := t.state.Section(section)
	if !ok || s.Material == 0 || t.ev.Kind != bot.Said {
		return 0, false
	}
	if revision = t.talk.textOf(t.org.ID, t.ev.Thread, section); revision == 0 {
		revision = t.textShown(s)
	}
	return revision, revision > 0 && revision < s.Material
}

// answerOld takes an answer in the thread of an earlier text.
func (t *turn) answerOld(revision int, f engagement.ResponseGiven) {
	before := t.mine(f.Section)
	if before == nil || before.Revision != revision {
		f.StopsBid = engagement.BidNotAsked
	}
	if before != nil && t.state.Stale(before) && t.colleagues(before) && before.Stance != f.Stance {
		t.showNow(f.Section, "", bot.Say("A colleague answered that text otherwise, and that stays as it is. Nothing was recorded."))
		return
	}
	listed := t.listed(f.Section)
	facts, refusal := t.state.AnswerTo(t.now, revision, f)
	if refusal != nil {
		t.refuseAnswer(refusal, f)
		return
	}
	if !t.take(facts, nil) {
		return
	}
	entry := ""
	for _, fact := range facts {
		if given, ok := fact.(engagement.ResponseGiven); ok {
			entry = given.ID
		}
	}
	said := "Recorded for " + plain(t.org.Name)
	if t.org.Users {
		said = "Thank you. Recorded as yours"
	}
	said += ", **as an answer to the text before**: " + labelFor(f.Stance, t.org.Users)
	if f.Words != "" {
		said += ", with your words"
	}
	said += "."
	if now := t.mine(f.Section); now != nil && !t.state.Stale(now) {
		said += " Your answer to the text as it is now stays: " + t.recordedAs(now) + "."
	}
	t.showNow(f.Section, entry, bot.Say(said))
	t.relist(f.Section, listed)
}

// wordsOnOld takes plain words in the thread of an earlier text: more on an answer to
// that; or they are given back to somebody who has answered the text as it is now.
func (t *turn) wordsOnOld(r *engagement.Response, words string) {
	if t.state.Stale(r) {
		t.addOld(t.given(r.Section, r.Stance, words))
		return
	}
	s, _ := t.state.Section(r.Section)
	blocks := []bot.Block{
		bot.Say("**This thread is about the text before**, and your answer to the text as it is now stays: " + t.recordedAs(r) + ". Nothing was recorded. What you wrote:"), {Quote: &bot.Quote{Words: words}},
	}
	row := []bot.Button{view("Read it as it is now", fmt.Sprintf("show %d", s.ID))}
	if again := fmt.Sprintf("%d: %s", s.ID, words); len(again) <= mostPressed {
		row = append([]bot.Button{saysAgain("Add it to that answer", again)}, row...)
	}
	t.note(append(blocks, buttons(row...))...)
}

// addOld adds words to an answer to an earlier text, in the thread of that text.
func (t *turn) addOld(f engagement.ResponseGiven) {
	before := t.mine(f.Section)
	facts, refusal := t.adding(f)
	if refusal != nil {
		t.refuseKeeping(refusal, f.Words)
		return
	}
	if !t.take(facts, nil) {
		return
	}
	t.keepHolder(before)
	t.showNow(f.Section, t.mine(f.Section).ID, bot.Say("Added to your answer **to the text before**: "+t.recordedAs(t.mine(f.Section))+"."))
}

// severalOnOld gives back several answers that came in one message in the thread of
// an earlier text of one of the sections; false: they did not.
func (t *turn) severalOnOld(answers []single, words string) bool {
	for _, a := range answers {
		if _, old := t.oldText(a.section); old {
			s, _ := t.state.Section(a.section)
			t.note(
				bot.Say("**This thread is about "+name(s)+" as it was before**, so nothing was recorded. Please read it as it is now, and send the same outside of this thread. What you wrote:"),
				bot.Block{Quote: &bot.Quote{Words: words}}, buttons(view("Read it as it is now", fmt.Sprintf("show %d", s.ID))),
			)
			return true
		}
	}
	return false
}

// showNow says what became of something that was said of an earlier text, and shows
// the text as it is now: what is said below that is about this one.
func (t *turn) showNow(section int, entry string, said bot.Block) {
	s, _ := t.state.Section(section)
	who := t.person()
	if t.org.Users {
		who = "" // others of the group read it
	}
	m := t.cardMessage(t.org, s, who)
	t.place(placed{Section: section, Awaits: awaitsWords, Entries: entry, Thread: t.ev.Thread, Revision: s.Revision})
	t.replyAs(cardKey(s), m.Title, append([]bot.Block{said, t.changedOn(s)}, m.Blocks...)...)
}

// changedOn says that what somebody spoke of is not the text any more.
func (t *turn) changedOn(s engagement.Section) bot.Block {
	changed, _ := s.AskedAgain()
	return bot.Say("**The text changed on " + t.day(changed, t.now) + "**, and this thread was about the one before. How does it look to you as it is now?")
}

// changedWhileAsked shows the text as it is now where it changed while a question of
// ours waited, so that the answer is not taken for one to a text that nobody has
// read; false: it did not.
func (t *turn) changedWhileAsked(c inHand) bool {
	s, ok := t.state.Section(c.Section)
	changed, again := s.AskedAgain()
	if !ok || !again || !changed.After(c.Since) || c.Revision >= s.Material {
		return false
	}
	p := c.placed
	p.Revision = s.Revision
	t.used = true
	t.place(p)
	m := t.cardMessage(t.org, s, t.person())
	blocks := []bot.Block{bot.Say("**The text changed on " + t.day(changed, t.now) + ", while that waited**, so nothing was recorded yet. This is how it reads now; choose again, and it is recorded for this text.")}
	if c.Words != "" {
		blocks = append(blocks, bot.Say("Your words are kept:"), bot.Block{Quote: &bot.Quote{Words: c.Words}})
	}
	t.noteTitled(m.Title, append(blocks, m.Blocks...)...)
	return true
}
