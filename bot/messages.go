package bot

import (
	"maps"
	"slices"
	"strings"
	"time"

	"soundings/journal"
)

// PartState is how far one part of a message has come in one room.
type PartState string

// The states, in the order in which a part passes through them.
const (
	Waiting    PartState = ""           // due
	Sending    PartState = "sending"    // may have been posted already
	Sent       PartState = "sent"       // posted; the platform gave an id
	Failed     PartState = "failed"     // not posted, and not tried again
	Doubtful   PartState = "doubtful"   // nobody can say; a person has to look: see Tx.Looked
	Superseded PartState = "superseded" // a newer edit went instead
)

// Receipt is what became of a message in one room.
type Receipt struct {
	Key   string
	Class Class
	Room  Address
	State PartState // of the part that has come least far; Failed and Doubtful win
	Time  time.Time // when the last part was settled
	Why   string    // for Failed and Doubtful
}

// Messages is the fold of what was due, sent and failed in one engagement.
// The domain reads it; the desk alone changes it.
type Messages struct {
	byKey  map[string]*posting
	keys   []string          // in the order in which they fell due
	posted map[string]string // room key, blank, platform id → key of our message
	queues map[string][]item // by room key, what is not settled, in order
	open   map[string]Address
	rooms  []Address              // every linked room, in order of first link
	stand  map[string][]*standing // by room key, what stands there, in order
	// failing are the rooms, by key, in which the last message could not be posted.
	failing map[string]bool
}

// posting is one message and what became of it.
type posting struct {
	due   messageDue  // Parts is dropped once everything is settled well
	seq   journal.Seq // of the fact, where the content stays for good
	at    time.Time
	rooms []roomPosting
	left  int // parts that are not settled
}

type roomPosting struct {
	parts []partPosting
	at    time.Time
}

type partPosting struct {
	state PartState
	id    string
	why   string
}

// item is one part in one room.
type item struct {
	p          *posting
	room, part int
}

func (i item) state() *partPosting { return &i.p.rooms[i.room].parts[i.part] }
func (i item) address() Address    { return i.p.due.To[i.room] }
func (i item) settled() settledItem {
	return settledItem{Key: i.p.due.Key, Room: i.room, Part: i.part}
}

func newMessages() *Messages {
	return &Messages{
		byKey:   map[string]*posting{},
		posted:  map[string]string{},
		queues:  map[string][]item{},
		open:    map[string]Address{},
		stand:   map[string][]*standing{},
		failing: map[string]bool{},
	}
}

// Known says whether a message with that Key was ever due.
func (m *Messages) Known(key string) bool { return m.byKey[key] != nil }

// Receipts gives what became of the message in each of its rooms, in the order
// of its To; nil for an unknown Key.
func (m *Messages) Receipts(key string) []Receipt {
	p := m.byKey[key]
	if p == nil {
		return nil
	}
	receipts := make([]Receipt, len(p.rooms))
	for i := range p.rooms {
		receipts[i] = p.receipt(i)
	}
	return receipts
}

// Gaps gives, oldest first, every message that failed or is doubtful in a
// room, replies left out: the person who asked sees that for themselves.
func (m *Messages) Gaps() []Receipt {
	var gaps []Receipt
	for _, key := range m.keys {
		p := m.byKey[key]
		if p.due.Class == Reply {
			continue
		}
		for i := range p.rooms {
			if r := p.receipt(i); r.State == Failed || r.State == Doubtful {
				gaps = append(gaps, r)
			}
		}
	}
	return gaps
}

// Room is the room in which the message of that Key was first due, and false
// for an unknown Key.
func (m *Messages) Room(key string) (Address, bool) {
	if p := m.byKey[key]; p != nil && len(p.due.To) > 0 {
		return p.due.To[0], true
	}
	return Address{}, false
}

