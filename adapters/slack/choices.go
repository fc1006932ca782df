package slack

import "sync"

// mostChoices is of how many windows the latest choice is known; then all are forgotten.
const mostChoices = 4096

// choices knows of each window which choice in it is the latest, and whether it was sent
// since. The zero value is ready, and safe for concurrent use.
type choices struct {
	mu     sync.Mutex
	latest map[string]choice // by the window's id
}

// choice is when it was made, as Slack writes it; sent: the window was sent since.
type choice struct {
	at   string
	sent bool
}

// made notes a choice, unless it or a later one is noted already.
func (c *choices) made(view, at string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.latest == nil || len(c.latest) >= mostChoices {
		c.latest = make(map[string]choice)
	}
	if at > c.latest[view].at {
		c.latest[view] = choice{at: at}
	}
}

// isLatest says whether the window is still to be shown as this choice makes it.
func (c *choices) isLatest(view, at string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.latest[view] == choice{at: at}
}

// sent notes that what comes in the place of the window is not to be covered by a choice
// that was made in it.
func (c *choices) sent(view string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if latest, ok := c.latest[view]; ok {
		latest.sent = true
		c.latest[view] = latest
	}
}
