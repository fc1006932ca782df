package engagement

import "time"

// Release is something that goes to everybody at the same time, or waits for
// that.
type Release struct {
	ID        string
	Of        ReleaseKind
	Title     string
	Text      string
	Sections  []int
	Questions []string
	Files     []ReleasedFile
	Due       time.Time // when it goes; zero once it is to go at once
	By        Person
	Made      time.Time
	Edited    time.Time
	Editor    Person // who gave it its words
	Wanted    Person // who first wanted it sent as it is; empty: nobody yet
	Approved  time.Time
	Approver  Person
	Why       string // it goes at once
	Held      bool
	Users     Reach     // whether people who use services get it; empty: as it concerns them
	Dropped   time.Time // zero: it was not
	Corrects  string    // the release whose answer it puts right; empty: none

	Sent    time.Time // zero: not yet
	Slot    time.Time
	Hash    string
	Content string
	Plain   string
	Nth     int // in the order in which releases were sent, from 1
}

// Waiting says whether it has been neither sent nor dropped.
func (r Release) Waiting() bool { return r.Sent.IsZero() && r.Dropped.IsZero() }

// Ready says whether it may be sent: whoever must has agreed, and nobody holds
// it.
func (r Release) Ready() bool { return r.Waiting() && !r.Approved.IsZero() && !r.Held }

// Slots are the two slots of a week, as they were set. Empty: as everywhere.
type Slots struct {
	Slots string
	Zone  string
	Set   time.Time
	By    Person
}

// Revision is one text that a section had, or will have.
type Revision struct {
	Revision int
	Title    string
	Text     string
	Standing Standing
	Ask      string
	Minutes  int
	Reason   string
	Because  []string
	Sources  []Source // what Because names
	Material bool
	Rule     string
	Release  string
	At       time.Time // when everybody had it

	PlainReason string // the reason in plain words; empty: it has none
}

// How says what a change does to a section.
type How string

// What it may do.
const (
	Rewritten How = "rewritten"
	Added     How = "added"
	TakenOut  How = "taken out"
)

// Prepared is a change that waits for its release. Nobody but the team may read
// any of it.
type Prepared struct {
	How      How
	Section  int
	Number   string
	Path     []string
	After    int // for one that is added
	Revision Revision
	Release  string
	Prepared time.Time
	By       Person
	Plain    string // what it says, in plain words; empty: not written yet
}

// Verdict says what came of what was said of a section.
type Verdict string

// The verdicts.
const (
	SaidChanged  Verdict = "changed"
	SaidKept     Verdict = "kept"
	SaidThinking Verdict = "thinking"
)

// Valid says whether v is one of the verdicts.
func (v Verdict) Valid() bool { return v == SaidChanged || v == SaidKept || v == SaidThinking }

// Reply is what was last said of a section to those who answered it.
type Reply struct {
	ReplySaid
	At time.Time
}

// now is the text that the section has.
func (s Section) now() Revision {
	return Revision{
		Revision: s.Revision, Title: s.Title, Text: s.Text, Standing: s.Standing, Ask: s.Ask, Minutes: s.Minutes,
		Reason: s.Reason, Because: s.Because, Sources: s.Sources, Material: s.Material == s.Revision, Release: s.Release, At: s.Revised,
		PlainReason: s.PlainReason,
	}
}

// take gives the section a text.
func (s *Section) take(r Revision) {
	s.Title, s.Text, s.Standing, s.Ask, s.Minutes = r.Title, r.Text, r.Standing, r.Ask, r.Minutes
	s.Revision, s.Revised, s.Reason, s.Because, s.Sources, s.Release = r.Revision, r.At, r.Reason, r.Because, r.Sources, r.Release
	s.PlainReason = r.PlainReason
}

// Was gives the text that the section had at a revision; false: there was none.
func (s Section) Was(revision int) (Revision, bool) {
	if revision == s.Revision {
		return s.now(), true
	}
	for _, r := range s.Earlier {
		if r.Revision == revision {
			return r, true
		}
	}
	return Revision{}, false
}

// AskedAgain says when those who had answered were last asked to look again;
// false: never.
func (s Section) AskedAgain() (time.Time, bool) {
	if s.Material == 0 {
		return time.Time{}, false
	}
	r, ok := s.Was(s.Material)
	return r.At, ok
}
