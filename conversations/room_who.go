package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// mostWaiting is how many messages of one organisation wait until somebody says
// that whoever wrote them speaks for it.
const mostWaiting = 50

// unknownTeam is the team of whoever acts here, if the room has members of its
// own and nobody has said yet that this team speaks for the organisation; empty:
// there is nothing to ask.
func (t *turn) unknownTeam() string {
	team := t.ev.Team
	if t.ev.Home || team == "" || !t.chats(t.ev.Room.Adapter) || t.channels.homes[team] || t.org.HasTeam(team) {
		return ""
	}
	return team
}

// foreign says whether whoever acts speaks for another organisation that is
// asked.
func (t *turn) foreign() bool {
	other, ok := t.state.OrganisationOfTeam(t.ev.Team)
	return ok && other.ID != t.org.ID
}

// askedWhose deals with somebody of whom nobody has said that they speak for the
// organisation; false: they do, or need not be asked.
func (t *turn) askedWhose() bool {
	team := t.unknownTeam()
	switch {
	case team == "":
		return false
	case t.ev.Kind == bot.Edited || t.ev.Kind == bot.Deleted:
		t.waitingChanged()
	case t.foreign():
		t.note(bot.Say("This is another organisation's room, so nothing that you write here is taken, and I show you nothing of it. The room of your own organisation has everything that you need."))
		t.tellForeign(team)
	case t.org.IsStranger(team):
		t.note(bot.Say("The buying team says that you don't speak for **" + plain(t.org.Name) + "**, so nothing is taken from you here." + t.orContact()))
	case t.state.Stage() == engagement.Closed:
		t.refuse(t.accepts())
	default:
		t.keepWaiting(team)
	}
	return true
}

func (t *turn) orContact() string {
	if contact := t.state.About().Contact; contact != "" {
		return " If that is a mistake, please turn to " + plain(contact) + "."
	}
	return " If that is a mistake, please tell them."
}

// tellForeign tells the team, once, that two suppliers are in one room.
func (t *turn) tellForeign(team string) {
	other, _ := t.state.OrganisationOfTeam(team)
	if t.ev.Again || t.ev.Kind == bot.Looked {
		return
	}
	t.tell("foreign:"+t.org.ID+":"+team, "Two organisations are in one room",
		bot.Say("Somebody of **"+plain(other.Name)+"** is in "+t.roomHere()+", the room of **"+plain(t.org.Name)+"**, and can read what stands there. I take nothing from them in it and show them nothing. Take them out of the channel, unless both know and agree."))
}

// keepWaiting keeps what somebody wrote until the team has said whether they
// speak for the organisation.
func (t *turn) keepWaiting(team string) {
	name := "**" + plain(t.org.Name) + "**"
	if t.ev.Kind == bot.Looked {
		t.note(bot.Say("The buying team has not said yet that you speak for " + name + ". As soon as it has, you see everything here. Write something, and it is asked."))
		return
	}
	before := slices.ContainsFunc(t.waitingFor(t.org.ID, team), func(w waiting) bool { return w.Event.Person == t.ev.Person })
	if l, ok := t.typed(); ok && before && (l.empty() || l.is(courtesies()...)) {
		return
	}
	if t.ev.Again {
		t.note(bot.Say(t.keptSaid(name)))
		return
	}
	if n := len(t.waitingFor(t.org.ID, "")); n >= mostWaiting {
		t.note(bot.Say("So much waits here already that I can't keep this, too. Please send it again once the buying team has said that you speak for " + name + "."))
		return
	}
	ev := t.ev
	if ev.File != nil { // what is in it is kept apart
		file := *ev.File
		file.Content = nil
		ev.File = &file
	}
	t.remember(kindWaiting, waiting{Organisation: t.org.ID, Event: ev})
	t.askTeam(team, named(t.person())+" has written in "+t.roomHere()+", from an organisation whose people have not written there before. What they wrote is kept and counts for nothing until you say.")
	switch {
	case !before:
		t.note(bot.Say(t.keptSaid(name)))
	case !t.ev.Overheard:
		t.note(bot.Say("That is kept, too. The buying team has not said yet that you speak for " + name + "."))
	}
}

