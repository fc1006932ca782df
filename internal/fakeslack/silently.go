package fakeslack

import "slices"

// AddMembers puts people into a channel, silently: nothing is delivered to the
// app.
func (s *Slack) AddMembers(channel string, users ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	if c == nil {
		return
	}
	for _, u := range users {
		if !slices.Contains(c.Members, u) {
			c.Members = append(c.Members, u)
		}
	}
	s.touch()
}
