package bot

import (
	"context"
	"slices"
	"strings"
)

// Taker is a Domain that may take an event in a room in which no engagement is open, such as
// the one in which somebody makes the room one of its own. It records nothing.
type Taker interface {
	Takes(ev Event) bool
}

// takers gives the engagements that would take an event in a room in which none is open. Only
// those are asked that are open in some other room on the same platform, where
// the person may have been seen.
func (b *Bot) takers(ctx context.Context, ev Event) ([]string, error) {
	wanted := false
	if b.options.Takes != nil && answered(ev.Kind) {
		if err := safely(func() error { wanted = b.options.Takes(ev); return nil }); err != nil {
			b.options.Log.ErrorContext(ctx, "nobody could tell whether an event is for somebody", "event", ev.ID, "error", err)
		}
	}
	if !wanted {
		return nil, nil
	}
	var takers []string
	for _, engagement := range b.directory.on(ev.Room.Adapter) {
		takes := false
		ask := func(f *fold) {
			if taker, ok := f.domain.(Taker); ok {
				takes = safely(func() error { takes = taker.Takes(ev); return nil }) == nil && takes
			}
		}
		if _, err := b.decide(ctx, engagement, &request{ask: ask}); err != nil {
			return nil, err
		}
		if takes {
			takers = append(takers, engagement)
		}
	}
	return takers, nil
}

// on gives the engagements that are open in a room of the adapter, sorted.
func (d *directory) on(adapter string) []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []string
	for room, links := range d.rooms {
		if !strings.HasPrefix(room, adapter+":") {
			continue
		}
		for _, l := range links {
			if l.Open {
				all = append(all, l.Engagement)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
