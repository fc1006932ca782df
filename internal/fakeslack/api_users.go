package fakeslack

import (
	"slices"
	"strings"
)

func (s *Slack) usersInfo(c *call) (obj, error) {
	u := s.users[c.args["user"]]
	if u == nil {
		return nil, fail("user_not_found")
	}
	return obj{"user": s.userJSON(u)}, nil
}

func (s *Slack) lookupByEmail(c *call) (obj, error) {
	for _, u := range s.users {
		if u.Team == Home && u.Mail != "" && strings.EqualFold(u.Mail, c.args["email"]) {
			return obj{"user": s.userJSON(u)}, nil
		}
	}
	return nil, fail("users_not_found")
}

// userJSON is a person as users.info shows them. Of members of other workspaces
// it tells less, and no mail address. is_stranger is there only for those with
// whom the app shares no channel.
func (s *Slack) userJSON(u *User) obj {
	profile := s.profileJSON(u)
	if u.Team != Home {
		o := obj{
			"id": u.ID, "team_id": u.Team, "name": u.Name, "real_name": u.RealName, "profile": profile,
			"deleted": false, "is_bot": u.Bot, "is_app_user": false, "updated": 1608081902,
		}
		if !s.sharesChannel(u) {
			o["is_stranger"] = true
		}
		return o
	}
	if u.Mail != "" && s.has("users:read.email") {
		profile["email"] = u.Mail
	}
	return obj{
		"id": u.ID, "team_id": u.Team, "name": u.Name, "real_name": u.RealName, "profile": profile,
		"deleted": false, "color": "9f69e7", "tz": "Europe/London", "tz_label": "Greenwich Mean Time", "tz_offset": 0,
		"is_admin": false, "is_owner": false, "is_primary_owner": false, "is_restricted": u.Guest, "is_ultra_restricted": false,
		"is_bot": u.Bot, "is_app_user": false, "is_email_confirmed": true, "updated": 1608081902,
	}
}

func (s *Slack) profileJSON(u *User) obj {
	profile := obj{
		"real_name": u.RealName, "real_name_normalized": u.RealName, "display_name": u.Name, "display_name_normalized": u.Name,
		"team": u.Team, "avatar_hash": "g0",
		"title": "", "phone": "", "status_text": "", "status_emoji": "",
	}
	for _, size := range []string{"24", "32", "48", "72", "192", "512"} {
		profile["image_"+size] = "https://a.slack-edge.com/" + size + ".png"
	}
	return profile
}

// sharesChannel says whether the app sees a person in some channel.
func (s *Slack) sharesChannel(u *User) bool {
	for _, c := range s.channels {
		if c.has(Bot) && c.has(u.ID) {
			return true
		}
	}
	return false
}

func (s *Slack) usersConversations(c *call) (obj, error) {
	user := c.args["user"]
	if user == "" {
		user = Bot
	}
	return s.page(c, "channels", s.conversationsWhere(c, func(ch *channel) bool {
		return ch.has(user) && (ch.has(Bot) || !ch.Private)
	}))
}

// conversationsWhere gives the channels of the types asked for that fit, in the
// order of their ids.
func (s *Slack) conversationsWhere(c *call, fits func(*channel) bool) []any {
	types := c.args.list("types")
	if types == nil {
		types = []string{"public_channel"}
	}
	var found []*channel
	for _, ch := range s.channels {
		kind := map[string]string{"channel": "public_channel", "group": "private_channel", "im": "im"}[ch.kind()]
		hidden := ch.archived && c.args.flag("exclude_archived", false)
		if slices.Contains(types, kind) && !hidden && fits(ch) {
			found = append(found, ch)
		}
	}
	slices.SortFunc(found, func(a, b *channel) int { return strings.Compare(a.ID, b.ID) })
	all := make([]any, 0, len(found))
	for _, ch := range found {
		all = append(all, s.channelJSON(ch))
	}
	return all
}
