package teams

import (
	"maps"
	"sync"
)

// counts is how often something came, by what it was.
type counts struct {
	mu *sync.Mutex
	by map[string]int
}

func newCounts() counts { return counts{mu: &sync.Mutex{}, by: map[string]int{}} }

// mostCounted bounds the names that are counted: they come from outside.
const mostCounted = 200

func (c counts) add(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, known := c.by[what]; !known && len(c.by) >= mostCounted {
		what = "other"
	}
	c.by[what]++
}

// Counts gives how often something came since the start, by what it was:
// "message", "invoke task/fetch", "refused: tenant".
func (a *Adapter) Counts() map[string]int {
	a.counts.mu.Lock()
	defer a.counts.mu.Unlock()
	return maps.Clone(a.counts.by)
}
