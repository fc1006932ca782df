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

// sendDue sends what is ready for a slot, in one message for each room.
func (t *turn) sendDue(slot time.Time) {
	t.sendOut(slot, t.state.DueNow(t.now))
}

// sendOut sends releases to everybody, at once: what was agreed to, and nothing
// else. Slot is zero where it does not wait for one.
func (t *turn) sendOut(slot time.Time, due []engagement.Release) {
	var going []outgoing
	due = t.turningFirst(due)
	slices.SortStableFunc(due, func(a, b engagement.Release) int { return cmp.Compare(bundlePlace(a.Of), bundlePlace(b.Of)) })
	for _, r := range due {
		c := t.compose(r)
		if t.othersAlike(r) {
			t.askOthers(r)
			continue
		}
		if t.releases.shown[r.ID] != c.hash() || t.outdatedCounts(r) || t.outdatedQuotes(r) {
			t.changedSince(r)
			continue
		}
		facts, refusal := t.state.Send(engagement.ReleaseSent{
			ID: r.ID, Slot: slot, Hash: contentHash(content(c.Blocks), content(c.Plain)), Content: content(c.Blocks), Plain: content(c.Plain),
		})
		if refusal != nil {
			t.cannotGo(r, refusal)
			continue
		}
		g := outgoing{Release: r, composed: c, prepared: t.state.Prepared(r.ID), since: t.lastOutDigest()}
		if !t.take(facts, nil) {
			return
		}
		going = append(going, g)
	}
	if len(going) == 0 {
		return
	}
	if everybodys := everybodysOf(going); len(everybodys) > 0 {
		t.postBundle(slot, everybodys)
	}
	for _, g := range going {
		if len(g.to) > 0 {
			t.postAlone(g)
		}
	}
	t.relistAfter(going)
	t.tellSent(slot, going)
}

// relistAfter edits the lists that stand otherwise now: of those alone who got
// what goes to some, so that nobody else sees that there was anything.
func (t *turn) relistAfter(going []outgoing) {
	listed := slices.DeleteFunc(everybodysOf(going), func(g outgoing) bool { return !onLists(g.Of) })
	switch {
	case len(listed) == 0:
	case toUsersAlone(listed):
		t.refreshUsersLists()
	default:
		t.refreshLists()
		return
	}
	t.relistFirstAnswers(going)
	for _, g := range going {
		for _, id := range g.to {
			o, _ := t.state.Organisation(id)
			t.refreshList(o)
		}
	}
}

// onLists says whether a kind of release changes what stands on lists.
func onLists(of engagement.ReleaseKind) bool {
	return of == engagement.Changes || of == engagement.Plainly || of == engagement.Matters || of == engagement.Inquiries || of == engagement.Outcomes
}

// bundlePlace is where a kind of release stands in a message: changes first, then
// answers, then news. They are sent, and counted, in that order.
func bundlePlace(of engagement.ReleaseKind) int {
	return slices.Index([]engagement.ReleaseKind{
		engagement.DigestForAll, engagement.Changes, engagement.Plainly, engagement.Matters, engagement.Inquiries, engagement.Answers, engagement.Outcomes, engagement.Abouts, engagement.News,
	}, of)
}

// outgoing is a release that goes.
type outgoing struct {
	engagement.Release
	composed

	prepared []engagement.Prepared
	since    time.Time // until when the digest for suppliers before told
}

// releaseKey is the key of the message in which a release went, or goes.
func releaseKey(id string, slot time.Time) string {
	if slot.IsZero() {
		return "release:" + id
	}
	return "release:" + slot.UTC().Format(time.RFC3339)
}

// postBundle posts one message in every room of everybody who is asked.
func (t *turn) postBundle(slot time.Time, going []outgoing) {
	key := releaseKey(going[0].ID, slot)
	theirs := t.theirs(slot, going)
	for _, users := range []bool{false, true} {
		these := forThese(going, users)
		blocks := t.bundle(these, users)
		if blocks == nil {
			continue
		}
		m := bot.Message{
			Key: key, Class: bot.Release, Title: t.bundleTitle(these, users), Plain: users,
			Blocks: append(blocks, t.bundleFoot(these, users)...), To: t.rooms(users),
		}
		if users {
			m.Key += ":users"
		} else {
			t.forSteppedBack(theirs, these, blocks)
		}
		m.To = t.postTheirs(m, theirs)
		t.post(m)
	}
	if going = forThese(going, false); len(going) == 0 {
		return
	}
	m := bot.Message{
		Key: key + ":table", Class: bot.Release, Title: t.bundleTitle(going, false),
		Blocks: append(t.bundle(going, false), buttons(view("Answer privately", "answer privately"), view("See the sections", "sections"))),
	}
	t.toTables(m)
}

// bundle is what a message to everybody says: changes first, then answers, then
// news. Nil: nothing in it concerns these readers.
func (t *turn) bundle(going []outgoing, users bool) []bot.Block {
	if len(going) == 0 {
		return nil
	}
	var blocks []bot.Block
	mixed := slices.ContainsFunc(going, func(g outgoing) bool { return g.Of != going[0].Of })
	for _, group := range []struct {
		of            engagement.ReleaseKind
		heading, note string
	}{
		{engagement.DigestForAll, "", ""},
		{engagement.Changes, "Changed", ""},
		{engagement.Plainly, "In plain words", ""},
		{engagement.Matters, "What matters most", ""},
		{engagement.Inquiries, "We ask you", ""},
		{engagement.Answers, "Questions answered", "To everybody, at the same time, without saying who asked."},
		{engagement.Outcomes, "What came of our questions", ""},
		{engagement.Abouts, "Also other now", ""},
		{engagement.News, "From the buying team", ""},
	} {
		first := true
		for _, g := range going {
			said := g.Blocks
			if users {
				said = g.composed.Plain // the release has one of its own: what was sent
			}
			if g.Of != group.of || said == nil {
				continue
			}
			if first && mixed && group.heading != "" {
				blocks = append(blocks, bot.Say("## "+group.heading))
			}
			if first && group.note != "" && !users {
				blocks = append(blocks, bot.Aside(group.note))
			}
			first = false
			blocks = append(blocks, said...)
		}
	}
	return blocks
}

