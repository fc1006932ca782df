package conversations

import (
	"fmt"

	"soundings/bot"
	"soundings/engagement"
)

// What changes in the draft, as people who use services read it: in plain words, or
// that those are being written. The words that firms read are none to them.

// plainNow says whether the plain words of a section are of the text as it is, as
// far as they mean the same.
func plainNow(s engagement.Section) bool { return s.Plain != "" && s.PlainOf >= s.Material }

// askAs is what an organisation is asked under a section; empty: nothing.
func askAs(o engagement.Organisation, s engagement.Section) string {
	switch {
	case !o.Users:
		return s.Ask
	case plainNow(s):
		return s.PlainAsk
	}
	return ""
}

// whyChanged is why a section has its text, as a sentence; empty: nobody wrote it
// for those who read this.
func whyChanged(users bool, s engagement.Section) string {
	if users {
		return plain(sentence(s.PlainReason))
	}
	return plain(sentence(s.Reason))
}

// sectionText is what a section says, as an organisation reads it, and what is most
// wanted to know of it.
func sectionText(o engagement.Organisation, s engagement.Section) []bot.Block {
	var blocks []bot.Block
	if o.Users && !plainNow(s) {
		blocks = append(blocks, bot.Say("*"+stillFirmsWords+"*"))
	}
	blocks = append(blocks, specification(readAs(o, s))...)
	if ask := askAs(o, s); ask != "" {
		blocks = append(blocks, bot.Say("**What we most want to know:** "+plain(ask)))
	}
	return blocks
}

const (
	stillFirmsWords = "We are still writing this part in plain words. Until then, these are the words that firms read."
	plainComes      = "We are writing it in plain words. Your list says when you can read it; until then there is nothing to do."
)

// changePlainly says what changes in one section to people who use services; nil:
// nothing that they read.
func (d *Domain) changePlainly(p engagement.Prepared) []bot.Block {
	head := fmt.Sprintf("**%d %s**", p.Section, plain(p.Revision.Title))
	why := ""
	if p.Revision.PlainReason != "" {
		why = " " + plain(sentence(p.Revision.PlainReason))
	}
	switch {
	case p.How == engagement.TakenOut:
		return []bot.Block{bot.Say(head + " is taken out." + why + " What you said of it stays with the team that plans the service.")}
	case p.How == engagement.Added && p.Plain == "":
		return []bot.Block{bot.Say(head + " is new." + why + " " + plainComes)}
	case p.How == engagement.Added:
		return append([]bot.Block{bot.Say(head + " is new." + why)}, specification(p.Plain)...)
	case p.Plain == "" && !p.Revision.Material:
		if ask := d.askedWith(p); ask != nil {
			return append([]bot.Block{bot.Say(head)}, ask...)
		}
		return nil
	case p.Plain == "":
		return []bot.Block{bot.Say(head + " is being changed." + why + " " + plainComes)}
	}
	before, _ := d.state.Section(p.Section)
	blocks := append([]bot.Block{bot.Say(head + " has changed." + why)}, standingChanged(before, p.Revision)...)
	blocks = append(append(blocks, bot.Say(readsNow)), specification(p.Plain)...)
	blocks = append(blocks, d.askedWith(p)...)
	if p.Revision.Material {
		blocks = append(blocks, bot.Say(mayLookAgain))
	}
	return blocks
}

// standingChanged says how firm a section was and is, where that is other.
func standingChanged(before engagement.Section, now engagement.Revision) []bot.Block {
	if before.Standing == now.Standing {
		return nil
	}
	was, _ := standingWords(before.Standing)
	is, _ := standingWords(now.Standing)
	return []bot.Block{bot.Say("It was *" + was + "* and is *" + is + "* now.")}
}

// changedOnList says in the list of people who use services that a part has other
// words; empty: it has not.
func (d *Domain) changedOnList(s engagement.Section) string {
	at, again := s.AskedAgain()
	switch {
	case !again:
		return ""
	case !plainNow(s):
		return "**being changed** · "
	}
	return "**changed " + at.In(d.zone()).Format("2 January") + "** · "
}

