package engagement

import (
	"slices"
	"time"
)

// SaidBefore is what a voice last said of a text that its section had before.
type SaidBefore struct {
	ID       string // of the response
	Revision int
	Stance   Stance
}

func (b *SaidBefore) fields(c *codec) {
	text(c, "id", &b.ID)
	c.number("revision", &b.Revision)
	text(c, "stance", &b.Stance)
}

// saidOf gives what was said before with one more: each text once, the oldest
// first.
func saidOf(before []SaidBefore, r *Response) []SaidBefore {
	said := SaidBefore{ID: r.ID, Revision: r.Revision, Stance: r.Stance}
	at, known := slices.BinarySearchFunc(before, said.Revision, func(b SaidBefore, revision int) int { return b.Revision - revision })
	before = slices.Clone(before)
	if known {
		before[at] = said
		return before
	}
	return slices.Insert(before, at, said)
}

// follow puts r, which came later, and what the same voice said before into one:
// what is said of a text that whoever answered was to look at again takes the
// place of nothing that was said of the text since.
func (s *State) follow(section int, before, r *Response) *Response {
	material := s.sections[section].Material
	if r.Revision < material && before.Revision >= material {
		still := *before
		still.Earlier = saidOf(before.Earlier, r)
		return &still
	}
	r.First, r.Versions, r.Before, r.Earlier = before.First, before.Versions+1, before.Stance, before.Earlier
	if before.Revision != r.Revision {
		r.Earlier = saidOf(before.Earlier, before)
	}
	r.Earlier = slices.DeleteFunc(slices.Clone(r.Earlier), func(b SaidBefore) bool { return b.Revision == r.Revision })
	return r
}

// AnswerTo is Answer for the text that the section had at a revision: an answer
// to that text which changes, or one by somebody who has read no other. Where the
// voice has answered the text as it is to be looked at now, that stays its answer.
func (s *State) AnswerTo(now time.Time, revision int, f ResponseGiven) ([]Fact, *Refusal) {
	section, ok := s.Section(f.Section)
	if _, was := section.Was(revision); ok && !was {
		return nil, &Refusal{Code: UnknownSection, Section: f.Section}
	}
	f.Revision = revision
	return s.answer(now, f)
}

// Source is an answer or a question on which a change rests, as it stood when the
// change was prepared.
type Source struct {
	ID           string
	Organisation string
	Person       Person
	Words        string // of a commercially sensitive answer: none
}

func (r *Source) fields(c *codec) {
	text(c, "id", &r.ID)
	text(c, "org", &r.Organisation)
	text(c, "person", &r.Person)
	text(c, "words", &r.Words)
}

// sources finds the answers to a section, and the questions, that have these ids;
// what is none now is left out.
func (s *State) sources(section int, ids []string) []Source {
	var all []Source
	for _, id := range ids {
		if q, ok := s.Question(id); ok {
			all = append(all, Source{ID: id, Organisation: q.Organisation, Person: q.Person, Words: q.Text})
			continue
		}
		for _, r := range s.Responses(section) {
			if r.ID != id {
				continue
			}
			source := Source{ID: id, Organisation: r.Organisation, Person: r.Person}
			if !r.Sensitive {
				source.Words = r.Words
			}
			all = append(all, source)
		}
	}
	return all
}
