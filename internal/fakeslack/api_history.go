package fakeslack

import "slices"

func (s *Slack) history(c *call) (obj, error) {
	channel, err := s.readable(c)
	if err != nil {
		return nil, err
	}
	var found []any
	for _, m := range slices.Backward(channel.messages) {
		inThread := m.ThreadTS != "" && m.ThreadTS != m.TS && m.Subtype != "thread_broadcast"
		if !m.Deleted && !inThread && within(c, m.TS) {
			found = append(found, s.messageJSON(m, c.args.flag("include_all_metadata", false)))
		}
	}
	answer, err := s.page(c, "messages", found)
	if err == nil {
		answer["pin_count"] = len(channel.pins)
	}
	return answer, err
}

// readable gives the channel of a call whose messages the bot may read.
func (s *Slack) readable(c *call) (*channel, error) {
	channel, err := s.visible(c)
	if err == nil && !channel.has(Bot) {
		return nil, fail("not_in_channel")
	}
	return channel, err
}

// within says whether a timestamp is between oldest and latest.
func within(c *call, ts string) bool {
	inclusive := c.args.flag("inclusive", false)
	oldest, latest := c.args["oldest"], c.args["latest"]
	if oldest != "" && (before(ts, oldest) || (ts == oldest && !inclusive)) {
		return false
	}
	return latest == "" || before(ts, latest) || (ts == latest && inclusive)
}

// before compares timestamps, whole seconds among them.
func before(a, b string) bool {
	at, bt := micros(a), micros(b)
	return at < bt
}

func (s *Slack) threadReplies(c *call) (obj, error) {
	channel, err := s.readable(c)
	if err != nil {
		return nil, err
	}
	parent := channel.find(c.args["ts"])
	if parent == nil || parent.Deleted {
		return nil, fail("thread_not_found")
	}
	first := parent.TS
	if parent.ThreadTS != "" {
		first = parent.ThreadTS
	}
	var found []any
	for _, m := range channel.messages {
		if m.TS == first || (m.ThreadTS == first && !m.Deleted && within(c, m.TS)) {
			found = append(found, s.messageJSON(m, c.args.flag("include_all_metadata", false)))
		}
	}
	return s.page(c, "messages", found)
}
