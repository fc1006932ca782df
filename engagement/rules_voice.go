package engagement

import "time"

// Declare takes who somebody is that speaks for an organisation; the person
// joins if that has not happened. In a users' group nobody declares anything. The same
// again gives no facts, unless the organisation was admitted to the dialogue since.
func (s *State) Declare(now time.Time, f DeclarationMade) ([]Fact, *Refusal) {
	talks := s.mayTalk(now, f.Organisation)
	if talks != nil && talks.Code == SteppedBack {
		talks = nil // whoever stepped back may have learnt of a link since
	}
	if r := firstOf(
		talks, named(f.Person), short(FieldRole, f.Role, MostName), short(FieldLinks, f.About, MostReason),
	); r != nil {
		return nil, r
	}
	if o, _ := s.Organisation(f.Organisation); o.Users {
		return nil, &Refusal{Code: NotAsked, Field: FieldRole, Organisation: o.ID}
	}
	f.Links = f.Links || f.About != ""
	if d, ok := s.Declaration(f.Organisation, f.Person); ok && !s.AdmittedAt(f.Organisation).After(d.Made) &&
		d.Role == f.Role && d.MaySpeak == f.MaySpeak && d.Links == f.Links && d.About == f.About {
		return nil, nil
	}
	return append(s.speaking(f.Person, f.Organisation), f), nil
}

// Contact says whether a person is reached by mail for an organisation, until
// the engagement is closed.
func (s *State) Contact(f OrganisationContact) ([]Fact, *Refusal) {
	if r := firstOf(s.notClosed(), named(f.Person)); r != nil {
		return nil, r
	}
	o, ok := s.Organisation(f.Organisation)
	if !ok {
		return nil, &Refusal{Code: UnknownOrganisation, Organisation: f.Organisation}
	}
	if o.HasContact(f.Person) == f.On {
		return nil, nil
	}
	return []Fact{f}, nil
}

// SayLast takes what a supplier says to the last questions. It is the whole of
// it: what the fact leaves empty is not said any more.
func (s *State) SayLast(now time.Time, f ClosingAnswered) ([]Fact, *Refusal) {
	if r := firstOf(
		s.mayTalk(now, f.Organisation), named(f.Person), short(FieldWorking, f.Working, MostQuestion),
		short(FieldNeeds, f.Needs, MostQuestion), short(FieldReason, f.Reason, MostReason),
	); r != nil {
		return nil, r
	}
	switch o, _ := s.Organisation(f.Organisation); {
	case o.Users:
		return nil, &Refusal{Code: NotAsked, Field: FieldBid, Organisation: o.ID}
	case !f.Partner.Valid():
		return nil, &Refusal{Code: Invalid, Field: FieldPartner}
	case !f.Bid.Valid():
		return nil, &Refusal{Code: Invalid, Field: FieldBid}
	}
	before, _ := s.LastWordsOf(f.Organisation)
	if s.Dialogued() && f.ShowName && !before.ShowName {
		return nil, &Refusal{Code: NowDialogue, Stage: Dialogue, Field: FieldPartner} // only bidders can speak now: it would name one to others
	}
	f.ID = before.ID
	said := before.ClosingAnswered
	said.Organisation, said.Person = f.Organisation, f.Person
	if said == f {
		return nil, nil
	}
	f.ID = nextID(s.closed, "C")
	return append(s.speaking(f.Person, f.Organisation), f), nil
}

// HideName takes an organisation's name away from others that look for a partner,
// at whatever stage. Nobody sees it: no facts.
func (s *State) HideName(organisation string, by Person) ([]Fact, *Refusal) {
	if r := firstOf(s.exists(), named(by)); r != nil {
		return nil, r
	}
	before, ok := s.LastWordsOf(organisation)
	if !ok || !before.ShowName {
		return nil, nil
	}
	f := before.ClosingAnswered
	f.ID, f.Person, f.ShowName = nextID(s.closed, "C"), by, false
	return append(s.joining(by, organisation), f), nil
}