func (p *posting) receipt(room int) Receipt {
	r := Receipt{Key: p.due.Key, Class: p.due.Class, Room: p.due.To[room], State: Sent, Time: p.rooms[room].at}
	rank := map[PartState]int{Sent: 0, Superseded: 0, Waiting: 1, Sending: 1, Doubtful: 2, Failed: 3}
	for _, part := range p.rooms[room].parts {
		if rank[part.state] > rank[r.State] {
			r.State, r.Why = part.state, part.why
		}
	}
	return r
}

// keyOf gives the Key of our message with that platform id in the room.
func (m *Messages) keyOf(room Address, id string) string {
	if id == "" {
		return ""
	}
	return m.posted[room.Key()+" "+id]
}

// due folds a message that has to be posted.
func (m *Messages) due(d messageDue, seq journal.Seq, at time.Time) {
	if m.byKey[d.Key] != nil {
		return
	}
	p := &posting{due: d, seq: seq, at: at, rooms: make([]roomPosting, len(d.To))}
	m.byKey[d.Key] = p
	m.keys = append(m.keys, d.Key)
	m.put(p)
	for i, to := range d.To {
		n := d.Counts[to.Adapter]
		p.rooms[i].parts = make([]partPosting, n)
		p.left += n
		if d.Replaces != "" {
			m.supersede(to, d.Replaces)
			m.widen(item{p, i, n - 1})
		}
		for part := range n {
			m.queues[to.Key()] = append(m.queues[to.Key()], item{p, i, part})
		}
	}
}

// supersede takes the edits of a message that still wait in a room out of the
// queue: only the newest is sent. One that is under way stays where it is.
func (m *Messages) supersede(room Address, target string) {
	m.queues[room.Key()] = slices.DeleteFunc(m.queues[room.Key()], func(i item) bool {
		if i.p.due.Replaces != target || i.state().state != Waiting {
			return false
		}
		i.state().state = Superseded
		i.p.settle()
		return true
	})
	if len(m.queues[room.Key()]) == 0 {
		delete(m.queues, room.Key())
	}
}

// widen gives the message that an edit changes a place for every part of the
// edit, so that the next edit replaces all of them even if this one is only
// under way by then.
func (m *Messages) widen(last item) {
	target, room, ok := m.target(last)
	if !ok {
		return
	}
	for len(target.rooms[room].parts) <= last.part {
		target.rooms[room].parts = append(target.rooms[room].parts, partPosting{state: Sent})
	}
}

// settle counts one part as done and lets go of the content after the last, unless
// somebody may still have to see it or have it sent again.
func (p *posting) settle() {
	p.left--
	p.letGo()
}

// letGo is what settle does after the last part.
func (p *posting) letGo() {
	if p.left > 0 {
		return
	}
	for i := range p.rooms {
		for _, part := range p.rooms[i].parts {
			if part.state == Failed || part.state == Doubtful {
				return
			}
		}
	}
	p.due.Parts = nil
}

// settled folds what became of parts. What it does not know it ignores.
func (m *Messages) settled(state PartState, s settled, at time.Time) {
	for _, it := range s.Items {
		p := m.byKey[it.Key]
		if p == nil || it.Room < 0 || it.Room >= len(p.rooms) ||
			it.Part < 0 || it.Part >= len(p.rooms[it.Room].parts) {
			continue
		}
		i := item{p, it.Room, it.Part}
		m.settleItem(i, state, it, at)
	}
}

func (m *Messages) settleItem(i item, state PartState, it settledItem, at time.Time) {
	part := i.state()
	if part.state == Superseded && it.ID != "" {
		m.remember(i, it.ID) // it was under way when the newer edit came
	}
	if part.state != Waiting && part.state != Sending {
		return
	}
	part.state, part.why = state, it.Why
	if state == Sending || state == Waiting {
		return
	}
	i.p.rooms[i.room].at = at
	m.fails(i)
	m.dequeue(i)
	if it.ID != "" {
		m.remember(i, it.ID)
	}
	i.p.settle()
}

