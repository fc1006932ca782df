package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// accepts says whether answers are taken in this room now: nil, or why not. While
// a dialogue goes on, they are in its rooms alone.
func (t *turn) accepts() *engagement.Refusal {
	if t.state.ReadOnly(room(t.ev.Room)) && room(t.ev.Room) != t.state.About().Room {
		return &engagement.Refusal{Code: engagement.NowDialogue, Stage: engagement.Dialogue}
	}
	return t.state.Accepts(t.now)
}

// taking says whether answers of an organisation are taken, as far as the stage
// goes.
func (d *Domain) taking(o engagement.Organisation) bool {
	stage := d.state.Stage()
	return stage == engagement.Talking || stage == engagement.Dialogue && d.state.Admitted(o.ID)
}

// stageOnList is what the head of a list says in place of the closing time; empty:
// that is what it says.
func (d *Domain) stageOnList(o engagement.Organisation) string {
	switch d.state.Stage() {
	case engagement.Paused:
		return "nothing more is taken at present"
	case engagement.Dialogue:
		if !d.taking(o) {
			return onlyToRead
		}
		return "dialogue within the procedure"
	case engagement.Preparing, engagement.Talking, engagement.Closed:
	}
	return ""
}

// onlyToRead stands on a list from which nothing can be done.
const onlyToRead = "only to read"

// inReadOnlyRoom answers in a room that only shows what stands in it, as a dialogue
// goes on elsewhere: whatever can be read there, can be read, and what somebody
// fears for somebody's safety is taken everywhere.
func (t *turn) inReadOnlyRoom() {
	if t.safetyHere() {
		return
	}
	if t.ev.Kind == bot.Looked {
		if _, ok := formOf(supplierForms(), t.ev.Action); !ok {
			t.look(t.forSuppliers, nil, (*turn).supplierHome)
			return
		}
	}
	words := strings.TrimSpace(t.ev.Text)
	l, ok := t.typed()
	switch {
	case !ok:
		words = strings.TrimSpace(t.ev.Fields[fieldWords])
	case l.empty() || l.is(greetings()...):
		t.supplierHome()
		return
	case t.amongThemselves() && !answerLike(l):
		return // they talk to each other
	default:
		if c, rest, known := match(t.forSuppliers, l, false); known && c.view {
			c.run(t, rest)
			return
		}
		if rest, n, numbered := l.cutNumber(); numbered && rest.empty() {
			t.card(n)
			return
		}
		if after, shows := l.cutAny("show", "read", "section"); shows {
			if rest, n, numbered := after.cutNumber(); numbered && rest.empty() {
				t.card(n)
				return
			}
		}
	}
	if t.ev.Kind == bot.Pressed {
		words = ""
	}
	t.refuseKeeping(t.accepts(), words)
}

// deedOf is what a command of the team does, as far as a later stage forbids it as
// such; false: its own rule says when.
func deedOf(c command) (engagement.Deed, bool) {
	switch c.names[0] {
	case "import", "leave out", "fixed", "open to change", "don't know", "most want to know", "rehearse", "preview":
		return engagement.DoPrepare, true
	case "change", "take draft", "look again", "ask everyone", "ask", "matters most":
		return engagement.DoChange, true
	case "answer", "won't answer":
		return engagement.DoTell, true
	case "closes":
		return engagement.DoClosing, true
	case "kept", "thinking", "suppliers' digest":
		return engagement.DoAccount, true
	}
	return engagement.DoNote, false
}

// tooLateFor answers a command that the stage forbids, before anything is asked for
// it; false: it may be tried. While it is prepared and while talks go on, each
// command says itself what it needs.
func (t *turn) tooLateFor(c command) bool {
	deed, ok := deedOf(c)
	if stage := t.state.Stage(); !ok || stage == engagement.Preparing || stage == engagement.Talking {
		return false
	}
	refusal := t.state.May(deed)
	if refusal == nil {
		return false
	}
	t.refuseKeeping(refusal, "")
	return true
}

