package fakeslack

import "slices"

// posted gives the message that a call is about by channel and timestamp.
func (s *Slack) posted(c *call) (*channel, *Message, error) {
	channel, err := s.writable(c)
	if err != nil {
		return nil, nil, err
	}
	m := channel.find(c.args["timestamp"])
	if m == nil || m.Deleted {
		return nil, nil, fail("message_not_found")
	}
	return channel, m, nil
}

func (s *Slack) pinsAdd(c *call) (obj, error) {
	channel, m, err := s.posted(c)
	switch {
	case err != nil:
		return nil, err
	case slices.Contains(channel.pins, m.TS):
		return nil, fail("already_pinned")
	}
	channel.pins = append(channel.pins, m.TS)
	return nil, nil
}

func (s *Slack) pinsRemove(c *call) (obj, error) {
	channel, m, err := s.posted(c)
	if err != nil {
		return nil, err
	}
	at := slices.Index(channel.pins, m.TS)
	if at < 0 {
		return nil, fail("no_pin")
	}
	channel.pins = slices.Delete(channel.pins, at, at+1)
	return nil, nil
}

// Pins gives the timestamps of what is pinned in a channel.
func (s *Slack) Pins(id string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channels[id]; c != nil {
		return slices.Clone(c.pins)
	}
	return nil
}

func (s *Slack) reactionsAdd(c *call) (obj, error) {
	channel, m, err := s.posted(c)
	switch name := c.args["name"]; {
	case err != nil:
		return nil, err
	case name == "":
		return nil, fail("no_reaction")
	case slices.Contains(m.Reactions, name):
		return nil, fail("already_reacted")
	default:
		m.Reactions = append(m.Reactions, name)
		c.events = append(c.events, s.reactionEvent(channel, m, Bot, name))
	}
	return nil, nil
}

// reactionEvent says that somebody put a reaction to a message.
func (s *Slack) reactionEvent(in *channel, m *Message, user, name string) event {
	return s.event(in, s.teamOf(user), obj{
		"type": "reaction_added", "user": user, "reaction": name, "item_user": m.User,
		"item": obj{"type": "message", "channel": in.ID, "ts": m.TS},
	})
}

func (s *Slack) bookmarksAdd(c *call) (obj, error) {
	c.args["channel"] = c.args["channel_id"]
	channel, err := s.writable(c)
	switch {
	case err != nil:
		return nil, err
	case c.args["title"] == "" || c.args["type"] != "link" || c.args["link"] == "":
		return nil, fail("invalid_arguments")
	}
	mark := obj{
		"id": s.id("Bk"), "channel_id": channel.ID, "title": c.args["title"], "link": c.args["link"], "emoji": c.args["emoji"],
		"type": "link", "date_created": s.o.Now().Unix(),
	}
	channel.marks = append(channel.marks, mark)
	return obj{"bookmark": mark}, nil
}
