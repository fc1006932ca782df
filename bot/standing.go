package bot

import (
	"slices"
	"time"

	"soundings/journal"
)

// standing is a message as it stands in one room: what was first posted there,
// and the newest of its edits.
type standing struct {
	first, now *posting
	room       int // in first.due.To
}

// n is its place in the record: later messages and edits have higher ones.
func (s *standing) n() journal.Seq { return s.now.seq }

// put notes a posting in its rooms.
func (m *Messages) put(p *posting) {
	for i, to := range p.due.To {
		key := to.Key()
		if p.due.Replaces == "" {
			m.stand[key] = append(m.stand[key], &standing{first: p, now: p, room: i})
			continue
		}
		target := m.byKey[p.due.Replaces]
		for _, s := range slices.Backward(m.stand[key]) {
			if s.first == target {
				s.now = p
				break
			}
		}
	}
}

// In gives the Keys of all that was posted in a room, in that order; edits are none of
// these.
func (m *Messages) In(room Address) []string {
	var keys []string
	for _, s := range m.stand[room.Key()] {
		keys = append(keys, s.first.due.Key)
	}
	return keys
}

// find gives the parts that have that platform id in the room and count as
// sent; an edited message is found as what was first posted.
func (m *Messages) find(room Address, id string) []item {
	p := m.byKey[m.keyOf(room, id)]
	if p == nil {
		return nil
	}
	var found []item
	for r, to := range p.due.To {
		if to.Key() != room.Key() {
			continue
		}
		for k, part := range p.rooms[r].parts {
			if part.id == id && part.state == Sent {
				found = append(found, item{p, r, k})
			}
		}
	}
	return found
}

// returned folds that parts which were sent did not arrive after all.
func (m *Messages) returned(s settled, at time.Time) {
	for _, it := range s.Items {
		p := m.byKey[it.Key]
		if p == nil || it.Room < 0 || it.Room >= len(p.rooms) || it.Part < 0 || it.Part >= len(p.rooms[it.Room].parts) {
			continue
		}
		if part := &p.rooms[it.Room].parts[it.Part]; part.state == Sent {
			part.state, part.why = Failed, it.Why
			p.rooms[it.Room].at = at
		}
	}
}