// whyPaused says that nothing more is taken, and as far as that is known where to
// go.
func (t *turn) whyPaused() string {
	if t.org.ID == "" && room(t.ev.Room) == t.state.About().Room {
		if t.state.Notice().IsOut() {
			return "The tender notice is out, so that can't be done any more. **stage** shows what can."
		}
		return "Talking is paused, so that can't be done now. **stage** shows what can; **reopen: why** takes views again."
	}
	if !t.state.Notice().IsOut() && t.org.Users {
		return "We have stopped asking for now. We will say here how it goes on. Nothing you wrote just now was passed on. " + t.helpNow()
	}
	if !t.state.Notice().IsOut() {
		return forNow + " Nothing you wrote just now was passed on."
	}
	if t.org.Users {
		return "We have stopped asking: the search for a firm to run the service has begun, and has rules of its own. Nothing you wrote just now was passed on. " + t.helpNow()
	}
	return "We've stopped taking views on this draft: the formal procurement has begun, and from now on every question goes through it, so that all bidders get the same answers. Nothing you wrote just now was passed on.\n\n" + t.whereToGo()
}

// forNow is said where talking is paused and nobody has said yet that the notice is
// out: nothing is claimed of that.
const forNow = "We've stopped taking views on this draft for now. We'll say here when and where the next step starts."

// whereToGo says where the formal procurement takes place.
func (d *Domain) whereToGo() string {
	n := d.state.Notice()
	text := "**Go here:** " + plain(n.Reference)
	if n.Link != "" {
		text += ", [" + plain(hostOf(n.Link)) + "](" + n.Link + ")"
	}
	sent := d.state.Sent()
	said := slices.IndexFunc(sent, func(r engagement.Release) bool { return r.Of == engagement.Notices })
	if said >= 0 && oneLine(sent[said].Text) != "" {
		text += " · " + plain(oneLine(sent[said].Text))
	}
	return text
}

// whyDialogue is for whoever writes where nothing is taken because a dialogue goes
// on, or did.
func (t *turn) whyDialogue() string {
	f, _ := t.state.TheDialogue()
	switch {
	case t.org.ID == "" && t.state.Stage() != engagement.Dialogue:
		return "It went into the procedure **" + plain(f.Reference) + "**, so that can't be done any more. **stage** shows what can."
	case t.org.ID == "" && room(t.ev.Room) == t.state.About().Room:
		return "Talks go on with admitted bidders alone, within the procedure **" + plain(f.Reference) + "**, so that can't be done. **stage** shows what can."
	case t.state.TakenOut(t.org.ID):
		return "You take no part in the dialogue any more, so nothing more is taken here. Nothing you wrote just now was passed on.\n\n" + t.dialogueElsewhere(f)
	case t.state.Admitted(t.org.ID):
		return "This room only shows what was said before. The dialogue takes place in your new room" + t.dialoguePlace(t.org) + ". Nothing you wrote just now was passed on."
	}
	if t.org.Users {
		return "We have stopped asking: the search for a firm to run the service has begun, and has rules of its own. Nothing you wrote just now was passed on. " + t.helpNow()
	}
	return "We've stopped taking views on this draft: it is in the formal procurement now, and goes on with the bidders that were admitted to it. Nothing you wrote just now was passed on.\n\n" + t.dialogueElsewhere(f)
}

// dialogueElsewhere says where those go who are not admitted.
func (d *Domain) dialogueElsewhere(f engagement.DialogueDrafted) string {
	text := "**Go here:** " + plain(f.Reference)
	link := f.Link
	if n := d.state.Notice(); link == "" && n.IsOut() && n.Reference == f.Reference {
		link = n.Link
	}
	if link != "" {
		text += ", [" + plain(hostOf(link)) + "](" + link + ")"
	}
	return text + "."
}

// dialoguePlace says where a bidder's room of the dialogue is; empty: it is not
// there yet.
func (t *turn) dialoguePlace(o engagement.Organisation) string {
	if all := t.allRooms(o); len(all) > 0 && t.chats(all[0].Adapter) {
		return ", **" + plain(t.channelName(all[0])) + "**"
	}
	return ""
}

// whyWrongStage says to the team what leads on from here.
func (t *turn) whyWrongStage() string {
	switch t.state.Stage() {
	case engagement.Preparing:
		return "It has not been opened yet, so there is nothing to pause. **preview** comes first, then **open**."
	case engagement.Talking:
		return "It is open already, and views are taken. **status** shows who has answered."
	case engagement.Paused, engagement.Closed:
		return "It was open before. To take views again, everybody is told why: **reopen until 14 July: why**."
	case engagement.Dialogue:
		return t.whyDialogue()
	}
	return "That can't be done just now, and nothing was changed."
}

// mayAccount says whether suppliers may be told what changed because of them, with
// counts and reasons: never from a dialogue on.
func (d *Domain) mayAccount() bool { return d.state.May(engagement.DoAccount) == nil }