// dequeue takes a part out of its room's queue, in which it is nearly always
// the first.
func (m *Messages) dequeue(i item) {
	room := i.address().Key()
	queue := m.queues[room]
	if len(queue) > 0 && queue[0] == i {
		queue[0] = item{} // let go of its content
		queue = queue[1:]
	} else {
		queue = slices.DeleteFunc(queue, func(q item) bool { return q == i })
	}
	m.queues[room] = queue
	if len(queue) == 0 {
		delete(m.queues, room)
	}
}

// remember keeps the platform's id of a part: on the message that was edited,
// if it was an edit, since that is what stands in the room.
func (m *Messages) remember(i item, id string) {
	i.state().id = id
	key := i.p.due.Key
	if target, room, ok := m.target(i); ok && i.part < len(target.rooms[room].parts) {
		part := &target.rooms[room].parts[i.part]
		part.id = id
		if part.state == Failed || part.state == Doubtful {
			part.state, part.why = Sent, "" // what should stand there does now
			target.rooms[room].at = i.p.rooms[i.room].at
		}
		key = target.due.Key
	}
	m.posted[i.address().Key()+" "+id] = key
}

// target is the message that an edit changes, and its room there.
func (m *Messages) target(i item) (*posting, int, bool) {
	target := m.byKey[i.p.due.Replaces]
	if i.p.due.Replaces == "" || target == nil {
		return nil, 0, false
	}
	for room, to := range target.due.To {
		if to.Key() == i.address().Key() {
			return target, room, true
		}
	}
	return nil, 0, false
}

// editID is the platform's id of the message that the part has to replace;
// "" if the part is no edit, or there is nothing yet to replace.
func (m *Messages) editID(i item) string {
	target, room, ok := m.target(i)
	if !ok || i.part >= len(target.rooms[room].parts) {
		return ""
	}
	return target.rooms[room].parts[i.part].id
}

// threadID is the platform's id of the message whose thread the part goes in.
func (m *Messages) threadID(i item) string {
	thread := m.byKey[i.p.due.Thread]
	if thread == nil {
		return i.p.due.Thread
	}
	for room, to := range thread.due.To {
		if to.Key() == i.address().Key() && len(thread.rooms[room].parts) > 0 {
			return thread.rooms[room].parts[0].id
		}
	}
	return ""
}

// sending says whether a part is recorded as being sent.
func (m *Messages) sending(it settledItem) bool {
	p := m.byKey[it.Key]
	return p != nil && it.Room < len(p.rooms) && it.Part < len(p.rooms[it.Room].parts) &&
		p.rooms[it.Room].parts[it.Part].state == Sending
}

// link folds that a room speaks of this engagement.
func (m *Messages) link(l roomLinked) {
	key := l.Room.Key()
	if i := slices.IndexFunc(m.rooms, func(a Address) bool { return a.Key() == key }); i >= 0 {
		m.rooms[i] = l.Room
	} else {
		m.rooms = append(m.rooms, l.Room)
	}
	if l.Open {
		m.open[key] = l.Room
	} else {
		delete(m.open, key)
	}
}

// links gives every room linked so far as it now stands.
func (m *Messages) links() []roomLinked {
	links := make([]roomLinked, len(m.rooms))
	for i, room := range m.rooms {
		_, open := m.open[room.Key()]
		links[i] = roomLinked{Room: room, Open: open}
	}
	return links
}

// queued gives all that waits, room by room in a settled order.
func (m *Messages) queued() []item {
	var all []item
	for _, room := range slices.Sorted(maps.Keys(m.queues)) {
		all = append(all, m.queues[room]...)
	}
	return all
}

// sortItems puts the parts that are next in their rooms in the order of the
// rooms, so that the same state always plans the same facts.
func sortItems(items []item) {
	slices.SortFunc(items, func(a, b item) int {
		return strings.Compare(a.address().Key(), b.address().Key())
	})
}
