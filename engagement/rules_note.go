package engagement

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// Notes gives all notes in the order in which they were taken.
func (s *State) Notes() []Note { return s.fair.notes }

// NoteOf gives the note with the id.
func (s *State) NoteOf(id string) (Note, bool) {
	i := slices.IndexFunc(s.fair.notes, func(n Note) bool { return n.ID == id })
	if i < 0 {
		return Note{}, false
	}
	return s.fair.notes[i], true
}

// TakeNote records what a supplier said in no room, as long as it can still
// confirm it. The day is today or before.
func (s *State) TakeNote(now time.Time, f NoteTaken) ([]Fact, *Refusal) {
	if r := firstOf(s.mayTalk(now, f.Organisation), named(f.By), filled(FieldWords, f.Words, MostWords), short(FieldRole, f.Who, MostName)); r != nil {
		return nil, r
	}
	if r := s.heardOn(now, f.How, f.On); r != nil {
		return nil, r
	}
	if o, _ := s.Organisation(f.Organisation); o.Users {
		return nil, &Refusal{Code: NotAsked, Field: FieldFor, Organisation: o.ID}
	}
	section, ok := s.Section(f.Section)
	switch {
	case !ok && f.Section != 0:
		return nil, &Refusal{Code: UnknownSection, Section: f.Section}
	case ok && f.Stance == "":
		return nil, &Refusal{Code: Missing, Field: FieldStance}
	case f.Stance != "" && (!f.Stance.Valid() || !ok):
		return nil, &Refusal{Code: Invalid, Field: FieldStance}
	}
	f.Revision = section.Revision
	f.ID = nextID(s.fair.lastNote, "M")
	return []Fact{f}, nil
}

// heardOn refuses a way that is none, and a day to come.
func (s *State) heardOn(now time.Time, how NoteHow, on time.Time) *Refusal {
	switch {
	case !how.Valid():
		return &Refusal{Code: Missing, Field: FieldHow}
	case on.IsZero() || on.After(now):
		return &Refusal{Code: Invalid, Field: FieldDay}
	}
	return nil
}

// SettleNote takes what the supplier says of a note. Confirmed or corrected, it
// becomes its answer, unless it has answered the section itself since the note
// was taken. Stance and words are those of the correction, and count for that
// alone.
func (s *State) SettleNote(now time.Time, f NoteSettled, stance Stance, words string) ([]Fact, *Refusal) {
	n, ok := s.NoteOf(f.ID)
	if !ok || !n.Waiting() {
		return nil, &Refusal{Code: UnknownNote}
	}
	if r := firstOf(s.mayTalk(now, n.Organisation), named(f.Person)); r != nil {
		return nil, r
	}
	if !f.How.Valid() {
		return nil, &Refusal{Code: Invalid}
	}
	f.Response = ""
	if f.How == NoteCorrected {
		if r := filled(FieldWords, words, MostWords); r != nil {
			return nil, r
		}
		n.Words = words
		if stance != "" {
			n.Stance = stance
		}
	}
	before := s.Response(n.Section, n.Organisation, f.Person)
	own := before != nil && before.Given.After(n.Taken)
	if f.How == NoteDenied || n.Section == 0 || own && f.How == NoteConfirmed {
		return append(s.joining(f.Person, n.Organisation), f), nil
	}
	facts, refusal := s.answer(now, ResponseGiven{
		Organisation: n.Organisation, Person: f.Person, Section: n.Section, Revision: n.Revision, Stance: n.Stance, Words: n.Words,
	})
	if refusal != nil {
		return nil, refusal
	}
	if len(facts) > 0 {
		f.Response = facts[len(facts)-1].(ResponseGiven).ID
	}
	return append(facts, f), nil
}

// EnterAnswer records what a member of a users' group said on paper or by phone,
// as that member's own voice. Whom it is for, the team calls as it likes; the
// same name is the same voice.
func (s *State) EnterAnswer(now time.Time, f ResponseGiven) ([]Fact, *Refusal) {
	o, ok := s.Organisation(f.Organisation)
	switch {
	case !ok:
		return nil, &Refusal{Code: UnknownOrganisation, Organisation: f.Organisation}
	case !o.Users:
		return nil, &Refusal{Code: NotAsked, Field: FieldFor, Organisation: o.ID}
	case !f.How.Valid():
		return nil, &Refusal{Code: Missing, Field: FieldHow}
	}
	f.Person = EnteredFor(f.For)
	if r := firstOf(named(f.By), filled(FieldFor, f.For, MostName)); r != nil || f.Person == "" {
		return nil, firstOf(r, &Refusal{Code: Missing, Field: FieldFor})
	}
	return s.Answer(now, f)
}

// EnteredFor is the voice of a member for whom the team enters answers. It is
// nobody whom the vault knows.
func EnteredFor(name string) Person {
	kept := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
	if kept == "" {
		return ""
	}
	return Person("member:" + kept)
}
