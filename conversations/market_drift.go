package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

const marketOutTyped = "market notice published 2025/S 000-030001 https://…"

// whichNotice asks somebody who writes that "the notice" is published which one: one
// of them goes to everybody, and ends the talks.
func (t *turn) whichNotice(rest line) {
	typed := strings.TrimSpace("market notice published " + oneLine(rest.words()))
	row := []bot.Button{opens("The tender notice", actionNotice, "", "notice 2025/S 000-041270 https://…")}
	if rest.empty() || len(typed) > mostMended {
		row = append(row, opens("The market engagement notice", actionMarketOut, "", marketOutTyped))
	} else {
		row = append(row, press("The market engagement notice", typed))
	}
	t.note(bot.Say("Which notice? The **tender notice** goes to everybody, and ends the talks: **notice** and its reference. That the **market engagement notice** is published goes to nobody and is kept on the record: **market notice published** and its reference. Nothing was sent or changed."), buttons(row...))
}

// marketPublished takes "market notice published 2025/S 000-030001 https://…".
func (t *turn) marketPublished(l line) {
	if l.empty() {
		t.note(bot.Say("Under which reference? Write for example **"+marketOutTyped+"**. It goes to nobody; the record keeps what the notice says, and you hear when it is out of date."), buttons(opens("Fill in a form", actionMarketOut, "", marketOutTyped)))
		return
	}
	ref, words, problem := readReference(l.words())
	if problem == "" && words != "" {
		problem = "I could not read the end of that. Write the reference, and behind it the link if you like: **" + marketOutTyped + "**"
	}
	if problem != "" {
		t.note(bot.Say(problem), bot.Aside("Nothing was recorded."))
		return
	}
	t.publishMarket(ref, func(r *engagement.Refusal) { t.refuse(r) })
}

func (t *turn) publishMarket(ref reference, no func(*engagement.Refusal)) {
	facts, refusal := t.state.PublishMarket(engagement.MarketPublished{Reference: ref.number, Link: ref.link, By: t.person()})
	switch {
	case refusal != nil:
		no(refusal)
		return
	case len(facts) == 0:
		t.asBefore("That is on the record already, and it is up to date.")
		return
	case !t.take(facts, nil):
		return
	}
	published := t.state.Published()
	blocks := []bot.Block{bot.Say("Noted: the market engagement notice is published as " + t.publishedAs(published[len(published)-1].MarketPublished) + ", with what your settings say now. If that changes, you hear it here.")}
	if missing := t.marketMissing(); missing != nil {
		blocks = append(append(blocks, bot.Say("As it is here, something is missing in it. If the notice has that, say it here, too.")), missing...)
	}
	t.reply("", append(blocks, buttons(view("Market engagement notice", "market notice")))...)
}

// openMarketOut asks where the notice is published.
func (t *turn) openMarketOut() {
	known := reference{}
	if all := t.state.Published(); len(all) > 0 {
		known = reference{all[len(all)-1].Reference, all[len(all)-1].Link}
	}
	t.showForm(bot.Form{
		Action: actionMarketOut, Title: "It is published", Submit: "Save", Typed: marketOutTyped,
		Blocks: []bot.Block{bot.Say("It goes to nobody. The record keeps what the notice says, and you hear here when it is out of date.")},
		Fields: []bot.Field{
			{Name: fieldReference, Kind: bot.Line, Label: "Reference", Hint: "For example 2025/S 000-030001.", Value: t.filled(fieldReference, known.number), Required: true, Max: engagement.MostReference},
			{Name: fieldLink, Kind: bot.Line, Label: "Link", Hint: "As your browser shows it, with https://. You may leave it empty.", Value: t.filled(fieldLink, known.link), Max: engagement.MostLink},
		},
	})
}

func (t *turn) sendMarketOut() {
	ref := reference{t.entry(fieldReference), t.entry(fieldLink)}
	if problem := badReference(ref.number); problem != "" {
		t.wrongIn(fieldReference, problem)
		return
	}
	if problem := badLink(ref.link); ref.link != "" && problem != "" {
		t.wrongIn(fieldLink, problem)
		return
	}
	t.publishMarket(ref, func(r *engagement.Refusal) {
		t.refuseIn(r, map[engagement.Field]string{engagement.FieldReference: fieldReference, engagement.FieldLink: fieldLink})
	})
}

// driftLines say what the notice that was published says, and what is so now; nil:
// the same.
func (t *turn) driftLines() []string {
	parts := t.state.Drift()
	if len(parts) == 0 {
		return nil
	}
	all := t.state.Published()
	said, now := all[len(all)-1].Says, t.state.MarketNotice()
	var lines []string
	line := func(part engagement.MarketPart, said, now string) {
		if slices.Contains(parts, part) {
			lines = append(lines, "- **"+t.marketLabel(part)+":** "+orNothing(said)+" in the notice; now "+orNothing(now))
		}
	}
	line(engagement.PartBuyer, said.Buyer, now.Buyer)
	line(engagement.PartTitle, said.Title, now.Title)
	line(engagement.PartIdentifier, said.Identifier, now.Identifier)
	line(engagement.PartSubject, said.Subject, now.Subject)
	closing := func(n engagement.MarketNotice) string {
		if n.Closing.IsZero() {
			return ""
		}
		return t.inFull(n.Closing)
	}
	line(engagement.PartClosing, closing(said), closing(now))
	line(engagement.PartEvents, said.Events, now.Events)
	line(engagement.PartPurposes, lowerFirst(purposesWords(said.Purposes)), lowerFirst(purposesWords(now.Purposes)))
	return lines
}

// orNothing is a value as it stands in a sentence.
func orNothing(value string) string {
	if value == "" {
		return "nothing"
	}
	return plain(firstWords(oneLine(value), 80))
}

// marketInShort is how the notice stands, in a few words.
func (t *turn) marketInShort() string {
	all := t.state.Published()
	if len(all) == 0 {
		return "nobody has said that it is published"
	}
	text := "published as " + oneLine(all[len(all)-1].Reference)
	if parts := t.state.Drift(); len(parts) > 0 {
		return text + "; out of date (" + t.partNames(parts) + ")"
	}
	return text
}

// partNames names parts of the notice within a sentence.
func (t *turn) partNames(parts []engagement.MarketPart) string {
	var names []string
	for _, part := range parts {
		name := lowerFirst(t.marketLabel(part))
		if part == engagement.PartClosing {
			name = "when it closes"
		}
		names = append(names, name)
	}
	return series(names)
}

// warnDrift tells the team that the notice which was published says something else
// than is so since this event. Before is what was other before it.
func (t *turn) warnDrift(before []string) {
	lines := t.driftLines()
	fresh := slices.ContainsFunc(lines, func(line string) bool { return !slices.Contains(before, line) })
	if t.err != nil || !fresh || t.driftSaid {
		return
	}
	all := t.state.Published()
	t.tell(t.key("drift"), "The market engagement notice is out of date",
		bot.Say("It is published as "+t.publishedAs(all[len(all)-1].MarketPublished)+".\n\n"+strings.Join(lines, "\n")),
		bot.Say("**Next:** correct it where it is published, then say so here."),
		buttons(view("How it should read", "market notice"), opens("It is published", actionMarketOut, "", marketOutTyped)),
	)
}
