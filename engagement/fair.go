package engagement

// fair is what the state knows of fairness: who of the team has a link to whom,
// what came in by other ways, and which suppliers are one.
type fair struct {
	duties    []DutyTaken // the latest of each duty
	interests []Interest  // the latest of each person
	before    []Interest  // those before it, of all, oldest first
	settled   []settledLinks
	notes     []Note
	linked    []OrganisationsLinked
	wanted    []LinkWanted // that wait for a second person
	linkings  []Linking    // all that ever was linked, or no longer
	disputes  []Dispute
	naming    []Naming
	fears     []Fear
	enough    []Enough     // why those who were asked later have time enough
	crossings []Crossing   // those who spoke for one organisation and opened another's room, oldest first
	heir      Person       // to whom the owner would hand over; empty: to nobody
	owners    []HandedOver // how it was handed over, oldest first
	lastNote  int
	lastFear  int
}

func (a *fair) fields(c *codec) {
	list(c, "duties", &a.duties, func(c *codec, f *DutyTaken) { c.braced(func() { *f = f.fields(c).(DutyTaken) }) })
	list(c, "interests", &a.interests, braced((*Interest).snapshot))
	list(c, "before", &a.before, braced((*Interest).snapshot))
	list(c, "settled", &a.settled, braced((*settledLinks).snapshot))
	list(c, "notes", &a.notes, braced((*Note).snapshot))
	list(c, "linked", &a.linked, func(c *codec, f *OrganisationsLinked) { c.braced(func() { *f = f.fields(c).(OrganisationsLinked) }) })
	list(c, "wanted", &a.wanted, func(c *codec, f *LinkWanted) { c.braced(func() { *f = f.fields(c).(LinkWanted) }) })
	list(c, "linkings", &a.linkings, braced((*Linking).snapshot))
	list(c, "disputes", &a.disputes, braced((*Dispute).snapshot))
	list(c, "naming", &a.naming, braced((*Naming).snapshot))
	list(c, "fears", &a.fears, braced((*Fear).snapshot))
	list(c, "enough", &a.enough, braced((*Enough).snapshot))
	list(c, "crossings", &a.crossings, braced((*Crossing).snapshot))
	text(c, "heir", &a.heir)
	list(c, "owners", &a.owners, braced((*HandedOver).snapshot))
	c.number("lastNote", &a.lastNote)
	c.number("lastFear", &a.lastFear)
}
