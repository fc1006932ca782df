package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// askedInterests is that the team's room was asked who has a link to whom.
const askedInterests = "interests"

// gated keeps whoever of the team has not declared yet, or has a link that nobody
// has weighed, from what suppliers said; true: it has answered. Before suppliers
// are in there is nothing to keep.
func (t *turn) gated() bool {
	d, stands := t.state.InterestOf(t.person())
	if t.mayRead() || !t.wantsToRead() {
		return false
	}
	switch stands {
	case engagement.InterestWaits:
		if d.Withdrawn {
			t.noteTitled("Not shown to you yet", bot.Say("You said that a link you had declared is there no more, and nobody has weighed that yet, so what suppliers said is not shown to you here. "+t.weigherNamed(t.person())+" was told "+t.ago(d.Declared, t.now)+"."))
			return true
		}
		t.noteTitled("Not shown to you yet",
			bot.Say("You declared a link"+interestWords(d)+", and nobody has weighed it yet, so what suppliers said is not shown to you here. "+t.weigherNamed(t.person())+" was told "+t.ago(d.Declared, t.now)+". Nothing is held against you for having said it."),
			bot.Aside("If it is no longer so, say so: **"+noInterest+"**. That is weighed, too."),
		)
	case engagement.InterestAgain:
		t.noteTitled("Please declare once more", t.askInterest("What you declared"+interestWords(d)+" may have changed: "+t.whyAgain(d)+". Please say how it stands now.")...)
	case engagement.InterestSince:
		title := "Somebody was asked since"
		if t.state.Dialogued() {
			title = "Somebody was admitted since"
		}
		t.noteTitled(title, t.askSince(d)...)
	case engagement.NothingDeclared, engagement.NoInterest, engagement.InterestIsClear:
		title, lead := "Before you read what suppliers said", "You are asked this once, like everybody of your team."
		if t.wantsWayIn() {
			title, lead = "Before you have links or codes", lead+" They lead into suppliers' rooms, where their words stand."
		}
		t.noteTitled(title, t.askInterest(lead)...)
	}
	return true
}

// interestWords are the words of a declaration, behind what is said of it.
func interestWords(d engagement.Interest) string {
	if d.About == "" {
		return ""
	}
	return " (“" + plain(strings.TrimRight(d.About, ". ")) + "”)"
}

// askInterest asks somebody of the team about links.
func (t *turn) askInterest(lead string) []bot.Block {
	text := "**Have you a link to anybody who is asked?** Staff, family, money, or work for them. " + t.weigherNamed(t.person()) + " reads it, and the record keeps it. Nothing was shown yet; as soon as you have said that there is none, you read on." + t.dataSaid()
	if lead != "" {
		text = lead + " " + text
	}
	return []bot.Block{
		bot.Say(text),
		buttons(press("No link to any of them", noInterest), opens("There is one", actionInterest, "", "I declare: my brother works at Tidewell")),
	}
}

// linksToInvited offers to say it where somebody invites who has said nothing of links:
// with the first who are invited, and with each who is invited once suppliers are in.
// Nil: there is nothing to ask.
func (t *turn) linksToInvited(added []engagement.Organisation) []bot.Block {
	_, stands := t.state.InterestOf(t.person())
	first := len(added) == len(t.state.Organisations())
	if stands != engagement.NothingDeclared || len(added) == 0 || !first && t.state.OpenedAt().IsZero() {
		return nil
	}
	to, them := "one of them", "them"
	if len(added) == 1 {
		to, them = plain(added[0].Name), "it"
	}
	return []bot.Block{
		bot.Say("**Has anybody here a link to " + to + "?** Staff, family, money, or work for " + them + ". Whom to ask is where a link does most, so please say it now. Whoever has not is asked before they read what suppliers said."),
		buttons(press("No link to any of them", noInterest), opens("There is one", actionInterest, "", "I declare: my brother works at Tidewell")),
	}
}

// askSince asks somebody who has no link about those who were asked since they said
// so.
func (t *turn) askSince(d engagement.Interest) []bot.Block {
	var names []string
	for _, o := range t.state.AskedSince(d) {
		names = append(names, "**"+plain(o.Name)+"**")
	}
	were, them := "was asked", "it"
	if len(names) > 1 {
		were, them = "were asked", "any of them"
	}
	if t.state.Dialogued() {
		were = strings.Replace(were, "asked", "admitted", 1)
	}
	return []bot.Block{
		bot.Say(series(names) + " " + were + " since you said that you have no link. **Have you one to " + them + "?** Nothing was shown yet; as soon as you have said that there is none, you read on."),
		buttons(press("No link", noInterest), opens("There is one", actionInterest, "", "I declare: my brother works at Tidewell")),
	}
}

// whyAgain says what a declaration was about that is not as it was.
func (t *turn) whyAgain(d engagement.Interest) string {
	for _, id := range d.Sections {
		if s, ok := t.state.Section(id); !ok || s.Revision > 1 && s.Revised.After(d.Declared) {
			return "section " + itoa(id) + " is not what it was"
		}
	}
	for _, o := range t.state.Organisations() {
		if t.state.AdmittedAt(o.ID).After(d.Declared) && len(t.state.LinksTo(d.Person, t.now, o.Name)) > 0 {
			return plain(o.Name) + " was admitted to the dialogue"
		}
	}
	return "somebody in it was invited, or came back"
}

// askRoom asks the team's room, once, before the first digest that comes by
// itself: whoever is in the room reads it.
func (t *turn) askRoom() {
	if t.talk.asked[asked{What: askedInterests}].Times > 0 {
		return
	}
	if room, ok := t.address(t.state.About().Room); ok && t.chats(room.Adapter) {
		return // whoever is known to be in a channel has said so, or no digest stands there
	}
	silent := t.undeclared()
	t.remember(kindAsked, asked{What: askedInterests})
	text := "Everybody who is in this room reads the digests that come by themselves. Whoever has not said yet whether they have a link to a supplier, please do so once, with one press."
	if len(silent) > 0 {
		var names []string
		for _, p := range silent {
			names = append(names, named(p))
		}
		text += " Not heard from yet: " + series(names) + "."
	}
	t.tell(t.key("interests"), "Before you read the digest", bot.Say(text),
		buttons(press("No link to any of them", noInterest), opens("There is one", actionInterest, "", "I declare: my brother works at Tidewell")))
}

// undeclared are those who are known to be of the team and have declared nothing.
func (t *turn) undeclared() []engagement.Person {
	return slices.DeleteFunc(t.insiders(), func(p engagement.Person) bool {
		_, stands := t.state.InterestOf(p)
		return stands != engagement.NothingDeclared
	})
}
