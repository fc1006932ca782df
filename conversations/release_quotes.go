package conversations

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// What somebody lets us quote may stand in the digest for suppliers, if the team
// chooses it: to the letter, without a name, a kind or a view, and only where enough
// have answered on either side for it to be nobody's in particular.

// kindOutQuote is kept for ever, as are the other kinds.
const kindOutQuote = "talk.outquote" // outQuote

// outQuote says that words are to stand in the digest for suppliers, or not.
type outQuote struct {
	Answer string            `json:"r"` // to a section (R5), or to a question of the team's (W3)
	Words  string            `json:"w,omitempty"`
	On     bool              `json:"on"`
	By     engagement.Person `json:"by"`
}

// putQuote folds one; the order is that in which they were chosen.
func (t *releaseTalk) putQuote(q outQuote) {
	t.quotes = slices.DeleteFunc(t.quotes, func(before outQuote) bool { return before.Answer == q.Answer })
	if q.On {
		t.quotes = append(t.quotes, q)
	}
}

// quoteCommands choose them.
func quoteCommands() []command {
	return []command{
		{
			names: []string{"quote", "quote to suppliers"}, usage: "quote R5", takes: takesText, run: func(t *turn, l line) { t.chooseQuote(l, true) },
			help: "have words that may be quoted stand in the suppliers' digest, without a name",
			more: "**quote R5: a sentence of it** takes a part, to the letter. It is possible where at least five suppliers have answered, three on each side. You read the digest before it goes: please look whether the words could show who said them.",
		},
		{names: []string{"don't quote", "do not quote"}, usage: "don't quote R5", takes: takesText, run: func(t *turn, l line) { t.chooseQuote(l, false) }, help: "take that back"},
	}
}

// quotable is an answer as far as it may be quoted.
type quotable struct {
	id, words string
	may       bool   // whoever wrote it lets us
	enough    bool   // enough have answered
	where     string // what it is about
	then      string // what has to be said for it to stand in the digest
}

// quotableOf finds an answer of a supplier that stands now, on the text as it is.
func (d *Domain) quotableOf(id string) (quotable, bool) {
	for _, s := range d.state.Sections() {
		_, changes := d.state.PreparedFor(s.ID)
		for _, r := range d.state.Responses(s.ID) {
			if r.ID == id && !r.IsUser() {
				return quotable{
					id: id, words: r.Words, may: r.Quotable && !r.Sensitive && !d.state.Stale(r), enough: !changes && d.tellable(s.ID), where: name(s),
					then: "**kept " + itoa(s.ID) + ": why** or **thinking " + itoa(s.ID) + ": what about**",
				}, true
			}
		}
	}
	for _, q := range d.state.Inquiries() {
		for _, a := range q.Answers {
			if o, _ := d.state.Organisation(a.Organisation); a.ID == id && !o.Users {
				return quotable{
					id: id, words: a.Words, may: a.Quotable && !a.Sensitive, enough: d.enoughOn(q), where: "question " + q.ID,
					then: "**met " + q.ID + ": what is settled**",
				}, true
			}
		}
	}
	return quotable{}, false
}

// tellable says whether suppliers may be told a count of a section, and so words, too.
func (d *Domain) tellable(section int) bool {
	for _, told := range digest.TellSuppliers(d.state, nil, d.state.OpenedAt()).Sections {
		if told.Section == section {
			return told.Count != nil
		}
	}
	return false
}

// enoughOn says whether so many suppliers have answered a question of the team's that
// one's words are nobody's in particular.
func (d *Domain) enoughOn(q engagement.Inquiry) bool {
	voices := map[string]bool{}
	for _, a := range q.Answers {
		if o, _ := d.state.Organisation(a.Organisation); !o.Users {
			voices[d.state.CountedAs(a.Organisation)] = true
		}
	}
	return len(voices) >= digest.EnoughToTell
}

// mayBeQuoted stands behind the kind of whoever wrote words that the team reads.
func mayBeQuoted(by string, may bool) string {
	if may {
		return by + ", may be quoted"
	}
	return by
}

// quoteRow is what can be done with an answer that may be quoted; nil: nothing.
func (t *turn) quoteRow(id string) []bot.Block {
	q, ok := t.quotableOf(id)
	if !ok || !q.may || !q.enough || t.state.May(engagement.DoAccount) != nil {
		return nil
	}
	if t.quoteChosen(id) {
		return []bot.Block{buttons(press("Don't quote it to suppliers", "don't quote "+id))}
	}
	return []bot.Block{buttons(press("Quote it in the suppliers' digest", "quote "+id))}
}

func (t *turn) quoteChosen(id string) bool {
	return slices.ContainsFunc(t.releases.quotes, func(q outQuote) bool { return q.Answer == id })
}

// answerName is how an answer is called.
var answerName = regexp.MustCompile(`^([rw][1-9]\d{0,6})(?:[ :,.]|$)`)

