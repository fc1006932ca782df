package fakeslack

import (
	"cmp"
	"slices"
)

// channelJSON is a conversation as the Web API shows it.
func (s *Slack) channelJSON(c *channel) obj {
	if c.with != "" {
		return obj{
			"id": c.ID, "created": c.created, "is_im": true, "is_org_shared": false, "user": c.with, "is_archived": false,
			"is_user_deleted": false, "is_open": true, "priority": 0, "context_team_id": Home,
		}
	}
	teams := append([]string{Home}, c.Teams...)
	return obj{
		"id": c.ID, "name": c.Name, "name_normalized": c.Name, "created": c.created, "creator": cmp.Or(c.creator, "U0MAKER"),
		"is_channel": true, "is_group": false, "is_im": false, "is_mpim": false, "is_private": c.Private, "is_archived": c.archived,
		"is_general": false, "is_member": c.has(Bot), "num_members": len(c.Members), "unlinked": 0,
		"is_shared": c.shared(), "is_ext_shared": c.shared(), "is_org_shared": false, "is_pending_ext_shared": s.pendingShare(c.ID),
		"shared_team_ids": teams, "connected_team_ids": slices.Clone(c.Teams), "internal_team_ids": []string{Home},
		"pending_shared": []any{}, "pending_connected_team_ids": []any{}, "conversation_host_id": Home, "context_team_id": Home,
		"topic": obj{"value": c.topic, "creator": "", "last_set": 0}, "purpose": obj{"value": "", "creator": "", "last_set": 0},
		"previous_names": []any{},
	}
}
