package conversations

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// A question of the team's, and what came of it, are releases. One that goes to
// those alone who said the like is a message of its own in their rooms, the same
// for all of them, and at no round table.

// keyOf is the key of the message in which a release went.
func (d *Domain) keyOf(r engagement.Release) string {
	if len(d.state.AskedOf(r.ID)) > 0 {
		return releaseKey(r.ID, time.Time{})
	}
	return releaseKey(r.ID, r.Slot)
}

// gets says whether a release goes to an organisation at all.
func (d *Domain) gets(r engagement.Release, o engagement.Organisation) bool {
	to := d.state.AskedOf(r.ID)
	return len(to) == 0 || slices.Contains(to, o.ID)
}

// roomsOf gives the addresses of these organisations.
func (d *Domain) roomsOf(to []string) []bot.Address {
	var all []bot.Address
	for _, id := range to {
		o, _ := d.state.Organisation(id)
		all = append(all, d.hears(o)...)
	}
	return all
}

// inquiryOut is a question of the team's.
func (d *Domain) inquiryOut(r engagement.Release) composed {
	q, _ := d.state.InquiryOf(r.ID)
	c := composed{Blocks: d.inquiryBlocks(q, false), to: q.To}
	if len(q.To) == 0 && !q.Firms {
		c.Plain = d.inquiryBlocks(q, true)
	}
	return c
}

// inquiryBlocks are the question as it is read.
func (d *Domain) inquiryBlocks(q engagement.Inquiry, users bool) []bot.Block {
	head, text := "**A question to you ("+q.ID+")**", q.Text
	if users {
		head = "**We would like to ask you something (" + q.ID + ")**"
		if q.Plain != "" {
			text = q.Plain
		}
	}
	if on := d.sectionNamed(q.Section); on != "" {
		head += ", on **" + on + "**"
	}
	blocks := append([]bot.Block{bot.Say(head + ":")}, specification(text)...)
	if choices := q.ChoicesFor(users); len(choices) > 0 {
		var lines []string
		for i, choice := range choices {
			lines = append(lines, fmt.Sprintf("%d. %s", i+1, plain(choice)))
		}
		blocks = append(blocks, bot.Say("Please choose one:\n\n"+strings.Join(lines, "\n")))
	}
	if len(q.To) > 0 {
		blocks = append(blocks, bot.Say("We ask because of what you said of this section: *"+labelFor(q.Stance, false)+"*. Whoever says the same is asked the same, in these words."))
	}
	return blocks
}

// inquiryHow says how these questions are answered in a room of one's own. It is
// no part of what is sent: at a round table nobody is to answer.
func inquiryHow(asked []engagement.Inquiry, users bool) []bot.Block {
	if len(asked) == 0 {
		return nil
	}
	q, how := asked[0], "To answer, press the button, or write **answer "+asked[0].ID+": your words**."
	switch {
	case len(asked) > 1:
		how = "To answer, press a button, or write for example **answer " + q.ID + ": your words**."
	case users:
		how = "Press the button, or write **answer " + q.ID + ":** and what you think. You can say as little as you like."
	}
	if len(asked) == 1 && len(q.ChoicesFor(users)) > 0 {
		how += " With a choice: **answer " + q.ID + ": 2**, and words behind it if you like."
	}
	if !users {
		how += " Other suppliers don't read what you answer, unless you let us quote it."
	}
	return []bot.Block{bot.Aside(how)}
}

// sectionNamed is the name of a section that is there, or was; empty: none.
func (d *Domain) sectionNamed(id int) string {
	if s, ok := d.state.Section(id); ok {
		return name(s)
	}
	for _, s := range d.state.Gone() {
		if s.ID == id {
			return name(s)
		}
	}
	return ""
}

// outcomeOut is what came of a question of the team's. Everybody reads what was
// asked, of some alone, too: a question tells what the buyer has in mind.
func (d *Domain) outcomeOut(r engagement.Release) composed {
	q, _ := d.state.InquiryOf(r.ID)
	say := func(users bool) []bot.Block {
		came := d.outcomeAs(q, users)
		if came == nil {
			return nil
		}
		on := d.sectionNamed(q.Section)
		var blocks []bot.Block
		switch {
		case len(q.To) > 0:
			blocks = append(blocks, bot.Say("On **"+on+"** we asked those who see it alike ("+q.ID+"):"), inquiryQuote(q, users))
		case on != "":
			blocks = append(blocks, bot.Say("We asked everybody, on **"+on+"** ("+q.ID+"):"), inquiryQuote(q, users))
		default:
			blocks = append(blocks, bot.Say("We asked everybody ("+q.ID+"):"), inquiryQuote(q, users))
		}
		return append(blocks, came...)
	}
	return composed{Blocks: say(false), Plain: say(true)}
}

// outcomeAs is what came of a question, for suppliers or for people who use services:
// these were asked another question where it has plain words, and what came of the
// one answers nothing in the other. Nil: it was not written for them.
func (d *Domain) outcomeAs(q engagement.Inquiry, users bool) []bot.Block {
	switch {
	case users && q.Came.Plain != "":
		return []bot.Block{bot.Say("**What came of it:** " + plain(sentence(q.Came.Plain)))}
	case users && (q.Plain != "" || len(q.To) > 0 || q.Firms):
		return nil
	}
	return append([]bot.Block{bot.Say("**What came of it:** " + d.outcomeWords(q))}, specification(sentence(q.Came.Text))...)
}

