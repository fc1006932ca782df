package teams

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"sync"

	"soundings/bot"
)

// ref is what an address keeps of where its room is: enough to post there after a
// restart. Addresses stand in the record: add fields, never change one.
type ref struct {
	Service string `json:"s,omitempty"` // the address of the service that has it
	Type    string `json:"t,omitempty"` // personal, groupChat or channel
	Team    string `json:"g,omitempty"` // that a channel belongs to
}

// What a conversation may be.
const (
	personal    = "personal"
	inChannel   = "channel"
	ofAnyMember = "standard" // a channel that all members of its team read
)

func (r ref) text() string {
	data, err := json.Marshal(r)
	if err != nil {
		return "" // cannot be: it is text alone
	}
	return string(data)
}

// refOf reads the ref of an address. Of one without it as much is told as its id
// does.
func (a *Adapter) refOf(to bot.Address) ref {
	var r ref
	_ = json.Unmarshal([]byte(to.Ref), &r) // one that is none says nothing
	if r.Service == "" {
		r = a.refs.of(to.Room)
	}
	if r.Service == "" {
		r.Service = a.o.ServiceURL
	}
	if r.Type == "" {
		r.Type = typeOf(to.Room)
	}
	return r
}

// where is whereOf, and keeps how the room is reached.
func (a *Adapter) where(o object) whereabouts {
	at := whereOf(o)
	if at.room.Room == "" {
		return at
	}
	if known := a.refs.of(at.room.Room); at.ref.Team == "" && at.ref.Type == inChannel { // not every activity names it
		at.ref.Team = known.Team
		at.room.Ref = at.ref.text()
	}
	a.refs.keep(at.room.Room, at.ref)
	if name := clean(o.in("conversation").text("name")); name != "" && at.ref.Type != inChannel {
		a.channels.set(at.room.Room, channelInfo{name: name}) // of a group chat
	}
	return at
}

// refs are those of the rooms that were last heard from, by their ids: what belongs
// to one of them may be done in another.
type refs struct {
	mu   sync.Mutex
	by   map[string]ref
	last string // the service that was last heard from
}

func newRefs() *refs { return &refs{by: map[string]ref{}} }

func (r *refs) keep(room string, one ref) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.by) >= mostKnown {
		clear(r.by)
	}
	r.by[room], r.last = one, one.Service
}

func (r *refs) known(room string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := r.by[room]
	return ok
}

// ofTeam gives the ids of the channels of a team that were heard from.
func (r *refs) ofTeam(team string) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []string
	for room, one := range r.by {
		if one.Team == team && one.Type == inChannel {
			all = append(all, room)
		}
	}
	return all
}

// of gives the ref of a room, as far as it is known.
func (r *refs) of(room string) ref {
	r.mu.Lock()
	defer r.mu.Unlock()
	if one, ok := r.by[room]; ok {
		return one
	}
	return ref{Service: r.last}
}

// typeOf tells by its id what a conversation is, where nothing else does.
func typeOf(room string) string {
	switch {
	case strings.HasSuffix(room, "@thread.tacv2"), strings.HasSuffix(room, "@thread.skype"):
		return inChannel
	case strings.HasPrefix(room, "a:"):
		return personal
	}
	return "groupChat"
}

// threadMark parts the id of a channel from that of the message whose thread a
// conversation is.
const threadMark = ";messageid="

// whereabouts is where an activity happened, and how its service is reached.
type whereabouts struct {
	room   bot.Address
	ref    ref
	root   string // id of the thread's first message; "" outside channels
	me     string // our id in it
	thread string // the whole id of the conversation
}

func whereOf(o object) whereabouts {
	conversation, data := o.in("conversation"), o.in("channelData")
	id, root, _ := strings.Cut(conversation.text("id"), threadMark)
	r := ref{Service: o.text("serviceUrl"), Type: conversation.text("conversationType"), Team: data.in("team").text("id")}
	if r.Type == "" {
		r.Type = typeOf(id)
	}
	return whereabouts{
		room: bot.Address{Adapter: Name, Room: id, Ref: r.text()}, ref: r, root: root,
		me: o.in("recipient").text("id"), thread: conversation.text("id"),
	}
}

// messageID is the platform's id of a message, with that of its thread's first
// message behind it where it is a reply in a channel.
func messageID(id, root string) string {
	if id == "" || root == "" || root == id {
		return id
	}
	return id + "@" + root
}

// activityID gives a message's own id, and threadRoot that of the first one of its
// thread.
func activityID(id string) string { own, _, _ := strings.Cut(id, "@"); return own }

func threadRoot(id string) string {
	own, root, reply := strings.Cut(id, "@")
	if reply {
		return root
	}
	return own
}

// occurrence tells one activity of a conversation from any other.
func occurrence(o object) string { return cmp.Or(o.text("id"), o.text("timestamp")) }

// identity tells one event from any other, the same each time that Teams tells of
// it. It stands in the record, so who did it, and with whom, is not to be read in
// it.
func identity(parts ...string) string {
	hash := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return Name + ":" + hex.EncodeToString(hash[:16])
}
