package digest

import (
	"cmp"
	"slices"

	"soundings/engagement"
)

// maker works out one digest: first it counts once over all responses, then
// the findings read the counts.
type maker struct {
	state    *engagement.State
	period   Period
	weights  engagement.Weights
	asked    int      // organisations
	heard    []string // those that answered a section
	spoke    int      // how many were heard of at all
	users    Users
	sections []section // in the order of the draft
	gone     []section // that were taken out, in that order
	last     *engagement.DigestMade

	words  vocabulary
	quoted map[string]int // how often each voice was quoted
}

// section is what was counted for one section.
type section struct {
	engagement.Section

	tally   engagement.Tally // one voice per organisation
	fresh   engagement.Tally // of these, those on the text as it is now
	without engagement.Tally // the same without the current provider
	users   engagement.Tally // people who use services
	rank    int              // by concern, from 1; 0: nobody has a view
	apart   int              // its rank without the current provider
}

func newMaker(s *engagement.State, p Period) *maker {
	m := &maker{state: s, period: p, weights: StandardWeights(), quoted: make(map[string]int)}
	if last := before(s, p.OnDemand); last != nil && last.To.Equal(p.From) {
		m.last = last
	}
	current := make(map[string]bool)
	for _, o := range s.Counted() {
		switch {
		case o.Users:
			m.users.Groups++
			continue
		case o.IsCurrent():
			current[o.ID] = true
		}
		m.asked++
		if s.Heard(o) {
			m.spoke++
		}
		if !o.Answered.IsZero() {
			m.heard = append(m.heard, o.ID)
		}
	}
	m.count(current)
	rank(m.sections, m.weights, func(x *section) (engagement.Tally, *int) { return x.tally, &x.rank })
	rank(m.sections, m.weights, func(x *section) (engagement.Tally, *int) { return x.without, &x.apart })
	return m
}

// count tallies every section, those that were taken out apart.
func (m *maker) count(current map[string]bool) {
	users := make(map[engagement.Participation]bool)
	each := func(all []engagement.Section) []section {
		counted := make([]section, 0, len(all))
		for _, s := range all {
			counted = append(counted, m.countOne(s, current, users))
		}
		return counted
	}
	m.sections, m.gone = each(m.state.Sections()), each(m.state.Gone())
	m.users.Voices = len(users)
	for _, p := range m.state.Participants() {
		if o, _ := m.state.Organisation(p.Organisation); o.Users {
			users[engagement.Participation{Person: p.Person, Organisation: p.Organisation}] = true
		}
	}
	m.users.Members = len(users)
}

// countOne tallies one section, and adds who answered of people who use services to
// users.
func (m *maker) countOne(s engagement.Section, current map[string]bool, users map[engagement.Participation]bool) section {
	x := section{Section: s}
	for _, r := range m.state.Voices(s.ID) {
		stale := m.state.Stale(r)
		if r.IsUser() {
			x.users.Add(r, stale)
			users[engagement.Participation{Person: r.Person, Organisation: r.Organisation}] = true
			continue
		}
		x.tally.Add(r, stale)
		if !stale {
			x.fresh.Add(r, stale)
		}
		if !current[m.state.CountedAs(r.Organisation)] {
			x.without.Add(r, stale)
		}
	}
	return x
}

// rank numbers the sections that anybody has a view on by concern: the
// greatest first, then the one with more views, then as in the draft.
func rank(sections []section, w engagement.Weights, of func(*section) (engagement.Tally, *int)) {
	var order []*section
	for i := range sections {
		if tally, _ := of(&sections[i]); views(tally) > 0 {
			order = append(order, &sections[i])
		}
	}
	slices.SortStableFunc(order, func(a, b *section) int {
		first, _ := of(a)
		second, _ := of(b)
		return cmp.Or(
			cmp.Compare(concern(second, w), concern(first, w)),
			cmp.Compare(views(second), views(first)),
		)
	})
	for i, x := range order {
		_, number := of(x)
		*number = i + 1
	}
}

// standing gives how every section stands.
func (m *maker) standing() []engagement.SectionThen {
	var all []engagement.SectionThen
	for _, x := range m.sections {
		then := engagement.SectionThen{Section: x.ID, Revision: x.Revision, Tally: x.tally}
		if len(m.heard) >= EnoughToRank {
			then.Rank = x.rank
		}
		then.Voices = m.voices(x.ID)
		all = append(all, then)
	}
	return all
}
