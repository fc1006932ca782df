package conversations

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// turn is one event being decided. The first error ends it: what is recorded
// or posted after that is lost with the rest.
type turn struct {
	*Domain
	ev  bot.Event
	tx  act
	now time.Time
	org engagement.Organisation // whose own room it is, if it is one
	// forWhom is for whom a member of a users' group answers, if they said so.
	forWhom string
	// secrecy is what they said of whether the words are commercially sensitive.
	secrecy secrecy
	// calledSensitive: the question was called sensitive, and is sent as it is.
	calledSensitive bool
	// priced: they want the sum of money that the words name to stand; asOne: what reads
	// like several answers is one.
	priced, asOne bool
	choosing      bool // they say how a list that waited is meant
	// doubted are the sections on which words were taken for sensitive without its
	// being said.
	doubted []int
	// free: somebody of people who use services wrote words of their own.
	free bool
	// window: what is pressed stands in the window of a form, and is answered
	// there.
	window bool
	// asked names the question that an answer of this event repeats; empty: a
	// new one.
	asked string
	used  bool // the words that waited have gone where they belong, or were dropped
	waits bool // this event is no reason to end a question that waits
	err   error

	driftSaid bool // the team is told in this event that the market engagement notice is out of date

	attached attached // what became of the file of this event

	// way is how those are reached whose line in a form of invitations says
	// nothing of it.
	way invitation
}

// Decide implements bot.Domain.
func (d *Domain) Decide(ev bot.Event, tx *bot.Tx) error {
	t := &turn{Domain: d, ev: ev, tx: act{Tx: tx, last: new(bot.Answer)}, now: tx.Now()}
	published := t.driftLines()
	t.decide()
	t.warnDrift(published)
	return t.err
}

// decide decides the event by where it comes from.
func (t *turn) decide() {
	d, ev := t.Domain, t.ev
	organisation, own := d.organisationAt(ev.Room)
	table, shared := d.state.TableIn(room(ev.Room))
	switch {
	case ev.Kind == bot.Changed:
		t.roomChanged()
	case ev.Kind == bot.Ticked:
		t.tick()
	case ev.Kind == bot.Returned:
		t.returned()
	case ev.Kind == bot.Unshown:
		t.unshown()
	case !d.state.Exists():
		t.begin()
	case t.linkEnded():
		t.sayEnded()
	case ev.Code != "":
		t.joins()
	case room(ev.Room) == d.state.About().Room:
		t.moved()
		t.inTeamRoom()
	case d.rehearsedIn(ev.Room):
		t.inRehearsal()
	case own && ev.Room.Adapter == bot.MailAdapter:
		t.org = organisation
		t.inMail()
	case own && ev.Kind == bot.Joined && d.pages(ev.Room.Adapter):
		t.org = organisation
		t.pageSeen()
	case own:
		t.org = organisation
		t.moved()
		t.seenHome()
		t.pageUsed()
		if !t.crowds() {
			t.seenAlive()
			t.inOwnRoom()
		}
	case shared:
		t.moved()
		t.inTable(table)
	case d.waitsFor(ev.Room):
		t.inWaitingRoom()
	case d.Takes(ev):
		t.adopt()
	default:
		t.inNoRoom()
	}
}

// room is the address as the engagement knows it.
func room(a bot.Address) engagement.Room {
	if a.IsZero() {
		return ""
	}
	return engagement.Room(a.Key())
}

// person is who did it.
func (t *turn) person() engagement.Person { return engagement.Person(t.ev.Person) }

// typed is what was said, or what pressing the button says; false: the event
// says nothing that is a command.
func (t *turn) typed() (line, bool) {
	switch t.ev.Kind {
	case bot.Said:
		return readLine(t.ev.Text), true
	case bot.Pressed:
		if t.ev.Action == actionSay {
			text, _ := cutHandle(t.ev.Value)
			return readLine(text), true
		}
	case bot.Submitted, bot.Edited, bot.Deleted, bot.Joined, bot.Left, bot.Looked, bot.Returned, bot.Unshown, bot.Changed, bot.Ticked:
	}
	return line{}, false
}

// take records what a rule gave, or answers with its refusal. It says whether
// the rule agreed; agreeing may change nothing.
func (t *turn) take(facts []engagement.Fact, refusal *engagement.Refusal) bool {
	if refusal != nil {
		t.refuse(refusal)
		return false
	}
	for _, f := range facts {
		data, err := engagement.Encode(f)
		if err != nil {
			t.fail(err)
			return false
		}
		t.fail(t.tx.Record(f.Kind(), data))
	}
	return t.err == nil
}

// remember records one of this package's own facts.
func (t *turn) remember(kind string, fact any) {
	data, err := json.Marshal(fact)
	switch {
	case err != nil:
		err = fmt.Errorf("record %s: %w", kind, err)
	case kind == kindPlace || kind == kindPreviewed || kind == kindMember || kind == kindInside || kind == kindHome ||
		kind == kindUnplaced || kind == kindAddressed:
		err = t.tx.Note(kind, data)
	default:
		err = t.tx.Record(kind, data)
	}
	t.fail(err)
}

