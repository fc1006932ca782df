package conversations

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// kindCode is the fact about a code: all that is known of it, in the place of what
// was known before.
const kindCode = "talk.code" // code

// code lets whoever has it bring one room, on any platform, to an organisation. The
// team says yes before anything stands in it. The code itself is in no record.
type code struct {
	ID           string            `json:"id"`
	Organisation string            `json:"o"`
	By           engagement.Person `json:"by"`
	Until        time.Time         `json:"until"`
	// Where it was written, in which thread, what the room is called, by whom, and the
	// teams from outside that are in there, a blank between two.
	Room   bot.Address       `json:"room,omitzero"`
	Thread string            `json:"t,omitempty"`
	Name   string            `json:"name,omitempty"`
	Writer engagement.Person `json:"p,omitempty"`
	Teams  string            `json:"teams,omitempty"`
	// Over is what became of it, one of the over…; empty: nothing yet. Settled is who
	// said so.
	Over    string            `json:"over,omitempty"`
	Settled engagement.Person `json:"settled,omitempty"`
}

// What may become of a code. They are stored: add, never change.
const (
	overIn   = "in"   // the room is the organisation's
	overAway = "away" // it is not, the team said
	overBack = "back" // the team took the code back
	overLate = "late" // nobody used it in time
)

// codeFor is how long a code is good for.
const codeFor = 7 * 24 * time.Hour

// waits says whether the code was written somewhere, and the team has not said
// anything of it.
func (c code) waits() bool { return c.Over == "" && !c.Room.IsZero() }

// codeOf gives what is known of a code; false: nothing.
func (t *channelTalk) codeOf(id string) (code, bool) {
	i := slices.IndexFunc(t.codes, func(c code) bool { return c.ID == id })
	if i < 0 {
		return code{}, false
	}
	return t.codes[i], true
}

func (t *channelTalk) keepCode(c code) {
	t.codes = slices.Clone(t.codes)
	if i := slices.IndexFunc(t.codes, func(known code) bool { return known.ID == c.ID }); i >= 0 {
		t.codes[i] = c
		return
	}
	t.codes = append(t.codes, c)
}

// codeOpen gives the code of an organisation that can still be written somewhere.
func (t *turn) codeOpen(o engagement.Organisation) (code, bool) {
	for _, c := range t.channels.codes {
		if c.Organisation == o.ID && c.Over == "" && c.Room.IsZero() && t.now.Before(c.Until) {
			return c, true
		}
	}
	return code{}, false
}

// codesWaiting are those of an organisation that the team has to say something of.
func (d *Domain) codesWaiting(o engagement.Organisation) []code {
	return slices.DeleteFunc(slices.Clone(d.channels.codes), func(c code) bool { return c.Organisation != o.ID || !c.waits() })
}

// waitsIn is the code that was written in a room and waits; false: there is none.
func (d *Domain) waitsIn(a bot.Address) (code, bool) {
	i := slices.IndexFunc(d.channels.codes, func(c code) bool { return c.waits() && c.Room.Key() == a.Key() })
	if i < 0 {
		return code{}, false
	}
	return d.channels.codes[i], true
}

// waitsFor says whether a room waits for the team to say whose it is.
func (d *Domain) waitsFor(a bot.Address) bool { _, waits := d.waitsIn(a); return waits }

// giveCode gives the code of an organisation, a new one if none is open; problem says
// why not.
func (t *turn) giveCode(o engagement.Organisation) (c code, problem string) {
	stage := t.state.Stage()
	switch {
	case stage == engagement.Closed:
		return c, t.why(&engagement.Refusal{Code: engagement.NowClosed, Stage: stage})
	case stage == engagement.Dialogue && !t.state.Admitted(o.ID):
		return c, t.why(&engagement.Refusal{Code: engagement.NotAdmitted, Organisation: o.ID})
	}
	if c, ok := t.codeOpen(o); ok {
		return c, ""
	}
	c = code{ID: t.codeID(o), Organisation: o.ID, By: t.person(), Until: t.now.Add(codeFor)}
	t.remember(kindCode, c)
	return c, ""
}

// codeID makes what a new code is called here: four signs that tell nothing, least of
// all how many there are.
func (t *turn) codeID(o engagement.Organisation) string {
	letters := base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)
	for n := 0; ; n++ {
		sum := sha256.Sum256(fmt.Append(nil, t.ev.ID, "\x00", o.ID, "\x00", n))
		id := letters.EncodeToString(sum[:])[:4]
		if _, taken := t.channels.codeOf(id); !taken {
			return id
		}
	}
}

// codeStatus says in status how far the codes of an organisation are.
func (t *turn) codeStatus(o engagement.Organisation) []string {
	var ways []string
	for _, c := range t.codesWaiting(o) {
		ways = append(ways, cell(t.placeName(c))+", waits for you to say whether it is theirs")
	}
	if c, ok := t.codeOpen(o); ok {
		ways = append(ways, "a code, not used yet, good until "+t.day(c.Until, t.now))
	}
	return ways
}

// placeName is what people call the room that a code was written in.
func (d *Domain) placeName(c code) string {
	name := c.Name
	if name == "" {
		name = "a room without a name"
	} else {
		name = "#" + name
	}
	return name + d.onPlatform(c.Room)
}

// onPlatform says on which platform a room is, where the team is on another; empty:
// on the same, or it has no name.
func (d *Domain) onPlatform(a bot.Address) string {
	team, _, _ := strings.Cut(string(d.state.About().Room), ":")
	if called := d.platform(a.Adapter); called != "" && team != a.Adapter {
		return " (" + called + ")"
	}
	return ""
}

// platform is what people call a chat platform; empty: it has no name.
func (d *Domain) platform(adapter string) string {
	for _, chat := range d.settings.Chats {
		if chat.Adapter == adapter {
			return chat.Called
		}
	}
	return ""
}

// otherChats names the chat platforms that are attached beside that of this room:
// "Slack or Teams"; empty: there are none.
func (t *turn) otherChats() string {
	var names []string
	for _, chat := range t.settings.Chats {
		if chat.Adapter != t.ev.Room.Adapter {
			names = append(names, chat.Called)
		}
	}
	return strings.Join(names, " or ")
}

// codesDue adds when codes that nobody used expire.
func (d *Domain) codesDue(add func(what string, at time.Time)) {
	if d.state.Stage() == engagement.Closed {
		return
	}
	for _, c := range d.channels.codes {
		if c.Over == "" && c.Room.IsZero() {
			add(dueCode+":"+c.ID, c.Until)
		}
	}
}

// expireCode tells the team of a code that nobody used.
func (t *turn) expireCode(id string) {
	c, ok := t.channels.codeOf(id)
	if !ok || c.Over != "" || !c.Room.IsZero() {
		return
	}
	c.Over = overLate
	t.remember(kindCode, c)
	o, asked := t.state.Organisation(c.Organisation)
	if !asked {
		return
	}
	t.tell("code-late:"+c.ID, "", bot.Say("The code for **"+plain(o.Name)+"** has expired: nobody wrote it anywhere within a week. Ring them, and ask what is in the way."), buttons(press("Another code", "code for "+oneLine(o.Name))))
}

// dropCodes ends the codes of an organisation that is not asked any more, or, where
// none is named, all.
func (t *turn) dropCodes(organisation string) {
	for _, c := range t.channels.codes {
		if c.Over != "" || organisation != "" && c.Organisation != organisation {
			continue
		}
		if c.waits() {
			t.fail(t.tx.Link(c.Room, false))
		}
		c.Over, c.Settled = overBack, t.person()
		t.remember(kindCode, c)
	}
}
