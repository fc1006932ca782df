package conversations

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// bidderWords are what the one reads who is admitted, which is what the others read
// when it began, or who is taken out.
func (d *Domain) bidderWords(r engagement.Release) composed {
	f, ok := d.state.BidderOf(r.ID)
	if !ok {
		return composed{}
	}
	begun, _ := d.state.TheDialogue()
	if f.In {
		began, _ := d.state.Release(begun.Release)
		said, err := contentOf(began.Content)
		if err != nil {
			return composed{}
		}
		return composed{Blocks: said, salt: strings.Join([]string{f.Organisation, newcomerLine(f.Newcomer), r.Text}, "\n")}
	}
	return composed{Blocks: []bot.Block{
		bot.Say("**You take no part any more in the dialogue on " + plain(d.state.About().Title) + ".**"),
		bot.Say("**Why:** " + plain(sentence(oneLine(r.Text)))),
		bot.Say("Whatever you want to ask about that goes through the procedure. " + d.dialogueElsewhere(begun)),
		bot.Aside("Thank you for what you put into it. What you said stays with the buying team. This room only shows what stands in it: what you write here is not passed on."),
	}, salt: f.Organisation}
}

// bidderCalled is the name of the one whom it concerns.
func (d *Domain) bidderCalled(f engagement.BidderWanted) string {
	if o, ok := d.state.Organisation(f.Organisation); ok {
		return oneLine(o.Name)
	}
	return oneLine(f.Newcomer.Name)
}

// bidderName is such a release in a few words, for the team alone.
func (d *Domain) bidderName(r engagement.Release) string {
	f, _ := d.state.BidderOf(r.ID)
	switch {
	case f.In && r.Sent.IsZero():
		return "to admit " + d.bidderCalled(f) + " to the dialogue"
	case f.In:
		return d.bidderCalled(f) + " admitted to the dialogue, told to it alone"
	case r.Sent.IsZero():
		return "to take " + d.bidderCalled(f) + " out of the dialogue"
	}
	return d.bidderCalled(f) + " taken out of the dialogue, told to it alone"
}

// forBidder is a turning point as it is for this bidder.
func (t *turn) forBidder(r engagement.Release, point turning) turning {
	if f, ok := t.state.BidderOf(r.ID); ok && r.Of == engagement.Bidders {
		point.button, point.edit = "Take "+t.bidderCalled(f)+" out", opens("Edit", actionTakeOut, r.ID, takeOutTyped)
		if f.In {
			point.button, point.edit = "Admit "+t.bidderCalled(f), opens("Edit", actionAdmit, r.ID, admitTyped)
		}
	}
	return point
}

// bidderPreview is what the team reads before a bidder is admitted or taken out.
func (t *turn) bidderPreview(r engagement.Release, c composed, lead string) []bot.Block {
	f, _ := t.state.BidderOf(r.ID)
	begun, _ := t.state.TheDialogue()
	called := t.bidderCalled(f)
	var blocks []bot.Block
	if lead != "" {
		blocks = append(blocks, bot.Say(lead))
	}
	facts := []bot.Pair{{Label: "Procedure", Value: oneLine(begun.Reference)}}
	reads := "## What " + plain(called) + " reads"
	if f.In {
		who := called
		if f.Organisation == "" {
			who += " (not asked before)"
		}
		blocks = append(blocks,
			bot.Block{Facts: append(facts, bot.Pair{Label: "To be admitted", Value: who}, bot.Pair{Label: "Why, for the record", Value: oneLine(r.Text)})},
			bot.Say(t.bidderGets(f)+" Nobody else is told."),
		)
		blocks = append(blocks, t.steppedBefore(f.Organisation)...)
		reads += ", as the others did"
	} else {
		blocks = append(blocks,
			bot.Block{Facts: append(facts, bot.Pair{Label: "To be taken out", Value: called})},
			bot.Say("From then on its room only shows what stands in it. What it said stays with you. Nobody else is told."+t.lastBidder(f)),
		)
	}
	blocks = append(append(blocks, bot.Say(reads)), c.Blocks...)
	return append(blocks, bot.Say("## "+t.releaseState(r)), t.releaseRow(r))
}

// bidderGets says what somebody who is admitted late finds in its room.
func (t *turn) bidderGets(f engagement.BidderWanted) string {
	o, _ := t.state.Organisation(f.Organisation)
	text, finds := "It gets a new room, and finds there ", []string{"what you read below", "its list"}
	if len(o.Bidding) > 0 {
		text = "Its room of the dialogue takes what it writes again. It finds there "
	}
	since := 0
	for _, r := range t.state.Sent() {
		if t.inDialogue(r) {
			since++
		}
	}
	if since > 0 {
		finds = append(finds, "what went to all bidders since it began ("+fmt.Sprint(since)+")")
	}
	if f.Organisation == "" {
		finds = append(finds, "what everybody had before the procedure")
	}
	return text + series(finds) + "."
}

