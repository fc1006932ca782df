package engagement

import "time"

// DraftImported is a draft specification as sections. It replaces the draft
// before it, and all that was marked on that, while the engagement is being
// prepared.
type DraftImported struct {
	File     string // name of the file
	Blob     string // hash under which the original is kept
	Sections []ImportedSection
	Notes    int // how many things were left out or looked odd
	By       Person
}

// ImportedSection is one section as it was imported.
type ImportedSection struct {
	ID       int // from 1, in order
	Number   string
	Title    string
	Path     []string // headings above it
	Text     string   // Markdown
	Standing Standing
	Ask      string // what we most want to know
	Minutes  int    // to read and answer
	Plain    string // in plain words, for people who use services; empty: none yet
}

// Kind is the kind of the fact.
func (DraftImported) Kind() string { return "draft.imported" }

func (f DraftImported) fields(c *codec) Fact {
	text(c, "file", &f.File)
	text(c, "blob", &f.Blob)
	list(c, "sections", &f.Sections, func(c *codec, s *ImportedSection) {
		c.braced(func() { s.fields(c) })
	})
	c.number("notes", &f.Notes)
	text(c, "by", &f.By)
	return f
}

func (s *ImportedSection) fields(c *codec) {
	c.number("id", &s.ID)
	text(c, "number", &s.Number)
	text(c, "title", &s.Title)
	list(c, "path", &s.Path, textElement)
	text(c, "text", &s.Text)
	text(c, "standing", &s.Standing)
	text(c, "ask", &s.Ask)
	c.number("minutes", &s.Minutes)
	text(c, "plain", &s.Plain)
}

func (f DraftImported) apply(s *State, at time.Time) {
	if s.stage != Preparing {
		return
	}
	s.draft = Draft{File: f.File, Blob: f.Blob, Notes: f.Notes, Imported: at, By: f.By}
	s.sections, s.voices, s.sectionAt, s.highest = nil, nil, nil, 0
	s.prepared, s.plainly, s.gone, s.goneVoices, s.replies = nil, nil, nil, nil, nil
	for _, section := range f.Sections {
		s.addSection(Section{
			ID: section.ID, Number: section.Number, Title: section.Title, Path: section.Path,
			Text: section.Text, Standing: section.Standing, Ask: section.Ask, Minutes: section.Minutes,
			Revision: 1, Revised: at, Plain: section.Plain, PlainOf: plainOf(section.Plain),
		})
	}
}

// SectionMarked marks a section; a nil mark stays as it is.
type SectionMarked struct {
	Section  int
	Standing *Standing
	Priority *bool   // among what matters most
	Ask      *string // what we most want to know
	By       Person
}

// Kind is the kind of the fact.
func (SectionMarked) Kind() string { return "section.marked" }

func (f SectionMarked) fields(c *codec) Fact {
	c.number("section", &f.Section)
	optional(c, "standing", &f.Standing, textElement)
	optional(c, "priority", &f.Priority, truthElement)
	optional(c, "ask", &f.Ask, textElement)
	text(c, "by", &f.By)
	return f
}

func (f SectionMarked) apply(s *State, _ time.Time) {
	i, ok := s.sectionAt[f.Section]
	if !ok {
		return
	}
	section := &s.sections[i]
	if f.Standing != nil && f.Standing.Valid() {
		section.Standing = *f.Standing
	}
	assign(&section.Priority, f.Priority)
	if !section.Priority {
		section.Matters = ""
	}
	assign(&section.Ask, f.Ask)
}

// plainOf is the revision that the plain words of an imported section are of.
func plainOf(words string) int {
	if words == "" {
		return 0
	}
	return 1
}
