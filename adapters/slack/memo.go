package slack

import (
	"encoding/json"

	"soundings/bot"
)

// memo is what a window keeps of where it comes from. Windows stay open while
// the program is replaced: add fields, never change one.
type memo struct {
	Room       string `json:"r"`
	Thread     string `json:"t,omitempty"`
	Engagement string `json:"e,omitempty"`
	Action     string `json:"a,omitempty"`
	Value      string `json:"v,omitempty"`
}

// mostMemo is how much a window keeps.
const mostMemo = 3000

// text gives what the window keeps; false: it is too much.
func (m memo) text() (string, bool) {
	data, err := json.Marshal(m)
	return string(data), err == nil && units(string(data)) <= mostMemo
}

func readMemo(text string) memo {
	var m memo
	_ = json.Unmarshal([]byte(text), &m) // a window that keeps nothing belongs nowhere
	return m
}

func memoOf(ev bot.Event, action, value string) memo {
	return memo{Room: ev.Room.Room, Thread: ev.Thread, Engagement: ev.Engagement, Action: action, Value: value}
}
