package bot

// The stored forms of the facts that bot folds itself. The kinds and the
// members only ever grow.
const (
	kindDue        = "message.due"        // messageDue
	kindSending    = "message.sending"    // settled: recorded before a post that must not be repeated
	kindWaiting    = "message.waiting"    // settled: recorded as sending, and not begun after all
	kindSent       = "message.sent"       // settled, with the platform's id
	kindFailed     = "message.failed"     // settled, with the reason
	kindDoubtful   = "message.doubtful"   // settled: may or may not have been posted
	kindSuperseded = "message.superseded" // settled: a newer edit went instead
	kindLinked     = "room.linked"        // roomLinked
	kindSetAside   = "event.set_aside"    // setAside
	kindCheckpoint = "record.checkpoint"  // checkpointed
)

// messageDue is a message that has to be posted, with its content once for
// each kind of platform that it goes to.
type messageDue struct {
	Key      string             `json:"key"`
	Class    Class              `json:"class"`
	To       []Address          `json:"to"`
	Thread   string             `json:"thread,omitempty"`
	Replaces string             `json:"replaces,omitempty"`
	For      string             `json:"for,omitempty"`
	Hash     string             `json:"hash"`  // SHA-256 of the content before it was fitted
	Parts    map[string][]Piece `json:"parts"` // by adapter
}

// settled says what became of parts.
type settled struct {
	Items []settledItem `json:"items"`
}

type settledItem struct {
	Key    string `json:"key"`
	Room   int    `json:"room"` // index into the message's To
	Part   int    `json:"part"`
	ID     string `json:"id,omitempty"`
	Reason Reason `json:"reason,omitempty"`
	Why    string `json:"why,omitempty"` // for the commissioner and the log; no message text
}

// roomLinked says that a room speaks of this engagement.
type roomLinked struct {
	Room Address `json:"room"`
	Open bool    `json:"open"`
}

// setAside is an event that could not be decided.
type setAside struct {
	Event Event  `json:"event"`
	Why   string `json:"why"`
}

// checkpointed is a signed checkpoint over the entries before it.
type checkpointed struct {
	Size uint64 `json:"size"`
	Root string `json:"root"`
	Note string `json:"note"`
}
