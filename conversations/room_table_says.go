package conversations

import (
	"fmt"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// inTable decides what somebody does at a round table. Nothing that stands there
// changes for it, and nobody's standing is shown.
func (t *turn) inTable(table engagement.Table) {
	switch t.ev.Kind {
	case bot.Joined, bot.Left, bot.Edited, bot.Deleted, bot.Changed, bot.Ticked, bot.Returned, bot.Unshown:
		return
	case bot.Said, bot.Pressed, bot.Submitted, bot.Looked:
	}
	l, ok := t.typed()
	if t.ev.Kind == bot.Looked && t.ev.Action == actionSay {
		l, ok = readLine(t.ev.Value), true
	}
	switch {
	case ok && t.ev.Home:
		t.tableForTeam(l)
	case ok && (l.empty() || l.is(courtesies()...) || t.ev.Overheard && !t.answering(l) && !t.openly(table)):
		// they talk to each other
	case ok && t.tableView(l):
	case t.state.Stage() == engagement.Preparing, t.state.ReadOnly(room(t.ev.Room)):
		t.refuse(t.accepts())
	case ok && t.openly(table) && !t.answering(l):
		t.sayOpenly(l)
	default:
		t.sendHome()
	}
}

// tableForTeam answers a member of the team at a round table.
func (t *turn) tableForTeam(l line) {
	rest, ok := l.cutAny("round table", "roundtable")
	how, called := tableLine(rest)
	switch {
	case ok && called == "" && t.mayTake(t.person()) && !t.ev.Again && t.ev.Kind != bot.Looked:
		t.setTable(t.ev.Room, how, "")
	case t.ev.Overheard:
	default:
		t.note(bot.Say("This is a round table: several organisations read it. What goes to everyone goes here; answers are not taken. The team can write **round table open**, **round table closed** or **round table off**; everything else is done in its own room."))
	}
}

// openly says whether what is said here is recorded as said in the open.
func (t *turn) openly(table engagement.Table) bool {
	return table.Open && t.ev.Kind == bot.Said && t.ev.Thread != "" && t.accepts() == nil
}

// answering says whether words look like what is not taken at a round table: an
// answer, a declaration, a question to the team, a price.
func (t *turn) answering(l line) bool {
	if answerLike(l) || len(l.singles()) > 0 || priced(l) {
		return true
	}
	_, _, command := match(t.forSuppliers, l, true)
	return command
}

// priced says whether words name a price.
func priced(l line) bool {
	for _, sign := range []string{"£", "€", "$", " gbp", " eur"} {
		if strings.Contains(l.norm, sign) && strings.ContainsAny(l.norm, "0123456789") {
			return true
		}
	}
	for _, word := range []string{"our price", "our rate", "our bid", "we will bid", "we won't bid", "day rate"} {
		if strings.Contains(l.norm, word) {
			return true
		}
	}
	return false
}

// tableView shows what everybody may read, to one person; false: nothing of that
// sort is meant.
func (t *turn) tableView(l line) bool {
	rest, n, numbered := l.cutNumber()
	if shown, ok := l.cutAny("show", "read", "section"); ok {
		rest, n, numbered = shown.cutNumber()
	}
	if t.state.Stage() == engagement.Preparing {
		return false
	}
	switch {
	case l.is("help", "?"):
		t.note(bot.Say(t.withNumber("Several organisations read this room. Write **sections** for the list, **show 6** to read one, and **answer privately** for the way to your own room. Answers are not taken here.")))
	case l.is("answer privately", "privately", "where do i answer", "my room"):
		t.sendHome()
	case l.is("sections", "list", "the sections"):
		var lines []string
		for _, s := range t.state.Sections() {
			standing, _ := standingWords(s.Standing)
			lines = append(lines, fmt.Sprintf("- **%s** · %s", plain(label(s)), standing))
		}
		t.noteTitled(oneLine(t.state.About().Title), bot.Say(strings.Join(lines, "\n")), bot.Aside("To read one, write **show** and its number."), t.homeRow())
	case numbered && rest.empty():
		s, ok := t.state.Section(n)
		if !ok {
			t.refuse(&engagement.Refusal{Code: engagement.UnknownSection, Section: n})
			return true
		}
		blocks := specification(s.Text)
		if s.Ask != "" {
			blocks = append(blocks, bot.Say("**What we most want to know:** "+plain(s.Ask)))
		}
		t.noteTitled(label(s), append(blocks, t.homeRow())...)
	default:
		return false
	}
	return true
}

func (t *turn) homeRow() bot.Block { return buttons(view("Answer privately", "answer privately")) }

// sendHome says privately that nothing is taken here, and where it is.
func (t *turn) sendHome() {
	where := "Other firms can read this room, so I don't take answers here. " + t.ownPlace()
	note := bot.Message{Blocks: []bot.Block{bot.Say(where)}, Plain: t.org.Users}
	if o, ok := t.ownOf(); ok {
		if page, paged := t.pageOf(o); paged {
			note.Blocks = append(note.Blocks, buttons(bot.Button{Label: "Answer privately", URL: bot.LinkTo(page, t.ev.Person)}))
			note.Instead = where + " The link to it lets anybody in who follows it, so I show it to you alone or not at all: it is in the mail that you have from us."
		}
	}
	if t.ev.Kind == bot.Said && !t.ev.Again {
		note.Blocks = append(note.Blocks, bot.Say("If you just posted something you didn't mean to, delete it now; it has not been recorded as an answer. Please don't mention prices or who will bid."))
	}
	t.tx.Answer(bot.Answer{Note: &note})
}

// ownOf is the organisation for which whoever acts here speaks; false: it is not
// known.
func (t *turn) ownOf() (engagement.Organisation, bool) {
	if o, ok := t.state.OrganisationOfTeam(t.ev.Team); ok {
		return o, true
	}
	return t.state.OrganisationOf(t.person())
}

// ownPlace says where their own room is.
func (t *turn) ownPlace() string {
	o, ok := t.ownOf()
	if channels := t.channelsOf(o); ok && len(channels) > 0 {
		return "Yours is " + t.places(channels) + ", which only you and the buying team read."
	}
	if _, paged := t.pageOf(o); ok && paged {
		return "Yours is a page that only you and the buying team read."
	}
	return "Yours is the room that only you and the buying team are in." + strings.Replace(t.orContact(), "If that is a mistake", "If you have none", 1)
}

// sayOpenly records what was said in the open.
func (t *turn) sayOpenly(l line) {
	if t.ev.Again {
		return
	}
	o, _ := t.ownOf()
	section := t.talk.sectionOf("", t.ev.Thread)
	facts, refusal := t.state.SayOpenly(t.now, engagement.TableSaid{
		Room: room(t.ev.Room), Organisation: o.ID, Person: t.person(), Section: section, Text: l.words(),
	})
	if !t.take(facts, refusal) {
		return
	}
	told := asked{Person: t.person(), What: askedOpen}
	if t.talk.asked[told].Times == 0 {
		t.remember(kindAsked, told)
		t.note(bot.Say("What is said in this thread is recorded as said in the open. It is no answer: yours is in your own room."), t.homeRow())
	}
}

// askedOpen: that what is said at a round table is recorded.
const askedOpen = "open"