func (t *turn) fail(err error) {
	if t.err == nil {
		t.err = err
	}
}

// key makes the key of a message that this event causes.
func (t *turn) key(prefix string) string {
	sum := sha256.Sum256([]byte(t.ev.ID))
	return prefix + ":" + hex.EncodeToString(sum[:8])
}

// post makes a message due in a room; a room that cannot be posted to is left
// out.
func (t *turn) post(m bot.Message) {
	m, goes := t.forTeamRoom(t.forOwnRooms(m))
	if goes && len(m.To) > 0 {
		t.fail(t.tx.Post(m))
	}
}

// reply answers in the room, on what the person said: it belongs to something
// that was recorded.
func (t *turn) reply(title string, blocks ...bot.Block) { t.replyAs("re", title, blocks...) }

// replyAs is reply with a key by which the message can be told later.
func (t *turn) replyAs(prefix, title string, blocks ...bot.Block) {
	if t.org.ID != "" && t.ev.File != nil {
		blocks = append(blocks, t.fileBlocks()...)
	}
	blocks = append(blocks, t.inDanger()...)
	t.post(bot.Message{
		Key: t.key(prefix), Class: bot.Reply, To: []bot.Address{t.ev.Room}, Thread: t.thread(),
		Title: title, Blocks: blocks, Plain: t.org.Users,
	})
}

// respond answers what somebody sent: a form in its own window, anything else in
// the room.
func (t *turn) respond(blocks ...bot.Block) {
	if t.ev.Kind == bot.Submitted || t.window {
		t.note(blocks...)
		return
	}
	t.reply("", blocks...)
}

// thread is the message whose thread an answer to this event goes in.
func (t *turn) thread() string {
	if t.ev.Thread != "" {
		return t.ev.Thread
	}
	return t.ev.Message
}

// note answers one person; nothing is recorded.
func (t *turn) note(blocks ...bot.Block) { t.noteTitled("", blocks...) }

func (t *turn) noteTitled(title string, blocks ...bot.Block) {
	blocks = append(slices.Clip(blocks), t.inDanger()...)
	t.tx.Answer(bot.Answer{Note: &bot.Message{Title: title, Blocks: blocks, Plain: t.org.Users}})
}

// tell posts a notice in the commissioning room.
func (t *turn) tell(key, title string, blocks ...bot.Block) {
	to, ok := t.address(t.state.About().Room)
	if !ok {
		return
	}
	t.post(bot.Message{Key: key, Class: bot.Notice, To: []bot.Address{to}, Title: title, Blocks: blocks})
}

// address is where a room can be posted to.
func (d *Domain) address(r engagement.Room) (bot.Address, bool) {
	a, ok := d.talk.rooms[string(r)]
	return a, ok
}

// know keeps how to post in a room.
func (t *turn) know(a bot.Address) {
	if known, ok := t.talk.rooms[a.Key()]; !ok || known != a {
		t.remember(kindRoom, roomed{a})
	}
	t.fail(t.tx.Link(a, true))
}

// moved keeps how to post in the room of this event, if the platform has
// changed that. Nothing is kept because somebody looks.
func (t *turn) moved() {
	if known, ok := t.talk.rooms[t.ev.Room.Key()]; ok && known != t.ev.Room && t.ev.Room.Ref != "" && !t.ev.Again && t.ev.Kind != bot.Looked {
		t.remember(kindRoom, roomed{t.ev.Room})
	}
}

// rooms gives the addresses of all organisations that are asked, mail addresses
// too: those of the suppliers, or those of the groups of people who use the
// service. One that has stepped back gets what goes to everyone, too.
func (d *Domain) rooms(users bool) []bot.Address {
	var to []bot.Address
	for _, o := range d.state.Organisations() {
		if o.Users != users {
			continue
		}
		for _, a := range d.hears(o) {
			if !slices.ContainsFunc(to, func(b bot.Address) bool { return b.Key() == a.Key() }) {
				to = append(to, a) // somebody may be reached for two organisations
			}
		}
	}
	return to
}

// The actions of buttons and forms. They stand in messages that stay in rooms
// for years: add, never change.
const (
	actionSay       = "say"       // the same as typing the value
	actionForm      = "form"      // opens the form of the section in the value
	actionAnswer    = "answer"    // the form of a section, sent
	actionInvite    = "invite"    // the form in which organisations are named
	actionDeclare   = "declare"   // the form in which somebody says who they are
	actionLast      = "last"      // the last questions
	actionAsk       = "ask"       // the form of a question; its value may be a section
	actionStep      = "step"      // the form of stepping back
	actionSensitive = "sensitive" // the form that keeps words inside the buying team; its value is a section
)

// press is a button to the same effect as typing something.
func press(label, typed string) bot.Button {
	return bot.Button{Label: label, Action: actionSay, Value: typed, Typed: typed}
}

// buttons is a row of them.
func buttons(row ...bot.Button) bot.Block { return bot.Block{Buttons: row} }

// person in a message: the name is put in when it is sent.
func named(p engagement.Person) string { return "{person:" + string(p) + "}" }