// plainWaiting gives a change that waits its plain words, or the reason in plain
// words; false: none waits for that section.
func (t *turn) plainWaiting(s engagement.Section, give func(*engagement.SectionRevised)) bool {
	p, waits := t.state.PreparedFor(s.ID)
	if !waits || p.How != engagement.Rewritten {
		return false
	}
	f := rewording(p)
	give(&f)
	again := againNo
	if f.Material {
		again = againYes
	}
	t.rework(s, f, again)
	return true
}

// rewording is a change that waits, to be made once more with something other in it.
func rewording(p engagement.Prepared) engagement.SectionRevised {
	r := p.Revision
	return engagement.SectionRevised{
		Section: p.Section, Title: r.Title, Text: r.Text, Standing: r.Standing, Ask: r.Ask, Reason: r.Reason, Because: append([]string(nil), r.Because...),
		Material: r.Material, Plain: p.Plain, PlainReason: r.PlainReason,
	}
}

// changeFields are what a form of a change asks where people who use services are
// asked, too.
func (t *turn) changeFields(s engagement.Section) []bot.Field {
	if !t.anyAsked(true) {
		return nil
	}
	words, why := "", ""
	if p, ok := t.state.PreparedFor(s.ID); ok {
		words, why = p.Plain, p.Revision.PlainReason
	} else if f, waits := t.state.PlainFor(s.ID); waits {
		words = f.Text
	}
	return []bot.Field{
		{
			Name: fieldPlain, Kind: bot.Words, Label: "In plain words", Value: t.filled(fieldPlain, words), Max: engagement.MostWords,
			Hint: "For people who use the service; they read these in place of the text. Without them they read that this part is being changed, and are not asked to look again.",
		},
		{Name: fieldPlainWhy, Kind: bot.Words, Label: "The reason in plain words", Value: t.filled(fieldPlainWhy, why), Max: engagement.MostReason, Hint: "For people who use the service. Without it they read no reason."},
	}
}

// plainMissing warns where a release changes sections that people who use services
// could not read then.
func (t *turn) plainMissing(r engagement.Release) []bot.Block {
	if !t.anyAsked(true) || r.Of != engagement.Changes {
		return nil
	}
	var missing []int
	for _, p := range t.state.Prepared(r.ID) {
		if p.Plain == "" && (p.How == engagement.Added || p.How == engagement.Rewritten && p.Revision.Material) {
			missing = append(missing, p.Section)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	text := "**Plain words are missing** for " + sectionNumbers(missing) + ": people who use the service read that it is being written, and are not asked to look again."
	for _, id := range missing {
		if _, there := t.state.Section(id); there {
			return []bot.Block{bot.Say(text + fmt.Sprintf(" Give them now: **plain %d: your words**, and **plain why %d: the reason**.", id, id)), buttons(plainButton(id))}
		}
	}
	return []bot.Block{bot.Say(text + " Write them once it is sent: **plain** says for which.")}
}

// askedPlainly warns where a question to everybody has no words for people who use
// services: they would be asked it as firms are.
func (t *turn) askedPlainly(r engagement.Release) []bot.Block {
	q, ok := t.state.InquiryOf(r.ID)
	if !ok || r.Of != engagement.Inquiries || !r.Waiting() || q.Plain != "" || len(q.To) > 0 || q.Firms || !t.anyAsked(true) {
		return nil
	}
	return []bot.Block{bot.Say("**Not in plain words:** people who use the service are asked this as firms are, choices and all. Give them words of their own, or ask firms alone?"), buttons(
		opens("In plain words", actionAskAll, r.ID, "edit "+r.ID+": other words"), press("Not to people who use services", "not to users "+r.ID),
	)}
}

// plainThatWaits and plainWhyThatWaits are the plain words of a change that waits,
// which another text of suppliers does not drop: whoever reads it again sees both.
func (t *turn) plainThatWaits(section int) string {
	p, _ := t.state.PreparedFor(section)
	return p.Plain
}

func (t *turn) plainWhyThatWaits(section int) string {
	p, _ := t.state.PreparedFor(section)
	return p.Revision.PlainReason
}