// askTeam asks the team, once, whether a team speaks for this room's
// organisation.
func (t *turn) askTeam(team, said string) {
	yes := bot.Button{Label: "They speak for " + oneLine(t.org.Name), Action: actionSay, Value: "they speak for " + t.org.ID + " " + team, Typed: "they speak for " + oneLine(t.org.Name)}
	no := bot.Button{Label: "They don't", Action: actionSay, Value: "they don't speak for " + t.org.ID + " " + team, Typed: "they don't speak for " + oneLine(t.org.Name)}
	t.tell("team:"+t.org.ID+":"+team, "Who speaks for "+oneLine(t.org.Name)+"?",
		bot.Say(said), buttons(yes, no),
	)
}

func (t *turn) keptSaid(name string) string {
	said := "Thank you. It is the first time that somebody of your organisation writes here, so the buying team first says that you speak for " + name + ". What you wrote is kept, and recorded as yours the moment they do: you need not send it again."
	if t.ev.File != nil {
		said += " So is the file."
	}
	return said
}

// waitingFor gives what waits for an organisation, of one team or (empty) of all.
func (t *turn) waitingFor(organisation, team string) []waiting {
	var all []waiting
	for _, w := range t.channels.waits {
		if w.Organisation == organisation && (team == "" || w.Event.Team == team) {
			all = append(all, w)
		}
	}
	return all
}

// waitingChanged follows an edit of what waits.
func (t *turn) waitingChanged() {
	for _, w := range t.waitingFor(t.org.ID, t.ev.Team) {
		if t.ev.Again || w.Event.Message == "" || w.Event.Message != t.ev.Original || w.Event.Person != t.ev.Person {
			continue
		}
		w.Gone = t.ev.Kind == bot.Deleted
		w.Event.Text = t.ev.Text
		t.remember(kindWaiting, w)
	}
}

// firstTeam has the team that accepted an invitation, or came into a room of
// which no team is known, speak for the organisation: nobody needs to be asked.
func (t *turn) firstTeam() {
	team := t.unknownTeam()
	switch {
	case team == "" || t.org.IsStranger(team):
	case t.foreign():
		t.tellForeign(team)
	case len(t.org.Teams) == 0:
		t.recognise(t.org, team, "")
	}
}

// recognise records that a team speaks for an organisation, and takes what it
// wrote before.
func (t *turn) recognise(o engagement.Organisation, team string, by engagement.Person) (taken int, ok bool) {
	facts, refusal := t.state.Recognise(engagement.OrganisationTeam{Organisation: o.ID, Team: team, On: true, By: by})
	if !t.take(facts, refusal) {
		return 0, false
	}
	for _, w := range t.waitingFor(o.ID, team) {
		w.Gone = true
		t.remember(kindWaiting, w)
		t.replay(w.Event)
		taken++
	}
	if now, _ := t.state.Organisation(o.ID); len(facts) > 0 && len(now.Teams) > 1 {
		t.tell(t.key("teams"), "", bot.Say(count(len(now.Teams), "organisation", "organisations")+" on the platform speak for **"+plain(o.Name)+"** now. If they are firms of their own, this looks like a round table: invite each into a channel of its own, so that none reads what the other says."))
	}
	return taken, true
}

// replay decides what somebody did before as if it happened now. What would have
// been answered privately is said to them alone.
func (t *turn) replay(ev bot.Event) {
	o, ok := t.organisationAt(ev.Room)
	if !ok || t.err != nil {
		return
	}
	var answer bot.Answer
	inner := &turn{Domain: t.Domain, ev: ev, tx: t.tx, now: t.now, org: o}
	inner.tx.last, inner.tx.aside = &answer, true
	inner.inOwnRoom()
	if note := answer.Note; note != nil && note.Instead == "" && inner.err == nil {
		inner.post(bot.Message{
			Key: inner.key("aside"), Class: bot.Reply, To: []bot.Address{ev.Room}, Thread: inner.thread(), For: ev.Person,
			Title: note.Title, Blocks: note.Blocks, Plain: note.Plain,
		})
	}
	t.fail(inner.err)
}

