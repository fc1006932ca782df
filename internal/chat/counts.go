package chat

import (
	"maps"
	"sync"
)

// mostCounted bounds the names that are counted: they come from outside.
const mostCounted = 200

// Counts is how often something came, by what it was; at most 200 names, what has
// another then is "other". The zero Counts has counted nothing. Its methods may be
// called at once from several goroutines.
type Counts struct {
	mu sync.Mutex
	by map[string]int
}

// Add counts it once more.
func (c *Counts) Add(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil {
		c.by = map[string]int{}
	}
	if _, known := c.by[what]; !known && len(c.by) >= mostCounted {
		what = "other"
	}
	c.by[what]++
}

// All gives what was counted so far, never nil.
func (c *Counts) All() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := map[string]int{}
	maps.Copy(all, c.by)
	return all
}
