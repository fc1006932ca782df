package engagement

import "time"

// NoteHow is how something came in that was not said to the bot.
type NoteHow string

// The ways.
const (
	ByPhone   NoteHow = "phone"
	ByLetter  NoteHow = "mail"
	ByMeeting NoteHow = "meeting"
	ByPaper   NoteHow = "paper"
)

// Valid says whether h is one of the ways.
func (h NoteHow) Valid() bool {
	return h == ByPhone || h == ByLetter || h == ByMeeting || h == ByPaper
}

// NoteTaken is what somebody of the team heard from a supplier, in no room: it is
// second-hand, and in no count until the supplier confirms it.
type NoteTaken struct {
	ID           string // "M1"
	Organisation string
	Section      int    // 0: on none
	Revision     int    // of the section, at the time
	Stance       Stance // empty: none was said
	Words        string
	How          NoteHow
	On           time.Time // the day on which it was said
	Who          string    // who said it, as the team calls them; empty: not said
	By           Person    // who entered it
}

// Kind is the kind of the fact.
func (NoteTaken) Kind() string { return "note.taken" }

func (f NoteTaken) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "org", &f.Organisation)
	c.number("section", &f.Section)
	c.number("revision", &f.Revision)
	text(c, "stance", &f.Stance)
	text(c, "words", &f.Words)
	text(c, "how", &f.How)
	c.moment("on", &f.On)
	text(c, "who", &f.Who)
	text(c, "by", &f.By)
	return f
}

func (f NoteTaken) apply(s *State, at time.Time) {
	if _, known := s.organisationAt[f.Organisation]; !known || !takeID(&s.fair.lastNote, 'M', f.ID) {
		return
	}
	f.On = toMillisecond(f.On)
	s.fair.notes = append(s.fair.notes, Note{NoteTaken: f, Taken: at})
}

// NoteEnd is what a supplier said of a note.
type NoteEnd string

// The ends.
const (
	NoteConfirmed NoteEnd = "confirmed" // it is what they said
	NoteCorrected NoteEnd = "corrected" // they said it in their own words
	NoteDenied    NoteEnd = "denied"    // it is not what they said
)

// Valid says whether e is one of the ends.
func (e NoteEnd) Valid() bool {
	return e == NoteConfirmed || e == NoteCorrected || e == NoteDenied
}

// NoteSettled is what the supplier says of a note.
type NoteSettled struct {
	ID     string // of the note
	How    NoteEnd
	Person Person // who speaks for the supplier
	// Response is the answer that it became; empty: none, as where an answer of
	// their own came after it.
	Response string
}

// Kind is the kind of the fact.
func (NoteSettled) Kind() string { return "note.settled" }

func (f NoteSettled) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "how", &f.How)
	text(c, "person", &f.Person)
	text(c, "response", &f.Response)
	return f
}

func (f NoteSettled) apply(s *State, at time.Time) {
	for i := range s.fair.notes {
		if n := &s.fair.notes[i]; n.ID == f.ID && n.Waiting() && f.How.Valid() {
			n.Settled, n.End, n.Person, n.Response = at, f.How, f.Person, f.Response
			return
		}
	}
}

// Note is a note, and what the supplier said of it.
type Note struct {
	NoteTaken
	Taken    time.Time
	Settled  time.Time // zero: it waits
	End      NoteEnd
	Person   Person
	Response string
}

// Waiting says whether the supplier has said nothing of it yet.
func (n Note) Waiting() bool { return n.Settled.IsZero() }

// snapshot is its form in a snapshot.
func (n *Note) snapshot(c *codec) {
	n.NoteTaken = n.fields(c).(NoteTaken)
	c.instant("taken", &n.Taken)
	c.instant("settled", &n.Settled)
	text(c, "end", &n.End)
	text(c, "person", &n.Person)
	text(c, "response", &n.Response)
}
