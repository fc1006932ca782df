package conversations

import (
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// openButton opens what was seen, and nothing else.
func (t *turn) openButton(hash string) bot.Button {
	n := len(t.state.Organisations())
	label := "Open to " + count(n, "supplier", "suppliers")
	if t.anyAsked(true) {
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
		if refusal := t.state.CouldOpen(t.now); refusal != nil {
			t.notReady(refusal)
			return
		}
		hash := t.previewHash()
		asked := strings.TrimPrefix(strings.TrimSpace(rest.norm), "now ")
		pressed := t.ev.Kind == bot.Pressed
		if pressed && now && strings.HasSuffix(asked, hash) && t.talk.seen != hash {
			t.saw(hash) // the button stands under exactly what was to be read
		}
		if t.talk.seen != hash || pressed && now && !strings.HasSuffix(asked, hash) {
			t.showPreview(t.whyPreview())
			return
		}
		if !now {
			t.note(append(t.goesOut(), bot.Say("They get what you saw in the preview, at the same moment. It can't be taken back."), buttons(t.openButton(hash), view("Look again", "preview")))...)
			return
		}
		if !t.opensAlone(hash) {
			return
		}
	}
	t.openNow()
}

// opensAlone says whether it may open now; if not it says so, and asks somebody else:
// what everybody reads first goes out like the rest.
func (t *turn) opensAlone(hash string) bool {
	_, refusal := t.state.Open(t.now, t.person())
	wanted := t.state.Opening()
	switch {
	case !t.state.About().Second, refusal == nil && wanted.Hash == hash:
		return true
	case refusal != nil && wanted.Hash == hash:
		t.refuse(refusal)
		return false
	}
	facts, refusal := t.state.WantToOpen(t.now, engagement.OpenWanted{Hash: hash, By: t.person()})
	if !t.take(facts, refusal) {
		return false
	}
	agree := t.openButton(hash)
	agree.Label = "I agree: " + lowerFirst(agree.Label)
	lead := named(t.person()) + " would like to open it. **That takes a second person, too:** until somebody else of the team has read what suppliers will see and agrees, nobody hears anything."
	if wanted.By != "" && wanted.By != t.person() {
		lead = "What suppliers will see is other than what " + named(wanted.By) + " wanted to open with. " + lead
	}
	t.reply("Open it?", append(append([]bot.Block{bot.Say(lead)}, t.goesOut()...), buttons(view("Read it first", "preview"), agree))...)
	return false
}

// notReady says all that is missing before it can be opened, and what comes
// next.
func (t *turn) notReady(r *engagement.Refusal) {
	if t.couldShow() {
		t.refuse(r)
		return
	}
	t.note(bot.Say("It can't be opened yet, and nothing was sent. "+t.next()), t.nextRow())
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
	if t.state.CouldOpen(t.now) == nil {
		t.endRehearsal("The engagement itself is open now.")
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
		t.postWelcome(m)
	}
	t.toTables(t.tableWelcome())
	for _, o := range t.state.Organisations() {
		t.linkMail(o)
		t.postList(o)
	}
	if t.settings.RecordKey != "" {
		t.post(t.keyNotice())
	}
	blocks := t.linksToPass()
	row := []bot.Button{view("Status", "status")}
	if len(blocks) > 0 {
		row = append([]bot.Button{view("Links to pass on", "links")}, row...)
	}
	if _, planned := t.nextDigest(); !planned {
		row = append(row, planDigest())
	}
	blocks = append(append(blocks, t.unreachedBlocks()...),
		bot.Say("They can answer until **"+t.moment(t.state.About().Closing, t.now)+"**. You will hear here at once when somebody asks a question or steps back; the rest comes with the digest."),
		bot.Say(t.digestPlan()),
		buttons(row...),
	)
	t.reply(t.openedTitle(), blocks...)
}

// linksToPass tells of those who hear nothing unless somebody passes a link on;
// nil: there are none.
func (t *turn) linksToPass() []bot.Block {
	n := t.linkOnly()
	if n == 0 {
		return nil
	}
	know := "They know nothing of it"
	if n == 1 {
		know = "It knows nothing of it"
	}
	return []bot.Block{bot.Say("**" + count(n, "organisation has", "organisations have") + " a link only.** " + know + " until you pass the link on: **links** shows it.")}
}

// planDigest leads to when the digest comes.
func planDigest() bot.Button {
	return opens("Plan the digest", actionSchedule, "", "schedule fridays 16:00")
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
	if t.fearsStand() {
		return
	}
	if t.state.Stage() == engagement.Talking {
		rest, _ := l.cut("now")
		if why := strings.TrimLeft(rest.words(), ": "); why != "" {
			t.wantEnd(why, func(r *engagement.Refusal) { t.refuse(r) })
			return
		}
		t.askWhyEnd()
		return
	}
	if l.is("not yet", "not now", "no") {
		t.keepOpen()
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
			t.closePreview(answered, asked)...,
		)
		return
	}
	if t.closesAlone() {
		t.closeNow(t.person())
	}
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
	if _, refusal := t.state.Close(by, ""); refusal == nil {
		t.endRehearsal("The engagement itself was ended.")
	}
	facts, refusal := t.state.Close(by, "")
	if !t.take(facts, refusal) || len(facts) == 0 {
		return
	}
	if wasOpen {
		t.farewell(func(bool) []bot.Block { return nil })
	}
	t.dropCodes("")
	title, blocks := t.closedForTeam()
	if by == "" {
		t.tell(t.closeKey("closed"), title, blocks...)
		return
	}
	t.reply(title, blocks...)
}

// farewell thanks everybody, with what is to be read before that, and leaves the rooms.
func (t *turn) farewell(first func(users bool) []bot.Block) {
	t.postThanks(first)
	for _, o := range t.state.Organisations() {
		t.refreshList(o)
		t.leaveRooms(o)
	}
	t.leaveTables()
}

// leaveRooms lets another engagement have the organisation's rooms to itself.
// Where there is none, this one goes on answering that it is closed.
func (t *turn) leaveRooms(o engagement.Organisation) {
	for _, a := range t.allRooms(o) {
		t.fail(t.tx.Link(a, false))
	}
}

// heard counts the suppliers that answered something, of those asked.
func (t *turn) heard() (answered, asked int) {
	for _, o := range t.state.Counted() {
		if o.Users || o.Newcomer {
			continue // a newcomer was asked for the dialogue alone
		}
		asked++
		if t.state.Heard(o) {
			answered++
		}
	}
	return answered, asked
}
