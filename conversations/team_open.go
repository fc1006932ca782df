package conversations

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// preview shows what suppliers would see if it opened now, and records that
// somebody saw it.
func (t *turn) preview(line) { t.showPreview("") }

func (t *turn) showPreview(lead string) {
	if t.state.Stage() != engagement.Preparing {
		t.refuse(&engagement.Refusal{Code: engagement.AlreadyOpen, Stage: t.state.Stage()})
		return
	}
	if len(t.state.Sections()) == 0 || len(t.state.Organisations()) == 0 || t.state.About().Closing.IsZero() {
		t.note(bot.Say("There is not enough to show yet. " + t.next()))
		return
	}
	hash := t.previewHash()
	t.remember(kindPreviewed, previewed{By: t.person(), Hash: hash})
	suppliers, groups := len(t.rooms(false)), len(t.rooms(true))
	blocks := []bot.Block{}
	if lead != "" {
		blocks = append(blocks, bot.Say(lead))
	}
	blocks = append(blocks, bot.Say(t.recipients()))
	if suppliers > 0 {
		blocks = append(blocks, t.previewOf(t.firstOf(false))...)
	}
	if groups > 0 {
		blocks = append(blocks, bot.Say("## People who use the service read this instead"))
		blocks = append(blocks, shown(t.welcomeMessage(true))...)
	}
	blocks = append(blocks,
		bot.Say("## Nothing has been sent"),
		bot.Say(t.unnamed()+"If this is right, press the button or write **open now**. Anything you change before that needs another look."),
		buttons(t.openButton(hash)),
	)
	t.reply("What suppliers will see", blocks...)
}

// unnamed reminds of a buyer that was not named.
func (t *turn) unnamed() string {
	if t.state.About().Buyer != "" {
		return ""
	}
	return "Nobody is named as the one who asks: **buyer Westmere County Council** does that, with your own name. "
}

// recipients says who will get it.
func (t *turn) recipients() string {
	var names []string
	for _, o := range t.state.Organisations() {
		names = append(names, plain(o.Name)+" ("+organisationKind(o)+")")
	}
	return "It goes to **" + count(len(names), "organisation", "organisations") + "**, each in its own room: " + series(names) + ". Nobody sees who else is asked."
}

// previewOf is the welcome, the list and one section as the organisation will
// see them.
func (t *turn) previewOf(o engagement.Organisation) []bot.Block {
	blocks := []bot.Block{bot.Say("## First, once")}
	blocks = append(blocks, shown(t.welcomeMessage(false))...)
	blocks = append(blocks, bot.Say("## Then their list, which is kept up to date"))
	blocks = append(blocks, shown(t.listMessage(o))...)
	first := t.ordered(o)[0]
	blocks = append(blocks, bot.Say("## And one section, when they open it"))
	blocks = append(blocks, shown(t.cardMessage(o, first, ""))...)
	if rest := t.ordered(o)[1:]; len(rest) > 0 {
		blocks = append(blocks, bot.Aside(fmt.Sprintf("The others look the same. To read one, write **show %d**.", rest[0].ID)))
	}
	return blocks
}

// firstOf gives the first organisation of that sort.
func (t *turn) firstOf(users bool) engagement.Organisation {
	for _, o := range t.state.Organisations() {
		if o.Users == users {
			return o
		}
	}
	return engagement.Organisation{}
}

// shown is a message to be looked at: its buttons are named, and do nothing.
func shown(m bot.Message) []bot.Block {
	blocks := []bot.Block{bot.Say("**" + plain(m.Title) + "**")}
	for _, b := range m.Blocks {
		if len(b.Buttons) == 0 {
			blocks = append(blocks, b)
			continue
		}
		labels := make([]string, len(b.Buttons))
		for i, button := range b.Buttons {
			labels[i] = plain(button.Label)
		}
		blocks = append(blocks, bot.Aside("Buttons: "+strings.Join(labels, " · ")))
	}
	return blocks
}

// previewHash is of everything that suppliers would see, and of who they are.
func (t *turn) previewHash() string {
	var all []any
	for _, users := range []bool{false, true} {
		all = append(all, t.welcomeMessage(users).Blocks)
		for _, a := range t.rooms(users) {
			all = append(all, a.Key())
		}
	}
	for _, s := range t.state.Sections() {
		all = append(all, s)
	}
	data, err := json.Marshal(all)
	t.fail(err)
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:4])
}

// openButton opens what was seen, and nothing else.
func (t *turn) openButton(hash string) bot.Button {
	n := len(t.state.Organisations())
	label := "Open to " + count(n, "supplier", "suppliers")
	if len(t.rooms(true)) > 0 {
		label = "Open to " + count(n, "organisation", "organisations")
	}
	return bot.Button{Label: label, Action: actionSay, Value: "open now " + hash, Typed: "open now"}
}

// open lets suppliers in, if what they will see was seen.
func (t *turn) open(l line) {
	if t.state.Stage() == engagement.Preparing {
		rest, now := l.cut("now")
		_, confirmed := readLine(t.ev.Text + t.ev.Value).cut("open now")
		now = now || confirmed
		if _, refusal := t.state.Open(t.now, t.person()); refusal != nil {
			t.refuse(refusal)
			return
		}
		hash := t.previewHash()
		asked := strings.TrimPrefix(strings.TrimSpace(rest.norm), "now ")
		if pressed := t.ev.Kind == bot.Pressed; t.talk.seen != hash || pressed && !strings.HasSuffix(asked, hash) {
			t.showPreview(t.whyPreview())
			return
		}
		if !now {
			t.note(bot.Say(t.recipients()), bot.Say("They get what you saw in the preview, at the same moment. It can't be taken back."), buttons(t.openButton(hash), press("Look again", "preview")))
			return
		}
	}
	t.openNow()
}

