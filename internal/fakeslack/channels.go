package fakeslack

import (
	"context"
	"fmt"
	"slices"
)

// alter changes a channel and delivers what came of it. With several events each
// is delivered, whatever becomes of the others.
func (s *Slack) alter(ctx context.Context, doing, id string, change func(*channel) []event) error {
	s.mu.Lock()
	in := s.channels[id]
	if in == nil {
		s.mu.Unlock()
		return fmt.Errorf("%s %s: there is no such channel", doing, id)
	}
	events := change(in)
	s.touch()
	s.mu.Unlock()
	return s.deliverAll(ctx, events)
}

// Join lets a person, or the bot, come into a channel.
func (s *Slack) Join(ctx context.Context, user, where string) error {
	return s.Invite(ctx, "", user, where)
}

// Invite lets by bring a person, or the bot, into a channel.
func (s *Slack) Invite(ctx context.Context, by, user, where string) error {
	return s.alter(ctx, "join", where, func(in *channel) []event { return []event{s.join(in, user, by)} })
}

// Leave lets a person, or the bot, go out of a channel.
func (s *Slack) Leave(ctx context.Context, user, where string) error {
	return s.alter(ctx, "leave", where, func(in *channel) []event { return []event{s.leave(in, user)} })
}

// Rename gives a channel another name.
func (s *Slack) Rename(ctx context.Context, where, name string) error {
	return s.alter(ctx, "rename", where, func(in *channel) []event { return []event{s.rename(in, name)} })
}

// Archive closes a channel for good.
func (s *Slack) Archive(ctx context.Context, user, where string) error {
	return s.alter(ctx, "archive", where, func(in *channel) []event { return []event{s.archive(in, user)} })
}

// Unarchive opens a channel again.
func (s *Slack) Unarchive(ctx context.Context, user, where string) error {
	return s.alter(ctx, "unarchive", where, func(in *channel) []event {
		in.archived = false
		return []event{s.event(in, Home, obj{"type": in.prefix() + "_unarchive", "channel": in.ID, "user": user})}
	})
}

// Share connects a channel with another workspace, without anybody of it coming in.
func (s *Slack) Share(ctx context.Context, where, team string) error {
	return s.alter(ctx, "share", where, func(in *channel) []event { return []event{s.share(in, team)} })
}

// Unshare takes a workspace out of a channel, with all its people.
func (s *Slack) Unshare(ctx context.Context, where, team string) error {
	return s.alter(ctx, "unshare", where, func(in *channel) []event {
		in.Teams = slices.DeleteFunc(in.Teams, func(id string) bool { return id == team })
		in.Members = slices.DeleteFunc(in.Members, func(id string) bool { return s.teamOf(id) == team })
		return []event{s.event(in, Home, obj{
			"type": "channel_unshared", "previously_connected_team_id": team, "channel": in.ID, "is_ext_shared": in.shared(),
		})}
	})
}

// ChangeID gives a channel another id, as happens when it is shared. The old one
// is no longer known.
func (s *Slack) ChangeID(ctx context.Context, old, id string) error {
	return s.alter(ctx, "change id of", old, func(in *channel) []event {
		delete(s.channels, old)
		in.ID = id
		s.channels[id] = in
		for _, m := range in.messages {
			m.Channel = id
		}
		for _, m := range s.whispers {
			if m.Channel == old {
				m.Channel = id
			}
		}
		return []event{s.event(in, Home, obj{"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": id})}
	})
}
