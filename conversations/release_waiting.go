package conversations

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// The forms about what goes to everybody. Stored: add, never change.
const (
	actionNews    = "news"     // something to everybody
	actionSendNow = "send-now" // why the release in the value can't wait
	actionEdit    = "edit"     // other words for the release in the value
	actionChange  = "change"   // another text for the section in the value
)

// releaseForms are those forms.
func releaseForms() []form {
	return []form{
		{actionNews, (*turn).openNews, (*turn).sendNews},
		{actionSendNow, (*turn).openSendNow, (*turn).sendSendNow},
		{actionEdit, (*turn).openEdit, (*turn).sendEdit},
	}
}

// openNews asks what everybody should read.
func (t *turn) openNews() {
	t.showForm(bot.Form{
		Action: actionNews, Title: "Send to everyone", Submit: "Show me how it reads", Typed: "send: your words",
		Blocks: []bot.Block{bot.Say("Nothing goes out before you have read it as everybody will.")},
		Fields: []bot.Field{
			{Name: fieldTitle, Kind: bot.Line, Label: "In one line", Hint: "You may leave it empty.", Value: t.filled(fieldTitle, ""), Max: engagement.MostTitle},
			{Name: fieldText, Kind: bot.Words, Label: "What everybody should know", Hint: "Markdown is understood.", Value: t.filled(fieldText, ""), Required: true, Max: engagement.MostNews},
			{Name: fieldFile, Kind: bot.Upload, Label: "A file that goes with it", Hint: "You may leave it out."},
		},
	})
}

func (t *turn) sendNews() {
	if t.entered(fieldText) == "" {
		t.wrongIn(fieldText, "Please write what everybody should know.")
		return
	}
	t.putForward(t.entry(fieldTitle), t.entered(fieldText))
}

// openSendNow asks why something can't wait for its slot.
func (t *turn) openSendNow() {
	r, ok := t.waitingRelease(strings.ToUpper(t.ev.Value))
	if !ok {
		return
	}
	t.showForm(bot.Form{
		Action: actionSendNow, Value: r.ID, Title: "Send now", Submit: "Send to everybody now", Typed: "send now " + r.ID + ": why",
		Blocks: []bot.Block{bot.Say("**" + plain(t.releaseName(r)) + "** goes to " + t.reachWords(t.compose(r)) + " at once. Otherwise it goes with the slot on " + t.moment(t.dueOf(r), t.now) + ".")},
		Fields: []bot.Field{{
			Name: fieldText, Kind: bot.Line, Label: "Why can't it wait?", Hint: "It stays on the record. Suppliers count on the two days a week.",
			Value: t.filled(fieldText, r.Why), Required: true, Max: engagement.MostReason,
		}},
	})
}

func (t *turn) sendSendNow() {
	why := t.entry(fieldText)
	if why == "" {
		t.wrongIn(fieldText, "Please say why it can't wait.")
		return
	}
	t.sendWaiting(strings.ToUpper(t.ev.Value), readLine(why), true)
}

// openEdit asks for other words.
func (t *turn) openEdit() {
	r, ok := t.waitingRelease(strings.ToUpper(t.ev.Value))
	if !ok {
		return
	}
	label := map[engagement.ReleaseKind]string{engagement.Answers: "The answer", engagement.Changes: "What stands before the changes", engagement.DigestForAll: "The introduction"}[r.Of]
	if label == "" {
		label = "What everybody should know"
	}
	t.showForm(bot.Form{
		Action: actionEdit, Value: r.ID, Title: "Edit " + r.ID, Submit: "Show me how it reads", Typed: "edit " + r.ID + ": other words",
		Fields: []bot.Field{
			{Name: fieldTitle, Kind: bot.Line, Label: "In one line", Hint: "You may leave it empty.", Value: t.filled(fieldTitle, r.Title), Max: engagement.MostTitle},
			{Name: fieldText, Kind: bot.Words, Label: label, Value: t.filled(fieldText, r.Text), Max: engagement.MostNews},
		},
	})
}

func (t *turn) sendEdit() {
	t.giveWords(strings.ToUpper(t.ev.Value), t.entry(fieldTitle), t.entered(fieldText))
}

