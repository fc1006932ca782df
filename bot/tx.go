package bot

import (
	"time"
)

// Tx is one decision being made. What is recorded or posted through it is
// folded at once, so that the rest of the decision sees it, and becomes
// durable together with the whole batch.
type Tx struct {
	now    time.Time
	answer Answer
	commit txCommit
	kept   bool // something was recorded that somebody would call so
}

// txCommit is the desk's side of a transaction.
type txCommit interface {
	record(kind string, data []byte) error
	post(m Message) error
	link(l roomLinked) error
	looked(l looked) error
	checkpoint() (Checkpoint, error)
	messages() *Messages
	veil(id string) string
}

// Checkpoint is a signed statement of what the record held.
type Checkpoint struct {
	Size uint64 // entries covered
	Root string // of the Merkle tree over them, hexadecimal
	Note string // signed note
}

// Now is the time of the facts of this decision, UTC. It never runs back.
func (tx *Tx) Now() time.Time { return tx.now }

// Record adds a fact of one of the domain's kinds and folds it. For a Looked
// event, as for one that was decided before, recording and posting fail.
func (tx *Tx) Record(kind string, data []byte) error {
	tx.kept = true
	return tx.commit.record(kind, data)
}

// Note is Record for what is only about where people stand in a conversation,
// such as what was asked last: nobody is told for it that something is recorded.
func (tx *Tx) Note(kind string, data []byte) error { return tx.commit.record(kind, data) }

// Post makes a message due. A Key that is known already does nothing.
func (tx *Tx) Post(m Message) error { return tx.commit.post(m) }

// Answer sets what goes back to the person within the platform's own reply.
func (tx *Tx) Answer(a Answer) { tx.answer = a }

// Link says that the room speaks of this engagement from now on; open false
// says that it no longer takes part, though old buttons still find it.
func (tx *Tx) Link(room Address, open bool) error {
	return tx.commit.link(roomLinked{Room: room, Open: open})
}

// Veil gives a keyed hash of an id, the same for the same id within this engagement
// and another in every other: by it the record knows again who would rather not stand
// in it, and nobody without the key can tell who that is.
func (tx *Tx) Veil(id string) string { return tx.commit.veil(id) }

// Looked says what somebody, by "P7", found who looked whether a message stands in a
// room of which nobody could tell: it arrived, or else it is sent there again. It
// does nothing where the message is not doubtful in that room.
func (tx *Tx) Looked(key string, room Address, arrived bool, by string) error {
	m := tx.commit.messages()
	p := m.byKey[key]
	if p == nil {
		return nil
	}
	for i, to := range p.due.To {
		if to.Key() == room.Key() && len(p.doubtful(i)) > 0 {
			tx.kept = true
			return tx.commit.looked(looked{Key: key, Room: i, Arrived: arrived, By: by})
		}
	}
	return nil
}

// Checkpoint signs the record up to before this decision's next fact, records
// that as a fact of its own, and returns it for people to see.
func (tx *Tx) Checkpoint() (Checkpoint, error) { return tx.commit.checkpoint() }

// Messages is what was posted so far, to read alone.
func (tx *Tx) Messages() *Messages { return tx.commit.messages() }
