package conversations

import (
	"regexp"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// actionSafety is the form in which somebody says for whom they fear. It stands in
// messages that stay in rooms for years: add, never change.
const actionSafety = "safety"

// soonTaken is how long whoever is told of a fear has before the whole team is.
const soonTaken = 30 * time.Minute

// safetyCommands are for whoever fears that somebody is not safe, at whatever
// stage.
func safetyCommands() []command {
	return []command{
		{
			names: []string{"help now", "i'm worried about somebody's safety", "i am worried about somebody's safety", "somebody is not safe", "i am not safe", "i'm not safe", "safeguarding"},
			usage: "help now", group: "Also", takes: takesAnything, run: (*turn).helpWanted, help: "if you fear that somebody is not safe",
		},
		{names: []string{"pass on now", "pass it on now"}, usage: "pass on now: your words", takes: takesAnything, run: (*turn).passOn, help: "have it passed on to the person who sees to it"},
	}
}

// safetyHere takes what is about somebody's safety where nothing else is taken;
// false: it is about something else.
func (t *turn) safetyHere() bool {
	if t.ev.Action == actionSafety {
		if t.ev.Kind == bot.Looked {
			t.openSafety()
			return true
		}
		return t.formed(fairSupplierForms())
	}
	l, ok := t.typed()
	if !ok {
		return false
	}
	if !t.ev.Again && t.fearSaid(l) {
		return true
	}
	c, rest, ok := match(safetyCommands(), l, t.amongThemselves())
	switch {
	case !ok:
		return false
	case t.ev.Again:
		t.note(bot.Say(alreadyDone))
	default:
		c.run(t, rest)
	}
	return true
}

// writesFreely says whether somebody of people who use services wrote words of their
// own: more than what a button says, or a command that only shows something.
func (t *turn) writesFreely(l line) bool {
	if !t.org.Users || t.ev.Kind != bot.Said || t.ev.Again || l.is(courtesies()...) {
		return false
	}
	if c, rest, ok := match(t.forSuppliers, l, t.inHand().strict); ok {
		return !c.view && c.takes != takesNothing && c.takes != takesNumber && !rest.empty() && c.names[0] != "help now"
	}
	rest, _, numbered := l.cutNumber()
	words, _, view := rest.cutStance()
	return (!numbered || !rest.empty()) && (!view || words != "")
}

// filledFreely says whether a form carries words of their own. What is about somebody's
// safety has its own answer.
func (t *turn) filledFreely() bool {
	return t.ev.Action != actionSafety && (t.entered(fieldWords) != "" || t.entered(fieldText) != "")
}

// inDanger ends what answers words that somebody of people who use services wrote: it
// is the same whatever they say, since no program can judge that; nil: there are none.
func (t *turn) inDanger() []bot.Block {
	if !t.free {
		return nil
	}
	return []bot.Block{bot.Say(t.ring()), buttons(safetyButton())}
}

func safetyButton() bot.Button {
	return opens("I'm worried about somebody's safety", actionSafety, "", "help now")
}

// helpWanted says what to do; words behind it are passed on.
func (t *turn) helpWanted(l line) {
	if !l.empty() {
		t.passOn(l)
		return
	}
	t.place(placed{Section: t.here().Section, Awaits: awaitsSafety})
	t.note(
		bot.Say("**If somebody is in danger now, ring 999.** I am a program and can't judge it."),
		bot.Say("If it is not that, but somebody should know: write here what you fear, and I ask whether to pass it on; or write **pass on now:** before it. "+t.whoHasSafety()+" You hear here when somebody has it."),
		buttons(opens("Pass it on now", actionSafety, "", "pass on now: your words")),
	)
}

// whoHasSafety says who reads what somebody fears.
func (t *turn) whoHasSafety() string {
	who := t.seesToSafety(t.state.DutyOf(engagement.DutySafety))
	if t.fearsOnPage() {
		return "It then stands on " + who + "'s page: **nobody is told of it before somebody of the team looks, perhaps not for days.** It stays on our record; no firm reads it."
	}
	return "It goes at once to " + who + ". If they have not taken it in half an hour, others of the team may. It stays on our record; no firm reads it."
}

// openSafety asks what somebody fears.
func (t *turn) openSafety() {
	t.showForm(bot.Form{
		Action: actionSafety, Title: "Somebody's safety", Submit: "Pass it on now", Typed: "pass on now: your words", Plain: t.org.Users,
		Blocks: []bot.Block{bot.Say("**If somebody is in danger now, ring 999.** " + t.whoHasSafety())},
		Fields: append([]bot.Field{{
			Name: fieldWords, Kind: bot.Words, Label: "What are you worried about?", Value: t.filled(fieldWords, ""), Required: true, Max: engagement.MostWords,
			Hint: "Who it is, and how you can be reached, if you like.",
		}}, t.tellMeByMail()...),
	})
}

// tellMeByMail asks, on a page, at which mail address somebody wants to hear who sees
// to what they fear: nobody looks at a page all day.
func (t *turn) tellMeByMail() []bot.Field {
	if t.settings.NoMail || t.ev.Room.Adapter != webAdapter {
		return nil
	}
	return []bot.Field{{
		Name: fieldMail, Kind: bot.Contact, Label: "Your mail address", Value: t.filled(fieldMail, ""),
		Hint: "If you want to hear by mail, too, who sees to it. Leave it empty if others read your mail.",
	}}
}

func (t *turn) sendSafety() {
	if t.entered(fieldWords) == "" {
		t.wrongIn(fieldWords, "Please say in a few words what it is. If you would rather not write it, ring.")
		return
	}
	t.passOn(readLine(t.entered(fieldWords)))
}

// passOn tells whoever sees to it, at once.
func (t *turn) passOn(l line) {
	waits, waiting := t.fears()
	if l.empty() && waiting {
		l = readLine(waits.Words)
	}
	if l.empty() {
		t.helpWanted(l)
		return
	}
	facts, refusal := t.state.RaiseSafety(engagement.SafetyRaised{
		Organisation: t.org.ID, Person: t.person(), Text: l.words(), Room: room(t.ev.Room), Mail: engagement.Person(t.ev.Mail),
	})
	if refusal != nil {
		t.refuseKeeping(refusal, l.words())
		return
	}
	if !t.take(facts, nil) {
		return
	}
	t.free, t.used = false, true // what it is answered with says whom to ring
	if waiting {
		t.place(placed{Section: waits.Section})
	}
	all := t.state.Fears()
	fear := all[len(all)-1]
	t.tellFear(fear)
	told, passed := " was told just now, with the words", "Passed on just now to "+t.seesToSafety(fear.To)+"."
	if t.fearsOnPage() {
		told, passed = " reads the words here on looking, and is told in no other way", "Written down for "+t.seesToSafety(fear.To)+". **Nobody has been told yet:** it is read when somebody of the team next looks, perhaps not for days."
	}
	t.tell(t.key("safety"), "Somebody may not be safe ("+fear.ID+")",
		bot.Say("Somebody of **"+plain(t.org.Name)+"** fears for somebody's safety. "+upperFirst(t.seesToSafety(fear.To))+told+"; nobody else has them. Whoever sees to it says so: **I have "+fear.ID+"**. They read the words then."),
		buttons(press("I have it", "I have "+fear.ID)))
	t.note(
		bot.Say(passed+" You will read here when they have it"+t.byMailToo(fear)+"."),
		bot.Say("**If it gets worse, or can't wait, ring 999"+t.orTheLine()+".** Nobody watches this page all day."),
	)
}

// fearsOnPage says whether whoever looks after safety reads of it on a page alone:
// nothing leaves the service until somebody opens that, so nothing is told at once.
func (d *Domain) fearsOnPage() bool {
	duty := d.state.Duty(engagement.DutySafety)
	return !duty.Mail && duty.At == "" && d.teamOnPage()
}

// teamOnPage says whether the team's room is a page.
func (d *Domain) teamOnPage() bool {
	return strings.HasPrefix(string(d.state.About().Room), webAdapter+":")
}

// orTheLine is the number to ring where 999 is too much, behind it; empty: none was
// given, or somebody is told anyhow.
func (t *turn) orTheLine() string {
	if line := t.state.About().SafetyLine; line != "" && t.fearsOnPage() {
		return ", or " + plain(line)
	}
	return ""
}

// tellFear gives whoever is to see to it the words, alone: directly, or by mail.
func (t *turn) tellFear(fear engagement.Fear) {
	m := bot.Message{
		Key: "safety:" + fear.ID, Class: bot.Notice, Title: "Somebody may not be safe: please read this now (" + fear.ID + ")",
		Blocks: append(t.fearBlocks(fear), bot.Say("When you have it, write **I have "+fear.ID+"** in your team's room, so that whoever wrote it knows. These words stand in no digest, and with no supplier.")),
	}
	duty := t.state.Duty(engagement.DutySafety)
	if duty.Mail {
		duty.At = duty.Person
	}
	if duty.At != "" {
		by := m
		by.Key, by.To = m.Key+":mail", []bot.Address{t.byMail(duty.At)}
		t.post(by)
	}
	if duty.Mail {
		return
	}
	to, ok := t.address(t.state.About().Room)
	if !ok {
		return
	}
	m.To, m.For = []bot.Address{to}, string(fear.To)
	m.Blocks = append(m.Blocks, buttons(press("I have it", "I have "+fear.ID)))
	t.post(m)
}

func (t *turn) fearBlocks(fear engagement.Fear) []bot.Block {
	return []bot.Block{
		bot.Say(named(fear.Person) + " of **" + plain(t.organisationNamed(fear.Organisation)) + "** wrote " + t.ago(fear.Raised, t.now) + ":"),
		{Quote: &bot.Quote{Words: fear.Text}},
	}
}

var fearID = regexp.MustCompile(`^S\d{1,9}$`)

// takeSafety says that whoever writes it sees to it, and shows them the words.
func (t *turn) takeSafety(l line) {
	id := strings.ToUpper(strings.Trim(l.words(), " .!"))
	fear, ok := t.state.FearOf(id)
	if !fearID.MatchString(id) || !ok {
		t.note(bot.Say("Which? Write for example **I have S1**, with the number that stands in the message."))
		return
	}
	facts, refusal := t.state.TakeSafety(engagement.SafetyTaken{ID: id, By: t.person()})
	if !t.ev.Again && !t.take(facts, refusal) {
		return
	}
	fear, _ = t.state.FearOf(id)
	if fear.By != t.person() {
		t.note(bot.Say(named(fear.By) + " has it, since " + t.ago(fear.Taken, t.now) + "."))
		return
	}
	t.alone("", append(t.fearBlocks(fear), bot.Say("You have it. Whoever wrote it is told so, and the record keeps that.")))
	if len(facts) == 0 || t.ev.Again {
		return
	}
	t.tell(t.key("taken"), "", bot.Say(named(t.person())+" has **"+id+"** and sees to it."))
	t.tellWhoFears(fear)
}

// tellWhoFears tells whoever fears who sees to it: alone, where they wrote it, and by
// mail if they asked for that. Where they can't be reached alone, as guests often
// can't, the room reads that somebody sees to something, and nothing of whose it was.
func (t *turn) tellWhoFears(fear engagement.Fear) {
	o, _ := t.state.Organisation(fear.Organisation)
	has := named(fear.By) + " has what you passed on, and sees to it. If it gets worse, ring 999."
	m := bot.Message{
		Key: "safety:" + fear.ID + ":taken", Class: bot.Notice, For: string(fear.Person), Plain: o.Users, Blocks: []bot.Block{bot.Say(has)},
		Instead: named(fear.By) + " has what was passed on from here " + t.ago(fear.Raised, t.now) + ", and sees to it. If anything gets worse, ring 999.",
	}
	if to, ok := t.address(fear.Room); ok {
		m.To = []bot.Address{to}
	} else {
		m.To, m.Instead = t.openRooms(o), "" // it was written before the record said where
	}
	t.post(m)
	if fear.Mail != "" {
		t.post(bot.Message{
			Key: m.Key + ":mail", Class: bot.Notice, To: []bot.Address{t.byMail(fear.Mail)}, Title: oneLine(t.state.About().Title) + ": somebody sees to it",
			Blocks: []bot.Block{bot.Say(has), bot.Aside("You asked to hear this by mail when you passed something on. What you wrote stands in no mail to you.")}, Plain: o.Users,
		})
	}
}

// byMail is somebody's mail address.
func (t *turn) byMail(p engagement.Person) bot.Address {
	to := bot.Address{Adapter: bot.MailAdapter, Room: string(p)}
	t.fail(t.tx.Link(to, true))
	return to
}

func (t *turn) byMailToo(fear engagement.Fear) string {
	if fear.Mail == "" {
		return ""
	}
	return ", and by mail"
}

// aboutSafety says whether a message is about somebody's safety: that it did not
// arrive is no gap in what suppliers know, and stands in no digest.
func aboutSafety(key string) bool { return strings.HasPrefix(key, "safety:") }

// takenKey says whether a message only says that somebody sees to a fear.
func takenKey(key string) bool { return aboutSafety(key) && strings.Contains(key, ":taken") }

// safetyFact says in status who is told, where people who use services are asked.
func (t *turn) safetyFact() []bot.Pair {
	if !t.anyAsked(true) {
		return nil
	}
	text := upperFirst(t.seesToSafety(t.state.DutyOf(engagement.DutySafety))) + " is told at once"
	if t.fearsOnPage() {
		text = "nobody is told at once: it is read here, when somebody looks"
	}
	if n := t.fearsWaiting(); n > 0 {
		text += "; " + count(n, "waits", "wait") + " for somebody to see to it"
	}
	return []bot.Pair{{Label: "Somebody's safety", Value: text}}
}

// fearsFirst names the fears that nobody sees to, before anything ends; nil: there
// are none.
func (t *turn) fearsFirst() []bot.Block {
	var ids []string
	var row []bot.Button
	for _, f := range t.state.Fears() {
		if f.Waiting() {
			ids = append(ids, "**"+f.ID+"**")
			row = append(row, press("I have "+f.ID, "I have "+f.ID))
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return []bot.Block{bot.Say(series(ids) + plural(len(ids), " has", " have") + " nobody yet: somebody fears for somebody's safety, and nobody has said that they see to it."), buttons(row[:min(len(row), mostButtons)]...)}
}

func (t *turn) fearsWaiting() int {
	n := 0
	for _, f := range t.state.Fears() {
		if f.Waiting() {
			n++
		}
	}
	return n
}

// safetyDue adds the fears that nobody has taken by then.
func (d *Domain) safetyDue(add func(what string, at time.Time)) {
	for _, f := range d.state.Fears() {
		if f.Waiting() && d.talk.asked[asked{What: dueSafety + ":" + f.ID}].Times == 0 {
			add(dueSafety+":"+f.ID, f.Raised.Add(soonTaken))
		}
	}
}

// safetyWaits tells the whole team that nobody has taken it yet.
func (t *turn) safetyWaits(id string) {
	fear, ok := t.state.FearOf(id)
	if !ok || !fear.Waiting() {
		return
	}
	t.remember(kindAsked, asked{What: dueSafety + ":" + id})
	told := upperFirst(t.seesToSafety(fear.To)) + " was told."
	if t.fearsOnPage() {
		told = "Nobody was told beside this page."
	}
	t.tell(t.key("safety"), "Nobody has "+id+" yet",
		bot.Say("Somebody of **"+plain(t.organisationNamed(fear.Organisation))+"** fears for somebody's safety, and for half an hour nobody has said that they see to it. "+told+" Please reach them, or take it yourself."),
		buttons(press("I have it", "I have "+id)))
}
