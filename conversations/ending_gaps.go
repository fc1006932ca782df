package conversations

import (
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// gapFigures say what is known of who had what. That everybody had the same is never
// said: what the team settled by its word alone, nobody can see from here.
func (t *turn) gapFigures() string {
	doubts, mended := len(t.doubts()), t.mendedGaps()
	open := len(t.openGaps()) - doubts
	waiting, byWord := t.toldToOne()
	var wrong []string
	if open > 0 {
		wrong = append(wrong, count(open, "gap is open", "gaps are open"))
	}
	if len(waiting) > 0 {
		wrong = append(wrong, count(len(waiting), "thing", "things")+" told to one supplier alone "+plural(len(waiting), "is", "are")+" not settled ("+toldIDs(waiting)+")")
	}
	said := []string{"No gap is open."}
	if len(wrong) > 0 {
		said = []string{"**Not everyone had the same information:** " + series(wrong) + "."}
	}
	if doubts > 0 {
		said = append(said, "Nobody can tell whether "+count(doubts, "message", "messages")+" arrived.")
	}
	if n := len(mended); n > 0 {
		said = append(said, count(n, "gap was", "gaps were")+" mended, after "+apart(slices.Max(mended))+plural(n, "", " at the latest")+".")
	}
	if n := len(byWord); n > 0 {
		said = append(said, count(n, "thing was", "things were")+" told to one supplier and settled by the team's own word ("+toldIDs(byWord)+").")
	}
	if n := t.linkOnly(); n > 0 {
		links := count(n, "organisation had", "organisations had") + " a link alone, yours to pass on"
		if names := t.unopenedNames(); names != "" {
			links += "; that of " + names + " was not opened" + asFarAsKnown
		}
		said = append(said, links+".")
	}
	return strings.Join(said, " ")
}

// notGone says what was prepared for everybody and has not gone out; nil: nothing.
func (t *turn) notGone() []string {
	var ids []string
	for _, r := range t.state.Waits() {
		ids = append(ids, r.ID)
	}
	if len(ids) == 0 {
		return nil
	}
	return []string{count(len(ids), "thing", "things") + " prepared for everybody " + plural(len(ids), "has", "have") + " not gone out (" + series(ids) + ")."}
}

// toldToOne gives what one supplier alone was told: what nobody has settled, and what
// somebody of the team settled without sending it to everybody.
func (t *turn) toldToOne() (waiting, byWord []engagement.Told) {
	for _, each := range t.state.AllTold() {
		r, prepared := t.state.Release(each.Release)
		switch {
		case each.Waiting():
			waiting = append(waiting, each)
		case !prepared || r.Sent.IsZero():
			byWord = append(byWord, each)
		}
	}
	return waiting, byWord
}

// mendedGaps are how long gaps lasted that were made up for.
func (t *turn) mendedGaps() []time.Duration {
	var all []time.Duration
	for _, g := range t.tx.Messages().Gaps() {
		if !t.madeUp(g) {
			continue
		}
		caught := t.channels.channels[g.Room.Key()].Caught
		receipts := t.tx.Messages().Receipts(caught)
		i := slices.IndexFunc(receipts, func(r bot.Receipt) bool { return r.Room.Key() == g.Room.Key() })
		if i >= 0 && receipts[i].Time.After(g.Time) {
			all = append(all, receipts[i].Time.Sub(g.Time))
		}
	}
	return all
}
