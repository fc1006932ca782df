package engagement

import "slices"

// Linked gives the suppliers that are counted as one, each group with its reason,
// in the order in which they were linked.
func (s *State) Linked() []OrganisationsLinked { return s.fair.linked }

// CountedAs gives the organisation under which one is counted: itself, or the
// first of those with which it is linked.
func (s *State) CountedAs(organisation string) string {
	for _, l := range s.fair.linked {
		if slices.Contains(l.Organisations, organisation) {
			return l.Organisations[0]
		}
	}
	return organisation
}

// Voices is Responses with one voice for suppliers that are linked: the latest
// that any of them said. They keep their order.
func (s *State) Voices(section int) []*Response {
	all := s.Responses(section)
	if len(s.fair.linked) == 0 {
		return all
	}
	latest := make(map[string]*Response)
	for _, r := range all {
		if r.users {
			continue
		}
		if as := s.CountedAs(r.Organisation); latest[as] == nil || r.Given.After(latest[as].Given) {
			latest[as] = r
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(r *Response) bool {
		return !r.users && latest[s.CountedAs(r.Organisation)] != r
	})
}

// VoiceOf is what an organisation, or any that it is linked with, last said of a
// section, nil if nothing.
func (s *State) VoiceOf(section int, organisation string) *Response {
	if !s.isLinked(organisation) {
		return s.Response(section, organisation, "")
	}
	as := s.CountedAs(organisation)
	for _, r := range s.Voices(section) {
		if !r.users && s.CountedAs(r.Organisation) == as {
			return r
		}
	}
	return nil
}

// Link has suppliers counted as one, with a reason, once a second person wants it,
// too; or one person ends that, or says no to it. Whoever is in a group already leaves
// it for the new one, which ends the old.
func (s *State) Link(f OrganisationsLinked) ([]Fact, *Refusal) {
	if r := firstOf(s.exists(), named(f.By)); r != nil {
		return nil, r
	}
	var ids []string
	for _, o := range s.organisations {
		if slices.Contains(f.Organisations, o.ID) {
			if o.Users {
				return nil, &Refusal{Code: NotAsked, Organisation: o.ID}
			}
			ids = append(ids, o.ID)
		}
	}
	for _, id := range f.Organisations {
		if !slices.Contains(ids, id) {
			return nil, &Refusal{Code: UnknownOrganisation, Organisation: id}
		}
	}
	f.Organisations = ids
	if !f.On && len(dropLinks(s.fair.wanted, ids)) < len(s.fair.wanted) {
		return []Fact{LinkWanted{Organisations: ids, By: f.By}}, nil
	}
	if !f.On {
		if len(ids) == 0 || !slices.ContainsFunc(ids, func(id string) bool { return s.isLinked(id) }) {
			return nil, nil
		}
		return []Fact{f}, nil
	}
	if len(ids) < 2 {
		return nil, &Refusal{Code: Missing, Field: FieldOrganisations}
	}
	if r := filled(FieldReason, f.Why, MostReason); r != nil {
		return nil, r
	}
	for _, l := range s.fair.linked {
		if slices.Equal(l.Organisations, ids) && l.Why == f.Why {
			return nil, nil
		}
	}
	return s.wantLink(f), nil
}

// isLinked says whether an organisation is counted with another.
func (s *State) isLinked(organisation string) bool {
	return slices.ContainsFunc(s.fair.linked, func(l OrganisationsLinked) bool { return slices.Contains(l.Organisations, organisation) })
}

// Counted is Organisations with those that are linked as one: the first of them,
// which has answered if any has, has stepped back if all have, and provides the
// service now if any does.
func (s *State) Counted() []Organisation {
	if len(s.fair.linked) == 0 {
		return s.organisations
	}
	var all []Organisation
	at := make(map[string]int)
	for _, o := range s.organisations {
		as := s.CountedAs(o.ID)
		i, there := at[as]
		if !there {
			at[as] = len(all)
			all = append(all, o)
			continue
		}
		one := &all[i]
		if o.Answered.After(one.Answered) {
			one.Answered = o.Answered
		}
		if !o.SteppedBack() {
			one.Step = Step{}
		}
		one.Current = one.Current || o.IsCurrent()
	}
	return all
}