// inDialogue says whether a release went to all bidders while the dialogue went on.
func (t *turn) inDialogue(r engagement.Release) bool {
	begun, _ := t.state.TheDialogue()
	began, _ := t.state.Release(begun.Release)
	return r.Nth > began.Nth && t.sentWhile(r, engagement.Dialogue) && t.stillTold(r, engagement.Organisation{})
}

// lastBidder says that nobody is left without this one; empty: somebody is.
func (t *turn) lastBidder(f engagement.BidderWanted) string {
	if all := t.state.Bidders(); len(all) == 1 && all[0].ID == f.Organisation {
		return " **No bidder is left then;** *close* ends the dialogue."
	}
	return ""
}

// bidderSent does what was agreed to. Before is where each was written to until now.
func (t *turn) bidderSent(r engagement.Release, c composed, before map[string][]bot.Address) {
	f, _ := t.state.BidderOf(r.ID)
	if f.In {
		t.bidderCame(r, f, c)
		return
	}
	o, _ := t.state.Organisation(f.Organisation)
	key := releaseKey(r.ID, time.Time{})
	told := "It has read why, and nobody else has."
	if len(before[o.ID]) == 0 {
		told = "It is not reached here just now, so **please tell it yourself**. Nobody else was told."
	}
	t.post(bot.Message{Key: key, Class: bot.Release, To: before[o.ID], Title: oneLine(t.state.About().Title) + ": the dialogue goes on without you", Blocks: c.Blocks})
	t.toRead(o, before[o.ID])
	t.tell("sent:"+key, plain(o.Name)+" is not in the dialogue any more", bot.Say(told+" Its room only shows what stands in it from now on; what it said stays with you."), buttons(t.stageRow()...))
}

// bidderCame gives somebody who is admitted late its room, and in it what the others
// have had.
func (t *turn) bidderCame(r engagement.Release, f engagement.BidderWanted, c composed) {
	all := t.state.Organisations()
	o := all[len(all)-1]
	if f.Organisation != "" {
		o, _ = t.state.Organisation(f.Organisation)
	}
	before := t.roomsBefore(o)
	there, fresh := len(t.openRooms(o)) > 0, len(o.Bidding) == 0
	if fresh {
		there = t.roomForDialogue(o, f.Newcomer.Contacts, f.By, before)
		o, _ = t.state.Organisation(o.ID)
	}
	key := releaseKey(r.ID, time.Time{})
	t.post(bot.Message{Key: key, Class: bot.Release, To: t.hears(o), Title: oneLine(t.state.About().Title) + ": you are admitted to the dialogue", Blocks: append(slices.Clone(c.Blocks), sayWho())})
	if fresh {
		t.showTheWay(key, o, before)
	} else {
		t.refreshList(o)
	}
	t.settleIn(o)
	said := "In its room stands what the others have had. Nobody else was told."
	if !there {
		said = "Its room is not there yet; you read here when it is. Nobody else was told."
	}
	t.tell("sent:"+key, plain(o.Name)+" is admitted to the dialogue", append([]bot.Block{bot.Say(said), buttons(append(t.stageRow(), view("Links to pass on", "links"))...)}, append(t.unreachedBlocks(), askAnew(plain(o.Name))...)...)...)
}

// roomsBefore are the rooms of an organisation from before the dialogue, as far as it
// can be reached there.
func (t *turn) roomsBefore(o engagement.Organisation) []bot.Address {
	var all []bot.Address
	for _, r := range o.Rooms() {
		if a, ok := t.address(r); ok && t.channels.channels[a.Key()].Shut == "" {
			all = append(all, a)
		}
	}
	return all
}

// biddersNow names those who are in the dialogue, for the team alone.
func (t *turn) biddersNow() string {
	var names []string
	for _, o := range t.state.Bidders() {
		called := oneLine(o.Name)
		if o.Newcomer {
			called += " (not asked before)"
		}
		names = append(names, called)
	}
	if len(names) == 0 {
		return "nobody any more"
	}
	return strings.Join(names, ", ")
}

// takenOutBy is the release that took an organisation out of the dialogue; false: none
// did, or it is in again.
func (t *turn) takenOutBy(o engagement.Organisation) (engagement.Release, bool) {
	if !t.state.TakenOut(o.ID) {
		return engagement.Release{}, false
	}
	for _, m := range slices.Backward(t.state.BiddersMoved()) {
		if m.Organisation == o.ID {
			return t.state.Release(m.Release)
		}
	}
	return engagement.Release{}, false
}
