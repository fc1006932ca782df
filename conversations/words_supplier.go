package conversations

import (
	"fmt"

	"soundings/bot"
	"soundings/engagement"
)

// buyer is who is asking, as suppliers read it.
func (d *Domain) buyer() string {
	if buyer := d.state.About().Buyer; buyer != "" {
		return buyer
	}
	return "The buying team"
}

// asker is who is asking, within a sentence.
func (d *Domain) asker() string {
	if buyer := d.state.About().Buyer; buyer != "" {
		return buyer
	}
	return "the buying team"
}

// welcomeMessage is the first message that an organisation sees: the same for
// every supplier, and the same for every group of people who use the service.
func (d *Domain) welcomeMessage(users bool) bot.Message {
	if users {
		return d.usersWelcome()
	}
	about := d.state.About()
	sections := d.state.Sections()
	facts := []bot.Pair{
		{Label: "How long", Value: "about " + minutes(d.minutes()) + " for all of it; one section at a time is fine, and colleagues can share it"},
		{Label: "Until", Value: d.inFull(about.Closing)},
		{Label: "Who reads it", Value: "the buying team; other suppliers see neither your name nor your words, unless you let us quote them without your name"},
		{Label: "Not a bid", Value: "nothing is scored; taking part earns no advantage later, and not taking part costs you nothing"},
		{Label: "Please leave out", Value: "prices, and who else may bid"},
	}
	if purposes := d.purposesSaid(); purposes != "" {
		facts = append([]bot.Pair{{Label: "What it is for", Value: purposes + d.wasUntil(engagement.AboutPurposes)}}, facts...)
	}
	if about.Contact != "" {
		facts = append(facts, bot.Pair{Label: "A person to ask", Value: oneLine(about.Contact) + d.wasUntil(engagement.AboutContact)})
	}
	facts = append(facts, d.dataFact()...)
	return bot.Message{
		Class: bot.Release, Title: oneLine(d.buyer() + " would like your view on a draft: " + about.Title),
		Blocks: []bot.Block{
			bot.Say("We are writing a specification and would rather hear now what is wrong with it. " + standingsSentence(sections) + " Please tell us what is hard to follow, what can't be done, and where we could aim higher."),
			{Facts: facts},
			bot.Aside("We answer to freedom-of-information law, so we can't promise that what you write is never disclosed; if somebody asked for something you marked as commercially sensitive, you would hear from us first."),
			buttons(press(seeSections(len(sections)), "sections"), press("Not for us", "step back")),
		},
	}
}

// standingsSentence says how many sections there are, and how firm they are.
func standingsSentence(sections []engagement.Section) string {
	n := map[engagement.Standing]int{}
	for _, s := range sections {
		n[s.Standing]++
	}
	var parts []string
	if fixed := n[engagement.Fixed]; fixed > 0 {
		parts = append(parts, fmt.Sprintf("%d fixed", fixed))
	}
	if open := n[engagement.Open]; open > 0 {
		parts = append(parts, fmt.Sprintf("%d open to change", open))
	}
	if exploring := n[engagement.Exploring]; exploring > 0 {
		parts = append(parts, fmt.Sprintf("%d where we don't know the answer yet", exploring))
	}
	if len(parts) == 1 && len(sections) == 1 && n[engagement.Open] > 0 {
		return "The draft has 1 section, which is open to change."
	}
	if len(parts) == 1 && n[engagement.Open] > 0 {
		return "The draft has " + count(len(sections), "section", "sections") + ", all open to change."
	}
	return "The draft has " + count(len(sections), "section", "sections") + ": " + series(parts) + "."
}

func seeSections(n int) string {
	if n == 1 {
		return "See the section"
	}
	return "See the " + count(n, "section", "sections")
}

func (d *Domain) minutes() int {
	n := 0
	for _, s := range d.state.Sections() {
		n += s.Minutes
	}
	return n
}

// usersWelcome is for people who use the service.
func (d *Domain) usersWelcome() bot.Message {
	about := d.state.About()
	sections := d.state.Sections()
	facts := []bot.Pair{
		{Label: "How long", Value: "as long as you like; a minute or two for each part"},
		{Label: "Until", Value: d.inFull(about.Closing)},
		{Label: "Who reads it", Value: "the team that plans the service, and it stays on their record. Firms may hear what was said, never who said it; you can keep your words to the team"},
		{Label: "Your help", Value: "what you say changes nothing about the help that you get"},
	}
	if about.Contact != "" {
		facts = append(facts, bot.Pair{Label: "A person to ask", Value: oneLine(about.Contact) + d.wasUntil(engagement.AboutContact)})
	}
	facts = append(facts, d.dataFact()...)
	return bot.Message{
		Class: bot.Release, Title: oneLine(d.buyer() + " would like to know what you think: " + about.Title), Plain: true,
		Blocks: []bot.Block{
			bot.Say("We are planning a service, and you would use it. There are " + count(len(sections), "part", "parts") + " to read. Say what you would like, what worries you, and what makes no sense. There are no wrong answers."),
			{Facts: facts},
			bot.Say("Answering for somebody else, such as your mother? You can. Say so in the place for it, or write **for my mother:** before it."),
			bot.Say(d.dangerNow()),
			buttons(press("See the parts", "sections"), safetyButton()),
		},
	}
}

// welcome greets one organisation that is asked after the opening: the same
// words that the others had.
func (t *turn) welcome(o engagement.Organisation) {
	m := t.welcomeMessage(o.Users)
	m.Key, m.To = "welcome:"+o.ID, t.hears(o)
	t.postWelcome(m)
	t.postPack(o, t.hears(o), "pack:"+o.ID, packLead)
	t.linkMail(o)
	t.postList(o)
}

// ring is where to ring, for people who use the service.
func (d *Domain) ring() string {
	text := "**Nobody watches this page all day.** If somebody is in danger now, ring **999**."
	if line := d.state.About().SafetyLine; line != "" {
		text += " If you are worried and it can wait an hour, ring " + plain(line) + "."
	}
	return text
}

// helpNow is where to get help, for people who use the service, and whom to turn to
// otherwise.
func (d *Domain) helpNow() string {
	text := d.dangerNow()
	if contact := d.state.About().Contact; contact != "" {
		text += " To reach the team: " + plain(contact) + "."
	}
	return text
}

// dangerNow is helpNow where it says already whom to turn to.
func (d *Domain) dangerNow() string {
	if d.fearsOnPage() {
		return d.ring() + " You can also write **help now**. That is read when somebody of the team next looks, perhaps not for days."
	}
	return d.ring() + " You can also write **help now**, and it is passed on at once."
}
