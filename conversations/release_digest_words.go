package conversations

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// composeOutDigest says what came of what suppliers said since the last digest
// that went to them; false: there is nothing to say.
func (t *turn) composeOutDigest() (outDigest, bool) {
	o := outDigestWriter{turn: t, since: t.lastOutDigest(), counts: map[int]digest.Shown{}}
	for _, told := range digest.TellSuppliers(t.state, t.shownCounts(), t.now).Sections {
		if _, waits := t.state.PreparedFor(told.Section); told.Count != nil && !waits {
			o.counts[told.Section] = *told.Count
		}
	}
	blocks, plain := o.write()
	if blocks == nil {
		return outDigest{}, false
	}
	return outDigest{At: t.now, Content: content(blocks), Plain: content(plain), Counts: o.shown, Quotes: o.quoted}, true
}

// lastOutDigest is until when the last digest that went to suppliers tells.
func (t *turn) lastOutDigest() time.Time {
	last := t.state.OpenedAt()
	for _, r := range t.state.Sent() {
		if at := t.releases.out[r.ID].At; r.Of == engagement.DigestForAll && at.After(last) {
			last = at
		}
	}
	return last
}

// outDigestWriter writes one digest for suppliers.
type outDigestWriter struct {
	*turn
	since  time.Time
	counts map[int]digest.Shown // that may be told
	shown  []digest.Shown       // that are
	quoted []outQuote           // words that it quotes
}

// write gives the digest for suppliers, and for people who use services, who get
// no figures of firms; nil: there is nothing to say.
func (o *outDigestWriter) write() (blocks, plain []bot.Block) {
	section := func(heading string, lines []outLine) {
		if len(lines) == 0 {
			return
		}
		blocks = append(blocks, bot.Say("## "+heading))
		for _, l := range lines {
			blocks = append(append(blocks, bot.Say(l.text+o.count(l.section))), o.quotesFor(l)...)
		}
		if lines = slices.DeleteFunc(lines, func(l outLine) bool { return l.plain == "" }); len(lines) > 0 {
			plain = append(plain, bot.Say("## "+heading))
		}
		for _, l := range lines {
			plain = append(plain, bot.Say(l.plain))
		}
	}
	section("Changed", o.changedLines())
	section("Not changed, and why", o.replyLines(engagement.SaidKept))
	section("Still thinking", o.replyLines(engagement.SaidThinking))
	section("What came of our questions", o.outcomeLines())
	if blocks == nil {
		return nil, nil // that questions were answered, everybody knows
	}
	if answered := o.answeredLines(); len(answered) > 0 {
		blocks = append(blocks, bot.Say("## Questions answered"), bot.Say("To everybody, at the same time, without saying who asked. The answers stand in your room.\n\n"+strings.Join(answered, "\n")))
	}
	if few := o.fewAnswers(); few != "" {
		blocks = append(blocks, bot.Say("## What helps now"), bot.Say(few))
	}
	return append(blocks, bot.Aside(o.foot())), plain
}

// outLine is what is said of one section.
type outLine struct {
	section int
	text    string
	plain   string // for people who use services; empty: they read nothing of it
	inquiry string // the question of the team's that it is about; empty: none
}

// changedLines are the sections whose text changed.
func (o *outDigestWriter) changedLines() []outLine {
	var lines []outLine
	for _, s := range o.state.Sections() {
		if !s.Revised.After(o.since) || s.Release == "" {
			continue
		}
		why := s.Reason
		if r, ok := o.state.ReplyOn(s.ID); ok && r.Verdict == engagement.SaidChanged {
			why = r.Reason
		}
		text := "**" + name(s) + ".** " + plain(sentence(why))
		if s.Revision == 1 {
			text = "**" + name(s) + "** is new. " + plain(sentence(why))
		}
		if asked, again := s.AskedAgain(); again && asked.After(o.since) {
			text += " **Please look again if you answered before " + asked.In(o.zone()).Format("2 January") + ".**"
		}
		lines = append(lines, outLine{section: s.ID, text: text, plain: o.changedPlainly(s)})
	}
	for _, s := range o.state.Gone() {
		if s.Revised.After(o.since) {
			head := "**" + name(s) + "** was taken out. "
			lines = append(lines, outLine{text: head + whyChanged(false, s), plain: strings.TrimSpace(head + whyChanged(true, s))})
		}
	}
	return lines
}

