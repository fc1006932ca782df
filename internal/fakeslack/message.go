package fakeslack

import (
	"encoding/json"
	"slices"
)

// Message is a post by anybody, as it stands. Text and Blocks are as Slack keeps
// them, with &, < and > of the words escaped.
type Message struct {
	Channel, TS, ThreadTS string // ThreadTS: of the first message of its thread, "" outside threads
	User, Text, Subtype   string
	BotID                 string          // set for what the app posted
	Blocks                json.RawMessage // nil if none
	Attachments           json.RawMessage
	Metadata              json.RawMessage // {event_type, event_payload}
	Edited                int             // how often
	Files                 []File
	Deleted               bool
	For                   string // who alone sees it: it is ephemeral
	Reactions             []string

	editedTS, editedBy, clientID string
	names                        func(id string) string
}

// File is a file as people handle it. ID is set for those that Slack keeps.
type File struct {
	ID, Name, Title, Alt string
	Content              []byte
	User                 string
}

// Messages gives the posts in a channel in order, those in threads and deleted
// ones included, without the ephemeral ones.
func (s *Slack) Messages(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	if c == nil {
		return nil
	}
	return s.copies(c.messages)
}

// Message gives the post with that timestamp, and whether there is one.
func (s *Slack) Message(channel, ts string) (Message, bool) {
	for _, m := range s.Messages(channel) {
		if m.TS == ts {
			return m, true
		}
	}
	return Message{}, false
}

// Ephemerals gives what a person alone sees in a channel, in order.
func (s *Slack) Ephemerals(channel, user string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []*Message
	for _, m := range s.whispers {
		if m.Channel == channel && m.For == user {
			all = append(all, m)
		}
	}
	return s.copies(all)
}

func (s *Slack) copies(messages []*Message) []Message {
	all := make([]Message, 0, len(messages))
	for _, m := range messages {
		copied := *m
		copied.Files, copied.Reactions = slices.Clone(m.Files), slices.Clone(m.Reactions)
		copied.names = func(id string) string {
			s.mu.Lock()
			defer s.mu.Unlock()
			return s.name(id)
		}
		all = append(all, copied)
	}
	return all
}

// replies gives the messages of a thread that stand, without its first.
func (c *channel) replies(ts string) []*Message {
	var all []*Message
	for _, m := range c.messages {
		if m.ThreadTS == ts && m.TS != ts && !m.Deleted {
			all = append(all, m)
		}
	}
	return all
}

// messageJSON is the message as the Web API and events show it. The lock is held.
func (s *Slack) messageJSON(m *Message, metadata bool) obj {
	o := obj{"type": "message", "user": m.User, "text": m.Text, "ts": m.TS}
	put := func(key string, value any, ok bool) {
		if ok {
			o[key] = value
		}
	}
	put("subtype", m.Subtype, m.Subtype != "")
	put("thread_ts", m.ThreadTS, m.ThreadTS != "")
	put("blocks", m.Blocks, len(m.Blocks) > 0)
	put("attachments", m.Attachments, len(m.Attachments) > 0)
	put("metadata", m.Metadata, metadata && len(m.Metadata) > 0)
	put("edited", obj{"user": m.editedBy, "ts": m.editedTS}, m.Edited > 0)
	put("client_msg_id", m.clientID, m.clientID != "")
	if u := s.users[m.User]; u != nil {
		o["team"] = u.Team
	}
	if m.BotID != "" {
		o["bot_id"], o["app_id"] = m.BotID, App
		o["bot_profile"] = obj{
			"id": BotID, "app_id": App, "user_id": Bot, "name": s.name(Bot), "team_id": Home, "deleted": false, "updated": 1,
			"icons": obj{"image_48": "https://a.slack-edge.com/bot.png"},
		}
	}
	if len(m.Files) > 0 {
		files := make([]any, 0, len(m.Files))
		for _, f := range m.Files {
			files = append(files, s.fileJSON(f.ID))
		}
		o["files"], o["upload"] = files, false
	}
	s.putThread(o, m)
	s.putReactions(o, m)
	return o
}

// putThread adds what the first message of a thread knows of the others, and
// they of it.
func (s *Slack) putThread(o obj, m *Message) {
	c := s.channels[m.Channel]
	if c == nil || m.ThreadTS == "" {
		return
	}
	if m.ThreadTS != m.TS {
		if parent := c.find(m.ThreadTS); parent != nil {
			o["parent_user_id"] = parent.User
		}
		return
	}
	replies := c.replies(m.TS)
	var users []string
	for _, r := range replies {
		if !slices.Contains(users, r.User) {
			users = append(users, r.User)
		}
		o["latest_reply"] = r.TS
	}
	o["reply_count"], o["reply_users"], o["reply_users_count"] = len(replies), users, len(users)
}

func (s *Slack) putReactions(o obj, m *Message) {
	if len(m.Reactions) == 0 {
		return
	}
	reactions := make([]any, 0, len(m.Reactions))
	for _, name := range m.Reactions {
		reactions = append(reactions, obj{"name": name, "count": 1, "users": []string{Bot}})
	}
	o["reactions"] = reactions
}
