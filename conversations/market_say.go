package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// The forms of the market engagement notice: what only people can say of it, and
// that it is published. Stored: never change them.
const (
	actionMarket    = "market"
	actionMarketOut = "market-out"
)

// The fields of these forms. Add, never change.
const (
	fieldIdentifier = "identifier"
	fieldSubject    = "subject"
	fieldEvents     = "events"
)

// purposeWords is what one of the six is for, as the law has it.
func purposeWords(p engagement.Purpose) string {
	switch p {
	case engagement.Requirements:
		return "developing the requirements and the approach"
	case engagement.Procedure:
		return "designing the procedure, the conditions and the award criteria"
	case engagement.Documents:
		return "preparing the notice and the documents"
	case engagement.Suppliers:
		return "identifying suppliers"
	case engagement.Contract:
		return "identifying likely contract terms"
	case engagement.Capacity:
		return "building capacity among suppliers"
	}
	return ""
}

// purposesWords are several; empty: none.
func purposesWords(all []engagement.Purpose) string {
	var words []string
	for _, p := range all {
		words = append(words, purposeWords(p))
	}
	return upperFirst(strings.Join(words, "; "))
}

// purposes takes "purposes 1 2 5".
func (t *turn) purposes(l line) {
	numbers, rest, ok := l.numbers()
	all := engagement.Purposes()
	if l.is("all", "all of them", "all six") {
		numbers, ok = []int{1, 2, 3, 4, 5, 6}, true
	}
	if !ok || !rest.empty() && !l.is("all", "all of them", "all six") || slices.ContainsFunc(numbers, func(n int) bool { return n < 1 || n > len(all) }) {
		var lines []string
		for i, p := range all {
			line := itoa(i+1) + ". " + upperFirst(purposeWords(p))
			if slices.Contains(t.state.About().Purposes, p) {
				line += " · *said*"
			}
			lines = append(lines, line)
		}
		t.note(bot.Say("What do you talk with suppliers for? The law names six purposes. Write for example **purposes 1 2 5**, or **purposes all**.\n\n"+strings.Join(lines, "\n")), buttons(opens("Choose in a form", actionMarket, "", "purposes 1 2 5")))
		return
	}
	var chosen []engagement.Purpose
	for _, n := range numbers {
		chosen = append(chosen, all[n-1])
	}
	if t.state.TellsPurposes() {
		t.tellAbout(engagement.EngagementSet{Purposes: chosen}, func(r *engagement.Refusal) { t.refuse(r) })
		return
	}
	facts, refusal := t.state.SetPurposes(chosen, t.person())
	switch {
	case refusal == nil && len(facts) == 0:
		t.asBefore("Those are its purposes already.")
	case t.take(facts, refusal):
		t.done("", bot.Say("What you talk with suppliers for: **"+purposesWords(t.state.MarketNotice().Purposes)+"**. The market engagement notice says so."))
	}
}

// wordMarket takes one thing that only people can say of the notice.
func (t *turn) wordMarket(part engagement.MarketPart, l line) {
	words, now := l.words(), t.state.MarketNotice()
	f := engagement.MarketWorded{By: t.person()}
	var known string
	switch part {
	case engagement.PartIdentifier:
		words = oneLine(words)
		f.Identifier, known = &words, now.Identifier
	case engagement.PartSubject:
		f.Subject, known = &words, now.Subject
	case engagement.PartEvents:
		if l.is("none", "no", "no meetings") {
			words = ""
		}
		f.Events, known = &words, now.Events
	case engagement.PartBuyer, engagement.PartTitle, engagement.PartClosing, engagement.PartPurposes: // are settings
	}
	if l.empty() {
		said := "Nothing is said yet."
		if known != "" {
			said = "“" + plain(known) + "”"
		}
		t.note(bot.Say("**"+t.marketLabel(part)+"** "+said), bot.Aside("Write for example **market notice "+marketExample(part)+"**."))
		return
	}
	facts, refusal := t.state.WordMarket(f)
	switch {
	case refusal != nil:
		t.refuseKeeping(refusal, words)
	case len(facts) == 0:
		t.asBefore("That is what it says already.")
	case t.take(facts, nil):
		t.saidOfMarket()
	}
}

// saidOfMarket answers what was said of the notice with what is still missing.
func (t *turn) saidOfMarket() {
	blocks := []bot.Block{bot.Say("Noted for the market engagement notice.")}
	if missing := t.marketMissing(); missing != nil {
		blocks = append(blocks, missing...)
	} else {
		blocks[0] = bot.Say("Noted for the market engagement notice. Nothing is missing in it now.")
	}
	t.reply("", append(blocks, buttons(view("Market engagement notice", "market notice")))...)
}

