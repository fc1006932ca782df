package conversations

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// fullAsked is whom the team asked, when, and how far each took part.
func (t *turn) fullAsked() []bot.Block {
	table := &bot.Table{Head: []string{"Who", "Of what kind", "Asked", "By", "First spoke", "Last answered", "Stepped back"}}
	for _, o := range t.state.Organisations() {
		table.Rows = append(table.Rows, []string{
			cell(o.Name), organisationKind(o), t.fullMoment(o.Invited), personOr(o.By), t.fullMoment(o.Joined), t.fullMoment(o.Answered), t.fullStep(o),
		})
	}
	return fullPart("Who was asked", "Nobody was asked.", tableIn(table))
}

// fullStep says when an organisation stepped back and why, and whether it came back.
func (t *turn) fullStep(o engagement.Organisation) string {
	switch {
	case o.SteppedBack():
		return cell(t.moment(o.Step.At, t.now) + ": " + stepLabel(o.Step.Category) + t.stepOn(o.Step.Section) + stepWords(o.Step.Reason, o.Step.Category))
	case !o.Returned.IsZero():
		return "came back on " + t.moment(o.Returned, t.now)
	}
	return "–"
}

func (t *turn) fullMoment(at time.Time) string {
	if at.IsZero() {
		return "–"
	}
	return t.moment(at, t.now)
}

func personOr(p engagement.Person) string {
	if p == "" {
		return "–"
	}
	return named(p)
}

// fullOpened is what everybody read first: the welcome and the sections as they were
// when it opened. The welcome is made anew for whoever is asked, so that it is shown
// as it reads now; what of it changed since is said in it.
func (t *turn) fullOpened() []bot.Block {
	if t.state.OpenedAt().IsZero() {
		return fullPart("The welcome, and the draft as it was opened", "It has not been opened.", nil)
	}
	blocks := []bot.Block{
		bot.Say("*The welcome to suppliers, as it reads for whoever is asked now; what it said before stands in it:*"), welcomeText(t.welcomeMessage(false)),
	}
	if slices.ContainsFunc(t.state.Organisations(), func(o engagement.Organisation) bool { return o.Users }) {
		blocks = append(blocks, bot.Say("*The welcome to people who use services:*"), welcomeText(t.welcomeMessage(true)))
	}
	for _, s := range t.asOpened() {
		title, _ := standingWords(s.Standing)
		sum := sha256.Sum256([]byte(s.Text))
		blocks = append(blocks, bot.Say("### "+plain(label(s))+", as it was opened\n\n"+title+". Hash of its text: sha256:"+hex.EncodeToString(sum[:])+"."), inQuotes(s.Text))
		if s.Plain != "" {
			blocks = append(blocks, bot.Say("*In plain words"+plainOf(s)+":*"), inQuotes(s.Plain))
		}
	}
	return fullPart("The welcome, and the draft as it was opened", "", blocks)
}

// plainOf says that plain words are those of a later text, where they are.
func plainOf(s engagement.Section) string {
	if s.PlainOf > 1 {
		return ", as they read now"
	}
	return ""
}

// asOpened gives the sections with the texts that they had when it opened. One that
// came later is not among them; one that was taken out is.
func (t *turn) asOpened() []engagement.Section {
	var all []engagement.Section
	for _, sections := range [][]engagement.Section{t.state.Sections(), t.state.Gone()} {
		for _, s := range sections {
			first := s.Release
			if len(s.Earlier) > 0 {
				was := s.Earlier[0]
				first = was.Release
				s.Title, s.Text, s.Standing = was.Title, was.Text, was.Standing
			}
			if first == "" {
				all = append(all, s)
			}
		}
	}
	return all
}

// welcomeText is a welcome without its buttons, which say nothing.
func welcomeText(m bot.Message) bot.Block {
	var said []bot.Block
	for _, b := range m.Blocks {
		if b.Buttons == nil {
			said = append(said, b)
		}
	}
	return inQuotes("**" + plain(m.Title) + "**\n\n" + strings.TrimSpace(markdownOf(said)))
}

// fullLast is what suppliers said to the last questions.
func (t *turn) fullLast() []bot.Block {
	table := &bot.Table{Head: []string{"When", "Who", "Would bid", "Working together", "Needs to know", "Partner"}}
	for _, w := range t.state.AllLastWords() {
		partner := "–"
		if w.Partner != engagement.PartnerUnknown {
			partner = partnerWord(w.Partner)
		}
		table.Rows = append(table.Rows, []string{
			t.moment(w.At, t.now), t.saidBy(w.Organisation, w.Person), cell(cmp.Or(bidSoFar(w.ClosingAnswered), "–")), cell(cmp.Or(oneLine(w.Working), "–")), cell(cmp.Or(oneLine(w.Needs), "–")), partner,
		})
	}
	return fullPart("What suppliers said to the last questions, for the buying team alone", "Nobody answered them.", tableIn(table))
}

// fullPartners is who was shown to whom as looking for a partner, and when.
func (t *turn) fullPartners() []bot.Block {
	table := &bot.Table{Head: []string{"Who", "On the list from", "Until"}}
	for _, w := range t.state.AllLastWords() {
		for _, l := range w.Listed {
			until := "still"
			if !l.Until.IsZero() {
				until = t.moment(l.Until, t.now)
			} else if t.state.Dialogued() {
				until = "the dialogue began: it was shown to nobody from then on"
			}
			table.Rows = append(table.Rows, []string{cell(t.organisationNamed(w.Organisation)), t.moment(l.From, t.now), until})
		}
	}
	return fullPart("Who was on the list of firms that look for a partner", "Nobody.", tableIn(table))
}

// fullView is the view in what was entered.
func fullView(s engagement.Stance, users bool) string {
	if s == "" {
		return "–"
	}
	return strings.TrimSpace(labelFor(s, users))
}
