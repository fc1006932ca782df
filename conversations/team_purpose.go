package conversations

import (
	"slices"
	"strings"
	"unicode"

	"soundings/bot"
	"soundings/engagement"
)

// What the first message says beside who asks: what it is for, what becomes of what
// people write, and whom to ring. All of it may be left out, and what is left out is
// named before anything opens.

// purposeCommands are how that is typed.
func purposeCommands() []command {
	return []command{
		{
			names: []string{"privacy", "privacy notice"}, usage: "privacy https://www.westmere.example/privacy", takes: takesText, group: "Prepare", run: (*turn).setPrivacy,
			help: "link your privacy notice, in the first message and wherever people say who they are; once they have read it, another link goes to everybody",
		},
		{
			names: []string{"safety line", "number to ring"}, usage: "safety line 01632 960 100, day and night", takes: takesText, group: "Prepare", run: (*turn).setSafetyLine,
			help: "give people who use the service a number to ring, beside 999; it is so at once, and those who had another are told",
		},
	}
}

// whatFor says to suppliers what an engagement is for.
func whatFor(p engagement.Purpose) string {
	switch p {
	case engagement.Requirements:
		return "to develop what we need, and how we go about it"
	case engagement.Procedure:
		return "to design the procedure, its conditions and the award criteria"
	case engagement.Documents:
		return "to prepare the tender notice and documents"
	case engagement.Suppliers:
		return "to find out who could supply it"
	case engagement.Contract:
		return "to find likely contract terms"
	case engagement.Capacity:
		return "to help suppliers become able to do it"
	}
	return string(p)
}

// purposesSaid are those that were chosen; empty: none was.
func (d *Domain) purposesSaid() string {
	var all []string
	for _, p := range engagement.Purposes() {
		if slices.Contains(d.state.About().Purposes, p) {
			all = append(all, whatFor(p))
		}
	}
	return strings.Join(all, "; ")
}

func wordsOfPurposes(chosen []engagement.Purpose) []string {
	var words []string
	for _, p := range chosen {
		words = append(words, whatFor(p))
	}
	return words
}

// setPrivacy takes a link; "none" takes it back.
func (t *turn) setPrivacy(l line) {
	link := oneLine(l.words())
	if l.is("none", "no", "off") {
		link = ""
	} else if problem := badLink(link); link != "" && problem != "" {
		t.note(bot.Say(problem + " Nothing was changed."))
		return
	}
	done := "Everybody who is asked reads where your privacy notice is: " + plain(link)
	if link == "" && !l.empty() {
		done = "Nobody reads where a privacy notice is."
	}
	t.set("privacy https://www.westmere.example/privacy", l.words(), engagement.EngagementSet{Privacy: &link}, done)
}

// setSafetyLine takes a number and when it is answered; "none" takes it back.
func (t *turn) setSafetyLine(l line) {
	number := oneLine(l.words())
	done := "People who use the service read, beside 999: ring **" + plain(number) + "**."
	if l.is("none", "no", "off") {
		number, done = "", "People who use the service are given 999 and no other number."
	}
	t.set("safety line 01632 960 100, day and night", l.words(), engagement.EngagementSet{SafetyLine: &number}, done)
}

// dataFact says where the privacy notice is; nil: none was given.
func (d *Domain) dataFact() []bot.Pair {
	if link := d.state.About().Privacy; link != "" {
		return []bot.Pair{{Label: "Your data", Value: dataWords + link + d.wasUntil(engagement.AboutPrivacy)}}
	}
	return nil
}

const dataWords = "why we ask, how long we keep it, and your rights: "

// dataLine says the same where people say who they are; empty: none was given.
func (d *Domain) dataLine() string {
	if link := d.state.About().Privacy; link != "" {
		return " " + upperFirst(dataWords) + link
	}
	return ""
}

// dataSaid is dataLine where Markdown is read.
func (d *Domain) dataSaid() string {
	if line := d.dataLine(); line != "" {
		return " " + plain(line)
	}
	return ""
}

