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
	return firstOf(short(FieldWords, f.Words, MostWords), short(FieldWhy, f.Why, MostReason), short(FieldFor, f.For, MostName),
		short(FieldWords, f.Private, MostWords), short(FieldWhy, f.PrivateWhy, MostReason))
}

// says whether the response is that fact already, whoever gives it now.
func (r *Response) says(f ResponseGiven) bool {
	return r.Revision == f.Revision && r.Stance == f.Stance && r.Words == f.Words &&
		r.Quotable == f.Quotable && r.Sensitive == f.Sensitive && r.Why == f.Why && r.StopsBid == f.StopsBid && r.For == f.For &&
		r.Private == f.Private && r.PrivateWhy == f.PrivateWhy && r.PrivateBy == f.PrivateBy
}

// Again gives the answer as a fact, to be changed and given anew.
func (r *Response) Again() ResponseGiven {
	return ResponseGiven{
		Organisation: r.Organisation, Person: r.Person, Section: r.Section, Revision: r.Revision,
		Stance: r.Stance, Words: r.Words, Quotable: r.Quotable, Sensitive: r.Sensitive, Why: r.Why, StopsBid: r.StopsBid,
		For: r.For, Private: r.Private, PrivateWhy: r.PrivateWhy, PrivateBy: r.PrivateBy,
	}
}

// KeepsBack says whether an answer has words that are commercially sensitive: all of
// them, or those of a colleague beside others.
func (r *Response) KeepsBack() bool { return r.Sensitive || r.Private != "" }

// AddPrivately adds words to the voice's answer that are commercially sensitive. The
// words there are, with leave to quote them, the view and the revision stay; where
// these are sensitive themselves, it is AddWords.
func (s *State) AddPrivately(now time.Time, organisation string, person Person, section int, words, why string) ([]Fact, *Refusal) {
	before := s.Response(section, organisation, person)
	if before == nil || before.Sensitive || strings.TrimSpace(words) == "" {
		return s.AddWords(now, organisation, person, section, words)
	}
	f := before.Again()
	f.Person, f.PrivateBy = person, person
	if before.Private != "" && before.PrivateBy != person {
		f.PrivateBy = ""
	}
	f.Private = joined(f.Private, words)
	if why != before.PrivateWhy {
		f.PrivateWhy = joined(f.PrivateWhy, why)
	}
	return s.answer(now, f)
}

// Opened gives an answer whose private words are words like its others. Leave to quote
// was for those of before.
func (f ResponseGiven) Opened() ResponseGiven {
	if f.Private != "" {
		f.Words, f.Quotable = joined(f.Words, f.Private), false
	}
	f.Private, f.PrivateWhy, f.PrivateBy = "", "", ""
	return f
}

// joined is one text after another, each a paragraph of its own.
func joined(before, after string) string {
	if before == "" || after == "" {
		return before + after
	}
	return before + "\n\n" + after
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
	f.Words = joined(f.Words, words)
	return s.answer(now, f)
}

// Ask takes a question, on a section or (0) on none.
func (s *State) Ask(now time.Time, f QuestionAsked) ([]Fact, *Refusal) {
	if r := s.mayAsk(now, f); r != nil {
		return nil, r
	}
	f.ID = nextID(s.asked, "Q")
	return append(s.speaking(f.Person, f.Organisation), f), nil
}

// mayAsk refuses a question that can't be taken.
func (s *State) mayAsk(now time.Time, f QuestionAsked) *Refusal {
	if r := firstOf(
		s.mayTalk(now, f.Organisation), named(f.Person), filled(FieldQuestion, f.Text, MostQuestion),
	); r != nil {
		return r
	}
	if _, ok := s.Section(f.Section); !ok && f.Section != 0 {
		return &Refusal{Code: UnknownSection, Section: f.Section}
	}
	return nil
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
