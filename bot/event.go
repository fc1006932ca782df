package bot

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"
)

// EventKind says what somebody (or the clock) did.
type EventKind string

// The kinds of event that adapters deliver. The stored form of an event that
// was set aside contains them: add kinds, never change one.
const (
	Said      EventKind = "said"      // wrote Text, perhaps with a File
	Pressed   EventKind = "pressed"   // pressed the button Action with Value
	Submitted EventKind = "submitted" // sent the form Action with Fields
	Edited    EventKind = "edited"    // changed an earlier message (Original) to Text
	Deleted   EventKind = "deleted"   // took an earlier message (Original) back
	Joined    EventKind = "joined"    // came into the room
	Left      EventKind = "left"      // left the room
	Looked    EventKind = "looked"    // asked to see Action with Value, and Fields so far; nothing is recorded for it
	Returned  EventKind = "returned"  // nobody did: our message Original did not arrive after all, and Text says why
	Unshown   EventKind = "unshown"   // what Sender alone was to see could not be shown: nothing of it; see NotShown
	Changed   EventKind = "changed"   // the room itself is another now: Action says how, one of the Room constants
	Ticked    EventKind = "ticked"    // time came: made by the domain's Due, never by an adapter
)

// Address is where a message can be posted: made by an adapter, opaque to
// everyone else, and enough to post there after a restart. Adapter and Room
// identify the room; Ref is whatever else the adapter needs (a whole
// conversation reference, say) and may change without it being another room.
type Address struct {
	Adapter string `json:"a"`
	Room    string `json:"r"`
	Ref     string `json:"x,omitempty"`
}

// Key identifies the room: the adapter's name, a colon, and the room.
func (a Address) Key() string { return a.Adapter + ":" + a.Room }

// IsZero says whether a is no address at all.
func (a Address) IsZero() bool { return a.Adapter == "" && a.Room == "" }

// HomeView is the Action of a Looked event that asks for what a person sees first
// in a room: the panel of the team, the welcome and list of an organisation.
const HomeView = "home"

// GuardView is the Action of a Looked event that asks whether a person may read the
// messages of a room that are [Message.Guarded]: the answer is nothing, or a note
// that says why not, to be shown in their place.
const GuardView = "guard"

// What may become of a room: the Action of a Changed event. They are stored: add,
// never change. Sender is who did it, where the platform says so, and has no ID
// where it does not; Sender.Team is the other organisation where there is one.
const (
	RoomShared   = "shared"   // another organisation, Sender.Team, is in it now
	RoomUnshared = "unshared" // the organisation Sender.Team has left it
	RoomArchived = "archived" // nobody can post in it any more
	RoomRestored = "restored" // they can again
	RoomRenamed  = "renamed"  // Text is its name
	RoomMoved    = "moved"    // Value is its Address.Key from now on, Room what it was before
	RoomLeft     = "left"     // we are not in it any more, or it is gone
	RoomOpened   = "opened"   // Room is the room that OpenRoom asked for under the key in Value; Text is its name
	RoomInvited  = "invited"  // Text says how far an invitation is: "accepted", "declined", "expired"

	// What the desk says of a room, never an adapter: what was to be posted in it
	// (Original is that message's Key) failed for good, for the Reason in Value, and
	// Text says why; and, after that, that something arrived. An opening that
	// failed is a failing room, too.
	RoomFailing = "failing"
	RoomReached = "reached"
	// RoomDoubtful is said by the desk, too: nobody can tell whether the message
	// Original was posted in the room, and Text says why. It is not sent again
	// before somebody looked.
	RoomDoubtful = "doubtful"
)

