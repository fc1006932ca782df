package conversations

import (
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// Whom to turn to, what it is for, where the privacy notice is, and the number to ring:
// while the engagement is prepared these are settings. Once everybody has read them,
// another one goes to everybody, who are told what it was.

// tellAbout has everybody told what is other of it, and shows how they will read it.
func (t *turn) tellAbout(f engagement.EngagementSet, no func(*engagement.Refusal)) {
	f.By = t.person()
	waited := t.aboutWaits()
	facts, refusal := t.state.TellAbout(t.now, t.nextSlot(t.now), f)
	switch {
	case refusal != nil:
		no(refusal)
		return
	case len(facts) == 0:
		t.asBefore("That is what everybody reads already, or waits to.")
		return
	case !t.take(facts, nil):
		return
	}
	lead := ""
	if f.SafetyLine != nil {
		lead = t.ringsFromNow(*f.SafetyLine)
	}
	id := t.aboutWaits()
	switch {
	case id != "" && len(facts) > 1, id != "" && waited == "":
		t.offer(id, lead)
	case lead != "":
		t.done("", bot.Say(lead+" "+t.whyNotTold()))
	default:
		t.done("", bot.Say("What everybody has read stays as it is, so **"+waited+"** was dropped."))
	}
}

// aboutWaits is the release that tells it; empty: none waits.
func (t *turn) aboutWaits() string {
	for _, r := range t.state.Waits() {
		if r.Of == engagement.Abouts {
			return r.ID
		}
	}
	return ""
}

// ringsFromNow says that a number to ring does not wait.
func (t *turn) ringsFromNow(number string) string {
	if number == "" {
		return "From now on people who use the service are given 999 and no other number."
	}
	return "From now on people who use the service read, beside 999: ring **" + plain(number) + "**. A number to ring does not wait."
}

// whyNotTold says why nobody is told of another number to ring.
func (t *turn) whyNotTold() string {
	if !t.anyAsked(true) {
		return "No group of people who use the service is asked yet, so there is nobody to tell."
	}
	return "Nobody is told that it is another one: nothing goes out from here at present."
}

// aboutToBe is what will be read of a part, once what waits of it is sent.
func (t *turn) aboutToBe(part engagement.AboutPart, now string) string {
	for _, change := range t.state.AboutOf(t.aboutWaits()) {
		if change.Part == part {
			return change.To
		}
	}
	return now
}

// purposesToBe are the purposes that everybody will have read, in their order.
func (t *turn) purposesToBe() []engagement.Purpose {
	var now []string
	for _, p := range t.state.MarketNotice().Purposes {
		now = append(now, string(p))
	}
	var all []engagement.Purpose
	for word := range strings.FieldsSeq(t.aboutToBe(engagement.AboutPurposes, strings.Join(now, " "))) {
		all = append(all, engagement.Purpose(word))
	}
	return all
}

// aboutOut is what everybody reads of it.
func (d *Domain) aboutOut(r engagement.Release) composed {
	var c composed
	for _, change := range d.state.AboutOf(r.ID) {
		said := bot.Say(changedAbout(change))
		if change.Part != engagement.AboutSafetyLine {
			c.Blocks = append(c.Blocks, said)
		}
		if change.Part != engagement.AboutPurposes {
			c.Plain = append(c.Plain, said)
		}
	}
	more := specification(r.Text)
	if c.Blocks != nil {
		c.Blocks = append(c.Blocks, more...)
	}
	if c.Plain != nil {
		c.Plain = append(c.Plain, more...)
	}
	return c
}

// changedAbout says what is so now, and what it was.
func changedAbout(c engagement.AboutChange) string {
	from, to := aboutValue(c.Part, c.From), aboutValue(c.Part, c.To)
	before := " Before, it was " + from + "."
	switch c.Part {
	case engagement.AboutContact:
		return "**To reach a person**, turn from now on to " + to + "." + before
	case engagement.AboutPurposes:
		if c.From == "" {
			before = " You had not been told before."
		}
		return "**What we ask you for** is now: " + to + "." + before
	case engagement.AboutPrivacy:
		switch {
		case c.To == "":
			return "**Your data:** our privacy notice is no longer to be read at " + from + ". Whom you can turn to about it stands in the first message."
		case c.From == "":
			return "**Your data:** " + dataWords + to
		}
		return "**Your data:** " + dataWords + to + " (before, it stood at " + from + ")"
	case engagement.AboutSafetyLine:
		switch {
		case c.To == "":
			return "**Please don't ring " + from + " any more:** it is not the number for this now. If somebody is in danger, ring **999**."
		case c.From == "":
			before = ""
		}
		return "**If you are worried about somebody and it can wait an hour, ring " + to + ".**" + before + " If somebody is in danger now, ring **999**."
	case engagement.AboutBuyer, engagement.AboutTitle:
	}
	return to
}

// aboutValue is what people read of a part.
func aboutValue(part engagement.AboutPart, value string) string {
	if part == engagement.AboutPurposes {
		var all []string
		for word := range strings.FieldsSeq(value) {
			all = append(all, whatFor(engagement.Purpose(word)))
		}
		return strings.Join(all, "; ")
	}
	return plain(oneLine(value))
}

// aboutName is what a release that tells it is called.
func aboutName(changes []engagement.AboutChange) string {
	var names []string
	for _, c := range changes {
		names = append(names, aboutPart(c.Part))
	}
	if len(names) == 0 {
		return "whom to turn to, or what it is for" // dropped
	}
	return series(names)
}

func aboutPart(part engagement.AboutPart) string {
	switch part {
	case engagement.AboutContact:
		return "whom to turn to"
	case engagement.AboutPurposes:
		return "what it is for"
	case engagement.AboutPrivacy:
		return "where the privacy notice is"
	case engagement.AboutSafetyLine:
		return "the number to ring"
	case engagement.AboutBuyer:
		return "who asks"
	case engagement.AboutTitle:
		return "the title"
	}
	return string(part)
}

// wasUntil says behind what is read of a part what it was; empty: it was never other.
// An old number to ring is named nowhere but to those who had it.
func (d *Domain) wasUntil(part engagement.AboutPart) string {
	said := ""
	for _, m := range d.state.AboutMoves() {
		if m.Part == part && m.From != "" {
			said = " (until " + m.At.In(d.zone()).Format("Monday 2 January") + ": " + unmarked(aboutValue(part, m.From)) + ")"
		}
	}
	return said
}

// fileAbouts is what changed of it, for the file; nil: nothing did.
func (t *turn) fileAbouts(whole bool) []bot.Block {
	table := &bot.Table{Head: []string{"When", "What", "Before", "Since then", "Who"}}
	for _, m := range t.state.AboutMoves() {
		blank := func(value string) string {
			if value == "" {
				return "not said"
			}
			return cell(unmarked(aboutValue(m.Part, value)))
		}
		how := named(m.By)
		if r, ok := t.state.Release(m.Release); ok {
			how = t.decidedBy(r) + ", told as " + r.ID
		}
		table.Rows = append(table.Rows, []string{t.moment(m.At, t.now), aboutPart(m.Part), "before: " + blank(m.From), "since then: " + blank(m.To), how})
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return []bot.Block{bot.Say("**What changed after the opening of what everybody had read:**"), fileRows(table, whole)}
}
