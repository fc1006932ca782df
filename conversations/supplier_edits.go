package conversations

import (
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// changed deals with a message that somebody edited or took back on the
// platform. What was recorded stays, and carries a mark.
func (t *turn) changed() {
	if !t.state.SpeaksFor(t.person(), t.org.ID) {
		return
	}
	how := engagement.Edited
	if t.ev.Kind == bot.Deleted {
		how = engagement.TakenBack
	}
	from, ok := t.talk.originOf(t.org.ID, t.person(), t.ev.Original)
	if !ok {
		if how == engagement.Edited && !t.ev.Again {
			t.note(bot.Say(t.withNumber("I don't follow edits: what was recorded stays as it was first written. To change an answer, give it again, for example **6 works**. **our answers** shows what is recorded.")))
		}
		return
	}
	if t.ev.Again {
		t.note(bot.Say(alreadyDone))
		return
	}
	var said []string
	for id := range strings.SplitSeq(from.Entries, ",") {
		facts, refusal := t.state.MarkEntry(engagement.EntryMarked{Entry: id, Person: t.person(), How: how})
		if !t.take(facts, refusal) {
			return
		}
		said = append(said, t.entryName(id))
	}
	what, then := "You edited", "It carries the mark “edited in the chat since”."
	if how == engagement.TakenBack {
		what, then = "You took back", "It carries the mark “taken back in the chat”."
	}
	t.note(
		bot.Say(what+" the message behind "+series(said)+". What is recorded stays as it was first written, so that nothing changes unseen. "+then),
		bot.Say(t.instead(from.Entries)),
	)
}

// entryName is what an answer or a question is called.
func (t *turn) entryName(id string) string {
	if strings.HasPrefix(id, "Q") {
		return "your question " + id
	}
	if q, ok := t.inquiryOfAnswer(id); ok {
		return "your answer to " + q.ID
	}
	if s, ok := t.state.Section(t.sectionOfResponse(id)); ok {
		return "your answer to **" + name(s) + "**"
	}
	return "an answer of yours"
}

// sectionOfResponse is the section that a response of this voice is on, as far
// as it still stands; 0: another took its place.
func (t *turn) sectionOfResponse(id string) int {
	for _, s := range t.state.Sections() {
		if r := t.mine(s.ID); r != nil && r.ID == id {
			return s.ID
		}
	}
	return 0
}

// instead says how to change properly what a message led to.
func (t *turn) instead(entries string) string {
	if t.accepts() != nil {
		return "Answers are no longer taken, so it can't be changed any more. If it matters, please turn to " + t.contact() + "."
	}
	first, _, _ := strings.Cut(entries, ",")
	n := itoa(t.sectionOfResponse(first))
	q, asked := t.inquiryOfAnswer(first)
	switch {
	case asked:
		return "To change it, answer again: **answer " + q.ID + ": your words**."
	case strings.HasPrefix(first, "Q"):
		return "To ask it better, ask again: **ask: your question**. If it needs no answer any more: **take back " + first + "**."
	case n == "0":
		return "A later answer of yours has taken its place, so there is nothing more to do."
	case t.org.Users:
		return "To change it, write **" + n + "** and what you think now."
	}
	return "To change it, give it again, for example **" + n + " works**, or **" + n + " no view** if you would rather say nothing."
}

// contact is whom to turn to.
func (t *turn) contact() string {
	if contact := t.state.About().Contact; contact != "" {
		return plain(contact)
	}
	return "the buying team"
}

// remarks are what has to be known of an answer beside what it says: for whom it
// was given, that it came late, and its mark. Each stands behind a comma.
func (d *Domain) remarks(r *engagement.Response) string {
	text := ""
	if r.For != "" {
		text += ", for " + plain(r.For)
	}
	if r.How != "" {
		text += ", " + howWords(r.How) + ", entered by " + named(r.By)
	}
	if r.Late {
		text += ", taken late"
	}
	return text + d.markWords(r.ID)
}

// markWords is the quiet mark on what was recorded, behind a comma; empty: it
// has none.
func (d *Domain) markWords(id string) string {
	switch d.state.MarkOf(id) {
	case engagement.Edited:
		return ", edited in the chat since"
	case engagement.TakenBack:
		return ", taken back in the chat; still recorded"
	case engagement.NoMark:
	}
	return ""
}

// inquiryOfAnswer is the question of the team's that an answer of this voice is to,
// as far as it still stands; false: none.
func (t *turn) inquiryOfAnswer(id string) (engagement.Inquiry, bool) {
	for _, q := range t.state.Inquiries() {
		if a, there := q.Answer(t.org.ID, t.person()); there && a.ID == id {
			return q, true
		}
	}
	return engagement.Inquiry{}, false
}
