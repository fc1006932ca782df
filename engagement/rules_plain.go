package engagement

import (
	"slices"
	"time"
)

// PutPlainly gives a section its plain words. As long as nobody reads them they are so
// at once. Once people who use services are asked, they wait as a release that goes to
// them alone, with others that wait, and is due as said; where a change of the section
// waits, its words come with that, and what is given here is what is asked of it. The
// same words give no facts.
func (s *State) PutPlainly(due time.Time, f SectionPlain) ([]Fact, *Refusal) {
	if r := firstOf(s.notClosed(), named(f.By)); r != nil {
		return nil, r
	}
	section, ok := s.Section(f.Section)
	if !ok {
		return nil, &Refusal{Code: UnknownSection, Section: f.Section}
	}
	if r := firstOf(filled(FieldPlain, f.Text, MostSectionText), short(FieldAsk, f.Ask, MostAsk)); r != nil {
		return nil, r
	}
	f.Revision = section.Revision
	as := PlainPrepared{Section: f.Section, Text: f.Text, Ask: f.Ask, By: f.By}
	waits, already := s.PlainFor(f.Section)
	switch same := section.Plain == f.Text && section.PlainOf == f.Revision && section.PlainAsk == f.Ask; {
	case already && waits.Text == f.Text && waits.Ask == f.Ask, same && !already:
		return nil, nil
	case s.stage != Preparing && slices.ContainsFunc(s.organisations, func(o Organisation) bool { return o.Users }):
		return s.plainLater(due, as)
	}
	return []Fact{f}, nil
}

// plainLater has plain words wait: with the change of their section, or with the other
// plain words that wait.
func (s *State) plainLater(due time.Time, f PlainPrepared) ([]Fact, *Refusal) {
	if r := s.MayCarry(Plainly); r != nil {
		return nil, r
	}
	if p, waits := s.PreparedFor(f.Section); waits {
		f.Text, f.Release = "", p.Release
		if before, ok := s.PlainFor(f.Section); ok && before == f {
			return nil, nil
		}
		return append([]Fact{f}, s.touched(p.Release, f.By)...), nil
	}
	for _, r := range s.Waits() {
		if r.Of == Plainly {
			f.Release = r.ID
			return append([]Fact{f}, s.touched(r.ID, f.By)...), nil
		}
	}
	f.Release = nextID(s.released, "N")
	return []Fact{ReleaseMade{ID: f.Release, Of: Plainly, Due: due, By: f.By}, f}, nil
}

// plainGoesAlong has the plain words of sections that change wait with the change, not
// on their own any more: they were written for the text before, and whoever reads what
// changes reads them with it. A release that carries nothing then is dropped.
func (s *State) plainGoesAlong(release string, sections []int, by Person) []Fact {
	var facts []Fact
	for _, r := range s.Waits() {
		if r.Of != Plainly {
			continue
		}
		left := slices.Clone(r.Sections)
		for _, id := range sections {
			if f, ok := s.PlainFor(id); ok && f.Release == r.ID {
				facts = append(facts, PlainPrepared{Section: id, Ask: f.Ask, Release: release, By: by})
				left = slices.DeleteFunc(left, func(other int) bool { return other == id })
			}
		}
		switch {
		case len(left) == len(r.Sections):
		case len(left) == 0:
			facts = append(facts, ReleaseDropped{ID: r.ID, By: by})
		default:
			facts = append(facts, s.touched(r.ID, by)...)
		}
	}
	return facts
}