// whoseCommands settle who speaks for whom.
func whoseCommands() []command {
	return []command{
		{
			names: []string{"they speak for", "they speak for us as"}, usage: "they speak for Tidewell", takes: takesText,
			help: "say that those who wrote in its channel for the first time belong to it", run: func(t *turn, l line) { t.settleWho(l, true) },
		},
		{
			names: []string{"they don't speak for", "they do not speak for", "they dont speak for"}, usage: "they don't speak for Tidewell", takes: takesText,
			help: "say that they do not", run: func(t *turn, l line) { t.settleWho(l, false) },
		},
		{
			names: []string{"resume"}, usage: "resume", takes: takesText, help: "post in this room again, after others were in it", run: (*turn).resume,
		},
	}
}

// settleWho takes the team's word on who speaks for an organisation.
func (t *turn) settleWho(l line, on bool) {
	o, team, problem := t.whose(l)
	if problem != "" {
		t.note(bot.Say(problem))
		return
	}
	name := "**" + plain(o.Name) + "**"
	if on {
		taken, ok := t.recognise(o, team, t.person())
		said := "Noted: they speak for " + name + "."
		if taken > 0 {
			said += " " + count(taken, "message", "messages") + " that waited for this " + plural(taken, "is", "are") + " taken as theirs."
		}
		if ok {
			t.reply("", bot.Say(said))
		}
		return
	}
	facts, refusal := t.state.Recognise(engagement.OrganisationTeam{Organisation: o.ID, Team: team, By: t.person()})
	if !t.take(facts, refusal) {
		return
	}
	told := map[string]bool{}
	for _, w := range t.waitingFor(o.ID, team) {
		w.Gone = true
		t.remember(kindWaiting, w)
		if told[w.Event.Person] {
			continue
		}
		told[w.Event.Person] = true
		t.post(bot.Message{
			Key: t.key("stranger:" + w.Event.Person), Class: bot.Reply, To: []bot.Address{w.Event.Room}, For: w.Event.Person,
			Blocks: []bot.Block{bot.Say("The buying team says that you don't speak for " + name + ", so what you wrote was **not** recorded." + t.orContact())},
		})
	}
	t.reply("", bot.Say("Noted: they don't speak for "+name+". What they wrote was not recorded, and they are told so. **they speak for "+plain(o.Name)+"** changes that."))
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// whose finds which organisation and which team are meant: a button says both,
// words an organisation of which one team is not settled.
func (t *turn) whose(l line) (o engagement.Organisation, team, problem string) {
	words := l.words()
	if id, hash, ok := strings.Cut(words, " "); ok {
		if o, there := t.state.Organisation(id); there {
			return o, strings.TrimSpace(hash), ""
		}
	}
	o, there := t.organisationCalled(words)
	if !there {
		return o, "", "For whom? Write the name of an organisation that is asked, for example **they speak for Tidewell**."
	}
	var teams []string
	for _, w := range t.waitingFor(o.ID, "") {
		teams = append(teams, w.Event.Team)
	}
	if len(teams) == 0 {
		teams = slices.Clone(o.Strangers)
	}
	slices.Sort(teams)
	switch teams = slices.Compact(teams); len(teams) {
	case 1:
		return o, teams[0], ""
	case 0:
		return o, "", "Nobody waits to be recognised as speaking for **" + plain(o.Name) + "**."
	}
	return o, "", "Several organisations wait to be recognised as speaking for **" + plain(o.Name) + "**: please press the button on the message about the one you mean."
}
