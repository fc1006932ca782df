package fakeslack

import (
	"bytes"
	"encoding/json"
)

// acknowledged shows what the answer to a command says: text, or a message as
// JSON. nil if it says nothing.
func (s *Slack) acknowledged(channel, user string, a answer) *Message {
	body := bytes.TrimSpace(a.body)
	if len(body) == 0 {
		return nil
	}
	c := &call{method: "acknowledgement", args: args{}}
	switch body[0] {
	case '{':
		if c.args.addBytes(body) != "" {
			return nil
		}
	case '"':
		var text string
		_ = json.Unmarshal(body, &text) // it stays empty
		c.args["text"] = text
	default:
		c.args["text"] = string(body)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	said, err := s.content(c, 40000)
	var m *Message
	if in := s.channels[channel]; err == nil && in != nil {
		if c.args["response_type"] == "in_channel" {
			m = s.post(c, in, said, "")
		} else {
			m = s.whisper(channel, user, said)
		}
	}
	s.tell(c.events)
	if m == nil {
		return nil
	}
	copied := s.copies([]*Message{m})[0]
	return &copied
}
