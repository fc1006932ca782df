package engagement

import (
	"strings"
	"time"
)

// Answer takes one voice's stance on one section, in the place of what it said
// before; the person joins if that has not happened. Words that are
// commercially sensitive are not quotable, whatever was ticked. The same
// answer again gives no facts.
func (s *State) Answer(now time.Time, f ResponseGiven) ([]Fact, *Refusal) {
	section, _ := s.Section(f.Section)
	f.Revision = section.Revision
	return s.answer(now, f)
}

// answer takes a stance on the revision that the fact names.
func (s *State) answer(now time.Time, f ResponseGiven) ([]Fact, *Refusal) {
	if r := firstOf(s.mayTalk(now, f.Organisation), named(f.Person)); r != nil {
		return nil, r
	}
	section, ok := s.Section(f.Section)
	if !ok {
		return nil, &Refusal{Code: UnknownSection, Section: f.Section}
	}
	if was, ok := section.Was(f.Revision); ok {
		section.Standing = was.Standing
	}
	if r := firstOf(f.check(section), f.sizes()); r != nil {
		return nil, r
	}
	f.Quotable = f.Quotable && !f.Sensitive
	if before := s.Response(f.Section, f.Organisation, f.Person); before != nil && before.says(f) {
		return nil, nil
	}
	f.ID = nextID(s.given, "R")
	return append(s.speaking(f.Person, f.Organisation), f), nil
}

// check refuses values that are none, and the bid where it is not asked.
func (f ResponseGiven) check(section Section) *Refusal {
	switch {
	case f.Stance == "":
		return &Refusal{Code: Missing, Field: FieldStance}
	case !f.Stance.Valid():
		return &Refusal{Code: Invalid, Field: FieldStance}
	case !f.StopsBid.Valid():
		return &Refusal{Code: Invalid, Field: FieldStopsBid}
	case f.StopsBid != BidNotAsked && (f.Stance != Unachievable || section.Standing != Fixed):
		return &Refusal{Code: NotAsked, Field: FieldStopsBid, Section: section.ID}
	}
	return nil
}

// sizes refuses text that is too long.
func (f ResponseGiven) sizes() *Refusal {
	return firstOf(short(FieldWords, f.Words, MostWords), short(FieldWhy, f.Why, MostReason), short(FieldFor, f.For, MostName))
}

// says whether the response is that fact already, whoever gives it now.
func (r *Response) says(f ResponseGiven) bool {
	return r.Revision == f.Revision && r.Stance == f.Stance && r.Words == f.Words &&
		r.Quotable == f.Quotable && r.Sensitive == f.Sensitive && r.Why == f.Why && r.StopsBid == f.StopsBid && r.For == f.For
}

// Again gives the answer as a fact, to be changed and given anew.
func (r *Response) Again() ResponseGiven {
	return ResponseGiven{
		Organisation: r.Organisation, Person: r.Person, Section: r.Section, Revision: r.Revision,
		Stance: r.Stance, Words: r.Words, Quotable: r.Quotable, Sensitive: r.Sensitive, Why: r.Why, StopsBid: r.StopsBid,
		For: r.For,
	}
}

// AddWords adds words after those of the voice's answer, whose stance, ticks
// and revision stay: a follow-up, or a colleague's comment. The result is a
// new response by the person who adds.
func (s *State) AddWords(now time.Time, organisation string, person Person, section int, words string) ([]Fact, *Refusal) {
	if r := s.mayTalk(now, organisation); r != nil {
		return nil, r
	}
	if _, ok := s.Section(section); !ok {
		return nil, &Refusal{Code: UnknownSection, Section: section}
	}
	before := s.Response(section, organisation, person)
	switch {
	case before == nil:
		return nil, &Refusal{Code: NoAnswer, Section: section, Organisation: organisation}
	case strings.TrimSpace(words) == "":
		return nil, &Refusal{Code: Missing, Field: FieldWords}
	}
	f := before.Again()
	f.Person = person
	if f.Words != "" {
		f.Words += "\n\n"
	}
	f.Words += words
	return s.answer(now, f)
}

// Ask takes a question, on a section or (0) on none.
func (s *State) Ask(now time.Time, f QuestionAsked) ([]Fact, *Refusal) {
	if r := firstOf(
		s.mayTalk(now, f.Organisation), named(f.Person), filled(FieldQuestion, f.Text, MostQuestion),
	); r != nil {
		return nil, r
	}
	if _, ok := s.Section(f.Section); !ok && f.Section != 0 {
		return nil, &Refusal{Code: UnknownSection, Section: f.Section}
	}
	f.ID = nextID(s.asked, "Q")
	return append(s.speaking(f.Person, f.Organisation), f), nil
}

// mayTalk refuses where answers are not taken, or not from the organisation.
func (s *State) mayTalk(now time.Time, organisation string) *Refusal {
	if r := s.Accepts(now); r != nil {
		return r
	}
	o, ok := s.Organisation(organisation)
	if !ok {
		return &Refusal{Code: UnknownOrganisation, Organisation: organisation}
	}
	if s.stage == Dialogue && !s.Admitted(o.ID) {
		return &Refusal{Code: NotAdmitted, Stage: s.stage, Organisation: organisation}
	}
	if o.SteppedBack() {
		return &Refusal{Code: SteppedBack, Organisation: organisation, At: o.Step.At}
	}
	return nil
}