// AskLate keeps an answer that came after the close, to be accepted or left
// out. The same answer waits once.
func (s *State) AskLate(now time.Time, f LateAsked) ([]Fact, *Refusal) {
	if r := s.Accepts(now); r == nil {
		return nil, &Refusal{Code: NotClosedYet}
	} else if r.Code != NowClosed || s.OpenedAt().IsZero() || s.ahead.notice.IsOut() || s.Dialogued() {
		return nil, r
	}
	o, ok := s.Organisation(f.Organisation)
	switch {
	case !ok:
		return nil, &Refusal{Code: UnknownOrganisation, Organisation: f.Organisation}
	case o.SteppedBack():
		return nil, &Refusal{Code: SteppedBack, Organisation: o.ID, At: o.Step.At}
	}
	if r := firstOf(named(f.Person), s.lateOn(f)); r != nil {
		return nil, r
	}
	f.Quotable = f.Quotable && !f.Sensitive
	for _, l := range s.late {
		same := l.LateAsked
		same.ID = f.ID
		if l.Waiting() && same == f {
			return nil, nil
		}
	}
	f.ID = nextID(s.lateAsked, "L")
	return []Fact{f}, nil
}

// LateOtherwise gives a late answer about which it was decided otherwise than is
// wished of this one: one that was accepted and came in the same minute or after it,
// or one that was left out and came in the same minute or before it. False: there is
// none.
func (s *State) LateOtherwise(l Late, accept bool) (Late, bool) {
	minute := l.Asked.Truncate(time.Minute)
	for _, other := range s.late {
		at := other.Asked.Truncate(time.Minute)
		switch {
		case other.Waiting() || other.Accepted == accept || other.ID == l.ID:
		case accept && !at.After(minute), !accept && !at.Before(minute):
			return other, true
		}
	}
	return Late{}, false
}

// lateOn refuses a late answer to what can't be answered so.
func (s *State) lateOn(f LateAsked) *Refusal {
	if f.Inquiry != "" {
		return s.mayAnswerInquiry(f.toInquiry())
	}
	section, ok := s.Section(f.Section)
	if !ok {
		return &Refusal{Code: UnknownSection, Section: f.Section}
	}
	answer := f.answer(section.Revision)
	return firstOf(answer.check(section), answer.sizes())
}

// toInquiry gives the late answer as one to a question of the team's.
func (f LateAsked) toInquiry() InquiryAnswered {
	return InquiryAnswered{
		Inquiry: f.Inquiry, Organisation: f.Organisation, Person: f.Person, Choice: f.Choice, Words: f.Words,
		Quotable: f.Quotable && !f.Sensitive, Sensitive: f.Sensitive, Why: f.Why, For: f.For,
	}
}

// SettleLate accepts a late answer, which is then the voice's, or leaves it
// out, for a reason. Accepting takes one, too, where another that was no later was
// left out.
func (s *State) SettleLate(f LateSettled) ([]Fact, *Refusal) {
	l, ok := s.LateAnswer(f.ID)
	if !ok || !l.Waiting() {
		return nil, &Refusal{Code: UnknownLate, Field: FieldLate}
	}
	if _, otherwise := s.LateOtherwise(l, f.Accepted); otherwise || !f.Accepted {
		if r := filled(FieldReason, f.Reason, MostReason); r != nil {
			return nil, r
		}
	}
	if r := short(FieldReason, f.Reason, MostReason); r != nil {
		return nil, r
	}
	if !f.Accepted {
		return []Fact{f}, nil
	}
	if l.Inquiry != "" {
		answer := l.toInquiry()
		if r := s.mayAnswerInquiry(answer); r != nil {
			return nil, r
		}
		answer.ID = nextID(s.inquiring.answered, "W")
		return append(s.joining(l.Person, l.Organisation), f, answer), nil
	}
	section, _ := s.Section(l.Section)
	answer := l.answer(section.Revision)
	answer.Late = true
	answer.ID = nextID(s.given, "R")
	return append(s.joining(l.Person, l.Organisation), f, answer), nil
}

// answer gives the late answer as one of this revision.
func (f LateAsked) answer(revision int) ResponseGiven {
	return ResponseGiven{
		Organisation: f.Organisation, Person: f.Person, Section: f.Section, Revision: revision, Stance: f.Stance,
		Words: f.Words, Quotable: f.Quotable, Sensitive: f.Sensitive, Why: f.Why, StopsBid: f.StopsBid, For: f.For,
	}
}

// MarkEntry records that the message behind an answer or a question was
// changed or taken back. A mark is kept whatever the stage: it is about what is
// on the record already.
func (s *State) MarkEntry(f EntryMarked) ([]Fact, *Refusal) {
	switch {
	case !s.Exists():
		return nil, &Refusal{Code: NotThere}
	case f.Entry == "":
		return nil, &Refusal{Code: NoAnswer}
	case !f.How.Valid() || f.How == NoMark:
		return nil, &Refusal{Code: Invalid}
	case s.marks[f.Entry] == f.How:
		return nil, nil
	}
	return []Fact{f}, nil
}