// outcomePlain asks for what people who use services read of what came of a question
// that they were asked in words of their own; nil: nothing is missing.
func (t *turn) outcomePlain(r engagement.Release) []bot.Block {
	q, ok := t.state.InquiryOf(r.ID)
	if !ok || r.Of != engagement.Outcomes || !t.anyAsked(true) || len(q.To) > 0 || q.Firms || q.Plain == "" || q.Came.Plain != "" {
		return nil
	}
	return []bot.Block{bot.Say("**People who use services were asked in words of their own**, and read nothing of this unless you write it for them: **plain " + q.ID + ": your words**.")}
}

func inquiryQuote(q engagement.Inquiry, users bool) bot.Block {
	return bot.Block{Quote: &bot.Quote{Words: inquiryAs(q, users)}}
}

// inquiryAs is a question of the team's as suppliers, or people who use services, are
// asked it.
func inquiryAs(q engagement.Inquiry, users bool) string {
	if users && q.Plain != "" {
		return q.Plain
	}
	return q.Text
}

// outcomeWords say what came of a question, in a sentence.
func (d *Domain) outcomeWords(q engagement.Inquiry) string {
	switch q.Came.Outcome {
	case engagement.OutcomeMet:
		return "that is settled."
	case engagement.OutcomeChanged:
		return "the text of **" + d.sectionNamed(q.Came.Section) + "** has changed."
	case engagement.OutcomeDiffer:
	}
	return "we agree to differ."
}

// outcomeLabel is an outcome in a word or two.
func outcomeLabel(o engagement.Outcome) string {
	switch o {
	case engagement.OutcomeMet:
		return "Met"
	case engagement.OutcomeChanged:
		return "The text has changed"
	case engagement.OutcomeDiffer:
	}
	return "We agree to differ"
}

// postAlone posts what goes to some alone, in the rooms of each of them.
func (t *turn) postAlone(g outgoing) {
	t.post(bot.Message{
		Key: t.keyOf(g.Release), Class: bot.Release, To: t.roomsOf(g.to),
		Title:  oneLine(t.state.About().Title) + ": a question to you",
		Blocks: append(slices.Clone(g.Blocks), t.bundleFoot([]outgoing{g}, false)...),
	})
}

// aloneTo says to whom alone a release goes, and why to them.
func (t *turn) aloneTo(c composed, r engagement.Release) []bot.Block {
	q, ok := t.state.InquiryOf(r.ID)
	if len(c.to) == 0 || !ok {
		return nil
	}
	text := "**Not to everybody:** to " + t.organisationNames(c.to) + ". " + "These say *" + labelFor(q.Stance, false) + "* of **" + t.sectionNamed(q.Section) + "**, and whoever says the same is asked the same. "
	return []bot.Block{bot.Say(text + "Please put nothing in it that one of them alone knows: everybody reads the question once you say what came of it.")}
}

// organisationNames are the names of organisations within a sentence.
func (t *turn) organisationNames(ids []string) string {
	var names []string
	for _, id := range ids {
		o, _ := t.state.Organisation(id)
		names = append(names, "**"+plain(o.Name)+"**")
	}
	return series(names)
}

// othersAlike says whether a question that waits would go to others now than
// those of whom it was read.
func (t *turn) othersAlike(r engagement.Release) bool {
	q, ok := t.state.InquiryOf(r.ID)
	return ok && q.Release == r.ID && len(q.To) > 0 && !slices.Equal(q.To, t.state.Saying(q.Section, q.Stance))
}

// askOthers puts a question to those who say the like now, and has it read again.
func (t *turn) askOthers(r engagement.Release) {
	q, _ := t.state.InquiryOf(r.ID)
	lead := "**" + r.ID + " was not sent.** Others say the like now than when it was last read here, so please look again."
	now := t.state.Saying(q.Section, q.Stance)
	if len(now) < 2 {
		who := "nobody does any more"
		if len(now) == 1 {
			who = "one alone does now; to one organisation nothing is told alone"
		}
		t.tell(t.key("waits:"+r.ID), "Not sent: "+t.releaseName(r), bot.Say("**"+r.ID+"** asks those who say *"+labelFor(q.Stance, false)+"* of **"+t.sectionNamed(q.Section)+"**, and "+who+". It is held; nobody has read any of it."), buttons(press("Drop it", "drop "+r.ID), askAll(q.Section)))
		facts, refusal := t.state.Hold(engagement.ReleaseHeld{ID: r.ID, On: true, By: q.By})
		t.take(facts, refusal)
		return
	}
	facts, refusal := t.state.Reword(engagement.InquiryWorded{ID: q.ID, Section: q.Section, Text: q.Text, Plain: q.Plain, Choices: q.Choices, To: now, By: q.By})
	if t.take(facts, refusal) {
		r, _ = t.state.Release(r.ID)
		t.offerRelease(r, lead)
	}
}
