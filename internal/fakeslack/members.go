package fakeslack

import "slices"

// join puts somebody into a channel and gives the event that says so.
func (s *Slack) join(in *channel, user, inviter string) event {
	if !in.has(user) {
		in.Members = append(in.Members, user)
	}
	s.touch()
	inner := obj{"type": "member_joined_channel", "user": user, "channel": in.ID, "channel_type": in.letter(), "team": s.teamOf(user)}
	if inviter != "" {
		inner["inviter"] = inviter
	}
	return s.event(in, s.teamOf(user), inner)
}

// letter is the channel_type of member events.
func (c *channel) letter() string {
	if c.Private {
		return "G"
	}
	return "C"
}

// leave takes somebody out of a channel. The bot hears of its own leaving by
// another event than of that of others.
func (s *Slack) leave(in *channel, user string) event {
	if at := slices.Index(in.Members, user); at >= 0 {
		in.Members = slices.Delete(in.Members, at, at+1)
	}
	s.touch()
	if user == Bot {
		kind := "channel_left"
		if in.Private {
			kind = "group_left"
		}
		return s.event(in, Home, obj{"type": kind, "channel": in.ID, "actor_id": "U0MAKER"})
	}
	return s.event(in, s.teamOf(user), obj{
		"type": "member_left_channel", "user": user, "channel": in.ID, "channel_type": in.letter(), "team": s.teamOf(user),
	})
}

// rename and archive change a channel and give the event that says so.
func (s *Slack) rename(in *channel, name string) event {
	in.Name = name
	s.touch()
	return s.event(in, Home, obj{
		"type": in.prefix() + "_rename", "channel": obj{"id": in.ID, "name": name, "created": in.created},
	})
}

func (s *Slack) archive(in *channel, user string) event {
	in.archived = true
	s.touch()
	return s.event(in, Home, obj{"type": in.prefix() + "_archive", "channel": in.ID, "user": user})
}

// prefix is how events call the kind of channel.
func (c *channel) prefix() string {
	if c.Private {
		return "group"
	}
	return "channel"
}

func (s *Slack) share(in *channel, team string) event {
	if !slices.Contains(in.Teams, team) {
		in.Teams = append(in.Teams, team)
	}
	return s.event(in, Home, obj{"type": "channel_shared", "connected_team_id": team, "channel": in.ID})
}
