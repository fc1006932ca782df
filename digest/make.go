package digest

import (
	"time"

	"soundings/engagement"
)

// Thresholds that decide what is shown; docs/method.md tells why.
const (
	// EnoughToRank is how many organisations must have answered something
	// before sections are ranked.
	EnoughToRank = 5
	// EnoughOnSection is how many must have a view on a section before it is told
	// as a worry, a division or something they like: what one of one says is no
	// finding.
	EnoughOnSection = 3
	// MostWorries is how many worries are shown with the words under them,
	// MostOthers how many findings of each other sort: what fits a screen.
	MostWorries = 3
	MostOthers  = 3
	// MostReasons is how many reasons not to bid are quoted.
	MostReasons = 3
	// MostQuotesOf is how often one organisation is quoted in a digest.
	MostQuotesOf = 3
)

// Period is what a digest tells of: what happened from From until before To.
// Zero From: from the beginning.
type Period struct {
	From     time.Time
	To       time.Time
	OnDemand bool // somebody asked for it; otherwise its slot came
}

// PeriodOf gives the period of a digest made at now: since the last that the
// schedule made; where it made none, since the opening, or on demand since the last
// on demand.
func PeriodOf(s *engagement.State, now time.Time, onDemand bool) Period {
	p := Period{From: s.OpenedAt(), To: now, OnDemand: onDemand}
	if last := before(s, onDemand); last != nil {
		p.From = last.To
	}
	return p
}

// before gives the digest that changes are counted from, nil if there is none. One
// that was asked for takes nothing from one that the schedule makes.
func before(s *engagement.State, onDemand bool) *engagement.DigestMade {
	if last := s.LastDigest(false); last != nil || !onDemand {
		return last
	}
	return s.LastDigest(true)
}

// Digest is what the market said. Organisations are suppliers here; groups of
// people who use services are told apart, never mixed in.
type Digest struct {
	Period   Period
	Weights  engagement.Weights
	Asked    int   // organisations
	Heard    int   // of these, how many said anything, of a section or to a question of the team's
	Answered int   // of these, how many answered a section
	Answers  int   // their answers, of Asked × sections possible ones
	Possible int   // …
	Users    Users // people who use services
	News     News

	// NothingNew: nothing happened in the period.
	NothingNew bool
	// TooFew: fewer than EnoughToRank answered. Nothing is ranked; Said has
	// all that was said.
	TooFew bool
	Said   []Said

	Line     Line      // block 1
	Worries  []Finding // block 2: those more worry than not, greatest first
	Further  []Finding // sections that worry more than not, beyond those shown: without quotes
	Disagree []Finding // block 3: the most evenly divided first
	Pressure []Finding // fixed points that somebody can't do, and not above; one that stops a bid before all else
	Liked    []Finding // those most would go along with, and not above
	// Rewritten are those that would stand under Disagree or Liked, if most with a
	// view had it of the text as it is now: by concern, without quotes.
	Rewritten []Finding
	Thin      []Finding // those that worry one or two, of one or two who have a view
	// Beside are the sections that people who use services answered and that no finding
	// above is about, with what one of them said, in the order of the draft.
	Beside   []Finding
	Rest     []Finding // all other sections that anybody answered, in the order of the draft, without quotes
	TakenOut []Finding // sections that are not in the draft any more and had been answered, in the order in which they went, without quotes
	Unread   []int     // sections with commercially sensitive answers that nobody has read, in the order of the draft, then those that were taken out
	Unheard  Unheard   // block 4
	Moved    []Moved   // in the order of the draft
	Stepped  []Stepped
	Returned []Returned
	WouldBid WouldBid
	// Inquiries are the questions of the team's that are open.
	Inquiries []Inquiry

	// Standing is how every section stood, in the order of the draft, for the
	// record and the next digest.
	Standing []engagement.SectionThen
	heard    []string
}

// Users is what is known of people who use services, as a number of voices.
type Users struct {
	Groups  int // that were asked
	Members int // who take part
	Voices  int // of these, who answered anything
}

// News is how much happened in the period.
type News struct {
	Answers   int // given or changed
	Questions int
	Joined    int // organisations that first spoke
	Stepped   int
	Returned  int
	Revised   int // sections whose text changed
	LastWords int // organisations that answered the last questions
	Inquiries int // answers to questions of the team's
}

// Line is the digest in one line. The number of a section is 0 where there is
// none to name.
type Line struct {
	Worry     int      // the greatest worry
	Split     int      // where they are most evenly divided
	Waiting   []string // questions that wait, oldest first
	OldestFor int      // working days that the oldest has waited
}

// Said is one answer in the table of all that was said.
type Said struct {
	Response     string
	Organisation string
	Kind         engagement.OrganisationKind
	Users        bool
	Section      int
	Stance       engagement.Stance
	Words        string // empty for a sensitive answer
	Sensitive    bool   // none of its words may be shown
	Private      bool   // there are words beside these that are sensitive
}

// Stepped is an organisation that stepped back in the period.
type Stepped struct {
	Organisation string
	Kind         engagement.OrganisationKind
	At           time.Time
	Category     engagement.StepReason
	Section      int // that it is about; 0: none
	Reason       string
}

// Returned is an organisation that came back in the period.
type Returned struct {
	Organisation string
	Kind         engagement.OrganisationKind
	At           time.Time
}

// Make says what the market said in the period, as the state stands.
func Make(s *engagement.State, p Period) Digest {
	m := newMaker(s, p)
	d := Digest{
		Period: p, Weights: m.weights, Asked: m.asked, Heard: m.spoke, Answered: len(m.heard), heard: m.heard,
		Users: m.users, News: m.news(),
		Unheard: m.unheard(), Moved: m.moved(), Stepped: m.stepped(), Returned: m.returned(),
		WouldBid: m.wouldBid(), Standing: m.standing(),
	}
	for _, x := range m.sections {
		d.Answers += x.tally.Answered()
	}
	d.Possible = d.Asked * len(m.sections)
	d.NothingNew = d.News == News{}
	d.Line.Waiting, d.Line.OldestFor = m.waiting()
	d.TakenOut, d.Unread = m.takenOut(), m.unread()
	if d.Answered < EnoughToRank {
		d.TooFew = true
		d.Said = m.said()
		d.Inquiries = m.inquiries(true)
		return d
	}
	m.findings(&d)
	d.Inquiries = m.inquiries(false)
	if len(d.Worries) > 0 {
		d.Line.Worry = d.Worries[0].Section
	}
	if len(d.Disagree) > 0 {
		d.Line.Split = d.Disagree[0].Section
	}
	return d
}

// Made gives the digest as the fact that it was made, for the slot.
func (d Digest) Made(slot time.Time, by engagement.Person) engagement.DigestMade {
	return engagement.DigestMade{
		Slot: slot, From: d.Period.From, To: d.Period.To, OnDemand: d.Period.OnDemand, By: by,
		Sections: d.Standing, Answered: d.heard, Weights: d.Weights,
	}
}
