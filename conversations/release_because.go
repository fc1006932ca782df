package conversations

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// What came of what an organisation said is for that organisation alone: it stands
// in its own rooms, with its own words and no other organisation's, and is what
// somebody of it is shown who asks.

// came is one thing that came of what an organisation said.
type came struct {
	what  string // a sentence without its full stop
	why   string // a sentence; empty: that is told elsewhere
	words string // the organisation's own; empty: none, or they are not repeated

	changed bool // the draft did, because of them
}

// whose are those to whom something is told: an organisation, or in a group of
// people who use services, where others of the group don't read it, one of them.
type whose struct {
	organisation string
	person       engagement.Person // empty: all of them, so nobody's words are repeated
	users        bool
}

// has says whether somebody is one of them.
func (w whose) has(organisation string, person engagement.Person) bool {
	return organisation == w.organisation && (!w.users || w.person == "" || person == w.person)
}

// shown are words of theirs, where they may be repeated.
func (w whose) shown(words string) string {
	if w.users && w.person == "" {
		return ""
	}
	return words
}

// during says whether a moment is after one and not after another.
func during(at, after, until time.Time) bool { return at.After(after) && !at.After(until) }

// cameFrom gives what came of what they said, as everybody was told of it after one
// moment and until another: changes, what stays or is not decided, questions. What
// stays or is not decided is told until the moment replied.
func (t *turn) cameFrom(w whose, after, until, replied time.Time) []came {
	var all []came
	for _, s := range t.state.Sections() {
		all = append(all, t.changedFor(w, s, false, after, until)...)
	}
	for _, s := range t.state.Gone() {
		all = append(all, t.changedFor(w, s, true, after, until)...)
	}
	for _, s := range t.state.Sections() {
		if r, ok := t.state.ReplyOn(s.ID); ok && during(r.At, after, replied) {
			all = append(all, t.repliedFor(w, s, r)...)
		}
	}
	for _, q := range t.state.Questions() {
		root := t.rootOf(q)
		if w.has(q.Organisation, q.Person) && during(root.Answered, after, until) {
			all = append(all, t.answeredFor(w, q, false))
		}
	}
	return all
}

// rootOf is the question that one was merged into, or itself.
func (d *Domain) rootOf(q engagement.Question) engagement.Question {
	if root, ok := d.state.Question(q.Into); ok {
		return root
	}
	return q
}

// changedFor are the changes to a section that rest on something of theirs.
func (t *turn) changedFor(w whose, s engagement.Section, gone bool, after, until time.Time) []came {
	var all []came
	last, _ := s.Was(s.Revision)
	texts := append(slices.Clone(s.Earlier), last)
	for i, text := range texts {
		happened := "has changed"
		switch {
		case gone && i+1 == len(texts):
			happened = "was taken out"
		case text.Revision == 1:
			happened = "is new"
		}
		if text.Release == "" || !during(text.At, after, until) {
			continue
		}
		for _, c := range t.restsOnTheirs(w, s.ID, text, happened) {
			if !slices.Contains(all, c) {
				all = append(all, c)
			}
		}
	}
	return all
}

// restsOnTheirs says of a text, for each words of theirs, that it came about
// because of them.
func (t *turn) restsOnTheirs(w whose, section int, text engagement.Revision, happened string) []came {
	var all []came
	for _, from := range text.Sources {
		if w.has(from.Organisation, from.Person) {
			what := fmt.Sprintf("**%d %s** %s; what %s was one of the reasons", section, plain(text.Title), happened, youWrote(w))
			all = append(all, came{what: what, words: w.shown(t.stillShown(section, from)), changed: true})
		}
	}
	return all
}

// stillShown are the words of a source, unless whoever gave them has marked the
// answer as commercially sensitive since.
func (d *Domain) stillShown(section int, from engagement.Source) string {
	if r := d.state.Response(section, from.Organisation, from.Person); r != nil && r.Sensitive && from.ID[0] == 'R' {
		return ""
	}
	return from.Words
}

