package conversations

import (
	"maps"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// Who of the team is in its channel, as far as anybody can tell: whoever began, or did
// something there, or was seen to come, and was not seen to leave. While one of them
// may not read what suppliers said, what comes by itself is told there without it, and
// each reads it alone.

// The kinds of fact of this. They are kept for ever: add kinds, never change one.
const (
	kindInside = "talk.inside" // inside
	kindUnread = "talk.unread" // unread
)

// inside is somebody of the team who came into its channel, or left it.
type inside struct {
	Person engagement.Person `json:"p"`
	In     bool              `json:"in"`
	By     engagement.Person `json:"by,omitempty"` // who said so; empty: the platform did
}

// unread is a digest that does not stand in the channel.
type unread struct {
	Digest  string `json:"d"`
	Title   string `json:"title"`
	Content string `json:"content"`
}

// insideCommands are how the team reads on, and says who is gone.
func insideCommands() []command {
	return []command{
		{
			names: []string{"read digest"}, usage: "read digest D1", takes: takesText, view: true, run: (*turn).readDigest,
			help: "read, alone, a digest that does not stand in this channel",
		},
		{
			names: []string{"has left", "have left", "not here any more"}, usage: "has left P4", takes: takesText, run: (*turn).hasLeft,
			help: "say that somebody of your team is not here any more, where I can't see it; on a page that shuts it to them. **declarations** has the numbers",
		},
	}
}

// insiders are those known to be in the team's channel.
func (d *Domain) insiders() []engagement.Person {
	here := maps.Clone(d.channels.members)
	here[d.state.About().Owner] = true
	maps.Copy(here, d.channels.inside)
	maps.DeleteFunc(here, func(p engagement.Person, in bool) bool { return !in || p == "" })
	return slices.Sorted(maps.Keys(here))
}

// keptFromRoom says whether somebody is in the team's channel who may not read what
// suppliers said. A page asks each who looks.
func (d *Domain) keptFromRoom() bool {
	room, ok := d.address(d.state.About().Room)
	if !ok || !d.chats(room.Adapter) || d.state.OpenedAt().IsZero() {
		return false
	}
	return slices.ContainsFunc(d.insiders(), func(p engagement.Person) bool {
		_, stands := d.state.InterestOf(p)
		return !stands.Reads()
	})
}

// seenInside notes that somebody of the team comes into its channel, or leaves it.
func (t *turn) seenInside() {
	in := t.ev.Kind == bot.Joined && t.ev.Home // whoever leaves may be of nobody by then
	if !in && t.ev.Kind != bot.Left || t.ev.Again || t.person() == "" || !t.chats(t.ev.Room.Adapter) {
		return
	}
	if in != slices.Contains(t.insiders(), t.person()) {
		t.remember(kindInside, inside{Person: t.person(), In: in})
	}
}

// withoutWords is a message that comes into the team's channel by itself, without what
// suppliers said: what it is about, and how each reads it alone.
func (t *turn) withoutWords(m bot.Message) bot.Message {
	prefix, id, _ := strings.Cut(m.Key, ":")
	id, _, _ = strings.Cut(id, ":")
	read, text := "", ""
	switch prefix {
	case "question":
		read, text = "questions", "**"+id+"** waits for your answer."
	case "late":
		read, text = "late", "**"+id+"** waits for you to take it or not."
	case "stepped", "outcome":
		read, text = "stepped back", "Who it is, and why, each of you reads alone."
	case "denied":
		read, text = "notes", "A supplier says that a note is not what it said."
	case "told", "practical":
		read, text = "said to one", "**"+id+"** waits for you to say whether the others should have it."
	case "waits", "kept":
		read, text = "read "+id, "**"+id+"** is to be read before it can go."
	default:
		return m // a digest says itself what it leaves out
	}
	m.Blocks = []bot.Block{bot.Say(text), bot.Aside(notHereShort), buttons(view("Read it", read))}
	return m
}

// What is said in the place of what suppliers said. It tells of nobody who has a link.
const (
	notHereYet   = "It is not shown here while somebody in this channel has still to say whether they have a link to a supplier, or has one that is still to be weighed. Everybody is asked, and nothing is held against anybody. **Read it** shows it to you alone. Once that is settled for all who are here, digests stand here whole again."
	notHereShort = "What suppliers said is shown to each of you alone for now: not everybody in this channel may read it yet. **declarations** shows how it stands."
)

// digestAlone posts that a digest is ready, keeps it to be read, and shows it to whoever
// asked for it. What is next needs no words of suppliers.
func (t *turn) digestAlone(m bot.Message, days string, next []bot.Block) {
	_, id, _ := strings.Cut(m.Key, ":")
	t.remember(kindUnread, unread{Digest: id, Title: m.Title, Content: content(m.Blocks)})
	whole := m
	m.Title = oneLine(t.state.About().Title) + ": the digest of " + days + " is ready"
	m.Blocks = append([]bot.Block{bot.Say(notHereYet), buttons(view("Read it", "read digest "+id), press("No link to any of them", noInterest), opens("There is one", actionInterest, "", "I declare: my brother works at Tidewell"))}, next...)
	t.post(m)
	if t.ev.Kind != bot.Ticked {
		t.alone(whole.Title, whole.Blocks)
	}
}

// readDigest shows a digest that does not stand in the channel, to one person.
func (t *turn) readDigest(l line) {
	id := strings.ToUpper(strings.TrimSpace(l.words()))
	i := slices.IndexFunc(t.channels.unread, func(u unread) bool { return u.Digest == id })
	if i < 0 {
		t.note(bot.Say("Every other digest stands in this room as it came. **digest** makes one of how it stands now."), buttons(press("Digest now", "digest")))
		return
	}
	u := t.channels.unread[i]
	blocks, err := contentOf(u.Content)
	t.fail(err)
	t.alone(u.Title, blocks)
}

// hasLeft takes "P4": the platform does not always tell who is gone.
func (t *turn) hasLeft(l line) {
	id := engagement.Person(strings.ToUpper(strings.TrimSpace(l.words())))
	switch {
	case !t.chats(t.ev.Room.Adapter) && t.leftPage(id):
	case !slices.Contains(t.insiders(), id) || !t.chats(t.ev.Room.Adapter):
		t.note(bot.Say("Nobody of that number is known to be here. **declarations** has the numbers."))
	case t.state.TheirsToWeigh(t.person(), id) && !t.state.Weighs(t.person(), id):
		t.declareFirst()
	case !t.state.Weighs(t.person(), id):
		t.refuse(&engagement.Refusal{Code: engagement.NotYoursToWeigh})
	default:
		t.remember(kindInside, inside{Person: id, By: t.person()})
		t.reply("", bot.Say("Noted: "+named(id)+" is not in this channel any more. The record keeps that you said so; if they write or press anything here, they count as here again."))
	}
}

// leftButtons are to say that those have left who keep words out of the channel.
func (t *turn) leftButtons(row []bot.Button) []bot.Button {
	if !t.keptFromRoom() {
		return row
	}
	for _, p := range t.insiders() {
		_, stands := t.state.InterestOf(p)
		if !stands.Reads() && p != t.person() && t.state.Weighs(t.person(), p) && len(row) < mostButtons {
			row = append(row, press(string(p)+" has left", "has left "+string(p)))
		}
	}
	return row
}
