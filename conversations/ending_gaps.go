package conversations

import (
	"slices"
	"time"

	"soundings/bot"
)

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