// repliedFor says of a section which they answered why it stays as it is, or that
// it is not decided; nothing where they said nothing that it could come of.
func (t *turn) repliedFor(w whose, s engagement.Section, r engagement.Reply) []came {
	c := came{what: "**" + name(s) + "** stays as it is", why: plain(sentence(r.Reason))}
	if w.users {
		c.why = plain(sentence(r.Plain))
	}
	switch r.Verdict {
	case engagement.SaidChanged:
		return nil // that is told with the change, to those whose words it rests on
	case engagement.SaidKept:
	case engagement.SaidThinking:
		c.what = "**" + name(s) + "** is not decided yet"
		if !r.Until.IsZero() {
			c.why = strings.TrimSpace(c.why + " There is more to say by " + r.Until.In(t.zone()).Format("2 January") + ".")
		}
	}
	for _, said := range t.answersOf(w, s.ID) {
		if w.has(said.Organisation, said.Person) && (said.Words != "" || said.Stance.Worried()) {
			if !said.Sensitive {
				c.words = w.shown(said.Words)
			}
			return []came{c}
		}
	}
	return nil
}

// answersOf are the answers to a section among which theirs is: of a supplier, its
// own alone.
func (t *turn) answersOf(w whose, section int) []*engagement.Response {
	if w.users {
		return t.state.Responses(section)
	}
	if r := t.state.Response(section, w.organisation, ""); r != nil {
		return []*engagement.Response{r}
	}
	return nil
}

// answeredFor says that a question of theirs is answered.
// Again: that the answer was put right.
func (d *Domain) answeredFor(w whose, q engagement.Question, again bool) came {
	became := " is answered, to everybody"
	switch {
	case again:
		became = " has another answer, which everybody is told"
	case d.rootOf(q).Wont:
		became = " is not answered, and everybody is told why"
	}
	if w.users && w.person == "" {
		return came{what: "A question that somebody of you asked" + became}
	}
	if q.Need != "" {
		return came{what: "What you said that you need to know (**" + q.ID + "**)" + became, words: q.Text}
	}
	return came{what: "Your question **" + q.ID + "**" + became, words: q.Text}
}

func youWrote(w whose) string {
	if w.users && w.person == "" {
		return "somebody of you wrote"
	}
	return "you wrote"
}

// cameBlocks put it in words, with their own beside it.
func cameBlocks(all []came) []bot.Block {
	var blocks []bot.Block
	for i, c := range all {
		if i > 0 && c.words != "" && c.what == all[i-1].what && all[i-1].words != "" {
			blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: c.words}})
			continue
		}
		text := c.what
		switch {
		case c.why != "":
			text += ". " + c.why
			if c.words != "" {
				text += " You wrote:"
			}
		case c.words != "":
			text += ":"
		default:
			text += "."
		}
		blocks = append(blocks, bot.Say(text))
		if c.words != "" {
			blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: c.words}})
		}
	}
	return blocks
}

// cameSoFar is what came of what whoever acts here said, to whom alone it is shown.
func (t *turn) cameSoFar() []came {
	if !t.mayAccount() {
		return nil
	}
	// Why something stays goes to everybody with their digest, and to nobody before.
	return t.cameFrom(whose{organisation: t.org.ID, person: t.person(), users: t.org.Users}, time.Time{}, t.now, t.lastOutDigest())
}

// whatChanged shows what came of what they said so far.
func (t *turn) whatChanged(line) {
	if !t.mayAccount() {
		t.note(bot.Say("That was for the talks before the procedure. What you said then stays with the buying team."))
		return
	}
	came := t.cameSoFar()
	if len(came) == 0 {
		t.note(bot.Say("Nothing has come of it yet that the buying team has told. What changes goes to everybody asked, and what of it is because of you is told here as well."), buttons(view("What we said so far", "our answers")))
		return
	}
	t.noteTitled("What came of what you said", append(cameBlocks(came), bot.Aside("Nobody else is told that it was yours."))...)
}
