package conversations

import (
	"slices"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// beginDialogue gives every bidder a new room and tells everybody. Before is where
// each was written to until now.
func (t *turn) beginDialogue(r engagement.Release, c composed, before map[string][]bot.Address) {
	f, _ := t.state.TheDialogue()
	if !t.take(t.state.Newcomers(), nil) {
		return
	}
	key, title := releaseKey(r.ID, time.Time{}), oneLine(t.state.About().Title)
	later := 0
	for _, o := range t.state.Organisations() {
		if t.state.Admitted(o.ID) && !t.roomForDialogue(o, contactsIn(f, o), f.By, before[o.ID]) {
			later++
		}
	}
	m := bot.Message{Key: key, Class: bot.Release, Title: title + ": the dialogue begins", Blocks: append(slices.Clone(c.Blocks), sayWho())}
	others := bot.Message{Key: key + ":others", Class: bot.Release, Title: title + ": the procurement goes on", Blocks: c.Plain}
	users := bot.Message{Key: key + ":users", Class: bot.Release, Title: title + ": how it goes on", Blocks: []bot.Block{bot.Say(dialogueForUsers)}, Plain: true}
	for _, o := range t.state.Organisations() {
		switch {
		case o.Users:
			users.To = append(users.To, before[o.ID]...)
		case !t.state.Admitted(o.ID):
			others.To = append(others.To, before[o.ID]...)
		default:
			m.To = append(m.To, t.hears(o)...)
		}
	}
	for _, each := range []bot.Message{others, users, m} {
		t.post(each)
	}
	for _, o := range t.state.Organisations() {
		if t.state.Admitted(o.ID) {
			t.showTheWay(key, o, before[o.ID])
			t.settleIn(o)
		}
		t.toRead(o, before[o.ID])
	}
	n := 0
	for _, o := range t.state.Organisations() {
		if t.state.Admitted(o.ID) {
			n++
		}
	}
	said := "**" + count(n, "bidder is", "bidders are") + " admitted**, each in a new room. Everybody else has read where it goes on."
	if later > 0 {
		said += " " + count(later, "room is", "rooms are") + " not there yet; you read here when it is."
	}
	t.tell("sent:"+key, "The dialogue has begun", append([]bot.Block{
		bot.Say(said),
		bot.Say("What bidders say is read here alone. Answers and news go to all of them at the same time; counts, quotes and what changed because of whom go to nobody outside this team any more."),
		buttons(view("Status", "status"), view("Links to pass on", "links"), press("Close", "close")),
	}, append(t.unreachedBlocks(), askAnew("them")...)...)...)
}

// askAnew tells the team that each of it is asked once more, now that some are admitted.
func askAnew(to string) []bot.Block {
	return []bot.Block{
		bot.Say("**Each of you is asked once more** whether you have a link to " + to + ", before you read on: staff, family, money, or work for " + to + "."),
		buttons(press("No link to any of them", noInterest), opens("There is one", actionInterest, "", "I declare: my brother works at Tidewell")),
	}
}

// dialogueRoomName is what the room of a bidder is called after.
func dialogueRoomName(o engagement.Organisation) string { return "dialogue " + o.Name }

// contactsIn are the people of a bidder who was not asked before.
func contactsIn(f engagement.DialogueDrafted, o engagement.Organisation) []engagement.Person {
	for _, c := range f.Newcomers {
		if o.Newcomer && c.Name == o.Name {
			return c.Contacts
		}
	}
	return nil
}

// roomForDialogue gives a bidder its room, on the sort of platform on which it was
// reached before, and more people who are written to; false: it is being made, or
// nobody can make it.
func (t *turn) roomForDialogue(o engagement.Organisation, more []engagement.Person, by engagement.Person, before []bot.Address) bool {
	people := o.Contacts
	if o.Newcomer {
		people = more
		for _, p := range more {
			facts, refusal := t.state.Contact(engagement.OrganisationContact{Organisation: o.ID, Person: p, On: true, By: by})
			t.take(facts, refusal)
		}
	}
	here := t.ev.Room.Adapter
	for _, a := range before {
		switch {
		case t.pages(a.Adapter):
			return t.mintForDialogue(o, a.Adapter, by)
		case slices.Contains(t.settings.Opens, a.Adapter):
			t.askForDialogueRoom(o, a.Adapter, people)
			return false
		}
	}
	switch {
	case o.Newcomer && t.opener() != "" && !t.pages(here):
		t.askForDialogueRoom(o, t.opener(), people)
	case o.Newcomer && t.pages(here):
		return t.mintForDialogue(o, here, by)
	case t.pages(webAdapter):
		return t.mintForDialogue(o, webAdapter, by)
	}
	return false
}

// mintForDialogue gives a bidder a page.
func (t *turn) mintForDialogue(o engagement.Organisation, adapter string, by engagement.Person) bool {
	a := t.mint(adapter, dialogueRoomName(o))
	facts, refusal := t.state.TakeDialogueRoom(engagement.DialogueRoom{Organisation: o.ID, Room: room(a), On: true, By: by})
	if !t.take(facts, refusal) {
		return false
	}
	t.use(a, "")
	return true
}

// askForDialogueRoom asks a platform for a channel of a bidder's.
func (t *turn) askForDialogueRoom(o engagement.Organisation, adapter string, people []engagement.Person) {
	t.askForRoomCalled(o, adapter, people, "+"+t.slug+"."+o.ID+".dialogue", t.slug+"-dialogue-"+slug(o.Name, engagement.MostSlug))
}

// showTheWay says in the rooms that a bidder had before where it goes on, and takes
// the buttons off the list that stands there.
func (t *turn) showTheWay(key string, o engagement.Organisation, before []bot.Address) {
	to := slices.DeleteFunc(slices.Clone(before), func(a bot.Address) bool { return a.Adapter == bot.MailAdapter })
	m := bot.Message{
		Key: "way:" + key + ":" + o.ID, Class: bot.Release, To: to, Title: oneLine(t.state.About().Title) + ": it goes on in a new room",
		Blocks: []bot.Block{bot.Say("You are admitted to the dialogue. It takes place in a new room" + t.dialoguePlace(o) + ", which only you and the buying team read. This one only shows what stands in it: what you write here is not passed on.")},
	}
	if page, ok := t.pageOf(o); ok && page.Adapter == webAdapter {
		m.Blocks = append(m.Blocks, buttons(bot.Button{Label: "Open the new room", URL: bot.LinkTo(page, "")}))
	}
	t.post(m)
}

// toRead takes what can be done off the lists that stand in the rooms of before.
func (t *turn) toRead(o engagement.Organisation, before []bot.Address) {
	keys := []string{listKey(o)}
	for _, a := range before {
		keys = append(keys, listKeyIn(o, a))
	}
	for _, key := range keys {
		var to []bot.Address
		for _, receipt := range t.tx.Messages().Receipts(key) {
			if i := slices.IndexFunc(before, func(a bot.Address) bool { return a.Key() == receipt.Room.Key() }); i >= 0 {
				to = append(to, before[i])
			}
		}
		if len(to) == 0 {
			continue
		}
		m := t.listMessage(o)
		m.Key, m.To, m.Replaces, m.Blocks = t.key("read:"+key), to, key, append([]bot.Block{bot.Say(plain(o.Name) + " · " + onlyToRead)}, withoutDeeds(m.Blocks[1:])...)
		t.post(m)
	}
}

// withoutDeeds are the blocks of a list without what can be done from it.
func withoutDeeds(blocks []bot.Block) []bot.Block {
	var rest []bot.Block
	for _, b := range blocks {
		if len(b.Buttons) > 0 || b.Text != nil && b.Text.Small {
			continue
		}
		b.Items = slices.Clone(b.Items)
		for i := range b.Items {
			b.Items[i].Button, b.Items[i].Tone = nil, bot.Quiet
			if b.Items[i].Status == toDo {
				b.Items[i].Status = notAnswered
			}
		}
		rest = append(rest, b)
	}
	return rest
}

// settleIn puts into the new room of a bidder what it needs beside the first
// message: its list and, if it was not asked before, what everybody has had.
func (t *turn) settleIn(o engagement.Organisation) {
	t.linkMail(o)
	t.postPack(o, t.hears(o), t.key("pack:"+o.ID), t.packLead(o))
	t.postList(o)
}

// What stands over what others had before: for who was not asked then, for who was
// and came late to the dialogue, and for who did neither.
const (
	packDialogue = "This went to everybody who was asked before the procedure began. Here it is in that order and in the same words, so that you have what the others have."
	packBidders  = "This went to all bidders before this room was there. Here it is in that order and in the same words, so that you have what they have."
	packBoth     = "This went to everybody who was asked before the procedure began, and since then to all bidders. Here it is in that order and in the same words, so that you have what they have."
)

func (t *turn) packLead(o engagement.Organisation) string {
	switch {
	case !o.Newcomer:
		return packBidders
	case slices.ContainsFunc(t.state.Sent(), t.inDialogue):
		return packBoth
	}
	return packDialogue
}

// dialogueBegins is what began the dialogue, as bidders had it.
func (t *turn) dialogueBegins() bot.Message {
	f, _ := t.state.TheDialogue()
	r, _ := t.state.Release(f.Release)
	said, err := contentOf(r.Content)
	t.fail(err)
	return bot.Message{Class: bot.Release, Title: oneLine(t.state.About().Title) + ": the dialogue begins", Blocks: said}
}

// catchUpDialogue puts into a bidder's room what it should find there.
func (t *turn) catchUpDialogue(o engagement.Organisation, a bot.Address) {
	if !t.state.Admitted(o.ID) {
		t.tellWhyNot(o, a)
		return
	}
	if !slices.ContainsFunc(t.allRooms(o), func(b bot.Address) bool { return b.Key() == a.Key() }) {
		return // one of before
	}
	m := t.dialogueBegins()
	m.Key, m.To = t.key("welcome:"+o.ID), []bot.Address{a}
	t.post(m)
	t.setChannel(a, func(c *channel) { c.Caught, c.Fails, c.Refuses = m.Key, "", false })
	t.postPack(o, []bot.Address{a}, t.key("pack:"+o.ID), t.packLead(o))
	t.postList(o)
}

// tellWhyNot puts into a room that could not be reached what those read who are not
// admitted.
func (t *turn) tellWhyNot(o engagement.Organisation, a bot.Address) {
	f, _ := t.state.TheDialogue()
	r, _ := t.state.Release(f.Release)
	key := releaseKey(r.ID, time.Time{}) + ":others"
	said, err := contentOf(r.Plain)
	if out, ok := t.takenOutBy(o); ok {
		key = releaseKey(out.ID, time.Time{})
		said, err = contentOf(out.Content)
	}
	t.fail(err)
	if o.Users {
		key, said = releaseKey(r.ID, time.Time{})+":users", []bot.Block{bot.Say(dialogueForUsers)}
	}
	for _, receipt := range t.tx.Messages().Receipts(key) {
		if receipt.Room.Key() == a.Key() && receipt.State == bot.Sent {
			return
		}
	}
	m := bot.Message{Key: t.key("pack:" + o.ID), Class: bot.Release, To: []bot.Address{a}, Title: oneLine(t.state.About().Title) + ": how it goes on", Blocks: said, Plain: o.Users}
	t.post(m)
	t.setChannel(a, func(c *channel) { c.Caught, c.Fails, c.Refuses = m.Key, "", false })
}

// stillTold says whether somebody who missed a release is told of it now. What
// begins a dialogue is told by itself; from then on nobody is told what would say
// how suppliers stand, nor anything that they want to hear no more of.
func (t *turn) stillTold(r engagement.Release, o engagement.Organisation) bool {
	if r.Of == engagement.Dialogues {
		return false
	}
	if r.Of == engagement.Notices || r.Of == engagement.Results {
		return t.wantsToHear(o, r.Of)
	}
	return !t.state.Dialogued() || r.Of == engagement.News || r.Of == engagement.Answers || r.Of == engagement.Changes || r.Of == engagement.Reopenings
}
