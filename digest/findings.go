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
	Share    float64 // worry per view, as counted
	Concern  float64 // the same, shrunk: what the rank goes by
	StopsBid Bids    // of those who can't do a fixed section
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
type blocks struct{ worries, further, divided, pressed, welcome []*section }

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
		case split(t):
			all.divided = append(all.divided, x)
		case t.Worried() > t.Positive() && len(all.worries) < MostWorries:
			all.worries = append(all.worries, x)
		case t.Worried() > t.Positive():
			all.further = append(all.further, x)
		case x.Standing == engagement.Fixed && t.Unachievable > 0:
			all.pressed = append(all.pressed, x)
		case liked(t):
			all.welcome = append(all.welcome, x)
		}
	}
	slices.SortStableFunc(all.divided, func(a, b *section) int {
		return cmp.Compare(evenness(b.tally), evenness(a.tally))
	})
	slices.SortStableFunc(all.welcome, func(a, b *section) int {
		return cmp.Or(
			cmp.Compare(b.tally.Excited, a.tally.Excited),
			cmp.Compare(concern(a.tally, m.weights), concern(b.tally, m.weights)),
		)
	})
	return all
}

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
	for _, x := range most(all.divided) {
		d.Disagree = append(d.Disagree, m.finding(x, positive, 1, worried))
	}
	for _, x := range most(all.pressed) {
		d.Pressure = append(d.Pressure, m.finding(x, worried, 2, nil))
	}
	for _, x := range most(all.welcome) {
		d.Liked = append(d.Liked, m.finding(x, positive, 1, nil))
	}
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
	for _, r := range m.state.Responses(x.ID) {
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
		Section: x.ID, Standing: x.Standing, Rank: x.rank, Asked: m.asked, Tally: x.tally,
		Share: share(x.tally, m.weights), Concern: concern(x.tally, m.weights),
		Without: x.withoutCurrent(),
	}
	if x.users.Answered() > 0 {
		users := x.users
		f.Users = &users
	}
	f.Before, f.New = m.earlier(x)
	for _, r := range m.state.Responses(x.ID) {
		if r.IsUser() {
			f.UserFacts = append(f.UserFacts, r.ID)
			continue
		}
		f.Facts = append(f.Facts, r.ID)
		f.StopsBid.add(r.StopsBid)
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
