package fakeslack

import (
	"fmt"
	"strings"
)

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

func (s *Slack) deleteMessage(c *call) (obj, error) {
	channel, m, err := s.own(c, "cant_delete_message")
	if err != nil {
		return nil, err
	}
	c.events = append(c.events, s.remove(channel, m))
	return obj{"channel": channel.ID, "ts": m.TS}, nil
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
