package slack

import "sync"

// choices knows of each open window which choice in it is the latest, while the
// window is being shown anew for it. The zero value is ready, and safe for
// concurrent use.
type choices struct {
	mu     sync.Mutex
	latest map[string]string // the window's id to the time of the choice, as Slack writes it
}

// made notes a choice, unless a later one is noted already.
func (c *choices) made(view, at string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.latest == nil {
		c.latest = make(map[string]string)
	}
	if at > c.latest[view] {
		c.latest[view] = at
	}
}

// isLatest says whether the window is still to be shown as this choice makes it.
func (c *choices) isLatest(view, at string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.latest[view] == at
}

// done forgets a choice, unless a later one has taken its place.
func (c *choices) done(view, at string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.latest[view] == at {
		delete(c.latest, view)
	}
}
