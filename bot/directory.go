package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"soundings/journal"
)

// The directory is a stream of its own that says which rooms speak of which
// engagements. It follows from the engagements' own streams, whose facts come
// first, and is brought up to date at every start: a lookup should not need
// every engagement to be folded.
const (
	directoryStream = "directory"
	kindRoom        = "directory.room" // directoryRoom
)

type directoryRoom struct {
	Room       string `json:"room"` // Address.Key
	Engagement string `json:"engagement"`
	Open       bool   `json:"open"`
}

// directory may be used concurrently.
type directory struct {
	store journal.Store
	now   func() time.Time

	stream sync.Mutex // held while the stream is read or extended; lookups do not wait for it
	head   journal.Head

	mu    sync.Mutex
	rooms map[string][]directoryRoom // by room, in order of first link
	names map[string]bool            // of the engagements
}

func newDirectory(store journal.Store, now func() time.Time) *directory {
	d := &directory{store: store, now: now}
	d.forget()
	return d
}

func (d *directory) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.head, d.rooms, d.names = journal.Head{}, map[string][]directoryRoom{}, map[string]bool{}
}

// refresh reads what was added, by this replica or another.
func (d *directory) refresh(ctx context.Context) error {
	d.stream.Lock()
	defer d.stream.Unlock()
	return d.read(ctx)
}

// follow refreshes whenever another replica adds something, until ctx is done.
func (d *directory) follow(ctx context.Context, log *slog.Logger) {
	for ctx.Err() == nil {
		for _, err := range d.store.Watch(ctx, directoryStream, d.seq()) {
			if err == nil {
				err = d.refresh(ctx)
			}
			if err != nil {
				if ctx.Err() == nil {
					log.WarnContext(ctx, "directory not followed", "error", err)
				}
				break
			}
		}
		_ = pause(ctx, firstBackoff)
	}
}

func (d *directory) seq() journal.Seq {
	d.stream.Lock()
	defer d.stream.Unlock()
	return d.head.Seq
}

// read folds the tail. A stream that does not continue what was folded lost
// its end in a failover: what is left of it is read afresh.
func (d *directory) read(ctx context.Context) error {
	err := d.readTail(ctx)
	if errors.Is(err, journal.ErrDiverged) && d.head.Seq > 0 {
		d.forget()
		err = d.readTail(ctx)
	}
	return err
}

func (d *directory) readTail(ctx context.Context) error {
	for r, err := range d.store.Read(ctx, directoryStream, d.head.Seq) {
		if err != nil {
			return fmt.Errorf("read directory: %w", err)
		}
		if err := d.fold(r); err != nil {
			return err
		}
	}
	return nil
}

func (d *directory) fold(r journal.Record) error {
	next := d.head.Next(r.Data)
	if next != r.Head() {
		return fmt.Errorf("read directory: entry %d does not continue it: %w", r.Seq, journal.ErrDiverged)
	}
	f, err := Decode(r.Data)
	if err != nil {
		return fmt.Errorf("read directory: entry %d: %w", r.Seq, err)
	}
	if f.Kind != kindRoom {
		return fmt.Errorf("read directory: entry %d: %w: %s", r.Seq, ErrUnknownKind, f.Kind)
	}
	var room directoryRoom
	if err := unmarshal(f, &room); err != nil {
		return fmt.Errorf("read directory: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.head = next
	d.names[room.Engagement] = true
	same := func(known directoryRoom) bool { return known.Engagement == room.Engagement }
	if i := slices.IndexFunc(d.rooms[room.Room], same); i >= 0 {
		d.rooms[room.Room][i] = room
	} else {
		d.rooms[room.Room] = append(d.rooms[room.Room], room)
	}
	return nil
}

// link makes sure that the directory has these links of an engagement.
func (d *directory) link(ctx context.Context, engagement string, links []roomLinked) error {
	d.stream.Lock()
	defer d.stream.Unlock()
	for range maxTries {
		if err := d.read(ctx); err != nil {
			return err
		}
		missing, err := d.missing(engagement, links)
		if err != nil || len(missing) == 0 {
			return err
		}
		_, err = d.store.Append(ctx, directoryStream, d.head, missing...)
		switch {
		case errors.Is(err, journal.ErrDiverged):
			d.forget()
		case err != nil && !errors.Is(err, journal.ErrConflict):
			return fmt.Errorf("extend directory: %w", err)
		}
	}
	return fmt.Errorf("extend directory: %w", journal.ErrConflict)
}

func (d *directory) missing(engagement string, links []roomLinked) ([]journal.Record, error) {
	var missing []journal.Record
	for _, l := range links {
		room := directoryRoom{Room: l.Room.Key(), Engagement: engagement, Open: l.Open}
		if slices.Contains(d.rooms[room.Room], room) { // stream is held: nobody changes it
			continue
		}
		data, err := json.Marshal(room)
		if err != nil {
			return nil, fmt.Errorf("extend directory: %w", err)
		}
		f := Fact{Kind: kindRoom, Time: d.now().UTC(), Data: data}
		missing = append(missing, journal.Record{Data: Encode(f)})
	}
	return missing, nil
}

// engagements gives all that ever used the room, in the order in which they
// were first linked, and those of them that are open in it.
func (d *directory) engagements(room Address) (linked, open []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, l := range d.rooms[room.Key()] {
		linked = append(linked, l.Engagement)
		if l.Open {
			open = append(open, l.Engagement)
		}
	}
	return linked, open
}

// Linked says whether an engagement is open in the room.
func (b *Bot) Linked(room Address) bool {
	_, open := b.directory.engagements(room)
	return len(open) > 0
}

// knows says whether an engagement of that name ever had a room.
func (d *directory) knows(engagement string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.names[engagement]
}
