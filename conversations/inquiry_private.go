package conversations

import (
	"slices"

	"soundings/bot"
	"soundings/engagement"
)

// privateInquiry shows what is sensitive among the answers to a question to whoever
// presses it.
func privateInquiry(q engagement.Inquiry) bot.Button {
	return press("Read "+q.ID+" privately", "read privately "+q.ID)
}

// sensitiveInquiries are the questions with answers that are sensitive now.
func (t *turn) sensitiveInquiries() []engagement.Inquiry {
	return slices.DeleteFunc(t.state.Inquiries(), func(q engagement.Inquiry) bool { return q.Sensitive() == 0 })
}

// readInquiryPrivately shows what is commercially sensitive among the answers to a
// question to whoever asks, to them alone, and records that.
func (t *turn) readInquiryPrivately(l line) {
	id, _, _ := l.cutInquiry()
	q, _ := t.state.Inquiry(id)
	facts, refusal := t.state.ReadInquiry(id, t.person())
	switch {
	case refusal != nil:
		t.refuse(refusal)
		return
	case len(facts) == 0:
		t.note(bot.Say("No answer to **"+id+"** is commercially sensitive as it stands now. **asked "+id+"** has all that was said."), buttons(view("Answers to "+id, "asked "+id)))
		return
	case t.ev.Again && t.readingHere(facts).Unshown:
		t.note(bot.Say(notAlone))
		return
	case !t.ev.Again && !t.take(facts, nil):
		return
	}
	var blocks []bot.Block
	for _, a := range q.Answers {
		if !a.Sensitive {
			continue
		}
		o, _ := t.state.Organisation(a.Organisation)
		said := a.At.In(t.zone()).Format("2 January") + t.markWords(a.ID)
		if choice := q.Choice(a.Choice); choice != "" {
			said = "**" + plain(choice) + "**, " + said
		}
		blocks = append(blocks, t.privateWords(o, said, a.Words, a.Why)...)
	}
	blocks = append(blocks, t.privateFoot(t.state.ReadersOfInquiry(q))...)
	t.showAlone(id, blocks)
}
