package bot

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"soundings/journal"
)

// fold is all that the record of one engagement adds up to: the domain's
// state, the messages, the events decided lately, and the record's own head
// and tree. It takes facts in order and nothing else.
type fold struct {
	head     journal.Head
	tree     journal.Tree
	last     time.Time // of the last fact
	causes   causes
	messages *Messages
	domain   Domain
	fresh    int // facts since the last snapshot
}

func newFold(d Domain) *fold { return &fold{messages: newMessages(), domain: d} }

// record folds a record that was read. A record that does not continue the
// chain is an error: the store was altered, or lost something.
func (f *fold) record(r journal.Record) error {
	next := f.head.Next(r.Data)
	if next != r.Head() {
		return fmt.Errorf("fold entry %d: it does not continue the record: %w", r.Seq, journal.ErrDiverged)
	}
	fact, err := Decode(r.Data)
	if err != nil {
		return fmt.Errorf("fold entry %d: %w", r.Seq, err)
	}
	return f.apply(fact, r.Data, next)
}

// apply folds a fact whose stored form is data; next is the head after it.
func (f *fold) apply(fact Fact, data []byte, next journal.Head) error {
	if err := f.route(fact); err != nil {
		return fmt.Errorf("fold entry %d: %w", f.head.Seq+1, err)
	}
	f.head = next
	f.tree.Append(data)
	f.last = fact.Time
	f.causes.add(fact.Cause, fact.Time)
	f.fresh++
	return nil
}

// ours says whether bot folds facts of that kind itself.
func ours(kind string) bool {
	for _, prefix := range []string{"message.", "room.", "event.", "record."} {
		if strings.HasPrefix(kind, prefix) {
			return true
		}
	}
	return false
}

func (f *fold) route(fact Fact) error {
	if !ours(fact.Kind) {
		return f.domain.Apply(fact)
	}
	switch fact.Kind {
	case kindDue:
		due, err := decodeDue(fact.Data)
		if err != nil {
			return err
		}
		f.messages.due(due, f.head.Seq+1, fact.Time)
	case kindSending, kindWaiting, kindSent, kindFailed, kindDoubtful, kindSuperseded:
		var s settled
		if err := unmarshal(fact, &s); err != nil {
			return err
		}
		state := PartState(strings.TrimPrefix(fact.Kind, "message."))
		if fact.Kind == kindWaiting {
			state = Waiting
		}
		f.messages.settled(state, s, fact.Time)
	case kindLooked:
		var l looked
		if err := unmarshal(fact, &l); err != nil {
			return err
		}
		f.messages.looked(l)
	case kindReturned:
		var s settled
		if err := unmarshal(fact, &s); err != nil {
			return err
		}
		f.messages.returned(s, fact.Time)
	case kindLinked:
		var l roomLinked
		if err := unmarshal(fact, &l); err != nil {
			return err
		}
		f.messages.link(l)
	case kindSetAside, kindCheckpoint:
		// They stand in the record to be read; nothing is folded from them.
	default:
		return fmt.Errorf("%w: %s", ErrUnknownKind, fact.Kind)
	}
	return nil
}

func unmarshal(fact Fact, into any) error {
	if err := json.Unmarshal(fact.Data, into); err != nil {
		return fmt.Errorf("decode %s: %w", fact.Kind, err)
	}
	return nil
}
