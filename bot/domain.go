package bot

import (
	"errors"
	"time"
)

// ErrUnknownKind says that there is a fact of a kind that this program does not
// know, written by a newer one. Its engagement answers ErrNotNow until the
// program is replaced; it never skips a fact.
var ErrUnknownKind = errors.New("unknown kind of fact")

// Domain is all that a desk needs to know of what the facts mean: one fold of
// one stream, and the rules on it. Only the desk's goroutine calls it. Every
// method is pure: the same facts and events give the same results, whatever
// the time, the machine or the release.
type Domain interface {
	// Apply folds one fact in, in the order of the record. It uses no rule
	// that may change. An error that is ErrUnknownKind stops the engagement
	// until a release knows the kind; any other error means a damaged record.
	Apply(f Fact) error

	// Decide decides one event: it records facts and posts messages through
	// tx, which folds each at once, and gives the answer. If ev.Again is set
	// the event was decided before: record nothing, and answer for the state
	// as it is. What Decide returns as an error, or panics with, undoes all
	// of it.
	Decide(ev Event, tx *Tx) error

	// Due gives the events that are due at now, oldest first, each with an ID
	// made of its kind and period so that it is decided once, and the next
	// moment at which something will be due (zero: nothing planned).
	Due(now time.Time) (events []Event, next time.Time)

	// Save gives the whole fold for a snapshot, and Load takes it into an
	// empty domain.
	Save() ([]byte, error)
	Load(data []byte) error
}
