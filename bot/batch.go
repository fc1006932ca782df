package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/note"

	"soundings/journal"
)

// errAgain says that a decision about a redelivered event tried to record,
// errLooked one about an event that only looks.
var (
	errAgain  = errors.New("the event was decided before: nothing can be recorded for it")
	errLooked = errors.New("the event only looks: nothing can be recorded for it")
)

// spare stands in a message part that an edit no longer needs.
const spare = "*continued above*"

// batch is what is decided between two commits. Everything in it is folded
// already; only the journal does not have it yet.
type batch struct {
	fold       *fold
	engagement string
	caps       func(adapter string) Caps
	signer     note.Signer
	people     People
	now        time.Time
	after      journal.Head
	records    []journal.Record
	linked     bool // a room was linked: the directory has to follow

	ev *Event // being decided; nil while the desk records on its own
}

func (b *batch) messages() *Messages { return b.fold.messages }

// record folds a fact and keeps it for the commit.
func (b *batch) record(kind string, data []byte) error {
	if ours(kind) {
		return fmt.Errorf("record %s: that kind is not the domain's", kind)
	}
	return b.add(kind, data)
}

func (b *batch) add(kind string, data []byte) error {
	f := Fact{Kind: kind, Time: b.now, Data: data}
	if b.ev != nil {
		if b.ev.Again {
			return fmt.Errorf("record %s: %w", kind, errAgain)
		}
		if b.ev.Kind == Looked {
			return fmt.Errorf("record %s: %w", kind, errLooked)
		}
		f.Cause = b.ev.ID
	}
	stored := Encode(f)
	if _, err := Decode(stored); err != nil {
		return fmt.Errorf("record %s: it could not be read back: %w", kind, err)
	}
	if len(stored) > journal.MaxRecord {
		return fmt.Errorf("record %s: %d bytes: %w", kind, len(stored), journal.ErrTooLarge)
	}
	if err := b.fold.apply(f, stored, b.fold.head.Next(stored)); err != nil {
		return err
	}
	b.records = append(b.records, journal.Record{Data: stored})
	return nil
}

func (b *batch) addJSON(kind string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("record %s: %w", kind, err)
	}
	return b.add(kind, data)
}

// post makes a message due, fitted to every platform that it goes to.
func (b *batch) post(m Message) error {
	if b.fold.messages.Known(m.Key) {
		return nil
	}
	if m.Key == "" || m.Class == "" || len(m.To) == 0 {
		return fmt.Errorf("post %q: a message needs a key, a class and a room", m.Key)
	}
	if target := b.fold.messages.byKey[m.Replaces]; target != nil && target.due.Replaces != "" {
		m.Replaces = target.due.Replaces // an edit of an edit is an edit of what stands there
	}
	content, err := json.Marshal(Piece{Title: m.Title, Blocks: m.Blocks})
	if err != nil {
		return fmt.Errorf("post %q: %w", m.Key, err)
	}
	sum := sha256.Sum256(content)
	due := messageDue{
		Key: m.Key, Class: m.Class, To: m.To, Thread: m.Thread, Replaces: m.Replaces, For: m.For, Plain: m.Plain, Home: m.Home, Own: m.Own, Guarded: m.Guarded, Instead: m.Instead,
		Hash: hex.EncodeToString(sum[:]),
	}
	parts := map[string][]Piece{}
	for _, to := range m.To {
		if parts[to.Adapter] == nil {
			parts[to.Adapter] = b.pad(m, to, Fit(m.Title, m.Blocks, b.caps(to.Adapter)))
		}
	}
	if err := due.fill(parts); err != nil {
		return err
	}
	return b.addJSON(kindDue, due)
}

// pad keeps as many parts as the edited message had, so that nothing of the
// old text is left standing.
func (b *batch) pad(m Message, to Address, pieces []Piece) []Piece {
	target := b.fold.messages.byKey[m.Replaces]
	if m.Replaces == "" || target == nil {
		return pieces
	}
	for i, room := range target.due.To {
		if room.Adapter != to.Adapter {
			continue
		}
		for len(pieces) < len(target.rooms[i].parts) {
			pieces = append(pieces, Piece{Blocks: []Block{Aside(spare)}})
		}
	}
	return pieces
}

func (b *batch) link(l roomLinked) error {
	if slices.Contains(b.fold.messages.links(), l) {
		return nil
	}
	b.linked = true
	return b.addJSON(kindLinked, l)
}

