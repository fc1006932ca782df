package fakeslack

import "time"

const triggerLife = 3 * time.Second

// trigger lets the app open one window for somebody.
type trigger struct {
	user string
	view string // in which it arose, if any
	made time.Time
	used bool
}

// trigger makes a trigger id. The lock is held.
func (s *Slack) trigger(user, view string) string {
	id := s.id("7.8.") // three numbers with dots, as Slack's are
	s.triggers[id] = &trigger{user: user, view: view, made: s.o.Now()}
	return id
}

// exchange uses up the trigger of a call.
func (s *Slack) exchange(c *call) (*trigger, error) {
	t := s.triggers[c.args["trigger_id"]]
	switch {
	case c.args["trigger_id"] == "":
		return nil, invalidArguments("missing required field: trigger_id")
	case t == nil:
		return nil, fail("invalid_trigger_id")
	case t.used:
		return nil, fail("exchanged_trigger_id")
	case s.o.Now().Sub(t.made) > triggerLife:
		return nil, fail("expired_trigger_id")
	}
	t.used = true
	return t, nil
}

func invalidArguments(messages ...string) error {
	all := make([]any, 0, len(messages))
	for _, m := range messages {
		all = append(all, "[ERROR] "+m)
	}
	return &apiError{code: "invalid_arguments", extra: obj{"response_metadata": obj{"messages": all}}}
}
