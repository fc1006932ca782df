package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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

	mu    sync.Mutex
	head  journal.Head
	rooms map[string][]directoryRoom // by room, in order of first link
}

func newDirectory(store journal.Store, now func() time.Time) *directory {
	return &directory{store: store, now: now, rooms: map[string][]directoryRoom{}}
}

// refresh reads what was added, by this replica or another.
func (d *directory) refresh(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.read(ctx)
}

func (d *directory) read(ctx context.Context) error {
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
	d.head = next
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
	d.mu.Lock()
	defer d.mu.Unlock()
	for range maxTries {
		if err := d.read(ctx); err != nil {
			return err
		}
		missing, err := d.missing(engagement, links)
		if err != nil || len(missing) == 0 {
			return err
		}
		_, err = d.store.Append(ctx, directoryStream, d.head, missing...)
		if err != nil && !errors.Is(err, journal.ErrConflict) {
			return fmt.Errorf("extend directory: %w", err)
		}
	}
	return fmt.Errorf("extend directory: %w", journal.ErrConflict)
}

func (d *directory) missing(engagement string, links []roomLinked) ([]journal.Record, error) {
	var missing []journal.Record
	for _, l := range links {
		room := directoryRoom{Room: l.Room.Key(), Engagement: engagement, Open: l.Open}
		if slices.Contains(d.rooms[room.Room], room) {
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

// engagements gives those that the room speaks of: the open ones, or, when
// none is open, the one that was linked last.
func (d *directory) engagements(room Address) []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var open []string
	linked := d.rooms[room.Key()]
	for _, l := range linked {
		if l.Open {
			open = append(open, l.Engagement)
		}
	}
	if len(open) == 0 && len(linked) > 0 {
		return []string{linked[len(linked)-1].Engagement}
	}
	return open
}