func (b *batch) looked(l looked) error { return b.addJSON(kindLooked, l) }

func (b *batch) veil(id string) string { return b.people.Hash("veil:" + b.engagement + ":" + id) }

// Origin is the first line of the checkpoints of an engagement.
func Origin(engagement string) string { return "soundings/" + engagement }

// checkpoint signs the tree over everything before it.
func (b *batch) checkpoint() (Checkpoint, error) {
	c := journal.Checkpoint{
		Origin: Origin(b.engagement),
		Size:   b.fold.tree.Size(),
		Root:   b.fold.tree.Root(),
	}
	text, err := c.Sign(b.signer)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("sign checkpoint: %w", err)
	}
	made := checkpointed{Size: c.Size, Root: c.Root.String(), Note: text}
	return Checkpoint(made), b.addJSON(kindCheckpoint, made)
}

// decide decides one event. A panic or an error leaves the fold half changed:
// the caller has to drop it.
func (b *batch) decide(ev *Event) (answer Answer, err error) {
	defer func() {
		b.ev = nil
		if r := recover(); r != nil {
			err = &panicError{kind: ev.Kind, value: r, stack: debug.Stack()}
		}
	}()
	ev.Again = ev.Kind != Looked && b.fold.causes.known[ev.ID]
	if ev.Re = b.fold.messages.keyOf(ev.Room, ev.Thread); ev.Re == "" {
		ev.Re = b.fold.messages.keyOf(ev.Room, ev.Original)
	}
	b.ev = ev
	if ev.Kind == Returned && !ev.Again {
		if known, err := b.takeBack(ev); err != nil || !known {
			return Answer{}, err
		}
	}
	tx := &Tx{now: b.now, commit: b}
	if err := b.fold.domain.Decide(*ev, tx); err != nil {
		return Answer{}, fmt.Errorf("decide %s event: %w", ev.Kind, err)
	}
	tx.answer.Recorded = ev.Again || tx.kept
	return tx.answer, nil
}

// takeBack records that a message did not arrive after all; known is false
// where nothing of ours is meant, or it is known already.
func (b *batch) takeBack(ev *Event) (known bool, err error) {
	items := b.fold.messages.find(ev.Room, ev.Original)
	if len(items) == 0 {
		return false, nil
	}
	var back []settledItem
	for _, i := range items {
		it := i.settled()
		it.Reason, it.Why = Rejected, ev.Text
		back = append(back, it)
	}
	return true, b.addJSON(kindReturned, settled{Items: back})
}

// setAside records an event that could not be decided.
func (b *batch) setAside(ev *Event, why error) error {
	if b.fold.causes.known[ev.ID] || ev.Kind == Looked {
		return nil
	}
	b.ev = ev
	defer func() { b.ev = nil }()
	return b.addJSON(kindSetAside, setAside{Event: *ev, Why: why.Error()})
}

// settle records what became of parts, one fact for each outcome.
func (b *batch) settle(state PartState, items []settledItem) error {
	if len(items) == 0 {
		return nil
	}
	kind := "message." + string(state)
	if state == Waiting {
		kind = kindWaiting
	}
	return b.addJSON(kind, settled{Items: items})
}

// commit makes the batch durable; a batch without facts is a barrier if
// something in it relies on facts of before.
func (b *batch) commit(ctx context.Context, j journal.Journal, stream string, barrier bool) error {
	if len(b.records) == 0 && !barrier {
		return nil
	}
	head, err := j.Append(ctx, stream, b.after, b.records...)
	if err != nil {
		return fmt.Errorf("commit %d facts: %w", len(b.records), err)
	}
	if head != b.fold.head {
		return fmt.Errorf("commit %d facts: the journal's head differs from ours: %w", len(b.records), journal.ErrDiverged)
	}
	return nil
}

// panicError is a decision that panicked. Its text may hold what a person
// wrote and goes to the record alone; its stack holds none and goes to the log.
type panicError struct {
	kind  EventKind
	value any
	stack []byte
}

func (e *panicError) Error() string {
	return fmt.Sprintf("decide %s event: panic: %v", e.kind, e.value)
}

// stackOf is where a decision panicked, or "".
func stackOf(err error) string {
	if p, ok := errors.AsType[*panicError](err); ok {
		return string(p.stack)
	}
	return ""
}
