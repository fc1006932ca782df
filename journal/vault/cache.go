package vault

import (
	"sync"
	"time"
)

// cache remembers up to limit values for at most age. What was read before a
// clear and is put after it is not kept: it may be what was cleared.
type cache[K comparable, V any] struct {
	limit int
	age   time.Duration
	now   func() time.Time

	mu      sync.Mutex
	cleared uint64
	entries map[K]entry[V]
}

type entry[V any] struct {
	value V
	until time.Time
}

func newCache[K comparable, V any](limit int, age time.Duration, now func() time.Time) *cache[K, V] {
	return &cache[K, V]{limit: limit, age: age, now: now, entries: make(map[K]entry[V])}
}

func (c *cache[K, V]) get(key K) (value V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.entries[key]
	if !ok || c.now().After(found.until) {
		return value, false
	}
	return found.value, true
}

// generation is to be asked for before the value is read that put is given.
func (c *cache[K, V]) generation() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.cleared
}

// put keeps value unless something was dropped since generation. A full cache
// loses any one entry.
func (c *cache[K, V]) put(key K, value V, generation uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if generation != c.cleared {
		return
	}
	if _, ok := c.entries[key]; !ok && len(c.entries) >= c.limit {
		for other := range c.entries {
			delete(c.entries, other)
			break
		}
	}
	c.entries[key] = entry[V]{value, c.now().Add(c.age)}
}

func (c *cache[K, V]) drop(key K) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cleared++
	delete(c.entries, key)
}

func (c *cache[K, V]) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cleared++
	clear(c.entries)
}
