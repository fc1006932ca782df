package fakeslack

import (
	"encoding/json"
	"fmt"
	"strings"
)

// content is what a message says, checked.
type content struct {
	text                          string
	blocks, attachments, metadata json.RawMessage
}

// content reads and checks what a call wants to say. most is how many bytes its
// text may have.
func (s *Slack) content(c *call, most int) (content, error) {
	said := content{text: c.args["text"]}
	if markdown := c.args["markdown_text"]; markdown != "" {
		if said.text != "" || c.args["blocks"] != "" {
			return said, fail("markdown_text_conflict")
		}
		said.text = markdown
		most = 12000
	}
	blocks, ok := c.args.raw("blocks")
	if !ok {
		return said, fail("invalid_blocks_format")
	}
	if said.blocks = blocks; string(blocks) == "[]" {
		said.blocks = nil
	}
	if said.attachments, ok = c.args.raw("attachments"); !ok {
		return said, fail("invalid_attachments")
	}
	if said.metadata, ok = c.args.raw("metadata"); !ok {
		return said, fail("invalid_metadata_format")
	}
	if err := checkMetadata(said.metadata); err != nil {
		return said, err
	}
	if len(said.text) > most {
		return said, fail("msg_too_long")
	}
	if said.text == "" && said.blocks == nil && said.attachments == nil {
		return said, fail("no_text")
	}
	if said.blocks != nil {
		var err error
		if said.blocks, err = s.acceptBlocks(said.blocks); err != nil {
			return said, err
		}
	}
	s.alarms += alarming(c, said)
	return said, nil
}

// checkMetadata holds metadata to its shape.
func checkMetadata(raw json.RawMessage) error {
	if raw == nil {
		return nil
	}
	var metadata struct {
		Type    string                     `json:"event_type"`
		Payload map[string]json.RawMessage `json:"event_payload"`
	}
	if err := json.Unmarshal(raw, &metadata); err != nil || metadata.Type == "" || metadata.Payload == nil {
		return fail("invalid_metadata_schema")
	}
	if len(raw) > 16<<10 {
		return fail("metadata_too_large")
	}
	return nil
}

func (s *Slack) postMessage(c *call) (obj, error) {
	channel, err := s.postTarget(c)
	if err != nil {
		return nil, err
	}
	said, err := s.content(c, 40000)
	if err != nil {
		return nil, err
	}
	thread, err := threadOf(channel, c.args["thread_ts"])
	if err != nil {
		return nil, err
	}
	m := s.post(c, channel, said, thread)
	return obj{"channel": channel.ID, "ts": m.TS, "message": s.messageJSON(m, true)}, nil
}

// postTarget gives where chat.postMessage posts: a channel, or the direct
// conversation with a person.
func (s *Slack) postTarget(c *call) (*channel, error) {
	if u := s.users[c.args["channel"]]; u != nil {
		if u.Unreachable {
			return nil, fail("cannot_dm_bot")
		}
		return s.direct(u.ID), nil
	}
	channel, err := s.writable(c)
	if err == nil && channel.with != "" && s.users[channel.with].Unreachable {
		return nil, fail("channel_not_found")
	}
	return channel, err
}

// threadOf gives the first message of the thread that a reply to ts is in.
func threadOf(c *channel, ts string) (string, error) {
	if ts == "" {
		return "", nil
	}
	parent := c.find(ts)
	switch {
	case parent == nil:
		return "", fail("thread_not_found")
	case parent.ThreadTS != "":
		return parent.ThreadTS, nil
	}
	return ts, nil
}

// post puts a message of the bot into a channel, and tells the app so.
func (s *Slack) post(c *call, in *channel, said content, thread string) *Message {
	m := &Message{
		Channel: in.ID, TS: s.ts(), ThreadTS: thread, User: Bot, BotID: BotID, Text: said.text,
		Blocks: said.blocks, Attachments: said.attachments, Metadata: said.metadata,
	}
	if thread != "" && c.args.flag("reply_broadcast", false) {
		m.Subtype = "thread_broadcast"
	}
	s.counts.Posts++
	s.add(in, m)
	c.events = append(c.events, s.messageEvent(in, m))
	return m
}

// add puts a message into a channel. The first of a thread learns that it is.
func (s *Slack) add(in *channel, m *Message) {
	if parent := in.find(m.ThreadTS); parent != nil {
		parent.ThreadTS = parent.TS
	}
	in.messages = append(in.messages, m)
	s.touch()
}