// alsoMissing names what the first message leaves out, before it goes.
func (t *turn) alsoMissing() []bot.Block {
	about := t.state.About()
	var missing []string
	if len(about.Purposes) == 0 && t.anyAsked(false) {
		missing = append(missing, "what it is for (**purposes**)")
	}
	if about.Privacy == "" {
		missing = append(missing, "where your privacy notice is (**privacy**)")
	}
	if about.SafetyLine == "" && t.anyAsked(true) {
		missing = append(missing, "a number to ring beside 999, for people who use the service (**safety line**)")
	}
	if !hasNumber(about.Contact) && t.anyAsked(true) {
		missing = append(missing, "a telephone number of whom to turn to, for people who would rather ring (**contact**)")
	}
	if len(missing) == 0 {
		return t.nobodyTold()
	}
	return append(t.nobodyTold(), bot.Say("**What is missing** in the first message: "+series(missing)+". You can open without."))
}

// nobodyTold says, before people who use services are asked, that nobody is told at
// once of what they fear; nil: somebody is, or nobody of them is asked.
func (t *turn) nobodyTold() []bot.Block {
	if !t.anyAsked(true) || !t.fearsOnPage() {
		return nil
	}
	way := " **Who is told of fears** takes a mail address."
	switch {
	case t.settings.NoMail && t.state.About().SafetyLine != "":
		way = ""
	case t.settings.NoMail:
		way = " This service can't send mail, so give a number that is answered: **safety line**."
	}
	return []bot.Block{bot.Say("**If somebody fears for somebody's safety, nobody is told at once:** it stands on this page until one of you looks, and they read that." + way), buttons(dutyButton())}
}

// hasNumber says whether a telephone number may stand in it.
func hasNumber(contact string) bool {
	digits := 0
	for word := range strings.FieldsSeq(contact) {
		if strings.Contains(word, "@") {
			continue
		}
		for _, r := range word {
			if unicode.IsDigit(r) {
				digits++
			}
		}
	}
	return digits >= leastDigits
}

// leastDigits is how many a telephone number has.
const leastDigits = 6

// purposeFields are those of the form that asks who asks.
func (t *turn) purposeFields() []bot.Field {
	about, toBe := t.state.About(), t.purposesToBe()
	var options []bot.Option
	var chosen []string
	for _, p := range engagement.Purposes() {
		options = append(options, bot.Option{Value: string(p), Label: upperFirst(whatFor(p))})
		if slices.Contains(toBe, p) {
			chosen = append(chosen, string(p))
		}
	}
	fields := []bot.Field{
		{Name: fieldPurposes, Kind: bot.Ticks, Label: "What it is for", Hint: "The six purposes that the law has for this, before a tender notice.", Options: options, Value: t.filled(fieldPurposes, strings.Join(chosen, ","))},
		{Name: fieldPrivacy, Kind: bot.Line, Label: "Where your privacy notice is", Hint: "A whole address with https://. It stands in the first message and wherever people say who they are.", Value: t.filled(fieldPrivacy, t.aboutToBe(engagement.AboutPrivacy, about.Privacy)), Max: engagement.MostLink},
	}
	return append(fields, bot.Field{
		Name: fieldSafetyLine, Kind: bot.Line, Label: "A number to ring, for people who use the service", Value: t.filled(fieldSafetyLine, about.SafetyLine), Max: engagement.MostShort,
		Hint: "For whoever is worried about somebody, beside 999. Say when it is answered, for example 01632 960 100, day and night.",
	})
}

// chosenPurposes are those that were ticked, in their order.
func (t *turn) chosenPurposes() []engagement.Purpose {
	ticked := t.boxes(fieldPurposes)
	var all []engagement.Purpose
	for _, p := range engagement.Purposes() {
		if ticked[string(p)] {
			all = append(all, p)
		}
	}
	return all
}
