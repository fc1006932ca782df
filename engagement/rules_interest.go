package engagement

import (
	"slices"
	"strings"
	"time"
)

// InterestState says where somebody of the team stands who may have a link to
// those who are asked.
type InterestState string

// The states.
const (
	NothingDeclared InterestState = ""      // nothing was declared yet
	NoInterest      InterestState = "none"  // no link to anybody
	InterestWaits   InterestState = "waits" // a link, and nobody has weighed it
	InterestIsClear InterestState = "clear" // a link that was weighed, with a reason
	InterestAgain   InterestState = "again" // what it is about has changed since
	InterestSince   InterestState = "since" // no link, and others were asked since
)

// Reads says whether whoever stands there may read what suppliers say.
func (i InterestState) Reads() bool { return i == NoInterest || i == InterestIsClear }

// weighed says whether somebody weighs whoever stands there.
func (i InterestState) weighed() bool { return i == InterestWaits || i == InterestAgain }

// InterestOf gives what a person of the team declared last, and where they stand.
func (s *State) InterestOf(p Person) (Interest, InterestState) {
	i := slices.IndexFunc(s.fair.interests, func(d Interest) bool { return d.Person == p })
	if i < 0 {
		return Interest{}, NothingDeclared
	}
	d := s.fair.interests[i]
	switch {
	case s.Outdated(d):
		return d, InterestAgain
	case d.Withdrawn && d.Cleared.IsZero():
		return d, InterestWaits
	case !d.Links && len(s.AskedSince(d)) > 0:
		return d, InterestSince
	case !d.Links:
		return d, NoInterest
	case d.Cleared.IsZero():
		return d, InterestWaits
	}
	return d, InterestIsClear
}

// AskedSince gives those who were asked for the first time, or admitted to the dialogue,
// after a declaration was made.
func (s *State) AskedSince(d Interest) []Organisation {
	var since []Organisation
	for _, o := range s.organisations {
		if !o.Users && (o.Invited.After(d.Declared) || s.AdmittedAt(o.ID).After(d.Declared)) {
			since = append(since, o)
		}
	}
	return since
}

// InterestsBefore gives what a person of the team declared before what they declared
// last, newest first, each with what was said of it.
func (s *State) InterestsBefore(p Person) []Interest {
	var all []Interest
	for _, d := range slices.Backward(s.fair.before) {
		if d.Person == p {
			all = append(all, d)
		}
	}
	return all
}

// Interests gives what people of the team declared, the latest of each, in the
// order in which they first did.
func (s *State) Interests() []Interest { return s.fair.interests }

// Outdated says whether a declaration is to be made anew: one of the sections it
// names has another text, or an organisation in it was invited, came back, or was
// admitted to the dialogue, after it was made.
func (s *State) Outdated(d Interest) bool {
	if !d.Links {
		return false
	}
	for _, id := range d.Sections {
		if section, ok := s.Section(id); !ok || section.Revision > 1 && section.Revised.After(d.Declared) {
			return true
		}
	}
	for _, o := range s.organisations {
		since := o.Invited
		for _, later := range []time.Time{o.Returned, s.AdmittedAt(o.ID)} {
			if later.After(since) {
				since = later
			}
		}
		if since.After(d.Declared) && (slices.Contains(d.Organisations, o.ID) || namesIn(d.About, o.Name)) {
			return true
		}
	}
	return false
}

// namesIn says whether a name stands in words.
func namesIn(words, name string) bool {
	name = strings.ToLower(strings.TrimSpace(name))
	return name != "" && strings.Contains(strings.ToLower(words), name)
}

// DutyOf gives who looks after something: whoever was named, else the owner.
func (s *State) DutyOf(d Duty) Person { return s.Duty(d).Person }

// Duty gives the same, with how they are reached.
func (s *State) Duty(d Duty) DutyTaken {
	for _, f := range s.fair.duties {
		if f.Duty == d {
			return f
		}
	}
	return DutyTaken{Duty: d, Person: s.about.Owner}
}

// TakeDuty names who looks after something.
func (s *State) TakeDuty(f DutyTaken) ([]Fact, *Refusal) {
	if r := firstOf(s.exists(), named(f.By), named(f.Person)); r != nil {
		return nil, r
	}
	if !f.Duty.Valid() {
		return nil, &Refusal{Code: Invalid}
	}
	for _, known := range s.fair.duties {
		if known.Duty == f.Duty && known.Person == f.Person && known.Mail == f.Mail && known.At == f.At {
			return nil, nil
		}
	}
	return []Fact{f}, nil
}

