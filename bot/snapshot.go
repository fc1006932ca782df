package bot

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"soundings/journal"
)

// foldVersion names the form of bot's part of a snapshot. Change it whenever
// that form or the meaning of bot's own facts changes.
const foldVersion = "bot6"

// storedFold is bot's part of a snapshot.
type storedFold struct {
	Tree    string          `json:"tree"`
	Last    time.Time       `json:"last"`
	Causes  []causeAt       `json:"causes,omitempty"`
	Rooms   []roomLinked    `json:"rooms,omitempty"`
	Posted  []storedPosting `json:"posted,omitempty"`
	Queued  []storedItem    `json:"queued,omitempty"` // over all rooms, in order
	Failing []string        `json:"failing,omitempty"`
}

type storedPosting struct {
	Due   messageDue          `json:"due"`
	Seq   journal.Seq         `json:"seq"`
	At    time.Time           `json:"at"`
	Rooms []storedRoomPosting `json:"rooms"`
}

type storedRoomPosting struct {
	At    time.Time    `json:"at,omitzero"`
	Parts []storedPart `json:"parts"`
}

type storedPart struct {
	State PartState `json:"s,omitempty"`
	ID    string    `json:"id,omitempty"`
	Why   string    `json:"why,omitempty"`
}

type storedItem struct {
	Key  string `json:"k"`
	Room int    `json:"r"`
	Part int    `json:"p"`
}

// snapshot saves the state. Losing one costs time, never truth, so a failure
// is only logged.
func (d *desk) snapshot(ctx context.Context) {
	var data []byte
	err := safely(func() (err error) { data, err = d.fold.save(); return err })
	if err == nil {
		err = d.options.Store.SaveSnapshot(ctx, d.stream, journal.Snapshot{
			Head: d.fold.head, Version: d.version(), Data: data,
		})
	}
	if err != nil {
		d.log.WarnContext(ctx, "snapshot not saved", "error", err)
		return
	}
	d.fold.fresh = 0
}

func (d *desk) version() string { return foldVersion + "/" + d.options.Version }

// fromSnapshot gives the state of the latest snapshot that fits, or nil.
func (d *desk) fromSnapshot(ctx context.Context) (*fold, error) {
	s, ok, err := d.options.Store.LoadSnapshot(ctx, d.stream, d.version())
	if err != nil || !ok {
		return nil, err
	}
	f := newFold(d.options.NewDomain(d.engagement))
	if err := safely(func() error { return f.load(s.Data) }); err != nil {
		return nil, err
	}
	f.head = s.Head
	if journal.Seq(f.tree.Size()) != s.Head.Seq {
		return nil, fmt.Errorf("load snapshot: its tree has %d entries, its head %d", f.tree.Size(), s.Head.Seq)
	}
	return f, nil
}

// save gives the length of bot's part, bot's part, and the domain's.
func (f *fold) save() ([]byte, error) {
	tree, err := f.tree.MarshalText()
	if err != nil {
		return nil, fmt.Errorf("save tree: %w", err)
	}
	s := storedFold{Tree: string(tree), Last: f.last, Causes: f.causes.order, Rooms: f.messages.links()}
	f.messages.save(&s)
	ours, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("save messages: %w", err)
	}
	domains, err := f.domain.Save()
	if err != nil {
		return nil, fmt.Errorf("save domain: %w", err)
	}
	data := binary.BigEndian.AppendUint64(nil, uint64(len(ours)))
	return append(append(data, ours...), domains...), nil
}

// load takes what save gave into an empty fold.
func (f *fold) load(data []byte) error {
	if len(data) < 8 || uint64(len(data)-8) < binary.BigEndian.Uint64(data) {
		return fmt.Errorf("load snapshot of %d bytes: too short", len(data))
	}
	n := 8 + binary.BigEndian.Uint64(data)
	var s storedFold
	if err := json.Unmarshal(data[8:n], &s); err != nil {
		return fmt.Errorf("load messages: %w", err)
	}
	if err := f.tree.UnmarshalText([]byte(s.Tree)); err != nil {
		return fmt.Errorf("load tree: %w", err)
	}
	f.last = s.Last
	for _, c := range s.Causes {
		f.causes.add(c.Cause, c.At)
	}
	f.messages.load(s)
	if err := f.domain.Load(data[n:]); err != nil {
		return fmt.Errorf("load domain: %w", err)
	}
	return nil
}

func (m *Messages) save(s *storedFold) {
	s.Failing = m.failingRooms()
	for _, key := range m.keys {
		p := m.byKey[key]
		stored := storedPosting{Due: p.due, Seq: p.seq, At: p.at, Rooms: make([]storedRoomPosting, len(p.rooms))}
		for i, room := range p.rooms {
			parts := make([]storedPart, len(room.parts))
			for k, part := range room.parts {
				parts[k] = storedPart{State: part.state, ID: part.id, Why: part.why}
			}
			stored.Rooms[i] = storedRoomPosting{At: room.at, Parts: parts}
		}
		s.Posted = append(s.Posted, stored)
	}
	for _, i := range m.queued() {
		s.Queued = append(s.Queued, storedItem{i.p.due.Key, i.room, i.part})
	}
}

func (m *Messages) load(s storedFold) {
	for _, room := range s.Failing {
		m.failing[room] = true
	}
	for _, l := range s.Rooms {
		m.link(l)
	}
	for _, stored := range s.Posted {
		p := &posting{due: stored.Due, seq: stored.Seq, at: stored.At, rooms: make([]roomPosting, len(stored.Rooms))}
		m.byKey[stored.Due.Key] = p
		m.keys = append(m.keys, stored.Due.Key)
		m.put(p)
		for i, room := range stored.Rooms {
			p.rooms[i].at = room.At
			for _, part := range room.Parts {
				p.rooms[i].parts = append(p.rooms[i].parts, partPosting{part.State, part.ID, part.Why})
			}
		}
	}
	for _, key := range m.keys { // an edit is recalled by what it changes
		p := m.byKey[key]
		for i := range p.rooms {
			for k := range p.rooms[i].parts {
				m.recall(item{p, i, k})
			}
		}
	}
	for _, q := range s.Queued {
		i := item{m.byKey[q.Key], q.Room, q.Part}
		m.queues[i.address().Key()] = append(m.queues[i.address().Key()], i)
		i.p.left++
	}
}

// recall finds a part again by its platform's id.
func (m *Messages) recall(i item) {
	id := i.state().id
	if id == "" {
		return
	}
	key := i.p.due.Key
	if target, room, ok := m.target(i); ok && i.part < len(target.rooms[room].parts) {
		key = target.due.Key
	}
	m.posted[i.address().Key()+" "+id] = key
}
