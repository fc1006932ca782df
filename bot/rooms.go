package bot

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"soundings/journal"
)

// Rooms lets an adapter show rooms that are pages of its own: what the record
// says is in a room is in it, whichever replica recorded it. [Bot] implements
// it.
type Rooms interface {
	// Messages gives what stands in a room and was posted or edited after the
	// place n (0: all), in the order in which it was posted, at most so many of
	// the latest (0: all). People are named. A room that nobody knows is empty.
	Messages(ctx context.Context, room Address, n int64, most int) ([]Shown, error)
	// Watch calls changed whenever something may have changed in the room,
	// until ctx is done or the record cannot be followed any more: the error
	// says why. Changed must not wait.
	Watch(ctx context.Context, room Address, changed func()) error
}

// Shown is a message as it stands in a room.
type Shown struct {
	Engagement string
	N          int64  // its place in the record, or that of its newest edit
	Key        string // of the message, within the engagement
	ID         string // the platform's id, "" until it has one
	Class      Class
	Thread     string    // the Key of our message, or the platform's id of another
	For        string    // the person who alone is to see it, "P7"; or ""
	Time       time.Time // when it fell due
	Edited     time.Time // zero: never
	Plain      bool      // as in Message
	Guarded    bool      // as in Message
	Title      string
	Blocks     []Block
}

var _ Rooms = (*Bot)(nil)

// Messages implements Rooms.
func (b *Bot) Messages(ctx context.Context, room Address, n int64, most int) ([]Shown, error) {
	if err := b.started(ctx); err != nil {
		return nil, err
	}
	linked, _ := b.directory.engagements(room)
	var shown []Shown
	for _, engagement := range linked {
		some, err := b.messagesOf(ctx, engagement, room, n, most)
		if err != nil {
			return nil, fmt.Errorf("read messages of %s: %w", engagement, err)
		}
		shown = append(shown, some...)
	}
	slices.SortStableFunc(shown, func(x, y Shown) int { return x.Time.Compare(y.Time) })
	if most > 0 && len(shown) > most {
		shown = shown[len(shown)-most:]
	}
	return shown, nil
}

// spot is where the content of a message is in the record.
type spot struct {
	shown Shown
	seq   journal.Seq
}

func (b *Bot) messagesOf(ctx context.Context, engagement string, room Address, n int64, most int) ([]Shown, error) {
	var places []spot
	ask := func(f *fold) { places = f.messages.places(engagement, room, journal.Seq(max(0, n)), most) } //nolint:gosec // not negative
	if _, err := b.decide(ctx, engagement, &request{ask: ask}); err != nil {
		return nil, err
	}
	shown := make([]Shown, 0, len(places))
	for _, p := range places {
		s, err := b.content(ctx, engagement, room, p)
		if err != nil {
			return nil, err
		}
		shown = append(shown, s)
	}
	return shown, nil
}

// places gives what stands in a room, without its content.
func (m *Messages) places(engagement string, room Address, after journal.Seq, most int) []spot {
	var places []spot
	for _, s := range m.stand[room.Key()] {
		if s.n() <= after {
			continue
		}
		due := s.first.due
		p := spot{seq: s.n(), shown: Shown{
			Engagement: engagement, N: int64(s.n()), Key: due.Key, Class: due.Class, //nolint:gosec // a record is not that long
			Thread: due.Thread, For: due.For, Plain: due.Plain, Guarded: due.Guarded || s.now.due.Guarded, Time: s.first.at,
		}}
		if parts := s.first.rooms[s.room].parts; len(parts) > 0 {
			p.shown.ID = parts[0].id
		}
		if s.now != s.first {
			p.shown.Edited = s.now.at
		}
		places = append(places, p)
	}
	if most > 0 && len(places) > most {
		places = places[len(places)-most:]
	}
	return places
}

// content reads a message back from the record, so that no replica has to keep
// in memory all that was ever said.
func (b *Bot) content(ctx context.Context, engagement string, room Address, p spot) (Shown, error) {
	for r, err := range b.options.Store.Read(ctx, streamPrefix+engagement, p.seq-1) {
		if err != nil {
			return Shown{}, fmt.Errorf("read entry %d: %w", p.seq, err)
		}
		fact, err := Decode(r.Data)
		if err != nil {
			return Shown{}, err
		}
		due, err := decodeDue(fact.Data)
		if err != nil {
			return Shown{}, err
		}
		pieces, err := due.pieces(room.Adapter)
		if err != nil {
			return Shown{}, err
		}
		return b.named(ctx, p.shown, pieces), nil
	}
	return Shown{}, fmt.Errorf("read entry %d: %w", p.seq, journal.ErrDiverged)
}

// named puts the pieces of a message together, with names in them. A name that
// cannot be had just now is left out: the next look has it.
func (b *Bot) named(ctx context.Context, s Shown, pieces []Piece) Shown {
	name := &namer{ctx: ctx, people: b.options.People}
	for i, piece := range pieces {
		if piece.spare() {
			continue
		}
		if i == 0 {
			s.Title = name.name(piece.Title)
		}
		s.Blocks = append(s.Blocks, name.blocks(piece.Blocks)...)
	}
	return s
}

// Watch implements Rooms.
func (b *Bot) Watch(ctx context.Context, room Address, changed func()) error {
	if err := b.started(ctx); err != nil {
		return err
	}
	linked, open := b.directory.engagements(room)
	if len(linked) == 0 {
		return fmt.Errorf("watch room: %w", journal.ErrNotFound)
	}
	engagement := linked[len(linked)-1]
	if len(open) > 0 {
		engagement = open[0]
	}
	var head journal.Seq
	ask := func(f *fold) { head = f.head.Seq }
	if _, err := b.decide(ctx, engagement, &request{ask: ask}); err != nil {
		return err
	}
	changed() // whatever came between the last look and now
	for r, err := range b.options.Store.Watch(ctx, streamPrefix+engagement, head) {
		if err != nil {
			return fmt.Errorf("watch room: %w", err)
		}
		if goesTo(r.Data, room) {
			changed()
		}
	}
	return ctx.Err()
}

// goesTo says whether a record may change what stands in a room.
func goesTo(record []byte, room Address) bool {
	fact, err := Decode(record)
	if err != nil || fact.Kind != kindDue {
		return false
	}
	due, err := decodeDue(fact.Data)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(due.To, func(a Address) bool { return a.Key() == room.Key() })
}

// Blob gives a picture of a message.
func (b *Bot) Blob(ctx context.Context, hash string) ([]byte, error) {
	sum, err := hex.DecodeString(hash)
	if err != nil || len(sum) != len(journal.Hash{}) {
		return nil, fmt.Errorf("read picture: %w", journal.ErrNotFound)
	}
	data, err := b.options.Store.Blob(ctx, journal.Hash(sum))
	if err != nil {
		return nil, fmt.Errorf("read picture: %w", err)
	}
	return data, nil
}