// marketLabel is what a part of the notice is called.
func (t *turn) marketLabel(part engagement.MarketPart) string {
	switch part {
	case engagement.PartBuyer:
		return "Authority"
	case engagement.PartTitle:
		return "Title"
	case engagement.PartIdentifier:
		return "Unique identifier"
	case engagement.PartSubject:
		return "Subject-matter"
	case engagement.PartClosing:
		if t.talksOver() {
			return "Engagement closed"
		}
		return "Engagement closes"
	case engagement.PartEvents:
		return "Meetings"
	case engagement.PartPurposes:
		return "Purposes"
	}
	return ""
}

func marketExample(part engagement.MarketPart) string {
	switch part {
	case engagement.PartIdentifier:
		return "identifier: the number of the procurement"
	case engagement.PartSubject:
		return "subject: alarms and care at home for about 2,400 people"
	case engagement.PartEvents:
		return "meetings: 12 June 10:00, Town Hall, Westmere"
	case engagement.PartBuyer, engagement.PartTitle, engagement.PartClosing, engagement.PartPurposes:
	}
	return ""
}

// openMarket asks for all that only people can say of the notice.
func (t *turn) openMarket() {
	n := t.state.MarketNotice()
	ticked := make([]string, 0, len(n.Purposes))
	for _, p := range t.purposesToBe() {
		ticked = append(ticked, string(p))
	}
	options := make([]bot.Option, 0, len(engagement.Purposes()))
	for _, p := range engagement.Purposes() {
		options = append(options, bot.Option{Value: string(p), Label: upperFirst(purposeWords(p))})
	}
	t.showForm(bot.Form{
		Action: actionMarket, Title: "Market engagement notice", Submit: "Save", Typed: "market notice subject: your words",
		Blocks: []bot.Block{bot.Say("What only you can say of it. The rest is made from your settings. Suppliers are sent nothing.")},
		Fields: []bot.Field{
			{Name: fieldSubject, Kind: bot.Words, Label: "What you mean to buy", Hint: "A line or two, for example: alarms and care at home for about 2,400 people.", Value: t.filled(fieldSubject, n.Subject), Max: engagement.MostReason},
			{Name: fieldIdentifier, Kind: bot.Line, Label: "Unique identifier", Hint: "The number of the procurement. You get it where you publish.", Value: t.filled(fieldIdentifier, n.Identifier), Max: engagement.MostReference},
			{Name: fieldPurposes, Kind: bot.Ticks, Label: "What you talk with suppliers for", Options: options, Value: t.filled(fieldPurposes, strings.Join(ticked, ","))},
			{Name: fieldEvents, Kind: bot.Words, Label: "Meetings", Hint: "Place, day and time of each. Leave it empty if there are none.", Value: t.filled(fieldEvents, n.Events), Max: engagement.MostReason},
		},
	})
}

func (t *turn) sendMarket() {
	identifier, subject, events := t.entry(fieldIdentifier), t.entered(fieldSubject), t.entered(fieldEvents)
	facts, refusal := t.state.WordMarket(engagement.MarketWorded{Identifier: &identifier, Subject: &subject, Events: &events, By: t.person()})
	if refusal != nil {
		t.refuseIn(refusal, map[engagement.Field]string{
			engagement.FieldIdentifier: fieldIdentifier, engagement.FieldSubject: fieldSubject, engagement.FieldEvents: fieldEvents,
		})
		return
	}
	var purposes []engagement.Purpose
	for _, p := range engagement.Purposes() {
		if t.boxes(fieldPurposes)[string(p)] {
			purposes = append(purposes, p)
		}
	}
	tells := t.state.TellsPurposes() && len(purposes) > 0 && !slices.Equal(purposes, t.purposesToBe())
	if len(purposes) > 0 && !t.state.TellsPurposes() {
		more, refusal := t.state.SetPurposes(purposes, t.person())
		if refusal != nil {
			t.refuseIn(refusal, map[engagement.Field]string{engagement.FieldPurposes: fieldPurposes})
			return
		}
		facts = append(facts, more...)
	} else if len(purposes) == 0 && len(t.state.About().Purposes) > 0 {
		t.wrongIn(fieldPurposes, "Please tick one at least.")
		return
	}
	if tells {
		if len(facts) == 0 || t.take(facts, nil) {
			t.tellAbout(engagement.EngagementSet{Purposes: purposes}, func(r *engagement.Refusal) { t.refuse(r) })
		}
		return
	}
	if len(facts) == 0 {
		t.asBefore("That is what it says already.")
		return
	}
	if t.take(facts, nil) {
		t.saidOfMarket()
	}
}