// whyPreview says why a preview comes first.
func (t *turn) whyPreview() string {
	if t.talk.seen == "" {
		return "Before it opens, please read what suppliers will see."
	}
	return "Something has changed since the last preview, so please read it once more."
}

func (t *turn) openNow() {
	if t.state.Stage() == engagement.Talking {
		t.note(bot.Say("It is open already. To see who has answered, write **status**."))
		return
	}
	facts, refusal := t.state.Open(t.now, t.person())
	if !t.take(facts, refusal) {
		return
	}
	for _, users := range []bool{false, true} {
		m := t.welcomeMessage(users)
		m.Key, m.To = "welcome", t.rooms(users)
		if users {
			m.Key = "welcome:users"
		}
		t.post(m)
	}
	for _, o := range t.state.Organisations() {
		t.postList(o)
	}
	if t.settings.RecordKey != "" {
		t.post(t.keyNotice())
	}
	n := len(t.state.Organisations())
	t.reply("Open: "+count(n, "organisation has", "organisations have")+" the welcome and the sections",
		bot.Say("They can answer until **"+t.moment(t.state.About().Closing, t.now)+"**. You will hear here at once when somebody asks a question or steps back; the rest comes with the digest."),
		bot.Say(t.digestPlan()),
		buttons(press("Status", "status")),
	)
}

// keyNotice gives the team the public half of the key that signs checkpoints,
// before there is anything to sign: whoever kept it can check the record
// without having to trust the service.
func (t *turn) keyNotice() bot.Message {
	about := t.state.About()
	to, _ := t.address(about.Room)
	return bot.Message{
		Key: "record-key", Class: bot.Notice, To: []bot.Address{to}, Title: "To keep with your files",
		Blocks: []bot.Block{
			bot.Say("Everything said from now on stands on a record that nobody can change unnoticed. Every digest carries a signed checkpoint of it, and with this key anybody can check it later:"),
			bot.Say(plain(t.settings.RecordKey)),
			bot.Aside("Whoever looks after the service does that with **soundings verify**."),
		},
	}
}

// digestPlan says when the next digest comes.
func (t *turn) digestPlan() string {
	if next, ok := t.nextDigest(); ok {
		return "The next digest comes on **" + t.moment(next, t.now) + "**."
	}
	return "No digest is planned yet. Write **schedule fridays 16:00** to have one arrive here every week, or **digest** for one at any time."
}

// close ends the engagement, after a last question.
func (t *turn) close(l line) {
	_, now := readLine(t.ev.Text + t.ev.Value).cut("close now")
	if _, dated := readMoment(l.words(), t.now, t.zone()); dated && !l.empty() {
		t.setClosing(l) // "close on Friday" is no wish to close now
		return
	}
	if t.state.Stage() == engagement.Closed {
		t.refuse(&engagement.Refusal{Code: engagement.NowClosed, Stage: engagement.Closed})
		return
	}
	if !now && !l.is("now") {
		answered, asked := t.heard()
		if t.state.OpenedAt().IsZero() {
			t.note(
				bot.Say("End **"+plain(t.state.About().Title)+"** before it has begun? Suppliers have heard nothing of it, and would not. It can't be opened after that."),
				buttons(press("End it now", "close now")),
			)
			return
		}
		t.note(
			bot.Say(fmt.Sprintf("Close **%s** now? %d of %d have answered. Every organisation asked gets a thank-you, and nothing more can be answered. It can't be opened again.", plain(t.state.About().Title), answered, asked)),
			buttons(press("Close it now", "close now")),
			bot.Aside(t.otherwiseCloses()),
		)
		return
	}
	t.closeNow(t.person())
}

func (t *turn) otherwiseCloses() string {
	closing := t.state.About().Closing
	if closing.IsZero() || t.state.Stage() != engagement.Talking {
		return "Nothing has been closed yet."
	}
	return "Left alone, it closes by itself on " + t.moment(closing, t.now) + "."
}

// closeNow ends it, by somebody's wish or (nobody) because the time has come.
func (t *turn) closeNow(by engagement.Person) {
	wasOpen := !t.state.OpenedAt().IsZero()
	facts, refusal := t.state.Close(by, "")
	if !t.take(facts, refusal) || len(facts) == 0 {
		return
	}
	if wasOpen {
		for _, users := range []bool{false, true} {
			m := t.thanks(users)
			m.To = t.rooms(users)
			t.post(m)
		}
		for _, o := range t.state.Organisations() {
			t.refreshList(o)
			t.leaveRoom(o)
		}
	}
	title, blocks := t.closedForTeam()
	if by == "" {
		t.tell("closed", title, blocks...)
		return
	}
	t.reply(title, blocks...)
}

// leaveRoom lets another engagement have the organisation's room to itself.
// Where there is none, this one goes on answering that it is closed.
func (t *turn) leaveRoom(o engagement.Organisation) {
	if a, ok := t.address(o.Room); ok {
		t.fail(t.tx.Link(a, false))
	}
}

// heard counts the suppliers that answered something, of those asked.
func (t *turn) heard() (answered, asked int) {
	for _, o := range t.state.Organisations() {
		if o.Users {
			continue
		}
		asked++
		if !o.Answered.IsZero() {
			answered++
		}
	}
	return answered, asked
}
