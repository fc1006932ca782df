package bot

import "time"

// causeSpan is how long the identity of an event is kept, in the time of the
// facts: longer than any platform goes on redelivering.
const causeSpan = 48 * time.Hour

// causes knows which events were decided lately. The zero value is empty.
type causes struct {
	known map[string]bool
	order []causeAt // oldest first
}

type causeAt struct {
	Cause string    `json:"c"`
	At    time.Time `json:"t"`
}

// add remembers the cause of a fact and forgets those that are too old. The
// empty cause, which is the bot's own doing, is not kept.
func (c *causes) add(cause string, at time.Time) {
	if cause == "" || c.known[cause] {
		return
	}
	if c.known == nil {
		c.known = map[string]bool{}
	}
	c.known[cause] = true
	c.order = append(c.order, causeAt{cause, at})
	old := 0
	for old < len(c.order) && at.Sub(c.order[old].At) > causeSpan {
		delete(c.known, c.order[old].Cause)
		old++
	}
	c.order = c.order[old:]
}