// changedPlainly says of a section that changed what people who use services read of
// it; empty: nothing that they see is other.
func (o *outDigestWriter) changedPlainly(s engagement.Section) string {
	asked, again := s.AskedAgain()
	again = again && asked.After(o.since)
	text := "**" + name(s) + "** "
	switch {
	case s.Revision == 1:
		text += "is new. "
	case !plainNow(s):
		text += "is being changed. " + plainComes + " "
	case s.PlainOf < s.Revision && !again:
		return ""
	default:
		text += "has changed. "
	}
	text += whyChanged(true, s)
	if again && plainNow(s) {
		text += " If you said what you think of it before " + asked.In(o.zone()).Format("2 January") + ", you may want to look again."
	}
	return strings.TrimSpace(strings.ReplaceAll(text, "  ", " "))
}

// replyLines are the sections of which the team said so since the last digest, or
// that are still being thought about.
func (o *outDigestWriter) replyLines(verdict engagement.Verdict) []outLine {
	var lines []outLine
	for _, s := range o.state.Sections() {
		r, ok := o.state.ReplyOn(s.ID)
		if !ok || r.Verdict != verdict || !r.At.After(o.since) {
			continue
		}
		more := ""
		if !r.Until.IsZero() {
			more = " More by " + r.Until.In(o.zone()).Format("2 January") + "."
		}
		head := "**" + name(s) + ".** "
		lines = append(lines, outLine{section: s.ID, text: head + plain(sentence(r.Reason)) + more, plain: head + repliedPlainly(r) + more})
	}
	return lines
}

// outcomeLines are the questions of the team's of which everybody was told since
// the last digest what came of them.
func (o *outDigestWriter) outcomeLines() []outLine {
	var lines []outLine
	for _, q := range o.state.Inquiries() {
		if !q.Settled.After(o.since) {
			continue
		}
		text := "**" + q.ID + " " + plain(firstWords(q.Text, 90)) + "**"
		if len(q.To) > 0 {
			text = "**On " + o.sectionNamed(q.Section) + "**, what we asked those who had said the same"
		}
		came := o.outcomeWords(q) + " " + plain(sentence(q.Came.Text))
		toUsers := ""
		switch {
		case len(q.To) > 0 || q.Firms:
		case q.Came.Plain != "":
			toUsers = "**" + q.ID + " " + plain(firstWords(inquiryAs(q, true), 90)) + "**: " + plain(sentence(q.Came.Plain))
		case q.Plain == "":
			toUsers = text + ": " + came
		}
		lines = append(lines, outLine{text: text + ": " + came, plain: toUsers, inquiry: q.ID})
	}
	return lines
}

// count is the figure of a section, where one may be told.
func (o *outDigestWriter) count(section int) string {
	c, ok := o.counts[section]
	if !ok {
		return ""
	}
	o.shown = append(o.shown, c)
	text := fmt.Sprintf(" Of those who have a view, %d could do this or go further; %d see a risk, say it can't be done, or find it not clear", c.Positive, c.Worried)
	if !c.At.Equal(o.now) {
		text += " (as it stood on " + c.At.In(o.zone()).Format("2 January") + ")"
	}
	return text + "."
}

// answeredLines are the questions that everybody has the answers to since the last
// digest.
func (o *outDigestWriter) answeredLines() []string {
	var lines []string
	for _, q := range o.state.Questions() {
		if q.Into == "" && q.Answered.After(o.since) {
			lines = append(lines, "- "+plain(q.ForAll()))
		}
	}
	return lines
}

// fewAnswers names sections with few answers, once enough have answered for that to
// tell nothing of anybody.
func (o *outDigestWriter) fewAnswers() string {
	d := digest.Make(o.state, digest.PeriodOf(o.state, o.now, true))
	if d.TooFew {
		return ""
	}
	var names []string
	for _, r := range d.Unheard.Sections[:min(len(d.Unheard.Sections), 2)] {
		s, _ := o.state.Section(r.Section)
		names = append(names, "**"+name(s)+"**")
	}
	if len(names) == 0 {
		return ""
	}
	return upperFirst(series(names)) + plural(len(names), " has", " have") + " few answers. A few minutes help."
}

// foot says until when answers are taken, and when the next digest comes.
func (o *outDigestWriter) foot() string {
	text := ""
	if closing := o.state.About().Closing; !closing.IsZero() {
		text = "Answers are taken until " + o.moment(closing, o.now) + ". "
	}
	if len(o.counts) == 0 {
		text += "We give no numbers while few have answered, so that nobody can be recognised. "
	}
	return text + "What changes, and what is answered, comes here to everybody at the same time."
}
