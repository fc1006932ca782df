package bot

import "strings"

// Opening is a room that is to be made.
type Opening struct {
	Key    string   // which one, "+care.O3": the Room of the address until there is one, unique on the adapter
	Name   string   // what it is to be called, as far as the platform's rules for names go
	People []string // who is invited, "P9", each by their mail address; may be empty
}

// opensWith begins the Room of an address that asks for a room.
const opensWith = "+"

// OpenRoom makes a message that asks an adapter with Caps.Opens for a room, and
// to invite people into it. The adapter answers with a Changed event of the new
// room, whose Action is RoomOpened and whose Value is the opening's key; it may
// make the room once only, however often it is asked. A failure is that of the
// message. Key is the message's own key, and For, where it is set, a colleague at
// home who is to be in the room, too.
func OpenRoom(key, adapter string, o Opening) Message {
	facts := []Pair{{Label: "name", Value: o.Name}}
	for _, person := range o.People {
		facts = append(facts, Pair{Label: "person", Value: person})
	}
	to := Address{Adapter: adapter, Room: opensWith + strings.TrimPrefix(o.Key, opensWith)}
	return Message{Key: key, Class: Notice, To: []Address{to}, Title: "A room for " + o.Name, Blocks: []Block{{Facts: facts}}}
}

// Opening gives the room that the part asks for; false: it is a message.
func (p Part) Opening() (Opening, bool) {
	if !strings.HasPrefix(p.To.Room, opensWith) {
		return Opening{}, false
	}
	o := Opening{Key: p.To.Room}
	for _, b := range p.Blocks {
		for _, f := range b.Facts {
			switch f.Label {
			case "name":
				o.Name = f.Value
			case "person":
				o.People = append(o.People, f.Value)
			}
		}
	}
	return o, true
}
