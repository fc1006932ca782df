package engagement

import (
	"slices"
	"time"
)

// SectionRevised is another text for a section. It is prepared until its
// release is sent; until then everybody reads the text before it.
type SectionRevised struct {
	Section  int
	Revision int // what the text will be, from 2
	Title    string
	Text     string // Markdown
	Standing Standing
	Ask      string
	Minutes  int
	Reason   string
	Because  []string // the answers and questions it rests on
	Material bool     // whoever answered before should look again
	Rule     string   // what proposed that, and what it said
	Release  string   // that carries it
	By       Person

	Plain       string // the text in plain words; empty: those are to be written yet
	PlainReason string // the reason in plain words
}

// Kind is the kind of the fact.
func (SectionRevised) Kind() string { return "section.revised" }

func (f SectionRevised) fields(c *codec) Fact {
	c.number("section", &f.Section)
	c.number("revision", &f.Revision)
	text(c, "title", &f.Title)
	text(c, "text", &f.Text)
	text(c, "standing", &f.Standing)
	text(c, "ask", &f.Ask)
	c.number("minutes", &f.Minutes)
	text(c, "reason", &f.Reason)
	list(c, "because", &f.Because, textElement)
	c.truth("material", &f.Material)
	text(c, "rule", &f.Rule)
	text(c, "release", &f.Release)
	text(c, "by", &f.By)
	text(c, "plain", &f.Plain)
	text(c, "plainReason", &f.PlainReason)
	return f
}

func (f SectionRevised) apply(s *State, at time.Time) {
	i, ok := s.sectionAt[f.Section]
	if !ok || f.Revision != s.sections[i].Revision+1 || !f.Standing.Valid() {
		return
	}
	before := s.sections[i]
	s.prepare(Prepared{
		How: Rewritten, Section: f.Section, Number: before.Number, Path: before.Path, Prepared: at, Release: f.Release, By: f.By, Plain: f.Plain,
		Revision: Revision{
			Revision: f.Revision, Title: f.Title, Text: f.Text, Standing: f.Standing, Ask: f.Ask, Minutes: f.Minutes,
			Reason: f.Reason, Because: f.Because, Material: f.Material, Rule: f.Rule,
			PlainReason: f.PlainReason,
		},
	})
}

// SectionAdded is a further section. It is prepared until its release is sent.
type SectionAdded struct {
	Section ImportedSection // its id is above all that there were
	After   int             // the section it follows; 0: it comes first
	Reason  string
	Because []string
	Release string
	By      Person

	PlainReason string // the reason in plain words
}

// Kind is the kind of the fact.
func (SectionAdded) Kind() string { return "section.added" }

func (f SectionAdded) fields(c *codec) Fact {
	c.object("section", func() { f.Section.fields(c) })
	c.number("after", &f.After)
	text(c, "reason", &f.Reason)
	list(c, "because", &f.Because, textElement)
	text(c, "release", &f.Release)
	text(c, "by", &f.By)
	text(c, "plainReason", &f.PlainReason)
	return f
}

func (f SectionAdded) apply(s *State, at time.Time) {
	n := f.Section
	if n.ID <= s.highest {
		return
	}
	s.highest = n.ID
	if !n.Standing.Valid() {
		n.Standing = Open
	}
	s.prepare(Prepared{
		How: Added, Section: n.ID, Number: n.Number, Path: n.Path, After: f.After, Prepared: at, Release: f.Release, By: f.By, Plain: n.Plain,
		Revision: Revision{
			Revision: 1, Title: n.Title, Text: n.Text, Standing: n.Standing, Ask: n.Ask, Minutes: n.Minutes,
			Reason: f.Reason, Because: f.Because, PlainReason: f.PlainReason,
		},
	})
}

// SectionRemoved takes a section out, when its release is sent. What was said
// of it stays in the record.
type SectionRemoved struct {
	Section int
	Reason  string
	Because []string
	Release string
	By      Person

	PlainReason string // the reason in plain words
}

// Kind is the kind of the fact.
func (SectionRemoved) Kind() string { return "section.removed" }

func (f SectionRemoved) fields(c *codec) Fact {
	c.number("section", &f.Section)
	text(c, "reason", &f.Reason)
	list(c, "because", &f.Because, textElement)
	text(c, "release", &f.Release)
	text(c, "by", &f.By)
	text(c, "plainReason", &f.PlainReason)
	return f
}

func (f SectionRemoved) apply(s *State, at time.Time) {
	section, ok := s.Section(f.Section)
	if !ok {
		return
	}
	s.prepare(Prepared{
		How: TakenOut, Section: f.Section, Number: section.Number, Path: section.Path, Prepared: at, Release: f.Release, By: f.By,
		Revision: Revision{
			Revision: section.Revision, Title: section.Title, Standing: section.Standing,
			Reason: f.Reason, Because: f.Because, PlainReason: f.PlainReason,
		},
	})
}