// bundleTitle says what kind of news it is.
func (t *turn) bundleTitle(going []outgoing, users bool) string {
	about := oneLine(t.state.About().Title)
	only := going[0].Of
	for _, g := range going {
		if g.Of != only {
			only = ""
		}
	}
	switch {
	case users:
		return about + ": something new"
	case only == engagement.Changes:
		return about + ": the draft has changed"
	case only == engagement.Answers:
		return about + ": questions answered"
	case only == engagement.Inquiries:
		return about + ": a question to you"
	case only == engagement.Outcomes:
		return about + ": what came of a question"
	case only == engagement.Matters:
		return about + ": what matters most"
	case only == engagement.DigestForAll:
		return about + ": what changed because of you"
	}
	return about + ": news for everybody asked"
}

// bundleFoot is what can be done about it.
func (t *turn) bundleFoot(going []outgoing, users bool) []bot.Block {
	if t.state.Stage() != engagement.Talking {
		return nil
	}
	var row []bot.Button
	var asked []engagement.Inquiry
	for _, g := range going {
		if q, ok := t.state.InquiryOf(g.ID); ok && g.Of == engagement.Inquiries {
			row, asked = append(row, answerInquiry(q)), append(asked, q)
		}
	}
	foot := inquiryHow(asked, users)
	if users {
		return append(foot, buttons(append(row, view("See the parts", "sections"))...))
	}
	for _, g := range going {
		for _, id := range g.Sections {
			if s, ok := t.state.Section(id); ok && len(row) < 3 {
				row = append(row, opens(label(s), actionForm, fmt.Sprint(id), fmt.Sprintf("show %d", id)))
			}
		}
	}
	row = append(row, view("See your list", "sections"), opens("Ask a question", actionAsk, "", "ask: your question"))
	return append(foot, buttons(row...))
}

// changedSince keeps back what would say something else than was agreed to, and
// asks the team to look again.
func (t *turn) changedSince(r engagement.Release) {
	if !t.take([]engagement.Fact{engagement.ReleaseEdited{ID: r.ID, Title: r.Title, Text: r.Text, By: r.Editor}}, nil) {
		return
	}
	r, _ = t.state.Release(r.ID)
	if r.Of == engagement.DigestForAll {
		t.remakeOutDigest(r, "**"+r.ID+" was not sent.** Something that it tells, or words that it quotes, can't stand there as before, so it is composed anew. Please look again.")
		return
	}
	t.offerRelease(r, "**"+r.ID+" was not sent.** Something that it says has changed since somebody agreed to it, so please look again.")
}

// cannotGo tells the team why something that was ready does not go.
func (t *turn) cannotGo(r engagement.Release, refusal *engagement.Refusal) {
	facts, no := t.state.Hold(engagement.ReleaseHeld{ID: r.ID, On: true, By: r.Approver})
	if no != nil || !t.take(facts, nil) {
		return
	}
	why := t.why(refusal)
	switch shut := refusal.Code == engagement.NowPaused || refusal.Code == engagement.NowClosed; {
	case shut && (r.Of == engagement.Changes || r.Of == engagement.Plainly):
		why = "The text stays as it is while nothing more is taken on the draft."
	case shut:
		why = "Nobody is asked anything while nothing more is taken on the draft."
	}
	t.tell("kept:"+r.ID+":"+t.ev.Value, "Not sent: "+t.releaseName(r), bot.Say("**"+r.ID+"** was to go to everybody now. "+why+" It is held; nobody has read any of it."))
}

// tellSent tells the team what went to whom.
func (t *turn) tellSent(slot time.Time, going []outgoing) {
	var lines []string
	for _, g := range going {
		text := "- **" + g.ID + "** " + plain(t.releaseName(g.Release))
		if g.Blocks == nil && !toUsersAlone(going) {
			text += ", to people who use services alone"
		}
		lines = append(lines, text)
	}
	text := "On its way to " + toAll(t.reachWords(said(going)...)) + ":\n\n" + strings.Join(lines, "\n")
	key := "sent:" + releaseKey(going[0].ID, slot)
	title := "Sent to everybody"
	if len(everybodysOf(going)) == 0 {
		title = "Sent, not to everybody"
	} else if toUsersAlone(going) {
		title = "Sent to people who use services"
	} else if t.toFirmsAlone(going) {
		title = "Sent to every supplier"
	}
	t.tell(key, title, append([]bot.Block{bot.Say(text), bot.Aside("What does not arrive is shown under **status** until it is mended.")}, t.unreachedBlocks()...)...)
}

// toFirmsAlone says whether all of this leaves out people who use services, who are
// asked.
func (t *turn) toFirmsAlone(going []outgoing) bool {
	return t.anyAsked(true) && t.state.Stage() != engagement.Dialogue && !slices.ContainsFunc(going, func(g outgoing) bool { return g.composed.Plain != nil })
}

// everybodysOf leaves out what goes to some alone.
func everybodysOf(going []outgoing) []outgoing {
	return slices.DeleteFunc(slices.Clone(going), func(g outgoing) bool { return len(g.to) > 0 })
}

// said is what releases say.
func said(going []outgoing) []composed {
	all := make([]composed, len(going))
	for i, g := range going {
		all[i] = g.composed
	}
	return all
}
