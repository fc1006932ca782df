package bot

import (
	"bytes"
	"encoding/json"
	"fmt"
)

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
	kindLooked     = "message.looked"     // looked: somebody looked whether a doubtful part was posted
	kindReturned   = "message.returned"   // settled: was taken, and came back with the reason
	kindLinked     = "room.linked"        // roomLinked
	kindSetAside   = "event.set_aside"    // setAside
	kindCheckpoint = "record.checkpoint"  // checkpointed
)

// messageDue is a message that has to be posted, with its content once for
// each kind of platform that it goes to.
//
// The content stands last, so that a fold, which needs none of it, can leave
// it unread: see decodeDue.
type messageDue struct {
	Key      string          `json:"key"`
	Class    Class           `json:"class"`
	To       []Address       `json:"to"`
	Thread   string          `json:"thread,omitempty"`
	Replaces string          `json:"replaces,omitempty"`
	For      string          `json:"for,omitempty"`
	Plain    bool            `json:"plain,omitempty"`
	Home     bool            `json:"home,omitempty"`
	Own      bool            `json:"own,omitempty"`
	Guarded  bool            `json:"guarded,omitempty"`
	Instead  string          `json:"instead,omitempty"`
	Hash     string          `json:"hash"`            // SHA-256 of the content before it was fitted
	Counts   map[string]int  `json:"counts"`          // of parts, by adapter
	Parts    json.RawMessage `json:"parts,omitempty"` // map[string][]Piece, by adapter
}

// contentOf begins the content in a stored message. It stands nowhere before:
// within a JSON string its quotes would be escaped.
const contentOf = `,"parts":`

// decodeDue reads a stored message and leaves its content as it is; that
// points into data.
func decodeDue(data []byte) (messageDue, error) {
	var due messageDue
	head, content, ok := bytes.Cut(data, []byte(contentOf))
	if !ok || !bytes.HasSuffix(content, []byte("}")) {
		return due, fmt.Errorf("decode %s: it has no content", kindDue)
	}
	if err := json.Unmarshal(append(bytes.Clone(head), '}'), &due); err != nil {
		return due, fmt.Errorf("decode %s: %w", kindDue, err)
	}
	due.Parts = content[:len(content)-1]
	return due, nil
}

// fill takes the parts of every adapter as the content.
func (d *messageDue) fill(parts map[string][]Piece) error {
	content, err := json.Marshal(parts)
	if err != nil {
		return fmt.Errorf("store content of %q: %w", d.Key, err)
	}
	d.Parts, d.Counts = content, map[string]int{}
	for adapter, pieces := range parts {
		d.Counts[adapter] = len(pieces)
	}
	return nil
}

// pieces reads the parts for one adapter.
func (d *messageDue) pieces(adapter string) ([]Piece, error) {
	var parts map[string][]Piece
	if err := json.Unmarshal(d.Parts, &parts); err != nil {
		return nil, fmt.Errorf("read content of %q: %w", d.Key, err)
	}
	if len(parts[adapter]) != d.Counts[adapter] {
		return nil, fmt.Errorf("read content of %q: %d parts, want %d", d.Key, len(parts[adapter]), d.Counts[adapter])
	}
	return parts[adapter], nil
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

// looked says what somebody found who looked for a doubtful message in a room.
type looked struct {
	Key     string `json:"key"`
	Room    int    `json:"room"` // index into the message's To
	Arrived bool   `json:"arrived"`
	By      string `json:"by"` // the person, "P7"
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
