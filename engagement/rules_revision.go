package engagement

import (
	"slices"
	"time"
)

// Rework changes sections, adds some or takes some out: changes are
// SectionRevised, SectionAdded and SectionRemoved, of each section one. All wait
// as one release, which goes with its slot. A single change to a section of
// which one waits already takes its place in the same release. What changes
// nothing is left out; nothing left gives no facts.
func (s *State) Rework(f ReleaseMade, changes ...Fact) ([]Fact, *Refusal) {
	f.Of, f.ID = Changes, nextID(s.released, "N")
	if r := firstOf(s.MayCarry(Changes), named(f.By), f.check()); r != nil {
		return nil, r
	}
	again := ""
	if len(changes) == 1 {
		if p, ok := s.PreparedFor(sectionOf(changes[0])); ok {
			again, f.ID = p.Release, p.Release
		}
	}
	var facts []Fact
	f.Sections = nil
	added := s.highest
	for _, change := range changes {
		next, refusal := s.rework(change, f, again, &added)
		if refusal != nil {
			return nil, refusal
		}
		if next != nil {
			facts = append(facts, next)
			f.Sections = append(f.Sections, sectionOf(next))
		}
	}
	switch {
	case len(facts) == 0:
		return nil, nil
	case again != "":
		return append(facts, s.touched(again, f.By)...), nil
	}
	return slices.Concat([]Fact{f}, facts, s.plainGoesAlong(f.ID, f.Sections, f.By)), nil
}

// rework checks one change and fills in what the rules choose; nil: it changes
// nothing.
func (s *State) rework(change Fact, f ReleaseMade, again string, added *int) (Fact, *Refusal) {
	id := sectionOf(change)
	section, known := s.Section(id)
	waits, prepared := s.PreparedFor(id)
	_, adds := change.(SectionAdded)
	switch {
	case !known && !adds:
		return nil, &Refusal{Code: UnknownSection, Section: id}
	case prepared && again == "" && !adds:
		return nil, &Refusal{Code: ChangeWaits, Section: id, Release: waits.Release}
	}
	switch change := change.(type) {
	case SectionRevised:
		change.Revision, change.Release, change.By = section.Revision+1, f.ID, f.By
		if words, waited := s.PlainFor(id); waited && change.Plain == "" {
			change.Plain = words.Text
		}
		return s.revise(change, section, prepared)
	case SectionAdded:
		*added++
		if *added > MostSections {
			return nil, &Refusal{Code: TooMany, Field: FieldSections, Have: *added, Most: MostSections}
		}
		change.Section.ID, change.Release, change.By = *added, f.ID, f.By
		if change.Section.Standing == "" {
			change.Section.Standing = Open
		}
		return change, firstOf(change.Section.check(), filled(FieldReason, change.Reason, MostReason), short(FieldPlainReason, change.PlainReason, MostReason))
	case SectionRemoved:
		change.Release, change.By = f.ID, f.By
		return change, firstOf(filled(FieldReason, change.Reason, MostReason), short(FieldPlainReason, change.PlainReason, MostReason))
	}
	return nil, &Refusal{Code: Invalid, Field: FieldSections}
}

// revise checks another text of a section. A reason is required: everybody who
// answered is owed one.
func (s *State) revise(f SectionRevised, section Section, prepared bool) (Fact, *Refusal) {
	as := ImportedSection{Title: f.Title, Text: f.Text, Standing: f.Standing, Ask: f.Ask, Plain: f.Plain}
	if r := firstOf(as.check(), filled(FieldReason, f.Reason, MostReason), short(FieldReason, f.Rule, MostReason), short(FieldPlainReason, f.PlainReason, MostReason)); r != nil {
		r.Section = section.ID
		return nil, r
	}
	for _, id := range f.Because {
		if r := short(FieldReason, id, MostSlug); r != nil {
			return nil, r
		}
	}
	same := f.Title == section.Title && f.Text == section.Text && f.Standing == section.Standing && f.Ask == section.Ask
	if same && !prepared {
		return nil, nil
	}
	return f, nil
}

// sectionOf is the section that a change is about; 0: one that is not there yet.
func sectionOf(change Fact) int {
	switch change := change.(type) {
	case SectionRevised:
		return change.Section
	case SectionAdded:
		return change.Section.ID
	case SectionRemoved:
		return change.Section
	}
	return 0
}

// Say says what came of what was said of a section. Nobody reads it before it is
// part of something that goes to everybody.
func (s *State) Say(now time.Time, f ReplySaid) ([]Fact, *Refusal) {
	if r := firstOf(s.opened(), named(f.By)); r != nil {
		return nil, r
	}
	if _, ok := s.Section(f.Section); !ok {
		return nil, &Refusal{Code: UnknownSection, Section: f.Section}
	}
	if !f.Verdict.Valid() {
		return nil, &Refusal{Code: Invalid, Field: FieldVerdict}
	}
	if !f.Until.IsZero() && !f.Until.After(now) {
		return nil, &Refusal{Code: Invalid, Field: FieldDue, At: f.Until}
	}
	if r := firstOf(filled(FieldReason, f.Reason, MostReason), short(FieldPlain, f.Plain, MostReason)); r != nil {
		return nil, r
	}
	if before, ok := s.ReplyOn(f.Section); ok {
		same := before.ReplySaid
		same.By = f.By
		if same == f {
			return nil, nil
		}
	}
	return []Fact{f}, nil
}
