package bot

import "time"

// Fact is one thing that happened, as the journal keeps it. It never changes.
type Fact struct {
	Kind  string    // such as "response.given": lower-case words joined by dots
	Time  time.Time // UTC, to the millisecond; never before the fact before it
	Cause string    // the identity of the event that caused it
	Data  []byte    // JSON, in the stored form of its kind
}
