package bot

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Deliver hands an event in. It returns once the facts that the event caused
// are durable, and only then may an adapter acknowledge to its platform.
// ErrNotNow (and the context's error) mean that it was not taken: let the
// platform send it again, or tell the person to try again. Delivering the
// same event again is harmless. It may be called concurrently.
type Deliver func(ctx context.Context, ev Event) (Answer, error)

// ErrNotNow says that an event was not taken, through no fault of its own:
// the journal is away, another replica's release is newer, the service is
// stopping. Nothing of it is recorded, or it is recorded and will be found
// so when it is delivered again.
var ErrNotNow = errors.New("not now")

// Adapter connects one platform. It gets Deliver when it is made.
type Adapter interface {
	// Name is the adapter's short name, such as "slack": the Adapter of its
	// addresses. It never changes and is unique.
	Name() string
	// Caps says what it can show, and its limits. It never changes.
	Caps() Caps
	// Run receives until ctx is done, and then returns nil once events under
	// way are answered. Adapters that receive over HTTP only wait. An error
	// before that means the platform is out of reach for good.
	Run(ctx context.Context) error
	// Send posts one part and returns the platform's id of the message. It
	// may be called concurrently for different rooms, never for one room.
	// Failure is a *SendError. It returns when ctx is done.
	Send(ctx context.Context, p Part) (id string, err error)
}

// Editor is an adapter that can change what it posted.
type Editor interface {
	// Edit replaces the message of that id by p. Failure is a *SendError.
	Edit(ctx context.Context, id string, p Part) error
}

// Finder is an adapter that can be asked whether a part was posted.
type Finder interface {
	// Find looks for the part with that Key in the room. Failure is a
	// *SendError.
	Find(ctx context.Context, to Address, key string) (id string, ok bool, err error)
}

// Inspector is an adapter that can look who is in a room.
type Inspector interface {
	// Shared says whether others than full members of the home organisation are
	// in the room. On an error nobody knows.
	Shared(ctx context.Context, room Address) (bool, error)
}

// Onlooked is an adapter that has rooms which people can read who were never asked
// into them, such as a channel that all members of a team read.
type Onlooked interface {
	// Onlookers gives the organisations beside the home one whose people can read a
	// room of that sort, by what the platform calls them (as in Sender.Team) or by
	// anything else that tells them apart for good; nil for any other room. On an
	// error nobody knows.
	Onlookers(ctx context.Context, room Address) ([]string, error)
}

// Part is one platform message: a message, or a piece of one that is too long,
// for one room, with people's names put in.
type Part struct {
	// Key identifies the part for good, across restarts: put it where Find
	// can see it.
	Key        string
	Class      Class
	Engagement string // for buttons: comes back as Event.Engagement
	To         Address
	Thread     string // platform id of the message whose thread this goes in, or ""
	For        string // {person:…} resolved to how to reach that person alone, or ""
	Instead    string // as in Message, with names put in; the sender sees to it
	Number, Of int    // part 1 of 3
	Title      string
	Blocks     []Block
	Home, Own  bool // as in Message
}

// Caps is what a platform can show, and its limits. Zero limits mean none.
type Caps struct {
	// Called is what people call a chat platform, "Slack"; empty: it has no name.
	Called string

	Buttons, Tables, Images, Forms bool // else the fallback is put in by Fit
	Items                          bool // the same
	Threads, Private               bool // else the adapter posts in the room
	Opens                          bool // it can make rooms; see OpenRoom

	MaxText    int // characters of one text block
	MaxChars   int // characters of all blocks of a part, as Size counts them
	MaxBlocks  int // blocks of a part
	MaxButtons int // buttons in one block

	Every      time.Duration // between two messages to one room, on average
	Burst      int           // messages that may go at once to a quiet room; 0 is 1
	Concurrent int           // rooms served at once; 0 is 8
	Timeout    time.Duration // of one Send; 0 is 30 s
}

// Reason says why a message could not be sent. It is also a metric label.
type Reason string

// The reasons, which decide what the sender does next.
const (
	Transient Reason = "transient" // try again after a while
	Limited   Reason = "limited"   // try again after Wait
	Denied    Reason = "denied"    // we may not post there (removed, revoked, archived)
	Crowded   Reason = "crowded"   // people of several organisations can read what is Own
	Rejected  Reason = "rejected"  // the platform does not take this message
)

// SendError is why Send, Edit or Find failed. Its text is for the log and
// holds no secret and no message text.
type SendError struct {
	Reason Reason
	Wait   time.Duration // for Limited: at least so long
	// Unsure: the message may have been posted all the same, as after a reset
	// connection or a time-out.
	Unsure bool
	// Plain is what people are told, with what to do about it, in a half-sentence;
	// empty: what fits the reason.
	Plain string
	Err   error
}

// Error gives the reason and the cause.
func (e *SendError) Error() string { return fmt.Sprintf("send: %s: %v", e.Reason, e.Err) }

// Unwrap gives the cause.
func (e *SendError) Unwrap() error { return e.Err }
