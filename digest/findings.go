package digest

import (
	"cmp"
	"slices"

	"soundings/engagement"
)

// Finding is what there is to say of one section.
type Finding struct {
	Section  int
	Standing engagement.Standing
	Rank     int // by concern, among all sections, from 1; 0: nobody has a view
	Asked    int
	Tally    engagement.Tally
	Fresh    engagement.Tally // of these, on the text as it is now
	Share    float64          // worry per view, as counted
	Concern  float64          // the same, shrunk: what the rank goes by
	StopsBid Bids             // of those who can't do a fixed section
	// Cant are the kinds of those who can't do it, in the order of organisations.
	Cant []engagement.OrganisationKind

	// Without is set where leaving out the current provider changes the rank,
	// the larger side, or leaves a side empty.
	Without *Without
	// Users is set where people who use services answered.
	Users *engagement.Tally
	// Before is how it stood in the digest before; nil: in none.
	Before *engagement.SectionThen
	// New: nobody had answered it in the digest before, or there was none.
	New bool

	Quotes    []Quote  // of the larger or worried side; at most two
	Other     *Quote   // the other view
	UserQuote *Quote   // of people who use services
	Facts     []string // the responses under the tally, in the order of organisations
	UserFacts []string // those under Users
}

// Bids counts what those who can't do a fixed section say of bidding.
type Bids struct{ Stops, Might, GoesOn int }

// Without is a section without the voice of the current provider.
type Without struct {
	Tally engagement.Tally
	Rank  int // among all sections, without it everywhere; 0: no views left
}

// blocks are the sections by where they appear; each is in one.
type blocks struct{ worries, further, divided, pressed, welcome, rewritten, thin, rest []*section }

// blocks sorts the sections that anybody has a view on, by concern.
func (m *maker) blocks() blocks {
	var ranked []*section
	for i := range m.sections {
		if m.sections[i].rank > 0 {
			ranked = append(ranked, &m.sections[i])
		}
	}
	slices.SortFunc(ranked, func(a, b *section) int { return a.rank - b.rank })
	var all blocks
	for _, x := range ranked {
		switch t := x.tally; {
		case m.stopsBid(x):
			all.pressed = append(all.pressed, x)
		case views(t) < EnoughOnSection && t.Worried() > 0:
			all.thin = append(all.thin, x)
		case views(t) < EnoughOnSection:
		case split(t) && x.settled():
			all.divided = append(all.divided, x)
		case t.Worried() > t.Positive() && len(all.worries) < MostWorries:
			all.worries = append(all.worries, x)
		case t.Worried() > t.Positive():
			all.further = append(all.further, x)
		case x.Standing == engagement.Fixed && t.Unachievable > 0:
			all.pressed = append(all.pressed, x)
		case liked(t) && x.settled():
			all.welcome = append(all.welcome, x)
		case liked(t) || split(t):
			all.rewritten = append(all.rewritten, x)
		}
	}
	slices.SortStableFunc(all.divided, func(a, b *section) int {
		return cmp.Compare(evenness(b.tally), evenness(a.tally))
	})
	slices.SortStableFunc(all.pressed, func(a, b *section) int {
		return cmp.Compare(stopping(m.bids(b)), stopping(m.bids(a)))
	})
	slices.SortStableFunc(all.welcome, func(a, b *section) int {
		return cmp.Or(
			cmp.Compare(b.tally.Excited, a.tally.Excited),
			cmp.Compare(concern(a.tally, m.weights), concern(b.tally, m.weights)),
		)
	})
	all.divided, all.pressed, all.welcome, all.thin = most(all.divided), most(all.pressed), most(all.welcome), most(all.thin)
	told := slices.Concat(all.worries, all.further, all.divided, all.pressed, all.welcome, all.rewritten, all.thin)
	for i := range m.sections {
		if x := &m.sections[i]; x.tally.Answered() > 0 && !slices.Contains(told, x) {
			all.rest = append(all.rest, x)
		}
	}
	return all
}

// stopsBid says whether a fixed section stops, or might stop, anybody from
// bidding.
func (m *maker) stopsBid(x *section) bool {
	return x.Standing == engagement.Fixed && stopping(m.bids(x)) > 0
}

// bids counts what is said of bidding by those who can't do a section.
func (m *maker) bids(x *section) Bids {
	var b Bids
	for _, r := range m.state.Voices(x.ID) {
		if !r.IsUser() {
			b.add(r.StopsBid)
		}
	}
	return b
}

// stopping weighs who is stopped before who might be.
func stopping(b Bids) int { return 2*b.Stops + b.Might }

// findings fills the blocks of the digest, in the order in which people read
// them, as quotes run out.
func (m *maker) findings(d *Digest) {
	all := m.blocks()
	worried, positive := engagement.Stance.Worried, engagement.Stance.Positive
	for _, x := range all.worries {
		d.Worries = append(d.Worries, m.finding(x, worried, 2, positive))
	}
	for _, x := range all.further {
		d.Further = append(d.Further, m.counted(x))
	}
	for _, x := range all.divided {
		d.Disagree = append(d.Disagree, m.finding(x, positive, 1, worried))
	}
	for _, x := range all.pressed {
		other := positive
		if !split(x.tally) {
			other = nil
		}
		d.Pressure = append(d.Pressure, m.finding(x, worried, 2, other))
	}
	for _, x := range all.welcome {
		d.Liked = append(d.Liked, m.finding(x, positive, 1, nil))
	}
	for _, x := range all.rewritten {
		d.Rewritten = append(d.Rewritten, m.counted(x))
	}
	for _, x := range all.thin {
		d.Thin = append(d.Thin, m.finding(x, worried, 1, nil))
	}
	for _, x := range all.rest {
		d.Rest = append(d.Rest, m.counted(x))
	}
	above := slices.Concat(all.worries, all.divided, all.pressed, all.welcome, all.thin)
	for i := range m.sections {
		if x := &m.sections[i]; x.users.Answered() > 0 && !slices.Contains(above, x) {
			d.Beside = append(d.Beside, m.usersAlone(x))
		}
	}
}