// editRelease takes "edit N1: other words".
func (t *turn) editRelease(l line) {
	id, rest, ok := l.cutRelease()
	if !ok || rest.empty() {
		t.note(bot.Say("Which one, and what should it say? Write for example **edit N1: The site visit is on 13 June.** What waits is listed under **waiting**."))
		return
	}
	r, _ := t.state.Release(id)
	t.giveWords(id, r.Title, rest.words())
}

// giveWords gives a release other words and shows it again.
func (t *turn) giveWords(id, title, text string) {
	if r, _ := t.state.Release(id); r.Waiting() && r.Of == engagement.Inquiries {
		t.giveInquiryWords(r, text)
		return
	}
	if r, _ := t.state.Release(id); r.Waiting() && r.Of == engagement.Plainly && len(r.Sections) > 0 {
		t.note(bot.Say(fmt.Sprintf("**%s** is plain words alone. For others write **plain %d: your words**. Nothing was changed.", r.ID, r.Sections[0])), buttons(plainButton(r.Sections[0])))
		return
	}
	facts, refusal := t.state.EditRelease(engagement.ReleaseEdited{ID: id, Title: title, Text: text, By: t.person()})
	switch {
	case refusal != nil:
		t.refuseKeeping(refusal, text)
	case len(facts) == 0:
		t.note(bot.Say("That is what it says already. Nothing was changed."))
	case t.take(facts, nil):
		r, _ := t.state.Release(id)
		t.offerRelease(r, "With the new words. Whoever agreed before has to agree again.")
	}
}

// waitingRelease gives a release that waits, or answers why there is none.
func (t *turn) waitingRelease(id string) (engagement.Release, bool) {
	r, ok := t.state.Release(id)
	switch {
	case !ok:
		t.refuse(&engagement.Refusal{Code: engagement.UnknownRelease, Release: id})
	case !r.Waiting():
		t.refuse(&engagement.Refusal{Code: engagement.ReleaseOver, Release: id, At: r.Sent})
	default:
		return r, true
	}
	return r, false
}

// listWaiting lists what waits to go to everybody.
func (t *turn) listWaiting(line) {
	waits := t.state.Waits()
	if len(waits) == 0 {
		t.note(bot.Say("Nothing waits to go to everybody. The next slot is "+t.slotWords()+"."), buttons(opens("Send to everyone", actionNews, "", "send: your words")))
		return
	}
	title := count(len(waits), "thing waits", "things wait") + " to go to everybody"
	if aboutBidders(waits) {
		title = strings.TrimSuffix(title, " to go to everybody")
	}
	if t.goes(waits) == nil {
		title = "Not sent to everybody"
	}
	t.noteTitled(title, t.waitingBlocks(waits)...)
}

// aboutBidders says whether any of these goes to one bidder alone.
func aboutBidders(waits []engagement.Release) bool {
	return slices.ContainsFunc(waits, func(r engagement.Release) bool { return r.Of == engagement.Bidders })
}

func (t *turn) slotWords() string {
	slot := t.nextSlot(t.now)
	if slot.IsZero() {
		return "not known"
	}
	return "on " + t.moment(slot, t.now)
}

// waitingBlocks are what waits, with how far each is.
func (t *turn) waitingBlocks(waits []engagement.Release) []bot.Block {
	var items []bot.Item
	for _, r := range waits {
		open := view("Read", "read "+r.ID)
		item := bot.Item{Label: r.ID + " " + t.releaseName(r), Status: strings.ToLower(t.releaseState(r)[:1]) + t.releaseState(r)[1:], Tone: bot.ToDo, Button: &open}
		if r.Ready() {
			item.Tone = bot.Done
		}
		items = append(items, item)
	}
	aside := "To read one as everybody will: **read " + waits[0].ID + "**. The next slot is " + t.slotWords() + "."
	if t.goes(waits) == nil || aboutBidders(waits) {
		aside = "To read one: **read " + waits[0].ID + "**."
	}
	return []bot.Block{{Items: items}, bot.Aside(aside)}
}

// showRelease shows one release: as everybody will read it, or as it was sent.
func (t *turn) showRelease(l line) {
	id, _, ok := l.cutRelease()
	if !ok {
		t.listWaiting(l)
		return
	}
	r, ok := t.state.Release(id)
	switch {
	case !ok:
		t.refuse(&engagement.Refusal{Code: engagement.UnknownRelease, Release: id})
	case !r.Waiting():
		t.noteTitled(r.ID+": "+t.releaseName(r), t.asSent(r)...)
	case t.ev.Kind == bot.Looked || t.ev.Again || t.releases.shown[id] == t.compose(r).hash():
		t.noteTitled(r.ID+": "+t.releaseName(r), t.releasePreview(r, t.compose(r), "")...)
	default:
		t.offerRelease(r, "")
	}
}