// DeclareInterest takes what somebody of the team declares, at whatever stage.
// Organisations that are named in the words count as named. The same again, while
// it still holds, gives no facts.
func (s *State) DeclareInterest(f InterestDeclared) ([]Fact, *Refusal) {
	if r := firstOf(s.exists(), named(f.Person), short(FieldLinks, f.About, MostReason)); r != nil {
		return nil, r
	}
	f.Links = f.Links || f.About != "" || len(f.Organisations) > 0
	if f.Links && strings.TrimSpace(f.About) == "" {
		return nil, &Refusal{Code: Missing, Field: FieldLinks}
	}
	var organisations []string
	for _, o := range s.organisations {
		if f.Links && (slices.Contains(f.Organisations, o.ID) || namesIn(f.About, o.Name)) {
			organisations = append(organisations, o.ID)
		}
	}
	f.Organisations = organisations
	var sections []int
	for _, section := range s.sections {
		if f.Links && slices.Contains(f.Sections, section.ID) {
			sections = append(sections, section.ID)
		}
	}
	f.Sections = sections
	d, state := s.InterestOf(f.Person)
	f.Withdrawn = !f.Links && (d.Links || d.Withdrawn && d.Cleared.IsZero())
	if state != NothingDeclared && state != InterestAgain && state != InterestSince && d.Links == f.Links && d.About == f.About &&
		slices.Equal(d.Organisations, f.Organisations) && slices.Equal(d.Sections, f.Sections) {
		return nil, nil
	}
	return []Fact{f}, nil
}

// Weighs says whether a person may weigh what another of the team declared: it is
// theirs to weigh, and they have said how it is with them.
func (s *State) Weighs(p, declared Person) bool {
	_, state := s.InterestOf(p)
	return state.Reads() && s.TheirsToWeigh(p, declared)
}

// TheirsToWeigh says whether what another of the team declared is a person's to
// weigh, once they have declared themselves: who looks after that, or the owner. If
// what is declared is theirs alone, or they can't weigh it, anybody else of the team
// whose own link doesn't wait.
func (s *State) TheirsToWeigh(p, declared Person) bool {
	if p == declared || !s.weighable(p) {
		return false
	}
	duty, owner := s.DutyOf(DutyInterests), s.about.Owner
	if p == duty || p == owner {
		return true
	}
	return (declared == duty || !s.weighable(duty)) && (declared == owner || !s.weighable(owner))
}

// weighable says whether nothing that a person declared keeps them from weighing.
func (s *State) weighable(p Person) bool {
	_, state := s.InterestOf(p)
	return p != "" && !state.weighed()
}

// ClearInterest lets somebody of the team read on, with a reason.
func (s *State) ClearInterest(f InterestCleared) ([]Fact, *Refusal) {
	if r := firstOf(s.exists(), named(f.By), named(f.Person)); r != nil {
		return nil, r
	}
	switch _, state := s.InterestOf(f.Person); {
	case state == InterestAgain:
		return nil, &Refusal{Code: DeclareAgain}
	case state != InterestWaits:
		return nil, &Refusal{Code: NothingToWeigh}
	case !s.TheirsToWeigh(f.By, f.Person):
		return nil, &Refusal{Code: NotYoursToWeigh}
	case !s.Weighs(f.By, f.Person):
		return nil, &Refusal{Code: DeclareFirst}
	}
	if r := filled(FieldReason, f.Reason, MostReason); r != nil {
		return nil, r
	}
	return []Fact{f}, nil
}

// LinksWaiting gives what people declared who speak for organisations, with links
// that the team has not weighed yet.
func (s *State) LinksWaiting() []Declaration {
	var all []Declaration
	for _, d := range s.declarations {
		if _, at := s.LinksSettledOf(d.Organisation); d.Links && !at.After(d.Made) && !at.Equal(d.Made) {
			all = append(all, d)
		}
	}
	return all
}

// LinksSettledOf gives what the team last made of an organisation's links, and
// when; zero: nothing.
func (s *State) LinksSettledOf(organisation string) (LinksSettled, time.Time) {
	for _, l := range s.fair.settled {
		if l.Organisation == organisation {
			return l.LinksSettled, l.at
		}
	}
	return LinksSettled{}, time.Time{}
}

// SettleLinks says what the team makes of an organisation's links.
func (s *State) SettleLinks(f LinksSettled) ([]Fact, *Refusal) {
	if r := firstOf(s.exists(), named(f.By)); r != nil {
		return nil, r
	}
	if _, ok := s.Organisation(f.Organisation); !ok {
		return nil, &Refusal{Code: UnknownOrganisation, Organisation: f.Organisation}
	}
	if !slices.ContainsFunc(s.LinksWaiting(), func(d Declaration) bool { return d.Organisation == f.Organisation }) {
		return nil, &Refusal{Code: NothingToWeigh, Organisation: f.Organisation}
	}
	if r := filled(FieldReason, f.Reason, MostReason); r != nil {
		return nil, r
	}
	return []Fact{f}, nil
}

// exists refuses where nothing was begun.
func (s *State) exists() *Refusal {
	if !s.Exists() {
		return &Refusal{Code: NotThere}
	}
	return nil
}
