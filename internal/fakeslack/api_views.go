package fakeslack

// mostViews is how high the windows of an app stack up.
const mostViews = 3

func (s *Slack) viewsOpen(c *call) (obj, error) {
	t, err := s.exchange(c)
	if err != nil {
		return nil, err
	}
	raw, _ := c.args.raw("view")
	v, err := s.acceptView(raw, "modal", t.user)
	if err != nil {
		return nil, err
	}
	s.closeAll(t.user)
	v.root = v.id
	s.open(v)
	return obj{"view": s.viewJSON(v)}, nil
}

func (s *Slack) viewsPush(c *call) (obj, error) {
	t, err := s.exchange(c)
	if err != nil {
		return nil, err
	}
	raw, _ := c.args.raw("view")
	v, err := s.acceptView(raw, "modal", t.user)
	if err != nil {
		return nil, err
	}
	if err := s.push(v, t.view); err != nil {
		return nil, err
	}
	return obj{"view": s.viewJSON(v)}, nil
}

// push puts a view on top of the windows among which on is.
func (s *Slack) push(v *view, on string) error {
	stack := s.stacks[v.user]
	switch {
	case s.views[on] == nil || len(stack) == 0:
		return fail("not_found")
	case len(stack) >= mostViews:
		return fail("push_limit_reached")
	}
	v.root, v.previous = stack[0].id, stack[len(stack)-1].id
	s.open(v)
	return nil
}

func (s *Slack) open(v *view) {
	s.views[v.id] = v
	s.stacks[v.user] = append(s.stacks[v.user], v)
	s.touch()
}

// closeAll takes all windows of a person away.
func (s *Slack) closeAll(user string) {
	for _, v := range s.stacks[user] {
		delete(s.views, v.id)
	}
	delete(s.stacks, user)
	s.touch()
}

func (s *Slack) viewsUpdate(c *call) (obj, error) {
	v := s.views[c.args["view_id"]]
	if id := c.args["external_id"]; id != "" {
		for _, other := range s.views {
			if str(other.def, "external_id") == id {
				v = other
			}
		}
	}
	switch {
	case c.args["view_id"] == "" && c.args["external_id"] == "":
		return nil, invalidArguments("missing required field: view_id")
	case v == nil:
		return nil, fail("not_found")
	case c.args["hash"] != "" && c.args["hash"] != v.hash:
		return nil, fail("hash_conflict")
	}
	old := v.def["external_id"]
	delete(v.def, "external_id") // it may keep its own
	raw, _ := c.args.raw("view")
	by, err := s.acceptView(raw, "modal", v.user)
	if err != nil {
		v.def["external_id"] = old
		return nil, err
	}
	s.replaceView(v, by)
	return obj{"view": s.viewJSON(v)}, nil
}

func (s *Slack) viewsPublish(c *call) (obj, error) {
	u := s.users[c.args["user_id"]]
	if u == nil {
		return nil, fail("user_not_found")
	}
	home := s.homes[u.ID]
	if hash := c.args["hash"]; hash != "" && home != nil && hash != home.hash {
		return nil, fail("hash_conflict")
	}
	raw, _ := c.args.raw("view")
	v, err := s.acceptView(raw, "home", u.ID)
	if err != nil {
		return nil, err
	}
	if home == nil {
		v.root = v.id
		s.homes[u.ID], s.views[v.id] = v, v
		home = v
	} else {
		s.replaceView(home, v)
	}
	return obj{"view": s.viewJSON(home)}, nil
}
