package conversations

import (
	"cmp"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// MarketFile is under which name the page of a team gives its market engagement
// notice.
const MarketFile = "market-engagement-notice.md"

// marketAsText is what asks for the notice as one text. It is no word for people.
const marketAsText = "market notice as text"

// marketCommands are about the market engagement notice.
func marketCommands() []command {
	under := func(heads []string, tails ...string) (names []string) {
		for _, head := range heads {
			for _, tail := range tails {
				names = append(names, head+" "+tail)
			}
		}
		return names
	}
	called := []string{"market notice", "market engagement notice"}
	word := func(part engagement.MarketPart) func(*turn, line) {
		return func(t *turn, l line) { t.wordMarket(part, l) }
	}
	return []command{
		{
			names: append([]string{"the market engagement notice", "preliminary market engagement notice", "engagement notice", "uk2"}, called...),
			usage: "market notice", group: "Run", view: true, run: (*turn).marketNotice,
			help: "the market engagement notice, made from your settings, with what is missing",
			more: "Write **market notice subject:** what you mean to buy, **market notice identifier:** the number of the procurement where you publish, and **market notice meetings:** those that you hold, with place, day and time; or fill in the form. If none is published, **file notice:** and why.",
		},
		{
			names: under(called, "published", "is published", "was published", "is out"), usage: "market notice published 2025/S 000-030001 https://…", takes: takesText, group: "Run", run: (*turn).marketPublished,
			help: "keep that it is published, and as what; you hear when it is out of date",
			more: "It goes to nobody. Whatever you change later, and when it closes, is held against what the notice says; once you have put it right where it is published, write this again.",
		},
		{names: under(called, "identifier", "unique identifier"), usage: "market notice identifier: the number", takes: takesText, run: word(engagement.PartIdentifier), help: "the number of the procurement, which you get where you publish"},
		{names: under(called, "subject", "subject-matter", "subject matter"), usage: "market notice subject: your words", takes: takesText, run: word(engagement.PartSubject), help: "what you mean to buy, in a line or two"},
		{names: under(called, "meetings", "meeting", "events", "event"), usage: "market notice meetings: 12 June 10:00, Town Hall", takes: takesText, run: word(engagement.PartEvents), help: "meetings that you hold with suppliers; **market notice meetings: none** takes them out"},
		{names: []string{marketAsText}, usage: "market notice", view: true, run: (*turn).marketText},
	}
}

// marketNotice shows the notice, with what is missing.
func (t *turn) marketNotice(line) {
	blocks := t.marketSays(false)
	blocks = append(blocks, t.marketMissing()...)
	t.noteTitled("Market engagement notice: "+oneLine(t.state.About().Title), append(blocks, buttons(t.marketRow()...))...)
}

// marketText is the notice alone, as one text.
func (t *turn) marketText(line) {
	t.noteTitled(MarketFile, bot.Say(asMarkdown("Preliminary market engagement notice: "+oneLine(t.state.About().Title), t.marketSays(true))))
}

// marketRow is what can be done with it.
func (t *turn) marketRow() []bot.Button {
	row := []bot.Button{
		opens("Fill in what only you can say", actionMarket, "", "market notice subject: your words"),
		opens("It is published", actionMarketOut, "", "market notice published 2025/S 000-030001 https://…"),
	}
	if b, ok := t.teamFileButton(MarketFile); ok {
		row = append(row, b)
	}
	return row
}

// marketSays is what the notice says; whole: alone, as it can be published.
func (t *turn) marketSays(whole bool) []bot.Block {
	n, about := t.state.MarketNotice(), t.state.About()
	blank := func(value, name string) string {
		if whole && value == "" {
			return "[to be written: " + name + "]"
		}
		return cmp.Or(oneLine(value), "not said yet")
	}
	closes := ""
	if !n.Closing.IsZero() {
		closes = t.inFull(n.Closing)
	}
	facts := []bot.Pair{
		{Label: "Authority", Value: blank(n.Buyer, "who asks")},
		{Label: "Title", Value: oneLine(n.Title)},
		{Label: "Unique identifier", Value: blank(n.Identifier, "the number of the procurement")},
		{Label: "Subject-matter", Value: blank(n.Subject, "what is to be bought")},
		{Label: t.marketLabel(engagement.PartClosing), Value: blank(closes, "the date")},
		{Label: "Purposes", Value: blank(purposesWords(n.Purposes), "the purposes")},
	}
	if about.Contact != "" {
		facts = append(facts, bot.Pair{Label: "Whom to turn to", Value: oneLine(about.Contact)})
	}
	blocks := []bot.Block{{Facts: facts}, bot.Say("## How suppliers take part"), bot.Say(t.marketProcess(n))}
	if !whole {
		blocks = append([]bot.Block{bot.Say(t.marketStands())}, blocks...)
	}
	return bySection(blocks)
}

// marketProcess says how suppliers take part: place, times and periods.
func (t *turn) marketProcess(n engagement.MarketNotice) string {
	takes, has := "are taken", "has"
	if t.talksOver() {
		takes, has = "were taken", "had"
	}
	text := "Online and in writing. Each supplier " + has + " a place of its own, which no other supplier reads. There it reads a draft of the specification, section by section, gives its view of each, and asks questions."
	from := "the day on which it opens"
	if at := t.state.OpenedAt(); !at.IsZero() {
		from = t.inFull(at)
	}
	text += "\n\nAnswers and questions " + takes + " from " + from
	if !n.Closing.IsZero() {
		text += " until " + t.inFull(n.Closing)
	}
	text += ". What is answered or changed goes to every supplier that takes part, at the same time and in the same words."
	if n.Events == "" {
		return text + "\n\nNo meetings are planned."
	}
	return text + "\n\n**Meetings:** " + plain(n.Events)
}

// talksOver says whether the talks about the draft have ended.
func (d *Domain) talksOver() bool {
	stage := d.state.Stage()
	return stage == engagement.Closed || stage == engagement.Dialogue || stage == engagement.Paused && d.state.Notice().IsOut()
}

// marketStands says whether the notice was published, and whether that still holds.
func (t *turn) marketStands() string {
	all := t.state.Published()
	if len(all) == 0 {
		return "*Made from your settings as they are now.* Nobody has said yet that it is published."
	}
	last := all[len(all)-1]
	text := "*Made from your settings as they are now.* Published as " + t.publishedAs(last.MarketPublished) + "; " + named(last.By) + " said so " + t.ago(last.At, t.now) + "."
	if lines := t.driftLines(); len(lines) > 0 {
		return text + " **It is out of date:**\n\n" + strings.Join(lines, "\n")
	}
	return text + " It is up to date."
}

// publishedAs names a notice that was published, with its link.
func (d *Domain) publishedAs(p engagement.MarketPublished) string {
	text := "**" + plain(p.Reference) + "**"
	if p.Link != "" {
		text += ", [" + plain(hostOf(p.Link)) + "](" + p.Link + ")"
	}
	return text
}

// marketMissing says what is missing, and what to write; nil: nothing is.
func (t *turn) marketMissing() []bot.Block {
	n := t.state.MarketNotice()
	var lines []string
	need := func(there bool, what, typed string) {
		if !there {
			lines = append(lines, "- "+what+": **"+typed+"**")
		}
	}
	if closed := t.state.Stage() == engagement.Closed; !closed {
		need(n.Buyer != "", "Who asks", "buyer Westmere County Council")
		need(!n.Closing.IsZero(), "Until when", "closes 27 June 17:00")
	}
	need(n.Identifier != "", "The number of the procurement, which you get where you publish", "market notice identifier: the number")
	need(n.Subject != "", "What you mean to buy, in a line or two", "market notice subject: your words")
	need(len(n.Purposes) > 0, "What you talk with suppliers for", "purposes 1 2 5")
	if len(lines) == 0 {
		return nil
	}
	return []bot.Block{bot.Say("**Still missing**\n\n" + strings.Join(lines, "\n"))}
}
