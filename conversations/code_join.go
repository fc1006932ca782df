package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// actionJoin is the form that asks for a code, fieldCode what is written in it. They
// stand in messages and in open forms: never change them.
const (
	actionJoin = "join"
	fieldCode  = "code"
)

// CodeIn gives the code that an event brings, "" for none; it is made for bot.Options.
func CodeIn(ev bot.Event) string {
	words := ""
	switch {
	case ev.Kind == bot.Submitted && ev.Action == actionJoin:
		words = ev.Fields[fieldCode]
		if l, joins := readLine(words).cutAny("join"); joins { // the whole line that they were given
			words = l.words()
		}
	case ev.Kind == bot.Said || ev.Kind == bot.Pressed:
		l, _ := (&turn{ev: ev}).typed()
		if rest, joins := l.cutAny("join"); joins {
			words = rest.words()
		}
	}
	first, _, _ := strings.Cut(strings.TrimSpace(words), " ")
	first = strings.Trim(first, "`*_.,:;“”‘’\"'<>()")
	if strings.ContainsAny(first, "\n{}") || strings.Count(first, "-")+strings.Count(first, "–") < 5 {
		return ""
	}
	return first
}

// joinForm asks for a code.
func joinForm(ev bot.Event) bot.Form {
	return bot.Form{
		Action: actionJoin, Title: "Join with a code", Submit: "Join", Typed: "join and the code",
		Blocks: []bot.Block{bot.Say("A buying team gave you a code so that you can take part here. That team is asked before anything stands in this place.")},
		Fields: []bot.Field{{Name: fieldCode, Kind: bot.Line, Label: "The code", Value: ev.Fields[fieldCode], Required: true}},
	}
}

// joinButton opens it.
func joinButton() bot.Button { return opens("I have a code", actionJoin, "", "join and the code") }

// joinInLobby answers whoever has a code, in a room of no engagement, that is none of
// ours, or wants to write one; false: it is about something else.
func joinInLobby(ev bot.Event) (bot.Answer, bool) {
	l, typed := (&turn{ev: ev}).typed()
	rest, joins := l.cutAny("join")
	switch {
	case ev.Action == actionJoin && (ev.Kind == bot.Pressed || ev.Kind == bot.Looked):
		form := joinForm(ev)
		return bot.Answer{Form: &form}, true
	case ev.Action == actionJoin && ev.Kind == bot.Submitted:
		return bot.Answer{Errors: map[string]string{fieldCode: unmarked(codeWrong)}}, true
	case !typed || !joins || ev.Overheard && CodeIn(ev) == "":
		return bot.Answer{}, false
	case rest.empty():
		return answer(bot.Say("Which code? Write **join** and the code behind it."), buttons(joinButton())), true
	}
	return answer(bot.Say(codeWrong)), true
}

// inNoRoom answers in a room that is none of this engagement, though it was one, or
// was to be.
func (t *turn) inNoRoom() {
	if asks, ok := joinInLobby(t.ev); ok {
		t.tx.Answer(asks)
		return
	}
	t.note(bot.Say(onlyTheTeam))
}

// wrongCode answers whoever brings a code that is none of ours into a room of this
// engagement; false: they bring none.
func (t *turn) wrongCode() bool {
	if t.ev.Code != "" || CodeIn(t.ev) == "" {
		return false
	}
	t.note(bot.Say(codeWrong))
	return true
}

// joins decides on a code of this engagement that somebody brings into a room.
func (t *turn) joins() {
	c, ok := t.channels.codeOf(t.ev.Code)
	o, asked := t.state.Organisation(c.Organisation)
	if why := t.whyNoCode(c, ok && asked); why != "" {
		t.note(bot.Say(why))
		return
	}
	if why := t.whyNoPlace(o); why != "" {
		t.note(bot.Say(why), bot.Aside("The code is still good."))
		return
	}
	if team := t.foreignHere(o); team != "" {
		t.note(bot.Say(codeTaken), bot.Aside("The code is still good."))
		t.tellForeignPlace(o, team)
		return
	}
	c.Room, c.Thread, c.Name, c.Writer, c.Teams = t.ev.Room, t.thread(), oneLine(t.ev.Place.Name), t.person(), strings.Join(t.teamsHere(), " ")
	t.remember(kindCode, c)
	t.know(c.Room)
	t.askWhosePlace(o, c)
	t.note(bot.Say(codeAsked))
}