// Event is something that happened on a platform, parsed and authenticated.
// An adapter fills all but the fields marked "bot"; those are set on the way
// to the desk. After that the event holds no name or platform id of a person.
type Event struct {
	// ID identifies the event on its platform for redelivery, such as
	// "slack:Ev0123". Equal IDs are the same event, whatever else differs.
	ID   string    `json:"id"`
	Kind EventKind `json:"kind"`
	Room Address   `json:"room,omitzero"`
	// Message is the platform's id of the message that carries this event:
	// what a reply in its thread hangs on. Empty where there is none.
	Message string `json:"message,omitempty"`
	// Thread is the platform's id of the message whose thread this is in,
	// or on which the button stood; Original the one edited or deleted.
	Thread   string            `json:"thread,omitempty"`
	Original string            `json:"original,omitempty"`
	Text     string            `json:"text,omitempty"` // valid UTF-8; mentions of the bot removed
	Action   string            `json:"action,omitempty"`
	Value    string            `json:"value,omitempty"`
	Fields   map[string]string `json:"fields,omitempty"`
	// Engagement is a hint from a button or link, checked before it is used.
	Engagement string `json:"engagement,omitempty"`
	File       *File  `json:"file,omitempty"`

	// Sender is who did it, as the platform knows them. bot replaces it by
	// Person before the desk sees the event.
	Sender Sender `json:"-"`

	Person string    `json:"person,omitempty"` // bot: "P7"
	Home   bool      `json:"home,omitempty"`   // bot: of the organisation that installed us, not a guest
	Opener bool      `json:"opener,omitempty"` // bot: may open an engagement, as the settings say
	Came   time.Time `json:"came,omitzero"`    // bot: Sender.Came
	Team   string    `json:"team,omitempty"`   // bot: keyed hash of the sender's organisation on the platform
	Mail   string    `json:"mail,omitempty"`   // bot: "P9", who has Sender.Mail on the adapter "mail"
	Time   time.Time `json:"time,omitzero"`    // bot: when it arrived
	Re     string    `json:"re,omitempty"`     // bot: Key of our message that Thread or Original is, if it is ours
	Again  bool      `json:"-"`                // bot: decided before; see Domain.Decide
	// Overheard: said in the room without turning to the bot, neither naming it
	// nor by a command nor to it alone.
	Overheard bool `json:"overheard,omitempty"`
	// bot: others than full members of the home organisation are in the room. It
	// is set for events in rooms of no engagement, where the adapter can tell.
	Shared bool `json:"shared,omitempty"`
	// bot: the other organisations that read along; see Onlooked. Keyed hashes, as in
	// Team. Nil: the room is open to nobody who was not asked into it.
	Onlookers []string `json:"onlookers,omitempty"`

	// Code is what the engagement calls a code of its own that the event brings,
	// Place who is in the room, nil where nobody can tell, and Elsewhere whether another
	// engagement is open in it. The code itself is taken out.
	Code      string `json:"code,omitempty"` // bot
	Place     *Place `json:"place,omitempty"`
	Elsewhere bool   `json:"elsewhere,omitempty"`
}

// Sender is a person as their platform knows them.
type Sender struct {
	ID      string // the platform's id, unique within the adapter
	Name    string // as shown, may be empty
	Contact string // mail address, if known
	Team    string // the platform's id of the organisation they belong to; empty: guests of ours, and where nobody can tell
	Home    bool   // a full member of the organisation that installed us
	Direct  string // how to write to them alone, opaque, if known
	// Mail is an address at which they ask, with this event, to be written to:
	// bot makes Event.Mail of it.
	Mail string
	// Came is when the link was made by which they came into the room; zero: they came
	// by none.
	Came   time.Time
	Opener bool // the adapter itself knows that they may open an engagement
}

// ErrNoFile is why a file cannot be opened that never will be, such as one that
// was taken away meanwhile: what came with it is taken without it. Any other error
// of Open lets the event be sent again.
var ErrNoFile = errors.New("file cannot be had")

// File is something attached. An adapter gives Name, Size and Open; intake
// reads it outside the desk, keeps the original as a blob and fills the rest. Of one
// that it knows nobody can read it gives the Problem, and no Open.
type File struct {
	Name string                                           `json:"name"`
	Size int64                                            `json:"size"`
	Open func(ctx context.Context) (io.ReadCloser, error) `json:"-"`

	// More is how many files came with it, in the same message, that are not taken.
	More int `json:"more,omitempty"`

	Blob    string          `json:"blob,omitempty"`    // hash of the original
	Content json.RawMessage `json:"content,omitempty"` // what intake made of it
	Problem string          `json:"problem,omitempty"` // else why not, in plain words
}