// ReplySaid is what is said of a section to those who answered it: what came of
// their words. The latest counts.
type ReplySaid struct {
	Section int
	Verdict Verdict
	Reason  string
	Until   time.Time // by when there is more to say; zero: not said
	By      Person
	Plain   string // the reason for people who use services; empty: they read none
}

// Kind is the kind of the fact.
func (ReplySaid) Kind() string { return "reply.said" }

func (f ReplySaid) fields(c *codec) Fact {
	c.number("section", &f.Section)
	text(c, "verdict", &f.Verdict)
	text(c, "reason", &f.Reason)
	c.moment("until", &f.Until)
	text(c, "by", &f.By)
	text(c, "plain", &f.Plain)
	return f
}

func (f ReplySaid) apply(s *State, at time.Time) {
	if _, ok := s.Section(f.Section); !ok || !f.Verdict.Valid() {
		return
	}
	f.Until = toMillisecond(f.Until)
	said := Reply{ReplySaid: f, At: at}
	for i := range s.replies {
		if s.replies[i].Section == f.Section {
			s.replies[i] = said
			return
		}
	}
	s.replies = append(s.replies, said)
}

// prepare keeps a change that waits, in the place of an earlier one to the same
// section.
func (s *State) prepare(p Prepared) {
	p.Revision.Sources = s.sources(p.Section, p.Revision.Because)
	for i := range s.prepared {
		if s.prepared[i].Section == p.Section {
			s.prepared[i] = p
			return
		}
	}
	s.prepared = append(s.prepared, p)
}

// unprepare drops what a release was to change.
func (s *State) unprepare(release string) {
	s.prepared = slices.DeleteFunc(slices.Clone(s.prepared), func(p Prepared) bool { return p.Release == release })
}

// publish makes what a release changes the text that everybody reads.
func (s *State) publish(release string, at time.Time) {
	for _, p := range s.prepared {
		if p.Release != release {
			continue
		}
		p.Revision.At, p.Revision.Release = at, release
		switch p.How {
		case Rewritten:
			s.rewrite(p)
		case Added:
			s.insertSection(p)
		case TakenOut:
			s.takeOut(p)
		}
	}
	s.unprepare(release)
}

// rewrite gives a section its next text.
func (s *State) rewrite(p Prepared) {
	i, ok := s.sectionAt[p.Section]
	if !ok {
		return
	}
	section := &s.sections[i]
	before := section.now()
	section.Earlier = append(slices.Clone(section.Earlier), before)
	section.take(p.Revision)
	if p.Revision.Material {
		section.Material = p.Revision.Revision
	}
	if before.Ask != p.Revision.Ask {
		section.PlainAsk = "" // it was the twin of another question
	}
	if p.Plain != "" {
		section.Plain, section.PlainOf = p.Plain, p.Revision.Revision
	}
}

// insertSection puts a further section in its place.
func (s *State) insertSection(p Prepared) {
	added := Section{ID: p.Section, Number: p.Number, Path: p.Path, Plain: p.Plain, PlainOf: plainOf(p.Plain)}
	added.take(p.Revision)
	at := 0
	if i, ok := s.sectionAt[p.After]; ok {
		at = i + 1
	} else if p.After != 0 {
		at = len(s.sections)
	}
	for at < len(s.sections) && s.sections[at].Release == p.Release && s.sections[at].Revision == 1 {
		at++ // behind those that came with the same release, as they were named
	}
	s.sections = slices.Insert(slices.Clone(s.sections), at, added)
	s.voices = slices.Insert(slices.Clone(s.voices), at, nil)
	s.placeSections()
}

// takeOut takes a section out, and keeps it with what was said of it.
func (s *State) takeOut(p Prepared) {
	i, ok := s.sectionAt[p.Section]
	if !ok {
		return
	}
	gone := s.sections[i]
	gone.Earlier = append(slices.Clone(gone.Earlier), gone.now())
	gone.PlainReason = p.Revision.PlainReason
	gone.Reason, gone.Release, gone.Revised, gone.Sources = p.Revision.Reason, p.Revision.Release, p.Revision.At, p.Revision.Sources
	s.gone, s.goneVoices = append(s.gone, gone), append(s.goneVoices, s.voices[i])
	s.sections = slices.Delete(slices.Clone(s.sections), i, i+1)
	s.voices = slices.Delete(slices.Clone(s.voices), i, i+1)
	s.placeSections()
}

// placeSections says anew where each section is.
func (s *State) placeSections() {
	s.sectionAt = make(map[int]int, len(s.sections))
	for i, section := range s.sections {
		s.sectionAt[section.ID] = i
	}
}
