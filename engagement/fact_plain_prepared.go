package engagement

import (
	"slices"
	"time"
)

// PlainPrepared is a section in other plain words that wait for their release. Until
// that is sent, people who use services read those before. With a change of the section,
// whose plain words stand in it, Text is empty.
type PlainPrepared struct {
	Section int
	Text    string
	Ask     string // what they are asked of it; empty: nothing
	Release string // that carries it
	By      Person
}

// Kind is the kind of the fact.
func (PlainPrepared) Kind() string { return "plain.prepared" }

func (f PlainPrepared) fields(c *codec) Fact {
	c.number("section", &f.Section)
	text(c, "text", &f.Text)
	text(c, "ask", &f.Ask)
	text(c, "release", &f.Release)
	text(c, "by", &f.By)
	return f
}

func (f PlainPrepared) apply(s *State, _ time.Time) {
	r := s.releaseAt(f.Release)
	if _, ok := s.sectionAt[f.Section]; !ok || r == nil || !r.Waiting() {
		return
	}
	if before, ok := s.PlainFor(f.Section); ok {
		s.notPlainly(before)
	}
	s.plainly = append(s.plainly, f)
	if r.Of == Plainly && !slices.Contains(r.Sections, f.Section) {
		r.Sections = append(slices.Clone(r.Sections), f.Section)
		slices.Sort(r.Sections)
	}
}

// notPlainly takes plain words out of the release with which they waited.
func (s *State) notPlainly(f PlainPrepared) {
	s.plainly = slices.DeleteFunc(slices.Clone(s.plainly), func(p PlainPrepared) bool { return p.Section == f.Section })
	if r := s.releaseAt(f.Release); r != nil && r.Of == Plainly {
		r.Sections = slices.DeleteFunc(slices.Clone(r.Sections), func(id int) bool { return id == f.Section })
	}
}

// plainDropped forgets the plain words that a release was to carry.
func (s *State) plainDropped(release string) {
	s.plainly = slices.DeleteFunc(slices.Clone(s.plainly), func(p PlainPrepared) bool { return p.Release == release })
}

// plainSent makes the plain words that a release carries those that are read, once its
// changes are.
func (s *State) plainSent(release string) {
	for _, f := range s.plainly {
		i, ok := s.sectionAt[f.Section]
		if f.Release != release || !ok {
			continue
		}
		section := &s.sections[i]
		section.PlainAsk = f.Ask
		if f.Text != "" {
			section.Plain, section.PlainOf = f.Text, section.Revision
		}
	}
	s.plainDropped(release)
}