// whyNoCode says why a code can't be used, or what became of it; empty: it can.
func (t *turn) whyNoCode(c code, known bool) string {
	_, own := t.organisationAt(t.ev.Room)
	switch {
	case t.state.Stage() == engagement.Closed:
		return codeClosed
	case !known || c.Over == overBack:
		return codeTakenBack
	case c.waits() && c.Room.Key() == t.ev.Room.Key():
		return codeAsked
	case c.Over == overIn && own && c.Room.Key() == t.ev.Room.Key():
		return "This place is connected, and everything stands here. The code has done its work."
	case c.Over == overLate, c.Over == "" && c.Room.IsZero() && !t.now.Before(c.Until):
		return codeExpired
	case c.Over != "" || !c.Room.IsZero():
		return codeUsed
	case t.state.Stage() == engagement.Dialogue && !t.state.Admitted(c.Organisation):
		return codeClosed
	}
	return ""
}

// whyNoPlace says why this room can't be an organisation's; empty: it can.
func (t *turn) whyNoPlace(o engagement.Organisation) string {
	a := t.ev.Room
	owner, own := t.organisationAt(a)
	_, table := t.state.TableIn(room(a))
	_, waits := t.waitsIn(a)
	p := t.ev.Place
	switch {
	case room(a) == t.state.About().Room:
		return "This is the buying team's own room, so it can't be a supplier's. Pass the code on, or write it where the supplier is."
	case own && owner.ID == o.ID && !t.state.ReadOnly(room(a)):
		return "You take part in this place already: everything stands here. The code is for another one."
	case !t.chats(a.Adapter):
		return "This is a page, so nothing can be connected here. Write the code in the channel or chat that you share with the buying team."
	case p != nil && p.Alone:
		return "Only you and I are here. Write the code in the channel or chat that you share with the buying team, so that your colleagues can read along."
	case own, waits, t.ev.Elsewhere, t.rehearsedIn(a):
		return codeTaken
	case table, p != nil && len(t.teamsHere()) > 1:
		return codeSeveral
	case p == nil:
		return "I can't see who is in this place just now, so it can't be connected. Ask me into it, if I am not there, and write the code again."
	}
	return ""
}

// teamsHere are the organisations from outside that are known to be in this room, the
// one of whoever acts included.
func (t *turn) teamsHere() []string {
	teams := slices.Clone(t.ev.Place.Teams)
	if t.ev.Team != "" && !t.ev.Home && !t.channels.homes[t.ev.Team] {
		teams = append(teams, t.ev.Team)
	}
	slices.Sort(teams)
	return slices.Compact(teams)
}

// foreignHere is a team in this room that speaks for another organisation that is
// asked, or not for this one; empty: there is none.
func (t *turn) foreignHere(o engagement.Organisation) string {
	for _, team := range t.teamsHere() {
		if other, ok := t.state.OrganisationOfTeam(team); ok && other.ID != o.ID || o.IsStranger(team) {
			return team
		}
	}
	return ""
}

// tellForeignPlace tells the team that the code of one supplier was written where
// another is.
func (t *turn) tellForeignPlace(o engagement.Organisation, team string) {
	whose := "people who you said don't speak for it"
	if other, ok := t.state.OrganisationOfTeam(team); ok {
		whose = "people of **" + plain(other.Name) + "**"
	}
	t.tell(t.key("code-foreign"), "The code for "+oneLine(o.Name)+" was written elsewhere", bot.Say(named(t.person())+" wrote the code for **"+plain(o.Name)+"** in a place in which are "+whose+". It was not connected. The code may have come into other hands: take it back, and give **"+plain(o.Name)+"** another."), buttons(press("Take it back", "take back code "+oneLine(o.Name))))
}

