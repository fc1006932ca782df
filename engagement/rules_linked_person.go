package engagement

import (
	"slices"
	"time"
)

// LinksTo gives those of names to whom somebody of the team had a link at a moment, by
// what they had last declared then, weighed or not.
func (s *State) LinksTo(p Person, at time.Time, names ...string) []string {
	all := s.InterestsBefore(p)
	if d, state := s.InterestOf(p); state != NothingDeclared {
		all = append([]Interest{d}, all...)
	}
	i := slices.IndexFunc(all, func(d Interest) bool { return !d.Declared.After(at) })
	if i < 0 || !all[i].Links {
		return nil
	}
	var linked []string
	for _, name := range names {
		if namesIn(all[i].About, name) || slices.ContainsFunc(all[i].Organisations, func(id string) bool { o, _ := s.Organisation(id); return o.Name == name }) {
			linked = append(linked, name)
		}
	}
	return linked
}
