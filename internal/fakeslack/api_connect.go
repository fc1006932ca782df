package fakeslack

func (s *Slack) inviteShared(c *call) (obj, error) {
	channel, err := s.writable(c)
	if err != nil {
		return nil, err
	}
	mails, users := c.args.list("emails"), c.args.list("user_ids")
	if len(mails)+len(users) != 1 {
		return nil, invalidArguments("exactly one of emails and user_ids is required")
	}
	i := &Invite{
		ID: s.id("I"), Channel: channel.ID, PostOnly: c.args.flag("external_limited", true), From: Home,
		State: InvitePending, Made: s.o.Now(),
	}
	if len(mails) == 1 {
		if i.Mail = mails[0]; !mailAddress.MatchString(i.Mail) {
			return nil, fail("invalid_email")
		}
	} else if i.User = users[0]; s.users[i.User] == nil {
		return nil, fail("user_not_found")
	}
	s.invites[i.ID] = i
	return obj{
		"invite_id": i.ID, "conf_code": "abc", "url": "https://join.slack.com/share/" + i.ID, "is_legacy_shared_channel": false,
	}, nil
}

func (s *Slack) acceptSharedInvite(c *call) (obj, error) {
	i := s.invites[c.args["invite_id"]]
	for _, other := range s.invites {
		if c.args["invite_id"] == "" && c.args["channel_id"] != "" && other.Channel == c.args["channel_id"] {
			i = other
		}
	}
	if i == nil || i.From == Home || i.State != InvitePending {
		return nil, fail("invalid_link")
	}
	if err := s.checkName(c.args["channel_name"]); err != nil {
		return nil, err
	}
	i.State = InviteAccepted
	s.channels[i.Channel] = &channel{
		Channel: Channel{
			ID: i.Channel, Name: c.args["channel_name"], Private: c.args.flag("is_private", false),
			Members: []string{Bot}, Teams: []string{i.From},
		},
		created: s.o.Now().Unix(), postOnly: map[string]bool{},
	}
	return obj{"implicit_approval": true, "channel_id": i.Channel, "invite_id": i.ID}, nil
}
