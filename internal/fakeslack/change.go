package fakeslack

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
