package fakeslack

func (s *Slack) apiTest(c *call) (obj, error) {
	given := obj{}
	for name, value := range c.args {
		if name != "token" {
			given[name] = value
		}
	}
	if code := c.args["error"]; code != "" {
		return nil, &apiError{code: code, extra: obj{"args": given}}
	}
	return obj{"args": given}, nil
}

func (s *Slack) authTest(c *call) (obj, error) {
	return obj{
		"url": "http://" + c.host + "/", "team": s.teams[Home].name, "user": BotName,
		"team_id": Home, "user_id": Bot, "bot_id": BotID, "is_enterprise_install": false,
	}, nil
}

func (s *Slack) teamInfo(c *call) (obj, error) {
	id := c.args["team"]
	if id == "" {
		id = Home
	}
	t := s.teams[id]
	if t == nil {
		return nil, fail("team_not_found")
	}
	return obj{"team": s.teamJSON(t)}, nil
}

func (s *Slack) teamJSON(t *team) obj {
	return obj{
		"id": t.id, "name": t.name, "domain": t.domain, "email_domain": "", "is_verified": false, "date_created": 1480946400,
		"icon": obj{"image_34": "https://a.slack-edge.com/team_34.png", "image_default": true},
	}
}