func (s *Slack) updateMessage(c *call) (obj, error) {
	channel, m, err := s.own(c, "cant_update_message")
	if err != nil {
		return nil, err
	}
	said, err := s.content(c, 4000)
	if err != nil {
		return nil, err
	}
	s.counts.Updates++
	s.change(c, channel, m, said)
	return obj{"channel": channel.ID, "ts": m.TS, "text": m.Text, "message": s.messageJSON(m, true)}, nil
}

// change gives a message of the bot another content, and tells the app so.
// New text without blocks takes the blocks away; attachments alone leave them.
// Metadata stays unless there is other.
func (s *Slack) change(c *call, in *channel, m *Message, said content) {
	before := s.messageJSON(m, true)
	if said.text != "" || said.blocks != nil {
		m.Text, m.Blocks = said.text, said.blocks
	}
	m.Attachments = said.attachments
	if said.metadata != nil {
		m.Metadata = said.metadata
	}
	m.Edited++
	m.editedBy, m.editedTS = m.User, s.ts()
	s.touch()
	c.events = append(c.events, s.changedEvent(in, m, before))
}

// own gives the message of the bot that a call is about.
func (s *Slack) own(c *call, otherwise string) (*channel, *Message, error) {
	channel, err := s.visible(c)
	if err != nil {
		return nil, nil, err
	}
	m := channel.find(c.args["ts"])
	switch {
	case m == nil || m.Deleted:
		return nil, nil, fail("message_not_found")
	case channel.archived:
		return nil, nil, fail("is_archived")
	case m.BotID == "":
		return nil, nil, fail(otherwise)
	}
	return channel, m, nil
}

func (s *Slack) deleteMessage(c *call) (obj, error) {
	channel, m, err := s.own(c, "cant_delete_message")
	if err != nil {
		return nil, err
	}
	c.events = append(c.events, s.remove(channel, m))
	return obj{"channel": channel.ID, "ts": m.TS}, nil
}

// remove deletes a message; the first of a thread leaves a tombstone.
func (s *Slack) remove(in *channel, m *Message) event {
	before := s.messageJSON(m, true)
	defer s.touch()
	if len(in.replies(m.TS)) > 0 {
		m.Subtype, m.Text, m.Blocks, m.Files, m.User, m.BotID = "tombstone", "This message was deleted.", nil, nil, "USLACKBOT", ""
		return s.changedEvent(in, m, before)
	}
	m.Deleted = true
	return s.deletedEvent(in, m, before)
}

func (s *Slack) postEphemeral(c *call) (obj, error) {
	channel, err := s.writable(c)
	if err != nil {
		return nil, err
	}
	u := s.users[c.args["user"]]
	switch {
	case u == nil || !channel.has(u.ID):
		return nil, fail("user_not_in_channel")
	case u.Unreachable:
		return nil, fail("user_not_in_channel")
	}
	said, err := s.content(c, 40000)
	if err != nil {
		return nil, err
	}
	m := s.whisper(channel.ID, u.ID, said)
	m.ThreadTS = c.args["thread_ts"]
	return obj{"message_ts": m.TS}, nil
}

// whisper shows a message of the bot to one person.
func (s *Slack) whisper(channel, user string, said content) *Message {
	m := &Message{
		Channel: channel, TS: s.ts(), User: Bot, BotID: BotID, For: user,
		Text: said.text, Blocks: said.blocks, Attachments: said.attachments,
	}
	s.whispers = append(s.whispers, m)
	s.counts.Ephemerals++
	s.touch()
	return m
}

func (s *Slack) permalink(c *call) (obj, error) {
	channel, err := s.visible(c)
	if err != nil {
		return nil, err
	}
	m := channel.find(c.args["message_ts"])
	if m == nil || m.Deleted {
		return nil, fail("message_not_found")
	}
	link := fmt.Sprintf("https://home.slack.com/archives/%s/p%s", channel.ID, strings.ReplaceAll(m.TS, ".", ""))
	if m.ThreadTS != "" && m.ThreadTS != m.TS {
		link += "?thread_ts=" + m.ThreadTS + "&cid=" + channel.ID
	}
	return obj{"channel": channel.ID, "permalink": link}, nil
}
