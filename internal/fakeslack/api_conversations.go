package fakeslack

import (
	"regexp"
	"slices"
)

func (s *Slack) conversationInfo(c *call) (obj, error) {
	channel, err := s.visible(c)
	if err != nil {
		return nil, err
	}
	o := s.channelJSON(channel)
	if !c.args.flag("include_num_members", false) {
		delete(o, "num_members")
	}
	return obj{"channel": o}, nil
}

func (s *Slack) conversationMembers(c *call) (obj, error) {
	channel, err := s.visible(c)
	if err != nil {
		return nil, err
	}
	all := make([]any, 0, len(channel.Members))
	for _, id := range channel.Members {
		all = append(all, id)
	}
	return s.page(c, "members", all)
}

func (s *Slack) conversationList(c *call) (obj, error) {
	return s.page(c, "channels", s.conversationsWhere(c, func(ch *channel) bool { return !ch.Private || ch.has(Bot) }))
}

func (s *Slack) conversationOpen(c *call) (obj, error) {
	if id := c.args["channel"]; id != "" {
		channel, err := s.visible(c)
		if err != nil {
			return nil, err
		}
		return obj{"channel": s.openJSON(c, channel)}, nil
	}
	users := c.args.list("users")
	switch {
	case len(users) == 0:
		return nil, fail("users_list_not_supplied")
	case len(users) > 1:
		return nil, fail("method_not_supported_for_channel_type") // group conversations are not kept here
	}
	u := s.users[users[0]]
	switch {
	case u == nil:
		return nil, fail("user_not_found")
	case u.Unreachable && u.Team != Home:
		return nil, fail("cannot_dm_external_user") // not documented: the code of a refusal is only an example
	case u.Unreachable || u.Bot:
		return nil, fail("cannot_dm_bot")
	}
	return obj{"channel": s.openJSON(c, s.direct(u.ID))}, nil
}

func (s *Slack) openJSON(c *call, channel *channel) obj {
	if c.args.flag("return_im", false) {
		return s.channelJSON(channel)
	}
	return obj{"id": channel.ID}
}

// goodName is what a channel may be called.
var goodName = regexp.MustCompile(`^[\p{Ll}\p{Lo}0-9][\p{Ll}\p{Lo}0-9_-]{0,79}$`)

func (s *Slack) checkName(name string) error {
	switch {
	case name == "":
		return fail("invalid_name_required")
	case len([]rune(name)) > 80:
		return fail("invalid_name_maxlength")
	case !goodName.MatchString(name):
		return fail("invalid_name_specials")
	}
	for _, c := range s.channels {
		if c.Name == name {
			return fail("name_taken")
		}
	}
	return nil
}

func (s *Slack) conversationCreate(c *call) (obj, error) {
	if err := s.checkName(c.args["name"]); err != nil {
		return nil, err
	}
	made := &channel{
		Channel: Channel{ID: s.id("C"), Name: c.args["name"], Private: c.args.flag("is_private", false), Members: []string{Bot}},
		created: s.o.Now().Unix(), creator: Bot, postOnly: map[string]bool{},
	}
	s.channels[made.ID] = made
	return obj{"channel": s.channelJSON(made)}, nil
}

func (s *Slack) conversationInvite(c *call) (obj, error) {
	channel, err := s.writable(c)
	if err != nil {
		return nil, err
	}
	var missed []any
	for _, id := range c.args.list("users") {
		switch u := s.users[id]; {
		case u == nil:
			missed = append(missed, obj{"user": id, "ok": false, "error": "user_not_found"})
		case id == Bot:
			missed = append(missed, obj{"user": id, "ok": false, "error": "cant_invite_self"})
		case channel.has(id):
			missed = append(missed, obj{"user": id, "ok": false, "error": "already_in_channel"})
		case u.Team != Home && !slices.Contains(channel.Teams, u.Team):
			missed = append(missed, obj{"user": id, "ok": false, "error": "cant_invite"})
		}
	}
	if missed != nil && !c.args.flag("force", false) {
		return nil, &apiError{code: str(missed[0].(obj), "error"), extra: obj{"errors": missed}}
	}
	for _, id := range c.args.list("users") {
		if s.users[id] != nil && !channel.has(id) {
			c.events = append(c.events, s.join(channel, id, Bot))
		}
	}
	return obj{"channel": s.channelJSON(channel)}, nil
}

func (s *Slack) conversationJoin(c *call) (obj, error) {
	channel, err := s.visible(c)
	switch {
	case err != nil:
		return nil, err
	case channel.archived:
		return nil, fail("is_archived")
	case channel.Private && !channel.has(Bot):
		return nil, fail("method_not_supported_for_channel_type")
	case !channel.has(Bot):
		c.events = append(c.events, s.join(channel, Bot, ""))
	}
	return obj{"channel": s.channelJSON(channel)}, nil
}

func (s *Slack) conversationLeave(c *call) (obj, error) {
	channel, err := s.visible(c)
	if err != nil {
		return nil, err
	}
	if !channel.has(Bot) {
		return obj{"not_in_channel": true}, nil
	}
	c.events = append(c.events, s.leave(channel, Bot))
	return nil, nil
}

func (s *Slack) conversationRename(c *call) (obj, error) {
	channel, err := s.writable(c)
	if err != nil {
		return nil, err
	}
	if err := s.checkName(c.args["name"]); err != nil {
		return nil, err
	}
	c.events = append(c.events, s.rename(channel, c.args["name"]))
	return obj{"channel": s.channelJSON(channel)}, nil
}

func (s *Slack) conversationArchive(c *call) (obj, error) {
	channel, err := s.visible(c)
	switch {
	case err != nil:
		return nil, err
	case channel.archived:
		return nil, fail("already_archived")
	case !channel.has(Bot):
		return nil, fail("not_in_channel")
	}
	c.events = append(c.events, s.archive(channel, Bot))
	return nil, nil
}

func (s *Slack) conversationTopic(c *call) (obj, error) {
	channel, err := s.writable(c)
	if err != nil {
		return nil, err
	}
	if len([]rune(c.args["topic"])) > 250 {
		return nil, fail("too_long")
	}
	channel.topic = c.args["topic"]
	return obj{"channel": s.channelJSON(channel)}, nil
}