// asSent is a release as everybody had it.
func (t *turn) asSent(r engagement.Release) []bot.Block {
	head := "**" + t.releaseState(r) + ".**"
	if where := t.arrivedWords(r); where != "" {
		head += " It arrived in " + where + "."
	}
	blocks := []bot.Block{bot.Say(head)}
	sent, err := contentOf(cmp.Or(r.Content, r.Plain))
	t.fail(err)
	blocks = append(blocks, sent...)
	for _, c := range t.state.Corrections(r.ID) {
		blocks = append(blocks, bot.Say("**Put right with "+c.ID+"** on "+t.moment(c.Sent, t.now)+". Whoever looks it up reads that, with these words as what no longer holds."))
	}
	blocks = append(blocks, rowOf(t.correctRow(r))...)
	if r.Hash != "" {
		blocks = append(blocks, bot.Aside("What was sent has the hash "+shortRoot(strings.TrimPrefix(r.Hash, "sha256:"))+"."))
	}
	return blocks
}

// holdRelease keeps a release back, or lets it go on.
func (t *turn) holdRelease(l line, on bool) {
	id, rest, ok := l.cutRelease()
	if !ok || !rest.empty() {
		t.note(bot.Say("Which one? Write for example **hold N1** or **go on N1**. What waits is listed under **waiting**."))
		return
	}
	r, _ := t.state.Release(id)
	f := engagement.ReleaseHeld{ID: id, On: on, By: t.person()}
	if !on && !r.Due.IsZero() && !r.Due.After(t.now) {
		f.Due = t.nextSlot(t.now)
	}
	facts, refusal := t.state.Hold(f)
	if refusal != nil {
		t.refuse(refusal)
		return
	}
	if len(facts) == 0 {
		t.note(bot.Say("That is so already."))
		return
	}
	if !t.take(facts, nil) {
		return
	}
	r, _ = t.state.Release(id)
	switch {
	case on:
		t.reply("", bot.Say("Held: **"+id+"** goes to nobody until **go on "+id+"**."), buttons(press("Go on", "go on "+id), press("Drop", "drop "+id)))
	case r.Ready() && r.Due.IsZero():
		t.sendOut(time.Time{}, []engagement.Release{r})
	case r.Ready():
		t.reply("", bot.Say("**"+id+"** goes "+t.goesWhen(r)+" to "+t.reachWords(t.compose(r))+"."), buttons(press("Hold", "hold "+id)))
	default:
		t.reply("", bot.Say("**"+id+"** is not held any more. Nobody has agreed to it as it reads now, so it does not go yet."), t.releaseRow(r))
	}
}

// dropRelease ends a release that waits.
func (t *turn) dropRelease(l line) {
	id, rest, ok := l.cutRelease()
	if !ok {
		t.note(bot.Say("Which one? Write for example **drop N1: said by phone**. What waits is listed under **waiting**."))
		return
	}
	r, _ := t.state.Release(id)
	q, _ := t.state.InquiryOf(id)
	facts, refusal := t.state.Drop(engagement.ReleaseDropped{ID: id, By: t.person(), Why: rest.words()})
	if !t.take(facts, refusal) {
		return
	}
	then := ""
	switch {
	case r.Corrects != "":
		then = " What everybody has been told of " + series(slices.Clone(r.Questions)) + " stays as it is."
	case len(r.Questions) > 0:
		then = " " + upperFirst(series(r.Questions)) + plural(len(r.Questions), " waits", " wait") + " for an answer again."
	case r.Of == engagement.Changes:
		then = " The draft stays as it is."
	case r.Of == engagement.Plainly:
		then = " People who use services go on reading the words before."
	case r.Of == engagement.Abouts:
		then = " What everybody has read stays as it is."
	case r.Of == engagement.Outcomes:
		then = " " + q.ID + " stays open."
	}
	t.reply("", bot.Say("Dropped: **"+id+"** was read by nobody and goes to nobody."+then))
}
