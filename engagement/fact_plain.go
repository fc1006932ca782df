package engagement

import "time"

// SectionPlain is a section in plain words, for people who use services. They read
// it in place of the text, and the question in place of that to suppliers; suppliers
// read neither.
type SectionPlain struct {
	Section  int
	Revision int // of the text that it is of
	Text     string
	By       Person
	Ask      string // what they are asked of it; empty: nothing
}

// Kind is the kind of the fact.
func (SectionPlain) Kind() string { return "section.plain" }

func (f SectionPlain) fields(c *codec) Fact {
	c.number("section", &f.Section)
	c.number("revision", &f.Revision)
	text(c, "text", &f.Text)
	text(c, "by", &f.By)
	text(c, "ask", &f.Ask)
	return f
}

func (f SectionPlain) apply(s *State, _ time.Time) {
	if i, ok := s.sectionAt[f.Section]; ok {
		s.sections[i].Plain, s.sections[i].PlainOf, s.sections[i].PlainAsk = f.Text, f.Revision, f.Ask
	}
}

// NotPlain gives the sections without plain words, in the order of the draft.
func (s *State) NotPlain() []int {
	var all []int
	for _, section := range s.sections {
		if section.Plain == "" {
			all = append(all, section.ID)
		}
	}
	return all
}

// plainFirst refuses people who use services as long as a section has no plain
// words. Before there is a draft nothing is missing: its opening asks again.
func (s *State) plainFirst() *Refusal {
	if missing := s.NotPlain(); len(missing) > 0 {
		return &Refusal{Code: PlainMissing, Field: FieldPlain, Section: missing[0], Have: len(missing)}
	}
	return nil
}