// usersAlone is a finding of what people who use services said, and of nothing else.
func (m *maker) usersAlone(x *section) Finding {
	users := x.users
	f := Finding{Section: x.ID, Standing: x.Standing, Users: &users}
	var said []*engagement.Response
	for _, r := range m.state.Voices(x.ID) {
		if r.IsUser() {
			said, f.UserFacts = append(said, r), append(f.UserFacts, r.ID)
		}
	}
	f.UserQuote = first(m.pick(m.quotable(x, said), engagement.Stance.Valid, 1))
	return f
}

// takenOut counts what was said of sections that are not in the draft any more.
// Nothing holds of them any more, so none counts as a fixed point.
func (m *maker) takenOut() []Finding {
	var all []Finding
	for i := range m.gone {
		if x := &m.gone[i]; x.tally.Answered()+x.users.Answered() > 0 {
			all = append(all, Finding{Section: x.ID, Standing: engagement.Open, Asked: m.asked, Tally: x.tally})
			if users := x.users; users.Answered() > 0 {
				all[len(all)-1].Users = &users
			}
		}
	}
	return all
}

// unread gives the sections on which nobody has read all that is commercially
// sensitive.
func (m *maker) unread() []int {
	read := make(map[string]bool)
	for _, r := range m.state.Readings() {
		if r.Unshown {
			continue
		}
		for _, id := range r.Entries {
			read[id] = true
		}
	}
	var sections []int
	for _, x := range m.state.EverSections() {
		answers, late := m.state.Sensitive(x.ID)
		if slices.ContainsFunc(answers, func(r *engagement.Response) bool { return !read[r.ID] }) ||
			slices.ContainsFunc(late, func(l engagement.Late) bool { return !read[l.ID] }) {
			sections = append(sections, x.ID)
		}
	}
	return sections
}

// evenness is the share of the smaller side.
func evenness(t engagement.Tally) float64 {
	return float64(min(t.Positive(), t.Worried())) / float64(views(t))
}

func most(sections []*section) []*section { return sections[:min(len(sections), MostOthers)] }

// finding says what there is to say of a section, with at most n quotes from
// one side and one from the other (nil: none).
func (m *maker) finding(x *section, side func(engagement.Stance) bool, n int, other func(engagement.Stance) bool) Finding {
	f := m.counted(x)
	var suppliers, users []*engagement.Response
	for _, r := range m.state.Voices(x.ID) {
		if r.IsUser() {
			users = append(users, r)
		} else {
			suppliers = append(suppliers, r)
		}
	}
	quotes := m.quotable(x, suppliers)
	f.Quotes = m.pick(quotes, side, n)
	if other != nil {
		f.Other = first(m.pick(quotes, other, 1))
	}
	f.UserQuote = first(m.pick(m.quotable(x, users), engagement.Stance.Valid, 1))
	return f
}

// counted is a finding without quotes.
func (m *maker) counted(x *section) Finding {
	f := Finding{
		Section: x.ID, Standing: x.Standing, Rank: x.rank, Asked: m.asked, Tally: x.tally, Fresh: x.fresh,
		Share: share(x.tally, m.weights), Concern: concern(x.tally, m.weights),
		Without: x.withoutCurrent(),
	}
	if x.users.Answered() > 0 {
		users := x.users
		f.Users = &users
	}
	f.Before, f.New = m.earlier(x)
	f.StopsBid = m.bids(x)
	for _, r := range m.state.Voices(x.ID) {
		if r.IsUser() {
			f.UserFacts = append(f.UserFacts, r.ID)
			continue
		}
		f.Facts = append(f.Facts, r.ID)
		if r.Stance == engagement.Unachievable {
			o, _ := m.state.Organisation(r.Organisation)
			f.Cant = append(f.Cant, kindOf(o))
		}
	}
	return f
}

func (b *Bids) add(said engagement.Bidding) {
	switch said {
	case engagement.BidStops:
		b.Stops++
	case engagement.BidMight:
		b.Might++
	case engagement.BidGoesOn:
		b.GoesOn++
	case engagement.BidNotAsked:
	}
}

func first(quotes []Quote) *Quote {
	if len(quotes) == 0 {
		return nil
	}
	return &quotes[0]
}

// withoutCurrent gives the section without the current provider, where that
// makes another picture.
func (x *section) withoutCurrent() *Without {
	with, without := x.tally, x.without
	if with == without {
		return nil
	}
	larger := func(t engagement.Tally) int { return cmp.Compare(t.Worried(), t.Positive()) }
	emptied := (with.Positive() > 0) != (without.Positive() > 0) || (with.Worried() > 0) != (without.Worried() > 0)
	if x.rank == x.apart && larger(with) == larger(without) && !emptied {
		return nil
	}
	return &Without{Tally: without, Rank: x.apart}
}

// earlier gives how the section stood in the digest before, and whether it is
// new.
func (m *maker) earlier(x *section) (*engagement.SectionThen, bool) {
	if m.last == nil {
		return nil, true
	}
	if then := m.then(x.ID); then != nil {
		return then, then.Tally.Answered() == 0
	}
	return nil, true
}