// chooseQuote takes "quote R5", or "quote R5: a sentence of it".
func (t *turn) chooseQuote(l line, on bool) {
	found := answerName.FindStringSubmatch(l.norm)
	if found == nil {
		t.note(bot.Say("Which words? **show 6** marks what may be quoted, with a button under it."))
		return
	}
	id, words := strings.ToUpper(found[1]), l.skip(len(found[1])).words()
	q, ok := t.quotableOf(id)
	switch {
	case !on && !t.quoteChosen(id), on && t.quoteChosen(id) && words == "":
		t.note(bot.Say("That is so already."))
		return
	case !on:
		t.keepQuote(outQuote{Answer: id, By: t.person()}, "**"+id+"** is not quoted to suppliers.")
		return
	}
	if refusal := t.state.May(engagement.DoAccount); refusal != nil {
		t.refuse(refusal)
		return
	}
	if words == "" {
		words = strings.TrimSpace(q.words)
	}
	why := ""
	switch {
	case !ok:
		why = "There is no such answer of a supplier now: it may have been given anew."
	case !q.may:
		why = "Whoever wrote that has not said that it may be quoted, or it is on an earlier text."
	case !q.enough:
		why = "Too few have answered **" + q.where + "**, or too few on one side, or its text is about to change, so a quote might show who wrote it."
	case !strings.Contains(q.words, words):
		why = "Those words don't stand in **" + id + "**. A part is quoted to the letter."
	case utf8.RuneCountInString(words) > digest.QuoteLength:
		why = "That is too long to quote. Please take a part of it, to the letter: **quote " + id + ": a sentence of it**."
	}
	if why != "" {
		t.note(bot.Say(why + " Nothing was changed."))
		return
	}
	t.keepQuote(outQuote{Answer: id, Words: words, On: true, By: t.person()}, "Noted: those words stand in the suppliers' digest, without a name, once you say what came of "+q.where+", for example with "+q.then+". You read it before it goes.")
}

// keepQuote records it, and makes a digest that waits say it.
func (t *turn) keepQuote(q outQuote, said string) {
	t.remember(kindOutQuote, q)
	if r, ok := t.outDigestWaits(); ok {
		t.remakeOutDigest(r, said)
		return
	}
	t.reply("", bot.Say(said))
}

// quotesFor are the words chosen that may stand in a digest under what is said of a
// section, or of a question of the team's.
func (o *outDigestWriter) quotesFor(l outLine) []bot.Block {
	var blocks []bot.Block
	for _, chosen := range o.releases.quotes {
		if !o.about(chosen.Answer, l) || !o.quoteStands(chosen) {
			continue
		}
		if len(blocks) == 0 {
			blocks = append(blocks, bot.Say("In the words of suppliers, who let us quote them:"))
		}
		blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: chosen.Words}})
		o.quoted = append(o.quoted, chosen)
	}
	return blocks
}

// about says whether an answer is to what a line is about.
func (o *outDigestWriter) about(id string, l outLine) bool {
	for _, r := range o.state.Responses(l.section) {
		if r.ID == id {
			return true
		}
	}
	q, _ := o.state.Inquiry(l.inquiry)
	return slices.ContainsFunc(q.Answers, func(a engagement.InquiryAnswer) bool { return a.ID == id })
}

// quoteStands says whether words that were chosen may be quoted as things stand.
func (d *Domain) quoteStands(chosen outQuote) bool {
	q, ok := d.quotableOf(chosen.Answer)
	return ok && q.may && q.enough && strings.Contains(q.words, chosen.Words)
}

// withoutOutdated leaves out of a digest that waits what may not be quoted any more, as
// somebody took it back or marked it since: it is shown to nobody then.
func (d *Domain) withoutOutdated(blocks []bot.Block, quotes []outQuote) []bot.Block {
	return slices.DeleteFunc(blocks, func(b bot.Block) bool {
		return b.Quote != nil && slices.ContainsFunc(quotes, func(q outQuote) bool { return q.Words == b.Quote.Words && !d.quoteStands(q) })
	})
}

// outdatedQuotes says whether a digest quotes what may not be quoted any more.
func (t *turn) outdatedQuotes(r engagement.Release) bool {
	return slices.ContainsFunc(t.releases.out[r.ID].Quotes, func(q outQuote) bool { return !t.quoteStands(q) })
}

// withoutQuote composes a digest that waits anew where it quotes what may not be quoted
// any more, and shows that; false: it doesn't.
func (t *turn) withoutQuote(r engagement.Release, lead string) bool {
	if !r.Waiting() || !t.outdatedQuotes(r) {
		return false
	}
	return t.remakeOutDigest(r, strings.TrimSpace(lead+" Words that it quoted may not be quoted any more, so it is composed anew. Please look again."))
}

// quotesIn asks the team to look at what is quoted; nil: nothing is.
func (t *turn) quotesIn(r engagement.Release) []bot.Block {
	if r.Of != engagement.DigestForAll || len(t.releases.out[r.ID].Quotes) == 0 {
		return nil
	}
	return []bot.Block{bot.Say("**It quotes suppliers.** They let us, without their name. Could the words show who wrote them? Then take them out again: **don't quote " + t.releases.out[r.ID].Quotes[0].Answer + "**.")}
}
