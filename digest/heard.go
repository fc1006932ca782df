package digest

import (
	"slices"
	"time"

	"soundings/engagement"
)

// Unheard is whom we haven't heard.
type Unheard struct {
	Kinds    []KindHeard // kinds that were asked, in a fixed order
	Sections []Reach     // those that few have reached, fewest first
}

// KindHeard is how many of a kind answered anything. The current provider is
// counted as that, whatever kind of firm it is.
type KindHeard struct {
	Kind   engagement.OrganisationKind
	Heard  int
	Asked  int
	Spoke  []string // the organisations that answered anything
	Silent []string // those that neither answered nor stepped back
}

// Reach is how many organisations have answered a section.
type Reach struct {
	Section  int
	Answered int
	Asked    int
	Facts    []string // the responses under Answered
}

// kindOf gives the kind that an organisation is counted under.
func kindOf(o engagement.Organisation) engagement.OrganisationKind {
	if o.IsCurrent() {
		return engagement.CurrentProvider
	}
	return o.Kind
}

// unheard counts by kind and finds the sections that fewer than two thirds of
// those who answered anything have answered.
func (m *maker) unheard() Unheard {
	var u Unheard
	for _, kind := range engagement.OrganisationKinds() {
		k := KindHeard{Kind: kind}
		for _, o := range m.state.Counted() {
			if kindOf(o) != kind {
				continue
			}
			k.Asked++
			switch {
			case m.state.Heard(o):
				k.Heard++
				k.Spoke = append(k.Spoke, o.ID)
			case !o.SteppedBack():
				k.Silent = append(k.Silent, o.ID)
			}
		}
		if k.Asked > 0 {
			u.Kinds = append(u.Kinds, k)
		}
	}
	for _, x := range m.sections {
		if n := x.tally.Answered(); 3*n < 2*len(m.heard) {
			u.Sections = append(u.Sections, Reach{Section: x.ID, Answered: n, Asked: m.asked, Facts: m.suppliers(x.ID)})
		}
	}
	slices.SortStableFunc(u.Sections, func(a, b Reach) int { return a.Answered - b.Answered })
	return u
}

// within says whether t lies in the period.
func (p Period) within(t time.Time) bool {
	return !t.IsZero() && !t.Before(p.From) && t.Before(p.To)
}

// news counts what happened in the period.
func (m *maker) news() News {
	var n News
	for _, x := range m.sections {
		for _, r := range m.state.Responses(x.ID) {
			if m.period.within(r.Given) {
				n.Answers++
			}
		}
		if x.Revision > 1 && m.period.within(x.Revised) {
			n.Revised++
		}
	}
	for _, q := range m.state.Questions() {
		if m.period.within(q.Asked) {
			n.Questions++
		}
	}
	for _, q := range m.state.Inquiries() {
		for _, a := range q.Answers {
			if m.period.within(a.At) {
				n.Inquiries++
			}
		}
	}
	for _, said := range m.state.AllLastWords() {
		if m.period.within(said.At) {
			n.LastWords++
		}
	}
	for _, o := range m.state.Organisations() {
		if m.period.within(o.Joined) {
			n.Joined++
		}
		if m.period.within(o.Step.At) {
			n.Stepped++
		}
		if m.period.within(o.Returned) {
			n.Returned++
		}
	}
	return n
}

// stepped gives the organisations that stepped back in the period.
func (m *maker) stepped() []Stepped {
	var all []Stepped
	for _, o := range m.state.Organisations() {
		if m.period.within(o.Step.At) {
			all = append(all, Stepped{
				Organisation: o.ID, Kind: kindOf(o), At: o.Step.At, Category: o.Step.Category, Section: o.Step.Section, Reason: o.Step.Reason,
			})
		}
	}
	return all
}

// returned gives the organisations that came back in the period.
func (m *maker) returned() []Returned {
	var all []Returned
	for _, o := range m.state.Organisations() {
		if m.period.within(o.Returned) && !o.SteppedBack() {
			all = append(all, Returned{Organisation: o.ID, Kind: kindOf(o), At: o.Returned})
		}
	}
	return all
}

// suppliers gives the ids of what suppliers said of a section.
func (m *maker) suppliers(section int) []string {
	var ids []string
	for _, r := range m.state.Voices(section) {
		if !r.IsUser() {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// waiting gives the questions that wait, and how many working days the oldest
// has waited.
func (m *maker) waiting() (ids []string, days int) {
	var oldest time.Time
	for _, q := range m.state.Questions() {
		if !q.Waiting() {
			continue
		}
		ids = append(ids, q.ID)
		if oldest.IsZero() {
			oldest = q.Asked
		}
	}
	if len(ids) == 0 {
		return nil, 0
	}
	zone, err := loadZone(m.state.About().Zone)
	if err != nil {
		zone = time.UTC
	}
	return ids, WorkingDaysBetween(oldest, m.period.To, zone, m.state.Schedule().Except...)
}

// said gives every answer, by section and organisation; sensitive words stay
// out.
func (m *maker) said() []Said {
	var all []Said
	for _, x := range m.sections {
		for _, r := range m.state.Responses(x.ID) {
			o, _ := m.state.Organisation(r.Organisation)
			said := Said{
				Response: r.ID, Organisation: r.Organisation, Kind: kindOf(o), Users: r.IsUser(),
				Section: r.Section, Stance: r.Stance, Words: r.Words, Sensitive: r.Sensitive, Private: r.Private != "",
			}
			if r.Sensitive {
				said.Words = ""
			}
			all = append(all, said)
		}
	}
	return all
}