// askWhosePlace asks the team whether the place in which a code was written is the
// organisation's.
func (t *turn) askWhosePlace(o engagement.Organisation, c code) {
	who := ", who is not of your organisation,"
	if t.ev.Home {
		who = ", of your organisation,"
	}
	t.tell("code:"+c.ID, "Is this the place of "+oneLine(o.Name)+"?",
		bot.Say(named(c.Writer)+who+" wrote the code for **"+plain(o.Name)+"** in **"+plain(t.placeName(c))+"**."),
		bot.Say("**In it, as far as I can see:** "+t.whoIsHere()+"."),
		bot.Say("If it is theirs, they have there what everybody has, once you say so. Nothing stands in it before. **Not sure?** Ring **"+plain(o.Name)+"**, and ask what the place is called."),
		t.settleRow(o, c),
	)
}

// whoIsHere counts who is in this room.
func (t *turn) whoIsHere() string {
	p := t.ev.Place
	var parts []string
	if p.Home > 0 {
		parts = append(parts, count(p.Home, "member", "members")+" of your organisation")
	}
	switch n := max(p.Outside, len(t.teamsHere())); {
	case p.Outside > 0:
		parts = append(parts, count(p.Outside, "person", "people")+" of another organisation")
	case n > 0:
		parts = append(parts, "another organisation, of which nobody is shown to me")
	}
	if p.Guests > 0 {
		parts = append(parts, count(p.Guests, "guest", "guests")+" of yours")
	}
	if p.Outside+p.Guests+len(t.teamsHere()) == 0 {
		parts = append(parts, "nobody from outside yet")
	}
	if n := len(p.Mails); n > mostMails {
		return series(parts) + ", with mail addresses at " + count(n, "organisation", "organisations")
	} else if n > 0 {
		return series(parts) + ", with mail addresses at " + plain(series(p.Mails))
	}
	return series(parts)
}

// mostMails is how many organisations are named by what mail addresses end in.
const mostMails = 4

// inWaitingRoom answers whoever does something in a place of which the team has not
// said yet whose it is. Nothing of it is kept.
func (t *turn) inWaitingRoom() {
	l, typed := t.typed()
	acts := t.ev.Kind == bot.Said || t.ev.Kind == bot.Pressed || t.ev.Kind == bot.Submitted || t.ev.Kind == bot.Looked
	if !acts || typed && t.ev.Overheard && !answerLike(l) {
		return
	}
	t.note(bot.Say("The buying team is asked whether this place is the one that it meant, and has not said so yet. Nothing that you write here is taken until then."))
}

// waitingRoomChanged follows what becomes of such a place.
func (t *turn) waitingRoomChanged(c code) {
	teams := slices.DeleteFunc(strings.Fields(c.Teams), func(team string) bool { return team == t.ev.Team })
	switch t.ev.Action {
	case bot.RoomRenamed:
		c.Name = oneLine(t.ev.Text)
	case bot.RoomShared:
		if t.ev.Team == "" || t.channels.homes[t.ev.Team] {
			return
		}
		teams = append(teams, t.ev.Team)
	case bot.RoomUnshared:
	default:
		return
	}
	slices.Sort(teams)
	if c.Teams = strings.Join(teams, " "); c != t.codeNow(c.ID) {
		t.remember(kindCode, c)
	}
}

func (t *turn) codeNow(id string) code { c, _ := t.channels.codeOf(id); return c }

// What somebody reads who brings a code.
const (
	codeAsked     = "Thank you. The buying team is asked now whether this is the right place, and once it says yes, everything stands here. You need do nothing more."
	codeWrong     = "I don't know that code, so nothing was changed. Is all of it there, with every group of letters and figures? If it is right, ask whoever gave it to you for another."
	codeUsed      = "That code was used already: each works once. Ask whoever gave it to you for another."
	codeExpired   = "That code has expired: each works for a week. Ask whoever gave it to you for another."
	codeTakenBack = "That code works no more: the buying team took it back. Ask whoever gave it to you for another."
	codeClosed    = "What that code was for is closed, so nothing more can be connected to it."
	codeTaken     = "Something else takes place here already, so this can't be connected, too. Make a channel or chat for this alone, ask me into it, and write the code there."
	codeSeveral   = "Several organisations read this place, and what one supplier answers is for the buying team alone. Make a channel or chat in which only you and the buying team are, ask me into it, and write the code there."
)

// nothingHere is what whoever is not of the home organisation hears in a room of no
// engagement, whatever there is elsewhere.
const nothingHere = onlyTheTeam + " If a buying team gave you a code for this place, write **join** and the code."
